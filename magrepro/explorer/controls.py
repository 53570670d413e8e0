"""Which control a parameter gets, from its declaration alone; no widget library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, get_args

from magrepro.parameters import FigureParams, Range, literal

FEWEST_DECADES = 30.0
"""Ratio of the bounds from which a slider is logarithmic."""

FINEST = 1e-3
"""Share of a linear slider next to an end of which no value can be set with it."""

WIDEST = 10.0
"""Largest number of a linear slider over the paper's."""

COARSE = {1: 30, 2: 16}
"""Points of a range while one drags, by the number of ranges that span the figure."""


@dataclass(frozen=True)
class Control:
    """A control of one parameter, or of one end of its range."""

    key: str
    """As after ``--set``: the parameter, or its part."""
    label: str
    kind: Literal["slider", "choice", "text"]
    value: Any
    low: float = 0.0
    high: float = 0.0
    is_log: bool = False
    is_integer: bool = False
    choices: tuple[str, ...] = ()


def controls(params: FigureParams) -> list[Control]:
    """Return the controls of a figure, in the order of its parameters."""
    return [control for key in type(params).model_fields for control in _controls(params, key)]


def _controls(params: FigureParams, key: str) -> list[Control]:
    value, about = getattr(params, key), type(params).about(key)
    field = type(params).model_fields[key]
    words = get_args(field.annotation)
    label = _first_clause(field.description or "", words)
    label += f" ({about['unit']})" if about["unit"] else ""
    label += " [assumed]" if about["source"].kind == "assumed" else ""
    low, high = _bounds(about["bounds"])
    if words and all(isinstance(word, str) for word in words):
        return [Control(key, label, "choice", value, choices=words)]
    if isinstance(value, Range) and low is not None and high is not None:
        return _ends(key, label, value, low, high)
    if isinstance(value, int | float) and low is not None and high is not None:
        slider = _slider(key, label, value, low, high)
        if slider.is_log or min(abs(value - low), abs(value - high)) > FINEST * (high - low):
            return [slider]
    return [Control(key, label, "text", literal(params.written(key)))]


def _first_clause(meaning: str, words: tuple[Any, ...]) -> str:
    """Return what fits above a control, remarks left out but not the number of an equation.

    Nothing if the meaning begins with one of the choices, which would then stand above all of them.
    """
    clause = re.split(r"[:;]| \((?!\d)", meaning)[0]
    return "" if clause.split(",")[0] in words else clause


def _bounds(bounds: dict[str, float]) -> tuple[float | None, float | None]:
    low = bounds.get("ge", bounds.get("gt"))
    return low, bounds.get("le")


def _ends(key: str, label: str, value: Range, low: float, high: float) -> list[Control]:
    log = value.scale == "log" or _spans_decades(low, high)
    size = max(abs(value.start), abs(value.stop))
    low, high = (_lowest(low, high), high) if log else _near(size, low, high)
    ends = {"start": value.start, "stop": value.stop}
    return [
        Control(f"{key}.{end}", f"{label}: {end}", "slider", at, low, high, log)
        for end, at in ends.items()
    ]


def _slider(key: str, label: str, value: float, low: float, high: float) -> Control:
    log, whole = _spans_decades(low, high), isinstance(value, int)
    if not log:
        low, high = _near(abs(value), low, high)
    return Control(key, label, "slider", value, low, high, log, whole)


def _spans_decades(low: float, high: float) -> bool:
    return low > 0 and high / low > FEWEST_DECADES


def _near(size: float, low: float, high: float) -> tuple[float, float]:
    """Return the part of wide bounds that a linear slider can tell apart."""
    reach = WIDEST * size if size else high
    return max(low, -reach), min(high, reach)


def _lowest(low: float, high: float) -> float:
    """A bound of zero has no place on a logarithmic scale."""
    return high * 1e-12 if low <= 0 else low


def coarse(params: FigureParams) -> FigureParams:
    """Return the same parameters on so few points that they are computed while one drags."""
    ranges = {key: getattr(params, key) for key in type(params).model_fields}
    ranges = {key: value for key, value in ranges.items() if isinstance(value, Range)}
    most = COARSE[min(max(len(ranges), 1), 2)]
    few = {
        key: value.model_copy(update={"num": min(value.num, most)}) for key, value in ranges.items()
    }
    return params.model_copy(update=few)
