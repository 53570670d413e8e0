"""The direct methods that the package is timed against: plain, right, and slow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import nquad
from scipy.optimize import brentq
from scipy.special import expit, ive, spherical_jn

from magrepro.core.constants import K_B_MEV
from magrepro.core.orbital.bessel import bessel_zeros

Floats = NDArray[np.float64]


def qutip_moments(spin: float, j: Floats, alpha: Floats, temperature: float) -> Floats:
    """Thermal moment of each pair by QuTiP: a matrix exponential and two traces a point."""
    import qutip

    one = qutip.qeye(int(2 * spin + 1))
    first = [qutip.tensor(s, one) for s in qutip.jmat(spin)]
    second = [qutip.tensor(one, s) for s in qutip.jmat(spin)]
    exchange = sum(a * b for a, b in zip(first, second, strict=True))
    field, total = first[2] + second[2] / 2, first[2] + second[2]
    moments = []
    for j_k, alpha_k in zip(j, alpha, strict=True):
        weight = (-(j_k * exchange + alpha_k * field) / (K_B_MEV * temperature)).expm()
        moments.append(((weight * total).tr() / weight.tr()).real)
    return np.array(moments)


def dense_moments(hamiltonian: Floats, total: Floats, temperature: float) -> Floats:
    """Thermal moment of a stack of pairs by NumPy's dense diagonalisation."""
    energies, states = np.linalg.eigh(hamiltonian)
    weight = np.exp(-(energies - energies[..., :1]) / (K_B_MEV * temperature))
    moments = np.einsum("...ij,i,...ij->...j", states, total, states)
    return np.asarray((weight * moments).sum(axis=-1) / weight.sum(axis=-1))


def thermal_weight(z1: float, coupling: float, stiffness: float) -> float:
    """Integral of Eq. (B8) at fixed z component of the first moment, by nested quadrature."""

    def weight(rho1: float, rho2: float, z2: float) -> float:
        bend = coupling * rho1 * rho2
        cost = stiffness * (rho1**2 + z1**2 + rho2**2 + z2**2)
        return float(rho1 * rho2 * ive(0, bend) * np.exp(bend - cost + 2 * coupling * z1 * z2))

    def largest_rho2(z2: float) -> tuple[float, float]:
        return 0.0, float(np.sqrt(max(1 - z2**2, 0.0)))

    limits = [(0.0, float(np.sqrt(1 - z1**2))), largest_rho2, (-1.0, 1.0)]
    options = {"epsabs": 0, "epsrel": 1e-9}
    return float(nquad(weight, limits, opts=[options] * 3)[0])


class Sphere:
    """All states (n, l, m) of a sphere in a row, summed one field at a time."""

    def __init__(self, k: float, tau: float, w: float) -> None:
        zeros = bessel_zeros(k * np.sqrt(1 + 50 * tau + abs(w) * k))
        count = 2 * zeros.l + 1
        l, zeta = np.repeat(zeros.l, count).astype(float), np.repeat(zeros.zeta, count)
        first = np.repeat(np.cumsum(count) - count, count)
        self.k, self.m = k, np.arange(l.size) - first - l
        self.detuning = (zeta - k) * (zeta + k) / k**2
        r2 = (1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3
        self.r2_sin2 = r2 * 2 * (l**2 + l - 1 + self.m**2) / ((2 * l - 1) * (2 * l + 3))

    def moment(self, tau: float, w: float) -> float:
        """Eq. (A4) of Ref. [21]."""
        energy = self.detuning + w * self.m / 2 + (self.k * w) ** 2 / 16 * self.r2_sin2
        slope = self.m / 2 + self.k**2 / 8 * w * self.r2_sin2
        return float(-4 * expit(-energy / tau) @ slope)

    def spontaneous(self, tau: float, coupling: float) -> float:
        """Moment of a dimer by bracketing and `brentq`; only where it orders."""

        def excess(m: float) -> float:
            return self.moment(tau, coupling * m) / m - 1

        return float(brentq(excess, 1e-2, 1e5, xtol=1e-12, rtol=1e-14))

    def chain(self, tau: float, coupling: float, n: int) -> Floats:
        """Moments of a chain by fixed-point iteration, a sum over all states a particle."""
        distance = np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)
        inverse_cube = np.where(distance > 0, distance, np.inf) ** -3
        moments: Floats = np.full(n, 1e3)
        for _ in range(20_000):
            fields = coupling * inverse_cube @ moments
            new: Floats = np.array([self.moment(tau, w) for w in fields])
            if np.max(np.abs(new - moments)) < 1e-13 * np.max(new):
                return new
            moments = new
        raise ArithmeticError("the fixed point was not reached")


def susceptibility(k: Floats, tau: float) -> Floats:
    """Eq. (A5) of Ref. [21] over all levels at once, in pieces that fit in memory."""
    zeros = bessel_zeros(float(k.max()) * np.sqrt(1 + 50 * tau))
    l, zeta = zeros.l.astype(float)[:, None], zeros.zeta[:, None]
    r2 = (1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3
    parts = []
    for some in np.array_split(k, max(1, k.size // 256)):
        x = (zeta - some) * (zeta + some) / (some**2 * tau)
        f = expit(-x)
        zeeman = l * (l + 1) * (2 * l + 1) / 3 * f * expit(x) / tau
        parts.append((zeeman - some**2 / 3 * (2 * l + 1) * r2 * f).sum(axis=0))
    return np.asarray(9 * np.pi / k**3 * np.concatenate(parts))


def zeros(l: Iterable[int], brackets: Any) -> Floats:
    """Zeros of spherical Bessel functions, `brentq` on each bracket."""
    found = [
        brentq(lambda x, order=order: float(spherical_jn(order, x)), *bracket, xtol=1e-14)
        for order, bracket in zip(l, brackets, strict=True)
    ]
    return np.array(found)
