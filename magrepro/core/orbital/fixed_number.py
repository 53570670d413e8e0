"""Dimers of spheres with a fixed number of electrons each: at which temperature they order.

A number of electrons that leaves a shell partly filled pins the chemical potential at that shell,
whatever the size. With n of its g = 2(2l+1) places filled and all other shells full or empty, the
susceptibility follows Curie's law with n (g-n)/[g (g-1)] for f (1 - f): `canonical`. Below the
temperature where chi = chi_c no moment at all is unstable. With one shell in reach the moment falls
below the straight line as the field grows, as far as it was looked at, and the order is lost there;
with more there may be order above, in a jump: `fixed_number_response`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Bools, Floats, Ints, floats
from magrepro.core.orbital.canonical import MARGIN, susceptibility
from magrepro.core.orbital.critical import HOTTEST
from magrepro.core.orbital.curie import highest_temperature
from magrepro.core.orbital.shells import Shells, shells
from magrepro.core.roots import TIGHT

_HOTTEST: Final = 0.2
"""Where the search begins: T over `curie.highest_temperature` and sqrt(k_F a), at least 1.5 of it.

Shells of like energy come in bunches, so that tau chi can exceed what one alone has, by no more
than 0.155 sqrt(k_F a): measured on 2000 sizes from 50 to 500; up to 50 it does not exceed it.
"""

_COLDEST: Final = 1e-12
"""T/T_F below which `canonical` does not go, and no root by several shells is looked for."""

_STEP: Final = np.log(10) / 22
"""Of the search in ln T, 11 %: chi rises and falls with occupations, hence over factors of T."""

_TOGETHER: Final = 64
"""Particles searched at a time, which bounds the memory: some 100 temperatures each."""


@dataclass(frozen=True)
class OpenShell:
    """The shell that takes the last electron at T = 0, and how full it is; arrays of one shape."""

    index: Ints
    l: Ints
    electrons: Floats
    places: Floats
    levels: Shells

    @classmethod
    def of(cls, electrons: ArrayLike) -> OpenShell:
        """Return the shell; of a number that closes one, that one, full."""
        count = floats(electrons)
        levels = shells(float(np.cbrt(2.25 * np.pi * count.max())) + 8)
        index = np.maximum(np.searchsorted(levels.full_number, count, side="left") - 1, 0)
        l = levels.l[index]
        return cls(index, l, floats(count - levels.full_number[index]), floats(4 * l + 2), levels)

    def gap(self) -> Floats:
        """Return the distance in zeta^2 to the nearest other shell."""
        square = np.concatenate([[-np.inf], self.levels.zeta**2])
        at = self.index + 1
        return floats(np.minimum(square[at] - square[at - 1], square[at + 1] - square[at]))


def critical_temperature(
    kf_a: ArrayLike, electrons: ArrayLike, *, critical: ArrayLike
) -> tuple[Floats, Bools]:
    """Return T_c/T_F of dimers of spheres with exactly so many electrons each.

    tau = [l(l+1)(2l+1)/3] n(g-n)/[g(g-1)] / [critical k^3/(9 pi) + (k^2/3) rest], `rest` the sum of
    (2l+1) R over the full shells and n/g of it for the open one. Where another shell is within
    reach, the largest root of the canonical susceptibility.

    Parameters
    ----------
    kf_a, electrons
        Size and number of electrons; any shapes that broadcast.
    critical
        Critical susceptibility over |chi_L|.

    Returns
    -------
    t_over_tf : ndarray
        0 where there is no order.
    alone : ndarray of bool
        Whether no other shell is within reach at any temperature of order: `is_alone`.

    Raises
    ------
    ValueError
        If chi is still above the critical one at T = 0.1 T_F.
    """
    k, count, c = (
        np.atleast_1d(x) for x in np.broadcast_arrays(floats(kf_a), floats(electrons), critical)
    )
    tau = curie_temperature(k, count, critical=c)
    alone = is_alone(k, count, critical=c)
    crowded = np.flatnonzero(~alone)
    for start in range(0, crowded.size, _TOGETHER):
        at = np.unravel_index(crowded[start : start + _TOGETHER], tau.shape)
        tau[at] = _largest_root(k[at], count[at], c[at], tau[at])
    return tau, alone


def is_alone(kf_a: ArrayLike, electrons: ArrayLike, *, critical: ArrayLike) -> Bools:
    """Return whether other shells are full or empty at any temperature at which one orders."""
    reach = MARGIN * floats(kf_a) ** 2 * highest_temperature(critical=critical)
    return np.asarray(OpenShell.of(electrons).gap() > reach)


def curie_temperature(kf_a: ArrayLike, electrons: ArrayLike, *, critical: ArrayLike) -> Floats:
    """Return the same as if all shells but the open one were full or empty."""
    k, c, shell = floats(kf_a), floats(critical), OpenShell.of(electrons)
    l, n, g, levels = shell.l, shell.electrons, shell.places, shell.levels
    rest = levels.full_r2[shell.index] + (2 * l + 1) * levels.r2[shell.index] * n / g
    curie = l * (l + 1) * (2 * l + 1) / 3 * n * (g - n) / (g * (g - 1))
    return np.asarray(curie / (c * k**3 / (9 * np.pi) + k**2 / 3 * rest))


def _largest_root(k: Floats, electrons: Floats, critical: Floats, curie: Floats) -> Floats:
    """Return the largest T/T_F at which chi is critical, `curie` where no shells but one open."""
    from scipy.optimize import elementwise  # 150 ms, where roots are wanted

    systems = (k, electrons, critical)
    own = OpenShell.of(electrons).gap() / (MARGIN * k**2)  # T below which the open shell is alone
    hot = np.maximum(_HOTTEST * np.sqrt(k), 1.5) * highest_temperature(critical=critical)
    top = np.clip(hot, _COLDEST, HOTTEST)
    ends = np.log(np.clip(own, _COLDEST, top)), np.log(top)
    log_tau = np.maximum(ends[1] - _STEP * _counted(ends)[:, None], ends[0])
    excess = _excess(log_tau, *systems)
    if np.any(excess[0] >= 0):
        raise ValueError(f"the susceptibility is above the critical one even at {top.max():g} T_F")
    low, high = _first_rise(log_tau, excess, systems)
    found = np.isfinite(low)
    tau = np.where(curie < own, curie, 0.0)
    args = tuple(x[found] for x in systems)
    roots = elementwise.find_root(_excess, (low[found], high[found]), args=args, tolerances=TIGHT)
    tau[found] = np.exp(roots.x)
    return tau


def _counted(ends: tuple[Floats, Floats]) -> Floats:
    """Return the numbers of the steps that the longest of the searches takes."""
    return np.arange(np.ceil(np.max(ends[1] - ends[0]) / _STEP) + 1)


def _excess(log_tau: Floats, k: Floats, electrons: Floats, critical: Floats) -> Floats:
    """Return chi/chi_c - 1; rounding is kept from leading out of the range."""
    tau = np.clip(np.exp(log_tau), _COLDEST, HOTTEST)
    return np.asarray(susceptibility(k, tau, electrons) / critical - 1)


def _first_rise(
    log_tau: Floats, excess: Floats, systems: tuple[Floats, ...]
) -> tuple[Floats, Floats]:
    """Return the first ln T, going down the rows, at which chi is critical or more, and one above.

    Where it has a maximum between two rows, that maximum is one of the places, unless it is below
    by more than eight times what a parabola through three rows adds. nan where there is none.
    """
    from scipy.optimize import elementwise  # 150 ms, where roots are wanted

    before, here, after = excess[:-2], excess[1:-1], excess[2:]
    bent = before - 2 * here + after
    peak = (here < 0) & (here >= before) & (here > after) & (here > bent)
    row, one = np.nonzero(peak)
    sides = tuple(log_tau[row + shift, one] for shift in (2, 1, 0))
    args = tuple(x[one] for x in systems)
    top = elementwise.find_minimum(lambda *a: -_excess(*a), sides, args=args)
    low = np.where(excess >= 0, log_tau, np.nan)
    over = top.success & (top.f_x <= 0)
    low[row[over] + 1, one[over]] = top.x[over]
    first, every = np.argmax(np.isfinite(low), axis=0), np.arange(low.shape[1])
    return low[first, every], log_tau[np.maximum(first - 1, 0), every]


def saturated_moment(electrons: ArrayLike) -> Floats:
    """Return the largest orbital moment of the open shell in mu_B: its lowest states are filled.

    Two electrons at each m from l down: h (2l+1-h) for n = 2h, and l - h more for n = 2h + 1.
    """
    shell = OpenShell.of(electrons)
    h = shell.electrons // 2
    odd = shell.electrons - 2 * h
    return np.asarray(h * (2 * shell.l + 1 - h) + odd * (shell.l - h))


def grand_canonical(t_over_tf: ArrayLike, places: ArrayLike) -> Floats:
    """Return T_c with so many electrons on average, from that with exactly so many, shell by shell.

    f (1 - f) = n (g - n)/g^2 stands for n (g - n)/[g (g - 1)]: less by (g - 1)/g.
    """
    g = floats(places)
    return np.asarray(floats(t_over_tf) * (g - 1) / g)


def share_ordered(t_over_tf: ArrayLike) -> Floats:
    """Return which share of some dimers order at the temperature of each or above, shape (N,)."""
    tau = floats(t_over_tf)
    return np.asarray((tau.size - np.searchsorted(np.sort(tau), tau)) / tau.size)
