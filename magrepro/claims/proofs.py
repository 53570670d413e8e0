"""Verdicts that are proved: claims of the ledger beside inequalities between balls."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from magrepro import certify
from magrepro.claims import GOOD, all_claims

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
    """Prove a claim of `certify.CLAIMS`, or its opposite."""
    from flint import ctx

    recorded = next(entry.recorded for entry in all_claims() if entry.id == claim)
    try:
        with ctx.workprec(_BITS):
            found = certify.proof(claim)
            numbers = tuple(str(number.str(12)) for number in found.numbers)
    except certify.NotProved as error:
        return Statement(claim, recorded, None, str(error))
    return Statement(claim, recorded, found.holds, certify.CLAIMS[claim], numbers)
