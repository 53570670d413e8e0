"""What ``--over KEY=VALUES`` gives: the values of one parameter, each as a configuration holds it.

``start:stop:num`` or ``start:stop:num:log``, a list with commas, or ``zeros:100``, every zero of a
spherical Bessel function up to there. Each value may carry what ``--set`` allows, a unit among it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from magrepro.config import given as given_of, parameters
from magrepro.dialect import ConfigError, Reader
from magrepro.parameters import MAX_AXIS, FigureParams, Range, size
from magrepro.text import excerpt


class SweepError(Exception):
    """A sweep that cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class SweptAxis:
    """One parameter and the values that it takes in turn."""

    key: str
    values: tuple[Any, ...]
    """Plain, as a configuration holds them."""
    places: tuple[float | str, ...]
    """Where they stand in a picture: numbers, in the unit they were given in, or words."""
    unit: str = ""
    """The unit that they were given in, if any."""

    @property
    def is_numeric(self) -> bool:
        """Whether all places are numbers."""
        return not any(isinstance(place, str) for place in self.places)


Model = type[FigureParams]

_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_WITH_UNIT: Final = re.compile(rf"({_NUMBER})\s*([^\s\d.+-].*)?")
_COLONS: Final = re.compile(r"[^:{}\[\],]*(?::[^:{}\[\],]*)+")


def axes_of(model: Model, base: FigureParams, over: Iterable[str]) -> tuple[SweptAxis, ...]:
    """Return the axes that several ``--over`` give, in their order.

    Parameters
    ----------
    model, base
        The figure's parameters, and those of all combinations.
    over
        Texts ``KEY=VALUES``.

    Raises
    ------
    SweepError, ConfigError
        If a text, a key or a value is not right.
    """
    found: dict[str, SweptAxis] = {}
    for text in over:
        axis = _axis(model, given_of(base), text)
        if axis.key in found:
            raise SweepError(f"--over {excerpt(text)}: {axis.key}: given twice")
        found[axis.key] = axis
    return tuple(found.values())


def _axis(model: Model, base: Mapping[str, Any], text: str) -> SweptAxis:
    name = f"--over {excerpt(' '.join(text.split()))}"
    key, equals, body = (part.strip() for part in text.partition("="))
    if not equals or not key or not body:
        raise SweepError(f"{name}: expected KEY=a,b,c or KEY=start:stop:num")
    if key not in model.model_fields:
        close = difflib.get_close_matches(key[:60], model.model_fields, n=1, cutoff=0.5)
        known = f"known keys: {', '.join(model.model_fields)}"
        hint = f"did you mean {close[0]}?" if close else known
        raise SweepError(f"{name}: {excerpt(key)}: unknown key; {hint}")
    try:
        if body.partition(":")[0].strip() == "zeros":
            axis = _zeros(key, body)
        elif _COLONS.fullmatch(body):
            axis = _range(model, base, key, body)
        else:
            axis = _list(key, body)
        return _checked(model, base, axis)
    except SweepError as error:
        raise SweepError(f"{name}: {error}") from None


def _checked(model: Model, base: Mapping[str, Any], axis: SweptAxis) -> SweptAxis:
    """Validate the values: all of a list, and of others the first and the last."""
    values = axis.values
    if len(values) > MAX_AXIS:
        raise SweepError(f"{len(values)} values; at most {MAX_AXIS} are allowed")
    is_list = any(isinstance(value, dict) or not isinstance(value, float) for value in values)
    some = values if is_list and len(values) < _FEW else (values[0], values[-1])
    for value in some:
        parameters(model, over={**base, axis.key: value})
    return axis


_FEW: Final = 1000
"""Values of a list that are validated one by one; those of longer ones in their pieces."""


def _zeros(key: str, body: str) -> SweptAxis:
    """Every zero zeta_nl up to a number, or between two."""
    from magrepro.core.orbital.bessel import bessel_zeros

    ends = body.split(":")[1:]
    if not all(re.fullmatch(_NUMBER, end.strip()) for end in ends) or len(ends) not in (1, 2):
        raise SweepError("expected zeros:100, or zeros:40:55 for those between two numbers")
    *low, high = map(float, ends)
    if not 0 < high <= 500:
        raise SweepError(f"zeros are known up to 500, not {high:g}")
    zeros = bessel_zeros(high)
    chosen = zeros.zeta >= (low[0] if low else 0.0)
    if not chosen.any():
        raise SweepError("there is no zero in between; the smallest is 3.1416")
    pairs = zip(zeros.n[chosen].tolist(), zeros.l[chosen].tolist(), strict=True)
    names = tuple(f"zeta_{n}_{l}" for n, l in pairs)
    return SweptAxis(key, names, tuple(zeros.zeta[chosen].tolist()))


def _range(model: Model, base: Mapping[str, Any], key: str, body: str) -> SweptAxis:
    parts = [part.strip() for part in body.split(":")]
    ends = [_WITH_UNIT.fullmatch(part) for part in parts[:2]]
    if len(parts) not in (3, 4) or None in ends or not re.fullmatch(r"-?\d{1,9}", parts[2]):
        raise SweepError("expected start:stop:num or start:stop:num:log, num a whole number")
    (start, unit), (stop, other) = (end.groups() for end in ends if end)
    if (unit or other) != other:
        raise SweepError(f"{unit} and {other or 'no unit'}: give both ends in one unit")
    num = int(parts[2])
    if num < 2:
        raise SweepError(f"num must be at least 2, not {num}; for one value there is --set")
    spaced: dict[str, Any] = {"start": float(start), "stop": float(stop), "num": num}
    spaced["scale"] = parts[3] if len(parts) == 4 else "linear"
    try:
        places = Range(**spaced).values()
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        message = str(fault["msg"]).removeprefix("Value error, ")
        where = ".".join(map(str, fault["loc"]))
        raise SweepError(f"{where} {message[0].lower()}{message[1:]}".strip()) from None
    numbers = tuple(places.tolist())
    if other:
        return SweptAxis(key, tuple(f"{x!r} {other}" for x in numbers), numbers, other)
    values = _whole_if_wanted(model, base, key, numbers)
    return SweptAxis(key, values, values)


def _whole_if_wanted(
    model: Model, base: Mapping[str, Any], key: str, numbers: tuple[float, ...]
) -> tuple[float | int, ...]:
    """Return whole numbers where the parameter takes no others, rounded as a range of counts is."""
    if _fits(model, base, key, numbers[0]) or not _fits(model, base, key, round(numbers[0])):
        return numbers
    return tuple(dict.fromkeys(round(x) for x in numbers))


def _fits(model: Model, base: Mapping[str, Any], key: str, value: float) -> bool:
    try:
        parameters(model, over={**base, key: value})
    except ConfigError:
        return False
    return True


def _list(key: str, body: str) -> SweptAxis:
    reader = Reader(f"--over {key}")
    values = reader.read(f"[{body}]")
    if not values or any(value is None or isinstance(value, tuple) for value in values):
        raise SweepError("a value is missing or is a list; expected a,b,c")
    if len(set(map(repr, values))) < len(values):
        raise SweepError("holds a value twice")
    return SweptAxis(key, values, *_places(values))


def _places(values: tuple[Any, ...]) -> tuple[tuple[float | str, ...], str]:
    """Return where values stand in a picture, and their unit if all have the same."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return values, ""
    if all(re.fullmatch(r"zeta_\d{1,3}_\d{1,3}", str(value)) for value in values):
        return tuple(size(value) for value in values), ""
    found = [_WITH_UNIT.fullmatch(str(value)) for value in values]
    units = {one[2] for one in found if one}
    if None not in found and len(units) == 1:
        return tuple(float(one[1]) for one in found if one), str(units.pop() or "")
    return tuple(map(shown, values)), ""


def shown(value: Any) -> str:
    """Return a value in words, without commas."""
    if isinstance(value, Mapping):
        return ";".join(f"{key}={item}" for key, item in value.items())
    return str(value)


def implied(base: FigureParams, keys: Iterable[str]) -> tuple[SweptAxis, ...]:
    """Return axes over the values that parameters have in a figure, where there are several."""
    axes = []
    for key in keys:
        value = getattr(base, key)
        if isinstance(value, Range):
            numbers = tuple(value.values().tolist())
            value = _whole_if_wanted(type(base), given_of(base), key, numbers)
        if isinstance(value, tuple) and len(value) > 1:
            axes.append(SweptAxis(key, value, *_places(value)))
    return tuple(axes)
