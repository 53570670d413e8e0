"""What figures cost to compute, to draw and to write: seconds on one core, on the safe side."""

from __future__ import annotations

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.orbital import canonical, shells
from magrepro.core.orbital.bessel import LARGEST_ZERO

_SECONDS_A_POINT = 2e-6
_SECONDS_A_SHELL = 1.2e-8
_SECONDS_A_STATE = 2.5e-8

ROW_SECONDS = 3.5e-6
"""One row of a dataset: its line of CSV and its share of the picture."""

PANEL_SECONDS = 0.09
"""One panel of a picture."""


def sample(axis: Floats, most: int = 25) -> Floats:
    """Return at most so many points of an axis, from the middle of as many equal parts."""
    places = np.unique(((np.arange(most) + 0.5) / most * axis.size).astype(int))
    return np.asarray(axis[places])


def pair_seconds(spin: float, *, isotropic: bool, refined: float) -> float:
    """Return the time a thermal moment of two spins takes, on many points, on the safe side.

    Measured for S = 1/2 to 10: levels from series without anisotropy, from the diagonalisation of
    every block with it, and for the `refined` share of pairs, the coldest, also the vectors.
    """
    diagonalised = 6e-7 + 3e-7 * spin**2 + 1.3e-7 * spin**3
    levels = 4e-7 + 2e-8 * spin**3 if isotropic else diagonalised
    return levels + 5 * refined * diagonalised


def output_seconds(rows: float, columns: int) -> float:
    """Return the seconds in which a figure's rows are gathered, drawn and written."""
    return 0.7 + rows * (1.5e-6 + 1.2e-6 * columns)


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
