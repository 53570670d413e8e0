"""`magrepro sweep`: a figure over combinations of its parameters."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magrepro import workers
from magrepro.arguments import (
    FIGURE,
    NamedPath,
    cluster_option,
    json_option,
    quiet_option,
    with_configuration,
)
from magrepro.jobs import Fault, parameters_of, with_units, within_limit
from magrepro.streams import say
from magrepro.workers import Crew

if TYPE_CHECKING:
    from magrepro.sweep.combinations import Sweep
    from magrepro.sweep.run import Written
    from magrepro.sweep.store import Store


_BRIEF_S = 1.0
"""Seconds below which starting processes takes longer than the work."""


@click.command("sweep")
@click.argument("figure", type=FIGURE)
@click.option(
    "--over",
    multiple=True,
    metavar="KEY=VALUES",
    help="What is swept: a,b,c or start:stop:num or start:stop:num:log or zeros:100.",
)
@click.option(
    "--observe",
    multiple=True,
    metavar="NAME,...",
    help="What is read off ('magrepro explain FIGURE' lists it); without, all the data.",
)
@with_configuration
@click.option(
    "--out",
    type=NamedPath(path_type=Path, readable=False),
    metavar="DIR",
    help="Folder (default: one in figures/custom/).",
)
@click.option("--format", "formats", default="csv", help="csv, parquet; both with a comma.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Processes (default: all cores).")
@cluster_option
@json_option
@quiet_option
def command(
    figure: str,
    over: tuple[str, ...],
    observe: tuple[str, ...],
    config: Path | None,
    settings: tuple[str, ...],
    units: str | None,
    allow_cost: bool,
    out: Path | None,
    formats: str,
    jobs: int | None,
    cluster: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Compute a figure over all combinations of some parameters: one table, one row each.

    A sweep that was stopped goes on where it was when the same command is given again.

    \b
    magrepro sweep fig5b --over d_over_a=2.5:6:36 --observe critical_temperature
    magrepro sweep fig5b --over kf_a=zeros:100 --observe critical_temperature
    """  # noqa: D301
    workers.interrupt_between_jobs()
    from magrepro.sweep import run, table

    ends = tuple(dict.fromkeys(end.strip() for end in formats.split(",") if end.strip()))
    if not ends or set(ends) - set(table.FORMATS):
        raise click.UsageError(f"--format: choose from {', '.join(table.FORMATS)}")
    crew = Crew(jobs or os.cpu_count() or 1, cluster)
    with _told():
        if "parquet" in ends:
            table.pyarrow()
        settings = with_units(figure, settings, units, quiet=quiet or as_json)
        base = parameters_of(figure, config, settings)
        sweep = run.asked(figure, base, over, observe, settings)
        out = out or Path("figures", "custom", f"sweep-{figure}-{sweep.short}")
        store = _store(sweep, out, crew, allow_cost, quiet or as_json)
        begun = time.perf_counter()
        if not cluster and sweep.size * store.pilot.seconds < _BRIEF_S:
            crew = Crew()
        _carry_out(store, crew, quiet or as_json)
        seconds = time.perf_counter() - begun
        written = run.write(store, out, ends)
    if as_json:
        say(json.dumps(_as_data(sweep, written, seconds), indent=2))
    else:
        _tell(written, quiet)
    if failed := written.counted.failed:
        said = f"{failed} of {sweep.size} combinations cannot be computed; their rows hold"
        raise Fault(f"{said} nan and the reason. The first: {written.counted.first}", code=1)


def _as_data(sweep: Sweep, written: Written, seconds: float) -> dict[str, object]:
    counted = written.counted
    return {
        "figure": sweep.figure,
        "combinations": sweep.size,
        "rows": counted.rows,
        "unanswered": counted.unanswered,
        "failed": counted.failed,
        "largest": {n: {"value": v, "at": at} for n, (v, at) in written.largest.items()},
        "seconds": round(seconds, 3),
        "files": [str(path) for path in written.paths],
    }


def _tell(written: Written, quiet: bool) -> None:
    """Print what was written, where each observable is largest, and what is missing."""
    if not quiet:
        say("\n".join(map(str, written.paths)))
        for name, (value, at) in written.largest.items():
            say(f"largest {name}: {value:.6g} at {at}", err=True)
        if written.no_picture:
            say(f"no picture: {written.no_picture}", err=True)
    if written.counted.unanswered:
        say(f"{written.counted.unanswered} numbers have no answer; they are nan", err=True)


def _store(sweep: Sweep, out: Path, crew: Crew, allowed: bool, quiet: bool) -> Store:
    """Return where the pieces go: what was begun, or a new folder if it can be afforded."""
    from magrepro import cost
    from magrepro.sweep import combinations, store

    if str(out) == "-":
        raise Fault("--out -: a sweep writes files; give a folder")
    if out.exists() and not out.is_dir():
        raise Fault(f"--out {out}: is a file; give a folder")
    if params := sweep.params():
        alone = cost.seconds(sweep.figure, params)
        within_limit(f"{sweep.figure}, one combination of {sweep.size}", alone, allowed=allowed)
    width = crew.width()
    found = store.begun(sweep, out)
    pilot = found.pilot if found else combinations.tried(sweep)
    left = sweep.size - (found.done() if found else 0)
    estimate = left * pilot.seconds / width
    within_limit(f"{sweep.figure}, {left} combinations", estimate, allowed=allowed)
    if not quiet and found:
        say(f"going on: {sweep.size - left} of {sweep.size} combinations are done", err=True)
    if not quiet and estimate > cost.TOLD_S:
        say(f"{left} combinations: about {cost.in_words(estimate)}", err=True)
    return found or store.begin(sweep, out, pilot, width)


def _carry_out(store: Store, crew: Crew, quiet: bool) -> None:
    """Compute what is missing, with a bar and an estimate of the time on a terminal."""
    from magrepro.sweep.run import carry_out

    done = carry_out(store, crew)
    if quiet or not sys.stderr.isatty():
        for _ in done:
            pass
        return
    size = store.sweep.size
    with click.progressbar(length=size, label=store.sweep.figure, file=sys.stderr) as bar:
        bar.update(store.done())
        for count in done:
            bar.update(count)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong into one message."""
    from magrepro.cluster import ClusterError
    from magrepro.config import ConfigError
    from magrepro.output import OutputError
    from magrepro.sweep.axes import SweepError
    from magrepro.sweep.pieces import CombinationError

    try:
        yield
    except CombinationError as error:
        raise Fault(f"cannot be computed: {error}") from None
    except (SweepError, ConfigError, OutputError, ClusterError) as error:
        raise Fault(str(error)) from None
    except (ArithmeticError, workers.WorkerError) as error:
        raise Fault(str(error), code=1) from None
    except MemoryError:
        raise Fault("too little memory", code=1) from None
