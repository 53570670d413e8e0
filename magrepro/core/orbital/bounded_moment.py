"""One moment mu = M/M_0 no longer than 1, in a field: sums over its ball.

The weight is exp(-C mu^2 + g z), C the stiffness and g >= 0 the field. Where C is not small the
integrals are closed form in erf; else spherical shells are added up by Gauss-Legendre quadrature.

References: Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), App. B.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import erfcx, exprel, ive

from magrepro.core.arrays import Floats

SOFTEST_CLOSED_FORM: Final = 0.5
"""Stiffness below which the terms of the closed form in erf cancel to fewer than 14 digits."""

_LARGEST_FIELD_PER_STIFFNESS: Final = 16.0
"""Field over stiffness above which they do so, too: the moment then sits at the rim."""

_NEGLIGIBLE_EXPONENT: Final = 46.0
"""e^-46 = 1e-20: shells further below the densest one add nothing."""


@cache
def gauss_legendre(half_count: int) -> tuple[Floats, Floats]:
    """Return nodes and weights on [0, 1] of a rule with twice as many nodes.

    Newton's method in the distance y from the ends keeps nodes near the rim to relative precision:
    with SciPy's, right to absolute precision, a density that is flat at the threshold is not.
    """
    n = 2 * half_count
    y = 2 * np.sin(np.pi * (np.arange(half_count) + 0.75) / (2 * n + 1)) ** 2
    for _ in range(5):
        P, step = np.ones(half_count), np.zeros(half_count)
        for k in range(n):
            step = (k * step - (2 * k + 1) * y * P) / (k + 1)
            P = P + step
        slope = n * (y * P - step) / (y * (2 - y))
        y = y + P / slope
    return np.concatenate([y / 2, 1 - y / 2]), np.tile(1 / (y * (2 - y) * slope**2), 2)


def _has_closed_form(g: Floats, C: Floats) -> NDArray[np.bool_]:
    """Tell where the ball of a moment in the field g is closed form without cancellation."""
    return np.asarray((C >= SOFTEST_CLOSED_FORM) & (g <= _LARGEST_FIELD_PER_STIFFNESS * C))


def ball(g: Floats, C: Floats) -> tuple[Floats, Floats]:
    """Return the ball integral of exp(-C mu^2 + g z) as (exponent, factor)."""
    closed = _has_closed_form(g, C)
    if closed.all():
        return _ball_closed(g, C)
    g, C = np.broadcast_arrays(g, C)
    exponent, factor = np.array(g - C), np.empty(closed.shape)
    exponent[closed], factor[closed] = _ball_closed(g[closed], C[closed])
    factor[~closed] = _shells(g[~closed], C[~closed])[2].sum(axis=-1)
    return exponent, factor


def ball_means(g: Floats, C: Floats) -> tuple[Floats, Floats]:
    """Return <z> and <mu^2> of arrays of one shape."""
    mean, square, closed = np.empty(g.shape), np.empty(g.shape), _has_closed_form(g, C)
    mean[closed], square[closed] = _ball_means_closed(g[closed], C[closed])
    r, gr, shell = _shells(g[~closed], C[~closed])
    mean[~closed] = np.average(r * _langevin(gr), axis=-1, weights=shell)
    square[~closed] = np.average(r**2, axis=-1, weights=shell)
    return mean, square


def _ball_closed(g: Floats, C: Floats) -> tuple[Floats, Floats]:
    """Return `ball` by erfcx, inside the ball (gap > 0) or at its rim."""
    root_C = np.sqrt(C)
    half_width = np.sqrt(np.pi) / (2 * root_C)
    gap = root_C - g / (2 * root_C)
    surface = 2 * exprel(-2 * g)
    rim = half_width * erfcx(np.abs(gap))
    image = half_width * (1 - g * surface) * erfcx(root_C + g / (2 * root_C))
    inside = 2 * half_width - np.exp(-(gap**2)) * (rim + image + surface)
    factor = np.pi / C * np.where(gap > 0, inside, rim - image - surface)
    return np.where(gap > 0, g**2 / (4 * C), g - C), factor


def _ball_means_closed(g: Floats, C: Floats) -> tuple[Floats, Floats]:
    """Return <z> and <mu^2> from the ball and its surface's share, by parts."""
    exponent, factor = _ball_closed(g, C)
    surface = 4 * np.pi * np.exp(g - C - exponent) * exprel(-2 * g) / factor
    mean = (g - surface * _langevin(g)) / (2 * C)
    return mean, (3 + g * mean - surface) / (2 * C)


def _shells(g: Floats, C: Floats) -> tuple[Floats, Floats, Floats]:
    """Return radius, field times radius and weight of shells, from the rim inwards."""
    t, w = gauss_legendre(16)
    g, C = g[..., None], C[..., None]
    depth = _NEGLIGIBLE_EXPONENT / np.maximum(g, _NEGLIGIBLE_EXPONENT)
    r = 1 - depth * t
    decay = np.exp((C * (1 + r) - g) * depth * t)
    return r, g * r, 4 * np.pi * r**2 * depth * w * decay * exprel(-2 * g * r)


def _langevin(x: Floats) -> Floats:
    """Langevin's coth x - 1/x by Bessel functions, free of cancellation at small x."""
    return np.asarray(ive(1.5, x) * np.sqrt(np.pi / 2 / np.maximum(x, 1e-100)) / exprel(-2 * x))
