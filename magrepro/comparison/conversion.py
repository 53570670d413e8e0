"""Units of measured columns to the units of a figure's, by pint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from magrepro import quantities, units
from magrepro.text import excerpt

if TYPE_CHECKING:
    from magrepro.dataset import Column

_GREEK = str.maketrans(
    {"ħ": "hbar", "ω": "omega", "χ": "chi", "α": "alpha", "μ": "mu", "µ": "mu", "Φ": "phi"}
    | {"φ": "phi", "ζ": "zeta", "·": "*", "−": "-"}
)
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_FACTOR = re.compile(
    r"(?:10(?:\^|\*\*)?(?P<ten>-\d{1,2})|10(?:\^|\*\*)(?P<up>\d{1,2})|(?P<e>1e-?\d{1,2})|1)"
    r"(?=$|[ */])\s*\*?\s*"
)
_NAME = r"[A-Za-zÅ%][A-Za-z_0]*"
_TERM = rf"{_NAME}(?:(?:\^|\*\*)?-?\d)?"
_UNIT = re.compile(rf"(?:{_TERM}|1(?=\s*/))(?:\s*[*/ ]\s*{_TERM})*")
"""What may be a unit: names with one-digit powers, so that nothing long is ever computed."""

_LONGEST = 30
"""Letters of a unit; pint is not asked what more of them mean."""
_OURS = {"muB": "mu_B", "uB": "mu_B", "mu_b": "mu_B", "emu": "(1e-3 * ampere * meter**2)"}
_OURS |= {"G": "(1e-4 * tesla)", "gauss": "(1e-4 * tesla)", "%": "(0.01)"}
"""What pint knows by another name, or in another system of units than that of moments."""


def plain(text: str) -> str:
    """Return a name or a unit without letters and signs that few keyboards have."""
    powers = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: f"^{m[0].translate(_RAISED)}", text)
    return powers.translate(_GREEK)


def factor(unit: str, column: Column, params: Any) -> float:
    """Return what a number in a unit is to be multiplied by to be one of a column's.

    Parameters
    ----------
    unit
        Such as ``mK``; ``1`` for the column's own where that is a pure number.
    column
        The column; its pure numbers may stand for a quantity, as T/T_F does.
    params
        The figure's parameters, the material among them.

    Raises
    ------
    ValueError
        If the unit is none, or is of another dimension than the column.
    """
    text = plain(unit).strip()
    if text in (column.unit, "1" if not column.unit else None):
        return 1.0
    number, rest = _factor_of_ten(text)
    if not rest and not column.unit:
        return number
    if column.quantity is not None:
        of_one = quantities.worth(column.quantity, vars(params))
        return number * _to(rest, column.quantity.unit, column) / of_one
    return number * _to(rest, column.unit, column)


def _to(unit: str, target: str, column: Column) -> float:
    """Return one of a unit in the target's."""
    well_formed = len(unit) <= _LONGEST and _UNIT.fullmatch(unit)
    if well_formed and target in units.WANTED:
        return units.number(f"1 {unit}", target)
    found = _by_pint(unit, target or "dimensionless") if well_formed else None
    if found is None:
        wanted = target or "a pure number"
        raise ValueError(f"{excerpt(unit)!r} is no unit of {column.name}; {wanted} is wanted")
    return found


def physical_unit(column: Column) -> str | None:
    """Return the unit of the quantity that a column's pure numbers stand for, if they do."""
    return column.quantity.unit if column.quantity else None


def _factor_of_ten(unit: str) -> tuple[float, str]:
    """Return the power of ten before a unit, and the unit."""
    power = _FACTOR.match(unit)
    if power is None:
        return 1.0, unit
    exponent = power["ten"] or power["up"]
    number = 10.0 ** int(exponent) if exponent else float(power["e"] or 1)
    rest = unit[power.end() :]
    return number, f"1{rest}" if rest.startswith("/") else rest


def _by_pint(unit: str, target: str) -> float | None:
    """Return one of a unit in another, None if the two measure different things."""
    import pint

    registry = units.registry()
    words = re.sub(r"(?<=[A-Za-z])(-?\d)", r"**\1", unit)
    words = re.sub(_NAME, lambda name: _OURS.get(name[0], name[0]), words)
    try:
        quantity = registry.Quantity(registry.parse_expression(words))
        return float(quantity.to(registry.parse_units(target)).magnitude)
    except (pint.errors.PintError, AttributeError, ArithmeticError, ValueError, TypeError):
        return None
