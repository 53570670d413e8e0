"""Data on axes: curves, maps of colours and their scale, the limits of an axis."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.figures import _layout

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from magrepro.dataset import Dataset

_FINEST = 1e-9
"""Width of an axis over its place below which tick labels would have to have ten digits."""

_NARROWEST = 1e-30
"""What is smaller is drawn as zero, far from where squares of numbers underflow."""


def thinned(places: Any, count: int) -> Any:
    """Return which of many ascending places to mark so that some `count` stand evenly, all if few.

    They are the nearest to evenly spaced ones, both ends among them.
    """
    wanted = np.linspace(places[0], places[-1], count)
    return np.unique(np.argmin(np.abs(np.subtract.outer(wanted, places)), axis=1))


def curves(ax: Axes, x: Any, ys: Any, colours: Iterable[Any], **look: Any) -> None:
    """Draw the rows of `ys`, shape (curves, points), a colour each, as one object."""
    from matplotlib.collections import LineCollection

    lines = np.stack(np.broadcast_arrays(x, ys), axis=-1)
    ax.add_collection(LineCollection(list(lines), colors=list(colours), **look), autolim=False)
    ax.update_datalim([(np.min(x), np.nanmin(ys)), (np.max(x), np.nanmax(ys))])
    ax.autoscale_view()


def color_map(ax: Axes, x: Any, y: Any, z: Any, **look: Any) -> Any:
    """Draw z, shape (x, y), over two ascending axes, as colours of the values at the points.

    Between evenly spaced points the values are interpolated linearly (``interpolation="nearest"``:
    cells around the points); else each point has a cell of one colour.
    """
    if _is_even(x) and _is_even(y):
        (left, right), (low, high) = (_borders(axis)[[0, -1]] for axis in (x, y))
        place = {"extent": (left, right, low, high), "aspect": "auto", "origin": "lower"}
        smooth = {"interpolation": "bilinear", "interpolation_stage": "data"}
        picture: Any = ax.imshow(np.transpose(z), **(smooth | place | look))
    else:
        look.pop("interpolation", None)
        picture = ax.pcolormesh(
            _borders(x), _borders(y), np.transpose(z), **({"rasterized": True} | look)
        )
    ax.set(xlim=limits(x), ylim=limits(y))
    # Ticks that point inwards would be lost on dark colours; without numbers none are needed.
    numbers = (ax.xaxis.get_tick_params(), ax.yaxis.get_tick_params())
    below, beside = (numbers[0].get("labelbottom", True), numbers[1].get("labelleft", True))
    ax.tick_params(direction="out", top=False, right=False, bottom=below, left=beside)
    return picture


def _is_even(axis: Any) -> bool:
    steps = np.diff(axis)
    return axis.size == 1 or bool(np.ptp(steps) <= 1e-6 * steps.max())  # rounding of an even range


def bar(drawing: Figure, picture: Any, label: str, **look: Any) -> Any:
    """Draw the scale of colours to the right of all panels."""
    scale = drawing.add_axes((0.9, 0, 0.02, 1), label=_layout.BAR)
    drawn = drawing.colorbar(picture, cax=scale, **look)
    drawn.set_label(label)
    return drawn


def _borders(centres: Any) -> Any:
    low, high = limits(centres)
    if len(centres) == 1:
        return np.array([low, high])
    inner = (centres[1:] + centres[:-1]) / 2
    first, last = 2 * centres[0] - inner[0], 2 * centres[-1] - inner[-1]
    return np.concatenate([[min(first, low)], inner, [max(last, high)]])


def limits(values: Any) -> tuple[float, float]:
    """Return the ends of an axis, wide enough apart to draw ticks between them.

    A single value stands in the middle; so do values that differ by less than 1e-9 of themselves
    or by less than 1e-30, which tick labels could not tell apart.
    """
    low, high = float(np.min(values)), float(np.max(values))
    if low == high:
        return (0.9 * low, 1.1 * low) if low > 5 * _NARROWEST else (low - 0.5, low + 0.5)
    middle, half = (low + high) / 2, max(_FINEST * max(abs(low), abs(high)), _NARROWEST) / 2
    return min(low, middle - half), max(high, middle + half)


def log_limits(values: Any) -> tuple[float, float]:
    """Return the ends of a logarithmic axis, at least 1 % apart."""
    low, high = float(np.min(values)), float(np.max(values))
    return (low, high) if high > 1.01 * low else (0.9 * low, 1.1 * high)


def marker(values: Any) -> str:
    """Return a marker for a curve too short to be seen as a line, else none."""
    low, high = limits(values)
    return "." if np.ptp(values) < 0.01 * (high - low) else ""


def runs(dataset: Dataset, *names: str) -> list[Dataset]:
    """Return the stretches of rows in which the named columns stay the same, in order."""
    new = np.zeros(len(dataset), dtype=bool)
    for name in names:
        new[1:] |= dataset[name][1:] != dataset[name][:-1]
    ends = [0, *np.flatnonzero(new).tolist(), len(dataset)]
    return [
        replace(dataset, data={name: array[a:b] for name, array in dataset.data.items()})
        for a, b in itertools.pairwise(ends)
    ]


def mean_and_bar(dataset: Dataset, name: str, *axes: str) -> tuple[Any, Any]:
    """Return the mean of a column along the last of some axes, and its standard deviation there.

    Of one sample the deviation is 0.
    """
    found = dataset.grid(name, *axes)
    return np.mean(found, axis=-1), np.std(found, axis=-1, ddof=min(1, found.shape[-1] - 1))


def decade(values: Any) -> float:
    """Return the power of ten of the largest magnitude, 1 where all values are next to nothing."""
    largest = float(np.max(np.abs(values)))
    return float(10.0 ** np.floor(np.log10(largest))) if largest > _NARROWEST else 1.0
