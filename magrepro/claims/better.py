"""Statements that rest on an approximation, once more with the better calculation in its place.

    @better_calculation("p.sec6.precise-sizes", study="beyond_numbers", recorded="does not hold")
    def precise_sizes() -> Outcome:
        '''Of a thousand consecutive numbers of electrons less than half order.'''

The outcome is a row of its own on the claim's card and never takes the place of the verdict on the
paper's calculation. The function is named after the claim and its docstring is the criterion; it is
given no arguments.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from magrepro.claims.outcomes import Outcome, Verdict

Calculation = Callable[[], Outcome]


@dataclass(frozen=True)
class Better:
    """The better calculation of one claim."""

    study: str
    """Figure that shows more of it."""
    recorded: Verdict
    function: Calculation

    @property
    def criterion(self) -> str:
        """What we test: the function's docstring."""
        return inspect.getdoc(self.function) or ""


REGISTERED: dict[str, Better] = {}
"""By the ids of the claims."""


def better_calculation(
    claim: str, *, study: str, recorded: Verdict
) -> Callable[[Calculation], Calculation]:
    """Enter the decorated function as the better calculation of a claim.

    Parameters
    ----------
    claim
        Id of the claim.
    study
        Name of the figure that shows more.
    recorded
        Verdict at the last review; one that decides, as a function that raises does not.

    Raises
    ------
    ValueError
        If the claim has one already, or the verdict decides nothing.
    """
    if claim in REGISTERED:
        raise ValueError(f"two better calculations of {claim}")
    if recorded == "cannot be decided":
        raise ValueError(f"the better calculation of {claim} decides nothing")

    def enter(function: Calculation) -> Calculation:
        REGISTERED[claim] = Better(study, recorded, function)
        return function

    return enter
