"""The figures: every module here but ``common`` and ``style`` is one, found by its name.

A module's docstring opens with its paper, its figure and what it shows (``P, Fig. 5(b): …``), so
that listing the figures imports none of them.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from magrepro.dataset import Column, Dataset
    from magrepro.parameters import FigureParams


class FigureModule(Protocol):
    """What every figure's module holds."""

    __doc__: str
    Params: type[FigureParams]
    COLUMNS: tuple[Column, ...]
    compute: Callable[..., Dataset]
    draw: Callable[..., Figure]


@dataclass(frozen=True)
class Entry:
    """A figure's line in the list."""

    name: str
    paper: str
    figure: str
    title: str


def _natural(name: str) -> tuple[bool, list[tuple[int, str]]]:
    parts = re.findall(r"(\d+)|(\D+)", name)
    return name.startswith("vib_"), [(int(d or 0), w) for d, w in parts]


def names() -> list[str]:
    """Return the names of all figures, in the order of the papers."""
    found = {path.stem for path in Path(__file__).parent.glob("*.py")}
    return sorted(found - {"__init__", "common", "style"}, key=_natural)


def docstring(name: str) -> str:
    """Return a figure's docstring from its source, without importing it.

    Python started with ``-OO`` has none in the module.
    """
    text = Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
    return text.split('"""', 2)[1]


def describe(name: str) -> Entry:
    """Return a figure's paper, number and title, the first line of its docstring."""
    place, _, title = docstring(name).splitlines()[0].partition(": ")
    paper, _, figure = place.partition(", ")
    return Entry(name, paper, figure, title.rstrip("."))


def load(name: str) -> FigureModule:
    """Import a figure's module."""
    return cast(FigureModule, importlib.import_module(f"{__name__}.{name}"))
