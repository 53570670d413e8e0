"""Two coupled spins S at a fixed total projection M: the blocks of their Hamiltonian, the energies.

The pair conserves M = S1z + S2z, so that its Hamiltonian falls into tridiagonal blocks of size
2S + 1 - |M|. With h the mean of the two fields and delta half their difference, block M has the
energies h M + lambda(|M|, |delta|): exchanging the spins turns delta into -delta, and turning
both over turns M into -M. Energies are in meV.

References: Fransson, arXiv:2301.12777 (2023), Eqs. (1), (4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np

from magrepro.core.arrays import Floats, floats

MAX_SPIN: Final = 10

ROUNDING: Final = 2.0**-53

MOST_NODES: Final = 4096
"""Nodes of a series at the most, should a level be noisier than rounding."""

SERIES_PAYS: Final = 200
"""Points, times S, from which on to find the series costs less than to diagonalise at each."""

CHUNK: Final = 8192
"""Points at a time, which bounds the memory of their Chebyshev polynomials."""


@dataclass(frozen=True, slots=True)
class Couplings:
    """J, delta, D and I_zz of a pair in meV; they broadcast."""

    j: Floats
    delta: Floats
    anisotropy: Floats
    exchange_anisotropy: Floats


def twice(spin: float) -> int:
    """Return 2S, refusing what is not half-integer from 1/2 to 10."""
    number = round(2 * spin) if np.isfinite(spin) else 0
    if not (1 <= number <= 2 * MAX_SPIN and number == 2 * spin):
        raise ValueError(f"spin must be a half-integer from 1/2 to {MAX_SPIN}, not {spin}")
    return number


def raising(spin: float, m: Floats) -> Floats:
    """Return the matrix elements <m+1|S+|m>."""
    return np.asarray(np.sqrt((spin - m) * (spin + m + 1)), dtype=np.float64)


def block(spin: float, total: int, couplings: Couplings) -> tuple[Floats, Floats, Floats]:
    """Return block M = `total` without its shift h M, its lower half only, and its m1 and m2.

    The shapes are (..., n, n), (n,) and (n,) with n = 2S + 1 - |M|; m1 falls.
    """
    c, size = couplings, twice(spin) + 1 - abs(total)
    m1 = min(spin, total + spin) - np.arange(size, dtype=np.float64)
    m2 = total - m1
    j, delta, d = c.j[..., None], c.delta[..., None], c.anisotropy[..., None]
    ising = j + c.exchange_anisotropy[..., None]
    diagonal = ising * (m1 * m2) + d * (m1**2 + m2**2) + delta * (m1 - m2)
    matrix = np.zeros((*diagonal.shape, size))
    row = np.arange(size)
    matrix[..., row, row] = diagonal
    matrix[..., row[1:], row[:-1]] = j / 2 * (raising(spin, m1[1:]) * raising(spin, m2[:-1]))
    return matrix, m1, m2


def block_energies(spin: float, total: int, couplings: Couplings) -> Floats:
    """Return lambda(|M|, |delta|) of M = `total`, lowest first, shape (2S + 1 - |M|, ...)."""
    c, size = couplings, twice(spin) + 1 - abs(total)
    if size > 2:
        matrix, _, _ = block(spin, total, c)
        return np.moveaxis(floats(np.linalg.eigvalsh(matrix)), -1, 0)
    ising, d = c.j + c.exchange_anisotropy, c.anisotropy
    if size == 1:
        return np.broadcast_arrays(spin**2 * (ising + 2 * d), c.delta)[0][None]
    mean = ising * (spin * (spin - 1)) + d * (spin**2 + (spin - 1) ** 2)
    half_gap = np.hypot(c.delta, spin * c.j)
    return np.stack([mean - half_gap, mean + half_gap])


def levels(spin: float, couplings: Couplings) -> list[Floats]:
    """Return lambda(M, |delta|) of M = 0, 1, ..., 2S, lowest first, shapes (2S + 1 - M, ...).

    On many points without anisotropy the blocks larger than 2 are not diagonalised: their levels
    are those of `_series`.
    """
    c, totals = replace(couplings, delta=np.abs(couplings.delta)), range(twice(spin) + 1)
    j, delta, d, i_zz = np.broadcast_arrays(c.j, c.delta, c.anisotropy, c.exchange_anisotropy)
    larger, smaller = totals[:-2], totals[-2:]
    if not larger or j.size < SERIES_PAYS * spin or d.any() or i_zz.any():
        return [block_energies(spin, m, c) for m in totals]
    closed_form = [block_energies(spin, m, c) for m in smaller]
    return _isotropic_levels(spin, larger, j, delta) + closed_form


def _isotropic_levels(spin: float, totals: range, j: Floats, delta: Floats) -> list[Floats]:
    """Levels J f_i(x) -+ R g_i(x) of the blocks M, with x = (J^2 - delta^2)/R^2."""
    size = np.hypot(j, delta)
    scale = np.where(size > 0, size, 1)
    x = ((j - delta) / scale * ((j + delta) / scale)).ravel()
    series = [_series(float(spin), m) for m in totals]
    values = [np.empty((len(s), x.size)) for s in series]
    for start in range(0, x.size, CHUNK):
        here = slice(start, start + CHUNK)
        polynomials = _chebyshev(x[here], max(s.shape[1] for s in series))
        for value, s in zip(values, series, strict=True):
            np.matmul(s, polynomials[: s.shape[1]], out=value[:, here])
    return [_combined(value.reshape(-1, *j.shape), j, size) for value in values]


def _combined(value: Floats, j: Floats, size: Floats) -> Floats:
    """J f_i - R g_i from the lowest up, J f_i alone in the middle of an odd block, and
    J f_i + R g_i from there up, shape (n, ...).
    """
    half = len(value) // 2
    mean, gap = value[: len(value) - half] * j, value[len(value) - half :] * size
    return np.concatenate([mean[:half] - gap, mean[half:], (mean[:half] + gap)[::-1]])


@cache
def _series(spin: float, total: int) -> Floats:
    """Chebyshev coefficients of f_i, then of g_i of block M = `total` >= 0, shape (n, terms).

    Without anisotropy the levels are R = |(J, delta)| times a function of the direction. Turning
    J over turns the spectrum over, so that the i-th level from below and the i-th from above are
    J f_i(x) -+ R g_i(x). The levels of a tridiagonal block never cross, hence f_i and g_i are
    analytic, and their series reach rounding after a number of terms that grows with the size of
    the block alone: 72 for M = 0 of S = 2.
    """
    from scipy.fft import dct  # 100 ms, for series alone

    nodes = 64
    while True:
        angle = np.pi / (2 * nodes) * (np.arange(nodes) + 0.5)
        circle = Couplings(np.cos(angle), np.sin(angle), np.zeros(()), np.zeros(()))
        energies = block_energies(spin, total, circle)
        half = len(energies) // 2
        mean = (energies + energies[::-1])[: len(energies) - half] / (2 * np.cos(angle))
        gap = (energies[::-1] - energies)[:half] / 2
        coefficients = dct(np.concatenate([mean, gap])) / nodes
        coefficients[:, 0] /= 2
        decayed = np.abs(coefficients[-half:]).max(axis=0) < ROUNDING * np.abs(energies).max()
        terms = nodes - int(np.argmin(decayed[::-1]))
        if terms <= 3 * nodes // 4 or nodes == MOST_NODES:
            return np.ascontiguousarray(coefficients[:, :terms])
        nodes *= 2


def _chebyshev(x: Floats, count: int) -> Floats:
    """T_0(x), T_1(x), ... of `count` >= 2 orders, shape (count, points)."""
    polynomials = np.empty((count, x.size))
    polynomials[0], polynomials[1], double = 1, x, 2 * x
    for n in range(2, count):
        np.multiply(double, polynomials[n - 1], out=polynomials[n])
        polynomials[n] -= polynomials[n - 2]
    return polynomials
