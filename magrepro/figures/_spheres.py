"""What figures of spheres share: their response in both ensembles, where dimers order, the cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats
from magrepro.core.orbital import canonical, canonical_field, fixed_number, shells
from magrepro.core.orbital.bessel import LARGEST_ZERO
from magrepro.core.orbital.critical import critical_temperature
from magrepro.core.orbital.dipoles import ETA, critical_susceptibility
from magrepro.core.orbital.fixed_number_response import (
    FixedNumberResponse,
    electrons_at_e_f,
    fixed_number_response,
    open_pairs,
    solving_seconds as exactly_solving_seconds,
)
from magrepro.core.orbital.sphere import zero_field_susceptibility
from magrepro.core.orbital.sphere_response import (
    SphereResponse,
    solving_seconds,
    sphere_response,
)
from magrepro.figures._common import RADIUS_NM, TOGETHER, Ensemble, in_kelvin
from magrepro.figures._costs import sample
from magrepro.observables import Observable, column

_SECONDS_A_POINT = 2e-6
_SECONDS_A_SHELL = 1.2e-8
_SECONDS_A_STATE = 2.5e-8

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


def sphere_seconds(kf_a: Floats, t_over_tf: Floats, field: Floats | None = None) -> float:
    """Return the seconds that all sizes, temperatures and fields take, from samples of each.

    A point takes its share of the states within reach of the Fermi energy, or of the shells where
    no field is given; the zeros to the highest of them are found first.
    """
    axes = [np.sort(axis) for axis in (kf_a, t_over_tf, np.zeros(1) if field is None else field)]
    some = [sample(axis) for axis in axes]
    k, tau, w = (a.ravel() for a in np.meshgrid(*some))
    low, high = shells.window(k, k, tau, w)
    low = np.maximum(low, 0)
    cells, each = 2 + (high**2 - low**2) / 8, _SECONDS_A_SHELL
    if field is not None:
        each = _SECONDS_A_STATE
        states = k / 2 + (high**3 - low**3) / (9 * np.pi)
        cells = np.minimum(states, cells * shells.nodes_wanted(high, k, tau, w))
    points = float(np.prod([a.size for a in axes]))
    zeros = 8 * (float(high.max()) / LARGEST_ZERO) ** 3
    return zeros + points * (_SECONDS_A_POINT + each * float(np.mean(cells)))


def ensemble_seconds(
    ensemble: str, kf_a: Floats, t_over_tf: Floats, field: Floats | None = None
) -> float:
    """Return the same in one of the ensembles."""
    if ensemble == "grand-canonical":
        return sphere_seconds(kf_a, t_over_tf, field)
    axes = [kf_a, t_over_tf] if field is None else [kf_a, t_over_tf, field]
    points = np.meshgrid(*(sample(np.sort(axis)) for axis in axes))
    each = canonical.seconds(*(axis.ravel() for axis in points))
    return float(np.prod([axis.size for axis in axes]) * np.mean(each))
