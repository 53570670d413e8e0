"""Dimers of spheres with a fixed number of electrons each: the moment that they keep up.

m = M(c m) with the exact canonical M(w) of `canonical`, on points where the answer is certain:

- no shell is open within reach of temperature and field, or M cannot rise as fast as 1/c: m = 0. At
  a fixed number the occupations of two places are correlated negatively, and the correlations of
  each with all sum to zero, so that Var(sum n v) is at most sum v^2/2, twice what it is at most if
  they are independent, and dM/dw at most (2/tau) sum v^2 over the orbital states;
- one shell alone is open: Z is a polynomial in e^(w/2 tau) whose zeros lie on the unit circle, so
  that M(w) is concave for w > 0, and there is one m > 0 where c dM/dw > 1 at w = 0, else none.

Anything else is refused.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from magrepro.core.arrays import Floats, floats
from magrepro.core.orbital.canonical import MARGIN, OpenShells, moment, susceptibility
from magrepro.core.orbital.sphere import electron_number
from magrepro.core.orbital.sphere_response import STRONGEST_FIELD

LARGEST_PUSH: Final = 0.02
"""k^2 w/8 up to which the diamagnetic term is a small part of the distance of two levels."""

_LADDER: Final = 100
"""Steps down to the strongest field that dipoles can keep up."""


def electrons_at_e_f(kf_a: ArrayLike) -> Floats:
    """Return how many electrons a sphere has at mu = E_F and T = 0; of a zero, half its shell."""
    return np.asarray(np.rint(electron_number(kf_a)))


def ordered_moment(
    kf_a: ArrayLike, t_over_tf: ArrayLike, electrons: ArrayLike, *, coupling: ArrayLike
) -> Floats:
    """Return the spontaneous moment per particle in mu_B, 0 where there is none.

    Parameters
    ----------
    kf_a, t_over_tf, electrons
        As in `canonical.susceptibility`.
    coupling
        Field of a moment on its neighbour, `sphere.dipole_coupling`, positive.

    Raises
    ------
    ValueError
        If more than one shell is within reach and may order.
    """
    arrays = (floats(x) for x in (kf_a, t_over_tf, electrons, coupling))
    points = np.broadcast_arrays(*arrays)
    found = [_ordered(*map(float, point)) for point in zip(*map(np.ravel, points), strict=True)]
    return np.reshape(found, points[0].shape)


def _ordered(k: float, tau: float, electrons: float, c: float) -> float:
    opened, field = _strongest_field(k, tau, electrons, c)
    l = opened.levels.l[opened.low : opened.high].astype(float)
    push = k**2 * field / 8
    # The sum over m of (|m|/2 + push)^2.
    steepest = 2 / tau * np.sum(l * (l + 1) * ((2 * l + 1) / 12 + push) + (2 * l + 1) * push**2)
    if bool(c * steepest < 1) or _nothing_open(opened, k, tau, field, electrons):
        return 0.0
    if l.size > 1 or push > LARGEST_PUSH:
        raise ValueError(
            f"k_F a = {k:g}, T/T_F = {tau:g}: at a fixed number of electrons several shells are "
            "within reach; take another size or temperature, or ensemble: grand-canonical"
        )
    slope = float(susceptibility(k, tau, electrons)) * k**3 / (9 * np.pi)
    return _root(k, tau, electrons, c, float(l @ (l + 1))) if c * slope > 1 else 0.0


def _root(k: float, tau: float, electrons: float, c: float, largest: float) -> float:
    def excess(log_m: float) -> float:
        m = np.exp(log_m)
        return float(moment(k, tau, c * m, electrons) / m) - 1

    low, high = np.log(largest * 1e-6), np.log(largest * 1.01)
    # So near the critical temperature that nothing is left to be seen.
    return float(np.exp(brentq(excess, low, high, xtol=1e-13))) if excess(low) > 0 else 0.0


def _strongest_field(k: float, tau: float, electrons: float, c: float) -> tuple[OpenShells, float]:
    """Return the shells in reach of a field that no moment keeping itself up exceeds, and it."""
    field = STRONGEST_FIELD
    for _ in range(_LADDER):
        opened = OpenShells.of(k, tau, electrons, field)
        l = opened.levels.l[opened.low : opened.high].astype(float)
        lower = min(field, c * max(float(l @ (l + 1)), 1.0))
        if lower == field:
            break
        field = lower
    return OpenShells.of(k, tau, electrons, field), field


def _nothing_open(opened: OpenShells, k: float, tau: float, field: float, electrons: float) -> bool:
    """Tell whether the electrons close a shell and the next is out of reach, or there are none."""
    filled = opened.levels.full_number
    last = int(np.searchsorted(filled, electrons, side="left"))
    if electrons == 0 or filled[last] != electrons:
        return bool(electrons == 0)
    shift = k**2 * field / 4
    top, bottom = opened.levels.zeta[last - 1] + shift, opened.levels.zeta[last] - shift
    return bool(bottom > top and bottom**2 - top**2 > MARGIN * k**2 * tau)
