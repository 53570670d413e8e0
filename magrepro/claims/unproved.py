"""Why claims that judge a number or a bound have no proof by ball arithmetic.

A wing's ``unproved.py`` says it in ``REASONS``: claims for each reason.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from magrepro.papers import PAPERS


def said() -> Iterator[tuple[str, str]]:
    """Yield every claim for which there is a reason, and the reason."""
    for paper in PAPERS:
        wing = importlib.import_module(f"magrepro.claims.{paper.wing}.unproved")
        for reason, claims in wing.REASONS.items():
            yield from ((claim, reason) for claim in claims.split())
