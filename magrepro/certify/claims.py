"""Statements of the papers as inequalities between balls: proved to hold, or not to hold.

A function here is named after the last word of the claim's id; `magrepro.certify.CLAIMS` says what
it proves. It returns the number that decides and whether the inequality holds; where a ball reaches
over the threshold it raises `NotProved`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flint import arb

from magrepro.certify import NotProved
from magrepro.certify.balls import between
from magrepro.certify.bessel import named
from magrepro.certify.figures.fig3 import equal_moment
from magrepro.certify.figures.fig5b import coupling_of, spontaneous_moment
from magrepro.certify.roots import falling_root
from magrepro.certify.sphere import Particle, susceptibility

CHI_LANDAU: Final = -2.9e-7
SIZES: Final = ("zeta_1_36", "zeta_6_26", "zeta_5_37")
D_OVER_A: Final = 3.0
PRINTED: Final = ("42.97", "52.91", "62.13")
LARGEST_FIELD: Final = 2e-3


@dataclass(frozen=True)
class Proof:
    """Whether a statement holds, and the numbers that decide."""

    holds: bool
    numbers: tuple[arb, ...]


def critical_longitudinal() -> Proof:
    """chi_c = 3/(4 pi |eta|) (d/a)^3 rounds to 3.22 and 6.45."""
    values = tuple(3 / (4 * arb.pi() * eta) * arb(D_OVER_A) ** 3 for eta in (2, 1))
    return Proof(all(map(_rounds_to, values, ("3.22", "6.45"))), values)


def bessel_zeros() -> Proof:
    """The three zeros, with their numbers n, round to the printed sizes."""
    values = tuple(map(named, SIZES))
    return Proof(all(map(_rounds_to, values, PRINTED)), values)


def critical_scale() -> Proof:
    """A temperature at which c M'(0) - 1 changes its sign lies within 1/3 and 3 of 1e-7."""
    values = tuple(_crossing(size) * 10**7 for size in SIZES)
    return Proof(all(_less(value, 3) and _less(arb(1) / 3, value) for value in values), values)


def critical_is_crossing() -> Proof:
    """1e-8 below the crossing there is exactly one positive moment, and 1e-8 above it none."""
    below, above = [], []
    for size in SIZES:
        k, tau = named(size), _crossing(size)
        c = coupling_of(k, D_OVER_A, CHI_LANDAU)
        below.append(spontaneous_moment(k, tau * (1 - arb("1e-8")), c))
        above.append(spontaneous_moment(k, tau * (1 + arb("1e-8")), c))
    return Proof(all(_less(0, m) for m in below) and all(m == 0 for m in above), tuple(below))


def thousand_bohr_magnetons() -> Proof:
    """The only positive moments at 1e-10 T_F lie between 500 and 1500 mu_B."""
    ks = tuple(map(named, SIZES))
    values = tuple(
        spontaneous_moment(k, arb("1e-10"), coupling_of(k, D_OVER_A, CHI_LANDAU)) for k in ks
    )
    return Proof(all(_less(500, m) and _less(m, 1500) for m in values), values)


def saturation() -> Proof:
    """The m of m = tanh(x m) is above 0.95 at x = 2 and above 1 - 1e-12 at 16, and grows between.

    For m > 0 it solves x = artanh(m)/m, whose right side grows with m.
    """
    deficits = 1 - equal_moment(2.0), 1 - equal_moment(16.0)
    return Proof(_less(deficits[0], arb("0.05")) and _less(deficits[1], arb("1e-12")), deficits)


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
    return Proof(not all(_less(end, arb("0.9")) for end in ends), tuple(ends))


def thousand() -> Proof:
    """The largest |M| of Fig. 7 lies between 500 and 1500 mu_B: bounded on every interval of w."""
    largest, bound = arb(0), arb(0)
    for k in (named(SIZES[0]), arb(42.4)):
        for tau in (5e-3, 5e-4, 5e-5):
            particle = Particle.of(k, arb(tau), arb(LARGEST_FIELD))
            low, high = _extremes(particle.moment, arb(LARGEST_FIELD), arb(1500))
            largest, bound = largest.max(low), bound.max(high)
    return Proof(_less(500, largest) and _less(bound, 1500), (between(largest, bound),))


def room_below_critical() -> Proof:
    """|chi| at 5e-3 T_F is below chi_c^z/100 on every interval of a cover of k_F a = 5 to 65."""
    largest, critical = arb(0), 3 / (8 * arb.pi()) * arb(D_OVER_A) ** 3
    for step in range(5 * 16, 65 * 16):
        k = between(arb(step) / 16, arb(step + 1) / 16)
        chi = abs(-arb(CHI_LANDAU) * susceptibility(k, arb(5e-3)))
        largest = largest.max(chi.abs_upper())
    return Proof(_less(largest, critical / 100), (largest / critical,))


def _crossing(size: str) -> arb:
    """Return a ball of temperatures with one at which c M'(0) = 1, the slope of M at zero field."""
    k = named(size)
    c = coupling_of(k, D_OVER_A, CHI_LANDAU)
    return falling_root(lambda tau: c * Particle.of(k, tau, arb(0)).slope(arb(0)) - 1, arb(1e-6))


def _extremes(f: Callable[[arb], arb], top: arb, enough: arb) -> tuple[arb, arb]:
    """Return |f| at its largest of the points tried, and a bound of |f| on (0, top].

    Intervals on which the bound is above what is enough are halved.
    """
    todo, largest, bound = [(arb(0), top)], arb(0), arb(0)
    while todo:
        a, b = todo.pop()
        largest = largest.max(abs(f(b)))
        upper = f(between(a, b)).abs_upper()
        if upper < enough:
            bound = bound.max(upper)
        elif b - a < top / 2**20:
            raise NotProved("the bound is not reached")
        else:
            middle = ((a + b) / 2).mid()
            todo += [(a, middle), (middle, b)]
    return largest, bound


def _less(a: arb | int, b: arb | int) -> bool:
    """Tell whether a < b, two balls of which one may not reach over the other."""
    if a < b:
        return True
    if a >= b:
        return False
    raise NotProved("the ball reaches over the threshold")


def _rounds_to(value: arb, printed: str) -> bool:
    """Tell whether a number lies within half a unit of the last digit printed."""
    half = arb(5) / 10 ** (len(printed.partition(".")[2]) + 1)
    return _less(abs(value - arb(printed)), half)
