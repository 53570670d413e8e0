"""The ledger: every claim a row with an anchor, to be filtered and searched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from _pages.code import anchor, module_of
from magrepro.claims import Claim, Evaluation
from magrepro.claims.findings import FINDINGS
from magrepro.claims.report import rows, summary

_PAGE = """# What the papers say, computed

Each row holds a statement of a paper in our words, with its place; what the equations give, and a
verdict. Its details say what we test, where a tolerance comes from and, where a statement does not
hold, the authors' strongest defence and why it fails. {summary}.

`magrepro claims` computes this page; `magrepro claims ID` prints one row.

## Findings

```{{raw}} html
{findings}
```

## All claims

```{{raw}} html
{table}
```
"""


def page(found: Sequence[Evaluation]) -> str:
    """Return the page of all claims."""
    return _PAGE.format(
        summary=summary(found),
        findings=_findings({e.claim.id: e for e in found}),
        table=table(found, up="..", filters=True),
    )


def table(found: Sequence[Evaluation], *, up: str, filters: bool = False) -> str:
    """Return claims as a table; ``up`` leads from the page's folder to the site's."""
    names = "id, place", "figure", "verdict", "statement and what is computed"
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    what = ' data-filters="paper figure verdict kind"' if filters else ""
    body = "\n".join(_row(e, up, filters) for e in found)
    return (
        f'<table class="ledger"{what}><thead><tr>{heads}</tr></thead><tbody>\n{body}\n'
        "</tbody></table>"
    )


def _row(e: Evaluation, up: str, anchored: bool) -> str:
    entry = e.claim
    data = {
        "paper": entry.paper,
        "figure": entry.figure or "none",
        "verdict": e.verdict,
        "kind": e.outcome.kind,
    }
    attributes = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    place = f' id="{entry.id}"' if anchored else ""
    name = f'<a href="{up}/ledger/claims.html#{entry.id}"><code>{entry.id}</code></a>'
    cells = (
        ("claim", f"{name}<br>{entry.paper}, {escape(entry.where)}"),
        ("figure", figure_link(entry.figure, up)),
        ("verdict", f"{e.verdict}<br>({e.outcome.kind})"),
        ("statement", _text(e, up)),
    )
    inside = "".join(f'<td data-label="{label}">{cell}</td>' for label, cell in cells)
    return f"<tr{place}{attributes}>{inside}</tr>"


def figure_link(name: str, up: str) -> str:
    """Return a link to a figure's page."""
    return f'<a href="{up}/gallery/{name}.html">{name}</a>' if name else "none"


def _text(e: Evaluation, up: str) -> str:
    told = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>"
        for name, text in rows(e)
        if name not in ("where", "verdict", "computed")
    )
    return (
        f"<p>{escape(e.claim.statement)}</p><p><strong>Computed:</strong> "
        f"{escape(e.outcome.computed)}</p>"
        f"<details><summary>Details of <code>{e.claim.id}</code></summary><dl>{told}"
        f"<dt>see</dt><dd>{'; '.join(_see(e.claim, up))}</dd></dl></details>"
    )


def _see(entry: Claim, up: str) -> list[str]:
    ledger = f"{up}/ledger"
    found = [
        f'<a href="{ledger}/equations.html#eq-{entry.paper}-{number}">Eq. ({number})</a>'
        for number in entry.equations
    ]
    if entry.erratum:
        href = f"{up}/errata.html#{entry.erratum.lower()}"
        found.append(f'<a href="{href}">erratum {entry.erratum}</a>')
    code = f"{ledger}/code/{module_of(entry)}.html#{anchor(entry)}"
    return [*found, f'<a href="{code}">the code that computes it</a>']


def _findings(found: dict[str, Evaluation]) -> str:
    items = "".join(
        f"<li>{escape(finding.text)} "
        + ", ".join(
            f'<a href="#{name}">{name}</a> <em>({found[name].verdict})</em>'
            for name in finding.claims
        )
        + "</li>"
        for finding in FINDINGS
    )
    return f"<ol>{items}</ol>"
