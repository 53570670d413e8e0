"""Eigenstates of a pair of spins, one projection M at a time, and how they are occupied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.vibrational.spin_blocks import Couplings, block, twice


@dataclass(frozen=True, slots=True)
class States:
    """Eigenstates of one block: energies (..., n), vectors (..., n, n), (m1, m2) (n, 2)."""

    energies: Floats
    vectors: Floats
    projections: Floats


def eigenstates(spin: float, couplings: Couplings, mean_field: Floats) -> list[States]:
    """Return the eigenstates of every projection M from -2S to 2S, at energies lambda + h M."""
    number = twice(spin)
    states = []
    for total in range(-number, number + 1):
        matrix, m1, m2 = block(spin, total, couplings)
        energies, vectors = np.linalg.eigh(matrix)
        energies = energies + total * mean_field[..., None]
        states.append(States(energies, vectors, np.stack([m1, m2], axis=-1)))
    return states


def occupations(states: list[States], kt: Floats) -> list[Floats]:
    """Return the thermal probabilities of the states of each projection, 1 in all, at k_B T."""
    ground = np.min([np.min(s.energies, axis=-1, keepdims=True) for s in states], axis=0)
    weights = [np.exp((ground - s.energies) / kt[..., None]) for s in states]
    total = np.sum([np.sum(w, axis=-1, keepdims=True) for w in weights], axis=0)
    return [w / total for w in weights]


def kubo_factor(p: Floats, energies: Floats, beta: Floats) -> Floats:
    """(p_a - p_b)/(E_b - E_a) of all pairs of states in a block, shape (..., n, n)."""
    x = beta[..., None, None] * np.abs(energies[..., :, None] - energies[..., None, :])
    likelier = np.maximum(p[..., :, None], p[..., None, :])
    average = np.divide(-np.expm1(-x), x, out=np.ones(np.shape(x)), where=x > 0)
    return np.asarray(beta[..., None, None] * likelier * average)
