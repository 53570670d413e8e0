"""Levels of a hard-wall sphere with the diamagnetic term diagonalised, as functions of the field.

In units of the radius, and of the energy hbar^2/(2 m a^2), r^2 sin^2(theta) couples l with l and
l ± 2 and all n. Its matrix is closed form, so that the eigenvalues lambda(x) of
p^2 + x r^2 sin^2(theta) are exact up to the basis, at every field. They depend neither on the sign
of m nor on the size, and on x so smoothly that a short Chebyshev series holds them for all fields;
each follows the state of the sphere from which it comes through the others that it crosses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, Ints, floats
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.core.orbital.shells import mean_square_radius, mean_square_sine

ORDERS: Final = (8, 16, 32)
"""Orders of the series in x that are tried."""

SERIES_TOLERANCE: Final = 1e-8
"""Last two coefficients of a level at the most, in hbar^2/(2 m a^2); a level spacing is about 8."""


@dataclass(frozen=True, eq=False)
class Sector:
    """States (n, l) of one m >= 0 and one parity of l, and the matrix of r^2 sin^2(theta)."""

    m: int
    l: Ints
    zeta: Floats
    matrix: Floats


@dataclass(frozen=True, eq=False)
class Levels:
    """Eigenvalues lambda(x) of all states with m >= 0, as series on 0 <= x <= x_max."""

    x_max: float
    m: Floats
    series: Floats
    """Chebyshev coefficients, shape (order + 1, states)."""

    def polynomials(self, x: Floats) -> Floats:
        """Return the Chebyshev polynomials at x, shape (points, order + 1)."""
        order = len(self.series) - 1
        return floats(chebyshev.chebvander(2 * x / self.x_max - 1, order))

    @property
    def slopes(self) -> Floats:
        """Coefficients of dlambda/dx; the last is zero."""
        falling = chebyshev.chebder(self.series, scl=2 / self.x_max)
        return np.concatenate([falling, np.zeros_like(falling[:1])])


def radial_elements(zeta: Floats, other: Floats, l: Ints, step: int) -> Floats:
    """Return <other, l + step| r^2 |zeta, l>, step 0 or 2, of two different states of the sphere.

    +-8 a b [1/D^2 + (4l + 6)/D^3] with D = b^2 - a^2, for step 0 without the second term. From the
    double commutator of p^2 with the harmonic polynomials r^2 Y_2m, or with r^2, whose only terms
    are those that the slopes of the two states at the wall, +-sqrt(2) times a and b, leave there.

    Parameters
    ----------
    zeta, other
        The zeros a of j_l and b of j_(l + step), which broadcast; a != b.
    l, step
        Order, and 0 or 2.

    Returns
    -------
    ndarray
        Without the sign, (-1)^(n + n').
    """
    gap = (other - zeta) * (other + zeta)
    tilt = (4 * l + 6) / gap if step == 2 else 0.0
    return np.asarray(8 * zeta * other / gap**2 * (1 + tilt))


def sine_elements(l: ArrayLike, m: int) -> Floats:
    """Return <l + 2, m| sin^2(theta) |l, m>, that of -cos^2(theta)."""
    l = floats(l)
    above = ((l + 1) ** 2 - m**2) * ((l + 2) ** 2 - m**2)
    return np.asarray(-np.sqrt(above / ((2 * l + 1) * (2 * l + 5))) / (2 * l + 3))


def sectors(zeta_max: float) -> Iterator[Sector]:
    """Yield m = 0, 1, ... and both parities with all states whose zero is at most `zeta_max`."""
    zeros = bessel_zeros(zeta_max)
    for m in range(int(zeros.l.max(initial=-1)) + 1):
        for parity in range(2):
            here = (zeros.l >= m) & (zeros.l % 2 == parity)
            if here.any():
                n, l, zeta = zeros.n[here], zeros.l[here], zeros.zeta[here]
                yield Sector(m, l, zeta, _matrix(m, n, l, zeta))


def _matrix(m: int, n: Ints, l: Ints, zeta: Floats) -> Floats:
    """Return r^2 sin^2(theta) between the states of a sector."""
    sign, rise = (-1.0) ** n, l - l[:, None]
    matrix = np.diag(mean_square_radius(zeta, l) * mean_square_sine(l, m))
    same, up = (np.nonzero(rise == step) for step in (0, 2))
    i, j = (axis[same[0] != same[1]] for axis in same)
    matrix[i, j] = radial_elements(zeta[i], zeta[j], l[i], 0) * mean_square_sine(l[i], m)
    i, j = up
    matrix[i, j] = radial_elements(zeta[i], zeta[j], l[i], 2) * sine_elements(l[i], m)
    matrix[j, i] = matrix[i, j]
    return matrix * np.outer(sign, sign)


@lru_cache(maxsize=4)
def exact_levels(zeta_max: float, x_max: float, *, relevant: float) -> Levels:
    """Return the eigenvalues of p^2 + x r^2 sin^2(theta) for 0 <= x <= x_max, all m >= 0.

    Parameters
    ----------
    zeta_max
        Largest zero of the states of the sphere that are the basis.
    x_max
        The largest x = (k^2 w/4)^2, positive.
    relevant
        Zero up to which the series must have converged.

    Raises
    ------
    ValueError
        If a series does not end, or a level is of no state more than of all others.
    """
    wanted = (sector for sector in sectors(zeta_max) if sector.zeta.min() <= relevant)
    found = [_sector_levels(sector, x_max, relevant) for sector in wanted]
    # A sphere too small for any electron has no levels that count.
    found += [(np.empty(0), np.empty((2, 0)))]
    size = max(len(series) for _, series in found)
    padded = [np.pad(series, ((0, size - len(series)), (0, 0))) for _, series in found]
    return Levels(x_max, np.concatenate([m for m, _ in found]), np.concatenate(padded, axis=1))


def _sector_levels(sector: Sector, x_max: float, relevant: float) -> tuple[Floats, Floats]:
    """Return m of each level of a sector, and its series of the first order that suffices."""
    counts = sector.zeta <= relevant
    for order in ORDERS:
        nodes = np.cos(np.pi * (np.arange(order + 1) + 0.5) / (order + 1))
        values = np.array([followed_levels(sector, x_max * (t + 1) / 2) for t in nodes])
        series = np.linalg.solve(chebyshev.chebvander(nodes, order), values)
        if np.abs(series[-2:, counts]).max(initial=0.0) <= SERIES_TOLERANCE:
            return np.full(counts.sum(), float(sector.m)), series[:, counts]
    raise ValueError(
        f"the levels of m = {sector.m} are no smooth functions of the field: it is too strong for "
        "a sphere of this size"
    )


def followed_levels(sector: Sector, x: float) -> Floats:
    """Return the eigenvalues at x in the order of the states that each is made of most."""
    energies, vectors = np.linalg.eigh(np.diag(sector.zeta**2) + x * sector.matrix)
    state = np.argmax(np.abs(vectors), axis=0)
    if np.unique(state).size < state.size:
        raise ValueError(f"levels of m = {sector.m} mix evenly: the field is too strong")
    ordered = np.empty(energies.size)
    ordered[state] = energies
    return ordered
