"""Spontaneous moments at a fixed number of electrons: closed criterion, iteration, refusals."""

import itertools
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit

from magrepro.core.orbital import canonical, canonical_field, fixed_number
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.branches import largest_moment, stable_moment
from magrepro.core.orbital.curie import critical_over_landau
from magrepro.core.orbital.fixed_number_response import (
    electrons_at_e_f,
    fixed_number_response,
    solving_seconds,
)
from magrepro.core.orbital.shells import mean_square_sine, shells
from magrepro.core.orbital.sphere import dipole_coupling, magnetic_moment
from magrepro.figures import fig5a, fig5b, fig6, fig7, fig10
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
def test_the_moment_of_one_shell_is_seen_to_be_concave(shell: int, filled: int) -> None:
    k = float(SIZES[shell])
    places = int(fixed_number.OpenShell.of(NUMBERS).places[shell])
    count = NUMBERS[shell] - places // 2 + filled
    w = np.linspace(0, 4e-7, 161)
    m = canonical_field.moment(k, 1e-8, w, count)
    assert np.all(np.diff(m, 2) < 1e-9 * m.max())


def test_zeros_of_the_partition_function_do_not_lie_on_the_unit_circle() -> None:
    """Two electrons in a shell l = 1 with spin: Z of e^(w/2 tau), from all ways to place them."""
    m = [-1, -1, 0, 0, 1, 1]
    total = [sum(pair) for pair in itertools.combinations(m, 2)]
    powers = [total.count(level) for level in range(-2, 3)]
    assert powers == [1, 4, 5, 4, 1]
    zeros = np.sort(np.abs(np.roots(powers)))
    assert_agree(zeros, [(3 - 5**0.5) / 2, 1, 1, (3 + 5**0.5) / 2], 1e-6)


TWO_SHELLS = {"k": 106.10621278, "tau": 1e-7, "d_over_a": 2.0, "chi_landau": -2e-6}
"""Between zeta_26_28 and zeta_5_85, 3e-4 apart: closed shells, which a field opens."""


def test_with_two_shells_in_reach_there_are_several_solutions() -> None:
    k, tau = TWO_SHELLS["k"], TWO_SHELLS["tau"]
    c = dipole_coupling(k, d_over_a=2.0, chi_landau=TWO_SHELLS["chi_landau"])
    count = electrons_at_e_f(k)
    response = fixed_number_response(k, tau, count, coupling=c)
    largest, stable = largest_moment(response, coupling=c), stable_moment(response, coupling=c)
    m = np.linspace(1, 7000, 1500)
    excess = canonical_field.moment(k, tau, c * m, count) - m
    assert np.array_equal(np.sign(excess[[0, 700, -1]]), [-1, 1, -1])
    assert np.abs(m[np.flatnonzero(excess > 0)[-1]] - largest) < 5
    energy = np.cumsum(-c * excess * (m[1] - m[0]))
    assert stable == (largest if energy[np.searchsorted(m, largest)] < 0 else 0)


@pytest.mark.parametrize("k", [float(SIZES[0]), TWO_SHELLS["k"], 12.3, 42.4])
def test_slope_and_bend_stay_within_their_bounds(k: float) -> None:
    count = electrons_at_e_f(k)
    for tau in (1e-8, 1e-7, 1e-4):
        response = fixed_number_response(k, tau, count, coupling=1e-6 / k**2)
        w = np.linspace(0, float(response.field), 41)
        step = 1e-3 * tau
        slope = canonical_field.moment_slope(k, tau, w + step, count)
        bend = (slope - canonical_field.moment_slope(k, tau, w, count)) / step
        assert np.all(-slope <= response.fall)
        assert np.all(slope <= response.steepest)
        assert np.all(np.abs(bend) <= response.bend)


@pytest.mark.parametrize(("k", "tau"), [(9.0, 1e-6), (42.4, 1e-3), (200.0, 1e-3), (42.4, 0.05)])
def test_bend_is_no_less_than_cauchys_estimate_on_the_largest_disc(k: float, tau: float) -> None:
    """On it abs(v) <= abs(m)/2 + (k^2/8)(w + R) and R max abs(v) = pi tau/4; 4 sum abs(v)/R^2."""
    count = electrons_at_e_f(k)
    response = fixed_number_response(k, tau, count, coupling=1e-6 / k**2)
    w = response.field
    (low,), (high,), levels = canonical.open_window(
        *(np.array([float(x)]) for x in (k, tau, count, w))
    )
    l, push = levels.l[low:high], k**2 / 8
    top = np.maximum(np.max(levels.l[:high]) / 2 + push * w, 0.5)
    radius = (np.sqrt(top**2 + push * np.pi * tau) - top) / (2 * push)
    speeds = np.sum(l * (l + 1) / 2) + np.sum(2 * l + 1) * push * (w + radius)
    assert 1 - 1e-9 <= response.bend / (4 * speeds / radius**2) < 1.5


def test_slope_and_free_energy_are_derivative_and_integral_of_the_moment() -> None:
    k, tau, count = TWO_SHELLS["k"], 1e-7, electrons_at_e_f(TWO_SHELLS["k"])
    x, weights = np.polynomial.legendre.leggauss(12)
    for w in (1e-7, 1e-6):
        panels = np.arange(100)[:, None] / 100 * w
        nodes = canonical_field.moment(k, tau, panels + w / 200 * (1 + x), count)
        whole = float(canonical_field.field_integral(k, tau, w, count))
        assert_agree(whole, np.sum(nodes @ weights) * w / 200, 1e-9)
        h = 1e-3 * tau
        m = canonical_field.moment(k, tau, [w - h, w + h], count)
        slope = float(canonical_field.moment_slope(k, tau, w, count))
        assert abs(slope - float(m[1] - m[0]) / (2 * h)) < 1e-4 * abs(slope)


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


def test_only_what_may_order_and_is_not_refused_is_estimated_to_be_solved() -> None:
    k, n = SIZES[0], NUMBERS[0]
    tau, chi_landau = np.array([1e-8, 1e-5, 1e-8]), np.array([-2.9e-7, -2.9e-7, -1e-2])
    c = dipole_coupling(k, d_over_a=3.0, chi_landau=chi_landau)
    ordering, warm, refused = solving_seconds(k, tau, n, coupling=c)
    assert ordering > 10 * warm
    assert refused == warm


def test_closed_shells_and_hot_spheres_have_no_moment() -> None:
    c = float(COUPLING[0])
    closed = NUMBERS[0] + 73
    assert ordered_moment(SIZES[0], 1e-9, closed, coupling=c) == 0
    assert ordered_moment(2.0, 1e-3, electrons_at_e_f(2.0), coupling=c) == 0
    assert np.all(ordered_moment(SIZES, [[1e-4], [1e-2]], NUMBERS, coupling=COUPLING) == 0)


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


@pytest.mark.parametrize("count", [2, 5, 8])
def test_a_canonical_chain_is_what_plain_iteration_ends_at(count: int) -> None:
    tau = 1e-7
    distance = np.abs(np.subtract.outer(np.arange(count), np.arange(count))).astype(float)
    coupling = np.divide(1.0, distance**3, out=np.zeros_like(distance), where=distance > 0)
    m = np.full(count, float(fixed_number.saturated_moment(NUMBERS[0])))
    for _ in range(80):
        m = canonical_field.moment(SIZES[0], tau, COUPLING[0] * (coupling @ m), NUMBERS[0])
    params = fig10.Params(t_over_tf=(tau,), n_particles=(count,), ensemble="canonical")
    assert_agree(fig10.compute(params)["m_z"], m.mean(), 1e-9)


def test_a_canonical_chain_of_two_is_the_dimer() -> None:
    tau = (1e-8, 2e-7, 2.61e-7, 2.62e-7)
    chain = fig10.Params(t_over_tf=tau, n_particles=(2,), ensemble="canonical")
    dimer = fig5b.Params(kf_a=("zeta_1_36",), t_over_tf=tau, ensemble="canonical")
    m = fig10.compute(chain)["m_z"]
    assert_agree(m, fig5b.compute(dimer)["m_z"], 1e-9)
    assert np.array_equal(m > 0, [True, True, True, False])


def test_canonical_chains_order_below_their_critical_temperature() -> None:
    params = fig10.Params(t_over_tf=(1e-8,), n_particles=(7,), ensemble="canonical")
    named = {observable.name: observable.of for observable in fig10.OBSERVABLES}
    top = float(np.ravel(named["critical_temperature"]([params]))[0])
    average = params.model_copy(update={"ensemble": "grand-canonical"})
    usual = float(np.ravel(named["critical_temperature"]([average]))[0])
    assert_agree(top, 146 / 145 * usual, 1e-5)
    near = params.model_copy(update={"t_over_tf": (top * (1 - 1e-6), top * (1 + 1e-6))})
    assert np.array_equal(fig10.compute(near)["m_z"] > 0, [True, False])


def ways(k: float, tau: float, count: int) -> float:
    """chi/|chi_L| from every way to fill the 22 lowest places, those of four shells."""
    levels = shells(8.0)
    l, zeta, r2 = levels.l[:4], levels.zeta[:4], levels.r2[:4]
    shell = np.repeat(np.arange(4), 4 * l + 2)
    m = np.concatenate([np.repeat(np.arange(-j, j + 1.0), 2) for j in l])
    taken = np.array([list(way) for way in itertools.combinations(range(shell.size), count)])
    log = -((zeta**2)[shell][taken].sum(axis=1)) / (k**2 * tau)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    spread = weight @ (m[taken].sum(axis=1) / 2) ** 2
    pushed = k**2 / 8 * r2[shell] * mean_square_sine(l[shell], m)
    rest = 2 * weight @ pushed[taken].sum(axis=1)
    return float(9 * np.pi / k**3 * (2 / tau * spread - rest))


@pytest.mark.parametrize("place", [1, 2])
def test_fig6_at_a_fixed_number_is_that_of_every_way_to_fill_small_shells(place: int) -> None:
    """5 electrons at zeta_11, 13 at zeta_12, so cold that no fifth shell counts."""
    k, tau = f"zeta_1_{place}", (1e-3, 1e-2)
    params = fig6.Params(kf_a=(k,), t_over_tf=tau, ensemble="canonical")
    found = fig6.compute(params)
    count = 5 if place == 1 else 13
    expected = [ways(float(found["kf_a"][0]), t, count) for t in tau]
    assert_agree(found["chi_over_chi_l"], expected, 1e-11)


def test_fig6_at_half_filling_is_g_over_g_minus_1_of_the_grand_canonical_one() -> None:
    both = [
        fig6.compute(fig6.Params(kf_a=("zeta_1_36",), t_over_tf=(1e-7,), ensemble=ensemble))
        for ensemble in ("canonical", "grand-canonical")
    ]
    chi = [float(one["chi_over_chi_l"][0]) for one in both]
    assert_agree(chi[0] / chi[1], 146 / 145, 1e-6)


def test_canonical_peaks_stand_at_the_zeros() -> None:
    params = fig6.Params.model_validate(
        {
            "kf_a": {"start": 42.9, "stop": 43.05, "num": 16},
            "t_over_tf": (1e-5,),
            "ensemble": "canonical",
        }
    )
    named = {observable.name: observable.of for observable in fig6.OBSERVABLES}
    data = fig6.compute(params)
    assert_agree(named["peak_size"]([params]), [SIZES[0]], 1e-12)
    assert_agree(named["peak_height"]([params]), [data["chi_over_chi_l"].max()], 1e-12)
    assert np.array_equal(data["chi_over_chi_l"] > 0, data["at_zero"] == 1)


@pytest.mark.parametrize(
    ("module", "more", "message"),
    [
        (fig5b, {"chi_landau": -1e-3, "d_over_a": 2.0, "kf_a": (200.0,)}, "chi_landau is too str"),
        (fig7, {"kf_a": (200.0,), "hbar_omega_c_over_ef": (0.02,)}, "ensemble"),
        (fig10, {"chi_landau": -1e-3, "d_over_a": 2.0, "kf_a": 200.0}, "chi_landau is too strong"),
    ],
)
def test_what_a_fixed_number_cannot_answer_is_refused(
    module: Any, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        module.compute(module.Params(ensemble="canonical", **more))
