"""App. C: critical values of chains, Eq. (C1), by the matrix T_ij = |i - j|^-3.

A part of a chain is a chain, so that by Perron and Frobenius T's largest eigenvalue grows strictly
with the length; it stays below the row sum 2 zeta(3) of an endless one. All ones in Rayleigh's
quotient give at least 2 zeta(3) - 2 zeta(2)/n - 2/(n - 1)^2: that is the limit.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from flint import acb, arb

from magrepro.certify.chains import (
    critical_ratio,
    eigenvalue_of_long,
    endless_ratio,
    largest_eigenvalue,
)
from magrepro.certify.claims.judged import Proof, falls, largest, less, rounds_to
from magrepro.certify.claims.spheres import crossing

LONG: Final = 10_000
FIGURE: Final = range(2, 101)
"""Lengths of Fig. 9."""
STEPS: Final = 200
"""Of the wave number."""
MODEST: Final = (3, 20)


def asymptote() -> Proof:
    """Excess over the limit, transform and printed numbers.

    The excess falls by more than 10^1.5 from 10 to 100, 1000 and 10,000 and is positive and below
    1e-6 there; the transform 2 sum_j cos(q j)/j^3, the real part of 2 Li_3(e^iq), falls with q (its
    slope is -2 Cl_2(q)) from the reciprocal of the limit; 0.42 and 1.2.
    """
    excess = [critical_ratio(n) / endless_ratio() - 1 for n in (10, 100, 1000)]
    excess.append(1 / (endless_ratio() * eigenvalue_of_long(LONG)) - 1)
    faster = all(less(b * arb(10) ** arb(1.5), a) for a, b in pairwise(excess))
    limit = faster and less(excess[-1], arb("1e-6"))
    turns = [arb.pi() * j / STEPS for j in range(STEPS + 1)]
    symbol = [2 * acb(0, q).exp().polylog(3).real for q in turns[1:]]
    transform = falls([1 / endless_ratio(), *symbol])
    rounded = rounds_to(1 / eigenvalue_of_long(LONG), "0.42") and rounds_to(arb(3).zeta(), "1.2")
    return Proof(limit and transform and rounded, (*excess[:3], excess[3].upper()))


def falls_with_length() -> Proof:
    """The critical values of Fig. 9 fall; the dimer's is within 25 % of twice that of 10,000."""
    ratio = eigenvalue_of_long(LONG)
    fallen = falls(critical_ratio(n) for n in FIGURE)
    return Proof(fallen and less(abs(ratio / 2 - 1), arb("0.25")), (ratio,))


def modest_length() -> Proof:
    """The least number of particles within 10 % of the plateau lies between 3 and 20."""
    n = 2
    while not less(critical_ratio(n) / endless_ratio() - 1, arb("0.1")):
        n += 1
    return Proof(MODEST[0] < n < MODEST[1], (arb(n),))


def determinant() -> Proof:
    """A positive mode solves Eq. (C1) at the critical value to 1e-9, and 16/(1 + sqrt(513)) for 3.

    With (T v)_i/v_i between two bounds, v misses l v = T v by no more than they are apart. Below
    the critical value chi l < 1 for all eigenvalues l, and the determinant is positive.
    """
    eigenvalues = [largest_eigenvalue(n) for n in (2, 3, 4, 6, 8, 40)]
    missed = [2 * value.rad() / value for value in eigenvalues]
    closed = abs(critical_ratio(3) * (1 + arb(513).sqrt()) / 16 - 1)
    worst = largest([*missed, closed]).upper()
    return Proof(less(worst, arb("1e-9")), (worst,))


def higher_temperature() -> Proof:
    """A temperature at which c l M'(0) = 1 rises with each of eight lengths from 2 to 1000."""
    lengths = (2, 3, 4, 5, 10, 20, 50, 1000)
    found = [crossing("zeta_1_36", largest_eigenvalue(n)) for n in lengths]
    return Proof(falls(found[::-1]), (found[0], found[-1]))
