import io
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, strategies as st
from scipy.integrate import simpson

from magrepro import cost, figures, papers, recorded
from magrepro.config import ConfigError, parameters
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.dimer_phases import weak_field_response
from magrepro.figures import _style
from tests.drawings import committed, unplaced

ROOT = Path(__file__).parent.parent
NAMES = figures.names()


@pytest.mark.parametrize("name", NAMES)
def test_docstring_names_paper_figure_and_equations(name: str) -> None:
    entry = figures.describe(name)
    study = papers.is_study(name)
    assert entry.paper in (set(papers.keys()) if study else {papers.of_figure(name).key})
    number = r"(Figs?\.|App\.|Sec\.) .+" if study else r"Fig\. \d+(\([a-z]\))?"
    assert re.fullmatch(f"{papers.STUDIES.place} {number}" if study else number, entry.figure)
    assert re.search(r"^Equations: .+\.$", figures.load(name).__doc__, flags=re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_committed_csv_has_unit_dot_free_snake_case_columns_in_full_resolution(name: str) -> None:
    data = committed(name)
    assert len(data) >= 2
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", column.name) for column in data.columns)
    assert all(column.meaning for column in data.columns)


def test_readme_table_holds_every_figure() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert re.search(rf"^\| `{name}` \|.*figures/{name}\.png.*\|$", readme, flags=re.MULTILINE)


def test_fig2_signs_of_the_coupling() -> None:
    data = committed("fig2")
    sign = {panel: np.sign(data.where(panel=panel)["delta_chi"][0]) for panel in "abcdef"}
    assert sign == {"a": -1, "b": -1, "c": 1, "d": 1, "e": 1, "f": -1}
    for panel in "abcdef":
        part = data.where(panel=panel)
        change = np.sum(part["moment"] - part["free_moment"])
        assert np.sign(change) == sign[panel]


def test_fig3_four_regimes() -> None:
    data = committed("fig3")
    x, m1, total = data["chi_over_chi_c"], data["m1"], data["m_total"]
    assert np.all(m1[np.abs(x) <= 1] == 0)
    assert np.all(m1[np.abs(x) > 1] > 0)
    assert np.all(total[x <= 1] == 0)
    assert np.all(np.diff(total[x >= 1]) > 0)


def test_fig1_refuses_susceptibilities_beyond_the_linear_instability() -> None:
    module = figures.load("fig1")
    settings = ["chi1=3", "chi2=2.5", "a1_over_a=1.1", "a2_over_a=1.1"]
    with pytest.raises(ValueError, match=r"chi2, .* = 3, 2\.5, 1\.1, 1\.1, 3: .* orders by itself"):
        module.compute(parameters(module.Params, settings=settings))
    stable = module.compute(parameters(module.Params, settings=[*settings[:2], "d_over_a=4"]))
    assert np.all(stable["moment_z"] > 0)


@pytest.mark.parametrize("signs", [(1, 1), (-1, -1), (1, -1)])
def test_fig2_never_reaches_the_linear_instability(signs: tuple[int, int]) -> None:
    from magrepro.core.orbital.dipoles import is_linearly_stable

    about = figures.load("fig2").Params.about
    strongest = [about(name)["bounds"]["le"] for name in ("chi1", "chi2")]
    nearest = about("d_over_a")["bounds"]["ge"]
    assert is_linearly_stable(np.array(strongest) * signs, positions_over_a=[0, nearest])


def test_fig4_numerical_phases_have_the_closed_form_borders() -> None:
    from magrepro.core.orbital.dimer_phases import dimer_phase

    data = committed("fig4")
    assert np.array_equal(
        data["phase"], dimer_phase(data["chi1_over_chi_c"], data["chi2_over_chi_c"])
    )
    assert set(data["phase"]) == set(_style.PHASES)


@pytest.mark.parametrize("field", [1e-15, 1e-9, 1e-6])
def test_fig4_phases_do_not_depend_on_the_weak_field_or_on_the_order_of_the_particles(
    field: float,
) -> None:
    from magrepro.core.orbital.dimer_phases import dimer_phase

    module = figures.load("fig4")
    x = [-100, -7.3, -1 - 1e-8, -1, -1 + 1e-8, -0.5, -0.49, -0.4, -0.3, -0.25, 0, 1e-12, 0.5, 0.75]
    x += [1, 2, 24.5, 100, -0.25 - 1e-9, -0.25 + 1e-9, -1e-12, -100 / 201, -0.01]
    axes = ("chi1_over_chi_c", "chi2_over_chi_c")
    settings = [f"{axis}={x}" for axis in axes] + [f"weak_field={field}"]
    data = module.compute(parameters(module.Params, settings=settings))
    phase = data.grid("phase", *axes)
    assert np.array_equal(phase, phase.T)
    assert np.array_equal(data["phase"], dimer_phase(*(data[axis] for axis in axes)))


def test_fig4_response_decides_without_the_rule_off_the_border() -> None:
    x, y = np.meshgrid(np.linspace(-0.9, 1.1, 41), np.linspace(-0.9, 0.9, 37))
    response, error = weak_field_response(x.ravel(), y.ravel(), field=1e-9)
    closed = (x + y + 2 * x * y).ravel()
    assert np.all((np.abs(response) > error) | (np.abs(closed) < 1e-11))


def test_fig5b_orders_where_fig5a_crosses_the_critical_line() -> None:
    from magrepro.core.orbital.dipoles import critical_susceptibility
    from magrepro.core.orbital.sphere import zero_field_susceptibility

    data = committed("fig5b")
    critical = float(critical_susceptibility(3.0, eta=-2))
    chi = 2.9e-7 * zero_field_susceptibility(data["kf_a"], data["t_over_tf"])
    assert np.array_equal(data["m_z"] > 0, chi > critical)


def test_fig6_peaks_stand_at_the_zeros() -> None:
    from magrepro.core.orbital.bessel import bessel_zeros

    cold = committed("fig6").where(t_over_tf=5e-5)
    k, chi = cold["kf_a"], cold["chi_over_chi_l"]
    inner = (chi[1:-1] > chi[:-2]) & (chi[1:-1] > chi[2:]) & (chi[1:-1] > 5e3)
    tops = k[1:-1][inner]
    zeta = bessel_zeros(56).zeta
    distance = np.min(np.abs(tops[:, None] - zeta), axis=1)
    assert tops.size > 60
    assert np.max(distance) < 2e-3


def test_fig8_densities_integrate_to_one() -> None:
    data = committed("fig8")
    z = np.unique(data["m1z"])
    density = data.grid("probability_density", "k_over_c", "m1z")
    np.testing.assert_allclose(np.trapezoid(density, z, axis=1), 1, atol=1e-2)
    np.testing.assert_allclose(simpson(density, z, axis=1), 1, atol=2e-4)


def test_fig9_falls_from_one_to_the_endless_chain() -> None:
    from magrepro.core.orbital.chains import CHAIN_LIMIT

    ratio = committed("fig9")["chi_c_over_dimer"]
    assert ratio[0] == pytest.approx(1, rel=1e-12)
    assert np.all(np.diff(ratio) < 0)
    assert 0 < ratio[-1] - CHAIN_LIMIT < 2e-3


def test_fig10_moment_grows_with_length_and_falls_with_temperature() -> None:
    m = committed("fig10").grid("m_z", "t_over_tf", "n_particles")
    assert np.all(np.diff(m, axis=1) >= 0)
    assert np.all(np.diff(m, axis=0) <= 0)


def test_vib_fig1_ground_state_turns_magnetic() -> None:
    data = committed("vib_fig1")
    ground = {}
    for stage in data.distinct("stage"):
        levels = data.where(stage=stage)
        ground[stage] = int(levels["m"][np.argmin(levels["energy_mev"])])
    assert ground == {"exchange": 0, "anisotropy": 0, "vibration": 1}
    triplet = data.where(stage="exchange")["energy_mev"][:3]
    assert np.ptp(triplet) == 0


def test_vib_fig2_moment_is_odd_in_the_field_and_bounded_by_the_spins() -> None:
    data = committed("vib_fig2")
    for spin in data.distinct("spin"):
        moment = data.where(spin=spin).grid("moment", "j_mev", "alpha_mev")
        np.testing.assert_allclose(moment, -moment[:, ::-1], rtol=1e-9, atol=1e-12)
        assert np.max(np.abs(moment)) <= 2 * spin


def test_vib_fig3_is_the_thermal_sum_of_quanta() -> None:
    from magrepro.core.constants import K_B_MEV

    data = committed("vib_fig3")
    x = data["omega0_mev"] / (K_B_MEV * data["temperature_k"])
    expected = (1 + 2 * np.exp(-x) / -np.expm1(-x)) / data["omega0_mev"]
    np.testing.assert_allclose(data["coth_over_omega0_per_mev"], expected, rtol=1e-12)


def test_vib_fig5_rises_with_temperature_or_peaks_above_a_finite_limit() -> None:
    data = committed("vib_fig5")
    for j in data.distinct("j_mev"):
        for phi in data.distinct("phi_over_omega0"):
            moment = data.where(j_mev=j, phi_over_omega0=phi)["moment"]
            rising = np.diff(moment) > -1e-12 * np.max(moment)
            assert np.all(rising) == (j < 0)
            if j > 0:
                assert 0.8 < moment[-1] / np.max(moment) < 0.95


def test_fig4_closed_forms_have_the_signs_of_the_numerical_phases() -> None:
    data = committed("fig4")
    ordered = np.isin(data["phase"], ["aligned", "antialigned"])
    off = np.abs(data["ordering"]) > 1e-15  # where the product rounds to 1, the phases know more
    assert np.array_equal(ordered[off], data["ordering"][off] > 0)
    clear = ~ordered & (np.abs(data["response"]) > 1e-12)
    diamagnetic = data["phase"][clear] == "diamagnetic"
    assert np.array_equal(diamagnetic, data["response"][clear] < 0)


def test_columns_hold_the_constants_that_are_drawn() -> None:
    fig5a, fig9, cold = committed("fig5a"), committed("fig9"), committed("fig6")
    # chi_c^z = (d/a)^3 / (2 V/a^3), V the sphere's volume: Eq. (8).
    np.testing.assert_allclose(fig5a["chi_c"], 27 / (8 * np.pi / 3), rtol=1e-14)
    np.testing.assert_allclose(fig9["endless_chain"], 0.5 / 1.2020569031595942, rtol=1e-14)
    half = committed("vib_fig2").where(spin=0.5)["transition_j_over_alpha"]
    np.testing.assert_allclose(half, 2 / 3, rtol=1e-12)
    at_zero = cold.where(t_over_tf=5e-5, at_zero=1)
    assert np.any(np.isclose(at_zero["kf_a"], 42.9669456985971, rtol=1e-12))


def test_vib_fig5_is_in_its_well_below_the_barrier_of_the_cubic_potential() -> None:
    data = committed("vib_fig5")
    omega0, phi = 0.1, 0.1 * data["phi_over_omega0"]
    barrier = omega0**3 / (432 * phi**2) / 0.08617333262
    assert np.array_equal(data["in_well"] == 1, data["temperature_k"] < barrier)
    assert 2600 < np.min(data.where(in_well=0)["temperature_k"]) < 2800


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("fig3", ["chi_over_chi_c=[1.5]"]),
        ("fig4", ["chi1_over_chi_c=[2.0, 1.0]", "chi2_over_chi_c=[0.5]"]),
        ("fig6", ["t_over_tf=[1e-3]", "kf_a=[20.0]"]),
        ("fig8", ["k_over_c=[0.5, 0.7]", "c=1000", "m1z=[-1.0, 0.0, 1.0]"]),
        ("fig1", ["a1_over_a=1e-300", "chi1=0.0", "chi2=-1e-320"]),
        ("fig2", ["chi1=1e-300", "chi2=1e-310"]),
        ("fig3", ["chi_over_chi_c={start: 1e-12, stop: 1.0000000000000002e-12, num: 2}"]),
        ("fig4", ["chi1_over_chi_c=[73.7, 73.70000000000002]", "chi2_over_chi_c=[99.0]"]),
        ("fig4", ["chi1_over_chi_c=[0.0, 2e-238]", "chi2_over_chi_c=[-1e-111]"]),
        ("fig5a", [f"t_over_tf{x}=[0.1, 0.09999999999999999]" for x in ("", "_inset")]),
        ("fig5a", ["kf_a=[2.0]", "kf_a_inset=[1.0]", "t_over_tf=[1e-10]"]),
        ("fig6", ["kf_a=[1.0, 2.0]", "t_over_tf=[1e-10, 0.05]"]),
        ("fig7", ["kf_a=[2.0, 50.0]", "hbar_omega_c_over_ef=[0.0]"]),
        ("fig7", ["kf_a=[10.0]", "hbar_omega_c_over_ef=[1e-54]"]),
        ("fig8", ["k_over_c=[0.0, 5e-324]", "m1z={start: 1e-300, stop: 1e-299, num: 3}"]),
        ("fig8", ["k_over_c=[0.1]", "m1z=[-0.3957106218506097, -0.3957106218506096]"]),
        ("fig9", ["n_particles=[2]", "d_over_a=10"]),
        ("fig10", ["n_particles=[2]", "t_over_tf=[2e-7]"]),
        ("vib_fig2", ["spin=[10.0]", "j_mev=[3.0, 1.0]", "alpha_mev=[1.0]"]),
        ("vib_fig5", ["phi_over_omega0=[0.0, 1.0]", "j_mev=[5.0]", "anisotropy=exchange"]),
    ],
)
def test_unusual_axes_are_computed_and_drawn(name: str, settings: list[str]) -> None:
    module = figures.load(name)
    params = parameters(module.Params, settings=settings)
    dataset = module.compute(params)
    module.draw(dataset, params).savefig(io.BytesIO(), format="rgba")


magnitudes = st.floats(-1e6, 1e6) | st.floats(-300, 0).map(lambda exponent: 10.0**exponent)


@given(st.lists(magnitudes, min_size=1, max_size=4))
@example([1.2e-30])
def test_limits_hold_all_values_and_leave_room_for_ticks(values: list[float]) -> None:
    low, high = _style.limits(values)
    assert low <= min(values) <= max(values) <= high
    assert high - low >= 0.99e-9 * max(abs(low), abs(high))
    assert high - low >= 0.99e-30


def test_fig6_computes_the_sizes_of_a_list_and_no_others() -> None:
    module = figures.load("fig6")
    sizes = {"kf_a=[42.4, 40.0, zeta_1_36]": [40.0, 42.4, bessel_zero(1, 36)], "kf_a=2.0": [2.0]}
    for setting, expected in sizes.items():
        data = module.compute(parameters(module.Params, settings=[setting, "t_over_tf=5e-5"]))
        assert data["kf_a"].tolist() == expected


def test_fig6_adds_to_a_range_the_zeros_within_and_none_outside() -> None:
    module = figures.load("fig6")
    for start, stop, zeros in ((1.0, 3.0, 0), (3.0, 5.0, 2)):
        setting = f"kf_a={{start: {start}, stop: {stop}, num: 2}}"
        params = parameters(
            module.Params, settings=[setting, "points_per_peak=0", "t_over_tf=0.01"]
        )
        sizes = module.compute(params)["kf_a"]
        assert sizes.size == 2 + zeros
        assert start == sizes.min() < sizes.max() == stop


def test_fig6_draws_every_panel_that_it_accepts() -> None:
    module = figures.load("fig6")
    temperatures = [round(1e-3 * (i + 1), 4) for i in range(20)]
    settings = ["kf_a={start: 20.0, stop: 21.0, num: 11}", f"t_over_tf={temperatures}"]
    panels = [ax for ax in unplaced("fig6", *settings).axes if ax.get_visible()]
    assert len(panels) == 20
    assert all(ax.lines and ax.get_ylabel() and ax.texts[0].get_text() for ax in panels)
    assert [ax.texts[0].get_text() for ax in panels[:2]] == ["(a)", "(b)"]
    many = [1e-4 * (i + 1) for i in range(41)]
    with pytest.raises(ConfigError, match="at most 40 are drawn, not 41"):
        parameters(module.Params, settings=[f"t_over_tf={many}"])


def test_many_curves_have_a_short_legend() -> None:
    module = figures.load("fig7")
    sizes = [10.0 + i for i in range(30)]
    params = parameters(module.Params, settings=[f"kf_a={sizes}", "hbar_omega_c_over_ef=[0, 1e-3]"])
    drawing = module.draw(module.compute(params), params)
    assert len(drawing.axes[0].lines) == 3 * 30 + 1
    labels = [str(line.get_label()) for line in drawing.axes[0].lines]
    assert sum(label.startswith("$") for label in labels) == 3


ORBITAL = ("fig3", "fig4", "fig5a", "fig6", "fig7", "fig8", "fig9")


@pytest.mark.parametrize("name", ORBITAL)
def test_figures_of_the_paper_cost_seconds(name: str) -> None:
    assert 0.5 < cost.seconds(name, figures.load(name).Params()) < 5


@pytest.mark.parametrize(
    ("name", "settings", "measured"),
    [
        ("fig4", [f"chi{i}_over_chi_c={{start: -2, stop: 2, num: 1000}}" for i in (1, 2)], 12),
        (
            "fig5a",
            [
                "kf_a={start: 1, stop: 200, num: 200}",
                "t_over_tf={start: 1e-10, stop: 0.1, num: 20000, scale: log}",
            ],
            52,
        ),
        (
            "fig6",
            ["kf_a={start: 1, stop: 200, num: 100000}", "t_over_tf=[1e-10, 0.05, 0.1]"],
            19,
        ),
        ("fig7", ["kf_a=200", "t_over_tf=0.1"], 9),
        (
            "fig7",
            [
                "kf_a=200",
                "t_over_tf=0.1",
                "hbar_omega_c_over_ef={start: 0, stop: 0.02, num: 100}",
            ],
            18,
        ),
        ("fig8", [f"{x}={{start: 0, stop: 1, num: 2000}}" for x in ("m1z", "k_over_c")], 22),
        ("fig9", ["n_particles={start: 2, stop: 1000000, num: 20}"], 20),
    ],
)
def test_estimates_are_within_three_of_what_one_core_took(
    name: str, settings: list[str], measured: float
) -> None:
    estimate = cost.seconds(name, parameters(figures.load(name).Params, settings=settings))
    assert measured / 3 < estimate < 3 * measured


def test_a_map_does_not_depend_on_the_order_of_its_axes() -> None:
    module = figures.load("fig4")
    axes = ("chi1_over_chi_c", "chi2_over_chi_c")
    up, down = (
        module.compute(parameters(module.Params, settings=[f"{axis}={v}" for axis in axes]))
        for v in ("[-2.0, 0.5, 1.5]", "[1.5, -2.0, 0.5]")
    )
    assert np.array_equal(up.grid("m1", *axes), down.grid("m1", *axes))


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_of_recorded_data_is_a_part_of_them(name: str) -> None:
    sample = recorded.sample(name)
    if sample is not None:
        assert not sample.is_paper
        assert papers.is_study(name)


def test_the_figures_of_the_papers_stand_before_the_studies() -> None:
    own = figures.of_papers()
    assert figures.names()[: len(own)] == own
    assert not any(map(papers.is_study, own))


def test_make_knows_the_studies_by_the_prefix_of_the_record() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"STUDIES := $(filter {papers.STUDIES.figure_prefix}%," in text
    assert set(re.findall(r"[a-z]+_(?=%|\*\.py)", text)) == {papers.STUDIES.figure_prefix}


def test_the_figures_of_both_papers_are_sixteen() -> None:
    orbital = ("1", "2", "3", "4", "5a", "5b", "6", "7", "8", "9", "10")
    printed = {f"fig{n}" for n in orbital} | {f"vib_fig{n}" for n in range(1, 6)}
    assert len(printed) == 16
    assert printed <= set(figures.of_papers())
