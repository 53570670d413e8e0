import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from magrepro import cli, figures

COMMITTED = Path(__file__).parent.parent / "figures"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class Ended:
    """How a command ended: its exit code and what it printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture(name="magrepro")
def _magrepro(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Run":
    return Run(capfd, monkeypatch)


class Run:
    """Runs the command line in this process."""

    def __init__(self, capfd: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.capfd, self.patch = capfd, patch

    def __call__(self, *words: str) -> Ended:
        self.patch.setattr(sys, "argv", ["magrepro", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = self.capfd.readouterr()
        assert "Traceback" not in err
        return Ended(int(end.value.code or 0), out, err)


def imported_by(*words: str) -> set[str]:
    code = (
        "import sys; sys.argv = ['magrepro'] + sys.argv[1:]\n"
        "from magrepro.cli import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [("--help",), ("list",), ("list", "--json")])
def test_help_and_list_import_no_heavy_library(words: tuple[str, ...]) -> None:
    assert not imported_by(*words) & {"numpy", "scipy", "matplotlib", "pydantic", "yaml"}


def test_list_names_every_figure(magrepro: Run) -> None:
    listed = json.loads(magrepro("list", "--json").out)
    assert [entry["name"] for entry in listed] == figures.names()
    assert all(entry["paper"] in "PF" and entry["title"] for entry in listed)
    assert len(magrepro("list").out.splitlines()) == len(listed)


def test_run_writes_the_committed_csv_and_a_picture(magrepro: Run) -> None:
    ended = magrepro("run", "fig3")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.split() == ["figures/fig3.csv", "figures/fig3.png"]
    written = Path("figures/fig3.csv").read_text().splitlines()
    committed = (COMMITTED / "fig3.csv").read_text().splitlines()
    assert (len(written), written[0]) == (len(committed), committed[0])


def test_printed_configuration_gives_identical_bytes(magrepro: Run) -> None:
    Path("mine.yaml").write_text(magrepro("config", "fig3").out)
    magrepro("run", "fig3", "--out", "a", "--format", "png,pdf,svg")
    magrepro("run", "fig3", "--out", "b", "--format", "png,pdf,svg", "--config", "mine.yaml")
    for end in ("csv", "png", "pdf", "svg"):
        assert Path(f"a/fig3.{end}").read_bytes() == Path(f"b/fig3.{end}").read_bytes()


def test_outputs_do_not_depend_on_the_number_of_processes(magrepro: Run) -> None:
    magrepro("run", "fig3", "fig9", "--out", "a", "-q")
    ended = magrepro("run", "fig3", "fig9", "--out", "b", "-q", "-j", "2")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    for name in ("fig3.csv", "fig3.png", "fig9.csv", "fig9.png"):
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes()


def test_other_parameters_go_to_their_own_folder(magrepro: Run) -> None:
    magrepro("run", "fig9")
    before = Path("figures/fig9.csv").read_bytes()
    ended = magrepro("run", "fig9", "--set", "n_particles=[2, 3]")
    folder = Path(ended.out.split()[0]).parent
    assert folder.parent == Path("figures/custom")
    assert folder.name.startswith("fig9-")
    assert len(folder.name) == len("fig9-") + 8
    assert Path("figures/fig9.csv").read_bytes() == before
    refused = magrepro("run", "fig9", "--set", "n_particles=[2, 3]", "--out", "figures")
    assert refused.code == 2
    assert Path("figures/fig9.csv").read_bytes() == before


def test_the_papers_files_are_safe_from_any_working_directory(magrepro: Run) -> None:
    for folder in ("repo/figures", "repo/configs", "elsewhere"):
        Path(folder).mkdir(parents=True)
    Path("repo/configs/fig9.yaml").write_text("")
    os.chdir("elsewhere")
    ended = magrepro("run", "fig9", "--set", "n_particles=[2, 3]", "--out", "../repo/figures")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert not list(Path("../repo/figures").iterdir())


def test_dry_run_writes_nothing(magrepro: Run) -> None:
    assert "figures/fig3.csv" in magrepro("run", "--all", "--dry-run").out
    assert not list(Path().iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "fig55b"], "did you mean fig5b?"),
        (["run"], "which figure?"),
        (["run", "--all", "fig3"], "not both"),
        (["run", "--all", "--set", "c=1"], "belong to one figure"),
        (["run", "fig3", "--format", "gif"], "choose from png, pdf, svg"),
        (["run", "fig3", "--config", "none.yaml"], "none.yaml: cannot be read"),
        (["run", "fig5b", "--set", "d_over_aa=3"], "did you mean d_over_a?"),
        (["run", "fig5b", "--set", "t_over_tf=[-1e-7]"], "must be at least 1e-10, not -1e-07"),
        (["run", "fig3", "--out", "file/below"], "file/below"),
        (["check", "fig3", "--reference", "file"], "file/fig3.csv: no such reference"),
        (["frobnicate"], "No such command"),
    ],
)
def test_mistakes_are_one_message_and_exit_2(magrepro: Run, words: list[str], said: str) -> None:
    Path("file").write_text("not a folder")
    ended = magrepro(*words)
    assert ended.code == 2
    assert said in ended.err
    assert ended.err.count("\n") == 1
    assert not Path("figures").exists()


def test_check_passes_on_what_run_writes(magrepro: Run) -> None:
    magrepro("run", "fig3", "fig9", "-q")
    ended = magrepro("check", "fig3", "fig9", "--json")
    assert ended.code == 0
    assert [entry["same"] for entry in json.loads(ended.out)["figures"]] == [True, True]


def test_check_names_the_number_that_moved(magrepro: Run) -> None:
    magrepro("run", "fig9", "-q")
    path = Path("figures/fig9.csv")
    lines = path.read_text().splitlines()
    n, ratio = lines[3].split(",")
    lines[3] = f"{n},{float(ratio) * (1 + 1e-8)!r}"
    path.write_text("\n".join(lines) + "\n")
    ended = magrepro("check", "fig9")
    assert ended.code == 3
    for part in ("chi_c_over_dimer", "row 4", "n_particles=4", ratio, "relative difference 1e-08"):
        assert part in ended.err


def test_check_goes_on_after_a_missing_reference(magrepro: Run) -> None:
    magrepro("run", "fig9", "-q")
    ended = magrepro("check", "fig3", "fig9", "--json")
    assert ended.code == 2
    assert [entry["same"] for entry in json.loads(ended.out)["figures"]] == [False, True]


@pytest.mark.parametrize("damage", ["cut", "empty", "binary", "short"])
def test_check_tells_a_broken_reference_from_a_good_one(magrepro: Run, damage: str) -> None:
    magrepro("run", "fig9", "-q")
    path = Path("figures/fig9.csv")
    whole = path.read_bytes()
    line = whole.splitlines(keepends=True)
    broken = {"cut": whole[:-9], "empty": b"", "binary": b"\xff\x00", "short": b"".join(line[:9])}
    path.write_bytes(broken[damage])
    ended = magrepro("check", "fig9")
    assert ended.code == 3
    assert "fig9" in ended.err


def test_config_and_explain_tell_every_parameter(magrepro: Run) -> None:
    told = json.loads(magrepro("explain", "fig5b", "--json").out)
    names = [entry["name"] for entry in told["parameters"]]
    assert names == ["kf_a", "t_over_tf", "d_over_a", "chi_landau"]
    assert {entry["source"] for entry in told["parameters"]} <= {"stated", "derived", "assumed"}
    assert told["equations"] == "(2), (3), (A4)"
    words = magrepro("explain", "fig5b").out
    assert all(f"  {name} = " in words for name in names)
    assert all(f"\n{name}: " in magrepro("config", "fig5b").out for name in names)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_one_message(magrepro: Run) -> None:
    Path("locked").mkdir(mode=0o500)
    ended = magrepro("run", "fig3", "--out", "locked")
    assert ended.code == 2
    assert "cannot be written" in ended.err


def test_a_full_disk_leaves_the_old_files_whole(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    magrepro("run", "fig9", "-q")
    before = {path: path.read_bytes() for path in Path("figures").iterdir()}
    whole_open = Path.open

    def full(self: Path, mode: str = "r", **kwargs: int) -> object:
        if ".png" in self.name and "x" in mode:
            raise OSError(28, "No space left on device")
        return whole_open(self, mode, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    ended = magrepro("run", "fig9")
    assert ended.code == 2
    assert "figures/fig9.png: cannot be written: No space left on device" in ended.err
    assert {path: path.read_bytes() for path in Path("figures").iterdir()} == before


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_group_is_one_message(jobs: str) -> None:
    command = [sys.executable, "-m", "magrepro", "run", "--all", "-j", jobs]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(1.0)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode().split() == ["interrupted"]


def test_an_interrupted_run_exits_130_and_leaves_nothing_half_written() -> None:
    command = [sys.executable, "-m", "magrepro", "run", "--all"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not Path("figures/fig1.png").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
    names = {path.name for path in Path("figures").iterdir()}
    assert not [name for name in names if name.endswith(".tmp")]
    assert {Path(n).stem for n in names if n.endswith(".csv")} == {
        Path(n).stem for n in names if n.endswith(".png")
    }
