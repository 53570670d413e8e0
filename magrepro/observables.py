"""What can be read off a figure: one number of one set of parameters.

A figure's module may hold ``OBSERVABLES``, a tuple of `Observable`; ``magrepro explain`` lists them
and ``magrepro sweep`` computes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats
from magrepro.dataset import Column
from magrepro.parameters import Range, values


@dataclass(frozen=True)
class Observable:
    """A number that follows from a figure's parameters."""

    name: str
    of: Callable[[Sequence[Any]], ArrayLike]
    """Takes several sets of parameters and returns a number for each, nan where there is none."""
    meaning: str
    unit: str = ""
    at: tuple[str, ...] = ()
    """Parameters that need one value each; a sweep goes over the values of the others."""
    together: int = 1
    """Sets of parameters that are computed in one call."""

    @property
    def column(self) -> Column:
        """The column of a table that holds it."""
        return Column(self.name, self.meaning, "root", self.unit, optional=True)

    def __call__(self, several: Sequence[Any]) -> Floats:
        """Return the numbers of several sets of parameters, shape (sets,).

        Raises
        ------
        ValueError
            If a parameter that needs one value has several, or nothing can be computed.
        """
        found = np.asarray(self.of(several), dtype=np.float64)
        return np.broadcast_to(found, (len(several),))


def one(axis: tuple[Any, ...] | Range | float | str) -> float:
    """Return the value of an axis of one point."""
    (value,) = values(axis if isinstance(axis, tuple | Range) else (axis,))
    return float(value)


def column(several: Sequence[Any], key: str) -> Floats:
    """Return one parameter of several sets, each with a single value, shape (sets,)."""
    return np.array([one(getattr(params, key)) for params in several])
