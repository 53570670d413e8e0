"""The command line: parse, call, write. No physics and no numbers.

Exit codes: 0 fine, 1 internal, 2 usage or configuration, 3 data differ, 4 a claim's
verdict changed, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from magrepro import __version__, papers
from magrepro import figures as registry

if TYPE_CHECKING:
    from magrepro.output import Job
    from magrepro.parameters import FigureParams

T = TypeVar("T")
R = TypeVar("R")

_INTERRUPTS: list[int] = []
"""Interrupts received while figures are made."""


class Fault(click.ClickException):
    """A message for the user, without a traceback."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


class FigureName(click.ParamType):  # type: ignore[type-arg]
    """The name of a figure; an unknown one gets a suggestion."""

    name = "figure"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the name if a figure has it."""
        known = registry.names()
        if value not in known:
            hint = _suggestion(str(value), known) or "; see 'magrepro list'"
            self.fail(f"there is no figure {value!r}{hint}", param, ctx)
        return str(value)

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:
        """Complete figure names in the shell."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(n) for n in registry.names() if n.startswith(incomplete)]


def _suggestion(word: str, known: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(word, known, n=1, cutoff=0.4)
    return f"; did you mean {close[0]}?" if close else ""


FIGURE = FigureName()
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1, 256), default=1, help="Processes to use."
)
config_options = [
    click.option("--config", type=click.Path(path_type=Path), help="YAML file of parameters."),
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="One parameter."),
]


def with_configuration(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--config`` and ``--set`` to a command."""
    for option in config_options:
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="magrepro")
def cli() -> None:
    r"""Recompute every figure of two theory papers on unexpected magnetism.

    \b
    magrepro list                       what there is
    magrepro run fig5b                  figures/fig5b.png and .csv
    magrepro run fig5b --set d_over_a=4 another parameter, another folder
    magrepro check                      are the committed data what is computed?
    magrepro claims                     do the papers' statements follow?
    """
    # One thread a process: the numbers then do not depend on the machine's number of cores.
    for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
        os.environ[f"{library}_NUM_THREADS"] = "1"


@cli.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the figures."""
    entries = [registry.describe(name) for name in registry.names()]
    if as_json:
        keys = ("name", "paper", "figure", "title")
        click.echo(json.dumps([{k: getattr(e, k) for k in keys} for e in entries], indent=2))
        return
    for e in entries:
        click.echo(f"{e.name:<9} {e.paper}, {e.figure:<10} {e.title}")


@cli.command()
@click.argument("figures", nargs=-1, type=FIGURE, metavar="FIGURE...")
@click.option("--all", "all_figures", is_flag=True, help="Every figure.")
@with_configuration
@click.option("--out", type=click.Path(path_type=Path), help="Folder (default: figures/).")
@click.option("--format", "formats", default="png", help="png, pdf, svg; several with commas.")
@jobs_option
@click.option("--dry-run", is_flag=True, help="Say what would be written, write nothing.")
@quiet_option
def run(
    figures: tuple[str, ...],
    all_figures: bool,
    config: Path | None,
    settings: tuple[str, ...],
    out: Path | None,
    formats: str,
    jobs: int,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Compute and draw figures: a CSV and a picture each.

    Other parameters than the paper's go to figures/custom/ unless --out says where.
    """
    _interrupt_between_figures()
    from magrepro.output import FORMATS, Job, OutputError, folder_for, make

    names = _chosen(figures, all_figures)
    if (config or settings) and len(names) != 1:
        raise click.UsageError("--config and --set belong to one figure; name just one")
    ends = tuple(dict.fromkeys(end.strip() for end in formats.split(",") if end.strip()))
    if not ends or set(ends) - set(FORMATS):
        raise click.UsageError(f"--format {formats}: choose from {', '.join(FORMATS)}")
    todo = []
    for name in names:
        params = _parameters(name, config, settings)
        try:
            todo.append(Job(name, params, folder_for(name, params, out), ends))
        except OutputError as error:
            raise Fault(str(error)) from None
    if dry_run:
        for job in todo:
            click.echo("\n".join(map(str, job.paths())))
        return
    for _, paths in _progress(make, todo, jobs, quiet):
        if not quiet:
            click.echo("\n".join(map(str, paths)))


def _chosen(figures: tuple[str, ...], all_figures: bool) -> list[str]:
    if all_figures and figures:
        raise click.UsageError("give figures or --all, not both")
    if not all_figures and not figures:
        raise click.UsageError("which figure? name it, or give --all; 'magrepro list' has them")
    return list(dict.fromkeys(figures)) or registry.names()


def _parameters(name: str, config: Path | None, settings: Iterable[str]) -> FigureParams:
    from magrepro.config import ConfigError, parameters

    try:
        return parameters(registry.load(name).Params, file=config, settings=settings)
    except ConfigError as error:
        raise Fault(str(error)) from None


def _progress(
    work: Callable[[Job], R], todo: list[Job], jobs: int, quiet: bool
) -> Iterator[tuple[Job, R]]:
    """Do the jobs in order, in processes if asked, a line each on a terminal."""
    from magrepro.output import OutputError

    talk = not quiet and sys.stderr is not None and sys.stderr.isatty()
    start = time.perf_counter()
    results = _mapped(work, todo, jobs)
    for number, job in enumerate(todo, start=1):
        if _INTERRUPTS:
            raise KeyboardInterrupt
        try:
            result = next(results)
        except OutputError as error:
            raise Fault(str(error)) from None
        except ArithmeticError as error:
            raise Fault(f"{job.name}: {error}", code=1) from None
        except ValueError as error:
            if job.params.is_paper:
                raise
            raise Fault(f"{job.name}: cannot be computed with these parameters: {error}") from None
        if talk:
            seconds = time.perf_counter() - start
            click.echo(f"[{number}/{len(todo)}] {job.name}  {seconds:.1f} s", err=True)
        yield job, result
    if _INTERRUPTS:
        raise KeyboardInterrupt


def _interrupt_between_figures() -> None:
    """Let the first interrupt wait for the figure at hand, and the second one not.

    An exception raised at any moment may be swallowed by a library, or come out as another one.
    """
    import signal

    def answer(number: int, _frame: object) -> None:
        if _INTERRUPTS:
            raise KeyboardInterrupt
        _INTERRUPTS.append(number)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, answer)


def _mapped(work: Callable[[T], R], todo: list[T], jobs: int) -> Iterator[R]:
    if jobs == 1 or len(todo) == 1:
        yield from map(work, todo)
        return
    import multiprocessing
    import signal
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import resource_tracker

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(todo)), mp_context=context, initializer=_start_worker)
    # Workers inherit a blocked interrupt, which is the parent's to answer once they have started.
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        results = pool.map(work, todo)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        yield from results
    finally:
        pool.shutdown(cancel_futures=True)


def _start_worker() -> None:
    """End when the parent has gone, however it went."""
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


@cli.command()
@click.argument("figures", nargs=-1, type=FIGURE, metavar="[FIGURE...]")
@click.option(
    "--reference",
    type=click.Path(path_type=Path),
    default=Path("figures"),
    help="Folder of the CSVs to compare with (default: figures/).",
)
@jobs_option
@json_option
@quiet_option
def check(figures: tuple[str, ...], reference: Path, jobs: int, as_json: bool, quiet: bool) -> None:
    """Recompute figures and compare them with the committed CSVs.

    Exit code 3 if a number has moved by more than its column's tolerance.
    """
    _interrupt_between_figures()
    from magrepro.output import Job, verify

    names = list(dict.fromkeys(figures)) or registry.names()
    todo = [Job(name, registry.load(name).Params(), reference) for name in names]
    missing = [job for job in todo if not job.paths()[0].is_file()]
    report = []
    for job in missing:
        message = f"{job.paths()[0]}: no such reference; 'magrepro run' writes it"
        report.append({"name": job.name, "same": False, "message": message})
        click.echo(message, err=True)
    todo = [job for job in todo if job not in missing]
    for job, found in _progress(verify, todo, jobs, quiet or as_json):
        report.append({"name": job.name, "same": found is None, "message": found or ""})
        if found:
            click.echo(f"{job.name}: differs: {found}", err=True)
        elif not quiet and not as_json:
            click.echo(f"{job.name}: same")
    if as_json:
        click.echo(json.dumps({"figures": report}, indent=2))
    if not all(entry["same"] for entry in report[len(missing) :]):
        raise click.exceptions.Exit(3)
    if missing:
        raise click.exceptions.Exit(2)


@cli.command()
@click.argument("words", nargs=-1, metavar="[ID or FIGURE...]")
@click.option("--paper", type=click.Choice(papers.keys()), help="Only this paper's.")
@click.option("--figure", type=FIGURE, help="Only those about this figure.")
@click.option("--verdict", help="Only those with this verdict.")
@click.option("--grep", "text", default="", help="Only those with this text in their words.")
@json_option
@click.option("--markdown", is_flag=True, help="Print docs/claims.md.")
@click.option("--equations", is_flag=True, help="Print docs/equations.md.")
@click.option("--sensitivity", is_flag=True, help="Vary the assumed parameters.")
@quiet_option
def claims(quiet: bool, **options: Any) -> None:
    """Compute what the papers say, statement by statement; of an ID, the whole card.

    Exit code 4 if a verdict is not the one recorded at the last review.
    """
    from magrepro.claims.request import Request, RequestError

    try:
        request = Request(**options)
    except RequestError as error:
        raise Fault(str(error)) from None
    with _counted(request.todo, talk=not quiet and sys.stderr.isatty()) as todo:
        request.evaluate(todo)
    if not quiet or not request.is_list:
        click.echo(request.text(), nl=False)
    for message in request.changes():
        click.echo(message, err=True)
    if request.changes():
        raise click.exceptions.Exit(4)


def _counted(todo: list[T], *, talk: bool) -> AbstractContextManager[Iterable[T]]:
    """Show how far the work is, on a terminal."""
    if not talk:
        return nullcontext(todo)
    return click.progressbar(todo, label="claims", file=sys.stderr)


@cli.command()
@click.argument("figure", type=FIGURE)
@json_option
def explain(figure: str, as_json: bool) -> None:
    """Say what a figure shows, from which equations and parameters."""
    from magrepro.explain import explanation, in_words

    told = explanation(figure)
    click.echo(json.dumps(told, indent=2, ensure_ascii=False) if as_json else in_words(told))


@cli.command("config")
@click.argument("figure", type=FIGURE)
@with_configuration
def config_(figure: str, config: Path | None, settings: tuple[str, ...]) -> None:
    """Print a figure's complete configuration, every key with its meaning and source."""
    from magrepro.config import render

    params = _parameters(figure, config, settings)
    click.echo(render(figure, registry.describe(figure).title, params), nl=False)


def main() -> None:
    """Run the command line and exit with the code that says how it ended."""
    try:
        code = cli(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        click.echo(f"Error: {error.format_message()}", err=True)
        code = error.code if isinstance(error, Fault) else 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = 130
    except SystemExit:
        # The reader of our output has gone, which click answers with an exit.
        code = 0
    except OSError as error:
        click.echo(f"Error: output: {error.strerror or error}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 2
    sys.exit(code if isinstance(code, int) else 0)
