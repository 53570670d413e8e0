"""What a figure shows, from which equations and parameters: for people and for machines."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from magrepro import figures as registry
from magrepro.claims import select
from magrepro.config import literal
from magrepro.reference import shown


def explanation(name: str) -> dict[str, Any]:
    """Return everything that is known about a figure, as plain data."""
    entry, module = registry.describe(name), registry.load(name)
    body = registry.docstring(name).partition("\n")[2].strip()
    equations = re.search(r"^Equations: (.*?)\.?$", body, flags=re.MULTILINE)
    params = module.Params()
    parameters = []
    for key, field in type(params).model_fields.items():
        about = params.about(key)
        source = about["source"]
        parameters.append(
            {
                "name": key,
                "value": literal(params.written(key)),
                "unit": about["unit"],
                "meaning": field.description,
                "source": source.kind,
                "source_text": source.text,
                "plausible": [literal(value) for value in source.plausible],
            }
        )
    observables = [
        {"name": o.name, "unit": o.unit, "meaning": o.meaning, "at": list(o.at)}
        for o in registry.observables(name)
    ]
    columns = [
        {
            "name": c.name,
            "unit": c.unit,
            "meaning": c.meaning,
            "physical": c.quantity.column if c.quantity else "",
        }
        for c in module.COLUMNS
    ]
    return {
        "name": name,
        "paper": entry.paper,
        "figure": entry.figure,
        "title": entry.title,
        "description": body,
        "alt": registry.alt(name, shown(name), params),
        "equations": equations.group(1) if equations else "",
        "parameters": parameters,
        "columns": columns,
        "observables": observables,
        "claims": [
            {"id": c.id, "statement": c.statement, "recorded_verdict": c.recorded}
            for c in select([name])
        ],
    }


def in_words(told: dict[str, Any]) -> str:
    """Return an explanation as text for the terminal."""
    lines = [f"{told['name']}: {told['title']} ({told['paper']}, {told['figure']})", ""]
    lines += [told["description"], "", "The picture in words"]
    lines += [textwrap.fill(told["alt"], 92, initial_indent="  ", subsequent_indent="  ")]
    lines += ["", "Parameters"]
    for entry in told["parameters"]:
        unit = f" {entry['unit']}" if entry["unit"] else ""
        lines.append(f"  {entry['name']} = {entry['value']}{unit}")
        others = "; ".join(entry["plausible"])
        plausible = f" (as plausible: {others})" if others else ""
        words = f"{entry['meaning']}. {entry['source']}: {entry['source_text']}{plausible}"
        lines.append(textwrap.fill(words, 92, initial_indent="      ", subsequent_indent="      "))
    lines += ["", "Columns"]
    for column in told["columns"]:
        unit = f" [{column['unit']}]" if column["unit"] else ""
        also = f"; {column['physical']} with --units physical" if column["physical"] else ""
        lines.append(f"  {column['name']}: {column['meaning']}{unit}{also}")
    lines += [
        "",
        f"Observables (computed by 'magrepro sweep {told['name']} --observe NAME,...')",
    ] * bool(told["observables"])
    for entry in told["observables"]:
        unit = f" [{entry['unit']}]" if entry["unit"] else ""
        at = f" (at one value of {', '.join(entry['at'])})" if entry["at"] else ""
        words = f"{entry['name']}: {entry['meaning']}{unit}{at}"
        lines.append(textwrap.fill(words, 92, initial_indent="  ", subsequent_indent="      "))
    lines += ["", f"Claims (computed by 'magrepro claims {told['name']}')"] * bool(told["claims"])
    for entry in told["claims"]:
        words = f"{entry['id']}: {entry['statement']} [{entry['recorded_verdict']}]"
        lines.append(textwrap.fill(words, 92, initial_indent="  ", subsequent_indent="      "))
    return "\n".join(lines)


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
