"""How the program behaves in surroundings that are not what it would wish."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from magrepro.figures import fig9
from magrepro.output import Job, make
from tests.forked import begun, command

pytestmark = pytest.mark.skipif(os.name != "posix", reason="says it in the words of a shell")

COMMITTED = Path(__file__).parent.parent / "figures"
CLOSED = "Error: output: standard output is closed\n"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def shell(line: str, **environment: str) -> tuple[int, str, str]:
    """Run a line of shell in which M is the program; return exit code, output and errors."""
    line = f"set -o pipefail; M() {{ '{sys.executable}' -m magrepro \"$@\"; }}; {line}"
    done = subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("line", "code", "err"),
    [
        ("M list >&-", 2, CLOSED),
        ("M run fig99 2>&-", 2, ""),
        ("M list <&- >&- 2>&-", 2, ""),
        ("M list >/dev/full", 2, "Error: output: No space left on device\n"),
        ("M list | true", 0, ""),
    ],
)
def test_closed_or_full_streams_are_one_message(line: str, code: int, err: str) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("there is no full device here")
    assert shell(line) == (code, "", err)


def test_no_file_takes_the_place_of_a_closed_stream() -> None:
    code = "import sys; from magrepro import streams; streams.prepare(); "
    code += "sys.exit(open('data', 'w').fileno() <= 2)"
    assert shell(f'"{sys.executable}" -c "{code}" <&- >&- 2>&-') == (0, "", "")


def without(*streams: int) -> Callable[..., None]:
    """Return what runs the program after some of its streams were closed."""
    return functools.partial(_without, streams)


def _without(streams: tuple[int, ...], *words: str) -> None:
    for number in streams:
        os.close(number)
        setattr(sys, ("stdin", "stdout", "stderr")[number], None)  # as Python does at its start
    command(*words)


def test_a_figure_is_written_without_any_stream_and_none_is_printed_on_a_closed_one() -> None:
    assert begun(without(0, 1, 2), "run", "fig9", "-q").ended() == (0, "", "")
    assert Path("figures/fig9.png").exists()
    assert begun(without(1), "run", "fig9", "--out", "-").ended() == (2, "", CLOSED)


def unread(*words: str) -> tuple[int, str]:
    """Run the program, of which nobody reads what it prints."""
    started = begun(command, *words)
    started.out.close()
    code, _, err = started.ended()
    return code, err


def test_a_reader_that_leaves_does_not_hide_a_difference() -> None:
    assert unread("run", "fig9", "--out", "-") == (0, "")
    Path("figures").mkdir()
    for end in ("csv", "png"):
        shutil.copy(COMMITTED / f"fig9.{end}", "figures")
    Path("figures/fig3.csv").write_text("chi_over_chi_c,m1\n")
    assert unread("check", "fig9", "fig3")[0] == 3


def test_too_few_files_are_one_message() -> None:
    code, _, err = shell("ulimit -n 5; M run vib_fig1 -q")
    assert (code, err.count("\n")) == (2, 1)
    assert "Too many open files" in err


def test_too_few_files_for_other_processes_are_one_message() -> None:
    code, _, err = begun(_with_few_files, "run", "fig9", "fig3", "-q", "-j", "2").ended()
    assert (code, err) == (2, "Error: Too many open files\n")


def _with_few_files(*words: str) -> None:
    import resource

    with Path(os.devnull).open() as free:
        resource.setrlimit(resource.RLIMIT_NOFILE, (free.fileno() + 2,) * 2)
    command(*words)


def test_words_survive_a_python_without_docstrings() -> None:
    line = "M list; M run --help"
    assert shell(line) == shell(line, PYTHONOPTIMIZE="2")


@pytest.mark.parametrize(
    ("encoding", "folder", "printed"),
    [("ascii", "\udcff", "?"), ("latin-1", "Ж", "\\u0416"), ("utf-8", "Ж", "Ж")],
)
def test_letters_that_a_terminal_lacks_are_no_fault(
    encoding: str, folder: str, printed: str
) -> None:
    words = ("run", "fig9", "--dry-run", "--out", folder)
    code, out, err = begun(_printing_in, encoding, *words).ended()
    assert (code, err) == (0, "fig9: about a second\n")
    assert out == f"{printed}/fig9.csv\n{printed}/fig9.png\n"


def _printing_in(encoding: str, *words: str) -> None:
    sys.stdout = open(1, "w", encoding=encoding, closefd=False)  # noqa: SIM115
    command(*words)


def test_a_users_settings_of_matplotlib_change_no_picture() -> None:
    make(Job("fig9", fig9.Params(), Path("plain")))
    Path("matplotlibrc").write_text(
        "axes.facecolor: yellow\nsavefig.facecolor: red\nlines.linewidth: 9\nno.such.key: 1\n"
    )
    code, out, err = shell("M run fig9 --out mine -q", MPLBACKEND="garbage")
    assert (code, out, err) == (0, "", "")
    assert Path("mine/fig9.png").read_bytes() == Path("plain/fig9.png").read_bytes()
    Path("matplotlibrc").write_bytes(b"\xff\xfe")
    code, _, err = shell("M run fig9")
    assert (code, err) == (2, "Error: matplotlibrc: cannot be read: not UTF-8 text\n")
