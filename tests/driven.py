"""Many commands of one Python that is not this one: of a changed copy, or of an unpacked wheel."""

import ast
import os
import subprocess
import sys
from pathlib import Path

Told = tuple[int, str, str]
"""An exit code, and what was printed on standard output and on standard error."""

_DRIVER = """
import ast, contextlib, io, pathlib, sys
from magrepro.cli import main

def command(*words):
    sys.argv = ["magrepro", *words]
    main()

def tests(*options):
    import pytest
    sys.exit(int(pytest.main([*options])))

def write(path, text):
    pathlib.Path(path).write_text(text, encoding="utf-8")

def replace(path, old, new):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    assert old in text
    write(path, text.replace(old, new))

def read(path):
    print(pathlib.Path(path).read_text(encoding="utf-8"), end="")

def remove(path):
    pathlib.Path(path).unlink()

def forget(module):
    del sys.modules[module]

def told(step, *words):
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    code = 0
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        try:
            globals()[step](*words)
        except SystemExit as end:
            code = end.code or 0
    return code, *(stream.buffer.getvalue().decode() for stream in streams)

steps = ast.literal_eval(sys.stdin.read())
print(repr([told(*step) for step in steps]))
"""


def driven(cwd: Path, package: Path, steps: list[tuple[str, ...]]) -> list[Told]:
    """Return what became of each step, all done by one process, which is the dear part.

    Parameters
    ----------
    cwd, package
        The folder to be in, and the one that holds the package.
    steps
        Each ``("command", ...)`` of the command line, ``("tests", ...)`` with options of pytest,
        ``("write", path, text)``, ``("replace", path, old, new)``, ``("read", path)``,
        ``("remove", path)``, or ``("forget", module)``, which is then imported anew.
    """
    environment = {key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"}
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER],
        input=repr(steps),
        cwd=cwd,
        env=environment | {"PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: list[Told] = ast.literal_eval(done.stdout)
    assert len(told) == len(steps)
    return told
