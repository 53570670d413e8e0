"""Endless lattices of equal particles: waves of moments, and the one that orders first.

The coupling of moments M exp(i k.R) is T(k) = sum_R (3 n n - 1)/R^3 cos(k.R), by Ewald's method:
1/R is split into a long-ranged part erf(eta R)/R, summed in reciprocal space, and the rest, summed
over R. Its largest eigenvalue over all k is that of an endless array, its wave vector the order;
the least one, negative, that of diamagnetic particles. Lengths are in units of the distance d of
nearest neighbours.

In three dimensions T depends on the direction in which k goes to zero: the field of the surface,
4 pi/3 aligned along a needle and -8 pi/3 across a plate, which is why it has no value at k = 0.

References
----------
Luttinger, Tisza, Phys. Rev. 70, 954 (1946). Ewald, Ann. Phys. 369, 253 (1921).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import quad
from scipy.special import erfc

from magrepro.core.arrays import Floats, floats
from magrepro.core.orbital.particle_arrays import BASES, MOMENTS

_REACH: Final = 5
"""Cells summed on either side, in both spaces: what is left out is below exp(-75)."""

_CHUNK: Final = 256
"""Waves summed at once: more take memory, and no less time a wave."""

_GRID: Final = 12
"""Points of the search along each reciprocal vector; holds the halves and thirds of all."""

_TIE: Final = 1e-9
"""Relative difference below which two waves are as strong as one another; sums are within 1e-14."""

_NEAR: Final = 1e-6
"""Wave number that stands for the limit of zero in three dimensions, within 1e-12 of it."""

CORNERS: Final[dict[str, dict[str, tuple[float, ...]]]] = {
    "square": {"Γ": (0.0, 0.0), "X": (0.5, 0.0), "M": (0.5, 0.5)},
    "hexagonal": {"Γ": (0.0, 0.0), "M": (0.5, 0.0), "K": (2 / 3, 1 / 3)},
    "cubic": {"Γ": (0, 0, 0), "X": (0.5, 0, 0), "M": (0.5, 0.5, 0), "R": (0.5, 0.5, 0.5)},
}
"""Symmetric wave vectors, in parts of the reciprocal vectors."""

PATHS: Final = {"square": "ΓXMΓ", "hexagonal": "ΓMKΓ", "cubic": "ΓXMRΓ"}
"""Along which T(k) is shown."""


@lru_cache(maxsize=8)
def reciprocal(lattice: str) -> Floats:
    """Return the reciprocal vectors, rows, shape (dimensions, 3): b_i.a_j = 2 pi delta_ij."""
    return floats(2 * np.pi * np.linalg.pinv(BASES[lattice]).T)


def wave_tensor(lattice: str, k: ArrayLike, *, eta: float | None = None) -> Floats:
    """Return T(k), shape (..., 3, 3), by Ewald's method.

    Parameters
    ----------
    lattice
        square, hexagonal or cubic.
    k : (..., 3)
        Wave vectors in 1/d, without a component across a plane.
    eta
        Where the sum is split, 1/d; the result does not depend on it.

    Raises
    ------
    ValueError
        If k is zero, or a reciprocal vector, in three dimensions.
    """
    waves = floats(k).reshape(-1, 3)
    found = [
        _some_tensors(lattice, waves[i : i + _CHUNK], eta) for i in range(0, len(waves), _CHUNK)
    ]
    return np.concatenate(found).reshape(*np.shape(k), 3)


@lru_cache(maxsize=4)
def _cells(dimensions: int) -> Floats:
    steps = np.arange(-_REACH, _REACH + 1.0)
    return np.stack(np.meshgrid(*[steps] * dimensions, indexing="ij"), axis=-1).reshape(
        -1, dimensions
    )


def _some_tensors(lattice: str, k: Floats, eta: float | None) -> Floats:
    basis = BASES[lattice]
    cell = float(np.sqrt(np.linalg.det(basis @ basis.T)))
    split = np.sqrt(np.pi) / cell ** (1 / len(basis)) if eta is None else eta
    places, tensors = _near_tensors(lattice, float(split))
    near = np.tensordot(np.cos(k @ places.T), tensors, axes=1)
    waves = _cells(len(basis)) @ reciprocal(lattice) + k[:, None, :]
    far = (_plane_part if len(basis) == 2 else _space_part)(waves, split) / cell
    own = 4 * split**3 / (3 * np.sqrt(np.pi)) * np.eye(3)
    return np.asarray(near + far + own)


@lru_cache(maxsize=8)
def _near_tensors(lattice: str, eta: float) -> tuple[Floats, Floats]:
    """Places of the lattice and second derivatives of erfc(eta r)/r there, which any k shares."""
    cells = _cells(len(BASES[lattice]))
    places = cells[np.any(cells != 0, axis=1)] @ BASES[lattice]
    r = np.sqrt(np.sum(places**2, axis=-1))
    rest, gauss = erfc(eta * r), 2 * eta / np.sqrt(np.pi) * np.exp(-((eta * r) ** 2))
    across = rest / r**3 + gauss / r**2
    along = 3 * rest / r**5 + gauss * (3 / r**4 + 2 * eta**2 / r**2)
    tensors = along[:, None, None] * places[:, :, None] * places[:, None, :]
    tensors -= across[:, None, None] * np.eye(3)
    return places, tensors


def _space_part(waves: Floats, eta: float) -> Floats:
    """Those of erf(eta r)/r in three dimensions, per cell: -4 pi q q/q^2 exp(-q^2/4 eta^2)."""
    square = np.sum(waves**2, axis=-1)
    if np.any(square == 0):
        raise ValueError("k = 0 has no dipole sum in three dimensions; give a direction")
    weight = -4 * np.pi * np.exp(-square / (4 * eta**2)) / square
    return _weighted(weight, waves)


def _plane_part(waves: Floats, eta: float) -> Floats:
    """Those on a plane, per cell: -2 pi q q erfc(q/2 eta)/q, and the curvature across it."""
    q = np.sqrt(np.sum(waves**2, axis=-1))
    rest = erfc(q / (2 * eta))
    weight = -2 * np.pi * np.divide(rest, q, out=np.zeros_like(q), where=q > 0)
    found = _weighted(weight, waves)
    curvature = q * rest - 2 * eta / np.sqrt(np.pi) * np.exp(-((q / (2 * eta)) ** 2))
    found[:, 2, 2] += 2 * np.pi * np.sum(curvature, axis=-1)
    return np.asarray(found)


def _weighted(weight: Floats, waves: Floats) -> Floats:
    """Return the sums of weight q q over the last waves, shape (..., 3, 3)."""
    return floats(np.swapaxes(weight[..., None] * waves, -1, -2) @ waves)


def strengths(lattice: str, moments: str, k: ArrayLike) -> Floats:
    """Return the eigenvalues of T(k) among the given moments, ascending, shape (..., c)."""
    some = list(MOMENTS[moments])
    tensor = wave_tensor(lattice, k)[..., some, :][..., some]
    return np.asarray(np.linalg.eigvalsh(tensor))


def strongest_wave(
    lattice: str, moments: str, *, diamagnetic: bool = False
) -> tuple[float, Floats, Floats]:
    """Return the largest eigenvalue of all waves, its wave vector (3,) and direction (3,).

    With `diamagnetic` it is the least one. The wave vectors of a grid are all looked at, and the
    best refined.

    Returns
    -------
    float, ndarray, ndarray
        Eigenvalue in 1/d^3, wave vector in 1/d, direction of the moments; of several that are as
        strong the first.
    """
    from scipy.optimize import minimize  # 60 ms

    vectors, side = reciprocal(lattice), -1 if diamagnetic else 1
    k = _grid_of_waves(vectors)

    def weakness(part: Floats) -> float:
        wave = np.where(np.any(part), part @ vectors, k[0])
        return float(-np.max(side * strengths(lattice, moments, wave)))

    found = np.max(side * strengths(lattice, moments, k), axis=-1)
    best = k[np.argmax(found > found.max() * (1 - _TIE))]
    start = np.linalg.lstsq(vectors.T, best, rcond=None)[0]
    refined = minimize(weakness, start, method="Nelder-Mead", options={"xatol": 1e-9})
    if -refined.fun > -weakness(start) * (1 + _TIE):
        best = refined.x @ vectors
    some, direction = list(MOMENTS[moments]), np.zeros(3)
    tensor = side * wave_tensor(lattice, best)[some, :][:, some]
    value, direction[some] = _strongest_direction(tensor)
    return side * value, best, direction


def standing_wave(places: ArrayLike, wave: ArrayLike, direction: ArrayLike) -> Floats:
    """Return the moments cos(k r) m of a wave at some places, shape (N, 3) each."""
    phase = floats(places) @ floats(wave)
    return np.asarray(np.cos(phase)[:, None] * floats(direction))


def _grid_of_waves(vectors: Floats) -> Floats:
    """Return wave vectors all over half a reciprocal cell, as T(-k) = T(k).

    In a cube the first is only nearly zero.
    """
    whole = np.arange(_GRID) / _GRID
    half = whole[: _GRID // 2 + 1]
    parts = np.stack(np.meshgrid(half, *[whole] * (len(vectors) - 1), indexing="ij"), -1)
    k = parts.reshape(-1, len(vectors)) @ vectors
    k[0] = [_NEAR, 0, 0] if len(vectors) == 3 else 0
    return np.asarray(k)


def _strongest_direction(tensor: Floats) -> tuple[float, Floats]:
    """Return the largest eigenvalue, and the vector to it that is nearest to the first axis."""
    values, states = np.linalg.eigh(tensor)
    same = states[:, values > values[-1] - _TIE * abs(values[-1])]
    onto = same @ same.T
    first = int(np.argmax(np.diag(onto) > np.diag(onto).max() - _TIE))
    direction = onto[first] / np.sqrt(onto[first, first])
    return float(values[-1]), np.where(np.abs(direction) < _TIE, 0.0, direction)


def path(lattice: str, points: int) -> tuple[Floats, Floats]:
    """Return wave vectors along `PATHS`, and how far along each is, both ends included.

    Returns
    -------
    k : (legs * points + 1, 3)
        In 1/d; near zero, in three dimensions, along the leg.
    length : (legs * points + 1,)
        Length of the path up to each, 1/d.
    """
    vectors, corners = reciprocal(lattice), CORNERS[lattice]
    places = [floats(corners[name]) @ vectors for name in PATHS[lattice]]
    share = np.arange(points)[:, None] / points
    legs = [a + share * (b - a) for a, b in pairwise(places)]
    k = np.concatenate([*legs, places[-1:]])
    length = np.append(0, np.cumsum(np.sqrt(np.sum(np.diff(k, axis=0) ** 2, axis=1))))
    if len(vectors) == 3:
        for end, towards in ((0, 1), (-1, -2)):
            k[end] = _NEAR * k[towards] / np.linalg.norm(k[towards])
    return k, length


def direct_tensor(lattice: str, k: ArrayLike, *, particles: float = 1e6) -> Floats:
    """Return T(k), shape (3, 3), summed over about so many particles: the second route.

    The sum ends in a soft edge, erfc((r - r_0)/w)/2, whose Fourier transform leaves next to nothing
    of a wave; on a plane what is beyond the edge is added for k = 0, where it is an integral.
    """
    basis, wave = BASES[lattice], floats(k)
    dimensions = len(basis)
    edge = (particles ** (1 / dimensions)) / 2
    # The soft edge ends at 6.4 widths beyond its middle, where erfc is 1e-19.
    middle, width = 0.6 * edge, edge / 16
    places = _half_of_the_places(basis, edge)
    square = np.einsum("ij,ij->i", places, places)
    kept = square < edge**2
    places, square = places[kept], square[kept]
    r = np.sqrt(square)
    weight = erfc((r - middle) / width) / (r * square)
    if np.any(wave):
        weight *= np.cos(places @ wave)
    tensor = 3 * _weighted(weight / square, places)
    tensor -= np.sum(weight) * np.eye(3)
    if dimensions == 2 and not np.any(wave):
        # From 0.01 on, as what is left out is below erfc(9.4).
        left, _ = quad(lambda x: 0.5 * erfc((middle - x) / width) / x**2, 0.01, edge, limit=500)
        cell = float(np.sqrt(np.linalg.det(basis @ basis.T)))
        tensor += 2 * np.pi * (left + 1 / edge) / cell * np.diag([0.5, 0.5, -1.0])
    return floats(tensor)


def _half_of_the_places(basis: Floats, edge: float) -> Floats:
    """Return one place of each pair r, -r of a block that holds all within `edge` of its middle.

    The middle itself is left out.
    """
    reach = np.ceil(1.16 * edge)  # 2/sqrt(3) in the hexagonal lattice, whose rows are that closer
    cells = [np.arange(-reach if axis else 0.0, reach + 1) for axis in range(len(basis))]
    first = int(2 * reach + 1) ** (len(basis) - 1) // 2 + 1
    columns = [part.ravel()[first:] for part in np.meshgrid(*cells, indexing="ij")]
    return np.asarray(np.stack(columns, axis=-1) @ basis)
