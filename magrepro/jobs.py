"""What a command is going to do: which figures, with which parameters, where to, at what cost."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from magrepro import __version__, figures as registry, workers
from magrepro.cluster import ClusterError
from magrepro.streams import say
from magrepro.text import excerpt
from magrepro.workers import Crew

if TYPE_CHECKING:
    from magrepro.claims import Claim, Evaluation
    from magrepro.output import Job
    from magrepro.parameters import FigureParams
    from magrepro.picture import Origin

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
    origin: Origin | None = None,
    record: bool = False,
) -> Job:
    """Return the job of one figure: its parameters, folder and the configuration kept there."""
    from magrepro.config import configuration, place_beside
    from magrepro.output import Job, OutputError, folder_for

    params = parameters_of(name, config, settings, origin=origin)
    if params.is_paper:
        params = type(params)()  # as the paper's files have it, however it was written
    if out == STANDARD:
        return Job(name, params, Path(), (), record=record)
    try:
        folder = folder_for(name, params, out)
    except OutputError as error:
        raise Fault(str(error)) from None
    kept = place_beside(folder, name, params, given=config)
    beside = (kept, configuration(name, params)) if kept else None
    return Job(name, params, folder, ends, beside, record=record)


def parameters_of(
    name: str, config: Path | None, settings: Iterable[str], *, origin: Origin | None = None
) -> FigureParams:
    """Return a figure's parameters from a file, or a picture, and settings."""
    from magrepro.config import ConfigError, parameters, read

    try:
        model = registry.load(name).Params
        if origin is None:
            return parameters(model, file=config, settings=settings)
        written = read(excerpt(str(origin.path), 200), origin.parameters, located=False)
        return parameters(model, given=written, settings=settings)
    except ConfigError as error:
        raise Fault(str(error)) from None


def origin_of(picture: Path, figures: Sequence[str] = ()) -> Origin:
    """Return what a picture says of itself; it is to show one of the figures, if any are named."""
    from magrepro.picture import PictureError, read

    try:
        origin = read(picture)
    except PictureError as error:
        raise Fault(str(error)) from None
    name, shown = excerpt(str(picture), 200), excerpt(origin.figure)
    if origin.figure not in registry.names():
        raise Fault(f"{name}: shows '{shown}', a figure that magrepro {__version__} does not have")
    if figures and list(figures) != [origin.figure]:
        raise Fault(f"{name}: shows {shown}, not {' '.join(figures)}")
    return origin


def remade(origin: Origin, job: Job) -> str:
    """Tell whether a figure made again has the very numbers of the picture it was read from."""
    with job.csv.open("rb") as file:
        same = hashlib.file_digest(file, "sha256").hexdigest() == origin.sha256
    if same:
        return f"{job.csv}: byte for byte the numbers that {origin.path.name} was drawn from"
    if origin.csv_name != job.csv.name:
        return f"{origin.path.name} shows other data besides, which are in {origin.csv_name} alone"
    made = excerpt(origin.version)
    return (
        f"{job.csv}: not byte for byte the numbers that {origin.path.name} was drawn from, by "
        f"magrepro {made}; this is {__version__}, perhaps on another machine"
    )


def with_units(
    name: str, settings: tuple[str, ...], units: str | None, *, quiet: bool
) -> tuple[str, ...]:
    """Return the settings with the units among them, where a figure has a choice."""
    if units is None:
        return settings
    if "units" in registry.load(name).Params.model_fields:
        return (*settings, f"units={units}")
    if units == "physical" and not quiet:
        say(f"{name}: has no choice of units; --units changes nothing", err=True)
    return settings


def afford(todo: list[Job], *, allowed: bool, quiet: bool, always: bool = False) -> None:
    """Tell what is going to take long; refuse what takes too long unless that is allowed."""
    from magrepro import cost

    for job in todo:
        estimate = 0.0 if job.is_redrawn else cost.seconds(job.name, job.params)
        within_limit(job.name, estimate, allowed=allowed)
        if not quiet and (always or estimate > cost.TOLD_S):
            say(f"{job.name}: about {cost.in_words(estimate)}", err=True)


def within_limit(name: str, estimate: float, *, allowed: bool) -> None:
    """Refuse what takes too many seconds unless that is allowed."""
    from magrepro import cost

    if estimate > cost.LIMIT_S and not allowed:
        words, limit = cost.in_words(estimate), cost.in_words(cost.LIMIT_S)
        raise Fault(
            f"{name}: would take about {words}, and the limit is {limit}: "
            "give fewer points or --allow-cost"
        )


def progress(
    work: Callable[[Job], R], todo: list[Job], crew: Crew, quiet: bool
) -> Iterator[tuple[Job, R]]:
    """Do the jobs in order, by others if asked, a line each on a terminal."""
    talk = not quiet and sys.stderr.isatty()
    start = time.perf_counter()
    results = workers.in_order(work, todo, crew)
    for number, job in enumerate(todo, start=1):
        with _faults_of(job):
            result = next(results)
        if talk:
            seconds = time.perf_counter() - start
            say(f"[{number}/{len(todo)}] {job.name}  {seconds:.1f} s", err=True)
        yield job, result
    next(results, None)


@contextmanager
def _faults_of(job: Job) -> Iterator[None]:
    """Tell in one message what went wrong with a job."""
    from magrepro.output import OutputError

    try:
        yield
    except (OutputError, ClusterError) as error:
        raise Fault(str(error)) from None
    except (ArithmeticError, workers.WorkerError) as error:
        raise Fault(f"{job.name}: {error}", code=1) from None
    except MemoryError:
        raise Fault(f"{job.name}: too little memory", code=1) from None
    except ValueError as error:
        if job.params.is_paper:
            raise
        raise Fault(f"{job.name}: cannot be computed with these parameters: {error}") from None


def by_others(
    work: Callable[..., R], todo: list[Job], crew: Crew, quiet: bool
) -> Iterator[tuple[Job, R]]:
    """Do the jobs in order; a cluster computes their numbers, and what is left is done here.

    Its workers may see other files than this machine.
    """
    if not crew.cluster:
        yield from progress(work, todo, crew, quiet)
        return
    from magrepro.output import OutputError, computed

    for job, dataset in progress(computed, todo, crew, quiet):
        try:
            yield job, work(job, dataset)
        except OutputError as error:
            raise Fault(str(error)) from None


def warn_of_old_pictures(job: Job) -> None:
    """Tell of pictures in other formats that show what the CSV held before."""
    from magrepro.output import pictures_of_other_data

    for path in pictures_of_other_data(job.csv):
        say(f"{path}: drawn from other data than {job.csv.name} now holds", err=True)


def write(path: Path, content: bytes) -> None:
    """Write one file that a user asked for, whole or not at all."""
    from magrepro.output import OutputError, Together

    try:
        with Together(path.parent, path.name) as files:
            files.write(path, [content])
    except OutputError as error:
        raise Fault(str(error)) from None


def described(done: list[Job], begin: bool) -> list[Path]:
    """Write ``datapackage.json`` anew where figures were made, or begin it; return the files."""
    from magrepro.bundle import datapackage
    from magrepro.output import OutputError

    folders = dict.fromkeys(job.folder for job in done if job.params.is_paper)
    try:
        return [
            datapackage.write(folder)
            for folder in folders
            if begin or (folder / datapackage.NAME).exists()
        ]
    except OutputError as error:
        raise Fault(str(error)) from None


def evaluations(todo: list[Claim], crew: Crew) -> Iterator[Evaluation]:
    """Evaluate claims in order, by others if asked."""
    from magrepro.claims import Evaluation, evaluated_by_id

    found = workers.in_order(evaluated_by_id, [entry.id for entry in todo], crew)
    for entry in todo:
        try:
            yield Evaluation(entry, *next(found))
        except ClusterError as error:
            raise Fault(str(error)) from None
        except workers.WorkerError as error:
            raise Fault(str(error), code=1) from None


def counted(done: Iterable[T], count: int, *, talk: bool) -> AbstractContextManager[Iterable[T]]:
    """Show how far the work is, on a terminal."""
    if not talk:
        return nullcontext(done)
    return click.progressbar(done, length=count, label="claims", file=sys.stderr)
