"""Largest roots of many functions at once, from above: the numerics under `ordering`.

Where a value is not needed the function is asked at 0, so that it can save the work there, and what
it returns is ignored.

References
----------
Chandrupatla, Adv. Eng. Softw. 28, 145 (1997); Dekker, Numer. Math. 18, 224 (1971).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Curve = Callable[[FloatArray], FloatArray]


class NotConverged(ArithmeticError):  # noqa: N818
    """An iteration ended without reaching its tolerance; there is no number to return."""


def finite_array(name: str, value: ArrayLike) -> FloatArray:
    """Return ``value`` as floats, refusing NaN and infinity with the message naming ``name``."""
    array = np.asarray(value, dtype=np.float64)
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} must be finite")
    return array


_ABOVE_BOUND: Final = 1.1
GRID: Final = _ABOVE_BOUND * np.cumprod([1.0] + 6 * [0.85] + 15 * [2.0 / 3.0])
"""Moments over their bound at which solutions are looked for, from above."""
_ROOT_STEPS: Final = 120
_ROOT_TOLERANCE: Final = 1e-14
_BALANCE_TOLERANCE: Final = 1e-8
_PROBE: Final = 1.0 + 1e-5


def largest_root(excess: Curve, bound: FloatArray, onset: FloatArray) -> FloatArray:
    """Largest m > 0 with excess(m) = 0, or 0; ``onset`` is the limit of excess at m = 0.

    In q = m^2 the excess is linear near the critical point.
    """

    def excess_of_square(q: FloatArray) -> FloatArray:
        return excess(np.sqrt(q))

    squares = ((place * positive_bound(bound)) ** 2 for place in GRID)
    ends, found = first_crossing(excess_of_square, squares)
    from_zero = ~found & (onset > 0.0)
    low, f_low = np.where(from_zero, 0.0, ends.low), np.where(from_zero, onset, ends.f_low)
    ends = Bracket(low, ends.high, f_low, ends.f_high)
    exists = found | from_zero
    return np.where(exists, np.sqrt(refined_root(excess_of_square, ends, exists)), 0.0)


def above_upward_crossing(excess: Curve, m: FloatArray, bound: FloatArray) -> FloatArray:
    """Replace a root ``m`` at which the excess rises, an unstable one, by the root above it."""
    top = _ABOVE_BOUND * positive_bound(bound)
    low = _PROBE * m
    f_low = _number(excess, low, m > 0.0)
    rising = f_low > 0.0
    if not rising.any():
        return m
    ends = Bracket(low, top, f_low, _number(excess, top, rising))
    return np.where(rising, refined_root(excess, ends, rising), m)


def positive_bound(bound: FloatArray) -> FloatArray:
    """Return the bound, or 1 where it is zero, so that it can scale moments."""
    return np.where(bound > 0.0, bound, 1.0)


def _number(f: Curve, x: FloatArray, needed: BoolArray) -> FloatArray:
    """Return f(x), refusing NaN, and -1 where the value is not needed."""
    value = np.where(needed, f(np.where(needed, x, 0.0)), -1.0)
    if np.any(np.isnan(value)):
        raise NotConverged("the response is not a number")
    return value


@dataclass(frozen=True, eq=False)
class Bracket:
    """Ends between which a function falls through zero: f_low >= 0 > f_high."""

    low: FloatArray
    high: FloatArray
    f_low: FloatArray
    f_high: FloatArray


def first_crossing(f: Curve, places: Iterable[FloatArray]) -> tuple[Bracket, BoolArray]:
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


def refined_root(f: Curve, ends: Bracket, wanted: BoolArray) -> FloatArray:
    """Root between f_low >= 0 and f_high < 0 (Chandrupatla, Adv. Eng. Softw. 28, 145 (1997))."""
    a, fa, b, fb = ends.high, ends.f_high, ends.low, ends.f_low
    root = np.where(fb == 0.0, b, a)
    active = wanted & (fb != 0.0)
    t = fa / np.where(active, fa - fb, -1.0)
    smallest = 1e-40 * np.abs(ends.high)
    for _ in range(_ROOT_STEPS):
        if not active.any():
            return root
        x = a + t * (b - a)
        # Between ends of unlike size the step may round to an end.
        x = np.where((x == a) | (x == b), (a + b) / 2.0, x)
        f_x = _number(f, x, active)
        same = np.sign(f_x) == np.sign(fa)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, f_x
        nearer = np.abs(fa) < np.abs(fb)
        best, f_best = np.where(nearer, a, b), np.where(nearer, fa, fb)
        with np.errstate(all="ignore"):
            least = (_ROOT_TOLERANCE * np.abs(best) + smallest) / np.abs(b - a)
            t = np.where(active, _fraction((a, b, c), (fa, fb, fc)), 0.5)
            t = np.clip(t, np.fmin(least, 0.5), 1.0 - np.fmin(least, 0.5))
        done = active & ((least > 0.5) | (f_best == 0.0))
        if np.any(done & (np.abs(f_best) > _BALANCE_TOLERANCE)):
            raise NotConverged("the response jumps over the self-consistent moment")
        root, active = np.where(done, best, root), active & ~done
    raise NotConverged("the self-consistent moment did not converge")


def _fraction(places: tuple[FloatArray, ...], values: tuple[FloatArray, ...]) -> FloatArray:
    """Inverse quadratic interpolation between a and b where Chandrupatla trusts it, else 1/2."""
    (a, b, c), (fa, fb, fc) = places, values
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    trusted = (phi**2 < xi) & ((1.0 - phi) ** 2 < 1.0 - xi)
    from_b = fa / (fb - fa) * fc / (fb - fc)
    from_c = fa / (fc - fa) * fb / (fc - fb) * (c - a) / (b - a)
    return np.where(trusted, from_b + from_c, 0.5)


def product_minus_one(*factors: FloatArray) -> FloatArray:
    """Product of the factors less 1, the product exact to twice the working precision."""
    high, low = np.ones_like(factors[0]), np.zeros_like(factors[0])
    for factor in factors:
        high, rounding = _exact_product(high, factor)
        low = rounding + low * factor
    return (high - 1.0) + low


def _exact_product(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return x y rounded, and its rounding error (Dekker, Numer. Math. 18, 224 (1971))."""
    (x1, x2), (y1, y2) = _halves(x), _halves(y)
    product = x * y
    return product, ((x1 * y1 - product) + x1 * y2 + x2 * y1) + x2 * y2


def _halves(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    leading = (2.0**27 + 1.0) * x
    leading = leading - (leading - x)
    return leading, x - leading
