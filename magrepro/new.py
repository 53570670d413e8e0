"""A new figure: its module with working toy content, and whatever else a figure needs."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from magrepro import figures as registry, papers

ROOT = Path(__file__).parent.parent

SKELETON = '''"""{paper}, {figure}: the square of a number, in place of what the figure shows.

Equations: none yet.
Claims: none yet.

What is to be seen, and how: a line that rises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magrepro.dataset import Column, Dataset
from magrepro.figures import {common}_style, _words
{imports}from magrepro.parameters import Axis, FigureParams, Range, assumed, parameter, values
from magrepro.plot import Plot

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of {figure}."""

{material}    x: Axis = parameter(
        Range(start=0.0, stop=1.0, num=11),
        "a number",
        assumed("nothing is known about it"),
        ge=0,
        le=1e6,
    )


COLUMNS = (
    Column("x", "a number", "exact"),
    Column("x_squared", "its square", "elementwise"),
)

# Which column is drawn against which, so that 'magrepro compare' can lay points over the curve.
PLOT = Plot(x="x", y=("x_squared",))


def compute(params: Params) -> Dataset:
    """Return the square of every number."""
    x = values(params.x)
    return Dataset.tidy(COLUMNS, x=x, x_squared=x**2)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw one line."""
    del params
    figure = _style.figure()
    ax = figure.subplots()
    ax.plot(dataset["x"], dataset["x_squared"], color=_style.BLACK)
    ax.set_xlabel(r"$x$")
    ax.set_ylabel(r"$x^2$")
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    return "Over the number the square " + _words.course(dataset["x"], dataset["x_squared"]) + "."
'''

OF_MATERIAL = {
    "common": "_common, ",
    "imports": "from magrepro.material import MaterialChoice\n",
    "material": "    material: MaterialChoice = _common.MATERIAL_IS_NAMED\n",
}
"""What the skeleton holds where the paper's figures take a material."""


class NewError(Exception):
    """A figure that cannot be begun; the message says why."""


def begin(name: str, key: str | None = None) -> list[Path]:
    """Write a new figure's module and all that describes it, and draw it.

    Parameters
    ----------
    name
        A paper's prefix, ``fig``, the number, and the panel's letter if it is one panel; or
        ``beyond_`` and a word.
    key
        Letter of the paper that a study goes beyond; the first paper's unless given.

    Returns
    -------
    list of Path
        The files written, the module first.

    Raises
    ------
    NewError
        If there is such a figure, no paper has figures of that name, this is no checkout, or
        what describes the figures cannot be written.
    """
    paper, figure = _place(name, key)
    readme, module = ROOT / "README.md", ROOT / "magrepro" / "figures" / f"{name}.py"
    if not (ROOT / "configs").is_dir() or not readme.is_file():
        raise NewError("works only in a checkout of the source, and this is an installed package")
    if module.exists():
        raise NewError(f"there is a figure {name} already: {module}")
    _crate()  # before anything is written: it needs a library, and every other figure's files
    module.write_text(_skeleton(paper, figure), encoding="utf-8")
    importlib.invalidate_caches()
    readme.write_text(_with_row(readme.read_text(encoding="utf-8"), name), encoding="utf-8")
    return [module, *_generated(name), readme]


def _skeleton(paper: papers.Paper, figure: str) -> str:
    material = OF_MATERIAL if paper.has_material else dict.fromkeys(OF_MATERIAL, "")
    return SKELETON.format(paper=paper.key, figure=figure, **material)


def _place(name: str, key: str | None) -> tuple[papers.Paper, str]:
    """Return the paper that has a figure of this name, and what the paper calls it."""
    study = re.fullmatch(rf"{papers.STUDIES.figure_prefix}[a-z]+(_[a-z]+)*", name)
    if study:
        return papers.by_key(key or papers.keys()[0]), f"{papers.STUDIES.place} Fig. 1"
    for paper in papers.PAPERS:
        found = re.fullmatch(rf"{paper.figure_prefix}fig([1-9]\d*)([a-z]?)", name)
        if found and key not in (None, paper.key):
            raise NewError(f"{name}: would be a figure of {paper.key}, by its name, not of {key}")
        if found:
            return paper, f"Fig. {found[1]}" + f"({found[2]})" * bool(found[2])
    forms = " or ".join(f"{paper.figure_prefix}fig11" for paper in papers.PAPERS)
    raise NewError(
        f"{name}: a figure is named as in {forms}, a letter behind it for one panel, "
        f"a study as in {papers.STUDIES.figure_prefix}mass"
    )


def _generated(name: str) -> list[Path]:
    """Write what the package knows of the figure once it has a module."""
    from magrepro.bundle import datapackage
    from magrepro.config import configuration
    from magrepro.explain import columns_as_markdown
    from magrepro.output import Job, make
    from magrepro.schema import document

    params = registry.load(name).Params()
    config, columns = ROOT / "configs" / f"{name}.yaml", ROOT / "docs" / "columns.md"
    schema = ROOT / "configs" / "schema" / f"{name}.json"
    schema.parent.mkdir(exist_ok=True)
    schema.write_text(document(name), encoding="utf-8")
    config.write_text(configuration(name, params), encoding="utf-8")
    columns.write_text(columns_as_markdown(), encoding="utf-8")
    paths, _ = make(Job(name, params, ROOT / "figures"))
    described = datapackage.write(ROOT / "figures")
    return [config, schema, *paths, described, columns, *_records(name)]


def _records(name: str) -> list[Path]:
    """Write what archives and checkers read, in which a study is a part of the crate alone."""
    from magrepro.bundle import codecheck, crate

    whole = ROOT / crate.NAME
    whole.write_text(_crate(), encoding="utf-8")
    if papers.is_study(name):
        return [whole]
    paper = papers.of_figure(name)
    manifest = ROOT / "codecheck" / paper.key / codecheck.NAME
    manifest.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_text(codecheck.document(paper), encoding="utf-8")
    return [whole, manifest]


def _crate() -> str:
    """Return the RO-Crate of all figures."""
    from magrepro.bundle import crate

    try:
        return crate.document(ROOT / "figures", registry.names())
    except crate.CrateError as error:
        raise NewError(str(error)) from None


def _with_row(readme: str, name: str) -> str:
    """Return the README with a row for the figure behind that of the figure before it.

    The studies' table is the last one; their first row goes under its head.
    """
    entry = registry.describe(name)
    picture = f'<img src="figures/{name}.png" width="160" alt="{name}">'
    row = f"| `{name}` | {entry.paper}, {entry.figure} | {entry.title} | {picture} |"
    group = [other for other in registry.names() if papers.is_study(other) == papers.is_study(name)]
    before = group[: group.index(name)]
    lines = readme.splitlines()
    marks = tuple(f"| `{other}` |" for other in before) or ("|---|---|---|---|",)
    last = max(number for number, line in enumerate(lines) if line.startswith(marks))
    return "\n".join([*lines[: last + 1], row, *lines[last + 1 :]]) + "\n"
