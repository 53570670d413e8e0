"""What the text describes, asked in `core.vibrational.described`, as bounds of a claim."""

from __future__ import annotations

from typing import Any

from magrepro.claims import above, below
from magrepro.core.vibrational.described import Asked, Wanted


def bounds(wanted: Wanted) -> list[Any]:
    """Return what `true_if` takes."""
    sides = {"above": above, "below": below}
    return [
        sides[one.side](one.value, one.limit) if isinstance(one, Asked) else one for one in wanted
    ]
