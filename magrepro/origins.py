"""The words of `magrepro inspect`: what a picture was made of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from magrepro import figures as registry
from magrepro.parameters import literal
from magrepro.text import excerpt

if TYPE_CHECKING:
    from magrepro.parameters import FigureParams
    from magrepro.picture import Origin


def as_data(origin: Origin, params: FigureParams) -> dict[str, Any]:
    """Return what a picture says of itself as plain data; null: no CSV stands beside it."""
    beside = origin.of_csv_beside()
    return {
        "picture": str(origin.path),
        "figure": origin.figure,
        "title": registry.describe(origin.figure).title,
        "version": origin.version,
        "data_sha256": origin.sha256,
        "csv": None if beside is None else str(origin.csv),
        "drawn_from_csv": beside,
        "paper": params.is_paper,
        "parameters": json.loads(params.as_json()),
    }


def in_words(told: dict[str, Any], params: FigureParams) -> str:
    """Return the same as a configuration, with comments where it is not the paper's."""
    beside = {
        None: "no CSV of that name stands beside it",
        True: f"{told['csv']} is the CSV it was drawn from",
        False: f"{told['csv']} holds other numbers than it was drawn from",
    }[told["drawn_from_csv"]]
    head = (
        f"{told['figure']}: {told['title']}",
        f"made by magrepro {excerpt(told['version'])} from data of sha256 {told['data_sha256']}",
        excerpt(beside, 300),
        f"parameters: {'' if params.is_paper else 'not '}the paper's",
    )
    lines = [f"# {line}\n" for line in head]
    paper = type(params)()
    for key in type(params).model_fields:
        value, printed = getattr(params, key), getattr(paper, key)
        note = "" if value == printed else f"  # the paper's: {literal(printed)}"
        lines.append(f"{key}: {literal(params.written(key))}{note}\n")
    return "".join(lines)
