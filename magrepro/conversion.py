"""Units of measured columns to the units of a figure's, by pint."""

from __future__ import annotations

import functools
import re
import warnings
from typing import TYPE_CHECKING, Any

from magrepro.core import constants
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
_UNIT = re.compile(rf"(?:{_TERM})?(?:\s*[*/ ]\s*{_TERM})*")
"""What may be a unit: names with one-digit powers, so that nothing long is ever computed."""

_OURS = {"muB": "mu_B", "uB": "mu_B", "mu_b": "mu_B", "emu": "(1e-3 * ampere * meter**2)"}
_OURS |= {"Oe": "(1e-4 * tesla)", "G": "(1e-4 * tesla)", "gauss": "(1e-4 * tesla)"}
_OURS |= {"kG": "(0.1 * tesla)", "kOe": "(0.1 * tesla)", "mG": "(1e-7 * tesla)"}
_OURS |= {"%": "(0.01)", "Å": "angstrom"}


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
        The column; its quantity may be reduced, as T/T_F is.
    params
        The figure's parameters, among which is what reduces it.

    Raises
    ------
    ValueError
        If the unit is none, or is of another dimension than the column.
    """
    text = plain(unit).strip()
    if text in (column.unit, "1" if not column.unit else None):
        return 1.0
    target, each = _reduced(column.name, params) or (column.unit, 1.0)
    number = _converted(text, target) if target else _converted(text, "dimensionless")
    if number is None and column.name in _REDUCED:
        number = _converted(text, "dimensionless")
        each = 1.0
    if number is None:
        wanted = f"{column.unit or 'a pure number'}"
        wanted += f" or a unit such as {target}" if column.name in _REDUCED else ""
        raise ValueError(f"{excerpt(unit)!r} is no unit of {column.name}; it takes {wanted}")
    return number * each


_REDUCED = {"t_over_tf": "K", "kf_a": "nm", "hbar_omega_c_over_ef": "T"}


def physical_unit(column: Column) -> str | None:
    """Return the unit of the quantity that a column's pure numbers stand for, if they do."""
    return _REDUCED.get(column.name)


def _reduced(name: str, params: Any) -> tuple[str, float] | None:
    """Return the unit of a quantity that a metal reduces, and what one of it is reduced."""
    if name not in _REDUCED:
        return None
    k_f_per_nm, t_f_k, field_t = _metal(params)
    each = {"t_over_tf": 1 / t_f_k, "kf_a": k_f_per_nm, "hbar_omega_c_over_ef": 1 / field_t}
    return _REDUCED[name], each[name]


_GOLD_CELL_CM = 4.0782e-8
"""Edge of gold's cubic cell, which holds four atoms with an electron each."""


def _metal(_params: Any) -> tuple[float, float, float]:
    """Return k_F in 1/nm, T_F in K and the field of hbar omega_c = E_F in T."""
    k_f = (3 * 3.141592653589793**2 * 4 / _GOLD_CELL_CM**3) ** (1 / 3)
    e_f = (constants.HBAR_ERG_S * k_f) ** 2 / (2 * constants.ELECTRON_MASS_G)
    field_t = e_f / (2 * constants.BOHR_MAGNETON_ERG_G) * 1e-4
    return k_f * 1e-7, e_f / constants.BOLTZMANN_ERG_K, field_t


def _converted(unit: str, target: str) -> float | None:
    """Return one of a unit in another, None if the two measure different things."""
    power = _FACTOR.match(unit)
    rest = unit[power.end() :] if power else unit
    number = 1.0
    if power:
        exponent = power["ten"] or power["up"]
        number = 10.0 ** int(exponent) if exponent else float(power["e"] or 1)
    if len(rest) > 30 or not _UNIT.fullmatch(rest):
        return None
    if rest.startswith("/"):
        rest = f"1 {rest}"
    return _by_pint(number, rest or "dimensionless", target)


def _by_pint(number: float, unit: str, target: str) -> float | None:
    import pint

    registry = _registry()
    words = re.sub(r"(?<=[A-Za-z])(-?\d)", r"**\1", unit)
    words = re.sub(_NAME, lambda name: _OURS.get(name[0], name[0]), words)
    try:
        quantity = number * registry.parse_expression(words)
        quantity = quantity if isinstance(quantity, pint.Quantity) else registry.Quantity(quantity)
        wanted = registry.parse_units(target)
        pair = {str(quantity.dimensionality), str(wanted.dimensionality)}
        contexts = ("boltzmann", "spectroscopy") if pair <= _thermal() else ()
        return float(quantity.to(wanted, *contexts).magnitude)
    except (pint.errors.PintError, AttributeError, ArithmeticError, ValueError, TypeError):
        return None


@functools.cache
def _thermal() -> frozenset[str]:
    """Return the dimensions that stand for one another: E = k_B T = h nu = h c/lambda.

    Not lengths: a temperature in nanometre is a mistake.
    """
    units = ("joule", "kelvin", "hertz", "1/meter")
    return frozenset(str(_registry().parse_units(unit).dimensionality) for unit in units)


@functools.cache
def _registry() -> Any:
    import pint

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pint.UnitRegistry()
