"""P, Fig. 8: thermal distribution of one moment of a coupled dimer, Eq. (B8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flint import arb

from magrepro.certify import Row
from magrepro.certify.thermal import density_z

GIVEN: Final = ("k_over_c", "m1z")


def enclose(row: Row, params: Any) -> Mapping[str, arb]:
    """Return the density, K being the product of two doubles."""
    density = density_z(row["m1z"], k_over_c=row["k_over_c"], stiffness=params.c)
    return {"probability_density": density}
