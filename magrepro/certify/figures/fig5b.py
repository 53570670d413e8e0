"""P, Fig. 5(b): spontaneous moment of the dimer against temperature, Eqs. (2), (3), (A4).

The moments are the zeros of phi(w) = c M(w) - w, w = c m. It is proved at each temperature that
there is none in (0, STRONGEST] where c M'(0) < 1, and else exactly one, phi being positive below
and negative above. The grand potential, of slope -phi/c in w, has then its only minimum there: the
column ``stable`` is 1, and both branches of the figure are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from flint import arb
from numpy.typing import NDArray

from magrepro.certify import NotProved, Row
from magrepro.certify.roots import Smooth, falling_root, negative_from, no_root, positive_below
from magrepro.certify.sphere import Particle, coupling_of, size

GIVEN: Final = ("t_over_tf",)

STRONGEST: Final = 0.01
"""hbar omega_c/E_F up to which solutions are excluded; the model is one of weak fields."""


def enclose(row: Row, params: Any) -> Mapping[str, Any]:
    """Return the size, the spontaneous moment and whether it is the stable one."""
    k = size(row["kf_a"], params.kf_a)
    coupling = coupling_of(k, params.d_over_a, params.chi_landau)
    moment = spontaneous_moment(k, arb(row["t_over_tf"]), coupling)
    return {"kf_a": k, "m_z": moment, "stable": 1}


def spontaneous_moment(k: arb, tau: arb, c: arb) -> arb:
    """Return the only positive m = M(c m) with c m <= STRONGEST, or 0 where there is none.

    Raises
    ------
    NotProved
        If either is not shown.
    """
    particle = confined(k, tau, c)
    phi = Smooth(lambda w: c * particle.moment(w) - w, lambda w: c * particle.slope(w) - 1)
    onset = phi.slope(arb(0))
    if onset < 0:
        no_root(phi, particle.strongest)
        return arb(0)
    if not onset > 0:
        raise NotProved("on the transition: the sign of c M'(0) - 1 cannot be told")
    w = falling_root(phi.value, particle.strongest)
    negative_from(phi, w, particle.strongest)
    positive_below(phi, w)
    return w / c


def confined(k: arb, tau: arb, c: arb) -> Particle:
    """Return the particle for fields up to one that no moment exceeds.

    If M <= B for all fields up to W, a solution w = c M(w) <= W is at most c B. Repeated.
    """
    particle = Particle.of(k, tau, arb(STRONGEST))
    while (lower := (c * particle.bound()).upper()) < 0.9 * particle.strongest:
        particle = Particle.of(k, tau, lower)
    return particle


def hardest(table: Mapping[str, NDArray[Any]], params: Any) -> list[int]:
    """Return the rows on both sides of each transition."""
    del params
    last = np.flatnonzero((table["m_z"][:-1] > 0) & (table["m_z"][1:] == 0))
    return [int(row + step) for row in last for step in (-1, 0, 1, 2)]
