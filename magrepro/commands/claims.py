"""`magrepro claims`: what the papers say, computed."""

from __future__ import annotations

import sys
from typing import Any

import click

from magrepro import papers
from magrepro.arguments import FIGURE, cluster_option, jobs_option, json_option, quiet_option
from magrepro.jobs import Fault, counted, evaluations
from magrepro.streams import say
from magrepro.workers import Crew


@click.command("claims")
@click.argument("words", nargs=-1, metavar="[ID or FIGURE...]")
@click.option("--paper", type=click.Choice(papers.keys()), help="Only this paper's.")
@click.option("--figure", type=FIGURE, help="Only those about this figure.")
@click.option("--verdict", help="Only those with this verdict.")
@click.option(
    "--grep",
    "text",
    default="",
    help="Only those whose statement, place, test or id has this text.",
)
@json_option
@click.option("--markdown", is_flag=True, help="Print docs/claims.md.")
@click.option("--equations", is_flag=True, help="Print docs/equations.md.")
@click.option("--sensitivity", is_flag=True, help="Vary the assumed parameters.")
@jobs_option
@cluster_option
@quiet_option
def command(quiet: bool, jobs: int, cluster: str, **options: Any) -> None:
    """Compute what the papers say, statement by statement; of an ID, the whole card.

    Exit code 4 if a verdict is not the one recorded at the last review.
    """
    from magrepro.claims.request import Request, RequestError

    try:
        request = Request(**options)
    except RequestError as error:
        raise Fault(str(error)) from None
    found = evaluations(request.todo, Crew(jobs, cluster))
    with counted(found, len(request.todo), talk=not quiet and sys.stderr.isatty()) as every:
        request.evaluate(every)
    if not quiet or not request.is_list:
        say(request.text(), nl=False)
    for message in request.changes():
        say(message, err=True)
    if request.changes():
        raise click.exceptions.Exit(4)
