"""The moment per site of a vibrating spin lattice, enclosed: Fig. 5 of the vibrational paper.

In y = k^2/4 the couplings are J_k = J_0 e^(-r_S^2 y) and alpha_k = alpha_0 e^(-r_A^2 y), and the
average over the disc k < k_max is that over y from 0 to Y = k_max^2/4:

    <S_m> = (1/Y) int_0^Y <S1z + S2z>(J_k, alpha_k)/2 dy.

The pair's moment is a ratio of sums of traces tr exp(-beta B_M), entire functions of y, hence
meromorphic. `acb.integral` bounds the error of Gauss-Legendre rules by the integrand's size on
ellipses around pieces of the interval, where balls that meet a pole are not finite (Petras 2002,
Johansson 2018).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flint import acb, acb_mat, arb, ctx

from magrepro.certify import NotProved
from magrepro.certify.spins import fields, operators, polarisation

ASKED: Final = 0.4
"""Bits that the integral is asked for, over those of the working precision: 1e-15 at 128. The rest
is for what cold pairs cancel."""

MOST_EVALUATIONS: Final = 40_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """Pairs of spins on a disc of wave vectors.

    Parameters
    ----------
    twice_spin
        2S.
    j, alpha, anisotropy, kt
        J_0 (positive for antiferromagnetic), alpha_0, D and k_B T, meV.
    field_ratio
        r, the field on the second spin over that on the first.
    r_s, r_a, k_max
        Ranges in angstrom, radius of the disc in 1/angstrom.
    """

    twice_spin: int
    j: arb
    alpha: arb
    anisotropy: arb
    kt: arb
    field_ratio: arb
    r_s: arb
    r_a: arb
    k_max: arb


def coupling_at_centre(strength: arb, radius: arb, prefactor: arb) -> arb:
    """Return the size of J_k or A_k at k = 0: prefactor r J or prefactor r A, r in angstrom."""
    return prefactor * radius * strength


def moment_per_site(disc: Disc) -> arb:
    """Return <S_m> in units of hbar.

    Raises
    ------
    NotProved
        If the integral takes too many evaluations.
    """
    end = disc.k_max**2 / 4
    goal = arb(2) ** -int(ASKED * ctx.prec)
    found = acb.integral(
        _pair_moment(disc), 0, end, rel_tol=goal, abs_tol=goal, eval_limit=MOST_EVALUATIONS
    )
    if not found.is_finite():
        raise NotProved(f"the integral over the disc takes over {MOST_EVALUATIONS} evaluations")
    return found.real / (2 * end)


def _pair_moment(disc: Disc) -> Callable[[acb, bool], acb]:
    """Return <S1z + S2z> as a function of y = k^2/4."""
    h, delta = fields(disc.alpha, disc.field_ratio)
    scaled = [_scaled_block(disc, total, delta) for total in range(disc.twice_spin + 1)]
    reduced_field = acb(h / disc.kt)
    decay_s, decay_a = (acb(-r**2) for r in (disc.r_s, disc.r_a))

    def pair_moment(y: acb, analytic: bool) -> acb:
        del analytic  # meromorphic: balls that meet a pole are not finite
        s, t = (decay_s * y).exp(), (decay_a * y).exp()
        traces = [(still + spin * s + tilt * t).exp().trace() for still, spin, tilt in scaled]
        return polarisation(traces, reduced_field * t)

    return pair_moment


def _scaled_block(disc: Disc, total: int, delta: arb) -> tuple[acb_mat, acb_mat, acb_mat]:
    """Return -beta B_M at k = 0 in its parts: anisotropy, exchange, difference of fields."""
    o = operators(disc.twice_spin, total)
    parts = (o.squares * disc.anisotropy, o.scalar * disc.j, o.difference * delta)
    still, spin, tilt = (acb_mat(part * (-1 / disc.kt)) for part in parts)
    return still, spin, tilt
