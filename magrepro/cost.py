"""How long a configuration will take, told before it is computed.

A figure's module may hold ``cost(params) -> float``: seconds for computing, drawing and writing on
one core, from the parameters alone, right within a factor of three where it exceeds ten seconds.
Without it the points of the axes are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from magrepro import figures as registry

if TYPE_CHECKING:
    from magrepro.parameters import FigureParams

LIMIT_S: Final = 60.0
"""Seconds above which a configuration is refused unless the user allows the cost."""

TOLD_S: Final = 10.0
"""Seconds above which the user is told beforehand."""

_SECONDS_A_POINT: Final = 2e-5
"""A cheap closed form, its row of CSV and its share of the picture."""


def seconds(name: str, params: FigureParams) -> float:
    """Return the estimated seconds of computing, drawing and writing a figure on one core."""
    own = getattr(registry.load(name), "cost", None)
    return float(own(params)) if own else 1.0 + _SECONDS_A_POINT * params.points


def in_words(estimate: float) -> str:
    """Return an estimate in a person's units, to one or two digits."""
    for length, unit in ((86400.0, "days"), (3600.0, "hours"), (60.0, "minutes")):
        if estimate >= 2 * length:
            return f"{estimate / length:.2g} {unit}"
    return f"{estimate:.2g} seconds" if estimate > 2 else "a second"
