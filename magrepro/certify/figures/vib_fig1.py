"""F, Fig. 1: levels of the spin pair in three stages, Eqs. (1), (2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flint import arb

from magrepro.certify import Row
from magrepro.certify.spins import half_spin_levels

GIVEN: Final = ("stage", "state")

PROJECTION: Final = {"T-": -1, "T+": 1, "T0": 0, "S": 0}

STAGES: Final = ("exchange", "anisotropy", "vibration")


def enclose(row: Row, params: Any) -> Mapping[str, Any]:
    """Return the projection and the energy of one level; each stage adds one term."""
    stage, zero = STAGES.index(row["stage"]), arb(0)
    anisotropy = arb(params.anisotropy_mev) if stage > 0 else zero
    alpha, zeta = (arb(x) if stage > 1 else zero for x in (params.alpha_mev, params.zeta_mev))
    minus, plus, upper, lower = half_spin_levels(arb(params.j_mev), anisotropy, alpha, zeta)
    # The upper level of M = 0 belongs to the triplet where J < 0, else the lower one.
    triplet, singlet = (lower, upper) if params.j_mev > 0 else (upper, lower)
    energy = {"T-": minus, "T+": plus, "T0": triplet, "S": singlet}[row["state"]]
    return {"m": PROJECTION[row["state"]], "energy_mev": energy}
