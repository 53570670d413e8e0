"""P, Fig. 10: spontaneous moment per particle of a chain against its length, Eqs. (A4), (C1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from flint import arb
from numpy.typing import NDArray

from magrepro.certify import Row
from magrepro.certify.balls import at_precision
from magrepro.certify.bessel import named
from magrepro.certify.chain_ordering import Response, mean_moment
from magrepro.certify.sphere import coupling_of

GIVEN: Final = ("t_over_tf", "n_particles")


def enclose(row: Row, params: Any) -> Mapping[str, Any]:
    """Return the mean moment, and that it is the stable one."""
    response = _response(params.kf_a, row["t_over_tf"], params.d_over_a, params.chi_landau)
    return {"m_z": mean_moment(response, row["n_particles"]), "stable": 1}


@at_precision
def _response(kf_a: str | float, t_over_tf: float, d_over_a: float, chi_landau: float) -> Response:
    """Return the particles' response; w_i = c sum_j M_j/|i-j|^3."""
    k = named(kf_a) if isinstance(kf_a, str) else arb(kf_a)
    coupling = coupling_of(k, d_over_a, chi_landau)
    return Response.of(k, arb(t_over_tf), coupling)


def hardest(table: Mapping[str, NDArray[Any]], params: Any) -> list[int]:
    """Return the rows with the smallest moments, nearest to the transition."""
    del params
    last = np.flatnonzero((table["m_z"][:-1] == 0) & (table["m_z"][1:] > 0))
    return [int(row + step) for row in last for step in (0, 1)]
