"""F, Fig. 3: temperature dependence of the mean displacement, Eq. (7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flint import arb

from magrepro.certify import Row
from magrepro.certify.vibrations import coth_over_omega0

GIVEN: Final = ("omega0_mev", "temperature_k")


def enclose(row: Row, params: Any) -> Mapping[str, arb]:
    """Return coth(beta omega_0/2)/omega_0."""
    del params
    found = coth_over_omega0(arb(row["omega0_mev"]), arb(row["temperature_k"]))
    return {"coth_over_omega0_per_mev": found}
