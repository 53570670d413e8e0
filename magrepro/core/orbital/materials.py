"""Metals as free electrons: what their density gives, and a table of densities.

Everything else in this wing is dimensionless; a metal says how long 1/k_F is in nanometres, how
hot T_F is in kelvin, how strong the field is at which hbar omega_c = E_F, and how strongly its
particles couple, which is the size of chi_L.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from magrepro.core import constants
from magrepro.core.arrays import positive

ELECTRON_RADIUS_CM: Final = constants.ELEMENTARY_CHARGE_ESU**2 / (
    constants.ELECTRON_MASS_G * constants.SPEED_OF_LIGHT_CM_S**2
)
"""e^2/(m_e c^2), the length in Eq. (1), cm."""

GOLD_LATTICE_CM: Final = 4.0782e-8
"""Edge of gold's cubic cell of four atoms, cm."""


@dataclass(frozen=True)
class FreeElectrons:
    """What follows from the density of free electrons."""

    electrons_per_nm3: float
    m_eff: float
    """Effective mass over that of the free electron."""
    k_f_per_nm: float
    e_f_ev: float
    t_f_k: float
    field_t: float
    """Field at which hbar omega_c = E_F, tesla."""
    chi_landau: float
    """Gaussian, per volume."""


def free_electrons(electrons_per_nm3: float, *, m_eff: float = 1.0) -> FreeElectrons:
    """Return the Fermi sphere of an electron density and its diamagnetism.

    k_F = (3 pi^2 n)^(1/3), E_F = hbar^2 k_F^2/(2 m*), T_F = E_F/k_B,
    B_F = m* E_F/(hbar e) = hbar k_F^2/(2 e), and Eq. (1), chi_L = -e^2 k_F/(12 pi^2 m* c^2).

    Parameters
    ----------
    electrons_per_nm3
        Density n of both spins together, 1/nm^3.
    m_eff
        m*/m_e.

    Raises
    ------
    ValueError
        If the density or the mass is not positive.

    References
    ----------
    N. W. Ashcroft and N. D. Mermin, Solid State Physics (Saunders, 1976), Chaps. 2 and 31;
    Percebois et al., Phys. Rev. B 105, 085405 (2022), Eq. (1).
    """
    density = float(positive("electrons_per_nm3", electrons_per_nm3)) * 1e21
    mass = float(positive("m_eff", m_eff))
    k_f = float(np.cbrt(3 * np.pi**2 * density))
    e_f = (constants.HBAR_ERG_S * k_f) ** 2 / (2 * mass * constants.ELECTRON_MASS_G)
    return FreeElectrons(
        electrons_per_nm3=electrons_per_nm3,
        m_eff=m_eff,
        k_f_per_nm=k_f * 1e-7,
        e_f_ev=e_f / constants.ERG_PER_EV,
        t_f_k=e_f / constants.BOLTZMANN_ERG_K,
        field_t=constants.HBAR_J_S * (100 * k_f) ** 2 / (2 * constants.ELEMENTARY_CHARGE_C),
        chi_landau=-ELECTRON_RADIUS_CM * k_f / (12 * np.pi**2 * mass),
    )


def density_of(k_f_per_nm: float) -> float:
    """Return the density of electrons, 1/nm^3, from their Fermi wave number: k_F^3/(3 pi^2)."""
    return float(positive("k_f_per_nm", k_f_per_nm)) ** 3 / (3 * np.pi**2)


@dataclass(frozen=True)
class Metal:
    """A metal: its free electrons, the chi_L that figures take, and where the numbers are from."""

    name: str
    electrons: FreeElectrons
    chi_landau: float
    source: str


_TABLE = "density: Ashcroft and Mermin, Solid State Physics (1976), Table 1.1"
_GOLD = (
    f"density: four atoms in a cubic cell of {GOLD_LATTICE_CM * 1e8:.4f} angstrom, "
    "an electron each; chi_L: stated by P below Eq. (1), which gives {:.3g}"
)

PAPER_CHI_LANDAU: Final = -2.9e-7
"""chi_L of gold as P prints it below Eq. (1), which its figures take."""


def _gold() -> Metal:
    """Return gold, with the chi_L that P prints."""
    electrons = free_electrons(4 / (GOLD_LATTICE_CM * 1e7) ** 3)
    return Metal("gold", electrons, PAPER_CHI_LANDAU, _GOLD.format(electrons.chi_landau))


def _metal(name: str, electrons_per_nm3: float) -> Metal:
    """Return a metal of the table, with the chi_L of Eq. (1)."""
    electrons = free_electrons(electrons_per_nm3)
    cold = {"lithium": " (78 K)", "mercury": " (78 K)"}
    cold |= dict.fromkeys(("sodium", "potassium", "rubidium", "caesium"), " (5 K)")
    return Metal(name, electrons, electrons.chi_landau, _TABLE + cold.get(name, ""))


_PER_NM3 = {
    "silver": 58.6,
    "copper": 84.7,
    "aluminium": 181.0,
    "lithium": 47.0,
    "sodium": 26.5,
    "potassium": 14.0,
    "rubidium": 11.5,
    "caesium": 9.1,
    "beryllium": 247.0,
    "magnesium": 86.1,
    "calcium": 46.1,
    "zinc": 132.0,
    "cadmium": 92.7,
    "mercury": 86.5,
    "gallium": 154.0,
    "indium": 115.0,
    "thallium": 105.0,
    "tin": 148.0,
    "lead": 132.0,
}
"""Free electrons, 1/nm^3, of the source's valences."""

METALS: Final = {
    metal.name: metal for metal in (_gold(), *(_metal(*entry) for entry in _PER_NM3.items()))
}
"""The metals by name, gold first."""
GOLD: Final = METALS["gold"]
