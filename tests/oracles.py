"""Plain, slow forms of the sphere's sums: one line an equation, no window, no pairing.

Extended precision, where there is one, makes up for the pairing.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from magrepro.core.orbital.bessel import LARGEST_ZERO, Zeros, bessel_zeros

Floats = NDArray[Any]

EXTENDED = 2000
"""Shells below which sums are done in extended precision, which is ten times slower."""


@cache
def _table(k_max: float) -> Zeros:
    return bessel_zeros(k_max)


def zeros_below(k_max: float) -> Zeros:
    """Zeros up to `k_max`, cut from tables that double in size and are made once."""
    table = _table(min(2 ** np.ceil(np.log2(max(k_max, 64.0))), LARGEST_ZERO))
    count = np.searchsorted(table.zeta, k_max, side="right")
    return Zeros(table.n[:count], table.l[:count], table.zeta[:count], table.rest[:count])


def _states(k: float, tau: float, w: float) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Yield m, detuning eps_nlm - 1 and R_nl Y_lm of all states that could be filled, in parts."""
    # k^2 eps > zeta^2 - s l with l < zeta, s = k^2 |w|/2: the diamagnetic term only raises it.
    half = k**2 * abs(w) / 4
    zeros = zeros_below(half + np.sqrt(half**2 + np.pi**2 + k**2 * (1 + 80 * tau)))
    kind = np.longdouble if zeros.zeta.size < EXTENDED else np.float64
    a, b = np.array([k, w], dtype=kind)
    own = np.sum(zeros.rest[zeros.zeta == k])  # the double of a zero stands for the zero
    for start in range(0, zeros.l.size, 64):
        some = zeros.l[start : start + 64]
        part, each = slice(start, start + 64), 2 * some + 1
        l = np.repeat(some, each)
        zeta: Floats = np.repeat(zeros.zeta[part], each).astype(kind)
        m: Floats = np.concatenate([np.arange(-j, j + 1) for j in some]).astype(kind)
        r2 = (1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3
        sin2 = 2 * (l**2 + l - 1 + m**2) / ((2 * l - 1) * (2 * l + 3))
        off = (zeta - a) + np.repeat(zeros.rest[part] - own, each)
        detuning = off * (zeta + a) / a**2 + b * m / 2 + (a * b) ** 2 / 16 * r2 * sin2
        yield m, detuning, r2 * sin2


def moment(k: float, tau: float, w: float) -> float:
    """Eq. (A4) of Ref. [21], summed state by state."""
    return moment_and_rounding(k, tau, w)[0]


def moment_and_rounding(k: float, tau: float, w: float) -> tuple[float, float]:
    """`moment`, and what it moves by when each energy and each summand is rounded to double."""
    total, moved = np.longdouble(0), 0.0
    for m, detuning, r2_sin2 in _states(k, tau, w):
        f, pull = expit(-detuning / tau), m / 2 + k**2 / 8 * m.dtype.type(w) * r2_sin2
        total += np.sum(f * pull)
        terms = abs(detuning) + abs(w * m) + (k * w) ** 2 * r2_sin2
        moved += float(np.sum(f * expit(detuning / tau) * terms / tau * abs(pull)))
        summands = np.sum(f * (abs(m) if m.dtype == np.float64 else m))
        moved += float(abs(summands) + k**2 * abs(w) * np.sum(f * r2_sin2))
    return float(-4 * total), 4 * moved * 2.2e-16


def slope(k: float, tau: float, w: float) -> float:
    """The derivative of `moment` with respect to w, summed state by state."""
    total = np.longdouble(0)
    for m, detuning, r2_sin2 in _states(k, tau, w):
        f, pull = expit(-detuning / tau), m / 2 + k**2 / 8 * m.dtype.type(w) * r2_sin2
        total += np.sum(f * expit(detuning / tau) / tau * pull**2 - f * k**2 / 8 * r2_sin2)
    return float(4 * total)


def number(k: float, tau: float, w: float) -> float:
    """Mean number of electrons, both spins."""
    return float(2 * sum(np.sum(expit(-detuning / tau)) for _, detuning, _ in _states(k, tau, w)))


def susceptibility(k: float, tau: float) -> float:
    """Eq. (A5) of Ref. [21], summed state by state: the derivative of `moment` at w = 0."""
    return 9 * np.pi / k**3 * slope(k, tau, 0.0)


def grand_potential(k: float, tau: float, w: float) -> float:
    """Grand potential over E_F, both spins: -2 tau sum log(1 + e^(-x))."""
    total = np.longdouble(0)
    for _, detuning, _ in _states(k, tau, w):
        total -= 2 * tau * np.sum(np.logaddexp(0, -detuning / tau))
    return float(total)
