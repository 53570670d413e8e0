"""Pairs of spins: Eq. (1) diagonalised, spin waves of a ring, a pair with its mode.

J > 0 is antiferromagnetic in `Dimer`, J < 0 in Eqs. (1) and (2).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Floats
from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational.spins import (
    Dimer,
    dimer_hamiltonian,
    eq1_hamiltonian,
    spin_operators,
)

TRIPLET_ZERO = np.array([0.0, 1.0, 1.0, 0.0]) / np.sqrt(2)
"""The state M = 0 of the triplet."""
SPINS = (0.5, 1.0, 1.5, 2.0)
"""Of the panels of Fig. 2."""
PAIRS = (Dimer(spin=0.5, j=5.0, alpha=0.0), Dimer(spin=0.5, j=-5.0, alpha=0.0))
"""An antiferromagnetic and a ferromagnetic one, 5 meV."""
MODE = 6.0
"""Energy in meV of the mode that is diagonalised together with a pair."""


def equal_exchange(i: ArrayLike) -> Floats:
    """Return I_mn with I_12 = I_21 = I, which makes I_+ - I_- = I."""
    return np.asarray(np.multiply.outer(i, [[0.0, 1.0], [1.0, 0.0]]))


def pair_matrix(j: ArrayLike, i: ArrayLike = 0.0, fields: ArrayLike = (0.0, 0.0)) -> Floats:
    """Return Eq. (1) for spins 1/2 with anisotropy I and given fields A.Q."""
    return eq1_hamiltonian(spin=0.5, j=j, exchange=equal_exchange(i), fields=fields)


def is_magnetic(j: float, i: ArrayLike, fields: ArrayLike) -> NDArray[np.bool_]:
    """Return whether the ground state of Eq. (1), diagonalised, has M = +1 or -1."""
    _, states = np.linalg.eigh(pair_matrix(j, i, fields))
    return np.asarray(np.sum(states[..., [0, 3], 0] ** 2, axis=-1) > 0.5)


def ring_waves(sites: int, k: int, *, spin: float = 0.5) -> list[NDArray[Any]]:
    """Return S_k^x, S_k^y, S_k^z of the spins on a ring, S_m = sum_k S_k exp(-i k m)/sqrt(N)."""
    phase = np.exp(2j * np.pi * k * np.arange(sites) / sites)
    return [np.tensordot(phase, at, axes=1) / np.sqrt(sites) for at in ring_spins(sites, spin)]


def ring_spins(sites: int, spin: float = 0.5) -> list[NDArray[Any]]:
    """Return Sx, Sy, Sz at each site of a ring, three arrays of (sites, states, states)."""
    s = spin_operators(spin)
    size = len(s.z)
    return [
        np.array(
            [
                np.kron(np.kron(np.eye(size**m), operator), np.eye(size ** (sites - m - 1)))
                for m in range(sites)
            ]
        )
        for operator in (s.x, s.y, s.z)
    ]


def thermal_mean(operator: Floats, hamiltonian: Floats, temperature: float) -> float:
    """Return the mean of an operator in equilibrium, energies in meV."""
    energies, states = np.linalg.eigh(hamiltonian)
    weights = np.exp((energies[0] - energies) / (K_B_MEV * temperature))
    means = np.sum((operator @ states) * states, axis=0)
    return float(np.sum(weights * means) / np.sum(weights))


def with_mode(
    dimer: Dimer, *, coupling: float, phi: float = 0.0, omega0: float = MODE, across: float = 0.0
) -> Floats:
    """Return <S1z + S2z>, <X>, <Sx> and <Q> at 20 K of two spins 1/2 and one mode, diagonalised.

    ``across`` is a field along x.
    """
    n, s, r = 14, spin_operators(0.5), float(np.asarray(dimer.field_ratio))
    a = np.diag(np.sqrt(np.arange(1.0, n)), 1)
    q, one, rigid = a + a.T, np.eye(2), np.eye(n)
    first, second = np.kron(s.z, one), np.kron(one, s.z)
    sx, x = np.kron(s.x, one) + np.kron(one, s.x), first + r * second
    h = np.kron(dimer_hamiltonian(dimer) + across * sx, rigid) + coupling * np.kron(x, q)
    h = h + np.kron(np.eye(4), omega0 * a.T @ a + phi * q @ q @ q)
    energies, states = np.linalg.eigh(h)
    weights = np.exp((energies[0] - energies) / (K_B_MEV * 20))
    operators = [np.kron(o, rigid) for o in (first + second, x, sx)] + [np.kron(np.eye(4), q)]
    means = [np.sum((operator @ states) * states, axis=0) @ weights for operator in operators]
    return np.asarray(means, dtype=np.float64) / float(np.sum(weights))
