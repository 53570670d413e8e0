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
from typing import Final, Self

from flint import acb, acb_mat, arb, arb_mat, ctx

from magrepro.certify import NotProved
from magrepro.certify.balls import between
from magrepro.certify.spins import Ball, fields, operators, polarisation

ASKED: Final = 0.4
"""Bits that the integral is asked for, over those of the working precision: 1e-15 at 128. The rest
is for what cold pairs cancel."""

MOST_EVALUATIONS: Final = 40_000
"""Of the integrand, before a disc is given up."""


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
        _integrand(disc, goal), 0, end, rel_tol=goal, abs_tol=goal, eval_limit=MOST_EVALUATIONS
    )
    if not found.is_finite():
        raise NotProved(f"the integral over the disc takes over {MOST_EVALUATIONS} evaluations")
    return found.real / (2 * end)


def _integrand(disc: Disc, goal: arb) -> Callable[[acb, bool], acb]:
    """Return <S1z + S2z> as a function of y; on intervals that add less than the goal, a bound."""
    pairs = _Pairs.of(disc)

    def integrand(y: acb, analytic: bool) -> acb:
        if not y.imag.is_zero():
            return pairs.moment(y)
        found = pairs.moment(y.real)
        if not analytic and not found.is_finite():
            bound = pairs.bounded(y.real)
            found = bound if abs(bound) * y.real.rad() < goal else found
        return acb(found)

    return integrand


@dataclass(frozen=True, slots=True)
class _Pairs:
    """c - beta B_M at k = 0 for M = 0, 1, ... in parts, real and complex, and how they decay.

    The parts are anisotropy, exchange and difference of fields. c is the same for all M, so that it
    drops out, and so large that no element is negative.
    """

    real: list[Parts]
    extended: list[tuple[acb_mat, ...]]
    reduced_field: arb
    decay_s: arb
    decay_a: arb

    @classmethod
    def of(cls, disc: Disc) -> Self:
        """Return the pairs of a disc."""
        real = [_scaled_block(disc, total) for total in range(disc.twice_spin + 1)]
        extended = [tuple(acb_mat(part) for part in parts) for parts in real]
        h, _ = fields(disc.alpha, disc.field_ratio)
        return cls(real, extended, h / disc.kt, disc.r_s**2, disc.r_a**2)

    def moment(self, y: Ball) -> Ball:
        """Return <S1z + S2z> at y = k^2/4."""
        s, t = (-self.decay_s * y).exp(), (-self.decay_a * y).exp()
        blocks = self.real if isinstance(y, arb) else self.extended
        traces = [(still + spin * s + tilt * t).exp().trace() for still, spin, tilt in blocks]
        return polarisation(traces, self.reduced_field * t)

    def bounded(self, y: arb) -> arb:
        """Return a ball for it on an interval, from the traces in the middle.

        tr e^(A + E) lies between e^(-e) and e^e times tr e^A for symmetric A and E of norm e,
        because each eigenvalue moves by e at the most (Weyl).
        """
        middle, t = y.mid(), (-self.decay_a * y).exp()
        s_here, t_here = (-self.decay_s * middle).exp(), (-self.decay_a * middle).exp()
        moved = [abs((-self.decay_s * y).exp() - s_here), abs(t - t_here)]
        norm, traces = arb(0), []
        for still, spin, tilt in self.real:
            norm = norm.max(moved[0] * _row_sum(spin) + moved[1] * _row_sum(tilt))
            traces.append((still + spin * s_here + tilt * t_here).exp().trace())
        factor = (2 * norm).abs_upper().exp()
        return polarisation(traces, self.reduced_field * t) * between(1 / factor, factor)


Parts = tuple[arb_mat, arb_mat, arb_mat]


def _row_sum(matrix: arb_mat) -> arb:
    """Return the largest sum of a row's magnitudes, which a symmetric matrix's norm is below."""
    sums = [sum((abs(x) for x in row), arb(0)) for row in matrix.tolist()]
    largest = sums[0]
    for one in sums[1:]:
        largest = largest.max(one)
    return largest


def _scaled_block(disc: Disc, total: int) -> Parts:
    """Return the parts of c - beta B_M at k = 0."""
    o = operators(disc.twice_spin, total)
    _, delta = fields(disc.alpha, disc.field_ratio)
    largest = arb(disc.twice_spin) ** 2 / 4 * (abs(disc.j) + 2 * abs(disc.anisotropy))
    largest += disc.twice_spin * abs(delta)
    one = arb_mat([[int(i == j) for j in range(o.flip.ncols())] for i in range(o.flip.nrows())])
    still = one * largest - o.squares * disc.anisotropy
    spin = o.flip * abs(disc.j) - o.product * disc.j
    tilt = o.difference * -delta
    return still * (1 / disc.kt), spin * (1 / disc.kt), tilt * (1 / disc.kt)
