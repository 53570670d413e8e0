"""What curves do, in words: the pieces of the figures' alternative texts.

Every number is one of the data's or counted in them, to three digits; the words hold for whatever
parameters the data were computed with. ASCII throughout, as metadata of pictures want it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from magrepro.core.arrays import Floats
    from magrepro.dataset import Dataset

T = TypeVar("T")

LEAST_SWING = 1e-6
"""Part of a curve's range that a swing must exceed to be told: less is rounding."""


def number(value: float, digits: int = 3) -> str:
    """Return a number to some significant digits."""
    rounded = f"{value:.{digits - 1}e}"
    mantissa, _, power = rounded.partition("e")
    if value == 0 or not np.isfinite(value):
        return f"{abs(value):g}" if value == 0 else str(value)
    if -3 <= int(power) < 5:
        return f"{float(rounded):g}"
    return f"{float(mantissa):g}e{int(power)}"


def span(values: Any) -> str:
    """Return the smallest and the largest of some numbers."""
    low, high = number(float(np.min(values))), number(float(np.max(values)))
    return low if low == high else f"from {low} to {high}"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Return words in a row, the last behind ``and``."""
    *most, last = words
    return f"{', '.join(most)} {joint} {last}" if most else last


def share(rows: Any) -> str:
    """Return which part of some rows is meant, in per cent."""
    return f"{number(100 * float(np.mean(rows)))} %"


def some(items: Sequence[T], most: int = 4) -> list[T]:
    """Return items that are few, else the first and the last of them."""
    return list(items) if len(items) <= most else [items[0], items[-1]]


def course(x: Any, y: Any, unit: str = "") -> str:
    """Return how a curve goes: from where to where, and where it turns.

    Parameters
    ----------
    x, y
        Points of the curve in any order, shape (n,); those with a nan are left out.
    unit
        Of y.
    """
    order = np.argsort(x, kind="stable")
    order = order[np.isfinite(np.asarray(y, dtype=float)[order])]
    if not order.size:
        return "has no answer"
    x, y = np.asarray(x)[order], np.asarray(y, dtype=float)[order]
    unit = f" {unit}" if unit else ""

    def place(i: int) -> str:
        return f"{number(y[i])}{unit} at {number(x[i])}"

    if x.size == 1:
        return f"is {place(0)}"
    if span(y) == number(y[0]):
        return f"stays {'near' if np.ptp(y) else 'at'} {number(y[0])}{unit}"
    turns = turning_points(y)
    if len(turns) > 1:
        low, high = int(np.argmin(y)), int(np.argmax(y))
        return f"turns {len(turns)} times between {place(low)} and {place(high)}"
    ends = [0, *turns, y.size - 1]
    verbs = ["rises" if y[b] > y[a] else "falls" for a, b in pairwise(ends)]
    told = [f"{verb} to {place(i)}" for verb, i in zip(verbs, ends[1:], strict=True)]
    first = told[0].replace(" to ", f" from {place(0)} to ", 1)
    return ", then ".join([first, *told[1:]])


def turning_points(y: Floats) -> list[int]:
    """Return where a curve turns, leaving out swings below `LEAST_SWING` of its range."""
    least = LEAST_SWING * float(np.ptp(y))
    turns, extreme, direction = [], 0, 0
    for i, value in enumerate(y.tolist()):
        ahead = (value - y[extreme]) * (direction or 1)
        if direction == 0 and abs(ahead) > least:
            extreme, direction = i, int(np.sign(ahead))
        elif direction and ahead >= 0:
            extreme = i if ahead > 0 else extreme
        elif direction and ahead < -least:
            turns.append(extreme)
            extreme, direction = i, -direction
    return turns


def ranges(dataset: Dataset) -> str:
    """Return the words for a figure that has none of its own: rows, and what columns span."""
    told = [f"{len(dataset)} rows"]
    for column in dataset.columns:
        values = dataset[column.name]
        if column.dtype is str:
            told.append(f"{column.name}: {listed(some(dataset.distinct(column.name)))}")
        elif np.isfinite(values).any():
            unit = f" {column.unit}" if column.unit else ""
            told.append(f"{column.name} {span(values[np.isfinite(values)])}{unit}")
    return "; ".join(told) + "."
