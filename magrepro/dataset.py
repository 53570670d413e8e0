"""A figure's numbers: named columns with unit and meaning, their tolerances, and their CSV."""

from __future__ import annotations

import itertools
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TextIO

import numpy as np
from numpy.typing import NDArray

from magrepro.quantities import Quantity

Kind = Literal["exact", "elementwise", "root", "quadrature"]
"""How a column is computed, hence how closely two computations of it agree."""

TOLERANCES: Mapping[Kind, tuple[float, float]] = {
    "exact": (0.0, 0.0),
    "elementwise": (1e-12, 1e-13),
    "root": (1e-9, 1e-11),
    "quadrature": (1e-8, 1e-10),
}
"""Relative tolerance, and absolute tolerance in units of the column's largest magnitude."""

_ROWS: Final = 1 << 16
"""Rows written or read at a time, so that their texts take some tens of megabytes."""

_LONGEST_LINE: Final = 10_000
"""Characters of a header that are looked at; every figure's is far shorter."""


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
    quantity: Quantity | None = None
    """What the pure numbers stand for."""


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

    @property
    def unanswered(self) -> int:
        """Number of rows with a point that has no answer, nan."""
        missing = [np.isnan(self.data[c.name]) for c in self.columns if c.optional]
        return int(np.count_nonzero(np.any(missing, axis=0))) if missing else 0

    def where(self, **labels: Any) -> Dataset:
        """Return the rows in which each named column has the given value."""
        rows = np.ones(len(self), dtype=bool)
        for name, label in labels.items():
            rows &= self.data[name] == label
        return Dataset(self.columns, {name: array[rows] for name, array in self.data.items()})

    def distinct(self, name: str) -> list[Any]:
        """Return the values of a column in the order in which they first appear."""
        found, first = np.unique(self.data[name], return_index=True)
        return list(found[np.argsort(first)].tolist())

    def grid(self, name: str, *axes: str) -> NDArray[Any]:
        """Return a column as an array over the distinct values of the `axes` columns, ascending."""
        shape = tuple(len(np.unique(self.data[axis])) for axis in axes)
        rows = np.lexsort([self.data[axis] for axis in reversed(axes)])
        return self.data[name][rows].reshape(shape)

    def csv(self) -> Iterator[bytes]:
        r"""Yield the CSV in pieces: a header, ``\n`` line ends, shortest round-trip numbers.

        A map of millions of rows is several hundred megabytes of text, which nobody holds at once.
        """
        yield (",".join(column.name for column in self.columns) + "\n").encode()
        for start in range(0, len(self), _ROWS):
            parts = [self.data[column.name][start : start + _ROWS] for column in self.columns]
            rows = zip(*map(_texts, parts), strict=True)
            yield ("\n".join(map(",".join, rows)) + "\n").encode()

    def to_csv(self) -> str:
        """Return the whole CSV text."""
        return b"".join(self.csv()).decode()


def _texts(array: NDArray[Any]) -> list[str]:
    """Return the cells of a column, each number spelt once however often it stands there."""
    if array.dtype.kind not in "fi":
        return list(map(str, array.tolist()))
    distinct, place = np.unique(array, return_inverse=True)
    spelt: list[str] = np.array(list(map(str, distinct.tolist())), dtype=object)[place].tolist()
    return spelt


def read_csv(path: Path, columns: tuple[Column, ...]) -> Dataset:
    """Read a CSV written by `Dataset.csv`, or its compressed form ``.csv.xz``.

    Raises
    ------
    DatasetError
        If the file cannot be read, its header differs, or a row or a number is broken.
    """
    pieces: list[list[NDArray[Any]]] = [[] for _ in columns]
    try:
        with _opened(path) as file:
            _check_header(path, file.readline(_LONGEST_LINE), columns)
            first = 2
            while lines := list(itertools.islice(file, _ROWS)):
                for piece, cells in zip(pieces, _parsed(path, first, lines, columns), strict=True):
                    piece.append(cells)
                first += len(lines)
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path}: cannot be read: {_reason(error)}") from error
    if first == 2:
        raise DatasetError(f"{path}: holds a header and no rows")
    data = {}
    for column, piece in zip(columns, pieces, strict=True):
        data[column.name] = np.concatenate(piece)
        piece.clear()
    return Dataset(columns, data)


def _opened(path: Path) -> TextIO:
    """Open a CSV, or one that came compressed with the package."""
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8", newline="\n")
    return path.open(encoding="utf-8", newline="\n")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "damaged"


def _check_header(path: Path, line: str, columns: tuple[Column, ...]) -> None:
    wanted = ",".join(column.name for column in columns)
    header = line.removesuffix("\n")
    if header != wanted:
        raise DatasetError(f"{path}:1: the header is {header[:80]!r}, not {wanted!r}")
    if header == line:
        raise DatasetError(f"{path}:1: the last line is cut short")


def _parsed(
    path: Path, first: int, lines: list[str], columns: tuple[Column, ...]
) -> list[NDArray[Any]]:
    """Return the columns of some lines of a CSV, the first of which has the number `first`."""
    if not lines[-1].endswith("\n"):
        raise DatasetError(f"{path}:{first + len(lines) - 1}: the last line is cut short")
    rows = [line[:-1].split(",") for line in lines]
    for number, row in enumerate(rows, start=first):
        if len(row) != len(columns):
            raise DatasetError(f"{path}:{number}: {len(row)} cells, not {len(columns)}")
    found = []
    for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
        try:
            found.append(np.array([column.dtype(cell) for cell in cells], dtype=column.dtype))
        except (ValueError, OverflowError):
            number, cell = _first_bad(column, cells)
            place = f"{path}:{first + number}: {column.name}"
            raise DatasetError(f"{place}: {cell[:40]!r} is not a number") from None
    return found


def _first_bad(column: Column, cells: tuple[str, ...]) -> tuple[int, str]:
    for number, cell in enumerate(cells):
        try:
            np.array(column.dtype(cell), dtype=column.dtype)
        except (ValueError, OverflowError):
            return number, cell
    raise AssertionError("every cell is a number")
