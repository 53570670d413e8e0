"""Numbers of twice the precision: unevaluated sums (high, low) of two doubles.

References
----------
Dekker, Numer. Math. 18, 224 (1971); Knuth, The Art of Computer Programming, vol. 2, 4.2.2.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, floats

Pair = tuple[Floats, Floats]

_SPLITTER: Final = 2.0**27 + 1


def exact_sum(a: ArrayLike, b: ArrayLike) -> Pair:
    """Return a + b of two doubles, without error."""
    a, b = floats(a), floats(b)
    high = np.asarray(a + b)
    shadow = high - a
    return high, np.asarray((a - (high - shadow)) + (b - shadow))


def exact_product(a: ArrayLike, b: ArrayLike) -> Pair:
    """Return a b of two doubles, without error unless it leaves the range of doubles."""
    a, b = floats(a), floats(b)
    (a1, a2), (b1, b2) = _halves(a), _halves(b)
    high = np.asarray(a * b)
    return high, np.asarray(((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2)


def plus(x: Pair, y: Pair) -> Pair:
    """Return x + y to some 30 digits of the larger of the two."""
    high, low = exact_sum(x[0], y[0])
    return exact_sum(high, low + (x[1] + y[1]))


def times(x: Pair, factor: ArrayLike) -> Pair:
    """Return x times a double to some 30 digits."""
    high, low = exact_product(x[0], factor)
    return exact_sum(high, low + x[1] * np.asarray(factor))


def product(x: Pair, y: Pair) -> Pair:
    """Return x y to some 30 digits."""
    high, low = exact_product(x[0], y[0])
    return exact_sum(high, low + (x[0] * y[1] + x[1] * y[0]))


def inverse(x: Pair) -> Pair:
    """Return 1/x to some 30 digits."""
    guess = 1 / x[0]
    back = times(x, guess)
    return exact_sum(guess, guess * ((1 - back[0]) - back[1]))


def root(square: Floats) -> Pair:
    """Return the square root of doubles to some 30 digits; of zero, zero."""
    high = np.sqrt(square)
    back = exact_product(high, high)
    rest = (square - back[0]) - back[1]
    return high, np.divide(rest, 2 * high, out=np.zeros_like(high), where=high > 0)


def _halves(a: Floats) -> Pair:
    """Split doubles into parts of at most 26 bits each, whose products are exact."""
    carried = _SPLITTER * a
    upper = np.asarray(carried - (carried - a))
    return upper, np.asarray(a - upper)
