"""The command line: where it begins, and with which code it ends. No physics and no numbers.

Exit codes: 0 fine, 1 internal, 2 usage or configuration, 3 data differ, 4 a claim's
verdict changed, 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

import click

from magrepro import __version__, commands, figures as registry, streams
from magrepro.jobs import Fault
from magrepro.streams import say
from magrepro.text import excerpt, suggestion

HELP = """\
Recompute every figure of theory papers on unexpected magnetism.

\b
magrepro list                       what there is
magrepro run fig5b                  figures/fig5b.png and .csv
magrepro run fig5b --set d_over_a=4 another parameter, another folder
magrepro check                      are the committed data what is computed?
magrepro claims                     do the papers' statements follow?
"""


class Commands(click.Group):
    """The commands; a figure's name in place of one gets the command that makes it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return commands.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        return commands.load(cmd_name) if cmd_name in commands.names() else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command that the first word names."""
        word = args[0]
        if word not in commands.names() and not word.startswith("-"):
            run = word in registry.names()
            hint = f"; did you mean 'magrepro run {word}'?" if run else ""
            hint = hint or suggestion(word, commands.names())
            ctx.fail(f"No such command {excerpt(word)!r}{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    help=HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="magrepro")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Prepare what every command needs."""
    # One thread a process: the numbers then do not depend on the machine's number of cores.
    for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    # Pictures are saved and never shown, whatever the user shows other pictures with.
    os.environ["MPLBACKEND"] = "agg"
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


_ALLOCATED = 100_000
"""New objects after which cycles are looked for. With Python's 700 that took a fourteenth of
``run --all``, most of it spent on modules, which stay; a picture leaves some twenty thousand.
"""


def main() -> None:
    """Run the command line and exit with the code that says how it ended."""
    code: Any = 1
    gc.set_threshold(_ALLOCATED)
    try:
        streams.prepare()
        code = cli(prog_name="magrepro", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        code = error.code if isinstance(error, Fault) else 2
        _tell_error(" ".join(error.format_message().split()), getattr(error, "ctx", None))
    except (click.Abort, KeyboardInterrupt):
        say("interrupted", err=True)
        code = 130
    except SystemExit:
        # The reader of our output has gone, which click answers with an exit.
        code = 0
    except ImportError as error:
        _tell_error(f"cannot be loaded: {error}")
    except OSError as error:
        _tell_error(f"{streams.place_of(error)}{error.strerror or error}")
        code = 2
    gc.freeze()  # or Python, at its end, looks for cycles among all that is left
    sys.exit(code if isinstance(code, int) else 0)


def _tell_error(message: str, ctx: click.Context | None = None) -> None:
    hint = f" (see '{ctx.command_path} --help')" if ctx else ""
    say(f"Error: {excerpt(message, 600)}{hint}", err=True)
