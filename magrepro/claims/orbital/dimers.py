"""Dimers: linear response, multipoles, saturating particles; chi in units of chi_c^z."""

from __future__ import annotations

from functools import lru_cache
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.claims.orbital.gold import CRITICAL
from magrepro.core.arrays import Floats
from magrepro.core.orbital.dipoles import (
    ETA,
    SPHERE_VOLUME,
    dimer_susceptibility,
    effective_field,
    first_order_correction,
    linear_moments,
)
from magrepro.core.orbital.ordering import dimer_moments, dimer_moments_in_field, uniform_moment
from magrepro.core.orbital.responses import Response, saturating
from magrepro.parameters import Range, values

Z, X = ETA["longitudinal"], ETA["transverse"]
SIGNS = ((1, 1), (-1, -1), (1, -1))
"""Signs of chi_1 and chi_2 in the rows of Fig. 2."""


def closed_form(x: ArrayLike, y: ArrayLike, eta: int) -> Floats:
    """Return the dimer's susceptibility by Eq. (6), at d = 3a."""
    chi1, chi2 = CRITICAL * np.asarray(x), CRITICAL * np.asarray(y)
    return dimer_susceptibility(chi1, chi2, d_over_a=3, eta=eta) / CRITICAL


def first_order(x: ArrayLike, y: ArrayLike, eta: int) -> Floats:
    """Return the change by the coupling to first order, Eq. (7), at d = 3a."""
    chi1, chi2 = CRITICAL * np.asarray(x), CRITICAL * np.asarray(y)
    return first_order_correction(chi1, chi2, d_over_a=3, eta=eta) / CRITICAL


def solved(pairs: ArrayLike) -> Floats:
    """Return response tensors (..., 3, 3) of pairs (x, y) from the linear equations (3), (4)."""
    chi = CRITICAL * np.asarray(pairs)[..., None, :]
    moments = linear_moments(chi, np.eye(3), positions_over_a=[0, 3])
    return np.asarray(moments.mean(axis=-2) / CRITICAL)


def gain(chi: Floats, *, d: float, eta: int) -> float:
    """Return |chi^ss| over the larger |chi|, the smaller of Eq. (6) and of the solution."""
    place = 2 if eta == Z else 0
    closed = dimer_susceptibility(chi[0], chi[1], d_over_a=d, eta=eta)
    moments = linear_moments(chi, np.eye(3), positions_over_a=[0, d]).mean(axis=-2)
    return float(min(abs(closed), abs(moments[place, place])) / np.max(np.abs(chi)))


def unbalance(chi: Floats, *, d: float, eta: int) -> float:
    """Return by how much the mode of a critical pair misses Eqs. (3), (4) without a field."""
    axis = np.eye(3)[2 if eta == Z else 0]
    mode = np.sqrt(np.abs(chi)) * np.array([1.0, -np.sign(eta * chi[0])])
    field = effective_field(np.multiply.outer(mode, axis), [0, 0, 0], positions=[0, d]) @ axis
    return float(np.max(np.abs(SPHERE_VOLUME * chi * field / mode - 1)))


def square() -> tuple[Floats, Floats]:
    """Return the chi_1 and chi_2 of a grid on the plane below chi_c^z, of either sign."""
    places = (np.arange(60) + 0.5) / 30 - 1
    x, y = np.meshgrid(places, places)
    return x, y


def multipole_critical_moment(d: float, orders: int) -> float:
    """Return the critical V chi/a^3 of two homogeneous spheres, from multipoles."""
    l = np.arange(1, orders + 1)
    coupling = np.array([[comb(i + j, i) * d ** -(i + j + 1.0) for i in l] for j in l])
    scale = np.sqrt(np.multiply.outer((2 * l + 1) / l, (2 * l + 1) / l))
    return float(1 / (1 + 3 * np.linalg.eigvalsh((coupling - np.eye(orders)) / scale)[-1]))


def ordered_moment(x: ArrayLike) -> Floats:
    """Return the size, over M_0, of the spontaneous moment of two equal saturating particles."""
    return uniform_moment(saturating(np.abs(x)), coupling=1.0)


def mean_field_depth(particle: Response, m: Floats, field: float = 0.0) -> Floats:
    """Return the grand potential m^2/2 - int_0^{m + field} M dH of equal moments, coupling one."""
    nodes, weight = np.polynomial.legendre.leggauss(60)
    fields = np.multiply.outer((nodes + 1) / 2, m + field)
    return np.asarray(m**2 / 2 - (m + field) / 2 * (weight @ particle.moment(fields)))


def relaxed(x: ArrayLike, M: Floats, *, steps: int, share: float) -> Floats:
    """Iterate Eqs. (3) and (9) for vectors (..., 2, 3), mixing in a share of each new moment."""
    for _ in range(steps):
        field = M[..., ::-1, :] * np.array([-0.5, -0.5, 1.0])
        size = np.maximum(np.linalg.norm(field, axis=-1, keepdims=True), 1e-300)
        M = (1 - share) * M + share * np.tanh(x * size) * field / size
    return M


@lru_cache(maxsize=4)
def phase_diagram(first: Range, second: Range) -> tuple[Floats, Floats, NDArray[np.str_]]:
    """Return chi_1, chi_2 and the phase of Fig. 4 by solving Eqs. (3) and (9)."""
    x, y = np.meshgrid(values(first), values(second), indexing="ij")
    m1, m2 = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    weak = dimer_moments_in_field(saturating(x), saturating(y), coupling=1.0, field=1e-9)
    cases = [m1 * m2 > 0, m1 * m2 < 0, weak[0] + weak[1] > 0]
    return x, y, np.select(cases, ["aligned", "antialigned", "paramagnetic"], "diamagnetic")
