"""The moment per site of Fig. 5; J < 0 is antiferromagnetic on its axes, J > 0 in `Dimer`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats
from magrepro.core.vibrational import readings
from magrepro.core.vibrational.lattice import (
    PRINTED_PREFACTOR,
    VibratingLattice,
    exchange_in_k,
    moment_at_share,
    moment_per_site,
)
from magrepro.core.vibrational.spins import Dimer
from magrepro.parameters import Range

Axis = Range | tuple[float, ...]
STRENGTHS, OMEGA0 = readings.STRENGTHS, readings.OMEGA0
PANELS = {"a": -5.0, "b": 5.0, "c": -50.0, "d": 50.0}
"""J in meV."""


def fig5_lattice(
    j: ArrayLike, strength: ArrayLike, a: float, k_max: float, **others: Any
) -> VibratingLattice:
    """Return Fig. 5 at a Phi/omega0; the easy plane is I = |J| unless given."""
    phi = OMEGA0 * np.asarray(strength)
    chosen: dict[str, Any] = {"spin": 1.0, "anisotropy": np.abs(j)} | others
    return VibratingLattice(j=j, a=a, phi=phi, omega0=OMEGA0, k_max=k_max, **chosen)


def panel_curves(
    panel: str,
    temperature: ArrayLike,
    a: float,
    k_max: float,
    *,
    strengths: tuple[int, ...] = tuple(range(STRENGTHS.size)),
    **others: Any,
) -> Floats:
    """Return the moment per site of a panel, a row for each strength of Fig. 5, or for some."""
    temperatures = tuple(np.asarray(temperature, dtype=np.float64).tolist())
    return _curves(panel, temperatures, a, k_max, strengths, tuple(sorted(others.items())))


@lru_cache(maxsize=256)
def _curves(
    panel: str,
    temperature: tuple[float, ...],
    a: float,
    k_max: float,
    strengths: tuple[int, ...],
    others: tuple[tuple[str, Any], ...],
) -> Floats:
    """Several sentences are about the same curves."""
    strength = STRENGTHS[list(strengths), None]
    lattice = fig5_lattice(PANELS[panel], strength, a, k_max, **dict(others))
    moment, _ = moment_per_site(lattice, temperature)
    return moment


def panel_in_dimensions(
    panel: str, temperature: ArrayLike, dimensions: int, a: float, k_max: float
) -> Floats:
    """Return a panel with the Gaussian's transform and the measure k^(d-1) of d dimensions."""
    share = ((np.arange(24) + 0.5) / 24) ** (2 / dimensions)
    lattice = fig5_lattice(
        PANELS[panel], STRENGTHS[:, None], a, k_max, prefactor=np.pi ** (dimensions / 2)
    )
    moments = moment_at_share(lattice, temperature, share)
    return np.asarray(np.mean(moments, axis=-1))


def free_limit(
    a: float, k_max: float, field_ratio: float = 0.5, prefactor: float = PRINTED_PREFACTOR
) -> Floats:
    """Return the moment per site of free spins 1 in the field over k_B T of a hot mode."""
    reading = readings.Reading(field_ratio=field_ratio, prefactor=prefactor)
    return readings.free_limit(reading, a=a, k_max=k_max)


def pair_at_zero(j: float, **others: Any) -> Dimer:
    """Return the pair at k = 0 of Fig. 5, without field."""
    j_k = exchange_in_k(0.0, j=j, r_s=1.0)
    chosen: dict[str, Any] = {"spin": 1.0, "j": j_k, "alpha": 0.0, "anisotropy": abs(j)} | others
    return Dimer(**chosen)
