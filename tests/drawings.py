"""The committed numbers and their pictures, which a process of the tests reads and draws once."""

import functools
from pathlib import Path
from typing import Any

import matplotlib.collections
import matplotlib.lines
import numpy as np

from magrepro import figures
from magrepro.config import parameters
from magrepro.dataset import Dataset, read_csv
from magrepro.figures import _style

FIGURES = Path(__file__).parent.parent / "figures"


@functools.cache
def committed(name: str) -> Dataset:
    """Return a figure's committed numbers, which nobody can change."""
    data = read_csv(FIGURES / f"{name}.csv", figures.load(name).COLUMNS)
    for array in data.data.values():
        array.setflags(write=False)
    return data


@functools.cache
def drawn(name: str) -> Any:
    """Return the picture of the committed numbers, to be looked at and not to be changed."""
    return fresh(name)


def fresh(name: str) -> Any:
    """Return the same picture, drawn again."""
    module = figures.load(name)
    return module.draw(committed(name), module.Params())


def assert_nothing_leaves(drawing: Any) -> None:
    """Every text and line is within the picture, as far as it is seen."""
    with _style.context():  # as it is saved: the number of ticks depends on their type
        box = drawing.get_tightbbox(drawing.canvas.get_renderer())
    width, height = drawing.get_size_inches()
    assert box.x0 >= -0.005
    assert box.y0 >= -0.005
    assert box.x1 <= width + 0.005
    assert box.y1 <= height + 0.005


def vertices(ax: Any) -> Any:
    """Return the corners of all lines of some axes; points that no line joins are none."""
    lines = ax.findobj(matplotlib.lines.Line2D)
    found = [line.get_xydata() for line in lines if line.get_linestyle() != "None"]
    for several in ax.findobj(matplotlib.collections.LineCollection):
        found += [line for line in several.get_segments() if len(line)]
    return np.concatenate(found)


def unplaced(name: str, *settings: str) -> Any:
    """Return the picture of other parameters before its panels are arranged, half of the time."""
    module: Any = figures.load(name)
    params = parameters(module.Params, settings=settings)
    with _style.context():
        return module.draw.__wrapped__(module.compute(params), params)
