"""Plain, slow forms of a pair's moment and of its average over a disc: every block of given M
diagonalised with 40 digits, or in double precision, and quadrature piece by piece.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
from mpmath.matrices.eigen_symmetric import tridiag_eigen
from numpy.typing import NDArray

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
            diagonal, flips = [], []
            for m1, m2 in basis:
                ising = (mpmath.mpf(p.j) + p.i_zz) * (m1 * m2)
                field = mpmath.mpf(p.b1) * m1 + mpmath.mpf(p.b2) * m2
                diagonal.append(ising + field + mpmath.mpf(p.d) * (m1**2 + m2**2))
                flip = mpmath.sqrt(_flip_squared(p.spin, m1, m2))
                flips.append(mpmath.mpf(p.j) / 2 * flip)
            # Its levels replace the diagonal; of the flips the first, before the block, is zero.
            tridiag_eigen(mpmath.mp, diagonal, [*flips[1:], mpmath.mpf(0)])
            levels += [(e, total) for e in diagonal]
        ground, kt = min(e for e, _ in levels), mpmath.mpf(K_B_MEV) * p.t
        weights = [(mpmath.exp((ground - e) / kt), total) for e, total in levels]
        return float(sum(w * m for w, m in weights) / sum(w for w, _ in weights))


def moment_in_doubles(pair: Pair) -> float:
    """One of `moments_in_doubles`."""
    return float(moments_in_doubles(pair)[0])


def moments_in_doubles(pair: Pair) -> Floats:
    """<S1z + S2z> in double precision, M and -M taken together so that small moments are exact.

    With h = (b1 + b2)/2, energies of -M are those of M with b1 - b2 turned over, less 2 h M.
    J, b1 and b2 are numbers, or arrays of many pairs.
    """
    p, kt = pair, K_B_MEV * pair.t
    j, b1, b2 = np.broadcast_arrays(*(np.atleast_1d(x) for x in (p.j, p.b1, p.b2)))
    h, delta, m = (b1 + b2) / 2, (b1 - b2) / 2, np.arange(_top(p) + 1)[:, None]
    levels = [_block_levels(p, j, delta, i) - i * abs(h)[:, None] for i in m[:, 0].tolist()]
    ground = np.min([e.min(axis=1) for e in levels], axis=0)[:, None]
    weights = np.array([np.exp((ground - e) / kt).sum(axis=1) for e in levels])
    tilts = -np.expm1(-2 * m * abs(h) / kt)
    both = weights[0] + np.sum(weights[1:] * (2 - tilts[1:]), axis=0)
    return np.asarray(-np.sign(h) * np.sum(m * weights * tilts, axis=0) / both)


def _top(pair: Pair) -> int:
    return round(2 * pair.spin)


def _flip_squared(spin: float, m1: float, m2: float) -> float:
    """<m1, m2|S1+ S2-|m1 - 1, m2 + 1>^2."""
    return (spin - m1 + 1) * (spin + m1) * (spin - m2) * (spin + m2 + 1)


def _block_levels(p: Pair, j: Floats, delta: Floats, total: int) -> Floats:
    """Levels of one M of many pairs, shape (pairs, states)."""
    m1, m2 = np.array(states(p.spin, total)).T
    flips = np.sqrt([_flip_squared(p.spin, a, b) for a, b in zip(m1[1:], m2[1:], strict=True)])
    fixed = np.diag(p.i_zz * m1 * m2 + p.d * (m1**2 + m2**2))
    exchange = np.diag(m1 * m2) + np.diag(flips, -1) / 2  # of symmetric ones the lower half is read
    blocks = fixed + j[:, None, None] * exchange + delta[:, None, None] * np.diag(m1 - m2)
    return np.asarray(np.linalg.eigvalsh(blocks))


def average(
    integrand: Callable[[Floats], Floats], *, end: float, decays: tuple[float, ...]
) -> float:
    """The mean of a function over (0, end), on pieces of four decay lengths and growing.

    Pieces are halved, all at once, thrice and until eight nodes on each half find what they find on
    the whole to 1e-11 of it or of a first estimate of all.
    """
    lengths = np.concatenate([np.arange(0, 41, 4.0), 40 * 1.3 ** np.arange(1, 12)])
    edges = np.concatenate([[end], *(lengths / decay for decay in decays)])
    edges = np.unique(np.minimum(edges, end))
    start, stop, total = edges[:-1], edges[1:], 0.0
    whole = _eight_nodes(integrand, start, stop)
    rough = abs(whole.sum())
    for times in range(50):
        middle = (start + stop) / 2
        start, stop = np.stack([start, middle]), np.stack([middle, stop])
        halves = _eight_nodes(integrand, start.ravel(), stop.ravel()).reshape(2, -1)
        off = abs(halves.sum(axis=0) - whole) > 1e-11 * np.maximum(abs(whole), rough)
        off |= times < 2  # a step between the nodes is not seen
        total += halves[:, ~off].sum()
        start, stop, whole = (x[:, off].ravel() for x in (start, stop, halves))
        if not whole.size:
            break
    return float((total + whole.sum()) / end)


def _eight_nodes(integrand: Callable[[Floats], Floats], start: Floats, stop: Floats) -> Floats:
    """Gauss-Legendre integrals of many pieces."""
    x, w = np.polynomial.legendre.leggauss(8)
    half = (stop - start)[:, None] / 2
    nodes = start[:, None] + half * (1 + x)
    return np.asarray((half * w * integrand(nodes.ravel()).reshape(nodes.shape)).sum(axis=1))
