"""A figure's model at abscissae of one's own: its computing with an axis set to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from magrepro import cost, figures as registry
from magrepro.comparison.matching import columns_of
from magrepro.comparison.measured import DataError, Measured
from magrepro.plot import Plot

if TYPE_CHECKING:
    from magrepro.comparison.curves import Choice
    from magrepro.core.arrays import Floats
    from magrepro.dataset import Column
    from magrepro.parameters import FigureParams

MOST_CURVES: Final = 100
"""Curves that are computed for one table."""

MOST_TOGETHER: Final = 64
"""Points on a map that are computed together."""


def plot_of(name: str) -> Plot:
    """Return what a figure shows against what.

    Raises
    ------
    DataError
        If it shows no curves.
    """
    plot: Plot | None = getattr(registry.load(name), "PLOT", None)
    if plot is None:
        others = [n for n in registry.names() if hasattr(registry.load(n), "PLOT")]
        raise DataError(
            f"{name}: shows neither curves nor a map that points can be laid over; these do: "
            f"{', '.join(others)}"
        )
    return plot


def computable(
    params: FigureParams, column: Column, table: Measured, x: Floats
) -> NDArray[np.bool_]:
    """Tell which abscissae are within the bounds of the parameter that spans their column.

    Raises
    ------
    DataError
        If they are numbers of something and one is not whole.
    """
    inside = np.ones(x.size, dtype=bool)
    for kind, bound in type(params).about(column.name)["bounds"].items():
        inside &= {"ge": x >= bound, "gt": x > bound, "le": x <= bound}[kind]
    for row in np.flatnonzero(x != np.rint(x))[:1] if column.dtype is int else ():
        place = f"{table.name}:{table.lines[row]}: {column.name}"
        raise DataError(f"{place}: {x[row]:g} is not a whole number")
    return inside


@dataclass(frozen=True)
class Wanted:
    """A column of a figure, and the curve or the map that each row of a table belongs to."""

    name: str
    params: FigureParams
    column: Column
    choice: Choice


def evaluate(
    wanted: Wanted, places: tuple[Floats, ...], rows: NDArray[np.int64], *, allow_cost: bool
) -> NDArray[Any]:
    """Return a column of a figure at the places of some rows; nothing is interpolated.

    Parameters
    ----------
    wanted
        The figure, its parameters, the column, and the curve of each row.
    places
        Abscissa of each row and, of a map, its other axis; each of shape (all rows,).
    rows
        Which of them are asked for.
    allow_cost
        Whether to compute what takes longer than a minute.

    Returns
    -------
    array, shape (rows,)

    Raises
    ------
    DataError
        If it would take too long, or the figure refuses the points.
    """
    curves, which = wanted.choice.curves(rows)
    if len(curves) > MOST_CURVES:
        raise DataError(f"points on {len(curves)} curves; at most {MOST_CURVES} are compared")
    todo = []
    for number, labels in enumerate(curves):
        for at in _together(np.flatnonzero(which == number), [place[rows] for place in places]):
            some = [place[rows[at]] for place in places]
            todo.append((at, some, _with_axes(wanted, labels, some)))
    _afford(wanted.name, [params for _, _, params in todo], allowed=allow_cost)
    found = np.empty(rows.size, dtype=object if wanted.column.dtype is str else float)
    for at, some, params in todo:
        found[at] = _column_at(wanted, params, some)
    return found.astype(str) if wanted.column.dtype is str else found


def _together(rows: NDArray[np.int64], places: list[Floats]) -> list[NDArray[np.int64]]:
    """Return the rows that are computed together: all of a curve, some neighbours on a map.

    A map is computed on all combinations of the places of its points, the square of their number.
    """
    if len(places) == 1:
        return [rows]
    near = rows[np.argsort(places[0][rows], kind="stable")]
    return np.array_split(near, -(-near.size // MOST_TOGETHER))


def _column_at(wanted: Wanted, params: FigureParams, places: list[Floats]) -> NDArray[Any]:
    """Return a column at some of the places that the parameters of one curve hold."""
    plot = plot_of(wanted.name)
    dataset = registry.load(wanted.name).compute(params).where(**plot.only)
    held = zip(*(dataset[axis].tolist() for axis in plot.axes), strict=True)
    row_of = {place: row for row, place in enumerate(held)}
    asked = zip(*(place.tolist() for place in places), strict=True)
    try:
        return np.asarray(dataset[wanted.column.name][[row_of[place] for place in asked]])
    except KeyError:
        raise AssertionError(f"{wanted.name}: computed elsewhere than asked") from None


def _with_axes(wanted: Wanted, labels: Mapping[str, Any], places: list[Floats]) -> FigureParams:
    """Return the parameters of one curve at some abscissae, or of a map around some points."""
    params, columns = wanted.params, registry.load(wanted.name).COLUMNS
    given = {key: getattr(params, key) for key in type(params).model_fields}
    given |= {name: (value,) for name, value in labels.items()}
    axes = [columns_of(columns, axis) for axis in plot_of(wanted.name).axes]
    for axis, place in zip(axes, places, strict=True):
        given[axis.name] = tuple(map(axis.dtype, np.unique(place).tolist()))
    try:
        return type(params).model_validate(given)
    except ValidationError as error:
        message = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        names = " and ".join(axis.name for axis in axes)
        raise DataError(f"{names}: {message}") from None


def _afford(name: str, todo: list[FigureParams], *, allowed: bool) -> None:
    estimate = sum(cost.seconds(name, params) for params in todo)
    if estimate > cost.LIMIT_S and not allowed:
        words, limit = cost.in_words(estimate), cost.in_words(cost.LIMIT_S)
        raise DataError(
            f"{name}: the model would take about {words}, and the limit is {limit}: "
            "give fewer points or allow the cost"
        )
