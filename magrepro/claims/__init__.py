"""The ledger of claims: what the papers say, each statement with the function that evaluates it.

A folder of this package holds the claims about one paper, its wing; a module those about one part:

    part = Part("P", "sec3", place="Sec. III", figure="fig5a")

    @part.claim(
        "critical-longitudinal",
        "At d = 3a the longitudinal critical susceptibility is about 3.22.",
        at="paragraph 4, sentence 5",
        recorded="holds within rounding",
        equations="8",
    )
    def critical_longitudinal() -> Outcome:
        '''Eq. (8) at d = 3a rounds to the printed number.'''
        return rounds_to(critical_susceptibility(3, eta=-2), "3.22")

The statement is the paper's, in our words and with its quantifiers. The function is named after
the claim; its docstring is the criterion: what we test, then a paragraph ``Tolerance:`` that says
where a threshold comes from, one ``Second route:`` where there is one, and, where the statement
does not hold, one ``Defence:`` with the authors' strongest answer and why it fails. It returns an
`Outcome`; the verdict is compared with the one recorded at the last review.

Where a claim rests on parameters that the paper leaves open, the function takes them as arguments
of the same name as in the figure's ``Params`` (``assumed`` maps a name to another figure's); they
are varied over the plausible values stated with that parameter's source.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from magrepro import figures, papers
from magrepro.claims.outcomes import (
    GOOD,
    UNCOUNTED,
    VERDICTS,
    Bound,
    Outcome,
    Verdict,
    about,
    above,
    below,
    between,
    given,
    holds_if,
    in_parts,
    number,
    numbers,
    readings,
    remark,
    rounds_to,
    true_if,
    undecidable,
)

__all__ = [
    "FAILED",
    "GOOD",
    "UNCOUNTED",
    "VERDICTS",
    "Bound",
    "Claim",
    "Evaluation",
    "Outcome",
    "Part",
    "Verdict",
    "about",
    "above",
    "all_claims",
    "below",
    "between",
    "evaluated",
    "evaluated_by_id",
    "given",
    "holds_if",
    "in_parts",
    "number",
    "numbers",
    "readings",
    "remark",
    "rounds_to",
    "select",
    "sensitivity",
    "true_if",
    "undecidable",
]

FAILED = "failed"
"""Takes the verdict's place where a claim's function raised."""

Evaluate = Callable[..., Outcome]


@dataclass(frozen=True)
class Claim:
    """One statement of a paper."""

    id: str
    paper: str
    where: str
    statement: str
    recorded: Verdict
    function: Evaluate
    recorded_parts: tuple[Verdict, ...] = ()
    """Recorded verdicts of its parts or readings."""
    equations: tuple[str, ...] = ()
    figure: str = ""
    erratum: str = ""
    """Number of its row in ``docs/errata.md``."""
    assumed: Mapping[str, str] = field(default_factory=dict)
    """Arguments of the function that are figure parameters, with the figure of each."""
    reverses: tuple[str, ...] = ()
    """Those of them at whose plausible values the verdict is another one."""
    formerly: tuple[str, ...] = ()
    """Ids of claims that have become parts of this one."""

    @property
    def section(self) -> str:
        """The part of the paper, the second word of the id."""
        return self.id.split(".")[1]

    @property
    def criterion(self) -> str:
        """What we test: the function's docstring."""
        return inspect.getdoc(self.function) or ""

    @property
    def source(self) -> tuple[str, int]:
        """File, below the folder that holds the package, and line of the function."""
        package = Path(__file__).parents[2]
        code = self.function.__code__
        file = Path(code.co_filename)
        inside = file.is_relative_to(package)
        return (file.relative_to(package) if inside else file).as_posix(), code.co_firstlineno


@dataclass(frozen=True)
class Evaluation:
    """A claim with what was found; the verdict is `FAILED` where its function raised."""

    claim: Claim
    outcome: Outcome
    failed: bool = False

    @property
    def verdict(self) -> str:
        """The verdict, or `FAILED`."""
        return FAILED if self.failed else self.outcome.verdict

    @property
    def parts(self) -> tuple[Verdict, ...]:
        """The verdicts on its parts or readings."""
        return tuple(outcome.verdict for _, outcome in self.outcome.parts)

    @property
    def changed(self) -> bool:
        """Whether the verdict, or one on a part, is not the recorded one."""
        return (self.verdict, self.parts) != (self.claim.recorded, self.claim.recorded_parts)


_CLAIMS: dict[str, Claim] = {}


@dataclass(frozen=True)
class Part:
    """A part of a paper, with the figure that its claims are about unless they say otherwise."""

    paper: str
    key: str
    place: str
    figure: str = ""

    def claim(
        self,
        slug: str,
        statement: str,
        *,
        at: str,
        recorded: Verdict,
        parts: tuple[Verdict, ...] = (),
        equations: str = "",
        figure: str | None = None,
        erratum: str = "",
        assumed: Mapping[str, str] | None = None,
        reverses: tuple[str, ...] = (),
        formerly: tuple[str, ...] = (),
    ) -> Callable[[Evaluate], Evaluate]:
        """Enter the decorated function into the ledger as the evaluation of a statement.

        Parameters
        ----------
        slug, statement, at
            Last word of the id; what the paper says; where in this part, down to the sentence.
        recorded, parts
            Verdict at the last review, and those on its parts or readings.
        equations
            Numbers of equations, with spaces between.
        figure, erratum
            Figure if not the part's ("" for none); row of ``docs/errata.md``.
        assumed
            Figure of each argument of the function that is not a parameter of this claim's figure.
        reverses
            Arguments at whose plausible values the verdict is another one.
        formerly
            Ids of claims that have become parts of this one.

        Raises
        ------
        ValueError
            If another claim has the same id.
        """
        prefix = papers.by_key(self.paper).claim_prefix
        name = f"{prefix}{self.key}.{slug}"

        def enter(function: Evaluate) -> Evaluate:
            if name in _CLAIMS:
                raise ValueError(f"two claims have the id {name}")
            shown = self.figure if figure is None else figure
            arguments = inspect.signature(function).parameters
            _CLAIMS[name] = Claim(
                id=name,
                paper=self.paper,
                where=f"{self.place}, {at}" if at else self.place,
                statement=statement,
                recorded=recorded,
                function=function,
                recorded_parts=parts,
                equations=tuple(equations.split()),
                figure=shown,
                erratum=erratum,
                assumed={key: (assumed or {}).get(key, shown) for key in arguments},
                reverses=reverses,
                formerly=formerly,
            )
            return function

        return enter


def _reading_order(entry: Claim) -> tuple[int, int]:
    paper = papers.by_key(entry.paper)
    return papers.PAPERS.index(paper), paper.parts.index(entry.section)


def all_claims() -> list[Claim]:
    """Return every claim, in the order of the papers and of their parts."""
    for paper in papers.PAPERS:
        wing = importlib.import_module(f"{__name__}.{paper.wing}")
        for module in pkgutil.iter_modules(wing.__path__):
            importlib.import_module(f"{wing.__name__}.{module.name}")
    return sorted(_CLAIMS.values(), key=_reading_order)


def select(words: Iterable[str], paper: str | None = None) -> list[Claim]:
    """Return the claims with the given ids or figures; all of them if none is given.

    Raises
    ------
    ValueError
        If a word is neither a claim's id nor a figure.
    """
    every, words = all_claims(), set(words)
    ids = {name: entry.id for entry in every for name in (entry.id, *entry.formerly)}
    for word in words:
        if word not in figures.names() and word not in ids:
            raise ValueError(word)
    wanted = {ids.get(word, word) for word in words}
    return [
        entry
        for entry in every
        if paper in (None, entry.paper) and (not wanted or {entry.id, entry.figure} & wanted)
    ]


def assumptions(entry: Claim) -> dict[str, Any]:
    """Return the values of the assumed parameters of a claim, from their figures."""
    return {
        key: getattr(figures.load(figure).Params(), key) for key, figure in entry.assumed.items()
    }


def evaluated(entry: Claim, **others: Any) -> Evaluation:
    """Evaluate a claim, with other values of assumed parameters if given; never raises."""
    try:
        return Evaluation(entry, entry.function(**(assumptions(entry) | others)))
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        return Evaluation(entry, Outcome(said, "cannot be decided"), failed=True)


def evaluated_by_id(name: str) -> tuple[Outcome, bool]:
    """Evaluate a claim by its id, anywhere; return its outcome and whether its function raised."""
    found = evaluated(next(entry for entry in all_claims() if entry.id == name))
    return found.outcome, found.failed


def sensitivity(entry: Claim) -> list[tuple[str, Any, Evaluation]]:
    """Evaluate a claim at every plausible value of every parameter that it assumes.

    Returns
    -------
    list of (parameter, value, Evaluation)
        One parameter is varied at a time.
    """
    found: list[tuple[str, Any, Evaluation]] = []
    for key, figure in entry.assumed.items():
        values = figures.load(figure).Params.about(key)["source"].plausible
        found += [(f"{figure}.{key}", value, evaluated(entry, **{key: value})) for value in values]
    return found
