"""Where a figure's files go, how they get there whole, and what is written inside a picture."""

from __future__ import annotations

import hashlib
import io
import re
import secrets
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from magrepro import __version__, figures as registry, physical, recorded
from magrepro.dataset import DatasetError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from magrepro.dataset import Dataset
    from magrepro.parameters import FigureParams

PAPER_FOLDER = recorded.FIGURES
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
    configuration: tuple[Path, str] | None = None
    """The file that is to hold the parameters as YAML, and its text."""
    suffix: str = ""
    """What follows the figure's name in those of the files."""
    record: bool = False
    """Whether data that are recorded are computed all the same."""

    @property
    def is_redrawn(self) -> bool:
        """Whether the data are those recorded, not computed."""
        return not self.record and self.params.is_paper and recorded.sample(self.name) is not None

    @property
    def csv(self) -> Path:
        """The file of the numbers."""
        return self.folder / f"{self.name}{self.suffix}.csv"

    def picture(self, end: str) -> Path:
        """Return the file of the picture in a format."""
        return self.csv.with_suffix(f".{end}")

    def paths(self) -> list[Path]:
        """Return the files that the job writes: the CSV first."""
        others = [self.configuration[0]] if self.configuration else []
        return [self.csv, *map(self.picture, self.formats), *others]


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


def computed(job: Job) -> Dataset:
    """Return a figure's numbers: computed, in physical units too if asked for, or those recorded.

    Raises
    ------
    OutputError
        If they are recorded and cannot be read.
    """
    if job.is_redrawn:
        try:
            return recorded.data(job.name)
        except DatasetError as error:
            raise OutputError(f"{error}; 'magrepro run {job.name} --record' computes it") from None
    return physical.beside(registry.load(job.name).compute(job.params), job.params)


def make(job: Job, dataset: Dataset | None = None) -> tuple[list[Path], int]:
    """Compute and draw a figure and write its files, all of them or none.

    Parameters
    ----------
    job
        What to make.
    dataset
        Its numbers, if they are computed already.

    Returns
    -------
    list of Path, int
        The files written, and the number of points without an answer.

    Raises
    ------
    OutputError
        If a file cannot be written; files that were there before are left as they were.
    """
    dataset = computed(job) if dataset is None else dataset
    write(job, dataset)
    return job.paths(), dataset.unanswered


def write(job: Job, dataset: Dataset, drawn: Callable[[], Figure] | None = None) -> None:
    """Draw a figure's numbers and write its files, all of them or none.

    Parameters
    ----------
    job, dataset
        What to write.
    drawn
        What to draw in place of the figure.

    Raises
    ------
    OutputError
        If a file cannot be written; files that were there before are left as they were.
    """
    with Together(job.folder, job.csv.stem) as files:
        data = files.write(job.csv, dataset.csv())
        if job.formats:
            drawing = drawn() if drawn else registry.load(job.name).draw(dataset, job.params)
            words = "" if drawn else registry.alt(job.name, dataset, job.params)
            for end in job.formats:
                files.write(job.picture(end), [_saved(drawing, end, job, data, words)])
        if job.configuration:
            path, text = job.configuration
            files.write(path, [text.encode()])


def picture(drawing: Figure, end: str, job: Job, csv: bytes, alt: str = "") -> bytes:
    """Return a picture's bytes, the same from run to run, with what produced it inside."""
    return _saved(drawing, end, job, hashlib.sha256(csv).hexdigest(), alt)


def _saved(drawing: Figure, end: str, job: Job, data: str, alt: str) -> bytes:
    buffer = io.BytesIO()
    drawing.savefig(buffer, format=end, metadata=_metadata(end, job, data, alt))
    return _described(buffer.getvalue(), alt) if end == "svg" and alt else buffer.getvalue()


def _metadata(end: str, job: Job, sha256: str, alt: str) -> dict[str, Any]:
    entry = registry.describe(job.name)
    title = f"{job.name}: {entry.title}"
    software = f"magrepro {__version__}"
    data = f"{job.csv.name} sha256 {sha256}"
    values = job.params.as_json()
    told = {"Description": alt} if alt else {}
    if end == "png":
        made = {"Software": software, "Parameters": values, "Data": data}
        return {"Title": title} | made | told
    made = {"Title": title, "Creator": software, "Keywords": values}
    if end == "pdf":
        return made | {"Subject": f"{data}. {alt}".rstrip(". "), "CreationDate": None}
    return made | {"Source": data, "Date": None} | told


def _described(svg: bytes, alt: str) -> bytes:
    """Return an SVG with its alternative text where screen readers look for it."""
    before, close, after = svg.partition(b"</title>\n")
    before = before.replace(b"<svg ", b'<svg role="img" ', 1)
    return before + close + f" <desc>{escape(alt, quote=False)}</desc>\n".encode() + after


def pictures_of_other_data(csv: Path) -> list[Path]:
    """Return the pictures beside a CSV that say they were drawn from another one.

    A run that was killed between two renames leaves such a pair, and so does a run that renews the
    CSV and not every picture.
    """
    named = re.compile(rf"{re.escape(csv.name)} sha256 ([0-9a-f]{{64}})".encode())
    with csv.open("rb") as file:
        data = hashlib.file_digest(file, "sha256").hexdigest().encode()
    beside = [csv.with_suffix(f".{end}") for end in FORMATS]
    found = {path: named.search(path.read_bytes()) for path in beside if path.is_file()}
    return [path for path, source in found.items() if source and source.group(1) != data]


class Together:
    """Several files of one figure, written so that a killed or failing run leaves the old ones.

    Each is written to a temporary file in its own folder; when all are there they are renamed into
    place, the first one written last: once the CSV is new, all are. The pictures hold the CSV's
    hash, so that `pictures_of_other_data` tells a pair that was torn between two renames. Temporary
    files that a killed run of the same figure left are removed.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._temporaries: dict[Path, Path] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with suppress(OSError):
            for left in self._folder.glob(f".{self._name}.*.tmp"):
                _remove_if_left(left)
        return self

    def write(self, path: Path, pieces: Iterable[bytes]) -> str:
        """Write one file, still under its temporary name.

        Returns
        -------
        str
            The SHA-256 of the content, in hexadecimal.
        """
        digest = hashlib.sha256()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(f"{path.name} is a folder")
            temporary = path.with_name(f".{self._name}.{path.name}.{secrets.token_hex(4)}.tmp")
            self._temporaries[path] = temporary
            file = self._open.enter_context(temporary.open("xb"))
            _lock(file)
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
            file.flush()
        except OSError as error:
            raise _unwritable(path, error) from error
        return digest.hexdigest()

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._open.close()
        try:
            if kind is None:
                self._rename()
        finally:
            for temporary in self._temporaries.values():
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)

    def _rename(self) -> None:
        for path, temporary in reversed(self._temporaries.items()):
            try:
                temporary.replace(path)
            except OSError as error:
                raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written: {error.strerror or error}")


def _lock(file: BinaryIO) -> None:
    """Mark a file as in use, until it is closed or its writer ends, however that ends."""
    try:
        import fcntl
    except ImportError:
        return  # Windows removes no open file anyway.
    with suppress(OSError):  # Not every file system has locks.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove_if_left(temporary: Path) -> None:
    """Remove a temporary file unless its writer is alive."""
    with suppress(OSError):
        try:
            import fcntl
        except ImportError:
            temporary.unlink()
            return
        with temporary.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            temporary.unlink()
