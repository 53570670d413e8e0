"""Finite arrays of equal particles: the susceptibility from which on their dipoles order.

Particles of volume V and susceptibility chi in one another's field, M_i = V chi sum_j T_ij M_j with
T_ij = (3 n n - 1)/r^3, n along r = r_i - r_j, Eqs. (3), (4). An array orders where V chi times the
largest eigenvalue of T is one; for the dimer, distance d, it is 2/d^3. Lengths are in units of the
distance d of nearest neighbours.

The coupling of an array with one particle a cell is a convolution (FFT). Its largest eigenvalue is
found by block conjugate gradients (LOBPCG), preconditioned by the coupling of the array repeated
periodically, shifted to be definite: the number of steps then hardly grows with the size.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Eqs. (3), (4), (8), (C1).
Knyazev, SIAM J. Sci. Comput. 23, 517 (2001): LOBPCG.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy.fft
import scipy.linalg
from numpy.typing import ArrayLike

from magrepro.core.arrays import Bools, Floats, floats
from magrepro.core.roots import NotConverged

BASES: Final = {
    "chain": np.array([[1.0, 0.0, 0.0]]),
    "square": np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
    "hexagonal": np.array([[1.0, 0.0, 0.0], [0.5, 3**0.5 / 2, 0.0]]),
    "cubic": np.eye(3),
}
"""Primitive vectors of each lattice, rows; planes lie in x and y, the chain along x."""

MOMENTS: Final = {"in plane": (0, 1), "out of plane": (2,), "any": (0, 1, 2)}
"""Components of the moments. Those of a plane and across it do not act on one another."""

DIMER: Final = 2.0
"""Largest eigenvalue of two particles, moments along their axis."""

_DENSE: Final = 400
"""Unknowns up to which the matrix is built: 1 MB, diagonalised in a hundredth of a second."""

_BLOCK: Final = 4
"""Modes sought at once: the first two or three of symmetric arrays are nearly degenerate."""

_STEPS: Final = 150
"""At most; what has not converged by then is judged by `_ACCEPTED` all the same."""

_RESIDUAL: Final = 1e-7
"""At which the search ends: an eigenvalue's error is the square of it over the gap."""

_ACCEPTED: Final = 3e-10
"""Relative error of an eigenvalue beyond which there is none."""


@dataclass(frozen=True, eq=False)
class ParticleArray:
    """Particles on some cells of a block of a lattice."""

    basis: Floats
    """Primitive vectors, shape (dimensions, 3)."""
    inside: Bools
    """Which cells of the block hold a particle, one axis a dimension."""

    @property
    def size(self) -> int:
        """Number of particles."""
        return int(np.count_nonzero(self.inside))

    def positions(self) -> Floats:
        """Return the centres, shape (particles, 3)."""
        return floats(np.argwhere(self.inside) @ self.basis)


def particle_array(lattice: str, edge: int) -> ParticleArray:
    """Return the array with `edge` particles along each edge.

    A chain, a square, a hexagon or a cube: edge, edge^2, 3 edge (edge - 1) + 1 or edge^3 particles.

    Raises
    ------
    ValueError
        If there are fewer than two along an edge.
    """
    if edge < 2:
        raise ValueError(f"an edge needs at least 2 particles, not {edge}")
    basis = BASES[lattice]
    if lattice != "hexagonal":
        return ParticleArray(basis, np.ones((edge,) * len(basis), dtype=bool))
    i, j = np.indices((2 * edge - 1,) * 2)
    return ParticleArray(basis, np.abs(i + j - 2 * (edge - 1)) < edge)


def coupling_matrix(positions: ArrayLike, components: tuple[int, ...]) -> Floats:
    """Return T between particles at any places, shape (n c, n c) for c components.

    Parameters
    ----------
    positions : (n, 3)
        Centres in units of d.
    components
        Which of x, y, z the moments have.
    """
    places = floats(positions)
    n, c = len(places), len(components)
    matrix = np.empty((n, c, n, c))
    apart = places[:, None, :] - places[None, :, :]
    distance = np.sqrt(np.sum(apart**2, axis=-1))
    np.fill_diagonal(distance, np.inf)
    square, cube = distance**2, distance**3
    for i, a in enumerate(components):
        for j, b in enumerate(components):
            matrix[:, i, :, j] = _coupling(apart, square, cube, a, b)
    return matrix.reshape(n * c, n * c)


def _coupling(apart: Floats, square: Floats, cube: Floats, a: int, b: int) -> Floats:
    """Component a, b of (3 n n - 1)/r^3, zero at infinite distance, with r^2 and r^3 given."""
    along = 3 * apart[..., a] * apart[..., b] / square
    return np.asarray((along - float(a == b)) / cube)


def strongest_mode(array: ParticleArray, components: tuple[int, ...]) -> tuple[float, Floats]:
    """Return the largest eigenvalue of T, in 1/d^3, and its moments, shape (particles, 3).

    The eigenvalue is right to 3e-10; of nearly degenerate modes any mixture may be returned.

    Raises
    ------
    NotConverged
        If the residual stays too large.
    """
    if array.size * len(components) <= _DENSE:
        matrix = coupling_matrix(array.positions(), components)
        last = matrix.shape[0] - 1
        values, vectors = scipy.linalg.eigh(matrix, subset_by_index=(last, last))
        found, mode = values[0], vectors.reshape(array.size, -1)
    else:
        found, mode = _by_convolution(Convolution.of(array, components))
    moments = np.zeros((array.size, 3))
    moments[:, components] = mode
    return float(found), moments


def critical_ratio(eigenvalue: ArrayLike) -> Floats:
    """Return the critical susceptibility over that of the dimer, Eq. (8), from an eigenvalue."""
    return np.asarray(DIMER / floats(eigenvalue))


@dataclass(frozen=True, eq=False)
class Convolution:
    """T of an array as a product in reciprocal space, and the inverse of a shifted one."""

    inside: Bools
    spectrum: Floats
    """Coupling of components, shape (c, c, reciprocal space of the padded block)."""
    inverse: Floats
    """That of (shift - T) of the periodic array, positive definite."""
    padded: int

    @classmethod
    def of(cls, array: ParticleArray, components: tuple[int, ...]) -> Convolution:
        """Return the coupling of an array: (3 n n - 1)/r^3 at all distances that occur in it."""
        dimensions, longest = array.inside.ndim, max(array.inside.shape)
        padded = int(scipy.fft.next_fast_len(2 * longest - 1, real=True))
        steps = np.rint(scipy.fft.fftfreq(padded, 1 / padded))
        apart = np.stack(np.meshgrid(*[steps] * dimensions, indexing="ij"), axis=-1) @ array.basis
        distance = np.sqrt(np.sum(apart**2, axis=-1))
        distance[(0,) * dimensions] = np.inf
        square, cube = distance**2, distance**3
        c = len(components)
        spectrum = np.array(
            # Even in r, but for the distance of half a period, which does not occur in the array.
            [
                scipy.fft.rfftn(_coupling(apart, square, cube, a, b)).real
                for a in components
                for b in components
            ]
        )
        spectrum = spectrum.reshape(c, c, *spectrum.shape[1:])
        return cls(array.inside, spectrum, _shifted_inverse(spectrum, longest), padded)

    @property
    def unknowns(self) -> int:
        """Components times particles."""
        return len(self.spectrum) * int(np.count_nonzero(self.inside))

    def apply(self, spectrum: Floats, moments: Floats) -> Floats:
        """Return the convolution of moments, shape (unknowns, any), components first."""
        c, d = self.spectrum.shape[0], self.inside.ndim
        columns = moments.reshape(self.unknowns, -1).T
        block = np.zeros((len(columns), c, *self.inside.shape))
        block[..., self.inside] = columns.reshape(len(columns), c, -1)
        axes = tuple(range(2, 2 + d))
        waves = scipy.fft.rfftn(block, (self.padded,) * d, axes=axes)
        fields = np.einsum("ab...,nb...->na...", spectrum, waves)
        every = scipy.fft.irfftn(fields, (self.padded,) * d, axes=axes)
        every = every[(..., *(slice(n) for n in self.inside.shape))]
        return np.asarray(every[..., self.inside].reshape(len(columns), -1).T)


def _shifted_inverse(spectrum: Floats, longest: int) -> Floats:
    """Inverse of shift - T at each wave vector; the shift is above all eigenvalues of T there."""
    matrices = np.moveaxis(spectrum, (0, 1), (-2, -1))
    values, vectors = np.linalg.eigh(matrices)
    weights = 1 / (values.max() + (np.pi / longest) ** 2 - values)
    inverse = np.einsum("...ai,...i,...bi->ab...", vectors, weights, vectors)
    return np.ascontiguousarray(inverse)


def _by_convolution(coupling: Convolution) -> tuple[float, Floats]:
    """Return the largest eigenvalue and its mode, refusing what has not converged."""
    values, modes = _ritz(coupling, _strongest_modes(coupling))
    mode = modes[:, 0]
    field = coupling.apply(coupling.spectrum, mode)[:, 0]
    found = float(mode @ field)
    rest = float(np.linalg.norm(field - found * mode))
    error = min(rest, rest**2 / max(values[0] - values[-1], 1e-300))
    if error > _ACCEPTED * found:
        raise NotConverged(
            f"the largest eigenvalue of {coupling.inside.sum()} particles did not converge: "
            f"error {error:.1g}"
        )
    return found, mode.reshape(coupling.spectrum.shape[0], -1).T


def _strongest_modes(coupling: Convolution) -> Floats:
    """Return modes near the largest eigenvalue, by SciPy's LOBPCG."""
    from scipy.sparse.linalg import LinearOperator, lobpcg  # 60 ms, for large arrays alone

    def operator(spectrum: Floats) -> Any:
        def product(x: Floats) -> Floats:
            return coupling.apply(spectrum, x)

        shape = (coupling.unknowns,) * 2
        return LinearOperator(shape, matvec=product, matmat=product, dtype=np.float64)

    start = np.random.default_rng(0).random((coupling.unknowns, _BLOCK)) - 0.5
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # whether it has converged is seen below
        _, modes = lobpcg(
            operator(coupling.spectrum),
            coupling.apply(coupling.inverse, start),
            M=operator(coupling.inverse),
            tol=_RESIDUAL,
            maxiter=_STEPS,
        )
    return np.asarray(modes)


def _ritz(coupling: Convolution, modes: Floats) -> tuple[Floats, Floats]:
    """Return the best values, descending, and vectors in the span of some."""
    basis, _ = np.linalg.qr(modes)
    values, weights = np.linalg.eigh(basis.T @ coupling.apply(coupling.spectrum, basis))
    return values[::-1], basis @ weights[:, ::-1]
