"""What is explored: a figure at some settings, and all that can be made of it."""

from __future__ import annotations

import io
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from magrepro import cost, figures as registry, output
from magrepro.claims import Evaluation, evaluated, select
from magrepro.config import ConfigError, configuration, parameters
from magrepro.explorer.controls import coarse
from magrepro.parameters import FigureParams

PATIENCE_S = 5.0
"""Seconds that a picture may take while somebody waits for it."""

DRAG_DPI = 110
FULL_DPI = 220


@dataclass(frozen=True)
class State:
    """A figure and the settings, as after ``--set``, that differ from the paper's."""

    name: str
    settings: tuple[tuple[str, str], ...] = ()

    def params(self) -> FigureParams:
        """Return the parameters.

        Raises
        ------
        ConfigError
            If a value is refused, or would take too long.
        """
        words = [f"{key}={value}" for key, value in self.settings]
        params = parameters(registry.load(self.name).Params, settings=words)
        estimate = cost.seconds(self.name, params)
        if estimate > PATIENCE_S:
            told = cost.in_words(estimate)
            raise ConfigError(f"would take about {told}: give fewer points, or use the command")
        return params

    def command(self) -> str:
        """Return the command line that makes the same."""
        words = [f"--set {shlex.quote(f'{key}={value}')}" for key, value in self.settings]
        return " ".join(["magrepro run", self.name, *words])

    def picture(self, *, quick: bool = False) -> bytes:
        """Return the figure as PNG for the screen; on fewer points while one drags."""
        module, params = registry.load(self.name), self.params()
        shown = coarse(params) if quick else params
        drawing = module.draw(module.compute(shown), shown)
        buffer = io.BytesIO()
        drawing.savefig(buffer, format="png", dpi=DRAG_DPI if quick else FULL_DPI)
        return buffer.getvalue()

    def file(self, end: str) -> bytes:
        """Return what ``magrepro run`` would write: csv, yaml, png, pdf or svg."""
        params = self.params()
        if end == "yaml":
            return configuration(self.name, params).encode()
        module = registry.load(self.name)
        dataset = module.compute(params)
        csv = b"".join(dataset.csv())
        if end == "csv":
            return csv
        job = output.Job(self.name, params, Path(), (end,))
        return output.picture(module.draw(dataset, params), end, job, csv)


def claims_about(state: State, known: dict[Any, Evaluation]) -> list[Evaluation]:
    """Evaluate the claims about a figure with its values of what they assume.

    Most take few parameters: those evaluated before are taken from ``known``, which is added to.
    """
    params, found = state.params(), []
    for entry in select([state.name]):
        own = {
            key: getattr(params, key) for key, name in entry.assumed.items() if name == state.name
        }
        place = (entry.id, repr(own))
        if place not in known:
            known[place] = evaluated(entry, **own)
        found.append(known[place])
    return found


def as_html(found: list[Evaluation]) -> str:
    """Return claims as a table; a verdict that is not the one at the paper's values is marked."""
    rows = "".join(
        f"<tr><td><strong>{e.verdict}</strong>{_changed(e)}</td>"
        f"<td>{escape(e.claim.statement)}<br><em>{escape(e.outcome.computed)}</em></td></tr>"
        for e in found
    )
    return f"<table><tbody>{rows}</tbody></table>" if found else "<p>No claims.</p>"


def _changed(e: Evaluation) -> str:
    return f"<br>at the paper's values: {e.claim.recorded}" if e.changed else ""


def settings(
    values: Mapping[str, Any], originals: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """Return the controls' values that are not the paper's, as words after ``--set``."""
    return tuple((key, str(value)) for key, value in values.items() if value != originals[key])
