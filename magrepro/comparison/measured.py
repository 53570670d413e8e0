"""A user's own points: a table read from a CSV, its heads with their units."""

from __future__ import annotations

import csv
import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from magrepro.core.arrays import Floats
from magrepro.text import excerpt, suggestion

MAX_BYTES: Final = 50_000_000
"""Longest table that is read."""

MAX_ROWS: Final = 100_000
"""Most points that are compared."""

MAX_COLUMNS: Final = 1000
"""Most columns that are read."""


class DataError(ValueError):
    """Points that cannot be compared with a figure; the message says why and what to do."""


@dataclass(frozen=True)
class Header:
    """The head of a column: as it stands, and its name and unit."""

    text: str
    name: str
    unit: str | None
    """None where none is written."""


@dataclass(frozen=True)
class Measured:
    """A table of cells as they were written, with the line of each row."""

    name: str
    headers: tuple[Header, ...]
    rows: tuple[tuple[Any, ...], ...]
    lines: tuple[int, ...]

    def numbers(self, at: int) -> Floats:
        """Return a column of numbers.

        Raises
        ------
        DataError
            If a cell holds no finite number.
        """
        found = np.empty(len(self.rows))
        for i, row in enumerate(self.rows):
            number = number_of(row[at])
            if number is None:
                raise DataError(f"{self.place(i, at)}: {excerpt(str(row[at]))!r} is not a number")
            found[i] = number
        return found

    def words(self, at: int, known: Sequence[str]) -> NDArray[np.str_]:
        """Return a column of words, each one of those known.

        Raises
        ------
        DataError
            If a cell holds another one.
        """
        found = [str(row[at]).strip().lower() for row in self.rows]
        for i, word in enumerate(found):
            if word not in known:
                hint = suggestion(word, known) or f"; one of {', '.join(known)} is wanted"
                raise DataError(f"{self.place(i, at)}: {excerpt(word)!r}{hint}")
        return np.array(found)

    def place(self, row: int, column: int) -> str:
        """Return the file, the line and the column of a cell."""
        return f"{self.name}:{self.lines[row]}: {excerpt(self.headers[column].text)}"


def number_of(cell: Any) -> float | None:
    """Return the finite number of a cell, None if it holds none."""
    try:
        number = float(cell)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and not isinstance(cell, bool) else None


_WITH_UNIT = re.compile(r"(.*\S)\s*(?:\(([^()]*(?:\([^()]*\)[^()]*)?)\)|\[([^\[\]]*)\]|\s/\s(.*))")


_LONGEST_HEAD = 200
"""Longer ones name no unit."""


def header(text: str) -> Header:
    """Return name and unit of ``T (mK)``, ``T [mK]`` or ``T / mK``."""
    text = text.strip()
    found = _WITH_UNIT.fullmatch(text) if len(text) < _LONGEST_HEAD else None
    if found is None:
        return Header(text, text, None)
    unit = next(group for group in found.groups()[1:] if group is not None)
    return Header(text, found[1].strip(), unit.strip())


def of_columns(columns: Mapping[str, Iterable[Any]]) -> Measured:
    """Return the table of columns by their heads, as a dictionary or a frame holds them.

    Raises
    ------
    DataError
        If there are none, or they differ in length.
    """
    try:
        cells = {str(name): list(columns[name]) for name in columns}
    except TypeError:
        raise DataError("data: give columns of numbers by their names") from None
    if len({len(column) for column in cells.values()}) != 1:
        raise DataError("data: the columns are to be equally long, and at least one")
    rows = tuple(zip(*cells.values(), strict=True))
    return _checked(Measured("data", tuple(map(header, cells)), rows, tuple(range(len(rows)))))


def read(path: Path) -> Measured:
    """Read a table: a line of heads, then a line a point, with commas, semicolons or tabs between.

    The path ``-`` is standard input. Lines that are empty or begin with # are passed over. Between
    semicolons or tabs numbers may have a decimal comma.

    Raises
    ------
    DataError
        If it cannot be read, is no such table, or is out of proportion.
    """
    name = "standard input" if str(path) == "-" else excerpt(str(path), 200)
    try:
        raw = _bytes(path)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise DataError(f"{name}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise DataError(f"{name}: cannot be read: not UTF-8 text") from None
    if len(raw) > MAX_BYTES:
        raise DataError(f"{name}: longer than {MAX_BYTES} bytes")
    return _checked(_table(name, text))


def _bytes(path: Path) -> bytes:
    if str(path) == "-":
        if sys.stdin is None:
            raise OSError(0, "it is closed")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    # Opening a pipe would wait for a writer, and a device may answer in any way.
    if path.exists() and not path.is_file():
        raise OSError(0, "not a file; '-' reads standard input")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _table(name: str, text: str) -> Measured:
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not lines:
        raise DataError(f"{name}: empty; give a line of names such as 'T (mK),M (mu_B)', then rows")
    between = next((mark for mark in "\t;" if mark in lines[0][1]), ",")
    rows = [_cells(f"{name}:{number}", line, between) for number, line in lines]
    for (number, _), row in zip(lines, rows, strict=True):
        if len(row) != len(rows[0]):
            raise DataError(f"{name}:{number}: {len(row)} cells, not {len(rows[0])} as in the head")
    heads = tuple(map(header, rows[0]))
    return Measured(name, heads, tuple(rows[1:]), tuple(number for number, _ in lines[1:]))


def _cells(place: str, line: str, between: str) -> tuple[str, ...]:
    try:
        (cells,) = csv.reader([line], delimiter=between, strict=True)
    except (csv.Error, ValueError) as error:
        raise DataError(f"{place}: {error}") from None
    plain_cells = (cell.strip() for cell in cells)
    if between == ",":
        return tuple(plain_cells)
    return tuple(re.sub(r"^([-+]?\d+),(\d+)", r"\1.\2", cell) for cell in plain_cells)


def _checked(table: Measured) -> Measured:
    if not table.rows:
        raise DataError(f"{table.name}: holds no rows")
    if len(table.rows) > MAX_ROWS or len(table.headers) > MAX_COLUMNS:
        raise DataError(f"{table.name}: more than {MAX_ROWS} rows or {MAX_COLUMNS} columns")
    texts = [head.text for head in table.headers]
    for text in texts:
        if texts.count(text) > 1:
            raise DataError(f"{table.name}: two columns are named {excerpt(text)!r}")
        if number_of(text) is not None:
            raise DataError(f"{table.name}: no line of names: it begins with {excerpt(text)!r}")
    return table
