"""Data that are recorded: computed once by a command, then drawn and checked on a sample.

A figure's module that holds ``SAMPLE: Params``, a quick part of its default parameters, is one of
these. Its default parameters are read from the recorded CSV unless they are to be recorded anew;
all others are computed. Its columns of kind `exact` locate a row, and what a row holds must depend
on these alone: a random number is seeded by the row's place, never by what was drawn before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from magrepro import figures as registry
from magrepro.dataset import Dataset, DatasetError, read_csv

if TYPE_CHECKING:
    from magrepro.parameters import FigureParams

FIGURES: Final = Path("figures")
"""Where the papers' figures, the studies and their data are, from the root of a checkout."""

_PACKAGE = Path(__file__).parent


def shipped() -> Path:
    """Return the folder of the CSVs that came with the package."""
    installed = _PACKAGE / "reference"
    return installed if installed.is_dir() else _PACKAGE.parent / "figures"


def sample(name: str) -> FigureParams | None:
    """Return the parameters on which a figure's recorded data are checked, None without any."""
    return getattr(registry.load(name), "SAMPLE", None)


def data(name: str) -> Dataset:
    """Return the recorded data of a figure's default parameters.

    Raises
    ------
    DatasetError
        If there are none, or they do not hold the figure's columns.
    """
    here = FIGURES / f"{name}.csv"
    path = here if here.is_file() else file(shipped(), name)
    return read_csv(path, registry.load(name).COLUMNS)


def file(folder: Path, name: str) -> Path:
    """Return a figure's CSV in a folder, or the compressed one if only that is there."""
    plain = folder / f"{name}.csv"
    packed = plain.with_suffix(".csv.xz")
    return packed if packed.is_file() and not plain.is_file() else plain


def rows_of(sample: Dataset, recorded: Dataset) -> Dataset:
    """Return the recorded rows at the places of a sample, in its order.

    Raises
    ------
    DatasetError
        If a place is not recorded.
    """
    keys = [column.name for column in sample.columns if column.kind == "exact"]
    places = {place: row for row, place in enumerate(_places(recorded, keys))}
    rows = []
    for place in _places(sample, keys):
        if place not in places:
            words = ", ".join(f"{key}={value}" for key, value in zip(keys, place, strict=True))
            raise DatasetError(f"nothing is recorded at {words}")
        rows.append(places[place])
    return Dataset(recorded.columns, {name: array[rows] for name, array in recorded.data.items()})


def _places(dataset: Dataset, keys: list[str]) -> list[tuple[object, ...]]:
    return list(zip(*(dataset[key].tolist() for key in keys), strict=True))
