"""The parameter `material`: a metal by its name, or one's own by its numbers."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    field_validator,
    model_validator,
)

from magrepro import units
from magrepro.core.orbital.materials import (
    GOLD,
    METALS,
    FreeElectrons,
    Metal,
    density_of,
    free_electrons,
)
from magrepro.text import excerpt

OF_MATERIAL = "material"
"""In place of a number: that of the material."""


class OwnMaterial(BaseModel):
    """A material of one's own; k_F or the density of electrons, and what else is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    k_f_per_nm: float | None = Field(default=None, ge=0.1, le=100)
    electrons_per_nm3: float | None = Field(default=None, ge=1e-4, le=1e5)
    m_eff: float = Field(default=1.0, ge=0.01, le=100)
    chi_landau: float | None = Field(default=None, ge=-1e-3, le=-1e-12)

    @field_validator("k_f_per_nm", "electrons_per_nm3", mode="before")
    @classmethod
    def _convert_units(cls, given: Any, info: ValidationInfo) -> Any:
        unit = {"k_f_per_nm": "1/nm", "electrons_per_nm3": "1/nm^3"}[str(info.field_name)]
        written = isinstance(given, str) and units.has_unit(given)
        return units.number(given, unit) if written else given

    @model_validator(mode="after")
    def _says_how_dense(self) -> Self:
        if (self.k_f_per_nm is None) == (self.electrons_per_nm3 is None):
            raise ValueError("needs k_f_per_nm or electrons_per_nm3, one of the two")
        return self

    @property
    def electrons(self) -> FreeElectrons:
        """The free electrons of that density and mass."""
        density = self.electrons_per_nm3
        if self.k_f_per_nm is not None:
            density = density_of(self.k_f_per_nm)
        assert density is not None
        return free_electrons(density, m_eff=self.m_eff)


def _known(name: Any) -> str:
    if not isinstance(name, str):
        raise ValueError("give a name such as silver, or a mapping such as {k_f_per_nm: 12.0}")
    if name not in METALS:
        close = difflib.get_close_matches(name[:60].lower(), METALS, n=1)
        hint = f"did you mean {close[0]}?" if close else "'magrepro materials' has the names"
        raise ValueError(f"there is no material {excerpt(name)!r}; {hint}")
    return name


def _form(value: Any) -> str:
    return "own" if isinstance(value, dict | OwnMaterial) else "name"


MaterialChoice = Annotated[
    Annotated[str, BeforeValidator(_known), Tag("name")] | Annotated[OwnMaterial, Tag("own")],
    Discriminator(_form),
]
"""A name of `METALS`, or ``{k_f_per_nm, electrons_per_nm3, m_eff, chi_landau}``."""


def metal(choice: str | OwnMaterial) -> Metal:
    """Return the metal that a parameter names, or one made of the numbers given."""
    if isinstance(choice, str):
        return METALS[choice]
    electrons = choice.electrons
    chi = electrons.chi_landau if choice.chi_landau is None else choice.chi_landau
    return Metal("own", electrons, chi, "given by the user")


def of(values: Mapping[str, Any]) -> Metal:
    """Return the metal among a figure's parameters; gold where there is none or it is at fault."""
    return metal(values["material"]) if "material" in values else GOLD
