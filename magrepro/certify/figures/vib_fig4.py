"""F, Fig. 4: moment of a spin pair against exchange and temperature, Eqs. (4), (7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flint import arb

from magrepro.certify import Row
from magrepro.certify.spins import moment
from magrepro.certify.vibrations import mean_displacement, thermal_energy

GIVEN: Final = ("omega0_mev", "j_mev", "temperature_k")


def enclose(row: Row, params: Any) -> Mapping[str, arb]:
    """Return the thermal moment in the field A <Q>, J < 0 being antiferromagnetic."""
    t = arb(row["temperature_k"])
    alpha = mean_displacement(arb(params.coupling_mev2), arb(row["omega0_mev"]), t)
    j, kt, ratio = -arb(row["j_mev"]), thermal_energy(t), arb(params.field_ratio)
    return {"moment": moment(round(2 * params.spin), j, alpha, kt, field_ratio=ratio)}
