"""P, Fig. 2: response of the dimer with and without coupling, Eqs. (3), (4), (7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flint import arb

from magrepro.certify import Row
from magrepro.certify.dipoles import first_order_correction, pair_coupling, pair_moments

GIVEN: Final = ("panel", "direction", "particle")

SIGNS: Final = {
    **dict.fromkeys("ad", (1, 1)),
    **dict.fromkeys("be", (-1, -1)),
    **dict.fromkeys("cf", (1, -1)),
}
"""Signs of both susceptibilities in each panel."""


def enclose(row: Row, params: Any) -> Mapping[str, Any]:
    """Return the moments of one particle in one panel, in units of V H, and Delta chi."""
    i, signs = row["particle"] - 1, SIGNS[row["panel"]]
    x = (signs[0] * arb(params.chi1), signs[1] * arb(params.chi2))
    g = pair_coupling(arb(params.d_over_a), row["direction"])
    return {
        "chi": x[i],
        "free_moment": x[i],
        "moment": pair_moments(x, arb(1), g)[i],
        "delta_chi": first_order_correction(x, g),
    }
