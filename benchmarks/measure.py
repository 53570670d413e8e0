"""Measuring: medians of interleaved repeats, whole processes, growth with size."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

STRETCH = 0.05
"""Seconds that a timing lasts at least, so that short work is timed with its caches warm."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    work: str
    against: str
    ours: str
    theirs: str
    result: str
    goal: str
    agreement: str
    met: bool
    """Within an order of magnitude of the goal: a lost one is an error."""


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of one call: the mean of as many in a row as fill 50 ms."""
    start, calls, elapsed = time.perf_counter(), 0, 0.0
    while elapsed < STRETCH:
        work()
        calls, elapsed = calls + 1, time.perf_counter() - start
    return elapsed / calls


def interleaved(
    ours: Callable[[], object], theirs: Callable[[], object], repeats: int
) -> tuple[float, float]:
    """Return the median times of two pieces of work done in turn, after one of ours to warm up."""
    ours()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(repeats)]
    a, b = zip(*pairs, strict=True)
    return statistics.median(a), statistics.median(b)


def process(command: Sequence[str]) -> tuple[float, float]:
    """Run a command; return its wall time in seconds and its peak memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_environment())
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise RuntimeError(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def processes(ours: Sequence[str], theirs: Sequence[str], repeats: int) -> tuple[float, float]:
    """Return the median wall times of two commands run in turn, after one of each to warm up."""
    process(ours), process(theirs)
    pairs = [(process(ours)[0], process(theirs)[0]) for _ in range(repeats)]
    a, b = zip(*pairs, strict=True)
    return statistics.median(a), statistics.median(b)


def python(code: str) -> list[str]:
    """Return the command that runs a piece of Python."""
    return [sys.executable, "-c", code]


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """Return p of time ~ size^p, fitted to all points."""
    x, y = [math.log(n) for n in sizes], [math.log(t) for t in times]
    return statistics.linear_regression(x, y).slope


def _environment() -> dict[str, str]:
    """Return that of one thread, in which modules stay compiled, as the libraries' always are."""
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    kept = {key: v for key, v in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | threads


def faster(row: tuple[str, str], times: tuple[float, float], goal: float, agreement: str) -> Row:
    """Return the row of a piece of work that should be `goal` times faster than another."""
    ours, theirs = times
    ratio = theirs / ours
    return Row(*row, spell(ours), spell(theirs), f"{ratio:,.3g}× faster", f"≥ {goal:,.6g}×",
               agreement, ratio > goal / 10)  # fmt: skip


def slower(row: tuple[str, str], times: tuple[float, float], goal: float) -> Row:
    """Return the row of a process that may be `goal` times as slow as another."""
    ours, theirs = times
    ratio = ours / theirs
    result = f"{ratio:.2f}× its time"
    return Row(*row, spell(ours), spell(theirs), result, f"≤ {goal}×", "—", ratio < 10 * goal)


def spell(time_s: float) -> str:
    """Return a time in words."""
    if time_s < 1e-3:
        return f"{1e6 * time_s:.3g} µs"
    return f"{1e3 * time_s:.3g} ms" if time_s < 1 else f"{time_s:,.3g} s"


def largest(difference: object) -> str:
    """Return the largest difference in words."""
    return f"{float(difference):.1e}"  # type: ignore[arg-type]
