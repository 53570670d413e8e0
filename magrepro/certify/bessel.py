"""Zeros of the spherical Bessel functions, enclosed one by one, and none forgotten.

Theorems used, for the zeros zeta_nl of j_l, n = 1, 2, ..., where j_l(x) is J_(l+1/2)(x) over
sqrt(2x/pi):

- zeta_n0 = n pi, for j_0(x) = sin(x)/x;
- between two neighbouring zeros of j_l lies exactly one of j_(l+1), and before the first none
  (interlacing; DLMF 10.21(i), Watson, Bessel Functions, 15.22);
- j_(l+1) = -j_l' where j_l vanishes (DLMF 10.51.2), and j_l > 0 below its first zero;
- a continuous function that changes sign has a zero between (Bolzano).

References
----------
NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/10.21.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from flint import arb, ctx

from magrepro.certify import NotProved
from magrepro.certify.balls import at_precision, between, sign

GUARD: Final = 24
"""Bits by which a zero's ball is wider than the working precision; its radius is then 1e-30 or less
at 128 bits."""

_CANCELLED: Final = 32
"""Bits, and two more for each order, that python-flint loses in Bessel functions near a zero."""

_STEPS: Final = 100
"""Newton's steps or halvings; three to eight are usual."""


@dataclass(frozen=True)
class Zero:
    """The n-th zero of j_l, in a ball."""

    n: int
    l: int
    zeta: arb


def bessel(l: int, x: arb) -> arb:
    """Return J_(l+1/2)(x), which has the sign and the zeros of j_l(x)."""
    with ctx.extraprec(_CANCELLED + 2 * l):
        return x.bessel_j(arb(l) + arb(0.5))


@at_precision
def zeros_below(top: int) -> tuple[Zero, ...]:
    """Return every zero zeta_nl <= top, each in a ball of radius below 2^(GUARD - precision) zeta.

    Column by column: let zeta_1 < ... < zeta_N be all zeros of j_l below the top. By interlacing
    j_(l+1) has exactly one zero in each (zeta_n, zeta_(n+1)), none below zeta_1, and at most one in
    (zeta_N, top). It is there exactly if the sign at the top is not the one at zeta_N. Where N = 0
    all columns further up are empty.

    Parameters
    ----------
    top
        Whole number; no zero is one.

    Returns
    -------
    tuple of Zero
        By l, then n.

    Raises
    ------
    NotProved
        If a sign cannot be told at this precision.
    """
    column = [n * arb.pi() for n in range(1, int(top / 3.14) + 2) if not n * arb.pi() > top]
    found, l = [Zero(n, 0, zeta) for n, zeta in enumerate(column, start=1)], 0
    while column:
        l += 1
        last = sign_at_zero(len(column))
        ends = [*column, arb(top)] if sign_of(l, arb(top)) != last else column
        numbered = enumerate(pairwise(ends), start=1)
        column = [enclosed(l, n, low, high) for n, (low, high) in numbered]
        found += [Zero(n, l, zeta) for n, zeta in enumerate(column, start=1)]
    return tuple(found)


def sign_at_zero(n: int) -> int:
    """Return the sign of j_(l+1) at the n-th zero of j_l.

    There j_(l+1) = -j_l' (DLMF 10.51.2), and j_l is positive up to its first zero.
    """
    return -1 if n % 2 == 0 else 1


def sign_of(l: int, x: arb) -> int:
    """Return the sign of j_l at a point.

    Raises
    ------
    NotProved
        If it cannot be told.
    """
    found = sign(bessel(l, x))
    if not found:
        raise NotProved(f"the sign of j_{l} near {x.str(8)} cannot be told at {ctx.prec} bits")
    return found


def enclosed(l: int, n: int, low: arb, high: arb) -> arb:
    """Return a ball around the n-th zero of j_l, the only one between the two neighbours given.

    Newton's step for u = x j_l, u/u' = x J/((l+1) J - x J_(l+1)), finds the middle, or halving
    where it leaves the interval; the sign change across the ball is the proof.

    Raises
    ------
    NotProved
        If the search ends without a sign change between the neighbours.
    """
    sign_low, a, b = sign_at_zero(n), low.mid(), high.mid()
    x = ((a + b) / 2).mid()
    for _ in range(_STEPS):
        j, following = bessel(l, x), bessel(l + 1, x)
        a, b = (x, b) if sign(j) == sign_low else (a, x)
        step = (x * j / ((l + 1) * j - x * following)).mid()
        if abs(step) < x * arb(2) ** (GUARD // 2 - ctx.prec):
            break
        x = (x - step).mid() if a < x - step < b else ((a + b) / 2).mid()
    below, above = (x * (1 + side * arb(2) ** (GUARD - 2 - ctx.prec)) for side in (-1, 1))
    below, above = below.mid(), above.mid()
    signs = sign_of(l, below), sign_of(l, above)
    if signs != (sign_low, -sign_low) or not low < below < above < high:
        raise NotProved(f"no sign change of j_{l} near {x.str(8)}")
    return between(below, above)


@at_precision
def _columns(top: int) -> dict[tuple[int, int], Zero]:
    return {(zero.n, zero.l): zero for zero in zeros_below(top)}


def zero_near(x: float) -> Zero | None:
    """Return the zero within 1e-9 x of a double, the tolerance of a size; None if there is none."""
    near = [
        zero for zero in zeros_below(multiple(x)) if abs(float(zero.zeta.mid()) - x) <= 1e-9 * x
    ]
    return near[0] if near else None


def named(name: str) -> arb:
    """Return the zero that a name such as zeta_1_36 (n = 1, l = 36) stands for."""
    return zero_of(name).zeta


def zero_of(name: str) -> Zero:
    """Return the zero of a name with its numbers."""
    _, n, l = name.split("_")
    top = multiple(2 + int(l) + 3.2 * int(n))
    while (int(n), int(l)) not in _columns(top):
        top += 8
    return _columns(top)[int(n), int(l)]


def multiple(x: float) -> int:
    """Return the next multiple of 8 above a number, so that few lists of zeros are made."""
    return 8 * (int(x) // 8 + 1)
