"""``make bench-sweeps``: a sweep of 1e5 dimers alone, in processes and on Dask, and its memory."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import process, spell
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.figures import fig5b
from magrepro.sweep import run, store
from magrepro.sweep.combinations import Sweep, tried
from magrepro.workers import Crew

PAGE = Path(__file__).with_name("sweeps.md")
COMBINATIONS = 100_000
SIZES = int(bessel_zeros(29.0).zeta.size)
OBSERVED = ("--observe", "critical_temperature")


def words(combinations: int, out: str, *others: str) -> list[str]:
    """Return the command that sweeps distances at every zero up to 29."""
    over = f"d_over_a=2.5:6:{combinations // SIZES}"
    command = [sys.executable, "-m", "magrepro", "sweep", "fig5b", "--over", "kf_a=zeros:29"]
    return [*command, "--over", over, "--out", out, "--allow-cost", "-q", *others]


def sweep_of(combinations: int) -> Sweep:
    """Return the same sweep as an object."""
    over = ["kf_a=zeros:29", f"d_over_a=2.5:6:{combinations // SIZES}"]
    return run.asked("fig5b", fig5b.Params(), over, OBSERVED[1:])


def rate(command: list[str], combinations: int) -> float:
    """Return the combinations a second of a command, start and table included."""
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return combinations / (time.perf_counter() - start)


def loop(work: Callable[[fig5b.Params], object], count: int) -> float:
    """Return the combinations a second of a plain loop, over some of them."""
    sweep = sweep_of(COMBINATIONS)
    some = np.linspace(0, sweep.size - 1, count).astype(int).tolist()
    start = time.perf_counter()
    for number in some:
        size, d = sweep.combination(number)
        work(fig5b.Params(kf_a=(size,), d_over_a=d, t_over_tf=(1e-7,)))
    return count / (time.perf_counter() - start)


def critical(params: fig5b.Params) -> object:
    """Compute the critical temperature of one dimer."""
    return fig5b.OBSERVABLES[0]([params])


def rates() -> list[tuple[str, float, float]]:
    """Measure both kinds of sweep: a critical temperature each, and all data at one temperature."""
    all_data, at = 20_000, ("--set", "t_over_tf=1e-7")
    rows = [("a plain loop in one process", loop(critical, 2000), loop(fig5b.compute, 2000))]
    with tempfile.TemporaryDirectory() as out:
        for jobs in ("1", "2"):
            command = words(COMBINATIONS, f"{out}/{jobs}", *OBSERVED, "-j", jobs)
            observed = rate(command, COMBINATIONS)
            full = rate(words(all_data, f"{out}/all{jobs}", *at, "-j", jobs), all_data)
            rows.append((f"magrepro sweep -j {jobs}", observed, full))
        rows.append(on_dask(out, all_data, at))
    return rows


def on_dask(out: str, all_data: int, at: tuple[str, ...]) -> tuple[str, float, float]:
    """Measure a cluster of two workers on this machine."""
    from distributed import LocalCluster

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made: Any = LocalCluster
        with made(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            there = ("--cluster", str(cluster.scheduler_address))
            observed = rate(words(COMBINATIONS, f"{out}/d", *OBSERVED, *there), COMBINATIONS)
            full = rate(words(all_data, f"{out}/alld", *at, *there), all_data)
    return "magrepro sweep --cluster, 2 workers", observed, full


def memory() -> list[tuple[int, float]]:
    """Measure the peak memory of a sweep in one process."""
    found = []
    with tempfile.TemporaryDirectory() as out:
        for combinations in (1000, COMBINATIONS):
            _, peak = process(words(combinations, f"{out}/{combinations}", *OBSERVED, "-j", "1"))
            found.append((combinations, peak))
    return found


def resumed() -> tuple[float, float]:
    """Return the seconds of a whole sweep, and of one that finds half of its pieces done."""
    times = []
    sweep = sweep_of(COMBINATIONS)
    with tempfile.TemporaryDirectory() as out:
        for name, share in (("whole", 0.0), ("half", 0.5)):
            kept = store.begin(sweep, Path(out, name), tried(sweep), 1)
            done = 0
            for count in run.carry_out(kept, Crew()):
                done += count
                if not share or done >= share * sweep.size:
                    break
            if not share:
                kept.remove()
            start = time.perf_counter()
            subprocess.run(words(COMBINATIONS, f"{out}/{name}", *OBSERVED, "-j", "1"), check=True)
            times.append(time.perf_counter() - start)
    return times[0], times[1]


def page() -> str:
    """Measure everything and return ``benchmarks/sweeps.md``."""
    peaks, (whole, half) = memory(), resumed()
    where = f"Python {platform.python_version()}, NumPy {np.__version__}, "
    where += f"{os.cpu_count()} processors, {os.getloadavg()[0]:.1f} processes running at the end."
    said = f"A whole sweep in one process: {spell(whole)}; "
    said += f"the rest of one stopped half way: {spell(half)}."
    lines = [
        "# What a sweep takes",
        "",
        f"Written by `make bench-sweeps`: dimers at the {SIZES} zeros up to k_F a = 29 and",
        f"distances from 2.5 to 6 radii, {COMBINATIONS:,} combinations; process start, pieces,",
        "table and picture included. *All data*: 20,000 of them, the spontaneous moment at",
        "T/T_F = 1e-7 by `fig5b.compute`, each by itself. The loops are timed on 2000 combinations",
        "and make no table. Times are this machine's; compare ratios, and mind its load.",
        "",
        where,
        "",
        "| who | critical temperatures a second | all data, combinations a second |",
        "|---|---|---|",
        *(f"| {name} | {a:,.0f} | {b:,.0f} |" for name, a, b in rates()),
        "",
        "| combinations | peak memory of the process |",
        "|---|---|",
        *(f"| {count:,} | {peak:.0f} MB |" for count, peak in peaks),
        "",
        said,
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))
