"""How computed numbers differ from a reference, column by column within their tolerances."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from magrepro.dataset import TOLERANCES, Column, Dataset
from magrepro.text import excerpt


@dataclass(frozen=True)
class Difference:
    """How computed numbers differ from a reference: how much of them, and one place in full.

    The place is, in the first column that differs, the row furthest outside its tolerance, or the
    first that differs if the column is exact; there is none if the numbers of rows differ.
    """

    message: str
    column: str | None = None
    row: int | None = None
    """Line of the CSV, the header being the first."""
    at: Mapping[str, Any] = field(default_factory=dict)
    """What locates the row: its labels and its values on the axes."""
    computed: Any = None
    reference: Any = None
    relative_difference: float | None = None
    rows_differing: int | None = None
    columns_differing: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.message


def compare(computed: Dataset, reference: Dataset, axes: Collection[str] = ()) -> Difference | None:
    """Compare column by column; labels and row counts exactly, numbers within `TOLERANCES`.

    Parameters
    ----------
    computed, reference
        Two datasets with the same columns.
    axes
        Columns that locate a row, besides those that are exact.

    Returns
    -------
    Difference or None
        None if the two agree.
    """
    if len(computed) != len(reference):
        return Difference(f"{len(computed)} rows computed, {len(reference)} in the reference")
    excesses = {c: _excess(c, computed[c.name], reference[c.name]) for c in computed.columns}
    differing = [column for column, excess in excesses.items() if np.any(excess > 0)]
    if not differing:
        return None
    column, row = differing[0], int(np.argmax(excesses[differing[0]]))
    rows = np.any([excesses[other] > 0 for other in differing], axis=0)
    place = [c.name for c in computed.columns if c.kind == "exact" or c.name in axes]
    at = {name: computed[name][row].item() for name in place if name != column.name}
    return _told(
        column=column.name,
        row=row + 2,
        at=at,
        computed=computed[column.name][row].item(),
        reference=reference[column.name][row].item(),
        rows_differing=int(np.count_nonzero(rows)),
        columns_differing=tuple(other.name for other in differing),
        size=(len(computed), len(computed.columns)),
    )


def _excess(column: Column, a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """Return by how much each row is outside the column's tolerance; inside, at most zero."""
    if column.dtype is not float or column.kind == "exact":
        return np.asarray(a != b)
    known = np.isfinite(b)
    if not (known | (column.optional & np.isnan(b))).all():
        return np.asarray(~known)
    rtol, atol_rel = TOLERANCES[column.kind]
    excess: NDArray[Any] = np.abs(a - b)
    excess -= rtol * np.abs(b) + atol_rel * np.max(np.abs(b), initial=0.0, where=known)
    # A point without an answer agrees with one without an answer alone.
    return np.where(np.isnan(excess), np.isnan(a) != np.isnan(b), excess)


def _told(*, size: tuple[int, int], **found: Any) -> Difference:
    computed, reference = found["computed"], found["reference"]
    place = ", ".join(f"{name}={value}" for name, value in found["at"].items())
    message = f"column {found['column']}, row {found['row']}{f' ({place})' if place else ''}: "
    message += f"computed {computed}, reference {excerpt(str(reference))}"
    relative = None
    if not isinstance(reference, str) and reference != 0 and np.isfinite(reference):
        relative = abs(computed - reference) / abs(reference)
        message += f", relative difference {relative:.3g}"
    rows, columns = found["rows_differing"], len(found["columns_differing"])
    message += f"; {rows} of {size[0]} rows and {columns} of {size[1]} columns differ"
    return Difference(message, relative_difference=relative, **found)
