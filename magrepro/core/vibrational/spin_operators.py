"""Matrices of one spin and of a pair of spins, and of Eq. (1).

References: Fransson, arXiv:2301.12777 (2023), Eq. (1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Floats, floats
from magrepro.core.vibrational.spin_blocks import raising, twice


@dataclass(frozen=True, slots=True)
class SpinOperators:
    """Matrices of one spin, highest projection first; plus = x + i y."""

    x: Floats
    y: NDArray[np.complex128]
    z: Floats
    plus: Floats


def spin_operators(spin: float) -> SpinOperators:
    """Return Sx, Sy, Sz and S+ of a spin S in the basis of its projections S, S-1, ..., -S.

    Raises
    ------
    ValueError
        If the spin is not half-integer from 1/2 to 10.
    """
    m = spin - np.arange(twice(spin) + 1.0)
    plus = np.diag(raising(spin, m[1:]), 1)
    return SpinOperators(
        x=(plus + plus.T) / 2, y=(plus - plus.T).astype(np.complex128) / 2j, z=np.diag(m), plus=plus
    )


def eq1_hamiltonian(*, spin: float, j: ArrayLike, exchange: ArrayLike, fields: ArrayLike) -> Floats:
    """Return the full matrix of Eq. (1), with the displacements replaced by their means.

    H = -J S1.S2 - sum_mn Smz I_mn Snz - sum_m b_m Smz, b_m = sum_n A_mn.<Q_n>: here J < 0 is
    antiferromagnetic. With I_11 = I_22 it is the `Dimer` of exchange -J, fields -b_1 and -b_2,
    D = -I_11 and I_zz = -(I_12 + I_21).

    Parameters
    ----------
    spin
        S, half-integer from 1/2 to 10.
    j
        J in meV, shape (...).
    exchange
        I_mn in meV, shape (..., 2, 2), symmetric or not.
    fields
        b_m in meV, shape (..., 2).

    Returns
    -------
    ndarray
        Shape (..., (2S+1)^2, (2S+1)^2), first spin major.
    """
    exchange, fields = floats(exchange), floats(fields)
    z1, z2, scalar = pair_operators(spin)
    z = (z1, z2)
    matrix = times(j, scalar)
    for m in range(2):
        matrix = matrix + times(fields[..., m], z[m])
        for n in range(2):
            matrix = matrix + times(exchange[..., m, n], z[m] @ z[n])
    return -matrix


def times(coefficient: ArrayLike, operator: Floats) -> Floats:
    """Return a matrix times each of an array of numbers."""
    return floats(coefficient)[..., None, None] * operator


def pair_operators(spin: float) -> tuple[Floats, Floats, Floats]:
    """Return S1z, S2z and S1.S2 of a pair, first spin major."""
    s = spin_operators(spin)
    one, flip = np.eye(len(s.z)), np.kron(s.plus, s.plus.T)
    scalar = np.kron(s.z, s.z) + (flip + flip.T) / 2
    return floats(np.kron(s.z, one)), floats(np.kron(one, s.z)), floats(scalar)
