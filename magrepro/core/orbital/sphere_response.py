"""The moment of one sphere as a response to a field, with the bounds that make solutions certain.

With v = d eps/dw = m/2 + (k^2/8) w R Y and u = dv/dw = (k^2/8) R Y, Eq. (A4) of Ref. [21] is
M = -4 sum f v, hence

    dM/dw     = 4 sum [f(1-f) v^2/tau - f u],
    d^2M/dw^2 = -4 sum [f'' v^3/tau^2 + 3 f' v u/tau],    f' = -f(1-f),

where R Y <= 1, f(1-f) <= 1/4 and abs(f'') <= 1/(6 sqrt 3). Only the states that temperature or
field bring to the Fermi energy count in the terms with f' and f''.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Bools, Floats, floats
from magrepro.core.orbital.responses import plain_deficit
from magrepro.core.orbital.shells import Shells, shells, window
from magrepro.core.orbital.sphere import (
    field_integral,
    magnetic_moment,
    moment_slope,
    slope_of_moment,
    zero_field_susceptibility,
)

STRONGEST_FIELD: Final = 0.01
"""hbar omega_c/E_F, far above any field that dipoles keep up: solutions are sought below."""

_BEND: Final = 1 / (6 * 3**0.5)
"""Largest second derivative of the Fermi function."""

_CONCAVE: Final = 1.3
"""Temperatures off the Fermi energy up to which the pair +m, -m answers with a concave moment.

sinh B/(cosh A + cosh B) is concave in B > 0 for cosh A <= 2, abs(A) <= 1.317; the rest is for the
diamagnetic shift, of the order of tau k^2/4 where B is 1.
"""

_LADDER: Final = 100
"""Steps down to the strongest field that dipoles can keep up; each opens fewer shells."""


@dataclass(frozen=True, eq=False)
class SphereResponse:
    """Moments in mu_B of spheres in fields hbar omega_c/E_F; a `branches.SteppedResponse`.

    Arrays of the shape S of the systems.
    """

    k: Floats
    tau: Floats
    susceptibility: Floats
    """dM/dw at w = 0."""
    bound: Floats
    """Largest moment that its own field can keep up, or that of `STRONGEST_FIELD`."""
    field: Floats
    """Field of the bound, up to which the other bounds hold."""

    def moment(self, field: Floats, /) -> Floats:
        """Return M(w), Eq. (A4)."""
        return away_from_zero(magnetic_moment, (self.k, self.tau, field), 0.0)

    def derivative(self, field: Floats, /) -> Floats:
        """Return dM/dw."""
        return away_from_zero(moment_slope, (self.k, self.tau, field), self.susceptibility)

    def moment_and_slope(self, field: Floats, /) -> tuple[Floats, Floats]:
        """Return M(w) and dM/dw."""
        return self.moment(field), self.derivative(field)

    def deficit(self, field: Floats, /) -> Floats:
        """Return 1 - M/(chi w)."""
        return plain_deficit(self.moment, self.susceptibility, field)

    def potential(self, field: Floats, /) -> Floats:
        """Return the integral of M over the field."""
        return field_integral(self.k, self.tau, field)

    def take(self, systems: NDArray[np.int64], /) -> Self:
        """Return the response of these systems, numbered along the flattened S."""
        arrays = (self.k, self.tau, self.susceptibility, self.bound, self.field)
        return type(self)(*(np.ravel(array)[systems] for array in arrays))

    @cached_property
    def _open(self) -> ShellSums:
        """The shells that the strongest field opens."""
        return ShellSums.of(self.k, self.tau, self.field)

    @property
    def fall(self) -> Floats:
        """Upper bound of -dM/dw: 4 sum f u, with every shell up to those in reach full."""
        # The sum of R Y over the 2l+1 states of a shell is (2/3)(2l+1) R.
        return np.asarray(self.k**2 / 3 * self._open.full_r2)

    @property
    def steepest(self) -> Floats:
        """Upper bound of dM/dw: sum v^2/tau."""
        return np.asarray(self._open.power_sum(2) / self.tau)

    @property
    def bend(self) -> Floats:
        """Upper bound of abs(d^2M/dw^2)."""
        cubic = 4 * _BEND * self._open.power_sum(3) / self.tau**2
        return np.asarray(cubic + 3 * self._open.power_sum(1) * self.k**2 / 8 / self.tau)

    @property
    def radius(self) -> Floats:
        """R of `analytic_disc`."""
        return self._disc[0]

    @property
    def departure(self) -> Floats:
        """Upper bound of abs(M - s w) for abs(w) <= R."""
        return self._disc[1]

    @cached_property
    def _disc(self) -> tuple[Floats, Floats]:
        return analytic_disc(self._open, self.k, self.tau, self.field)

    @property
    def concave(self) -> Bools:
        """Where every shell in reach is so near the Fermi energy that M(w) has no stairs."""
        return np.asarray(self._open.count == ShellSums.near(self.k, self.tau).count)


def analytic_disc(
    opened: ShellSums, k: Floats, tau: Floats, field: Floats
) -> tuple[Floats, Floats]:
    """Return R, and a bound of what M lacks of some multiple of w in complex fields abs(w) <= R.

    A field moves x = (eps - 1)/tau by at most X = (R l/2 + (k R)^2/16)/tau. A shell at A without
    field may move by X <= pi/2, where abs(f - 1/2) <= 1/2, or by X <= abs(A)/2 if that is more:
    f, or 1 - f, is then at most e^-abs(A)/2/(1 - e^-pi/2), however large the l of a shell so far
    off. Full and half filled shells have a moment linear in w; the rest is at most
    2 share sum abs(v), abs(v) <= abs(m)/2 + k^2 R/8.
    """
    count = np.ravel(opened.count)
    system = np.repeat(np.arange(count.size), count)
    first = np.repeat(np.ravel(opened.low) - (np.cumsum(count) - count), count)
    shell = first + np.arange(system.size)
    size, t = np.ravel(k)[system], np.ravel(tau)[system]
    zeta, l = opened.levels.zeta[shell], opened.levels.l[shell]
    away = np.abs(zeta - size) * (zeta + size) / (size**2 * t)
    reach, slope = t * np.maximum(np.pi, away) / 2, np.maximum(l, 1) / 2
    radius = np.ravel(field).copy()
    np.minimum.at(radius, system, reach / (slope + size**2 / 16 * reach / slope))
    share = np.where(away > np.pi, 2 / (1 - np.exp(-np.pi / 2)) * np.exp(-away / 2), 1.0)
    orbits = l * (l + 1) + size**2 / 4 * radius[system] * (2 * l + 1)
    departure = floats(np.bincount(system, share * orbits, minlength=count.size))
    return radius.reshape(field.shape), departure.reshape(field.shape)


def sphere_response(
    kf_a: ArrayLike, t_over_tf: ArrayLike, *, coupling: ArrayLike
) -> SphereResponse:
    """Return the moment of one sphere as a function of hbar omega_c/E_F, for self-consistency.

    Parameters
    ----------
    kf_a, t_over_tf
        As in `sphere.magnetic_moment`; they broadcast with the coupling to the systems' shape.
    coupling
        Field per mu_B of `sphere.dipole_coupling`, times the row sum in a chain: the bounds hold
        for the moments that keep themselves up with it, of either sign.

    Raises
    ------
    ValueError
        If a size or temperature is out of range.
    """
    c = np.abs(floats(coupling))
    k, tau, c = np.broadcast_arrays(*(floats(x) for x in (kf_a, t_over_tf)), c)
    slope = slope_of_moment(zero_field_susceptibility(k, tau), k)
    field = strongest_field(c, partial(ShellSums.of, k, tau))
    return SphereResponse(k, tau, slope, field / c, field)


def solving_seconds(kf_a: ArrayLike, t_over_tf: ArrayLike, *, coupling: ArrayLike) -> Floats:
    """Estimate the time on one core in which `branches` solves each system, in seconds.

    Arguments as `sphere_response`. A susceptibility sums over the shells in reach, a moment over
    their states or 24 nodes each; a concave response takes some 20 moments, one with stairs 120.
    """
    k, tau, c = np.broadcast_arrays(*(floats(x) for x in (kf_a, t_over_tf, coupling)))
    field = strongest_field(c, partial(ShellSums.of, k, tau))
    response = SphereResponse(k, tau, np.zeros(k.shape), field / c, field)
    cold = ShellSums.of(k, tau, np.zeros(k.shape))
    opened = response._open
    rows = opened.total(np.minimum(opened.levels.l + 1, 24))
    # Where the fall alone is critical the configuration is refused at once.
    solved = (c * response.steepest > 1) & (c * response.fall < 1)
    moments = np.where(response.concave, 20, 120) * solved
    return np.asarray(2e-6 + 5e-8 * cold.count + moments * (1e-6 + 5e-8 * rows))


def away_from_zero(
    function: Callable[..., Floats], arguments: tuple[Floats, ...], at_zero: ArrayLike
) -> Floats:
    """Evaluate where there is a field, the third argument.

    Chains of several lengths have places without.
    """
    *arrays, values = np.broadcast_arrays(*arguments, at_zero)
    some = arrays[2] != 0
    if some.all():
        return function(*arguments)
    values = np.array(values, dtype=np.float64)
    if some.any():
        values[some] = function(*(array[some] for array in arrays))
    return values


def strongest_field(c: Floats, opened: Callable[[Floats], ShellSums]) -> Floats:
    """Return a field that no moment keeping itself up exceeds, or `STRONGEST_FIELD`.

    A shell's moment is at most l(l+1), with all m < 0 filled and all m > 0 empty, and no shell out
    of reach of the field, which is not among those `opened` by it, has one.
    """
    field = np.full(c.shape, STRONGEST_FIELD)
    for _ in range(_LADDER):
        lower = np.minimum(field, c * np.maximum(opened(field).saturated, 1.0))
        if np.array_equal(lower, field):
            break
        field = lower
    return field


@dataclass(frozen=True, eq=False)
class ShellSums:
    """Sums over the shells that may be partly filled, each of the shape S of the systems."""

    levels: Shells
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    push: Floats
    """Largest v - m/2."""

    @classmethod
    def of(cls, k: Floats, tau: Floats, field: Floats) -> ShellSums:
        """Shells that any field up to this brings to the Fermi energy."""
        bottom, top = window(k, k, tau, field)
        return cls.between(bottom, top, k**2 * field / 8)

    @classmethod
    def near(cls, k: Floats, tau: Floats) -> ShellSums:
        """Shells within `_CONCAVE` temperatures of the Fermi energy without field."""
        bottom, top = (k * np.sqrt(np.maximum(1 + side * _CONCAVE * tau, 0)) for side in (-1, 1))
        return cls.between(bottom, top, np.zeros(k.shape))

    @classmethod
    def between(cls, bottom: Floats, top: Floats, push: Floats) -> ShellSums:
        """Shells with zeros from bottom to top."""
        levels = shells(float(np.max(top, initial=1.0)))
        low = np.searchsorted(levels.zeta, bottom)
        return cls(levels, low, np.searchsorted(levels.zeta, top, side="right"), push)

    def total(self, per_shell: Floats | NDArray[np.int64]) -> Floats:
        """Return the sum of a shell's property over the open shells."""
        running = np.concatenate([[0.0], np.cumsum(per_shell)])
        return np.asarray(running[self.high] - running[self.low])

    @property
    def count(self) -> NDArray[np.int64]:
        """Number of open shells."""
        return self.high - self.low

    @property
    def orbits(self) -> Floats:
        """Sum of 2l+1."""
        return self.total(2 * self.levels.l + 1)

    @property
    def largest_l(self) -> NDArray[np.int64]:
        """Largest l of the open shells, 0 without."""
        ends = np.stack([np.ravel(self.low), np.ravel(self.high)], axis=-1)
        largest = np.maximum.reduceat(np.append(self.levels.l, 0), ends.ravel())[::2]
        return np.where(self.count > 0, largest.reshape(self.count.shape), 0)

    @property
    def saturated(self) -> Floats:
        """Sum of l(l+1)."""
        return self.total(self.levels.l * (self.levels.l + 1))

    @property
    def full_r2(self) -> Floats:
        """Sum of (2l+1) R_nl over the open shells and all below."""
        return self.levels.full_r2[self.high]

    def power_sum(self, power: int) -> Floats:
        """Return the sum of (abs(m)/2 + push)^power over the states of the open shells."""
        l, p = self.levels.l, self.push
        ones, first = l, l * (l + 1) / 2
        second, third = first * (2 * l + 1) / 3, first**2
        sums = [self.total(s) for s in (ones, first, second, third)]
        weights = {1: (p, 0.5), 2: (p**2, p, 0.25), 3: (p**3, 1.5 * p**2, 0.75 * p, 0.125)}
        both = sum(s * w for s, w in zip(sums, weights[power], strict=False))
        return np.asarray(2 * both + self.count * p**power)
