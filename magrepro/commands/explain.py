"""`magrepro explain`: what a figure shows."""

from __future__ import annotations

import json

import click

from magrepro.arguments import FIGURE, json_option
from magrepro.streams import say


@click.command("explain")
@click.argument("figure", type=FIGURE, required=False)
@json_option
@click.option("--columns", is_flag=True, help="Print docs/columns.md: every column, its unit.")
def command(figure: str | None, as_json: bool, columns: bool) -> None:
    """Say what a figure shows, from which equations and parameters."""
    from magrepro.explain import columns_as_markdown, explanation, in_words

    if columns == (figure is not None) or (columns and as_json):
        raise click.UsageError("name a figure, or give --columns alone")
    if figure is None:
        say(columns_as_markdown(), nl=False)
        return
    told = explanation(figure)
    say(json.dumps(told, indent=2, ensure_ascii=False) if as_json else in_words(told))
