"""`magrepro check`: the committed data against what is computed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magrepro import figures as registry, workers
from magrepro.arguments import (
    FIGURE,
    NamedPath,
    cluster_option,
    cost_option,
    jobs_option,
    json_option,
    quiet_option,
)
from magrepro.jobs import afford, by_others, write
from magrepro.streams import say

if TYPE_CHECKING:
    from magrepro.output import Job
    from magrepro.reference import Finding


@click.command("check")
@click.argument("figures", nargs=-1, type=FIGURE, metavar="[FIGURE...]")
@click.option(
    "--reference",
    type=NamedPath(path_type=Path, readable=False),
    metavar="DIR",
    help="Folder of the CSVs to compare with (default: figures/, else those of the package).",
)
@cost_option
@jobs_option
@cluster_option
@json_option
@click.option(
    "--junit",
    type=NamedPath(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a report in JUnit's XML, too.",
)
@click.option(
    "--github/--no-github",
    envvar="GITHUB_ACTIONS",
    help="Annotate lines of the CSVs on GitHub (by itself where GITHUB_ACTIONS=true).",
)
@quiet_option
def command(
    figures: tuple[str, ...],
    reference: Path | None,
    allow_cost: bool,
    jobs: int,
    cluster: str,
    as_json: bool,
    junit: Path | None,
    github: bool,
    quiet: bool,
) -> None:
    """Recompute figures and compare them with the committed CSVs.

    Data that are recorded are compared on a sample. Exit code 3 if a number has moved by more than
    its column's tolerance, or a picture beside a CSV was drawn from another one.
    """
    workers.interrupt_between_jobs()
    from magrepro.reference import folder, verify

    where, words = folder(reference)
    if words and not quiet:
        say(words, err=True)
    todo = _jobs(list(dict.fromkeys(figures)) or registry.names(), where)
    afford(todo, allowed=allow_cost, quiet=quiet)
    report, crew = [], workers.Crew(jobs, cluster)
    for job, found in by_others(verify, todo, crew, quiet or as_json):
        report.append(found)
        if found.message:
            _warn(found, job.csv, github=github)
        elif not quiet and not as_json:
            say(f"{job.name}: same")
    if junit:
        from magrepro import annotations

        write(junit, annotations.junit(report))
    if as_json:
        say(json.dumps({"figures": [found.as_data() for found in report]}, indent=2))
    _end(report)


def _jobs(names: list[str], where: Path) -> list[Job]:
    """Return what is computed of each figure: all of it, or the sample of recorded data."""
    from magrepro import recorded
    from magrepro.output import Job

    params = {name: recorded.sample(name) or registry.load(name).Params() for name in names}
    return [Job(name, params[name], where) for name in names]


def _warn(found: Finding, csv: Path, *, github: bool) -> None:
    from magrepro import annotations

    words = f"{found.name}: differs: {found.message}" if found.difference else found.message
    say(annotations.github(found, csv) if github else words, err=True)


def _end(report: list[Finding]) -> None:
    if any(found.message and not found.missing for found in report):
        raise click.exceptions.Exit(3)
    if any(found.missing for found in report):
        raise click.exceptions.Exit(2)
