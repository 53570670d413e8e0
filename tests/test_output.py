import hashlib
import os
import signal
from pathlib import Path

import pytest

from magrepro.figures import fig9
from magrepro.output import Job, OutputError, Together, make, pictures_of_other_data
from magrepro.reference import verify
from tests.forked import begun

OLD, NEW = fig9.Params(n_particles=(2, 3)), fig9.Params(n_particles=(2, 4))


def job(folder: Path, params: fig9.Params, *formats: str) -> Job:
    return Job("fig9", params, folder, formats or ("png",))


def left(folder: Path) -> list[Path]:
    return list(folder.glob(".*.tmp"))


@pytest.mark.parametrize("end", ["png", "pdf", "svg"])
def test_a_picture_tells_which_numbers_it_was_drawn_from(tmp_path: Path, end: str) -> None:
    make(job(tmp_path, OLD, end))
    assert not pictures_of_other_data(tmp_path / "fig9.csv")
    make(job(tmp_path, NEW, "png" if end == "svg" else "svg"))
    assert pictures_of_other_data(tmp_path / "fig9.csv") == [tmp_path / f"fig9.{end}"]


def test_check_tells_a_torn_pair(tmp_path: Path) -> None:
    make(job(tmp_path, NEW))
    assert verify(job(tmp_path, NEW)).message == ""
    old = tmp_path / "old"
    make(job(old, OLD))
    (old / "fig9.png").replace(tmp_path / "fig9.png")
    found = verify(job(tmp_path, NEW))
    assert "fig9.png was not drawn from fig9.csv beside it" in found.message
    assert found.difference is None
    assert "\n" not in found.message
    (tmp_path / "fig9.png").unlink()
    assert verify(job(tmp_path, NEW)).message == ""


def test_a_failure_between_two_renames_is_told_and_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(job(tmp_path, OLD))
    whole = Path.replace

    def fail_for_the_csv(self: Path, target: Path) -> Path:
        if target.suffix == ".csv":
            raise PermissionError(1, "Operation not permitted")
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", fail_for_the_csv)
    with pytest.raises(OutputError, match=r"fig9\.csv: cannot be written: Operation not permitted"):
        make(job(tmp_path, NEW))
    monkeypatch.undo()
    assert pictures_of_other_data(tmp_path / "fig9.csv") == [tmp_path / "fig9.png"]
    assert not left(tmp_path)
    make(job(tmp_path, NEW))
    assert not pictures_of_other_data(tmp_path / "fig9.csv")


def _killed_before_the_csv() -> None:
    whole = Path.replace

    def last(self: Path, target: Path) -> Path:
        if target.suffix == ".csv":
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(self, target)

    Path.replace = last  # type: ignore[assignment,method-assign]
    with Together(Path(), "fig9") as files:
        for name in ("fig9.csv", "fig9.png"):
            files.write(Path(name), [Path("new", name).read_bytes()])


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed like that here")
def test_a_kill_between_two_renames_is_told_and_the_next_run_clears_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(job(tmp_path, OLD))
    make(job(tmp_path / "new", NEW))
    assert begun(_killed_before_the_csv).ended() == (-signal.SIGKILL, "", "")
    assert pictures_of_other_data(tmp_path / "fig9.csv") == [tmp_path / "fig9.png"]
    assert len(left(tmp_path)) == 1
    make(job(tmp_path, NEW))
    assert not left(tmp_path)
    assert verify(job(tmp_path, NEW)).message == ""


def test_the_temporary_files_of_a_run_that_is_alive_are_left_to_it(tmp_path: Path) -> None:
    with Together(tmp_path, "fig9") as files:
        digest = files.write(tmp_path / "fig9.csv", [b"n,", b"m\n"])
        (tmp_path / ".fig10.csv.tmp").touch()
        with Together(tmp_path, "fig9"):
            assert len(left(tmp_path)) == 2
    assert (tmp_path / "fig9.csv").read_bytes() == b"n,m\n"
    assert digest == hashlib.sha256(b"n,m\n").hexdigest()
    assert left(tmp_path) == [tmp_path / ".fig10.csv.tmp"]


def test_a_failing_drawing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no room")

    monkeypatch.setattr(fig9, "draw", fail)
    with pytest.raises(ValueError, match="no room"):
        make(job(tmp_path, OLD))
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="folders have other rights there")
def test_what_a_killed_run_left_in_a_folder_that_cannot_be_listed_is_no_fault(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "secret"
    folder.mkdir(mode=0o300)
    make(job(folder, OLD))
    assert (folder / "fig9.csv").exists()
