import json
import shutil
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from magrepro import __date__, __version__, cli, figures, papers
from magrepro.bundle import codecheck, crate, datapackage, folder
from magrepro.output import Job
from magrepro.reference import verify

ROOT = Path(__file__).parent.parent
ORCID = "0000-0002-1825-0097"  # of Josiah Carberry, whom ORCID invented for examples
CHECK = {
    "codechecker": [{"name": "Josiah Carberry", "ORCID": ORCID}],
    "report": "https://doi.org/10.5072/example",
    "summary": "All figures were computed anew.",
    "certificate": "2026-999",
}


@pytest.fixture(name="bundle", scope="module")
def _bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bundle of the vibrational paper."""
    out = tmp_path_factory.mktemp("bundle") / "F"
    folder.assemble(papers.by_key("F"), ROOT / "figures", out)
    return out


def of(path: Path, nodes: dict[str, Any] | None = None) -> codecheck.Checked:
    found = codecheck.checked(path)
    return codecheck.Checked(path, found.raw, found.nodes | (nodes or {}))


@pytest.mark.parametrize("key", papers.keys())
def test_committed_codecheck_is_what_the_tool_prints(key: str) -> None:
    path = ROOT / "codecheck" / key / codecheck.NAME
    assert path.read_text(encoding="utf-8") == codecheck.document(papers.by_key(key))


def test_a_codecheck_lists_what_every_figure_of_its_paper_makes() -> None:
    files = []
    for paper in papers.PAPERS:
        nodes = yaml.safe_load((ROOT / "codecheck" / paper.key / codecheck.NAME).read_text())
        files += [Path(item["file"]) for item in nodes["manifest"]]
        assert nodes["paper"]["title"] == paper.title
        named = [author["name"] for author in nodes["paper"]["authors"]]
        assert ", ".join(named) == paper.authors.replace(" and ", ", ")
    assert all((ROOT / file).is_file() for file in files)
    assert sorted(file.stem for file in files if file.suffix == ".csv") == sorted(
        figures.of_papers()
    )


def test_a_bundle_leaves_open_only_what_a_check_brings(bundle: Path) -> None:
    file = of(bundle / codecheck.NAME)
    assert tuple(codecheck.faults(file)) == codecheck.ONLY_A_CHECK_MEETS
    assert codecheck.faults(file, "warning") == {}
    assert codecheck.faults(file, "info") == {}


def test_with_what_a_check_brings_every_rule_is_met(bundle: Path) -> None:
    file = of(bundle / codecheck.NAME)
    authors = [author | {"ORCID": ORCID} for author in file.authors]
    done = of(file.path, CHECK | {"paper": file.paper | {"authors": authors}})
    for severity in ("error", "warning", "info"):
        assert codecheck.faults(done, severity) == {}


@pytest.mark.parametrize(
    ("nodes", "rule"),
    [
        ({"manifest": []}, "CC-CFG-004"),
        ({"manifest": [{"comment": "no file"}]}, "CC-CFG-005"),
        ({"manifest": [{"file": "../fig1.csv"}]}, "CC-CFG-006"),
        ({"manifest": [{"file": "/fig1.csv"}]}, "CC-CFG-006"),
        ({"manifest": [{"file": "figures/none.csv"}]}, "CC-BUN-001"),
        ({"codechecker": [{"ORCID": ORCID}]}, "CC-CFG-009"),
        ({"paper": None}, "CC-CFG-016"),
        ({"paper": {"title": ""}}, "CC-CFG-017"),
        ({"paper": {"authors": []}}, "CC-CFG-018"),
        ({"paper": {"authors": [{"ORCID": ORCID}]}}, "CC-CFG-019"),
        ({"paper": {"reference": None}}, "CC-CFG-021"),
        ({"summary": "FIXME"}, "CC-CFG-023"),
        ({"certificate": "YYYY-001"}, "CC-CFG-026"),
        ({"codechecker": [{"name": "x", "ORCID": "0000-0002-1825-0098"}]}, "CC-MET-001"),
        ({"codechecker": [{"name": "x", "ORCID": f"https://orcid.org/{ORCID}"}]}, "CC-MET-001"),
    ],
)
def test_a_broken_rule_is_named(bundle: Path, nodes: dict[str, Any], rule: str) -> None:
    assert rule in codecheck.faults(of(bundle / codecheck.NAME, CHECK | nodes))


def test_a_codecheck_that_is_no_yaml_is_told(tmp_path: Path) -> None:
    for text in ("[", "- 1\n", "\xff"):
        (tmp_path / codecheck.NAME).write_bytes(text.encode("latin-1"))
        with pytest.raises(ValueError, match=r"CC-CFG-001|codec"):
            codecheck.checked(tmp_path / codecheck.NAME)


def test_the_committed_crate_is_what_the_tool_prints_every_time() -> None:
    text = (ROOT / crate.NAME).read_text(encoding="utf-8")
    same = text == crate.document(ROOT / "figures", figures.names())
    assert same, "'make records' writes it anew"


@pytest.mark.parametrize("whole", [True, False])
def test_rocrate_reads_its_crate_and_finds_every_file(bundle: Path, whole: bool) -> None:
    root = ROOT if whole else bundle
    graph = json.loads((root / crate.NAME).read_text(encoding="utf-8"))
    from rocrate.rocrate import ROCrate

    read = ROCrate(graph)
    assert str(read.root_dataset["datePublished"]).startswith(__date__)
    assert read.root_dataset["license"]
    named = [entity.id for entity in read.data_entities]
    assert len(named) == (3 * len(figures.names()) + 1 if whole else 16)
    assert all((root / name).is_file() for name in named)
    for entity in read.data_entities:
        assert int(entity["contentSize"]) == (root / entity.id).stat().st_size
    runs = [e for e in read.contextual_entities if e.type == "CreateAction"]
    assert len(runs) == (len(named) - 1) / 3
    assert all(run["instrument"]["softwareVersion"] == __version__ for run in runs)
    described = {entity.id for entity in read.get_entities()}
    for entity in graph["@graph"]:
        for value in entity.values():
            for item in value if isinstance(value, list) else [value]:
                local = isinstance(item, dict) and not item["@id"].startswith("https://")
                assert not local or item["@id"] in described, item


def test_pictures_in_the_crate_have_their_words() -> None:
    graph = json.loads((ROOT / crate.NAME).read_text(encoding="utf-8"))["@graph"]
    (entity,) = [entity for entity in graph if entity["@id"] == "figures/fig9.png"]
    assert "falls from 1 at 2 to 0.417 at 100" in entity["description"]


def test_a_picture_of_other_numbers_is_no_part_of_a_crate(tmp_path: Path) -> None:
    here = tmp_path / "figures"
    for name in ("figures/fig9.csv", "figures/fig9.png", "configs/fig9.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    assert "falls from 1 at 2" in crate.document(here, ["fig9"])
    with (here / "fig9.csv").open("a") as file:
        file.write("101,1,1\n")
    with pytest.raises(crate.CrateError, match=r"other numbers than fig9\.csv beside it; 'magr"):
        crate.document(here, ["fig9"])
    (here / "fig9.png").unlink()
    with pytest.raises(crate.CrateError, match=r"fig9\.png: cannot be read: .*'magrepro run fig9'"):
        crate.document(here, ["fig9"])


def test_a_bundle_stands_by_itself(bundle: Path) -> None:
    names = codecheck.names_of(papers.by_key("F"))
    assert {path.stem for path in (bundle / "figures").glob("*.csv")} == set(names)
    for name in ("vib_fig1", "vib_fig3"):
        params = figures.load(name).Params()
        assert verify(Job(name, params, bundle / "figures")).message == ""
        text = (bundle / "configs" / f"{name}.yaml").read_text()
        schema = json.loads((bundle / "configs" / "schema" / f"{name}.json").read_text())
        jsonschema.validate(yaml.safe_load(text), schema)
    for name in ("LICENSE", "README.md", "requirements.txt", "codecheck/README.md"):
        assert (bundle / name).stat().st_size
    assert sorted(
        e["name"]
        for e in json.loads((bundle / "figures" / datapackage.NAME).read_text())["resources"]
    ) == sorted(names)


def magrepro(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["magrepro", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["F"], "a paper and --out DIR belong together"),
        (["--out", "x"], "a paper and --out DIR belong together"),
        (["F", "--out", "x", "--print", "crate"], "not both"),
        (["--print", "codecheck"], "is about one paper"),
        (["X", "--out", "x"], "'X' is not one of"),
        ([], "figures: holds no figure's CSV; 'magrepro run --all' makes them"),
        (["F", "--out", "x"], "figures/vib_fig1.csv: missing; 'magrepro run vib_fig1' makes it"),
        (["F", "--figures", str(ROOT / "figures"), "--out", "full"], "not an empty folder"),
        (["F", "--figures", str(ROOT / "figures"), "--out", "full/a/b"], "cannot be written"),
        (["--figures", "broken", "--print", "crate"], "'magrepro run fig9' makes its files"),
    ],
)
def test_mistakes_are_one_message(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("full", "broken", "configs"):
        Path(name).mkdir()
    Path("full/a").touch()
    Path("broken/fig9.csv").touch()
    before = sorted(tmp_path.rglob("*"))
    assert magrepro(monkeypatch, "bundle", *words) == 2
    err = capfd.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_missing_library_is_one_message_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rocrate.rocrate", None)
    words = ("bundle", "F", "--figures", str(ROOT / "figures"), "--out", str(tmp_path / "new"))
    assert magrepro(monkeypatch, *words) == 2
    assert "pip install 'magrepro[bundle]'" in capfd.readouterr().err
    assert not list(tmp_path.iterdir())


def test_bundle_alone_writes_the_description_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("figures").mkdir()
    shutil.copy(ROOT / "figures" / "fig9.csv", "figures")
    assert magrepro(monkeypatch, "bundle") == 0
    assert capfd.readouterr().out == "figures/datapackage.json\n"
    assert magrepro(monkeypatch, "bundle", "--print", "datapackage") == 0
    assert capfd.readouterr().out == Path("figures/datapackage.json").read_text()


def test_the_citation_names_this_version_and_day() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == __version__
    assert str(cited["date-released"]) == __date__
