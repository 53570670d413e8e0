import builtins
import dataclasses
import html
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import magrepro
from magrepro import figures
from magrepro.dataset import read_csv
from magrepro.figures import fig5b
from magrepro.output import Job, make
from magrepro.parameters import Range

ROOT = Path(__file__).parent.parent
SMALL: dict[str, Any] = {"kf_a": ["zeta_1_36", 42.5], "t_over_tf": [1e-9, 1e-8, 1e-7]}


STEPS = (
    "pass",
    "import magrepro",
    "magrepro.names()",
    "magrepro.figure('fig9').data['chi_c_over_dimer']",
    "magrepro.figure('fig5b', material='silver', kf_a=[42.0])",
    "magrepro.figure('fig5b', kf_a='3.5 nm')",
)


@pytest.fixture(name="imported", scope="module")
def _imported() -> list[set[str]]:
    """Return which modules there are after each of the steps, which one process takes."""
    code = "\n".join(f"{step}; print(*sys.modules)" for step in STEPS)
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}"], capture_output=True, text=True, check=True
    )
    return [set(line.split()) for line in done.stdout.splitlines()]


def test_importing_costs_no_library(imported: list[set[str]]) -> None:
    heavy = {"numpy", "scipy", "matplotlib", "pydantic", "yaml", "pint", "click", "typing"}
    assert "magrepro" in imported[1]
    assert not (imported[1] - imported[0]) & heavy


def test_naming_figures_costs_neither_matplotlib_nor_scipy(imported: list[set[str]]) -> None:
    assert not imported[2] & {"matplotlib", "scipy", "pandas", "polars", "xarray"}


def test_numbers_need_no_matplotlib(imported: list[set[str]]) -> None:
    assert "numpy" in imported[3]
    assert "matplotlib" not in imported[3]


def test_what_finds_no_root_does_not_load_what_finds_them(imported: list[set[str]]) -> None:
    assert "scipy.linalg" in imported[3]
    assert "scipy.optimize" not in imported[3]


def test_pint_is_imported_only_where_a_unit_is_written(imported: list[set[str]]) -> None:
    assert ["pint" in modules for modules in imported] == [False] * 5 + [True]


def test_every_name_of_the_library_is_there_and_documented() -> None:
    assert set(magrepro.__all__) <= set(dir(magrepro))
    for name in set(magrepro.__all__) - {"__version__"}:
        assert getattr(magrepro, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'figur'"):
        magrepro.figur  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", ["fig3", "fig5b", "fig9", "vib_fig1"])
def test_a_figure_holds_the_committed_numbers(name: str) -> None:
    reference = read_csv(ROOT / "figures" / f"{name}.csv", figures.load(name).COLUMNS)
    data = magrepro.figure(name).data
    assert tuple(data) == tuple(column.name for column in reference.columns)
    for column in data:
        if data[column].dtype.kind == "f":
            np.testing.assert_allclose(data[column], reference[column], rtol=1e-8, atol=1e-10)
        else:
            np.testing.assert_array_equal(data[column], reference[column])


def test_parameters_are_given_in_pythons_own_forms() -> None:
    tau = np.geomspace(1e-9, 1e-7, 5)
    figure = magrepro.figure(
        "fig5b", d_over_a=np.float64(4), t_over_tf=tau, kf_a=("zeta_1_36", 42.5)
    )
    assert figure.params == fig5b.Params(
        d_over_a=4.0, t_over_tf=tuple(tau.tolist()), kf_a=("zeta_1_36", 42.5)
    )
    assert magrepro.figure("fig9", n_particles=range(2, 5)).data["n_particles"].tolist() == [
        2,
        3,
        4,
    ]
    part = magrepro.figure("fig5b", t_over_tf={"num": 7}).params
    assert part.t_over_tf == Range(start=1e-9, stop=1e-6, num=7, scale="log")


def test_a_figure_is_frozen_and_so_are_its_numbers() -> None:
    figure = magrepro.figure("fig5b", **SMALL)
    assert figure == magrepro.figure("fig5b", **SMALL)
    assert len({figure, magrepro.figure("fig5b", **SMALL)}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        figure.name = "fig7"  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        figure.params.d_over_a = 4.0
    with pytest.raises(ValueError, match="read-only"):
        figure.data["m_z"][0] = 0.0
    assert figure.data is figure.data


def test_files_are_those_of_the_command_line(tmp_path: Path) -> None:
    figure = magrepro.figure("fig5b", **SMALL)
    make(Job("fig5b", figure.params, tmp_path / "shell"))
    written = figure.save(tmp_path / "python")
    assert [path.name for path in written] == ["fig5b.csv", "fig5b.png", "config.yaml"]
    for name in ("fig5b.csv", "fig5b.png"):
        assert (tmp_path / "python" / name).read_bytes() == (tmp_path / "shell" / name).read_bytes()
    assert figure._repr_png_() == (tmp_path / "shell" / "fig5b.png").read_bytes()
    assert figure.csv() == (tmp_path / "shell" / "fig5b.csv").read_text()
    assert figure.yaml() == (tmp_path / "python" / "config.yaml").read_text()


def test_a_drawing_is_the_users_own() -> None:
    figure = magrepro.figure("fig5b", **SMALL)
    one, other = figure.draw(), figure.draw()
    one.axes[0].set_title("mine")
    assert other.axes[0].get_title() == ""


def test_a_notebook_shows_picture_title_and_what_is_not_the_papers() -> None:
    shown = magrepro.figure("fig5b", d_over_a=4, **SMALL)._repr_html_()
    assert shown.count("data:image/png;base64,") == 1
    assert "d_over_a = 4.0 (paper: 3.0)" in shown
    assert repr(magrepro.figure("fig3")) == (
        "<fig3: spontaneous moment of two equal saturating particles>"
    )


def test_a_table_shows_its_head_and_counts_its_rows() -> None:
    shown = magrepro.figure("fig9").data._repr_html_()
    assert (shown.count("<tr>"), "<p>99 rows</p>" in shown) == (9, True)
    units = magrepro.figure("fig5b", **SMALL).data._repr_html_()
    assert html.escape("m_z (mu_B)") in units


def test_pandas_and_polars_frames_hold_the_columns() -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    table = magrepro.figure("vib_fig1").data
    pandas, polars = table.to_pandas(), table.to_polars()
    assert list(pandas.columns) == polars.columns == list(table)
    assert pandas.attrs["units"]["energy_mev"] == "meV"
    for name in table:
        assert pandas[name].tolist() == polars[name].to_list() == table[name].tolist()


def test_xarray_has_the_axes_as_dimensions_whatever_their_order() -> None:
    pytest.importorskip("xarray")
    table = magrepro.figure("fig5b", **(SMALL | {"kf_a": [42.5, "zeta_1_36"]})).data
    found = table.to_xarray()
    assert dict(found.sizes) == {"kf_a": 2, "t_over_tf": 3}
    assert found["m_z"].attrs["units"] == "mu_B"
    for k, tau, m_z in zip(table["kf_a"], table["t_over_tf"], table["m_z"], strict=True):
        assert float(found["m_z"].sel(kf_a=k, t_over_tf=tau)) == m_z


def test_xarray_of_rows_that_are_no_grid_has_one_dimension() -> None:
    pytest.importorskip("xarray")
    assert set(magrepro.figure("fig5a", t_over_tf=[1e-6]).data.to_xarray().dims) == {"row"}


def test_a_table_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "polars":
            raise ImportError(name)
        return whole(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match=r"to_polars\(\) needs polars; install it with: pip inst"):
        magrepro.figure("fig9").data.to_polars()


MISTAKES = {
    "figure": (("fig5c",), {}, "there is no figure 'fig5c'; did you mean fig5b?"),
    "key": (("fig5b",), {"d_over": 4}, "fig5b: d_over: unknown key; did you mean d_over_a?"),
    "bounds": (("fig5b",), {"d_over_a": 1}, "fig5b: d_over_a: must be at least 2, not 1"),
    "type": (("fig5b",), {"d_over_a": "4"}, "fig5b: d_over_a: input should be a valid number"),
    "nan": (("fig5b",), {"t_over_tf": np.array([np.nan])}, "finite number"),
    "axis": (("fig5b",), {"t_over_tf": []}, "needs at least one value"),
    "zero": (("fig5b",), {"kf_a": "zeta_1"}, "neither a number nor a zero such as zeta_1_36"),
    "range": (("fig3",), {"chi_over_chi_c": {"nums": 3}}, "did you mean num?"),
}


@pytest.mark.parametrize(("words", "given", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_that_says_what_to_do(
    words: Any, given: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011
        magrepro.figure(*words, **given)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_what_takes_long_is_refused_unless_allowed() -> None:
    figure = magrepro.figure("fig9", n_particles={"stop": 1e6, "num": 100})
    with pytest.raises(ValueError, match=r"fig9: would take about .* or allow_cost=True"):
        figure.data  # noqa: B018


def test_the_papers_files_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "fig5b.yaml").touch()
    with pytest.raises(ValueError, match="holds the paper's figures"):
        magrepro.figure("fig5b", **SMALL).save(tmp_path / "figures")
    with pytest.raises(ValueError, match="choose from png, pdf, svg"):
        magrepro.figure("fig9").save(tmp_path, formats=["gif"])
    with pytest.raises(KeyError, match="there are n_particles"):
        magrepro.figure("fig9").data["m_z"]
