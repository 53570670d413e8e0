"""Texts and arrows in a picture: panel letters, names of curves, numbers as they are printed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NAMED = 12
"""Curves that a legend or labels can name; of more, the first and the last are named."""


def letter(ax: Axes, text: str, *, x: float = 0.02, y: float = 0.97, **style: Any) -> None:
    """Write a panel's letter in its upper left corner."""
    box: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1.0}
    look: dict[str, Any] = {"va": "top", "ha": "left", "bbox": box, "zorder": 10}
    ax.text(x, y, f"({text})", transform=ax.transAxes, **(look | style))


def arrow(ax: Axes, start: Any, vector: Any, **look: Any) -> None:
    """Draw an arrow from a point along a vector, both in the units of the axes."""
    from matplotlib.patches import FancyArrowPatch

    kind: Any = {"arrowstyle": "-|>", "mutation_scale": 7, "linewidth": 1.0} | look
    end = (start[0] + vector[0], start[1] + vector[1])
    ax.add_patch(FancyArrowPatch(start, end, shrinkA=0, shrinkB=0, **kind))


def apart(heights: Any, least: float, most: float = math.inf) -> Any:
    """Return heights moved as little as labels need to stand `least` apart, none above `most`."""
    order = np.argsort(heights, kind="stable")
    steps = least * np.arange(order.size)
    # Isotonic means: a pile of labels stands centred on the places they belong to.
    piles = [[height, 1.0] for height in np.asarray(heights, dtype=float)[order] - steps]
    merged: list[list[float]] = []
    for pile in piles:
        merged.append(pile)
        while len(merged) > 1 and merged[-1][0] < merged[-2][0]:
            (high, m), (low, n) = merged.pop(), merged.pop()
            merged.append([(high * m + low * n) / (m + n), m + n])
    moved = np.empty(order.size)
    moved[order] = np.concatenate([np.full(int(n), mean) for mean, n in merged])
    moved[order] = np.minimum(moved[order], most - least * (order.size - 1)) + steps
    return moved


def name_ends(
    ax: Axes, heights: Any, names: list[str], *, title: str = "", colours: Iterable[Any] = ()
) -> None:
    """Write names to the right of the axes where curves end, ten points apart at the least.

    Thin lines lead to them where one had to move. Of more than 12 the first and the last are
    written. The limits are to be set before.
    """
    at = list(range(len(names))) if len(names) <= MOST_NAMED else [0, len(names) - 1]
    at = [i for i in at if names[i] and np.isfinite(heights[i])]
    points = np.array([(0.0, heights[i]) for i in at]).reshape(-1, 2)
    points[:, 0] = ax.get_xlim()[1]
    ends = ax.transAxes.inverted().transform(ax.transData.transform(points))[:, 1]
    line = 10 / 72 / (0.85 * ax.figure.get_figure(root=True).get_figheight())
    rows = ax.get_subplotspec().get_gridspec().nrows  # type: ignore[union-attr]
    places = apart(ends, line * rows, 0.98)
    moved = np.abs(places - ends).max(initial=0) > 0.3 * line * rows
    look: Any = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "center"}
    look |= {"fontsize": 7.5, "annotation_clip": False}
    gap = (12 if moved else 3, 0)
    shades = [*colours] or ["black"] * len(names)
    for i, end, place in zip(at, ends, places, strict=True):
        ax.annotate(names[i], (1, place), gap, color="black" if moved else shades[i], **look)
        if moved:
            _lead(ax, end, place, shades[i])
    if title and at:
        ax.annotate(title, (1, places.max() + 1.3 * line * rows), gap, **look)


def _lead(ax: Axes, end: float, place: float, colour: Any) -> None:
    """Draw a line from where a curve ends to its name, ten points to the right."""
    from matplotlib.transforms import offset_copy

    drawing: Any = ax.figure
    near, far = (offset_copy(ax.transAxes, drawing, x, 0, "points") for x in (1.5, 10.5))
    line: Any = {"arrowstyle": "-", "color": colour, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0}
    look: Any = {"xycoords": near, "textcoords": far, "annotation_clip": False}
    ax.annotate("", (1, end), (1, place), arrowprops=line, **look)


def as_fraction(half_integer: float) -> str:
    """Return a spin as it is written: 2, 3/2."""
    return f"{half_integer:g}" if half_integer == int(half_integer) else f"{2 * half_integer:g}/2"


def text_within(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Write a text at a point of the data if the axes show it; far outside it cannot be set."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    if left <= x <= right and low <= y <= high:
        ax.text(x, y, text, clip_on=True, **style)


def panel_letters() -> Iterator[str]:
    """Yield a, b, ... z, aa, ab, ... without end, for any number of panels."""
    for size in itertools.count(1):
        for word in itertools.product("abcdefghijklmnopqrstuvwxyz", repeat=size):
            yield "".join(word)


def labels(texts: Iterable[str]) -> Iterator[str | None]:
    """Yield the first legend entries, as many as a legend holds, and then none."""
    for number, text in enumerate(texts):
        yield text if number < MOST_NAMED else None


def power_of_ten(value: float) -> str:
    """Return a number as ``5×10⁻³`` in math text."""
    if value == 0:
        return "0"
    exponent = int(np.floor(np.log10(value) + 1e-7))
    mantissa = round(value / 10.0**exponent, 6)
    head = "" if mantissa == 1 else rf"{mantissa:g}\times "
    return rf"{head}10^{{{exponent}}}"
