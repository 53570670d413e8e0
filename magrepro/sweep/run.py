"""A sweep from its request to its files."""

from __future__ import annotations

import difflib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from magrepro import __version__, figures as registry, workers
from magrepro.config import given
from magrepro.dataset import Column
from magrepro.output import Together
from magrepro.parameters import FigureParams
from magrepro.sweep import picture, table
from magrepro.sweep.axes import SweepError, axes_of, implied
from magrepro.sweep.combinations import Sweep
from magrepro.sweep.pieces import (
    ERROR,
    GIVEN,
    Columns,
    CombinationError,
    Piece,
    compute,
    failures,
    words,
)
from magrepro.sweep.store import Cut, Store
from magrepro.text import excerpt
from magrepro.workers import Crew


def asked(
    figure: str,
    base: FigureParams,
    over: Iterable[str],
    observe: Iterable[str],
    settings: Iterable[str] = (),
) -> Sweep:
    """Return the sweep that a command line asks for.

    Parameters
    ----------
    figure, base
        A figure, and the parameters of all combinations.
    over, observe
        Texts ``KEY=VALUES`` and names of observables, with commas.
    settings
        Texts ``KEY=VALUE`` that have made `base` and must not be swept.

    Raises
    ------
    SweepError, ConfigError
        If a key, a value or an observable is not right.
    """
    names = _observables(figure, observe)
    axes = axes_of(type(base), base, over)
    fixed = {text.partition("=")[0].partition(".")[0].strip() for text in settings}
    for axis in axes:
        if axis.key in fixed:
            raise SweepError(f"--over {axis.key}: given twice, by --set and --over")
    known = {entry.name: entry for entry in registry.observables(figure)}
    wanted = dict.fromkeys(key for name in names for key in known[name].at)
    axes += implied(base, [key for key in wanted if key not in {axis.key for axis in axes}])
    if not axes:
        raise SweepError("nothing is swept: give --over KEY=VALUES")
    return Sweep(figure, given(base), axes, names)


def _observables(figure: str, observe: Iterable[str]) -> tuple[str, ...]:
    words = [word.strip() for text in observe for word in text.split(",")]
    known = [entry.name for entry in registry.observables(figure)]
    for word in words:
        if word not in known:
            close = difflib.get_close_matches(word[:60], known, n=1, cutoff=0.4)
            hint = f"did you mean {close[0]}?" if close else f"there are: {', '.join(known)}"
            hint = hint if known else f"{figure} has none"
            raise SweepError(f"--observe {excerpt(word)}: no such observable; {hint}")
    return tuple(dict.fromkeys(words))


@dataclass(frozen=True)
class _Computed:
    """Computes the piece that stands beside a cut."""

    def __call__(self, pair: tuple[Cut, Piece]) -> Columns:
        return compute(pair[1])


def carry_out(store: Store, crew: Crew) -> Iterator[int]:
    """Compute and keep the pieces that are missing; yield the combinations of each.

    Raises
    ------
    WorkerError, ClusterError
        If it cannot go on; what is done stays.
    """
    todo = ((cut, store.sweep.piece(cut.start, cut.stop)) for cut in store.missing())
    for (cut, _), columns in workers.as_done(_Computed(), todo, crew):
        store.keep(cut, columns)
        yield cut.size


def pieces(store: Store) -> Iterator[Columns]:
    """Yield all pieces in order; one that is lost or broken is computed here."""
    for cut in store.cuts():
        found = store.read(cut)
        if found is None:
            found = compute(store.sweep.piece(cut.start, cut.stop))
            store.keep(cut, found)
        yield found


@dataclass(frozen=True)
class Written:
    """What a sweep left."""

    paths: tuple[Path, ...]
    counted: Counted
    no_picture: str
    """Why there is no picture, if there is none."""
    largest: dict[str, tuple[float, str]]
    """Of each observable the largest number, and the combination it belongs to."""


@dataclass(frozen=True)
class Counted:
    """The rows of a table, and what is missing in it."""

    rows: int
    unanswered: int
    """Numbers that are nan though they could be computed."""
    failed: int
    """Combinations that could not be computed."""
    first: str
    """The first of them, and why."""


def write(store: Store, out: Path, formats: Iterable[str]) -> Written:
    """Write the table, its picture and what was asked, all or none, and remove the pieces.

    Raises
    ------
    OutputError
        If a file cannot be written.
    CombinationError
        If none of the combinations could be computed.
    """
    sweep, name = store.sweep, f"sweep-{store.sweep.figure}"
    counted = _counted(store)
    if counted.failed == sweep.size:
        store.remove()
        raise CombinationError(counted.first)
    columns, largest = _columns(store, failed=counted.failed > 0), _largest(store)
    even = partial(_evened, store, columns)
    kinds = {"csv": table.csv, "parquet": table.parquet}
    plan = picture.layout(sweep)
    paths = [out / f"{name}.{end}" for end in formats]
    with Together(out, name) as files:
        for path in paths:
            data = files.write(path, kinds[path.suffix[1:]](columns, even))
        if isinstance(plan, picture.Layout):
            source = f"{name}.{paths[-1].suffix[1:]} sha256 {data}"
            for addition, content in _drawn(store, plan, source):
                paths.append(out / f"{name}{addition}.png")
                files.write(paths[-1], [content])
        paths.append(out / f"{name}.json")
        files.write(paths[-1], [_said(sweep, columns, counted)])
    store.remove()
    return Written(tuple(paths), counted, plan if isinstance(plan, str) else "", largest)


def _largest(store: Store) -> dict[str, tuple[float, str]]:
    found: dict[str, tuple[float, str]] = {}
    for piece in pieces(store):
        for name in store.sweep.observables:
            numbers = np.nan_to_num(piece[name].astype(float), nan=-np.inf)
            place = int(np.argmax(numbers))
            if numbers[place] > found.get(name, (-np.inf, ""))[0]:
                found[name] = float(numbers[place]), _combination(store.sweep, piece, place)
    return found


def _columns(store: Store, *, failed: bool) -> tuple[Column, ...]:
    """Return the columns of the table, by a piece of which something could be computed."""
    some = next(piece for piece in pieces(store) if failures(piece) < _length(piece))
    return table.columns_of(store.sweep, some, failed=failed)


def _evened(store: Store, columns: tuple[Column, ...]) -> Iterator[Columns]:
    return (table.evened(columns, piece) for piece in pieces(store))


def _drawn(store: Store, plan: picture.Layout, source: str) -> Iterator[tuple[str, bytes]]:
    sweep = store.sweep
    found = {
        name: table.single_column(lambda: pieces(store), name, sweep.size)
        for name in sweep.observables
    }
    about = {"Title": f"sweep of {sweep.figure}", "Software": f"magrepro {__version__}"}
    for name, drawing in picture.draw(sweep, plan, found):
        buffer = io.BytesIO()
        drawing.savefig(buffer, format="png", metadata=about | {"Data": source})
        yield name, buffer.getvalue()


def _said(sweep: Sweep, columns: tuple[Column, ...], counted: Counted) -> bytes:
    """Return what was swept, and the meaning of the table's columns, as JSON."""
    said: dict[str, object] = {
        "figure": sweep.figure,
        "parameters": sweep.base,
        "over": {axis.key: axis.values for axis in sweep.axes},
        "observables": sweep.observables,
        "columns": [{"name": c.name, "unit": c.unit, "meaning": c.meaning} for c in columns],
        "magrepro": __version__,
    }
    if counted.failed:
        said["failed"] = {"combinations": counted.failed, "first": counted.first}
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


def _counted(store: Store) -> Counted:
    rows = unanswered = failed = 0
    first = ""
    for piece in pieces(store):
        rows += _length(piece)
        missing = piece.get(ERROR, np.full(_length(piece), "")) != ""
        floats = [array[~missing] for array in piece.values() if array.dtype.kind == "f"]
        unanswered += sum(int(np.count_nonzero(np.isnan(array))) for array in floats)
        failed += failures(piece)
        first = first or _first_failure(store.sweep, piece, missing)
    return Counted(rows, unanswered, failed, first)


def _first_failure(sweep: Sweep, piece: Columns, missing: NDArray[np.bool_]) -> str:
    """Return the first combination of a piece that could not be computed, and why."""
    if not missing.any():
        return ""
    place = int(np.argmax(missing))
    return f"{_combination(sweep, piece, place)}: {piece[ERROR][place]}"


def _combination(sweep: Sweep, piece: Columns, place: int) -> str:
    given = [piece.get(key + GIVEN, piece[key])[place] for key in sweep.keys]
    return words(sweep.keys, [cell.item() for cell in given])


def _length(piece: Columns) -> int:
    return next(iter(piece.values())).size
