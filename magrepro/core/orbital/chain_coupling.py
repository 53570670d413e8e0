"""The coupling of chains as an operator: many short chains at once, folded, or a long one by FFT.

The moments of a chain without applied field are the same from both ends. Folding a short chain in
the middle halves its unknowns, and chains of several lengths, padded with zeros, are solved
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from magrepro.core.arrays import Bools, Floats
from magrepro.core.orbital.chains import chain_field, chain_matrix, chain_sine_spectrum, sine_solve

_KRYLOV_STEPS: Final = 60
"""GMRES keeps so many vectors; what they do not reach is one more step of Newton's."""

_KRYLOV_TOLERANCE: Final = 1e-4
"""Newton's own error is far above, and an inexact step only costs another one."""

_LEAST_SLOPE: Final = 1e-2
"""Slope over the largest that the mean of the preconditioner counts at least: saturated moments
have none, and a harmonic mean with them would be zero. A matter of speed alone."""


class ChainCoupling(Protocol):
    """Coupling T of (C1) acting on moments of shape (..., places)."""

    @property
    def places(self) -> Bools:
        """Which places hold a particle; broadcasts against the moments."""
        ...

    def field(self, moments: Floats, /) -> Floats:
        """Return T M."""
        ...

    def solve(self, a: Floats, slope: Floats, right: Floats, active: Bools) -> Floats:
        """Solve [a - slope T] x = right for the active systems; zero for the others.

        Shapes: a and active (..., 1), slope and right (..., places).

        Raises
        ------
        numpy.linalg.LinAlgError
            If a matrix is singular.
        """
        ...

    def unfolded(self, moments: Floats, /) -> list[Floats]:
        """Return the moments of each length along the whole chain, shapes (..., n)."""
        ...


@dataclass(frozen=True, eq=False)
class FoldedChains:
    """Short chains of several lengths; moments (lengths, ..., places) of their first halves."""

    lengths: tuple[int, ...]
    matrix: Floats
    """Shape (lengths, 1, ..., places, places)."""
    places: Bools

    @classmethod
    def of(cls, lengths: Sequence[int], dimensions: int) -> FoldedChains:
        """Return the couplings for systems of that many dimensions."""
        halves = [(n + 1) // 2 for n in lengths]
        matrix = np.zeros((len(lengths), max(halves), max(halves)))
        for place, (n, half) in enumerate(zip(lengths, halves, strict=True)):
            whole = chain_matrix(n)[:half]
            matrix[place, :half, :half] = whole[:, :half]
            # The middle of a chain of odd length is its own mirror image.
            matrix[place, :half, : n // 2] += whole[:, ::-1][:, : n // 2]
        between = (1,) * dimensions
        places = np.arange(max(halves)) < np.array(halves)[:, None]
        shape = (len(lengths), *between, *matrix.shape[1:])
        return cls(tuple(lengths), matrix.reshape(shape), places.reshape(*shape[:-1]))

    def field(self, moments: Floats, /) -> Floats:
        """Return T M."""
        return np.asarray((self.matrix @ moments[..., None])[..., 0])

    def solve(self, a: Floats, slope: Floats, right: Floats, active: Bools) -> Floats:
        """Solve [a - slope T] x = right for the active systems."""
        rows, size = active[..., 0], right.shape[-1]
        x = np.zeros_like(right)
        coupling = np.broadcast_to(self.matrix, (*rows.shape, size, size))[rows]
        matrix = a[rows][..., None] * np.eye(size) - slope[rows][..., None] * coupling
        x[rows] = np.linalg.solve(matrix, right[rows][..., None])[..., 0]
        return x

    def unfolded(self, moments: Floats, /) -> list[Floats]:
        """Return the moments of each length along the whole chain."""
        firsts = (m[..., : (n + 1) // 2] for n, m in zip(self.lengths, moments, strict=True))
        return [
            np.concatenate([half, half[..., : n // 2][..., ::-1]], axis=-1)
            for n, half in zip(self.lengths, firsts, strict=True)
        ]


@dataclass(frozen=True, eq=False)
class LongChain:
    """One long chain; moments (1, ..., n) along it."""

    n: int

    @property
    def places(self) -> Bools:
        """Every place holds a particle."""
        return np.ones(self.n, dtype=bool)

    def field(self, moments: Floats, /) -> Floats:
        """Return T M by FFT."""
        return chain_field(moments)

    def solve(self, a: Floats, slope: Floats, right: Floats, active: Bools) -> Floats:
        """Solve [a - slope T] x = right by GMRES, preconditioned on sine waves."""
        x = np.zeros_like(right)
        for row in zip(*np.nonzero(active[..., 0]), strict=True):
            x[row] = self._solution(float(a[row][0]), slope[row], right[row])
        return x

    def _solution(self, a: float, slope: Floats, right: Floats) -> Floats:
        """Solve one system; what GMRES leaves of the residual is not asked for."""
        from scipy.sparse.linalg import LinearOperator, gmres  # 60 ms, for long chains alone

        depth, shape = _depth(a, slope), (self.n, self.n)
        product = LinearOperator(shape, matvec=lambda x: a * x - slope * chain_field(x))
        inverse = LinearOperator(shape, matvec=lambda x: sine_solve(depth, x))
        x, _ = gmres(
            product, right, rtol=_KRYLOV_TOLERANCE, restart=_KRYLOV_STEPS, maxiter=1, M=inverse
        )
        return np.asarray(x)

    def unfolded(self, moments: Floats, /) -> list[Floats]:
        """Return the moments of the one chain."""
        return [moments[0]]


def _depth(a: float, slope: Floats) -> Floats:
    """Spectrum of a - <slope> T on sine waves, <slope> the harmonic mean over the longest wave.

    Where slope > 0 and a - slope T is stable, this mean keeps the spectrum positive (Rayleigh).
    """
    n = slope.size
    wave = np.sin(np.pi * np.arange(1, n + 1) / (n + 1)) ** 2
    positive = np.maximum(slope, _LEAST_SLOPE * np.max(np.abs(slope)) + 1e-300)
    mean = np.sum(wave) / np.sum(wave / positive)
    return np.asarray(np.maximum(a - mean * chain_sine_spectrum(n), a / (n + 1) ** 2))
