"""Point dipoles on a line: effective field, linear response of a dimer, critical chains.

Units are Gaussian as in the paper: susceptibilities are dimensionless, and a moment divided by
the cube of a length is a field.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Secs. II, III, App. C.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import scipy.fft
import scipy.linalg
import scipy.special
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

ETA: Final = {"transverse": 1, "longitudinal": -2}
SPHERE_VOLUME: Final = 4.0 * np.pi / 3.0
"""Volume of a particle in units of its radius cubed."""
CHAIN_ROW_SUM: Final = 2.0 * float(scipy.special.zeta(3.0))
"""Sum of |i-j|^-3 over an endless chain, 2 zeta(3)."""
CHAIN_LIMIT: Final = 1.0 / CHAIN_ROW_SUM
"""Critical susceptibility of an endless chain over that of the dimer, 1 / (2 zeta(3))."""

_DENSE_CHAIN: Final = 128
_EIGENVALUE_RESIDUAL: Final = 5e-13
_EIGENVALUE_STEPS: Final = 60
_FAST_FACTORS: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)


class NotConverged(ArithmeticError):  # noqa: N818
    """An iteration ended without reaching its tolerance; there is no number to return."""


def finite_array(name: str, value: ArrayLike) -> FloatArray:
    """Return ``value`` as floats, refusing NaN and infinity with the message naming ``name``."""
    array = np.asarray(value, dtype=np.float64)
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} must be finite")
    return array


def chain_length(n: int) -> int:
    """Return ``n`` as an int, refusing anything but a whole number of at least two particles."""
    if isinstance(n, (bool, np.bool_)) or n != int(n) or n < 2:
        raise ValueError(f"n must be a whole number of at least 2 particles, not {n!r}")
    return int(n)


def effective_field(moments: ArrayLike, external: ArrayLike, *, positions: ArrayLike) -> FloatArray:
    """Field at each dipole: the applied one plus that of all others on the z axis.

    H_i = H + sum_{j != i} [3 z (z . M_j) - M_j] / |r_i - r_j|^3, Eq. (3).

    Parameters
    ----------
    moments : (..., N, 3)
        Moments M_j in units of field times length cubed.
    external : (..., 3)
        Applied field H.
    positions : (..., N)
        Places on the z axis, in the length unit of the moments.

    Returns
    -------
    (..., N, 3) array, H_i in the unit of ``external``.

    Raises
    ------
    ValueError
        Values that are not finite, or two dipoles in one place.

    References
    ----------
    Paper, Eq. (3).
    """
    m = finite_array("moments", moments)
    h = finite_array("external", external)
    others = _inverse_cubes(finite_array("positions", positions)) @ m
    return h[..., None, :] - others * _etas()


def linear_moments(
    chi: ArrayLike, external: ArrayLike, *, positions_over_a: ArrayLike
) -> FloatArray:
    """Moments of linearly responding particles in an applied field, by solving the linear system.

    M_i = V chi_i H_i with H_i of Eq. (3), Eq. (4).

    Parameters
    ----------
    chi : (..., N)
        Zero-field susceptibility of each particle (dimensionless); of one with another radius
        a_i, chi_i (a_i/a)^3.
    external : (..., 3)
        Applied field H.
    positions_over_a : (..., N)
        Places on the z axis in units of the radius a.

    Returns
    -------
    (..., N, 3) array, M_i / V in the unit of ``external``; without coupling it is chi_i H.

    Raises
    ------
    ValueError
        Values that are not finite, two particles in one place, or a system without solution
        (a susceptibility exactly critical).

    References
    ----------
    Paper, Eqs. (3), (4).
    """
    x = finite_array("chi", chi)
    h = finite_array("external", external)
    inverse_cubes = _inverse_cubes(finite_array("positions_over_a", positions_over_a))
    coupling = SPHERE_VOLUME * _etas()[:, None, None] * inverse_cubes[..., None, :, :]
    matrix = np.eye(x.shape[-1]) + x[..., None, :, None] * coupling
    driven = x[..., None, :] * h[..., :, None]
    try:
        solution = np.linalg.solve(matrix, driven[..., None])[..., 0]
    except np.linalg.LinAlgError as error:
        raise ValueError("the linear response diverges: chi is critical") from error
    return np.asarray(np.moveaxis(solution, -1, -2))


def dimer_susceptibility(
    chi1: ArrayLike, chi2: ArrayLike, *, d_over_a: ArrayLike, eta: ArrayLike
) -> FloatArray:
    """Zero-field susceptibility per particle of a dimer for one direction of the field.

    chi^ss = (1/2) [chi1 + chi2 - 2 g chi1 chi2] / [1 - g^2 chi1 chi2], Eq. (6), where
    g = eta (4 pi/3) (a/d)^3. It diverges at g^2 chi1 chi2 = 1, with one exception: of two equal
    particles a uniform field drives the even mode alone, chi^ss = chi / (1 + g chi), which is
    finite at g chi = 1.

    Parameters
    ----------
    chi1, chi2 : broadcastable
        Zero-field susceptibilities of the particles (dimensionless).
    d_over_a : broadcastable
        Centre-to-centre distance over the radius, at least 2.
    eta : broadcastable
        1 (transverse) or -2 (longitudinal), see ``ETA``.

    Returns
    -------
    Array of chi^ss (dimensionless); infinite where it diverges.

    Raises
    ------
    ValueError
        Susceptibilities that are not finite, overlapping particles, another ``eta``.

    References
    ----------
    Paper, Eqs. (5), (6).
    """
    x1, x2 = finite_array("chi1", chi1), finite_array("chi2", chi2)
    g = _pair_coupling(d_over_a, eta)
    product = x1 * x2
    with np.errstate(divide="ignore", invalid="ignore"):
        different = 0.5 * (x1 + x2 - 2.0 * g * product) / (1.0 - g**2 * product)
        equal = x1 / (1.0 + g * x1)
    return np.where(x1 == x2, equal, different)


def first_order_correction(
    chi1: ArrayLike, chi2: ArrayLike, *, d_over_a: ArrayLike, eta: ArrayLike
) -> FloatArray:
    """Change of the dimer's susceptibility to first order in (a/d)^3.

    Delta chi^s = -eta (4 pi/3) chi1 chi2 (a/d)^3, Eq. (7).

    Parameters
    ----------
    chi1, chi2, d_over_a, eta : broadcastable
        As in ``dimer_susceptibility``.

    Returns
    -------
    Array of Delta chi^s (dimensionless), to be added to (chi1 + chi2)/2.

    Raises
    ------
    ValueError
        As ``dimer_susceptibility``.

    References
    ----------
    Paper, Eq. (7).
    """
    x1, x2 = finite_array("chi1", chi1), finite_array("chi2", chi2)
    return np.asarray(-_pair_coupling(d_over_a, eta) * x1 * x2)


def critical_susceptibility(d_over_a: ArrayLike, *, eta: ArrayLike) -> FloatArray:
    """Susceptibility of two equal particles at which the dimer becomes unstable.

    chi_c^s = 3/(4 pi |eta|) (d/a)^3, Eq. (8).

    Parameters
    ----------
    d_over_a : broadcastable
        Centre-to-centre distance over the radius, at least 2.
    eta : broadcastable
        1 (transverse) or -2 (longitudinal), see ``ETA``.

    Returns
    -------
    Array of chi_c^s (dimensionless).

    Raises
    ------
    ValueError
        Overlapping particles or another ``eta``.

    References
    ----------
    Paper, Eq. (8).
    """
    d, e = _checked_pair(d_over_a, eta)
    return np.asarray(3.0 / (4.0 * np.pi * np.abs(e)) * d**3)


def neutral_border(x: ArrayLike) -> FloatArray:
    """Susceptibility of the second particle that cancels the longitudinal one of the dimer.

    chi^zz = 0 where x + y + 2 x y = 0, from Eq. (6) with x, y = chi1, chi2 over chi_c^z. The
    other branch of the hyperbola, x < -1/2, lies inside the ordered phase x y > 1.

    Parameters
    ----------
    x : any shape
        chi1 / chi_c^z, above -1/2.

    Returns
    -------
    Array of y = chi2 / chi_c^z.

    Raises
    ------
    ValueError
        ``x`` not finite or not above -1/2.

    References
    ----------
    Paper, Fig. 4 (dashed line).
    """
    x1 = finite_array("x", x)
    if np.any(x1 <= -0.5):
        raise ValueError("x must be above -1/2")
    return np.asarray(-x1 / (1.0 + 2.0 * x1))


def dimer_phase(x: ArrayLike, y: ArrayLike) -> NDArray[np.str_]:
    """Longitudinal phase of a dimer without applied field.

    Aligned or antialigned where x y > 1 (both positive or both negative), else paramagnetic
    where x + y + 2 x y > 0 and diamagnetic elsewhere, with x, y = chi1, chi2 over chi_c^z.

    Parameters
    ----------
    x, y : broadcastable
        chi1 / chi_c^z and chi2 / chi_c^z.

    Returns
    -------
    Array of the words aligned, antialigned, paramagnetic, diamagnetic.

    Raises
    ------
    ValueError
        Values that are not finite.

    References
    ----------
    Paper, Fig. 4.
    """
    x1, x2 = finite_array("x", x), finite_array("y", y)
    ordered = x1 * x2 > 1.0
    paramagnetic = x1 + x2 + 2.0 * x1 * x2 > 0.0
    phases = [ordered & (x1 > 0.0), ordered, paramagnetic]
    return np.select(phases, ["aligned", "antialigned", "paramagnetic"], "diamagnetic")


def chain_matrix(n: int) -> FloatArray:
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


def chain_field(moments: ArrayLike) -> FloatArray:
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
    m = np.asarray(moments, dtype=np.float64)
    n = chain_length(m.shape[-1] if m.ndim else 0)
    if n <= _DENSE_CHAIN:
        return np.asarray(m @ chain_matrix(n))
    spectrum, padded = _circulant_spectrum(n)
    product = spectrum * scipy.fft.rfft(m, padded, axis=-1)
    return np.asarray(scipy.fft.irfft(product, padded, axis=-1)[..., :n])


def chain_sine_spectrum(n: int) -> FloatArray:
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


def sine_solve(spectrum: FloatArray, right: FloatArray) -> FloatArray:
    """Solve along the last axis with the matrix of these eigenvalues on sine waves.

    The (..., n) right-hand side is put in the middle of the m points of ``spectrum``.
    """
    n, m = right.shape[-1], spectrum.shape[-1]
    middle = slice((m - n) // 2, (m - n) // 2 + n)
    padded = np.zeros((*right.shape[:-1], m))
    padded[..., middle] = right
    waves = scipy.fft.dst(padded, type=1, norm="ortho", axis=-1) / spectrum
    return np.asarray(scipy.fft.dst(waves, type=1, norm="ortho", axis=-1)[..., middle])


def chain_critical_ratio(n: ArrayLike) -> FloatArray:
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


def _with_field(vector: FloatArray) -> FloatArray:
    return np.stack([vector, chain_field(vector)])


def _unit(vector_and_field: FloatArray) -> FloatArray:
    return np.asarray(vector_and_field / np.linalg.norm(vector_and_field[0]))


def _across(vector: FloatArray, basis: FloatArray) -> FloatArray:
    for _ in range(2):
        vector = vector - (basis @ vector) @ basis
    return vector


def _best_weights(eigenvalue: float, residual: FloatArray, directions: FloatArray) -> FloatArray:
    q, fields = directions[:, 0], directions[:, 1]
    shifted = np.zeros((len(q) + 1, len(q) + 1))
    shifted[1:, 0] = q @ residual
    shifted[1:, 1:] = q @ (fields - eigenvalue * q).T
    return np.asarray(np.linalg.eigh(shifted)[1][:, -1])


def _smooth_number(minimum: int) -> int:
    number = minimum
    while True:
        rest = number
        for prime in _FAST_FACTORS:
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return number
        number += 1


def _chain_kernel(n: int) -> FloatArray:
    distance = np.arange(n, dtype=np.float64)
    distance[0] = np.inf
    return distance**-3


@lru_cache(maxsize=4)
def _circulant_spectrum(n: int) -> tuple[NDArray[np.complex128], int]:
    padded = int(scipy.fft.next_fast_len(2 * n - 1, real=True))
    ring = np.zeros(padded)
    ring[:n] = _chain_kernel(n)
    ring[-n + 1 :] = ring[n - 1 : 0 : -1]
    return scipy.fft.rfft(ring), padded


def _inverse_cubes(positions: FloatArray) -> FloatArray:
    distance = np.abs(positions[..., :, None] - positions[..., None, :])
    distance += np.where(np.eye(positions.shape[-1], dtype=bool), np.inf, 0.0)
    if np.any(distance == 0.0):
        raise ValueError("two dipoles are in one place")
    return distance**-3


def _etas() -> FloatArray:
    return np.array([ETA["transverse"], ETA["transverse"], ETA["longitudinal"]], dtype=np.float64)


def _pair_coupling(d_over_a: ArrayLike, eta: ArrayLike) -> FloatArray:
    d, e = _checked_pair(d_over_a, eta)
    return np.asarray(e * SPHERE_VOLUME / d**3)


def _checked_pair(d_over_a: ArrayLike, eta: ArrayLike) -> tuple[FloatArray, FloatArray]:
    d, e = np.asarray(d_over_a, dtype=np.float64), np.asarray(eta, dtype=np.float64)
    if not np.all(d >= 2.0):
        raise ValueError("d_over_a must be at least 2: the particles overlap")
    if not np.all(np.isin(e, list(ETA.values()))):
        raise ValueError("eta must be 1 (transverse) or -2 (longitudinal)")
    return d, e
