"""The look of the figures: sizes, type, colours, dashes; all that a figure draws with is here.

What draws data is in `_data`, what writes texts in `_labels`; figures take both from here.

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from magrepro.figures import _layout
from magrepro.figures._data import (
    bar as bar,
    color_map as color_map,
    curves as curves,
    decade as decade,
    limits as limits,
    log_limits as log_limits,
    marker as marker,
    mean_and_bar as mean_and_bar,
    runs as runs,
    thinned as thinned,
)
from magrepro.figures._labels import (
    MOST_NAMED as MOST_NAMED,
    apart as apart,
    arrow as arrow,
    as_fraction as as_fraction,
    labels as labels,
    letter as letter,
    name_ends as name_ends,
    panel_letters as panel_letters,
    power_of_ten as power_of_ten,
    text_within as text_within,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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

SMALL = 7
"""Size of labels within a picture, points; indices and powers, 0.7 of it, are alone smaller."""

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


def columns(count: int) -> int:
    """Return how many panels of `count` stand side by side."""
    return 2 if count <= MOST_IN_TWO_COLUMNS else math.ceil(math.sqrt(count))


def label_outer(axes: list[Axes], across: str, up: str) -> None:
    """Write what the axes are to the left of, and below, panels laid out by `panels`."""
    wide = columns(len(axes))
    for ax in axes[::wide]:
        ax.set_ylabel(up)
    for ax in axes[-wide:]:
        ax.set_xlabel(across)


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
