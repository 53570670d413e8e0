"""The pieces of a sweep that are done, each a file that is whole or absent.

A file is named by the digest of what it holds. It stays until the table is written: the same
command begun again goes on where the last one stopped.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from magrepro.sweep.combinations import Pilot, Sweep
from magrepro.sweep.pieces import Columns


@dataclass(frozen=True)
class Cut:
    """A piece by the numbers of its first combination and of the one behind its last."""

    start: int
    stop: int

    @property
    def size(self) -> int:
        """Number of combinations."""
        return self.stop - self.start


@dataclass(frozen=True)
class Store:
    """The folder of a sweep's pieces, and how the sweep is cut."""

    sweep: Sweep
    folder: Path
    length: int
    pilot: Pilot

    def cuts(self) -> Iterator[Cut]:
        """Yield all pieces in order."""
        for start in range(0, self.sweep.size, self.length):
            yield Cut(start, min(start + self.length, self.sweep.size))

    def missing(self) -> Iterator[Cut]:
        """Yield the pieces that are not done."""
        return (cut for cut in self.cuts() if not self._path(cut).is_file())

    def done(self) -> int:
        """Return how many combinations are done."""
        return sum(cut.size for cut in self.cuts() if self._path(cut).is_file())

    def keep(self, cut: Cut, columns: Columns) -> None:
        """Write a piece."""
        buffer = io.BytesIO()
        arrays: dict[str, Any] = dict(columns)
        np.savez(buffer, **arrays)
        write_whole(self._path(cut), buffer.getvalue())

    def read(self, cut: Cut) -> Columns | None:
        """Return a piece; None, and no file any more, if it is absent or not whole."""
        path = self._path(cut)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
                return dict(held)
        except (OSError, ValueError, EOFError, zipfile.BadZipFile):
            with suppress(OSError):
                path.unlink(missing_ok=True)
            return None

    def remove(self) -> None:
        """Remove the folder, and the one around it if nothing else is there."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):
            self.folder.parent.rmdir()

    def _path(self, cut: Cut) -> Path:
        said = f"{self.sweep.digest} {cut.start} {cut.stop}"
        return self.folder / f"{hashlib.sha256(said.encode()).hexdigest()[:24]}.npz"


def folder_of(sweep: Sweep, out: Path) -> Path:
    """Return the folder for the pieces of a sweep whose table goes to `out`."""
    return out / f".sweep-{sweep.digest[:12]}"


def begun(sweep: Sweep, out: Path) -> Store | None:
    """Return the store that a stopped sweep left, cut as it was then; None if none is whole."""
    folder = folder_of(sweep, out)
    try:
        plan = json.loads((folder / _PLAN).read_text(encoding="utf-8"))
        pilot = Pilot(float(plan["seconds"]), float(plan["rows"]))
        store = Store(sweep, folder, int(plan["length"]), pilot)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return store if store.length > 0 else None


def begin(sweep: Sweep, out: Path, pilot: Pilot, workers: int) -> Store:
    """Make the folder for the pieces of a sweep and keep how it is cut."""
    store = Store(sweep, folder_of(sweep, out), pilot.length(sweep, workers), pilot)
    plan = {"length": store.length, "seconds": pilot.seconds, "rows": pilot.rows}
    write_whole(store.folder / _PLAN, json.dumps(plan).encode())
    return store


_PLAN = "plan.json"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under another name, then give it its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)  # noqa: PTH105
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
