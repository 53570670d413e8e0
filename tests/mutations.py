"""Wrong physics, by name: one factor, exponent or sign in one function, wherever it is used."""

from __future__ import annotations

import functools
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

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


class Case(NamedTuple):
    """Wrong physics and the claims whose verdicts it changes."""

    name: str
    mutations: tuple[Mutation, ...]
    ids: str


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
        signature = inspect.signature(function)

        def mutant(*args: Any, **kwargs: Any) -> Any:
            bound = signature.bind(*args, **kwargs)
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
    return [m for name, m in list(sys.modules.items()) if name.startswith("magrepro")]


ZEROS = "magrepro.core.orbital.bessel"
UNDER_ZEROS = (ZEROS, "magrepro.core.double_double", "magrepro.core.arrays")
"""All that the zeros of Bessel functions depend on; most wrong physics leaves them."""

REMEMBERING = type(functools.lru_cache(lambda: None))


def clear_caches(changed: str) -> None:
    """Forget what functions of the package remember and a change of a module may change."""
    every = changed in UNDER_ZEROS
    for module in modules():
        for value in vars(module).values():
            if isinstance(value, REMEMBERING) and (every or value.__module__ != ZEROS):
                value.cache_clear()


@contextmanager
def applied(mutation: Mutation) -> Iterator[None]:
    """Put the mutant wherever the package has imported the original, and take it away again."""
    module_name, _, name = mutation.target.rpartition(".")
    core = "core." * (module_name.split(".")[0] in WINGS)
    module = f"magrepro.{core}{module_name}"
    original = getattr(importlib.import_module(module), name)
    mutant = mutation.change(original)
    clear_caches(module)
    _exchange(original, mutant)
    try:
        yield
    finally:
        # Also in modules that were imported meanwhile.
        _exchange(mutant, original)
        clear_caches(module)


def _exchange(old: Any, new: Any) -> None:
    places = [(m, key) for m in modules() for key, value in vars(m).items() if value is old]
    for module, key in places:
        setattr(module, key, new)
