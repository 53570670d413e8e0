"""P, Fig. 7: magnetic moment of one particle against the field, Eq. (A4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from flint import arb
from numpy.typing import NDArray

from magrepro.certify import Row
from magrepro.certify.sphere import Particle, size

GIVEN: Final = ("t_over_tf", "hbar_omega_c_over_ef")


def enclose(row: Row, params: Any) -> Mapping[str, arb]:
    """Return the size and its moment."""
    k, w = size(row["kf_a"], params.kf_a), arb(row["hbar_omega_c_over_ef"])
    return {"kf_a": k, "moment": Particle.of(k, arb(row["t_over_tf"]), w).moment(w)}


def hardest(table: Mapping[str, NDArray[Any]], params: Any) -> list[int]:
    """Return the rows where para- and diamagnetism nearly cancel."""
    del params
    return [int(row) for row in np.argsort(np.abs(table["moment"]), kind="stable")[:10]]
