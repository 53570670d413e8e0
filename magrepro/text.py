"""Words for messages."""

from __future__ import annotations

from collections.abc import Iterable


def excerpt(text: str, length: int = 60) -> str:
    """Return text of a user's for a message: on one line, printable, and no longer than that."""
    plain = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[: length + 1])
    return plain if len(plain) <= length else plain[: length - 1] + "…"


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return a hint at the known word that is nearest to another, empty if none is near."""
    import difflib

    close = difflib.get_close_matches(word[:60], list(known), n=1, cutoff=0.4)
    return f"; did you mean {close[0]}?" if close else ""
