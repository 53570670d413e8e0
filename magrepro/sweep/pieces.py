"""One piece of a sweep, computed from itself alone: in this process, another one, or far away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from magrepro import figures as registry
from magrepro import physical
from magrepro.observables import Observable
from magrepro.parameters import FigureParams, size
from magrepro.sweep.axes import shown

Columns = dict[str, NDArray[Any]]

GIVEN = "_as_given"
"""What the name of a column is followed by that holds a size's name, or a value with its unit."""


class CombinationError(ValueError):
    """A combination that cannot be computed; the message says which."""


@dataclass(frozen=True)
class Piece:
    """Some combinations of a sweep that follow one another."""

    figure: str
    base: Mapping[str, Any]
    """Plain parameters of all combinations."""
    keys: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    """A value a key of each combination."""
    observables: tuple[str, ...] = ()
    """Names; none for all the figure's data."""
    worded: frozenset[str] = frozenset()
    """Keys of which some value of the sweep is a word."""


def compute(piece: Piece) -> Columns:
    """Return the columns of a piece: the swept keys, then what was computed.

    Raises
    ------
    CombinationError
        If a combination cannot be computed.
    """
    several = params_of(piece)
    cells = _key_columns(piece, several)
    if not piece.observables:
        return _all_data(piece, several, cells)
    known = {entry.name: entry for entry in registry.observables(piece.figure)}
    return cells | {name: _observed(known[name], piece, several) for name in piece.observables}


def params_of(piece: Piece) -> list[FigureParams]:
    """Return the parameters of every combination.

    Raises
    ------
    CombinationError
        If they do not go together.
    """
    return [_params(piece, row) for row in piece.rows]


def _params(piece: Piece, row: tuple[Any, ...]) -> FigureParams:
    try:
        given = {**piece.base, **dict(zip(piece.keys, row, strict=True))}
        return registry.load(piece.figure).Params.model_validate(given)
    except ValidationError as error:
        message = str(error.errors(include_url=False)[0]["msg"]).removeprefix("Value error, ")
        raise CombinationError(f"{_words(piece, row)}: {message}") from None


def _words(piece: Piece, row: tuple[Any, ...]) -> str:
    return ", ".join(f"{key}={shown(value)}" for key, value in zip(piece.keys, row, strict=True))


def _key_columns(piece: Piece, several: Sequence[FigureParams]) -> Columns:
    """Return the swept keys in numbers where they are, besides as given where that differs."""
    columns: Columns = {}
    for place, key in enumerate(piece.keys):
        cells = np.array([_cell(getattr(params, key)) for params in several])
        columns[key] = cells
        if cells.dtype.kind != "U" and key in piece.worded:
            columns[key + GIVEN] = np.array([str(row[place]) for row in piece.rows])
    return columns


def _cell(value: Any) -> float | int | str:
    if isinstance(value, tuple):
        (value,) = value
    if isinstance(value, str):
        return size(value) if value.startswith("zeta_") else value
    if isinstance(value, bool | int | float):
        return value
    return shown(value if isinstance(value, Mapping) else value.model_dump(exclude_unset=True))


def _all_data(piece: Piece, several: Sequence[FigureParams], cells: Columns) -> Columns:
    """Return the figure's columns of all combinations, one after the other, behind the keys."""
    module, parts = registry.load(piece.figure), []
    for row, params in zip(piece.rows, several, strict=True):
        try:
            parts.append(physical.beside(module.compute(params), params))
        except ValueError as error:
            raise CombinationError(f"{_words(piece, row)}: {error}") from None
    lengths = np.array([len(part) for part in parts])
    columns = {name: np.repeat(array, lengths) for name, array in cells.items()}
    names = [column.name for column in parts[0].columns if column.name not in columns]
    return columns | {name: np.concatenate([part[name] for part in parts]) for name in names}


def _observed(
    observable: Observable, piece: Piece, several: Sequence[FigureParams]
) -> NDArray[np.float64]:
    found = []
    for start in range(0, len(several), observable.together):
        some = several[start : start + observable.together]
        try:
            found.append(observable(some))
        except ValueError:
            _tell_which(observable, piece, some, start)
            raise
    return np.concatenate(found)


def _tell_which(
    observable: Observable, piece: Piece, some: Sequence[FigureParams], start: int
) -> None:
    """Raise the error of the first set of parameters that cannot be computed by itself."""
    for row, params in zip(piece.rows[start:], some, strict=False):
        try:
            observable([params])
        except ValueError as error:
            words = f"{_words(piece, row)}: {observable.name}: {error}"
            raise CombinationError(words) from None
