"""All self-consistent moments of particles whose response rises in stairs, and the stable one.

Cold particles slightly off a level answer a field in stairs, one for each m that it brings to the
Fermi energy, so that m = g(c m) has many solutions; `stairs` brackets them all.

The mean-field grand potential of a moment m, per particle and in units in which dOmega/dw = -g, is

    omega(m) = c m^2/2 - int_0^{c m} g(w) dw,

stationary at the solutions; where c g(w) - w falls it has a minimum. The lowest of them is stable,
the others are metastable.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Eqs. (2), (3) at H = 0.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Bools, Floats, finite, positive
from magrepro.core.orbital.ordering import uniform_moment
from magrepro.core.orbital.responses import SteppedResponse
from magrepro.core.orbital.stairs import Systems, all_brackets
from magrepro.core.roots import Bracket, refined_root

Branch = Literal["stable", "largest"]

_TOGETHER: Final = 4096
"""Systems at a time, which bounds the memory of their intervals to some 10 MB."""


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
    systems, shape = _systems(response, coupling)
    stable, largest = np.zeros(systems.c.size), np.zeros(systems.c.size)
    # A rise below 1/c everywhere leaves c g(w) - w falling from zero: no solution but m = 0.
    rising = systems.c * systems.response.steepest > 1.0
    concave = systems.response.concave
    for solve, chosen in ((_concave, concave), (_stepped, ~concave)):
        which = np.flatnonzero(rising & chosen)
        for start in range(0, which.size, _TOGETHER):
            some = which[start : start + _TOGETHER]
            stable[some], largest[some] = solve(systems.take(some))
    return stable.reshape(shape), largest.reshape(shape)


def _systems(response: SteppedResponse, coupling: ArrayLike) -> tuple[Systems, tuple[int, ...]]:
    """Return the systems one by one, and the shape they have together; refuse critical ones."""
    c, number = np.broadcast_arrays(
        positive("coupling", coupling),
        np.arange(response.susceptibility.size).reshape(response.susceptibility.shape),
    )
    systems = Systems(response.take(number.ravel()), c.ravel())
    if np.any(systems.c * systems.response.fall >= 1.0):
        raise ValueError(
            "the diamagnetic response alone is critical here: chi_landau is too strong for this "
            "size and distance"
        )
    return systems, c.shape


def _concave(systems: Systems) -> tuple[Floats, Floats]:
    """Solve systems whose moment is concave: what is not zero is one, and stable."""
    moment = uniform_moment(systems.response, coupling=systems.c)
    return moment, moment


def _stepped(systems: Systems) -> tuple[Floats, Floats]:
    """Solve systems whose moment may rise in stairs."""
    which, low, high = all_brackets(systems)
    if not which.size:
        return np.zeros(systems.c.size), np.zeros(systems.c.size)
    return _chosen(systems, which, _refined(systems.take(which), low, high))


def _refined(systems: Systems, low: Floats, high: Floats) -> Floats:
    """Roots in m = w/c of g(c m)/m - 1, sought in m^2, in which it is linear near m = 0."""
    response, c = systems.response, systems.c

    def excess(q: Floats) -> Floats:
        m = np.sqrt(q)
        ratio = np.divide(response.moment(c * m), m, out=np.ones_like(m), where=m > 0.0)
        # An onset below the last digit of 1 is the sign of a solution that may be large.
        return np.where(m > 0.0, ratio - 1.0, systems.onset)

    q_low, q_high = (low / c) ** 2, (high / c) ** 2
    f_low, f_high = excess(q_low), excess(q_high)
    # Rounding may take the sign from an end that is a root to the last digit.
    inside = (f_low > 0.0) & (f_high < 0.0)
    ends = Bracket(q_low, q_high, np.maximum(f_low, 0.0), np.minimum(f_high, -0.0))
    at_end = np.where(np.abs(f_low) <= np.abs(f_high), q_low, q_high)
    return np.asarray(np.sqrt(np.where(inside, refined_root(excess, ends, inside), at_end)))


def _chosen(systems: Systems, which: NDArray[np.int64], moments: Floats) -> tuple[Floats, Floats]:
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
