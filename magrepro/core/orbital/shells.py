"""Shells of a hard-wall sphere and sums over their states: how they are done fast.

A shell (n, l) further from the chemical potential than `REACH` temperatures is full or empty to
the last digit, and the sum over m of a full shell is closed form, so that full shells enter through
running sums. What remains is a window of shells, taken for blocks of like points at once, with +m
and -m paired, which also keeps the moment exact as the field vanishes. Where the field splits a
shell by little more than the temperature, a few nodes stand for all its m.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, Ints, floats
from magrepro.core.orbital.bessel import LARGEST_ZERO, bessel_zeros

REACH = 50.0
"""Temperatures from the chemical potential beyond which a level is full or empty: e^-50 = 2e-22."""

NOTHING = 600.0
"""Exponents are cut here: e^-600 adds nothing, and exponentials that underflow are slow."""

BLOCK = 512
"""Points that share one window of shells, at the most."""

CELLS = 2**15
"""States times points of a block, so that its arrays stay in the cache."""

FEWEST_POINTS = 32
"""Points of a block before its window is cut, so that making its states does not take long."""

FEWEST_STATES = 4096
"""States of a window below which summing them all costs less than finding the rules, 0.5 s once."""

NODES: Final = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48)
"""Numbers of nodes for which rules are kept."""


@dataclass(frozen=True, eq=False)
class Shells:
    """The shells (n, l) in ascending order of zeta; arrays of shape (shells,)."""

    zeta: Floats
    rest: Floats
    """What each double `zeta` lacks of the zero."""
    l: Ints
    r2: Floats
    """R_nl, the mean of r^2/a^2."""
    full_r2: Floats
    """Sum of (2l+1) R_nl over all shells before; shape (shells + 1,)."""
    full_number: Floats
    """Sum of 2(2l+1) over all shells before; shape (shells + 1,)."""


def mean_square_radius(zeta: ArrayLike, l: ArrayLike) -> Floats:
    """Return R_nl = <r^2>/a^2 in the state whose level is the zero zeta_nl of j_l."""
    zeta, l = floats(zeta), floats(l)
    return np.asarray((1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3)


def mean_square_sine(l: ArrayLike, m: ArrayLike) -> Floats:
    """Return Y_lm = <sin^2 theta> in the spherical harmonic (l, m)."""
    l, m = floats(l), floats(m)
    return np.asarray(2 * (l**2 + l - 1 + m**2) / ((2 * l - 1) * (2 * l + 3)))


@lru_cache(maxsize=8)
def _shells_below(zeta_max: float) -> Shells:
    """Return the shells up to a zero, with running sums over those that are full."""
    zeros = bessel_zeros(zeta_max)
    r2 = mean_square_radius(zeros.zeta, zeros.l)
    full_r2 = np.concatenate([[0.0], np.cumsum((2 * zeros.l + 1) * r2)])
    full_number = np.concatenate([[0.0], np.cumsum(2.0 * (2 * zeros.l + 1))])
    return Shells(zeros.zeta, zeros.rest, zeros.l, r2, full_r2, full_number)


def shells(zeta_max: float) -> Shells:
    """Return all shells with zeta_nl below `zeta_max`, and some above (multiples of 8, cached)."""
    return _shells_below(8.0 * np.ceil(max(zeta_max, 8.0) / 8))


def window(k: Floats, kappa: Floats, tau: Floats, w: Floats) -> tuple[Floats, Floats]:
    """Return the zeros below which all shells are full, and above which all are empty.

    In the field a level is the square of the electrons' mean kinetic momentum,

        k^2 eps_nlm = zeta^2 + s m + (s^2/4) R Y = |[p + (s/2) z x r] psi_nlm|^2,  s = k^2 w/2,

    because p^2 has the mean zeta^2, (z x r).p = L_z and |z x r|^2 the mean R Y. The norm of a sum
    differs from |p psi| = zeta by at most (s/2) |(z x r) psi| = (s/2) sqrt(R Y) <= s/2. Every m
    of a shell therefore has |sqrt(k^2 eps) - zeta| <= k^2 |w|/4.

    A particle too small for any electron responds by the few that the temperature brings: REACH is
    then counted from its lowest level, zeta = pi.
    """
    shift, reach = k**2 * np.abs(w) / 4, REACH * k**2 * tau
    warm = np.pi**2 - kappa**2 < NOTHING * k**2 * tau
    nearest = np.where(warm, np.maximum(kappa, np.pi), kappa)
    return np.sqrt(np.maximum(kappa**2 - reach, 0)) - shift, np.sqrt(nearest**2 + reach) + shift


@dataclass(frozen=True)
class States:
    """States with m >= 0, or nodes that stand for them; shape (states,)."""

    shell: Ints
    m: Floats
    r2_sin2: Floats
    """R_nl Y_lm."""
    weight: Floats
    """States +m, and as many -m, that each row stands for; 1/2 for m = 0 itself."""


@dataclass(frozen=True)
class Block:
    """Points and some of the partly filled shells of the window that they share."""

    points: Ints
    """Arrays of shape (points,) from here on."""
    k: Floats
    kappa: Floats
    tau: Floats
    w: Floats
    low: int
    high: int
    nodes: int
    """States taken of each shell at the most."""
    is_first: bool
    """Whether the shells below `low` are full; else other blocks count them."""
    shells: Shells

    def full(self, running_sum: Floats) -> float:
        """Return what the full shells contribute, from one of the sums over shells before."""
        return float(running_sum[self.low]) if self.is_first else 0.0

    def distance(self) -> Floats:
        """Return (eps_nl - mu)/tau, shape (shells of the window, points).

        The product form of zeta^2 - kappa^2 keeps the detuning of a level at the Fermi energy; a
        kappa that is the double of a zero stands for the zero.
        """
        levels, window = self.shells, slice(self.low, self.high)
        zeta, rest = levels.zeta[window, None], levels.rest[window, None]
        own = np.searchsorted(levels.zeta[:-1], self.kappa)
        own_rest = np.where(levels.zeta[own] == self.kappa, levels.rest[own], 0.0)
        detuning = (zeta - self.kappa) + (rest - own_rest)
        return detuning * ((zeta + self.kappa) / (self.k**2 * self.tau))

    def states(self) -> States:
        """Return the states with m >= 0 of the window's shells, or the nodes for them."""
        return _states(self.shells, self.low, self.high, self.nodes)


def states(levels: Shells, low: int, high: int) -> States:
    """Return the states with m >= 0 of some shells."""
    return _states(levels, low, high, int(levels.l[low:high].max(initial=0)) + 1)


@lru_cache(maxsize=256)
def _states(levels: Shells, low: int, high: int, nodes: int) -> States:
    """Return the states m >= 0 of a window of shells, nodes in place of those of large l."""
    l, r2 = levels.l[low:high], levels.r2[low:high]
    count = np.minimum(l + 1, nodes)
    shell = np.repeat(np.arange(l.size), count)
    number = np.arange(shell.size) - (np.cumsum(count) - count)[shell]
    m, weight = number.astype(np.float64), np.where(number == 0, 0.5, 1.0)
    summed = l[shell] >= nodes
    if summed.any():
        places, shares = rules(nodes, int(l.max()))
        m[summed], weight[summed] = (x[l[shell], number][summed] for x in (places, shares))
    return States(shell, m, r2[shell] * mean_square_sine(l[shell], m), weight)


def blocks(
    k: Floats, kappa: Floats, tau: Floats, w: Floats, *, split_m: bool = True
) -> Iterator[Block]:
    """Split points, shape (N,), into blocks whose windows of shells are alike.

    Raises
    ------
    ValueError
        If levels beyond the largest zero that is computed are filled.
    """
    bottom, top = window(k, kappa, tau, w)
    levels = _shells_up_to(top, k, tau, w)
    low = np.searchsorted(levels.zeta, bottom)
    high = np.searchsorted(levels.zeta, top, side="right")

    def nodes_of(at: Ints) -> int:
        if not split_m:
            return 1
        return _nodes(levels, low[at].min(), high[at].max(), k[at], tau[at], w[at])

    for run in _runs(low, high):
        step = _points_of_block(levels, low[run].min(), high[run].max(), nodes_of(run))
        for start in range(0, run.size, step):
            at = run[start : start + step]
            nodes, arrays = nodes_of(at), (at, k[at], kappa[at], tau[at], w[at])
            ends = _parts(levels, int(low[at].min()), int(high[at].max()), nodes, at.size)
            for i, (first, last) in enumerate(pairwise(ends)):
                yield Block(*arrays, first, last, nodes, i == 0, levels)


def _shells_up_to(top: Floats, k: Floats, tau: Floats, w: Floats) -> Shells:
    """Return the shells of all windows, refusing those whose zeros are not computed."""
    worst = int(np.argmax(top))
    if top[worst] > LARGEST_ZERO:
        raise ValueError(
            f"k_F a = {k[worst]:g}, T/T_F = {tau[worst]:g}, hbar omega_c/E_F = {w[worst]:g}: "
            f"levels up to zeta = {top[worst]:.0f} count; those up to {LARGEST_ZERO:g} are computed"
        )
    return shells(float(top[worst]))


def _runs(low: Ints, high: Ints) -> list[Ints]:
    """Return the points in groups whose windows are about as long and overlap."""
    order = np.lexsort((low, np.ceil(np.log2(high - low + 1))))
    apart = np.abs(np.diff(low[order])) > high[order[1:]] - low[order[1:]] + 4
    return np.split(order, np.flatnonzero(apart) + 1)


def _points_of_block(levels: Shells, low: int, high: int, nodes: int) -> int:
    """Return how many points share a window so that its states fill some CELLS cells."""
    rows = int(np.minimum(levels.l[low:high] + 1, nodes).sum())
    return int(np.clip(CELLS // (rows + 1), FEWEST_POINTS, BLOCK))


def _parts(levels: Shells, low: int, high: int, nodes: int, points: int) -> list[int]:
    """Return where to cut a window of shells so that no part has many more than CELLS cells."""
    before = np.cumsum(np.minimum(levels.l[low:high] + 1, nodes)) * points
    cuts = np.flatnonzero(np.diff(before // CELLS)) + 1
    return [low, *(low + cuts).tolist(), high]


def nodes_wanted(l: ArrayLike, k: ArrayLike, tau: ArrayLike, w: ArrayLike) -> Floats:
    """Return how many nodes give the sum over m >= 0 of a shell to the last digit.

    The Fermi function of x(t) = A + B t + D t^2, t = m/l, is analytic and below 3.3 where
    |Im x| <= 0.9 pi, hence on the ellipse about [-1, 1] with the half-axes b and sqrt(1 + b^2) if
    b (B + 2 D (1 + b)) <= 0.9 pi. A rule that is exact to degree 4 p - 1 then errs by less than
    14 rho^(-4p) of a state, rho = b + sqrt(1 + b^2): to be 1e-17, and that much less where B is
    small, for a sum odd in m is then, too. One node more makes up for the factors m^2 and (R Y)^2.
    """
    l, k, tau, w = (floats(x) for x in (l, k, tau, np.abs(w)))
    bend = (k * w) ** 2 / (32 * tau)
    slope = np.maximum(w * l / (2 * tau) + 2 * bend, 1e-30)
    b = 1.8 * np.pi / (slope + np.sqrt(slope**2 + 7.2 * np.pi * bend))
    digits = 42 + np.maximum(0.0, -np.log(slope))
    return np.asarray(1 + digits / (4 * np.arcsinh(b)))


def _nodes(levels: Shells, low: int, high: int, k: Floats, tau: Floats, w: Floats) -> int:
    """Return a number of nodes for all shells of a window, or all m of the largest shell."""
    l_max = int(levels.l[:high].max(initial=0))
    if int((levels.l[low:high] + 1).sum()) <= FEWEST_STATES:
        return l_max + 1
    wanted = float(nodes_wanted(l_max, k, tau, w).max())
    return next((p for p in NODES if p >= wanted), l_max + 1)


@lru_cache(maxsize=64)
def _rules_below(nodes: int, l_max: int) -> tuple[Floats, Floats]:
    """Return places m and weights of rules for the sums over 2l+1 states, for every l up to one."""
    size = 2 * np.arange(l_max + 1)[:, None] + 1
    j = np.arange(1, 2 * nodes)
    b = np.sqrt(np.maximum(j**2 * (size**2 - j**2) / (4 * (4 * j**2 - 1)), 0))
    bidiagonal = np.zeros((l_max + 1, nodes, nodes))
    i = np.arange(nodes)
    bidiagonal[:, i, i], bidiagonal[:, i[1:], i[:-1]] = b[:, ::2], b[:, 1::2]
    vectors, places, _ = np.linalg.svd(bidiagonal)
    return places, size / 2 * vectors[:, 0, :] ** 2


def rules(nodes: int, l_max: int) -> tuple[Floats, Floats]:
    """Return nodes m > 0 and weights for sums of even functions over m = -l ... l.

    Gauss's rule of 2p nodes for whole numbers, exact to degree 4p - 1: its places are the
    eigenvalues of the recurrence of the discrete Chebyshev polynomials, which come in pairs and
    are the singular values of the half of the matrix that links even to odd degrees.

    Returns
    -------
    m, weight
        Shape (l_max + 1 or more, nodes), right for l >= nodes; the weight is that of +m alone.

    References
    ----------
    Golub, Welsch, Math. Comp. 23, 221 (1969); NIST Digital Library of Mathematical Functions,
    18.22.2 with alpha = beta = 0 (Hahn).
    """
    return _rules_below(nodes, 64 * (l_max // 64 + 1))
