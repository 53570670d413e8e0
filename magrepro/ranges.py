"""Values along an axis: a list, a range, names of Bessel zeros; sizes and spins."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    Tag,
    WithJsonSchema,
    model_validator,
)

from magrepro.core.arrays import Floats
from magrepro.text import excerpt

MAX_AXIS = 100_000
"""Points on one axis."""


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

    def values(self) -> Floats:
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
    if not isinstance(value, str):
        return value
    from magrepro.core.orbital.bessel import named_zero  # SciPy, 100 ms

    return named_zero(value)


def values(axis: tuple[float | str, ...] | Range) -> Floats:
    """Return the points of an axis, names of Bessel zeros resolved."""
    if isinstance(axis, Range):
        return axis.values()
    return np.array([size(value) for value in axis], dtype=np.float64)


def counts(axis: tuple[int, ...] | Range) -> NDArray[np.int64]:
    """Return the whole numbers of an axis."""
    if isinstance(axis, Range):
        return np.unique(np.rint(axis.values()).astype(np.int64))
    return np.array(axis, dtype=np.int64)


def extremes(value: Any) -> Iterator[float]:
    """Yield the numbers that bounds are to hold for: all of a list, both ends of a range."""
    if isinstance(value, Range):
        yield from (value.start, value.stop)
        return
    several = value if isinstance(value, tuple) else (value,)
    for one in several:
        if isinstance(one, int | float):
            yield one
        elif isinstance(one, str) and _ZERO_NAME.fullmatch(one):
            yield size(one)


def check_names(value: Any) -> None:
    """Refuse a size that is given by its name and in full."""
    several = value if isinstance(value, tuple) else ()
    numbers = {one for one in several if not isinstance(one, str)}
    for name in several if numbers else ():
        if isinstance(name, str) and _ZERO_NAME.fullmatch(name) and size(name) in numbers:
            raise ValueError(f"holds a value twice: {name} is {size(name)!r}")
