"""Point dipoles on a line: effective field, linear response of a dimer.

Units are Gaussian as in the paper: susceptibilities are dimensionless, and a moment divided by
the cube of a length is a field.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Secs. II, III, App. C.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Floats, finite, floats
from magrepro.core.orbital.dimer_phases import dimer_phase as dimer_phase
from magrepro.core.roots import product_minus_one

ETA: Final = {"transverse": 1, "longitudinal": -2}
SPHERE_VOLUME: Final = 4.0 * np.pi / 3.0
"""Volume of a particle in units of its radius cubed."""
_PER_VOLUME: Final = 3.0 / (4.0 * np.pi)
_PER_VOLUME_REST: Final = -8.812196985724084e-19
"""What 3/(4 pi) is above that double."""
_NEAR_DIVERGENCE: Final = 0.5
"""Distance of g^2 chi1 chi2 from 1 within which Eq. (6) is taken from its distance."""
_LARGEST_SPLIT: Final = 1e100
"""Susceptibilities up to which exact products do not overflow."""


def effective_field(moments: ArrayLike, external: ArrayLike, *, positions: ArrayLike) -> Floats:
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
    m = finite("moments", moments)
    h = finite("external", external)
    others = _inverse_cubes(finite("positions", positions)) @ m
    return h[..., None, :] - others * _etas()


def linear_moments(chi: ArrayLike, external: ArrayLike, *, positions_over_a: ArrayLike) -> Floats:
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
    x = finite("chi", chi)
    h = finite("external", external)
    inverse_cubes = _inverse_cubes(finite("positions_over_a", positions_over_a))
    coupling = SPHERE_VOLUME * _etas()[:, None, None] * inverse_cubes[..., None, :, :]
    matrix = np.eye(x.shape[-1]) + x[..., None, :, None] * coupling
    driven = x[..., None, :] * h[..., :, None]
    try:
        solution = np.linalg.solve(matrix, driven[..., None])[..., 0]
    except np.linalg.LinAlgError as error:
        raise ValueError("the linear response diverges: chi is critical") from error
    return np.asarray(np.moveaxis(solution, -1, -2))


def is_linearly_stable(chi: ArrayLike, *, positions_over_a: ArrayLike) -> NDArray[np.bool_]:
    """Whether particles without field stay unmagnetised, so that a linear response exists.

    A fluctuation of the moments grows, dM_i/dt = -M_i + V chi_i H_i with H_i of Eq. (3) at H = 0,
    if an eigenvalue of V chi_i dH_i/dM_j has a real part above 1, for moments along the axis or
    across it. For a dimer that is g^2 chi1 chi2 > 1, see ``dimer_susceptibility``; beyond it the
    solution of Eqs. (3), (4) exists, and has no meaning.

    Parameters
    ----------
    chi, positions_over_a : (..., N)
        As in ``linear_moments``.

    Returns
    -------
    (...) array of bool, False where a susceptibility is exactly critical.

    Raises
    ------
    ValueError
        As ``linear_moments``.

    References
    ----------
    Paper, Secs. III, IV.
    """
    x = finite("chi", chi)
    inverse_cubes = _inverse_cubes(finite("positions_over_a", positions_over_a))
    gain = SPHERE_VOLUME * x[..., :, None] * inverse_cubes
    rates = np.linalg.eigvals(gain).real
    fastest = [np.max(-eta * rates, axis=-1) for eta in ETA.values()]
    return np.asarray(np.max(fastest, axis=0) < 1.0)


def dimer_susceptibility(
    chi1: ArrayLike, chi2: ArrayLike, *, d_over_a: ArrayLike, eta: ArrayLike
) -> Floats:
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
    x1, x2, d, e = np.broadcast_arrays(
        finite("chi1", chi1), finite("chi2", chi2), *_checked_pair(d_over_a, eta)
    )
    low, high = np.minimum(x1, x2), np.maximum(x1, x2)
    g = e * SPHERE_VOLUME / d**3
    product = low * high
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = 0.5 * (low + high - 2.0 * g * product) / (1.0 - g**2 * product)
        even = low / (1.0 + g * low)
        near = (np.abs(g**2 * product - 1.0) < _NEAR_DIVERGENCE) & (high - low < _LARGEST_SPLIT)
        chi = np.where(near, _near_divergence(*np.where(near, (low, high, d, e), 1.0)), plain)
    return np.where((low == high) & (g * low > 0.0), even, chi)


def _near_divergence(x1: Floats, x2: Floats, d: Floats, e: Floats) -> Floats:
    """Eq. (6) in alpha_i = g chi_i - 1: g chi = [delta + alpha1 alpha2]/(2 delta).

    Here delta = g^2 chi1 chi2 - 1 = alpha1 + alpha2 + alpha1 alpha2. The four are differences of
    nearly equal numbers, so that g must be known better than its double.
    """
    g = e * SPHERE_VOLUME / d**3
    excess = product_minus_one(g, d, d, d, _PER_VOLUME / e) + _PER_VOLUME_REST * SPHERE_VOLUME
    alpha1, alpha2 = (product_minus_one(g, x) - excess * (g * x) for x in (x1, x2))
    delta = product_minus_one(g, x1, g, x2) - 2.0 * excess * (g * x1) * (g * x2)
    return np.asarray((delta + alpha1 * alpha2) / (2.0 * delta * g))


def first_order_correction(
    chi1: ArrayLike, chi2: ArrayLike, *, d_over_a: ArrayLike, eta: ArrayLike
) -> Floats:
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
    x1, x2 = finite("chi1", chi1), finite("chi2", chi2)
    return np.asarray(-_pair_coupling(d_over_a, eta) * x1 * x2)


def critical_susceptibility(d_over_a: ArrayLike, *, eta: ArrayLike) -> Floats:
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


def _inverse_cubes(positions: Floats) -> Floats:
    """Return |z_i - z_j|^-3 of all pairs, 0 on the diagonal."""
    distance = np.abs(positions[..., :, None] - positions[..., None, :])
    distance += np.where(np.eye(positions.shape[-1], dtype=bool), np.inf, 0.0)
    if np.any(distance == 0.0):
        raise ValueError("two dipoles are in one place")
    return distance**-3


def _etas() -> Floats:
    """Return eta along x, y and z."""
    return np.array([ETA["transverse"], ETA["transverse"], ETA["longitudinal"]], dtype=np.float64)


def _pair_coupling(d_over_a: ArrayLike, eta: ArrayLike) -> Floats:
    """Return eta (4 pi/3) (a/d)^3, less a sphere's field on the other over its magnetisation."""
    d, e = _checked_pair(d_over_a, eta)
    return np.asarray(e * SPHERE_VOLUME / d**3)


def _checked_pair(d_over_a: ArrayLike, eta: ArrayLike) -> tuple[Floats, Floats]:
    """Return d/a and eta as floats, refusing spheres that overlap and other eta."""
    d, e = floats(d_over_a), floats(eta)
    if not np.all(d >= 2.0):
        raise ValueError("d_over_a must be at least 2: the particles overlap")
    if not np.all(np.isin(e, list(ETA.values()))):
        raise ValueError("eta must be 1 (transverse) or -2 (longitudinal)")
    return d, e
