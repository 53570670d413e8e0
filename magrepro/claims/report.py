"""The ledger in words: a table for the terminal, Markdown for the docs, data for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from magrepro.claims import FAILED, VERDICTS, Claim, Evaluation, sensitivity
from magrepro.config import literal


def totals(evaluations: Iterable[Evaluation]) -> dict[str, int]:
    """Return how many claims got each verdict."""
    count = Counter(evaluation.verdict for evaluation in evaluations)
    return {verdict: count[verdict] for verdict in (*VERDICTS, FAILED) if count[verdict]}


def as_data(evaluations: Sequence[Evaluation]) -> dict[str, Any]:
    """Return the ledger as plain data."""
    claims = [
        {
            "id": e.claim.id,
            "paper": e.claim.paper,
            "where": e.claim.where,
            "statement": e.claim.statement,
            "printed": e.claim.printed,
            "computed": e.computed,
            "verdict": e.verdict,
            "recorded_verdict": e.claim.recorded,
            "kind": e.claim.kind,
            "equations": list(e.claim.equations),
            "figure": e.claim.figure,
            "assumed": list(e.claim.assumed),
        }
        for e in evaluations
    ]
    return {"claims": claims, "totals": totals(evaluations)}


def coverage(claims: Sequence[Claim]) -> dict[str, dict[str, int]]:
    """Return how many claims each section, equation and figure has, paper by paper."""
    sections = Counter(f"{c.paper} {c.section}" for c in claims)
    equations = Counter(f"{c.paper} ({equation})" for c in claims for equation in c.equations)
    figures = Counter(c.figure for c in claims if c.figure)
    return {"section": dict(sections), "equation": dict(equations), "figure": dict(figures)}


def as_table(evaluations: Sequence[Evaluation]) -> str:
    """Return the ledger as a table for the terminal."""
    rows = [("id", "place", "printed", "computed", "verdict")]
    for e in evaluations:
        verdict = f"{e.verdict} (recorded: {e.claim.recorded})" if e.changed else e.verdict
        rows.append((e.claim.id, e.claim.where, e.claim.printed, e.computed, verdict))
    limits = (60, 34, 24, 64, 60)
    widths = [min(limit, max(len(row[i]) for row in rows)) for i, limit in enumerate(limits)]
    lines = [
        "  ".join(_cut(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join([line.rstrip() for line in lines] + ["", summary(evaluations)])


def summary(evaluations: Sequence[Evaluation]) -> str:
    """Return totals by verdict and coverage, a line each."""
    count = totals(evaluations)
    lines = [f"{len(evaluations)} claims: " + ", ".join(f"{n} {v}" for v, n in count.items())]
    for name, covered in coverage([e.claim for e in evaluations]).items():
        lines.append(f"by {name}: " + ", ".join(f"{key} {n}" for key, n in covered.items()))
    return "\n".join(lines)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def as_markdown(evaluations: Sequence[Evaluation]) -> str:
    """Return ``docs/claims.md``."""
    lines = [
        "# What the papers say, computed",
        "",
        "Written by `magrepro claims --markdown`. Each row is a statement of paper P or F in our",
        "words, what is printed, what the equations give, and the verdict. *holds within",
        "rounding*: the computed number rounds to the printed one. *input*: only restates what the",
        "paper puts in, and confirms nothing.",
        "",
    ]
    lines += [f"- {n} {verdict}" for verdict, n in totals(evaluations).items()]
    for paper in ("P", "F"):
        lines += ["", f"## Paper {paper}", ""]
        lines += [
            "| id | place | statement | printed | computed | verdict |",
            "|---|---|---|---|---|---|",
        ]
        for e in evaluations:
            if e.claim.paper == paper:
                verdict = f"**{e.verdict}**" if e.verdict == "does not hold" else e.verdict
                cells = (f"`{e.claim.id}`", e.claim.where, e.claim.statement, e.claim.printed)
                row = [cell.replace("|", r"\|") for cell in (*cells, e.computed, verdict)]
                lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines) + "\n"


def sensitivity_lines(claims: Iterable[Claim]) -> list[str]:
    """Return, for each claim that rests on assumptions, over which of their values it stands."""
    lines = []
    for entry in claims:
        found = sensitivity(entry)
        for parameter in dict.fromkeys(name for name, _, _ in found):
            trials = [(value, e) for name, value, e in found if name == parameter]
            same = [literal(value) for value, e in trials if not e.changed]
            others = [f"{literal(value)}: {e.verdict}" for value, e in trials if e.changed]
            line = f"{entry.id}: {entry.recorded} at {len(same)} of {len(trials)} values of"
            line += f" {parameter}"
            lines.append(line + ("; but at " + "; at ".join(others) if others else ""))
    return lines
