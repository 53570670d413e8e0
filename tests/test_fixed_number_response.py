"""Spontaneous moments at a fixed number of electrons: closed criterion, iteration, refusals."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit

from magrepro.core.orbital import canonical, canonical_field, fixed_number
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.branches import stable_moment
from magrepro.core.orbital.curie import critical_over_landau
from magrepro.core.orbital.fixed_number_response import electrons_at_e_f, fixed_number_response
from magrepro.core.orbital.shells import mean_square_sine, shells
from magrepro.core.orbital.sphere import dipole_coupling, magnetic_moment
from magrepro.figures import fig5a, fig5b, fig7
from tests.tolerances import assert_agree


def ordered_moment(k: Any, tau: Any, electrons: Any, *, coupling: Any) -> Any:
    response = fixed_number_response(k, tau, electrons, coupling=coupling)
    return stable_moment(response, coupling=coupling)


GOLD = critical_over_landau(d_over_a=3.0, chi_landau=-2.9e-7)
SIZES = np.array([bessel_zero(1, 36), bessel_zero(6, 26), bessel_zero(5, 37)])
COUPLING = dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-2.9e-7)
NUMBERS = electrons_at_e_f(SIZES)


def test_moments_vanish_at_the_critical_temperature_of_the_closed_criterion() -> None:
    top, _ = fixed_number.critical_temperature(SIZES, NUMBERS, critical=GOLD)
    assert_agree(top[0], 2.616660506e-7, 1e-9)
    below, above = (
        ordered_moment(SIZES, top * share, NUMBERS, coupling=COUPLING)
        for share in (1 - 1e-6, 1 + 1e-6)
    )
    assert np.all((below > 0) & (below < 0.005 * fixed_number.saturated_moment(NUMBERS)))
    assert np.all(above == 0)


def test_moments_are_what_iterating_from_saturation_ends_at() -> None:
    tau = np.array([1e-10, 1e-8, 3e-8])[:, None]
    m = np.broadcast_to(fixed_number.saturated_moment(NUMBERS), (3, 3))
    for _ in range(60):
        m = canonical_field.moment(SIZES, tau, COUPLING * m, NUMBERS)
    assert_agree(ordered_moment(SIZES, tau, NUMBERS, coupling=COUPLING), m, 1e-9)


@pytest.mark.parametrize(("shell", "filled"), [(0, 73), (0, 1), (0, 20), (1, 7), (2, 149)])
def test_the_moment_of_one_shell_is_concave_in_the_field(shell: int, filled: int) -> None:
    k = float(SIZES[shell])
    places = int(fixed_number.OpenShell.of(NUMBERS).places[shell])
    count = NUMBERS[shell] - places // 2 + filled
    w = np.linspace(0, 4e-7, 161)
    m = canonical_field.moment(k, 1e-8, w, count)
    assert np.all(np.diff(m, 2) < 1e-9 * m.max())


def test_no_other_solution_is_seen_on_a_grid() -> None:
    c = float(COUPLING[0])
    for tau in (5e-8, 2.5e-7, 2.7e-7, 1e-6):
        m = np.geomspace(1e-2, 1400, 200)
        rises = canonical_field.moment(SIZES[0], tau, c * m, NUMBERS[0]) > m
        found = float(ordered_moment(SIZES[0], tau, NUMBERS[0], coupling=c))
        assert np.array_equal(rises, m < found)


def test_the_slope_stays_below_its_bound() -> None:
    counts = canonical.neutral_size(np.arange(200, 240))
    numbers = np.arange(200.0, 240.0)
    for tau in (1e-3, 1e-2):
        slope = canonical.susceptibility(counts, tau, numbers) * counts**3 / (9 * np.pi)
        for k, n, found in zip(counts, numbers, slope, strict=True):
            bound = fixed_number_response(k, tau, n, coupling=1e-12).steepest
            assert found < bound


def test_closed_shells_and_hot_spheres_have_no_moment() -> None:
    c = float(COUPLING[0])
    closed = NUMBERS[0] + 73
    assert ordered_moment(SIZES[0], 1e-9, closed, coupling=c) == 0
    assert ordered_moment(2.0, 1e-3, electrons_at_e_f(2.0), coupling=c) == 0
    assert np.all(ordered_moment(SIZES, [[1e-4], [1e-2]], NUMBERS, coupling=COUPLING) == 0)


def test_several_shells_within_reach_are_refused() -> None:
    strong = dipole_coupling(SIZES[0], d_over_a=3.0, chi_landau=-1e-3)
    with pytest.raises(ValueError, match="several shells are within reach"):
        ordered_moment(SIZES[0], 1e-6, NUMBERS[0], coupling=strong)


def test_canonical_figures_order_at_the_temperature_of_the_closed_criterion() -> None:
    top, _ = fixed_number.critical_temperature(SIZES[0], NUMBERS[0], critical=GOLD)
    near, wide = ((float(top[0]) * (1 - off), float(top[0]) * (1 + off)) for off in (1e-9, 1e-6))
    one: dict[str, Any] = {"kf_a": ("zeta_1_36",), "t_over_tf": near, "ensemble": "canonical"}
    found = fig5a.compute(fig5a.Params(**one, kf_a_inset=(42.4,), t_over_tf_inset=(1e-4,)))
    main = found.where(panel="main")
    assert np.array_equal(main["chi"] > main["chi_c"], [True, False])
    moments = fig5b.compute(fig5b.Params(**(one | {"t_over_tf": wide})))["m_z"]
    assert np.array_equal(moments > 0, [True, False])
    average = fig5b.compute(fig5b.Params(kf_a=("zeta_1_36",), t_over_tf=wide))["m_z"]
    assert np.all(average == 0)


def test_the_canonical_critical_temperature_is_read_off_the_figure() -> None:
    both = [
        fig5b.Params.model_validate(
            {"kf_a": ("zeta_1_36",), "t_over_tf": (1e-8,), "ensemble": ensemble}
        )
        for ensemble in ("grand-canonical", "canonical")
    ]
    named = {observable.name: observable.of for observable in fig5b.OBSERVABLES}
    assert_agree(named["critical_temperature"](both), [2.598738174e-7, 2.616660506e-7], 1e-9)
    assert_agree(named["saturation_moment"](both), [1331.923, 1332.0], 1e-4)


def test_canonical_moments_in_a_field_start_with_the_canonical_slope() -> None:
    params = fig7.Params(
        kf_a=("zeta_1_36",),
        t_over_tf=(5e-5,),
        hbar_omega_c_over_ef=(0.0, 1e-9),
        ensemble="canonical",
    )
    moment = fig7.compute(params)["moment"]
    named = {observable.name: observable.of for observable in fig7.OBSERVABLES}
    assert moment[0] == 0
    assert_agree(moment[1] / 1e-9, np.ravel(named["initial_slope"]([params]))[0], 1e-5)


def test_in_strong_fields_the_potential_that_fixes_the_number_moves_the_moment() -> None:
    """All states below k_F a = 60, filled at the potential with that number on average."""
    k, tau, w, levels = 42.4, 5e-5, 1.1e-3, shells(60.0)
    shell = np.repeat(np.arange(levels.l.size), 2 * levels.l + 1)
    m = np.concatenate([np.arange(-l, l + 1.0) for l in levels.l])
    width = levels.r2[shell] * mean_square_sine(levels.l[shell], m)
    energy = levels.zeta[shell] ** 2 / k**2 + w * m / 2 + (k * w / 4) ** 2 * width
    number = float(electrons_at_e_f(k))
    mu = brentq(lambda x: 2 * expit((x - energy) / tau).sum() - number, 0.9, 1.1, xtol=1e-15)
    direct = -4 * expit((mu - energy) / tau) @ (m / 2 + k**2 / 8 * w * width)
    exactly = float(canonical_field.moment(k, tau, w, number))
    assert_agree(exactly, direct, 1e-3)
    assert exactly < 1.2 * float(magnetic_moment(k, tau, w))


@pytest.mark.parametrize(
    ("module", "more"),
    [
        (fig5a, {"kf_a": (200.0,), "t_over_tf": (0.1,)}),
        (fig5b, {"kf_a": ("zeta_1_36",), "t_over_tf": (1e-6,), "chi_landau": -1e-3}),
        (fig7, {"kf_a": (200.0,), "hbar_omega_c_over_ef": (0.02,)}),
    ],
)
def test_what_a_fixed_number_cannot_answer_is_refused(module: Any, more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="ensemble"):
        module.compute(module.Params(ensemble="canonical", **more))
