import mpmath
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.integrate import quad
from scipy.special import expit, spherical_jn

from magrepro.core.orbital import shells, sphere
from magrepro.core.orbital.bessel import bessel_zero, bessel_zeros
from tests import oracles
from tests.tolerances import ELEMENTWISE, assert_agree

ZETA = bessel_zero(1, 36)
sizes = st.floats(5, 60)
temperatures = st.floats(-10, -1).map(lambda exponent: 10**exponent)
fields = st.floats(-8, -2.5).map(lambda exponent: 10**exponent)


@pytest.mark.parametrize(
    ("k", "tau", "chi", "digits"),
    [
        (ZETA, 5e-3, 349.5, 0.05),
        (ZETA, 5e-5, 5.712e4, 5),
        (ZETA, 1e-7, 2.888e7, 5e3),
        (42.4, 5e-3, -387.4, 0.05),
        (42.4, 5e-5, -622.1, 0.05),
    ],
)
def test_known_susceptibilities(k: float, tau: float, chi: float, digits: float) -> None:
    assert abs(sphere.zero_field_susceptibility(k, tau) - chi) <= digits


@settings(max_examples=20, deadline=None)
@given(sizes, temperatures)
def test_a5_susceptibility_is_the_plain_sum_over_all_states(k: float, tau: float) -> None:
    assert_agree(sphere.zero_field_susceptibility(k, tau), oracles.susceptibility(k, tau), 1e-11)


@settings(max_examples=20, deadline=None)
@given(sizes, temperatures, fields)
def test_a4_moment_is_the_plain_sum_over_all_states(k: float, tau: float, w: float) -> None:
    scale = max(1.0, abs(oracles.moment(k, tau, w)))
    assert abs(sphere.magnetic_moment(k, tau, w) - oracles.moment(k, tau, w)) < 1e-10 * scale


STRONG = [
    (50.0, 1e-3, 0.1),
    (40.0, 1e-12, -0.1),
    (3.0, 1.0, 0.1),
    (18.0, 1.0, 0.03),
    (20.0, 0.3, 0.1),
    (180.0, 1e-5, 1e-3),
    (90.0, 1e-4, 0.02),
    (50.0, 0.05, 0.03),
]
"""k_F a, T/T_F and fields in which the cyclotron orbit is as small as the sphere, or smaller."""


@pytest.mark.parametrize(("k", "tau", "w"), STRONG)
def test_a4_sums_hold_in_strong_fields(k: float, tau: float, w: float) -> None:
    moment, rounding = oracles.moment_and_rounding(k, tau, w)
    assert abs(sphere.magnetic_moment(k, tau, w) - moment) <= 4 * rounding
    assert_agree(sphere.moment_slope(k, tau, w), oracles.slope(k, tau, w), 1e-10)
    number = sphere._electrons(*(np.array([x]) for x in (k, k, tau, abs(w))))
    assert_agree(number, oracles.number(k, tau, w), ELEMENTWISE)


def test_moment_in_a_field_that_bends_electrons_within_a_seventh_of_the_radius() -> None:
    # Summed over all 1.9e7 states in extended precision.
    assert_agree(sphere.magnetic_moment(140, 1e-3, 0.1), -398568.164141069, ELEMENTWISE)


@given(st.floats(0, 2000), st.integers(0, 60), st.integers(1, 60), st.data())
def test_field_moves_the_mean_momentum_of_a_state_by_at_most_a_quarter_k_squared_w(
    k_squared_w: float, l: int, n: int, data: st.DataObject
) -> None:
    m, zeta = data.draw(st.integers(-l, l)), bessel_zero(n, l)
    spread = float(shells.mean_square_radius(zeta, l) * shells.mean_square_sine(l, m))
    momentum_squared = zeta**2 + k_squared_w / 2 * m + k_squared_w**2 / 16 * spread
    slack = 1e-12 * (zeta + k_squared_w)
    assert abs(np.sqrt(momentum_squared) - zeta) <= k_squared_w / 4 + slack


@pytest.mark.parametrize("nodes", [2, 3, 8, 48])
def test_rules_sum_even_powers_of_m_up_to_twice_their_degree(nodes: int) -> None:
    m, weight = shells.rules(nodes, 130)
    for l in {nodes, 49, 130}:
        for power in range(0, min(4 * nodes, 60), 2):
            exact = sum(abs(i / l) ** power for i in range(-l, l + 1))
            assert_agree(2 * np.sum(weight[l] * (m[l] / l) ** power), exact, ELEMENTWISE)


@pytest.mark.parametrize(("k", "tau", "w"), [(500, 1e-3, 0.1), (500, 1.0, 0.0)])
def test_levels_beyond_the_largest_zero_are_refused(k: float, tau: float, w: float) -> None:
    with pytest.raises(ValueError, match=r"k_F a = 500, .* levels up to zeta = \d+ count"):
        sphere.moment_slope(k, tau, w)


@pytest.mark.parametrize("tau", [5e-3, 5e-4, 5e-5])
@pytest.mark.parametrize("w", [1e-5, 3e-4, 1.7e-3])
def test_moment_is_minus_the_slope_of_the_grand_potential(tau: float, w: float) -> None:
    step = 1e-3 * min(tau, w)
    up, down = (oracles.grand_potential(ZETA, tau, w + s * step) for s in (1, -1))
    assert_agree(sphere.magnetic_moment(ZETA, tau, w), -(up - down) / step, 2e-5)


@settings(max_examples=15, deadline=None)
@given(sizes, temperatures)
def test_susceptibility_is_the_slope_of_the_moment_at_zero_field(k: float, tau: float) -> None:
    slope = sphere.moment_slope(k, tau, 0.0)
    chi = sphere.zero_field_susceptibility(k, tau)
    background = 9 * np.pi / k**3 * np.abs(slope) + k**2
    assert abs(9 * np.pi / k**3 * slope - chi) < 1e-12 * background


@settings(max_examples=15, deadline=None)
@given(sizes, temperatures)
def test_moment_stays_proportional_to_a_vanishing_field(k: float, tau: float) -> None:
    w = 1e-9 * tau
    slope = sphere.moment_slope(k, tau, 0.0)
    assert abs(sphere.magnetic_moment(k, tau, w) - slope * w) <= 1e-11 * w * (abs(slope) + k**5)


@settings(max_examples=15, deadline=None)
@given(sizes, temperatures, fields)
def test_moment_is_odd_in_the_field(k: float, tau: float, w: float) -> None:
    assert sphere.magnetic_moment(k, tau, -w) == -sphere.magnetic_moment(k, tau, w)


@pytest.mark.parametrize("tau", [1e-1, 5e-3, 5e-5])
@pytest.mark.parametrize("w", [-1e-3, 2e-5, 1.3e-3])
def test_slope_is_the_derivative_of_the_moment(tau: float, w: float) -> None:
    h = 1e-4 * tau
    up, down = (sphere.magnetic_moment(ZETA, tau, w + s * h) for s in (1, -1))
    assert_agree(sphere.moment_slope(ZETA, tau, w), (up - down) / (2 * h), 1e-5)


def test_arrays_of_size_temperature_and_field_broadcast() -> None:
    k = np.array([42.4, ZETA, 17.3])[:, None, None]
    tau = np.array([1e-9, 1e-4, 1e-1])[:, None]
    w = np.array([0.0, 1e-6, 1e-3, -2e-3])
    together = sphere.magnetic_moment(k, tau, w)
    assert together.shape == (3, 3, 4)
    one_by_one = [
        [[float(sphere.magnetic_moment(a, b, c)) for c in w] for b in tau[:, 0]] for a in k[:, 0, 0]
    ]
    assert_agree(together, one_by_one, ELEMENTWISE)


@pytest.mark.parametrize(("k", "tau"), [(1.0, 0.1), (2.0, 0.05), (1.5, 0.02), (3.1, 1e-3)])
def test_a_particle_without_electrons_responds_by_those_that_the_temperature_brings(
    k: float, tau: float
) -> None:
    assert_agree(sphere.zero_field_susceptibility(k, tau), oracles.susceptibility(k, tau), 1e-12)
    assert_agree(sphere.magnetic_moment(k, tau, 0.02), oracles.moment(k, tau, 0.02), 1e-11)
    assert 0 < abs(sphere.magnetic_moment(k, tau, 0.02)) < 1e-3
    assert abs(sphere.magnetic_moment(k, 1e-9, 0.02)) < 1e-250


def test_a_level_at_the_fermi_energy_is_paramagnetic_only_at_its_exact_zero() -> None:
    assert sphere.zero_field_susceptibility(ZETA, 1e-7) > 0
    assert sphere.zero_field_susceptibility(42.97, 1e-7) < 0


@pytest.mark.parametrize("widths", [0.0, 0.4, -1.5, 3.0])
def test_beside_a_cold_level_the_rounding_of_its_zero_does_not_show(widths: float) -> None:
    tau, near = 5e-8, bessel_zeros(13)
    level = int(np.argmax(np.abs(near.rest / near.zeta)))
    k = float(near.zeta[level]) * (1 + widths * tau)
    with mpmath.workdps(40):
        zeros = [
            (int(l), mpmath.besseljzero(mpmath.mpf(int(l)) + 0.5, int(n)))
            for n, l in zip(near.n, near.l, strict=True)
        ]
        # The double of a zero stands for the zero.
        size, chi = mpmath.mpf(k) if widths else zeros[level][1], mpmath.mpf(0)
        for l, zeta in zeros:
            f = 1 / (1 + mpmath.exp((zeta**2 / size**2 - 1) / mpmath.mpf(tau)))
            r2 = (1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3
            chi += mpmath.mpf(l * (l + 1) * (2 * l + 1)) / 3 * f * (1 - f) / mpmath.mpf(tau)
            chi -= size**2 / 3 * (2 * l + 1) * r2 * f
        expected = float(9 * mpmath.pi / size**3 * chi)
    assert_agree(sphere.zero_field_susceptibility(k, tau), expected, ELEMENTWISE)


def test_half_filled_shell_obeys_curies_law_over_a_constant_background() -> None:
    l, tau = 36, np.array([1e-8, 1e-6, 1e-5])
    curie = 9 * np.pi / ZETA**3 * l * (l + 1) * (2 * l + 1) / 12
    background = sphere.zero_field_susceptibility(ZETA, tau) - curie / tau
    assert_agree(background, np.full(3, -2 / 5 * ZETA**2), 0.2)


def test_diamagnetic_background_is_two_fifths_of_kf_a_squared() -> None:
    k = np.linspace(150, 160, 2001)
    chi = sphere.zero_field_susceptibility(k, 1e-7)
    background = np.median(chi[chi < 0] / k[chi < 0] ** 2)
    assert background == pytest.approx(-2 / 5, rel=0.05)


def test_mean_square_radius_is_the_integral_over_the_wave_function() -> None:
    for n, l in ((1, 0), (1, 36), (3, 5)):
        zeta = bessel_zero(n, l)
        norm, above = (
            quad(lambda r, p=p: spherical_jn(l, zeta * r) ** 2 * r**p, 0, 1, epsabs=0)[0]
            for p in (2, 4)
        )
        assert above / norm == pytest.approx(float(shells.mean_square_radius(zeta, l)), rel=1e-9)


def test_mean_square_sine_sums_to_two_thirds_of_the_shell() -> None:
    for l in (0, 1, 7, 36):
        total = shells.mean_square_sine(l, np.arange(-l, l + 1)).sum()
        assert total == pytest.approx(2 * (2 * l + 1) / 3, rel=1e-13)


def test_fixed_number_leaves_the_symmetric_level_alone_when_cold() -> None:
    assert sphere.chemical_potential(ZETA, 1e-7) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("w", [0.0, 5e-4, 0.05])
@pytest.mark.parametrize("k", [42.4, 20.0])
def test_fixed_number_holds_the_number_of_electrons(k: float, w: float) -> None:
    tau = 3e-3
    mu = float(sphere.chemical_potential(k, tau, w))
    # The plain sum at mu = E_F of a particle with k' = k sqrt(mu) and tau' = tau/mu.
    step = 1e-6
    scaled = (k * np.sqrt(mu), tau / mu, w / mu)
    up, down = (
        oracles.grand_potential(scaled[0] * np.sqrt(s), scaled[1] / s, scaled[2] / s) * s
        for s in (1 + step, 1 - step)
    )
    assert -(up - down) / (2 * step) == pytest.approx(float(sphere.electron_number(k)), rel=1e-6)


def test_a_warm_sphere_holds_its_number_until_its_chemical_potential_is_zero() -> None:
    k, tau = 5.0, 0.86
    mu = float(sphere.chemical_potential(k, tau))
    assert 0 < mu < 0.01
    levels = shells.shells(80.0)
    held = 2 * (2 * levels.l + 1) @ expit((mu - (levels.zeta / k) ** 2) / tau)
    assert held == pytest.approx(float(sphere.electron_number(k)), rel=1e-6)


def test_electron_number_tends_to_the_footnote() -> None:
    k = 190.0
    assert sphere.electron_number(k) == pytest.approx(4 * k**3 / (9 * np.pi), rel=0.02)


def test_ensembles_agree_on_the_cold_resonance() -> None:
    w = np.geomspace(1e-9, 1e-6, 7)
    grand = sphere.magnetic_moment(ZETA, 1e-7, w)
    fixed = sphere.magnetic_moment(ZETA, 1e-7, w, ensemble="fixed-number")
    assert_agree(fixed, grand, 1e-6)


@pytest.mark.parametrize(
    ("k", "tau", "w", "word"),
    [(0, 1e-3, 0, "k_F a"), (40, 0, 0, "T/T_F"), (40, 1e-3, 1, "omega_c"), (np.nan, 1, 0, "k_F a")],
)
def test_values_out_of_range_are_refused(k: float, tau: float, w: float, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        sphere.magnetic_moment(k, tau, w)


def test_dipole_coupling_is_eq_3_with_the_landau_susceptibility_of_eq_1() -> None:
    from magrepro.core import constants as c

    a, k_f = 3e-7, 1.2e8
    chi_l = (
        -(c.ELEMENTARY_CHARGE_ESU**2)
        * k_f
        / (12 * np.pi**2 * c.ELECTRON_MASS_G * c.SPEED_OF_LIGHT_CM_S**2)
    )
    fermi_energy = (c.HBAR_ERG_S * k_f) ** 2 / (2 * c.ELECTRON_MASS_G)
    field = 2 * c.BOHR_MAGNETON_ERG_G / (3 * a) ** 3
    w = 2 * c.BOHR_MAGNETON_ERG_G * field / fermi_energy
    coupling = sphere.dipole_coupling(k_f * a, d_over_a=3, chi_landau=chi_l)
    assert_agree(coupling, w, ELEMENTWISE)
