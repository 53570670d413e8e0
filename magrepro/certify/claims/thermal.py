"""App. B and Fig. 8: fluctuating moments, free and coupled."""

from __future__ import annotations

from typing import Final

from flint import arb, ctx

from magrepro.certify.claims.judged import Proof, falls, largest, less
from magrepro.certify.density import Profile, bits
from magrepro.certify.thermal import mean_square

STIFFNESS: Final = 50.0
"""C of Fig. 8."""
SATURATED: Final = 0.9
"""z from which a moment counts as saturated."""
BELOW, ABOVE = (0.5, 0.9, 0.98), (1.001, 1.02)
"""K/C on both sides of the threshold."""
BEYOND: Final = (1.05, *(1.06 + 0.02 * step for step in range(48)))
"""K/C from 1.05 C on, in the steps of Fig. 8."""


def bounded() -> Proof:
    """2 C <mu^2>/3 is within 1 % of 1 from sqrt(C) = 3 on, below half at 0.5, and rises."""
    roots = ("0.5", "1", "2", "3", "5", "7", "30")
    off = [1 - 2 * arb(root) ** 2 * mean_square(arb(root) ** 2) / 3 for root in roots]
    far, near = off[0], largest(off[3:])
    return Proof(less(arb("0.5"), far) and less(near, arb("0.01")) and falls(off), (far, near))


def same_critical_value() -> Proof:
    """1/(2 V gamma) at gamma d^3 = 1 is 3/(8 pi) d^3 to 1e-14, at three distances."""
    volume = 4 * arb.pi() / 3
    cubes = [arb(d) ** 3 for d in (2, 3, 10)]
    off = [abs(cube / (2 * volume) / (3 * cube / (8 * arb.pi())) - 1) for cube in cubes]
    return Proof(less(largest(off), arb("1e-14")), (largest(off).upper(),))


def threshold() -> Proof:
    """The maximum of Fig. 8 is at zero up to 0.98 C, and not from 1.001 C on; C = 200 there too.

    From 1.05 C on it is beyond 0.9 M_0, and the density at zero below a tenth of the largest.
    """
    with ctx.workprec(bits(4 * STIFFNESS)):
        at_zero = [Profile.of(ratio, STIFFNESS).falls_from_zero() for ratio in BELOW]
        left = [
            not Profile.of(ratio, C).falls_from_zero()
            for ratio in ABOVE
            for C in (STIFFNESS, 4 * STIFFNESS)
        ]
        shares = [_share_at_zero(ratio) for ratio in BEYOND]
    saturated = less(largest(shares), arb("0.1"))
    return Proof(all(at_zero) and all(left) and saturated, (largest(shares),))


def _share_at_zero(ratio: float) -> arb:
    """Return W at zero over W at a place beyond 0.9, which is more than W anywhere up to 0.9."""
    profile = Profile.of(ratio, STIFFNESS)
    tried = [profile.at(arb(SATURATED + step / 400) ** 2) for step in range(1, 40)]
    top = max(tried, key=lambda value: float(value.mid().log()))
    profile.below(top, arb(SATURATED) ** 2)
    return profile.at(arb(0)) / top
