"""A user's points drawn over the figure that they are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from magrepro import figures as registry, physical
from magrepro.comparison.matching import columns_of
from magrepro.dataset import Dataset
from magrepro.parameters import FigureParams
from magrepro.quantities import worth
from magrepro.text import excerpt

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from magrepro.comparison.result import Comparison
    from magrepro.figures._overlay import Points

Scale = tuple[float, float]
"""By what abscissa and ordinate are multiplied, as the figure shows them."""


def drawn(comparison: Comparison) -> Figure:
    """Return the figure with the points over its curves."""
    from magrepro.figures._overlay import lay_over

    c, module = comparison, registry.load(comparison.name)
    dataset = physical.beside(module.compute(c.params), c.params)
    drawing, shown = module.draw(dataset, c.params), dataset.where(**c.plot.only)
    panels = shown.distinct(c.plot.panels) if c.plot.panels else [None]
    worth_of = _worth(dataset, c.plot.x, c.params)
    curves, series = list(c.by_curve()), []
    for labels, points in curves:
        scale = c.plot.scale(shown.where(**labels))
        panel = panels.index(labels.get(c.plot.panels))
        label = _label(c.source, labels if len(curves) > 1 else {})
        laid = _on_map if c.plot.up else _on_curve
        series += laid(c, points, panel, label, (scale[0] * worth_of, scale[1]))
    lay_over(drawing, series, _label(c.source, {}))
    return drawing


def _on_curve(c: Comparison, points: Dataset, panel: int, label: str, scale: Scale) -> list[Points]:
    """Return points over the curve that they belong to, with bars for their errors."""
    from magrepro.figures._overlay import Points

    x, y = scale[0] * points[c.plot.x], scale[1] * points["measured"]
    error = scale[1] * points["error"] if c.has_errors else None
    return [Points(panel, x, y, error, label)]


def _on_map(c: Comparison, points: Dataset, panel: int, label: str, scale: Scale) -> list[Points]:
    """Return points at their places: in the map's colours, or those of other words apart."""
    from magrepro.figures._overlay import Points

    x, up = (points[axis] for axis in c.plot.axes)
    if not c.of_words:
        return [Points(panel, x, up, None, label, shade=scale[1] * points["measured"])]
    same = points["residual"] == 0
    parts = (same, f"{label}: {c.y.name} of the model"), (~same, f"{label}: another")
    return [Points(panel, x[at], up[at], None, name) for at, name in parts if at.any()]


def _worth(dataset: Dataset, name: str, params: FigureParams) -> float:
    """Return what the pure number one of a column stands for where the figure shows that."""
    quantity = columns_of(dataset.columns, name).quantity
    if quantity is None or quantity.column not in dataset.data:
        return 1.0
    return worth(quantity, vars(params))


def _label(source: str, labels: Mapping[str, float]) -> str:
    words = [f"{name}={value:.6g}" for name, value in labels.items()]
    return ", ".join([excerpt(Path(source).name, 40), *words])
