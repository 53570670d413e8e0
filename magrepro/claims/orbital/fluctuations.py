"""Appendix B by quadrature: one and two fluctuating moments.

Reduced units: moments in M_0, h = beta M_0 H, K = beta M_0^2/d^3, C = beta gamma M_0^2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from scipy.special import i0, ive

from magrepro.core.arrays import Floats
from magrepro.core.orbital.thermal import density_z, dimer_energy

STIFFNESS = 50.0
"""C of Fig. 8."""


@cache
def nodes(count: int, low: float, high: float) -> tuple[Floats, Floats]:
    """Return Gauss's nodes and weights between two limits."""
    x, weight = np.polynomial.legendre.leggauss(count)
    return (low + high) / 2 + (high - low) / 2 * x, (high - low) / 2 * weight


def single(beta: Floats, gamma: float, field: float) -> tuple[Floats, Floats]:
    """Return Z_1 and <M^z> by quadrature over length and angle of one free moment."""
    length, share = nodes(160, 0, 1)
    M = length * (field / (2 * gamma) + 9 / np.sqrt(beta[:, None] * gamma))
    u, weight = nodes(120, -1, 1)
    energy = gamma * M[..., None] ** 2 - field * M[..., None] * u
    density = 2 * np.pi * M[..., None] ** 2 * np.exp(-beta[:, None, None] * energy) * weight
    total, mean = (np.sum(f, axis=-1) @ share for f in (density, density * M[..., None] * u))
    return total * M[:, -1] / length[-1], mean / total


def frozen_length_moment(field: Floats) -> Floats:
    """Return <M^z> of one free moment that a field only turns; gamma = beta = 1.

    Its length stays distributed as M^2 e^(-M^2).
    """
    M, weight = nodes(200, 0.0, 9.0)
    share = weight * M**2 * np.exp(-(M**2))
    turn = M * field[:, None]
    return np.asarray((1 / np.tanh(turn) - 1 / turn) @ (share * M) / share.sum())


def printed_sum(
    h: float, K: float, C: float, *factors: Callable[[Floats, Floats], Floats]
) -> Floats:
    """Return Z_2/M_0^6 as printed in (B8), and means of factors f(mu_1, u_1)."""
    (m, share), (u, weight) = nodes(20, 0, 1), nodes(20, -1, 1)
    m1, m2, u1, u2 = np.meshgrid(m, m, u, u, indexing="ij", sparse=True)
    exponent = -C * (m1**2 + m2**2) + h * (m1 * u1 + m2 * u2) + 2 * K * m1 * m2 * u1 * u2
    bessel = i0(K * m1 * m2 * np.sqrt((1 - u1**2) * (1 - u2**2)))
    integrand = 4 * np.pi**2 * m1**2 * m2**2 * np.exp(exponent) * bessel
    integrand = integrand * np.einsum("a,b,c,d->abcd", share, share, weight, weight)
    total = np.sum(integrand)
    return np.array([total, *(np.sum(integrand * f(m1, u1)) / total for f in factors)])


def six_integrals(h: float, K: float, C: float) -> float:
    """Return Z_2/M_0^6 from (B7) with the energies (B1), (B5), (B6), in all six coordinates."""
    (m, share), (u, weight) = nodes(6, 0, 1), nodes(6, -1, 1)
    phi = np.arange(6) * np.pi / 3
    length, cosine, angle = (x.ravel() for x in np.meshgrid(m, u, phi, indexing="ij"))
    measure = (np.multiply.outer(share * m**2, weight)[..., None] * (np.pi / 3 + 0 * phi)).ravel()
    sine = length * np.sqrt(1 - cosine**2)
    M = np.stack([sine * np.cos(angle), sine * np.sin(angle), length * cosine], axis=-1)
    pairs = np.stack(np.broadcast_arrays(M[:, None], M[None]), axis=-2)
    energy = dimer_energy(pairs, field=[0, 0, h], gamma=C, distance=K ** (-1 / 3))
    return float(measure @ np.exp(-energy) @ measure)


def fixed_length(K: float) -> tuple[float, float]:
    """Return slopes d<z_1>/dh along and across z of two coupled moments of length M_0."""
    u, weight = nodes(120, -1, 1)
    r = np.sqrt(np.outer(1 - u**2, 1 - u**2))
    common = np.outer(weight, weight) * np.exp(2 * K * (np.outer(u, u) - 1) + K * r)
    density, turned = common * ive(0, K * r), common * ive(1, K * r)
    along = np.sum(density * (u[:, None] ** 2 + np.outer(u, u)))
    across = np.sum(density * (1 - u[:, None] ** 2) - turned * r) / 2
    return float(along / np.sum(density)), float(across / np.sum(density))


def root_mean_square(K: float) -> float:
    """Return the root mean square of one moment's z component, without field."""
    z, weight = nodes(160, -1, 1)
    return float(np.sqrt(np.sum(weight * z**2 * density_z(z, coupling=K, stiffness=STIFFNESS))))
