"""Where a response that rises in stairs has solutions: brackets of all of them, proved.

Cold particles slightly off a level answer a field in stairs, one for each m that it brings to the
Fermi energy. In w = c m the solutions of m = g(c m) are the zeros of phi(w) = c g(w) - w. Bounds
of the fall of g and of its curvature prove intervals free of zeros, or phi monotonic on them; the
others are halved. No zero is missed, whatever the stairs, but for pairs closer than `CLOSEST` to
one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from magrepro.core.arrays import Bools, Floats
from magrepro.core.orbital.responses import SteppedResponse
from magrepro.core.roots import NotConverged, product_minus_one

Brackets = tuple[NDArray[np.int64], Floats, Floats]
"""Numbers of systems, and the fields below and above a solution of each."""

CLOSEST: Final = 1e-10
"""Width of an interval, over its place, below which a pair of zeros is not told from none."""

_ROUNDS: Final = 60
"""Halvings; from the largest field to `CLOSEST` of the smallest takes 33 + 20."""

_SMALLEST: Final = 2.0**-20
"""Fields below this share of the largest are solved for from zero, where phi is nearly linear.

A stair is at least 1 mu_B high, and c times that is more than such a field as long as less than
2^20 mu_B are open: phi is positive behind it, and no stable solution lies between there and here.
"""


@dataclass(frozen=True, eq=False)
class Systems:
    """Responses and couplings of shape (N,)."""

    response: SteppedResponse
    c: Floats

    @property
    def onset(self) -> Floats:
        """phi'(0) = c chi - 1."""
        return product_minus_one(self.c, self.response.susceptibility)

    def take(self, which: NDArray[np.int64]) -> Systems:
        """Return these systems, by number."""
        return Systems(self.response.take(which), self.c[which])


@dataclass(frozen=True, eq=False)
class Intervals:
    """Intervals [a, b] of fields with phi and its slope at both ends; arrays (intervals,)."""

    system: NDArray[np.int64]
    a: Floats
    b: Floats
    phi_a: Floats
    phi_b: Floats
    slope_a: Floats
    slope_b: Floats

    def where(self, which: Bools) -> Intervals:
        """Return the intervals that are marked."""
        return Intervals(*(values[which] for values in vars(self).values()))


def _phi(systems: Systems, which: NDArray[np.int64], w: Floats) -> tuple[Floats, Floats]:
    """Return phi = c g(w) - w and its slope for the numbered systems."""
    response, c = systems.response.take(which), systems.c[which]
    return c * response.moment(w) - w, c * response.derivative(w) - 1.0


def all_brackets(systems: Systems) -> Brackets:
    """Return a bracket of every solution at which phi falls."""
    found = [_from_zero(systems)]
    intervals = _first_intervals(systems)
    for _ in range(_ROUNDS):
        free, falling = decided(systems, intervals)
        crossing = (intervals.phi_a >= 0.0) & (intervals.phi_b < 0.0)
        narrow = intervals.b - intervals.a <= CLOSEST * intervals.b
        found.append(_bracketed(intervals.where(~free & (falling | narrow) & crossing)))
        intervals = intervals.where(~(free | falling | narrow))
        if not intervals.a.size:
            break
        intervals = _halved(systems, intervals)
    else:
        raise NotConverged("the self-consistent moments could not be told apart")
    which, low, high = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return which, low, high


def _first_intervals(systems: Systems) -> Intervals:
    """Intervals that double in width from `_SMALLEST` to the largest field."""
    count = systems.c.size
    # No moment exceeds its bound, but a saturated one comes as close as rounding.
    shares = np.concatenate([2.0 ** np.arange(np.log2(_SMALLEST), 0.0), [1.0 + 1e-9]])
    ends = np.multiply.outer(systems.c * systems.response.bound, shares)
    which = np.repeat(np.arange(count), shares.size)
    phi, slope = (part.reshape(ends.shape) for part in _phi(systems, which, ends.ravel()))
    if np.any(phi[:, -1] >= 0.0):
        raise ValueError("the moments would keep up stronger fields than the model is for")
    pairs = ((ends[:, :-1], ends[:, 1:]), (phi[:, :-1], phi[:, 1:]), (slope[:, :-1], slope[:, 1:]))
    sides = [side.ravel() for pair in pairs for side in pair]
    return Intervals(np.repeat(np.arange(count), shares.size - 1), *sides)


def _from_zero(systems: Systems) -> Brackets:
    """Systems that are unstable at m = 0 and stable at the smallest field looked at."""
    w = _SMALLEST * systems.c * systems.response.bound
    phi, _ = _phi(systems, np.arange(w.size), w)
    which = np.flatnonzero((systems.onset > 0.0) & (phi < 0.0))
    return which, np.zeros(which.size), w[which]


def _bracketed(intervals: Intervals) -> Brackets:
    """Return intervals as brackets."""
    return intervals.system, intervals.a, intervals.b


def decided(systems: Systems, intervals: Intervals) -> tuple[Bools, Bools]:
    """Tell which intervals hold no stable solution, and on which phi falls throughout.

    phi falls at most as fast as 1 + c fall, and its second derivative is at most c bend: each end
    bounds phi over its half of the interval, and the mean of the slopes bounds them between.
    """
    i, response, c = intervals, systems.response, systems.c[intervals.system]
    half = (i.b - i.a) / 2.0
    drop = 2.0 * half * (1.0 + c * response.fall[i.system])
    curved = c * response.bend[i.system] * half**2 / 2.0
    middle_a, middle_b = i.phi_a + i.slope_a * half, i.phi_b - i.slope_b * half
    below = np.maximum.reduce([i.phi_a, i.phi_b, middle_a + curved, middle_b + curved]) < 0.0
    above = np.minimum.reduce([i.phi_a, i.phi_b, middle_a - curved, middle_b - curved]) > 0.0
    spread = c * response.bend[i.system] * half
    mean_slope = (i.slope_a + i.slope_b) / 2.0
    rising = mean_slope - spread > 0.0
    free = below | above | rising | (i.phi_b + drop < 0.0) | (i.phi_a - drop > 0.0)
    return free, mean_slope + spread < 0.0


def _halved(systems: Systems, i: Intervals) -> Intervals:
    """Return both halves of every interval."""
    middle = (i.a + i.b) / 2.0
    phi, slope = _phi(systems, i.system, middle)
    lower = (i.system, i.a, middle, i.phi_a, phi, i.slope_a, slope)
    upper = (i.system, middle, i.b, phi, i.phi_b, slope, i.slope_b)
    return Intervals(*(np.concatenate(pair) for pair in zip(lower, upper, strict=True)))
