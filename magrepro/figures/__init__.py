"""The figures: every module here without a leading underscore is one, found by its name.

A module's docstring opens with its paper, its figure and what it shows (``P, Fig. 5(b): …``, or
``P, beyond Fig. 5: …`` for a study), so that listing the figures imports none of them.

A module may hold ``SAMPLE``, a part of its default parameters: its data then take too long to be
computed whenever they are drawn, and are recorded (`magrepro.recorded`).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from magrepro.papers import PAPERS, Paper, by_key, is_study, of_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from magrepro.dataset import Column, Dataset
    from magrepro.observables import Observable
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


def _natural(name: str) -> tuple[int, list[tuple[int, str]]]:
    parts = re.findall(r"(\d+)|(\D+)", name)
    group = len(PAPERS) if is_study(name) else PAPERS.index(of_figure(name))
    return group, [(int(d or 0), w) for d, w in parts]


def names() -> list[str]:
    """Return the names of all figures: in the order of the papers, then the studies beyond them."""
    return sorted((path.stem for path in Path(__file__).parent.glob("[!_]*.py")), key=_natural)


def of_papers() -> list[str]:
    """Return the names of the papers' own figures."""
    return [name for name in names() if not is_study(name)]


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


def paper_of(name: str) -> Paper:
    """Return the paper that a figure is of, or that a study goes beyond."""
    return by_key(describe(name).paper)


def load(name: str) -> FigureModule:
    """Import a figure's module."""
    return cast(FigureModule, importlib.import_module(f"{__name__}.{name}"))


def alt(name: str, dataset: Dataset, params: FigureParams) -> str:
    """Return a figure's alternative text: its title, then what its data do.

    A module says the latter in ``alt``; without one the ranges of its columns are told.
    """
    from magrepro.figures._words import ranges

    title = describe(name).title
    tell = getattr(load(name), "alt", None)
    words = tell(dataset, params) if tell else ranges(dataset)
    return f"{title[:1].upper()}{title[1:]}. {words}"


def observables(name: str) -> tuple[Observable, ...]:
    """Return what can be read off a figure."""
    return getattr(load(name), "OBSERVABLES", ())
