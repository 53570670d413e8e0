"""A sphere with a fixed number of electrons: exact canonical averages.

With a fugacity the levels are filled independently; the mean over an angle phi of what they do at
the fugacity times e^(i phi), weighted by e^(-i n phi), is the part with exactly n electrons. With g
places at each of the levels, filled to the share f where n electrons are there on average,

    weight(phi) = e^(-i n phi) prod (1 - f + f e^(i phi))^g,
    <n_i> = mean of u, <n_i n_j> = mean of u^2 in one level, u = f e^(i phi)/(1 - f + f e^(i phi)).

At that fugacity nothing cancels, however cold it is. Shells that are full or empty to the last
digit stand aside, and so do angles at which nothing is left of the weight: some 14 of them count,
however many states are open. A level alone, n of g places filled, has
<n_i> - <n_i n_j> = n (g-n)/[g (g-1)], g/(g-1) times the f (1 - f) of the grand canonical ensemble.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from magrepro.core.arrays import Floats, Ints, between, floats, positive
from magrepro.core.orbital.bessel import LARGEST_ZERO
from magrepro.core.orbital.shells import REACH, Shells, shells

Complex = NDArray[np.complex128]

MARGIN: Final = REACH + 15.0
"""Temperatures beyond which shells stand aside: the fugacity is within 15 of the open shells."""

_DIGITS: Final = 84.0
"""Twice the logarithm to which parts with other numbers of electrons, and angles, are to vanish."""

_BRACKET: Final = 0.3
"""Width in temperatures to which the fugacity is bisected before Newton's method.

The filled shares f change over one temperature, their slope f(1-f) by a third at most within 0.3.
"""

_NEWTON_STEPS: Final = 5
"""From within 0.15 of the root each step squares the error: four reach the last digit."""

_CELLS: Final = 2**14
"""Levels times points of a group, so that its arrays stay in the cache."""


def neutral_size(electrons: ArrayLike) -> Floats:
    """Return k_F a of a sphere of so many atoms with one electron each: N = 4 (k_F a)^3/(9 pi)."""
    return np.cbrt(2.25 * np.pi * floats(electrons))


def fugacity(x: Floats, g: Floats, n: Floats) -> Floats:
    """Return ln z at which levels hold n electrons on average, sum g/(e^(x - ln z) + 1) = n.

    Parameters
    ----------
    x : (P, S)
        Energies over the temperature.
    g : (S,)
        Places at each level.
    n : (P,)
        Numbers of electrons from 0 to the sum of g; at the ends as many to the last digit.

    Between two shells the slope is all but zero, so that Newton's method needs the bracket; near
    the root both together take 1.3 (150 shells) to 6 times (30) less time than SciPy's `find_root`.
    """
    # Beyond, all levels together miss or hold less than e^-40 of an electron.
    reach = np.log(g.sum() + 1) + 40
    low, high = x.min(axis=1) - reach, x.max(axis=1) + reach
    # Energies are at most 1e17 temperatures, where a double's last place is wider than the bracket.
    while np.any(high - low > np.maximum(_BRACKET, 1e-15 * np.abs(high))):
        y = (low + high) / 2
        few = _excess(x - y[:, None], g, n) < 0
        low, high = np.where(few, y, low), np.where(few, high, y)
    y = (low + high) / 2
    for _ in range(_NEWTON_STEPS):
        away = x - y[:, None]
        spread = (expit(away) * expit(-away)) @ g
        step = -_excess(away, g, n) / np.maximum(spread, 1e-300)
        y = np.clip(y + step, low, high)
    return np.asarray(y)


def _excess(away: Floats, g: Floats, n: Floats) -> Floats:
    """Return how many electrons more than n there are; of a full level the empty places count."""
    part = expit(-np.abs(away))
    return np.asarray((np.where(away < 0, 1.0, 0.0) @ g - n) + np.copysign(part, away) @ g)


@dataclass(frozen=True, eq=False)
class Angles:
    """Angles phi >= 0 at which fillings are summed; those at -phi give the complex conjugates."""

    turn: Complex
    """e^(i phi), shape (J,)."""
    count: int
    """Angles around the circle, an odd number, which leaves out phi = pi."""

    @classmethod
    def of(cls, spread: Floats, places: float, *, exactly: bool = True) -> Angles:
        """Return those that count for fillings of these spreads sum g f (1 - f).

        abs(weight) <= e^(-spread (1 - cos phi)), and a u in a level of two places or more takes
        away no more than one factor.
        """
        if not exactly:
            return cls(np.ones(1, complex), 1)
        sixth = _DIGITS / 6
        farthest = sixth + np.sqrt(sixth**2 + _DIGITS * float(spread.max()))
        count = 2 * int(min(places, farthest) // 2 + 1) + 1
        phi = 2 * np.pi * np.arange(count // 2 + 1) / count
        some = (float(spread.min()) - 0.5) * (1 - np.cos(phi)) <= _DIGITS / 2 + 4
        return cls(np.exp(1j * phi[some]), count)

    def shares(self, log_weight: Complex) -> tuple[Complex, Floats]:
        """Return the weights (J, P) of sums over all angles, +phi and -phi as one, and ln of all.

        What the weights, of sum 1, belong to is to be summed and its real part taken.
        """
        weight = np.exp(log_weight)
        weight[1:] *= 2
        total = weight.sum(axis=0).real
        return weight / total, np.log(total / self.count)

    def unwound(self, n: Floats) -> Complex:
        """Return e^(-i n phi), shape (J, P); n phi is reduced as whole numbers."""
        steps = np.multiply.outer(np.arange(self.turn.size), n) % self.count
        return np.exp(-2j * np.pi / self.count * steps)


def filled(x: Floats, g: Floats, n: Floats, *, exactly: bool = True) -> tuple[Floats, Floats]:
    """Return <n_i> of a place in each level, and <n_i> - <n_i n_j> of two in the same level.

    Parameters
    ----------
    x : (P, L)
        Energies over the temperature, from any origin.
    g : (L,)
        Places at each level, at least 2.
    n : (P,)
        Number of electrons, from 0 to the sum of g.
    exactly
        If not, on average: the grand canonical f and f (1 - f).

    Returns
    -------
    two (P, L) arrays.
    """
    away = x - fugacity(x, g, n)[:, None]
    f, empty = expit(-away), expit(away)
    angles = Angles.of((f * empty) @ g, float(g.sum()), exactly=exactly)
    t = angles.turn[:, None, None]
    norm = empty + t * f
    # Less the mean, so that the phase is not a small difference of large ones.
    log_weight = (np.log(norm) - np.log(t) * f) @ g + np.log(t[..., 0]) * (f @ g - n)
    share = angles.shares(log_weight)[0][..., None]
    one, both = (share * t * f / norm).sum(axis=0), (share * t * f * empty / norm**2).sum(axis=0)
    return one.real, both.real


@dataclass(frozen=True, eq=False)
class Group:
    """Points that share a window of shells, none of others partly filled; arrays (points,)."""

    points: Ints
    k: Floats
    tau: Floats
    electrons: Floats
    """Those in the window."""
    w: Floats
    low: int
    high: int
    levels: Shells

    def energies(self) -> Floats:
        """Return the shells' (zeta^2 - zeta_low^2)/k^2 over the temperature, (points, shells)."""
        zeta = self.levels.zeta[self.low : self.high]
        square = (zeta - zeta[0]) * (zeta + zeta[0])
        return np.asarray(np.multiply.outer(1 / (self.k**2 * self.tau), square))


def open_window(k: Floats, tau: Floats, electrons: Floats, w: Floats) -> tuple[Ints, Ints, Shells]:
    """Return the shells within reach of the highest filled and the lowest empty place.

    All arrays are of one shape; a field moves a shell's sqrt(eps) by k |w|/4 at most.

    Returns
    -------
    low, high : ndarray of int
        The first of them and the one behind the last, in `levels`.
    levels : Shells

    Raises
    ------
    ValueError
        If levels beyond the largest zero that is computed are filled.
    """
    guess = np.cbrt(2.25 * np.pi * electrons) + 6
    reach, shift = MARGIN * k**2 * tau, k**2 * np.abs(w) / 2
    highest = np.sqrt(guess**2 + reach) + shift
    worst = np.unravel_index(int(np.argmax(highest)), highest.shape)
    if highest[worst] > LARGEST_ZERO:
        raise ValueError(
            f"k_F a = {k[worst]:g}, T/T_F = {tau[worst]:g}, hbar omega_c/E_F = {w[worst]:g}: "
            f"levels up to zeta = {highest[worst]:.0f} count; those up to {LARGEST_ZERO:g} are "
            "computed"
        )
    levels = shells(float(highest[worst]))
    last = np.searchsorted(levels.full_number, electrons, side="left") - 1
    nxt = np.searchsorted(levels.full_number, electrons, side="right") - 1
    bottom = np.sqrt(np.maximum(levels.zeta[np.maximum(last, 0)] ** 2 - reach, 0.0)) - shift
    top = np.sqrt(levels.zeta[nxt] ** 2 + reach) + shift
    low = np.searchsorted(levels.zeta, bottom)
    return low, np.searchsorted(levels.zeta, top, side="right"), levels


def groups(
    k: Floats, tau: Floats, electrons: Floats, w: Floats, *, split_m: bool
) -> Iterator[Group]:
    """Split points, shape (N,), into groups of like windows, with a row a shell or a pair +m, -m.

    Those without electrons are left out. Errors as `open_window`.
    """
    if not k.size:
        return
    low, high, levels = open_window(k, tau, electrons, w)
    rows = np.concatenate([[0], np.cumsum(levels.l + 1 if split_m else np.ones_like(levels.l))])
    order = np.lexsort((tau, low, np.ceil(np.log2(high - low + 1))))
    order = order[electrons[order] > 0]
    if not order.size:
        return
    apart = np.abs(np.diff(low[order])) > (high - low)[order[1:]] // 8
    for run in np.split(order, np.flatnonzero(apart) + 1):
        widest = int(rows[high[run].max()] - rows[low[run].min()])
        step = max(_CELLS // max(widest, 1), 1)
        for start in range(0, run.size, step):
            at = run[start : start + step]
            first, last = int(low[at].min()), int(high[at].max())
            inside = electrons[at] - levels.full_number[first]
            yield Group(at, k[at], tau[at], inside, w[at], first, last, levels)


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
    points = np.broadcast_arrays(*checked(kf_a, t_over_tf, electrons))
    k, tau, count = (x.ravel() for x in points)
    chi = np.zeros(k.size)
    for group in groups(k, tau, count, np.zeros(k.size), split_m=False):
        chi[group.points] = _chi(group, exactly)
    return chi.reshape(points[0].shape)


def off_in_root_n(exactly: ArrayLike, average: ArrayLike, electrons: ArrayLike) -> Floats:
    """Return chi_N/chi_<N> - 1 in units of N^(-1/2), the size of the fluctuations of N.

    It has a pole where chi with N on average changes its sign.
    """
    ratio = floats(exactly) / floats(average)
    return np.asarray((ratio - 1) * np.sqrt(floats(electrons)))


def _chi(group: Group, exactly: bool) -> Floats:
    """Return the susceptibilities of a group: the sums over its shells and the full ones below."""
    window = slice(group.low, group.high)
    l, r2 = group.levels.l[window].astype(float), group.levels.r2[window]
    one, spread = filled(group.energies(), 4 * l + 2, group.electrons, exactly=exactly)
    zeeman = spread @ (l * (l + 1) * (2 * l + 1) / 3) / group.tau
    rest = one @ ((2 * l + 1) * r2) + group.levels.full_r2[group.low]
    return np.asarray(9 * np.pi / group.k**3 * (zeeman - group.k**2 / 3 * rest))


def checked(kf_a: ArrayLike, t_over_tf: ArrayLike, electrons: ArrayLike) -> tuple[Floats, ...]:
    """Return sizes, temperatures and numbers of electrons as floats, refusing others."""
    k = between("k_F a", positive("k_F a", kf_a), 0, 500)
    tau = between("T/T_F", t_over_tf, 1e-12, 0.1)
    count = floats(electrons)
    if not np.all((count >= 0) & (count == np.rint(count))):
        raise ValueError("the number of electrons must be a whole number from 0")
    return k, tau, count


def rows(kf_a: ArrayLike, t_over_tf: ArrayLike, field: ArrayLike | None = None) -> Floats:
    """Estimate the rows of a point's arrays: open shells, or pairs of states in a field."""
    k, tau = floats(kf_a), floats(t_over_tf)
    reach, shift = MARGIN * k**2 * tau, 0.0 if field is None else k**2 * np.abs(floats(field)) / 2
    low = np.maximum(np.sqrt(np.maximum(k**2 - reach, 0.0)) - shift, 0.0)
    high = np.sqrt(k**2 + reach) + shift
    if field is None:
        return np.asarray(2 + (high**2 - low**2) / 8)
    return np.asarray(k + (high**3 - low**3) / (9 * np.pi))


def seconds(kf_a: ArrayLike, t_over_tf: ArrayLike, field: ArrayLike | None = None) -> Floats:
    """Estimate the seconds on one core that a point takes."""
    each = 4e-6 if field is None else 1.7e-6
    return np.asarray(1e-4 + each * rows(kf_a, t_over_tf, field))
