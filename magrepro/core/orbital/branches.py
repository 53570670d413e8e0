"""All self-consistent moments of particles whose response rises in stairs, and the stable one.

Cold particles slightly off a level answer a field in stairs, one for each m that it brings to the
Fermi energy, so that m = g(c m) has many solutions. In w = c m they are the zeros of
phi(w) = c g(w) - w. Bounds of the fall of g and of its curvature prove intervals free of zeros, or
phi monotonic on them; the others are halved. No zero is missed, whatever the stairs, but for pairs
closer than `CLOSEST` to one another.

The mean-field grand potential of a moment m, per particle and in units in which dOmega/dw = -g, is

    omega(m) = c m^2/2 - int_0^{c m} g(w) dw,

stationary at the solutions; where phi falls it has a minimum. The lowest of them is stable, the
others are metastable.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Eqs. (2), (3) at H = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Bools, Floats, finite
from magrepro.core.orbital.ordering import Response, uniform_moment
from magrepro.core.roots import Bracket, NotConverged, product_minus_one, refined_root

Branch = Literal["stable", "largest"]
_Brackets = tuple[NDArray[np.int64], Floats, Floats]
"""Numbers of systems, and the fields below and above a solution of each."""

CLOSEST: Final = 1e-10
"""Width of an interval, over its place, below which a pair of zeros is not told from none."""

_ROUNDS: Final = 60
"""Halvings; from the largest field to `CLOSEST` of the smallest takes 33 + 20."""

_SMALLEST: Final = 2.0**-20
"""Fields below this share of the largest are solved for from zero, where phi is nearly linear."""


_TOGETHER: Final = 4096
"""Systems at a time, which bounds the memory of their intervals to some 10 MB."""


class SteppedResponse(Response, Protocol):
    """A `Response` that says how fast it can fall and bend; arrays of the shape S of the systems.

    Valid for fields up to the coupling times the bound.
    """

    @property
    def fall(self) -> Floats:
        """Upper bound of -dM/dH."""
        ...

    @property
    def bend(self) -> Floats:
        """Upper bound of abs(d^2M/dH^2)."""
        ...

    @property
    def steepest(self) -> Floats:
        """Upper bound of dM/dH."""
        ...

    @property
    def concave(self) -> Bools:
        """Where M(H) is known to be concave for H > 0."""
        ...

    def potential(self, field: Floats, /) -> Floats:
        """Integral of M from 0 to the field."""
        ...

    def take(self, systems: NDArray[np.int64], /) -> Self:
        """Return the response of these systems, numbered along the flattened S."""
        ...


def stable_moment(response: SteppedResponse, *, coupling: ArrayLike) -> Floats:
    """Moment m = g(c m) >= 0 of lowest mean-field grand potential, zero included.

    Parameters
    ----------
    response : SteppedResponse
        g, of shape S.
    coupling : broadcastable against S, positive
        c, field per moment.

    Returns
    -------
    Array of m, of the broadcast shape.

    Raises
    ------
    ValueError
        A coupling that is not positive, or so strong that the diamagnetic fall of g alone is
        critical, c times the fall >= 1: opposite moments then grow without bound.
    NotConverged
        No root to the tolerance although the sign changes.
    """
    return _solutions(response, coupling)[0]


def largest_moment(response: SteppedResponse, *, coupling: ArrayLike) -> Floats:
    """Largest m = g(c m) >= 0, stable or metastable; arguments and errors as `stable_moment`."""
    return _solutions(response, coupling)[1]


def stable_and_largest(response: SteppedResponse, *, coupling: ArrayLike) -> tuple[Floats, Floats]:
    """Return both moments; arguments and errors as `stable_moment`."""
    return _solutions(response, coupling)


def moments_and_stability(
    response: SteppedResponse, *, coupling: ArrayLike, branch: Branch
) -> tuple[Floats, Bools]:
    """Moment of a branch and whether no other solution has a lower grand potential.

    Arguments and errors as `stable_moment`.
    """
    stable, largest = _solutions(response, coupling)
    chosen = stable if branch == "stable" else largest
    return chosen, chosen == stable


def _solutions(response: SteppedResponse, coupling: ArrayLike) -> tuple[Floats, Floats]:
    """Return the stable and the largest moment of every system."""
    c, number = np.broadcast_arrays(
        finite("coupling", coupling),
        np.arange(response.susceptibility.size).reshape(response.susceptibility.shape),
    )
    if np.any(c <= 0.0):
        raise ValueError("coupling must be positive")
    systems = _Systems(response.take(number.ravel()), c.ravel())
    if np.any(systems.c * systems.response.fall >= 1.0):
        raise ValueError(
            "the diamagnetic response alone is critical here: chi_landau is too strong for this "
            "size and distance"
        )
    stable, largest = np.zeros(c.size), np.zeros(c.size)
    # A rise below 1/c everywhere leaves phi falling from zero: no solution but m = 0.
    rising = systems.c * systems.response.steepest > 1.0
    concave = systems.response.concave
    for solve, chosen in ((_concave, concave), (_stepped, ~concave)):
        which = np.flatnonzero(rising & chosen)
        for start in range(0, which.size, _TOGETHER):
            some = which[start : start + _TOGETHER]
            stable[some], largest[some] = solve(systems.take(some))
    return stable.reshape(c.shape), largest.reshape(c.shape)


def _concave(systems: _Systems) -> tuple[Floats, Floats]:
    """Solve systems whose moment is concave: what is not zero is one, and stable."""
    moment = uniform_moment(systems.response, coupling=systems.c)
    return moment, moment


def _stepped(systems: _Systems) -> tuple[Floats, Floats]:
    """Solve systems whose moment may rise in stairs."""
    which, low, high = _all_brackets(systems)
    if not which.size:
        return np.zeros(systems.c.size), np.zeros(systems.c.size)
    return _chosen(systems, which, _refined(systems.take(which), low, high))


@dataclass(frozen=True, eq=False)
class _Systems:
    """Responses and couplings of shape (N,)."""

    response: SteppedResponse
    c: Floats

    @property
    def onset(self) -> Floats:
        """phi'(0) = c chi - 1."""
        return product_minus_one(self.c, self.response.susceptibility)

    def take(self, which: NDArray[np.int64]) -> _Systems:
        return _Systems(self.response.take(which), self.c[which])


@dataclass(frozen=True, eq=False)
class _Intervals:
    """Intervals [a, b] of fields with phi and its slope at both ends; arrays (intervals,)."""

    system: NDArray[np.int64]
    a: Floats
    b: Floats
    phi_a: Floats
    phi_b: Floats
    slope_a: Floats
    slope_b: Floats

    def where(self, which: Bools) -> _Intervals:
        return _Intervals(*(values[which] for values in vars(self).values()))


def _phi(systems: _Systems, which: NDArray[np.int64], w: Floats) -> tuple[Floats, Floats]:
    """Return phi = c g(w) - w and its slope for the numbered systems."""
    response, c = systems.response.take(which), systems.c[which]
    return c * response.moment(w) - w, c * response.derivative(w) - 1.0


def _all_brackets(systems: _Systems) -> _Brackets:
    """Return a bracket of every solution at which phi falls."""
    found = [_from_zero(systems)]
    intervals = _first_intervals(systems)
    for _ in range(_ROUNDS):
        free, falling = _decided(systems, intervals)
        crossing = (intervals.phi_a >= 0.0) & (intervals.phi_b < 0.0)
        narrow = intervals.b - intervals.a <= CLOSEST * intervals.b
        found.append(_bracketed(intervals.where(~free & (falling | narrow) & crossing)))
        intervals = intervals.where(~(free | falling | narrow))
        if not intervals.a.size:
            break
        intervals = _halved(systems, intervals)
    else:
        raise NotConverged("the self-consistent moments could not be told apart")
    which, low, high = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return which, low, high


def _first_intervals(systems: _Systems) -> _Intervals:
    """Intervals that double in width from `_SMALLEST` to the largest field."""
    count = systems.c.size
    # No moment exceeds its bound, but a saturated one comes as close as rounding.
    shares = np.concatenate([2.0 ** np.arange(np.log2(_SMALLEST), 0.0), [1.0 + 1e-9]])
    ends = np.multiply.outer(systems.c * systems.response.bound, shares)
    which = np.repeat(np.arange(count), shares.size)
    phi, slope = (part.reshape(ends.shape) for part in _phi(systems, which, ends.ravel()))
    if np.any(phi[:, -1] >= 0.0):
        raise ValueError("the moments would keep up stronger fields than the model is for")
    pairs = ((ends[:, :-1], ends[:, 1:]), (phi[:, :-1], phi[:, 1:]), (slope[:, :-1], slope[:, 1:]))
    sides = [side.ravel() for pair in pairs for side in pair]
    return _Intervals(np.repeat(np.arange(count), shares.size - 1), *sides)


def _from_zero(systems: _Systems) -> _Brackets:
    """Systems that are unstable at m = 0 and stable at the smallest field looked at."""
    w = _SMALLEST * systems.c * systems.response.bound
    phi, _ = _phi(systems, np.arange(w.size), w)
    which = np.flatnonzero((systems.onset > 0.0) & (phi < 0.0))
    return which, np.zeros(which.size), w[which]


def _bracketed(intervals: _Intervals) -> _Brackets:
    return intervals.system, intervals.a, intervals.b


def _decided(systems: _Systems, intervals: _Intervals) -> tuple[Bools, Bools]:
    """Tell which intervals hold no stable solution, and on which phi falls throughout.

    phi falls at most as fast as 1 + c fall, and its second derivative is at most c bend: each end
    bounds phi over its half of the interval, and the mean of the slopes bounds them between.
    """
    i, response, c = intervals, systems.response, systems.c[intervals.system]
    half = (i.b - i.a) / 2.0
    drop = 2.0 * half * (1.0 + c * response.fall[i.system])
    curved = c * response.bend[i.system] * half**2 / 2.0
    middle_a, middle_b = i.phi_a + i.slope_a * half, i.phi_b - i.slope_b * half
    below = np.maximum.reduce([i.phi_a, i.phi_b, middle_a + curved, middle_b + curved]) < 0.0
    above = np.minimum.reduce([i.phi_a, i.phi_b, middle_a - curved, middle_b - curved]) > 0.0
    spread = c * response.bend[i.system] * half
    mean_slope = (i.slope_a + i.slope_b) / 2.0
    rising = mean_slope - spread > 0.0
    free = below | above | rising | (i.phi_b + drop < 0.0) | (i.phi_a - drop > 0.0)
    return free, mean_slope + spread < 0.0


def _halved(systems: _Systems, i: _Intervals) -> _Intervals:
    middle = (i.a + i.b) / 2.0
    phi, slope = _phi(systems, i.system, middle)
    lower = (i.system, i.a, middle, i.phi_a, phi, i.slope_a, slope)
    upper = (i.system, middle, i.b, phi, i.phi_b, slope, i.slope_b)
    return _Intervals(*(np.concatenate(pair) for pair in zip(lower, upper, strict=True)))


def _refined(systems: _Systems, low: Floats, high: Floats) -> Floats:
    """Roots in m = w/c of g(c m)/m - 1, sought in m^2, in which it is linear near m = 0."""
    response, c = systems.response, systems.c

    def excess(q: Floats) -> Floats:
        m = np.sqrt(q)
        ratio = np.divide(response.moment(c * m), m, out=1.0 + systems.onset, where=m > 0.0)
        return np.asarray(ratio - 1.0)

    q_low, q_high = (low / c) ** 2, (high / c) ** 2
    f_low, f_high = excess(q_low), excess(q_high)
    # Rounding may take the sign from an end that is a root to the last digit.
    inside = (f_low > 0.0) & (f_high < 0.0)
    ends = Bracket(q_low, q_high, np.maximum(f_low, 0.0), np.minimum(f_high, -0.0))
    at_end = np.where(np.abs(f_low) <= np.abs(f_high), q_low, q_high)
    return np.asarray(np.sqrt(np.where(inside, refined_root(excess, ends, inside), at_end)))


def _chosen(systems: _Systems, which: NDArray[np.int64], moments: Floats) -> tuple[Floats, Floats]:
    """Return, for each system, the moment of lowest grand potential and the largest one."""
    stable, largest = np.zeros(systems.c.size), np.zeros(systems.c.size)
    np.maximum.at(largest, which, moments)
    omega = grand_potential(systems.response.take(which), moments, coupling=systems.c[which])
    # Without a field m = 0 is a solution, but no minimum where the onset is positive.
    lowest = np.where(systems.onset > 0.0, np.inf, 0.0)
    np.minimum.at(lowest, which, omega)
    best = omega == lowest[which]
    np.maximum.at(stable, which[best], moments[best])
    return stable, largest


def grand_potential(response: SteppedResponse, moment: Floats, *, coupling: ArrayLike) -> Floats:
    """Mean-field grand potential of equal moments, less that of m = 0, per particle.

    omega(m) = c m^2/2 - int_0^{c m} g(w) dw: two particles in the fields w_1 = c m_2, w_2 = c m_1
    have Omega_1(w_1) + Omega_2(w_2) + c m_1 m_2, the last term for the coupling counted twice.

    Parameters
    ----------
    response : SteppedResponse
        g, of shape S.
    moment, coupling : broadcastable to S
        m and c.

    Returns
    -------
    Array of shape S, in units of field times moment.
    """
    c = finite("coupling", coupling)
    return np.asarray(c * moment**2 / 2.0 - response.potential(np.asarray(c * moment)))


def reversal_barrier(response: SteppedResponse, *, coupling: ArrayLike) -> Floats:
    """Mean-field barrier between the aligned states +m and -m of a dimer, of both particles.

    Isotropic particles of moments M_1, M_2 of any size and direction cost A(M_1) + A(M_2), the
    Legendre transform of the grand potential, and -c [M_1^z M_2^z - M_1^perp M_2^perp/2]. With the
    angles t_1, t_2 to the axis the second term is at least -c M_1 M_2 e,
    e = [3 cos(t_1 - t_2) + cos(t_1 + t_2)]/4. Every way from one state to the other passes
    t_1 + t_2 = pi, where e <= 1/2, or a moment that is zero; so it passes at least the least grand
    potential of a coupling c/2. That is reached where both point across the axis, opposite to one
    another, and the fan t_1 = t_2 leads there uphill all the way: this is the lowest pass. Where
    c/2 does not order, the moments shrink through zero.

    Parameters
    ----------
    response : SteppedResponse
        g, of shape S.
    coupling : broadcastable against S, positive
        c, field per moment along the axis.

    Returns
    -------
    Array of the broadcast shape, in units of field times moment; 0 without order.

    Raises
    ------
    As `stable_moment`.
    """
    c = np.broadcast_to(finite("coupling", coupling), response.susceptibility.shape)
    depths = [
        grand_potential(response, stable_moment(response, coupling=share), coupling=share)
        for share in (c, c / 2.0)
    ]
    return np.asarray(2.0 * (depths[1] - depths[0]))
