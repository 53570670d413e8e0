"""Real processes, forked from one that has imported what they need: a start takes milliseconds."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_METHODS = multiprocessing.get_all_start_methods()
FORKED: Any = multiprocessing.get_context("forkserver" if "forkserver" in _METHODS else "spawn")
"""In place of the program's own ``spawn`` where a test is about the work, not about the start."""

PRELOADED = ["tests.forked", "tests.warmed"]
FORKED.set_forkserver_preload(PRELOADED)


@dataclass(frozen=True)
class Started:
    """A process that is under way, and what it prints."""

    process: BaseProcess
    out: Connection
    err: Connection

    def ended(self) -> tuple[int, str, str]:
        """Return the exit code, what was printed, and the words on standard error."""
        out, err = _all_of(self.out), _all_of(self.err)
        self.process.join(60)
        assert self.process.exitcode is not None
        return self.process.exitcode, out, err


def _all_of(pipe: Connection) -> str:
    """Return all that is written into a pipe; nothing where it is read no longer."""
    if pipe.closed:
        return ""
    with pipe:
        return b"".join(iter(lambda: os.read(pipe.fileno(), 1 << 16), b"")).decode()


def begun(work: Callable[..., object], *args: object, **options: object) -> Started:
    """Begin some work in this folder and environment, in a process and a group of its own."""
    (out, to_out), (err, to_err) = FORKED.Pipe(duplex=False), FORKED.Pipe(duplex=False)
    place = (Path.cwd(), dict(os.environ), to_out, to_err)
    process = FORKED.Process(target=_placed, args=(place, work, args, options))
    process.start()
    to_out.close()
    to_err.close()
    return Started(process, out, err)


def _placed(place: Any, work: Callable[..., object], args: Any, options: Any) -> None:
    folder, environment, *streams = place
    os.setsid()
    # Blocked they are where a test with workers began the process that all are forked from.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in enumerate(streams, start=1):
        os.dup2(stream.fileno(), number)
        stream.close()
    # As Python opens them at its start: what it found then was another file.
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    work(*args, **options)


def command(*words: str, interrupts: Any = signal.default_int_handler) -> None:
    """Be the program. Whoever runs the tests may ignore interrupts, which what they start does."""
    from magrepro.cli import main

    signal.signal(signal.SIGINT, interrupts)
    sys.argv = ["magrepro", *words]
    main()
