"""F, Fig. 5: moment per site against temperature, Eqs. (4), (7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from flint import arb
from numpy.typing import NDArray

from magrepro.certify import NotProved, Row
from magrepro.certify.lattice import Disc, coupling_at_centre, moment_per_site
from magrepro.certify.vibrations import escape_barrier, mean_displacement, thermal_energy

GIVEN: Final = ("j_mev", "phi_over_omega0", "temperature_k")


def enclose(row: Row, params: Any) -> Mapping[str, Any]:
    """Return the moment per site, and whether the mode stays in its well."""
    if params.anisotropy != "on-site":
        raise NotProved("an anisotropy of the exchange is not looked at")
    omega0, t = arb(params.omega0_mev), arb(row["temperature_k"])
    phi = arb(row["phi_over_omega0"]) * omega0
    disc = _disc(params, arb(row["j_mev"]), mean_displacement(phi, omega0, t), thermal_energy(t))
    in_well = phi.is_zero() or disc.kt < escape_barrier(phi, omega0)
    if not in_well and not disc.kt > escape_barrier(phi, omega0):
        raise NotProved("whether the mode stays in its well cannot be told")
    return {"moment": moment_per_site(disc), "in_well": int(in_well)}


def _disc(params: Any, j: arb, displacement: arb, kt: arb) -> Disc:
    """Return the pairs of the disc: J_0 = -prefactor r_S J, alpha_0 = prefactor r_A A <Q>."""
    r_s, r_a, prefactor = (
        arb(x) for x in (params.r_s_angstrom, params.r_a_angstrom, params.prefactor)
    )
    return Disc(
        twice_spin=round(2 * params.spin),
        j=-coupling_at_centre(j, r_s, prefactor),
        alpha=coupling_at_centre(arb(params.coupling_a_mev), r_a, prefactor) * displacement,
        anisotropy=arb(params.anisotropy_over_j) * abs(j),
        kt=kt,
        field_ratio=arb(params.field_ratio),
        r_s=r_s,
        r_a=r_a,
        k_max=arb(params.k_max_per_angstrom),
    )


def hardest(table: Mapping[str, NDArray[Any]], params: Any) -> list[int]:
    """Return rows around the temperature at which the strongest mode leaves its well."""
    del params
    last = np.flatnonzero((table["in_well"][:-1] == 1) & (table["in_well"][1:] == 0))
    return [int(row + step) for row in last for step in (0, 1)]
