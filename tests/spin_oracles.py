"""Plain, slow forms of a pair's moment and of its average over a disc: every block of given M
diagonalised with 40 digits, or in double precision, and quadrature piece by piece.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.linalg import eigvalsh_tridiagonal

from magrepro.core.constants import K_B_MEV

Floats = NDArray[np.float64]
DIGITS = 40


@dataclass(frozen=True)
class Pair:
    """J S1.S2 + b1 S1z + b2 S2z + D (S1z^2 + S2z^2) + I_zz S1z S2z at T; numbers of any type."""

    spin: float
    j: Any
    b1: Any
    b2: Any
    d: Any
    i_zz: Any
    t: Any

    def largest_energy(self) -> float:
        """Above every |E|."""
        s = self.spin
        exchange = s * (s + 1) * abs(self.j) + s**2 * (2 * abs(self.d) + abs(self.i_zz))
        return float(exchange + s * (abs(self.b1) + abs(self.b2)))


def states(spin: float, total: int) -> list[tuple[float, float]]:
    """The projections (m1, m2) of m1 + m2 = `total`."""
    every = [i - spin for i in range(round(2 * spin) + 1)]
    return [(m1, total - m1) for m1 in every if abs(total - m1) <= spin]


def moment_in_digits(pair: Pair) -> float:
    """<S1z + S2z>, the trace over all states, with 40 digits."""
    p, top = pair, round(2 * pair.spin)
    with mpmath.workdps(DIGITS):
        levels = []
        for total in range(-top, top + 1):
            basis = states(p.spin, total)
            matrix = mpmath.matrix(len(basis))
            for i, (m1, m2) in enumerate(basis):
                ising = (mpmath.mpf(p.j) + p.i_zz) * (m1 * m2)
                field = mpmath.mpf(p.b1) * m1 + mpmath.mpf(p.b2) * m2
                matrix[i, i] = ising + field + mpmath.mpf(p.d) * (m1**2 + m2**2)
                if i:
                    flip = mpmath.sqrt(_flip_squared(p.spin, m1, m2))
                    matrix[i, i - 1] = matrix[i - 1, i] = mpmath.mpf(p.j) / 2 * flip
            levels += [(e, total) for e in mpmath.eigsy(matrix, eigvals_only=True)]
        ground, kt = min(e for e, _ in levels), mpmath.mpf(K_B_MEV) * p.t
        weights = [(mpmath.exp((ground - e) / kt), total) for e, total in levels]
        return float(sum(w * m for w, m in weights) / sum(w for w, _ in weights))


def moment_in_doubles(pair: Pair) -> float:
    """<S1z + S2z> in double precision, M and -M taken together so that small moments are exact.

    With h = (b1 + b2)/2, energies of -M are those of M with b1 - b2 turned over, less 2 h M.
    """
    p, kt = pair, K_B_MEV * pair.t
    h, delta = (p.b1 + p.b2) / 2, (p.b1 - p.b2) / 2
    levels = [_block_levels(p, delta, total) - total * abs(h) for total in range(_top(p) + 1)]
    ground = min(e.min() for e in levels)
    weights = [float(np.exp((ground - e) / kt).sum()) for e in levels]
    tilts = [float(-np.expm1(-2 * m * abs(h) / kt)) for m in range(_top(p) + 1)]
    both = weights[0] + sum(w * (2 - x) for w, x in zip(weights[1:], tilts[1:], strict=True))
    tilted = sum(m * w * x for m, (w, x) in enumerate(zip(weights, tilts, strict=True)))
    return float(-np.sign(h) * tilted / both)


def _top(pair: Pair) -> int:
    return round(2 * pair.spin)


def _flip_squared(spin: float, m1: float, m2: float) -> float:
    """<m1, m2|S1+ S2-|m1 - 1, m2 + 1>^2."""
    return (spin - m1 + 1) * (spin + m1) * (spin - m2) * (spin + m2 + 1)


def _block_levels(p: Pair, delta: float, total: int) -> Floats:
    m1, m2 = np.array(states(p.spin, total)).T
    diagonal = (p.j + p.i_zz) * m1 * m2 + p.d * (m1**2 + m2**2) + delta * (m1 - m2)
    flips = np.sqrt([_flip_squared(p.spin, a, b) for a, b in zip(m1[1:], m2[1:], strict=True)])
    return np.asarray(eigvalsh_tridiagonal(diagonal, p.j / 2 * flips) if len(m1) > 1 else diagonal)


def average(integrand: Callable[[float], float], *, end: float, decays: tuple[float, ...]) -> float:
    """The mean of a function over (0, end), by `quad` on pieces of four decay lengths and growing.

    The pieces' errors are 1e-12 of a first estimate of the whole.
    """
    lengths = np.concatenate([np.arange(0, 41, 4.0), 40 * 1.3 ** np.arange(1, 12)])
    edges = np.concatenate([[end], *(lengths / decay for decay in decays)])
    edges = np.unique(np.minimum(edges, end))
    pieces = list(itertools.pairwise(edges))
    rough = sum(_piece(integrand, piece, 0.0, 1e-2, 20) for piece in pieces)
    return sum(_piece(integrand, p, 1e-12 * abs(rough), 1e-11, 400) for p in pieces) / end


def _piece(
    integrand: Callable[[float], float], ends: tuple[float, float], atol: float, rtol: float, n: int
) -> float:
    # full_output keeps `quad` from warning where rounding or a step ends it early.
    found = quad(integrand, *ends, epsabs=atol, epsrel=rtol, limit=n, full_output=1)
    return float(found[0])
