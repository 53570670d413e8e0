"""A pair of spins S in fields along z, enclosed: Eqs. (1) to (5) of the vibrational paper.

H = J S1.S2 + alpha (S1z + r S2z) + D (S1z^2 + S2z^2) keeps M = S1z + S2z. With h = alpha (1 + r)/2
and delta = alpha (1 - r)/2 it is h M + B_M in each block, B_M of `block`. Turning both spins over
and exchanging them takes B_-M into B_M: their traces Z_M = tr exp(-beta B_M) are the same, and

    <S1z + S2z> = -2 sum_(M>0) M Z_M sinh(beta h M) / [Z_0 + 2 sum_(M>0) Z_M cosh(beta h M)].

`arb_mat.exp` encloses the exponentials and `acb_mat.eig` the eigenvalues. Energies are in meV;
spins are given doubled, as whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from flint import acb, acb_mat, arb, arb_mat

from magrepro.certify import NotProved
from magrepro.certify.balls import at_precision, between

Ball = TypeVar("Ball", arb, acb)


@dataclass(frozen=True, slots=True)
class Operators:
    """What B_M is made of, first spin from S down to M - S in the block of M.

    S1z S2z, (S1+ S2- + S1- S2+)/2, S1z - S2z and S1z^2 + S2z^2.
    """

    product: arb_mat
    flip: arb_mat
    difference: arb_mat
    squares: arb_mat


@at_precision
def operators(twice_spin: int, total: int) -> Operators:
    """Return the operators of block M = `total` >= 0.

    <m+1, M-m-1| (S1+ S2- + S1- S2+)/2 |m, M-m> is half the product of the two elements of S+ and
    S-, sqrt(S(S+1) - m(m+1)) and sqrt(S(S+1) - (M-m)(M-m-1)); everything else is diagonal.
    """
    s, size = arb(twice_spin) / 2, twice_spin + 1 - total
    product, flip, difference, squares = (arb_mat(size, size) for _ in range(4))
    for i in range(size):
        m1, m2 = s - i, total - s + i
        product[i, i], difference[i, i], squares[i, i] = m1 * m2, m1 - m2, m1**2 + m2**2
        if i:
            raised = s * (s + 1) - m1 * (m1 + 1)
            lowered = s * (s + 1) - m2 * (m2 - 1)
            flip[i, i - 1] = flip[i - 1, i] = (raised * lowered).sqrt() / 2
    return Operators(product, flip, difference, squares)


def block(twice_spin: int, total: int, j: arb, delta: arb, anisotropy: arb) -> arb_mat:
    """Return B_M = J S1.S2 + delta (S1z - S2z) + D (S1z^2 + S2z^2), up to signs of states.

    Turning the sign of every other state makes the elements beside the diagonal negative, those of
    -|J| flip: the exponential of -beta B_M is then a sum of positive terms, of which balls lose
    nothing.
    """
    o = operators(twice_spin, total)
    return o.product * j - o.flip * abs(j) + o.difference * delta + o.squares * anisotropy


def fields(alpha: arb, field_ratio: arb) -> tuple[arb, arb]:
    """Return h and delta, half the sum and half the difference of alpha and r alpha."""
    return alpha * (1 + field_ratio) / 2, alpha * (1 - field_ratio) / 2


def moment(
    twice_spin: int, j: arb, alpha: arb, kt: arb, *, field_ratio: arb, anisotropy: arb | None = None
) -> arb:
    """Return the thermal moment <S1z + S2z> of a pair, from the trace before Eq. (5).

    Parameters
    ----------
    twice_spin
        2S.
    j, alpha, kt
        J (positive for antiferromagnetic), field on the first spin and k_B T, meV.
    field_ratio
        r, the field on the second spin over that on the first.
    anisotropy
        D in meV, none by default.

    Returns
    -------
    arb
        In units of hbar.
    """
    h, delta = fields(alpha, field_ratio)
    d = arb(0) if anisotropy is None else anisotropy
    traces = [
        (block(twice_spin, m, j, delta, d) * (-1 / kt)).exp().trace() for m in range(twice_spin + 1)
    ]
    return polarisation(traces, h / kt)


def polarisation(traces: list[Ball], reduced_field: Ball) -> Ball:
    """Return <S1z + S2z> from Z_0, Z_1, ... and beta h; complex balls serve as well."""
    up, total = 0 * reduced_field, traces[0]
    for m, trace in enumerate(traces[1:], start=1):
        x = m * reduced_field
        up, total = up + m * trace * x.sinh(), total + 2 * trace * x.cosh()
    return -2 * up / total


def half_spin_levels(j: arb, anisotropy: arb, alpha: arb, zeta: arb) -> tuple[arb, arb, arb, arb]:
    """Return the energies of Eq. (1) for two spins 1/2: T-, T+, and the upper and lower of M = 0.

    H = -J S1.S2 - 2 I S1z S2z - (alpha + zeta) S1z - (alpha - zeta) S2z, I = I_12 = I_21, has
    -J/4 - I/2 ± alpha for M = ∓1, and for M = 0 the matrix with J/4 + I/2 ∓ zeta on the diagonal
    and -J/2 beside it. Eq. (2) says the same, with I_+ = I/2 = -I_-.
    """
    parallel, opposite = -j / 4 - anisotropy / 2, j / 4 + anisotropy / 2
    split = (j**2 / 4 + zeta**2).sqrt()
    return parallel + alpha, parallel - alpha, opposite + split, opposite - split


MOST_INTERVALS: Final = 5_000
"""Levels that cross take some hundred; those that touch would take millions."""

FINEST: Final = arb(2) ** -48
"""Width at which an interval of fields is no longer halved."""


@at_precision
def transition_slope(twice_spin: int, field_ratio: float) -> arb:
    """Return |alpha|/J at which a magnetic state first becomes the ground state, J > 0.

    The lowest energies E_0 of M = 0 and E_M of the others are concave in alpha, being minima of
    <H>, which is linear in it; E_0 is even. So on [a, b], a >= 0, E_0 <= E_0(a) and E_M >=
    min(E_M(a), E_M(b)): where the latter is above the former nothing crosses. Intervals are halved
    from the left on until the first that cannot be; just beyond it a magnetic state must be lower.

    Raises
    ------
    NotProved
        If it is not.
    """
    levels = _levels(twice_spin, field_ratio)
    waiting = [(arb(0), arb(4 * twice_spin))]
    for _ in range(MOST_INTERVALS):
        if not waiting:
            raise NotProved(f"no transition up to |alpha| = {4 * twice_spin} J")
        a, b = waiting.pop()
        if levels(a)[1].min(levels(b)[1]) > levels(a)[0]:
            continue
        if b - a > FINEST:
            middle = (a + b) / 2
            waiting += [(middle, b), (a, middle)]
            continue
        beyond = b + 8 * FINEST
        if levels(beyond)[1] < levels(beyond)[0]:
            return between(a, beyond)
        break
    raise NotProved("the transition cannot be told from a touching of levels")


def _levels(twice_spin: int, field_ratio: float) -> Callable[[arb], tuple[arb, arb]]:
    """Return a function of alpha that gives the lowest energies of M = 0 and of M < 0, J = 1."""

    @at_precision
    def lowest(alpha: arb) -> tuple[arb, arb]:
        h, delta = fields(alpha, arb(field_ratio))
        energies = [
            _lowest_eigenvalue(block(twice_spin, m, arb(1), delta, arb(0))) - m * h
            for m in range(twice_spin + 1)
        ]
        magnetic = energies[1]
        for energy in energies[2:]:
            magnetic = magnetic.min(energy)
        return energies[0], magnetic

    return lowest


def _lowest_eigenvalue(matrix: arb_mat) -> arb:
    """Return the lowest eigenvalue of a symmetric matrix with simple ones."""
    if matrix.nrows() == 1:
        return arb(matrix[0, 0])
    try:
        found = acb_mat(matrix).eig()
    except ValueError as error:
        raise NotProved("eigenvalues cannot be told apart") from error
    lowest = arb.pos_inf()
    for value in found:
        lowest = lowest.min(value.real)
    return lowest
