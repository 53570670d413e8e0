"""Which numbers of the CSVs are proved: rows drawn, enclosed and compared with their cells."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache, reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from magrepro import certify, figures as registry
from magrepro.dataset import TOLERANCES, Column, Dataset, read_csv

if TYPE_CHECKING:
    from magrepro.parameters import FigureParams

PRECISIONS: Final = (128, 192, 256, 512, 1024)
"""Bits of working precision, tried in turn."""

NARROW: Final = 0.01
"""Width of an interval, in tolerances of its column, below which a number is compared with it."""

PIECE: Final = 25
"""Rows that a process certifies before it reports."""


class MissingLibrary(Exception):  # noqa: N818
    """The ball arithmetic is not installed."""


def require_flint() -> None:
    """Refuse to go on without python-flint.

    Raises
    ------
    MissingLibrary
        If it cannot be imported.
    """
    try:
        import flint  # noqa: F401
    except ImportError:
        raise MissingLibrary(
            "certificates need python-flint; install it with: pip install 'magrepro[certify]'"
        ) from None


@dataclass(frozen=True)
class Piece:
    """Some rows of a figure's CSV, counted from 0, to be certified."""

    name: str
    folder: Path
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Outside:
    """A cell that lies outside its interval by more than its column's tolerance."""

    name: str
    line: int
    """Line of the CSV, the header being the first."""
    at: Mapping[str, Any]
    """The cells that locate the row."""
    column: str
    value: Any
    interval: str
    distance: float
    """In tolerances; infinite for words and whole numbers."""

    def __str__(self) -> str:
        where = ", ".join(f"{name}={v}" for name, v in self.at.items() if name != self.column)
        said = (
            f"{self.name}.csv:{self.line}: {self.column} ({where}): {self.value} is outside: the "
        )
        if np.isinf(self.distance):
            return f"{said}exact value is {self.interval}"
        return f"{said}exact value lies in {self.interval}, {self.distance:.3g} tolerances away"


@dataclass(frozen=True)
class Found:
    """What certifying some rows of a figure found."""

    name: str
    points: int = 0
    """Rows looked at."""
    proved: int = 0
    by_rule: int = 0
    """Rows on a border, where a stated rule decides."""
    widest: float = 0.0
    """Widest interval, in tolerances of its column."""
    farthest: float = 0.0
    """Largest distance of a cell from the far end of its interval, in tolerances."""
    seconds: float = 0.0
    outside: tuple[Outside, ...] = ()
    unproved: Mapping[str, int] = field(default_factory=dict)
    """Rows for each reason why they could not be enclosed."""

    def __add__(self, other: Found) -> Found:
        return Found(
            self.name,
            self.points + other.points,
            self.proved + other.proved,
            self.by_rule + other.by_rule,
            max(self.widest, other.widest),
            max(self.farthest, other.farthest),
            self.seconds + other.seconds,
            self.outside + other.outside,
            dict(Counter(self.unproved) + Counter(other.unproved)),
        )

    def line(self) -> str:
        """Return the figure's line of the report, under `HEADER`."""
        counts = f"{self.name:<10}{self.points:>7}{self.proved:>8}{sum(self.unproved.values()):>12}"
        counts += f"{self.by_rule:>9}"
        return f"{counts}{self.widest:>10.1e}{self.farthest:>10.1e}{self.seconds:>9.1f}"

    def as_data(self) -> dict[str, Any]:
        """Return what was found as plain data; JSON has no infinity."""
        found = asdict(self)
        for entry, key in ((found, "farthest"), *((o, "distance") for o in found["outside"])):
            entry[key] = entry[key] if np.isfinite(entry[key]) else None
        return found


HEADER: Final = (
    f"{'figure':<10}{'rows':>7}{'proved':>8}{'not proved':>12}{'by rule':>9}"
    f"{'widest':>10}{'farthest':>10}{'seconds':>9}"
)
"""Widest interval and farthest cell are in tolerances of their column."""


@lru_cache(maxsize=4)
def table_of(name: str, folder: Path) -> Dataset:
    """Return the numbers of a figure's CSV.

    Raises
    ------
    DatasetError
        If there is none or it does not hold the figure's columns.
    """
    return read_csv(folder / f"{name}.csv", registry.load(name).COLUMNS)


def pieces(name: str, folder: Path, sample: int | None, seed: int) -> list[Piece]:
    """Return the rows to certify: all of them, or so many drawn, the hardest always among them."""
    table = table_of(name, folder)
    rows = np.arange(len(table))
    if sample is not None and sample < rows.size:
        wanted = hardest(name, table)[:sample]
        rest = np.setdiff1d(rows, wanted)
        rng = np.random.default_rng([seed, *name.encode()])
        drawn = rng.choice(rest, sample - len(wanted), replace=False)
        rows = np.sort(np.concatenate([np.array(wanted, dtype=np.int64), drawn]))
    size = max(1, min(PIECE, -(-rows.size // 2)))
    parts = [rows[start : start + size] for start in range(0, rows.size, size)]
    return [Piece(name, folder, tuple(part.tolist())) for part in parts]


def hardest(name: str, table: Dataset) -> list[int]:
    """Return rows that every sample holds: the coldest and warmest, those the certificate names."""
    certificate, params = certify.load(name), registry.load(name).Params()
    own = getattr(certificate, "hardest", lambda *_: ())
    rows = []
    for column in ("t_over_tf", "temperature_k"):
        if column in table.data:
            rows += [int(np.argmin(table[column])), int(np.argmax(table[column]))]
    return list(dict.fromkeys([*rows, *own(table.data, params)]))


def certified(piece: Piece) -> Found:
    """Certify some rows; what cannot be read, as `DatasetError`."""
    start = time.perf_counter()
    module = registry.load(piece.name)
    task = _Task(piece.name, table_of(piece.name, piece.folder), module.Params())
    found = reduce(add, map(task.row, piece.rows))
    return found + Found(piece.name, seconds=time.perf_counter() - start)


@dataclass(frozen=True)
class _Task:
    """A figure's numbers and parameters."""

    name: str
    table: Dataset
    params: FigureParams

    def row(self, number: int) -> Found:
        """Enclose one row at rising precision until its balls are narrow, and compare."""
        from flint import ctx

        reason = "the intervals stay wide"
        row = {name: array[number].item() for name, array in self.table.data.items()}
        for bits in PRECISIONS:
            try:
                with ctx.workprec(bits):
                    judged = self._judged(row)
            except certify.NotProved as error:
                reason = str(error)
                continue
            if all(width <= NARROW for _, width, _, _ in judged):
                return self._compared(number, row, judged)
        return Found(self.name, points=1, unproved={reason: 1})

    def _judged(self, row: certify.Row) -> list[tuple[Column, float, float, Any]]:
        """Return column, width and distance in tolerances, and enclosure, for each computed one."""
        certificate = certify.load(self.name)
        exact = dict(certificate.enclose(row, self.params))
        computed = [c for c in self.table.columns if c.name not in certificate.GIVEN]
        if {c.name for c in computed} != set(exact):
            raise TypeError(f"{self.name}: certified are {sorted(exact)}, not all that is computed")
        return [
            (c, *self._measured(c, row[c.name], exact[c.name]), exact[c.name]) for c in computed
        ]

    def _measured(self, column: Column, value: Any, exact: Any) -> tuple[float, float]:
        from flint import arb

        if not isinstance(exact, arb):
            return 0.0, 0.0 if value == exact else float("inf")
        if not exact.is_finite():
            return float("inf"), float("inf")
        tolerance = _tolerance(column, value, self.largest[column.name])
        if not tolerance or not np.isfinite(value):
            same = exact.is_exact() and exact == value
            return 0.0, 0.0 if same else float("inf")
        width = float((2 * exact.rad() / tolerance).abs_upper())
        return width, float(((exact - value) / tolerance).abs_upper())

    @cached_property
    def largest(self) -> dict[str, float]:
        """Largest magnitude in each column of numbers."""
        cells = {c.name: self.table[c.name] for c in self.table.columns if c.dtype is not str}
        return {
            name: float(np.max(np.abs(array), initial=0.0, where=np.isfinite(array)))
            for name, array in cells.items()
        }

    def _compared(
        self, number: int, row: certify.Row, judged: Sequence[tuple[Column, float, float, Any]]
    ) -> Found:
        places = {*certify.load(self.name).GIVEN, *type(self.params).model_fields}
        at = {name: row[name] for name in row if name in places}
        outside = tuple(
            Outside(
                self.name, number + 2, at, column.name, row[column.name], _written(exact), distance
            )
            for column, _, distance, exact in judged
            if distance > 1
        )
        return Found(
            self.name,
            points=1,
            proved=int(not outside),
            by_rule=int(any(isinstance(exact, certify.ByRule) for *_, exact in judged)),
            widest=max(width for _, width, _, _ in judged),
            farthest=max(distance for _, _, distance, _ in judged),
            outside=outside,
        )


def _tolerance(column: Column, value: float, largest: float) -> float:
    if column.dtype is not float:
        return 0.0
    rtol, atol_rel = TOLERANCES[column.kind]
    return rtol * abs(value) + atol_rel * largest


def _written(exact: Any) -> str:
    return str(exact) if isinstance(exact, str | int) else str(exact.str(25))


def gathered(results: Iterable[Found]) -> Iterator[Found]:
    """Yield what was found for each figure as soon as the pieces of the next one come in."""
    for _, parts in itertools.groupby(results, lambda found: found.name):
        yield reduce(add, parts)
