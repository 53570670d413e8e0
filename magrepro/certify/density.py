"""Where the density of Fig. 8 is largest: bounds of it, and of its slope, on whole intervals.

With s = z^2 the weight of `thermal` is W(s) = pi e^(3 C s) [G(1 + 3 s) - G(4 s)], G(v) = int_0^v
e^(-C u) B(u) du = e^(-C v) H(v), and W' = 3 C W + 3 pi e^(-C) B(1 + 3 s) - 4 pi e^(-C s) B(4 s). B,
G and the exponentials are monotone, so that the ends of an interval bound them on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flint import arb, ctx

from magrepro.certify import NotProved
from magrepro.certify.balls import between
from magrepro.certify.thermal import Weights, weights

NARROWEST: Final = 2.0**-30
"""Width of intervals of s at which a proof is given up."""


@dataclass(frozen=True)
class Profile:
    """W/pi as a function of s = z^2, z from 0 to 1."""

    w: Weights

    @classmethod
    def of(cls, k_over_c: float, stiffness: float) -> Profile:
        """Return the profile at coupling K and stiffness C."""
        return cls(weights(k_over_c, stiffness))

    def at(self, s: arb) -> arb:
        """Return W/pi at a point."""
        return self.bounds(s, s)

    def bounds(self, a: arb, b: arb) -> arb:
        """Return a ball of W/pi on [a, b]."""
        C = self.w.stiffness
        low = (3 * C * a).exp() * (self._grown(1 + 3 * a) - self._grown(4 * b))
        high = (3 * C * b).exp() * (self._grown(1 + 3 * b) - self._grown(4 * a))
        return between(low, high)

    def slope(self, a: arb, b: arb) -> arb:
        """Return a ball of W'/pi on [a, b]."""
        C = self.w.stiffness
        gained = between(self._ball(1 + 3 * a), self._ball(1 + 3 * b)) * (-C).exp()
        damped = between((-C * a).exp(), (-C * b).exp())
        lost = damped * between(self._ball(4 * a), self._ball(4 * b))
        return 3 * C * self.bounds(a, b) + 3 * gained - 4 * lost

    def falls_from_zero(self) -> bool:
        """Tell whether the maximum is at z = 0 alone; it is not there if W rises.

        Raises
        ------
        NotProved
            If neither is shown.
        """
        zero = arb(0)
        if self.slope(zero, zero) > 0:
            return False
        peak = self.at(zero)
        self._cover(zero, arb(1), lambda a, b: self.slope(a, b) < 0 or self.bounds(a, b) < peak)
        return True

    def below(self, top: arb, end: arb) -> None:
        """Prove W/pi < top for s from 0 to an end.

        Raises
        ------
        NotProved
            If it is not shown.
        """
        self._cover(arb(0), end, lambda a, b: self.bounds(a, b) < top)

    def _cover(self, low: arb, high: arb, shown: Callable[[arb, arb], bool]) -> None:
        todo = [(low, high)]
        while todo:
            a, b = todo.pop()
            if shown(a, b):
                continue
            if b - a < NARROWEST:
                raise NotProved(f"the density near z^2 = {a.str(6)} cannot be told")
            middle = ((a + b) / 2).mid()
            todo += [(middle, b), (a, middle)]

    def _grown(self, v: arb) -> arb:
        return (-self.w.stiffness * v).exp() * (self.w.series(v) + self.w.rest)

    def _ball(self, v: arb) -> arb:
        return self.w.ball(v) + self.w.ball_rest


def bits(stiffness: float) -> int:
    """Return a working precision at which the two terms of W are told apart."""
    return int(ctx.prec + 16 + 6 * stiffness)
