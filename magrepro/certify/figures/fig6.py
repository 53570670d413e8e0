"""P, Fig. 6: zero-field susceptibility of one particle against its size, Eq. (A5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from flint import arb
from numpy.typing import NDArray

from magrepro.certify import Row
from magrepro.certify.bessel import zero_near
from magrepro.certify.sphere import susceptibility

GIVEN: Final = ("t_over_tf",)


def enclose(row: Row, params: Any) -> Mapping[str, Any]:
    """Return the size, whether it is a zero, and its susceptibility."""
    del params
    zero = zero_near(row["kf_a"])
    k = zero.zeta if zero else arb(row["kf_a"])
    chi = susceptibility(k, arb(row["t_over_tf"]))
    return {"kf_a": k, "chi_over_chi_l": chi, "at_zero": int(zero is not None)}


def hardest(table: Mapping[str, NDArray[Any]], params: Any) -> list[int]:
    """Return the rows on the flanks of the peaks, where the detuning of one level decides."""
    del params
    change = np.abs(np.gradient(table["chi_over_chi_l"]))
    return [int(row) for row in np.argsort(-change, kind="stable")[:30]]
