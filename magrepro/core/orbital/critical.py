"""Temperature at which dipoles order, where that is decided by the susceptibility alone.

A dimer orders where chi reaches chi_c^z of Eq. (8), a chain at a share of it. With one shell near
the Fermi energy and all others full or empty, Eq. (A5) of Ref. [21] reads

    chi/|chi_L| = (9 pi/k^3) [l(l+1)(2l+1)/(12 tau) sech^2(x/2) - (k^2/3) rest],

x = (zeta^2/k^2 - 1)/tau, `rest` the sum of (2l+1) R f over all shells. At x = 0 this is Curie's law
and solved for tau in closed form; for other sizes the largest root is refined from a grid.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import elementwise

from magrepro.core.arrays import Bools, Floats, Ints, between, floats, positive
from magrepro.core.constants import BOLTZMANN_ERG_K, ELECTRON_MASS_G, HBAR_ERG_S
from magrepro.core.orbital.dipoles import ETA, critical_susceptibility
from magrepro.core.orbital.shells import REACH, Shells, shells
from magrepro.core.orbital.sphere import zero_field_susceptibility

COLDEST: Final = 1e-12
"""T/T_F down to which a critical temperature is sought on the grid."""

_A_DECADE: Final = 24
"""Points of the grid on which a root is sought; the nearest shell's own maximum is added."""
_HOTTEST: Final = 100.0
"""Highest temperature of one shell alone times this is above any root: a hundred shells would have
to be within reach, where they add up to next to nothing."""
_OF_PEAK: Final = 1.5434046384182085
"""x at which sech^2(x/2)/tau is largest as tau varies: x tanh(x/2) = 1."""


def critical_over_landau(
    *, d_over_a: ArrayLike, chi_landau: ArrayLike, share: ArrayLike = 1.0
) -> Floats:
    """Return the susceptibility at which dipoles in a line order, over |chi_L|: Eq. (8).

    Parameters
    ----------
    d_over_a, chi_landau
        Distance of neighbours over radius, Landau susceptibility (Gaussian, negative).
    share
        Critical susceptibility over that of a dimer: 1, or that of a chain, Eq. (C1).
    """
    chi_c = critical_susceptibility(d_over_a, eta=ETA["longitudinal"])
    return np.asarray(floats(share) * chi_c / np.abs(floats(chi_landau)))


def curie_temperature(zeta: ArrayLike, *, critical: ArrayLike) -> Floats:
    """Return T_c/T_F of spheres whose k_F a is a zero, other shells being full or empty.

    tau = [l(l+1)(2l+1)/12] / [critical k^3/(9 pi) + (k^2/3) rest], where `rest` is the sum of
    (2l+1) R over the shells below and half of it for the one at the Fermi energy: Eq. (A5) of
    Ref. [21] solved for the temperature.

    Parameters
    ----------
    zeta
        Zeros zeta_nl in (0, 500].
    critical
        Critical susceptibility over |chi_L|: `critical_over_landau`.

    Returns
    -------
    ndarray
        In the broadcast shape; 0 for l = 0, which has no orbital moment.

    Raises
    ------
    ValueError
        If a size is not the zero of any shell.
    """
    k = between("k_F a", positive("k_F a", zeta), 0, 500)
    levels = shells(float(k.max()) + 1)
    at = _nearest(levels, k)
    if not np.allclose(levels.zeta[at], k, rtol=1e-13, atol=0):
        raise ValueError("k_F a must be a zero zeta_nl")
    l, c = levels.l[at], positive("critical", critical)
    rest = levels.full_r2[at] + (2 * l + 1) * levels.r2[at] / 2
    return np.asarray(l * (l + 1) * (2 * l + 1) / 12 / (c * k**3 / (9 * np.pi) + k**2 / 3 * rest))


def highest_temperature(*, critical: ArrayLike) -> Floats:
    """Return the T_c/T_F that no shell alone exceeds, the limit of zeta_1l as l grows.

    l(l+1)(2l+1) < 2 zeta_nl^3, hence tau < 3 pi/(2 critical).
    """
    return np.asarray(1.5 * np.pi / np.asarray(critical))


def is_alone(zeta: ArrayLike, *, critical: ArrayLike) -> Bools:
    """Return whether all other shells are full or empty at any temperature at which one orders."""
    k = positive("k_F a", zeta)
    levels = shells(float(k.max()) + 1)
    at = _nearest(levels, k)
    reach = REACH * k**2 * highest_temperature(critical=critical)
    below, above = levels.zeta[np.maximum(at - 1, 0)], levels.zeta[at + 1]
    near = ((at > 0) & (k**2 - below**2 < reach)) | (above**2 - k**2 < reach)
    return np.asarray(~near)


def critical_temperature(kf_a: ArrayLike, *, critical: ArrayLike) -> Floats:
    """Return the highest T/T_F at which the susceptibility of a sphere is the critical one.

    Parameters
    ----------
    kf_a
        k = k_F a in (0, 500].
    critical
        Critical susceptibility over |chi_L|, positive: `critical_over_landau`.

    Returns
    -------
    ndarray
        In the broadcast shape; 0 where there is none above 1e-12.

    Raises
    ------
    ArithmeticError
        If a root is not found where it must be.
    """
    k, c = np.broadcast_arrays(positive("k_F a", kf_a), positive("critical", critical))
    shape, k, c = k.shape, k.ravel(), c.ravel()
    if not k.size:
        return np.zeros(shape)
    grid = np.sort(np.column_stack([np.tile(_grid(c), (k.size, 1)), _peak(k)]), axis=1)
    above = zero_field_susceptibility(k[:, None], grid) > c[:, None]
    falls = above[:, :-1] & ~above[:, 1:]
    tau, some = np.zeros(k.size), np.flatnonzero(falls.any(axis=1))
    if not some.size:
        return tau.reshape(shape)
    last = falls.shape[1] - 1 - np.argmax(falls[some, ::-1], axis=1)
    ends = np.log(grid[some, last]), np.log(grid[some, last + 1])

    def excess(log_tau: Floats, k: Floats, c: Floats) -> Floats:
        return zero_field_susceptibility(k, np.exp(log_tau)) / c - 1

    tolerances = {"xatol": 1e-15, "xrtol": 1e-15}
    found = elementwise.find_root(excess, ends, args=(k[some], c[some]), tolerances=tolerances)
    if not np.all(found.success):
        raise ArithmeticError("no critical temperature was found between two that enclose it")
    tau[some] = np.exp(found.x)
    return tau.reshape(shape)


def fermi_temperature(kf_per_nm: ArrayLike) -> Floats:
    """Return T_F in kelvin of free electrons with this Fermi wave number in 1/nm."""
    momentum = HBAR_ERG_S * positive("k_F", kf_per_nm) * 1e7
    return np.asarray(momentum**2 / (2 * ELECTRON_MASS_G * BOLTZMANN_ERG_K))


def _nearest(levels: Shells, k: Floats) -> Ints:
    right = np.searchsorted(levels.zeta, k)
    left = np.maximum(right - 1, 0)
    nearer = np.abs(levels.zeta[left] - k) < np.abs(levels.zeta[right] - k)
    return np.asarray(np.where(nearer, left, right))


def _grid(critical: Floats) -> Floats:
    hottest = min(1.0, _HOTTEST * float(np.max(highest_temperature(critical=critical))))
    decades = max(np.log10(hottest / COLDEST), 1.0)
    return np.geomspace(COLDEST, COLDEST * 10**decades, int(_A_DECADE * decades) + 2)


def _peak(k: Floats) -> Floats:
    """Return the temperature at which the shell nearest to the Fermi energy contributes most."""
    levels = shells(float(k.max()) + 4)
    zeta = levels.zeta[_nearest(levels, k)]
    return np.clip(np.abs((zeta - k) * (zeta + k)) / k**2 / _OF_PEAK, COLDEST, 1.0)
