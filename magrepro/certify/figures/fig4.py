"""P, Fig. 4: magnetic phases of two unequal saturating particles, Eqs. (3), (6), (8), (9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from flint import arb
from numpy.typing import NDArray

from magrepro.certify import Row
from magrepro.certify.saturating import moments, phase

GIVEN: Final = ("chi1_over_chi_c", "chi2_over_chi_c")


def enclose(row: Row, params: Any) -> Mapping[str, Any]:
    """Return the moments, the phase, and the closed forms of the borders."""
    del params
    x, y = row["chi1_over_chi_c"], row["chi2_over_chi_c"]
    m1, m2 = moments(x, y)
    product = arb(x) * arb(y)
    closed = {"ordering": product - 1, "response": arb(x) + arb(y) + 2 * product}
    return {"m1": m1, "m2": m2, "phase": phase(x, y)} | closed


def hardest(table: Mapping[str, NDArray[Any]], params: Any) -> list[int]:
    """Return the rows nearest to either border."""
    del params
    borders = [np.abs(table[name]) for name in ("ordering", "response")]
    return [int(row) for size in borders for row in np.argsort(size, kind="stable")[:12]]
