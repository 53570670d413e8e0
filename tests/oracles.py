"""Plain, slow forms of the sphere's sums: one line an equation, no window, no pairing."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from magrepro.core.bessel import bessel_zeros

Floats = NDArray[np.float64]


def _states(k: float, tau: float, w: float) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Yield m, detuning eps_nlm - 1 and R_nl Y_lm of every shell that could be filled."""
    zeros = bessel_zeros(k * np.sqrt(1 + 80 * tau + abs(w) * k))
    for l, zeta in zip(zeros.l, zeros.zeta, strict=True):
        m = np.arange(-l, l + 1).astype(float)
        r2 = (1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3
        sin2 = 2 * (l**2 + l - 1 + m**2) / ((2 * l - 1) * (2 * l + 3))
        detuning = (zeta - k) * (zeta + k) / k**2 + w * m / 2 + (k * w) ** 2 / 16 * r2 * sin2
        yield m, detuning, r2 * sin2


def moment(k: float, tau: float, w: float) -> float:
    """Eq. (A4) of Ref. [21], summed state by state."""
    total = 0.0
    for m, detuning, r2_sin2 in _states(k, tau, w):
        total += float(np.sum(expit(-detuning / tau) * (m / 2 + k**2 / 8 * w * r2_sin2)))
    return -4 * total


def susceptibility(k: float, tau: float) -> float:
    """Eq. (A5) of Ref. [21], summed state by state: the derivative of `moment` at w = 0."""
    slope = 0.0
    for m, detuning, r2_sin2 in _states(k, tau, 0.0):
        f = expit(-detuning / tau)
        slope += float(np.sum(f * expit(detuning / tau) / tau * m**2 - f * k**2 / 2 * r2_sin2))
    return 9 * np.pi / k**3 * slope


def grand_potential(k: float, tau: float, w: float) -> float:
    """Grand potential over E_F, both spins: -2 tau sum log(1 + e^(-x))."""
    total = 0.0
    for _, detuning, _ in _states(k, tau, w):
        total -= 2 * tau * float(np.sum(np.logaddexp(0, -detuning / tau)))
    return total
