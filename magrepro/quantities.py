"""What pure numbers stand for: radii, temperatures, fields and distances, by the material.

A parameter and a column name their quantity; a number with a unit is divided by what the pure
number one stands for, and ``--units physical`` multiplies by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from magrepro import material, units
from magrepro.core.orbital.materials import FreeElectrons
from magrepro.text import excerpt


@dataclass(frozen=True)
class Quantity:
    """A physical quantity in a unit of its own, and what the pure number one stands for."""

    column: str
    unit: str
    meaning: str
    symbol: str
    """In math text, as ``reduced``, that of the pure number."""
    reduced: str
    of_one: Callable[[FreeElectrons], float]


def _per_wave_number(electrons: FreeElectrons) -> float:
    return 1 / electrons.k_f_per_nm


RADIUS: Final = Quantity(
    "radius_nm", "nm", "radius a = kf_a/k_F", "a", r"k_Fa", of_one=_per_wave_number
)
TEMPERATURE: Final = Quantity(
    "temperature_k", "K", "temperature T", "T", r"T/T_F", of_one=attrgetter("t_f_k")
)
FIELD: Final = Quantity(
    "field_t", "T", "field B", "B", r"\hbar\omega_c/E_F", of_one=attrgetter("field_t")
)
DISTANCE: Final = Quantity(
    "distance_nm", "nm", "distance d of the centres", "d", "d/a", of_one=_per_wave_number
)
"""Over the radius; needs a single size beside the material."""

_NEAR = re.compile(r"zeta(?:_([1-9]\d?))? near (\S.*)", re.ASCII)
"""As in ``zeta near 3.5 nm``, or ``zeta_1 near 3.5 nm`` among the first zeros alone."""
_DIAMETER = re.compile(r"(.*\S)\s+(diameter|radius)")


def converted(given: Any, about: Mapping[str, Any], others: Mapping[str, Any]) -> Any:
    """Return a parameter as given with all numbers with units converted to numbers.

    Parameters
    ----------
    given
        A value, a list or a range; what is no number with a unit is left as it is.
    about
        The parameter's ``unit`` and ``quantity``.
    others
        The parameters before it, the material among them.

    Raises
    ------
    ValueError
        If a unit is unknown or measures something else.
    """
    if isinstance(given, str):
        return _number(" ".join(given.split()), about, others)
    if isinstance(given, tuple | list):
        return tuple(converted(one, about, others) for one in given)
    if isinstance(given, dict):
        ends = {key: given[key] for key in ("start", "stop") if key in given}
        return given | {key: converted(end, about, others) for key, end in ends.items()}
    return given


def _number(text: str, about: Mapping[str, Any], others: Mapping[str, Any]) -> Any:
    quantity = about["quantity"]
    near = _NEAR.fullmatch(text)
    if near and quantity is RADIUS:
        return _zero_near(near[2], near[1], about, others)
    if not units.has_unit(text):
        return text
    if quantity is None:
        return units.number(text, about["unit"])
    half = 1.0
    if quantity is RADIUS and (named := _DIAMETER.fullmatch(text)):
        text, half = named[1], 0.5 if named[2] == "diameter" else 1.0
    return half * units.number(text, quantity.unit) / worth(quantity, others)


def worth(quantity: Quantity, others: Mapping[str, Any]) -> float:
    """Return what the pure number one stands for, in the quantity's unit.

    Raises
    ------
    ValueError
        If it depends on the size and there are several.
    """
    scale = quantity.of_one(material.of(others).electrons)
    if quantity is not DISTANCE:
        return scale
    sizes = others.get("kf_a", others.get("zeta"))
    only = sizes[0] if isinstance(sizes, tuple) and len(sizes) == 1 else sizes
    if not isinstance(only, float | str):
        raise ValueError("a distance with a unit needs a single kf_a to be divided by")
    return scale * (_named_zero(only) if isinstance(only, str) else only)


def _named_zero(name: str) -> float:
    from magrepro.core.orbital.bessel import named_zero  # SciPy, 100 ms

    return named_zero(name)


def _zero_near(
    text: str, n: str | None, about: Mapping[str, Any], others: Mapping[str, Any]
) -> Any:
    """Return the name of the zero of a spherical Bessel function nearest to a size."""
    k = _number(text, about, others)
    try:
        k = float(k)
    except ValueError:
        raise ValueError(f"zeta near {excerpt(k)}: not a size such as 42.5 or 3.5 nm") from None
    if not 1 <= k <= about["bounds"]["le"]:
        return k  # which its bounds will refuse
    from magrepro.core.orbital.bessel import zero_near  # SciPy, 100 ms

    return zero_near(k, int(n) if n else None)
