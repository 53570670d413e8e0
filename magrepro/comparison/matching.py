"""Which column of a user's table holds which quantity of a figure, by its name and unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from magrepro.comparison.conversion import factor, physical_unit, plain
from magrepro.comparison.measured import DataError, Measured
from magrepro.text import excerpt, suggestion

if TYPE_CHECKING:
    from magrepro.dataset import Column

_ALIASES: Mapping[str, tuple[str, ...]] = {
    "t_over_tf": ("t", "temp", "temperature"),
    "temperature_k": ("t", "temp", "temperature"),
    "kf_a": ("a", "r", "radius"),
    "hbar_omega_c_over_ef": ("b", "h", "field", "magneticfield"),
    "j_mev": ("j", "exchange"),
    "omega0_mev": ("omega0", "energy"),
    "alpha_mev": ("alpha",),
    "phi_over_omega0": ("phi",),
    "moment": ("m", "mz", "magneticmoment"),
    "m_z": ("m", "mz", "moment", "magneticmoment"),
    "m_total": ("m", "mz", "moment", "magneticmoment"),
    "chi": ("chi", "susceptibility"),
    "n_particles": ("n",),
}
"""What else a quantity is called; with these names the unit is to be written."""


def squeezed(text: str) -> str:
    """Return a name by its letters and digits: ``T/T_F``, ``t_over_tf`` are one."""
    return re.sub(r"[^a-z0-9]", "", plain(text).replace("/", "over").casefold())


def find(
    table: Measured, column: Column, params: Any, *, named: str | None, option: str
) -> tuple[int, float] | None:
    """Return the place of the column that holds a figure's quantity, and the factor to its unit.

    Parameters
    ----------
    table, column, params
        The table, the figure's column and its parameters.
    named
        The head that the user gave, whole or without its unit.
    option
        How it was given, for messages.

    Raises
    ------
    DataError
        If the head is not there, or is not to be understood.
    """
    if named is not None:
        at = place_of(table, named, option)
        return at, _factor(table, at, column, params)
    exact = [i for i, h in enumerate(table.headers) if squeezed(h.text) == squeezed(column.name)]
    exact += [i for i, h in enumerate(table.headers) if squeezed(h.name) == squeezed(column.name)]
    known = _ALIASES.get(column.name, ())
    loose = [i for i, h in enumerate(table.headers) if squeezed(h.name) in known]
    if not exact and len(loose) > 1:
        words = ", ".join(excerpt(table.headers[i].text) for i in loose)
        raise DataError(f"{table.name}: {words}: which is {column.name}? give {option}")
    places = [*exact, *loose]
    return (places[0], _factor(table, places[0], column, params)) if places else None


def place_of(table: Measured, named: str, option: str) -> int:
    """Return the place of a column by its head, whole or without its unit.

    Raises
    ------
    DataError
        If there is none.
    """
    ways = (
        [head.text == named for head in table.headers],
        [head.name == named for head in table.headers],
        [squeezed(head.name) == squeezed(named) for head in table.headers],
    )
    for way in ways:
        if sum(way) == 1:
            return way.index(True)
    raise DataError(f"{table.name}: no column {excerpt(named)!r} ({option}){hint(table, named)}")


def hint(table: Measured, wanted: str) -> str:
    """Return a hint at the column nearest to a name, or the names of all."""
    texts = [excerpt(head.text) for head in table.headers]
    return suggestion(wanted, texts) or f"; it has {excerpt(', '.join(texts), 200)}"


def _factor(table: Measured, at: int, column: Column, params: Any) -> float:
    head = table.headers[at]
    own = squeezed(column.name) in (squeezed(head.text), squeezed(head.name))
    if head.unit is None or squeezed(head.text) == squeezed(column.name):
        if own or (not column.unit and column.dtype is int):
            return 1.0
        like = f"{excerpt(head.name)} ({column.unit or '1'})"
        unit = physical_unit(column)
        other = f", or '{excerpt(head.name)} ({unit})'" if unit else ""
        raise DataError(
            f"{table.name}: {excerpt(head.text)}: has no unit; write {like!r} for one in the "
            f"units of {column.name}{other}"
        )
    try:
        return factor(head.unit, column, params)
    except ValueError as error:
        raise DataError(f"{table.name}: {excerpt(head.text)}: {error}") from None


_ERROR = ("error", "err", "sigma", "std", "uncertainty")


def find_error(table: Measured, y: int, *, named: str | None) -> int | None:
    """Return the place of the errors of a column: ``M_err``, ``M error (mu_B)``, ``sigma``.

    Raises
    ------
    DataError
        If the one that the user named is not there, or several might be meant.
    """
    if named is not None:
        return place_of(table, named, "--yerr")
    name = squeezed(table.headers[y].name)
    known = {f"{name}{word}" for word in _ERROR} | {f"{word}{name}" for word in ("d", *_ERROR)}
    known |= {*_ERROR, "yerr"}
    found = [i for i, head in enumerate(table.headers) if squeezed(head.name) in known and i != y]
    if len(found) > 1:
        words = ", ".join(excerpt(table.headers[i].text) for i in found)
        raise DataError(f"{table.name}: {words}: which are the errors? give --yerr")
    return found[0] if found else None


def error_factor(table: Measured, at: int, column: Column, params: Any, like: float) -> float:
    """Return the factor of a column of errors: by its own unit, else as its values' one."""
    head = table.headers[at]
    return like if head.unit is None else _factor(table, at, column, params)


def columns_of(columns: Sequence[Column], name: str) -> Column:
    """Return the column of a name."""
    return next(column for column in columns if column.name == name)
