"""Verdicts that are proved: claims of the ledger beside inequalities between balls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from magrepro import certify
from magrepro.certify.claims import CLAIMS, proof
from magrepro.claims import GOOD, Evaluation, Outcome, all_claims, unproved

_BITS: Final = 128
"""Working precision."""


@dataclass(frozen=True)
class Statement:
    """A claim of the ledger with what balls say about it; ``holds`` is None where they cannot."""

    claim: str
    recorded: str
    holds: bool | None
    says: str
    numbers: tuple[str, ...] = ()

    @property
    def contradicts(self) -> bool:
        """Whether the proof is of the opposite of the recorded verdict."""
        return self.holds is not None and self.holds != (self.recorded in GOOD)

    def as_data(self) -> dict[str, Any]:
        """Return the statement as plain data."""
        return asdict(self)

    def line(self) -> str:
        """Return the claim's line of the report."""
        words = {True: "proved", False: "proved", None: "not proved"}[self.holds]
        numbers = f": {', '.join(self.numbers)}" if self.numbers else ""
        return f"{self.claim}: {self.recorded}, {words} ({self.says}){numbers}"


def statement(claim: str) -> Statement:
    """Prove a claim of `certify.claims.CLAIMS`, or its opposite."""
    from flint import ctx

    recorded = next(entry.recorded for entry in all_claims() if entry.id == claim)
    try:
        with ctx.workprec(_BITS):
            found = proof(claim)
            numbers = tuple(str(number.str(12)) for number in found.numbers)
    except certify.NotProved as error:
        return Statement(claim, recorded, None, str(error))
    return Statement(claim, recorded, found.holds, CLAIMS[claim], numbers)


def kinds(outcome: Outcome) -> set[str]:
    """Return what is judged by a claim or by its parts."""
    if not outcome.parts:
        return {outcome.kind}
    return {kind for _, part in outcome.parts for kind in kinds(part)}


def quantitative(found: Iterable[Evaluation]) -> list[Evaluation]:
    """Return the claims that judge a printed number or a bound, themselves or in a part."""
    return [one for one in found if kinds(one.outcome) & {"value", "bound"}]


def as_markdown(found: Iterable[Evaluation], statements: Iterable[Statement]) -> str:
    """Return the table of ``docs/certificates.md``: a row for each quantitative claim."""
    proved = {one.claim: one for one in statements}
    reasons = dict(unproved.said())
    rows, counts = [], Counter[str]()
    for one in quantitative(found):
        reason = reasons.get(one.claim.id, "not looked at")
        said, why = _status(proved.get(one.claim.id), reason)
        kind = " and ".join(sorted(kinds(one.outcome) & {"value", "bound"}, reverse=True))
        rows.append(f"| {one.claim.id} | {kind} | {one.verdict} | {said} | {why} |")
        counts[said] += 1
    total = ", ".join(f"{count} {said}" for said, count in counts.most_common())
    head = [
        "| claim | judges a | verdict | | what is proved, or why not |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([f"{len(rows)} claims judge a number or a bound: {total}.", "", *head, *rows])


def _status(proved: Statement | None, reason: str) -> tuple[str, str]:
    """Return how a claim stands, and what is proved of it or the reason why nothing is."""
    if proved is None:
        return "not reached", reason
    if proved.holds is None:
        return "not proved", proved.says
    return ("proved" if proved.holds else "refuted"), proved.says
