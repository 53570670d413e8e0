"""Parameters that mean the same in several figures, declared once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magrepro.dataset import Column
from magrepro.parameters import assumed, parameter, stated

POINT_SECONDS = 5e-6
"""What a point costs to write and to draw, whatever it costs to compute."""

CHI_LANDAU = parameter(
    -2.9e-7,
    "Landau susceptibility of gold (Gaussian)",
    stated("Sec. I, below Eq. (1)"),
    ge=-1e-3,
    le=-1e-12,
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

STABLE = Column(
    "stable",
    "1 where no other solution, no order included, has a lower grand potential, else 0",
    "root",
    dtype=int,
)


def sample(axis: NDArray[np.float64], most: int = 24) -> NDArray[np.float64]:
    """Return at most so many points of an axis, both ends among them, to estimate a cost from."""
    return np.asarray(axis[np.unique(np.linspace(0, axis.size - 1, most).astype(int))])


ROW_SECONDS = 3.5e-6
"""One row of a dataset: its line of CSV and its share of the picture."""

PANEL_SECONDS = 0.09
"""One panel of a picture."""


def pair_seconds(spin: float, *, isotropic: bool) -> float:
    """Return the time a thermal moment of two spins takes, on many points, on the safe side.

    Measured for S = 1/2 to 10 in the cold, where energies are refined: levels from series without
    anisotropy, from the diagonalisation of every block with it.
    """
    if isotropic:
        return 4e-7 + 2e-8 * spin**3
    return 6e-7 + 3e-7 * spin**2 + 1.8e-7 * spin**3
