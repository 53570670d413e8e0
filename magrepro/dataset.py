"""A figure's numbers: named columns with unit and meaning, their CSV, and their comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["exact", "elementwise", "root", "quadrature"]
"""How a column is computed, hence how closely two computations of it agree."""

TOLERANCES: Mapping[Kind, tuple[float, float]] = {
    "exact": (0.0, 0.0),
    "elementwise": (1e-12, 1e-13),
    "root": (1e-9, 1e-11),
    "quadrature": (1e-8, 1e-10),
}
"""Relative tolerance, and absolute tolerance in units of the column's largest magnitude."""


class DatasetError(Exception):
    """A CSV that does not hold the figure's columns."""


@dataclass(frozen=True)
class Column:
    """One column: its name (with the unit as suffix), meaning, unit and kind."""

    name: str
    meaning: str
    kind: Kind = "elementwise"
    unit: str = ""
    dtype: type[float] | type[int] | type[str] = float
    optional: bool = False
    """Whether a point may be without an answer, nan."""


@dataclass(frozen=True)
class Dataset:
    """Columns of equal length, one row a point."""

    columns: tuple[Column, ...]
    data: Mapping[str, NDArray[Any]]

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.data[name]

    def __len__(self) -> int:
        return len(self.data[self.columns[0].name])

    @classmethod
    def tidy(cls, columns: tuple[Column, ...], /, **arrays: Any) -> Dataset:
        """Return the dataset of arrays broadcast against one another, in C order.

        Raises
        ------
        ValueError
            If a column is missing, is not one of `columns`, or holds a NaN or an infinity.
        """
        names = [column.name for column in columns]
        if sorted(arrays) != sorted(names):
            raise ValueError(f"columns {sorted(arrays)} given, {sorted(names)} wanted")
        shape = np.broadcast_shapes(*(np.shape(array) for array in arrays.values()))
        data = {}
        for column in columns:
            array = np.broadcast_to(np.asarray(arrays[column.name]), shape).ravel()
            if column.dtype is not str:
                array = array.astype(column.dtype) + column.dtype(0)
                if not np.all(np.isfinite(array) | (column.optional & np.isnan(array))):
                    raise ValueError(f"column {column.name} holds numbers that are not finite")
            data[column.name] = array
        return cls(columns, data)

    def where(self, **labels: Any) -> Dataset:
        """Return the rows in which each named column has the given value."""
        rows = np.ones(len(self), dtype=bool)
        for name, label in labels.items():
            rows &= self.data[name] == label
        return Dataset(self.columns, {name: array[rows] for name, array in self.data.items()})

    def distinct(self, name: str) -> list[Any]:
        """Return the values of a column in the order in which they first appear."""
        return list(dict.fromkeys(self.data[name].tolist()))

    def grid(self, name: str, *axes: str) -> NDArray[Any]:
        """Return a column as an array over the distinct values of the `axes` columns, ascending."""
        shape = tuple(len(np.unique(self.data[axis])) for axis in axes)
        rows = np.lexsort([self.data[axis] for axis in reversed(axes)])
        return self.data[name][rows].reshape(shape)

    def to_csv(self) -> str:
        r"""Return the CSV text: a header, ``\n`` line ends, shortest round-trip numbers."""
        header = ",".join(column.name for column in self.columns)
        texts = [_texts(self.data[column.name]) for column in self.columns]
        return "\n".join([header, *map(",".join, zip(*texts, strict=True))]) + "\n"


def _texts(array: NDArray[Any]) -> list[str]:
    cells = array.tolist()
    text = {cell: str(cell) for cell in set(cells)}
    return [text[cell] for cell in cells]


def read_csv(path: Path, columns: tuple[Column, ...]) -> Dataset:
    """Read a CSV written by `Dataset.to_csv`.

    Raises
    ------
    DatasetError
        If the file cannot be read, its header differs, or a row or a number is broken.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path}: cannot be read: {error}") from error
    lines = text.split("\n")
    wanted = ",".join(column.name for column in columns)
    if lines[0] != wanted:
        raise DatasetError(f"{path}:1: the header is {lines[0][:80]!r}, not {wanted!r}")
    if lines.pop() != "":
        raise DatasetError(f"{path}:{len(lines) + 1}: the last line is cut short")
    rows = [line.split(",") for line in lines[1:]]
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            raise DatasetError(f"{path}:{number}: {len(row)} cells, not {len(columns)}")
    if not rows:
        raise DatasetError(f"{path}: holds a header and no rows")
    cells = zip(*rows, strict=True)
    data = {c.name: _parsed(path, c, cell) for c, cell in zip(columns, cells, strict=True)}
    return Dataset(columns, data)


def _parsed(path: Path, column: Column, cells: tuple[str, ...]) -> NDArray[Any]:
    if column.dtype is str:
        return np.array(cells)
    numbers = []
    for number, cell in enumerate(cells, start=2):
        try:
            numbers.append(column.dtype(cell))
        except ValueError:
            raise DatasetError(
                f"{path}:{number}: {column.name}: {cell!r} is not a number"
            ) from None
    return np.array(numbers)


def compare(computed: Dataset, reference: Dataset) -> str | None:
    """Compare column by column; labels and row counts exactly, numbers within `TOLERANCES`.

    Returns
    -------
    str or None
        In the first column that differs, the row furthest outside its tolerance, or the first
        that differs if the column is exact; None if the two agree.
    """
    if len(computed) != len(reference):
        return f"{len(computed)} rows computed, {len(reference)} in the reference"
    for column in computed.columns:
        a, b = computed[column.name], reference[column.name]
        if column.dtype is str or column.kind == "exact":
            differs = np.flatnonzero(a != b)
            row = int(differs[0]) if differs.size else None
        else:
            row = _worst_row(a, b, *TOLERANCES[column.kind])
        if row is not None:
            return _describe(computed, column, row, a[row], b[row])
    return None


def _worst_row(
    a: NDArray[np.float64], b: NDArray[np.float64], rtol: float, atol_rel: float
) -> int | None:
    finite = np.isfinite(b)
    if not finite.all():
        return int(np.flatnonzero(~finite)[0])
    allowed = rtol * np.abs(b) + atol_rel * np.max(np.abs(b))
    excess = np.abs(a - b) - allowed
    worst = int(np.argmax(excess))
    return worst if excess[worst] > 0 else None


def _describe(computed: Dataset, column: Column, row: int, a: Any, b: Any) -> str:
    exact = [c.name for c in computed.columns if c.kind == "exact" and c.name != column.name]
    place = ", ".join(f"{name}={computed[name][row]}" for name in exact)
    message = f"column {column.name}, row {row + 2}"
    message += f" ({place}): " if place else ": "
    message += f"computed {a}, reference {b}"
    if column.dtype is not str and b != 0 and np.isfinite(b):
        message += f", relative difference {abs(a - b) / abs(b):.3g}"
    return message
