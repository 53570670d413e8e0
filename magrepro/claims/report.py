"""The ledger on a terminal and for machines: lists by figure, whole cards, sensitivities, JSON."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from math import isfinite
from typing import Any

from magrepro import figures, papers
from magrepro.certify.claims import CLAIMS
from magrepro.claims import FAILED, UNCOUNTED, VERDICTS, Claim, Evaluation, Outcome, sensitivity
from magrepro.parameters import literal

ROUNDING = 1e-8
"""A threshold as small as this only leaves room for rounding, which differs between machines."""


PARAGRAPHS = ("Tolerance", "Second route", "Defence")
"""Paragraphs of a criterion that a word opens; the others say what we test."""


def totals(evaluations: Iterable[Evaluation]) -> dict[str, int]:
    """Return how many claims got each verdict."""
    count = Counter(evaluation.verdict for evaluation in evaluations)
    return {verdict: count[verdict] for verdict in (*VERDICTS, FAILED) if count[verdict]}


def summary(evaluations: Sequence[Evaluation]) -> str:
    """Return the totals by verdict in a line; our own remarks are not counted."""
    count = totals(evaluations)
    counted = sum(n for verdict, n in count.items() if verdict not in UNCOUNTED)
    verdicts = ", ".join(f"{n} {verdict}" for verdict, n in count.items())
    return f"{counted} claim{'s' * (counted != 1)}" + (f": {verdicts}" if verdicts else "")


def mentions(entry: Claim, text: str) -> bool:
    """Whether a text, in any case, occurs in what is known of a claim before it is evaluated."""
    words = [entry.id, *entry.formerly, entry.where, entry.statement, entry.criterion]
    if entry.better is not None:
        words += [BETTER, entry.better.study, entry.better.criterion]
    return text.casefold() in "\n".join(" ".join(part.split()) for part in words).casefold()


def margin_in_words(outcome: Outcome) -> str:
    """Return the margin, and over which thresholds the verdict stands."""
    if outcome.margin is None:
        return ""
    if outcome.limit is not None and abs(outcome.limit) <= ROUNDING and outcome.margin > 1:
        return f"only rounding, beside {outcome.limit:.0e}"
    size = f"{outcome.margin:.2g}" if outcome.margin < 1000 else "over 1000"
    if outcome.limit is None or outcome.value is None or outcome.margin >= 1000:
        return f"factor {size}"
    return f"factor {size}: {outcome.value:.4g} beside {outcome.limit:.4g}"


def value_in_words(outcome: Outcome) -> str:
    """Return the number that decides, with its unit."""
    return "" if outcome.value is None else f"{outcome.value:.6g} {outcome.unit}".rstrip()


def title_of(name: str) -> str:
    """Return the heading of a figure's claims."""
    if not name:
        return "no figure"
    told = figures.describe(name)
    return f"{name}: {told.title} ({told.paper}, {told.figure})"


def by_figure(evaluations: Sequence[Evaluation]) -> list[tuple[str, list[Evaluation]]]:
    """Return the claims figure by figure in the order of the papers, those without one last."""
    order = {name: place for place, name in enumerate((*figures.names(), ""))}
    ordered = sorted(evaluations, key=lambda e: order[e.claim.figure])
    return [(name, list(group)) for name, group in groupby(ordered, lambda e: e.claim.figure)]


def as_table(evaluations: Sequence[Evaluation], width: int = 80) -> str:
    """Return the claims by figure, statement first, in lines of this width at most."""
    lines: list[str] = []
    for name, group in by_figure(evaluations):
        lines += [*textwrap.wrap(title_of(name), width), "-" * min(width, 80), ""]
        for e in group:
            lines += [*_entry(e, width), ""]
    return "\n".join([*lines, *textwrap.wrap(summary(evaluations), width)])


def _entry(e: Evaluation, width: int) -> list[str]:
    verdict = e.verdict + (f" (recorded: {e.claim.recorded})" if e.changed else "")
    if e.claim.reverses:
        verdict += f", reverses with {', '.join(e.claim.reverses)}"
    lines = textwrap.wrap(e.claim.statement, width)
    lines += _hanging(f"{verdict}: {e.outcome.computed}", width, "    ")
    for name, text in better_rows(e)[:1]:
        lines += _hanging(f"{name}: {text}", width, "    ")
    return [*lines, *_hanging(f"[{e.claim.id}]", width, "    ")]


def _hanging(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def rows(e: Evaluation) -> list[tuple[str, str]]:
    """Return everything about a claim but its statement, as names and texts."""
    entry, outcome = e.claim, e.outcome
    verdict = e.verdict + (f" (recorded: {entry.recorded})" if e.changed else "")
    found = [("where", f"{entry.paper}, {entry.where}"), *criterion_rows(entry)]
    found += [("computed", outcome.computed), ("value", value_in_words(outcome))]
    found += [(f"part: {says}", f"{part.verdict}: {part.computed}") for says, part in outcome.parts]
    found += [("margin", margin_in_words(outcome)), ("verdict", verdict), *better_rows(e)]
    found += [("proved", CLAIMS.get(entry.id, ""))]
    found += [("depends on", dependence(entry))]
    return [(name, text) for name, text in found if text]


BETTER = "with the better calculation"
"""Name of the row with what the better calculation found."""


def better_rows(e: Evaluation) -> list[tuple[str, str]]:
    """Return what the better calculation found, and what it tests; nothing where there is none."""
    better = e.claim.better
    if better is None or e.better is None:
        return []
    verdict = e.better.verdict + (f" (recorded: {better.recorded})" if e.better_changed else "")
    found = f"{verdict}: {e.better.computed}; see {better.study}"
    return [(BETTER, found), ("there we test", " ".join(better.criterion.split()))]


def criterion_rows(entry: Claim) -> list[tuple[str, str]]:
    """Return the paragraphs of the criterion: what we test, tolerance, second route, defence."""
    found = []
    for paragraph in entry.criterion.split("\n\n"):
        text = " ".join(paragraph.split())
        name, colon, rest = text.partition(": ")
        known = colon and name in PARAGRAPHS
        found.append((name.lower(), rest) if known else ("we test", text))
    return found


def dependence(entry: Claim) -> str:
    """Return the assumptions of a claim, and which of them reverse it."""
    names = [f"{figure}.{key}" for key, figure in entry.assumed.items()]
    reversing = [f"{entry.assumed[key]}.{key}" for key in entry.reverses]
    words = ", ".join(names)
    return words + (f"; another verdict with {', '.join(reversing)}" if reversing else "")


def as_card(e: Evaluation, width: int = 80) -> str:
    """Return all that is known about a claim, for the terminal."""
    lines = [e.claim.id, *textwrap.wrap(e.claim.statement, width), ""]
    told = [*rows(e), ("see", "; ".join(_see_in_words(e.claim)))]
    for name, text in told:
        label = f"{name:<14}" if len(name) < 14 and ":" not in name else f"{name}: "
        lines += textwrap.wrap(
            text, width, initial_indent=label, subsequent_indent=" " * 14, break_on_hyphens=False
        )
    return "\n".join(lines)


def _see_in_words(entry: Claim) -> list[str]:
    seen = see(entry)
    equations = ", ".join(f"({number})" for number in entry.equations)
    words = [entry.figure, f"Eqs. {equations}" if equations else "", seen["erratum"]]
    return [word for word in (*words, seen["function"]) if word]


def see(entry: Claim) -> dict[str, str]:
    """Return where to look further: erratum and function."""
    file, line = entry.source
    anchor = f"docs/errata.md#{entry.erratum.lower()}" if entry.erratum else ""
    return {"erratum": anchor, "function": f"{file}:{line}"}


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _outcome_data(outcome: Outcome) -> dict[str, Any]:
    return {
        "computed": outcome.computed,
        "value": _finite(outcome.value),
        "unit": outcome.unit,
        "margin": _finite(outcome.margin),
        "verdict": outcome.verdict,
    }


def _claim_data(e: Evaluation) -> dict[str, Any]:
    entry = e.claim
    return {
        "id": entry.id,
        "paper": entry.paper,
        "where": entry.where,
        "statement": entry.statement,
        "criterion": entry.criterion,
        **_outcome_data(e.outcome),
        "verdict": e.verdict,  # also where the function raised
        "recorded": entry.recorded,
        "depends_on": [
            {"parameter": f"{figure}.{key}", "reverses": key in entry.reverses}
            for key, figure in entry.assumed.items()
        ],
        "parts": [{"says": says} | _outcome_data(part) for says, part in e.outcome.parts],
        "better": _better_data(e),
        "figure": entry.figure,
        "equations": list(entry.equations),
        "see": see(entry),
    }


def _better_data(e: Evaluation) -> dict[str, Any] | None:
    better = e.claim.better
    if better is None or e.better is None:
        return None
    about = {"study": better.study, "criterion": better.criterion, "recorded": better.recorded}
    return about | _outcome_data(e.better)


def as_data(evaluations: Sequence[Evaluation]) -> dict[str, Any]:
    """Return the ledger as plain data; a margin that is infinite or not defined is null."""
    return {"claims": [_claim_data(e) for e in evaluations], "totals": totals(evaluations)}


def sensitivity_data(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Return over which plausible values each verdict stands, reversals first.

    One row for each claim and assumed parameter, which is varied alone.
    """
    found = []
    for entry in claims:
        trials = sensitivity(entry)
        for parameter in dict.fromkeys(name for name, _, _ in trials):
            own = [(literal(value), e) for name, value, e in trials if name == parameter]
            others = [
                {"value": value, "verdict": e.verdict, "computed": e.outcome.computed}
                for value, e in own
                if e.changed
            ]
            row = {"id": entry.id, "recorded": entry.recorded, "parameter": parameter}
            found.append(row | {"values": [value for value, _ in own], "reversals": others})
    return sorted(found, key=lambda row: not row["reversals"])


def sensitivity_table(claims: Iterable[Claim], width: int = 80) -> str:
    """Return the same in words, reversals first."""
    lines = []
    for row in sensitivity_data(claims):
        stands = len(row["values"]) - len(row["reversals"])
        words = f"{row['id']}: {row['recorded']} at {stands} of {len(row['values'])} values of "
        lines += _hanging(words + row["parameter"], width, "")
        for trial in row["reversals"]:
            words = f"at {trial['value']}: {trial['verdict']}: {trial['computed']}"
            lines += _hanging(words, width, "    ")
    return "\n".join(lines or ["nothing here rests on an assumed parameter"])


def paper_title(key: str) -> str:
    """Return a paper's heading."""
    paper = papers.by_key(key)
    return f"Paper {paper.key}: {paper.title}"
