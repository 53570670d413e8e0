"""P, Fig. 5(a): zero-field susceptibility of one particle against temperature, Eqs. (8), (A5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from flint import arb
from numpy.typing import NDArray

from magrepro.certify import Row
from magrepro.certify.sphere import size, susceptibility

GIVEN: Final = ("panel", "t_over_tf")


def enclose(row: Row, params: Any) -> Mapping[str, arb]:
    """Return the size, its susceptibility, and chi_c^z = 3/(8 pi) (d/a)^3."""
    axis = params.kf_a if row["panel"] == "main" else params.kf_a_inset
    k = size(row["kf_a"], axis)
    chi = -arb(params.chi_landau) * susceptibility(k, arb(row["t_over_tf"]))
    critical = 3 / (8 * arb.pi()) * arb(params.d_over_a) ** 3
    return {"kf_a": k, "chi": chi, "chi_c": critical}


def hardest(table: Mapping[str, NDArray[Any]], params: Any) -> list[int]:
    """Return the rows where para- and diamagnetism nearly cancel."""
    del params
    return [int(row) for row in np.argsort(np.abs(table["chi"]), kind="stable")[:10]]
