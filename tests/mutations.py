"""Wrong physics, by name: one factor, exponent or sign in one function, wherever it is used."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from magrepro.papers import PAPERS

Change = Callable[[Any], Any]
NUMBERS = (int, float, tuple, list)


@dataclass(frozen=True)
class Mutation:
    """Another function, or another constant, in the place of one of the package's."""

    target: str
    """Module and name below ``magrepro``."""
    change: Change


def times(factor: float) -> Change:
    """Multiply what a function returns."""
    return result(lambda value: factor * value)


def result(of: Change) -> Change:
    """Change what a function returns."""

    def change(function: Any) -> Any:
        return lambda *args, **kwargs: of(function(*args, **kwargs))

    return change


def argument(name: str, of: Change) -> Change:
    """Change one argument of a function, given or not."""

    def change(function: Any) -> Any:
        def mutant(*args: Any, **kwargs: Any) -> Any:
            bound = inspect.signature(function).bind(*args, **kwargs)
            bound.apply_defaults()
            value = bound.arguments[name]
            bound.arguments[name] = of(np.asarray(value) if isinstance(value, NUMBERS) else value)
            return function(*bound.args, **bound.kwargs)

        return mutant

    return change


WINGS = tuple(paper.wing for paper in PAPERS)
"""First words of targets that stand for those of `magrepro.core`."""


def modules() -> list[Any]:
    """Return every module of the package that is loaded."""
    return [m for name, m in sorted(sys.modules.items()) if name.split(".")[0] == "magrepro"]


def clear_caches() -> None:
    """Forget what any function of the package remembers."""
    for module in modules():
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@contextmanager
def applied(mutation: Mutation) -> Iterator[None]:
    """Put the mutant wherever the package has imported the original, and take it away again."""
    module_name, _, name = mutation.target.rpartition(".")
    core = "core." * (module_name.split(".")[0] in WINGS)
    original = getattr(importlib.import_module(f"magrepro.{core}{module_name}"), name)
    mutant = mutation.change(original)
    clear_caches()
    _exchange(original, mutant)
    try:
        yield
    finally:
        # Also in modules that were imported meanwhile.
        _exchange(mutant, original)
        clear_caches()


def _exchange(old: Any, new: Any) -> None:
    places = [(m, key) for m in modules() for key, value in vars(m).items() if value is old]
    for module, key in places:
        setattr(module, key, new)
