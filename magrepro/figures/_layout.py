"""Where the panels of a picture stand: as large as the texts around them leave room for.

Matplotlib's constrained layout does the same for any nesting of panels, by a solver and by
measuring every text four times, which took two thirds of the time in which a picture is saved.
One even grid of panels and one measurement suffice here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.arrays import Floats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

BAR = "<colorbar>"
"""Label of the axes that hold a scale of colours."""

_EDGE = 0.03
"""Blank edge of a picture, inch."""

_GAP = 0.07
"""Blank space between panels and what belongs to their neighbours, inch."""

_BAR = 0.1
"""Width of a scale of colours, inch."""

_LEAST = 0.05
"""Side of the smallest panel, inch, where texts leave it no room."""


def arrange(drawing: Figure) -> None:
    """Place the panels of a figure's grid and the scale of colours beside them.

    Axes that are neither, such as sketches without ticks, stay where they are.
    """
    for ax in _with_insets(drawing.axes):
        _tick(ax)
        for spine in ax.spines.values():
            spine.set_in_layout(False)  # it stands at their edge
        if legend := ax.get_legend():
            legend.set_in_layout(False)  # it stands within the axes
    panels = [ax for ax in drawing.axes if ax.get_visible() and ax.get_subplotspec()]
    if not panels:
        return
    bars = [ax for ax in drawing.axes if ax.get_label() == BAR]
    width, height = drawing.get_size_inches()
    right = sum(_BAR + _GAP + _overhang(ax)[2] for ax in bars)
    top = sum(_inches(drawing, key)[3] + _GAP for key in drawing.legends)
    around = np.array([_overhang(ax) for ax in panels])
    rows, columns = np.transpose([_place(ax) for ax in panels])
    x, wide = _shared(columns, around[:, 0], around[:, 2], width - right)
    y, high = _shared(rows.max() - rows, around[:, 1], around[:, 3], height - top)
    for ax, left, low in zip(panels, x, y, strict=True):
        ax.set_position((left / width, low / height, wide / width, high / height))
    left, low, top = max(x) + wide + _GAP, min(y), max(y) + high
    for ax in bars:
        ax.set_position((left / width, low / height, _BAR / width, (top - low) / height))


def _with_insets(axes: list[Axes]) -> Iterator[Axes]:
    for ax in axes:
        yield ax
        yield from _with_insets([inset for inset in ax.child_axes if inset.axison])  # type: ignore[misc]


def _place(ax: Axes) -> tuple[int, int]:
    """Return the row and the column of a panel."""
    spec: Any = ax.get_subplotspec()
    return spec.rowspan.start, spec.colspan.start


def _overhang(ax: Axes) -> Floats:
    """Return how far ticks, labels and titles stand out, left, below, right and above, inch."""
    renderer: Any = ax.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    outer: Any = ax.get_tightbbox(renderer, for_layout_only=True)
    inner = ax.get_window_extent(renderer)
    out = [inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1]
    return np.maximum(out, 0.0) / ax.figure.dpi


def _inches(drawing: Figure, artist: Any) -> tuple[float, float, float, float]:
    box = artist.get_window_extent(drawing.canvas.get_renderer())  # type: ignore[attr-defined]
    return tuple(number / drawing.dpi for number in box.bounds)


def _shared(
    place: NDArray[np.int64],
    before: Floats,
    after: Floats,
    length: float,
) -> tuple[list[float], float]:
    """Share a length among the columns (or rows) of a grid, all panels being equally large.

    Returns
    -------
    list of float, float
        Where each panel begins, and how long all are, inch.
    """
    count = int(place.max()) + 1
    start = np.array([before[place == i].max(initial=0.0) for i in range(count)])
    end = np.array([after[place == i].max(initial=0.0) for i in range(count)])
    free = length - 2 * _EDGE - _GAP * (count - 1) - start.sum() - end.sum()
    side = max(free / count, _LEAST)
    begin = _EDGE + np.cumsum(start + side + end + _GAP) - side - end - _GAP
    return begin[place].tolist(), side


def _tick(ax: Axes) -> None:
    """Draw few ticks: of all texts and lines, each takes a thousandth of a second."""
    from matplotlib.ticker import AutoLocator

    for axis in (ax.xaxis, ax.yaxis):
        locator = axis.get_major_locator()
        if axis.get_scale() == "log":
            _tick_decades(ax, axis)
        elif isinstance(locator, AutoLocator):
            locator.set_params(nbins=int(np.clip(axis.get_tick_space(), 1, _MOST_TICKS)))


_MOST_TICKS = 6
"""Steps between the ticks of a linear axis."""


def _tick_decades(ax: Axes, axis: Any) -> None:
    """Draw the small ticks of a logarithmic axis that spans decades, if it has none of its own."""
    from matplotlib.ticker import FixedLocator, NullLocator

    if isinstance(axis.get_minor_locator(), FixedLocator):
        return
    low, high = sorted(axis.get_view_interval())
    decades = np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)))
    if decades.size < _FEWEST_DECADES:
        return
    axis.set_minor_locator(NullLocator())
    if decades.size > _MOST_DECADES:
        return
    ticks = np.outer(10.0**decades, np.arange(1, 10)).ravel()
    _draw_small_ticks(ax, axis, ticks[(ticks >= low) & (ticks <= high)])


def _draw_small_ticks(ax: Axes, axis: Any, ticks: Floats) -> None:
    """Draw the small ticks of an axis as one object a side.

    Matplotlib makes each of some hundred a set of five objects, a fifth of a picture's time.
    """
    from matplotlib.lines import Line2D

    horizontal = axis is ax.xaxis
    look = {"linestyle": "none", "color": "black", "markersize": 2.0, "markeredgewidth": 0.5}
    for side in (0.0, 1.0):
        x, y = ticks, np.full(ticks.size, side)
        marker = (2 if side == 0 else 3) if horizontal else (1 if side == 0 else 0)
        across = ax.get_xaxis_transform() if horizontal else ax.get_yaxis_transform()
        line = Line2D(*((x, y) if horizontal else (y, x)), marker=marker, **look)  # type: ignore[arg-type]
        line.set(transform=across, clip_on=False, in_layout=False)
        ax.add_artist(line)


_FEWEST_DECADES = 2
"""Of fewer, Matplotlib names small ticks too."""

_MOST_DECADES = 10
"""Of more, small ticks touch."""
