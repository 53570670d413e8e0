"""The notebook of the documents runs as it stands."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(name="tour", scope="module")
def _tour() -> Any:
    nbformat: Any = pytest.importorskip("nbformat")
    return nbformat.read(DOCS / "tour.ipynb", as_version=4)


def test_the_tour_has_ten_cells_and_is_committed_without_outputs(tour: Any) -> None:
    assert len(tour.cells) == 10
    assert not [cell for cell in tour.cells[1:] if cell.outputs or cell.execution_count]


def run(shell: Any, source: str) -> dict[str, Any]:
    """Return what a cell shows and prints, run as a kernel runs it but in this process."""
    from IPython.utils.capture import capture_output

    with capture_output() as printed:
        done = shell.run_cell(source)
    done.raise_error()
    data = {} if done.result is None else shell.display_formatter.format(done.result)[0]
    return {"data": data, "text": printed.stdout}


@pytest.mark.filterwarnings("ignore")
def test_the_tour_runs_and_shows_what_it_says(tour: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for needed in ("pandas", "xarray"):
        pytest.importorskip(needed)
    shell_of: Any = pytest.importorskip("IPython.core.interactiveshell")
    Config: Any = pytest.importorskip("traitlets.config").Config
    monkeypatch.chdir(DOCS)
    quiet = Config(HistoryManager={"enabled": False})  # which would be a database at home
    shell = shell_of.InteractiveShell(user_module=ModuleType("tour"), config=quiet)
    shown = [run(shell, cell.source) for cell in tour.cells[1:]]
    forms = [set(output["data"]) for output in shown]
    assert {"text/html", "image/png"} <= forms[1]
    assert "image/png" in forms[6] & forms[7]
    assert "text/html" in forms[3]
    assert "'vib_fig5'" in shown[0]["data"]["text/plain"]
    assert "chi^2 = 13.5993 with 20 degrees" in shown[7]["data"]["text/plain"]
    assert "d_over_a: 4.0" in shown[8]["text"]
