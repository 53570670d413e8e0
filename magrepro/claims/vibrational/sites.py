"""The moment per site of Fig. 5; J < 0 is antiferromagnetic on its axes, J > 0 in `Dimer`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.vibrational.lattice import VibratingLattice, exchange_in_k, moment_per_site
from magrepro.core.vibrational.spins import Dimer
from magrepro.parameters import Range

Floats = NDArray[np.float64]
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


def pair_at_zero(j: float, **others: Any) -> Dimer:
    """Return the pair at k = 0 of Fig. 5, without field."""
    j_k = exchange_in_k(0.0, j=j, r_s=1.0)
    chosen: dict[str, Any] = {"spin": 1.0, "j": j_k, "alpha": 0.0, "anisotropy": abs(j)} | others
    return Dimer(**chosen)
