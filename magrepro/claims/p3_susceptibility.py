"""Abstract, Sec. I and Sec. V of paper P: gold, sizes, Curie's law, Fig. 5(a)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq, elementwise

from magrepro.claims import (
    Outcome,
    claim,
    given,
    number,
    rounds_to,
    true_if,
    undecidable,
)
from magrepro.core import constants
from magrepro.core.bessel import bessel_zero, bessel_zeros
from magrepro.core.dipoles import ETA, critical_susceptibility
from magrepro.core.ordering import uniform_moment
from magrepro.core.sphere import (
    dipole_coupling,
    zero_field_susceptibility,
)
from magrepro.core.sphere_response import sphere_response

Floats = NDArray[np.float64]
LANDAU = 2.9e-7
N = np.array([1, 6, 5])
L = np.array([36, 26, 37])
SIZES = np.array([bessel_zero(int(n), int(l)) for n, l in zip(N, L, strict=True)])
CURIE = 3 * np.pi * LANDAU * L * (L + 1) * (2 * L + 1) / (4 * SIZES**3)
"""T/T_F times chi of each half-filled shell alone."""
CRITICAL = float(critical_susceptibility(3.0, eta=ETA["longitudinal"]))
LATTICE_CM, MOLAR_CHI, AVOGADRO = 4.0782e-8, -28.0e-6, 6.02214076e23
FERMI_WAVE_NUMBER = (3 * np.pi**2 * 4 / LATTICE_CM**3) ** (1 / 3)
"""Of gold, fcc with one conduction electron an atom, 1/cm."""
FERMI_TEMPERATURE = (constants.HBAR_ERG_S * FERMI_WAVE_NUMBER) ** 2 / (
    2 * constants.ELECTRON_MASS_G * constants.BOLTZMANN_ERG_K
)


def landau(mass: float = 1.0) -> float:
    """Return chi_L of gold, Eq. (1), with this effective mass over that of the free electron."""
    r_e = constants.ELEMENTARY_CHARGE_ESU**2 / (
        constants.ELECTRON_MASS_G * constants.SPEED_OF_LIGHT_CM_S**2
    )
    return float(-r_e * FERMI_WAVE_NUMBER / (12 * np.pi**2 * mass))


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


def ordered(k: ArrayLike, tau: ArrayLike) -> tuple[Floats, Floats]:
    """Return the aligned moment of a dimer at d = 3a and the field it makes."""
    c = dipole_coupling(k, d_over_a=3.0, chi_landau=-LANDAU)
    m = uniform_moment(sphere_response(k, tau, coupling=c), coupling=c)
    return m, c * m


def numbers(found: ArrayLike, digits: int = 4) -> str:
    """Return several numbers as text."""
    return ", ".join(number(f"{value:.{digits}g}") for value in np.ravel(found))


@claim(
    "p.sec1.bulk-gold",
    where="Sec. I, below Eq. (1)",
    statement="Volume susceptibility of bulk gold, from the tabulated -28e-6 cm^3/mol.",
    printed="-2.7e-6",
    kind="value",
    recorded="holds within rounding",
)
def _() -> Outcome:
    return rounds_to(MOLAR_CHI / (AVOGADRO * LATTICE_CM**3 / 4), "-2.7e-6")


@claim(
    "p.sec1.small-landau-part",
    where="Sec. I, first paragraph and below Eq. (1)",
    statement="In bulk gold Landau's part is small, Pauli's, three times it, is not negligible, "
    "and the core's is the largest.",
    kind="bound",
    equations=("1",),
    recorded="holds qualitatively",
)
def _() -> Outcome:
    parts = np.array([landau(), -3 * landau()]) / 2.7e-6
    core = -1 - parts.sum()
    found = f"Landau {parts[0]:.2f}, Pauli {parts[1]:.2f}, core at least {core:.2f} of |chi_bulk|"
    return true_if(abs(parts[0]) < 0.2 < parts[1] < -core, found, qualitatively=True)


@claim(
    "p.sec1.effective-mass",
    where="footnote 2",
    statement="1.1 m_e is similar enough to m_e: chi_L and the ordering temperature change by less "
    "than 20 %.",
    printed="1.1",
    kind="bound",
    equations=("1",),
    recorded="holds qualitatively",
)
def _() -> Outcome:
    light, heavy = landau(), landau(1.1)
    change = np.array([1 - heavy / light, 1 - heavy / light / 1.1])
    found = f"chi_L {numbers([light, heavy], 3)}; T_c in kelvin lower by {change[1]:.0%}"
    return true_if(change < 0.2, found, qualitatively=True)


@claim(
    "p.sec1.units",
    where="footnote 3",
    statement="A susceptibility in SI units is 4 pi times that in Gaussian units.",
    printed="4 pi",
    kind="value",
    equations=("1",),
    recorded="holds",
)
def _() -> Outcome:
    vacuum, mass = 1.25663706127e-6, constants.ELECTRON_MASS_G * 1e-3
    si = (
        vacuum * constants.ELEMENTARY_CHARGE_C**2 * FERMI_WAVE_NUMBER * 100 / (12 * np.pi**2 * mass)
    )
    ratio = -si / landau()
    return true_if(abs(ratio / (4 * np.pi) - 1) < 1e-8, f"{number(ratio)} by both forms of Eq. (1)")


@claim(
    "p.abstract.paramagnets-order",
    where="abstract; Sec. I; Sec. V",
    statement="Two particles whose chi exceeds the critical value have aligned moments.",
    kind="feature",
    equations=("2", "3", "A4"),
    figure="fig5b",
    recorded="holds",
)
def _() -> Outcome:
    zeta = bessel_zeros(65.0).zeta[-80:, None, None]
    k, tau = zeta * (1 + np.array([[-1e-8], [0.0], [1e-8]])), np.array([1e-9, 1e-8, 1e-7])
    large = chi(k, tau) > CRITICAL
    m = ordered(k, tau)[0]
    return true_if(m[large] > 0, f"{np.sum(m[large] > 0)} of {large.sum()} cases")


@claim(
    "p.fig5.bessel-zeros",
    where="Sec. V; captions of Figs. 5, 7, 10; footnote 8",
    statement="The sizes are zeros number n of j_l, (n, l) = (1, 36), (6, 26), (5, 37).",
    printed="42.97, 52.91, 62.13",
    kind="value",
    figure="fig5a",
    recorded="holds within rounding",
)
def _() -> Outcome:
    zeros = bessel_zeros(65.0)
    found = [zeros.zeta[zeros.l == l][n - 1] for n, l in zip(N, L, strict=True)]
    printed = ("42.97", "52.91", "62.13")
    far = int(np.argmax(np.abs(np.array(found) - np.array(printed, dtype=np.float64))))
    return Outcome(numbers(found, 7), rounds_to(found[far], printed[far]).verdict)


@claim(
    "p.fig5.distance",
    where="captions of Fig. 5; Sec. V, before footnote 9",
    statement="The centres of the two particles are three radii apart.",
    printed="3",
    kind="input",
    equations=("3",),
    figure="fig5b",
    recorded="input",
)
def _() -> Outcome:
    return given(f"(a/d)^3 = 1/27, critical chi {number(CRITICAL)}")


@claim(
    "p.fig5.main-panel-paramagnetic",
    where="Sec. V, second paragraph; caption of Fig. 5(a)",
    statement="The three sizes of the main panel are paramagnetic in the interval shown.",
    kind="feature",
    equations=("A5",),
    figure="fig5a",
    recorded="cannot be decided",
)
def _() -> Outcome:
    turns = [brentq(lambda t, k=k: float(chi(k, t)), 1e-5, 5e-3) for k in SIZES[1:]]
    found = f"blue, green diamagnetic above T/T_F = {numbers(turns, 3)}"
    return undecidable(f"{found}; the end of the axis decides")


@claim(
    "p.sec5.curie-law",
    where="Sec. V, second paragraph; Fig. 5(a)",
    statement="chi = C(a)/T with C independent of T, over the decades around the ordering.",
    kind="trend",
    equations=("A5",),
    figure="fig5a",
    recorded="holds",
)
def _() -> Outcome:
    tau = np.geomspace(1e-10, 1e-6, 81)[:, None]
    off = np.max(np.abs(chi(SIZES, tau) * tau / CURIE - 1))
    wide = np.geomspace(1e-6, 5e-3, 400)[:, None]
    to = wide[np.argmax(np.abs(chi(SIZES, wide) * wide / CURIE - 1) > 0.1, axis=0), 0]
    found = f"C within {off:.2%} up to 1e-6, 10% off from {numbers(to, 2)}"
    return true_if(off < 0.01 and np.ptp(CURIE) > 0, found)


@claim(
    "p.fig5.diamagnetic-42-4",
    where="Sec. V, second paragraph; inset of Fig. 5(a)",
    statement="k_F a = 42.4 is diamagnetic at all temperatures considered.",
    kind="feature",
    equations=("A5",),
    figure="fig5a",
    recorded="holds",
)
def _() -> Outcome:
    found = zero_field_susceptibility(42.4, np.geomspace(1e-10, 0.3, 2000))
    return true_if(found < 0, f"{numbers([found.min(), found.max()])} |chi_L| from 1e-10 to 0.3")


@claim(
    "p.fig5.sign-change-42-7",
    where="Sec. V, second paragraph; inset of Fig. 5(a); Fig. 6",
    statement="Warmed to room temperature, k_F a = 42.7 turns from dia- to paramagnetic once, as "
    "Fig. 6 also shows.",
    kind="feature",
    equations=("A5",),
    figure="fig5a",
    recorded="holds",
)
def _() -> Outcome:
    warmed = chi(42.7, np.geomspace(1e-9, 5e-3, 1000)) > 0
    panels = chi(42.7, [5e-5, 5e-4, 5e-3]) > 0
    turns = [brentq(lambda t: float(chi(42.7, t)), *ends) for ends in ((1e-5, 5e-3), (5e-3, 0.1))]
    found = f"paramagnetic from T/T_F = {numbers(turns, 3)}: first and last"
    once = np.sum(warmed[1:] != warmed[:-1]) == 1 and warmed[-1]
    return true_if(once and not panels[0] and panels[1] and panels[2], found)


@claim(
    "p.sec5.room-below-critical",
    where="Sec. V, second paragraph",
    statement="The largest |chi| at room temperature is far below the critical value.",
    kind="bound",
    equations=("8", "A5"),
    figure="fig6",
    recorded="holds",
)
def _() -> Outcome:
    largest = np.max(np.abs(chi(np.linspace(5, 65, 6001), 5e-3)))
    found = (
        f"at most {numbers([largest])} up to k_F a = 65, {numbers([CRITICAL / largest])} times less"
    )
    return true_if(largest < CRITICAL / 100, found)
