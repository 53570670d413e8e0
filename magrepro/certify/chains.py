"""Chains of dipoles, enclosed: the matrix T_ij = |i - j|^-3 of Eq. (C1) and its largest eigenvalue.

For a matrix without negative elements and any vector v > 0 the largest eigenvalue lies between the
smallest and the largest of (T v)_i/v_i (Collatz 1942, Wielandt 1950). Products with T are products
of polynomials, which `arb_poly` encloses fast; v itself may be anything positive, and the closer it
is to the eigenvector the narrower the bounds.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import scipy.linalg
from flint import arb, arb_poly
from numpy.typing import NDArray

from magrepro.certify import NotProved
from magrepro.certify.balls import at_precision, between

LONGEST: Final = 2000
"""Chain up to which the eigenvector is looked for, with the whole matrix, in some seconds."""


@at_precision
def _kernel(n: int) -> arb_poly:
    """Return the polynomial whose coefficients are T's elements, from |i - j| = n - 1 over 0 on."""
    falling = [arb(1) / arb(j) ** 3 for j in range(1, n)]
    return arb_poly([*falling[::-1], arb(0), *falling])


def field(moments: list[arb]) -> list[arb]:
    """Return sum_(j != i) M_j/|i - j|^3 at every particle, the sum of Eq. (C1)."""
    n = len(moments)
    product = _kernel(n) * arb_poly(moments)
    return [product[i] for i in range(n - 1, 2 * n - 1)]


@at_precision
def largest_eigenvalue(n: int) -> arb:
    """Return the largest eigenvalue of T for a chain of n >= 2 particles.

    Raises
    ------
    NotProved
        If the vector found is not positive, or the chain longer than `LONGEST`.
    """
    if n > LONGEST:
        raise NotProved(f"chains of more than {LONGEST} particles are not looked at")
    vector = [arb(float(x)) for x in _eigenvector(n)]
    if not all(x > 0 for x in vector):
        raise NotProved(f"no positive vector was found for a chain of {n}")
    ratios = [h / x for h, x in zip(field(vector), vector, strict=True)]
    low, high = ratios[0], ratios[0]
    for ratio in ratios[1:]:
        low, high = low.min(ratio), high.max(ratio)
    return between(low, high)


@at_precision
def eigenvalue_of_long(n: int) -> arb:
    """Return the same of a chain of any length, in a wider ball.

    Rayleigh's quotient of half a sine wave is below it, the row sum 2 zeta(3) above.
    """
    wave = [(arb.pi() * i / (n + 1)).sin() for i in range(1, n + 1)]
    product = sum((h * x for h, x in zip(field(wave), wave, strict=True)), arb(0))
    return between(product / sum((x * x for x in wave), arb(0)), 1 / endless_ratio())


def critical_ratio(n: int) -> arb:
    """Return chi_{c,n}/chi_c^z = 1/(largest eigenvalue of T), from det = 0 in Eq. (C1); Fig. 9."""
    return 1 / largest_eigenvalue(n)


def endless_ratio() -> arb:
    """Return the same of an endless chain, 1/(2 zeta(3)): T's norm is its row sum there."""
    return 1 / (2 * arb(3).zeta())


def _eigenvector(n: int) -> NDArray[np.float64]:
    """Return the eigenvector of T's largest eigenvalue, to rounding: a guess.

    It is the same from both ends, so that half of the chain is looked at, each particle with its
    mirror image; the middle one of an odd number is its own, hence the weights.
    """
    first = np.arange((n + 1) // 2)
    apart = np.stack([abs(first[:, None] - first), n - 1 - first[:, None] - first]).astype(float)
    apart[apart == 0.0] = np.inf
    weight = np.where(first == n - 1 - first, np.sqrt(0.5), 1.0)
    folded = (apart**-3).sum(axis=0) * weight[:, None] * weight
    last = first.size - 1
    half = abs(scipy.linalg.eigh(folded, subset_by_index=(last, last))[1][:, 0]) / weight
    return np.concatenate([half, half[: n // 2][::-1]])
