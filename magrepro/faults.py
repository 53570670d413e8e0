"""What is wrong with parameters that were given, in one message with its place."""

from __future__ import annotations

import difflib
import re
from typing import Any

from pydantic import ValidationError

from magrepro.dialect import Path_, Reader
from magrepro.material import OwnMaterial
from magrepro.parameters import FigureParams
from magrepro.ranges import Range
from magrepro.text import excerpt

Readers = dict[Path_, Reader]
"""Who read each key; a part of a range may come from elsewhere than the rest."""

_TAGS = ("list", "range", "float", "str", "name", "own")
"""Which of several forms of a value a fault was found in; nothing that a user wrote."""


def explained(
    error: ValidationError, model: type[FigureParams], readers: Readers, tree: dict[str, Any]
) -> str:
    """Return the message of the first fault of some parameters: place, key and what is right."""
    faults = error.errors(include_url=False)
    fault = min(faults, key=lambda fault: fault["type"] != "extra_forbidden")
    path = tuple(part for part in fault["loc"] if part not in _TAGS)
    name = excerpt(".".join(str(part) for part in path))
    place = path if path and path[0] in tree else _culprit(str(fault["msg"]), tree)
    where = _place(place, readers)
    inner = OwnMaterial if path[:1] == ("material",) else Range
    known = list((model if len(path) < 2 else inner).model_fields)
    reason = _reason(fault, name, known)
    return f"{where}: {name}: {reason}" if name else f"{where}: {reason}"


def _place(path: Path_, readers: Readers) -> str:
    near = [path[:2], path[:1], *(other for other in readers if other[0] == path[0])]
    return next(readers[other] for other in near if other in readers).place(path)


def _culprit(message: str, tree: dict[str, Any]) -> Path_:
    """Return the key to point at when several do not fit: one it names, or the longest axis."""

    def blame(key: str) -> tuple[bool, int]:
        value = tree[key]
        length = value.get("num", 0) if isinstance(value, dict) else 1
        named = re.search(rf"\b{re.escape(key)}\b", message) is not None
        return named, len(value) if isinstance(value, tuple) else int(length)

    return (max(tree, key=blame),)


def _reason(fault: Any, name: str, known: list[str]) -> str:
    if fault["type"] == "extra_forbidden":
        word = name.rsplit(".", 1)[-1]
        close = [key for key in known if key.startswith(word)]
        close = close or difflib.get_close_matches(word, known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else f"known keys: {', '.join(known)}"
        return f"unknown key; {hint}"
    if fault["type"] == "missing":
        return "missing; a range is {start, stop, num, scale}"
    if fault["type"] == "too_short":
        return "needs at least one value"
    message = str(fault["msg"]).removeprefix("Value error, ")
    message = message[0].lower() + message[1:]
    if fault["type"] in ("value_error", "too_long"):
        return message
    shown = repr(fault["input"])
    return message if len(shown) > 60 else f"{message}, not {shown}"
