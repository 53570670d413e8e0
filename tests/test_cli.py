import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from magrepro import annotations, cli, cost, figures, papers
from magrepro.reference import Finding
from tests.forked import FORKED, Started, begun, command

COMMITTED = Path(__file__).parent.parent / "figures"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


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


def copied(*names: str) -> None:
    """Put the committed data and pictures of some figures here, as running them would."""
    Path("figures").mkdir()
    for name in names:
        for end in ("csv", "png"):
            shutil.copy(COMMITTED / f"{name}.{end}", "figures")


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
    assert {entry["paper"] for entry in listed} == set(papers.keys())
    assert all(entry["title"] for entry in listed)
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


def test_outputs_do_not_depend_on_the_number_of_processes(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("multiprocessing.get_context", lambda _method: FORKED)
    magrepro("run", "fig3", "fig9", "--out", "a", "-q")
    ended = magrepro("run", "fig3", "fig9", "--out", "b", "-q", "-j", "2")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    for name in ("fig3.csv", "fig3.png", "fig9.csv", "fig9.png"):
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes()


def test_a_folder_of_configurations_serves_several_figures(magrepro: Run) -> None:
    magrepro("run", "fig3", "fig9", "-q")
    ended = magrepro("run", "fig3", "fig9", "--config", str(COMMITTED.parent / "configs"))
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.split() == [
        f"figures/{n}.{e}" for n in ("fig3", "fig9") for e in ("csv", "png")
    ]
    Path("mine").mkdir()
    Path("mine/fig3.yaml").write_text("chi_over_chi_c: [1.5]")
    ended = magrepro("run", "fig3", "--config", "mine", "--dry-run", "-q")
    assert ended.out.startswith("figures/custom/fig3-")
    ended = magrepro("run", "fig3", "fig9", "--config", "mine")
    assert (ended.code, ended.out) == (2, "")
    assert "mine/fig9.yaml: cannot be read: No such file" in ended.err


def test_a_new_figure_comes_with_words_on_what_to_do_next(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("magrepro.new.begin", lambda *_: [Path("a.py"), Path("b.yaml")])
    ended = magrepro("new", "fig11")
    assert (ended.code, ended.out) == (0, "a.py\nb.yaml\n")
    assert ended.err.startswith("next: ")
    monkeypatch.undo()
    assert magrepro("new", "fig3").code == 2


def test_bare_magrepro_prints_the_help_line_by_line(magrepro: Run) -> None:
    bare, asked = magrepro(), magrepro("--help")
    assert (bare.code, bare.err, bare.out) == (0, "", asked.out)
    assert "\n  magrepro check                      are the committed data" in asked.out
    told = magrepro("run", "--help").out
    assert "\n  magrepro run fig5b --set t_over_tf.start=1e-8" in told


def test_out_minus_prints_the_csv_alone(magrepro: Run) -> None:
    magrepro("run", "fig9", "-q")
    ended = magrepro("run", "fig9", "--out", "-")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == Path("figures/fig9.csv").read_text()
    assert not Path("-").exists()


def test_what_takes_too_long_is_refused_unless_allowed(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost, "seconds", lambda name, params: 7200.0)
    for words in (("run", "fig9"), ("run", "fig9", "--dry-run"), ("config", "fig9")):
        ended = magrepro(*words)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == (
            "Error: fig9: would take about 2 hours, and the limit is 60 seconds: "
            "give fewer points or --allow-cost\n"
        )
    assert magrepro("check", "fig9", "--reference", ".").code == 2
    assert not list(Path().iterdir())
    allowed = magrepro("run", "fig9", "--allow-cost")
    assert (allowed.code, allowed.err) == (0, "fig9: about 2 hours\n")


def test_what_takes_long_is_told_beforehand(magrepro: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert magrepro("run", "fig9", "--dry-run").err == "fig9: about a second\n"
    monkeypatch.setattr(cost, "seconds", lambda name, params: 30.0)
    assert magrepro("run", "fig9").err == "fig9: about 30 seconds\n"
    assert magrepro("run", "fig9", "-q").err == ""


def test_a_run_without_memory_is_one_message(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(params: object) -> None:
        raise MemoryError

    monkeypatch.setattr(figures.load("fig9"), "compute", fail)
    ended = magrepro("run", "fig9")
    assert (ended.code, ended.err) == (1, "Error: fig9: too little memory\n")


def test_other_parameters_go_to_their_own_folder(magrepro: Run) -> None:
    magrepro("run", "fig9")
    before = Path("figures/fig9.csv").read_bytes()
    ended = magrepro("run", "fig9", "--set", "n_particles=[2, 3]")
    folder = Path(ended.out.split()[0]).parent
    assert folder.parent == Path("figures/custom")
    assert folder.name.startswith("fig9-")
    assert len(folder.name) == len("fig9-") + 8
    assert magrepro("config", "fig9", "--set", "n_particles=[2, 3]").out == (
        (folder / "config.yaml").read_text()
    )
    again = magrepro("run", "fig9", "--config", str(folder / "config.yaml"))
    assert again.out == ended.out
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
        (["frobnicate"], "No such command 'frobnicate' (see 'magrepro --help')"),
        (["fig5b"], "did you mean 'magrepro run fig5b'?"),
        (["chekc"], "did you mean check?"),
        (["run", "--formt", "png"], "(see 'magrepro run --help')"),
        (["run", "x" * 1000], f"there is no figure '{'x' * 59}…'"),
        (["run", "fig3", "--out", ""], "the name is empty"),
        (["run", "fig3", "fig9", "--out", "-"], "name just one figure"),
        (["explain"], "name a figure"),
        (["config", "fig3", "--schema", "--set", "c=1"], "give it alone"),
        (["claims", "x" * 1000], f"{'x' * 59}…: neither a claim nor a figure"),
        (["run", "fig3", "--config", "x" * 3000], "xx…: cannot be read: File name too long"),
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
    copied("fig9")
    path = Path("figures/fig9.csv")
    lines = path.read_text().splitlines()
    n, ratio, *others = lines[3].split(",")
    lines[3] = ",".join([n, repr(float(ratio) * (1 + 1e-8)), *others])
    path.write_text("\n".join(lines) + "\n")
    ended = magrepro("check", "fig9")
    assert ended.code == 3
    for part in ("chi_c_over_dimer", "row 4", "n_particles=4", ratio, "relative difference 1e-08"):
        assert part in ended.err


def test_check_says_everything_to_machines(magrepro: Run) -> None:
    copied("fig5b")
    path = Path("figures/fig5b.csv")
    lines = path.read_text().splitlines()
    for row, factor in ((7, 1 + 1e-7), (9, 1 + 1e-6)):
        kf_a, tau, m_z, stable = lines[row].split(",")
        lines[row] = f"{kf_a},{tau},{float(m_z) * factor!r},{stable}"
    path.write_text("\n".join(lines) + "\n")
    ended = magrepro("check", "fig5b", "--json")
    assert ended.code == 3
    (found,) = json.loads(ended.out)["figures"]
    assert found.pop("message").startswith("column m_z, row 10 (kf_a=")
    assert found.pop("computed") == pytest.approx(float(m_z), rel=1e-12)
    assert found.pop("relative_difference") == pytest.approx(1e-6, rel=1e-3)
    assert found == {
        "name": "fig5b",
        "same": False,
        "column": "m_z",
        "row": 10,
        "at": {"kf_a": float(kf_a), "t_over_tf": float(tau)},
        "reference": float(lines[9].split(",")[2]),
        "rows_differing": 2,
        "columns_differing": ["m_z"],
    }


def test_check_without_a_folder_here_takes_what_came_with_the_package(magrepro: Run) -> None:
    ended = magrepro("check", "fig9")
    assert (ended.code, ended.out) == (0, "fig9: same\n")
    assert ended.err.startswith("no figures/ here: comparing with the CSVs of magrepro ")


def test_check_beside_custom_figures_alone_takes_what_came_with_the_package(magrepro: Run) -> None:
    magrepro("run", "fig9", "--set", "n_particles=[2, 3]", "-q")
    ended = magrepro("check", "fig9")
    assert (ended.code, ended.out) == (0, "fig9: same\n")
    assert ended.err.startswith("no CSVs in figures/: comparing with the CSVs of magrepro ")


def test_check_goes_on_after_a_missing_reference_and_says_what_makes_it(magrepro: Run) -> None:
    copied("fig9")
    ended = magrepro("check", "fig3", "fig9", "--json")
    assert ended.code == 2
    assert "figures/fig3.csv: no such reference; 'magrepro run fig3' makes it\n" in ended.err
    assert [entry["same"] for entry in json.loads(ended.out)["figures"]] == [False, True]


@pytest.mark.parametrize("damage", ["cut", "empty", "binary", "short"])
def test_check_tells_a_broken_reference_from_a_good_one(magrepro: Run, damage: str) -> None:
    copied("fig9")
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
    wanted = "material kf_a t_over_tf d_over_a chi_landau branch ensemble units"
    assert names == wanted.split()
    assert {entry["source"] for entry in told["parameters"]} <= {"stated", "derived", "assumed"}
    assert told["equations"] == "(2), (3), (A4)"
    words = magrepro("explain", "fig5b").out
    assert all(f"  {name} = " in words for name in names)
    assert all(f"\n{name}: " in magrepro("config", "fig5b").out for name in names)


def test_the_table_of_columns_is_what_the_tool_prints(magrepro: Run) -> None:
    committed = COMMITTED.parent / "docs" / "columns.md"
    assert magrepro("explain", "--columns").out == committed.read_text(encoding="utf-8")


def test_explain_survives_modules_without_docstrings(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = magrepro("explain", "fig9").out
    monkeypatch.setattr(figures.load("fig9"), "__doc__", None)
    assert magrepro("explain", "fig9").out == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
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


needs_groups = pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no groups here")
QUICK = ("vib_fig1", "fig3", "vib_fig3", "fig1", "fig9")


def interrupted_once_there_is(path: Path, started: Started) -> Ended:
    """Interrupt a process and all it began, as a terminal does, and return how it ended."""
    while not path.exists():
        assert started.process.is_alive()
        time.sleep(0.002)
    os.killpg(started.process.pid or 0, signal.SIGINT)
    return Ended(*started.ended())


@needs_groups
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_is_one_message_and_nothing_half_written(jobs: str) -> None:
    several = sorted(figures.of_papers(), key=lambda name: name not in QUICK)
    started = begun(command, "run", *several, "-j", jobs)
    ended = interrupted_once_there_is(Path(f"figures/{several[0]}.csv"), started)
    assert (ended.code, ended.err.split()) == (130, ["interrupted"])
    names = {path.name for path in Path("figures").iterdir()}
    assert not [name for name in names if name.endswith(".tmp")]
    numbers, pictures = ({Path(n).stem for n in names if n.endswith(e)} for e in (".csv", ".png"))
    assert several[0] in numbers == pictures < set(several)


@needs_groups
def test_an_ignored_interrupt_stays_ignored() -> None:
    started = begun(command, "run", "fig3", "fig9", interrupts=signal.SIG_IGN)
    ended = interrupted_once_there_is(Path("figures/fig3.csv"), started)
    assert (ended.code, ended.err) == (0, "")
    assert Path("figures/fig9.png").exists()


def spoilt() -> None:
    """Put two figures here, and change a number of one."""
    copied("fig3", "fig9")
    path = Path("figures/fig9.csv")
    path.write_text(path.read_text().replace("\n5,0.", "\n5,1.", 1))


def test_check_writes_what_junit_would(magrepro: Run) -> None:
    spoilt()
    ended = magrepro("check", "fig3", "fig9", "fig2", "--junit", "new/report.xml", "-q")
    assert ended.code == 3
    suite = ElementTree.parse("new/report.xml").getroot()[0]
    assert {key: suite.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
    }
    assert [(case.get("name"), [child.tag for child in case]) for case in suite] == [
        ("fig3", []),
        ("fig9", ["failure"]),
        ("fig2", ["error"]),
    ]
    assert "column chi_c_over_dimer, row 5" in str(suite[1][0].get("message"))
    assert float(suite[1].get("time") or 0) > 0
    Path("file").touch()
    ended = magrepro("check", "fig3", "--junit", "file/report.xml")
    assert (ended.code, ended.err) == (
        2,
        "Error: file/report.xml: cannot be written: File exists\n",
    )


@pytest.mark.parametrize("how", ["asked", "in Actions", "refused", "elsewhere"])
def test_check_annotates_the_line_that_differs(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    spoilt()
    if how in ("in Actions", "refused"):
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
    words = {"asked": ["--github"], "refused": ["--no-github"]}.get(how, [])
    ended = magrepro("check", "fig3", "fig9", "--json", *words)
    assert ended.code == 3
    assert json.loads(ended.out)["figures"][1]["row"] == 5
    if how in ("asked", "in Actions"):
        place = "::error file=figures/fig9.csv,title=magrepro check fig9,line=5::"
        assert ended.err.startswith(f"{place}column chi_c_over_dimer, row 5 (n_particles=5)")
    else:
        assert ended.err.startswith("fig9: differs: column chi_c_over_dimer, row 5")
    assert ended.err.count("\n") == 1


def test_annotations_escape_what_github_and_xml_would_read() -> None:
    found = Finding("a,b", "50 %\nof: it\x00")
    assert annotations.github(found, Path("a:b,c.csv")) == (
        "::error file=a%3Ab%2Cc.csv,title=magrepro check a%2Cb::50 %25%0Aof: it\x00"
    )
    assert ElementTree.fromstring(annotations.junit([found]))[0][0][0].text == "50 %\nof: it?"
