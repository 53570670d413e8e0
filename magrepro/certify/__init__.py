"""Certificates: for a row of a figure's CSV, intervals that provably hold the exact numbers.

The arithmetic is that of balls, python-flint's `arb`: every operation returns a ball that contains
each result its operands could have. Nothing here imports `magrepro.core`: the equations are written
once more, and what guides a search is never taken for a proof.

A module of `magrepro.certify.figures` certifies the figure of its name. It holds

- ``enclose(row, params)``: a ball for each computed column of one row, at the working precision of
  `flint.ctx`; a word for a column of words, a whole number for one of whole numbers. It is called
  again at a higher precision until the balls are narrow, and raises `NotProved` where it cannot
  tell.
- ``GIVEN``: names of the columns that are taken as they stand, exact doubles: the axes.
- ``hardest(table, params)``, if there are points that no sample should leave out: their rows,
  counted from 0.

What numbers mean: a cell of a column in ``GIVEN`` is exactly its double, and so is a parameter. A
size given by the name of a Bessel zero is that zero, not its double, because the equation is meant
at the level; the cell ``kf_a`` is then a computed number and has its own ball.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

Row = Mapping[str, Any]
"""One row of a CSV: a number or a word a column."""


class NotProved(ArithmeticError):  # noqa: N818
    """An enclosure that was not reached; the message is the reason."""


class ByRule(str):
    """A word on a border between two, where a stated rule decides and not the sign of a number."""

    __slots__ = ()


class Certificate(Protocol):
    """What the certificate of a figure holds; ``hardest`` may be missing."""

    GIVEN: Sequence[str]

    def enclose(self, row: Row, params: Any, /) -> Mapping[str, Any]:
        """Return a ball, a word or a whole number for each computed column."""
        ...


def names() -> list[str]:
    """Return the names of the figures that have a certificate."""
    folder = Path(__file__).parent / "figures"
    return sorted(path.stem for path in folder.glob("[!_]*.py"))


def load(name: str) -> Certificate:
    """Import the certificate of a figure."""
    return cast(Certificate, importlib.import_module(f"{__name__}.figures.{name}"))
