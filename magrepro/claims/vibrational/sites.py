"""The moment per site of Fig. 5; J < 0 is antiferromagnetic on its axes, J > 0 in `Dimer`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats
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
STRENGTHS = np.array([1e-7, 1e-6, 1e-5, 1e-4, 1e-3])
"""Phi/omega_0 of the five curves."""
OMEGA0 = 0.1
"""meV."""
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
    panel: str, temperature: ArrayLike, a: float, k_max: float, **others: Any
) -> Floats:
    """Return the moment per site of a panel, a row for each strength of Fig. 5."""
    lattice = fig5_lattice(PANELS[panel], STRENGTHS[:, None], a, k_max, **others)
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
    """Return the moment per site of free spins 1 in the field over k_B T of a hot mode.

    alpha_k/k_B T tends to (12 Phi/omega0^2) A_k, with A_k = prefactor A exp(-k^2/4) for r_A = 1 A.
    """
    k = k_max * np.sqrt((np.arange(400) + 0.5) / 400)
    x = 12 * STRENGTHS[:, None] / OMEGA0 * prefactor * a * np.exp(-(k**2) / 4)
    spins = [2 * np.sinh(h) / (1 + 2 * np.cosh(h)) for h in (x, field_ratio * x)]
    return np.asarray(np.mean(spins, axis=(0, 2)))


def pair_at_zero(j: float, **others: Any) -> Dimer:
    """Return the pair at k = 0 of Fig. 5, without field."""
    j_k = exchange_in_k(0.0, j=j, r_s=1.0)
    chosen: dict[str, Any] = {"spin": 1.0, "j": j_k, "alpha": 0.0, "anisotropy": abs(j)} | others
    return Dimer(**chosen)
