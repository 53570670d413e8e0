"""A sphere with a fixed number of electrons in a field: moment, its slope, its free energy.

At an angle phi of `canonical` the places are filled independently, with complex shares u, and with
v = d eps/dw of a state, S = sum v u, Q = sum v^2 u (1 - u) over all places,

    M = -2 <S>,    dM/dw = (2/tau) (<(S - <S>)^2> + <Q>) - 2 <sum u dv/dw>,

where < > is the mean over phi. States +m and -m are taken together: their u differ by

    u(-m) - u(+m) = e^(i phi) [f(-m) - f(+m)]/[norm(-m) norm(+m)],  norm = 1 - f + f e^(i phi),

which keeps the moment exact as the field vanishes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from magrepro.core.arrays import Floats, between
from magrepro.core.orbital.canonical import Angles, Complex, Group, checked, fugacity, groups
from magrepro.core.orbital.shells import States, states


@dataclass(frozen=True, eq=False)
class _Filling:
    """A group's places at the fugacity, shape (points, pairs), and the angles to sum over."""

    group: Group
    states: States
    plus: Floats
    """(eps - mu)/tau of +m."""
    minus: Floats
    angles: Angles
    log_z: Floats
    """ln of the fugacity, (points,)."""

    @classmethod
    def of(cls, group: Group, exactly: bool) -> _Filling:
        rows = states(group.levels, group.low, group.high)
        level = group.energies()[:, rows.shell]
        level += np.multiply.outer((group.k * group.w) ** 2 / (16 * group.tau), rows.r2_sin2)
        tilt = np.multiply.outer(group.w / (2 * group.tau), rows.m)
        # Of m = 0 both of the pair stand for one of the two places.
        g = np.concatenate([2 * rows.weight, 2 * rows.weight])
        y = fugacity(np.concatenate([level + tilt, level - tilt], axis=1), g, group.electrons)
        plus, minus = level + tilt - y[:, None], level - tilt - y[:, None]
        spread = expit(plus) * expit(-plus) + expit(minus) * expit(-minus)
        angles = Angles.of(spread @ (2 * rows.weight), float(g.sum()), exactly=exactly)
        return cls(group, rows, plus, minus, angles, y)

    @cached_property
    def f(self) -> tuple[Floats, Floats]:
        """Filled shares of +m and -m."""
        return expit(-self.plus), expit(-self.minus)

    @cached_property
    def tilt(self) -> Floats:
        """f(-m) - f(+m), no difference of nearly equal numbers."""
        return np.asarray(-np.expm1(self.minus - self.plus) * self.f[1] * expit(self.plus))

    def norms(self, turn: complex) -> tuple[Complex, Complex]:
        """Return 1 - f + f e^(i phi) of +m and -m."""
        return tuple(1 + (turn - 1) * f for f in self.f)  # type: ignore[return-value]

    def shares(self) -> tuple[Complex, Floats]:
        """Return the angles' weights (J, points), and ln Z of the electrons in the window."""
        rows, log = np.empty((self.angles.turn.size, self.log_z.size), complex), np.log
        for j, turn in enumerate(self.angles.turn):
            pair = np.multiply(*self.norms(turn))
            product = (pair * np.where(self.states.m > 0, pair, 1.0)).prod(axis=1)
            with np.errstate(divide="ignore"):
                rows[j] = log(product)
        rows += log(self.angles.unwound(self.group.electrons))
        share, rest = self.angles.shares(rows)
        both = np.logaddexp(0.0, -self.plus) + np.logaddexp(0.0, -self.minus)
        whole = both @ (2 * self.states.weight) - self.group.electrons * self.log_z
        return share, whole + rest

    def moments(self) -> Complex:
        """Return -2 S at each angle, full shells aside, (J, points)."""
        weight, push = self.states.weight, self.group.k**2 * self.group.w / 2
        zeeman, total = 2 * weight * self.states.m, weight * self.states.r2_sin2
        found = []
        for turn in self.angles.turn:
            plus, minus = self.norms(turn)
            tilt = turn * ((self.tilt / (plus * minus)) @ zeeman)
            u = self.f[0] / plus + self.f[1] / minus
            found.append(tilt - push * turn * (u @ total))
        return np.array(found)

    def spreads(self) -> tuple[Complex, Complex]:
        """Return Q, and the sum of R Y u over the states, at each angle, (J, points)."""
        weight, r2_sin2 = self.states.weight, self.states.r2_sin2
        push = np.multiply.outer(self.group.k**2 / 8 * self.group.w, r2_sin2)
        # Both spins.
        squares = [2 * weight * (m / 2 + push) ** 2 for m in (self.states.m, -self.states.m)]
        both = [f * expit(x) for f, x in zip(self.f, (self.plus, self.minus), strict=True)]
        q, total = [], []
        for turn in self.angles.turn:
            norms = self.norms(turn)
            parts = zip(squares, both, norms, strict=True)
            q.append(turn * sum((s * b / norm**2).sum(axis=1) for s, b, norm in parts))
            u = self.f[0] / norms[0] + self.f[1] / norms[1]
            total.append(turn * (u @ (weight * r2_sin2)))
        return np.array(q), np.array(total)


def _moment(group: Group, exactly: bool) -> Floats:
    """Return M = -2 <V>, the full shells below the window included."""
    filling = _Filling.of(group, exactly)
    share, _ = filling.shares()
    closed = group.k**2 * group.w * group.levels.full_r2[group.low] / 3
    return np.asarray((share * filling.moments()).sum(axis=0).real - closed)


def _moment_and_slope(group: Group, exactly: bool) -> Floats:
    """Return M and dM/dw = (2/tau) Var V - 2 <U>, (2, points).

    The part of a mean is taken off before squaring. Finding the filling takes most of the time.
    """
    filling = _Filling.of(group, exactly)
    share, _ = filling.shares()
    moments, (q, total) = filling.moments(), filling.spreads()
    closed = group.k**2 * group.w * group.levels.full_r2[group.low] / 3
    s = -moments / 2
    s -= (share * s).sum(axis=0).real
    variance = (share * (s**2 + q)).sum(axis=0).real
    open_r2_sin2 = (share * total).sum(axis=0).real
    pushed = open_r2_sin2 / 2 + group.levels.full_r2[group.low] / 3
    slope = 2 / group.tau * variance - group.k**2 * pushed
    return np.stack([(share * moments).sum(axis=0).real - closed, slope])


def _log_z(group: Group, exactly: bool) -> Floats:
    """Return 2 tau ln Z, from the energy of the window's lowest shell."""
    full = (group.k * group.w) ** 2 * group.levels.full_r2[group.low] / 6
    return np.asarray(2 * group.tau * _Filling.of(group, exactly).shares()[1] - full)


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
        As in `canonical.susceptibility`.
    hbar_omega_c_over_ef
        w in [-0.1, 0.1].

    Returns
    -------
    ndarray
        In the broadcast shape; odd in w.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    w = between("hbar omega_c/E_F", hbar_omega_c_over_ef, -0.1, 0.1)
    points = np.broadcast_arrays(*checked(kf_a, t_over_tf, electrons), w)
    return np.asarray(np.sign(points[3]) * _summed(_moment, points, exactly) + 0.0)


def moment_slope(
    kf_a: ArrayLike, t_over_tf: ArrayLike, hbar_omega_c_over_ef: ArrayLike, electrons: ArrayLike
) -> Floats:
    """Return dM/dw at that number of electrons; arguments and errors as `moment`."""
    return moment_and_slope(kf_a, t_over_tf, hbar_omega_c_over_ef, electrons)[1]


def moment_and_slope(
    kf_a: ArrayLike, t_over_tf: ArrayLike, hbar_omega_c_over_ef: ArrayLike, electrons: ArrayLike
) -> tuple[Floats, Floats]:
    """Return M and dM/dw at that number of electrons; arguments and errors as `moment`."""
    w = between("hbar omega_c/E_F", hbar_omega_c_over_ef, -0.1, 0.1)
    points = np.broadcast_arrays(*checked(kf_a, t_over_tf, electrons), w)
    found, slope = _summed(_moment_and_slope, points, True, parts=2)
    return np.asarray(np.sign(points[3]) * found + 0.0), slope


def field_integral(
    kf_a: ArrayLike, t_over_tf: ArrayLike, hbar_omega_c_over_ef: ArrayLike, electrons: ArrayLike
) -> Floats:
    """Return the integral of the moment over w from 0 to the field, 2 tau ln [Z(w)/Z(0)].

    Arguments and errors as `moment`. The window of shells is that of the field in both.
    """
    w = between("hbar omega_c/E_F", hbar_omega_c_over_ef, -0.1, 0.1)
    points = np.broadcast_arrays(*checked(kf_a, t_over_tf, electrons), w)
    return _summed(_gained, points, True)


def _gained(group: Group, exactly: bool) -> Floats:
    """Return ln Z in the field less that without."""
    without = replace(group, w=np.zeros_like(group.w))
    return _log_z(group, exactly) - _log_z(without, exactly)


def _summed(
    function: Callable[[Group, bool], Floats],
    points: Sequence[Floats],
    exactly: bool,
    *,
    parts: int | None = None,
) -> Floats:
    """Evaluate one function, or some parts, at broadcast points (k, tau, N, abs(w)), by groups."""
    k, tau, count, w = (x.ravel() for x in points)
    several = () if parts is None else (parts,)
    found = np.zeros((*several, k.size))
    for group in groups(k, tau, count, np.abs(w), split_m=True):
        found[..., group.points] = function(group, exactly)
    return found.reshape((*several, *points[0].shape))
