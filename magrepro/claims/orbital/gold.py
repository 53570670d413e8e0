"""Gold and the sizes of Figs. 5 to 7: what several parts of the orbital paper are judged by."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import elementwise

from magrepro.core import constants
from magrepro.core.arrays import Floats
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.branches import reversal_barrier
from magrepro.core.orbital.dipoles import ETA, critical_susceptibility
from magrepro.core.orbital.materials import ELECTRON_RADIUS_CM, GOLD_LATTICE_CM
from magrepro.core.orbital.ordering import uniform_moment
from magrepro.core.orbital.sphere import dipole_coupling, zero_field_susceptibility
from magrepro.core.orbital.sphere_response import sphere_response

LANDAU = 2.9e-7
"""|chi_L| of gold as printed below Eq. (1)."""
BULK = 2.7e-6
"""|chi| of bulk gold as printed there."""
LATTICE_CM, MOLAR_CHI, AVOGADRO = GOLD_LATTICE_CM, -28.0e-6, 6.02214076e23
"""Gold's lattice constant and tabulated molar susceptibility in cm^3/mol."""
ELECTRON_RADIUS = ELECTRON_RADIUS_CM
"""e^2/(m_e c^2) in cm, the length in Eq. (1)."""
LANDAU_WAVE_NUMBER = 12 * np.pi**2 * LANDAU / ELECTRON_RADIUS
"""k_F in 1/cm that Eq. (1) needs for the printed chi_L."""
W_PER_GAUSS = (
    4
    * constants.BOHR_MAGNETON_ERG_G
    * constants.ELECTRON_MASS_G
    / (constants.HBAR_ERG_S * LANDAU_WAVE_NUMBER) ** 2
)
"""hbar omega_c/E_F of one gauss at that wave number."""
FERMI_WAVE_NUMBER = (3 * np.pi**2 * 4 / LATTICE_CM**3) ** (1 / 3)
"""Of gold, fcc with one conduction electron an atom, 1/cm."""
FERMI_ENERGY = (constants.HBAR_ERG_S * FERMI_WAVE_NUMBER) ** 2 / (2 * constants.ELECTRON_MASS_G)
FERMI_TEMPERATURE = FERMI_ENERGY / constants.BOLTZMANN_ERG_K
GAUSS = FERMI_ENERGY / (2 * constants.BOHR_MAGNETON_ERG_G)
"""Field in gauss at which hbar omega_c = E_F in gold."""
ROOM, COLD, COLDEST = 5e-3, 5e-4, 5e-5
"""T/T_F of the panels of Fig. 6 and of the curves of Fig. 7."""
N, L = np.array([1, 6, 5]), np.array([36, 26, 37])
SIZES = np.array([bessel_zero(int(n), int(l)) for n, l in zip(N, L, strict=True)])
"""k_F a of Fig. 5: the N-th zeros of j_L."""
THICK, THIN = float(SIZES[0]), 42.4
"""k_F a of the thick and of the thin lines of Fig. 7."""
CURIE = 3 * np.pi * LANDAU * L * (L + 1) * (2 * L + 1) / (4 * SIZES**3)
"""T/T_F times chi of each half-filled shell alone."""
CRITICAL = float(critical_susceptibility(3.0, eta=ETA["longitudinal"]))
"""chi_c^z of a dimer at d = 3a."""


def landau(mass: float = 1.0) -> float:
    """Return chi_L of gold, Eq. (1), with this effective mass over that of the free electron."""
    return float(-ELECTRON_RADIUS * FERMI_WAVE_NUMBER / (12 * np.pi**2 * mass))


def chi(k: ArrayLike, tau: ArrayLike) -> Floats:
    """Return the zero-field susceptibility, Gaussian, with the printed chi_L."""
    return LANDAU * zero_field_susceptibility(k, tau)


@lru_cache(maxsize=1)
def crossings() -> Floats:
    """Return T/T_F at which chi of the three sizes crosses the critical value at d = 3a."""

    def excess(log_tau: Floats, k: Floats) -> Floats:
        return np.log(chi(k, np.exp(log_tau)) / CRITICAL)

    found = elementwise.find_root(excess, (np.log(1e-9), np.log(1e-6)), args=(SIZES,))
    return np.asarray(np.exp(found.x))


def barrier(k: ArrayLike, tau: ArrayLike) -> Floats:
    """Return the barrier between opposite aligned states of a dimer at d = 3a, in k_B T.

    mu_B H = w E_F/2, hence the factor of two.
    """
    c = dipole_coupling(k, d_over_a=3.0, chi_landau=-LANDAU)
    energy = reversal_barrier(sphere_response(k, tau, coupling=c), coupling=c)
    return np.asarray(energy / (2 * np.asarray(tau)))


def ordered(k: ArrayLike, tau: ArrayLike) -> tuple[Floats, Floats]:
    """Return the aligned moment of a dimer at d = 3a and the field it makes."""
    c = dipole_coupling(k, d_over_a=3.0, chi_landau=-LANDAU)
    m = uniform_moment(sphere_response(k, tau, coupling=c), coupling=c)
    return m, c * m
