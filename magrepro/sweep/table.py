"""The table of a sweep, written piece by piece, so that its length takes no memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from magrepro import figures as registry, physical
from magrepro.dataset import Column, Dataset
from magrepro.sweep.axes import SweepError
from magrepro.sweep.combinations import Sweep
from magrepro.sweep.pieces import ERROR, GIVEN, Columns, nothing

Pieces = Callable[[], Iterator[Columns]]
"""Gives the pieces from the first on, each time anew."""

FORMATS = ("csv", "parquet")


def columns_of(sweep: Sweep, first: Columns, *, failed: bool = False) -> tuple[Column, ...]:
    """Return name, meaning and unit of the columns of a table.

    Parameters
    ----------
    sweep, first
        What was swept, and a piece of it, computed.
    failed
        Whether the table has rows that could not be computed.
    """
    module = registry.load(sweep.figure)
    also = physical.columns(module.COLUMNS)
    known = {column.name: column for column in (*module.COLUMNS, *also)}
    known |= {entry.name: entry.column for entry in sweep.chosen}
    for axis in sweep.axes:
        field = module.Params.model_fields[axis.key]
        unit = module.Params.about(axis.key)["unit"]
        known[axis.key] = Column(axis.key, field.description or "", "root", unit)
        name = axis.key + GIVEN
        known[name] = Column(name, f"{axis.key} as it was given", "exact")
    known[ERROR] = Column(ERROR, "why the combination cannot be computed", "exact")
    types = {"U": str, "i": int, "b": int}
    dtypes = {name: types.get(array.dtype.kind, float) for name, array in first.items()}
    if failed:
        # There is no whole number that means nothing.
        of_whole = {name: float for name in set(dtypes) - set(sweep.keys) if dtypes[name] is int}
        dtypes |= of_whole | {ERROR: str}
    return tuple(
        Column(name, known[name].meaning, known[name].kind, known[name].unit, dtype, optional=True)
        for name, dtype in dtypes.items()
    )


def evened(columns: tuple[Column, ...], piece: Columns) -> Columns:
    """Return a piece with all columns of a table, whatever of it could not be computed."""
    count = next(iter(piece.values())).size
    found = {c.name: piece.get(c.name, nothing(c.dtype, count)) for c in columns}
    halves = {c.name for c in columns if c.dtype is float}
    return {name: x.astype(float) if name in halves else x for name, x in found.items()}


def csv(columns: tuple[Column, ...], pieces: Pieces) -> Iterator[bytes]:
    """Yield a CSV as figures have it."""
    for number, piece in enumerate(pieces()):
        yield from islice(Dataset(columns, piece).csv(), min(number, 1), None)


def parquet(columns: tuple[Column, ...], pieces: Pieces) -> Iterator[bytes]:
    """Yield a Parquet file, a row group a piece, units and meanings in its schema.

    Raises
    ------
    SweepError
        If pyarrow is not there.
    """
    pa, writer_of = pyarrow()
    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema(
        pa.field(c.name, types[c.dtype], metadata={"unit": c.unit, "meaning": c.meaning})
        for c in columns
    )
    sink = _Sink()
    with writer_of(sink, schema) as writer:
        for piece in pieces():
            writer.write_table(pa.table({c.name: piece[c.name] for c in columns}, schema=schema))
            yield sink.taken()
    yield sink.taken()


def pyarrow() -> tuple[Any, Any]:
    """Return pyarrow and its writer of Parquet.

    Raises
    ------
    SweepError
        If it is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise SweepError(
            "--format parquet: needs pyarrow; install it with: pip install 'magrepro[parquet]'"
        ) from None
    return pa, ParquetWriter


class _Sink(io.RawIOBase):
    """A file whose content is taken away as it is written."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def write(self, content: Any) -> int:
        self._pieces.append(bytes(content))
        self._place += len(self._pieces[-1])
        return len(self._pieces[-1])

    def taken(self) -> bytes:
        content = b"".join(self._pieces)
        self._pieces.clear()
        return content


def single_column(pieces: Pieces, name: str, size: int) -> Any:
    """Return one numeric column of a table of one row a combination."""
    values, place = np.empty(size), 0
    for piece in pieces():
        values[place : place + piece[name].size] = piece[name]
        place += piece[name].size
    return values
