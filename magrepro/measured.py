"""A user's own points: a table read from a CSV, its headers, and which column is which."""

from __future__ import annotations

import csv
import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from magrepro.conversion import factor, physical_unit, plain
from magrepro.text import excerpt, suggestion

if TYPE_CHECKING:
    from magrepro.dataset import Column

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

    def numbers(self, at: int) -> NDArray[np.float64]:
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


_ALIASES: Mapping[str, tuple[str, ...]] = {
    "t_over_tf": ("t", "temp", "temperature"),
    "temperature_k": ("t", "temp", "temperature"),
    "kf_a": ("a", "r", "radius"),
    "hbar_omega_c_over_ef": ("b", "h", "field", "magneticfield"),
    "j_mev": ("j", "exchange"),
    "omega0_mev": ("omega0", "energy"),
    "phi_over_omega0": ("phi",),
    "moment": ("m", "mz", "magneticmoment"),
    "m_z": ("m", "mz", "moment", "magneticmoment"),
    "m_total": ("m", "mz", "moment", "magneticmoment"),
    "chi": ("chi", "susceptibility"),
    "n_particles": ("n",),
}
"""What else a quantity is called; with these names the unit is to be written."""


def squeezed(text: str) -> str:
    """Return a name by its letters and digits: ``T/T_F``, ``t_over_tf`` are one."""
    return re.sub(r"[^a-z0-9]", "", plain(text).replace("/", "over").casefold())


def find(
    table: Measured, column: Column, params: Any, *, named: str | None, option: str
) -> tuple[int, float] | None:
    """Return the place of the column that holds a figure's quantity, and the factor to its unit.

    Parameters
    ----------
    table, column, params
        The table, the figure's column and its parameters.
    named
        The head that the user gave, whole or without its unit.
    option
        How it was given, for messages.

    Raises
    ------
    DataError
        If the head is not there, or is not to be understood.
    """
    if named is not None:
        at = place_of(table, named, option)
        return at, _factor(table, at, column, params)
    exact = [i for i, h in enumerate(table.headers) if squeezed(h.text) == squeezed(column.name)]
    exact += [i for i, h in enumerate(table.headers) if squeezed(h.name) == squeezed(column.name)]
    known = _ALIASES.get(column.name, ())
    loose = [i for i, h in enumerate(table.headers) if squeezed(h.name) in known]
    if not exact and len(loose) > 1:
        words = ", ".join(excerpt(table.headers[i].text) for i in loose)
        raise DataError(f"{table.name}: {words}: which is {column.name}? give {option}")
    places = [*exact, *loose]
    return (places[0], _factor(table, places[0], column, params)) if places else None


def place_of(table: Measured, named: str, option: str) -> int:
    """Return the place of a column by its head, whole or without its unit.

    Raises
    ------
    DataError
        If there is none.
    """
    ways = (
        [head.text == named for head in table.headers],
        [head.name == named for head in table.headers],
        [squeezed(head.name) == squeezed(named) for head in table.headers],
    )
    for way in ways:
        if sum(way) == 1:
            return way.index(True)
    raise DataError(f"{table.name}: no column {excerpt(named)!r} ({option}){hint(table, named)}")


def hint(table: Measured, wanted: str) -> str:
    """Return a hint at the column nearest to a name, or the names of all."""
    texts = [excerpt(head.text) for head in table.headers]
    return suggestion(wanted, texts) or f"; it has {excerpt(', '.join(texts), 200)}"


def _factor(table: Measured, at: int, column: Column, params: Any) -> float:
    head = table.headers[at]
    own = squeezed(column.name) in (squeezed(head.text), squeezed(head.name))
    if head.unit is None or squeezed(head.text) == squeezed(column.name):
        if own or (not column.unit and column.dtype is int):
            return 1.0
        like = f"{excerpt(head.name)} ({column.unit or '1'})"
        unit = physical_unit(column)
        other = f", or '{excerpt(head.name)} ({unit})'" if unit else ""
        raise DataError(
            f"{table.name}: {excerpt(head.text)}: has no unit; write {like!r} for one in the "
            f"units of {column.name}{other}"
        )
    try:
        return factor(head.unit, column, params)
    except ValueError as error:
        raise DataError(f"{table.name}: {excerpt(head.text)}: {error}") from None


_ERROR = ("error", "err", "sigma", "std", "uncertainty")


def find_error(table: Measured, y: int, *, named: str | None) -> int | None:
    """Return the place of the errors of a column: ``M_err``, ``M error (mu_B)``, ``sigma``.

    Raises
    ------
    DataError
        If the one that the user named is not there, or several might be meant.
    """
    if named is not None:
        return place_of(table, named, "--yerr")
    name = squeezed(table.headers[y].name)
    known = {f"{name}{word}" for word in _ERROR} | {f"{word}{name}" for word in ("d", *_ERROR)}
    known |= {*_ERROR, "yerr"}
    found = [i for i, head in enumerate(table.headers) if squeezed(head.name) in known and i != y]
    if len(found) > 1:
        words = ", ".join(excerpt(table.headers[i].text) for i in found)
        raise DataError(f"{table.name}: {words}: which are the errors? give --yerr")
    return found[0] if found else None


def error_factor(table: Measured, at: int, column: Column, params: Any, like: float) -> float:
    """Return the factor of a column of errors: by its own unit, else as its values' one."""
    head = table.headers[at]
    return like if head.unit is None else _factor(table, at, column, params)


def columns_of(columns: Sequence[Column], name: str) -> Column:
    """Return the column of a name."""
    return next(column for column in columns if column.name == name)
