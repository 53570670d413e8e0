"""P, Fig. 9: critical susceptibility of a chain against its length, Eqs. (8), (C1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flint import arb

from magrepro.certify import Row
from magrepro.certify.chains import critical_ratio, endless_ratio

GIVEN: Final = ("n_particles",)


def enclose(row: Row, params: Any) -> Mapping[str, arb]:
    """Return the critical susceptibilities of the chain and of an endless one."""
    del params
    return {
        "chi_c_over_dimer": critical_ratio(row["n_particles"]),
        "endless_chain": endless_ratio(),
    }
