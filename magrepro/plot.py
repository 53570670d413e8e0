"""Which column a figure shows against which, so that other points can be laid over its curves.

A module whose figure shows curves or a map holds ``PLOT``; sketches have none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from magrepro.dataset import Dataset


def _as_it_is(_curve: Dataset) -> tuple[float, float]:
    return 1.0, 1.0


@dataclass(frozen=True)
class Plot:
    """The abscissa, the ordinate and the panels of a figure of curves, or of maps.

    The other columns that parameters span tell the curves apart.
    """

    x: str
    """Column of the abscissa; a parameter of the same name spans it."""
    y: tuple[str, ...]
    """Columns of the ordinate, the one that is meant without a name first."""
    panels: str = ""
    """Column of which each value has axes of its own, in the order in which they appear."""
    only: Mapping[str, Any] = field(default_factory=dict)
    """Labels of the rows that these axes show."""
    scale: Callable[[Dataset], tuple[float, float]] = _as_it_is
    """What abscissa and ordinate are multiplied by when a curve is drawn, given its rows."""
    up: str = ""
    """Of a map: column of the vertical axis, as `x`; the ordinate is then what colours show."""
    words: tuple[str, ...] = ()
    """What the first ordinate may say, where it is no number."""

    @property
    def axes(self) -> tuple[str, ...]:
        """Columns of the place of a point."""
        return (self.x, self.up) if self.up else (self.x,)
