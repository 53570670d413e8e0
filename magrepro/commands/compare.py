"""`magrepro compare`: a user's own points over a figure."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magrepro import streams
from magrepro.arguments import FIGURE, NamedPath, json_option, quiet_option, with_configuration
from magrepro.jobs import STANDARD, Fault, afford, formats_of, parameters_of, with_units
from magrepro.streams import say
from magrepro.text import excerpt

if TYPE_CHECKING:
    from magrepro.comparison.result import Comparison
    from magrepro.output import Job


@click.command("compare")
@click.argument("figure", type=FIGURE)
@click.argument("data", type=NamedPath(path_type=Path, readable=False))
@click.option("--x", metavar="COLUMN", help="Column of the abscissa.")
@click.option("--up", metavar="COLUMN", help="Of a map: column of the vertical axis.")
@click.option("--y", metavar="COLUMN", help="Column of the measured values.")
@click.option("--yerr", metavar="COLUMN", help="Column of their standard errors.")
@click.option("--where", multiple=True, metavar="KEY=VALUE", help="Which curve, as kf_a=zeta_1_36.")
@with_configuration
@click.option(
    "--out",
    type=NamedPath(path_type=Path, readable=False),
    metavar="DIR",
    help="Folder (default: in figures/custom/); - prints the CSV and draws nothing.",
)
@click.option("--format", "formats", default="png", help="png, pdf, svg; several with commas.")
@json_option
@quiet_option
def command(
    figure: str,
    data: Path,
    x: str | None,
    up: str | None,
    y: str | None,
    yerr: str | None,
    where: tuple[str, ...],
    config: Path | None,
    settings: tuple[str, ...],
    units: str | None,
    allow_cost: bool,
    out: Path | None,
    formats: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Lay the points of a CSV (- reads standard input) over a figure, beside its model.

    The model is computed at the points' own abscissae, on a map at their places. Columns are found
    by their names, with units converted: 'T (mK)', 'temperature [K]', 'M (mu_B)', 't_over_tf';
    errors as 'M_err'. Prints residuals, and chi^2 with its p-value where there are errors, else the
    relative rms, or of phases how many agree; writes FIGURE_compare.csv and the picture.

    \b
    magrepro compare fig7 points.csv --where kf_a=zeta_1_36 --where t_over_tf=5e-3
    """  # noqa: D301
    from magrepro.comparison.measured import DataError, read
    from magrepro.comparison.result import Request

    ends = formats_of(formats)
    params = parameters_of(figure, config, with_units(figure, settings, units, quiet=quiet))
    if params.is_paper:
        params = type(params)()  # as the paper's files have it, however it was written
    try:
        request = Request(figure, params, read(data), x, y, yerr, _pairs(where), up)
        found = request.compare(allow_cost=allow_cost)
    except DataError as error:
        raise Fault(str(error)) from None
    except (ArithmeticError, ValueError) as error:
        raise Fault(f"{figure}: cannot be computed with these parameters: {error}") from None
    if out == STANDARD:
        streams.send(found.points.csv())
        return
    job = _job(found, out, ends, config)
    afford([job], allowed=allow_cost, quiet=quiet)
    _write(job, found)
    _tell(found, list(map(str, job.paths())), as_json=as_json, quiet=quiet)


def _pairs(words: tuple[str, ...]) -> dict[str, str]:
    """Return what stands before and behind each equals sign."""
    found: dict[str, str] = {}
    for word in words:
        key, equals, value = (part.strip() for part in word.partition("="))
        if not (key and equals and value):
            raise Fault(f"--where {excerpt(word)}: expected key=value")
        if key in found:
            raise Fault(f"--where {excerpt(word)}: {excerpt(key)}: given twice")
        found[key] = value
    return found


def _job(found: Comparison, out: Path | None, ends: tuple[str, ...], config: Path | None) -> Job:
    from magrepro.config import configuration, place_beside
    from magrepro.output import PAPER_FOLDER, Job

    content = found.params.as_json().encode() + b"".join(found.points.csv())
    digest = hashlib.sha256(content).hexdigest()[:8]
    folder = out or PAPER_FOLDER / "custom" / f"{found.name}-compare-{digest}"
    kept = place_beside(folder, found.name, found.params, given=config)
    written = (kept, configuration(found.name, found.params)) if kept else None
    return Job(found.name, found.params, folder, ends, written, suffix="_compare")


def _write(job: Job, found: Comparison) -> None:
    from magrepro.output import OutputError, write

    try:
        write(job, found.points, found.draw)
    except OutputError as error:
        raise Fault(str(error)) from None


def _tell(found: Comparison, paths: list[str], *, as_json: bool, quiet: bool) -> None:
    from magrepro.comparison.words import as_data, in_words

    if as_json:
        say(json.dumps(as_data(found) | {"files": paths}, indent=2))
    elif not quiet:
        say("\n".join([in_words(found), *paths]))
