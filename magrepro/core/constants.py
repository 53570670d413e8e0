"""Physical constants, CODATA 2022, frozen: the edition does not move under a figure.

Gaussian (cgs) values serve the orbital paper, which uses that system throughout; meV and kelvin
serve the vibrational paper. Exact values are exact by the definition of the SI.

References: CODATA recommended values of the fundamental physical constants: 2022.
"""

from __future__ import annotations

from typing import Final

CODATA_EDITION: Final = 2022

SPEED_OF_LIGHT_CM_S: Final = 2.99792458e10
"""Speed of light c, cm/s (exact)."""

ELEMENTARY_CHARGE_C: Final = 1.602176634e-19
"""Elementary charge e, C (exact)."""

ELEMENTARY_CHARGE_ESU: Final = ELEMENTARY_CHARGE_C * SPEED_OF_LIGHT_CM_S / 10
"""Elementary charge e in Gaussian units, statcoulomb."""

HBAR_J_S: Final = 6.62607015e-34 / 6.283185307179586
"""Reduced Planck constant, J s (exact up to rounding)."""

HBAR_ERG_S: Final = HBAR_J_S * 1e7
"""Reduced Planck constant, erg s."""

BOLTZMANN_J_K: Final = 1.380649e-23
"""Boltzmann constant, J/K (exact)."""

BOLTZMANN_ERG_K: Final = BOLTZMANN_J_K * 1e7
"""Boltzmann constant, erg/K."""

K_B_MEV: Final = BOLTZMANN_J_K / ELEMENTARY_CHARGE_C * 1e3
"""Boltzmann constant, meV/K."""

ELECTRON_MASS_G: Final = 9.1093837139e-28
"""Electron mass m_e, g."""

BOHR_MAGNETON_ERG_G: Final = (
    ELEMENTARY_CHARGE_ESU * HBAR_ERG_S / (2 * ELECTRON_MASS_G * SPEED_OF_LIGHT_CM_S)
)
"""Bohr magneton e hbar/(2 m_e c), erg/G."""

ERG_PER_EV: Final = ELEMENTARY_CHARGE_C * 1e7
"""One electronvolt in erg."""
