"""Roots of one function of a field or a moment: enclosed, and none above forgotten.

Theorems used: a continuous function that changes sign has a zero between (Bolzano); one whose slope
is negative throughout an interval has at most one there; f(x) lies in f(c) + f'(X)(x - c) for x and
c in X (mean value).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flint import arb, ctx

from magrepro.certify import NotProved
from magrepro.certify.balls import between, sign

Curve = Callable[[arb], arb]

_HALVINGS: Final = 2000
"""Past the smallest double, 2^-1074, from any end that is given."""

_NARROWEST: Final = 2.0**-30
"""Width over place of intervals at which a proof is given up."""


def falling_root(f: Curve, top: arb) -> arb:
    """Return a ball with a zero in (0, top) across which f falls from positive to negative.

    Raises
    ------
    NotProved
        If no sign change is found or signs cannot be told.
    """
    high = top.upper()
    low = (high / 2).mid()
    for _ in range(_HALVINGS):
        if f(low) > 0:
            break
        high, low = low if f(low) < 0 else high, (low / 2).mid()
    if not (f(low) > 0 > f(high)):
        raise NotProved("no change of sign is found")
    while high - low > low * arb(2) ** (-ctx.prec // 2):
        middle = ((low + high) / 2).mid()
        side = sign(f(middle))
        if not side:
            break
        low, high = (middle, high) if side > 0 else (low, middle)
    return between(low, high)


@dataclass(frozen=True)
class Smooth:
    """A function with f(0) = 0 and its slope, both on balls of any width."""

    value: Curve
    slope: Curve

    def has_sign(self, side: int, a: arb, b: arb) -> bool:
        """Tell whether f has a sign on [a, b], by the mean value."""
        x, middle = between(a, b), ((a + b) / 2).mid()
        return sign(self.value(middle) + self.slope(x) * (x - middle)) == side

    def falls(self, a: arb, b: arb) -> bool:
        """Tell whether the slope is negative on [a, b]."""
        return bool(self.slope(between(a, b)) < 0)


def negative_from(f: Smooth, start: arb, top: arb) -> None:
    """Prove f < 0 on (start, top], where f(start) <= 0 or start is a ball with a falling zero.

    Interval after interval: f falls on it, having been negative at its lower end, or has its sign
    by the mean value. The first one must fall, so that the zero in the start is the only one there.

    Raises
    ------
    NotProved
        If an interval would have to be narrower than 2^-30 of its place.
    """
    a, width, first = start.lower(), 0.125, True
    while a < top:
        b = ((start if first else a).upper() * (1 + arb(width))).mid()
        b = top if b > top else b
        if f.falls(a, b) or (not first and f.has_sign(-1, a, b)):
            a, width, first = b, 2 * width, False
        else:
            width = _halved(width, a)


def positive_below(f: Smooth, start: arb) -> None:
    """Prove f > 0 on (0, start), the start being a ball with a falling zero, and f(0) = 0.

    From the start downwards f falls, so that it is above what it was, or has its sign by the mean
    value; at last it rises from 0.

    Raises
    ------
    NotProved
        As `negative_from`.
    """
    b, width, first = start.upper(), 0.125, True
    while first or not f.slope(between(arb(0), b)) > 0:
        a = ((start if first else b).lower() / (1 + arb(width))).mid()
        if f.falls(a, b) or (not first and f.has_sign(1, a, b)):
            b, width, first = a, 2 * width, False
        else:
            width = _halved(width, b)


def no_root(f: Smooth, top: arb) -> None:
    """Prove f < 0 on (0, top], with f(0) = 0: f falls from 0, and stays negative.

    Raises
    ------
    NotProved
        As `negative_from`.
    """
    b = top
    while not f.falls(arb(0), b):
        b = (b / 2).mid()
        if b < top * _NARROWEST:
            raise NotProved("the sign near zero field cannot be told")
    negative_from(f, b, top)


def _halved(width: float, place: arb) -> float:
    if width < _NARROWEST:
        raise NotProved(f"the sign near {place.str(8)} cannot be told")
    return width / 2
