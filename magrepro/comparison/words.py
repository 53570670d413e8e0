"""The words of `magrepro compare`: residuals, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from magrepro.text import excerpt

if TYPE_CHECKING:
    from magrepro.comparison.result import Comparison

MOST_ROWS = 40
"""Points that are printed; a CSV holds them all."""


def as_data(found: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data; null: there are no errors, or the model is zero."""
    points = found.points
    names = [column.name for column in points.columns]
    columns = [points[name].tolist() for name in names]
    return {
        "figure": found.name,
        "data": found.source,
        "x": found.plot.x,
        "up": found.plot.up or None,
        "y": found.y.name,
        "unit": found.y.unit,
        "points": [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)],
        "number_of_points": len(points),
        "outside_the_figure": found.outside,
        "left_out": {
            "beyond_bounds": found.uncomputable,
            "without_answer": found.unanswered,
            "of_other_curves": found.other_curves,
        },
        "chi_squared": found.chi_squared,
        "degrees_of_freedom": len(points) if found.has_errors else None,
        "p_value": found.p_value,
        "relative_rms": found.relative_rms,
    }


def in_words(found: Comparison) -> str:
    """Return a table of residuals, and the sums under it."""
    unit = f" ({found.y.unit})" if found.y.unit else ""
    head = f"{found.name}: {found.y.name}{unit} against {found.over}, {excerpt(found.source, 200)}"
    return "\n".join([head, *_rows(found), *_counts(found), found.in_words()])


def _rows(found: Comparison) -> list[str]:
    """Return a line a point under a line of names; what is the same for all stands above both."""
    points = found.points
    names = [column.name for column in points.columns]
    own = (*found.plot.axes, "measured", "error", "model", "residual")
    same = [name for name in names if name not in own and len(points.distinct(name)) == 1]
    names = [name for name in names if name not in same]
    columns = [points[name][:MOST_ROWS].tolist() for name in names]
    if found.has_errors:
        names.append("residual/error")
        columns.append((points["residual"] / points["error"])[:MOST_ROWS].tolist())
    widths = [max(12, len(name)) for name in names]
    lines = [f"{name} = {points[name][0].item()!r}" for name in same]
    lines.append("  ".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True)))
    for row in zip(*columns, strict=True):
        cells = zip(row, widths, strict=True)
        lines.append("  ".join(_cell(cell, width) for cell, width in cells))
    if len(points) > MOST_ROWS:
        lines.append(f"… and {len(points) - MOST_ROWS} more, in the CSV")
    return lines


def _cell(cell: float | str, width: int) -> str:
    return f"{cell:>{width}}" if isinstance(cell, str) else f"{cell:>{width}.6g}"


def _counts(found: Comparison) -> list[str]:
    told = (
        (found.outside, "beyond the range that the figure shows, compared all the same"),
        (found.uncomputable, f"beyond the bounds of {found.over}, left out"),
        (found.unanswered, "where the model has no answer, left out"),
        (found.other_curves, "of other curves, left out"),
    )
    return [
        f"{count} {'point' if count == 1 else 'points'} {words}" for count, words in told if count
    ]
