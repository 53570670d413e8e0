"""A user's points beside a figure's model, which is computed at their own abscissae."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from magrepro import figures as registry, physical
from magrepro.comparison.curves import Choice, assign, parameters_of_curves
from magrepro.comparison.drawing import drawn
from magrepro.comparison.evaluation import Wanted, computable, evaluate, plot_of
from magrepro.comparison.matching import columns_of
from magrepro.comparison.measured import DataError, Measured
from magrepro.comparison.taken import Taken, taken
from magrepro.dataset import Column, Dataset
from magrepro.parameters import FigureParams, values
from magrepro.plot import Plot
from magrepro.tables import framed

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Request:
    """What is to be compared: a figure, a table, and what the user says about both."""

    name: str
    params: FigureParams
    table: Measured
    x: str | None = None
    y: str | None = None
    yerr: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    up: str | None = None
    """Column of a map's vertical axis."""

    def compare(self, *, allow_cost: bool = False) -> Comparison:
        """Compute the figure's model at the abscissae of the table, curve by curve.

        Nothing is interpolated and nothing fitted.

        Raises
        ------
        DataError
            If the table does not fit the figure, or the computing would take too long.
        """
        return _compared(self, allow_cost=allow_cost)


@dataclass(frozen=True, repr=False, eq=False)
class Comparison:
    """Points, the model at their abscissae, and what was left out."""

    name: str
    params: FigureParams
    plot: Plot
    source: str
    """Name of the table."""
    y: Column
    """The figure's column that was measured."""
    points: Dataset
    """A row a point: its curve, place, ``measured``, ``error``, ``model`` and ``residual``."""
    outside: int
    """Points beyond the range that the figure shows; they are compared all the same."""
    uncomputable: int
    """Points beyond the bounds of the abscissa, left out."""
    unanswered: int
    """Points where the model has no answer, left out."""
    other_curves: int
    """Rows of curves that were not asked for, left out."""

    @property
    def curves(self) -> tuple[str, ...]:
        """Columns that tell curves apart."""
        names = [column.name for column in self.points.columns]
        return tuple(names[: names.index(self.plot.x)])

    @property
    def has_errors(self) -> bool:
        """Whether the points have errors."""
        return "error" in self.points.data

    @property
    def of_words(self) -> bool:
        """Whether words were compared, such as phases: a residual is then 0 or 1."""
        return self.y.dtype is str

    @property
    def over(self) -> str:
        """The axes in words."""
        return " and ".join(self.plot.axes)

    @property
    def chi_squared(self) -> float | None:
        """Sum of (residual/error)^2, None without errors."""
        if not self.has_errors:
            return None
        return float(np.sum((self.points["residual"] / self.points["error"]) ** 2))

    @property
    def p_value(self) -> float | None:
        """Probability of a chi^2 at least as large by chance, None without errors.

        Q(nu/2, chi^2/2), the regularised upper incomplete gamma function, with nu the number of
        points, as nothing is fitted to them. It supposes errors that are normal and independent.
        """
        from scipy.special import gammaincc

        total = self.chi_squared
        return None if total is None else float(gammaincc(len(self.points) / 2, total / 2))

    @property
    def relative_rms(self) -> float | None:
        """Rms of the residuals over that of the model; None for words, or where it is zero."""
        if self.of_words:
            return None
        model, residual = self.points["model"], self.points["residual"]
        whole = float(np.sqrt(np.mean(model**2)))
        return float(np.sqrt(np.mean(residual**2))) / whole if whole > 0 else None

    def by_curve(self) -> Iterator[tuple[dict[str, float], Dataset]]:
        """Yield the value of each column that tells curves apart, and a curve's points."""
        if not self.curves:
            yield {}, self.points
            return
        rows = np.stack([self.points[name] for name in self.curves], axis=1)
        for labels in np.unique(rows, axis=0).tolist():
            one = dict(zip(self.curves, labels, strict=True))
            yield one, self.points.where(**one)

    def in_words(self) -> str:
        """Return chi^2 and its p-value, or where no errors are given the relative rms."""
        n = len(self.points)
        if self.of_words:
            same = int(np.count_nonzero(self.points["residual"] == 0))
            return f"{same} of {n} points have the {self.y.name} of the model"
        if self.has_errors:
            words = f"{n} degrees of freedom, as nothing was fitted"
            return f"chi^2 = {self.chi_squared:.6g} with {words}; p = {self.p_value:.3g}"
        if self.relative_rms is None:
            return f"{n} points; the model is zero at all of them"
        return f"{n} points; rms of the residuals over rms of the model: {self.relative_rms:.3g}"

    def __repr__(self) -> str:
        return f"<{self.name}: {self.y.name} against {self.over}; {self.in_words()}>"

    def _repr_png_(self) -> bytes:
        return self._png

    def _repr_html_(self) -> str:
        return framed(self._png, f"{self.name}: {self.in_words()}")

    @functools.cached_property
    def _png(self) -> bytes:
        buffer = io.BytesIO()
        self.draw().savefig(buffer, format="png")
        return buffer.getvalue()

    def draw(self) -> Figure:
        """Return the figure with the points over its curves."""
        return drawn(self)


def _compared(request: Request, *, allow_cost: bool) -> Comparison:
    plot, columns = plot_of(request.name), registry.load(request.name).COLUMNS
    if request.up is not None and not plot.up:
        raise DataError(f"--up: {request.name} shows curves; it is for maps")
    options = parameters_of_curves(request.params, columns, plot)
    table = taken(request, plot, columns)
    choice = assign(request.table, columns, options, request.where, request.params)
    inside = _inside(request, plot, columns, table)
    asked = np.flatnonzero(choice.kept & inside)
    rows, model = _modelled(request, table, choice, asked, allow_cost=allow_cost)
    return Comparison(
        name=request.name,
        params=request.params,
        plot=plot,
        source=request.table.name,
        y=table.column,
        points=_points(request.params, columns, plot, table, choice, rows, model),
        outside=_beyond(request.params, plot, table, rows),
        uncomputable=int(np.count_nonzero(choice.kept & ~inside)),
        unanswered=asked.size - rows.size,
        other_curves=int(np.count_nonzero(~choice.kept)),
    )


def _modelled(
    request: Request, table: Taken, choice: Choice, rows: NDArray[np.int64], *, allow_cost: bool
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Return those of some points at which the model has an answer, and the answers."""
    if not rows.size:
        raise DataError(f"{request.table.name}: no point is where {request.name} can be computed")
    wanted = Wanted(request.name, request.params, table.column, choice)
    model = evaluate(wanted, table.places, rows, allow_cost=allow_cost)
    answered = (model != "") if table.column.dtype is str else np.isfinite(model)
    if not answered.any():
        raise DataError(f"{request.name}: the model has no answer at any of the points")
    return rows[answered], model[answered]


def _inside(
    request: Request, plot: Plot, columns: tuple[Column, ...], table: Taken
) -> NDArray[np.bool_]:
    """Tell which points are within the bounds of the parameters that span the axes."""
    each = [
        computable(request.params, columns_of(columns, axis), request.table, x)
        for axis, x in zip(plot.axes, table.places, strict=True)
    ]
    return np.asarray(np.all(each, axis=0))


def _beyond(params: FigureParams, plot: Plot, table: Taken, rows: NDArray[np.int64]) -> int:
    """Return how many points are beyond the range of an axis that the figure shows."""
    beyond = np.zeros(rows.size, dtype=bool)
    for axis, place in zip(plot.axes, table.places, strict=True):
        shown, x = values(getattr(params, axis)), place[rows]
        beyond |= (x < shown.min()) | (x > shown.max())
    return int(np.count_nonzero(beyond))


def _points(
    params: FigureParams,
    columns: tuple[Column, ...],
    plot: Plot,
    table: Taken,
    choice: Choice,
    rows: NDArray[np.int64],
    model: NDArray[Any],
) -> Dataset:
    """Return a row a point: its curve, abscissa, measured value, error, model and residual."""
    arrays: dict[str, Any] = {
        name: np.array([option.number for option in several])[choice.chosen[name][rows]]
        for name, several in choice.options.items()
    }
    arrays |= {axis: x[rows] for axis, x in zip(plot.axes, table.places, strict=True)}
    found = _measured_and_model(table, rows, model)
    kept = [*(columns_of(columns, name) for name in arrays), *(column for column, _ in found)]
    arrays |= {column.name: array for column, array in found}
    return physical.beside(Dataset.tidy(tuple(kept), **arrays), params)


def _measured_and_model(
    table: Taken, rows: NDArray[np.int64], model: NDArray[Any]
) -> list[tuple[Column, NDArray[Any]]]:
    """Return measured value, error if there is one, model and residual, each with its column."""
    y, unit, measured = table.column, table.column.unit, table.y[rows]
    found = [(Column("measured", f"measured {y.name}", "exact", unit, y.dtype), measured)]
    if table.error is not None:
        found.append((Column("error", "its standard error", "exact", unit), table.error[rows]))
    found.append((Column("model", y.meaning, y.kind, unit, y.dtype), model))
    if y.dtype is str:
        same = Column("residual", "0 where both say the same, else 1", "exact", dtype=int)
        return [*found, (same, measured != model)]
    return [*found, (Column("residual", "measured less model", y.kind, unit), measured - model)]
