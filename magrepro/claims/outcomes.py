"""What a claim's function may find, and the helpers that judge it.

A threshold is written as `below`, `above` or `between`, so that the margin to it is known:
the factor by which the threshold could be made stricter before the verdict changes (above one), or
must be relaxed (below one). A sign or an exact identity has no such factor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

Verdict = Literal[
    "holds",
    "holds within rounding",
    "holds qualitatively",
    "holds under an unstated condition",
    "two readings",
    "does not hold",
    "cannot be decided",
    "input",
    "our remark",
]
Kind = Literal["value", "bound", "yes or no", "several parts", "none"]
"""What is judged: a printed number, numbers beside a threshold, a sign or an identity, ..."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
GOOD: tuple[Verdict, ...] = VERDICTS[:4]
"""Verdicts by which a statement stands, the most exact first."""
UNCOUNTED: tuple[Verdict, ...] = ("our remark",)
"""Verdicts on what the paper does not state."""


@dataclass(frozen=True)
class Outcome:
    """What a claim's function found."""

    computed: str
    verdict: Verdict
    value: float | None = None
    """The number that decides, in ``unit`` ("" for a pure number)."""
    unit: str = ""
    limit: float | None = None
    """The threshold beside which the value stands, in the same unit."""
    margin: float | None = None
    """The factor between them, above one where the statement stands."""
    printed: bool = False
    """Whether the limit is a number that the paper prints."""
    parts: tuple[tuple[str, Outcome], ...] = ()
    """Parts of one sentence, or its readings, each with what was found."""

    @property
    def kind(self) -> Kind:
        """What is judged: a number, a bound, a sign or an identity; nothing of an input."""
        if self.parts:
            return "several parts"
        if self.verdict in ("input", "our remark", "cannot be decided"):
            return "none"
        if self.printed:
            return "value"
        return "yes or no" if self.limit is None and self.margin is None else "bound"


@dataclass(frozen=True)
class Bound:
    """Numbers beside a threshold: the worst of them decides."""

    holds: bool
    value: float
    limit: float
    margin: float | None


def _factor(smaller: float, larger: float) -> float | None:
    """Return by which factor smaller < larger holds, if a factor can tell."""
    if smaller > 0 and larger > 0:
        return larger / smaller
    if smaller < 0 and larger < 0:
        return smaller / larger
    return inf if smaller == 0 < larger else None


def below(value: ArrayLike, limit: float) -> Bound:
    """Ask that every number be smaller than the limit."""
    found = np.asarray(value, dtype=np.float64)
    worst = float(np.max(found))
    return Bound(bool(np.all(found < limit)), worst, limit, _factor(worst, limit))


def above(value: ArrayLike, limit: float) -> Bound:
    """Ask that every number be larger than the limit."""
    found = np.asarray(value, dtype=np.float64)
    worst = float(np.min(found))
    return Bound(bool(np.all(found > limit)), worst, limit, _factor(limit, worst))


def between(value: ArrayLike, low: float, high: float) -> Bound:
    """Ask that every number lie between the two limits."""
    return min((above(value, low), below(value, high)), key=_strictness)


def _strictness(bound: Bound) -> float:
    return inf if bound.margin is None else bound.margin


def _bounds(condition: Any) -> list[Bound]:
    if isinstance(condition, Bound):
        return [condition]
    if isinstance(condition, list | tuple):
        return [bound for entry in condition for bound in _bounds(entry)]
    return []


def _fulfilled(condition: Any) -> bool:
    if isinstance(condition, Bound):
        return condition.holds
    if isinstance(condition, list | tuple):
        return all(_fulfilled(entry) for entry in condition)
    return bool(np.all(condition))


def number(value: Any) -> str:
    """Return a number with as many digits as a reader wants."""
    return f"{float(value):.6g}"


def numbers(found: ArrayLike, digits: int = 4) -> str:
    """Return several numbers as text."""
    return ", ".join(number(f"{value:.{digits}g}") for value in np.ravel(found))


def true_if(
    condition: Any,
    computed: str,
    *,
    qualitatively: bool = False,
    value: Any = None,
    unit: str = "",
) -> Outcome:
    """Judge a statement by conditions, which must be fulfilled everywhere it is claimed.

    Parameters
    ----------
    condition
        A `Bound`, a boolean array, or a list of such.
    computed
        What was found, in a sentence.
    qualitatively
        Whether the statement is one of quality, whose threshold we chose.
    value, unit
        The number that decides; without it that of the tightest bound.
    """
    fulfilled = _fulfilled(condition)
    yes: Verdict = "holds qualitatively" if qualitatively else "holds"
    verdict: Verdict = yes if fulfilled else "does not hold"
    tightest = min(_bounds(condition), key=_strictness, default=None)
    if tightest is None or (not fulfilled and tightest.holds):
        return Outcome(computed, verdict, _plain(value), unit)
    if value is not None:
        return Outcome(computed, verdict, _plain(value), unit, None, tightest.margin)
    return Outcome(computed, verdict, tightest.value, unit, tightest.limit, tightest.margin)


def _plain(value: Any) -> float | None:
    return None if value is None else float(value)


def rounds_to(value: Any, printed: str, unit: str = "", computed: str = "") -> Outcome:
    """Judge a printed number: the computed one must lie within half a unit of its last digit."""
    text = Decimal(printed.replace("−", "-"))
    exponent = text.as_tuple().exponent
    half_unit = 0.5 * 10.0 ** int(exponent) * (1 + 1e-9)
    found, target = float(value), float(text)
    off = abs(found - target)
    near: Verdict = "holds within rounding" if off <= half_unit else "does not hold"
    verdict: Verdict = "holds" if off == 0 else near
    said = computed or f"{number(found)} {unit}".rstrip()
    return Outcome(said, verdict, found, unit, target, half_unit / off if off else inf, True)


def about(value: Any, printed: float, *, within: float, unit: str = "") -> Outcome:
    """Judge a number printed with "about": within the relative distance ``within`` of it."""
    found = float(value)
    off = abs(found / printed - 1)
    said = f"{number(found)} {unit}".rstrip() + f" ({within:.0%} allowed)"
    verdict: Verdict = "holds qualitatively" if off <= within else "does not hold"
    return Outcome(said, verdict, found, unit, printed, within / off if off else inf, True)


def undecidable(why: str, *, value: Any = None, unit: str = "") -> Outcome:
    """Judge a statement that the text leaves open, with what would decide it."""
    return Outcome(why, "cannot be decided", _plain(value), unit)


def given(text: str, *, value: Any = None, unit: str = "") -> Outcome:
    """Mark a statement that only states an input; it confirms nothing."""
    return Outcome(text, "input", _plain(value), unit)


def remark(text: str, *, value: Any = None, unit: str = "") -> Outcome:
    """Mark what the paper does not state, and what we found out beside it."""
    return Outcome(text, "our remark", _plain(value), unit)


def holds_if(condition: str, *, then: Outcome, otherwise: Outcome) -> Outcome:
    """Judge a statement that stands only under a condition which the paper does not state.

    Where it stands without the condition too, or not even with it, that is the verdict.
    """
    parts = ((condition, then), ("as it stands", otherwise))
    if otherwise.verdict in GOOD or then.verdict not in GOOD:
        return replace(otherwise, parts=parts)
    computed = f"{condition}: {then.computed}; else {otherwise.computed}"
    return replace(
        then, computed=computed, verdict="holds under an unstated condition", parts=parts
    )


def readings(found: Mapping[str, Outcome]) -> Outcome:
    """Judge a sentence that can be read in two ways, each reading with its own verdict."""
    parts = tuple(found.items())
    verdicts = {outcome.verdict for outcome in found.values()}
    verdict: Verdict = "two readings" if len(verdicts) > 1 else verdicts.pop()
    return Outcome(_joined(parts), verdict, parts=parts)


def in_parts(found: Mapping[str, Outcome]) -> Outcome:
    """Judge a sentence part by part: it stands only as well as its weakest part."""
    parts = tuple(found.items())
    weakest = max((outcome for _, outcome in parts), key=lambda o: VERDICTS.index(o.verdict))
    return replace(weakest, computed=_joined(parts), parts=parts)


def _joined(parts: Sequence[tuple[str, Outcome]]) -> str:
    return "; ".join(f"{says}: {outcome.computed}" for says, outcome in parts)
