"""Numbers with units: ``3.5 nm``, ``40 cm^-1``, ``5 T`` to a number in the unit that is wanted.

Pint reads the units and is imported only where one is written. Energies, temperatures and wave
numbers stand for one another: E = k_B T = h c/lambda; gauss and tesla too: 1 T is 10^4 G.
"""

from __future__ import annotations

import difflib
import functools
import math
import re
from typing import Any, Final

from magrepro.core import constants
from magrepro.text import excerpt

WANTED: Final = {
    "meV": ("an energy", "meV, cm^-1, K, ..."),
    "K": ("a temperature", "K, mK, meV, ..."),
    "T": ("a magnetic field", "T, mT, gauss"),
    "nm": ("a length", "nm, angstrom"),
    "angstrom": ("a length", "angstrom, nm"),
    "1/angstrom": ("a wave number", "1/angstrom, 1/nm"),
    "1/nm": ("a wave number", "1/nm, 1/angstrom"),
    "1/nm^3": ("a density", "1/nm^3, cm^-3"),
    "meV^2": ("an energy squared", "meV^2, eV^2"),
    "degree": ("an angle", "degree, radian"),
}
"""Units that numbers are converted to: what they measure, and examples for a message."""

_DIMENSIONS = {
    "meter": "a length",
    "1/meter": "a wave number",
    "kelvin": "a temperature",
    "joule": "an energy",
    "joule^2": "an energy squared",
    "tesla": "a magnetic field",
    "gauss": "a magnetic field",
    "1/meter^3": "a density",
    "second": "a time",
    "hertz": "a frequency",
    "kilogram": "a mass",
    "ampere": "an electric current",
    "coulomb": "an electric charge",
    "volt": "a voltage",
    "meter^2": "an area",
    "meter^3": "a volume",
}
_THERMAL = ("an energy", "a temperature", "a wave number")
_COMMON = (
    *("nm", "angstrom", "um", "K", "mK", "uK", "meV", "eV", "ueV", "cm^-1", "J", "T", "mT"),
    *("gauss", "kilogauss", "kelvin", "tesla", "degree", "radian"),
)
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_LETTERS = r"[A-Za-z\u00b5\u03bc\u00c5\u212b]"
"""Of ASCII, and the micro and angstrom signs."""
_WRITTEN = re.compile(rf"({_NUMBER})\s*((?:1?/\s*)?{_LETTERS}.*)", re.ASCII)
_WORD = rf"{_LETTERS}+(?:(?:\^|\*\*)[-+]?\d)?"
_UNIT = re.compile(rf"(?:1?/\s*)?{_WORD}(?:\s*[*/ ]\s*{_WORD})*", re.ASCII)
_LONGEST = 40

MEV_CM: Final = (
    2e3 * math.pi * constants.HBAR_J_S * constants.SPEED_OF_LIGHT_CM_S
) / constants.ELEMENTARY_CHARGE_C
"""h c, the energy of one wave per centimetre, meV."""


def has_unit(text: str) -> bool:
    """Tell whether a text is a number with something behind it, as a unit is."""
    return _WRITTEN.fullmatch(text) is not None


def number(text: str, unit: str) -> float:
    """Return a number with a unit as a number in another unit of `WANTED`.

    Parameters
    ----------
    text
        Such as ``40 cm^-1``.
    unit
        A key of `WANTED`; any other, as that of a pure number, can be converted to by none.

    Raises
    ------
    ValueError
        If there is no such unit, or it measures something else than is wanted.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(f"{excerpt(text)} is no number with a unit")
    value, words = float(found[1]), found[2].strip()
    measured = _dimension(words)
    wanted, examples = WANTED.get(unit, ("a pure number", ""))
    thermal = {measured, wanted} <= {*_THERMAL} and wanted != "a wave number"
    if measured == wanted or thermal:
        zero, slope = _line(words, unit)
        return zero + _times(value, slope)
    if measured == "a number":
        raise ValueError(f"{excerpt(text)}: {words} is no unit here; {wanted} is wanted")
    examples = f" ({examples})" if examples else ""
    raise ValueError(f"{excerpt(text)} is {measured}; {wanted} is wanted{examples}")


def _times(value: float, slope: float) -> float:
    """Return the product, by division where that is exact: 35 angstrom are 3.5 nm sharp."""
    parts = round(1 / slope) if 0 < slope < 1 else 0
    return value / parts if parts and abs(parts * slope - 1) < 1e-14 else value * slope


@functools.lru_cache(maxsize=256)
def _line(words: str, unit: str) -> tuple[float, float]:
    """Return what zero and one of a unit more are in another, of which zero is 0 but for degC."""
    given, measured = _unit(words), _dimension(words)
    zero, one = (_converted(value, given, measured, unit) for value in (0.0, 1.0))
    return zero, one - zero


def _converted(value: float, given: Any, measured: str, unit: str) -> float:
    wanted, _ = WANTED[unit]
    if wanted == "a magnetic field":
        return _tesla(value, given)
    if measured == wanted:
        return _magnitude(value, given, unit)
    kelvin = _kelvin(value, given, measured)
    return kelvin if unit == "K" else kelvin * constants.K_B_MEV


@functools.cache
def registry() -> Any:
    """Return pint's units, read once."""
    import pint

    return pint.UnitRegistry(cache_folder=None)


@functools.lru_cache(maxsize=256)
def _unit(words: str) -> Any:
    if len(words) > _LONGEST or not _UNIT.fullmatch(words):
        raise ValueError(f"{excerpt(words)!r} is no unit; write it as nm, cm^-1 or meV")
    try:
        return registry().parse_units(f"1{words}" if words.startswith("/") else words)
    except Exception:  # pint raises its own errors, and those of Python's tokenizer
        close = difflib.get_close_matches(words, _COMMON, n=1, cutoff=0.5)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise ValueError(f"there is no unit {words!r}{hint}") from None


@functools.lru_cache(maxsize=256)
def _dimension(words: str) -> str:
    """Return what a unit measures."""
    unit, pints = _unit(words), registry()
    if unit.dimensionless:
        return "an angle" if unit.is_compatible_with("radian") and _is_angle(unit) else "a number"
    for known, measured in _DIMENSIONS.items():
        if unit.dimensionality == pints.parse_units(known).dimensionality:
            return measured
    return f"of dimension {unit.dimensionality}"


def _is_angle(unit: Any) -> bool:
    return str(unit) in ("degree", "radian", "milliradian", "arcminute", "arcsecond", "turn")


def _magnitude(value: float, given: Any, unit: str) -> float:
    return float(registry().Quantity(value, given).to(unit).magnitude)


def _tesla(value: float, given: Any) -> float:
    if given.is_compatible_with("tesla"):
        return _magnitude(value, given, "tesla")
    return _magnitude(value, given, "gauss") * 1e-4


def _kelvin(value: float, given: Any, measured: str) -> float:
    """Return E/k_B; spectroscopists' wave numbers are 1/lambda."""
    if measured == "a temperature":
        return _magnitude(value, given, "kelvin")
    if measured == "an energy":
        return _magnitude(value, given, "meV") / constants.K_B_MEV
    return _magnitude(value, given, "1/centimeter") * MEV_CM / constants.K_B_MEV
