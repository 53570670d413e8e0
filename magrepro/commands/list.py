"""`magrepro list`: what there is."""

from __future__ import annotations

import json

import click

from magrepro import figures as registry
from magrepro.arguments import json_option
from magrepro.streams import say


@click.command("list")
@json_option
def command(as_json: bool) -> None:
    """List the figures of the papers, and the studies beyond them."""
    entries = [registry.describe(name) for name in registry.names()]
    if as_json:
        keys = ("name", "paper", "figure", "title")
        say(json.dumps([{k: getattr(e, k) for k in keys} for e in entries], indent=2))
        return
    wide, places = max(len(e.name) for e in entries), [f"{e.paper}, {e.figure}" for e in entries]
    for e, place in zip(entries, places, strict=True):
        say(f"{e.name:<{wide}} {place:<{max(map(len, places))}} {e.title}")
