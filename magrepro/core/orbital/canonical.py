"""A sphere with a fixed number of electrons: exact canonical averages.

With a fugacity the levels are filled independently; the mean over an angle phi of what they do at
the fugacity times e^(i phi), weighted by e^(-i n phi), is the part with exactly n electrons. With g
places at each of the levels, filled to the share f where n electrons are there on average,

    weight(phi) = e^(-i n phi) prod (1 - f + f e^(i phi))^g,
    <n_i> = mean of u, <n_i n_j> = mean of u^2 in one level, u = f e^(i phi)/(1 - f + f e^(i phi)).

At that fugacity nothing cancels, however cold it is. Shells that are full or empty to the last
digit stand aside. A level alone, n of g places filled, has <n_i> - <n_i n_j> = n (g-n)/[g (g-1)],
g/(g-1) times the f (1 - f) of the grand canonical ensemble.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import expit

from magrepro.core.arrays import Floats, between, floats, positive
from magrepro.core.orbital.shells import REACH, Shells, mean_square_sine, shells

MARGIN: Final = REACH + 15.0
"""Temperatures beyond which shells stand aside: the fugacity is within 15 of the open shells."""

_DIGITS: Final = 84.0
"""Twice the logarithm to which parts with other numbers of electrons are to vanish."""


def neutral_size(electrons: ArrayLike) -> Floats:
    """Return k_F a of a sphere of so many atoms with one electron each: N = 4 (k_F a)^3/(9 pi)."""
    return np.cbrt(2.25 * np.pi * floats(electrons))


def filled(x: Floats, g: Floats, n: float, *, exactly: bool = True) -> tuple[Floats, Floats]:
    """Return <n_i> of a place in each level, and <n_i n_j> of two in the same level.

    Parameters
    ----------
    x : (L,)
        Energies over the temperature, from any origin.
    g : (L,)
        Places at each level, at least 2.
    n
        Number of electrons, from 0 to the sum of g.
    exactly
        If not, on average: the grand canonical f and f^2.

    Returns
    -------
    two (L,) arrays.
    """
    if n <= 0 or n >= g.sum():
        ends = np.full(x.size, float(n > 0))
        return ends, ends

    def excess(y: float) -> float:
        return float(g @ expit(y - x)) - n

    reach = np.log(g.sum()) + 1
    y = brentq(excess, x.min() - reach, x.max() + reach, xtol=1e-12)
    f = expit(y - x)
    return _projected(f, g, n) if exactly else (f, f**2)


def _projected(f: Floats, g: Floats, n: float) -> tuple[Floats, Floats]:
    spread = float(g @ (f * (1 - f)))
    farthest = _DIGITS / 6 + np.sqrt((_DIGITS / 6) ** 2 + _DIGITS * spread)
    # An odd number of angles leaves out phi = pi, where a half-filled level has u without bound.
    count = 2 * int(min(g.sum(), farthest) // 2 + 1) + 1
    turn = np.exp(2j * np.pi * np.arange(count) / count)
    norm = 1 - f + np.outer(turn, f)
    weight = np.exp(np.log(norm) @ g) * turn**-n
    weight /= weight.sum()
    u = turn[:, None] * f / norm
    return (weight @ u).real, (weight @ u**2).real


@dataclass(frozen=True)
class OpenShells:
    """The shells that are neither full nor empty, and the electrons in them."""

    low: int
    high: int
    electrons: float
    levels: Shells

    @classmethod
    def of(cls, k: float, tau: float, electrons: float, w: float = 0.0) -> OpenShells:
        """Return the shells within reach of the highest filled and the lowest empty place."""
        guess = float(np.cbrt(2.25 * np.pi * electrons)) + 6
        levels = shells(np.sqrt(guess**2 + MARGIN * k**2 * tau) + k**2 * abs(w))
        last = int(np.searchsorted(levels.full_number, electrons, side="left")) - 1
        nxt = int(np.searchsorted(levels.full_number, electrons, side="right")) - 1
        reach, shift = MARGIN * k**2 * tau, k**2 * abs(w) / 2
        bottom = np.sqrt(max(levels.zeta[max(last, 0)] ** 2 - reach, 0.0)) - shift
        top = np.sqrt(levels.zeta[nxt] ** 2 + reach) + shift
        low = int(np.searchsorted(levels.zeta, bottom))
        high = int(np.searchsorted(levels.zeta, top, side="right"))
        return cls(low, high, electrons - float(levels.full_number[low]), levels)


def susceptibility(
    kf_a: ArrayLike, t_over_tf: ArrayLike, electrons: ArrayLike, *, exactly: bool = True
) -> Floats:
    """Return chi/|chi_L| of a sphere with exactly so many electrons.

    Eq. (A5) of Ref. [21] with <n_i> for f, and <n_i> - <n_i n_j> for f (1 - f).

    Parameters
    ----------
    kf_a, t_over_tf
        k in (0, 500] and tau in [1e-12, 0.1]; any shapes that broadcast. k and T_F are those of the
        bulk density that sets the units, and do not say how many electrons there are.
    electrons
        Whole numbers from 0, such that mu is not far above E_F.
    exactly
        If not, so many electrons on average: grand canonical.
    """
    k, tau, count = np.broadcast_arrays(*_checked(kf_a, t_over_tf, electrons))
    points = zip(k.ravel(), tau.ravel(), count.ravel(), strict=True)
    chi = [_chi(*point, exactly) for point in points]
    return np.reshape(chi, k.shape)


def _chi(k: float, tau: float, electrons: float, exactly: bool) -> float:
    opened = OpenShells.of(k, tau, electrons)
    window = slice(opened.low, opened.high)
    levels = opened.levels
    zeta, l, r2 = levels.zeta[window], levels.l[window].astype(float), levels.r2[window]
    x = (zeta - zeta[0]) * (zeta + zeta[0]) / (k**2 * tau)
    one, two = filled(x, 2 * (2 * l + 1), opened.electrons, exactly=exactly)
    zeeman = (l * (l + 1) * (2 * l + 1) / 3) @ (one - two) / tau
    rest = ((2 * l + 1) * r2) @ one + levels.full_r2[opened.low]
    return float(9 * np.pi / k**3 * (zeeman - k**2 / 3 * rest))


def moment(
    kf_a: ArrayLike,
    t_over_tf: ArrayLike,
    hbar_omega_c_over_ef: ArrayLike,
    electrons: ArrayLike,
    *,
    exactly: bool = True,
) -> Floats:
    """Return the moment in mu_B of a sphere with exactly so many electrons: Eq. (A4), <n_i> for f.

    Parameters
    ----------
    kf_a, t_over_tf, electrons, exactly
        As in `susceptibility`.
    hbar_omega_c_over_ef
        w in [-0.1, 0.1].
    """
    w = between("hbar omega_c/E_F", hbar_omega_c_over_ef, -0.1, 0.1)
    points = np.broadcast_arrays(*_checked(kf_a, t_over_tf, electrons), w)
    k, tau, count, field = (x.ravel() for x in points)
    found = [_moment(*p, exactly) for p in zip(k, tau, count, field, strict=True)]
    return np.reshape(found, points[0].shape)


def _moment(k: float, tau: float, electrons: float, w: float, exactly: bool) -> float:
    opened = OpenShells.of(k, tau, electrons, w)
    levels, at = opened.levels, np.arange(opened.low, opened.high)
    m = np.concatenate([np.arange(-l, l + 1.0) for l in levels.l[at]])
    shell = np.repeat(at, 2 * levels.l[at] + 1)
    zeta, first = levels.zeta[shell], levels.zeta[opened.low]
    r2_sin2 = levels.r2[shell] * mean_square_sine(levels.l[shell], m)
    energy = (zeta - first) * (zeta + first) / k**2 + w * m / 2 + (k * w / 4) ** 2 * r2_sin2
    one, _ = filled(energy / tau, np.full(m.size, 2.0), opened.electrons, exactly=exactly)
    slope = m / 2 + k**2 / 8 * w * r2_sin2
    return float(-4 * one @ slope - k**2 * w * levels.full_r2[opened.low] / 3)


def _checked(kf_a: ArrayLike, t_over_tf: ArrayLike, electrons: ArrayLike) -> tuple[Floats, ...]:
    k = between("k_F a", positive("k_F a", kf_a), 0, 500)
    tau = between("T/T_F", t_over_tf, 1e-12, 0.1)
    count = floats(electrons)
    if not np.all((count >= 0) & (count == np.rint(count))):
        raise ValueError("the number of electrons must be a whole number from 0")
    return k, tau, count


def cells(kf_a: ArrayLike, t_over_tf: ArrayLike, field: ArrayLike | None = None) -> Floats:
    """Estimate the size of a point's arrays: shells, or states in a field, times angles."""
    k, tau = floats(kf_a), floats(t_over_tf)
    reach, shift = MARGIN * k**2 * tau, 0.0 if field is None else k**2 * np.abs(floats(field)) / 2
    low = np.maximum(np.sqrt(np.maximum(k**2 - reach, 0.0)) - shift, 0.0)
    high = np.sqrt(k**2 + reach) + shift
    rows = 2 + (high**2 - low**2) / 8
    if field is not None:
        rows = 2 * k + 2 * (high**3 - low**3) / (9 * np.pi)
    spread = 0.22 * k**3 * tau
    return np.asarray(rows * (_DIGITS / 3 + np.sqrt(_DIGITS * spread)))


def seconds(kf_a: ArrayLike, t_over_tf: ArrayLike, field: ArrayLike | None = None) -> Floats:
    """Estimate the seconds on one core that a point takes."""
    return np.asarray(3e-4 + 2.5e-7 * cells(kf_a, t_over_tf, field))
