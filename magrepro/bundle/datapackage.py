"""``datapackage.json``: every CSV of a folder with its columns, hash, licence and paper.

Data Package 2.0, https://datapackage.org. ``unit`` of a field is an addition, which it allows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from magrepro import __version__, figures as registry, papers
from magrepro.dataset import Column
from magrepro.output import Together

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
LICENCE = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}

_TYPES = {float: "number", int: "integer", str: "string"}


def document(folder: Path, names: Iterable[str] | None = None) -> str:
    """Return the ``datapackage.json`` of the figures in a folder, or of those named."""
    chosen = registry.names() if names is None else list(names)
    present = [name for name in chosen if (folder / f"{name}.csv").is_file()]
    return json.dumps(descriptor(folder, present), indent=2, ensure_ascii=False) + "\n"


def descriptor(folder: Path, names: list[str]) -> dict[str, Any]:
    """Return the description of some CSVs in a folder."""
    whose = {paper.key: paper for paper in map(registry.paper_of, names)}
    return {
        "$schema": PROFILE.format("datapackage"),
        "name": "magrepro-figures",
        "title": "Figures of theory papers on unexpected magnetism, recomputed",
        "description": "The numbers behind each figure, one row a point.",
        "version": __version__,
        "licenses": [LICENCE],
        "contributors": [{"title": "The magrepro developers", "roles": ["creator"]}],
        "sources": [_source(paper) for paper in whose.values()],
        "resources": [resource(folder, name) for name in names],
    }


def _source(paper: papers.Paper) -> dict[str, str]:
    title = f"{paper.authors}, {paper.title}, {paper.published}"
    return {"title": title, "path": f"https://doi.org/{paper.doi}"}


def resource(folder: Path, name: str) -> dict[str, Any]:
    """Return the description of one figure's CSV."""
    entry, columns = registry.describe(name), registry.load(name).COLUMNS
    path = folder / f"{name}.csv"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": name,
        "type": "table",
        "path": path.name,
        "title": f"{entry.paper}, {entry.figure}: {entry.title}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "licenses": [LICENCE],
        "sources": [_source(registry.paper_of(name))],
        "schema": _table(columns),
    }


def _table(columns: tuple[Column, ...]) -> dict[str, Any]:
    without = {"missingValues": ["nan"]} if any(column.optional for column in columns) else {}
    profile = {"$schema": PROFILE.format("tableschema")}
    return profile | {"fields": [_field(column) for column in columns]} | without


def _field(column: Column) -> dict[str, Any]:
    told = {"name": column.name, "type": _TYPES[column.dtype], "description": column.meaning}
    unit = {"unit": column.unit} if column.unit else {}
    return told | unit | {"constraints": {"required": not column.optional}}


def write(folder: Path) -> Path:
    """Write a folder's ``datapackage.json``, whole or not at all.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    path = folder / NAME
    with Together(folder, "datapackage") as files:
        files.write(path, [document(folder).encode()])
    return path


def fault(csv: Path) -> str:
    """Return what is wrong with a CSV's description beside it, empty if nothing is or is there."""
    path = csv.with_name(NAME)
    if not path.is_file():
        return ""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))["resources"]
        found = [entry for entry in listed if entry["name"] == csv.stem]
    except (ValueError, KeyError, TypeError):
        return f"{path}: not a Data Package; 'magrepro bundle' writes it anew"
    if found == [resource(csv.parent, csv.stem)]:
        return ""
    return f"{path} does not describe {csv.name} as it is; 'magrepro bundle' writes it anew"
