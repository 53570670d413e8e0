"""The commands: every module here is one, found by its name; parse, call, write.

A command's module holds ``command``. It is imported when it is called, or when help lists it.
"""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path

import click

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Return the names of all commands."""
    return sorted(path.stem for path in FOLDER.glob("[!_]*.py"))


def load(name: str) -> click.Command:
    """Import a command."""
    command: click.Command = importlib.import_module(f"{__name__}.{name}").command
    if sys.flags.optimize > 1:
        command.help = _help(name)
    return command


def _help(name: str) -> str | None:
    """Read a command's help from the source where Python was told to drop docstrings."""
    source = FOLDER.joinpath(f"{name}.py").read_text(encoding="utf-8")
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return next(ast.get_docstring(node) for node in functions if node.name == "command")
