"""The look of the figures: sizes, type, colours, dashes, panel letters.

Type is set as in the journal: STIX, 8 points where a figure is as wide as its column. Colours are
those of Okabe and Ito, which colour-blind readers can tell apart, matched to the colours that the
captions name; lines and areas differ in dash, width or lightness too, so that they can be told
apart in grey. Matplotlib is imported only when something is drawn.
"""

from __future__ import annotations

import functools
import io
import itertools
import logging
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from magrepro.figures import _layout

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from magrepro.dataset import Dataset

COLUMN = 8.6 / 2.54
"""Width of one column of the journal, inch."""

PAGE = 17.8 / 2.54
"""Width of both columns, inch."""

RED = "#D55E00"
BLUE = "#0072B2"
GREEN = "#009E73"
ORANGE = "#E69F00"
VIOLET = "#8A7BA8"
SKY = "#56B4E9"
PINK = "#CC79A7"
BLACK = "#000000"
GRAY = "#9A9A9A"
GOLD = {"facecolor": "#F7E2B2", "edgecolor": "#B08D2E"}
COPPER = {"facecolor": "#F3CFB8", "edgecolor": "#A0522D"}
SILVERY = {"facecolor": "#E3E6EA", "edgecolor": "#70757C"}

PHASES = {
    "antialigned": "#8DB6E0",
    "diamagnetic": "#E4F3DF",
    "paramagnetic": "#F5CBA8",
    "aligned": "#EFA195",
}
"""Background colours of the four regimes: blue, green, salmon and red, light enough for text.

In grey they are 0.68, 0.93, 0.83 and 0.72 of white, so that those that touch can be told apart.
"""

MOST_IN_TWO_COLUMNS = 24
"""Panels; beyond, a picture of two columns would be taller than its page many times over."""

LARGEST = 16.0
"""Side of the largest picture of many panels, inch: 23 million points at 300 to the inch."""

MOST_NAMED = 12
"""Curves that a legend or labels can name; of more, the first and the last are named."""

SMALL = 7
"""Size of labels within a picture, points; nothing is set smaller."""

_RC: Any = {
    "font.family": "STIXGeneral",
    "font.size": 8,
    "axes.labelsize": 8,
    "axes.titlesize": 8,
    "legend.fontsize": 7.5,
    "legend.title_fontsize": 7.5,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "mathtext.fontset": "stix",
    "axes.linewidth": 0.7,
    "lines.linewidth": 1.2,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "legend.frameon": False,
    "legend.handlelength": 2.6,
    "figure.dpi": 300,
    # Panels fill the picture until they are arranged: numbers at their ticks are then measured
    # where they stand closest, hence at their longest.
    "figure.subplot.left": 0,
    "figure.subplot.right": 1,
    "figure.subplot.bottom": 0,
    "figure.subplot.top": 1,
    "figure.subplot.wspace": 0,
    "figure.subplot.hspace": 0,
    "savefig.dpi": "figure",
    "svg.hashsalt": "magrepro",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "axes.unicode_minus": True,
}

F = TypeVar("F", bound=Callable[..., Any])


@contextmanager
def context() -> Iterator[None]:
    """Draw and save with the settings above and Matplotlib's own, whatever the user's are."""
    matplotlib = _matplotlib()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RC)
        yield


@functools.cache
def _matplotlib() -> Any:
    """Import Matplotlib, without its complaints about settings that are not used here."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        import matplotlib
    except UnicodeDecodeError:
        raise OSError(0, "cannot be read: not UTF-8 text", "matplotlibrc") from None
    finally:
        logging.disable(disabled)
    return matplotlib


def styled(draw: F) -> F:
    """Run a figure's ``draw`` with the settings above, leaving the caller's untouched.

    The figure is saved with them too, whenever that is: fonts, among others, are chosen then. So
    does a notebook show it.
    """

    @functools.wraps(draw)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with context():
            drawing = draw(*args, **kwargs)
            _layout.arrange(drawing)
        vars(drawing)["savefig"] = functools.partial(_save, drawing)
        vars(drawing)["_repr_png_"] = functools.partial(_png, drawing)
        return drawing

    return wrapper  # type: ignore[return-value]


def _save(drawing: Figure, *args: Any, **kwargs: Any) -> None:
    settings: Any = _COMPRESSION.get(kwargs.get("format"), {}) | kwargs
    with context():
        type(drawing).savefig(drawing, *args, **settings)


def _png(drawing: Figure) -> bytes:
    """Return what a notebook shows."""
    buffer = io.BytesIO()
    drawing.savefig(buffer, format="png")
    return buffer.getvalue()


_COMPRESSION: Any = {"png": {"pil_kwargs": {"compress_level": 3}}}
"""The usual level 6 takes a third longer for files smaller by a tenth."""


def particle(material: object) -> dict[str, str]:
    """Return the colours of a particle: gold, copper, or silvery as all other metals are."""
    looks = {"gold": GOLD, "copper": COPPER}
    return looks.get(material, SILVERY) if isinstance(material, str) else SILVERY


def figure(width: float = COLUMN, height: float = 2.5) -> Figure:
    """Return an empty figure of the given size in inches, free of pyplot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(width, height))
    FigureCanvasAgg(drawing)  # measures the texts when the panels are arranged
    return drawing


def colours(count: int, *first: str) -> list[str]:
    """Return `count` colours: those given, then the others, then all again."""
    others = [c for c in (BLUE, RED, GREEN, ORANGE, PINK, SKY, BLACK) if c not in first]
    return list(itertools.islice(itertools.cycle([*first, *others]), count))


def lines(count: int) -> list[Any]:
    """Return `count` line styles, so that curves differ without their colours too."""
    kinds: tuple[Any, ...] = (
        *("-", (0, (5, 1.2)), (0, (3, 1, 1, 1)), (0, (1, 0.8)), (0, (9, 2))),
        *((0, (3, 1, 1, 1, 1, 1)), (0, (2, 2))),
    )
    return list(itertools.islice(itertools.cycle(kinds), count))


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

    Of more than 12 the first and the last are written. The limits are to be set before.
    """
    at = list(range(len(names))) if len(names) <= MOST_NAMED else [0, len(names) - 1]
    at = [i for i in at if names[i] and np.isfinite(heights[i])]
    points = np.array([(0.0, heights[i]) for i in at]).reshape(-1, 2)
    points[:, 0] = ax.get_xlim()[1]
    places = ax.transAxes.inverted().transform(ax.transData.transform(points))[:, 1]
    line = 10 / 72 / (0.85 * ax.figure.get_figure(root=True).get_figheight())
    rows = ax.get_subplotspec().get_gridspec().nrows  # type: ignore[union-attr]
    places = apart(places, line * rows, 0.98)
    look: Any = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "center"}
    look |= {"fontsize": 7.5, "annotation_clip": False}
    shades = [*colours] or [BLACK] * len(names)
    for i, place in zip(at, places, strict=True):
        ax.annotate(names[i], (1, place), (3, 0), color=shades[i], **look)
    if title and at:
        ax.annotate(title, (1, places.max() + 1.3 * line * rows), (3, 0), **look)


def thinned(places: Any, count: int) -> Any:
    """Return which of many ascending places to mark so that some `count` stand evenly, all if few.

    They are the nearest to evenly spaced ones, both ends among them.
    """
    wanted = np.linspace(places[0], places[-1], count)
    return np.unique(np.argmin(np.abs(np.subtract.outer(wanted, places)), axis=1))


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


def columns(count: int) -> int:
    """Return how many panels of `count` stand side by side."""
    return 2 if count <= MOST_IN_TWO_COLUMNS else math.ceil(math.sqrt(count))


def panels(
    count: int, *, height: float, width: float = COLUMN, extra: float = 0.0, share_y: bool = True
) -> tuple[Figure, list[Axes]]:
    """Return a figure and its panels in two columns, `height` inches each and `extra` besides.

    All have the same horizontal axis, and the same vertical one unless `share_y` is off: numbers
    stand at the outer panels. More than 24 are laid out in a square that grows to `LARGEST` inches,
    and shrink from there on; their limits are the caller's to set, because Matplotlib's shared
    axes take a time that grows as the square of their number.
    """
    across = columns(count)
    rows, many = -(-count // across), across > 2
    size = (width, height * rows + extra)
    if many:
        size = (min(width / 2 * across, LARGEST), min(height * rows + extra, LARGEST))
    drawing = figure(*size)
    axes = drawing.subplots(
        rows, across, squeeze=False, sharex=not many, sharey=share_y and not many
    )
    if many:
        for ax in axes[:-1].ravel():
            ax.tick_params(labelbottom=False)
        for ax in axes[:, 1:].ravel() if share_y else ():
            ax.tick_params(labelleft=False)
    for ax in axes.ravel()[count:]:
        ax.set_visible(False)
    return drawing, list(axes.ravel()[:count])


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


_FINEST = 1e-9
_NARROWEST = 1e-30


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


def labels(texts: Iterable[str]) -> Iterator[str | None]:
    """Yield the first legend entries, as many as a legend holds, and then none."""
    for number, text in enumerate(texts):
        yield text if number < _MOST_LABELS else None


_MOST_LABELS = 12


def decade(values: Any) -> float:
    """Return the power of ten of the largest magnitude, 1 where all values are next to nothing."""
    largest = float(np.max(np.abs(values)))
    return float(10.0 ** np.floor(np.log10(largest))) if largest > _NARROWEST else 1.0


def power_of_ten(value: float) -> str:
    """Return a number as ``5×10⁻³`` in math text."""
    if value == 0:
        return "0"
    exponent = int(np.floor(np.log10(value) + 1e-7))
    mantissa = round(value / 10.0**exponent, 6)
    head = "" if mantissa == 1 else rf"{mantissa:g}\times "
    return rf"{head}10^{{{exponent}}}"
