"""What several figures share: parameters that mean the same, and what their computing costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, NoReturn

import numpy as np
from numpy.typing import ArrayLike
from pydantic import BeforeValidator, ValidationInfo

from magrepro import material, quantities
from magrepro.core.arrays import Floats
from magrepro.core.orbital import canonical, canonical_field, fixed_number
from magrepro.core.orbital.critical import critical_temperature
from magrepro.core.orbital.dipoles import ETA, critical_susceptibility
from magrepro.core.orbital.fixed_number_response import (
    FixedNumberResponse,
    electrons_at_e_f,
    fixed_number_response,
    open_pairs,
)
from magrepro.core.orbital.fixed_number_response import solving_seconds as exactly_solving_seconds
from magrepro.core.orbital.sphere import zero_field_susceptibility
from magrepro.core.orbital.sphere_response import (
    SphereResponse,
    solving_seconds,
    sphere_response,
)
from magrepro.dataset import Column
from magrepro.observables import Observable, column
from magrepro.parameters import assumed, parameter, stated


def _material(uses: str) -> Any:
    meaning = f"metal of the particles ({uses}): a name that 'magrepro materials' lists, or "
    meaning += "a mapping with k_f_per_nm or electrons_per_nm3, m_eff, chi_landau"
    return parameter("gold", meaning, stated("abstract and Sec. I"))


MATERIAL = _material("sets chi_landau and converts units")
MATERIAL_CONVERTS = _material("converts units")
MATERIAL_WEIGHS = _material("its effective mass weighs orbits against spins")
MATERIAL_IS_DRAWN = _material("the colour of the sketch; no number depends on it")
MATERIAL_IS_NAMED = _material("no number of this figure depends on it")


def _of_material(value: Any, info: ValidationInfo) -> Any:
    return material.of(info.data).chi_landau if value == material.OF_MATERIAL else value


ChiLandau = Annotated[float, BeforeValidator(_of_material)]
"""A number, or the word ``material``; to be declared behind the material."""


def _chi_landau(strongest: float) -> Any:
    return parameter(
        material.OF_MATERIAL,
        "Landau susceptibility (Gaussian): a number, or that of the material; gold's is -2.9e-7",
        stated("Sec. I, below Eq. (1)"),
        ge=strongest,
        le=-1e-12,
    )


CHI_LANDAU = _chi_landau(-1e-3)
CHI_LANDAU_WEAK = _chi_landau(-1e-5)
"""Where the shell at the Fermi energy is to order before another one opens."""

UNITS = parameter(
    "reduced",
    "units of axes and columns: reduced, the paper's pure numbers; physical, also nanometre, "
    "kelvin and tesla of the material",
    stated("axes and captions of Figs. 5 to 7 and 10"),
)

FIELD_RATIO = parameter(
    0.5,
    "field on the second spin over that on the first",
    assumed(
        "Eq. (5) follows with 1/2, the Hamiltonian printed before it with 0, the sum over both "
        "k and -k of Eq. (4) with 1",
        plausible=(0.0, 1.0),
    ),
    ge=0,
    le=1,
)

BRANCH = parameter(
    "stable",
    "solution taken where there are several: that of lowest mean-field grand potential, or the "
    "largest moment, metastable or not",
    assumed("the text speaks of one solution; at the paper's sizes there is only one"),
)

T_OVER_TF = Column(
    "t_over_tf",
    "temperature over Fermi temperature",
    "elementwise",
    quantity=quantities.TEMPERATURE,
)

STABLE = Column(
    "stable",
    "1 where no other solution, no order included, has a lower grand potential, else 0",
    "root",
    dtype=int,
)


Ensemble = Literal["grand-canonical", "canonical"]

ENSEMBLE = parameter(
    "grand-canonical",
    "grand-canonical, mu = E_F; or canonical, each particle with exactly as many electrons as it "
    "has at mu = E_F and T = 0: half a shell where k_F a is a zero, else closed shells",
    stated("App. A, footnote 11"),
)

MOST_PAIRS = 4e6
"""Pairs of open states of a canonical moment: some 400 MB and six seconds."""


def moment_of_exactly(k: Floats, tau: Floats, w: Floats) -> Floats:
    """Return the moment of canonical particles; refuse what has too many open states."""
    pairs = canonical.rows(k, tau, w)
    worst = np.unravel_index(int(np.argmax(pairs)), pairs.shape)
    if pairs[worst] > MOST_PAIRS:
        _refuse(k[worst], tau[worst], f", hbar omega_c/E_F = {w[worst]:g}")
    return canonical_field.moment(k, tau, w, electrons_at_e_f(k))


def _refuse(k: float, tau: float, more: str = "") -> NoReturn:
    raise ValueError(
        f"k_F a = {k:g}, T/T_F = {tau:g}{more}: a fixed number of electrons has too many open "
        "states there; take smaller values, or ensemble: grand-canonical"
    )


Particle = SphereResponse | FixedNumberResponse


def particle(k: Floats, tau: Floats, *, ensemble: Ensemble, coupling: ArrayLike) -> Particle:
    """Return the response of equal particles, for self-consistent moments.

    Refuses canonical ones that may order, with too many open states.
    """
    if ensemble == "grand-canonical":
        return sphere_response(k, tau, coupling=coupling)
    found = fixed_number_response(k, tau, electrons_at_e_f(k), coupling=coupling)
    pairs = np.where(np.asarray(coupling) * found.steepest > 1, open_pairs(found), 0.0)
    worst = np.unravel_index(int(np.argmax(pairs)), pairs.shape)
    if pairs[worst] > MOST_PAIRS:
        _refuse(found.k[worst], found.tau[worst])
    return found


def particle_seconds(k: Floats, tau: Floats, *, ensemble: Ensemble, coupling: ArrayLike) -> Floats:
    """Estimate the seconds on one core in which moments of such particles are solved for."""
    if ensemble == "grand-canonical":
        return solving_seconds(k, tau, coupling=coupling)
    return exactly_solving_seconds(k, tau, electrons_at_e_f(k), coupling=coupling)


def susceptibility(kf_a: Floats, t_over_tf: ArrayLike, *, ensemble: Ensemble) -> Floats:
    """Return chi/|chi_L| in one of the ensembles."""
    if ensemble == "grand-canonical":
        return zero_field_susceptibility(kf_a, t_over_tf)
    return canonical.susceptibility(kf_a, t_over_tf, electrons_at_e_f(kf_a))


COLDEST = 1e-12
"""T/T_F down to which the model of the sphere goes."""

TOGETHER = 128
"""Sets of parameters whose cheap numbers are computed in one call."""


def dimers_critical_temperature(several: Sequence[Any]) -> Floats:
    """Return the largest T/T_F with g chi = 1, Eq. (8), of dimers of one size each."""
    return chains_critical_temperature(several, 1.0)


def chains_critical_temperature(several: Sequence[Any], share: ArrayLike) -> Floats:
    """Return the same of chains, whose critical chi is a share of that of dimers, Eq. (C1)."""
    d, chi_landau = column(several, "d_over_a"), column(several, "chi_landau")
    dimer = critical_susceptibility(d, eta=ETA["longitudinal"])
    critical = np.asarray(share) * dimer / np.abs(chi_landau)
    k = column(several, "kf_a")
    exactly = np.array([one.ensemble == "canonical" for one in several])
    found = np.zeros(k.size)
    found[~exactly] = critical_temperature(k[~exactly], critical[~exactly])
    if exactly.any():
        some, needed = k[exactly], critical[exactly]
        electrons = electrons_at_e_f(some)
        found[exactly] = fixed_number.critical_temperature(some, electrons, critical=needed)[0]
    return found


def of_electrons(several: Sequence[Any], name: str) -> Floats:
    """Return one number of the free electrons of the materials."""
    return np.array([getattr(material.metal(one.material).electrons, name) for one in several])


def in_kelvin(t_over_tf: Floats, several: Sequence[Any]) -> Floats:
    """Return temperatures in kelvin."""
    return np.asarray(t_over_tf * of_electrons(several, "t_f_k"))


def radius_nm(several: Sequence[Any]) -> Floats:
    """Return a = k_F a/k_F of particles of one size each."""
    return np.asarray(column(several, "kf_a") / of_electrons(several, "k_f_per_nm"))


RADIUS_NM = Observable(
    "radius_nm", radius_nm, "radius of the particles of this material", "nm", ("kf_a",), TOGETHER
)


def far_below(critical: Floats) -> Floats:
    """Return a T/T_F at which moments are saturated: 1e-10, or a hundredth of a critical one."""
    return np.clip(np.where(critical > 0, critical / 100, 1e-10), COLDEST, 1e-10)


def _dimers_in_kelvin(several: Sequence[Any]) -> Floats:
    """Return the critical temperature of dimers in kelvin."""
    return in_kelvin(dimers_critical_temperature(several), several)


_CRITICAL = "largest temperature at which chi is the critical one of a dimer, g chi = 1, Eq. (8); "
_CRITICAL += "0: at none from 1e-12 T_F on"
DIMERS_CRITICAL = (
    Observable(
        "critical_temperature", dimers_critical_temperature, _CRITICAL, "T_F", ("kf_a",), TOGETHER
    ),
    Observable(
        "critical_temperature_k",
        _dimers_in_kelvin,
        "the same in kelvin, of this material",
        "K",
        ("kf_a",),
        TOGETHER,
    ),
    RADIUS_NM,
)
