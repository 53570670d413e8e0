"""`magrepro new`: a figure begun."""

from __future__ import annotations

import click

from magrepro import papers
from magrepro.arguments import quiet_option
from magrepro.jobs import Fault
from magrepro.streams import say


@click.command("new")
@click.argument("name")
@click.option(
    "--paper",
    type=click.Choice(papers.keys()),
    help=f"The paper that a study goes beyond (default: {papers.keys()[0]}).",
)
@quiet_option
def command(name: str, paper: str | None, quiet: bool) -> None:
    """Begin a figure in a checkout: its module, to be filled, and all that goes with it."""
    from magrepro.new import NewError, begin

    try:
        module, *others = begin(name, paper)
    except NewError as error:
        raise Fault(str(error)) from None
    if not quiet:
        say("\n".join(map(str, [module, *others])))
        say(
            f"next: fill the module and the row in README.md, then 'make docs {name} records test'",
            err=True,
        )
