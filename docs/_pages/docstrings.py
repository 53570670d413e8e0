"""Docstrings are plain text with the papers' symbols, which would be taken for marks."""

from __future__ import annotations

import re
from typing import Any


def add_to(app: Any) -> None:
    """Have them marked before anything else reads them."""
    app.connect("autodoc-process-docstring", _marked, priority=100)


def _marked(_app: Any, what: str, _name: str, _obj: Any, _options: Any, lines: list[str]) -> None:
    if what == "module":
        lines[:] = _without_sections(lines)
    lines[:] = [_escaped(line) for line in lines]


def _without_sections(lines: list[str]) -> list[str]:
    """Make a module's headings bold words: it shares its page with its functions."""
    text = re.sub(r"^(\w[\w ]*)\n-+$", r"**\1**\n", "\n".join(lines), flags=re.MULTILINE)
    return text.split("\n")


def _escaped(line: str) -> str:
    """Take bars, stars and trailing underscores for what they are, outside of code."""
    pieces = re.split(r"(`+[^`]*`+|^\*\*.*\*\*$)", line)
    return "".join(
        piece if place % 2 else re.sub(r"([|*]|_(?!\w))", r"\\\1", piece)
        for place, piece in enumerate(pieces)
    )
