"""Shells of a hard-wall sphere and sums over their states: how they are done fast.

A shell (n, l) further from the chemical potential than `REACH` temperatures is full or empty to
the last digit, and the sum over m of a full shell is closed form, so that full shells enter through
running sums. What remains is a narrow window of shells, taken for blocks of like points at once,
with +m and -m paired, which also keeps the moment exact as the field vanishes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.bessel import bessel_zeros

Floats = NDArray[np.float64]

REACH = 50.0
"""Temperatures from the chemical potential beyond which a level is full or empty: e^-50 = 2e-22."""

NOTHING = 600.0
"""Exponents are cut here: e^-600 adds nothing, and exponentials that underflow are slow."""

BLOCK = 512
"""Points that share one window of shells, at the most."""

CELLS = 2**15
"""States times points of a block, so that its arrays stay in the cache."""


@dataclass(frozen=True)
class Shells:
    """The shells (n, l) in ascending order of zeta, and their states with m >= 0 in a row."""

    zeta: Floats
    l: Floats
    r2: Floats
    """R_nl, the mean of r^2/a^2; shape (shells,)."""
    full_r2: Floats
    """Sum of (2l+1) R_nl over all shells before; shape (shells + 1,)."""
    full_number: Floats
    """Sum of 2(2l+1) over all shells before; shape (shells + 1,)."""
    first_state: NDArray[np.int64]
    """Where each shell's states begin; shape (shells + 1,)."""
    shell: NDArray[np.int64]
    """Number of each state's shell; shape (states,)."""
    m: Floats
    r2_sin2: Floats
    """R_nl Y_lm; shape (states,), as `m`."""


def mean_square_radius(zeta: ArrayLike, l: ArrayLike) -> Floats:
    """Return R_nl = <r^2>/a^2 in the state whose level is the zero zeta_nl of j_l."""
    zeta, l = np.asarray(zeta, dtype=np.float64), np.asarray(l, dtype=np.float64)
    return np.asarray((1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3)


def mean_square_sine(l: ArrayLike, m: ArrayLike) -> Floats:
    """Return Y_lm = <sin^2 theta> in the spherical harmonic (l, m)."""
    l, m = np.asarray(l, dtype=np.float64), np.asarray(m, dtype=np.float64)
    return np.asarray(2 * (l**2 + l - 1 + m**2) / ((2 * l - 1) * (2 * l + 3)))


@lru_cache(maxsize=8)
def _shells_below(zeta_max: float) -> Shells:
    zeros = bessel_zeros(zeta_max)
    l = zeros.l.astype(np.float64)
    r2 = mean_square_radius(zeros.zeta, l)
    first = np.concatenate([[0], np.cumsum(zeros.l + 1)])
    shell = np.repeat(np.arange(l.size), zeros.l + 1)
    m = (np.arange(first[-1]) - first[shell]).astype(np.float64)
    r2_sin2 = r2[shell] * mean_square_sine(l[shell], m)
    full_r2 = np.concatenate([[0.0], np.cumsum((2 * l + 1) * r2)])
    full_number = np.concatenate([[0.0], np.cumsum(2 * (2 * l + 1))])
    return Shells(zeros.zeta, l, r2, full_r2, full_number, first, shell, m, r2_sin2)


def shells(zeta_max: float) -> Shells:
    """Return all shells with zeta_nl below `zeta_max`, and some above (multiples of 8, cached)."""
    return _shells_below(8.0 * np.ceil(max(zeta_max, 8.0) / 8))


@dataclass(frozen=True)
class States:
    """States with m >= 0, shape (states,)."""

    shell: NDArray[np.int64]
    m: Floats
    r2_sin2: Floats
    once: Floats
    """1/2 for m = 0, which a sum over +m and -m counts twice, else 1."""


@dataclass(frozen=True)
class Block:
    """Points that share a window of partly filled shells; arrays of shape (points,)."""

    points: NDArray[np.int64]
    k: Floats
    kappa: Floats
    tau: Floats
    w: Floats
    low: np.int64
    high: np.int64
    shells: Shells

    def distance(self) -> Floats:
        """Return (eps_nl - mu)/tau, shape (shells of the window, points).

        The product form of zeta^2 - kappa^2 keeps the detuning of a level at the Fermi energy.
        """
        zeta = self.shells.zeta[self.low : self.high, None]
        return (zeta - self.kappa) * ((zeta + self.kappa) / (self.k**2 * self.tau))

    def states(self) -> States:
        """Return the states with m >= 0 of the window's shells."""
        rows = slice(*self.shells.first_state[[self.low, self.high]])
        shell, m = self.shells.shell[rows] - self.low, self.shells.m[rows]
        return States(shell, m, self.shells.r2_sin2[rows], np.where(m == 0, 0.5, 1.0))


def blocks(
    k: Floats, kappa: Floats, tau: Floats, w: Floats, *, split_m: bool = True
) -> Iterator[Block]:
    """Split points, shape (N,), into blocks whose windows of shells are alike."""
    highest = float(np.max(np.sqrt(kappa**2 + k**2 * (REACH * tau + np.abs(w) * k))))
    all_shells = shells(highest)
    # A shell is moved by at most |w| l/2 + (k w)^2/16, with l < zeta_nl.
    shift = np.abs(w) * highest / 2 + (k * w) ** 2 / 16
    half_width = k**2 * (REACH * tau + shift)
    low = np.searchsorted(all_shells.zeta, np.sqrt(np.maximum(kappa**2 - half_width, 0)))
    high = np.searchsorted(all_shells.zeta, np.sqrt(kappa**2 + half_width))
    order = np.lexsort((low, np.ceil(np.log2(high - low + 1))))
    apart = np.abs(np.diff(low[order])) > high[order[1:]] - low[order[1:]] + 4
    for run in np.split(order, np.flatnonzero(apart) + 1):
        window = np.array([low[run].min(), high[run].max()])
        rows = np.ptp(all_shells.first_state[window] if split_m else window)
        step = int(np.clip(CELLS // (rows + 1), 8, BLOCK))
        for start in range(0, run.size, step):
            points = run[start : start + step]
            ends = low[points].min(), high[points].max()
            yield Block(points, k[points], kappa[points], tau[points], w[points], *ends, all_shells)


class Workspace:
    """Memory that blocks use again, because fresh pages cost more than the arithmetic on them."""

    def __init__(self) -> None:
        self.memory = np.empty(0)

    def arrays(self, count: int, shape: tuple[int, ...]) -> Floats:
        """Return `count` arrays of one shape, with whatever was in them."""
        size = count * int(np.prod(shape))
        if self.memory.size < size:
            self.memory = np.empty(size)
        return self.memory[:size].reshape(count, *shape)


@dataclass(frozen=True)
class Pairs:
    """Fermi functions f of the states +m and -m at w >= 0, shape (states, points).

    They stand at A + B and A - B, A = (eps_nl - mu)/tau + (k w)^2 R Y/(16 tau), B = w m/(2 tau).
    With far = exp(-|A| - B), near = exp(-||A| - B|), share = 1/[(1 + far)(1 + near)]:

        f(-m) - f(+m) = sinh B/(cosh A + cosh B) = (1 - e^-2B) share (near if |A| > B else 1),
        f(-m) + f(+m) = f(-m) - f(+m) + 2 far (1 + near) share, or 2 less that if A < 0.

    Nothing overflows, and no difference of nearly equal numbers is taken.
    """

    above: NDArray[np.bool_]
    """A > 0."""
    far: Floats
    near: Floats
    tilt: Floats
    """f(-m) - f(+m)."""
    total: Floats
    """f(-m) + f(+m)."""

    @classmethod
    def of(cls, block: Block, work: Workspace) -> Pairs:
        """Return the pairs of a block's states; they live in `work` until it is used again."""
        states = block.states()
        a, b, far, near, share = work.arrays(5, (states.m.size, block.points.size))
        np.multiply.outer(states.r2_sin2, (block.k * block.w) ** 2 / (16 * block.tau), out=a)
        a += block.distance()[states.shell]
        np.multiply.outer(states.m, block.w / (2 * block.tau), out=b)
        above = a > 0
        np.abs(a, out=a)
        _decay(np.add(a, b, out=far))
        np.subtract(a, b, out=near)
        beyond = near > 0
        _decay(np.abs(near, out=near))
        np.multiply(1 + far, 1 + near, out=share)
        np.reciprocal(share, out=share)
        np.expm1(np.multiply(b, -2, out=b), out=b)
        np.multiply(b, -share, out=b)
        tilt = np.multiply(b, near, out=b, where=beyond)
        np.multiply(far, 1 + near, out=a)
        total = np.add(np.multiply(a, 2 * share, out=a), tilt, out=a)
        return cls(above, far, near, tilt, np.subtract(2, total, out=total, where=~above))

    def spreads(self) -> tuple[Floats, Floats]:
        """Return the sum and the difference of f(1 - f) of +m and -m."""
        far, near = self.far / (1 + self.far) ** 2, self.near / (1 + self.near) ** 2
        return far + near, np.where(self.above, far - near, near - far)


def _decay(x: Floats) -> None:
    """Turn x into exp(-x), in place."""
    np.minimum(x, NOTHING, out=x)
    np.exp(np.negative(x, out=x), out=x)
