"""The CSVs that numbers are compared with: where they are, and what differs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from magrepro import __version__, figures as registry, recorded
from magrepro.bundle import datapackage
from magrepro.dataset import Dataset, DatasetError, read_csv
from magrepro.differences import Difference, compare
from magrepro.output import PAPER_FOLDER, Job, computed, pictures_of_other_data


def folder(given: Path | None) -> tuple[Path, str]:
    """Return the folder of the reference CSVs, and what to say about it, if anything.

    The one that is given; or `figures/` here, if it holds a CSV and not only `custom/`; or the one
    that came with the package, so that numbers computed after an installation are not compared
    with themselves.
    """
    if given is not None:
        return given, ""
    if next(PAPER_FOLDER.glob("*.csv"), None):
        return PAPER_FOLDER, ""
    lacking = "no CSVs in figures/" if PAPER_FOLDER.is_dir() else "no figures/ here"
    return recorded.shipped(), f"{lacking}: comparing with the CSVs of magrepro {__version__}"


def file_of(job: Job) -> Path:
    """Return the CSV of a job, or the compressed one that came with the package in its place."""
    return recorded.file(job.folder, job.name)


def shown(name: str) -> Dataset:
    """Return the numbers behind the paper's figure: the reference's, computed if there is none."""
    module = registry.load(name)
    for where in dict.fromkeys((folder(None)[0], recorded.shipped())):
        try:
            return read_csv(file_of(Job(name, module.Params(), where)), module.COLUMNS)
        except DatasetError:
            continue
    return module.compute(module.Params())


@dataclass(frozen=True)
class Finding:
    """What a check of one figure found; the message is empty if all is as it should be."""

    name: str
    message: str = ""
    difference: Difference | None = None
    missing: bool = False
    """Whether there is no reference."""
    seconds: float = 0.0
    """How long it took."""

    def as_data(self) -> dict[str, Any]:
        """Return the finding as plain data, fields that do not apply being null."""
        found = self.difference or Difference("")
        return {
            "name": self.name,
            "same": not self.message,
            "message": self.message,
            "column": found.column,
            "row": found.row,
            "at": dict(found.at),
            "computed": found.computed,
            "reference": found.reference,
            "relative_difference": found.relative_difference,
            "rows_differing": found.rows_differing,
            "columns_differing": list(found.columns_differing),
        }


def verify(job: Job, dataset: Dataset | None = None) -> Finding:
    """Recompute a figure and compare it with the CSV in the job's folder.

    Parameters that are not the figure's own are a sample, compared with the rows at its places. A
    picture beside the CSV that was drawn from another one is a fault too, and so is a
    ``datapackage.json`` that describes another one.
    The numbers may be given, where they have been computed elsewhere.
    """
    begun = time.perf_counter()
    file = file_of(job)
    if not file.is_file():
        made = f"; 'magrepro run {job.name}' makes it" if job.folder == PAPER_FOLDER else ""
        return Finding(job.name, f"{job.csv}: no such reference{made}", missing=True)
    columns = registry.load(job.name).COLUMNS
    try:
        reference = read_csv(file, columns)
        torn = _faults_beside(job) if file == job.csv else []
    except DatasetError as error:
        return Finding(job.name, str(error))
    except OSError as error:
        return Finding(job.name, f"{error.filename}: cannot be read: {error.strerror}")
    dataset = computed(job) if dataset is None else dataset
    try:
        reference = reference if job.params.is_paper else recorded.rows_of(dataset, reference)
    except DatasetError as error:
        return Finding(job.name, f"{job.csv}: {error}")
    difference = compare(dataset, reference, type(job.params).model_fields)
    message = "; ".join([str(difference)] * bool(difference) + torn)
    return Finding(job.name, message, difference, seconds=time.perf_counter() - begun)


def _faults_beside(job: Job) -> list[str]:
    """Return what is wrong with the pictures of a CSV and what describes it."""
    undescribed = datapackage.fault(job.csv)
    torn = [
        f"{path} was not drawn from {job.csv.name} beside it; 'magrepro run {job.name}' makes both"
        for path in pictures_of_other_data(job.csv)
    ]
    return torn + [undescribed] * bool(undescribed)
