"""F, Fig. 2: moment of a spin pair against exchange and vibrational field, Eqs. (4), (5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from flint import arb
from numpy.typing import NDArray

from magrepro.certify import Row
from magrepro.certify.spins import moment, transition_slope
from magrepro.certify.vibrations import thermal_energy

GIVEN: Final = ("spin", "j_mev", "alpha_mev")


def enclose(row: Row, params: Any) -> Mapping[str, arb]:
    """Return the thermal moment, and J over |alpha| at the transition."""
    spins, r = round(2 * row["spin"]), params.field_ratio
    kt = thermal_energy(arb(params.temperature_k))
    j, alpha = arb(row["j_mev"]), arb(row["alpha_mev"])
    return {
        "moment": moment(spins, j, alpha, kt, field_ratio=arb(r)),
        "transition_j_over_alpha": 1 / transition_slope(spins, r) if r else arb(0),
    }


def hardest(table: Mapping[str, NDArray[Any]], params: Any) -> list[int]:
    """Return the rows nearest to the transition of the ground state."""
    del params
    j, alpha = table["j_mev"], np.abs(table["alpha_mev"])
    away = np.abs(j - table["transition_j_over_alpha"] * alpha) + (alpha == 0) * 1e9
    return [int(row) for row in np.argsort(away, kind="stable")[:20]]
