"""`magrepro run`: figures, computed and drawn."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magrepro import streams, workers
from magrepro.arguments import (
    FIGURE,
    NamedPath,
    cluster_option,
    jobs_option,
    quiet_option,
    with_configuration,
)
from magrepro.jobs import (
    STANDARD,
    afford,
    by_others,
    chosen,
    described,
    formats_of,
    job_of,
    origin_of,
    progress,
    remade,
    warn_of_old_pictures,
    with_units,
)
from magrepro.streams import say
from magrepro.workers import Crew

if TYPE_CHECKING:
    from magrepro.output import Job
    from magrepro.picture import Origin


@click.command("run")
@click.argument("figures", nargs=-1, type=FIGURE, metavar="FIGURE...")
@click.option("--all", "all_figures", is_flag=True, help="Every figure of the papers.")
@with_configuration
@click.option(
    "--from",
    "picture",
    type=NamedPath(path_type=Path, readable=False),
    metavar="PICTURE",
    help="Take the parameters from a PNG, SVG or PDF that magrepro wrote.",
)
@click.option(
    "--out",
    type=NamedPath(path_type=Path, readable=False),
    metavar="DIR",
    help="Folder (default: figures/); - prints the CSV and draws nothing.",
)
@click.option("--format", "formats", default="png", help="png, pdf, svg; several with commas.")
@jobs_option
@click.option("--record", is_flag=True, help="Compute recorded data anew, too.")
@cluster_option
@click.option("--dry-run", is_flag=True, help="Say what would be written, write nothing.")
@quiet_option
def command(
    figures: tuple[str, ...],
    all_figures: bool,
    config: Path | None,
    settings: tuple[str, ...],
    units: str | None,
    allow_cost: bool,
    picture: Path | None,
    out: Path | None,
    formats: str,
    jobs: int,
    record: bool,
    cluster: str,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Compute and draw figures: a CSV and a picture each.

    The studies beyond the papers, beyond_..., are made when named; those whose data are recorded
    are drawn from them, without --record.

    Other parameters than the paper's go to figures/custom/ unless --out says where, with the
    config.yaml that made them. What --config and --set leave out is the paper's; so is what a range
    {start, stop, num, scale} leaves out, where the paper's value is a range:

    \b
    magrepro run fig5b --set t_over_tf.start=1e-8 --set t_over_tf.num=50
    magrepro run fig5b --set 'kf_a=[zeta_1_36, 42.5]' --out - | head
    magrepro run fig5b --set material=silver --set 'kf_a=3.5 nm' --units physical
    magrepro run --from figures/fig5b.png --out again
    """  # noqa: D301
    workers.interrupt_between_jobs()
    if picture and (config or all_figures):
        raise click.UsageError("--from: gives the figure and its parameters; no --all or --config")
    origin = origin_of(picture, figures) if picture else None
    names = [origin.figure] if origin else chosen(figures, all_figures)
    files = _files(names, config, settings)
    if out == STANDARD and len(names) != 1:
        raise click.UsageError("--out -: prints one CSV; name just one figure")
    ends = formats_of(formats)
    given = {name: with_units(name, settings, units, quiet=quiet) for name in names}
    todo = [
        job_of(name, files[name], given[name], out, ends, origin=origin, record=record)
        for name in names
    ]
    afford(todo, allowed=allow_cost, quiet=quiet, always=dry_run)
    if dry_run:
        say("\n".join(str(path) for job in todo for path in job.paths()))
    elif out == STANDARD:
        _print(todo, Crew(cluster=cluster), quiet)
    else:
        _make(todo, Crew(jobs, cluster), quiet, None if settings else origin)
        for path in described(todo, all_figures):
            if not quiet:
                say(str(path))


def _files(
    names: list[str], config: Path | None, settings: tuple[str, ...]
) -> dict[str, Path | None]:
    """Return the configuration of each figure, from a folder if that is what is given."""
    # A name too long for the system is no folder; Path.is_dir would raise.
    of_each = config is not None and os.path.isdir(config)  # noqa: PTH112
    if (settings or (config and not of_each)) and len(names) != 1:
        raise click.UsageError("--config and --set belong to one figure; name just one")
    return {name: config / f"{name}.yaml" if config and of_each else config for name in names}


def _print(todo: list[Job], crew: Crew, quiet: bool) -> None:
    from magrepro.output import computed

    for _, dataset in progress(computed, todo, crew, quiet):
        streams.send(dataset.csv())


def _make(todo: list[Job], crew: Crew, quiet: bool, origin: Origin | None) -> None:
    """Write the figures; tell whether one is again what the picture shows that it came from."""
    from magrepro.output import make

    for job, (paths, unanswered) in by_others(make, todo, crew, quiet):
        if unanswered:
            say(f"{job.name}: {unanswered} points have no answer; they are nan", err=True)
        if not quiet:
            say("\n".join(map(str, paths)))
            warn_of_old_pictures(job)
            if origin:
                say(remade(origin, job), err=True)
