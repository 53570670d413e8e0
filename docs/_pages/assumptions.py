"""Every assumed parameter in one table, with what it does to verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from magrepro import figures
from magrepro.claims import Evaluation
from magrepro.claims.report import sensitivity_data
from magrepro.explain import explanation

_OPENING = """# What we had to assume

The papers do not state every parameter of every figure. Below are those that we chose, why, which
other values would be as plausible, and the claims whose verdict they reverse
(`magrepro claims --sensitivity` computes it). The page of each figure shows it at these values.

| figure | parameter | value | why | as plausible | verdicts that stand | reversed |
|---|---|---|---|---|---|---|
"""


def page(found: Sequence[Evaluation]) -> str:
    """Return the page of assumed parameters."""
    tested = sensitivity_data([e.claim for e in found])
    lines = []
    for name in figures.names():
        for entry in explanation(name)["parameters"]:
            if entry["source"] == "assumed":
                own = [row for row in tested if row["parameter"] == f"{name}.{entry['name']}"]
                lines.append(_row(name, entry, own))
    return _OPENING + "\n".join(lines) + "\n"


def _row(name: str, entry: dict[str, object], tested: list[dict[str, object]]) -> str:
    reversed_ = [str(row["id"]) for row in tested if row["reversals"]]
    links = ", ".join(f"[{claim}](claims.html#{claim})" for claim in reversed_)
    unit = f" {entry['unit']}" if entry["unit"] else ""
    plausible = entry["plausible"]
    others = "; ".join(f"`{value}`" for value in plausible) if isinstance(plausible, list) else ""
    cells = (
        f"[{name}](../gallery/{name}.md)",
        f"`{entry['name']}`",
        f"`{entry['value']}`{unit}",
        str(entry["source_text"]),
        others or "none other",
        f"{len(tested) - len(reversed_)} of {len(tested)}" if tested else "none rests on it",
        links or "none",
    )
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
