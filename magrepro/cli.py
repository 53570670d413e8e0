"""The command line: parse, call, write. No physics and no numbers.

Exit codes: 0 fine, 1 internal, 2 usage or configuration, 3 data differ, 4 a claim's
verdict changed, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from magrepro import __version__, papers, streams, workers
from magrepro import figures as registry
from magrepro.arguments import (
    FIGURE,
    Commands,
    NamedPath,
    cost_option,
    jobs_option,
    json_option,
    quiet_option,
    with_configuration,
)
from magrepro.jobs import (
    STANDARD,
    Fault,
    afford,
    chosen,
    counted,
    formats_of,
    job_of,
    parameters_of,
    progress,
    warn_of_old_pictures,
)
from magrepro.streams import say
from magrepro.text import excerpt


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="magrepro")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Recompute every figure of two theory papers on unexpected magnetism.

    \b
    magrepro list                       what there is
    magrepro run fig5b                  figures/fig5b.png and .csv
    magrepro run fig5b --set d_over_a=4 another parameter, another folder
    magrepro check                      are the committed data what is computed?
    magrepro claims                     do the papers' statements follow?
    """  # noqa: D301 (click wants the character, not its name)
    # One thread a process: the numbers then do not depend on the machine's number of cores.
    for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    # Pictures are saved and never shown, whatever the user shows other pictures with.
    os.environ["MPLBACKEND"] = "agg"
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@cli.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the figures."""
    entries = [registry.describe(name) for name in registry.names()]
    if as_json:
        keys = ("name", "paper", "figure", "title")
        say(json.dumps([{k: getattr(e, k) for k in keys} for e in entries], indent=2))
        return
    for e in entries:
        say(f"{e.name:<9} {e.paper}, {e.figure:<10} {e.title}")


@cli.command()
@click.argument("figures", nargs=-1, type=FIGURE, metavar="FIGURE...")
@click.option("--all", "all_figures", is_flag=True, help="Every figure.")
@with_configuration
@click.option(
    "--out",
    type=NamedPath(path_type=Path, readable=False),
    metavar="DIR",
    help="Folder (default: figures/); - prints the CSV and draws nothing.",
)
@click.option("--format", "formats", default="png", help="png, pdf, svg; several with commas.")
@jobs_option
@click.option("--dry-run", is_flag=True, help="Say what would be written, write nothing.")
@quiet_option
def run(
    figures: tuple[str, ...],
    all_figures: bool,
    config: Path | None,
    settings: tuple[str, ...],
    allow_cost: bool,
    out: Path | None,
    formats: str,
    jobs: int,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Compute and draw figures: a CSV and a picture each.

    Other parameters than the paper's go to figures/custom/ unless --out says where, with the
    config.yaml that made them. What --config and --set leave out is the paper's; so is what a range
    {start, stop, num, scale} leaves out, where the paper's value is a range:

    \b
    magrepro run fig5b --set t_over_tf.start=1e-8 --set t_over_tf.num=50
    magrepro run fig5b --set 'kf_a=[zeta_1_36, 42.5]' --out - | head
    """  # noqa: D301
    workers.interrupt_between_jobs()
    from magrepro.output import computed, make

    names = chosen(figures, all_figures)
    # A name too long for the system is no folder; Path.is_dir would raise.
    of_each = config is not None and os.path.isdir(config)  # noqa: PTH112
    if (settings or (config and not of_each)) and len(names) != 1:
        raise click.UsageError("--config and --set belong to one figure; name just one")
    if out == STANDARD and len(names) != 1:
        raise click.UsageError("--out -: prints one CSV; name just one figure")
    ends = formats_of(formats)
    files = {name: config / f"{name}.yaml" if config and of_each else config for name in names}
    todo = [job_of(name, files[name], settings, out, ends) for name in names]
    afford(todo, allowed=allow_cost, quiet=quiet, always=dry_run)
    if dry_run:
        for job in todo:
            say("\n".join(map(str, job.paths())))
    elif out == STANDARD:
        for _, dataset in progress(computed, todo, 1, quiet):
            streams.send(dataset.csv())
    else:
        for job, (paths, unanswered) in progress(make, todo, jobs, quiet):
            if unanswered:
                say(f"{job.name}: {unanswered} points have no answer; they are nan", err=True)
            if not quiet:
                say("\n".join(map(str, paths)))
                warn_of_old_pictures(job)


@cli.command()
@click.argument("figures", nargs=-1, type=FIGURE, metavar="[FIGURE...]")
@click.option(
    "--reference",
    type=NamedPath(path_type=Path, readable=False),
    metavar="DIR",
    help="Folder of the CSVs to compare with (default: figures/, else those of the package).",
)
@cost_option
@jobs_option
@json_option
@quiet_option
def check(
    figures: tuple[str, ...],
    reference: Path | None,
    allow_cost: bool,
    jobs: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Recompute figures and compare them with the committed CSVs.

    Exit code 3 if a number has moved by more than its column's tolerance, or a picture beside a CSV
    was drawn from another one.
    """
    workers.interrupt_between_jobs()
    from magrepro.output import Job
    from magrepro.reference import folder, verify

    where, words = folder(reference)
    if words and not quiet:
        say(words, err=True)
    names = list(dict.fromkeys(figures)) or registry.names()
    todo = [Job(name, registry.load(name).Params(), where) for name in names]
    afford(todo, allowed=allow_cost, quiet=quiet)
    report = []
    for job, found in progress(verify, todo, jobs, quiet or as_json):
        report.append(found)
        if found.message:
            differs = f"{job.name}: differs: " if found.difference else ""
            say(f"{differs}{found.message}", err=True)
        elif not quiet and not as_json:
            say(f"{job.name}: same")
    if as_json:
        say(json.dumps({"figures": [found.as_data() for found in report]}, indent=2))
    if any(found.message and not found.missing for found in report):
        raise click.exceptions.Exit(3)
    if any(found.missing for found in report):
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
    with counted(request.todo, talk=not quiet and sys.stderr.isatty()) as todo:
        request.evaluate(todo)
    if not quiet or not request.is_list:
        say(request.text(), nl=False)
    for message in request.changes():
        say(message, err=True)
    if request.changes():
        raise click.exceptions.Exit(4)


@cli.command()
@click.argument("figure", type=FIGURE, required=False)
@json_option
@click.option("--columns", is_flag=True, help="Print docs/columns.md: every column, its unit.")
def explain(figure: str | None, as_json: bool, columns: bool) -> None:
    """Say what a figure shows, from which equations and parameters."""
    from magrepro.explain import columns_as_markdown, explanation, in_words

    if columns == (figure is not None) or (columns and as_json):
        raise click.UsageError("name a figure, or give --columns alone")
    if figure is None:
        say(columns_as_markdown(), nl=False)
        return
    told = explanation(figure)
    say(json.dumps(told, indent=2, ensure_ascii=False) if as_json else in_words(told))


@cli.command("config")
@click.argument("figure", type=FIGURE)
@with_configuration
def config_(figure: str, config: Path | None, settings: tuple[str, ...], allow_cost: bool) -> None:
    """Print a figure's complete configuration, every key with its meaning and source."""
    from magrepro.config import configuration
    from magrepro.output import Job

    params = parameters_of(figure, config, settings)
    afford([Job(figure, params, Path())], allowed=allow_cost, quiet=False)
    say(configuration(figure, params), nl=False)


@cli.command()
@click.argument("name")
@quiet_option
def new(name: str, quiet: bool) -> None:
    """Begin a figure in a checkout: its module, to be filled, and all that goes with it."""
    from magrepro.new import NewError, begin

    try:
        module, *others = begin(name)
    except NewError as error:
        raise Fault(str(error)) from None
    if not quiet:
        say("\n".join(map(str, [module, *others])))
        say(
            f"next: fill the module and the row in README.md, then 'make docs {name} test'",
            err=True,
        )


def _restore_help() -> None:
    """Read the commands' help from the source where Python was told to drop docstrings."""
    import ast

    for node in ast.parse(Path(__file__).read_text(encoding="utf-8")).body:
        command = globals().get(getattr(node, "name", ""))
        if isinstance(node, ast.FunctionDef) and isinstance(command, click.Command):
            command.help = ast.get_docstring(node)


def main() -> None:
    """Run the command line and exit with the code that says how it ended."""
    code: Any = 1
    try:
        streams.prepare()
        if sys.flags.optimize > 1:
            _restore_help()
        code = cli(prog_name="magrepro", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        code = error.code if isinstance(error, Fault) else 2
        _tell_error(" ".join(error.format_message().split()), getattr(error, "ctx", None))
    except (click.Abort, KeyboardInterrupt):
        say("interrupted", err=True)
        code = 130
    except SystemExit:
        # The reader of our output has gone, which click answers with an exit.
        code = 0
    except ImportError as error:
        _tell_error(f"cannot be loaded: {error}")
    except OSError as error:
        _tell_error(f"{streams.place_of(error)}{error.strerror or error}")
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def _tell_error(message: str, ctx: click.Context | None = None) -> None:
    hint = f" (see '{ctx.command_path} --help')" if ctx else ""
    say(f"Error: {excerpt(message, 600)}{hint}", err=True)
