"""Largest roots of many functions at once, from above: the numerics under `ordering`.

Where a value is not needed the function is asked at 0, so that it can save the work there, and what
it returns is ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from magrepro.core.arrays import Bools, Floats
from magrepro.core.double_double import exact_product

Curve = Callable[[Floats], Floats]


TIGHT: Final = {"xatol": 1e-15, "xrtol": 1e-15, "fatol": 0.0, "frtol": 0.0}
"""Tolerances of SciPy's `elementwise` for roots to their last digits, however flat the function."""


class NotConverged(ArithmeticError):  # noqa: N818
    """An iteration ended without reaching its tolerance; there is no number to return."""


_ABOVE_BOUND: Final = 1.1
"""Place over the bound from which is looked: a saturated moment is as near to it as rounding."""

GRID: Final = _ABOVE_BOUND * np.cumprod([1.0] + 6 * [0.85] + 15 * [2.0 / 3.0])
"""Moments over their bound at which solutions are looked for, from above.

Closer near the bound, where responses saturate; below its last place, 1e-3, the excess of a smooth
response is linear in q = m^2, so that its sign at zero tells.
"""

_ROOT_STEPS: Final = 120
"""More than twice the halvings from one place of `GRID` to the next at `_ROOT_TOLERANCE`."""

_ROOT_TOLERANCE: Final = 1e-14
"""Relative, of q: some 50 roundings, what a response itself is good for."""

_LAST_DIGIT: Final = 1e-15
"""Excess that is rounding: where it is no more all the way, any place is as good a root."""

_BALANCE_TOLERANCE: Final = 1e-8
"""Excess at a root that is not a jump: its slope over the bracket, times 1e-14, is far below."""

_PROBE: Final = 1.0 + 1e-5
"""Where it is told whether the excess rises. An asymmetric root that is nearer than this to the
symmetric one parts from it, as the square root of the distance, within 1e-10 of where it begins."""


def largest_root(excess: Curve, bound: Floats, onset: Floats) -> Floats:
    """Largest m > 0 with excess(m) = 0, or 0; ``onset`` is the limit of excess at m = 0.

    In q = m^2 the excess is linear near the critical point.
    """

    def excess_of_square(q: Floats) -> Floats:
        return excess(np.sqrt(q))

    squares = ((place * positive_bound(bound)) ** 2 for place in GRID)
    ends, found = first_crossing(excess_of_square, squares)
    from_zero = ~found & (onset > 0.0)
    low, f_low = np.where(from_zero, 0.0, ends.low), np.where(from_zero, onset, ends.f_low)
    ends = Bracket(low, ends.high, f_low, ends.f_high)
    exists = found | from_zero
    return np.where(exists, np.sqrt(refined_root(excess_of_square, ends, exists)), 0.0)


def above_upward_crossing(excess: Curve, m: Floats, bound: Floats) -> Floats:
    """Replace a root ``m`` at which the excess rises, an unstable one, by the root above it."""
    top = _ABOVE_BOUND * positive_bound(bound)
    low = _PROBE * m
    f_low = _number(excess, low, m > 0.0)
    rising = f_low > 0.0
    if not rising.any():
        return m
    ends = Bracket(low, top, f_low, _number(excess, top, rising))
    return np.where(rising, refined_root(excess, ends, rising), m)


def positive_bound(bound: Floats) -> Floats:
    """Return the bound, or 1 where it is zero, so that it can scale moments."""
    return np.where(bound > 0.0, bound, 1.0)


def _number(f: Curve, x: Floats, needed: Bools) -> Floats:
    """Return f(x), refusing NaN, and -1 where the value is not needed."""
    value = np.where(needed, f(np.where(needed, x, 0.0)), -1.0)
    if np.any(np.isnan(value)):
        raise NotConverged("the response is not a number")
    return value


@dataclass(frozen=True, eq=False)
class Bracket:
    """Ends between which a function falls through zero: f_low >= 0 > f_high."""

    low: Floats
    high: Floats
    f_low: Floats
    f_high: Floats


def first_crossing(f: Curve, places: Iterable[Floats]) -> tuple[Bracket, Bools]:
    """Bracket the first place, going down, at which f is no longer negative, where there is one."""
    x, *rest = places
    found = np.zeros(np.shape(x), dtype=bool)
    f_x = _number(f, x, ~found)
    if np.any(f_x >= 0.0):
        raise ValueError("a moment is larger than its bound")
    low = high = x
    f_low = f_high = f_x
    for x in rest:
        f_x = _number(f, x, ~found)
        high, f_high = np.where(found, high, low), np.where(found, f_high, f_low)
        low, f_low = np.where(found, low, x), np.where(found, f_low, f_x)
        found |= f_x >= 0.0
        if found.all():
            break
    high, f_high = np.where(found, high, low), np.where(found, f_high, f_low)
    return Bracket(low, high, f_low, f_high), found


def refined_root(
    f: Curve, ends: Bracket, wanted: Bools, *, balance: float = _BALANCE_TOLERANCE
) -> Floats:
    """Root between f_low >= 0 and f_high < 0 of each wanted system, by SciPy's Chandrupatla.

    A jump, at which abs(f) is still above ``balance``, is refused.
    """
    ends = Bracket(*np.broadcast_arrays(ends.low, ends.high, ends.f_low, ends.f_high))
    root = np.where(ends.f_low == 0.0, ends.low, ends.high)
    systems = np.flatnonzero(wanted & (ends.f_low != 0.0))
    if not systems.size:
        return root
    from scipy.optimize import elementwise  # 150 ms, for roots alone

    found = elementwise.find_root(
        _of_some(f, ends),
        (ends.low.ravel()[systems], ends.high.ravel()[systems]),
        args=(systems,),
        tolerances={"xatol": 1e-300, "xrtol": _ROOT_TOLERANCE, "fatol": 0.0, "frtol": 0.0},
        maxiter=_ROOT_STEPS,
    )
    # Where f is rounding all the way down, its sign is chance, and any place there is its root.
    if not np.all(found.success | (np.abs(found.f_x) <= _LAST_DIGIT)):
        raise NotConverged("the self-consistent moment did not converge")
    if np.any(np.abs(found.f_x) > balance):
        raise NotConverged("the response jumps over the self-consistent moment")
    root.ravel()[systems] = found.x
    return root


def _of_some(f: Curve, ends: Bracket) -> Callable[[Floats, NDArray[np.int64]], Floats]:
    """Return f of some systems alone; its values at the ends are known."""
    shape, size = ends.low.shape, ends.low.size
    known = ((ends.low.ravel(), ends.f_low.ravel()), (ends.high.ravel(), ends.f_high.ravel()))

    def some(x: Floats, system: NDArray[np.int64]) -> Floats:
        for end, value in known:
            if np.array_equal(x, end[system]):
                return value[system]
        at, asked = np.zeros(size), np.zeros(size, dtype=bool)
        at[system], asked[system] = x, True
        return _number(f, at.reshape(shape), asked.reshape(shape)).ravel()[system]

    return some


def product_minus_one(*factors: Floats) -> Floats:
    """Product of the factors less 1, the product exact to twice the working precision."""
    high, low = np.ones_like(factors[0]), np.zeros_like(factors[0])
    for factor in factors:
        high, rounding = exact_product(high, factor)
        low = rounding + low * factor
    return (high - 1.0) + low
