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
def command(
    figure: str,
    config: Path | None,
    settings: tuple[str, ...],
    units: str | None,
    allow_cost: bool,
) -> None:
    """Print a figure's complete configuration, every key with its meaning and source."""
    from magrepro.config import configuration
    from magrepro.output import Job

    settings = with_units(figure, settings, units, quiet=False)
    params = parameters_of(figure, config, settings)
    afford([Job(figure, params, Path())], allowed=allow_cost, quiet=False)
    say(configuration(figure, params), nl=False)
