"""Vibrations beside a pair of spins, enclosed: Eq. (7) of the vibrational paper.

Energies are in meV, temperatures in K. The Boltzmann constant is the rational number that the SI
defines.
"""

from __future__ import annotations

from typing import Final

from flint import arb, fmpq

BOLTZMANN_MEV: Final = fmpq(138064900, 1602176634)
"""k_B/e = 1.380649e-23/1.602176634e-19 V/K, times 1000: meV/K."""


def thermal_energy(temperature: arb) -> arb:
    """Return k_B T in meV."""
    return arb(BOLTZMANN_MEV) * temperature


def coth_over_omega0(omega0: arb, temperature: arb) -> arb:
    """Return coth(omega_0/(2 k_B T))/omega_0 of Fig. 3, in 1/meV."""
    return (omega0 / (2 * thermal_energy(temperature))).coth() / omega0


def mean_displacement(phi: arb, omega0: arb, temperature: arb) -> arb:
    """Return <Q> = -(6 Phi/omega_0) coth(omega_0/(2 k_B T)), Eq. (7): Phi in meV, <Q> no unit.

    With A Phi in meV^2 in the place of Phi it is the field A <Q> in meV.
    """
    return -6 * phi * coth_over_omega0(omega0, temperature)


def escape_barrier(phi: arb, omega0: arb) -> arb:
    """Return the barrier omega_0^3/(432 Phi^2) in meV of omega_0 Q^2/4 + Phi Q^3; Phi not zero.

    The potential is stationary at Q = 0 and at Q = -omega_0/(6 Phi), where it has that height.
    """
    return omega0**3 / (432 * phi**2)
