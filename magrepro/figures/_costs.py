"""What figures cost to compute, to draw and to write: seconds on one core, on the safe side."""

from __future__ import annotations

import numpy as np

from magrepro.core.arrays import Floats

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
