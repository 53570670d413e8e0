"""Sec. V, App. A and Figs. 5 to 7: levels, susceptibilities and moments of hard-wall spheres."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product
from typing import Final

from flint import arb

from magrepro.certify import NotProved
from magrepro.certify.balls import between, sign
from magrepro.certify.bessel import named, zero_of
from magrepro.certify.claims.judged import Proof, largest, less, rounds_to
from magrepro.certify.dipoles import pair_coupling
from magrepro.certify.figures.fig5b import spontaneous_moment
from magrepro.certify.roots import falling_root
from magrepro.certify.sphere import (
    Particle,
    coupling_of,
    diamagnetic_bound,
    susceptibility,
    susceptibility_slope,
)

CHI_LANDAU: Final = -2.9e-7
"""chi_L of gold as printed below Eq. (1), copied from there and not from what is to be proved."""
SIZES: Final = ("zeta_1_36", "zeta_6_26", "zeta_5_37")
D_OVER_A: Final = 3.0
PRINTED: Final = ("42.97", "52.91", "62.13")
INSET: Final = (42.4, 42.7)
"""k_F a of the inset of Fig. 5(a)."""
LARGEST_FIELD: Final = 2e-3
TEMPERATURES: Final = (5e-3, 5e-4, 5e-5)
"""T/T_F of Figs. 6 and 7."""
COVER: Final = (5, 65)
"""k_F a of Fig. 5(a), in whole numbers."""
NARROWEST: Final = 1 + 2.0**-12
"""Ratio of temperatures at which a proof is given up."""
CURIE_TO: Final = 1e-6
"""T/T_F up to which Curie's law is claimed."""


def critical() -> arb:
    """Return chi_c^z at d = 3a."""
    return abs(1 / pair_coupling(arb(D_OVER_A), "longitudinal"))


def bessel_zeros() -> Proof:
    """The three zeros, with their numbers n, round to the printed sizes."""
    values = tuple(map(named, SIZES))
    return Proof(all(map(rounds_to, values, PRINTED)), values)


def critical_scale() -> Proof:
    """A temperature at which c M'(0) - 1 changes its sign lies within 1/3 and 3 of 1e-7."""
    values = tuple(crossing(size) * 10**7 for size in SIZES)
    return Proof(all(less(value, 3) and less(arb(1) / 3, value) for value in values), values)


def critical_is_crossing() -> Proof:
    """1e-8 below the crossing there is exactly one positive moment, and 1e-8 above it none."""
    below, above = [], []
    for size in SIZES:
        k, tau = named(size), crossing(size)
        c = coupling_of(k, D_OVER_A, CHI_LANDAU)
        below.append(spontaneous_moment(k, tau * (1 - arb("1e-8")), c))
        above.append(spontaneous_moment(k, tau * (1 + arb("1e-8")), c))
    return Proof(all(less(0, m) for m in below) and all(m == 0 for m in above), tuple(below))


def thousand_bohr_magnetons() -> Proof:
    """The only positive moments at 1e-10 T_F lie between 500 and 1500 mu_B."""
    ks = tuple(map(named, SIZES))
    values = tuple(
        spontaneous_moment(k, arb("1e-10"), coupling_of(k, D_OVER_A, CHI_LANDAU)) for k in ks
    )
    return Proof(all(less(500, m) and less(m, 1500) for m in values), values)


def typical_saturation() -> Proof:
    """All six moments of Fig. 7 end below nine tenths of one that they had before.

    The largest |M| is at least that at the field w tried. Were it reached at the end, the end would
    not be below it; so it lies before the end, and what comes after falls by more than 10 %.
    """
    ends = []
    for k in (named(SIZES[0]), arb(42.4)):
        for tau in (5e-3, 5e-4, 5e-5):
            particle = Particle.of(k, arb(tau), arb(LARGEST_FIELD))
            tried = [abs(particle.moment(arb(LARGEST_FIELD) * j / 32)) for j in range(1, 33)]
            ends.append(tried[-1] / max(tried, key=lambda m: float(m.mid())))
    return Proof(not all(less(end, arb("0.9")) for end in ends), tuple(ends))


def thousand() -> Proof:
    """The largest |M| of Fig. 7 lies between 500 and 1500 mu_B: bounded on every interval of w."""
    found, bound = arb(0), arb(0)
    for k in (named(SIZES[0]), arb(42.4)):
        for tau in (5e-3, 5e-4, 5e-5):
            particle = Particle.of(k, arb(tau), arb(LARGEST_FIELD))
            low, high = _extremes(particle.moment, arb(LARGEST_FIELD), arb(1500))
            found, bound = found.max(low), bound.max(high)
    return Proof(less(500, found) and less(bound, 1500), (between(found, bound),))


def room_below_critical() -> Proof:
    """|chi| at 5e-3 T_F is below chi_c^z/100 on every interval of a cover of k_F a = 5 to 65."""
    found = arb(0)
    for step in range(5 * 16, 65 * 16):
        k = between(arb(step) / 16, arb(step + 1) / 16)
        chi = abs(-arb(CHI_LANDAU) * susceptibility(k, arb(5e-3)))
        found = found.max(chi.abs_upper())
    return Proof(less(found, critical() / 100), (found / critical(),))


def crossing(size: str, eigenvalue: arb | int = 1) -> arb:
    """Return a ball of temperatures with one at which c l M'(0) = 1, M'(0) the slope at zero field.

    l is the largest eigenvalue of the coupling, 1 for a dimer.
    """
    k = named(size)
    c = coupling_of(k, D_OVER_A, CHI_LANDAU) * eigenvalue
    return falling_root(lambda tau: c * Particle.of(k, tau, arb(0)).slope(arb(0)) - 1, arb(1e-6))


def _extremes(f: Callable[[arb], arb], top: arb, enough: arb) -> tuple[arb, arb]:
    """Return |f| at its largest of the points tried, and a bound of |f| on (0, top].

    Intervals on which the bound is above what is enough are halved.
    """
    todo, found, bound = [(arb(0), top)], arb(0), arb(0)
    while todo:
        a, b = todo.pop()
        found = found.max(abs(f(b)))
        upper = f(between(a, b)).abs_upper()
        if upper < enough:
            bound = bound.max(upper)
        elif b - a < top / 2**20:
            raise NotProved("the bound is not reached")
        else:
            middle = ((a + b) / 2).mid()
            todo += [(a, middle), (middle, b)]
    return found, bound


def antialigned_out_of_reach() -> Proof:
    """Chi stays above -chi_c^z/1000 at every size from 5 to 65 and every T up to 5e-3 T_F."""
    steps = [(arb(i) / 4, arb(i + 1) / 4) for i in range(4 * COVER[0], 4 * COVER[1])]
    lowest = largest(diamagnetic_bound(a, b, arb(5e-3)) for a, b in steps) * -arb(CHI_LANDAU)
    return Proof(less(lowest, critical() / 1000), (lowest,))


def diamagnetic_42_4() -> Proof:
    """Chi of k_F a = 42.4 is negative at every temperature from 1e-10 to 0.02 T_F."""
    pieces = _signs(arb(INSET[0]), arb(1e-10), arb(0.02))
    return Proof(all(piece < 0 for piece in pieces), (susceptibility(arb(INSET[0]), arb(0.02)),))


def sign_change_42_7() -> Proof:
    """From 1e-9 to 5e-3 T_F chi is negative, then rises through zero, then is positive.

    At the temperatures of Fig. 6 it is dia-, para-, paramagnetic.
    """
    k = arb(INSET[1])
    pieces = _signs(k, arb(1e-9), arb(5e-3))
    once = pieces == sorted(pieces) and {pieces[0], pieces[-1]} == {-1, 1}
    panels = tuple(susceptibility(k, arb(tau)) for tau in TEMPERATURES)
    signs = less(0, panels[0]) and less(0, panels[1]) and less(panels[2], 0)
    return Proof(once and signs, panels)


def _signs(k: arb, low: arb, high: arb) -> list[int]:
    """Return the signs of chi on intervals that cover the temperatures, 0 where it rises.

    By its ball on the interval, or by the mean value.
    """
    todo, found = [(low, high)], []
    while todo:
        a, b = todo.pop()
        tau, middle = between(a, b), (a * b).sqrt().mid()
        side = sign(susceptibility(k, tau))
        slope = arb(0) if side else susceptibility_slope(k, tau)
        side = side or sign(susceptibility(k, middle) + slope * (tau - middle))
        if side or slope > 0:
            found.append(side)
        elif b < a * NARROWEST:
            raise NotProved(f"the sign of chi near tau = {a.str(6)} cannot be told")
        else:
            todo += [(middle, b), (a, middle)]
    return found


def curie_law() -> Proof:
    """Chi T/C is within 1 % of 1 at every temperature from 1e-10 to 1e-6 T_F; the C differ.

    The half-filled level has f(1 - f) = 1/4: its term is C/T, and all others are enclosed at once.
    """
    tau, constants, off = between(arb(1e-10), arb(CURIE_TO)), [], []
    for size in SIZES:
        level = zero_of(size)
        k, l = level.zeta, level.l
        constants.append(3 * arb.pi() * l * (l + 1) * (2 * l + 1) / (4 * k**3))
        rest = susceptibility(k, tau, flat=level)
        off.append((rest.abs_upper() * arb(CURIE_TO) / constants[-1]).upper())
    differ = all(not a.overlaps(b) for a, b in combinations(constants, 2))
    return Proof(differ and less(largest(off), arb("0.01")), tuple(off))


def susceptibility_is_slope() -> Proof:
    """The slope of Eq. (A4) at H = 0 is Eq. (A5) to 1e-9, at 16 sizes and four temperatures."""
    sizes = [*(arb(30) + arb(35) * i / 14 for i in range(15)), named(SIZES[0])]
    off = largest(
        abs(Particle.of(k, arb(tau), arb(0)).slope(arb(0)) / _slope_of_chi(k, tau) - 1).upper()
        for k, tau in product(sizes, (*TEMPERATURES, 1e-7))
    )
    return Proof(less(off, arb("1e-9")), (off,))


def linear_response() -> Proof:
    """At 1e-8 E_F the six moments of Fig. 7 have the slope of chi, to 1e-4, and its sign."""
    w, off, signs = arb(1e-8), [], []
    for k, tau in product((named(SIZES[0]), arb(42.4)), TEMPERATURES):
        slope = _slope_of_chi(k, tau)
        off.append(abs(Particle.of(k, arb(tau), w).moment(w) / (w * slope) - 1))
        signs.append(sign(slope))
    return Proof(less(largest(off), arb("1e-4")) and signs == [1] * 3 + [-1] * 3, (largest(off),))


def _slope_of_chi(k: arb, tau: float) -> arb:
    """Return dM/dw at zero field from chi, chi/|chi_L| k^3/(9 pi)."""
    return susceptibility(k, arb(tau)) * k**3 / (9 * arb.pi())
