"""The planes of Fig. 4 and the modes of Fig. 3."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats
from magrepro.core.vibrational import described
from magrepro.core.vibrational.spins import Dimer, thermal_moment
from magrepro.core.vibrational.vibrations import mean_displacement
from magrepro.figures import load
from magrepro.parameters import Range, values

Axis = Range | tuple[float, ...]
ENERGIES = described.ENERGIES
"""omega_0 of the panels of Fig. 4, meV."""
A_PHI = 0.2
"""meV^2, the reading of the caption of Fig. 4 that `f.fig4.unit` supports."""


def modes() -> Floats:
    """Return the ten energies of Fig. 3, meV."""
    params: Any = load("vib_fig3").Params()
    return np.asarray(values(params.omega0_mev))


def plane(
    omega0: float,
    j_mev: Axis,
    temperature_k: Axis,
    a_phi: float = A_PHI,
    field_ratio: float = 0.5,
) -> Floats:
    """Return the moment over saturation of Fig. 4, shape (J, T)."""
    j, t = values(j_mev)[:, None], values(temperature_k)
    alpha = mean_displacement(phi=a_phi, omega0=omega0, temperature=t)
    pair = Dimer(spin=1, j=-j, alpha=alpha, field_ratio=field_ratio)
    return thermal_moment(pair, t) / 2


def shares(values_of_panels: ArrayLike) -> str:
    """Return numbers of several panels as text."""
    return ", ".join(f"{share:.3g}" for share in np.asarray(values_of_panels))
