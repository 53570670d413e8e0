"""The laws of one and of two fluctuating moments at equilibrium, paper P, Appendix B."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, reduce
from itertools import pairwise
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import ive

from magrepro.core.orbital.thermal import (
    density_z,
    dimer_energy,
    dipole_energy,
    energy_single,
    log_partition_bounded,
    log_partition_function,
    log_partition_single,
    mean_moment,
    mean_moment_single,
    moments_bounded,
    peak_position,
    susceptibility_single,
)
from tests.tolerances import ELEMENTWISE, QUADRATURE, assert_agree

Floats = NDArray[np.float64]

STIFFNESSES = [0.0, 1e-9, 0.01, 0.5, 3.0, 50.0, 1000.0]
DIMERS = [  # C, K, h
    (0.0, 0.0, 0.0),
    (0.0, 3.0, 1.0),
    (0.2, 0.8, 100.0),
    (2.0, 3.0, -1.0),
    (50.0, 49.0, 0.0),
    (50.0, 75.0, 0.0),
    (50.0, 100.0, 5.0),
    (1000.0, 1000.0, 0.0),
    (1000.0, 4000.0, 100.0),
]


leggauss = cache(np.polynomial.legendre.leggauss)


def nodes(count: int, low: float, high: float) -> tuple[Floats, Floats]:
    """Return Gauss-Legendre nodes and weights on [low, high]."""
    x, w = leggauss(count)
    return (low + high + (high - low) * x) / 2, (high - low) * w / 2


def product_weight(*weights: Floats) -> Any:
    """Return the weights of a product rule, one axis a variable."""
    return reduce(np.multiply, np.meshgrid(*weights, indexing="ij", sparse=True))


def ball(C: Any, g: Any, power: int, angular: Callable[[Any], Any]) -> Any:
    """Integrate r^power exp(g r - C r^2) angular(g r) over 0 < r < 1 with 25 digits."""
    C, g = mp.mpf(C), mp.mpf(g)
    top = min(g / (2 * C), mp.mpf(1)) if C else mp.mpf(1)
    widths = (1 / mp.sqrt(2 * C + 1), 1 / (1 + abs(g - 2 * C)))
    cuts = {top + k * width for k in (-40, -12, -4, 4, 12) for width in widths}
    points = sorted({mp.mpf(0), mp.mpf(1), top} | {cut for cut in cuts if 0 < cut < 1})
    peak = g * top - C * top**2

    def integrand(r: Any) -> Any:
        return r**power * mp.exp((r - top) * (g - C * (r + top))) * angular(g * r)

    return peak, mp.quad(integrand, points, method="gauss-legendre", maxdegree=5)


def damped_i0(x: Any) -> Any:
    return (1 - mp.exp(-2 * x)) / (2 * x) if x else mp.mpf(1)


def damped_i1(x: Any) -> Any:
    if x < 1e-3:
        return mp.exp(-x) * x / 3 * (1 + x**2 / 10 * (1 + x**2 / 28 * (1 + x**2 / 54)))
    return (x * (1 + mp.exp(-2 * x)) - (1 - mp.exp(-2 * x))) / (2 * x**2)


def second_ball(C: Any, g: Any) -> Any:
    """Return the integral over the second moment's ball, closed form, with 25 digits."""
    half_width, root = mp.sqrt(mp.pi / C) / 2, mp.sqrt(C)
    low, high = root - g / (2 * root), root + g / (2 * root)
    between = mp.erf(low) + mp.erf(high) if low > 0 else mp.erfc(-low) - mp.erfc(high)
    gauss = half_width * mp.exp(g**2 / (4 * C)) * between
    return mp.pi / C * (gauss - 2 * mp.exp(-C) * (mp.sinh(g) / g if g else 1))


def random_moments(seed: int) -> Floats:
    return np.random.default_rng(seed).normal(size=(7, 2, 3))


@pytest.fixture(autouse=True)
def twenty_five_digits() -> Any:
    with mp.workdps(25):
        yield


def test_b1_energy_is_least_at_the_mean_moment() -> None:
    gamma, H = 0.7, np.array([0.3, -1.1, 2.0])
    least = energy_single(mean_moment_single(H, gamma=gamma), field=H, gamma=gamma)
    assert_agree(least, -np.sum(H**2) / (4 * gamma), ELEMENTWISE)
    shift = random_moments(1)
    above = energy_single(H / (2 * gamma) + shift, field=H, gamma=gamma) - least
    assert_agree(above, gamma * np.sum(shift**2, axis=-1), ELEMENTWISE)


@pytest.mark.parametrize(
    ("gamma", "beta", "H"), [(1.0, 1.0, 0.0), (0.3, 2.0, 1.7), (4.0, 5.0, -3.0)]
)
def test_b2_partition_function_is_the_integral_of_b1(gamma: float, beta: float, H: float) -> None:
    def shell(M: float) -> float:
        angles, w = nodes(40, -1, 1)
        moment = M * np.stack([np.sqrt(1 - angles**2), 0 * angles, angles], axis=-1)
        energy = energy_single(moment, field=[0, 0, H], gamma=gamma)
        return float(2 * np.pi * M**2 * np.sum(w * np.exp(-beta * energy)))

    reach = abs(H) / (2 * gamma) + 9 / np.sqrt(beta * gamma)
    Z_1, _ = quad(shell, 0, reach, epsabs=0, epsrel=1e-12)
    assert_agree(log_partition_single(H, gamma=gamma, beta=beta), np.log(Z_1), QUADRATURE)


def test_b3_mean_moment_is_the_slope_of_b2() -> None:
    gamma, beta, H = 0.4, np.array([0.1, 1.0, 30.0]), np.array([[-2.0], [0.0], [5.0]])
    up, down = (log_partition_single(H + step, gamma=gamma, beta=beta) for step in (0.5, -0.5))
    assert_agree((up - down) / beta, mean_moment_single(H, gamma=gamma) + 0 * beta, ELEMENTWISE)


def test_b4_susceptibility_is_the_slope_of_b3_over_the_volume() -> None:
    gamma, V, H = 0.4, np.array([1.0, 7.0]), 3.0
    assert_agree(susceptibility_single(gamma=gamma, volume=V), 1 / (2 * V * gamma), ELEMENTWISE)
    chi_1 = mean_moment_single(H, gamma=gamma) / (V * H)
    assert_agree(susceptibility_single(gamma=gamma, volume=V), chi_1, ELEMENTWISE)


@pytest.mark.parametrize("d_over_a", [3.0, 10.0])
def test_threshold_gamma_d3_is_1_at_the_critical_susceptibility_of_eq_8(d_over_a: float) -> None:
    a = 1.3
    d = d_over_a * a
    chi_1c = susceptibility_single(gamma=1 / d**3, volume=4 * np.pi * a**3 / 3)
    assert_agree(chi_1c, 3 / (8 * np.pi) * d_over_a**3, ELEMENTWISE)


@pytest.mark.parametrize("C", STIFFNESSES)
def test_bounded_partition_function_is_the_integral_over_the_ball(C: float) -> None:
    for g in {0.0, 1e-6, C, 1.99 * C, 2 * C, 8 * C + 100}:
        peak, rest = ball(C, g, 2, damped_i0)
        error = float(log_partition_bounded(-g, stiffness=C)) - (peak + mp.log(4 * mp.pi * rest))
        assert abs(error) < 1e-13 + 2e-16 * (g + C)


@pytest.mark.parametrize("C", STIFFNESSES)
def test_bounded_moments_are_the_averages_over_the_ball(C: float) -> None:
    for h in {1e-6, 5.0, 2.2 * C, 15 * C}:
        _, Z_1 = ball(C, h, 2, damped_i0)
        mean, square = moments_bounded(np.array([h, -h]), stiffness=C)
        assert_agree(
            mean, float(ball(C, h, 3, damped_i1)[1] / Z_1) * np.array([1, -1]), ELEMENTWISE
        )
        assert_agree(square, float(ball(C, h, 4, damped_i0)[1] / Z_1), ELEMENTWISE)


def test_bound_is_not_felt_at_low_temperature_as_footnote_13_says() -> None:
    C, h = 300.0, np.linspace(-200, 200, 9)
    mean, square = moments_bounded(h, stiffness=C)
    assert_agree(mean, mean_moment_single(h, gamma=C), ELEMENTWISE)
    assert_agree(square, 3 / (2 * C) + (h / (2 * C)) ** 2, ELEMENTWISE)
    unbounded = log_partition_single(h, gamma=C, beta=1.0)
    assert_agree(log_partition_bounded(h, stiffness=C), unbounded, ELEMENTWISE)


def test_bounded_susceptibility_at_zero_field_is_a_third_of_the_mean_square() -> None:
    C, h = np.array([0.0, 0.3, 2.0, 80.0]), 1e-5
    mean, square = moments_bounded(h, stiffness=C)
    assert_agree(mean / h, square / 3, QUADRATURE)


def test_bounded_moment_saturates_in_a_strong_field() -> None:
    h = 1e4
    mean, square = moments_bounded(h, stiffness=1.0)
    assert_agree(mean, 1 - 2 / h, QUADRATURE)
    assert_agree(square, 1 - 2 / h, QUADRATURE)


def test_b5_dipoles_prefer_to_stand_in_a_row() -> None:
    x, z = np.array([1.0, 0, 0]), np.array([0, 0, 1.0])
    pairs = np.array([[z, z], [z, -z], [x, x], [x, -x], [x, z]])
    assert_agree(dipole_energy(pairs, distance=2.0) * 8, [-2, 2, 1, -1, 0], ELEMENTWISE)


def test_b5_is_minus_one_moment_in_the_field_of_the_other() -> None:
    M_1, M_2 = np.moveaxis(random_moments(2), -2, 0)
    d, z = np.linspace(1, 2, 7), np.array([0, 0, 1])
    H_1 = (3 * z * M_2[:, 2:] - M_2) / d[:, None] ** 3
    V = dipole_energy(np.stack([M_1, M_2], axis=-2), distance=d)
    assert_agree(V, -np.sum(M_1 * H_1, axis=-1), ELEMENTWISE)


def test_b6_is_minus_the_exponent_of_the_reduced_weight() -> None:
    mu, M_0, beta, gamma, d, H = random_moments(3), 1.7, 0.6, 0.9, 1.4, 2.3
    h, K, C = beta * M_0 * H, beta * M_0**2 / d**3, beta * gamma * M_0**2
    (rho_1, z_1), (rho_2, z_2) = ((mu[:, i, :2], mu[:, i, 2]) for i in (0, 1))
    aligned = 2 * z_1 * z_2 - np.sum(rho_1 * rho_2, axis=-1)
    exponent = -C * np.sum(mu**2, axis=(-2, -1)) + K * aligned + h * (z_1 + z_2)
    E_2 = dimer_energy(M_0 * mu, field=[0, 0, H], gamma=gamma, distance=d)
    assert_agree(-beta * E_2, exponent, ELEMENTWISE)


def test_b6_takes_a_field_a_stiffness_and_a_distance_for_each_pair() -> None:
    moments, field = random_moments(4), random_moments(5)[:, 0]
    gamma, d = np.linspace(1, 2, 7), np.linspace(2, 3, 7)
    E_2 = dimer_energy(moments, field=field, gamma=gamma, distance=d)
    one = dimer_energy(moments[3], field=field[3], gamma=gamma[3], distance=d[3])
    assert_agree(E_2[3], one, ELEMENTWISE)


@pytest.mark.parametrize(("C", "K", "h"), [(0.5, 0.7, 0.3), (1.5, 2.0, -1.0)])
def test_b7_partition_function_is_the_integral_over_both_moments(
    C: float, K: float, h: float
) -> None:
    mu, w_mu = nodes(9, 0, 1)
    u, w_u = nodes(9, -1, 1)
    phi, w_phi = np.arange(20) * np.pi / 10, np.full(20, 2 * np.pi * np.pi / 10)
    m_1, m_2, u_1, u_2, p = np.meshgrid(mu, mu, u, u, phi, indexing="ij")
    rho_1, rho_2 = m_1 * np.sqrt(1 - u_1**2), m_2 * np.sqrt(1 - u_2**2)
    first = np.stack([rho_1, 0 * rho_1, m_1 * u_1], axis=-1)
    second = np.stack([rho_2 * np.cos(p), rho_2 * np.sin(p), m_2 * u_2], axis=-1)
    pair = np.stack([first, second], axis=-2)
    E_2 = dimer_energy(pair, field=[0, 0, h], gamma=C, distance=K ** (-1 / 3))
    weight = product_weight(w_mu * mu**2, w_mu * mu**2, w_u, w_u, w_phi)
    ln_Z_2 = log_partition_function(coupling=K, stiffness=C, field=h)
    assert_agree(ln_Z_2, np.log(np.sum(weight * np.exp(-E_2))), QUADRATURE)


def b8(C: float, K: float, h: float, *, counts: tuple[int, int]) -> tuple[float, float, float]:
    """Return the integral of Eq. (B8) as printed, and with mu_1 u_1 and mu_1 in the integrand."""
    mu, w_mu = nodes(counts[0], 0, 1)
    u, w_u = nodes(counts[1], -1, 1)
    m_1, m_2, u_1, u_2 = np.meshgrid(mu, mu, u, u, indexing="ij", sparse=True)
    bessel = K * m_1 * m_2 * np.sqrt((1 - u_1**2) * (1 - u_2**2))
    exponent = -C * (m_1**2 + m_2**2) + h * (m_1 * u_1 + m_2 * u_2) + 2 * K * m_1 * m_2 * u_1 * u_2
    weight = product_weight(w_mu * mu**2, w_mu * mu**2, w_u, w_u) * ive(0, bessel)
    of_first = 4 * np.pi**2 * np.sum(weight * np.exp(exponent + bessel), axis=(1, 3))
    z = mu[:, None] * u
    return float(np.sum(of_first)), float(np.sum(of_first * z)), float(np.sum(mu @ of_first))


@pytest.mark.parametrize(
    ("C", "K", "h", "counts"),
    [
        (0.0, 0.0, 0.0, (6, 6)),
        (1.0, 2.5, 0.7, (12, 16)),
        (50.0, 30.0, 2.0, (20, 26)),
        (30.0, 50.0, -6.0, (18, 38)),
    ],
)
def test_b8_is_the_printed_integral(C: float, K: float, h: float, counts: tuple[int, int]) -> None:
    Z_2, of_z, _ = b8(C, K, h, counts=counts)
    assert_agree(log_partition_function(coupling=K, stiffness=C, field=h), np.log(Z_2), QUADRATURE)
    np.testing.assert_allclose(
        mean_moment(coupling=K, stiffness=C, field=h), of_z / Z_2, rtol=QUADRATURE, atol=1e-12
    )


def test_factor_mu_1_alone_as_written_below_b8_would_not_vanish_without_a_field() -> None:
    Z_2, _, of_size = b8(50, 30, 0, counts=(20, 20))
    assert of_size / Z_2 > 0.1
    assert mean_moment(coupling=30.0, stiffness=50.0) == 0


@pytest.mark.parametrize(("C", "K", "h"), DIMERS[2:])
def test_density_is_the_integral_over_the_rest_of_the_weight(C: float, K: float, h: float) -> None:
    z = np.array([0.93, 0.2, 0.9999]) * (1 if h >= 0 else -1)

    def weight(z: float) -> Any:
        cuts = np.minimum(np.array([0, 1, 3, 8, 18, 40, 90]) / (20 + C), 0.25)
        panels = (1 - z**2) * np.unique([*cuts, 0.5, *(1 - cuts)])
        total = mp.mpf(0)
        for low, high in pairwise(panels):
            for s, w in zip(*nodes(16, low, high), strict=True):
                g = mp.sqrt(mp.mpf(K) ** 2 * s + (2 * K * mp.mpf(z) + h) ** 2)
                total += w * mp.exp(-C * mp.mpf(s)) * second_ball(mp.mpf(C), g)
        return total * mp.exp(-C * mp.mpf(z) ** 2 + h * mp.mpf(z))

    weights = [weight(x) for x in z]
    expected = np.array([float(one / weights[0]) for one in weights])
    P_1 = density_z(z, coupling=K, stiffness=C, field=h)
    np.testing.assert_allclose(P_1 / P_1[0], expected, rtol=3 * ELEMENTWISE, atol=0)


@pytest.mark.parametrize(("C", "K", "h"), DIMERS)
def test_density_has_integral_one_and_the_mean_moment_as_its_mean(
    C: float, K: float, h: float
) -> None:
    edges = 1 - np.array([2, 1.5, 1.1, 1, 0.9, 0.5, 0.2, 0.05, 0.01, 0.001, 0])
    z, w = (
        np.concatenate(a) for a in zip(*map(nodes, [60] * 10, edges[:-1], edges[1:]), strict=True)
    )
    P_1 = density_z(z, coupling=K, stiffness=C, field=h)
    assert_agree(np.sum(w * P_1), 1, ELEMENTWISE * 10)
    mean = mean_moment(coupling=K, stiffness=C, field=h)
    np.testing.assert_allclose(np.sum(w * z * P_1), mean, rtol=0, atol=1e-11)


def test_density_is_even_without_a_field_and_turns_with_it() -> None:
    z, K = np.linspace(0, 1, 41), np.linspace(0, 200, 9)[:, None]
    up, down = (density_z(sign * z, coupling=K, stiffness=50.0) for sign in (1, -1))
    np.testing.assert_array_equal(up, down)
    turned = density_z(-z, coupling=K, stiffness=50.0, field=-3.0)
    np.testing.assert_array_equal(density_z(z, coupling=K, stiffness=50.0, field=3.0), turned)
    assert np.all(up[:, -1] == 0)


@pytest.mark.parametrize("C", [0.0, 0.4, 3.0, 50.0, 1000.0])
def test_uncoupled_moments_factorise(C: float) -> None:
    z, h = np.linspace(-0.999, 0.999, 15), np.array([0.0, 2.0, -100.0])[:, None]
    ln_Z_1 = log_partition_bounded(h, stiffness=C)
    area = (1 - z**2) if C == 0 else -np.expm1(-C * (1 - z**2)) / C
    expected = np.pi * area * np.exp(-C * z**2 + h * z - ln_Z_1)
    assert_agree(density_z(z, coupling=0.0, stiffness=C, field=h), expected, ELEMENTWISE)
    both = log_partition_function(coupling=0.0, stiffness=C, field=h)
    assert_agree(both, 2 * ln_Z_1, ELEMENTWISE)
    mean = mean_moment(coupling=0.0, stiffness=C, field=h)
    assert_agree(mean, moments_bounded(h, stiffness=C)[0], ELEMENTWISE)


@pytest.mark.parametrize(("C", "K", "h"), DIMERS)
def test_b8_slope_in_the_field_is_twice_the_mean_moment(C: float, K: float, h: float) -> None:
    step = np.array([2, 1, -1, -2]) * 3e-3
    ln_Z_2 = log_partition_function(coupling=K, stiffness=C, field=h + step)
    slope = np.sum(ln_Z_2 * [-1, 8, -8, 1]) / 12 / 3e-3
    mean = mean_moment(coupling=K, stiffness=C, field=h)
    np.testing.assert_allclose(slope, 2 * mean, rtol=QUADRATURE, atol=2e-10 * (1 + K / 50))


def test_mean_moment_is_exactly_zero_without_a_field_and_odd_in_it() -> None:
    K, C = np.array([0, 1, 400]), np.array([[0.0], [0.7], [50.0]])
    assert np.all(mean_moment(coupling=K, stiffness=C) == 0)
    up, down = (mean_moment(coupling=K, stiffness=C, field=sign * 0.3) for sign in (1, -1))
    np.testing.assert_array_equal(up, -down)
    assert np.all(up > 0)


@pytest.mark.parametrize("ratio", [0.0, 0.3, 0.8])
def test_response_below_the_threshold_is_that_of_eq_6(ratio: float) -> None:
    C, h = 800.0, 0.01
    response = mean_moment(coupling=ratio * C, stiffness=C, field=h) / h
    assert_agree(response, 1 / (2 * C * (1 - ratio)), QUADRATURE)


def test_response_above_the_threshold_is_superparamagnetic() -> None:
    C, h = 50.0, np.array([0.05, 0.5, 2.0])
    size = peak_position(coupling=2 * C, stiffness=C)
    mean = mean_moment(coupling=2 * C, stiffness=C, field=h)
    np.testing.assert_allclose(mean, size * np.tanh(2 * size * h), rtol=0.02)


@pytest.mark.parametrize("C", [50.0, 1000.0])
@pytest.mark.parametrize("ratio", [0.0, 0.9, 0.999, 1.0])
def test_one_peak_at_zero_up_to_the_threshold(C: float, ratio: float) -> None:
    assert peak_position(coupling=ratio * C, stiffness=C) == 0
    P_1 = density_z(np.linspace(0, 1, 201), coupling=ratio * C, stiffness=C)
    assert np.all(np.diff(P_1) <= 1e-11 * P_1[0])


@pytest.mark.parametrize("C", [50.0, 1000.0])
@pytest.mark.parametrize("ratio", [1.001, 1.1, 4.0])
def test_two_peaks_beyond_the_threshold(C: float, ratio: float) -> None:
    peak = peak_position(coupling=ratio * C, stiffness=C)
    assert 0.5 < peak < 1
    z = peak + np.array([-1e-4, 0, 1e-4]) * (1 - peak)
    left, top, right = density_z(z, coupling=ratio * C, stiffness=C)
    assert max(left, right) < top
    assert_agree(left, right, 1e-10)
    centre, middle = density_z(peak * np.array([0, 0.5]), coupling=ratio * C, stiffness=C)
    assert centre <= middle < top


def test_peaks_leave_zero_at_once_and_saturate_later() -> None:
    C, ratio = 50.0, np.array([1 + 1e-9, 1.001, 1.01, 1.05, 1.2, 2.0])
    peaks = peak_position(coupling=ratio * C, stiffness=C)
    expected = [0.3775746646, 0.7257105290, 0.8389655952, 0.9428242176, 0.9763943858, 0.9917650770]
    np.testing.assert_allclose(peaks[1:], expected[1:], atol=1e-9)
    assert_agree(peaks[0], expected[0], 1e-5)


@pytest.mark.parametrize("C", [0.7, 3.0, 8.0])
def test_threshold_at_high_temperature_is_where_the_density_is_flat_at_zero(C: float) -> None:
    def curvature(K: float) -> float:
        P_1 = density_z([0, 0.01, 0.02], coupling=K, stiffness=C)
        return float((16 * P_1[1] - P_1[2] - 15 * P_1[0]) / P_1[0])

    K_c = brentq(curvature, 0.5 * C, 1.1 * C + 2.5)
    assert K_c > 1.005 * C
    below, above = peak_position(coupling=[0.9999 * K_c, 1.0001 * K_c], stiffness=C)
    assert below == 0
    assert 0 < above < 0.1


def test_threshold_does_not_follow_gamma_to_zero() -> None:
    K = brentq(lambda K: 9 * (K * np.cosh(K) - np.sinh(K)) - 4 * K**3, 1, 3)
    below, above = peak_position(coupling=[K * 0.9999, K * 1.0001], stiffness=0.0)
    assert below == 0 < above < 0.1


@settings(deadline=None, max_examples=8)
@example(C=1000.0, ratio=4.0, h=100.0, z=1.0)
@example(C=1000.0, ratio=0.0, h=-100.0, z=-1.0)
@example(C=0.0, ratio=0.0, h=0.0, z=0.0)
@given(
    C=st.floats(0, 1000),
    ratio=st.floats(0, 4),
    h=st.floats(-100, 100),
    z=st.floats(-1, 1),
)
def test_nothing_overflows_for_any_parameters(C: float, ratio: float, h: float, z: float) -> None:
    parameters = {"coupling": ratio * C, "stiffness": C, "field": h}
    assert np.isfinite(log_partition_function(**parameters))
    assert np.abs(mean_moment(**parameters)) <= 1
    P_1 = density_z(z, **parameters)
    assert np.isfinite(P_1)
    assert P_1 >= 0


def test_arrays_of_any_shape_hold_the_numbers_of_single_calls() -> None:
    z, K, C = (
        np.linspace(-1, 1, 3),
        np.array([[0.0], [40.0], [90.0]]),
        np.array([[[0.1]], [[50.0]]]),
    )
    P_1 = density_z(z, coupling=K, stiffness=C, field=1.0)
    assert P_1.shape == (2, 3, 3)
    for index in np.ndindex(P_1.shape):
        i, j, k = index
        one = density_z(z[k], coupling=K[j, 0], stiffness=C[i, 0, 0], field=1.0)
        assert_agree(P_1[index], one, ELEMENTWISE)
    full = np.broadcast_arrays(z, K, C)
    same = density_z(full[0], coupling=full[1], stiffness=full[2], field=np.ones((2, 3, 3)))
    assert_agree(same, P_1, ELEMENTWISE)
    assert density_z([], coupling=1.0, stiffness=1.0).shape == (0,)
    assert density_z(0.5 * np.ones((4, 1)), coupling=1.0, stiffness=[1.0, 1.0]).shape == (4, 2)
    assert peak_position(coupling=K, stiffness=C).shape == (2, 3, 1)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: energy_single([0, 0, 1], field=[0, 0, 1], gamma=0), "gamma"),
        (lambda: log_partition_single(1, gamma=-1, beta=1), "gamma"),
        (lambda: log_partition_single(1, gamma=1, beta=0), "beta"),
        (lambda: mean_moment_single(np.nan, gamma=1), "field"),
        (lambda: susceptibility_single(gamma=1, volume=0), "volume"),
        (lambda: log_partition_bounded(1, stiffness=-1), "stiffness"),
        (lambda: moments_bounded(np.inf, stiffness=1), "field"),
        (lambda: dipole_energy(np.ones((2, 3)), distance=0), "distance"),
        (lambda: dimer_energy(np.ones((2, 3)), field=[0, 0, 1], gamma=-1, distance=1), "gamma"),
        (lambda: log_partition_function(coupling=-1, stiffness=1), "coupling"),
        (lambda: log_partition_function(coupling=1e12, stiffness=1), "coupling"),
        (lambda: mean_moment(coupling=1, stiffness=np.nan), "stiffness"),
        (lambda: density_z([0, 1.5], coupling=1, stiffness=1), "m1z"),
        (lambda: peak_position(coupling=1, stiffness=-1), "stiffness"),
    ],
)
def test_bad_values_are_refused_by_name(call: Callable[[], Any], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        call()
