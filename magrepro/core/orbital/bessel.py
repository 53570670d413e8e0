"""Zeros of the spherical Bessel functions: the energy levels of a hard-wall sphere."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from scipy.special import spherical_jn

from magrepro.core.arrays import Floats, Ints, floats
from magrepro.core.double_double import Pair, exact_product, inverse, plus, product, times

LARGEST_ZERO: Final = 2000.0
"""Zeros are computed up to here: half a million, in eight seconds."""

LARGEST_REFINED: Final = 264.0
"""Up to here zeros are known beyond their doubles: for the sizes of all figures, at most 200."""

HALF_PI: Final = (1.5707963267948966, 6.123233995736766e-17)
"""pi/2 is the sum of these, to 1.5e-33."""

_STEP: Final = 8.0
"""Zeros are added up to multiples of this, which divides both limits above."""


@dataclass(frozen=True)
class Zeros:
    """Zeros zeta_nl of j_l in ascending order; arrays of one length."""

    n: Ints
    l: Ints
    zeta: Floats
    rest: Floats
    """What each double lacks of the zero; 0 above `LARGEST_REFINED`."""


def uniform_estimate(n: Floats, l: Floats) -> Floats:
    """Estimate zeta_nl from the asymptotic series that is uniform in n and l.

    zeta ~ nu sec(theta), tan(theta) - theta = (2/3)(-a_n)^(3/2)/nu, with nu = l + 1/2 and a_n the
    n-th zero of the Airy function, itself from its asymptotic series.

    Parameters
    ----------
    n, l
        Number of the zero from 1 and order from 0; any shapes that broadcast.

    Returns
    -------
    ndarray
        Within 0.05 of the zero, and closer the larger n and l.

    References
    ----------
    NIST Digital Library of Mathematical Functions, 9.9.6, 10.21.41.
    """
    nu = l + 0.5
    t = 3 * np.pi * (4 * n - 1) / 8
    minus_airy_zero = t ** (2 / 3) * (1 + 5 / (48 * t**2) - 5 / (36 * t**4))
    c = 2 / 3 * minus_airy_zero**1.5 / nu
    tangent = np.where(c < 1, np.cbrt(3 * c) * (1 + 0.2 * np.cbrt(3 * c) ** 2), c + np.pi / 2)
    for _ in range(4):
        tangent -= (tangent - np.arctan(tangent) - c) * (1 + 1 / tangent**2)
    return floats(nu * np.sqrt(1 + tangent**2))


def polished(l: Ints, estimate: Floats) -> Floats:
    """Move estimates onto the zeros of j_l.

    Newton's step for u = x j_l(x), u/u' = x j_l / ((l + 1) j_l - x j_(l+1)); because
    u'' = (l(l+1)/x^2 - 1) u vanishes with u, each step cubes the error: two steps reach the last
    digit, a third where the estimate was poor.

    Parameters
    ----------
    l, estimate
        Orders and estimates closer to their zero than to any other; shape (N,).

    Returns
    -------
    ndarray
        Zeros, shape (N,).

    Raises
    ------
    ArithmeticError
        If a step does not shrink as it must.
    """
    x = estimate.copy()
    moving = np.arange(x.size)
    for _ in range(6):
        order, at = l[moving], x[moving]
        j, j_next = spherical_jn(order, at), spherical_jn(order + 1, at)
        step = at * j / ((order + 1) * j - at * j_next)
        x[moving] = at - step
        moving = moving[np.abs(step) > 1e-6]
        if not moving.size:
            return x
    raise ArithmeticError("zeros of spherical Bessel functions did not converge")


def lacking(l: Ints, zeta: Floats) -> Floats:
    """Return what the doubles of zeros of j_l lack of the zeros, to 1e-28.

    Next to a level, (zeta - k)/(k tau) shows an error of half a unit in zeta's last place. In twice
    the working precision y_p = x j_p obey y_(p+1) = [(2p+1)/x] y_p - y_(p-1) (DLMF 10.51.1), from
    y_0/y_(-1) = tan x upwards, which is stable because all zeros of j_l lie above l; the zero lies
    at x - y_l/y_l' = x - y_l/[y_(l-1) - (l/x) y_l].

    Parameters
    ----------
    l, zeta
        Orders and doubles next to their zeros; shape (N,).

    Returns
    -------
    ndarray
        Shape (N,).
    """
    order = np.argsort(-l, kind="stable")  # those that need p steps are the first ones
    x, found = zeta[order], np.empty_like(zeta)
    still = np.searchsorted(-l[order], -np.arange(np.max(l, initial=0) + 2), side="right")
    over_x = inverse((x, np.zeros_like(x)))
    before, y = _cosine_and_sine(x)
    for p, (end, next_end) in enumerate(itertools.pairwise(still.tolist())):
        here = slice(next_end, end)
        found[order[here]] = -y[0][here] / (before[0][here] - p / x[here] * y[0][here])
        before, y, over_x = (_first(pair, next_end) for pair in (before, y, over_x))
        risen = product(times(over_x, 2 * p + 1), y)
        before, y = y, plus(risen, (-before[0], -before[1]))
    return found


def _first(pair: Pair, count: int) -> Pair:
    """Return the first numbers of an array of pairs."""
    return pair[0][:count], pair[1][:count]


def _cosine_and_sine(x: Floats) -> tuple[Pair, Pair]:
    """Return cos x and sin x, both over the smaller of them, for x up to some thousand.

    cot r = 1/r - 1/(3/r - 1/(5/r - ...)), the ratios of j_p above, taken downwards from where those
    left out are below 1e-33 for |r| < pi/4, the distance to the next multiple of pi/2.
    """
    quarters = np.rint(x / HALF_PI[0])
    r: Pair = (x, np.zeros_like(x))
    for part in HALF_PI:
        r = plus(r, exact_product(-quarters, part))
    over_r = inverse(r)
    cotangent = times(over_r, 27)
    for order in range(12, -1, -1):
        high, low = inverse(cotangent)
        cotangent = plus(times(over_r, 2 * order + 1), (-high, -low))
    odd = quarters % 2 == 1
    one = np.ones_like(x), np.zeros_like(x)
    cosine = np.where(odd, -one[0], cotangent[0]), np.where(odd, one[1], cotangent[1])
    sine = np.where(odd, cotangent[0], one[0]), np.where(odd, cotangent[1], one[1])
    return cosine, sine


def _zeros_between(low: float, high: float) -> Zeros:
    """Return those with low < zeta <= high; estimates are within 0.05, so that none is missed."""
    n, l = np.meshgrid(np.arange(1, int(high / np.pi) + 2), np.arange(int(high) + 1))
    estimate = uniform_estimate(n.astype(np.float64), l.astype(np.float64))
    near = (low - 0.1 < estimate) & (estimate < high + 0.1)
    n, l = n[near], l[near]
    zeta = polished(l, estimate[near])
    order = np.argsort(zeta, kind="stable")
    order = order[(low < zeta[order]) & (zeta[order] <= high)]
    n, l, zeta = n[order], l[order], zeta[order]
    some = zeta <= LARGEST_REFINED
    rest = np.concatenate([lacking(l[some], zeta[some]), np.zeros(np.count_nonzero(~some))])
    return Zeros(n, l, zeta, rest)


NONE: Final = 0.0, _zeros_between(0.0, 1.0)
_known: list[tuple[float, Zeros]] = [NONE]
"""The zeros found so far, and up to where: those above are added when somebody asks for them."""


def _zeros_below(k_max: float) -> Zeros:
    """Return all zeros up to k_max, and some above."""
    top, zeros = _known[0]
    if k_max > top:
        more = _zeros_between(top, k_max)
        both = zip(vars(zeros).values(), vars(more).values(), strict=True)
        zeros = Zeros(*map(np.concatenate, both))
        _known[0] = k_max, zeros
    return zeros


def bessel_zeros(k_max: float) -> Zeros:
    """Return all zeros zeta_nl <= k_max, relative error below 1e-14.

    Parameters
    ----------
    k_max
        Largest zero wanted; below pi there is none.

    Returns
    -------
    Zeros
        In ascending order.

    Raises
    ------
    ValueError
        If `k_max` is not a positive number up to 2000.
    """
    if not 0 < k_max <= LARGEST_ZERO:
        raise ValueError(f"k_max must be positive and at most {LARGEST_ZERO:g}, not {k_max}")
    zeros = _zeros_below(_STEP * math.ceil(k_max / _STEP))
    some = slice(np.searchsorted(zeros.zeta, k_max, side="right"))
    return Zeros(zeros.n[some], zeros.l[some], zeros.zeta[some], zeros.rest[some])


def bessel_zero(n: int, l: int) -> float:
    """Return zeta_nl, the n-th positive zero of the spherical Bessel function j_l.

    Raises
    ------
    ValueError
        If n < 1 or l < 0.
    """
    if n < 1 or l < 0:
        raise ValueError(f"zeta_nl needs n >= 1 and l >= 0, not n={n}, l={l}")
    estimate = uniform_estimate(np.array([float(n)]), np.array([float(l)]))
    return float(polished(np.array([l]), estimate)[0])


@lru_cache(maxsize=1 << 14)  # more than there are zeros below 200
def named_zero(name: str) -> float:
    """Return the zero that a name such as ``zeta_1_36``, n and then l, stands for."""
    _, n, l = name.split("_")
    return bessel_zero(int(n), int(l))


def zero_near(k: float, n: int | None = None) -> str:
    """Return the name of the zero nearest to a size, of the n-th zeros if `n` is given.

    Raises
    ------
    ValueError
        If k is not a positive number below some 1990.
    """
    zeros = bessel_zeros(k + 2 * np.pi if n is None else k + n * np.pi + 2 * np.pi)
    chosen = np.flatnonzero((zeros.n == n) | (n is None))
    nearest = chosen[np.argmin(np.abs(zeros.zeta[chosen] - k))]
    return f"zeta_{zeros.n[nearest]}_{zeros.l[nearest]}"
