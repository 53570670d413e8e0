"""`magrepro config`: a figure's complete configuration."""

from __future__ import annotations

from pathlib import Path

import click

from magrepro.arguments import FIGURE, with_configuration
from magrepro.jobs import afford, parameters_of, with_units
from magrepro.streams import say


@click.command("config")
@click.argument("figure", type=FIGURE)
@with_configuration
@click.option("--schema", "as_schema", is_flag=True, help="Print its JSON Schema, for editors.")
def command(
    figure: str,
    config: Path | None,
    settings: tuple[str, ...],
    units: str | None,
    allow_cost: bool,
    as_schema: bool,
) -> None:
    """Print a figure's complete configuration, every key with its meaning and source."""
    from magrepro.config import configuration
    from magrepro.output import Job
    from magrepro.schema import document

    if as_schema:
        if config or settings or units:
            raise click.UsageError("--schema is the same for all values; give it alone")
        say(document(figure), nl=False)
        return
    settings = with_units(figure, settings, units, quiet=False)
    params = parameters_of(figure, config, settings)
    afford([Job(figure, params, Path())], allowed=allow_cost, quiet=False)
    say(configuration(figure, params), nl=False)
