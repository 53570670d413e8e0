"""A figure's numbers as a table to work with, and as one of the libraries that users know."""

from __future__ import annotations

import base64
import html
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from magrepro.dataset import Dataset
from magrepro.text import excerpt

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import xarray as xr

_SHOWN = 8
"""Rows of a table that a notebook shows."""


@dataclass(frozen=True, eq=False)
class Table:
    """Columns by name, each an array that cannot be written to; one row a point.

    Parameters
    ----------
    dataset
        The numbers.
    axes
        Names of the columns that parameters span, outermost first.
    """

    dataset: Dataset
    axes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for array in self.dataset.data.values():
            array.flags.writeable = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, as in the CSV."""
        return tuple(column.name for column in self.dataset.columns)

    @property
    def units(self) -> Mapping[str, str]:
        """Unit of each column, empty for labels, counts and pure numbers."""
        return MappingProxyType({column.name: column.unit for column in self.dataset.columns})

    @property
    def meanings(self) -> Mapping[str, str]:
        """What each column holds."""
        return MappingProxyType({column.name: column.meaning for column in self.dataset.columns})

    def __getitem__(self, name: str) -> NDArray[Any]:
        self._check(name)
        return self.dataset[name]

    def __len__(self) -> int:
        return len(self.dataset)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def keys(self) -> tuple[str, ...]:
        """Return the names of the columns, so that ``dict(table)`` is one of arrays."""
        return self.columns

    def where(self, **labels: Any) -> Table:
        """Return the rows in which each named column has the given value, to the last digit.

        Raises
        ------
        KeyError
            If there is no such column.
        """
        for name in labels:
            self._check(name)
        return Table(self.dataset.where(**labels), self.axes)

    def distinct(self, name: str) -> list[Any]:
        """Return the values of a column in the order in which they first appear."""
        self._check(name)
        return self.dataset.distinct(name)

    def _check(self, name: str) -> None:
        if name not in self.columns:
            raise KeyError(f"no column {excerpt(str(name))!r}; there are {', '.join(self.columns)}")

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas frame; ``attrs["units"]`` holds the units."""
        frame: pd.DataFrame = _needed("pandas", "to_pandas").DataFrame(
            {name: self[name] for name in self}
        )
        frame.attrs["units"] = dict(self.units)
        return frame

    def to_polars(self) -> pl.DataFrame:
        """Return a polars frame."""
        library: Any = _needed("polars", "to_polars")
        frame: pl.DataFrame = library.DataFrame({name: self[name] for name in self})
        return frame

    def to_xarray(self) -> xr.Dataset:
        """Return an xarray dataset over the axes, units and meanings among its attributes.

        Where the rows are not all combinations of the axes, there is one dimension, ``row``.
        """
        library: Any = _needed("xarray", "to_xarray")
        about = {n: {"units": self.units[n], "long_name": self.meanings[n]} for n in self}
        order, coords = self._as_grid(), {}
        if order is None:
            arrays: dict[str, Any] = {n: ("row", self[n], about[n]) for n in self}
        else:
            coords = {n: (n, np.unique(self[n]), about[n]) for n in self.axes}
            shape = tuple(coord[1].size for coord in coords.values())
            others = [n for n in self if n not in self.axes]
            arrays = {n: (self.axes, self[n][order].reshape(shape), about[n]) for n in others}
        found: xr.Dataset = library.Dataset(arrays, coords)
        return found

    def _as_grid(self) -> NDArray[np.int64] | None:
        """Return the order of rows that runs through all combinations of the axes, if they do."""
        if not self.axes:
            return None
        counts = [np.unique(self[axis]).size for axis in self.axes]
        rows = np.stack([np.unique(self[axis], return_inverse=True)[1] for axis in self.axes])
        place = np.ravel_multi_index(tuple(rows), counts)
        if len(self) != np.prod(counts) or np.unique(place).size != len(self):
            return None
        return np.argsort(place)

    def _repr_html_(self) -> str:
        heads = "".join(
            f'<th title="{html.escape(self.meanings[name])}">{html.escape(name)}'
            f"{html.escape(f' ({unit})') if (unit := self.units[name]) else ''}</th>"
            for name in self
        )
        rows = zip(*(self[name][:_SHOWN].tolist() for name in self), strict=True)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_short(cell))}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        more = f"<p>{len(self)} rows</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"


def framed(png: bytes, caption: str) -> str:
    """Return the HTML of a picture over its caption, as a notebook shows it."""
    picture, words = base64.b64encode(png).decode(), html.escape(caption)
    image = f'<img alt="{words}" src="data:image/png;base64,{picture}" width="420">'
    return f"<figure>{image}<figcaption>{words}</figcaption></figure>"


def _short(cell: Any) -> str:
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def _needed(library: str, method: str) -> Any:
    try:
        return importlib.import_module(library)
    except ImportError:
        raise ImportError(
            f"{method}() needs {library}; install it with: pip install {library}"
        ) from None
