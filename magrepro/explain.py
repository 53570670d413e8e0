"""What a figure shows, from which equations and parameters: for people and for machines."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from magrepro import figures as registry
from magrepro.claims import Claim, select
from magrepro.dataset import Column
from magrepro.observables import Observable
from magrepro.parameters import FigureParams, literal
from magrepro.reference import shown


def explanation(name: str) -> dict[str, Any]:
    """Return everything that is known about a figure, as plain data."""
    entry, module = registry.describe(name), registry.load(name)
    body = registry.docstring(name).partition("\n")[2].strip()
    equations = re.search(r"^Equations: (.*?)\.?$", body, flags=re.MULTILINE)
    params = module.Params()
    return {
        "name": name,
        "paper": entry.paper,
        "figure": entry.figure,
        "title": entry.title,
        "description": body,
        "alt": registry.alt(name, shown(name), params),
        "equations": equations.group(1) if equations else "",
        "parameters": [_parameter(params, key) for key in type(params).model_fields],
        "columns": [_column(column) for column in module.COLUMNS],
        "observables": [_observable(one) for one in registry.observables(name)],
        "claims": [_claim(entry) for entry in select([name])],
    }


def _parameter(params: FigureParams, key: str) -> dict[str, Any]:
    about = params.about(key)
    source = about["source"]
    return {
        "name": key,
        "value": literal(params.written(key)),
        "unit": about["unit"],
        "meaning": type(params).model_fields[key].description,
        "source": source.kind,
        "source_text": source.text,
        "plausible": [literal(value) for value in source.plausible],
    }


def _column(c: Column) -> dict[str, Any]:
    physical = c.quantity.column if c.quantity else ""
    return {"name": c.name, "unit": c.unit, "meaning": c.meaning, "physical": physical}


def _observable(o: Observable) -> dict[str, Any]:
    return {"name": o.name, "unit": o.unit, "meaning": o.meaning, "at": list(o.at)}


def _claim(c: Claim) -> dict[str, Any]:
    return {"id": c.id, "statement": c.statement, "recorded_verdict": c.recorded}


def in_words(told: dict[str, Any]) -> str:
    """Return an explanation as text for the terminal."""
    lines = [f"{told['name']}: {told['title']} ({told['paper']}, {told['figure']})", ""]
    lines += [told["description"], "", "The picture in words", _wrapped(told["alt"], 2, 2)]
    lines += ["", "Parameters"]
    for entry in told["parameters"]:
        lines += _parameter_in_words(entry)
    lines += ["", "Columns"]
    for entry in told["columns"]:
        also = f"; {entry['physical']} with --units physical" if entry["physical"] else ""
        lines.append(f"  {entry['name']}: {entry['meaning']}{_unit(entry)}{also}")
    if told["observables"]:
        command = f"magrepro sweep {told['name']} --observe NAME,..."
        lines += ["", f"Observables (computed by '{command}')"]
    for entry in told["observables"]:
        at = f" (at one value of {', '.join(entry['at'])})" if entry["at"] else ""
        lines.append(_wrapped(f"{entry['name']}: {entry['meaning']}{_unit(entry)}{at}", 2, 6))
    lines += ["", f"Claims (computed by 'magrepro claims {told['name']}')"] * bool(told["claims"])
    for entry in told["claims"]:
        words = f"{entry['id']}: {entry['statement']} [{entry['recorded_verdict']}]"
        lines.append(_wrapped(words, 2, 6))
    return "\n".join(lines)


def _parameter_in_words(entry: dict[str, Any]) -> list[str]:
    unit = f" {entry['unit']}" if entry["unit"] else ""
    others = "; ".join(entry["plausible"])
    plausible = f" (as plausible: {others})" if others else ""
    words = f"{entry['meaning']}. {entry['source']}: {entry['source_text']}{plausible}"
    return [f"  {entry['name']} = {entry['value']}{unit}", _wrapped(words, 6, 6)]


def _unit(entry: dict[str, Any]) -> str:
    return f" [{entry['unit']}]" if entry["unit"] else ""


def _wrapped(words: str, first: int, then: int) -> str:
    return textwrap.fill(words, 92, initial_indent=" " * first, subsequent_indent=" " * then)


def columns_as_markdown() -> str:
    """Return ``docs/columns.md``."""
    lines = [
        "# Columns and units",
        "",
        "Written by `magrepro explain --columns`. Every CSV has one row a point and the columns",
        "below. A suffix such as `_mev` names the unit where a name can hold it; where the unit is",
        "empty the column is a label, a count or a pure number. How closely two computations of a",
        "column agree is said by its kind: see [architecture.md](architecture.md#tolerances).",
        "",
        "| figure | column | unit | meaning | kind |",
        "|---|---|---|---|---|",
    ]
    for name in registry.names():
        for column in registry.load(name).COLUMNS:
            cells = (f"`{name}`", f"`{column.name}`", column.unit, column.meaning, column.kind)
            lines.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join([*lines, *_physical_columns()]) + "\n"


def _physical_columns() -> list[str]:
    every = [column for name in registry.names() for column in registry.load(name).COLUMNS]
    standing = {c.name: c.quantity for c in every if c.quantity}
    lines = ["", "`--units physical` writes behind these, where the first is among them:", ""]
    lines += ["| column | besides | unit | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{name}` | `{q.column}` | {q.unit} | {q.meaning} |" for name, q in standing.items()
    ]
    return lines
