"""P, Fig. 3: spontaneous moment of two equal saturating particles, Eqs. (3), (8), (9), (10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from flint import arb
from numpy.typing import NDArray

from magrepro.certify import Row
from magrepro.certify.saturating import equal_moment

GIVEN: Final = ("chi_over_chi_c",)


def enclose(row: Row, params: Any) -> Mapping[str, arb]:
    """Return both moments and their sum: equal for x > 0, opposite for x < 0, the sum exactly 0."""
    del params
    x = row["chi_over_chi_c"]
    m = equal_moment(x)
    return {"m1": m, "m2": -m if x < 0 else m, "m_total": arb(0) if x < 0 else 2 * m}


def hardest(table: Mapping[str, NDArray[Any]], params: Any) -> list[int]:
    """Return the rows nearest to the transitions at -1 and 1."""
    del params
    distance = np.abs(np.abs(table["chi_over_chi_c"]) - 1)
    return [int(row) for row in np.argsort(distance, kind="stable")[:8]]
