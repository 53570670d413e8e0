"""Where a figure's files go, how they get there whole, and what is written inside a picture."""

from __future__ import annotations

import hashlib
import io
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from magrepro import __version__
from magrepro import figures as registry
from magrepro.dataset import DatasetError, compare, read_csv
from magrepro.figures import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from magrepro.parameters import FigureParams

PAPER_FOLDER = Path("figures")
FORMATS = ("png", "pdf", "svg")


class OutputError(Exception):
    """Files that cannot be written; the message says which and why."""


@dataclass(frozen=True)
class Job:
    """One figure to make: its parameters, the folder its files go to, and the formats."""

    name: str
    params: FigureParams
    folder: Path
    formats: tuple[str, ...] = ("png",)

    def paths(self) -> list[Path]:
        """Return the files that the job writes: the CSV first."""
        return [self.folder / f"{self.name}.{end}" for end in ("csv", *self.formats)]


def folder_for(name: str, params: FigureParams, out: Path | None) -> Path:
    """Return the folder of a figure's files: the paper's own folder for its parameters only.

    Raises
    ------
    OutputError
        If other parameters would overwrite the paper's files.
    """
    if params.is_paper:
        return out or PAPER_FOLDER
    if out is None:
        return PAPER_FOLDER / "custom" / f"{name}-{params.digest()}"
    folder = out.resolve()
    beside_configurations = (folder.parent / "configs" / f"{name}.yaml").is_file()
    if folder == PAPER_FOLDER.resolve() or (folder.name == "figures" and beside_configurations):
        raise OutputError(
            f"--out {out}: holds the paper's figures, and {name} has other parameters; "
            "give another folder or leave --out away"
        )
    return out


def make(job: Job) -> list[Path]:
    """Compute and draw a figure and write its files, all of them or none.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    OutputError
        If a file cannot be written; files that were there before are left as they were.
    """
    module = registry.load(job.name)
    dataset = module.compute(job.params)
    csv = dataset.to_csv().encode()
    contents = [csv]
    if job.formats:
        drawing = module.draw(dataset, job.params)
        contents += [picture(drawing, end, job, csv) for end in job.formats]
    write_together(dict(zip(job.paths(), contents, strict=True)))
    return job.paths()


def picture(drawing: Figure, end: str, job: Job, csv: bytes) -> bytes:
    """Return a picture's bytes, the same from run to run, with what produced it inside."""
    buffer = io.BytesIO()
    with style.context():
        drawing.savefig(buffer, format=end, metadata=_metadata(end, job, csv))
    return buffer.getvalue()


def _metadata(end: str, job: Job, csv: bytes) -> dict[str, Any]:
    entry = registry.describe(job.name)
    title = f"{job.name}: {entry.title}"
    software = f"magrepro {__version__}"
    data = f"{job.name}.csv sha256 {hashlib.sha256(csv).hexdigest()}"
    values = job.params.as_json()
    if end == "png":
        return {"Title": title, "Software": software, "Parameters": values, "Data": data}
    if end == "pdf":
        subject = {"Subject": data, "Keywords": values, "CreationDate": None}
        return {"Title": title, "Creator": software, **subject}
    return {"Title": title, "Creator": software, "Source": data, "Keywords": values, "Date": None}


def write_together(contents: dict[Path, bytes]) -> None:
    """Write several files so that a killed or failing run leaves the old ones whole.

    Each is written to a temporary file in its own folder; when all are on the disk they are
    renamed into place.
    """
    temporaries: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(f"{path.name} is a folder")
            temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
            temporaries[path] = temporary
            with temporary.open("xb") as file:
                file.write(content)
        for path, temporary in temporaries.items():
            temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        for temporary in temporaries.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def verify(job: Job) -> str | None:
    """Recompute a figure and compare it with the CSV in the job's folder.

    Returns
    -------
    str or None
        What differs, or None if nothing does.
    """
    module = registry.load(job.name)
    try:
        reference = read_csv(job.paths()[0], module.COLUMNS)
    except DatasetError as error:
        return str(error)
    return compare(module.compute(job.params), reference)
