"""Other points over a figure's drawing: measured ones, with their errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.figures import _layout, _style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from magrepro.core.arrays import Floats

_MARKERS = "osD^vX*"


@dataclass(frozen=True)
class Points:
    """Points on one curve or map, in the units of its axes."""

    panel: int
    """Number of the axes in the picture, the first being 0."""
    x: Floats
    y: Floats
    error: Floats | None
    label: str
    shade: Floats | None = None
    """What was measured at points of a map, in the units of its colours."""


def lay_over(drawing: Figure, series: Sequence[Points], name: str) -> None:
    """Draw points over the curves of a picture, whose axes stay as they are.

    Points beyond the axes stand at their border as arrowheads. A key above the picture names them,
    or says their name and the number of curves where there are more than markers.
    """
    with _style.context():
        panels = [ax for ax in drawing.axes if ax.get_visible() and ax.get_subplotspec()]
        size = 3.2 if sum(points.x.size for points in series) < _MANY else 1.6
        told = len(series) <= len(_MARKERS)
        handles = []
        for points, marker in zip(series, _MARKERS if told else "o" * len(series), strict=False):
            label = _harmless(points.label if told else f"{name}, {len(series)} curves")
            look = {"marker": marker, "markersize": size, "label": label}
            handles.append(_draw(panels[points.panel], points, _LOOK | look))
        _name(drawing, handles if told else handles[:1])
        _layout.arrange(drawing)


_MANY = 200
"""Points that are drawn small."""

_LOOK: Any = {
    "linestyle": "none",
    "color": _style.BLACK,
    "markerfacecolor": "white",
    "markeredgewidth": 0.7,
    "zorder": 8,
}


def _draw(ax: Axes, points: Points, look: dict[str, Any]) -> Any:
    limits = ax.get_xlim(), ax.get_ylim()
    if points.shade is not None:
        look = _shade(ax, points, look)
    bars: Any = {"elinewidth": 0.7, "capsize": 1.6, "capthick": 0.7}
    drawn = ax.errorbar(points.x, points.y, yerr=points.error, **look, **bars)
    ax.set(xlim=limits[0], ylim=limits[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        shown = ax.transData.transform(np.stack([points.x, points.y], axis=1))
    place = np.nan_to_num(ax.transAxes.inverted().transform(shown), nan=-1.0)
    for beyond, marker in _borders(place):
        edge = np.clip(place[beyond], 0.0, 1.0)
        at: Any = {"transform": ax.transAxes, "clip_on": False, "marker": marker, "markersize": 3.5}
        ax.plot(edge[:, 0], edge[:, 1], color=_style.BLACK, linestyle="none", zorder=9, **at)
    return drawn


def _shade(ax: Axes, points: Points, look: dict[str, Any]) -> dict[str, Any]:
    """Fill points with the map's colours, so that what agrees melts into it but for its rim."""
    shown_by = next(one for one in (*ax.images, *ax.collections) if one.get_array() is not None)
    size = 1.4 * look["markersize"]
    on_dark: Any = {"color": "white", "linewidths": 0, "zorder": 6.8}
    ax.scatter(points.x, points.y, (size + 2) ** 2, marker=look["marker"], **on_dark)
    tint: Any = {"cmap": shown_by.get_cmap(), "norm": shown_by.norm, "linewidths": 0, "zorder": 7}
    ax.scatter(points.x, points.y, size**2, points.shade, marker=look["marker"], **tint)
    return look | {"markerfacecolor": "none", "markersize": size}


def _borders(place: Floats) -> list[tuple[Any, str]]:
    """Return which points are beyond each border of the axes, and the arrowhead that says so."""
    x, y = place.T
    above, below = y > 1 + _EDGE, y < -_EDGE
    across = ~(above | below)
    right, left = across & (x > 1 + _EDGE), across & (x < -_EDGE)
    marks = zip((above, below, right, left), "^v><", strict=True)
    return [(beyond, marker) for beyond, marker in marks if beyond.any()]


_EDGE = 1e-6
"""Share of the axes by which rounding may move a point on their border."""


def _harmless(text: str) -> str:
    """Return a label in letters that the type has, without what begins a formula."""
    return text.encode("ascii", "replace").decode().replace("$", r"\$")


def _name(drawing: Figure, handles: list[Any]) -> None:
    """Name points, and what a key above the picture named before, in one key there.

    The picture grows by it, so that panels and the labels beside them stay as they are.
    """
    before: list[Any] = list(drawing.legends)
    entries = [handle for key in before for handle in key.legend_handles] + handles
    taken = sum(_height(drawing, key) for key in before)
    for key in before:
        key.remove()
    columns = 2 if len(entries) > 1 and drawing.get_figwidth() > _style.COLUMN else 1
    look: Any = {"loc": "upper center", "ncols": columns, "borderaxespad": 0.2}
    key = drawing.legend(handles=entries, labelspacing=0.25, **look)
    width, height = drawing.get_size_inches()
    drawing.set_size_inches(width, height + _height(drawing, key) - taken)


def _height(drawing: Figure, key: Any) -> float:
    box = key.get_window_extent(drawing.canvas.get_renderer())  # type: ignore[attr-defined]
    return float(box.height) / drawing.dpi
