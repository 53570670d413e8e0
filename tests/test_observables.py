"""What is read off the figures: each number by another route."""

from typing import Any

import numpy as np
import pytest

from magrepro import figures
from magrepro.core.constants import K_B_MEV
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.thermal import density_z, peak_position, splitting_threshold
from magrepro.figures import fig5b, fig6, fig7, fig9, fig10, vib_fig1, vib_fig2, vib_fig4, vib_fig5
from magrepro.parameters import Range
from tests.tolerances import ELEMENTWISE, ROOT, assert_agree

EVERY = [(name, entry.name) for name in figures.names() for entry in figures.observables(name)]


def observe(module: Any, name: str, **given: Any) -> float:
    entry = next(entry for entry in module.OBSERVABLES if entry.name == name)
    (found,) = entry([module.Params(**given)])
    return float(found)


@pytest.mark.parametrize(("figure", "name"), EVERY)
def test_every_observable_says_what_it_is_and_needs_parameters_that_there_are(
    figure: str, name: str
) -> None:
    entry = {entry.name: entry for entry in figures.observables(figure)}[name]
    module = figures.load(figure)
    assert entry.meaning
    assert entry.of.__doc__
    assert set(entry.at) <= set(module.Params.model_fields)
    assert name not in {column.name for column in module.COLUMNS}
    assert name not in module.Params.model_fields


def test_below_the_critical_temperature_the_figure_has_a_moment_and_above_none() -> None:
    pair, chain = {"kf_a": ("zeta_1_20",)}, {"kf_a": "zeta_1_20", "n_particles": (7,)}
    cases: list[tuple[Any, dict[str, Any]]] = [(fig5b, pair), (fig10, chain)]
    for module, given in cases:
        critical = observe(module, "critical_temperature", **given)
        tau = (0.999 * critical, 1.001 * critical)
        data: Any = module.compute(module.Params(**given, t_over_tf=tau))
        assert (data["m_z"] > 0).tolist() == [True, False]
        kelvin = observe(module, "critical_temperature_k", **given)
        assert 63_000 < kelvin / critical < 65_000


def test_far_below_a_half_filled_shell_has_all_its_moment() -> None:
    l = 36
    # All m < 0 filled, twice for the spins, less the diamagnetism in the dipole's field.
    found = observe(fig5b, "saturation_moment", kf_a=(f"zeta_1_{l}",))
    assert l * (l + 1) - 0.1 < found < l * (l + 1)
    far = observe(fig5b, "saturation_moment", kf_a=(f"zeta_1_{l}",), d_over_a=30.0)
    assert_agree(far, l * (l + 1), 1e-3)
    heavy = {"k_f_per_nm": 12.0, "m_eff": 2.0, "chi_landau": -2.9e-7}
    assert_agree(
        observe(fig5b, "saturation_moment", kf_a=(f"zeta_1_{l}",), material=heavy),
        found / 2,
        ELEMENTWISE,
    )
    radius = observe(fig5b, "radius_nm", kf_a=(f"zeta_1_{l}",), material=heavy)
    assert_agree(radius, bessel_zero(1, l) / 12.0, ELEMENTWISE)


def test_the_coldest_peak_of_fig6_is_a_zero_and_as_high_as_its_shell_makes_it() -> None:
    tau = 5e-5
    size = observe(fig6, "peak_size", t_over_tf=(tau,))
    data = fig6.compute(fig6.Params(t_over_tf=(tau,))).where(at_zero=1)
    near = float(data["kf_a"][np.argmin(np.abs(data["kf_a"] - size))])
    assert abs(near - size) < size * tau
    height = observe(fig6, "peak_height", t_over_tf=(tau,))
    assert height >= data["chi_over_chi_l"].max()


def test_the_largest_moment_of_fig7_is_no_less_than_any_computed() -> None:
    given: Any = {"kf_a": ("zeta_1_36",), "t_over_tf": (5e-4,)}
    data = fig7.compute(fig7.Params(**given))
    largest = observe(fig7, "largest_moment", **given)
    place = observe(fig7, "field_of_largest_moment", **given)
    assert data["moment"].max() <= largest <= 1.001 * data["moment"].max()
    assert abs(place - data["hbar_omega_c_over_ef"][np.argmax(data["moment"])]) < 3e-6
    w = 1e-9
    weak = fig7.compute(fig7.Params(**given, hbar_omega_c_over_ef=(w,)))["moment"][0]
    assert_agree(observe(fig7, "initial_slope", **given), weak / w, 1e-6)


@pytest.mark.parametrize("c", [0.1, 3.0, 50.0, 1000.0])
def test_the_density_splits_at_its_threshold(c: float) -> None:
    threshold = float(splitting_threshold(stiffness=c))
    sides = peak_position(coupling=[0.999 * threshold, 1.001 * threshold], stiffness=c)
    assert sides[0] == 0 < sides[1]
    z = np.array([0.0, 1e-3])
    for share, falls in ((0.99, True), (1.01, False)):
        middle, beside = density_z(z, coupling=share * threshold, stiffness=c)
        assert (beside < middle) == falls


def test_stiff_moments_split_where_the_coupling_is_the_stiffness() -> None:
    assert_agree(splitting_threshold(stiffness=[100.0, 1000.0]), [100.0, 1000.0], ROOT)


def test_a_chain_of_two_is_critical_where_a_dimer_is() -> None:
    assert observe(fig9, "critical_ratio", n_particles=(2,)) == 1


def test_spin_pairs_cross_over_where_their_levels_do() -> None:
    assert_agree(observe(vib_fig2, "crossover_alpha_over_j", spin=(0.5,)), 1.5, ROOT)
    assert np.isnan(observe(vib_fig2, "crossover_alpha_over_j", spin=(1.0,), field_ratio=0.0))
    assert observe(vib_fig1, "ground_state_m") == 1
    assert observe(vib_fig1, "ground_state_m", alpha_mev=0.0, zeta_mev=0.0) == 0


def test_at_the_doubling_temperature_the_cotangent_is_two() -> None:
    module: Any = figures.load("vib_fig3")
    t = observe(module, "doubling_temperature_k", omega0_mev=(3.0,))
    assert_agree(1 / np.tanh(3.0 / (2 * K_B_MEV * t)), 2.0, ELEMENTWISE)


def test_the_ferromagnetic_site_has_its_largest_moment_where_the_curve_has() -> None:
    given: Any = {"j_mev": (5.0,), "phi_over_omega0": (1e-4,)}
    data = vib_fig5.compute(vib_fig5.Params(**given))
    size, t = np.abs(data["moment"]), data["temperature_k"]
    top = int(np.argmax(size))
    place = observe(vib_fig5, "peak_temperature_k", **given)
    assert t[top - 1] < place < t[top + 1]
    assert size[top] <= observe(vib_fig5, "peak_moment", **given) < 1.001 * size[top]


def test_one_percent_of_the_spin_is_reached_at_the_temperature_said() -> None:
    given: Any = {"j_mev": (-5.0,), "phi_over_omega0": (1e-3,)}
    t = observe(vib_fig5, "one_percent_temperature_k", **given)
    moment = vib_fig5.compute(vib_fig5.Params(**given, temperature_k=(t,)))["moment"][0]
    assert_agree(abs(moment), 0.01, 1e-7)
    weak = {"j_mev": (-5.0,), "phi_over_omega0": (1e-7,)}
    assert np.isnan(observe(vib_fig5, "one_percent_temperature_k", **weak))


def test_a_pair_whose_moment_grows_throughout_has_no_temperature_of_the_largest() -> None:
    given: Any = {"omega0_mev": (0.6,), "j_mev": (-5.0,)}
    warm: Any = {"temperature_k": Range(start=1.0, stop=20.0, num=20)}
    assert np.isnan(observe(vib_fig4, "peak_temperature_k", **given, **warm))
    data = vib_fig4.compute(vib_fig4.Params(**given, **warm))
    assert observe(vib_fig4, "peak_moment", **given, **warm) == np.abs(data["moment"]).max()
