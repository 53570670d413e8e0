"""Chains of dipoles, Eq. (C1) of the orbital paper: coupling, critical value, to any length.

The coupling |i - j|^-3 is a Toeplitz matrix, so its products are convolutions (FFT). Its largest
eigenvalue is found from the sine wave on, preconditioned in the sine transform; the number of steps
then hardly grows with the length.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), App. C.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import scipy.fft
import scipy.linalg
import scipy.special
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Floats, floats
from magrepro.core.roots import NotConverged

CHAIN_ROW_SUM: Final = 2.0 * float(scipy.special.zeta(3.0))
"""Sum of |i-j|^-3 over an endless chain, 2 zeta(3)."""
CHAIN_LIMIT: Final = 1.0 / CHAIN_ROW_SUM
"""Critical susceptibility of an endless chain over that of the dimer, 1 / (2 zeta(3))."""
_DENSE_CHAIN: Final = 128
"""Longest chain whose matrix is built; from there on FFTs are faster."""

_EIGENVALUE_RESIDUAL: Final = 5e-13
"""Norm of the residual over the eigenvalue, hence its error; some 10 times the FFTs' rounding."""

_EIGENVALUE_STEPS: Final = 60
"""Steps at the most; from 150 to a million particles 11 or fewer are taken."""

_FAST_FACTORS: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)
"""Prime factors of the lengths of fast sine transforms."""


def chain_length(n: int) -> int:
    """Return ``n`` as an int, refusing anything but a whole number of at least two particles."""
    if isinstance(n, (bool, np.bool_)) or n != int(n) or n < 2:
        raise ValueError(f"n must be a whole number of at least 2 particles, not {n!r}")
    return int(n)


def chain_matrix(n: int) -> Floats:
    """Coupling matrix of a chain in units of the coupling of neighbours.

    T_ij = |i - j|^-3, zero on the diagonal, Eq. (C1).

    Parameters
    ----------
    n : int
        Number of particles, at least 2.

    Returns
    -------
    (n, n) array.

    Raises
    ------
    ValueError
        ``n`` not a whole number of at least 2.

    References
    ----------
    Paper, Eq. (C1).
    """
    return np.asarray(scipy.linalg.toeplitz(_chain_kernel(chain_length(n))))


def chain_field(moments: ArrayLike) -> Floats:
    """Field of a chain's moments at each particle, in units of the coupling of neighbours.

    sum_{j != i} M_j / |i - j|^3, the sum of Eq. (C1); long chains by FFT in O(n log n).

    Parameters
    ----------
    moments : (..., n)
        Moments along the chain.

    Returns
    -------
    (..., n) array in the unit of ``moments``.

    Raises
    ------
    ValueError
        Fewer than two particles.

    References
    ----------
    Paper, Eq. (C1).
    """
    m = floats(moments)
    n = chain_length(m.shape[-1] if m.ndim else 0)
    if n <= _DENSE_CHAIN:
        return np.asarray(m @ chain_matrix(n))
    spectrum, padded = _circulant_spectrum(n)
    product = spectrum * scipy.fft.rfft(m, padded, axis=-1)
    return np.asarray(scipy.fft.irfft(product, padded, axis=-1)[..., :n])


def chain_sine_spectrum(n: int) -> Floats:
    """Eigenvalues of the matrix nearest in kind to a chain's that sine waves diagonalise.

    f_k = 2 sum_{j=1}^{n-1} cos(j theta_k) / j^3 with theta_k = pi k/(m+1), the symbol of (C1).

    Parameters
    ----------
    n : int
        Number of particles, at least 2.

    Returns
    -------
    (m,) array for k = 1 ... m, where m >= n by a little makes the transform of ``sine_solve``
    fast.

    Raises
    ------
    ValueError
        ``n`` not a whole number of at least 2.

    References
    ----------
    Bini, Di Benedetto, in Proc. 2nd ACM Symp. Parallel Algorithms (1990): tau preconditioner.
    """
    padded = np.zeros(_smooth_number(chain_length(n) + 1) + 1)
    padded[:n] = _chain_kernel(n)
    return np.asarray(scipy.fft.dct(padded, type=1)[1:-1])


def sine_solve(spectrum: Floats, right: Floats) -> Floats:
    """Solve along the last axis with the matrix of these eigenvalues on sine waves.

    The (..., n) right-hand side is put in the middle of the m points of ``spectrum``.
    """
    n, m = right.shape[-1], spectrum.shape[-1]
    middle = slice((m - n) // 2, (m - n) // 2 + n)
    padded = np.zeros((*right.shape[:-1], m))
    padded[..., middle] = right
    waves = scipy.fft.dst(padded, type=1, norm="ortho", axis=-1) / spectrum
    return np.asarray(scipy.fft.dst(waves, type=1, norm="ortho", axis=-1)[..., middle])


def chain_critical_ratio(n: ArrayLike) -> Floats:
    """Critical longitudinal susceptibility of a chain over that of the dimer.

    chi_{c,n} / chi_c^z = 1 / (largest eigenvalue of T), from det = 0 in Eq. (C1); it falls from
    1 (dimer) to 1/(2 zeta(3)).

    Parameters
    ----------
    n : whole numbers of any shape
        Number of particles, at least 2.

    Returns
    -------
    Array of the shape of ``n``. Long chains: the eigenvalue's residual norm, hence its error,
    is below 5e-13 of it.

    Raises
    ------
    ValueError
        ``n`` not whole numbers of at least 2.
    NotConverged
        The residual stays too large.

    References
    ----------
    Paper, Eq. (C1), Fig. 9. Knyazev, SIAM J. Sci. Comput. 23, 517 (2001): LOBPCG.
    """
    lengths, places = np.unique(np.asarray(n), return_inverse=True)
    ratios = np.array([1.0 / _largest_eigenvalue(chain_length(length)) for length in lengths])
    return np.asarray(ratios[places].reshape(np.shape(n)))


@lru_cache(maxsize=4096)
def _largest_eigenvalue(n: int) -> float:
    """Largest eigenvalue of (C1)'s matrix, by locally optimal preconditioned conjugate gradients.

    SciPy's `lobpcg` gives the same up to 1e5 particles; at a million it works on at the residual
    that rounding leaves, and takes ten times as long.
    """
    if n == 2:
        return 1.0
    if n <= _DENSE_CHAIN:
        return float(scipy.linalg.eigvalsh(chain_matrix(n), subset_by_index=(n - 1, n - 1))[0])
    depth = CHAIN_ROW_SUM - chain_sine_spectrum(n)
    state = _unit(_with_field(np.sin(np.pi * np.arange(1, n + 1) / (n + 1))))
    last_step = np.empty((0, 2, n))
    for _ in range(_EIGENVALUE_STEPS):
        v, field = state
        eigenvalue = float(v @ field)
        residual = field - eigenvalue * v
        if np.linalg.norm(residual) <= _EIGENVALUE_RESIDUAL * eigenvalue:
            return eigenvalue
        new = _across(sine_solve(depth, residual), np.vstack([v, last_step[:, 0]]))
        directions = np.concatenate([last_step, _unit(_with_field(new))[None]])
        weights = _best_weights(eigenvalue, residual, directions)
        step = np.tensordot(weights[1:], directions, axes=1)
        state = _unit(weights[0] * state + step)
        last_step = _unit(step - (step[0] @ state[0]) * state)[None]
    raise NotConverged(f"the largest eigenvalue of a chain of {n} did not converge")


def _with_field(vector: Floats) -> Floats:
    """Return a vector and its product with (C1)'s matrix, which linear steps keep together."""
    return np.stack([vector, chain_field(vector)])


def _unit(vector_and_field: Floats) -> Floats:
    """Normalise a vector with its field."""
    return np.asarray(vector_and_field / np.linalg.norm(vector_and_field[0]))


def _across(vector: Floats, basis: Floats) -> Floats:
    """Return the part of a vector orthogonal to a basis; the second pass removes rounding."""
    for _ in range(2):
        vector = vector - (basis @ vector) @ basis
    return vector


def _best_weights(eigenvalue: float, residual: Floats, directions: Floats) -> Floats:
    """Weights of the present vector and the directions in the best vector of their span."""
    q, fields = directions[:, 0], directions[:, 1]
    shifted = np.zeros((len(q) + 1, len(q) + 1))
    shifted[1:, 0] = q @ residual
    shifted[1:, 1:] = q @ (fields - eigenvalue * q).T
    return np.asarray(np.linalg.eigh(shifted)[1][:, -1])


def _smooth_number(minimum: int) -> int:
    """Return the least number from the minimum on with small prime factors alone."""
    number = minimum
    while True:
        rest = number
        for prime in _FAST_FACTORS:
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return number
        number += 1


def _chain_kernel(n: int) -> Floats:
    """First column of (C1)'s matrix."""
    distance = np.arange(n, dtype=np.float64)
    distance[0] = np.inf
    return distance**-3


@lru_cache(maxsize=2)
def _circulant_spectrum(n: int) -> tuple[NDArray[np.complex128], int]:
    """Spectrum of the ring that embeds a chain, and its padded length."""
    padded = int(scipy.fft.next_fast_len(2 * n - 1, real=True))
    ring = np.zeros(padded)
    ring[:n] = _chain_kernel(n)
    ring[-n + 1 :] = ring[n - 1 : 0 : -1]
    return scipy.fft.rfft(ring), padded
