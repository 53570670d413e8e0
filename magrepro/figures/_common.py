"""What several figures share: parameters that mean the same, and what their computing costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.orbital.critical import critical_temperature
from magrepro.core.orbital.dipoles import ETA, critical_susceptibility
from magrepro.dataset import Column
from magrepro.observables import column
from magrepro.parameters import assumed, parameter, stated

CHI_LANDAU = parameter(
    -2.9e-7,
    "Landau susceptibility of gold (Gaussian)",
    stated("Sec. I, below Eq. (1)"),
    ge=-1e-3,
    le=-1e-12,
)

FIELD_RATIO = parameter(
    0.5,
    "field on the second spin over that on the first",
    assumed(
        "Eq. (5) follows with 1/2, the Hamiltonian printed before it with 0, the sum over both "
        "k and -k of Eq. (4) with 1",
        plausible=(0.0, 1.0),
    ),
    ge=0,
    le=1,
)

BRANCH = parameter(
    "stable",
    "solution taken where there are several: that of lowest mean-field grand potential, or the "
    "largest moment, metastable or not",
    assumed("the text speaks of one solution; at the paper's sizes there is only one"),
)

STABLE = Column(
    "stable",
    "1 where no other solution, no order included, has a lower grand potential, else 0",
    "root",
    dtype=int,
)


COLDEST = 1e-12
"""T/T_F down to which the model of the sphere goes."""

TOGETHER = 1024
"""Sets of parameters whose cheap numbers are computed in one call."""


def dimers_critical_temperature(several: Sequence[Any]) -> Floats:
    """Return the largest T/T_F with g chi = 1, Eq. (8), of dimers of one size each."""
    d, chi_landau = column(several, "d_over_a"), column(several, "chi_landau")
    critical = critical_susceptibility(d, eta=ETA["longitudinal"])
    return critical_temperature(column(several, "kf_a"), critical / np.abs(chi_landau))


def far_below(critical: Floats) -> Floats:
    """Return a T/T_F at which moments are saturated: 1e-10, or a hundredth of a critical one."""
    return np.clip(np.where(critical > 0, critical / 100, 1e-10), COLDEST, 1e-10)
