"""Balls: what python-flint's `arb` lacks for interval proofs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flint import arb, ctx

P = ParamSpec("P")
R = TypeVar("R")


def around(middle: arb, radius: arb) -> arb:
    """Return a ball that contains every point within a radius of a ball's points."""
    return middle + arb(0, radius.abs_upper())


def between(low: arb, high: arb) -> arb:
    """Return a ball that contains all numbers from one to another."""
    return low.union(high)


def sign(x: arb) -> int:
    """Return the sign that all numbers of a ball share, 0 if they do not."""
    return (x > 0) - (x < 0)


def at_precision(function: Callable[P, R]) -> Callable[P, R]:
    """Remember what a function of hashable arguments returned, for each working precision."""
    kept: dict[tuple[object, ...], R] = {}

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (ctx.prec, args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = function(*args, **kwargs)
        return kept[key]

    remembered.cache_clear = kept.clear  # type: ignore[attr-defined]
    return remembered
