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
    """List the figures."""
    entries = [registry.describe(name) for name in registry.names()]
    if as_json:
        keys = ("name", "paper", "figure", "title")
        say(json.dumps([{k: getattr(e, k) for k in keys} for e in entries], indent=2))
        return
    for e in entries:
        say(f"{e.name:<9} {e.paper}, {e.figure:<10} {e.title}")
