"""Sweeps: the same numbers whoever computes them, kept when stopped, refused in one line."""

import csv
import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from magrepro import cost, figures, workers
from magrepro.config import ConfigError
from magrepro.sweep import pieces as pieces_of, run, store
from magrepro.sweep.axes import SweepError, axes_of
from magrepro.sweep.combinations import Pilot, Sweep
from magrepro.sweep.pieces import CombinationError
from magrepro.sweep.store import Store
from magrepro.workers import Crew
from tests.forked import FORKED
from tests.test_cli import Run
from tests.test_critical import RATIO


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(name="magrepro")
def _magrepro(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(capfd, monkeypatch)


def sweep_of(figure: str, over: list[str], observe: str = "", **given: Any) -> Sweep:
    base = figures.load(figure).Params(**given)
    return run.asked(figure, base, over, [observe] if observe else [])


def small(length: int = 10, folder: Path = Path("pieces")) -> Store:
    """A sweep of 120 critical temperatures, in pieces as small as wanted."""
    over = ["d_over_a=2.5:6:40", "kf_a=zeta_1_36,zeta_1_20,42.4"]
    sweep = sweep_of("fig5b", over, "critical_temperature,radius_nm")
    return Store(sweep, folder, length, Pilot(1e-3))


def finished(kept: Store, crew: Crew, out: str) -> bytes:
    for _ in run.carry_out(kept, crew):
        pass
    run.write(kept, Path(out), ["csv"])
    return Path(out, "sweep-fig5b.csv").read_bytes()


@pytest.fixture(name="alone", scope="module")
def _alone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the table that this process computes without being disturbed."""
    folder = tmp_path_factory.mktemp("alone")
    return finished(small(folder=folder / "pieces"), Crew(), str(folder / "a"))


@pytest.fixture(name="killed", scope="module")
def _killed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the table of two processes, killed on the way, and of two that come after them."""
    folder = tmp_path_factory.mktemp("killed")
    kept = small(folder=folder / "pieces")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multiprocessing, "get_context", lambda _method: FORKED)
        return _table_of_killed(kept, folder)


def _table_of_killed(kept: Store, folder: Path) -> bytes:
    done = run.carry_out(kept, Crew(2))
    count = next(done)
    children = multiprocessing.active_children()
    for child in children:
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
    assert len(children) == 2
    assert count < count + sum(done) == kept.sweep.size
    run.write(kept, folder / "b", ["csv"])
    return (folder / "b" / "sweep-fig5b.csv").read_bytes()


def table(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_combination_is_a_row_and_is_what_the_figure_says(magrepro: Run) -> None:
    words = ["--over", "d_over_a=3,4", "--over", "kf_a=zeta_1_36,zeta_6_26"]
    ended = magrepro("sweep", "fig5b", *words, "--set", "t_over_tf=[1e-8, 2e-7]", "--out", "all")
    assert ended.code == 0
    rows = table("all/sweep-fig5b.csv")
    names = ["d_over_a", "kf_a", "kf_a_as_given", "t_over_tf", "m_z", "stable"]
    assert list(rows[0]) == names
    assert [row["d_over_a"] for row in rows] == ["3.0"] * 4 + ["4.0"] * 4
    fig5b: Any = figures.load("fig5b")
    for d in (3.0, 4.0):
        data = fig5b.compute(fig5b.Params(kf_a=("zeta_1_36", "zeta_6_26"), d_over_a=d,
                                          t_over_tf=(1e-8, 2e-7)))  # fmt: skip
        some = [row for row in rows if float(row["d_over_a"]) == d]
        for name in ("kf_a", "t_over_tf", "m_z"):
            np.testing.assert_allclose([float(row[name]) for row in some], data[name], rtol=1e-12)


def test_observables_go_over_the_values_that_the_figure_has(magrepro: Run) -> None:
    observe = ["--observe", "critical_temperature"]
    ended = magrepro("sweep", "fig5b", "--over", "material=gold,silver", *observe, "--out", "a",
                     "-j", "1")  # fmt: skip
    assert ended.code == 0
    rows = table("a/sweep-fig5b.csv")
    assert [(row["material"], row["kf_a_as_given"]) for row in rows] == [
        (metal, size)
        for metal in ("gold", "silver")
        for size in ("zeta_1_36", "zeta_6_26", "zeta_5_37")
    ]
    gold, silver = (float(rows[i]["critical_temperature"]) for i in (0, 3))
    ratio = figures.load("fig5b").Params(material="silver").chi_landau / -2.9e-7  # type: ignore[call-arg,attr-defined]
    np.testing.assert_allclose(silver / gold, ratio, rtol=1e-3)


def test_numbers_do_not_depend_on_who_computes_them_nor_on_the_cuts(
    alone: bytes, killed: bytes
) -> None:
    assert killed == alone
    sweep = sweep_of("fig9", ["n_particles=2:60:59"], "critical_ratio")
    for length in (16, 48, 64):
        kept = Store(sweep, Path(f"cut{length}"), length, Pilot(1e-3))
        for _ in run.carry_out(kept, Crew()):
            pass
        run.write(kept, Path(f"by{length}"), ["csv"])
    tables = {Path(f"by{length}", "sweep-fig9.csv").read_bytes() for length in (16, 48, 64)}
    assert len(tables) == 1


def test_what_a_killed_process_was_at_is_done_again_and_only_once(killed: bytes) -> None:
    lines = killed.splitlines()
    assert len(lines) == len(set(lines)) == 1 + 120


def test_processes_that_are_lost_again_and_again_end_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_CREWS", 2)
    with pytest.raises(workers.WorkerError, match="too little memory"):
        list(workers.as_done(os._exit, iter([1]), Crew(2)))


def test_a_stopped_sweep_goes_on_where_it_was(
    alone: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = small().sweep
    kept = store.begin(sweep, Path("out"), Pilot(0.1), 1)
    kept = Store(sweep, kept.folder, 10, kept.pilot)
    done = run.carry_out(kept, Crew())
    assert [next(done) for _ in range(3)] == [10, 10, 10]
    done.close()  # type: ignore[attr-defined]
    assert kept.done() == 30
    computed: list[int] = []

    def counted(piece: pieces_of.Piece) -> pieces_of.Columns:
        computed.append(len(piece.rows))
        return pieces_of.compute(piece)

    monkeypatch.setattr(run, "compute", counted)
    assert finished(kept, Crew(), "out") == alone
    assert computed == [10] * 9
    assert not list(Path("out").glob(".sweep-*"))


def test_the_same_command_finds_what_was_begun_and_another_one_does_not() -> None:
    sweep = small().sweep
    begun = store.begin(sweep, Path("out"), Pilot(0.05), 2)
    assert begun.length == sweep.block
    assert store.begun(sweep, Path("out")) == begun
    assert store.begun(sweep, Path("elsewhere")) is None
    other = sweep_of("fig5b", ["d_over_a=2.5:6:41"], "critical_temperature")
    assert store.begun(other, Path("out")) is None
    for cut in (
        "{",
        "[1]",
        *(f'{{"length": {n}, "seconds": 1, "rows": 1}}' for n in (0, -3, '"x"')),
    ):
        (begun.folder / "plan.json").write_text(cut)
        assert store.begun(sweep, Path("out")) is None, cut


def test_a_piece_that_is_torn_is_computed_again(alone: bytes) -> None:
    kept = small(folder=Path("torn"))
    for _ in run.carry_out(kept, Crew()):
        pass
    first, second, *_ = sorted(Path("torn").glob("*.npz"))
    first.write_bytes(first.read_bytes()[:100])
    second.write_bytes(b"")
    run.write(kept, Path("b"), ["csv"])
    assert Path("b/sweep-fig5b.csv").read_bytes() == alone


def test_an_interrupted_command_says_so_and_goes_on_when_given_again(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["sweep", "fig9", "--over", "n_particles=2:60:59", "--out", "o", "-j", "1", "--observe",
             "critical_ratio"]  # fmt: skip
    keep, count = Store.keep, 0

    def interrupted(self: Store, *args: Any) -> None:
        nonlocal count
        keep(self, *args)
        count += 1
        if count == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Store, "keep", interrupted)
    ended = magrepro(*words)
    assert (ended.code, ended.err.strip()) == (130, "interrupted")
    assert not Path("o/sweep-fig9.csv").exists()
    monkeypatch.setattr(Store, "keep", keep)
    ended = magrepro(*words)
    assert ended.code == 0
    assert ended.err.startswith("going on: 32 of 59 combinations are done\n")
    assert len(table("o/sweep-fig9.csv")) == 59


def test_every_zero_up_to_a_number_is_swept_and_follows_the_law(magrepro: Run) -> None:
    words = ["--over", "kf_a=zeros:40", "--observe", "critical_temperature", "-j", "1", "-q"]
    assert magrepro("sweep", "fig5b", *words, "--out", "z").code == 0
    rows = table("z/sweep-fig5b.csv")
    assert rows[0]["kf_a_as_given"] == "zeta_1_0"
    assert rows[0]["kf_a"] == str(np.pi)
    l = np.array([int(row["kf_a_as_given"].rpartition("_")[2]) for row in rows])
    k, found = (
        np.array([float(row[name]) for row in rows]) for name in ("kf_a", "critical_temperature")
    )
    assert k.max() < 40
    assert np.all(np.diff(k) > 0)
    law = 9 * np.pi / (12 * RATIO) * l * (l + 1) * (2 * l + 1) / k**3
    np.testing.assert_allclose(found, law, rtol=1e-4, atol=1e-12)
    some = sweep_of("fig5b", ["kf_a=zeros:30:40"], "critical_temperature")
    assert some.size == np.count_nonzero(k >= 30)


def test_parquet_holds_what_the_csv_holds_with_units(magrepro: Run) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    words = ["--over", "d_over_a=3:4:5", "--observe", "critical_temperature", "-j", "1"]
    assert magrepro("sweep", "fig5b", *words, "--out", "p", "--format", "csv,parquet").code == 0
    held = pq.read_table("p/sweep-fig5b.parquet")
    assert held.schema.field("critical_temperature").metadata[b"unit"] == b"T_F"
    rows = table("p/sweep-fig5b.csv")
    assert [str(x) for x in held["critical_temperature"].to_pylist()] == [
        row["critical_temperature"] for row in rows
    ]
    assert held["kf_a_as_given"].to_pylist() == [row["kf_a_as_given"] for row in rows]


def test_the_largest_of_each_observable_is_said_with_its_combination(magrepro: Run) -> None:
    words = ["--over", "kf_a=zeros:30", "--observe", "critical_temperature,radius_nm", "-j", "1"]
    ended = magrepro("sweep", "fig5b", *words, "--out", "out")
    for name in ("critical_temperature", "radius_nm"):
        best = max(table("out/sweep-fig5b.csv"), key=lambda row: float(row[name]))
        said = f"largest {name}: {float(best[name]):.6g} at kf_a={best['kf_a_as_given']}\n"
        assert said in ended.err
    told = json.loads(magrepro("sweep", "fig5b", *words, "--json").out)
    best = max(table("out/sweep-fig5b.csv"), key=lambda row: float(row["critical_temperature"]))
    at = {"value": float(best["critical_temperature"]), "at": f"kf_a={best['kf_a_as_given']}"}
    assert told["largest"]["critical_temperature"] == at


def test_json_names_the_files_and_the_record_what_was_asked(magrepro: Run) -> None:
    words = ["--over", "spin=0.5,1", "--observe", "crossover_alpha_over_j", "--json", "-j", "1"]
    told = json.loads(magrepro("sweep", "vib_fig2", *words, "--set", "field_ratio=0").out)
    assert (told["combinations"], told["rows"], told["unanswered"]) == (2, 2, 2)
    folder = Path(told["files"][0]).parent
    assert folder.parent == Path("figures/custom")
    assert sorted(path.name for path in folder.iterdir()) == [
        f"sweep-vib_fig2.{end}" for end in ("csv", "json", "png")
    ]
    said = json.loads((folder / "sweep-vib_fig2.json").read_text())
    assert said["parameters"] == {"field_ratio": 0.0}
    assert said["over"] == {"spin": [0.5, 1]}


def test_whole_numbers_are_swept_as_such() -> None:
    assert sweep_of("fig9", ["n_particles=2:10:5"]).axes[0].values == (2, 4, 6, 8, 10)
    assert sweep_of("fig10", [], "critical_temperature").size == 49
    assert sweep_of("fig8", ["c=1:100:3:log"]).axes[0].values == (1.0, 10.0, 100.0)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ("d_over_aa=1,2", "d_over_aa: unknown key; did you mean d_over_a?"),
        ("xyz=1", "unknown key; known keys: material, kf_a"),
        ("d_over_a", "expected KEY=a,b,c or KEY=start:stop:num"),
        ("d_over_a=", "expected KEY=a,b,c or KEY=start:stop:num"),
        ("d_over_a=3,,4", "not YAML"),
        ("d_over_a=3,3", "holds a value twice"),
        ("d_over_a=[3, 4]", "a value is missing or is a list"),
        ("d_over_a=3,one", "d_over_a: input should be a valid number, not 'one'"),
        ("d_over_a=1,3", "--over d_over_a=1: d_over_a: must be at least 2, not 1"),
        ("d_over_a=1:3:5", "must be at least 2, not 1"),
        ("d_over_a=3:3:5", "start and stop are equal"),
        ("d_over_a=3:4", "expected start:stop:num or start:stop:num:log"),
        ("d_over_a=3:4:0", "num must be at least 2, not 0; for one value there is --set"),
        ("d_over_a=3:4:-2", "num must be at least 2, not -2"),
        ("d_over_a=3:4:2.5", "num a whole number"),
        ("d_over_a=3:4:500000", "num input should be less than or equal to 100000"),
        ("d_over_a=3:4:5:cubic", "scale input should be 'linear' or 'log'"),
        ("t_over_tf=-1:1:5:log", "a log scale needs start and stop above zero"),
        ("kf_a=3 nm:4 m:5", "nm and m: give both ends in one unit"),
        ("kf_a=zeros", "expected zeros:100"),
        ("kf_a=zeros:lots", "expected zeros:100"),
        ("kf_a=zeros:3", "there is no zero in between; the smallest is 3.1416"),
        ("kf_a=zeros:1e9", "zeros are known up to 500"),
        ("kf_a=zeros:300", "must be at most 200"),
        ("d_over_a=zeros:50", "d_over_a: input should be a valid number"),
        ("branch=stable,upper", "branch: input should be 'stable' or 'largest', not 'upper'"),
        ("material=gold,wood", "there is no material 'wood'"),
    ],
)
def test_values_that_cannot_be_are_one_message(over: str, said: str) -> None:
    fig5b: Any = figures.load("fig5b")
    with pytest.raises((SweepError, ConfigError)) as error:
        axes_of(fig5b.Params, fig5b.Params(), [over])
    assert said in str(error.value)
    assert str(error.value).startswith("--over ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--over", "d_over_a=3,4", "--observe", "critical_temp"],
         "--observe critical_temp: no such observable; did you mean critical_temperature?"),
        (["--over", "d_over_a=3,4", "--over", "d_over_a=5,6"], "d_over_a: given twice"),
        (["--over", "d_over_a=3,4", "--set", "d_over_a=5"], "given twice, by --set and --over"),
        ([], "nothing is swept: give --over KEY=VALUES"),
        (["--over", "d_over_a=3,4", "--format", "xls"], "--format: choose from csv, parquet"),
        (["--over", "d_over_a=3,4", "--out", "file"], "--out file: is a file; give a folder"),
        (["--over", "d_over_a=3,4", "--out", "-"], "--out -: a sweep writes files; give a folder"),
        (["--over", "d_over_a=3,4", "--out", "file/in"], "file/in"),
        (["--over", "d_over_a=3,4", "--cluster", "none.json"], "none.json: No such file"),
        (["--over", "d_over_a=3,4", "--cluster", "file"], "'dask scheduler --scheduler-file'"),
        (["--over", "d_over_a=2:100:90000", "--over", "kf_a=1:200:90000"],
         "would take about"),
        (["--over", "t_over_tf=1e-8,1e-7", "-j", "0"], "-j"),
    ],
)  # fmt: skip
def test_a_sweep_that_cannot_be_is_one_message_and_leaves_nothing(
    magrepro: Run, words: list[str], said: str
) -> None:
    Path("file").write_text("{}")
    out = [] if "--out" in words else ["--out", "out"]
    ended = magrepro("sweep", "fig5b", *words, *out)
    assert ended.code == 2
    assert said in ended.err
    assert ended.err.count("\n") == 1
    left = [path for path in Path().rglob("*") if path.is_file()]
    assert left == [Path("file")]


def test_a_cluster_that_is_not_there_is_said_soon(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("magrepro.cluster.ANSWER_S", 0.1)
    begun = time.perf_counter()
    ended = magrepro("sweep", "fig5b", "--over", "d_over_a=3,4", "--cluster", "tcp://127.0.0.1:9")
    assert time.perf_counter() - begun < 8
    assert ended.code == 2
    assert "--cluster tcp://127.0.0.1:9: nobody answers there" in ended.err
    assert not list(Path().iterdir())


@pytest.mark.parametrize("module", ["distributed", "pyarrow"])
def test_what_is_not_installed_is_named_with_its_extra(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    option = {"distributed": ["--cluster", "tcp://a:1"], "pyarrow": ["--format", "parquet"]}[module]
    extra = {"distributed": "cluster", "pyarrow": "parquet"}[module]
    ended = magrepro("sweep", "fig5b", "--over", "d_over_a=3,4", *option)
    assert ended.code == 2
    assert f"needs {module}; install it with: pip install 'magrepro[{extra}]'" in ended.err


def test_a_combination_that_takes_too_long_alone_is_refused(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost, "seconds", lambda *_: 1000.0)
    ended = magrepro("sweep", "fig5b", "--over", "d_over_a=3,4", "--out", "o")
    assert ended.code == 2
    assert "one combination of 2: would take about 17 minutes" in ended.err


TOO_STRONG = "the diamagnetic response alone is critical"


def strong_landau(*others: str, out: str) -> list[str]:
    """Words of a sweep of which the third and the fifth combination cannot be computed."""
    swept = ["--over", "chi_landau=-3e-7,-2e-7,-1e-3,-1e-7,-9e-4"]
    fixed = ["--set", "kf_a=150", "--set", "d_over_a=2", "--set", "t_over_tf=[1e-8, 1e-7]"]
    return ["sweep", "fig5b", *swept, *fixed, "--out", out, *others]


def test_a_combination_that_cannot_be_computed_leaves_the_others_as_they_are(
    magrepro: Run,
) -> None:
    ended = magrepro(*strong_landau("-j", "1", out="all"))
    assert ended.code == 1
    assert ended.err.count("\n") == 2  # the other one says that there is no picture
    assert "2 of 5 combinations cannot be computed" in ended.err
    assert f"The first: chi_landau=-0.001: {TOO_STRONG}" in ended.err
    rows = table("all/sweep-fig5b.csv")
    failed = [row for row in rows if row["error"]]
    assert [float(row["chi_landau"]) for row in failed] == [-1e-3, -9e-4]
    assert all(row["m_z"] == row["stable"] == row["t_over_tf"] == "nan" for row in failed)
    assert all(TOO_STRONG in row["error"] for row in failed)
    fig5b: Any = figures.load("fig5b")
    for chi in (-3e-7, -2e-7, -1e-7):
        alone = fig5b.compute(fig5b.Params(kf_a=150.0, d_over_a=2.0, t_over_tf=(1e-8, 1e-7),
                                           chi_landau=chi))  # fmt: skip
        found = [row["m_z"] for row in rows if float(row["chi_landau"]) == chi]
        assert found == [str(x) for x in alone["m_z"]]
    said = json.loads(Path("all/sweep-fig5b.json").read_text())
    assert said["failed"]["combinations"] == 2
    assert not list(Path("all").glob(".sweep-*"))


def test_failures_are_the_same_by_processes_and_after_a_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(multiprocessing, "get_context", lambda _method: FORKED)
    over = ["chi_landau=-3e-7,-2e-7,-1e-3,-1e-7,-9e-4"]
    sweep = sweep_of("fig5b", over, kf_a=(150.0,), d_over_a=2.0, t_over_tf=(1e-8, 1e-7))
    tables = set()
    for name, length, crew in (("a", 5, Crew()), ("b", 2, Crew(2)), ("c", 1, Crew())):
        kept = Store(sweep, Path(f"pieces{name}"), length, Pilot(1e-3))
        next(run.carry_out(kept, crew))
        assert kept.done() < 5 or length == 5
        for _ in run.carry_out(kept, crew):
            pass
        assert run.write(kept, Path(name), ["csv"]).counted.failed == 2
        tables.add(Path(name, "sweep-fig5b.csv").read_bytes())
    assert len(tables) == 1


def test_values_that_do_not_go_together_fail_alone() -> None:
    sweep = sweep_of("fig7", ["t_over_tf=1e-3,2e-3"], "largest_moment", kf_a=(20.0,))
    bad = replace(sweep.piece(0, 2), rows=((1e-3,), (-1.0,)))
    found = pieces_of.compute(bad)
    assert found["error"].tolist() == ["", "must be at least 1e-10; not -1"]
    np.testing.assert_array_equal(np.isnan(found["largest_moment"]), [False, True])
    with pytest.raises(CombinationError, match=r"t_over_tf=-1\.0: must be at least 1e-10"):
        pieces_of.params_of(bad)


def test_a_sweep_of_failures_alone_is_refused_and_leaves_nothing(magrepro: Run) -> None:
    words = ["sweep", "fig5b", "--set", "kf_a=150", "--set", "d_over_a=2"]
    ended = magrepro(*words, "--over", "chi_landau=-1e-3,-9e-4", "--out", "o", "-j", "1")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert f"cannot be computed: chi_landau=-0.001: {TOO_STRONG}" in ended.err
    assert not list(Path().iterdir())


def test_pictures_of_one_and_two_axes_are_drawn(magrepro: Run) -> None:
    d, chi_landau = "d_over_a=2.5:6:9", "chi_landau=-1e-6:-1e-7:9"
    for number, over in enumerate(([d], [d, chi_landau])):
        words = [word for text in over for word in ("--over", text)]
        observe = ["--observe", "critical_temperature"]
        size = ["--set", "kf_a=zeta_1_36"]
        ended = magrepro("sweep", "fig5b", *words, *observe, *size, "--out", f"{number}", "-j", "1")
        assert ended.code == 0
        assert "no picture" not in ended.err
        assert f"{number}/sweep-fig5b.png" in ended.out


def test_a_sweep_too_wide_to_draw_says_why(magrepro: Run) -> None:
    words = [word for key in ("d_over_a=3:4:9", "chi_landau=-1e-6:-1e-7:9", "kf_a=20:30:9")
             for word in ("--over", key)]  # fmt: skip
    ended = magrepro("sweep", "fig5b", *words, "--observe", "radius_nm", "--out", "o", "-j", "1")
    assert ended.code == 0
    assert "no picture: too many axes of more than 8 values" in ended.err


def test_pieces_take_about_a_second_and_are_whole_blocks() -> None:
    sweep = sweep_of("fig5b", ["d_over_a=2:100:50000"], "critical_temperature")
    assert sweep.block == 128
    for seconds, workers_ in ((1e-4, 2), (1e-2, 1), (10.0, 64), (1e-9, 1)):
        length = Pilot(seconds).length(sweep, workers_)
        assert length % 128 == 0
        assert length == 128 or length * seconds <= 1.01
        assert length <= 1 << 16


def test_combinations_are_numbered_with_the_last_key_fastest() -> None:
    sweep = sweep_of("fig5b", ["d_over_a=3,4", "chi_landau=-1e-7,-2e-7,-3e-7"])
    rows: Iterator[Any] = map(sweep.combination, range(sweep.size))
    assert list(rows) == [(d, chi) for d in (3, 4) for chi in (-1e-7, -2e-7, -3e-7)]
