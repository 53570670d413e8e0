"""Which of several self-consistent moments: laws, and dense scans as the independent route."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.special import expit

from magrepro.config import parameters
from magrepro.core.orbital import chain_solvers
from magrepro.core.orbital.bessel import bessel_zero, bessel_zeros
from magrepro.core.orbital.branches import (
    grand_potential,
    largest_moment,
    moments_and_stability,
    reversal_barrier,
    stable_moment,
)
from magrepro.core.orbital.chain_ordering import chain_grand_potential, chain_moments
from magrepro.core.orbital.chains import CHAIN_ROW_SUM, chain_field
from magrepro.core.orbital.sphere import (
    dipole_coupling,
    field_integral,
    magnetic_moment,
    moment_slope,
)
from magrepro.core.orbital.sphere_response import (
    STRONGEST_FIELD,
    SphereResponse,
    solving_seconds,
    sphere_response,
)
from magrepro.core.orbital.stairs import Intervals, Systems, all_brackets, decided
from magrepro.figures import load
from tests import oracles
from tests.tolerances import ELEMENTWISE, QUADRATURE, ROOT, assert_agree

Floats = NDArray[np.float64]
GOLD = -2.9e-7


def gold(k: float, tau: float | Floats, d: float = 3.0) -> tuple[SphereResponse, float]:
    c = float(dipole_coupling(k, d_over_a=d, chi_landau=GOLD))
    return sphere_response(k, tau, coupling=c), c


def scanned(k: float, tau: float, c: float, top: float) -> tuple[Floats, Floats, Floats]:
    """Fields, phi = c g(w) - w and the grand potential on a dense grid, by plain functions."""
    w = top * np.unique(
        np.concatenate([np.geomspace(1e-6, 1, 2000), np.linspace(1e-4, 1.001, 9000)])
    )
    return (
        w,
        c * magnetic_moment(k, tau, w) - w,
        w**2 / (2 * c) - field_integral(k, tau, w),
    )


@pytest.mark.parametrize(
    ("k", "tau", "w"),
    [(20.3, 1e-3, 2e-3), (bessel_zero(1, 10) * (1 + 1e-7), 1e-7, 1e-6), (9.4, 0.05, 0.1)],
)
def test_integral_of_the_moment_is_the_change_of_the_grand_potential(
    k: float, tau: float, w: float
) -> None:
    change = -2 * (oracles.grand_potential(k, tau, w) - oracles.grand_potential(k, tau, 0.0))
    by_quadrature = quad(lambda x: oracles.moment(k, tau, x), 0, w, epsrel=1e-10, limit=200)[0]
    assert_agree(field_integral(k, tau, w), by_quadrature, QUADRATURE)
    # The potential itself holds ten digits more than its change.
    assert abs(field_integral(k, tau, w) - change) < 1e-10 * abs(change) + 1e-9


@pytest.mark.parametrize("detuning", [0.0, 1e-9, -1e-7, 1e-5, 3e-3])
@pytest.mark.parametrize("tau", [1e-10, 1e-7, 1e-4])
def test_bounds_of_slope_curvature_and_moment_hold(detuning: float, tau: float) -> None:
    k = bessel_zero(3, 33) * (1 + detuning)
    particle, _ = gold(k, tau)
    w = float(particle.field) * np.linspace(1e-6, 1, 4001)
    slope = particle.derivative(w)
    assert np.all(slope <= particle.steepest * (1 + 1e-12))
    assert np.all(slope >= -particle.fall * (1 + 1e-12))
    assert np.all(np.abs(np.diff(slope) / np.diff(w)) <= particle.bend * (1 + 1e-6))
    saturated = w >= particle.field * (1 - 1e-9)
    assert np.all(particle.moment(w)[saturated] <= particle.bound)


def test_susceptibility_of_a_response_is_its_slope_without_field() -> None:
    k = np.array([20.3, bessel_zero(1, 36)])
    particle = sphere_response(k, 1e-4, coupling=1e-9)
    assert_agree(particle.susceptibility, moment_slope(k, 1e-4, 0.0), ELEMENTWISE)
    w = np.array([0.0, 1e-7])
    assert_agree(particle.derivative(w), moment_slope(k, 1e-4, w), ELEMENTWISE)
    assert_agree(particle.moment(w), magnetic_moment(k, 1e-4, w), ELEMENTWISE)


def test_a_dip_below_zero_within_half_an_interval_is_not_taken_for_none() -> None:
    """phi = (w - 1.5)^2/2 - 0.05 right of 1 dips where both ends and the middle are positive."""
    system = Systems(cast(SphereResponse, _Bent()), np.ones(1))
    phi_b, slope_b = 0.5**3 - 0.05, 0.5
    ends = (0.0, 2.0, 5.0, phi_b, 0.0, slope_b)
    free, _ = decided(system, Intervals(np.zeros(1, int), *(np.array([x]) for x in ends)))
    assert not free[0]


def test_a_dip_whose_flanks_bend_the_other_way_is_not_taken_for_none() -> None:
    """phi'' = -1 but for 1 within 0.35 of the middle, where phi = -0.001; both ends are above."""
    system = Systems(cast(SphereResponse, _Bent()), np.ones(1))
    phi, slope = 2 * 0.35 - 0.35**2 - 0.5 - 0.001, 1 - 2 * 0.35
    ends = (0.0, 2.0, phi, phi, slope, -slope)
    free, _ = decided(system, Intervals(np.zeros(1, int), *(np.array([x]) for x in ends)))
    assert phi > 0
    assert not free[0]


class _Bent:
    """Bounds of a response that falls and bends; nothing else is asked of it."""

    fall, bend = np.array([1e3]), np.array([1.0])


@dataclass(frozen=True)
class _Stairs:
    """Ten stairs 1 high and 0.01 wide at the fields 1.2 n, less a slow fall, as a response."""

    susceptibility = np.array([1e-9])
    bound = np.array([10.0])
    fall = np.array([0.1])
    bend = np.array([1e3])
    radius, departure = np.array([1.1]), np.array([1e-4])  # from -0.1 w, ten widths from a stair

    def moment(self, w: Floats) -> Floats:
        return np.asarray(expit(self._steps(w)).sum(axis=-1) - 0.1 * w)

    def derivative(self, w: Floats) -> Floats:
        f = expit(self._steps(w))
        return np.asarray((f * (1 - f)).sum(axis=-1) / 0.01 - 0.1)

    def moment_and_slope(self, w: Floats) -> tuple[Floats, Floats]:
        return self.moment(w), self.derivative(w)

    def take(self, which: Any) -> "_Stairs":
        return self

    @staticmethod
    def _steps(w: Floats) -> Floats:
        return (np.asarray(w)[..., None] - 1.2 * np.arange(1, 11)) / 0.01


def test_every_stair_that_crosses_the_line_of_its_field_has_one_bracket() -> None:
    """phi = c g(w) - w falls through zero between the stairs n and n + 1 where c n reaches them."""
    c, w = 1.4, np.linspace(1e-3, 14.0, 40_001)
    stairs = _Stairs()
    phi = c * stairs.moment(w) - w
    falls = w[np.flatnonzero((phi[:-1] >= 0) & (phi[1:] < 0))]
    system = Systems(cast(SphereResponse, stairs), np.array([c]))
    which, low, high = all_brackets(system)
    order = np.argsort(low)
    assert falls.size > 3
    assert which.tolist() == [0] * falls.size
    assert np.all((low[order] <= falls + 4e-4) & (falls <= high[order]))
    assert np.all(high[order][:-1] <= low[order][1:])


def test_where_a_moment_is_called_concave_it_is() -> None:
    for off in (0.0, 0.4, -0.6):
        tau = 1e-8
        particle, _ = gold(bessel_zero(1, 36) * (1 + off * tau), tau)
        assert particle.concave
        slope = particle.derivative(np.linspace(0, float(particle.field), 2001))
        assert np.all(np.diff(slope) <= 1e-9 * slope.max())
    assert not gold(bessel_zero(1, 36) * (1 + 1e-8), 1e-9)[0].concave


def test_at_the_fermi_temperature_nothing_orders() -> None:
    particle, c = gold(bessel_zero(1, 36), np.array([0.5, 1.0]))
    assert not particle.concave.any()
    assert not largest_moment(particle, coupling=c).any()


def test_largest_moment_is_found_on_every_stair_to_the_edge_of_existence() -> None:
    k = bessel_zero(3, 33) * (1 + 7.5e-8)
    tau = np.array([1e-10, 2.3e-10, 1e-9, 1e-8, 1.57e-8, 1.58e-8])
    particle, c = gold(k, tau)
    m = largest_moment(particle, coupling=c)
    assert np.all(m[:5] > 700)
    assert m[5] == 0
    for one_tau, one_m in zip(tau, m, strict=True):
        above = c * one_m * (1 + 1e-9)
        w = above + (float(particle.field[0]) - above) * np.linspace(0, 1, 20001)[1:]
        assert np.all(c * magnetic_moment(k, one_tau, w) < w)
        if one_m:
            assert_agree(oracles.moment(k, one_tau, c * one_m), one_m, ROOT)


@pytest.mark.parametrize("seed", range(7))
def test_stable_and_largest_moments_are_those_of_a_dense_scan(seed: int) -> None:
    rng = np.random.default_rng(seed)
    zeta = rng.choice(bessel_zeros(120.0).zeta)
    k = float(zeta * (1 + rng.choice([-1, 1]) * 10 ** rng.uniform(-9, -6)))
    tau, d = 10 ** rng.uniform(-10, -7), rng.uniform(2, 4)
    particle, c = gold(k, float(tau), float(d))
    largest = float(largest_moment(particle, coupling=c))
    stable = float(stable_moment(particle, coupling=c))
    w, phi, omega = scanned(k, float(tau), c, max(float(particle.field), c))
    falls = np.flatnonzero((phi[:-1] >= 0) & (phi[1:] < 0))
    low, high = (w[falls[-1]], w[falls[-1] + 1]) if falls.size else (0.0, 0.0)
    assert low * (1 - 1e-9) <= c * largest <= high * (1 + 1e-9)
    found = float(grand_potential(particle, np.asarray(stable), coupling=c))
    assert found <= min(0.0, omega.min()) + 1e-6 * abs(omega.min())


def test_only_what_may_order_and_is_not_refused_is_estimated_to_be_solved() -> None:
    k = bessel_zero(1, 36)
    tau, chi_landau = np.array([1e-8, 1e-5, 1e-8]), np.array([GOLD, GOLD, 1e-2])
    c = dipole_coupling(k, d_over_a=3.0, chi_landau=chi_landau)
    ordering, warm, refused = solving_seconds(k, tau, coupling=c)
    assert ordering > 10 * warm
    assert refused == warm


def test_an_ordered_state_above_the_energy_of_no_order_is_metastable() -> None:
    k = bessel_zero(1, 36) * (1 + 1.2e-7)
    particle, c = gold(k, np.array([1e-10, 1e-9, 1e-8]))
    largest, is_stable = moments_and_stability(particle, coupling=c, branch="largest")
    assert np.all(largest > 1100)
    assert np.all(grand_potential(particle, largest, coupling=c) > 0)
    assert not is_stable.any()
    assert not stable_moment(particle, coupling=c).any()


def test_just_off_a_level_the_ordered_state_is_the_stable_one_though_none_is_metastable() -> None:
    """A sphere that is diamagnetic in weak fields orders aligned, in a jump."""
    k = bessel_zero(1, 36) * (1 - 1.5e-8)
    particle, c = gold(k, 1e-9)
    assert particle.susceptibility < 0
    m = stable_moment(particle, coupling=c)
    assert m > 1300
    assert grand_potential(particle, m, coupling=c) < 0


def test_at_the_papers_sizes_the_ordered_moment_is_the_only_solution() -> None:
    for zero in ((1, 36), (6, 26), (5, 37)):
        particle, c = gold(bessel_zero(*zero), np.geomspace(1e-9, 1e-6, 61))
        assert particle.concave.all()
        assert np.array_equal(
            stable_moment(particle, coupling=c), largest_moment(particle, coupling=c)
        )


def test_a_system_alone_is_as_among_others() -> None:
    k = bessel_zero(1, 36) * (1 + np.array([0.0, 1e-9, 3e-8, 1.2e-7]))
    c = dipole_coupling(k, d_over_a=3.0, chi_landau=GOLD)
    together = largest_moment(sphere_response(k, 1e-9, coupling=c), coupling=c)
    alone = [
        float(largest_moment(sphere_response(x, 1e-9, coupling=y), coupling=y))
        for x, y in zip(k, c, strict=True)
    ]
    assert_agree(together, alone, ELEMENTWISE)


def test_diamagnetism_beyond_the_critical_value_is_refused() -> None:
    c = dipole_coupling(200.0, d_over_a=2.0, chi_landau=-1e-3)
    with pytest.raises(ValueError, match="chi_landau is too strong"):
        stable_moment(sphere_response(200.0, 1e-7, coupling=c), coupling=c)


def test_strong_couplings_stay_within_weak_fields_or_are_refused() -> None:
    for d in (2.0, 3.0):
        k = bessel_zero(1, 10)
        c = float(dipole_coupling(k, d_over_a=d, chi_landau=-1e-3))
        particle = sphere_response(k, 1e-6, coupling=c)
        m = float(largest_moment(particle, coupling=c))
        assert 0 < c * m <= STRONGEST_FIELD
        assert_agree(magnetic_moment(k, 1e-6, c * m), m, ROOT)


def chain(k: float, tau: list[float], n: int) -> tuple[SphereResponse, float, Floats]:
    c = float(dipole_coupling(k, d_over_a=3.0, chi_landau=GOLD))
    particle = sphere_response(k, np.array(tau)[:, None], coupling=c * CHAIN_ROW_SUM)
    return particle, c, chain_moments(particle, coupling=c, n=n, uniform=largest_moment)


@pytest.mark.parametrize("n", [2, 4, 9])
def test_c1_detuned_chains_are_the_limit_of_plain_iteration_from_above(n: int) -> None:
    particle, c, moments = chain(42.966955103755154, [5.972e-10, 1e-8], n)
    M = particle.bound * np.ones(n)
    for _ in range(2000):
        M, before = particle.moment(c * chain_field(M)), M
        if np.all(np.abs(M - before) <= 1e-13 * np.abs(M)):
            break
    assert_agree(moments, np.maximum(M, 0), ROOT)


def test_c1_two_detuned_particles_are_the_dimer() -> None:
    k, tau = bessel_zero(1, 36) * (1 + 5e-8), [1e-10, 1e-9, 1e-8]
    particle, c, moments = chain(k, tau, 2)
    dimer = largest_moment(gold(k, np.array(tau))[0], coupling=c)
    assert dimer.max() > 0
    assert_agree(moments, np.stack([dimer, dimer], axis=-1), ROOT)
    together = grand_potential(gold(k, np.array(tau))[0], dimer, coupling=c)
    assert_agree(chain_grand_potential(particle, moments, coupling=c), together, ROOT)


def test_c1_a_chain_without_an_answer_is_nan_and_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chain_solvers, "_NEWTON_STEPS", 0)
    monkeypatch.setattr(chain_solvers, "_PLAIN_STEPS", 3)
    c = float(dipole_coupling(bessel_zero(1, 36), d_over_a=3.0, chi_landau=GOLD))
    tau = np.array([[2e-7], [1e-5]])
    particle = sphere_response(bessel_zero(1, 36), tau, coupling=c * CHAIN_ROW_SUM)
    moments = chain_moments(particle, coupling=c, n=5, uniform=largest_moment, unsolved="nan")
    assert np.isnan(moments[0]).all()
    assert np.array_equal(moments[1], np.zeros(5))


@pytest.mark.parametrize("name", ["fig5b", "fig10"])
def test_figures_report_the_stable_branch_and_flag_the_other(name: str) -> None:
    module = load(name)
    size = 42.96695085463058
    common = ["t_over_tf=[1e-9, 1e-8]", f"kf_a={size if name == 'fig10' else [size]}"]
    common += ["n_particles=[2, 3]"] * (name == "fig10")
    stable = module.compute(parameters(module.Params, settings=common))
    largest = module.compute(parameters(module.Params, settings=[*common, "branch=largest"]))
    assert np.all(stable["stable"] == 1)
    assert np.all(stable["m_z"][largest["stable"] == 0] == 0)
    assert np.any((largest["stable"] == 0) & (largest["m_z"] > 1000))


@pytest.mark.parametrize("tau", [2e-7, 1e-7, 1e-8])
def test_barrier_between_opposite_states_is_the_lowest_pass_of_sizes_and_angles(tau: float) -> None:
    """Flood the landscape of both sizes and both angles until the two states are one lake."""
    from scipy.ndimage import label

    k = bessel_zero(1, 36)
    particle, c = gold(k, tau)
    w = c * 1332 * np.concatenate([[0.0], np.geomspace(1e-5, 1, 4000)])
    m = magnetic_moment(k, tau, w)
    m_0 = float(stable_moment(particle, coupling=c))
    sizes, angles = m_0 * np.linspace(0, 1, 25), np.linspace(0, np.pi, 25)
    alone = np.interp(sizes, m, w * m - field_integral(k, tau, w))
    cosine, sine = np.cos(angles), np.sin(angles)
    e = np.multiply.outer(cosine, cosine) + np.multiply.outer(sine, sine) / 2
    energy = np.add.outer(alone, alone)[:, :, None, None]
    energy = energy - c * np.multiply.outer(np.multiply.outer(sizes, sizes), e)
    low, high = energy[-1, -1, 0, 0], energy.max()
    for _ in range(12):
        level = (low + high) / 2
        lake, _ = label(energy <= level)
        joined = lake[-1, -1, 0, 0] == lake[-1, -1, -1, -1]
        low, high = (low, level) if joined else (level, high)
    barrier = float(reversal_barrier(particle, coupling=c))
    # The pass lies between the points of the grid, and the flood is known to 1/4096 of the whole.
    assert high - energy[-1, -1, 0, 0] == pytest.approx(barrier, rel=0.02)
