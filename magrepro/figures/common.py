"""What several figures share: parameters that mean the same, and what their computing costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magrepro.core import shells
from magrepro.core.bessel import LARGEST_ZERO
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
