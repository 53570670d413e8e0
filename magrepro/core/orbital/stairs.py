"""Where a response that rises in stairs has solutions: brackets of all of them, proved.

Cold particles slightly off a level answer a field in stairs, one for each m that it brings to the
Fermi energy. In w = c m the solutions of m = g(c m) are the zeros of phi(w) = c g(w) - w. Bounds
of the fall of g and of its curvature prove intervals free of zeros, or phi monotonic on them; the
others are halved. No zero is missed, whatever the stairs, but for pairs closer than `CLOSEST` to
one another.

Where c chi is all but critical phi is so small near w = 0 that halving would not end. There

    r(q) = phi/w = c g(w)/w - 1,    q = w^2,

is followed instead: an analytic function of q, with r(0) = c chi - 1. From zero to a field up to
which it is monotonic or concave it falls through zero at most once. Let g be analytic in
abs(w) <= R and closer than S to some multiple of w; then abs(r - const) <= c S/R on the circle
abs(q) = R^2, and Cauchy's estimate bounds the second and third derivative of r on [0, q] by

    2 (c S/R)/(R^2 - q)^2,    6 (c S/R)/(R^2 - q)^3.

With the lean q r'(q) = (phi' - r)/2 and the arch q r'(q) - r(q) + r(0), the integral of t r''(t)
from 0 to q, it is monotonic if abs(lean) is above q^2 times the one, and concave if the arch is
below -(5/6) q^3 times the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from magrepro.core.arrays import Bools, Floats, Ints
from magrepro.core.orbital.responses import SteppedResponse
from magrepro.core.roots import NotConverged, product_minus_one

_Brackets = tuple[Ints, Floats, Floats]
"""Numbers of systems, and the fields below and above a solution of each."""

CLOSEST: Final = 1e-10
"""Width of an interval, over its place, below which a pair of zeros is not told from none."""

_ROUNDS: Final = 60
"""Halvings; from the largest field to `CLOSEST` of the smallest takes 33 + 20."""

_MOST: Final = 100_000
"""Intervals of a system at a time; where r is all but zero to the fourth order in q it takes more.

Some hundreds are usual, and some thousands where there are hundreds of stairs.
"""

_SMALLEST: Final = 2.0**-20
"""Fields below this share of the largest are solved for from zero, where phi is nearly linear.

A stair is at least 1 mu_B high, and c times that is more than such a field as long as less than
2^20 mu_B are open: phi is positive behind it, and no stable solution lies between there and here.
"""

_ROUNDING: Final = 1e-12
"""Lean and arch, of terms of order 1 that cancel, below which their signs are not trusted."""

_PEAK_STEPS: Final = 16
"""Halvings of a field known to a factor of 2: a maximum of r is then met to 1e-10 of its height."""


@dataclass(frozen=True, eq=False)
class Systems:
    """Responses and couplings of shape (N,)."""

    response: SteppedResponse
    c: Floats

    @property
    def onset(self) -> Floats:
        """phi'(0) = c chi - 1."""
        return product_minus_one(self.c, self.response.susceptibility)

    def take(self, which: Ints) -> Systems:
        """Return these systems, by number."""
        return Systems(self.response.take(which), self.c[which])


@dataclass(frozen=True, eq=False)
class Intervals:
    """Intervals [a, b] of fields with phi and its slope at both ends; arrays (intervals,)."""

    system: Ints
    a: Floats
    b: Floats
    phi_a: Floats
    phi_b: Floats
    slope_a: Floats
    slope_b: Floats

    def where(self, which: Bools) -> Intervals:
        """Return the intervals that are marked."""
        return Intervals(*(values[which] for values in vars(self).values()))


def _phi(systems: Systems, which: Ints, w: Floats) -> tuple[Floats, Floats]:
    """Return phi = c g(w) - w and its slope for the numbered systems."""
    response, c = systems.response.take(which), systems.c[which]
    moment, slope = response.moment_and_slope(w)
    return c * moment - w, c * slope - 1.0


def all_brackets(systems: Systems) -> tuple[Ints, Floats, Floats]:
    """Return a bracket of every solution at which phi falls."""
    fields = _Fields.of(systems)
    near, arched = _followed(systems, fields)
    found = [_from_zero(systems, fields, near), _behind_peaks(systems, fields, near, arched)]
    intervals = fields.intervals(near)
    for _ in range(_ROUNDS):
        free, falling = decided(systems, intervals)
        crossing = (intervals.phi_a >= 0.0) & (intervals.phi_b < 0.0)
        narrow = intervals.b - intervals.a <= CLOSEST * intervals.b
        found.append(_bracketed(intervals.where(~free & (falling | narrow) & crossing)))
        intervals = intervals.where(~(free | falling | narrow))
        if not intervals.a.size or np.bincount(intervals.system).max() > _MOST:
            break
        intervals = _halved(systems, intervals)
    if intervals.a.size:
        raise NotConverged("the self-consistent moments could not be told apart")
    which, low, high = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return which, low, high


@dataclass(frozen=True, eq=False)
class _Fields:
    """Fields that double, from `_SMALLEST` of the largest; arrays (N, fields)."""

    w: Floats
    phi: Floats
    slope: Floats

    @classmethod
    def of(cls, systems: Systems) -> _Fields:
        # No moment exceeds its bound, but a saturated one comes as close as rounding.
        shares = np.concatenate([2.0 ** np.arange(np.log2(_SMALLEST), 0.0), [1.0 + 1e-9]])
        w = np.multiply.outer(systems.c * systems.response.bound, shares)
        which = np.repeat(np.arange(systems.c.size), shares.size)
        phi, slope = (part.reshape(w.shape) for part in _phi(systems, which, w.ravel()))
        if np.any(phi[:, -1] >= 0.0):
            raise ValueError("the moments would keep up stronger fields than the model is for")
        return cls(w, phi, slope)

    @property
    def ratio(self) -> Floats:
        """The function r = phi/w of the opening."""
        return self.phi / self.w

    @property
    def lean(self) -> Floats:
        """Its lean q r'(q)."""
        return (self.slope - self.ratio) / 2

    def at(self, number: Ints) -> tuple[Floats, Floats]:
        """Return the field of this number of each system, and phi there."""
        row = np.arange(number.size)
        return self.w[row, number], self.phi[row, number]

    def intervals(self, first: Ints) -> Intervals:
        """Return the intervals between them, from the first of each system on."""
        system, left = np.nonzero(np.arange(self.w.shape[1] - 1) >= first[:, None])
        ends = (values[system, left + i] for values in vars(self).values() for i in (0, 1))
        return Intervals(system, *ends)


def _followed(systems: Systems, fields: _Fields) -> tuple[Ints, Bools]:
    """Return the field up to which r is proved to fall through zero at most once, by number.

    The first one where nothing is proved, as r is taken to be linear up to there; and whether r is
    concave.
    """
    response, onset = systems.response, systems.onset[:, None]
    height = (systems.c * response.departure / response.radius)[:, None]
    q = (fields.w / response.radius[:, None]) ** 2
    share = np.divide(q, 1.0 - q, out=np.zeros_like(q), where=q < 1.0)
    arch = fields.lean - fields.ratio + onset
    monotonic = np.abs(fields.lean) > 2.0 * height * share**2 + _ROUNDING
    concave = arch < -5.0 * height * share**3 - _ROUNDING
    proved = (q < 1.0) & (monotonic | concave)
    last = np.where(proved.any(axis=1), q.shape[1] - 1 - np.argmax(proved[:, ::-1], axis=1), 0)
    return last, concave[np.arange(last.size), last]


def _from_zero(systems: Systems, fields: _Fields, near: Ints) -> _Brackets:
    """Systems that are unstable at m = 0 and stable at the field up to which r is followed."""
    w, phi = fields.at(near)
    which = np.flatnonzero((systems.onset > 0.0) & (phi < 0.0))
    return which, np.zeros(which.size), w[which]


def _behind_peaks(systems: Systems, fields: _Fields, near: Ints, arched: Bools) -> _Brackets:
    """Systems that are stable at m = 0 and whose r, concave, is above zero before it falls."""
    w, phi = fields.at(near)
    number = np.arange(fields.w.shape[1])
    rising = (fields.lean > 0.0) & (number < near[:, None])
    last = number.size - 1 - np.argmax(rising[:, ::-1], axis=1)
    some = np.flatnonzero(arched & rising.any(axis=1) & (systems.onset <= 0.0) & (phi < 0.0))
    # The maximum is below both tangents; from one field to the next q grows fourfold.
    before, behind = (some, last[some]), (some, last[some] + 1)
    ratio, lean = fields.ratio, fields.lean
    most = np.minimum(ratio[before] + 3.0 * lean[before], ratio[behind] - 0.75 * lean[behind])
    above = most > 0.0
    some, low, high = some[above], fields.w[before][above], fields.w[behind][above]
    if not some.size:
        return some, low, high
    for _ in range(_PEAK_STEPS):
        middle = (low + high) / 2
        phi, slope = _phi(systems, some, middle)
        up = slope > phi / middle
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    peak = _phi(systems, some, low)[0] > 0.0
    return some[peak], low[peak], w[some[peak]]


def _bracketed(intervals: Intervals) -> _Brackets:
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
