import io
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.constants as si
from matplotlib.collections import PathCollection

import magrepro as library
from magrepro import figures
from magrepro.comparison.measured import DataError, Measured, header, of_columns, read
from magrepro.comparison.result import Comparison, Request
from magrepro.core.orbital.dipoles import dimer_phase
from magrepro.core.orbital.sphere import magnetic_moment
from magrepro.core.vibrational.spin_half import eq5_moment
from magrepro.dataset import Dataset
from magrepro.figures import fig3, fig7, fig9, vib_fig3
from magrepro.material import metal
from magrepro.picture import read as origin_of
from tests.drawings import committed, vertices
from tests.test_cli import Run, _empty_folder, _magrepro  # noqa: F401

ROOT = Path(__file__).parent.parent
SYNTHETIC = ROOT / "docs" / "synthetic_fig7.csv"
CURVES = [name for name in figures.names() if hasattr(figures.load(name), "PLOT")]
MAPS = [name for name in CURVES if figures.load(name).PLOT.up]  # type: ignore[attr-defined]
OTHERS = [name for name in figures.names() if name not in CURVES]


def compared(name: str, data: Measured | dict[str, Any], **said: Any) -> Comparison:
    table = data if isinstance(data, Measured) else of_columns(data)
    return Request(name, figures.load(name).Params(), table, **said).compare()


@pytest.mark.parametrize("name", CURVES)
def test_the_figures_own_points_have_no_residuals(name: str) -> None:
    dataset = committed(name)
    plot: Any = figures.load(name).PLOT  # type: ignore[attr-defined]
    shown = dataset.where(**plot.only)
    rows = np.linspace(0, len(shown) - 1, 7).astype(int)
    found = compared(name, {column: shown[column][rows].tolist() for column in shown.data})
    assert (len(found.points), found.outside, found.uncomputable) == (7, 0, 0)
    scale = 0.0 if found.of_words else np.abs(shown[found.y.name]).max()
    np.testing.assert_allclose(found.points["residual"], 0.0, atol=1e-8 * scale)


def test_the_model_is_computed_between_the_figures_points() -> None:
    kelvin, omega = np.array([0.0123, 7.77, 333.333]), 5.8
    found = compared(
        "vib_fig3",
        {"T (mK)": 1e3 * kelvin, "coth_over_omega0_per_mev": np.ones(3)},
        where={"omega0_mev": "5.8"},
    )
    k_b = si.k / si.e * 1e3
    np.testing.assert_allclose(
        found.points["model"], 1 / (omega * np.tanh(omega / (2 * k_b * kelvin))), rtol=1e-12
    )
    assert found.outside == 1


def test_points_may_come_in_any_order_and_twice() -> None:
    n = [7, 3, 7, 2]
    found = compared("fig9", {"N": n, "chi_c_over_dimer": [0.5] * 4})
    one = fig9.compute(fig9.Params(n_particles=(2, 3, 7)))
    expected = dict(zip(one["n_particles"], one["chi_c_over_dimer"], strict=True))
    assert found.points["model"].tolist() == [expected[i] for i in n]


def test_points_on_a_map_are_judged_by_the_model_at_their_places() -> None:
    random = np.random.default_rng(4)
    x, y = random.uniform(-3, 3, (2, 200))
    phases = {"chi1_over_chi_c": x, "chi2_over_chi_c": y, "phase": np.full(200, "aligned")}
    found = compared("fig4", phases)
    places = (found.points[f"chi{i}_over_chi_c"] for i in (1, 2))
    np.testing.assert_array_equal(np.stack(list(places)), [x, y])
    expected = dimer_phase(x, y)
    assert found.points["model"].tolist() == expected.tolist()
    assert found.points["residual"].tolist() == (expected != "aligned").astype(int).tolist()
    same = np.count_nonzero(expected == "aligned")
    assert found.in_words() == f"{same} of 200 points have the phase of the model"
    assert found.outside == np.count_nonzero(np.maximum(np.abs(x), np.abs(y)) > 2)


def test_a_map_has_chi_squared_and_its_model_is_of_the_panel_that_is_meant() -> None:
    j, alpha = np.array([-3.0, 1.1, 2.5, 0.4]), np.array([1.0, -2.3, 3.1, 0.7])
    exact = eq5_moment(j=j, alpha=alpha, temperature=3.0)
    data = {
        "J (meV)": j,
        "alpha (meV)": alpha,
        "moment": exact + 0.1,
        "moment_err": np.full(4, 0.2),
    }
    found = compared("vib_fig2", data, where={"spin": "0.5"})
    np.testing.assert_allclose(found.points["residual"], 0.1, rtol=1e-9)
    assert found.chi_squared == pytest.approx(4 * 0.25)
    assert found.points["spin"].tolist() == [0.5] * 4


def _cell(image: Any, x: float, y: float) -> tuple[int, int]:
    left, right, low, high = image.get_extent()
    rows, columns = image.get_array().shape
    return int((y - low) / (high - low) * rows), int((x - left) / (right - left) * columns)


@pytest.mark.parametrize("name", MAPS)
def test_points_stand_at_their_places_on_the_map_in_its_colours(name: str) -> None:
    dataset, plot = committed(name), figures.load(name).PLOT  # type: ignore[attr-defined]
    rows = np.linspace(0, len(dataset) - 1, 9).astype(int)
    drawing = compared(name, {c: dataset[c][rows].tolist() for c in dataset.data}).draw()
    axes = [ax for ax in drawing.axes if ax.get_visible() and ax.get_subplotspec()]
    bars = [bar for ax in axes for bar in ax.containers if hasattr(bar, "lines")]
    laid = np.concatenate([bar.lines[0].get_xydata() for bar in bars])
    given = np.stack([dataset[axis][rows] for axis in plot.axes], axis=1)
    assert sorted(laid.tolist()) == sorted(given.tolist())
    tinted = [
        (ax, one)
        for ax in axes
        for one in ax.findobj(PathCollection)
        if one.get_array() is not None
    ]
    assert (name == "fig4") == (not tinted)
    for ax, points in tinted:
        seen: Any = ax.images[0]
        own = [seen.get_array()[_cell(seen, x, y)] for x, y in np.asarray(points.get_offsets())]
        np.testing.assert_allclose(np.asarray(points.get_array()), own, atol=1e-12)
        assert points.norm is seen.norm


def test_chi_squared_and_its_p_value_are_those_of_the_textbook() -> None:
    errors = [0.1, 0.2, 0.05]
    model = fig3.compute(fig3.Params(chi_over_chi_c=(1.1, 1.2, 1.3)))["m_total"]
    off = np.array([0.1, -0.3, 0.02])
    data = {"χ/χ_c": [1.1, 1.2, 1.3], "m_total": model + off, "m_total_err": errors}
    found = compared("fig3", data)
    assert found.chi_squared == pytest.approx(1 + 2.25 + 0.16)
    assert found.p_value == pytest.approx(
        math.erfc((3.41 / 2) ** 0.5) + (2 * 3.41 / math.pi) ** 0.5 * math.exp(-3.41 / 2)
    )
    np.testing.assert_allclose(found.points["residual"], off, atol=1e-15)


def test_errors_have_the_unit_of_their_values_unless_they_have_their_own() -> None:
    data: dict[str, Any] = {"B (T)": [20.0], "M (10^3 mu_B)": [0.4]}
    where = {"kf_a": "42.4", "t_over_tf": "5e-3"}
    for head, value in (("M_err", 0.02), ("sigma (mu_B)", 20.0), ("M error [10^3 mu_B]", 0.02)):
        found = compared("fig7", data | {head: [value]}, where=where)
        assert found.points["error"][0] == pytest.approx(20.0)


def test_without_errors_the_relative_rms_is_given() -> None:
    model = fig3.compute(fig3.Params(chi_over_chi_c=(1.1, 1.2)))["m1"]
    found = compared("fig3", {"chi_over_chi_c": [1.1, 1.2], "m1": 1.1 * model})
    assert (found.y.name, found.chi_squared, found.p_value) == ("m1", None, None)
    assert found.relative_rms == pytest.approx(0.1)
    none = compared("fig3", {"chi_over_chi_c": [0.1, 0.2], "m1": [1, 1]})
    assert none.relative_rms is None


def test_tesla_kelvin_and_nanometre_are_those_of_golds_electrons() -> None:
    k_f = np.cbrt(3 * np.pi**2 * 4 / 0.40782e-9**3)
    e_f = (si.hbar * k_f) ** 2 / (2 * si.m_e)
    b = 30.0
    w = si.hbar * si.e * b / si.m_e / e_f
    found = compared(
        "fig7",
        {
            "B (T)": [b],
            "T (K)": [5e-3 * e_f / si.k],
            "a (nm)": [42.4 / k_f * 1e9],
            "M (A m^2)": [1],
        },
        where={"kf_a": "42.4"},
    )
    np.testing.assert_allclose(found.points["hbar_omega_c_over_ef"], w, rtol=1e-8)
    assert found.points["t_over_tf"].tolist() == [5e-3]
    assert found.points["measured"][0] == pytest.approx(2 * si.m_e / (si.e * si.hbar), rel=1e-8)


def test_kelvin_and_tesla_are_those_of_the_material() -> None:
    data: dict[str, Any] = {
        "B (T)": [20.0],
        "M (mu_B)": [1.0],
        "kf_a": ["42.4"],
        "t_over_tf": [5e-3],
    }
    silver = fig7.Params(material="silver")
    gold, other = (
        Request("fig7", params, of_columns(data)).compare() for params in (fig7.Params(), silver)
    )
    field = [metal(m).electrons.field_t for m in ("gold", "silver")]
    x = [found.points["hbar_omega_c_over_ef"][0] for found in (gold, other)]
    assert x[0] / x[1] == pytest.approx(field[1] / field[0], rel=1e-12)
    direct = magnetic_moment(np.array(42.4), np.array(5e-3), np.array(20.0 / field[1]))
    assert other.points["model"][0] == pytest.approx(float(direct), rel=1e-12)


def test_on_physical_axes_points_stand_at_their_tesla() -> None:
    data: dict[str, Any] = {
        "B (T)": [20.0],
        "M (mu_B)": [1.0],
        "kf_a": ["42.4"],
        "t_over_tf": [5e-3],
    }
    params = fig7.Params(units="physical")
    found = Request("fig7", params, of_columns(data)).compare()
    bar: Any
    (bar,) = found.draw().axes[0].containers
    assert bar.lines[0].get_xydata()[0].tolist() == pytest.approx([20.0, 1.0])
    assert found.points["field_t"][0] == pytest.approx(20.0)


UNITS = [
    ("T (mK)", 1e-3),
    ("temperature [K]", 1.0),
    ("Temp / K", 1.0),
    ("temperature_k", 1.0),
    ("T (meV)", 1e-3 * si.e / si.k),
    ("T (µK)", 1e-6),
    ("T (10^-2 K)", 1e-2),
    ("T (10⁻² K)", 1e-2),
    ("T (cm^-1)", si.h * si.c * 100 / si.k),
]


@pytest.mark.parametrize(("head", "kelvin"), UNITS)
def test_units_in_headers_are_understood(head: str, kelvin: float) -> None:
    data = {head: [50 / kelvin], "coth_over_omega0_per_mev": [1.0], "omega0_mev": [1.0]}
    found = compared("vib_fig3", data)
    assert found.points["temperature_k"][0] == pytest.approx(50, rel=1e-8)


@pytest.mark.parametrize("text", ["m (mu_B)", "M [μB]", "moment", "M_z (10^3 mu_B)", "M (emu)"])
def test_a_head_is_its_name_and_its_unit(text: str) -> None:
    found = header(text)
    assert found.text == text
    assert "(" not in found.name
    compared("fig7", {"B (T)": [1], text: [1]}, where={"kf_a": "42.4", "t_over_tf": "5e-3"})


@pytest.mark.parametrize("text", ["zeta_1_36", "42.97", "42.9669456985971", "3.568 nm", "43"])
def test_a_curve_is_picked_by_name_or_by_what_it_rounds_to(text: str) -> None:
    where = {"kf_a": text, "t_over_tf": "5e-3"}
    found = compared("fig7", {"B (T)": [1], "M (mu_B)": [1]}, where=where)
    assert found.points["kf_a"][0] == 42.9669456985971


def test_a_column_picks_the_curve_of_each_row_and_where_takes_one_of_them() -> None:
    data = {"kf_a": ["zeta_1_36", "42.4", "42.97"], "B (T)": [9, 9, 9], "M (mu_B)": [1, 2, 3]}
    both = compared("fig7", data, where={"t_over_tf": "5e-4"})
    assert both.points["kf_a"].tolist() == [42.9669456985971, 42.4, 42.9669456985971]
    assert both.points["model"][0] > 0 > both.points["model"][1]
    one = compared("fig7", data, where={"t_over_tf": "5e-4", "kf_a": "zeta_1_36"})
    assert (one.points["measured"].tolist(), one.other_curves) == ([1, 3], 1)


def test_points_beyond_the_figure_are_compared_and_beyond_the_bounds_left_out() -> None:
    data = {"chi_over_chi_c": [-200, 1.5, 3, 50], "m_total": [0, 1, 1, 1]}
    found = compared("fig3", data)
    assert (len(found.points), found.outside, found.uncomputable) == (3, 2, 1)


def test_points_without_an_answer_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    fig10 = figures.load("fig10")
    whole = fig10.compute

    def unsolved(params: Any) -> Dataset:
        found = whole(params)
        found["m_z"][0] = np.nan
        return found

    monkeypatch.setattr(fig10, "compute", unsolved)
    found = compared("fig10", {"N": [2, 3], "m_z": [1, 2]}, where={"t_over_tf": "1e-8"})
    assert (len(found.points), found.unanswered) == (1, 1)


def test_points_stay_inside_the_axes_and_arrowheads_stand_for_the_rest() -> None:
    data = {"chi_over_chi_c": [-1.9, 0.5, 50.0, 1.0], "m_total": [9.0, 0.5, 0.0, -9.0]}
    found = compared("fig3", data)
    plain = fig3.draw(fig3.compute(fig3.Params()), fig3.Params())
    drawing = found.draw()
    (ax,) = drawing.axes
    assert (ax.get_xlim(), ax.get_ylim()) == (
        plain.axes[0].get_xlim(),
        plain.axes[0].get_ylim(),
    )
    heads = [line for line in ax.lines if line.get_transform() == ax.transAxes]
    places = {str(line.get_marker()): np.ravel(line.get_xydata()) for line in heads}
    assert set(places) == {"^", "v", ">"}
    assert (places["^"][1], places["v"][1], places[">"][0]) == (1, 0, 1)
    assert [text.get_text() for text in drawing.legends[0].get_texts()] == ["data"]


@pytest.mark.parametrize("name", ["fig5a", "fig6", "fig10", "vib_fig3", "vib_fig5"])
def test_points_lie_on_the_curves_that_they_were_taken_from(name: str) -> None:
    dataset = committed(name)
    plot: Any = figures.load(name).PLOT  # type: ignore[attr-defined]
    shown = dataset.where(**plot.only)
    able = np.flatnonzero(shown[plot.y[0]] > 0) if name == "fig5a" else np.arange(len(shown))
    rows = able[np.linspace(0, able.size - 1, 9).astype(int)]
    drawing = compared(name, {c: shown[c][rows].tolist() for c in shown.data}).draw()
    axes = [ax for ax in drawing.axes if ax.get_visible() and ax.get_subplotspec()]
    points = [
        (ax, bar.lines[0].get_xydata())
        for ax in axes
        for bar in ax.containers
        if hasattr(bar, "lines")
    ]
    assert sum(len(xy) for _, xy in points) == 9
    for ax, xy in points:
        corners = vertices(ax)
        for one in xy:
            assert np.isclose(corners, one, rtol=1e-9, atol=0).all(axis=1).any()


def test_the_command_writes_a_table_and_a_picture(tmp_path: Path, magrepro: Run) -> None:
    out = tmp_path / "out"
    words = ["compare", "fig7", str(SYNTHETIC), "--where", "kf_a=zeta_1_36"]
    words += ["--where", "t_over_tf=5e-3", "--out", str(out)]
    done = magrepro(*words, "--format", "png,svg,pdf")
    assert (done.code, done.err) == (0, "")
    assert "chi^2 = 13.5993 with 20 degrees of freedom, as nothing was fitted; p = 0.85" in done.out
    assert "1 point beyond the range that the figure shows, compared all the same" in done.out
    assert sorted(path.name for path in out.iterdir()) == [
        f"fig7_compare.{end}" for end in ("csv", "pdf", "png", "svg")
    ]
    assert origin_of(out / "fig7_compare.pdf").of_csv_beside()
    plain = magrepro("run", "--from", str(out / "fig7_compare.png"), "--out", str(tmp_path / "run"))
    assert "shows other data besides, which are in fig7_compare.csv alone" in plain.err
    told = json.loads(magrepro(*words, "--json").out)
    assert (told["number_of_points"], told["degrees_of_freedom"]) == (20, 20)
    assert told["chi_squared"] == pytest.approx(13.599, abs=1e-3)
    streamed = magrepro(*words[:-1], "-").out
    assert streamed == (out / "fig7_compare.csv").read_text()


def test_another_parameter_is_another_model_in_a_folder_of_its_own(magrepro: Run) -> None:
    Path("points.csv").write_text("t_over_tf;m_z\n1e-8;900,5\n1e-7;800\n")
    done = magrepro("compare", "fig5b", "points.csv", "--set", "d_over_a=4", "--set", "kf_a=42.9")
    assert done.code == 0
    (folder,) = Path("figures/custom").iterdir()
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.yaml",
        "fig5b_compare.csv",
        "fig5b_compare.png",
    ]
    assert "900.5" in (folder / "fig5b_compare.csv").read_text()


GOOD = "t_over_tf,m_z\n1e-8,900\n"
ONE = ("--where", "kf_a=zeta_1_36")
MISTAKES: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "a sketch": (
        "fig1",
        GOOD,
        (),
        "fig1: shows neither curves nor a map that points can be laid over; these do:",
    ),
    "half a place": (
        "vib_fig2",
        "J (meV),moment\n1,0\n",
        ("--where", "spin=0.5"),
        "points.csv: no column is alpha_mev (meV), vibrational field on the first spin; name it so",
    ),
    "no phase": (
        "fig4",
        "chi1_over_chi_c,chi2_over_chi_c,phase\n1,1,aligned\n1,0,paramagnet\n",
        (),
        "points.csv:3: phase: 'paramagnet'; did you mean paramagnetic?",
    ),
    "a place on a curve": ("fig5b", GOOD, (*ONE, "--up", "m_z"), "--up: fig5b shows curves"),
    "an error of a word": (
        "fig4",
        "chi1_over_chi_c,chi2_over_chi_c,phase,e\n1,1,aligned,1\n",
        ("--yerr", "e"),
        "--yerr: phase is a word and has no error",
    ),
    "no column": (
        "fig5b",
        "t_over_t,m_z\n1e-8,1\n",
        ONE,
        "name it so, or give --x COLUMN; did you mean t_over_t?",
    ),
    "a column that is not there": (
        "fig5b",
        GOOD,
        (*ONE, "--y", "m_zz"),
        "points.csv: no column 'm_zz' (--y); did you mean m_z?",
    ),
    "no unit": (
        "fig5b",
        "T,m_z\n1,2\n",
        ONE,
        "points.csv: T: has no unit; write 'T (1)' for one in the units of t_over_tf, or 'T (K)'",
    ),
    "wrong dimension": (
        "fig5b",
        "T (nm),m_z\n1,2\n",
        ONE,
        "points.csv: T (nm): 1 nm is a length; a temperature is wanted (K, mK, meV, ...)",
    ),
    "no curve": ("fig5b", GOOD, (), "which curve? give --where kf_a=…, one of zeta_1_36, zeta_6"),
    "another curve": (
        "fig5b",
        GOOD,
        ("--where", "kf_a=50"),
        "--where kf_a: 50 is none of the curves zeta_1_36, zeta_6_26, zeta_5_37; --set kf_a=… ",
    ),
    "no such key": (
        "fig5b",
        GOOD,
        ("--where", "kfa=42.4"),
        "--where kfa: tells no curves apart; did you mean kf_a?",
    ),
    "not a number": (
        "fig5b",
        "t_over_tf,m_z\n1e-8,9\n1e-7,n/a\n",
        ONE,
        "points.csv:3: m_z: 'n/a' is not a number",
    ),
    "ragged": (
        "fig5b",
        "t_over_tf,m_z\n1e-8\n",
        ONE,
        "points.csv:2: 1 cells, not 2 as in the head",
    ),
    "empty": (
        "fig5b",
        "",
        ONE,
        "points.csv: empty; give a line of names such as 'T (mK),M (mu_B)'",
    ),
    "no rows": ("fig5b", "t_over_tf,m_z\n", ONE, "points.csv: holds no rows"),
    "no names": ("fig5b", "1e-8,900\n1e-7,800\n", ONE, "points.csv: no line of names"),
    "twice": ("fig5b", "m_z,m_z\n1,2\n", ONE, "points.csv: two columns are named 'm_z'"),
    "error of nothing": (
        "fig5b",
        "t_over_tf,m_z,m_z_err\n1e-8,9,0\n",
        ONE,
        "points.csv:2: m_z_err: an error is to be above zero",
    ),
    "beyond all bounds": (
        "fig5b",
        "t_over_tf,m_z\n7,9\n",
        ONE,
        "points.csv: no point is where fig5b can be computed",
    ),
    "half a particle": (
        "fig9",
        "n_particles,chi_c_over_dimer\n2.5,1\n",
        (),
        "points.csv:2: n_particles: 2.5 is not a whole number",
    ),
    "no pair": ("fig5b", GOOD, ("--where", "kf_a"), "--where kf_a: expected key=value"),
    "a bad parameter": ("fig5b", GOOD, ("--set", "d_over_a=1"), "d_over_a: must be at least 2"),
    "a format": ("fig5b", GOOD, (*ONE, "--format", "gif"), "choose from png, pdf, svg"),
}


@pytest.mark.parametrize(("name", "text", "words", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_message_that_says_what_to_do_and_writes_nothing(
    magrepro: Run, name: str, text: str, words: tuple[str, ...], message: str
) -> None:
    Path("points.csv").write_text(text)
    done = magrepro("compare", name, "points.csv", *words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.count("\n") == 1
    assert [path.name for path in Path().iterdir()] == ["points.csv"]


def test_a_table_that_cannot_be_read_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "quotes").write_text('a,b\n"1,2\n')
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(1 << 33)
    cases = {"bytes": "not UTF-8", "quotes": ":2: ", "huge": "longer than", "none": "No such file"}
    cases |= {".": "not a file"}
    for name, message in cases.items():
        with pytest.raises(DataError) as error:
            read(tmp_path / name)
        assert message in str(error.value)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "unit", ["9**9**9", "K" * 99, "K^99999", "__import__('os')", "K)", "((K", "1e999 K", "K**-9"]
)
def test_no_text_in_place_of_a_unit_is_run_or_takes_long(unit: str) -> None:
    data = {f"T [{unit}]": [1], "coth_over_omega0_per_mev": [1.0], "omega0_mev": [1.0]}
    with pytest.raises(DataError, match=r"no unit of temperature_k|a temperature is wanted"):
        compared("vib_fig3", data)


@pytest.mark.parametrize("text", ["1e400", "0e400", "𝟙", "zeta_0_3", "--", "1 K K K^9", "9" * 99])
def test_no_text_in_place_of_a_curve_is_more_than_a_message(text: str) -> None:
    with pytest.raises(DataError, match="--where kf_a: ") as error:
        compared("fig5b", {"t_over_tf": [1e-8], "m_z": [1.0]}, where={"kf_a": text})
    assert "\n" not in str(error.value)


def test_points_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"N,m_z\n2,900\n")))
    assert read(Path("-")).rows == (("2", "900"),)


def test_what_takes_long_is_refused_unless_allowed() -> None:
    data = {"N": list(range(900_000, 900_200)), "chi_c_over_dimer": [0.4] * 200}
    with pytest.raises(DataError, match=r"fig9: the model would take about .* allow the cost"):
        compared("fig9", data)


def test_a_comparison_of_the_library_is_that_of_the_command_line() -> None:
    figure = library.figure("fig7")
    where = {"kf_a": "zeta_1_36", "t_over_tf": 5e-3}
    found = figure.compare(SYNTHETIC, where=where)
    assert found.chi_squared == pytest.approx(13.599, abs=1e-3)
    table = {"hbar_omega_c_over_ef": [1e-3], "moment": [500.0]}
    assert figure.compare(table, where=where).points["model"][0] == pytest.approx(
        fig7.compute(fig7.Params(hbar_omega_c_over_ef=(1e-3,)))["moment"][0]
    )
    assert "chi^2" in repr(found)
    with pytest.raises(ValueError, match="which curve"):
        figure.compare(SYNTHETIC)


def test_the_papers_figures_of_curves_and_maps_say_so_and_their_sketches_do_not() -> None:
    maps, sketches = {"fig4", "fig8", "vib_fig2", "vib_fig4"}, {"fig1", "fig2", "vib_fig1"}
    curves = {f"fig{n}" for n in ("3", "5a", "5b", "6", "7", "9", "10")} | {"vib_fig3", "vib_fig5"}
    assert maps <= set(MAPS)
    assert curves <= set(CURVES) - set(MAPS)
    # A study may show several quantities side by side, which is no single plot.
    assert sketches <= set(OTHERS)
    assert vib_fig3.PLOT.x == "temperature_k"
