"""Plain, slow forms of a pair's moment: every block of given M diagonalised with 40 digits, or all
of it in double precision.
"""

from __future__ import annotations

import mpmath
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigvalsh_tridiagonal

from magrepro.core.constants import K_B_MEV

Floats = NDArray[np.float64]
DIGITS = 40


def states(spin: float, total: float) -> list[tuple[float, float]]:
    """The projections (m1, m2) of m1 + m2 = `total`."""
    every = [i - spin for i in range(round(2 * spin) + 1)]
    return [(m1, total - m1) for m1 in every if abs(total - m1) <= spin]


def moment_in_digits(
    spin: float, *, j: float, fields: tuple[object, object], d: float, i_zz: float, t: float
) -> float:
    """<S1z + S2z> of J S1.S2 + b1 S1z + b2 S2z + D (S1z^2 + S2z^2) + I_zz S1z S2z, in digits."""
    with mpmath.workdps(DIGITS):
        kt, j, (b1, b2) = mpmath.mpf(K_B_MEV) * t, mpmath.mpf(j), map(mpmath.mpf, fields)
        levels = []
        for total in range(-round(2 * spin), round(2 * spin) + 1):
            basis = states(spin, total)
            matrix = mpmath.matrix(len(basis))
            for i, (m1, m2) in enumerate(basis):
                ising = (j + i_zz) * (m1 * m2)
                matrix[i, i] = ising + mpmath.mpf(d) * (m1**2 + m2**2) + b1 * m1 + b2 * m2
                if i:
                    raised = (spin - m1 + 1) * (spin + m1) * (spin - m2) * (spin + m2 + 1)
                    matrix[i, i - 1] = matrix[i - 1, i] = j / 2 * mpmath.sqrt(raised)
            levels += [(e, total) for e in mpmath.eigsy(matrix, eigvals_only=True)]
        ground = min(e for e, _ in levels)
        weights = [(mpmath.exp((ground - e) / kt), total) for e, total in levels]
        return float(sum(w * m for w, m in weights) / sum(w for w, _ in weights))


def moment(
    spin: float, *, j: float, fields: tuple[float, float], d: float, i_zz: float, t: float
) -> float:
    """The same in double precision, which small moments and cold pairs ask too much of."""
    levels, totals = [], []
    for total in range(-round(2 * spin), round(2 * spin) + 1):
        m1, m2 = np.array(states(spin, total)).T
        diagonal = (j + i_zz) * m1 * m2 + d * (m1**2 + m2**2) + fields[0] * m1 + fields[1] * m2
        raised = (spin - m1 + 1) * (spin + m1) * (spin - m2) * (spin + m2 + 1)
        levels.append(eigvalsh_tridiagonal(diagonal, j / 2 * np.sqrt(raised[1:])))
        totals += len(m1) * [total]
    e = np.concatenate(levels)
    weights = np.exp((e.min() - e) / (K_B_MEV * t))
    return float(weights @ totals / weights.sum())
