"""Parameters as they were written: words and units in place of the numbers they stand for."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def words(value: Any) -> set[str]:
    """Return all text in a value; what was given in words and is a number now is told by it."""
    if isinstance(value, BaseModel):
        return words(value.model_dump())
    if isinstance(value, dict):
        return set[str]().union(*map(words, value.values()))
    if isinstance(value, tuple | list):
        return set[str]().union(*map(words, value))
    return {value} if isinstance(value, str) else set()


def on_one_line(value: Any) -> Any:
    """Return a value with every text in it on one line, single spaces between its words."""
    if isinstance(value, dict):
        return {key: on_one_line(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return tuple(map(on_one_line, value))
    return " ".join(value.split()) if isinstance(value, str) else value


def plain(value: Any) -> Any:
    """Return a value as JSON and YAML hold it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    return value
