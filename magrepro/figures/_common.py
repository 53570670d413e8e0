"""What several figures share: parameters that mean the same, and what their computing costs."""

from __future__ import annotations

from magrepro.dataset import Column
from magrepro.parameters import assumed, derived, parameter, stated

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

KF_PER_NM = parameter(
    12.013,
    "Fermi wave number of gold, which sets nanometre and kelvin",
    derived("(12 pi^2)^(1/3)/lattice constant 0.40782 nm, one conduction electron an atom"),
    unit="1/nm",
    ge=0.1,
    le=100,
)
