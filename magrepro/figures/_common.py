"""What several figures share: parameters that mean the same, and what their computing costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magrepro.core.orbital import shells
from magrepro.core.orbital.bessel import LARGEST_ZERO
from magrepro.dataset import Column
from magrepro.parameters import assumed, parameter, stated

Floats = NDArray[np.float64]

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


def output_seconds(rows: float, columns: int) -> float:
    """Return the seconds in which a figure's rows are gathered, drawn and written."""
    return 0.7 + rows * (1.5e-6 + 1.2e-6 * columns)


def sphere_seconds(kf_a: Floats, t_over_tf: Floats, field: Floats | None = None) -> float:
    """Return the seconds that all sizes, temperatures and fields take, from samples of each.

    A point takes its share of the states within reach of the Fermi energy, or of the shells where
    no field is given; the zeros to the highest of them are found first.
    """
    axes = [np.sort(axis) for axis in (kf_a, t_over_tf, np.zeros(1) if field is None else field)]
    some = [a[np.unique(np.linspace(0, a.size - 1, _SAMPLES).round().astype(int))] for a in axes]
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


_SAMPLES = 25
_SECONDS_A_POINT = 2e-6
_SECONDS_A_SHELL = 1.2e-8
_SECONDS_A_STATE = 2.5e-8
