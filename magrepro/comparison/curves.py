"""Which of a figure's curves a measured point belongs to."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from magrepro.comparison.conversion import factor
from magrepro.comparison.matching import columns_of, find
from magrepro.comparison.measured import DataError, Measured
from magrepro.parameters import FigureParams, Range, size
from magrepro.plot import Plot
from magrepro.text import excerpt, suggestion

if TYPE_CHECKING:
    from magrepro.dataset import Column

_SHOWN = 8
"""Curves that a message names."""


@dataclass(frozen=True)
class Option:
    """One of the values of a parameter that tells curves apart."""

    value: float | str
    """As the parameter holds it: a number, or the name of a zero."""

    @property
    def number(self) -> float:
        """The number in full."""
        return float(size(self.value))

    def __str__(self) -> str:
        return str(self.value)


def parameters_of_curves(
    params: FigureParams, columns: Sequence[Column], plot: Plot
) -> dict[str, tuple[Option, ...]]:
    """Return the parameters that tell a figure's curves apart, and the values of each."""
    spanned = {column.name for column in columns} - set(plot.axes)
    axes = {n: getattr(params, n) for n in type(params).model_fields if n in spanned}
    return {
        name: tuple(map(Option, axis.values().tolist() if isinstance(axis, Range) else axis))
        for name, axis in axes.items()
        if isinstance(axis, Range | tuple)
    }


_QUANTITY = re.compile(
    r"([-+]?(?:\d+\.?\d{0,40}|\.\d{1,40})(?:[eE][-+]?\d{1,3})?)\s*(.*)", re.ASCII
)


def pick(
    text: str, options: Sequence[Option], column: Column, each: float | None, params: Any
) -> Option:
    """Return the curve that a value stands for.

    A name, a number in full, or a number of fewer digits that only one curve rounds to.

    Parameters
    ----------
    text
        ``zeta_1_36``, ``42.97`` or, with `each` None, ``3.57 nm``.
    options, column, params
        The values there are, their column and the figure's parameters.
    each
        What the number is to be multiplied by.

    Raises
    ------
    ValueError
        If it stands for none or for several; the message says which there are.
    """
    named = [option for option in options if text == option.value]
    if named:
        return named[0]
    number, digit, unit = _quantity(text)
    if each is None:
        each = factor(unit, column, params) if unit else 1.0
    elif unit:
        raise ValueError(f"{excerpt(text)!r} is not a number")
    distance = np.array([abs(number - option.number / each) for option in options])
    size_of_it = np.array([abs(option.number / each) for option in options])
    # Written in full, where other numbers round to it too: computed ones hold to nine digits.
    same = distance <= 1e-9 * size_of_it
    near = same if same.any() else distance <= 0.5 * digit * (1 + 1e-9)
    if np.count_nonzero(near) != 1:
        which = "several of" if near.any() else "none of"
        raise ValueError(f"{excerpt(text)} is {which} the curves {shown(options)}")
    return options[int(np.argmax(near))]


def _quantity(text: str) -> tuple[float, float, str]:
    """Return the number in a text, one unit of its last digit, and what follows it."""
    if re.fullmatch(r"zeta_\d{1,3}_\d{1,3}", text, re.ASCII):
        return size(text), 0.0, ""
    found = _QUANTITY.fullmatch(text.strip()) if len(text) < _LONGEST else None
    if found is None or not math.isfinite(float(found[1])):
        raise ValueError(f"{excerpt(text)!r} is not a number")
    exponent = Decimal(found[1]).as_tuple().exponent
    return float(found[1]), 10.0 ** min(int(exponent), 300), found[2]


_LONGEST = 100
"""Characters of a value; longer ones are none."""


def shown(options: Sequence[Option]) -> str:
    """Return the first of some values in words."""
    words = ", ".join(map(str, options[:_SHOWN]))
    return words + (f", … ({len(options)} in all)" if len(options) > _SHOWN else "")


@dataclass(frozen=True)
class Choice:
    """Which curve each row of a table belongs to."""

    options: Mapping[str, tuple[Option, ...]]
    chosen: Mapping[str, NDArray[np.int64]]
    """Of each parameter the place of its value, shape (rows,)."""
    kept: NDArray[np.bool_]
    """Rows of the curves that were asked for."""

    def curves(
        self, rows: NDArray[np.int64]
    ) -> tuple[list[dict[str, float | str]], NDArray[np.int64]]:
        """Return the curves that some rows belong to, and the number of each row's."""
        places = np.stack([np.zeros_like(rows), *(at[rows] for at in self.chosen.values())])
        curves, which = np.unique(places, axis=1, return_inverse=True)
        labels = [
            {
                name: self.options[name][at].value
                for name, at in zip(self.chosen, place, strict=True)
            }
            for place in curves.T[:, 1:].tolist()
        ]
        return labels, which.ravel()


def assign(
    table: Measured,
    columns: Sequence[Column],
    options: Mapping[str, tuple[Option, ...]],
    where: Mapping[str, str],
    params: Any,
) -> Choice:
    """Return the curve of every row: by `where`, by a column of the table, or the only one.

    Raises
    ------
    DataError
        If a parameter tells no curves apart, or it is not said which curve is meant.
    """
    for name in where:
        if name not in options:
            there = f"; {', '.join(options)} tell curves apart" if options else ""
            hint = suggestion(name, options) or there
            raise DataError(f"--where {excerpt(name)}: tells no curves apart{hint}")
    rows = len(table.rows)
    chosen, kept = {}, np.ones(rows, dtype=bool)
    for name, several in options.items():
        column = columns_of(columns, name)
        place = find(table, column, params, named=None, option=f"--where {name}=…")
        wanted = _wanted(where, name, several, column, params)
        if place is not None:
            chosen[name] = _by_column(table, place, several, column, params)
            kept &= wanted is None or chosen[name] == wanted
        elif wanted is None and len(several) > 1:
            raise DataError(f"which curve? give --where {name}=…, one of {shown(several)}")
        else:
            chosen[name] = np.full(rows, wanted or 0)
    if not kept.any():
        raise DataError(f"{table.name}: no row belongs to the curve of --where")
    return Choice(options, chosen, kept)


def _wanted(
    where: Mapping[str, str], name: str, several: Sequence[Option], column: Column, params: Any
) -> int | None:
    if name not in where:
        return None
    try:
        return several.index(pick(where[name], several, column, None, params))
    except ValueError as error:
        message = f"--where {name}: {error}"
        raise DataError(f"{message}; --set {name}=… draws others") from None


def _by_column(
    table: Measured,
    place: tuple[int, float],
    several: Sequence[Option],
    column: Column,
    params: Any,
) -> NDArray[np.int64]:
    at, each = place
    found: dict[str, int] = {}
    for row, cells in enumerate(table.rows):
        text = str(cells[at])
        if text in found:
            continue
        try:
            found[text] = several.index(pick(text, several, column, each, params))
        except ValueError as error:
            raise DataError(
                f"{table.place(row, at)}: {error}; --set {column.name}=… draws others"
            ) from None
    return np.array([found[str(cells[at])] for cells in table.rows])
