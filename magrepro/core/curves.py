"""Where a curve has its maximum, and where it first reaches a height."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from magrepro.core.arrays import Floats

Curve = Callable[[Floats], Floats]


def maximum(curve: Curve, x: Floats) -> tuple[float, float]:
    """Return place and height of a curve's largest value, refined between the points given.

    Parameters
    ----------
    curve
        A function of an array of places.
    x
        Ascending places, dense enough that the largest of their values stands at the maximum
        sought; shape (N,).

    Returns
    -------
    place, height
        The place is nan where the curve is largest at an end of `x`, or nowhere larger than
        elsewhere, so that it has no maximum there; the height is then that of the end.
    """
    heights = curve(x)
    top = int(np.argmax(heights))
    if not 0 < top < x.size - 1 or heights.min() == heights.max():
        return float("nan"), float(heights[top])
    from scipy.optimize import elementwise  # 150 ms, for maxima and crossings alone

    sides = tuple(x[top - 1 : top + 2])
    found = elementwise.find_minimum(lambda place: -_at(curve, place), sides)
    if not found.success or -found.f_x < heights[top]:
        return float(x[top]), float(heights[top])
    return float(found.x), -float(found.f_x)


def first_rise(curve: Curve, x: Floats, height: float) -> float:
    """Return the lowest place at which a curve rises through a height, seen from below on `x`.

    Returns
    -------
    float
        nan where the curve does not reach the height between the ends of `x`, or is above it at
        the first of them.
    """
    above = curve(x) >= height
    first = int(np.argmax(above))
    if not above.any() or first == 0:
        return float("nan")
    from scipy.optimize import elementwise

    ends = (float(x[first - 1]), float(x[first]))
    return float(elementwise.find_root(lambda place: _at(curve, place) - height, ends).x)


def _at(curve: Curve, place: Floats) -> Floats:
    """Return a curve at places of any shape, which it is given as a line."""
    return curve(np.ravel(place)).reshape(np.shape(place))
