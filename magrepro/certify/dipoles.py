"""Two dipoles that respond linearly, enclosed: Eqs. (3), (4), (7) of the orbital paper.

With x_i the susceptibility of a particle times its radius cubed, in units of a, and the coupling
g = eta (4 pi/3) (a/d)^3, eta = 1 across the axis and -2 along it, Eqs. (3) and (4) are
M_1 = x_1 (h - g M_2) and M_2 = x_2 (h - g M_1), which Cramer's rule solves.
"""

from __future__ import annotations

from typing import Final

from flint import arb

ETA: Final = {"transverse": 1, "longitudinal": -2}


def pair_coupling(d_over_a: arb, direction: str) -> arb:
    """Return g = eta (4 pi/3) (a/d)^3, from Eq. (3)."""
    return ETA[direction] * 4 * arb.pi() / (3 * d_over_a**3)


def pair_moments(x: tuple[arb, arb], field: arb, coupling: arb) -> tuple[arb, arb]:
    """Return the moments of both particles, in units of V times the field's: Eqs. (3), (4).

    M_1 = x_1 h (1 - g x_2)/(1 - g^2 x_1 x_2), and M_2 with 1 and 2 exchanged; not finite where the
    denominator may be zero.

    Parameters
    ----------
    x
        Susceptibility times (a_i/a)^3 of each particle, no unit.
    field
        Applied field h along one axis.
    coupling
        g of `pair_coupling` along that axis.
    """
    determinant = 1 - coupling**2 * x[0] * x[1]
    first, second = (
        own * field * (1 - coupling * other) / determinant for own, other in (x, x[::-1])
    )
    return first, second


def first_order_correction(x: tuple[arb, arb], coupling: arb) -> arb:
    """Return the change of the dimer's susceptibility, -g chi_1 chi_2: Eq. (7)."""
    return -coupling * x[0] * x[1]
