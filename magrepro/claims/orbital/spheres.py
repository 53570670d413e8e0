"""One sphere: Figs. 6 and 7, electron number, field inside, second order in the field."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, spherical_jn

from magrepro.claims.orbital.gold import COLD, COLDEST, LANDAU, ROOM, THICK, THIN
from magrepro.core.arrays import Floats
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.core.orbital.sphere import magnetic_moment, zero_field_susceptibility
from magrepro.parameters import SizeAxis, values


@lru_cache(maxsize=8)
def panel(tau: float, kf_a: SizeAxis) -> tuple[Floats, Floats]:
    """Return sizes, the zeros among them, and chi/|chi_L| of one panel of Fig. 6."""
    k = values(kf_a)
    k = np.unique(np.concatenate([k, zeros_of(kf_a)]))
    return k, zero_field_susceptibility(k, tau)


def zeros_of(kf_a: SizeAxis) -> Floats:
    """Return the zeros between the smallest and the largest size of an axis."""
    k = values(kf_a)
    zeta = bessel_zeros(float(k.max())).zeta
    return np.asarray(zeta[zeta >= k.min()])


def typical_at_room_temperature(kf_a: SizeAxis) -> float:
    """Return the median of |chi/chi_L| over the sizes of Fig. 6(a)."""
    return float(np.median(np.abs(zero_field_susceptibility(values(kf_a), ROOM))))


def electrons(kappa: ArrayLike, tau: float, k: ArrayLike) -> Floats:
    """Return the mean electron number at the Fermi wave number kappa/a, by plain summation."""
    kappa, k = np.asarray(kappa)[..., None], np.asarray(k)[..., None]
    zeros = bessel_zeros(float(np.max(kappa)) + 10)
    x = (zeros.zeta - kappa) * (zeros.zeta + kappa) / (k**2 * tau)
    return np.asarray(np.sum(2 * (2 * zeros.l + 1) * expit(-x), axis=-1))


def inner_field(k: ArrayLike, w: ArrayLike, moment: ArrayLike) -> Floats:
    """Return 4 pi M/H of a sphere of this moment, in mu_B, in a field w = hbar omega_c/E_F."""
    k, w, moment = (np.asarray(x, dtype=np.float64) for x in (k, w, moment))
    return np.asarray(36 * np.pi**2 * LANDAU * moment / (k**3 * w))


@lru_cache(maxsize=1)
def curves() -> tuple[Floats, Floats]:
    """Return the fields and the six curves of Fig. 7, shape (size, temperature, field)."""
    w = np.linspace(0, 2e-3, 401)[1:]
    k, tau = np.array([THICK, THIN]), np.array([ROOM, COLD, COLDEST])
    return w, magnetic_moment(k[:, None, None], tau[:, None], w)


def second_order_moment(k: float, w: float) -> float:
    """Return the moment, in mu_B, from second order in the diamagnetic term at T = 0."""
    zeros, (x, weight) = bessel_zeros(64.0), np.polynomial.legendre.leggauss(120)
    r, l = (x + 1) / 2, zeros.l
    u = spherical_jn(l[:, None], zeros.zeta[:, None] * r) * r
    u /= np.sqrt((u * u) @ weight)[:, None]
    filled = zeros.zeta < k
    r2 = (u[filled] * weight * r**2) @ u[~filled].T
    gap = (zeros.zeta[filled, None] ** 2 - zeros.zeta[~filled] ** 2) / k**2
    low = np.minimum(l[filled, None], l[~filled])
    same, next_l = np.transpose([angular_squares(order) for order in range(int(l.max()) + 1)])
    step = np.abs(l[filled, None] - l[~filled])
    squares = np.where(step == 0, same[low], 0.0) + np.where(step == 2, next_l[low], 0.0)
    return float(-16 * (k**2 / 16) ** 2 * w**3 * np.sum(squares * r2**2 / gap))


def angular_squares(l: int) -> tuple[float, float]:
    """Return the squared elements of sin^2 theta from l to l and to l + 2, summed over m."""
    m = np.arange(-l, l + 1)
    below, here, above = (
        ((n + 1) ** 2 - m**2) / ((2 * n + 1) * (2 * n + 3)) for n in (l - 1, l, l + 1)
    )
    return float(np.sum((1 - below - here) ** 2)), float(np.sum(here * above))
