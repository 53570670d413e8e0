import io
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from magrepro import config, figures
from magrepro.figures import fig5b, fig9
from magrepro.figures._style import figure
from magrepro.output import Job, make, picture
from magrepro.picture import MAX_BYTES, Origin, PictureError, read
from tests.test_cli import Run, _empty_folder, _magrepro  # noqa: F401

ROOT = Path(__file__).parent.parent
ENDS = ("png", "svg", "pdf")
PARAMS = fig5b.Params(
    kf_a=("zeta_1_36", 42.5), t_over_tf=(1e-9, 1.2345678901234567e-7), d_over_a=4, branch="largest"
)


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make(Job("fig5b", PARAMS, folder, ENDS))
    return folder


def refused(path: Path) -> str:
    with pytest.raises(PictureError) as error:
        read(path)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message


def parameters(origin: Origin) -> Any:
    given = config.read(origin.path.name, origin.parameters)
    return config.parameters(figures.load(origin.figure).Params, given=given)


@pytest.mark.parametrize("end", ENDS)
def test_a_picture_gives_back_every_parameter_to_the_last_digit(made: Path, end: str) -> None:
    origin = read(made / f"fig5b.{end}")
    assert parameters(origin) == PARAMS
    assert (origin.figure, origin.csv) == ("fig5b", made / "fig5b.csv")
    assert origin.of_csv_beside()


@pytest.mark.parametrize("end", ENDS)
def test_a_figure_is_made_again_from_its_picture_byte_for_byte(
    made: Path, end: str, tmp_path: Path, magrepro: Run
) -> None:
    again = tmp_path / "again"
    path = str(made / f"fig5b.{end}")
    ends = ENDS if end == "png" else (end,)
    done = magrepro("run", "--from", path, "--out", str(again), "--format", ",".join(ends))
    assert (done.code, done.err) == (
        0,
        f"{again / 'fig5b.csv'}: byte for byte the numbers that fig5b.{end} was drawn from\n",
    )
    for name in ("fig5b.csv", *(f"fig5b.{other}" for other in ends)):
        assert (again / name).read_bytes() == (made / name).read_bytes()


@pytest.mark.parametrize("name", figures.names())
def test_every_committed_picture_says_its_parameters_are_the_papers(name: str) -> None:
    origin = read(ROOT / "figures" / f"{name}.png")
    assert (origin.figure, parameters(origin)) == (name, figures.load(name).Params())
    assert origin.of_csv_beside()


def test_what_inspect_prints_is_the_configuration(
    made: Path, tmp_path: Path, magrepro: Run
) -> None:
    told = magrepro("inspect", str(made / "fig5b.svg"))
    assert (told.code, told.err) == (0, "")
    assert "d_over_a: 4.0  # the paper's: 3.0" in told.out
    file = tmp_path / "read.yaml"
    file.write_text(told.out)
    done = magrepro("run", "fig5b", "--config", str(file), "--out", "-")
    assert done.out == (made / "fig5b.csv").read_text()


def test_inspect_says_in_json_whether_the_csv_beside_is_the_pictures(
    made: Path, tmp_path: Path, magrepro: Run
) -> None:
    picture = tmp_path / "fig5b.png"
    picture.write_bytes((made / "fig5b.png").read_bytes())
    told = []
    for text in (None, (made / "fig5b.csv").read_text(), "kf_a\n1\n"):
        if text:
            picture.with_suffix(".csv").write_text(text)
        done = magrepro("inspect", str(picture), "--json")
        told.append((json.loads(done.out)["drawn_from_csv"], done.code))
    assert told == [(None, 0), (True, 0), (False, 3)]


@pytest.mark.parametrize("end", ENDS)
def test_a_picture_cut_short_anywhere_is_refused(made: Path, tmp_path: Path, end: str) -> None:
    whole = (made / f"fig5b.{end}").read_bytes()
    for share in (0.0, 0.001, 0.01, 0.3, 0.9, 0.999):
        cut = tmp_path / f"cut.{end}"
        cut.write_bytes(whole[: int(share * len(whole))])
        refused(cut)


def test_a_picture_whose_words_were_changed_is_refused(made: Path, tmp_path: Path) -> None:
    whole = (made / "fig5b.png").read_bytes()
    changed = tmp_path / "changed.png"
    changed.write_bytes(whole.replace(b'"d_over_a": 4.0', b'"d_over_a": 5.0'))
    assert "damaged" in refused(changed)


@pytest.mark.parametrize("end", ENDS)
def test_pictures_of_other_programs_are_refused(tmp_path: Path, end: str) -> None:
    from matplotlib.figure import Figure

    other = tmp_path / f"other.{end}"
    Figure().savefig(other)
    message = refused(other)
    assert "not made by magrepro" in message


def png(**texts: str) -> bytes:
    body = io.BytesIO()
    body.write(b"\x89PNG\r\n\x1a\n")
    for key, text in texts.items():
        data = key.encode() + b"\0" + text.encode("latin-1")
        chunk = struct.pack(">I", len(data)) + b"tEXt" + data
        body.write(chunk + struct.pack(">I", zlib.crc32(b"tEXt" + data)))
    body.write(b"\0\0\0\0IEND" + struct.pack(">I", zlib.crc32(b"IEND")))
    return body.getvalue()


SAYS = {
    "Title": "fig9: a chain",
    "Software": "magrepro 9.9",
    "Parameters": "{}",
    "Data": f"fig9.csv sha256 {'0' * 64}",
}

HOSTILE: dict[str, dict[str, str]] = {
    "a path in place of a name": {"Data": f"../../etc/passwd.csv sha256 {'0' * 64}"},
    "no hash": {"Data": "fig9.csv"},
    "no version": {"Software": "magrepro"},
}


@pytest.mark.parametrize("says", HOSTILE.values(), ids=HOSTILE)
def test_metadata_of_another_form_are_refused(tmp_path: Path, says: Any) -> None:
    (tmp_path / "fig9.png").write_bytes(png(**(SAYS | says)))
    refused(tmp_path / "fig9.png")


WRONG = {
    "unknown figure": ({"Title": "fig99\x1b[31m: x"}, "shows 'fig99\\x1b[31m', a figure that"),
    "unknown key": ({"Parameters": '{"n_particle": 3}'}, "did you mean n_particles?"),
    "out of bounds": ({"Parameters": '{"n_particles": [1e9]}'}, "n_particles"),
    "nested": ({"Parameters": "[" * 100_000}, "nested too deeply"),
    "no mapping": ({"Parameters": "7"}, "expected lines such as"),
    "key twice": ({"Parameters": '{"d_over_a": 3, "d_over_a": 4}'}, "given twice"),
}


@pytest.mark.parametrize(("says", "message"), WRONG.values(), ids=WRONG)
def test_what_a_picture_says_is_checked_like_a_configuration(
    tmp_path: Path, magrepro: Run, says: Any, message: str
) -> None:
    picture = tmp_path / "fig9.png"
    picture.write_bytes(png(**(SAYS | says)))
    for words in (("inspect", str(picture)), ("run", "--from", str(picture))):
        done = magrepro(*words)
        assert (done.code, done.out) == (2, "")
        assert message in done.err
        assert done.err.count("\n") == 1
        assert "\x1b" not in done.err
    assert list(tmp_path.iterdir()) == [picture]


def test_a_picture_of_other_parameters_is_told_from_the_numbers_made_again(
    tmp_path: Path, magrepro: Run
) -> None:
    (tmp_path / "fig9.png").write_bytes(png(**SAYS))
    done = magrepro("run", "--from", str(tmp_path / "fig9.png"), "--out", str(tmp_path / "again"))
    assert done.code == 0
    assert "not byte for byte the numbers that fig9.png was drawn from, by magrepro 9.9" in done.err


def test_entities_that_would_fill_the_memory_are_refused(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    text = f'<!DOCTYPE svg [<!ENTITY l0 "lol">{bomb}]><svg><title>&l9;</title></svg>'
    (tmp_path / "bomb.svg").write_text(text)
    assert "declares entities" in refused(tmp_path / "bomb.svg")


@pytest.mark.parametrize("end", ENDS)
def test_a_huge_file_is_refused_without_being_read(tmp_path: Path, end: str, made: Path) -> None:
    huge = tmp_path / f"huge.{end}"
    with huge.open("wb") as file:
        file.write((made / f"fig5b.{end}").read_bytes()[:60])
        file.truncate(1 << 36)
    refused(huge)


def test_a_text_longer_than_any_parameters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fig9.png").write_bytes(png(Parameters="x" * MAX_BYTES))
    assert "longer than" in refused(tmp_path / "fig9.png")


@pytest.mark.parametrize("end", ENDS)
def test_the_longest_parameters_are_read_back(tmp_path: Path, end: str) -> None:
    params = fig9.Params(n_particles=tuple(range(2, 20_000)))
    drawing = figure()
    path = tmp_path / f"fig9.{end}"
    path.write_bytes(picture(drawing, end, Job("fig9", params, tmp_path), b""))
    assert parameters(read(path)) == params


def test_a_folder_and_a_missing_file_are_one_message_each(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    assert "not a file" in refused(tmp_path / "a.png")
    assert "No such file" in refused(tmp_path / "b.png")
