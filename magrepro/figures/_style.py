"""The look of the figures: sizes, type, colours, panel letters.

Colours are those of Okabe and Ito, which colour-blind readers can tell apart, matched to the
colours that the captions name. Matplotlib is imported only when something is drawn.
"""

from __future__ import annotations

import functools
import itertools
import logging
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

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

PHASES = {
    "antialigned": "#BBD6EC",
    "diamagnetic": "#CDE8C9",
    "paramagnetic": "#FBD9C6",
    "aligned": "#EFA59B",
}
"""Background colours of the four regimes: blue, green, salmon and red, light enough for text."""

MOST_IN_TWO_COLUMNS = 24
"""Panels; beyond, a picture of two columns would be taller than its page many times over."""

LARGEST = 16.0
"""Side of the largest picture of many panels, inch: 23 million points at 300 to the inch."""

MOST_NAMED = 12
"""Curves that a legend or labels can name; of more, the first and the last are named."""

_RC: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 7.5,
    "axes.labelsize": 8,
    "axes.titlesize": 8,
    "legend.fontsize": 6.5,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "mathtext.fontset": "dejavusans",
    "axes.linewidth": 0.7,
    "lines.linewidth": 1.2,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "legend.frameon": False,
    "legend.handlelength": 1.8,
    "savefig.dpi": 300,
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

    The figure is saved with them too, whenever that is: fonts, among others, are chosen then.
    """

    @functools.wraps(draw)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with context():
            drawing = draw(*args, **kwargs)
        vars(drawing)["savefig"] = functools.partial(_save, drawing)
        return drawing

    return wrapper  # type: ignore[return-value]


def _save(drawing: Figure, *args: Any, **kwargs: Any) -> None:
    with context():
        type(drawing).savefig(drawing, *args, **kwargs)


def figure(width: float = COLUMN, height: float = 2.5) -> Figure:
    """Return an empty figure of the given size in inches, free of pyplot."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def colours(count: int, *first: str) -> list[str]:
    """Return `count` colours: those given, then the others, then all again."""
    others = [c for c in (BLUE, RED, GREEN, ORANGE, PINK, SKY, BLACK) if c not in first]
    return list(itertools.islice(itertools.cycle([*first, *others]), count))


def lines(count: int) -> list[Any]:
    """Return `count` line styles, so that curves differ without their colours too."""
    kinds: tuple[Any, ...] = ("-", (0, (5, 1.2)), (0, (3, 1, 1, 1)), (0, (1, 0.8)), (0, (7, 2)))
    return list(itertools.islice(itertools.cycle(kinds), count))


def letter(ax: Axes, text: str, *, x: float = 0.02, y: float = 0.97, **style: Any) -> None:
    """Write a panel's letter in its upper left corner."""
    box: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1.0}
    look: dict[str, Any] = {"va": "top", "ha": "left", "bbox": box, "zorder": 10}
    ax.text(x, y, f"({text})", transform=ax.transAxes, **(look | style))


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


def named_map(name: str, colours: Iterable[str]) -> Any:
    """Return a colour map that shades through the given colours."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(name, list(colours))


def color_map(ax: Axes, x: Any, y: Any, z: Any, **look: Any) -> Any:
    """Draw z, shape (x, y), as cells around the points of two ascending axes, even or not."""
    look = {"rasterized": True} | look
    mesh = ax.pcolormesh(_borders(x), _borders(y), np.transpose(z), **look)
    ax.set(xlim=limits(x), ylim=limits(y))
    return mesh


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
        return (0.9 * low, 1.1 * low) if low > _NARROWEST else (low - 0.5, low + 0.5)
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
