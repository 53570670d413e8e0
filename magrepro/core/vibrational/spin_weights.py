"""Boltzmann weights of two coupled spins, projection by projection.

A weight is exp(-beta (E - E_ground)). Double precision leaves E uncertain by some 1e-16 of the
largest energy, much beside a small k_B T: at 1 mK and J = 1 eV weights would be wrong by some
1e-7. Pairs as cold as that, in which states of different projection compete, have the energies
that count refined to some 30 digits, so that a weight is as exact as J and alpha themselves are
taken to be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from magrepro.core.arrays import Floats
from magrepro.core.double_double import Pair, exact_product, exact_sum, plus, root, times
from magrepro.core.vibrational.spin_blocks import Couplings, block, levels, raising

ROUNDING_OF_LEVELS: Final = 2e-15
"""Of the largest energy: what the diagonalisation of a block, or a series, leaves uncertain."""

REFINED_ABOVE: Final = 1e-10
"""Uncertain part of a weight from which on levels are refined: a tenth of what a moment may differ
by between two routes to it."""


@dataclass(frozen=True, slots=True)
class PairArrays:
    """Couplings and fields of pairs, and k_B T, in meV; all of one shape or scalars."""

    j: Floats
    alpha: Floats
    field_ratio: Floats
    anisotropy: Floats
    exchange_anisotropy: Floats
    kt: Floats

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of all arrays broadcast against one another."""
        return np.broadcast_shapes(*(array.shape for array in self._arrays()))

    def at(self, index: NDArray[np.bool_]) -> PairArrays:
        """Return the pairs at an index, in one dimension."""
        shape = self.shape
        return PairArrays(*(np.broadcast_to(array, shape)[index] for array in self._arrays()))

    def parts(self, length: int) -> Iterator[PairArrays]:
        """Yield all pairs in order, `length` at a time, in one dimension."""
        shape = self.shape
        flat = [np.broadcast_to(array, shape).flat for array in self._arrays()]
        for start in range(0, math.prod(shape), length):
            yield PairArrays(*(iterator[start : start + length] for iterator in flat))

    def _arrays(self) -> Iterator[Floats]:
        """Go through the fields."""
        return (getattr(self, name) for name in self.__slots__)

    @property
    def fields(self) -> tuple[Floats, Floats]:
        """H = |alpha| (1 + r)/2 and |delta| = |alpha (1 - r)|/2."""
        size = np.abs(self.alpha)
        return size * np.abs(1 + self.field_ratio) / 2, size * np.abs(1 - self.field_ratio) / 2


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of M = 0, 1, ..., 2S against the field, the part `tilt` = 1 - exp(-2 beta h M) of
    each that M along the field lacks, and the ground energy in meV.
    """

    of_m: list[Floats]
    tilt: list[Floats]
    ground: Floats

    def moment(self) -> Floats:
        """Return |<S1z + S2z>|, sums of terms of one sign over one another."""
        terms = [m * w * tilt for m, (w, tilt) in enumerate(zip(self.of_m, self.tilt, strict=True))]
        return np.asarray(np.sum(terms, axis=0) / self.partition_sum())

    def partition_sum(self) -> Floats:
        """Return tr exp(-beta (H - E_ground))."""
        pairs = [w * (2 - tilt) for w, tilt in zip(self.of_m[1:], self.tilt[1:], strict=True)]
        return np.asarray(self.of_m[0] + np.sum(pairs, axis=0))


def weights(spin: float, pairs: PairArrays) -> Weights:
    """Return the weights of a spin S in pairs, in their broadcast shape."""
    found = _rough_weights(spin, pairs)
    uncertain = _uncertain(spin, pairs, found)
    if uncertain.any():
        present = [weight[uncertain] > 0 for weight in found.of_m]
        refined = _refined(spin, pairs.at(uncertain), present)
        for weight, better in zip(found.of_m, refined, strict=True):
            weight[uncertain] = better
    return found


def share_refined(spin: float, pairs: PairArrays) -> float:
    """Return the share of pairs whose energies `weights` refines, which takes longer."""
    return float(np.mean(_uncertain(spin, pairs, _rough_weights(spin, pairs))))


def _rough_weights(spin: float, pairs: PairArrays) -> Weights:
    """Return the weights from energies in doubles."""
    h, delta = pairs.fields
    couplings = Couplings(pairs.j, delta, pairs.anisotropy, pairs.exchange_anisotropy)
    by_total = levels(spin, couplings)
    ground = np.min([lowest - m * h for m, (lowest, *_) in enumerate(by_total)], axis=0)
    of_m = [
        np.asarray(sum(np.exp((ground + m * h - level) / pairs.kt) for level in block_levels))
        for m, block_levels in enumerate(by_total)
    ]
    tilt = [np.asarray(-np.expm1(-2 * m * h / pairs.kt)) for m in range(len(by_total))]
    return Weights(of_m, tilt, np.asarray(ground))


def _uncertain(spin: float, pairs: PairArrays, found: Weights) -> NDArray[np.bool_]:
    """Cold pairs in which more than one M has a weight, in their broadcast shape.

    A projection alone needs no weights: the moment is M tanh(beta h M), or zero.
    """
    h, delta = pairs.fields
    largest = spin * (spin + 1) * np.abs(pairs.j) + 2 * spin * (h + delta)
    largest = largest + spin**2 * (2 * np.abs(pairs.anisotropy) + np.abs(pairs.exchange_anisotropy))
    cold = np.broadcast_to(ROUNDING_OF_LEVELS * largest / pairs.kt > REFINED_ABOVE, pairs.shape)
    if not cold.any():
        return cold
    several = np.sum([weight > 0 for weight in found.of_m], axis=0) > 1
    return np.asarray(cold & several)


def _refined(spin: float, pairs: PairArrays, present: list[NDArray[np.bool_]]) -> list[Floats]:
    """Weights of M = 0, 1, ... where present, zero elsewhere; pairs of shape (points,)."""
    energies = {m: _energies(spin, m, pairs.at(here)) for m, here in enumerate(present)}
    high, low = np.full(pairs.j.size, np.inf), np.zeros(pairs.j.size)
    for m, here in enumerate(present):
        first = energies[m][0][:, 0], energies[m][1][:, 0]
        lower = first[0] < high[here]
        high[here], low[here] = np.where(lower, first, (high[here], low[here]))
    found = []
    for m, here in enumerate(present):
        above = energies[m][0] - high[here, None] + (energies[m][1] - low[here, None])
        weight = np.zeros(pairs.j.size)
        weight[here] = np.sum(np.exp(-above / pairs.kt[here, None]), axis=1)
        found.append(weight)
    return found


def _energies(spin: float, m: int, pairs: PairArrays) -> Pair:
    """Energies lambda_i(M, |delta|) - h M to some 30 digits, lowest first, shape (points, n).

    An eigenvector in double precision has an energy <v|H|v> with an error of second order, once
    the residual (H - lambda) v is free of rounding.
    """
    size, r = np.abs(pairs.alpha), pairs.field_ratio
    h, delta = (_absolute(times(exact_sum(1.0, s * r), size / 2)) for s in (1, -1))
    couplings = Couplings(pairs.j, delta[0], pairs.anisotropy, pairs.exchange_anisotropy)
    matrix, m1, m2 = block(spin, m, couplings)
    rough, vectors = np.linalg.eigh(matrix)
    diagonal, off = _exact_block(spin, m1, m2, pairs, delta)
    shifted = plus(_columns(diagonal), (-rough[:, None, :], np.zeros(())))
    residual = times(shifted, vectors)
    for rows, others in ((slice(1, None), slice(None, -1)), (slice(None, -1), slice(1, None))):
        part = plus((residual[0][:, rows], residual[1][:, rows]), times(off, vectors[:, others]))
        residual[0][:, rows], residual[1][:, rows] = part
    correction = np.sum(vectors * (residual[0] + residual[1]), axis=1) / np.sum(vectors**2, axis=1)
    return plus((rough, correction), times(_columns(h), -float(m)))


def _exact_block(
    spin: float, m1: Floats, m2: Floats, pairs: PairArrays, delta: Pair
) -> tuple[Pair, Pair]:
    """Diagonal (points, n) and next to it (points, n - 1, 1) of a block."""
    product, squares = m1 * m2, m1**2 + m2**2
    diagonal = times(_columns(delta), m1 - m2)
    couplings = (
        (pairs.j, product),
        (pairs.exchange_anisotropy, product),
        (pairs.anisotropy, squares),
    )
    for coupling, factor in couplings:
        diagonal = plus(diagonal, exact_product(coupling[:, None], factor))
    elements = np.rint(raising(spin, m1[1:]) ** 2) * np.rint(raising(spin, m2[:-1]) ** 2)
    return diagonal, _columns(times(root(elements), pairs.j[:, None] / 2))


def _columns(x: Pair) -> Pair:
    """Return a pair of arrays with an axis behind the others."""
    return x[0][..., None], x[1][..., None]


def _absolute(x: Pair) -> Pair:
    """Return the modulus of a pair."""
    sign = np.where(x[0] < 0, -1.0, 1.0)
    return sign * x[0], sign * x[1]
