"""F on Figs. 3 and 4: modes, their displacement by Eq. (7), and the moments in its field."""

from __future__ import annotations

from itertools import product
from typing import Final

from flint import arb

from magrepro.certify.claims.judged import Proof, falls, largest, less, rounds_to, smallest
from magrepro.certify.spins import moment, transition_slope
from magrepro.certify.vibrations import coth_over_omega0, mean_displacement, thermal_energy

PRINTED: Final = ("1.0", "1.8", "3.2", "5.8", "10.5", "19.0", "34.1", "61.5", "111", "200")
"""Energies in meV."""
KELVIN: Final = (1, 400)
"""Ends of the temperature axis."""
LEVELS: Final = 5000
SLOW, A_PHI = arb("0.6"), arb("0.2")
"""omega_0 in meV of the first panel of Fig. 4, and A Phi in meV^2."""
HALF: Final = 0.5
"""The field on the second spin over that on the first."""


def _curves(kelvin: int) -> list[arb]:
    return [coth_over_omega0(arb(omega0), arb(kelvin)) for omega0 in PRINTED]


def energies() -> Proof:
    """10^(2.3 j/9) meV rounds to each of the ten printed energies."""
    steps = tuple(arb(10) ** (arb("2.3") * j / 9) for j in range(10))
    return Proof(all(map(rounds_to, steps, PRINTED)), steps)


def waning() -> Proof:
    """From 1 to 400 K the 1 meV curve grows more than tenfold; factor and difference fall then."""
    cold, warm = map(_curves, KELVIN)
    ratio = [b / a for a, b in zip(cold, warm, strict=True)]
    change = [b - a for a, b in zip(cold, warm, strict=True)]
    return Proof(less(10, ratio[0]) and falls(ratio) and falls(change), (ratio[0], ratio[-1]))


def slow_crucial() -> Proof:
    """Slower modes are displaced more, and at 400 K the slowest more than the nine others together.

    Both coth(omega_0/2 k_B T) and 1/omega_0 fall with omega_0, at every temperature.
    """
    warm = _curves(KELVIN[1])
    lead = warm[0] / sum(warm[1:], arb(0))
    return Proof(falls(warm) and less(1, lead), (lead,))


def occupied() -> Proof:
    """-<Q> omega_0/(6 Phi) is 1 + 2 n to 1e-12, n the mean over 5000 levels too for 1 meV.

    With q = e^(-omega_0/k_B T) the mean over N levels is q/(1 - q) - N q^N/(1 - q^N), and n, which
    is q/(1 - q), grows with q and so with temperature.
    """
    off = []
    for omega0, kelvin in product(map(arb, PRINTED), map(arb, range(KELVIN[0], KELVIN[1] + 1))):
        q = (-omega0 / thermal_energy(kelvin)).exp()
        tied = mean_displacement(arb(-1), omega0, kelvin) * omega0 / 6 / (1 + 2 * q / (1 - q))
        off.append(abs(tied - 1).upper())
    q = (-1 / thermal_energy(arb(KELVIN[1]))).exp()
    off.append(LEVELS * q**LEVELS / (1 - q**LEVELS) * (1 - q) / q)
    return Proof(less(largest(off), arb("1e-12")), (q / (1 - q), largest(off)))


def slow_keeps_ferromagnet() -> Proof:
    """In a mode of 0.6 meV the moment is above 0.9 of saturation for J from 0.1 to 5 meV."""
    kelvin = [1 + 99 * arb(i) / 100 for i in range(101)]
    least = smallest(_share(arb(j) / 10, t) for j, t in product(range(1, 51), kelvin))
    return Proof(less(arb("0.9"), least), (least,))


def slow_turns_antiferromagnet() -> Proof:
    """At 100 K it is above half for J from -5 meV on to 1.15 times the cold transition of levels.

    At 1 K and -5 meV it is below 1 %.
    """
    transition = 6 * A_PHI / SLOW / transition_slope(2, HALF)
    places = [arb(-j) / 10 for j in range(1, 51)]
    warm = smallest(_share(j, arb(100)) for j in places if less(j, -arb("1.15") * transition))
    cold = _share(places[-1], arb(1))
    return Proof(less(arb("0.5"), warm) and less(cold, arb("0.01")), (warm, cold))


def by_anharmonicity() -> Proof:
    """Moments above half of saturation for J of either sign, and none without Phi.

    At 1 K and 1 meV, at 100 K and -2 meV. In any field but zero the moment differs from zero, as
    each term of its numerator has the sign of the field.
    """
    found = _share(arb(1), arb(1)), _share(arb(-2), arb(100))
    idle = _share(arb(-2), arb(100), arb(0))
    return Proof(all(less(arb("0.5"), m) for m in found) and idle == 0, (*found, idle))


def _share(j: arb, kelvin: arb, a_phi: arb = A_PHI) -> arb:
    """Return the moment of two spins 1 over saturation in a mode of 0.6 meV; J > 0 is ferro."""
    alpha = mean_displacement(a_phi, SLOW, kelvin)
    return abs(moment(2, -j, alpha, thermal_energy(kelvin), field_ratio=arb(HALF))) / 2
