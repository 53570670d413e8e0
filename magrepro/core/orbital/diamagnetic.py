"""Electrons in a hard-wall sphere with the diamagnetic term diagonalised, and with their spin.

In units of the radius, and of the energy hbar^2/(2 m a^2), an orbital state of fixed m obeys

    h = p^2 + s m + x r^2 sin^2(theta),   s = k^2 w/2,   x = s^2/4,

where Appendix A of the orbital paper keeps the mean of the last term in each state of the sphere.
Here lambda(x) are the eigenvalues of p^2 + x r^2 sin^2(theta), from `diamagnetic_levels`. With
eps = (lambda + s m)/k^2 and, by Hellmann and Feynman, deps/dw = m/2 + (k^2 w/8) dlambda/dx, the
moment is the slope of the grand potential, -2 dOmega/dw.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), App. A; its Ref. [21],
Eq. (A4). Dimensionless variables as in `sphere`.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from magrepro.core.arrays import Floats, between
from magrepro.core.orbital.diamagnetic_levels import Levels, exact_levels
from magrepro.core.orbital.shells import REACH, window

G_FACTOR: Final = 2.0
"""Lande's factor of the electron's spin; the 0.1 % that it lacks is far below the spin's share."""

MARGIN: Final = 1.5
"""Largest zero of the basis over that of the states that count."""

SMALLEST_X: Final = 1.0
"""Least end of a series: the slope of a shorter one would be made of rounding."""

LARGEST_X: Final = 8.0
"""Largest x; beyond some 12 levels that cross mix too much to be followed."""

LARGEST_SIZE: Final = 100.0
FIELDS_AT_A_TIME: Final = 256
"""Bounds the memory to some 100 MB."""


def exact_moment(
    kf_a: float,
    t_over_tf: ArrayLike,
    hbar_omega_c_over_ef: ArrayLike,
    *,
    spin: bool = False,
    m_eff: float = 1.0,
    margin: float = MARGIN,
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
    margin
        Largest zero of the basis over that of the states that count; the time grows as its sixth
        power.

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
        levels = levels_for(k, float(tau.max()), float(np.abs(w).max()), magneton, margin)
        for start in range(0, strong.size, FIELDS_AT_A_TIME):
            at = strong[start : start + FIELDS_AT_A_TIME]
            moment[:, at] = _moments(levels, k, tau, np.abs(w[at]), magneton) * np.sign(w[at])
    return moment


def levels_for(
    k: float, tau: float, w: float, magneton: float = 0.0, margin: float = MARGIN
) -> Levels:
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
    return exact_levels(margin * top, x_max, relevant=top)


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
