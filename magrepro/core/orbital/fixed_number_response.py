"""The moment of a sphere with a fixed number of electrons as a response, with certain bounds.

With v = d eps/dw and n_i the occupation of a place, V = sum v_i n_i, U = sum n_i dv_i/dw,

    M = -2 <V>,    dM/dw = (2/tau) Var V - 2 <U>.

*How fast M can rise.* At a fixed number the n_i are correlated negatively, and those of one with
all sum to zero: the covariance is the Laplacian of a graph, its diagonal at most 1/4 and its
eigenvalues at most twice that. Hence Var V <= sum v^2/2 over the places, sum v^2 over the orbits,
twice what it is at most where the places are independent.

*How fast M can bend.* Z is the elementary symmetric polynomial of the numbers z_i = e^(-eps_i/tau).
Where all z_i lie in a sector of half angle theta < pi/2, so does the ratio of two such polynomials
of neighbouring degrees (they are stable: no zero where all z_i lie in one half plane), r_i, which
stands without the place i in

    <n_i> = 1/(1 + r_i/z_i).

For theta = pi/4 the real part of r_i/z_i is not negative and abs(<n_i> - 1/2) <= 1/2. A complex
field w + i y turns z_i by v_i(w) y/tau, so that this holds on the disc of radius
R = pi tau/(4 max abs(v)) about w. On it abs(M + sum v_i) <= sum abs(v_i), and sum v_i is linear in
w, so that Cauchy's estimate gives abs(d^2M/dw^2) <= 2 sum abs(v_i)/R^2.

So no use is made of M(w) being concave for w > 0. That is so wherever it was looked at for one open
shell, but not proved: the zeros of Z in e^(w/2 tau) do not lie on the unit circle, as they would
without spin; with two electrons in a shell l = 1 they are -(3 +- sqrt 5)/2 and -1. With two shells
in reach it is wrong.

References
----------
Joag-Dev, Proschan, Ann. Stat. 11, 286 (1983), for the correlations; Choe, Oxley, Sokal, Wagner,
Adv. Appl. Math. 32, 88 (2004), for the half plane.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Bools, Floats, floats
from magrepro.core.orbital.canonical import checked, open_window, susceptibility
from magrepro.core.orbital.canonical_field import (
    field_integral,
    moment,
    moment_and_slope,
    moment_slope,
)
from magrepro.core.orbital.responses import plain_deficit
from magrepro.core.orbital.sphere import electron_number, slope_of_moment
from magrepro.core.orbital.sphere_response import ShellSums, away_from_zero, strongest_field


def electrons_at_e_f(kf_a: ArrayLike) -> Floats:
    """Return how many electrons a sphere has at mu = E_F and T = 0; of a zero, half its shell."""
    return np.asarray(np.rint(electron_number(kf_a)))


@dataclass(frozen=True, eq=False)
class FixedNumberResponse:
    """Moments in mu_B in fields hbar omega_c/E_F; a `branches.SteppedResponse`.

    Arrays of the shape S of the systems.
    """

    k: Floats
    tau: Floats
    electrons: Floats
    susceptibility: Floats
    """dM/dw at w = 0."""
    bound: Floats
    """Largest moment that its own field can keep up, or that of `STRONGEST_FIELD`."""
    field: Floats
    """Field of the bound, up to which the other bounds hold."""

    def moment(self, field: Floats, /) -> Floats:
        """Return M(w)."""
        return away_from_zero(moment, self._at(field), 0.0)

    def derivative(self, field: Floats, /) -> Floats:
        """Return dM/dw."""
        return away_from_zero(moment_slope, self._at(field), self.susceptibility)

    def moment_and_slope(self, field: Floats, /) -> tuple[Floats, Floats]:
        """Return M(w) and dM/dw, in little more time than one of them."""
        return moment_and_slope(*self._at(field))

    def deficit(self, field: Floats, /) -> Floats:
        """Return 1 - M/(chi w)."""
        return plain_deficit(self.moment, self.susceptibility, field)

    def potential(self, field: Floats, /) -> Floats:
        """Return the integral of M over the field."""
        return away_from_zero(field_integral, self._at(field), 0.0)

    def take(self, systems: NDArray[np.int64], /) -> Self:
        """Return the response of these systems, numbered along the flattened S."""
        arrays = (self.k, self.tau, self.electrons, self.susceptibility, self.bound, self.field)
        return type(self)(*(np.ravel(array)[systems] for array in arrays))

    def _at(self, field: Floats) -> tuple[Floats, ...]:
        """Return the arguments of the canonical functions in a field."""
        return self.k, self.tau, field, self.electrons

    @cached_property
    def _open(self) -> ShellSums:
        """The shells that the strongest field opens."""
        return _open_shells(self.k, self.tau, self.electrons, self.field)

    @property
    def fall(self) -> Floats:
        """Upper bound of -dM/dw: 2 sum dv/dw, with every shell up to those in reach full."""
        return np.asarray(self.k**2 / 3 * self._open.full_r2)

    @property
    def steepest(self) -> Floats:
        """Upper bound of dM/dw: (2/tau) sum v^2 over the open orbits."""
        return np.asarray(2 / self.tau * self._open.power_sum(2))

    @property
    def radius(self) -> Floats:
        """R = pi tau/(4 max abs(v)), v up to the strongest field and a radius further."""
        return np.asarray(np.pi * self.tau / (4 * (self._largest + self._further)))

    @property
    def departure(self) -> Floats:
        """Upper bound of abs(M + sum v): sum abs(v)."""
        opened = self._open
        return np.asarray(2 * (opened.power_sum(1) + self._further * opened.orbits))

    @property
    def bend(self) -> Floats:
        """Upper bound of abs(d^2M/dw^2)."""
        return np.asarray(2 * self.departure / self.radius**2)

    @property
    def _largest(self) -> Floats:
        return np.asarray(np.maximum(self._open.largest_l / 2 + self._open.push, 0.5))

    @property
    def _further(self) -> Floats:
        # On the disc the field, and with it v, is larger by its radius, which is less than this.
        return np.asarray(self.k**2 / 8 * np.pi * self.tau / (4 * self._largest))

    @property
    def concave(self) -> Bools:
        """Nowhere: it is not proved."""
        return np.zeros(self.k.shape, dtype=bool)


def fixed_number_response(
    kf_a: ArrayLike, t_over_tf: ArrayLike, electrons: ArrayLike, *, coupling: ArrayLike
) -> FixedNumberResponse:
    """Return the moment of one sphere as a function of hbar omega_c/E_F, for self-consistency.

    Parameters
    ----------
    kf_a, t_over_tf, electrons
        As in `canonical.susceptibility`; they broadcast with the coupling to the systems' shape.
    coupling
        As in `sphere_response.sphere_response`.

    Raises
    ------
    ValueError
        If a size, temperature or number is out of range.
    """
    c = np.abs(floats(coupling))
    k, tau, n, c = np.broadcast_arrays(*checked(kf_a, t_over_tf, electrons), c)
    slope = slope_of_moment(susceptibility(k, tau, n), k)
    field = strongest_field(c, partial(_open_shells, k, tau, n))
    return FixedNumberResponse(k, tau, n, slope, field / c, field)


def open_pairs(response: FixedNumberResponse) -> Floats:
    """Return the pairs of states +m and -m that the strongest field brings within reach."""
    opened = response._open
    return opened.total(opened.levels.l + 1)


def solving_seconds(
    kf_a: ArrayLike, t_over_tf: ArrayLike, electrons: ArrayLike, *, coupling: ArrayLike
) -> Floats:
    """Estimate the time on one core in which `branches` solves each system, in seconds.

    Arguments as `fixed_number_response`. Some 60 moments and slopes where one shell is open, more
    where stairs are.
    """
    c = np.abs(floats(coupling))
    k, tau, n, c = np.broadcast_arrays(*checked(kf_a, t_over_tf, electrons), c)
    field = strongest_field(c, partial(_open_shells, k, tau, n))
    response = FixedNumberResponse(k, tau, n, np.zeros(k.shape), field / c, field)
    solved = (c * response.steepest > 1) & (c * response.fall < 1)
    moments = np.where(response._open.count > 1, 400, 120) * solved
    return np.asarray(1e-4 + moments * (3e-5 + 1.7e-6 * open_pairs(response)))


def _open_shells(k: Floats, tau: Floats, electrons: Floats, field: Floats) -> ShellSums:
    """Return the sums over shells that fields up to this open, with so many electrons."""
    low, high, levels = open_window(k, tau, electrons, field)
    return ShellSums(levels, low, high, k**2 * field / 8)
