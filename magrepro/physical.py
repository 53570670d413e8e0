"""Columns in nanometre, kelvin and tesla beside those of pure numbers."""

from __future__ import annotations

from typing import Literal

from magrepro import material
from magrepro.dataset import Column, Dataset
from magrepro.parameters import FigureParams

Units = Literal["reduced", "physical"]


def columns(given: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns that go beside those whose pure numbers stand for a quantity."""
    return tuple(
        Column(c.quantity.column, c.quantity.meaning, _kind(c), c.quantity.unit)
        for c in given
        if c.quantity
    )


def _kind(column: Column) -> Literal["elementwise", "root"]:
    return "root" if column.kind == "root" else "elementwise"


def beside(dataset: Dataset, params: FigureParams) -> Dataset:
    """Return a dataset with its physical columns behind the others, if the parameters ask."""
    if getattr(params, "units", "reduced") == "reduced":
        return dataset
    electrons = material.of(vars(params)).electrons
    data = {
        column.quantity.column: dataset[column.name] * column.quantity.of_one(electrons)
        for column in dataset.columns
        if column.quantity
    }
    return Dataset(dataset.columns + columns(dataset.columns), {**dataset.data, **data})
