"""One piece of a sweep, computed from itself alone: in this process, another one, or far away."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from magrepro import figures as registry, physical, units
from magrepro.core.arrays import Floats
from magrepro.observables import Observable
from magrepro.parameters import FigureParams, size
from magrepro.sweep.axes import shown

Columns = dict[str, NDArray[Any]]

GIVEN: Final = "_as_given"
"""What the name of a column is followed by that holds a size's name, or a value with its unit."""

ERROR: Final = "error"
"""The column that says why a combination cannot be computed; empty where it was."""

UNCOMPUTABLE: Final = (ValueError, ArithmeticError)
"""What a combination may end with while the others go on."""

_LONGEST: Final = 200
"""Characters of a reason."""


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

    Where combinations cannot be computed, nan stands in their row, one each, and the reason in
    one more column, ``error``.
    """
    several, errors = _validated(piece)
    cells = _key_columns(piece, several)
    if not piece.observables:
        return _all_data(piece, several, cells, errors)
    known = {entry.name: entry for entry in registry.observables(piece.figure)}
    for name in piece.observables:
        cells[name] = _observed(known[name], several, len(piece.rows), errors)
    return cells | _error_column(errors, np.ones(len(piece.rows), dtype=int))


def failures(columns: Columns) -> int:
    """Return how many combinations of a piece could not be computed."""
    return int(np.count_nonzero(columns[ERROR] != "")) if ERROR in columns else 0


def _validated(piece: Piece) -> tuple[dict[int, FigureParams], dict[int, str]]:
    """Return the parameters of the combinations by place, and why others have none."""
    several, errors = {}, {}
    for place, row in enumerate(piece.rows):
        try:
            several[place] = _params(piece, row)
        except ValidationError as error:
            message = str(error.errors(include_url=False)[0]["msg"])
            errors[place] = _reason(message.removeprefix("Value error, "))
    return several, errors


def params_of(piece: Piece) -> list[FigureParams]:
    """Return the parameters of every combination.

    Raises
    ------
    CombinationError
        If they do not go together.
    """
    several, errors = _validated(piece)
    for place, reason in errors.items():
        raise CombinationError(f"{words(piece.keys, piece.rows[place])}: {reason}")
    return list(several.values())


def _params(piece: Piece, row: tuple[Any, ...]) -> FigureParams:
    given = {**piece.base, **dict(zip(piece.keys, row, strict=True))}
    return registry.load(piece.figure).Params.model_validate(given)


def _reason(error: object) -> str:
    """Return a message as a cell of a CSV that has no quotes."""
    return " ".join(str(error).split()).replace(",", ";").replace('"', "'")[:_LONGEST]


def words(keys: Sequence[str], row: Sequence[Any]) -> str:
    """Return a combination as a message names it."""
    return ", ".join(f"{key}={shown(value)}" for key, value in zip(keys, row, strict=True))


def _key_columns(piece: Piece, several: Mapping[int, FigureParams]) -> Columns:
    """Return the swept keys in numbers where they are, besides as given where that differs."""
    columns: Columns = {}
    for place, key in enumerate(piece.keys):
        cells = np.array(
            [
                _cell(getattr(several[i], key)) if i in several else _unchecked(row[place])
                for i, row in enumerate(piece.rows)
            ]
        )
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


def _unchecked(given: Any) -> float | int | str:
    """Return the cell of a combination that is refused: no number where it takes a material."""
    if isinstance(given, str) and (units.has_unit(given) or " near " in given):
        return math.nan
    return given if isinstance(given, str) and not given.startswith("zeta_") else _cell(given)


def _all_data(
    piece: Piece, several: Mapping[int, FigureParams], cells: Columns, errors: dict[int, str]
) -> Columns:
    """Return the figure's columns of all combinations, one after the other, behind the keys."""
    module, parts = registry.load(piece.figure), {}
    for place, params in several.items():
        try:
            parts[place] = physical.beside(module.compute(params), params)
        except UNCOMPUTABLE as error:
            errors[place] = _reason(error)
    places = range(len(piece.rows))
    lengths = np.array([len(parts[i]) if i in parts else 1 for i in places])
    columns = {name: np.repeat(array, lengths) for name, array in cells.items()}
    for column in next(iter(parts.values())).columns if parts else ():
        if column.name not in columns:
            found = [parts[i][column.name] if i in parts else None for i in places]
            columns[column.name] = np.concatenate(
                [nothing(column.dtype, 1) if some is None else some for some in found]
            )
    return columns | _error_column(errors, lengths)


def nothing(dtype: type, count: int) -> NDArray[Any]:
    """Return what stands where there is no answer: no text, or nan, of whole numbers too."""
    return np.full(count, "" if dtype is str else math.nan)


def _error_column(errors: Mapping[int, str], lengths: NDArray[np.int_]) -> Columns:
    if not errors:
        return {}
    return {ERROR: np.repeat([errors.get(i, "") for i in range(lengths.size)], lengths)}


def _observed(
    observable: Observable, several: Mapping[int, FigureParams], count: int, errors: dict[int, str]
) -> Floats:
    found = np.full(count, math.nan)
    for start in range(0, count, observable.together):
        some = [i for i in range(start, start + observable.together) if i in several]
        try:
            found[some] = observable([several[i] for i in some]) if some else math.nan
        except UNCOMPUTABLE:
            _one_by_one(observable, {i: several[i] for i in some}, found, errors)
    return found


def _one_by_one(
    observable: Observable,
    several: Mapping[int, FigureParams],
    found: Floats,
    errors: dict[int, str],
) -> None:
    """Fill in those of which some cannot be computed, and say why; the first reason counts."""
    for i, params in several.items():
        try:
            (found[i],) = observable([params])
        except UNCOMPUTABLE as error:
            errors.setdefault(i, _reason(f"{observable.name}: {error}"))
