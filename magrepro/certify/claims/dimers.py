"""Secs. III and IV: a pair that responds linearly, Eqs. (3) to (8), or as tanh, Eqs. (9), (10).

With x, y = chi over chi_c^z the coupling is g = -1 along the axis and 1/2 across it, and Eq. (6) is
[(x + y)/2 - g x y]/(1 - g^2 x y).
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import Final

from flint import arb

from magrepro.certify.claims.judged import Proof, largest, less, rounds_to, smallest
from magrepro.certify.dipoles import first_order_correction, pair_coupling, pair_moments
from magrepro.certify.saturating import equal_moment, exact_signs, moments

D_OVER_A: Final = 3.0
ALONG, ACROSS = arb(-1), arb(0.5)
CHI_GOLD: Final = "2.7e-6"
"""|chi| of bulk gold, copied from the paper and not from what is to be proved."""


def _solved(x: arb, y: arb, g: arb) -> arb:
    """Return the mean moment in a unit field, of Eqs. (3), (4) solved."""
    first, second = pair_moments((x, y), arb(1), g)
    return (first + second) / 2


def _closed(x: arb, y: arb, g: arb) -> arb:
    """Return Eq. (6)."""
    return ((x + y) / 2 - g * x * y) / (1 - g**2 * x * y)


def critical_longitudinal() -> Proof:
    """chi_c = 3/(4 pi |eta|) (d/a)^3 rounds to 3.22 and 6.45."""
    values = tuple(
        abs(1 / pair_coupling(arb(D_OVER_A), way)) for way in ("longitudinal", "transverse")
    )
    return Proof(all(map(rounds_to, values, ("3.22", "6.45"))), values)


def tensor() -> Proof:
    """Eqs. (3), (4), solved for 64 pairs in either order, are Eq. (6) to 1e-9."""
    sizes = [arb(s) * f for s in ("0.01", "0.7", "1.9", "40") for f in (1, -1)]
    pairs = [(x, arb("1.07") * y) for x, y in product(sizes, sizes)]
    pairs += [(y, x) for x, y in pairs]
    off = largest(
        abs(_solved(x, y, g) / _closed(x, y, g) - 1).upper()
        for (x, y), g in product(pairs, (ALONG, ACROSS))
    )
    return Proof(less(off, arb("1e-9")), (off,))


def far_apart() -> Proof:
    """Between 100a and 10,000a the difference to the mean falls by a power within 1e-3 of -3."""
    powers = []
    for way, (s, t) in product(("longitudinal", "transverse"), ((1, 1), (-1, -1), (1, -1))):
        x, y = arb(3 * s), arb(t) * arb("2.1")
        off = [
            abs(_closed(x, y, pair_coupling(arb(d), way)) - (x + y) / 2) for d in (100, 1000, 10000)
        ]
        powers += [(b / a).log() / arb(10).log() for a, b in pairwise(off)]
    worst = largest(abs(power + 3) for power in powers)
    return Proof(less(worst, arb("1e-3")), (worst,))


def expansion() -> Proof:
    """For equal particles Eq. (7) is within 10 % at 0.1 and 0.3 chi_c, but not at 0.5 and 0.9.

    chi_c is that of the direction; along the axis the error is (chi/chi_c)^2, across it the same.
    """
    off = []
    for x in map(arb, ("0.1", "0.3", "0.5", "0.9")):
        both = []
        for g, u in ((ALONG, x), (ACROSS, 2 * x)):
            both.append(abs(1 - (u + first_order_correction((u, u), g)) / _closed(u, u, g)))
        off.append(largest(both))
    small, large = off[:2], off[2:]
    condition = all(less(e, arb("0.1")) for e in small)
    return Proof(condition and not all(less(e, arb("0.1")) for e in large), tuple(off))


def factor_two() -> Proof:
    """Eq. (7) along over across has the ratio 2 on the plane below chi_c^z."""
    places = [(2 * arb(i) + 1) / 60 - 1 for i in range(60)]
    off = largest(
        abs(abs(first_order_correction((x, y), ALONG) / first_order_correction((x, y), ACROSS)) - 2)
        for x, y in product(places, places)
    ).upper()
    return Proof(less(off, arb("0.5")), (off,))


def critical_product() -> Proof:
    """1e-9 below the product |chi^ss| exceeds 1e6 |chi|, for a ratio of ten but not for equal ones.

    For equal particles it is so in one direction for each sign.
    """
    unequal: list[arb] = []
    equal: list[arb] = []
    for ratio, sign, g in product((10, 1), (1, -1), (ALONG, ACROSS)):
        root = sign * (1 - arb("1e-9")).sqrt() / abs(g)
        x, y = root * arb(ratio).sqrt(), root / arb(ratio).sqrt()
        found = abs(_solved(x, y, g)) / abs(x)
        (unequal if ratio > 1 else equal).append(found)
    numbers = smallest(unequal), smallest(equal), largest(equal)
    return Proof(less(10**6, numbers[0]) and not less(10**6, numbers[1]), numbers)


def opposite_signs() -> Proof:
    """The response is no larger than the mean of |chi|, on a grid of 61 by 61, and nothing orders.

    For x, y > 0, y being the smaller, what is left of (x + y)/2 (1 + g^2 x y) over |(x - y)/2 +
    g x y| is at least y [(1 - |g| x)^2 + 1]/2 > 0: it holds for all x and y.
    """
    sizes = [arb(10) ** (arb(i) / 10 - 3) for i in range(61)]
    share = largest(
        abs(_solved(x, -arb("1.07") * y, g)) / ((x + arb("1.07") * y) / 2)
        for x, y, g in product(sizes, sizes, (ALONG, ACROSS))
    )
    still = all(moments(x, -1.07 * x)[0] == 0 for x in (1e-3, 1.0, 1e3))
    return Proof(less(share, 1) and still, (share,))


def infinite_magnetization() -> Proof:
    """The linear moment x/(1 - x) grows by a power within 1e-6 of -1 towards x = 1; tanh < 1."""
    gaps = arb("1e-6"), arb("1e-9")
    linear = [_solved(1 - gap, 1 - gap, ALONG) for gap in gaps]
    off = abs((linear[1] / linear[0]).log() / (gaps[1] / gaps[0]).log() + 1)
    return Proof(less(off, arb("1e-6")), (off,))


def not_in_bulk() -> Proof:
    """chi_c^z exceeds tenfold both gold's |chi| and that of a sphere without flux, 3/(8 pi)."""
    critical = abs(1 / pair_coupling(arb(D_OVER_A), "longitudinal"))
    ratios = critical / arb(CHI_GOLD), critical * 8 * arb.pi() / 3
    return Proof(all(less(10, ratio) for ratio in ratios), ratios)


def recovers_linear() -> Proof:
    """1 - tanh(u)/u is u^2/3 to 1 % at u = V chi H/M_0 = 0.1 and 0.01, of either sign."""
    off = [
        abs((1 - u.tanh() / u) / (u**2 / 3) - 1) for u in map(arb, ("0.1", "0.01", "-0.1", "-0.01"))
    ]
    return Proof(less(largest(off), arb("0.01")), (largest(off),))


def saturation() -> Proof:
    """The m of m = tanh(x m) is above 0.95 at x = 2 and above 1 - 1e-12 at 16, and grows between.

    For m > 0 it solves x = artanh(m)/m, whose right side grows with m.
    """
    deficits = 1 - equal_moment(2.0), 1 - equal_moment(16.0)
    return Proof(less(deficits[0], arb("0.05")) and less(deficits[1], arb("1e-12")), deficits)


def equal_sizes() -> Proof:
    """From -20 to 20 chi_c^z the solution of largest |M_1| has |M_1| - |M_2| below 1e-12.

    That it is the only one, beyond chi_c^z alone, is said at `saturating.moments`: F(m)/m falls.
    """
    off = []
    for i in range(200):
        x = -20 + 40 * i / 199
        m1, m2 = moments(x, x)
        off.append(abs(abs(m1) - abs(m2)).upper())
    return Proof(less(largest(off), arb("1e-12")), (largest(off),))


def square_root() -> Proof:
    """|m/sqrt(3 (x - 1)) - 1| is less than 2 (x - 1), at 1e-2, 1e-5 and 1e-8 beyond 1."""
    shares = []
    for distance in (1e-2, 1e-5, 1e-8):
        gap = arb(1 + distance) - 1
        shares.append(abs(equal_moment(1 + distance) / (3 * gap).sqrt() - 1) / gap)
    return Proof(less(largest(shares), 2), tuple(shares))


def opposite_diamagnetic() -> Proof:
    """Of the area of opposite signs less than half is paramagnetic, in Fig. 4 and in 51 squares.

    In a square of side r the line y = x/(1 + 2 x) leaves [r/2 - ln(1 + 2 r)/4]/r^2 of it.
    """
    reach = [arb(10) ** (arb(i) / 10 - 2) for i in range(51)]
    shares = [(r / 2 - (1 + 2 * r).log() / 4) / r**2 for r in reach]
    places = [-2 + i / 40 for i in range(161)]
    signs = [exact_signs(x, y)[1] for x, y in product(places, places) if x * y < 0]
    shares.append(arb(sum(sign > 0 for sign in signs)) / len(signs))
    return Proof(less(largest(shares), arb("0.5")), (largest(shares), shares[-1]))
