"""What one call of ``magrepro claims`` asks for, and the text that answers it."""

from __future__ import annotations

import difflib
import json
import shutil
from collections.abc import Iterable
from typing import Any

from magrepro import figures
from magrepro.claims import VERDICTS, Claim, Evaluation, all_claims, report, select
from magrepro.claims.document import as_markdown
from magrepro.claims.equations import as_markdown as equations_as_markdown
from magrepro.text import excerpt


class RequestError(ValueError):
    """A request that cannot be answered, with what to say to the user."""


class Request:
    """Claims asked for by id, figure, paper, verdict or text, and the form of the answer.

    Raises
    ------
    RequestError
        If a word, a verdict or the combination of forms means nothing.
    """

    def __init__(
        self,
        words: Iterable[str] = (),
        *,
        paper: str | None = None,
        figure: str | None = None,
        verdict: str | None = None,
        text: str = "",
        as_json: bool = False,
        markdown: bool = False,
        equations: bool = False,
        sensitivity: bool = False,
    ) -> None:
        self._verdict = verdict or ""
        forms = {"json": as_json, "markdown": markdown}
        forms |= {"equations": equations, "sensitivity": sensitivity}
        self._forms = {name for name, wanted in forms.items() if wanted}
        self._check_forms()
        if self._verdict not in ("", *VERDICTS):
            known = ", ".join(VERDICTS)
            raise RequestError(f"there is no verdict {verdict!r}; there are: {known}")
        self._words = tuple(words)
        self._claims = [
            entry
            for entry in _selected(self._words, paper)
            if figure in (None, entry.figure) and report.mentions(entry, text)
        ]
        self.found: list[Evaluation] = []

    def _check_forms(self) -> None:
        if len(self._forms) > 1 and self._forms != {"json", "sensitivity"}:
            raise RequestError(
                "choose one of --json, --markdown, --equations, --sensitivity "
                "(of --sensitivity, --json as well)"
            )

    @property
    def is_list(self) -> bool:
        """Whether the answer is for reading, and may be left out when asked for quiet."""
        return not self._forms

    @property
    def todo(self) -> list[Claim]:
        """The claims that the answer needs evaluated."""
        return [] if self._forms & {"equations", "sensitivity"} else self._claims

    def evaluate(self, every: Iterable[Evaluation]) -> None:
        """Keep those of all evaluations that are asked for."""
        self.found = [e for e in every if self._verdict in ("", e.verdict)]

    def changes(self) -> list[str]:
        """Return a line for each verdict that is not the recorded one."""
        own = [
            f"{e.claim.id}: {_verdicts(e.verdict, e.parts)}, recorded "
            f"{_verdicts(e.claim.recorded, e.claim.recorded_parts)}: {e.outcome.computed}"
            for e in self.found
            if e.changed
        ]
        better = [
            f"{e.claim.id}: {name}: {text}"
            for e in self.found
            if e.better_changed
            for name, text in report.better_rows(e)[:1]
        ]
        return own + better

    def text(self) -> str:
        """Return the answer."""
        if "equations" in self._forms:
            return equations_as_markdown()
        if "sensitivity" in self._forms:
            return self._sensitivity()
        if "json" in self._forms:
            return _json(report.as_data(self.found))
        if "markdown" in self._forms:
            return as_markdown(self.found)
        width = shutil.get_terminal_size().columns
        if self._words and not set(self._words) & set(figures.names()):
            return "\n\n".join(report.as_card(e, width) for e in self.found) + "\n"
        return report.as_table(self.found, width) + "\n"

    def _sensitivity(self) -> str:
        if "json" in self._forms:
            return _json({"sensitivity": report.sensitivity_data(self._claims)})
        width = shutil.get_terminal_size().columns
        return report.sensitivity_table(self._claims, width) + "\n"


def _verdicts(whole: str, parts: tuple[str, ...]) -> str:
    return f"{whole} ({', '.join(parts)})" if parts else whole


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _selected(words: tuple[str, ...], paper: str | None) -> list[Claim]:
    try:
        return select(words, paper)
    except ValueError as error:
        known = [*figures.names(), *(entry.id for entry in all_claims())]
        close = difflib.get_close_matches(str(error), known, n=1, cutoff=0.4)
        hint = f"; did you mean {close[0]}?" if close else ""
        said = f"{excerpt(str(error))}: neither a claim nor a figure{hint}"
        raise RequestError(said) from None
