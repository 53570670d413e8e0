"""Electrons in a hard-wall sphere with the diamagnetic term diagonalised, and with their spin.

In units of the radius, and of the energy hbar^2/(2 m a^2), an orbital state of fixed m obeys

    h = p^2 + s m + x r^2 sin^2(theta),   s = k^2 w/2,   x = s^2/4,

where Appendix A of the orbital paper keeps the mean of the last term in each state of the sphere.
That term couples l with l and l ± 2 and all n. Its matrix is closed form, so that the eigenvalues
lambda(x) of p^2 + x r^2 sin^2(theta) are exact up to the basis, at every field. They depend neither
on the sign of m nor on the size, and on x so smoothly that a short Chebyshev series holds them for
all fields; each follows the state of the sphere from which it comes through the others that it
crosses. With eps = (lambda + s m)/k^2 and, by Hellmann and Feynman,
deps/dw = m/2 + (k^2 w/8) dlambda/dx, the moment is the slope of the grand potential, -2 dOmega/dw.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), App. A; its Ref. [21],
Eq. (A4). Dimensionless variables as in `sphere`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike
from scipy.special import expit

from magrepro.core.arrays import Floats, Ints, between, floats
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.core.orbital.shells import REACH, mean_square_radius, mean_square_sine, window

G_FACTOR: Final = 2.0
"""Lande's factor of the electron's spin; the 0.1 % that it lacks is far below the spin's share."""

MARGIN: Final = 1.5
"""Largest zero of the basis over that of the states that count."""

ORDERS: Final = (8, 16, 32)
"""Orders of the series in x that are tried."""

SERIES_TOLERANCE: Final = 1e-8
"""Last two coefficients of a level at the most, in hbar^2/(2 m a^2); a level spacing is about 8."""

SMALLEST_X: Final = 1.0
"""Least end of a series: the slope of a shorter one would be made of rounding."""

LARGEST_X: Final = 8.0
"""Largest x; beyond some 12 levels that cross mix too much to be followed."""

LARGEST_SIZE: Final = 100.0
FIELDS_AT_A_TIME: Final = 256
"""Bounds the memory to some 100 MB."""


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
    l = np.asarray(l, dtype=np.float64)
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
    found = [_sector_levels(sector, x_max, relevant) for sector in sectors(zeta_max)]
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


def exact_moment(
    kf_a: float,
    t_over_tf: ArrayLike,
    hbar_omega_c_over_ef: ArrayLike,
    *,
    spin: bool = False,
    m_eff: float = 1.0,
) -> Floats:
    """Return the moment of one sphere with the diamagnetic term diagonalised.

    In e hbar/(2 m* c), -2 sum_(nlm, sigma) f(eps) deps/dw at the chemical potential E_F, with
    eps = [lambda_nlm(x) + s m]/k^2 + sigma (m*/m) g w/4, sigma = ±1, or both of them 0 without
    spin: the spin's magneton is e hbar/(2 m c) however heavy the electrons are.

    Parameters
    ----------
    kf_a
        k = k_F a, up to 100.
    t_over_tf, hbar_omega_c_over_ef
        tau in [1e-12, 0.1] and w in [-0.02, 0.02], one-dimensional.
    spin
        Whether the spins have a Zeeman energy, of g = 2.
    m_eff
        m*/m, which weighs the spin; up to 100.

    Returns
    -------
    ndarray
        Shape (temperatures, fields); odd in w.

    Raises
    ------
    ValueError
        If an argument is out of range, k^2 w/4 above sqrt(8), or as `exact_levels`.
    """
    k = float(between("k_F a", kf_a, 0.1, LARGEST_SIZE))
    tau = np.atleast_1d(between("T/T_F", t_over_tf, 1e-12, 0.1))
    w = np.atleast_1d(between("hbar omega_c/E_F", hbar_omega_c_over_ef, -0.02, 0.02))
    moment = np.zeros((tau.size, w.size))
    strong = np.flatnonzero(w)
    magneton = G_FACTOR / 4 * float(between("m_eff", m_eff, 0, 100)) if spin else 0.0
    if strong.size:
        levels = levels_for(k, float(tau.max()), float(np.abs(w).max()), magneton)
        for start in range(0, strong.size, FIELDS_AT_A_TIME):
            at = strong[start : start + FIELDS_AT_A_TIME]
            moment[:, at] = _moments(levels, k, tau, np.abs(w[at]), magneton) * np.sign(w[at])
    return moment


def levels_for(k: float, tau: float, w: float, magneton: float = 0.0) -> Levels:
    """Return the levels of a sphere that count up to a temperature and a field."""
    top = _top(k, tau, w, magneton)
    x = k**4 * w**2 / 16
    if x > LARGEST_X:
        strongest = 4 * math.sqrt(LARGEST_X) / k**2
        raise ValueError(
            f"k_F a = {k:g}: hbar omega_c/E_F = {w:g} is too strong to follow the levels; "
            f"it must be at most {strongest:.2g}"
        )
    # In steps, so that spheres of nearly one size share their levels.
    top, steps = 2.0 * math.ceil(top / 2), math.ceil(math.log(max(x, SMALLEST_X), 1.1))
    x_max = min(1.1**steps, LARGEST_X)
    return exact_levels(MARGIN * top, x_max, relevant=top)


def _top(k: float, tau: float, w: float, magneton: float) -> float:
    """Return the zero above which all levels are empty, lowered as they are for one spin."""
    reached = k * math.sqrt(1 + magneton * w)
    return float(window(*(np.array([value]) for value in (k, reached, tau, w)))[1][0])


def _moments(levels: Levels, k: float, tau: Floats, w: Floats, magneton: float) -> Floats:
    """Return the moments in some fields w > 0, shape (temperatures, fields)."""
    polynomials = levels.polynomials(k**4 * w**2 / 16)
    zeeman = np.outer(levels.m, w / 2)
    energy = (polynomials @ levels.series).T / k**2 - 1
    weight = np.where(levels.m == 0, 0.5, 1.0)
    moments = []
    for t in tau:
        reach = REACH * t + magneton * w.max()
        full = (energy + zeeman).max(axis=1) < -reach
        part = ~full & ((energy - zeeman).min(axis=1) < reach)
        push = polynomials @ (levels.slopes[:, full] @ weight[full])
        slopes = (polynomials @ levels.slopes[:, part]).T * (k**2 * w / 8)
        filled = _filled(energy[part], zeeman[part], slopes, t, w, magneton)
        moments.append(-2 * (weight[part] @ filled) - k**2 * w * push)
    return np.array(moments)


def _filled(
    energy: Floats, zeeman: Floats, push: Floats, t: float, w: Floats, magneton: float
) -> Floats:
    """Return the sum of f deps/dw over both signs of m and of the spin, shape (states, fields)."""
    total = np.zeros_like(energy)
    for sign in (1, -1):
        for spin in (magneton, -magneton) if magneton else (0.0,):
            f = expit(-(energy + sign * zeeman + spin * w) / t)
            total += f * (sign * zeeman / w + push + spin)
    return total if magneton else 2 * total


def exact_seconds(k: float, tau: Floats, w: Floats, *, magneton: float = 0.0) -> float:
    """Estimate the seconds that `exact_moment` takes, on one core: the levels, then the sums."""
    top = _top(k, float(tau.max()), float(w.max()), magneton)
    return 1.5e-9 * (MARGIN * top) ** 5 + 6e-10 * top**3 * (0.2 + tau.size) * w.size
