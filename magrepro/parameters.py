"""What a figure's parameters are made of: fields with a meaning, bounds and a source, and axes.

A figure's ``Params`` derives from `FigureParams`; each field is made by `parameter`, which takes
the value behind the paper's figure, what it means, and where it comes from: `stated` in the paper,
`derived` from what the paper states, or `assumed` by us.
"""

from __future__ import annotations

import hashlib
import json
import operator
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from magrepro import written
from magrepro.quantities import Quantity, converted, worth
from magrepro.ranges import (
    MAX_AXIS as MAX_AXIS,
    Axis as Axis,
    CountAxis as CountAxis,
    Range as Range,
    Size as Size,
    SizeAxis as SizeAxis,
    Spin as Spin,
    Spins as Spins,
    check_names,
    counts as counts,
    extremes,
    size as size,
    values as values,
)

MAX_POINTS = 4_000_000
"""Points of all axes of a figure multiplied."""


def _number(value: float) -> str:
    text = repr(value)
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}.0e{exponent}" if e and "." not in mantissa else text


def literal(value: Any) -> str:
    """Return a parameter's value as YAML on one line."""
    value = written.plain(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return _number(value) if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Source:
    """Where a parameter's value comes from."""

    kind: Literal["stated", "derived", "assumed"]
    text: str
    plausible: tuple[Any, ...] = ()
    """Other values of the parameter that would be as good; claims are tested at each."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


def stated(where: str) -> Source:
    """Return the source of a value that the paper prints, with the place."""
    return Source("stated", where)


def derived(how: str) -> Source:
    """Return the source of a value that follows from what the paper prints."""
    return Source("derived", how)


def assumed(why: str, *, plausible: tuple[Any, ...] = ()) -> Source:
    """Return the source of a value that we chose: the reason, and values that would be as good."""
    return Source("assumed", why, plausible)


def parameter(
    default: Any,
    meaning: str,
    source: Source,
    *,
    unit: str = "",
    quantity: Quantity | None = None,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
) -> Any:
    """Declare one parameter of a figure.

    Parameters
    ----------
    default
        The value behind the paper's figure: a number, a word, a tuple or a `Range`.
    meaning, source, unit
        What it is, where it comes from, and in which unit ("" for a pure number).
    quantity
        What a pure number stands for, so that it may be given with a unit.
    ge, gt, le
        Bounds on the number, or on every value of an axis.
    """
    bounds = {k: v for k, v in (("ge", ge), ("gt", gt), ("le", le)) if v is not None}
    extra: dict[str, Any] = {"unit": unit, "source": source, "bounds": bounds}
    extra["quantity"] = quantity
    # A word to choose from is no number with a unit.
    extra["converts"] = bool(bounds) or not isinstance(default, str)
    return Field(default=default, description=meaning, json_schema_extra=extra)


def _check_bounds(
    value: Any, bounds: dict[str, float], told: tuple[Quantity, float] | None
) -> None:
    """Refuse numbers out of bounds; if they were given with a unit, tell both in that unit too."""

    def both(number: float) -> str:
        return f"{number:g}" + (f" ({number * told[1]:.4g} {told[0].unit})" if told else "")

    for number in extremes(value) if bounds else ():
        for kind, bound in bounds.items():
            is_inside, words = _BOUNDS[kind]
            if not is_inside(number, bound):
                raise ValueError(f"must be {words} {both(bound)}, not {both(number)}")


_BOUNDS = {
    "ge": (operator.ge, "at least"),
    "gt": (operator.gt, "greater than"),
    "le": (operator.le, "at most"),
}


class FigureParams(BaseModel):
    """All parameters of one figure; the defaults are the paper's figure."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True
    )

    _written: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_what_was_written(
        cls, data: Any, handler: ModelWrapValidatorHandler[Self]
    ) -> Self:
        params = handler(data)
        for key, field in cls.model_fields.items() if isinstance(data, dict) else ():
            given, value = data.get(key, field.default), getattr(params, key)
            if given != value and not written.words(given) <= written.words(value):
                params._written[key] = written.on_one_line(given)
        return params

    @field_validator("*", mode="wrap")
    @classmethod
    def _convert_and_bound(
        cls, given: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        about = cls.about(str(info.field_name))
        plain = converted(given, about, info.data) if about["converts"] else given
        value = handler(plain)
        quantity = about["quantity"]
        told = (
            None if quantity is None or plain == given else (quantity, worth(quantity, info.data))
        )
        _check_bounds(value, about["bounds"], told)
        check_names(value)
        return value

    @model_validator(mode="after")
    def _fits_in_memory(self) -> Self:
        if self.points > MAX_POINTS:
            raise ValueError(
                f"the axes span {self.points} points; at most {MAX_POINTS} are allowed"
            )
        return self

    @property
    def points(self) -> int:
        """Points of all axes multiplied: those of the panel or the inset that has more."""
        points = {"": 1, "_inset": 1}
        for name in type(self).model_fields:
            value = getattr(self, name)
            panel = "_inset" if name.endswith("_inset") else ""
            points[panel] *= value.num if isinstance(value, Range) else 1
            points[panel] *= len(value) if isinstance(value, tuple) else 1
        return max(points.values())

    @classmethod
    def about(cls, name: str) -> dict[str, Any]:
        """Return unit, source and bounds of the field."""
        extra = cls.model_fields[name].json_schema_extra
        if not isinstance(extra, dict):
            raise TypeError(f"{cls.__qualname__}.{name} is not declared with parameter()")
        return extra

    @property
    def is_paper(self) -> bool:
        """Whether these are the values of the paper's figure, however they are written."""
        return self.__dict__ == type(self)().__dict__

    def written(self, name: str) -> Any:
        """Return a parameter as it was given, a word or a unit in place of the number."""
        return self._written.get(name, getattr(self, name))

    def as_json(self) -> str:
        """Return the parameters as written, as one line of JSON, keys in order of declaration."""
        return json.dumps(
            {name: written.plain(self.written(name)) for name in type(self).model_fields}
        )

    def digest(self) -> str:
        """Return eight hexadecimal digits that identify these parameters."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()[:8]
