import hashlib
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from magrepro import cli, figures, papers
from magrepro.bundle import datapackage
from magrepro.figures import fig9
from magrepro.output import Job, make
from magrepro.reference import verify

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "figures"


def validated(path: Path) -> Any:
    """Return the report of Frictionless, which takes a second to load."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless
    return frictionless.validate(str(path))


def committed() -> Any:
    return json.loads((FIGURES / datapackage.NAME).read_text(encoding="utf-8"))


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make(Job("fig9", fig9.Params(), folder))
    datapackage.write(folder)
    return folder


@pytest.fixture(name="folder")
def _folder(made: Path, tmp_path: Path) -> Path:
    """Return a folder with one figure and its description."""
    return Path(shutil.copytree(made, tmp_path / "folder"))


def test_the_committed_description_is_what_the_tool_writes() -> None:
    text = (FIGURES / datapackage.NAME).read_text(encoding="utf-8")
    assert text == datapackage.document(FIGURES), "'make records' writes it anew"


def thinned(entry: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write a hundred rows or so of a table, and return its description without its size."""
    head, *rows = (FIGURES / entry["path"]).read_bytes().splitlines(keepends=True)
    kept = [*rows[:: 1 + len(rows) // 100], rows[-1]]
    (folder / entry["path"]).write_bytes(head + b"".join(kept))
    return {key: value for key, value in entry.items() if key not in ("bytes", "hash")}


def test_frictionless_reads_rows_of_every_table_and_finds_no_fault(tmp_path: Path) -> None:
    described = committed()
    described["resources"] = [thinned(entry, tmp_path) for entry in described["resources"]]
    (tmp_path / datapackage.NAME).write_text(json.dumps(described))
    report = validated(tmp_path / datapackage.NAME)
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == len(figures.names())
    assert report.stats["warnings"] == 0


@pytest.mark.parametrize("name", figures.names())
def test_every_cell_is_of_its_fields_type(name: str) -> None:
    columns = figures.load(name).COLUMNS
    lines = (FIGURES / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = zip(*(line.split(",") for line in lines), strict=True)
    letters = {float: "0123456789.e+-", int: "0123456789-"}
    for column, texts in zip(columns, cells, strict=True):
        if column.dtype is str:
            assert all(text and text.strip(' "') == text for text in set(texts))
            continue
        distinct = set(texts) - ({"nan"} if column.optional else set())
        assert set().union(*distinct) <= set(letters[column.dtype])
        assert all(np.isfinite(column.dtype(text)) for text in distinct)


def test_every_csv_is_a_resource_with_size_hash_licence_and_paper() -> None:
    resources = {entry["name"]: entry for entry in committed()["resources"]}
    assert list(resources) == figures.names()
    for path in FIGURES.glob("*.csv"):
        entry, content = resources[path.stem], path.read_bytes()
        assert entry["path"] == path.name
        assert entry["bytes"] == len(content)
        assert entry["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert entry["licenses"][0]["name"] == "MIT"
        of = figures.paper_of(path.stem).key
        (source,) = entry["sources"]
        assert source["path"].endswith(papers.by_key(of).doi)
        header = content.splitlines()[0].decode()
        assert header == ",".join(field["name"] for field in entry["schema"]["fields"])


def test_every_field_has_type_meaning_and_the_unit_of_its_column() -> None:
    for entry in committed()["resources"]:
        columns = figures.load(entry["name"]).COLUMNS
        for column, field in zip(columns, entry["schema"]["fields"], strict=True):
            assert field["description"] == column.meaning
            assert field.get("unit", "") == column.unit
            assert field["type"] in ("number", "integer", "string")


@pytest.mark.parametrize("old", [",0.41", "100,"])
def test_frictionless_notices_a_changed_number(folder: Path, old: str) -> None:
    assert validated(folder / datapackage.NAME).valid
    path = folder / "fig9.csv"
    path.write_text(path.read_text().replace(old, f"9{old}", 1))
    assert not validated(folder / datapackage.NAME).valid


def checked(folder: Path) -> str:
    return verify(Job("fig9", fig9.Params(), folder)).message


def test_check_tells_a_description_of_other_data(folder: Path) -> None:
    assert checked(folder) == ""
    described = json.loads((folder / datapackage.NAME).read_text())
    described["resources"][0]["schema"]["fields"][1]["unit"] = "V"
    (folder / datapackage.NAME).write_text(json.dumps(described))
    assert "does not describe fig9.csv as it is; 'magrepro bundle'" in checked(folder)
    make(Job("fig9", fig9.Params(n_particles=(2, 3)), folder))
    datapackage.write(folder)
    make(Job("fig9", fig9.Params(), folder))
    assert "does not describe fig9.csv as it is; 'magrepro bundle'" in checked(folder)
    datapackage.write(folder)
    assert checked(folder) == ""


@pytest.mark.parametrize("content", ["", "[]", '{"resources": 3}', "{}", "\x00"])
def test_check_tells_a_description_that_is_none(folder: Path, content: str) -> None:
    (folder / datapackage.NAME).write_text(content)
    assert "not a Data Package; 'magrepro bundle' writes it anew" in checked(folder)


def test_a_folder_without_a_description_is_no_fault(folder: Path) -> None:
    (folder / datapackage.NAME).unlink()
    assert checked(folder) == ""


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["magrepro", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


def test_run_keeps_a_description_current(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "fig9.csv").write_text("other\n")
    assert run(monkeypatch, "run", "fig9", "-q", "--out", str(folder)) == 0
    assert checked(folder) == ""
    shutil.rmtree(folder)
    assert run(monkeypatch, "run", "fig9", "-q", "--out", str(folder)) == 0
    assert not (folder / datapackage.NAME).exists()


def test_run_of_all_begins_a_description(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "names", lambda: ["fig9", "fig3"])
    assert run(monkeypatch, "run", "--all", "-q", "--out", str(tmp_path)) == 0
    described = json.loads((tmp_path / datapackage.NAME).read_text(encoding="utf-8"))
    assert [entry["name"] for entry in described["resources"]] == ["fig9", "fig3"]
