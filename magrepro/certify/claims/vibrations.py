"""F on Fig. 3: energies of modes and the displacement of Eq. (7), coth(beta omega_0/2)/omega_0."""

from __future__ import annotations

from itertools import product
from typing import Final

from flint import arb

from magrepro.certify.claims.judged import Proof, falls, largest, less, rounds_to
from magrepro.certify.vibrations import coth_over_omega0, mean_displacement, thermal_energy

PRINTED: Final = ("1.0", "1.8", "3.2", "5.8", "10.5", "19.0", "34.1", "61.5", "111", "200")
"""Energies in meV."""
KELVIN: Final = (1, 400)
"""Ends of the temperature axis."""
LEVELS: Final = 5000


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
