import lzma
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from magrepro import commands, figures
from magrepro.dataset import DatasetError, read_csv
from tests.driven import Told, driven

ROOT = Path(__file__).parent.parent
LARGEST = 3_000_000
"""Bytes of a wheel that nobody minds to download."""

needs_hatchling = pytest.mark.skipif(
    find_spec("hatchling") is None, reason="needs hatchling, which builds wheels"
)


COMMANDS = {
    ("check", "fig9", "fig3"): "fig9: same\nfig3: same\n",
    ("list",): "  P, Fig. 5(b)  ",
    ("claims", "p.appc.falls-with-length"): "p.appc.falls-with-length",
    ("explain", "fig9"): "falls from 1 at 2 to 0.417 at 100",
    ("config", "fig9", "--schema"): '"$schema": "http://json-schema.org/draft-07/schema#"',
    ("run", "fig9"): "figures/fig9.csv\nfigures/fig9.png\n",
    ("bundle",): "figures/datapackage.json",
    ("check", "fig9"): "fig9: same",
}


@pytest.fixture(name="wheel", scope="module")
def _wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel."""
    from hatchling.builders.wheel import WheelBuilder

    (made,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")))
    return Path(made)


@pytest.fixture(name="empty", scope="module")
def _empty(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty folder beside the unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    (folder / "empty").mkdir()
    return folder / "empty"


@pytest.fixture(name="told", scope="module")
def _told(empty: Path) -> dict[tuple[str, ...], Told]:
    """Return what the wheel's commands tell, given one after the other in the empty folder."""
    told = driven(empty, empty.parent / "installed", [("command", *words) for words in COMMANDS])
    return dict(zip(COMMANDS, told, strict=True))


@needs_hatchling
def test_each_library_of_the_tests_is_tested_at_its_lowest_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [Requirement(r) for r in [*project["dependencies"], *extras["test"]]]
    wanted += [Requirement(r) for r in extras["cluster"] + extras["certify"] + extras["bundle"]]
    lines = (ROOT / "constraints-lowest.txt").read_text().lower().splitlines()
    lowest = dict(line.split("==") for line in lines if "==" in line)
    for library in wanted:
        if library.name != "magrepro":
            (declared,) = library.specifier
            assert declared.operator == ">="
            assert f"{lowest[library.name.lower()]}.".startswith(f"{declared.version}.")


def test_the_wheel_is_small_and_holds_the_package_alone(wheel: Path) -> None:
    assert wheel.stat().st_size <= LARGEST
    with zipfile.ZipFile(wheel) as archive:
        files = archive.namelist()
    references = {name for name in files if name.startswith("magrepro/reference/")}
    assert references == {f"magrepro/reference/{name}.csv.xz" for name in figures.names()}
    assert {name.split("/")[0] for name in files} == {"magrepro", wheel.name[:14] + ".dist-info"}
    assert not [name for name in files if name.endswith((".png", ".yaml", ".csv"))]


@needs_hatchling
def test_the_wheel_brings_the_numbers_it_is_checked_with(
    empty: Path, told: dict[tuple[str, ...], Told]
) -> None:
    for path in (empty.parent / "installed" / "magrepro" / "reference").iterdir():
        assert lzma.decompress(path.read_bytes()) == (ROOT / "figures" / path.stem).read_bytes()
    code, out, err = told["check", "fig9", "fig3"]
    assert (code, out) == (0, "fig9: same\nfig3: same\n")
    assert err.startswith("no figures/ here: comparing with the CSVs of magrepro ")


@needs_hatchling
@pytest.mark.parametrize("words", COMMANDS)
def test_everything_works_from_the_wheel_in_an_empty_folder(
    told: dict[tuple[str, ...], Told], words: tuple[str, ...]
) -> None:
    code, out, err = told[words]
    assert code == 0, err
    assert COMMANDS[words] in out
    assert words[0] in commands.names()


@needs_hatchling
def test_a_wheel_can_be_built_from_the_source_distribution() -> None:
    from hatchling.builders.sdist import SdistBuilder

    # What it packs, which takes a second less to list than to compress.
    files = {
        Path(file.distribution_path) for file in SdistBuilder(str(ROOT)).recurse_included_files()
    }
    assert {Path(p) for p in ("hatch_build.py", "pyproject.toml", "LICENSE", "README.md")} <= files
    assert {Path(f"figures/{name}.csv") for name in figures.names()} <= files
    package = {path.relative_to(ROOT) for path in (ROOT / "magrepro").rglob("*.py")}
    assert package <= files


@pytest.mark.parametrize("content", [b"", b"no xz", b"\xfd7zXZ\x00cut"])
def test_a_damaged_reference_is_one_message(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fig9.csv.xz").write_bytes(content)
    with pytest.raises(DatasetError, match=r"fig9\.csv\.xz"):
        read_csv(tmp_path / "fig9.csv.xz", figures.load("fig9").COLUMNS)
