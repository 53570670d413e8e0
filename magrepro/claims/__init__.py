"""The ledger of claims: what the papers say, each statement with the function that evaluates it.

A folder of this package holds the claims about one paper, its wing; a module those about one part:

    part = Part("P", "sec3", place="Sec. III", figure="fig5a")

    @part.claim(
        "critical-longitudinal",
        "At d = 3a the longitudinal critical susceptibility is about 3.22.",
        at="paragraph 4, sentence 5",
        recorded="holds within rounding",
        equations="8",
    )
    def critical_longitudinal() -> Outcome:
        '''Eq. (8) at d = 3a rounds to the printed number.'''
        return rounds_to(critical_susceptibility(3, eta=-2), "3.22")

The statement is the paper's, in our words and with its quantifiers. The function is named after
the claim; its docstring is the criterion: what we test, then a paragraph ``Tolerance:`` that says
where a threshold comes from, one ``Second route:`` where there is one, and, where the statement
does not hold, one ``Defence:`` with the authors' strongest answer and why it fails. It returns an
`Outcome`; the verdict is compared with the one recorded at the last review.

Where it rests on an approximation that a study replaces, `better` holds the second evaluation.

Where a claim rests on parameters that the paper leaves open, the function takes them as arguments
of the same name as in the figure's ``Params`` (``assumed`` maps a name to another figure's); they
are varied over the plausible values stated with that parameter's source.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any

from magrepro import figures, papers
from magrepro.claims.better import Better, better_calculation
from magrepro.claims.claim import ENTERED, FAILED, Claim, Evaluate, Evaluation, Part
from magrepro.claims.outcomes import (
    GOOD,
    UNCOUNTED,
    VERDICTS,
    Bound,
    Outcome,
    Verdict,
    about,
    above,
    below,
    between,
    given,
    holds_if,
    in_parts,
    number,
    numbers,
    readings,
    remark,
    rounds_to,
    true_if,
    undecidable,
)

__all__ = [
    "FAILED",
    "GOOD",
    "UNCOUNTED",
    "VERDICTS",
    "Better",
    "Bound",
    "Claim",
    "Evaluation",
    "Outcome",
    "Part",
    "Verdict",
    "about",
    "above",
    "all_claims",
    "below",
    "better_calculation",
    "better_outcome",
    "between",
    "evaluated",
    "evaluated_by_id",
    "given",
    "holds_if",
    "in_parts",
    "number",
    "numbers",
    "readings",
    "remark",
    "rounds_to",
    "select",
    "sensitivity",
    "true_if",
    "undecidable",
]


def _reading_order(entry: Claim) -> tuple[int, int]:
    paper = papers.by_key(entry.paper)
    return papers.PAPERS.index(paper), paper.parts.index(entry.section)


def all_claims() -> list[Claim]:
    """Return every claim, in the order of the papers and of their parts."""
    for paper in papers.PAPERS:
        wing = importlib.import_module(f"{__name__}.{paper.wing}")
        for module in pkgutil.iter_modules(wing.__path__):
            importlib.import_module(f"{wing.__name__}.{module.name}")
    return sorted(ENTERED.values(), key=_reading_order)


def select(words: Iterable[str], paper: str | None = None) -> list[Claim]:
    """Return the claims with the given ids or figures; all of them if none is given.

    Raises
    ------
    ValueError
        If a word is neither a claim's id nor a figure.
    """
    every, words = all_claims(), set(words)
    ids = {name: entry.id for entry in every for name in (entry.id, *entry.formerly)}
    for word in words:
        if word not in figures.names() and word not in ids:
            raise ValueError(word)
    wanted = {ids.get(word, word) for word in words}
    return [
        entry
        for entry in every
        if paper in (None, entry.paper) and (not wanted or {entry.id, entry.figure} & wanted)
    ]


def assumptions(entry: Claim) -> dict[str, Any]:
    """Return the values of the assumed parameters of a claim, from their figures."""
    return {
        key: getattr(figures.load(figure).Params(), key) for key, figure in entry.assumed.items()
    }


def evaluated(entry: Claim, *, better: bool = True, **others: Any) -> Evaluation:
    """Evaluate a claim, with other values of assumed parameters if given; never raises.

    The better calculation, too, unless others are given, on which it does not depend.
    """
    outcome, failed = _tried(entry.function, **(assumptions(entry) | others))
    return Evaluation(
        entry, outcome, failed, better_outcome(entry) if better and not others else None
    )


def better_outcome(entry: Claim) -> Outcome | None:
    """Evaluate the better calculation of a claim, if there is one; never raises."""
    return None if entry.better is None else _tried(entry.better.function)[0]


def _tried(function: Evaluate, **arguments: Any) -> tuple[Outcome, bool]:
    """Return what a function finds and whether it raised."""
    try:
        return function(**arguments), False
    except Exception as error:
        return Outcome(f"{type(error).__name__}: {error}", "cannot be decided"), True


def evaluated_by_id(name: str) -> tuple[Outcome, bool, Outcome | None]:
    """Evaluate a claim by its id, anywhere; return all of an `Evaluation` but the claim."""
    found = evaluated(next(entry for entry in all_claims() if entry.id == name))
    return found.outcome, found.failed, found.better


def sensitivity(entry: Claim) -> list[tuple[str, Any, Evaluation]]:
    """Evaluate a claim at every plausible value of every parameter that it assumes.

    Returns
    -------
    list of (parameter, value, Evaluation)
        One parameter is varied at a time.
    """
    found: list[tuple[str, Any, Evaluation]] = []
    for key, figure in entry.assumed.items():
        values = figures.load(figure).Params.about(key)["source"].plausible
        found += [(f"{figure}.{key}", value, evaluated(entry, **{key: value})) for value in values]
    return found
