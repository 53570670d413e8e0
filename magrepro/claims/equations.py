"""Each numbered equation of every paper, the function that holds it and the test that proves it."""

from __future__ import annotations

import importlib

from magrepro import papers
from magrepro.claims.equation import Equation


def of_paper(paper: papers.Paper) -> tuple[Equation, ...]:
    """Return the equations of a paper, from its wing."""
    module = importlib.import_module(f"magrepro.claims.{paper.wing}.equations")
    found: tuple[Equation, ...] = module.EQUATIONS
    return found


def as_markdown() -> str:
    """Return ``docs/equations.md``."""
    lines = [
        "# Equations",
        "",
        "Written by `magrepro claims --equations`: every numbered equation of each paper, the",
        "function in `magrepro/core` that holds it, and the test that proves it.",
    ]
    for paper in papers.PAPERS:
        lines += _section(paper)
    return "\n".join(lines) + "\n"


def _section(paper: papers.Paper) -> list[str]:
    """Return the table of one paper."""
    lines = ["", f"## Paper {paper.key}: {paper.title}", ""]
    lines += [f"{paper.authors}, {paper.published}, [doi:{paper.doi}](https://doi.org/{paper.doi})"]
    lines += ["", "| equation | says | function | test |", "|---|---|---|---|"]
    lines += [
        f"| {paper.key} ({e.number}) | {e.says} | `{e.function}` | `{e.test}` |"
        for e in of_paper(paper)
    ]
    return lines
