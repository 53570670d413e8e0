"""All combinations of the swept values, numbered, and how they are cut into pieces.

A piece is a whole number of blocks of sets that observables compute together, so that numbers do
not depend, to the last digit, on where the cuts are, nor on who computes what.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from magrepro import __version__, figures as registry
from magrepro.observables import Observable
from magrepro.parameters import FigureParams
from magrepro.sweep.axes import SweptAxis
from magrepro.sweep.pieces import Columns, CombinationError, Piece, compute, failures, params_of

PIECE_SECONDS: Final = 1.0
"""What a piece takes: long beside its way to a worker, short beside what a stop may cost."""

MOST_ROWS: Final = 1 << 16
"""Rows of a piece, which bound the memory that it takes."""

PIECES_A_WORKER: Final = 4
"""At the least, so that none waits long for the others."""


@dataclass(frozen=True)
class Sweep:
    """A figure, what is swept, and what is looked at."""

    figure: str
    base: Mapping[str, Any]
    axes: tuple[SweptAxis, ...]
    observables: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Number of combinations."""
        return math.prod(len(axis.values) for axis in self.axes)

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameters swept; the last one changes fastest."""
        return tuple(axis.key for axis in self.axes)

    @property
    def chosen(self) -> tuple[Observable, ...]:
        """The observables themselves."""
        known = {entry.name: entry for entry in registry.observables(self.figure)}
        return tuple(known[name] for name in self.observables)

    @property
    def block(self) -> int:
        """Combinations that are computed together."""
        return math.lcm(*(entry.together for entry in self.chosen))

    def combination(self, number: int) -> tuple[Any, ...]:
        """Return the values of one combination, counted from 0."""
        row = []
        for axis in reversed(self.axes):
            number, place = divmod(number, len(axis.values))
            row.append(axis.values[place])
        return tuple(reversed(row))

    def piece(self, start: int, stop: int) -> Piece:
        """Return the combinations from one number to before another."""
        rows = tuple(map(self.combination, range(start, min(stop, self.size))))
        return Piece(self.figure, self.base, self.keys, rows, self.observables, self._worded)

    @cached_property
    def _worded(self) -> frozenset[str]:
        return frozenset(
            axis.key for axis in self.axes if any(isinstance(value, str) for value in axis.values)
        )

    def params(self) -> FigureParams | None:
        """Return the parameters of one combination, None if those tried do not go together."""
        for number in range(min(self.size, _TRIED)):
            with suppress(CombinationError):
                return params_of(self.piece(number, number + 1))[0]
        return None

    @property
    def short(self) -> str:
        """Eight hexadecimal digits that identify what is computed."""
        return hashlib.sha256(self._said.encode()).hexdigest()[:8]

    @cached_property
    def digest(self) -> str:
        """Hexadecimal digits that identify what is computed, the code that does it included."""
        return hashlib.sha256(f"{__version__} {_code()} {self._said}".encode()).hexdigest()

    @property
    def _said(self) -> str:
        said = [self.figure, self.base, [(a.key, a.values) for a in self.axes], self.observables]
        return json.dumps(said, sort_keys=True)


def _code() -> str:
    """Return a hash of all that numbers depend on within the package."""
    package, hashed = Path(__file__).parents[1], hashlib.sha256()
    for part in ("core", "figures", "sweep"):
        for path in sorted(package.joinpath(part).rglob("*.py")):
            hashed.update(path.read_bytes())
    return hashed.hexdigest()


@dataclass(frozen=True)
class Pilot:
    """What a few combinations took."""

    seconds: float
    """A combination."""
    rows: float = 1.0
    """Rows of the table a combination."""

    def length(self, sweep: Sweep, workers: int) -> int:
        """Return how many combinations make a piece."""
        most = min(PIECE_SECONDS / self.seconds, MOST_ROWS / self.rows)
        most = min(most, sweep.size / (PIECES_A_WORKER * workers))
        return max(1, int(most / sweep.block)) * sweep.block


def tried(sweep: Sweep) -> Pilot:
    """Compute a few combinations, spread over the sweep, for a second at the most.

    What is imported and kept for all is not counted, unless the first takes longer than a second.
    """
    start = time.perf_counter()
    rows = _length(compute(sweep.piece(0, 1)))
    seconds, done = time.perf_counter() - start, 0
    if seconds > PIECE_SECONDS:
        return Pilot(seconds, max(rows, 1))
    seconds, rows = 0.0, 0
    for first in dict.fromkeys(_first(sweep, part) for part in _SPREAD):
        piece = sweep.piece(first, first + sweep.block)
        begun = time.perf_counter()
        found = compute(piece)
        seconds += time.perf_counter() - begun
        rows += _length(found)
        # What cannot be computed is known soon, and says nothing of what the others take.
        done += len(piece.rows) - failures(found)
        if time.perf_counter() - start > PIECE_SECONDS:
            break
    return Pilot(max(seconds / max(done, 1), 1e-7), max(rows / max(done, 1), 1.0))


def _first(sweep: Sweep, part: float) -> int:
    return int(part * (sweep.size - 1)) // sweep.block * sweep.block


_SPREAD: Final = (0.5, 0.0, 1.0, 0.25, 0.75)
"""Where the pilot computes: the middle first, since costs rise or fall along most axes."""

_TRIED: Final = 64
"""Combinations looked at for one that is allowed: those that are not may be a corner of all."""


def _length(columns: Columns) -> int:
    return next(iter(columns.values())).size
