"""`magrepro inspect`: what a picture was made of."""

from __future__ import annotations

import json
from pathlib import Path

import click

from magrepro.arguments import NamedPath, json_option
from magrepro.jobs import origin_of, parameters_of
from magrepro.streams import say


@click.command("inspect")
@click.argument("picture", type=NamedPath(path_type=Path, readable=False))
@json_option
def command(picture: Path, as_json: bool) -> None:
    """Say which figure a PNG, SVG or PDF of magrepro's shows, made of which parameters.

    What is printed can be given to 'run --config'; so can the picture, to 'run --from'. Exit code 3
    if the CSV beside it is not the one it was drawn from.
    """
    from magrepro.origins import as_data, in_words

    origin = origin_of(picture)
    params = parameters_of(origin.figure, None, (), origin=origin)
    told = as_data(origin, params)
    say(json.dumps(told, indent=2) if as_json else in_words(told, params), nl=as_json)
    if told["drawn_from_csv"] is False:
        raise click.exceptions.Exit(3)
