"""The same work on a real Dask cluster, a worker of which is killed on the way."""

import csv
import operator
import os
import signal
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from magrepro import __version__, figures
from magrepro.cluster import ClusterError, executor_of
from magrepro.sweep import run
from magrepro.sweep.combinations import Pilot
from magrepro.sweep.store import Store
from magrepro.workers import Crew, in_order
from tests.forked import FORKED, PRELOADED
from tests.test_cli import Run
from tests.test_sweep import strong_landau, sweep_of

COMMITTED = Path(__file__).parent.parent / "figures"

pytestmark = pytest.mark.filterwarnings("ignore")
"""Dask warns about ports and streams of its own as it goes."""


BY_ONE = {"distributed.worker.multiprocessing-method": "forkserver"}
"""One process imports what all workers need, those too that come in place of a killed one."""


@pytest.fixture(name="cluster", scope="module")
def _cluster() -> Iterator[Any]:
    distributed: Any = pytest.importorskip("distributed")
    import dask

    with warnings.catch_warnings(), dask.config.set(BY_ONE):
        warnings.simplefilter("ignore")
        distributed.utils.get_mp_context()
        FORKED.set_forkserver_preload([*PRELOADED, "distributed"])
        options = {"dashboard_address": None, "silence_logs": 50, "threads_per_worker": 1}
        with distributed.LocalCluster(n_workers=2, **options) as cluster:
            yield cluster


@pytest.fixture(name="magrepro")
def _magrepro(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(capfd, monkeypatch)


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def kept(folder: str) -> Store:
    over = ["d_over_a=2.5:6:150", "kf_a=zeta_1_36,zeta_1_20,42.4,30"]
    sweep = sweep_of("fig5b", over, "critical_temperature,radius_nm")
    return Store(sweep, Path(folder), 20, Pilot(1e-3))


def written(store: Store, out: str) -> bytes:
    run.write(store, Path(out), ["csv"])
    return Path(out, "sweep-fig5b.csv").read_bytes()


def test_a_worker_killed_in_the_middle_changes_nothing(cluster: Any) -> None:
    here, there = kept("here"), kept("there")
    assert sum(run.carry_out(here, Crew())) == 600
    done = run.carry_out(there, Crew(cluster=cluster.scheduler_address))
    counts = [next(done) for _ in range(3)]
    distributed: Any = pytest.importorskip("distributed")
    with distributed.Client(cluster) as client:
        pids = client.run(os.getpid)
    os.kill(next(iter(pids.values())), signal.SIGKILL)
    assert sum(counts) + sum(done) == 600
    assert written(there, "b") == written(here, "a")


def test_disordered_arrays_are_the_same_samples_from_a_cluster(cluster: Any, magrepro: Run) -> None:
    small = {"edge": 4, "edge_hexagon": 3, "edge_cube": 3}
    words = ["--over", "samples=1,7,1000", "--over", "strength=0.03,0.15", "-q"]
    words += [word for key, edge in small.items() for word in ("--set", f"{key}={edge}")]
    for folder, crew in (("a", ["-j", "1"]), ("b", ["--cluster", cluster.scheduler_address])):
        assert magrepro("sweep", "beyond_disorder", *words, "--out", folder, *crew).code == 0
    here, there = (Path(folder, "sweep-beyond_disorder.csv").read_bytes() for folder in "ab")
    assert here == there
    study: Any = figures.load("beyond_disorder")
    alone = study.compute(study.Params(strength=(0.15,), samples=(7,), **small))
    with Path("a/sweep-beyond_disorder.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if (r["samples"], r["strength"]) == ("7", "0.15")]
    assert [row["eigenvalue"] for row in rows] == [str(x) for x in alone["eigenvalue"]]


def test_a_combination_that_cannot_be_computed_ends_no_sweep_on_a_cluster(
    cluster: Any, magrepro: Run
) -> None:
    for folder, crew in (("a", ["-j", "1"]), ("b", ["--cluster", cluster.scheduler_address])):
        ended = magrepro(*strong_landau(*crew, out=folder))
        assert ended.code == 1
        assert "2 of 5 combinations cannot be computed" in ended.err
    here, there = (Path(folder, "sweep-fig5b.csv").read_bytes() for folder in "ab")
    assert here == there


def test_results_come_in_order_and_errors_as_they_are(cluster: Any) -> None:
    crew = Crew(cluster=cluster.scheduler_address)
    assert list(in_order(abs, [-3, 2, -1], crew)) == [3, 2, 1]
    with pytest.raises(TypeError, match="bad operand"):
        list(in_order(_negative, ["a"], crew))


_negative: Any = operator.neg


def test_run_check_and_claims_take_a_cluster(cluster: Any, magrepro: Run, tmp_path: Path) -> None:
    address = ["--cluster", cluster.scheduler_address]
    assert magrepro("run", "fig3", "fig9", "--out", "a", "-q", *address).code == 0
    assert magrepro("run", "fig3", "fig9", "--out", "b", "-q").code == 0
    for name in ("fig3.csv", "fig3.png", "fig9.csv", "fig9.png"):
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes()
    ended = magrepro("check", "fig3", "fig9", "--reference", str(COMMITTED), *address)
    assert (ended.code, ended.out) == (0, "fig3: same\nfig9: same\n")
    assert magrepro("claims", "p.sec3.critical-longitudinal", "-q", *address).code == 0


def test_a_scheduler_file_is_as_good_as_its_address(cluster: Any) -> None:
    Path("s.json").write_text(f'{{"address": "{cluster.scheduler_address}"}}')
    with executor_of("s.json") as (executor, threads):
        assert threads == 2
        assert executor.submit(abs, -1).result() == 1


def test_workers_of_another_version_are_refused(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("magrepro.cluster.__version__", "9.9")
    with (
        pytest.raises(ClusterError, match=rf"magrepro 9\.9 here, {__version__} at tcp"),
        executor_of(cluster.scheduler_address),
    ):
        raise AssertionError("opened")


@pytest.mark.parametrize(
    ("address", "said"), [("nowhere", "missing port number"), ("foo://bar:1", "unknown address")]
)
def test_what_is_no_address_is_refused_before_a_client_is_begun(
    address: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("distributed.Client", None)
    with pytest.raises(ClusterError, match=said), executor_of(address):
        raise AssertionError("opened")


def test_a_cluster_without_workers_is_said(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed: Any = pytest.importorskip("distributed")
    wait = distributed.Client.wait_for_workers
    monkeypatch.setattr(distributed.Client, "wait_for_workers", lambda *a, timeout: wait(*a, 0.1))
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None, silence_logs=50) as empty,
        pytest.raises(ClusterError, match="has no workers; start some with: dask worker tcp"),
        executor_of(empty.scheduler_address),
    ):
        raise AssertionError("opened")
