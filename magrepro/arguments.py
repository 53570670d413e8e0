"""What a command line is made of: figures' names, paths, the options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from magrepro import figures as registry
from magrepro.text import excerpt, suggestion


class FigureName(click.ParamType):  # type: ignore[type-arg]
    """The name of a figure; an unknown one gets a suggestion."""

    name = "figure"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the name if a figure has it."""
        known = registry.names()
        if value not in known:
            hint = suggestion(str(value), known) or "; 'magrepro list' has them"
            self.fail(f"there is no figure {excerpt(str(value))!r}{hint}", param, ctx)
        return str(value)

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:
        """Complete figure names in the shell."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(n) for n in registry.names() if n.startswith(incomplete)]


class NamedPath(click.Path):
    """A path that is not the empty word, which would stand for the working folder."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the path."""
        if value == "":
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)


FIGURE = FigureName()
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1, 256), default=1, help="Processes to use."
)
cluster_option = click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="Dask scheduler that does the work, or its JSON file, in place of processes here.",
)
cost_option = click.option(
    "--allow-cost", is_flag=True, help="Compute what takes longer than a minute, too."
)
config_options = [
    click.option(
        "--config",
        type=NamedPath(path_type=Path, readable=False),
        metavar="FILE",
        help="YAML file of parameters, or a folder of them by name; - reads standard input.",
    ),
    click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="KEY=VALUE",
        help="One parameter, or one part of a range: KEY.start, .stop, .num, .scale.",
    ),
    click.option(
        "--units",
        type=click.Choice(["reduced", "physical"]),
        help="physical: also nanometre, kelvin and tesla of the material, in columns and on axes.",
    ),
    cost_option,
]


def with_configuration(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--config``, ``--set``, ``--units`` and ``--allow-cost`` to a command."""
    for option in reversed(config_options):
        command = option(command)
    return command
