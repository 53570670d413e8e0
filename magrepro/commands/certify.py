"""`magrepro certify`: the committed numbers against intervals that provably hold the exact ones."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magrepro import figures as registry, workers
from magrepro.arguments import (
    FIGURE,
    NamedPath,
    cluster_option,
    jobs_option,
    json_option,
    quiet_option,
)
from magrepro.cluster import ClusterError
from magrepro.jobs import Fault, evaluations
from magrepro.streams import say

if TYPE_CHECKING:
    from magrepro.certificates import Found, Piece
    from magrepro.claims.proofs import Statement

SAMPLE = 100
MOST_TOLD = 5
"""Cells outside that are told for each figure; --json has all."""


@click.command("certify")
@click.argument("figures", nargs=-1, type=FIGURE, metavar="[FIGURE...]")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"Rows of each figure, drawn at random, the hardest among them (default: {SAMPLE}).",
)
@click.option("--every", is_flag=True, help="Every row.")
@click.option(
    "--seed", type=click.IntRange(min=0), help="What rows are drawn with (default: a new one)."
)
@click.option(
    "--reference",
    type=NamedPath(path_type=Path, readable=False),
    metavar="DIR",
    help="Folder of the CSVs (default: figures/, else those of the package).",
)
@click.option("--claims", is_flag=True, help="Prove claims of the ledger instead.")
@click.option(
    "--markdown",
    is_flag=True,
    help="Of every claim on a number: proved, or why not; with --claims.",
)
@jobs_option
@cluster_option
@json_option
@quiet_option
def command(
    figures: tuple[str, ...],
    sample: int | None,
    every: bool,
    seed: int | None,
    reference: Path | None,
    claims: bool,
    markdown: bool,
    jobs: int,
    cluster: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Prove numbers of the CSVs by ball arithmetic.

    For each row an interval is computed that provably holds the exact value of the equation; the
    cell must lie within its column's tolerance of all of it. Exit code 3 if one does not. A row
    that cannot be enclosed is told as not proved.
    """
    workers.interrupt_between_jobs()
    crew = workers.Crew(jobs, cluster)
    if claims:
        if figures or every or sample is not None or seed is not None or reference is not None:
            raise click.UsageError("--claims goes with -j, --cluster, --markdown, --json and -q")
        if markdown and as_json:
            raise click.UsageError("give --markdown or --json, not both")
        _prove_claims(crew, as_json, quiet, markdown)
        return
    if markdown:
        raise click.UsageError("--markdown goes with --claims")
    if every and sample is not None:
        raise click.UsageError("give --sample or --every, not both")
    rows = None if every else sample or SAMPLE
    seed = secrets.randbelow(10**6) if seed is None else seed
    _certify(figures, reference, rows, seed, crew, as_json=as_json, quiet=quiet)


def _certify(
    figures: tuple[str, ...],
    reference: Path | None,
    sample: int | None,
    seed: int,
    crew: workers.Crew,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Print which rows are proved, all without a sample; exit code 3 if one is refuted."""
    from magrepro.certificates import HEADER
    from magrepro.reference import folder

    where, words = folder(reference)
    if not quiet:
        drawn = f"rows drawn with --seed {seed}" if sample else ""
        say("; ".join(filter(None, (words, drawn))), err=True)
    todo = _pieces(figures, where, sample, seed)
    if not quiet and not as_json:
        say(HEADER)
    found = [_told(one, quiet or as_json) for one in _done(todo, crew)]
    if as_json:
        told = {"seed": seed if sample else None, "figures": [one.as_data() for one in found]}
        say(json.dumps(told, indent=2))
    if any(one.outside for one in found):
        raise click.exceptions.Exit(3)


def _prove_claims(crew: workers.Crew, as_json: bool, quiet: bool, markdown: bool) -> None:
    """Print what is proved of the ledger; exit code 3 if a recorded verdict is refuted."""
    found = []
    for one in _statements(crew):
        found.append(one)
        if not quiet and not as_json and not markdown:
            say(one.line())
    if as_json:
        say(json.dumps({"claims": [one.as_data() for one in found]}, indent=2))
    if markdown:
        from magrepro.claims import all_claims, proofs

        say(proofs.as_markdown(evaluations(all_claims(), crew), found))
    for one in found:
        if one.contradicts:
            say(f"{one.claim}: recorded as {one.recorded!r}, the opposite is proved", err=True)
    if any(one.contradicts for one in found):
        raise click.exceptions.Exit(3)


def _statements(crew: workers.Crew) -> Iterator[Statement]:
    """Yield what is proved of each claim that has a proof."""
    from magrepro import certificates
    from magrepro.certify.claims import CLAIMS
    from magrepro.claims.proofs import statement

    try:
        certificates.require_flint()
        yield from workers.in_order(statement, list(CLAIMS), crew)
    except (certificates.MissingLibrary, ClusterError) as error:
        raise Fault(str(error)) from None
    except workers.WorkerError as error:
        raise Fault(str(error), code=1) from None


def _pieces(figures: tuple[str, ...], where: Path, sample: int | None, seed: int) -> list[Piece]:
    """Return the rows to certify, or the reason why they cannot be."""
    from magrepro import certificates, certify
    from magrepro.dataset import DatasetError

    known = certify.names()
    try:
        certificates.require_flint()
        names = list(dict.fromkeys(figures)) or [n for n in registry.names() if n in known]
        for name in names:
            if name not in known:
                raise Fault(f"{name}: has no certificate; there are those of {', '.join(known)}")
        return [one for name in names for one in certificates.pieces(name, where, sample, seed)]
    except (certificates.MissingLibrary, DatasetError) as error:
        raise Fault(str(error)) from None


def _done(todo: list[Piece], crew: workers.Crew) -> Iterator[Found]:
    """Yield what was found for each figure, in order."""
    from magrepro import certificates
    from magrepro.dataset import DatasetError

    try:
        yield from certificates.gathered(workers.in_order(certificates.certified, todo, crew))
    except ClusterError as error:
        raise Fault(str(error)) from None
    except (workers.WorkerError, DatasetError) as error:
        raise Fault(str(error), code=1) from None


def _told(found: Found, quiet: bool) -> Found:
    """Print what was found for a figure."""
    if not quiet:
        say(found.line())
    for reason, rows in found.unproved.items():
        say(f"{found.name}: {rows} not proved: {reason}", err=True)
    for outside in found.outside[:MOST_TOLD]:
        say(str(outside), err=True)
    if len(found.outside) > MOST_TOLD:
        say(f"{found.name}: {len(found.outside) - MOST_TOLD} more cells are outside", err=True)
    return found
