"""P, Fig. 1: the dimer in an applied field, Eqs. (3), (4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flint import arb

from magrepro.certify import Row
from magrepro.certify.dipoles import pair_coupling, pair_moments

GIVEN: Final = ("particle",)


def enclose(row: Row, params: Any) -> Mapping[str, Any]:
    """Return places, fields and moments of one particle, in units of a, H and V H."""
    i = row["particle"] - 1
    chi, radius = (params.chi1, params.chi2), (params.a1_over_a, params.a2_over_a)
    x = (arb(chi[0]) * arb(radius[0]) ** 3, arb(chi[1]) * arb(radius[1]) ** 3)
    angle = arb(params.field_angle) / 180
    found: dict[str, Any] = {
        "z_over_a": arb(params.d_over_a) * (i - 0.5),
        "radius_over_a": arb(radius[i]),
        "chi": arb(chi[i]),
    }
    for axis, direction, external in (
        ("x", "transverse", angle.sin_pi()),
        ("z", "longitudinal", angle.cos_pi()),
    ):
        g = pair_coupling(arb(params.d_over_a), direction)
        moments = pair_moments(x, external, g)
        found[f"external_{axis}"] = external
        found[f"field_{axis}"] = external - g * moments[1 - i]
        found[f"moment_{axis}"] = moments[i]
        found[f"free_moment_{axis}"] = x[i] * external
    return found
