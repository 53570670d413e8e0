"""Every numbered equation, typeset, with the function that holds it, its test and its errata."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from _pages.errata import Erratum
from _pages.mathml import typeset
from magrepro import papers
from magrepro.claims import Evaluation
from magrepro.claims.equation import Equation


def page(found: Sequence[Evaluation], errata: Sequence[Erratum]) -> str:
    """Return the page of the equations of all papers."""
    lines = [
        "# Equations",
        "",
        "Every numbered equation as the machine-read text of its paper has it, with the function",
        "that holds it and the test that proves it. Where what is printed cannot be right, the",
        "erratum says what is.",
        "",
    ]
    for paper in papers.PAPERS:
        equations = importlib.import_module(f"magrepro.claims.{paper.wing}.equations").EQUATIONS
        lines += [f"## Paper {paper.key}: {paper.title}", ""]
        for equation in equations:
            lines += _entry(paper, equation, found, errata)
    return "\n".join(lines)


def _entry(
    paper: papers.Paper,
    equation: Equation,
    found: Sequence[Evaluation],
    errata: Sequence[Erratum],
) -> list[str]:
    name = f"magrepro.core.{paper.wing}.{equation.function}"
    file, test = equation.test.split(".")
    claims = [
        f"[{e.claim.id}](claims.html#{e.claim.id})"
        for e in found
        if e.claim.paper == paper.key and equation.number in e.claim.equations
    ]
    return [
        f'<span id="eq-{paper.key}-{equation.number}"></span>',
        "",
        f"### {paper.key} ({equation.number}): {equation.says}",
        "",
        "```{raw} html",
        typeset(equation.tex),
        "```",
        "",
        f"- function: {{py:func}}`{equation.function} <{name}>`",
        f"- test: `tests/{file}.py`, `{test}`",
        *[f"- errata: {', '.join(links)}" for links in [_errata(equation, paper, errata)] if links],
        *[f"- claims: {', '.join(claims)}" for _ in claims[:1]],
        "",
    ]


def _errata(equation: Equation, paper: papers.Paper, errata: Sequence[Erratum]) -> list[str]:
    return [
        f"[{erratum.number}](../errata.md#{erratum.number.lower()})"
        for erratum in errata
        if erratum.number.startswith(paper.key) and names(erratum.place, equation.number)
    ]


def names(place: str, number: str) -> bool:
    """Tell whether a place in the text names an equation."""
    return f"({number})" in place
