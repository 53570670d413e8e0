"""What most commands need, imported and used once by the process that others are forked from."""

import importlib
import io

import pytest  # noqa: F401

from tests.drawings import drawn

for name in ("commands.check", "commands.run", "config", "output", "figures.fig5b", "sweep.pieces"):
    importlib.import_module(f"magrepro.{name}")
drawn("fig9").savefig(io.BytesIO())
