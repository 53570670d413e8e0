"""``docs/claims.md``: the findings that matter, then a card a claim, by paper and figure."""

from __future__ import annotations

from collections.abc import Sequence

from magrepro import papers
from magrepro.claims import Claim, Evaluation
from magrepro.claims.findings import FINDINGS
from magrepro.claims.report import by_figure, paper_title, rows, see, summary, title_of

_OPENING = """# What the papers say, computed

Written by `magrepro claims --markdown`. Each card holds a statement of paper P or F, in our words,
with its place; what we test, and where a tolerance comes from; what the equations give; the
verdict; and, where a statement does not hold, the authors' strongest defence and why it fails.
*holds within rounding*: the computed number rounds to the printed one. *holds qualitatively*: the
threshold is ours. *two readings*: the sentence can be read in two ways, with different verdicts.
*input*: only restates what the paper puts in. *our remark*: not stated by the paper, and not
counted. A margin is the factor between the number that decides and its threshold. *proved*: what of
it `magrepro certify --claims` proves by ball arithmetic ([certificates.md](certificates.md)).
"""


def as_markdown(evaluations: Sequence[Evaluation]) -> str:
    """Return ``docs/claims.md``."""
    lines = [_OPENING, f"{summary(evaluations)}.", "", "## Ten findings", ""]
    found = {e.claim.id: e for e in evaluations}
    for place, finding in enumerate(FINDINGS, start=1):
        lines.append(f"{place}. {finding.text}")
        lines += [
            f"   - [`{name}`](#{name}), *{found[name].verdict}*: {escaped(found[name])}"
            for name in finding.claims
            if name in found
        ]
    for paper in papers.PAPERS:
        own = [e for e in evaluations if e.claim.paper == paper.key]
        lines += ["", f"## {paper_title(paper.key)}", ""]
        lines += [f"{paper.authors}, {paper.published}. {summary(own)}."]
        for name, group in by_figure(own):
            lines += ["", f"### {title_of(name) if name else 'About no figure'}"]
            for e in group:
                lines += ["", *card(e)]
    return "\n".join(lines) + "\n"


def escaped(e: Evaluation) -> str:
    """Return what was computed, for Markdown."""
    return _plain(e.outcome.computed)


def _plain(text: str) -> str:
    for sign in "*_<|":
        text = text.replace(sign, f"\\{sign}")
    return text


def card(e: Evaluation) -> list[str]:
    """Return one claim's card."""
    entry = e.claim
    lines = [f'<a id="{entry.id}"></a>', f"#### `{entry.id}`: {e.verdict}", ""]
    lines += [f"> {_plain(entry.statement)}", ""]
    lines += [f"- **{name}**: {_plain(text)}" for name, text in rows(e) if name != "verdict"]
    return [*lines, f"- **see**: {'; '.join(links(entry))}"]


def links(entry: Claim) -> list[str]:
    """Return links to a claim's figure, equations, erratum and function."""
    file, _ = entry.source
    found = [f"[{entry.figure}](../figures/{entry.figure}.png)"] if entry.figure else []
    if entry.equations:
        numbers = ", ".join(f"({number})" for number in entry.equations)
        found.append(f"[Eqs. {numbers}](equations.md)")
    if entry.erratum:
        found.append(f"[erratum {entry.erratum}]({see(entry)['erratum'].removeprefix('docs/')})")
    return [*found, f"[`{entry.function.__name__}`](../{file})"]
