"""Curie's law of the shell at the Fermi energy: where dipoles order, in closed form.

A dimer orders where chi reaches chi_c^z of Eq. (8), a chain at a share of it. With one shell at the
Fermi energy and all others full or empty, Eq. (A5) of Ref. [21] reads

    chi/|chi_L| = (9 pi/k^3) [l(l+1)(2l+1)/(12 tau) - (k^2/3) rest],

`rest` the sum of (2l+1) R f over all shells, which is solved for tau. Any size: `critical`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Bools, Floats, Ints, between, floats, positive
from magrepro.core.orbital.dipoles import ETA, critical_susceptibility
from magrepro.core.orbital.shells import REACH, Shells, shells


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
    # A zero that was computed elsewhere may be some roundings off, and so it is its shell's.
    if not np.allclose(levels.zeta[at], k, rtol=1e-13, atol=0):
        raise ValueError("k_F a must be a zero zeta_nl")
    l, c = levels.l[at], positive("critical", critical)
    rest = levels.full_r2[at] + (2 * l + 1) * levels.r2[at] / 2
    return np.asarray(l * (l + 1) * (2 * l + 1) / 12 / (c * k**3 / (9 * np.pi) + k**2 / 3 * rest))


def shell_temperature(zeta: ArrayLike, l: ArrayLike, *, critical: ArrayLike) -> Floats:
    """Return the same by the half-filled shell alone, without the closed ones' diamagnetism.

    tau = (3 pi/4) l(l+1)(2l+1)/(critical k^3).
    """
    k, l, c = positive("k_F a", zeta), floats(l), positive("critical", critical)
    return np.asarray(0.75 * np.pi * l * (l + 1) * (2 * l + 1) / (c * k**3))


def cubic_temperature(share: ArrayLike, *, critical: ArrayLike) -> Floats:
    """Return that of large l, by (l + 1/2)/k = `share`: its cube of `highest_temperature`."""
    return np.asarray(highest_temperature(critical=critical) * floats(share) ** 3)


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


def _nearest(levels: Shells, k: Floats) -> Ints:
    """Return the number of the shell whose zero is nearest to each size."""
    right = np.searchsorted(levels.zeta, k)
    left = np.maximum(right - 1, 0)
    nearer = np.abs(levels.zeta[left] - k) < np.abs(levels.zeta[right] - k)
    return np.asarray(np.where(nearer, left, right))
