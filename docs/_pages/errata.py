"""Which figures an erratum changes: read from the table in ``docs/errata.md``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from magrepro import figures


@dataclass(frozen=True)
class Erratum:
    """A row of the table."""

    number: str
    place: str
    figures: tuple[str, ...]


def read(path: Path) -> tuple[Erratum, ...]:
    """Return the rows of the table of errata."""
    rows = re.findall(
        r"^\| \[(\w+)\]\(#\w+\) \|((?:\\\||[^|])*)\|.*\|((?:\\\||[^|])*)\|[^|]*\|$",
        path.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    return tuple(Erratum(number, place.strip(), _figures(words)) for number, place, words in rows)


def _figures(words: str) -> tuple[str, ...]:
    """Return the figures that a cell names; a bare number is the figure of the same paper."""
    found: list[str] = []
    for word in re.findall(r"`(\w+)`", words):
        prefix = re.sub(r"\d+\w?$", "", found[-1]) if found and word[0].isdigit() else ""
        found.append(prefix + word)
    return tuple(name for name in found if name in figures.names())
