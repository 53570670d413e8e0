"""Standard streams that may be closed, full, or read no longer."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterable
from typing import Any

import click

from magrepro.text import excerpt


class _Closed(io.TextIOBase):
    """Stands for a standard output that is closed: nothing can be written to it."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, "standard output is closed")


def prepare() -> None:
    """Make the standard streams safe to use, however the program was started.

    The numbers 0 to 2 are taken where they are free, or the next file opened would get one of them
    and with it whatever is written to that stream.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    if sys.stdout is None:
        sys.stdout = _Closed()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or a locale that lacks a letter gets its number.
            stream.reconfigure(errors="backslashreplace")


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text; once nobody reads it any more, go on in silence.

    What the command was to do is still done, and its exit code says how it went.
    """
    try:
        click.echo(text, err=err, nl=nl)
    except BrokenPipeError:
        _discard(2 if err else 1)


def send(pieces: Iterable[bytes]) -> None:
    """Write bytes to standard output, until they end or nobody reads them."""
    out: Any = getattr(sys.stdout, "buffer", sys.stdout)
    try:
        for piece in pieces:
            out.write(piece)
        out.flush()
    except BrokenPipeError:
        _discard(1)


def place_of(error: OSError) -> str:
    """Return where an error happened: a file is named by it, and a stream is not.

    What could not be printed is dropped, lest it fail once more as the program ends.
    """
    if error.filename is not None:
        return f"{excerpt(str(error.filename), 200)}: "
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return ""
    _discard(1)
    return "output: "


def _discard(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
