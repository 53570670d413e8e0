"""A folder for one paper that stands by itself: for an archive, or for a codechecker."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from magrepro import __version__, figures as registry
from magrepro.bundle import codecheck, crate, datapackage
from magrepro.config import configuration
from magrepro.output import PAPER_FOLDER, Job, pictures_of_other_data
from magrepro.papers import Paper
from magrepro.schema import document as schema

_README = """\
# {title}

{authors}, {published}, https://doi.org/{doi}

Each figure as numbers (CSV), picture (PNG) and parameters (YAML). All of `figures/` is made anew by

```sh
pip install magrepro=={version}
magrepro run {figures} --config configs --out anew
```

and compared with what is here, number by number, by

```sh
magrepro check {figures}
```
"""


class BundleError(Exception):
    """A bundle that cannot be made; the message says why."""


def assemble(paper: Paper, figures: Path, out: Path) -> list[Path]:
    """Write a paper's bundle into a new folder, whole or not at all.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    BundleError
        If figures are missing or torn, or the folder cannot be made.
    crate.CrateError
        If rocrate is missing.
    """
    sources = [_whole(name, figures) for name in codecheck.names_of(paper)]
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BundleError(f"{out}: not an empty folder; give a new one")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as temporary:
            built = Path(temporary) / "bundle"
            _fill(built, paper, sources)
            with suppress(FileNotFoundError):
                out.rmdir()
            built.rename(out)
    except OSError as error:
        raise BundleError(f"{out}: cannot be written: {error.strerror or error}") from error
    return sorted(path for path in out.rglob("*") if path.is_file())


def _whole(name: str, figures: Path) -> Job:
    """Return a figure whose CSV and picture are there and belong together."""
    job = Job(name, registry.load(name).Params(), figures)
    for path in (job.csv, job.picture("png")):
        if not path.is_file():
            raise BundleError(f"{path}: missing; 'magrepro run {name}' makes it")
    if pictures_of_other_data(job.csv):
        raise BundleError(
            f"{job.csv}: not what its picture shows; 'magrepro run {name}' makes both"
        )
    return job


def _fill(built: Path, paper: Paper, jobs: list[Job]) -> None:
    for folder in ("codecheck", "configs/schema", "figures"):
        (built / folder).mkdir(parents=True)
    for job in jobs:
        for path in (job.csv, job.picture("png")):
            shutil.copyfile(path, built / PAPER_FOLDER / path.name)
    for place, text in _texts(paper, jobs).items():
        (built / place).write_text(text, encoding="utf-8")
    datapackage.write(built / PAPER_FOLDER)
    said = crate.document(built / PAPER_FOLDER, [job.name for job in jobs])
    (built / crate.NAME).write_text(said, encoding="utf-8")


def _texts(paper: Paper, jobs: list[Job]) -> dict[str, str]:
    """Return the files that say what belongs to the figures, by their places."""
    about = {key: getattr(paper, key) for key in ("title", "authors", "published", "doi")}
    figures = " ".join(job.name for job in jobs)
    texts = {f"configs/{job.name}.yaml": configuration(job.name, job.params) for job in jobs}
    texts |= {f"configs/schema/{job.name}.json": schema(job.name) for job in jobs}
    return texts | {
        "README.md": _README.format(version=__version__, figures=figures, **about),
        "LICENSE": _licence(),
        "requirements.txt": f"magrepro=={__version__}\n",
        "codecheck/README.md": "What is made during a check goes here, the report too.\n",
        codecheck.NAME: codecheck.document(paper),
    }


def _licence() -> str:
    """Return the licence, from the checkout or from what was installed."""
    root = Path(__file__).parent.parent.parent
    if (root / "pyproject.toml").is_file():
        return (root / "LICENSE").read_text(encoding="utf-8")
    found = metadata.distribution("magrepro").read_text("licenses/LICENSE")
    return found or f"{datapackage.LICENCE['title']}: {datapackage.LICENCE['path']}\n"
