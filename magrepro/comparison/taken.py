"""What a table says of a figure: places of its points, what was measured there, errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.comparison.matching import columns_of, error_factor, find, find_error, hint, squeezed
from magrepro.comparison.measured import DataError, Measured, header

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from magrepro.comparison.result import Request
    from magrepro.core.arrays import Floats
    from magrepro.dataset import Column
    from magrepro.plot import Plot


@dataclass(frozen=True)
class Taken:
    """What a table says in a figure's units, an element a row."""

    column: Column
    """What was measured."""
    places: tuple[Floats, ...]
    """The abscissa, and of a map the other axis."""
    y: NDArray[Any]
    """Numbers, or words such as phases."""
    error: Floats | None


def taken(request: Request, plot: Plot, columns: tuple[Column, ...]) -> Taken:
    """Return places, measured values and their errors, if there are any, in the figure's units.

    Where a figure shows several columns, the first that the table has is meant.

    Raises
    ------
    DataError
        If the table does not hold them.
    """
    options = ("--x", request.x), ("--up", request.up)
    named = zip(plot.axes, options, strict=False)
    places = tuple(_axis(request, columns_of(columns, axis), *given) for axis, given in named)
    measured, at, each = _measured(request, plot, columns)
    if measured.dtype is str:
        if request.yerr is not None:
            raise DataError(f"--yerr: {measured.name} is a word and has no error")
        return Taken(measured, places, request.table.words(at, plot.words), None)
    ordinate = request.table.numbers(at) * each
    return Taken(measured, places, ordinate, _errors(request, measured, (at, each)))


def _axis(request: Request, column: Column, option: str, named: str | None) -> Floats:
    found = find(request.table, column, request.params, named=named, option=option)
    if found is None:
        raise _missing(request.table, column, option)
    return np.asarray(request.table.numbers(found[0]) * found[1])


def _measured(
    request: Request, plot: Plot, columns: tuple[Column, ...]
) -> tuple[Column, int, float]:
    """Return the column that was measured, where it is in the table, and the factor to its unit."""
    several = [columns_of(columns, name) for name in plot.y]
    if request.y is not None:
        meant = squeezed(header(request.y).name)
        several = [c for c in several if squeezed(c.name) == meant] or several[:1]
    for column in several:
        found = find(request.table, column, request.params, named=request.y, option="--y")
        if found is not None:
            return column, *found
    raise _missing(request.table, several[0], "--y")


def _missing(table: Measured, column: Column, option: str) -> DataError:
    unit = f" ({column.unit})" if column.unit else ""
    return DataError(
        f"{table.name}: no column is {column.name}{unit}, {column.meaning}; "
        f"name it so, or give {option} COLUMN{hint(table, column.name)}"
    )


def _errors(request: Request, measured: Column, y: tuple[int, float]) -> Floats | None:
    table = request.table
    at = find_error(table, y[0], named=request.yerr)
    if at is None:
        return None
    error = table.numbers(at) * error_factor(table, at, measured, request.params, y[1])
    for row in np.flatnonzero(error <= 0)[:1]:
        raise DataError(f"{table.place(int(row), at)}: an error is to be above zero")
    return np.asarray(error)
