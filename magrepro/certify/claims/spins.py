"""F on pairs of spins: spectra, Eqs. (2) and (5), and where a moment sets in."""

from __future__ import annotations

from itertools import product
from typing import Final

from flint import acb_mat, arb

from magrepro.certify.claims.judged import Proof, largest, less, smallest
from magrepro.certify.spins import block, fields, half_spin_levels, moment, transition_slope
from magrepro.certify.vibrations import thermal_energy

HALF: Final = 0.5
"""The field on the second spin over that on the first, Eq. (5)."""
ROUNDING: Final = arb("1e-12")
SMALL: Final = arb("0.01")
"""Share of saturation below which a moment is vanishingly small."""


def crossover() -> Proof:
    """Levels of two spins 1/2 cross within 30 % of |alpha| = J/3 as T -> 0; the other spins too."""
    slopes = tuple(transition_slope(spins, HALF) for spins in (1, 2, 3, 4))
    return Proof(less(abs(3 * slopes[0] - 1), arb("0.3")), slopes)


def eq5() -> Proof:
    """Eq. (5) is the mean over the traces of blocks, to 1e-12 on the plane at 3, 30 and 300 K."""
    energies = [arb(i) / 2 for i in range(-10, 11)]
    off = []
    for kelvin, j, alpha in product((3, 30, 300), energies, energies):
        kt = thermal_energy(arb(kelvin))
        traced = moment(1, j, alpha, kt, field_ratio=arb(HALF))
        off.append(abs(printed_moment(j, alpha, kt) - traced).upper())
    return Proof(less(largest(off), ROUNDING), (largest(off),))


def printed_moment(j: arb, alpha: arb, kt: arb) -> arb:
    """Return Eq. (5), -e^(-J/4) sinh(3 alpha/4)/[e^(-J/4) cosh(3 alpha/4) + e^(J/4) cosh(Omega/2)].

    Energies over k_B T, Omega = sqrt(J^2 + alpha^2/4).
    """
    x, a = j / kt, alpha / kt
    up = 3 * a / 4
    below = up.cosh() + (x / 2).exp() * ((x**2 + a**2 / 4).sqrt() / 2).cosh()
    return -up.sinh() / below


def spectrum() -> Proof:
    """Printed energies are those of the printed H_k to 1e-12 J, and both Omega_k those of Eq. (5).

    They are not, by the largest difference of neighbours; it is the second Omega_k that fits.
    """
    j, alpha = arb("1.3"), arb("0.7")
    roots = (j**2 + alpha**2).sqrt() / 4, (j**2 + alpha**2 / 4).sqrt()
    first, second = (
        [(j + s * 3 * alpha) / 4 for s in (1, -1)] + [-j / 4 + s * omega / 2 for s in (1, -1)]
        for omega in roots
    )
    off = [
        _apart(printed, _energies(j, alpha, arb(r))) / j
        for printed, r in ((second, 0.0), (first, HALF), (second, HALF))
    ]
    return Proof(all(less(d, ROUNDING) for d in off), tuple(off))


def _energies(j: arb, alpha: arb, ratio: arb) -> list[arb]:
    """Return the four energies of two spins 1/2, block by block."""
    h, delta = fields(alpha, ratio)
    both = acb_mat(block(1, 0, j, delta, arb(0))).eig()
    single = arb(block(1, 1, j, delta, arb(0))[0, 0])
    return [*(value.real for value in both), single + h, single - h]


def _apart(one: list[arb], other: list[arb]) -> arb:
    """Return by how much the sorted energies differ at most."""
    ranked = (sorted(energies, key=lambda e: float(e.mid())) for energies in (one, other))
    return largest(abs(a - b) for a, b in zip(*ranked, strict=True))


def afm_cold() -> Proof:
    """Below 1 % for k_B T <= J/8 and 3 |alpha| <= J, but not at k_B T = J/2.

    With x = J/k_B T, |sinh(3 alpha/4)| <= e^(x/4)/2 and Omega >= J, so that by Eq. (5) the moment
    is at most e^(-3 x/4): for all such fields and temperatures.
    """
    cold = (-3 * arb(8) / 4).exp()
    warm = abs(moment(1, arb(1), arb(1) / 3, arb(1) / 2, field_ratio=arb(HALF)))
    return Proof(less(cold, SMALL) and not less(warm, SMALL), (cold, warm))


def net_both_signs() -> Proof:
    """At least 1 % of saturation at 3 K where 3 |alpha| > J: tried at J = 5 meV, alpha = 2 meV."""
    found = abs(moment(1, arb(5), arb(2), thermal_energy(arb(3)), field_ratio=arb(HALF)))
    return Proof(not less(found, SMALL), (found,))


def high_spin() -> Proof:
    """Anisotropy alone, and equal fields alone, lower M = ±1 below M = 0 within 1 % of |J|.

    By Eq. (2) both lower the gap steadily, by I or by |alpha|: it is enough to look 1 % on either
    side of |J|.
    """
    gaps = []
    for size in (arb("0.99"), arb("1.01")):
        for anisotropy, alpha in ((size, arb(0)), (arb(0), size)):
            up, down, _, lowest = half_spin_levels(arb(-1), anisotropy, alpha, arb(0))
            gaps.append(up.min(down) - lowest)
    before, after = gaps[:2], gaps[2:]
    return Proof(all(less(0, g) for g in before) and all(less(g, 0) for g in after), tuple(gaps))


def eq2_energies() -> Proof:
    """Eq. (2) as printed has all four energies for I = 0.4, to 1e-12: with I_- = I_+ it has not."""
    j, i, alpha, zeta = arb(-1), arb("0.4"), arb("0.8"), arb("0.2")
    up, down, upper, lower = half_spin_levels(j, i, alpha, zeta)
    split = (j**2 / 4 + zeta**2).sqrt()
    printed = [up, down, j / 4 - i / 2 + split, j / 4 - i / 2 - split]
    off = _apart(printed, [up, down, upper, lower])
    return Proof(less(off, ROUNDING), (off,))


def ferromagnet() -> Proof:
    """For J from -5 to -0.1 meV at 3 K, at least 0.9 of saturation beyond 10 k_B T, up to 10 meV.

    For the four spins, in steps of 0.1 and 0.2 meV. At any field but zero the moment is not zero:
    each term of its numerator has the sign of the field.
    """
    kt = thermal_energy(arb(3))
    alphas = [arb(i) / 5 for i in range(1, 51) if arb(i) / 5 > 10 * kt]
    shares = [
        abs(moment(spins, -arb(i) / 10, alpha, kt, field_ratio=arb(HALF))) / spins
        for spins, i, alpha in product((1, 2, 3, 4), range(1, 51), alphas)
    ]
    least = smallest(shares)
    return Proof(less(arb("0.9"), least), (least,))
