"""Sums over the states of a block of shells: susceptibility, moment, slope, integral, electrons.

The equations are those of `sphere`; states of +m and -m are taken together, in pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from magrepro.core.arrays import Floats
from magrepro.core.orbital.shells import NOTHING, Block


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


def susceptibility(block: Block) -> tuple[Floats, Floats, Floats]:
    """Sum l(l+1)(2l+1)/3 f(1-f)/tau, (2l+1) R f, and the latter up to the Fermi energy alone."""
    window = slice(block.low, block.high)
    l, r2 = block.shells.l[window], block.shells.r2[window]
    x = block.distance()
    e = np.exp(-np.abs(x))
    spread = e / (1 + e) ** 2
    f = np.where(x > 0, e, 1.0) / (1 + e)
    full = block.full(block.shells.full_r2)
    weight = (2 * l + 1) * r2
    zeeman = (l * (l + 1) * (2 * l + 1) / 3) @ spread / block.tau
    return zeeman, weight @ f + full, weight @ np.where(x > 0, 0.0, f) + full


def moment(block: Block, work: Workspace) -> Floats:
    """Sum Eq. (A4) over the states of a block's window and add the full shells in closed form."""
    states, pairs = block.states(), Pairs.of(block, work)
    diamagnetic = (states.weight * states.r2_sin2) @ pairs.total / 2
    diamagnetic += block.full(block.shells.full_r2) / 3
    return 2 * ((states.weight * states.m) @ pairs.tilt) - block.k**2 * block.w * diamagnetic


def slope(block: Block, work: Workspace) -> Floats:
    """Differentiate Eq. (A4): df/dw = -f(1-f)/tau [m/2 + push], push = (k^2/8) w R Y."""
    states, pairs = block.states(), Pairs.of(block, work)
    both, odd = pairs.spreads()
    push = block.k**2 / 8 * block.w
    weight, m, r2_sin2 = states.weight, states.m, states.r2_sin2
    zeeman = (weight * m**2 / 4) @ both + push * ((weight * m * r2_sin2) @ odd)
    zeeman += push**2 * ((weight * r2_sin2**2) @ both)
    diamagnetic = (weight * r2_sin2) @ pairs.total / 2
    diamagnetic += block.full(block.shells.full_r2) / 3
    return 4 * zeeman / block.tau - block.k**2 * diamagnetic


def integral(block: Block, work: Workspace) -> Floats:
    """Sum the logarithms of the pairs +m and -m, free of cancellation for weak and strong fields.

    With A_0 = (eps_nl - mu)/tau, A = A_0 + q, q and B as in `Pairs`, a pair has
    ln[1 + (cosh B - 1)/(1 + cosh A)] + 2 ln[(1 + e^-A)/(1 + e^-A_0)].
    """
    del work
    states = block.states()
    a_0 = block.distance()[states.shell]
    q = np.multiply.outer(states.r2_sin2, (block.k * block.w) ** 2 / (16 * block.tau))
    a, b = np.abs(a_0 + q), np.multiply.outer(states.m, block.w / (2 * block.tau))
    with np.errstate(divide="ignore"):
        log_ratio = b - a + 2 * np.log1p(-np.exp(-b)) - 2 * np.log1p(np.exp(-a))
    pushed = (
        np.log1p(np.exp(-a)) - np.log1p(np.exp(-np.abs(a_0))) - np.minimum(q, np.maximum(-a_0, 0.0))
    )
    gentle = np.log1p(expit(-a_0) * np.expm1(-np.minimum(q, 1.0)))
    pairs = np.logaddexp(0.0, log_ratio) + 2 * np.where(q < 1.0, gentle, pushed)
    full = (block.k * block.w) ** 2 * block.full(block.shells.full_r2) / 6
    return np.asarray(4 * block.tau * (states.weight @ pairs) - full)


def electrons(block: Block, work: Workspace) -> Floats:
    """Sum the electrons, both spins."""
    filled = 2 * block.states().weight @ Pairs.of(block, work).total
    return np.asarray(filled + block.full(block.shells.full_number))
