"""Words for messages."""

from __future__ import annotations


def excerpt(text: str, length: int = 60) -> str:
    """Return text of a user's for a message: on one line, printable, and no longer than that."""
    plain = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[: length + 1])
    return plain if len(plain) <= length else plain[: length - 1] + "…"
