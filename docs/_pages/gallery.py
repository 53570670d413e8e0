"""The gallery: a line and a page a figure, with its picture, data and everything known about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from _pages.claims import table
from _pages.errata import Erratum
from magrepro import cost, figures, papers
from magrepro.claims import Evaluation
from magrepro.explain import explanation
from magrepro.output import Job, make
from magrepro.parameters import literal

SMALL = 250_000
"""Bytes of a vector picture up to which it is the one that the page shows."""

FILES = "_extra/files"
"""Pictures and data, which go to ``files/`` of the site."""

PATIENCE_S = 3.0
"""Seconds that the figure at another value of an assumed parameter may take."""

Pages = dict[str, str]


def pages(docs: Path, found: Sequence[Evaluation], errata: Sequence[Erratum]) -> Pages:
    """Draw the figures into the folder of files and return the pages about them."""
    folder = docs / FILES
    told = {name: explanation(name) for name in figures.names()}
    made = {"gallery/index.md": _index(told)}
    for name, about in told.items():
        picture = _draw(name, folder)
        claims = [e for e in found if e.claim.figure == name]
        parts = [
            _heading(about, picture),
            _parameters(about),
            _multiples(name, folder),
            _columns(about),
            _claims(claims),
            _equations(name, about),
            _errata(name, errata),
            _commands(name),
        ]
        made[f"gallery/{name}.md"] = "\n".join(part for part in parts if part)
    return made


def _draw(name: str, folder: Path) -> str:
    """Write the figure in every format and return the file name of the picture to show."""
    params = figures.load(name).Params()
    make(Job(name, params, folder, ("png", "pdf", "svg")))
    source = Path(__file__).parents[2] / "configs" / f"{name}.yaml"
    (folder / source.name).write_bytes(source.read_bytes())
    small = (folder / f"{name}.svg").stat().st_size <= SMALL
    return f"{name}.svg" if small else f"{name}.png"


def _index(told: dict[str, dict[str, Any]]) -> str:
    lines = ["# Gallery", "", "Every figure of the papers, recomputed from their equations.", ""]
    for paper in papers.PAPERS:
        lines += [f"## Paper {paper.key}: {paper.title}", ""]
        own = [name for name in figures.of_papers() if papers.of_figure(name) == paper]
        lines += _tiles(told[name] for name in own)
    lines += [f"## {papers.STUDIES.title}", ""]
    lines += _tiles(about for name, about in told.items() if papers.is_study(name))
    listed = "\n".join(told)
    return "\n".join([*lines, "```{toctree}", ":hidden:", "", listed, "```", ""])


def _tiles(found: Iterable[dict[str, Any]]) -> list[str]:
    items = "\n".join(
        f'<li><a href="{about["name"]}.html"><img src="../files/{about["name"]}.png" '
        f'alt="" loading="lazy"><br>{about["figure"]}: {escape(about["title"])}</a></li>'
        for about in found
    )
    return ["```{raw} html", f'<ul class="gallery">{items}</ul>', "```", ""]


def _heading(about: dict[str, Any], picture: str) -> str:
    name = about["name"]
    alt = " ".join(str(about["alt"]).split())
    ends = ("csv", "yaml", "png", "pdf", "svg")
    files = ", ".join(f'<a href="../files/{name}.{end}" download>{end.upper()}</a>' for end in ends)
    return "\n".join(
        [
            f"# {name}: {about['title']}",
            "",
            f"Paper {about['paper']}, {about['figure']}.",
            "",
            "```{raw} html",
            f'<p class="picture"><img src="../files/{picture}" alt="{escape(alt)}"></p>',
            f"<p>Download: {files}</p>",
            "```",
            "",
            about["description"],
            "",
        ]
    )


def _parameters(about: dict[str, Any]) -> str:
    rows = [
        (
            f"`{entry['name']}`",
            f"`{entry['value']}`",
            entry["unit"],
            entry["meaning"],
            entry["source"],
            entry["source_text"],
        )
        for entry in about["parameters"]
    ]
    return _table("Parameters", ("name", "value", "unit", "meaning", "source", "reason"), rows)


def _columns(about: dict[str, Any]) -> str:
    rows = [(f"`{c['name']}`", c["unit"], c["meaning"]) for c in about["columns"]]
    return _table("Columns of the CSV", ("name", "unit", "meaning"), rows)


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"## {title}", "", "| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    lines += ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in rows]
    return "\n".join([*lines, ""])


def _multiples(name: str, folder: Path) -> str:
    """Draw the figure at every plausible value of each parameter that we assumed."""
    params = figures.load(name).Params
    found = []
    for key in params.model_fields:
        source = params.about(key)["source"]
        values = source.plausible if source.kind == "assumed" else ()
        quick = [v for v in values if cost.seconds(name, params(**{key: v})) < PATIENCE_S]
        if quick:
            found.append((key, [_multiple(name, folder, key, v) for v in quick]))
    if not found:
        return ""
    lines = ["## What the assumptions do", ""]
    for key, items in found:
        lines += [f"The figure at other plausible values of `{key}`:", "", "```{raw} html"]
        lines += [f'<ul class="multiples">{"".join(items)}</ul>', "```", ""]
    return "\n".join(lines)


def _multiple(name: str, folder: Path, key: str, value: Any) -> str:
    params = figures.load(name).Params(**{key: value})
    words = f"{key} = {literal(value)}"
    file = f"{name}-{params.digest()}"
    job = Job(name, params, folder / file)
    make(job)
    job.picture("png").rename(folder / f"{file}.png")
    job.csv.unlink()
    job.folder.rmdir()
    return (
        f'<li><figure><img src="../files/{file}.png" alt="{name} with {escape(words)}" '
        f'loading="lazy"><figcaption><code>{escape(words)}</code></figcaption></figure></li>'
    )


def _claims(found: Sequence[Evaluation]) -> str:
    if not found:
        return ""
    return "\n".join(["## Claims", "", "```{raw} html", table(found, up=".."), "```", ""])


def _equations(name: str, about: dict[str, Any]) -> str:
    del name
    if not about["equations"]:
        return ""
    numbers = [word.strip(" ()") for word in about["equations"].split(",")]
    links = ", ".join(
        f"[({number})](../ledger/equations.html#eq-{about['paper']}-{number})" for number in numbers
    )
    return f"## Equations\n\n{links}\n"


def _errata(name: str, errata: Sequence[Erratum]) -> str:
    own = [erratum for erratum in errata if name in erratum.figures]
    lines = [f"- [{e.number}](../errata.md#{e.number.lower()}), {e.place}" for e in own]
    return "\n".join(["## Errata that touch it", "", *lines, ""]) if own else ""


def _commands(name: str) -> str:
    return f"""## Commands

```sh
magrepro run {name}       # make it
magrepro check {name}     # compare the committed numbers with what is computed
magrepro claims {name}    # the statements about it
magrepro explain {name}   # this page, on a terminal
```
"""
