"""A user's points beside a figure's model, which is computed at their own abscissae."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from magrepro import figures as registry
from magrepro import physical
from magrepro.comparison.curves import Choice, assign, parameters_of_curves
from magrepro.comparison.evaluation import computable, evaluate, plot_of
from magrepro.comparison.matching import columns_of, error_factor, find, find_error, hint, squeezed
from magrepro.comparison.measured import DataError, Measured, header
from magrepro.dataset import Column, Dataset
from magrepro.parameters import FigureParams, values
from magrepro.plot import Plot
from magrepro.quantities import worth
from magrepro.tables import framed
from magrepro.text import excerpt

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from magrepro.core.arrays import Floats


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
    """A row a point: its curve, abscissa, ``measured``, ``error``, ``model`` and ``residual``."""
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
        """Rms of the residuals over that of the model; None where the model is zero."""
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
        if self.has_errors:
            words = f"{n} degrees of freedom, as nothing was fitted"
            return f"chi^2 = {self.chi_squared:.6g} with {words}; p = {self.p_value:.3g}"
        if self.relative_rms is None:
            return f"{n} points; the model is zero at all of them"
        return f"{n} points; rms of the residuals over rms of the model: {self.relative_rms:.3g}"

    def __repr__(self) -> str:
        return f"<{self.name}: {self.y.name} against {self.plot.x}; {self.in_words()}>"

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
        from magrepro.figures._overlay import Points, lay_over

        module = registry.load(self.name)
        dataset = physical.beside(module.compute(self.params), self.params)
        drawing, shown = module.draw(dataset, self.params), dataset.where(**self.plot.only)
        panels = shown.distinct(self.plot.panels) if self.plot.panels else [None]
        curves, series = list(self.by_curve()), []
        for labels, points in curves:
            along, up = self.plot.scale(shown.where(**labels))
            along *= _worth(dataset, self.plot.x, self.params)
            error = up * points["error"] if self.has_errors else None
            panel = panels.index(labels.get(self.plot.panels))
            x, y = along * points[self.plot.x], up * points["measured"]
            label = _label(self.source, labels if len(curves) > 1 else {})
            series.append(Points(panel, x, y, error, label))
        lay_over(drawing, series, _label(self.source, {}))
        return drawing


def _worth(dataset: Dataset, name: str, params: FigureParams) -> float:
    """Return what the pure number one of a column stands for where the figure shows that."""
    quantity = columns_of(dataset.columns, name).quantity
    if quantity is None or quantity.column not in dataset.data:
        return 1.0
    return worth(quantity, vars(params))


def _label(source: str, labels: Mapping[str, float]) -> str:
    words = [f"{name}={value:.6g}" for name, value in labels.items()]
    return ", ".join([excerpt(Path(source).name, 40), *words])


@dataclass(frozen=True)
class _Taken:
    """What a table says in a figure's units, an element a row."""

    column: Column
    """What was measured."""
    x: Floats
    y: Floats
    error: Floats | None


def _compared(request: Request, *, allow_cost: bool) -> Comparison:
    plot, columns = plot_of(request.name), registry.load(request.name).COLUMNS
    options = parameters_of_curves(request.params, columns, plot)
    taken = _taken(request, plot, columns)
    choice = assign(request.table, columns, options, request.where, request.params)
    abscissa = columns_of(columns, plot.x)
    inside = computable(request.params, abscissa, request.table, taken.x)
    rows = np.flatnonzero(choice.kept & inside)
    if not rows.size:
        raise DataError(f"{request.table.name}: no point is where {request.name} can be computed")
    model = evaluate(
        request.name,
        request.params,
        taken.column,
        choice,
        taken.x,
        rows,
        allow_cost=allow_cost,
    )
    answered = np.isfinite(model)
    if not answered.any():
        raise DataError(f"{request.name}: the model has no answer at any of the points")
    low, high = _shown(request.params, plot)
    x = taken.x[rows[answered]]
    return Comparison(
        name=request.name,
        params=request.params,
        plot=plot,
        source=request.table.name,
        y=taken.column,
        points=_points(
            request.params, columns, plot, taken, choice, rows[answered], model[answered]
        ),
        outside=int(np.count_nonzero((x < low) | (x > high))),
        uncomputable=int(np.count_nonzero(choice.kept & ~inside)),
        unanswered=int(np.count_nonzero(~answered)),
        other_curves=int(np.count_nonzero(~choice.kept)),
    )


def _taken(request: Request, plot: Plot, columns: tuple[Column, ...]) -> _Taken:
    """Return abscissae, measured values and their errors, if there are any, in the figure's units.

    Where a figure shows several columns, the first that the table has is meant.
    """
    table, params = request.table, request.params
    abscissa = columns_of(columns, plot.x)
    x = find(table, abscissa, params, named=request.x, option="--x")
    if x is None:
        raise _missing(table, abscissa, "--x")
    several = [columns_of(columns, name) for name in plot.y]
    if request.y is not None:
        meant = squeezed(header(request.y).name)
        several = [c for c in several if squeezed(c.name) == meant] or several[:1]
    found = ((c, find(table, c, params, named=request.y, option="--y")) for c in several)
    measured, y = next(((c, at) for c, at in found if at is not None), (several[0], None))
    if y is None:
        raise _missing(table, measured, "--y")
    ordinate = table.numbers(y[0]) * y[1]
    error = _errors(request, measured, y)
    return _Taken(measured, table.numbers(x[0]) * x[1], ordinate, error)


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
    return error


def _shown(params: FigureParams, plot: Plot) -> tuple[float, float]:
    """Return the range of the abscissa that the figure shows."""
    axis = getattr(params, plot.x)
    shown = values(axis)
    return float(shown.min()), float(shown.max())


def _points(
    params: FigureParams,
    columns: tuple[Column, ...],
    plot: Plot,
    taken: _Taken,
    choice: Choice,
    rows: NDArray[np.int64],
    model: Floats,
) -> Dataset:
    """Return a row a point: its curve, abscissa, measured value, error, model and residual."""
    measured, unit = taken.column, taken.column.unit
    arrays: dict[str, Any] = {
        name: np.array([option.number for option in several])[choice.chosen[name][rows]]
        for name, several in choice.options.items()
    }
    kept = [columns_of(columns, name) for name in (*arrays, plot.x)]
    kept.append(Column("measured", f"measured {measured.name}", "exact", unit))
    arrays |= {plot.x: taken.x[rows], "measured": taken.y[rows]}
    if taken.error is not None:
        kept.append(Column("error", "its standard error", "exact", unit))
        arrays["error"] = taken.error[rows]
    kept.append(Column("model", measured.meaning, measured.kind, unit))
    kept.append(Column("residual", "measured less model", measured.kind, unit))
    residual = arrays["measured"] - model
    points = Dataset.tidy(tuple(kept), **arrays, model=model, residual=residual)
    return physical.beside(points, params)
