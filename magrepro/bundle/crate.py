"""``ro-crate-metadata.json``: the files, what made them from what, and the papers behind them.

RO-Crate 1.1, https://w3id.org/ro/crate/1.1, by the library `rocrate`.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from magrepro import __date__, __version__, figures as registry, papers
from magrepro.bundle import datapackage
from magrepro.picture import PictureError, read

NAME = "ro-crate-metadata.json"
_ORDER = (NAME, "./")
_ENCODINGS = {".csv": "text/csv", ".png": "image/png", ".yaml": "application/yaml"}


class CrateError(Exception):
    """A crate that cannot be written; the message says why."""


def document(figures: Path, names: list[str]) -> str:
    """Return the RO-Crate metadata of the folder that holds a folder of figures and ``configs/``.

    Parameters
    ----------
    figures
        The folder of figures.
    names
        Figures to describe.

    Raises
    ------
    CrateError
        If the library or a file is missing, or a picture is not of the CSV beside it.
    """
    crate = _empty_crate()
    software = _software(crate)
    whose = {name: registry.paper_of(name) for name in names}
    articles = {paper: _article(crate, paper) for paper in dict.fromkeys(whose.values())}
    crate.root_dataset["citation"] = list(articles.values())
    for name in names:
        try:
            _add_figure(crate, figures, name, software, articles[whose[name]])
        except (PictureError, FileNotFoundError) as error:
            said = f"{error.filename}: missing" if isinstance(error, OSError) else f"{error}"
            raise CrateError(f"{said}; 'magrepro run {name}' makes its files") from None
    described = figures / datapackage.NAME
    if described.is_file():
        told = {"name": "columns and hashes of the CSVs", "encodingFormat": "application/json"}
        standard = {"conformsTo": {"@id": "https://datapackage.org"}}
        _add_file(crate, figures.parent, described, told | standard)
    return _written(crate.metadata.generate())


def _empty_crate() -> Any:
    try:
        from rocrate.rocrate import ROCrate
    except ImportError:
        raise CrateError(
            "an RO-Crate needs rocrate; install it with: pip install 'magrepro[bundle]'"
        ) from None
    crate = ROCrate(version="1.1")
    crate.metadata.extra_terms["sha256"] = "https://schema.org/sha256"
    crate.name = "Figures of theory papers on unexpected magnetism, recomputed"
    crate.description = "Numbers, pictures and configurations of each figure, made by magrepro."
    crate.datePublished = __date__
    crate.license = datapackage.LICENCE["path"]
    return crate


def _add(crate: Any, identifier: str, kind: str, **told: Any) -> Any:
    from rocrate.model.contextentity import ContextEntity

    return crate.add(ContextEntity(crate, identifier, properties={"@type": kind} | told))


def _software(crate: Any) -> Any:
    return _add(
        crate,
        "#magrepro",
        "SoftwareApplication",
        name="magrepro",
        softwareVersion=__version__,
        description="Computes every figure from the papers' equations.",
    )


def _article(crate: Any, paper: papers.Paper) -> Any:
    authors = [
        _add(crate, f"#{name.replace(' ', '_')}", "Person", name=name)
        for name in re.split(r", | and ", paper.authors)
    ]
    address = f"https://doi.org/{paper.doi}"
    article = _add(crate, address, "ScholarlyArticle", name=paper.title, headline=paper.published)
    article["author"] = authors
    return article


def _add_figure(crate: Any, figures: Path, name: str, software: Any, article: Any) -> None:
    """Add the files of a figure and the run that made them."""
    entry, root = registry.describe(name), figures.parent
    csv, picture = (figures / f"{name}.{end}" for end in ("csv", "png"))
    title = f"{entry.paper}, {entry.figure}: {entry.title}"
    based = {"isBasedOn": {"@id": article.id}}
    config = root / "configs" / f"{name}.yaml"
    used = _add_file(crate, root, config, {"name": f"parameters of {title}"})
    said = read(picture)
    if said.of_csv_beside() is False:
        raise PictureError(f"{picture}: drawn from other numbers than {csv.name} beside it")
    told = {"name": title, "description": said.words} | based
    made = [
        _add_file(crate, root, csv, {"name": title} | based),
        _add_file(crate, root, picture, told),
    ]
    run = _add(crate, f"#run-{name}", "CreateAction", name=f"magrepro run {name}")
    run["instrument"], run["object"], run["result"] = software, used, made


def _add_file(crate: Any, root: Path, path: Path, told: dict[str, Any]) -> Any:
    content = path.read_bytes()
    size = {"contentSize": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    kind = {"encodingFormat": _ENCODINGS[path.suffix]} if path.suffix in _ENCODINGS else {}
    place = path.relative_to(root).as_posix()
    return crate.add_file(dest_path=place, properties=kind | told | size)


def _written(found: dict[str, Any]) -> str:
    """Return JSON-LD in one order, whatever that of the library is."""

    def place(entity: dict[str, Any]) -> tuple[int, str]:
        named = entity["@id"]
        return (_ORDER.index(named) if named in _ORDER else len(_ORDER)), named

    ordered = found | {"@graph": sorted(found["@graph"], key=place)}
    return json.dumps(ordered, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
