"""Conduction electrons in a hard-wall sphere: zero-field susceptibility and magnetic moment.

Electrons of both spins fill the levels eps_nl = (zeta_nl/k)^2 of a sphere of radius a. The orbital
Zeeman term and the diamagnetic term are taken to first order, Appendix A of the orbital paper and
Eqs. (A4), (A5) of its Ref. [21]. Dimensionless variables: k = k_F a, tau = T/T_F and
w = hbar omega_c/E_F; energies in units of E_F:

    eps_nlm(w) = (zeta_nl/k)^2 + w m/2 + (k^2/16) w^2 R_nl Y_lm,
    R_nl = <r^2>/a^2 = [1 + (2l+3)(2l-1)/(2 zeta_nl^2)]/3,
    Y_lm = <sin^2 theta> = 2(l^2+l-1+m^2)/[(2l-1)(2l+3)].

Why it is fast: `shells`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, between, floats, positive
from magrepro.core.orbital import block_sums
from magrepro.core.orbital.block_sums import Workspace
from magrepro.core.orbital.shells import Block, blocks, shells

Ensemble = Literal["grand-canonical", "fixed-number"]


def _checked(
    kf_a: ArrayLike, t_over_tf: ArrayLike, hbar_omega_c_over_ef: ArrayLike
) -> tuple[Floats, ...]:
    """Return size, temperature and field as arrays; only weak fields are to first order."""
    k = between("k_F a", positive("k_F a", kf_a), 0, 500)
    tau = between("T/T_F", t_over_tf, 1e-12, 1)
    w = between("hbar omega_c/E_F", hbar_omega_c_over_ef, -0.1, 0.1)
    return k, tau, w


def zero_field_susceptibility(
    kf_a: ArrayLike, t_over_tf: ArrayLike, *, ensemble: Ensemble = "grand-canonical"
) -> Floats:
    """Return the orbital zero-field susceptibility of one sphere, chi/|chi_L|.

    chi/|chi_L| = (9 pi/k^3) sum_nl [l(l+1)(2l+1)/3 f(1-f)/tau - (k^2/3)(2l+1) R_nl f], with the
    Fermi function f of (eps_nl - mu)/tau: Eq. (A5) of Ref. [21] in dimensionless variables.

    Parameters
    ----------
    kf_a, t_over_tf
        k = k_F a in (0, 500] and tau = T/T_F in [1e-12, 1]; any shapes that broadcast.
    ensemble
        Chemical potential at E_F, or at the fixed number of `chemical_potential`.

    Returns
    -------
    ndarray
        In the broadcast shape; positive is paramagnetic.

    Raises
    ------
    ValueError
        If a size or temperature is out of range.
    """
    k, tau, _ = _checked(kf_a, t_over_tf, 0.0)
    k, tau = np.broadcast_arrays(k, tau)
    k, tau, shape = k.ravel(), tau.ravel(), k.shape
    kappa = _fermi_wave_number(k, tau, np.zeros_like(k), ensemble)
    chi = np.zeros(k.size)
    for block in blocks(k, kappa, tau, np.zeros_like(k), split_m=False):
        zeeman, diamagnetic, _ = block_sums.susceptibility(block)
        chi[block.points] += 9 * np.pi / block.k**3 * (zeeman - block.k**2 / 3 * diamagnetic)
    return chi.reshape(shape)


def susceptibility_terms(kf_a: ArrayLike, t_over_tf: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return the terms of `zero_field_susceptibility`, each over |chi_L|, at mu = E_F.

    chi = Z - D of Eq. (A5) of Ref. [21], D = D_filled + D_above. tau Z never falls with tau, since
    f(1-f) rises; D_filled, of levels up to the Fermi energy, never rises, D_above never falls.

    Parameters
    ----------
    kf_a, t_over_tf
        As in `zero_field_susceptibility`.

    Returns
    -------
    Z, D_filled, D_above : ndarray
        In the broadcast shape, none negative.

    Raises
    ------
    ValueError
        If a size or temperature is out of range.
    """
    k, tau, _ = _checked(kf_a, t_over_tf, 0.0)
    k, tau = np.broadcast_arrays(k, tau)
    k, tau, shape = k.ravel(), tau.ravel(), k.shape
    terms = np.zeros((3, k.size))
    for block in blocks(k, k, tau, np.zeros_like(k), split_m=False):
        zeeman, diamagnetic, filled = block_sums.susceptibility(block)
        scale = 3 * np.pi / block.k
        parts = 3 / block.k**2 * zeeman, filled, diamagnetic - filled
        terms[:, block.points] += scale * np.stack(parts)
    zeeman, filled, above = terms.reshape(3, *shape)
    return zeeman, filled, above


def magnetic_moment(
    kf_a: ArrayLike,
    t_over_tf: ArrayLike,
    hbar_omega_c_over_ef: ArrayLike,
    *,
    ensemble: Ensemble = "grand-canonical",
) -> Floats:
    """Return the orbital magnetic moment of one sphere in a field, in Bohr magnetons.

    M/mu_B = -4 sum_nlm f(eps_nlm) [m/2 + (k^2/8) w R_nl Y_lm]: Eq. (A4) of Ref. [21].

    Parameters
    ----------
    kf_a, t_over_tf, hbar_omega_c_over_ef
        k in (0, 500], tau in [1e-12, 1], w in [-0.1, 0.1]; any shapes that broadcast.
    ensemble
        Chemical potential at E_F, or at the fixed number of `chemical_potential`.

    Returns
    -------
    ndarray
        In the broadcast shape; odd in w.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    k, tau, w = np.broadcast_arrays(*_checked(kf_a, t_over_tf, hbar_omega_c_over_ef))
    moment, on = np.zeros(w.shape), w != 0
    if on.any():
        moment[on] = _summed(block_sums.moment, (k[on], tau[on], w[on]), ensemble) * np.sign(w[on])
    return moment


def moment_slope(
    kf_a: ArrayLike,
    t_over_tf: ArrayLike,
    hbar_omega_c_over_ef: ArrayLike,
    *,
    ensemble: Ensemble = "grand-canonical",
) -> Floats:
    """Return dM/dw at constant chemical potential, M/mu_B the moment of `magnetic_moment`.

    Parameters, errors: as `magnetic_moment`.

    Returns
    -------
    ndarray
        In the broadcast shape; even in w.
    """
    return _summed(block_sums.slope, _checked(kf_a, t_over_tf, hbar_omega_c_over_ef), ensemble)


def field_integral(
    kf_a: ArrayLike, t_over_tf: ArrayLike, hbar_omega_c_over_ef: ArrayLike
) -> Floats:
    """Return the integral of the moment M/mu_B of `magnetic_moment` over w from 0 to the field.

    -2 [Omega(w) - Omega(0)]/E_F = 4 tau sum_nlm ln[(1 + e^-x(w))/(1 + e^-x(0))] with the grand
    potential Omega = -2 k_B T sum ln(1 + e^-x), x = (eps_nlm - mu)/tau, since mu_B H = w E_F/2.

    Parameters, errors: as `magnetic_moment`.

    Returns
    -------
    ndarray
        In the broadcast shape; even in w.
    """
    k, tau, w = np.broadcast_arrays(*_checked(kf_a, t_over_tf, hbar_omega_c_over_ef))
    integral, on = np.zeros(w.shape), w != 0
    if on.any():
        points = k[on], tau[on], w[on]
        integral[on] = _summed(block_sums.integral, points, "grand-canonical")
    return integral


def _summed(
    block_sum: Callable[[Block, Workspace], Floats],
    arguments: tuple[Floats, ...],
    ensemble: Ensemble,
) -> Floats:
    """Evaluate a sum over states at broadcast points (k, tau, |w|), block by block."""
    k, tau, w = np.broadcast_arrays(*arguments)
    k, tau, w, shape = k.ravel(), tau.ravel(), np.abs(w.ravel()), k.shape
    total, work = np.zeros(k.size), Workspace()
    for block in blocks(k, _fermi_wave_number(k, tau, w, ensemble), tau, w):
        total[block.points] += block_sum(block, work)
    return total.reshape(shape)


def _electrons(k: Floats, kappa: Floats, tau: Floats, w: Floats) -> Floats:
    """Return the mean number of electrons, both spins, for points of shape (N,)."""
    number, work = np.zeros(k.size), Workspace()
    for block in blocks(k, kappa, tau, w):
        number[block.points] += block_sums.electrons(block, work)
    return number


def electron_number(kf_a: ArrayLike) -> Floats:
    """Return the number of electrons of a sphere at T = 0 and H = 0 with mu = E_F.

    A shell exactly at the Fermi energy counts half; all others are full or empty, so that a sum
    over sizes at these numbers is not one over all numbers of electrons. For large k_F a:
    4 k^3/(9 pi), footnote 11 of the orbital paper, less a surface term.
    """
    k, _, _ = _checked(kf_a, 1.0, 0.0)
    levels = shells(float(k.max()))
    below = levels.full_number[np.searchsorted(levels.zeta, k, side="left")]
    up_to = levels.full_number[np.searchsorted(levels.zeta, k, side="right")]
    return np.asarray((below + up_to) / 2)


def chemical_potential(
    kf_a: ArrayLike, t_over_tf: ArrayLike, hbar_omega_c_over_ef: ArrayLike = 0.0
) -> Floats:
    """Return mu/E_F at which the mean number of electrons is that of `electron_number`.

    Parameters
    ----------
    kf_a, t_over_tf, hbar_omega_c_over_ef
        As in `magnetic_moment`; any shapes that broadcast.

    Raises
    ------
    ArithmeticError
        If no mu >= 0 gives the number: below k = pi it is zero, above T_F mu is negative.
    """
    k, tau, w = np.broadcast_arrays(*_checked(kf_a, t_over_tf, hbar_omega_c_over_ef))
    kappa = _fermi_wave_number(k.ravel(), tau.ravel(), w.ravel(), "fixed-number")
    return np.asarray((kappa.reshape(k.shape) / k) ** 2)


def _fermi_wave_number(k: Floats, tau: Floats, w: Floats, ensemble: Ensemble) -> Floats:
    """Return kappa = k sqrt(mu/E_F) for points of shape (N,)."""
    if ensemble == "grand-canonical":
        return k
    from scipy.optimize import elementwise

    wanted = electron_number(k)

    def excess(kappa: Floats, k: Floats, tau: Floats, w: Floats, wanted: Floats) -> Floats:
        return _electrons(k, kappa, tau, w) - wanted

    # A field moves the number of electrons as no shift of kappa by more than k^2 w/4 does.
    reach = 2 + k * tau + k**2 * np.abs(w) / 4
    low, high = np.maximum(k - reach, 0.0), k + reach
    found = elementwise.find_root(excess, (low, high), args=(k, tau, w, wanted))
    if not np.all(found.success):
        raise ArithmeticError("no chemical potential gives the fixed number of electrons")
    return floats(found.x)


def dipole_coupling(kf_a: ArrayLike, *, d_over_a: ArrayLike, chi_landau: ArrayLike) -> Floats:
    """Return the field of a moment on its neighbour along the axis, hbar omega_c/E_F per mu_B.

    w_i = [24 pi^2 |chi_L|/(k d/a)^3] sum_j M_j/|i-j|^3: Eq. (3) along z, with the definition of
    chi_L, Eq. (1), which gives mu_B^2 = 6 pi^2 E_F |chi_L|/k_F^3.

    Parameters
    ----------
    kf_a, d_over_a, chi_landau
        Size, distance of neighbours over radius, Landau susceptibility (Gaussian, negative).
    """
    k, d, chi_l = (floats(x) for x in (kf_a, d_over_a, chi_landau))
    return np.asarray(24 * np.pi**2 * np.abs(chi_l) / (k * d) ** 3)


def slope_of_moment(chi: ArrayLike, kf_a: ArrayLike) -> Floats:
    """Return dM/dw at w = 0, M in mu_B, from chi/|chi_L|: chi = (1/V) dM/dH and Eq. (1).

    dM/dw = chi k^3/(9 pi).
    """
    return floats(floats(chi) * floats(kf_a) ** 3 / (9 * np.pi))
