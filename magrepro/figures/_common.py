"""What several figures share: parameters and columns that mean the same, and their units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, ValidationInfo

from magrepro import material, quantities
from magrepro.core.arrays import Floats
from magrepro.dataset import Column
from magrepro.observables import Observable, column
from magrepro.parameters import assumed, parameter, stated


def _material(uses: str) -> Any:
    meaning = f"metal of the particles ({uses}): a name that 'magrepro materials' lists, or "
    meaning += "a mapping with k_f_per_nm or electrons_per_nm3, m_eff, chi_landau"
    return parameter("gold", meaning, stated("abstract and Sec. I"))


MATERIAL = _material("sets chi_landau and converts units")
MATERIAL_CONVERTS = _material("converts units")
MATERIAL_WEIGHS = _material("its effective mass weighs orbits against spins")
MATERIAL_IS_DRAWN = _material("the colour of the sketch; no number depends on it")
MATERIAL_IS_NAMED = _material("no number of this figure depends on it")


def _of_material(value: Any, info: ValidationInfo) -> Any:
    return material.of(info.data).chi_landau if value == material.OF_MATERIAL else value


ChiLandau = Annotated[float, BeforeValidator(_of_material)]
"""A number, or the word ``material``; to be declared behind the material."""


def _chi_landau(strongest: float) -> Any:
    return parameter(
        material.OF_MATERIAL,
        "Landau susceptibility (Gaussian): a number, or that of the material; gold's is -2.9e-7",
        stated("Sec. I, below Eq. (1)"),
        ge=strongest,
        le=-1e-12,
    )


CHI_LANDAU = _chi_landau(-1e-3)
CHI_LANDAU_WEAK = _chi_landau(-1e-5)
"""Where the shell at the Fermi energy is to order before another one opens."""

UNITS = parameter(
    "reduced",
    "units of axes and columns: reduced, the paper's pure numbers; physical, also nanometre, "
    "kelvin and tesla of the material",
    stated("axes and captions of Figs. 5 to 7 and 10"),
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

T_OVER_TF = Column(
    "t_over_tf",
    "temperature over Fermi temperature",
    "elementwise",
    quantity=quantities.TEMPERATURE,
)

STABLE = Column(
    "stable",
    "1 where no other solution, no order included, has a lower grand potential, else 0",
    "root",
    dtype=int,
)


Ensemble = Literal["grand-canonical", "canonical"]

ENSEMBLE = parameter(
    "grand-canonical",
    "grand-canonical, mu = E_F; or canonical, each particle with exactly as many electrons as it "
    "has at mu = E_F and T = 0: half a shell where k_F a is a zero, else closed shells",
    stated("App. A, footnote 11"),
)

TOGETHER = 128
"""Sets of parameters whose cheap numbers are computed in one call."""


def of_electrons(several: Sequence[Any], name: str) -> Floats:
    """Return one number of the free electrons of the materials."""
    return np.array([getattr(material.metal(one.material).electrons, name) for one in several])


def in_kelvin(t_over_tf: Floats, several: Sequence[Any]) -> Floats:
    """Return temperatures in kelvin."""
    return np.asarray(t_over_tf * of_electrons(several, "t_f_k"))


def radius_nm(several: Sequence[Any]) -> Floats:
    """Return a = k_F a/k_F of particles of one size each."""
    return np.asarray(column(several, "kf_a") / of_electrons(several, "k_f_per_nm"))


RADIUS_NM = Observable(
    "radius_nm", radius_nm, "radius of the particles of this material", "nm", ("kf_a",), TOGETHER
)
