"""Disordered arrays: particles moved off their places, or of unequal sizes.

With volumes V_i the array orders where chi times the largest eigenvalue of sqrt(V_i V_j) T_ij is
one. A sample is a function of seed, number, lattice and strength alone, so that samples can be
computed in any order and anywhere; at other strengths a sample has the same random numbers.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import scipy.linalg
from scipy.special import ndtr, ndtri

from magrepro.core.arrays import Floats, floats
from magrepro.core.orbital.particle_arrays import MOMENTS, coupling_matrix, particle_array

Kind = Literal["positions", "sizes"]
KINDS: Final[tuple[Kind, ...]] = ("positions", "sizes")

_TAIL: Final = 2.0
"""Standard deviations of ln a beyond which there are no sizes."""


def displaced(places: Floats, strength: float, random: np.random.Generator, dims: int) -> Floats:
    """Return places moved within a ball, or a disc, of radius `strength`, evenly over it."""
    apart = ndtri(random.random((len(places), dims)))
    apart /= np.sqrt(np.sum(apart**2, axis=1, keepdims=True))
    moved = places.copy()
    moved[:, :dims] += strength * random.random((len(places), 1)) ** (1 / dims) * apart
    return moved


def volumes(count: int, strength: float, random: np.random.Generator) -> Floats:
    """Return volumes of log-normal radii, ln a of width `strength` cut at two widths.

    Their mean over the sample is 1: disorder at the same amount of metal.
    """
    low, high = ndtr(-_TAIL), ndtr(_TAIL)
    logarithm = strength * ndtri(low + (high - low) * random.random(count))
    found = np.exp(3 * logarithm)
    return floats(found / np.mean(found))


def sample(
    lattice: str, moments: str, edge: int, kind: Kind, strength: float, *, seed: int, number: int
) -> tuple[float, float]:
    """Return the largest eigenvalue of one disordered array, in V/d^3, and who takes part.

    Parameters
    ----------
    lattice, moments, edge
        As in `particle_arrays`.
    kind, strength
        Positions: the radius in d within which each particle is moved, in the plane of an array
        that has one. Sizes: the width of ln a.
    seed, number
        Which sample.

    Returns
    -------
    float, float
        Eigenvalue, and the number of particles in its mode, (sum m^2)^2/sum m^4.
    """
    array = particle_array(lattice, edge)
    random = np.random.default_rng([seed, number, KINDS.index(kind)])
    places, weight = array.positions(), np.ones(array.size)
    if kind == "positions":
        places = displaced(places, strength, random, array.inside.ndim)
    else:
        weight = np.sqrt(volumes(array.size, strength, random))
    components = MOMENTS[moments]
    matrix = coupling_matrix(places, components)
    each = np.repeat(weight, len(components))
    matrix *= each[:, None] * each
    value, mode = largest(matrix)
    share = np.sum(mode.reshape(array.size, -1) ** 2, axis=1)
    return value, float(1 / np.sum(share**2))


def largest(matrix: Floats) -> tuple[float, Floats]:
    """Return the largest eigenvalue of a symmetric matrix, and its vector."""
    last = matrix.shape[0] - 1
    values, vectors = scipy.linalg.eigh(matrix, subset_by_index=(last, last))
    return float(values[0]), floats(vectors[:, 0])
