"""What a figure's parameters are made of: fields with a meaning, bounds and a source, and axes.

A figure's ``Params`` derives from `FigureParams`; each field is made by `parameter`, which takes
the value behind the paper's figure, what it means, and where it comes from: `stated` in the paper,
`derived` from what the paper states, or `assumed` by us.
"""

from __future__ import annotations

import hashlib
import json
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    Tag,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from magrepro import written
from magrepro.quantities import Quantity, converted, worth
from magrepro.text import excerpt

MAX_AXIS = 100_000
"""Points on one axis."""

MAX_POINTS = 4_000_000
"""Points of all axes of a figure multiplied."""


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


class Range(BaseModel):
    """Evenly spaced values, on a linear or a logarithmic scale, both ends included."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    start: float
    stop: float
    num: int = Field(ge=2, le=MAX_AXIS)
    scale: Literal["linear", "log"] = "linear"

    @model_validator(mode="wrap")
    @classmethod
    def _checked_once(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        return data if isinstance(data, cls) else handler(data)._spanning_something()

    def _spanning_something(self) -> Self:
        if self.start == self.stop:
            raise ValueError("start and stop are equal; give a list with one value instead")
        if self.scale == "log" and min(self.start, self.stop) <= 0:
            raise ValueError("a log scale needs start and stop above zero")
        with np.errstate(over="ignore", invalid="ignore"):
            points = self.values()
        if not np.all(np.isfinite(points)):
            raise ValueError("start and stop are too far apart to tell the points between them")
        distinct = np.unique(points).size
        if distinct < self.num:
            raise ValueError(
                f"only {distinct} of the {self.num} points are different numbers; "
                "give fewer points or a wider range"
            )
        return self

    def values(self) -> NDArray[np.float64]:
        """Return the points, shape (num,); the two ends are exact.

        A linear range symmetric about zero holds each point with both signs, to the last digit.
        """
        if self.scale == "log":
            return np.geomspace(self.start, self.stop, self.num)
        points = np.linspace(self.start, self.stop, self.num)
        if self.start == -self.stop:
            inner = np.arange(3.0 - self.num, self.num - 2, 2)
            points[1:-1] = self.stop * inner / (self.num - 1) + 0.0  # no negative zero
        return points


_ZERO_NAME = re.compile(r"zeta_([1-9][0-9]*)_(0|[1-9][0-9]*)")
"""One name a zero: plain digits, none of them a leading nought."""


def _check_size(value: float | str) -> float | str:
    if isinstance(value, str) and not _ZERO_NAME.fullmatch(value):
        raise ValueError(
            f"{excerpt(value)!r} is neither a number nor a zero such as zeta_1_36 (n=1, l=36)"
        )
    if isinstance(value, str) and any(len(digits) > 3 for digits in value.split("_")[1:]):
        raise ValueError(f"{excerpt(value)}: n and l must be below 1000")
    return value


_SIZE_SCHEMA = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": "^zeta_[1-9][0-9]{0,2}_(0|[1-9][0-9]{0,2})$"},
    ]
}

Size = Annotated[float | str, AfterValidator(_check_size), WithJsonSchema(_SIZE_SCHEMA)]
"""A sphere's k_F a: a number, or ``zeta_n_l``, the n-th zero of the spherical Bessel j_l."""


def _check_spin(value: float) -> float:
    if not (0.5 <= value <= 10 and float(2 * value).is_integer()):
        raise ValueError(f"{value:g} is not a spin: half-integers from 0.5 to 10")
    return value


_SPIN_SCHEMA = {"type": "number", "minimum": 0.5, "maximum": 10, "multipleOf": 0.5}

Spin = Annotated[float, AfterValidator(_check_spin), WithJsonSchema(_SPIN_SCHEMA)]
"""A spin quantum number S = 1/2, 1, 3/2, ... 10."""


def _form(value: Any) -> str:
    return "range" if isinstance(value, dict | Range) else "list"


def _several(value: Any) -> Any:
    return value if isinstance(value, tuple | list) else (value,)


def _check_distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(values)) < len(values):
        raise ValueError("holds a value twice")
    return values


_LENGTH = Field(min_length=1, max_length=MAX_AXIS)
_DISTINCT = AfterValidator(_check_distinct)
_SEVERAL = BeforeValidator(_several)
"""A single value is an axis of one point."""
_RANGE = Annotated[Range, Tag("range")]

Axis = Annotated[
    Annotated[tuple[float, ...], _LENGTH, _DISTINCT, _SEVERAL, Tag("list")] | _RANGE,
    Discriminator(_form),
]
"""Values along one axis: a list of numbers, or ``{start, stop, num, scale}``."""

SizeAxis = Annotated[
    Annotated[tuple[Size, ...], _LENGTH, _DISTINCT, _SEVERAL, Tag("list")] | _RANGE,
    Discriminator(_form),
]
"""The same for k_F a, whose list may also hold names such as ``zeta_1_36``."""

Spins = Annotated[tuple[Spin, ...], _LENGTH, _DISTINCT, _SEVERAL]
"""A list of spins, or one."""

CountAxis = Annotated[
    Annotated[tuple[int, ...], _LENGTH, _DISTINCT, _SEVERAL, Tag("list")] | _RANGE,
    Discriminator(_form),
]
"""The same for numbers of particles; a range is rounded to whole numbers, each taken once."""


def size(value: float | str) -> float:
    """Return k_F a in full: the number itself, or the Bessel zero that the name stands for."""
    from magrepro.core.orbital.bessel import named_zero

    return named_zero(value) if isinstance(value, str) else value


def values(axis: tuple[float | str, ...] | Range) -> NDArray[np.float64]:
    """Return the points of an axis, names of Bessel zeros resolved."""
    if isinstance(axis, Range):
        return axis.values()
    return np.array([size(value) for value in axis], dtype=np.float64)


def counts(axis: tuple[int, ...] | Range) -> NDArray[np.int64]:
    """Return the whole numbers of an axis."""
    if isinstance(axis, Range):
        return np.unique(np.rint(axis.values()).astype(np.int64))
    return np.array(axis, dtype=np.int64)


def _extremes(value: Any) -> Iterator[float]:
    if isinstance(value, Range):
        yield from (value.start, value.stop)
        return
    several = value if isinstance(value, tuple) else (value,)
    for one in several:
        if isinstance(one, int | float):
            yield one
        elif isinstance(one, str) and _ZERO_NAME.fullmatch(one):
            yield size(one)


def _check_names(value: Any) -> None:
    """Refuse a size that is given by its name and in full."""
    several = value if isinstance(value, tuple) else ()
    numbers = {one for one in several if not isinstance(one, str)}
    for name in several if numbers else ():
        if isinstance(name, str) and _ZERO_NAME.fullmatch(name) and size(name) in numbers:
            raise ValueError(f"holds a value twice: {name} is {size(name)!r}")


def _check_bounds(
    value: Any, bounds: dict[str, float], told: tuple[Quantity, float] | None
) -> None:
    """Refuse numbers out of bounds; if they were given with a unit, tell both in that unit too."""

    def both(number: float) -> str:
        return f"{number:g}" + (f" ({number * told[1]:.4g} {told[0].unit})" if told else "")

    for number in _extremes(value) if bounds else ():
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
        _check_names(value)
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
