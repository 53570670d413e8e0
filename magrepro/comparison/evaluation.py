"""A figure's model at abscissae of one's own: its computing with an axis set to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from magrepro import cost
from magrepro import figures as registry
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
            f"{name}: shows no curves that points can be laid over; these do: {', '.join(others)}"
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


def evaluate(
    name: str,
    params: FigureParams,
    wanted: Column,
    choice: Choice,
    x: Floats,
    rows: NDArray[np.int64],
    *,
    allow_cost: bool,
) -> Floats:
    """Return a column of a figure at the abscissa of each of some rows; nothing is interpolated.

    Parameters
    ----------
    name, params, wanted
        The figure, its parameters and the column.
    choice, x
        Curve and abscissa of each row, shape (all rows,).
    rows
        Places of the rows asked for.
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
    curves, which = choice.curves(rows)
    if len(curves) > MOST_CURVES:
        raise DataError(f"points on {len(curves)} curves; at most {MOST_CURVES} are compared")
    abscissa = columns_of(registry.load(name).COLUMNS, plot_of(name).x)
    todo = [
        _with_axes(params, labels, abscissa, np.unique(x[rows[which == number]]))
        for number, labels in enumerate(curves)
    ]
    _afford(name, todo, allowed=allow_cost)
    found = np.empty(rows.size)
    for number, one in enumerate(todo):
        at = which == number
        found[at] = _column_at(name, one, wanted.name, x[rows[at]])
    return found


def _column_at(name: str, params: FigureParams, wanted: str, x: Floats) -> Floats:
    """Return a column at some of the abscissae that the parameters of one curve hold."""
    plot = plot_of(name)
    dataset = registry.load(name).compute(params).where(**plot.only)
    places = np.searchsorted(dataset[plot.x], x)
    if not np.array_equal(dataset[plot.x][places], x):
        raise AssertionError(f"{name}: computed elsewhere than asked")
    return np.asarray(dataset[wanted][places])


def _with_axes(
    params: FigureParams, labels: Mapping[str, Any], column: Column, x: Floats
) -> FigureParams:
    """Return the parameters of one curve at some abscissae."""
    given = {key: getattr(params, key) for key in type(params).model_fields}
    given |= {name: (value,) for name, value in labels.items()}
    points = tuple(map(column.dtype, x.tolist()))
    try:
        return type(params).model_validate(given | {column.name: points})
    except ValidationError as error:
        message = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise DataError(f"{column.name}: {message}") from None


def _afford(name: str, todo: list[FigureParams], *, allowed: bool) -> None:
    estimate = sum(cost.seconds(name, params) for params in todo)
    if estimate > cost.LIMIT_S and not allowed:
        words, limit = cost.in_words(estimate), cost.in_words(cost.LIMIT_S)
        raise DataError(
            f"{name}: the model would take about {words}, and the limit is {limit}: "
            "give fewer points or allow the cost"
        )
