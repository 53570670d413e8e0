import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from magrepro import figures

ROOT = Path(__file__).parent.parent


@pytest.mark.skipif(find_spec("hatchling") is None, reason="needs hatchling, which builds wheels")
def test_the_wheel_brings_the_numbers_it_is_checked_with(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        files = archive.namelist()
        archive.extractall(tmp_path / "installed")
    references = {Path(name).stem for name in files if name.startswith("magrepro/reference/")}
    assert references == set(figures.names())
    assert {name.split("/")[0] for name in files} == {"magrepro", wheel.name[:14] + ".dist-info"}
    assert not [name for name in files if name.endswith((".png", ".yaml"))]
    (tmp_path / "empty").mkdir()
    checked = subprocess.run(
        [sys.executable, "-m", "magrepro", "check", "fig9", "fig3"],
        cwd=tmp_path / "empty",
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout) == (0, "fig9: same\nfig3: same\n")
    assert checked.stderr.startswith("no figures/ here: comparing with the CSVs of magrepro ")
