"""What a claim is, how it enters the ledger, and what its evaluation found."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from magrepro import papers
from magrepro.claims.better import REGISTERED, Better
from magrepro.claims.outcomes import Outcome, Verdict

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
    def better(self) -> Better | None:
        """The better calculation, if there is one."""
        return REGISTERED.get(self.id)

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
    better: Outcome | None = None
    """What the better calculation found."""

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

    @property
    def better_changed(self) -> bool:
        """Whether the verdict of the better calculation is not the recorded one."""
        recorded = self.claim.better
        return bool(self.better and recorded and self.better.verdict != recorded.recorded)


ENTERED: dict[str, Claim] = {}
"""By their ids."""


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
            if name in ENTERED:
                raise ValueError(f"two claims have the id {name}")
            shown = self.figure if figure is None else figure
            arguments = inspect.signature(function).parameters
            ENTERED[name] = Claim(
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
