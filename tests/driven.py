"""Commands of another magrepro than this one: of a changed copy, or of an unpacked wheel."""

import ast
import contextlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

from tests.forked import begun

Told = tuple[int, str, str]
"""An exit code, and what was printed on standard output and on standard error."""


def _command(*words: str) -> None:
    from magrepro.cli import main

    sys.argv = ["magrepro", *words]
    main()


def _tests(*options: str) -> None:
    import pytest

    sys.exit(int(pytest.main([*options])))


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="utf-8")


def _replace(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    _write(path, text.replace(old, new))


def _read(path: str) -> None:
    print(Path(path).read_text(encoding="utf-8"), end="")


def _remove(path: str) -> None:
    Path(path).unlink()


def _forget(module: str) -> None:
    del sys.modules[module]


_STEPS: dict[str, Callable[..., None]] = {
    "command": _command,
    "tests": _tests,
    "write": _write,
    "replace": _replace,
    "read": _read,
    "remove": _remove,
    "forget": _forget,
}


def _told(step: str, *words: str) -> Told:
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    code = 0
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        try:
            _STEPS[step](*words)
        except SystemExit as end:
            code = int(end.code or 0)
    out, err = (stream.buffer.getvalue().decode() for stream in streams)
    return code, out, err


def _drive(cwd: Path, package: Path, steps: list[tuple[str, ...]]) -> None:
    for name in list(sys.modules):
        if name.partition(".")[0] in ("magrepro", "tests", "benchmarks"):
            del sys.modules[name]
    sys.path.insert(0, str(package))
    os.environ["PYTHONPATH"] = str(package)
    os.environ.pop("GITHUB_ACTIONS", None)
    os.chdir(cwd)
    print(repr([_told(*step) for step in steps]))
    place = sys.modules["magrepro"].__file__
    assert place is not None
    assert Path(place).is_relative_to(package)


def driven(cwd: Path, package: Path, steps: list[tuple[str, ...]]) -> list[Told]:
    """Return what became of each step, all done by one process, which has NumPy and others already.

    Parameters
    ----------
    cwd, package
        The folder to be in, and the one that holds the package.
    steps
        Each ``("command", ...)`` of the command line, ``("tests", ...)`` with options of pytest,
        ``("write", path, text)``, ``("replace", path, old, new)``, ``("read", path)``,
        ``("remove", path)``, or ``("forget", module)``, which is then imported anew.
    """
    code, out, err = begun(_drive, cwd, package, steps).ended()
    assert code == 0, err
    told: list[Told] = ast.literal_eval(out)
    assert len(told) == len(steps)
    return told
