"""What a command is going to do: which figures, with which parameters, where to, at what cost."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from magrepro import figures as registry
from magrepro import workers
from magrepro.streams import say
from magrepro.text import excerpt

if TYPE_CHECKING:
    from magrepro.output import Job
    from magrepro.parameters import FigureParams

T = TypeVar("T")
R = TypeVar("R")

STANDARD = Path("-")
"""Stands for standard input or output in place of a file."""


class Fault(click.ClickException):
    """A message for the user, without a traceback."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def chosen(figures: tuple[str, ...], all_figures: bool) -> list[str]:
    """Return the figures named, or all those of the papers."""
    if all_figures and figures:
        raise click.UsageError("give figures or --all, not both")
    if not all_figures and not figures:
        raise click.UsageError("which figure? name it, or give --all; 'magrepro list' has them")
    return list(dict.fromkeys(figures)) or registry.of_papers()


def formats_of(words: str) -> tuple[str, ...]:
    """Return the formats of a list with commas."""
    from magrepro.output import FORMATS

    ends = tuple(dict.fromkeys(end.strip() for end in words.split(",") if end.strip()))
    if not ends or set(ends) - set(FORMATS):
        raise click.UsageError(f"--format {excerpt(words)}: choose from {', '.join(FORMATS)}")
    return ends


def job_of(
    name: str,
    config: Path | None,
    settings: Iterable[str],
    out: Path | None,
    ends: tuple[str, ...],
    *,
    record: bool = False,
) -> Job:
    """Return the job of one figure: its parameters, folder and the configuration kept there."""
    from magrepro.config import configuration, place_beside
    from magrepro.output import Job, OutputError, folder_for

    params = parameters_of(name, config, settings)
    if out == STANDARD:
        return Job(name, params, Path(), (), record=record)
    try:
        folder = folder_for(name, params, out)
    except OutputError as error:
        raise Fault(str(error)) from None
    kept = place_beside(folder, name, params, given=config)
    beside = (kept, configuration(name, params)) if kept else None
    return Job(name, params, folder, ends, beside, record)


def parameters_of(name: str, config: Path | None, settings: Iterable[str]) -> FigureParams:
    """Return a figure's parameters from a file and settings."""
    from magrepro.config import ConfigError, parameters

    try:
        return parameters(registry.load(name).Params, file=config, settings=settings)
    except ConfigError as error:
        raise Fault(str(error)) from None


def afford(todo: list[Job], *, allowed: bool, quiet: bool, always: bool = False) -> None:
    """Tell what is going to take long; refuse what takes too long unless that is allowed."""
    from magrepro import cost

    for job in todo:
        estimate = 0.0 if job.is_redrawn else cost.seconds(job.name, job.params)
        words = cost.in_words(estimate)
        if estimate > cost.LIMIT_S and not allowed:
            limit = cost.in_words(cost.LIMIT_S)
            raise Fault(
                f"{job.name}: would take about {words}, and the limit is {limit}: "
                "give fewer points or --allow-cost"
            )
        if not quiet and (always or estimate > cost.TOLD_S):
            say(f"{job.name}: about {words}", err=True)


def progress(
    work: Callable[[Job], R], todo: list[Job], jobs: int, quiet: bool
) -> Iterator[tuple[Job, R]]:
    """Do the jobs in order, in processes if asked, a line each on a terminal."""
    from magrepro.output import OutputError

    talk = not quiet and sys.stderr.isatty()
    start = time.perf_counter()
    results = workers.in_order(work, todo, jobs)
    for number, job in enumerate(todo, start=1):
        try:
            result = next(results)
        except OutputError as error:
            raise Fault(str(error)) from None
        except (ArithmeticError, workers.WorkerError) as error:
            raise Fault(f"{job.name}: {error}", code=1) from None
        except MemoryError:
            raise Fault(f"{job.name}: too little memory", code=1) from None
        except ValueError as error:
            if job.params.is_paper:
                raise
            raise Fault(f"{job.name}: cannot be computed with these parameters: {error}") from None
        if talk:
            seconds = time.perf_counter() - start
            say(f"[{number}/{len(todo)}] {job.name}  {seconds:.1f} s", err=True)
        yield job, result
    next(results, None)


def warn_of_old_pictures(job: Job) -> None:
    """Tell of pictures in other formats that show what the CSV held before."""
    from magrepro.output import pictures_of_other_data

    for path in pictures_of_other_data(job.csv):
        say(f"{path}: drawn from other data than {job.csv.name} now holds", err=True)


def counted(todo: list[T], *, talk: bool) -> AbstractContextManager[Iterable[T]]:
    """Show how far the work is, on a terminal."""
    if not talk:
        return nullcontext(todo)
    return click.progressbar(todo, label="claims", file=sys.stderr)
