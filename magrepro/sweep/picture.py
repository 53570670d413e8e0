"""What a sweep's observables look like: lines over one axis, a map over two.

Axes of words, and those of at most `SERIES` values beside a longer one, are drawn as lines of
their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.figures import _style
from magrepro.observables import Observable
from magrepro.sweep.axes import SweptAxis
from magrepro.sweep.combinations import Sweep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SERIES: Final = 8
"""Values of an axis that are drawn as lines beside one another."""

MOST_POINTS: Final = 1_000_000
"""Combinations of which a picture is drawn."""

MOST_PANELS: Final = 12
"""More would be too small for their labels."""


@dataclass(frozen=True)
class Layout:
    """Which axes go where, by their place among the swept ones."""

    across: int
    up: int | None
    series: tuple[int, ...]


def layout(sweep: Sweep) -> Layout | str:
    """Return how a sweep is drawn, or why it is not."""
    if not sweep.observables:
        return "only observables are drawn"
    if sweep.size > MOST_POINTS:
        return f"of more than {MOST_POINTS} combinations none is drawn"
    numeric = [i for i, axis in enumerate(sweep.axes) if axis.is_numeric and len(axis.values) > 1]
    if not numeric:
        return "no axis has several numbers"
    by_length = sorted(numeric, key=lambda i: -len(sweep.axes[i].values))
    long = [i for i in by_length if len(sweep.axes[i].values) > SERIES] or by_length[:1]
    series = tuple(i for i in range(len(sweep.axes)) if i not in long)
    count = int(np.prod([len(sweep.axes[i].values) for i in series], initial=1))
    if len(long) > 2 or (len(long) == 2 and count * len(sweep.observables) > MOST_PANELS):
        return f"too many axes of more than {SERIES} values"
    if len(long) == 1 and count > 4 * SERIES:
        return f"{count} lines are too many"
    across, *up = sorted(long)
    return Layout(across, up[0] if up else None, series)


def draw(sweep: Sweep, plan: Layout, found: Mapping[str, Floats]) -> Iterator[tuple[str, Figure]]:
    """Yield pictures: of lines one with a panel an observable, of maps one an observable.

    Parameters
    ----------
    sweep, plan
        What was swept, and its layout.
    found
        Numbers of each observable in the order of the combinations.

    Yields
    ------
    str, Figure
        What is added to the picture's name, and the picture.
    """
    shape = [len(axis.values) for axis in sweep.axes]
    order = [*plan.series, plan.across, *([] if plan.up is None else [plan.up])]
    names, chosen = _series_names(sweep, plan), sweep.chosen
    arrays = [np.transpose(found[o.name].reshape(shape), order) for o in chosen]
    curves = [array.reshape(len(names), *array.shape[len(plan.series) :]) for array in arrays]
    if plan.up is None:
        yield "", _lines(sweep, plan, curves, names)
        return
    for observable, maps in zip(chosen, curves, strict=True):
        name = f"-{observable.name}" if len(chosen) > 1 else ""
        yield (
            name,
            _maps(sweep, (plan.across, plan.up), dict(zip(names, maps, strict=True)), observable),
        )


def _series_names(sweep: Sweep, plan: Layout) -> list[str]:
    grid: list[tuple[str, ...]] = [()]
    for i in plan.series:
        axis = sweep.axes[i]
        grid = [(*row, _named(axis, place)) for row in grid for place in axis.places]
    return [", ".join(row) for row in grid]


def _named(axis: SweptAxis, place: float | str) -> str:
    if isinstance(place, str):
        return place
    symbol = SYMBOLS.get(axis.key, axis.key.replace("_", " "))
    return f"{symbol} = {place:.4g} {axis.unit}".rstrip()


SYMBOLS: Final = {"kf_a": r"$k_Fa$", "t_over_tf": r"$T/T_F$", "d_over_a": r"$d/a$"}
"""Parameters that figures write as a symbol."""


@_style.styled
def _lines(sweep: Sweep, plan: Layout, curves: list[Floats], names: list[str]) -> Figure:
    figure = _style.figure(height=1.0 + 1.6 * len(curves))
    panels = figure.subplots(len(curves), squeeze=False, sharex=True)[:, 0]
    axis = sweep.axes[plan.across]
    x, dots = np.array(axis.places, dtype=float), isinstance(axis.values[0], str) and not axis.unit
    looks = list(zip(_style.colours(len(names)), _style.lines(len(names)), strict=True))
    for ax, values, observable, letter in zip(
        panels, curves, sweep.chosen, _style.panel_letters(), strict=False
    ):
        for (colour, line), row, name in zip(looks, values, names, strict=True):
            kind = {"marker": ".", "markersize": 2.5, "linestyle": "none"} if dots else {}
            look: Any = {"color": colour, "linestyle": line} | kind
            ax.plot(x, row, label=name, **look)
        _scales(ax, x, values)
        ax.set_ylabel(label(observable))
        if len(curves) > 1:
            _style.letter(ax, letter)
    panels[-1].set_xlabel(axis_label(sweep, plan.across))
    if len(names) > 1:
        columns = 1 if max(map(len, names)) > 24 else 2
        figure.legend(*panels[0].get_legend_handles_labels(), loc="upper center", ncols=columns)
    return figure


def _scales(ax: Axes, x: Floats, values: Floats) -> None:
    """Choose the scales: a logarithmic one for numbers given so, and values over two decades."""
    if is_logarithmic(x):
        ax.set_xscale("log")
    known = values[np.isfinite(values)]
    if known.size and known.min() > 0 and known.max() > 100 * known.min():
        ax.set_yscale("log")
    ax.set_xlim(_style.limits(x))


def is_logarithmic(x: Floats) -> bool:
    """Tell whether numbers are evenly spaced on a logarithmic axis and not on a linear one.

    Even is what differs by less than 1e-6: far above rounding, and numbers that are even on both
    scales to that are too close to one another for the scale to matter.
    """
    if x.size < 3 or x.min() <= 0:
        return False
    return bool(np.ptp(np.diff(np.log(x))) < 1e-6 < np.ptp(np.diff(x)) / np.ptp(x))


@_style.styled
def _maps(
    sweep: Sweep, across_up: tuple[int, int], maps: dict[str, Floats], observable: Observable
) -> Figure:
    """Draw maps of one observable with one scale of colours."""
    wide = len(maps) > 2
    figure, panels = _style.panels(
        len(maps), width=_style.PAGE if wide else _style.COLUMN, height=2.4, extra=0.2
    )
    x, y = (np.array(sweep.axes[i].places, dtype=float) for i in across_up)
    look = _colours(np.stack(list(maps.values())))
    columns, rows = np.argsort(x), np.argsort(y)
    letters = _style.panel_letters()
    for ax, (name, values), letter in zip(panels, maps.items(), letters, strict=False):
        shown = values[np.ix_(columns, rows)]
        ax.set_facecolor(_style.GRAY)
        image = _style.color_map(ax, x[columns], y[rows], shown, **look)
        ax.set(**{f"{axis}scale": "log" for axis, at in (("x", x), ("y", y)) if is_logarithmic(at)})
        ax.set_title(name, pad=3)
        if len(maps) > 1:
            _style.letter(ax, letter)
    across, up = (axis_label(sweep, axis) for axis in across_up)
    _style.label_outer(panels, across, up)
    _style.bar(figure, image, label(observable))
    return figure


def _colours(values: Floats) -> dict[str, Any]:
    """Return colours and limits, logarithmic where numbers span decades; 0 is then grey."""
    from matplotlib.colors import LogNorm

    known = values[np.isfinite(values)]
    positive = known[known > 0]
    if positive.size and known.min() >= 0 and positive.max() > 100 * positive.min():
        return {"cmap": "viridis", "norm": LogNorm(positive.min(), positive.max())}
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    return {"cmap": "viridis", "vmin": low, "vmax": high}


def label(observable: Observable) -> str:
    """Return an observable in words with its unit."""
    words = observable.name.replace("_", " ")
    unit = {"T_F": r"$T_F$", "mu_B": r"$\mu_B$", "M_0": r"$\mathcal{M}_0$", "hbar": r"$\hbar$"}
    shown = unit.get(observable.unit, observable.unit)
    words = words.removesuffix(f" {observable.unit.lower()}")
    return f"{words}  ({shown})" if shown else words


def axis_label(sweep: Sweep, number: int) -> str:
    """Return a swept parameter's meaning, short, with its unit."""
    from magrepro import figures as registry

    axis, model = sweep.axes[number], registry.load(sweep.figure).Params
    meaning = (model.model_fields[axis.key].description or "").split(";")[0]
    unit = axis.unit or model.about(axis.key)["unit"]
    words = meaning if len(meaning) <= _LONGEST and not axis.unit else axis.key.replace("_", " ")
    words = SYMBOLS.get(axis.key, words)
    return f"{words}  ({unit})" if unit else words


_LONGEST: Final = 45
"""Letters that fit beside an axis."""
