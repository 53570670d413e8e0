"""The claims ledger: what the two papers say, each statement with the function that evaluates it.

A module of this package holds the claims about one part of one paper, each made by `claim`:

    @claim(
        "p.sec3.critical-longitudinal",
        where="Sec. III, below Eq. (8)",
        statement="At d = 3a two equal particles become unstable along the axis at this chi.",
        printed="3.22",
        kind="value",
        equations=("8",),
        figure="fig5a",
        recorded="holds within rounding",
    )
    def _() -> Outcome:
        return rounds_to(critical_susceptibility(3, eta=-2), "3.22")

The function computes its answer from `core`; the verdict follows from what it computed and is
compared with the one recorded at the last review. Where a claim rests on parameters that the paper
leaves open, ``assumed`` names them as ``figure.parameter`` and the function takes them as keyword
arguments; they are varied over the plausible values stated with that parameter's source.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

import numpy as np

from magrepro import figures

Paper = Literal["P", "F"]
Kind = Literal["value", "bound", "limit", "trend", "symmetry", "feature", "input"]
Verdict = Literal[
    "holds",
    "holds within rounding",
    "holds qualitatively",
    "does not hold",
    "cannot be decided",
    "input",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
KINDS: tuple[Kind, ...] = get_args(Kind)
FAILED = "failed"
"""Takes the verdict's place where a claim's function raised."""


@dataclass(frozen=True)
class Outcome:
    """What a claim's function found: the computed answer in words and the verdict on it."""

    computed: str
    verdict: Verdict


@dataclass(frozen=True)
class Claim:
    """One statement of a paper."""

    id: str
    where: str
    statement: str
    printed: str
    kind: Kind
    equations: tuple[str, ...]
    figure: str
    recorded: Verdict
    evaluate: Callable[..., Outcome]
    assumed: tuple[str, ...] = ()

    @property
    def paper(self) -> Paper:
        """P for the orbital paper, F for the vibrational one."""
        return "P" if self.id.startswith("p.") else "F"

    @property
    def section(self) -> str:
        """The part of the paper, the second word of the id."""
        return self.id.split(".")[1]


@dataclass(frozen=True)
class Evaluation:
    """A claim with what was found; the verdict is `FAILED` where its function raised."""

    claim: Claim
    computed: str
    verdict: str

    @property
    def changed(self) -> bool:
        """Whether the verdict is not the recorded one."""
        return self.verdict != self.claim.recorded


_CLAIMS: dict[str, Claim] = {}


def claim(
    id: str,  # noqa: A002
    *,
    where: str,
    statement: str,
    kind: Kind,
    recorded: Verdict,
    printed: str = "",
    equations: tuple[str, ...] = (),
    figure: str = "",
    assumed: tuple[str, ...] = (),
) -> Callable[[Callable[..., Outcome]], Callable[..., Outcome]]:
    """Enter the decorated function into the ledger as the evaluation of a statement.

    Raises
    ------
    ValueError
        If another claim has the same id.
    """

    def enter(evaluate: Callable[..., Outcome]) -> Callable[..., Outcome]:
        if id in _CLAIMS:
            raise ValueError(f"two claims have the id {id}")
        _CLAIMS[id] = Claim(
            id, where, statement, printed, kind, equations, figure, recorded, evaluate, assumed
        )
        return evaluate

    return enter


def all_claims() -> list[Claim]:
    """Return every claim: P first, then F, module by module in the order of their names."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return sorted(_CLAIMS.values(), key=lambda entry: entry.paper == "F")


def select(words: Iterable[str], paper: Paper | None = None) -> list[Claim]:
    """Return the claims with the given ids or figures; all of them if none is given.

    Raises
    ------
    ValueError
        If a word is neither a claim's id nor a figure.
    """
    known = [entry for entry in all_claims() if paper in (None, entry.paper)]
    words = list(words)
    for word in words:
        if word not in figures.names() and not any(entry.id == word for entry in all_claims()):
            raise ValueError(word)
    return [entry for entry in known if not words or {entry.id, entry.figure} & set(words)]


def assumptions(entry: Claim) -> dict[str, Any]:
    """Return the values of the assumed parameters of a claim, from their figures."""
    found = {}
    for name in entry.assumed:
        figure, _, key = name.partition(".")
        found[key] = getattr(figures.load(figure).Params(), key)
    return found


def evaluated(entry: Claim, **others: Any) -> Evaluation:
    """Evaluate a claim, with other values of assumed parameters if given; never raises."""
    try:
        outcome = entry.evaluate(**(assumptions(entry) | others))
    except Exception as error:
        return Evaluation(entry, f"{type(error).__name__}: {error}", FAILED)
    return Evaluation(entry, outcome.computed, outcome.verdict)


def sensitivity(entry: Claim) -> list[tuple[str, Any, Evaluation]]:
    """Evaluate a claim at every plausible value of every parameter that it assumes.

    Returns
    -------
    list of (parameter, value, Evaluation)
        One parameter is varied at a time.
    """
    found: list[tuple[str, Any, Evaluation]] = []
    for name in entry.assumed:
        figure, _, key = name.partition(".")
        values = figures.load(figure).Params.about(key)["source"].plausible
        found += [(name, value, evaluated(entry, **{key: value})) for value in values]
    return found


def number(value: Any) -> str:
    """Return a number with as many digits as a reader wants."""
    return f"{float(value):.6g}"


def rounds_to(value: Any, printed: str) -> Outcome:
    """Judge a printed number: the computed one must lie within half a unit of its last digit."""
    text = Decimal(printed.replace("−", "-"))
    exponent = text.as_tuple().exponent
    half_unit = 0.5 * 10.0 ** int(exponent) * (1 + 1e-9)
    exact = float(value) == float(text)
    near = abs(float(value) - float(text)) <= half_unit
    verdict: Verdict = "holds" if exact else "holds within rounding" if near else "does not hold"
    return Outcome(number(value), verdict)


def about(value: Any, printed: float, *, within: float) -> Outcome:
    """Judge a number printed with "about": within the relative distance ``within`` of it."""
    near = abs(float(value) / printed - 1) <= within
    said = f"{number(value)} ({within:.0%} allowed)"
    return Outcome(said, "holds qualitatively" if near else "does not hold")


def true_if(condition: Any, computed: str, *, qualitatively: bool = False) -> Outcome:
    """Judge a statement by a condition, which must be true everywhere it is claimed."""
    yes: Verdict = "holds qualitatively" if qualitatively else "holds"
    return Outcome(computed, yes if bool(np.all(condition)) else "does not hold")


def undecidable(why: str) -> Outcome:
    """Judge a statement that the text leaves open, with what would decide it."""
    return Outcome(why, "cannot be decided")


def given(value: str) -> Outcome:
    """Mark a statement that only states an input; it confirms nothing."""
    return Outcome(value, "input")
