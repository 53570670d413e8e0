"""Spontaneous moments of dimers whose particles answer a field with any odd M(H).

The trivial solution M = 0 is divided out: with M = chi H (1 - delta) the self-consistent dimer
reads (1 - delta_1)(1 - delta_2) c^2 chi_1 chi_2 = 1, which stays well conditioned down to the
critical point. Solutions are looked for from the largest possible moment downwards on a grid, 15 %
apart near the bound and a third below, so that the one found is the largest unless two more hide
between neighbours of the grid. It is bracketed where the excess falls, hence stable.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Sec. IV.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, finite
from magrepro.core.orbital.responses import Response, checked_response
from magrepro.core.roots import (
    GRID,
    Curve,
    above_upward_crossing,
    first_crossing,
    largest_root,
    positive_bound,
    product_minus_one,
    refined_root,
)

_NEAR: Final = 1e-8
"""Imbalance below which it is computed from the deficit."""


def uniform_moment(
    response: Response, *, coupling: ArrayLike, orientation: ArrayLike = 1.0
) -> Floats:
    """Largest moment that equals the response to its own field.

    m = s g(c m) with m >= 0, Eq. (10) for equal particles: s = 1 aligned, s = -1 antialigned.

    Parameters
    ----------
    response : Response
        g, of shape S.
    coupling : broadcastable against S
        c, field per moment.
    orientation : broadcastable, 1 or -1
        s.

    Returns
    -------
    Array of m, zero where there is no other solution.

    Raises
    ------
    ValueError
        Values that are not finite, or a response above its bound.
    NotConverged
        No root to the tolerance although the sign changes.

    References
    ----------
    Paper, Eq. (10).
    """
    chi, bound = checked_response(response)
    c, s = finite("coupling", coupling), finite("orientation", orientation)
    chi, bound, c, s = np.broadcast_arrays(chi, bound, c, s)
    onset = product_minus_one(s * c, chi)

    def excess(m: Floats) -> Floats:
        direct = _ratio(s * response.moment(c * m), m) - 1.0
        return _near_balance(direct, onset, m, lambda at: response.deficit(c * at))

    return largest_root(excess, bound, onset)


def dimer_moments(
    first: Response, second: Response, *, coupling: ArrayLike
) -> tuple[Floats, Floats]:
    """Spontaneous moments of two particles, each in the field of the other alone.

    M_1 = g_1(c M_2), M_2 = g_2(c M_1), Eqs. (2), (3), (10) at H = 0. Of the solutions, the one of
    largest M_1 >= 0; it is stable under dM_i/dt = -M_i + g_i(c M_j), that is c^2 g_1' g_2' < 1.

    Parameters
    ----------
    first, second : Response
        g_1, g_2, of shapes that broadcast.
    coupling : broadcastable
        c, field per moment: positive longitudinally, negative transversely.

    Returns
    -------
    M_1, M_2 : arrays of the broadcast shape, zero where there is no order.

    Raises
    ------
    ValueError
        Values that are not finite, or a response above its bound.
    NotConverged
        No root to the tolerance although the sign changes.

    References
    ----------
    Paper, Eqs. (2), (3), (10), Figs. 3, 4.
    """
    c = finite("coupling", coupling)
    excess, bound, onset = _pair_excess(first, second, c)
    m1 = largest_root(excess, bound, onset)
    return m1, np.where(m1 > 0.0, second.moment(c * m1), 0.0)


def equal_dimer_moments(response: Response, *, coupling: ArrayLike) -> tuple[Floats, Floats]:
    """Spontaneous moments of two equal particles, the symmetric ones where they are stable.

    As `dimer_moments` with the same response twice, but of the solutions the one with
    abs(M_1) = abs(M_2) comes first: its excess, of one moment instead of two, is shorter by half
    and keeps twice the digits at the critical point. Where it is unstable, the larger M_1 above it.

    Parameters
    ----------
    response : Response
        g.
    coupling : broadcastable
        c, field per moment: positive longitudinally, negative transversely.

    Returns
    -------
    M_1, M_2 : as `dimer_moments`; errors too.

    References
    ----------
    Paper, Eqs. (2), (3), (10), Figs. 3, 5(b).
    """
    c = finite("coupling", coupling)
    excess, bound, _ = _pair_excess(response, response, c)
    s = np.where(c * checked_response(response)[0] < 0.0, -1.0, 1.0)
    symmetric = uniform_moment(response, coupling=c, orientation=s)
    if np.any((s < 0.0) & (symmetric == 0.0)):
        # A response that falls from zero and then rises may order aligned, in a jump.
        s = np.where(symmetric == 0.0, 1.0, s)
        symmetric = np.where(s > 0.0, uniform_moment(response, coupling=c), symmetric)
    m1 = above_upward_crossing(excess, symmetric, bound)
    return m1, np.where(m1 == symmetric, s * m1 + 0.0, response.moment(c * m1))


def _pair_excess(first: Response, second: Response, c: Floats) -> tuple[Curve, Floats, Floats]:
    """g_1(c g_2(c m)) / m - 1 as a function of m, the bound of m, and the limit at m = 0."""
    (chi1, bound1), (chi2, _) = checked_response(first), checked_response(second)
    chi1, bound1, chi2, c = np.broadcast_arrays(chi1, bound1, chi2, c)
    onset = product_minus_one(c, chi1, c, chi2)

    def excess(m1: Floats) -> Floats:
        m2 = second.moment(c * m1)
        direct = _ratio(first.moment(c * m2), m1) - 1.0

        def deficit(at: Floats) -> Floats:
            d1, d2 = first.deficit(np.where(at > 0.0, c * m2, 0.0)), second.deficit(c * at)
            return d1 + d2 - d1 * d2

        return _near_balance(direct, onset, m1, deficit)

    return excess, bound1, onset


def dimer_moments_in_field(
    first: Response, second: Response, *, coupling: ArrayLike, field: ArrayLike
) -> tuple[Floats, Floats]:
    """Moments of two particles in an applied field.

    M_1 = g_1(H + c M_2), M_2 = g_2(H + c M_1), Eqs. (2), (3). Of the solutions, the one of largest
    M_1 along the field; it is stable as in ``dimer_moments``.

    Parameters
    ----------
    first, second : Response
        g_1, g_2, of shapes that broadcast.
    coupling : broadcastable
        c, field per moment: positive longitudinally, negative transversely.
    field : broadcastable, not zero
        H.

    Returns
    -------
    M_1, M_2 : arrays of the broadcast shape, odd in the field.

    Raises
    ------
    ValueError
        Values that are not finite, no field, or a response above its bound.
    NotConverged
        No root to the tolerance although the sign changes.

    References
    ----------
    Paper, Eqs. (2), (3), footnote 7.
    """
    c, H = finite("coupling", coupling), finite("field", field)
    if np.any(H == 0.0):
        raise ValueError("field must not be zero: without field take dimer_moments")
    (chi1, bound1), (chi2, _) = checked_response(first), checked_response(second)
    bound1, c, H, _, _ = np.broadcast_arrays(positive_bound(bound1), c, H, chi1, chi2)

    def other(m1: Floats) -> Floats:
        return second.moment(np.abs(H) + c * m1)

    def excess(m1: Floats) -> Floats:
        return (first.moment(np.abs(H) + c * other(m1)) - m1) / bound1

    places = np.concatenate([GRID, -GRID[::-1]])
    ends, found = first_crossing(excess, (place * bound1 for place in places))
    m1 = refined_root(excess, ends, found)
    return np.sign(H) * m1, np.sign(H) * other(m1)


def _ratio(moment: Floats, m: Floats) -> Floats:
    """Return moment/m, and 0 at m = 0, where nothing is asked."""
    return np.divide(moment, m, out=np.zeros(np.broadcast(moment, m).shape), where=m > 0.0)


def _near_balance(direct: Floats, onset: Floats, m: Floats, deficit: Curve) -> Floats:
    """Return p (1 - delta) - 1 from p - 1 and delta(m) where that is near 0, else ``direct``."""
    near = np.abs(direct) < _NEAR
    if not near.any():
        return direct
    delta = deficit(np.where(near, m, 0.0))
    near &= np.abs(delta) < 0.5
    return np.where(near, onset - (1.0 + onset) * np.where(near, delta, 0.0), direct)
