"""The notebook of the documents runs as it stands."""

from pathlib import Path
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


@pytest.mark.filterwarnings("ignore")
def test_the_tour_runs_and_shows_what_it_says(tour: Any) -> None:
    nbclient: Any = pytest.importorskip("nbclient")
    for needed in ("ipykernel", "pandas", "xarray"):
        pytest.importorskip(needed)
    nbclient.NotebookClient(
        tour, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(DOCS)}}
    ).execute()
    shown = [cell.outputs[-1] for cell in tour.cells[1:]]
    forms = [set(output.get("data", {})) for output in shown]
    assert {"text/html", "image/png"} <= forms[1]
    assert "image/png" in forms[6] & forms[7]
    assert "text/html" in forms[3]
    assert "'vib_fig5'" in shown[0]["data"]["text/plain"]
    assert "chi^2 = 13.5993 with 20 degrees" in shown[7]["data"]["text/plain"]
    assert "d_over_a: 4.0" in shown[8]["text"]
