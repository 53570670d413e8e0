"""What a proof returns, and inequalities between balls that are decided or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from flint import arb

from magrepro.certify import NotProved


@dataclass(frozen=True)
class Proof:
    """Whether a statement holds, and the numbers that decide."""

    holds: bool
    numbers: tuple[arb, ...]


def less(a: arb | float, b: arb | float) -> bool:
    """Tell whether a < b, two balls of which one may not reach over the other.

    Raises
    ------
    NotProved
        If it does.
    """
    a, b = arb(a), arb(b)
    if a < b:
        return True
    if a >= b:
        return False
    raise NotProved(f"{a.str(6)} reaches over the threshold {b.str(6)}")


def falls(values: Iterable[arb]) -> bool:
    """Tell whether each number is less than the one before."""
    return all(less(b, a) for a, b in pairwise(values))


def largest(values: Iterable[arb]) -> arb:
    """Return the largest of some numbers."""
    return reduce(arb.max, values)


def smallest(values: Iterable[arb]) -> arb:
    """Return the smallest of some numbers."""
    return reduce(arb.min, values)


def rounds_to(value: arb, printed: str) -> bool:
    """Tell whether a number lies within half a unit of the last digit printed."""
    half = arb(5) / 10 ** (len(printed.partition(".")[2]) + 1)
    return less(abs(value - arb(printed)), half)
