from fractions import Fraction

import mpmath
import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray

from magrepro.core import roots
from magrepro.core.orbital import chains, dimer_phases, dipoles
from magrepro.core.orbital.dipoles import ETA
from tests.tolerances import ELEMENTWISE, LINEAR_ALGEBRA, assert_agree

LONGITUDINAL, TRANSVERSE = ETA["longitudinal"], ETA["transverse"]
V = 4 * np.pi / 3
EIGENVALUE = 1e-12

directions = st.sampled_from(sorted(ETA.values()))
weak = st.floats(-1, 1)
distances = st.floats(3, 30)


def point_dipole_field(moment: NDArray[np.float64], r: NDArray[np.float64]) -> NDArray[np.float64]:
    """Field at r of a dipole at the origin, for r in any direction."""
    size = np.linalg.norm(r)
    n = r / size
    return np.asarray((3 * n * (n @ moment) - moment) / size**3)


def gradient_of_the_dipole_potential(moment: tuple[float, ...], z: float) -> list[float]:
    with mpmath.workdps(30):

        def potential(x: mpmath.mpf, y: mpmath.mpf, z: mpmath.mpf) -> mpmath.mpf:
            r3 = mpmath.sqrt(x * x + y * y + z * z) ** 3
            return (moment[0] * x + moment[1] * y + moment[2] * z) / r3

        orders = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
        return [-float(mpmath.diff(potential, (0, 0, z), n)) for n in orders]


def dense_critical_ratio(n: int) -> float:
    return float(1 / np.linalg.eigvalsh(chains.chain_matrix(n))[-1])


def test_eq_3_field_of_a_dipole_is_the_gradient_of_its_potential() -> None:
    moments = np.array([[0.3, -0.7, 1.1], [0.0, 0.0, 0.0]])
    field = dipoles.effective_field(moments, [0.0, 0.0, 0.0], positions=[0.0, 2.5])
    assert_agree(field[1], gradient_of_the_dipole_potential((0.3, -0.7, 1.1), 2.5), ELEMENTWISE)
    assert_agree(field[0], 0.0, ELEMENTWISE)


def test_eq_3_field_is_the_applied_one_plus_that_of_all_others() -> None:
    rng = np.random.default_rng(3)
    z, moments, applied = (
        np.array([-4.0, 0.0, 3.0, 7.5]),
        rng.normal(size=(4, 3)),
        rng.normal(size=3),
    )
    field = dipoles.effective_field(moments, applied, positions=z)
    for i in range(4):
        others = [
            point_dipole_field(moments[j], np.array([0, 0, z[i] - z[j]]))
            for j in range(4)
            if j != i
        ]
        assert_agree(field[i], applied + np.sum(others, axis=0), ELEMENTWISE)


def test_eq_3_broadcasts_over_leading_axes() -> None:
    rng = np.random.default_rng(4)
    moments, applied, z = rng.normal(size=(5, 2, 3)), rng.normal(size=(5, 3)), [0.0, 3.0]
    together = dipoles.effective_field(moments, applied, positions=z)
    for one, m, h in zip(together, moments, applied, strict=True):
        assert_agree(one, dipoles.effective_field(m, h, positions=z), ELEMENTWISE)


@given(st.lists(weak, min_size=2, max_size=5), distances)
def test_eq_4_each_moment_is_susceptibility_times_its_effective_field(
    chi: list[float], d: float
) -> None:
    applied, z = np.array([0.4, -1.0, 0.8]), d * np.arange(len(chi))
    m = dipoles.linear_moments(chi, applied, positions_over_a=z)
    field = dipoles.effective_field(V * m, applied, positions=z)
    assert_agree(m, np.array(chi)[:, None] * field, LINEAR_ALGEBRA, 1e-15)


def test_eq_4_without_coupling_each_moment_follows_the_applied_field() -> None:
    m = dipoles.linear_moments([1.2, -0.8], [1.0, 0.0, 2.0], positions_over_a=[0.0, 1e6])
    assert_agree(m, [[1.2, 0.0, 2.4], [-0.8, 0.0, -1.6]], ELEMENTWISE)


def test_eq_5_the_susceptibility_of_a_dimer_is_diagonal_and_uniaxial() -> None:
    chi, z = [1.7, -0.9], [0.0, 3.0]
    rows = [dipoles.linear_moments(chi, e, positions_over_a=z).mean(axis=0) for e in np.eye(3)]
    expected = [
        dipoles.dimer_susceptibility(*chi, d_over_a=3.0, eta=eta)
        for eta in (TRANSVERSE, TRANSVERSE, LONGITUDINAL)
    ]
    assert_agree(rows, np.diag(np.array(expected)), LINEAR_ALGEBRA)


@given(st.floats(-50, 50), st.floats(-50, 50), distances, directions)
def test_eq_6_is_the_solution_of_eqs_3_and_4(chi1: float, chi2: float, d: float, eta: int) -> None:
    x1, x2 = (chi / float(dipoles.critical_susceptibility(d, eta=eta)) for chi in (chi1, chi2))
    if abs(1 - x1 * x2) < 1e-3:
        return
    along = [1.0, 0.0, 0.0] if eta == TRANSVERSE else [0.0, 0.0, 1.0]
    m = dipoles.linear_moments([chi1, chi2], along, positions_over_a=[0.0, d])
    chi = dipoles.dimer_susceptibility(chi1, chi2, d_over_a=d, eta=eta)
    scale = (abs(chi1) + abs(chi2)) / abs(1 - x1 * x2)
    assert abs(chi - m.mean(axis=0) @ np.array(along)) <= LINEAR_ALGEBRA * scale


@given(st.floats(-5, 5), st.floats(-5, 5), distances, directions)
def test_eq_6_does_not_tell_the_particles_apart(
    chi1: float, chi2: float, d: float, eta: int
) -> None:
    one = dipoles.dimer_susceptibility(chi1, chi2, d_over_a=d, eta=eta)
    assert one == dipoles.dimer_susceptibility(chi2, chi1, d_over_a=d, eta=eta)


@given(weak, weak, directions)
def test_eq_6_is_the_mean_for_distant_particles(chi1: float, chi2: float, eta: int) -> None:
    far = dipoles.dimer_susceptibility(chi1, chi2, d_over_a=1e6, eta=eta)
    assert abs(far - (chi1 + chi2) / 2) <= 1e-15


@pytest.mark.parametrize("eta", sorted(ETA.values()))
def test_eq_6_diverges_with_opposite_signs_on_the_two_sides_of_the_critical_product(
    eta: int,
) -> None:
    chi_c = float(dipoles.critical_susceptibility(3.0, eta=eta))
    chi = dipoles.dimer_susceptibility(
        3 * chi_c, chi_c / 3 * (1 + np.array([-1e-9, 1e-9])), d_over_a=3.0, eta=eta
    )
    assert np.sign(chi[0]) == -np.sign(chi[1])
    assert np.all(np.abs(chi) > 1e7 * chi_c)


def test_eq_6_has_no_divergence_for_opposite_signs() -> None:
    chi1, chi2 = np.meshgrid(np.linspace(0, 100, 101), np.linspace(-100, 0, 101))
    for eta in ETA.values():
        chi = dipoles.dimer_susceptibility(chi1, chi2, d_over_a=3.0, eta=eta)
        assert np.max(np.abs(chi)) <= 50.0 + 1e-12


@pytest.mark.parametrize("eta", sorted(ETA.values()))
def test_eq_6_of_equal_particles_stays_finite_where_only_the_odd_mode_is_critical(
    eta: int,
) -> None:
    odd = float(np.sign(eta)) * dipoles.critical_susceptibility(3.0, eta=eta)
    at_it = dipoles.dimer_susceptibility(odd, odd, d_over_a=3.0, eta=eta)
    assert_agree(at_it, odd / 2, ELEMENTWISE)
    near_it = dipoles.dimer_susceptibility(odd * 1.0001, odd * 1.0001, d_over_a=3.0, eta=eta)
    assert_agree(near_it, odd * 1.0001 / 2.0001, ELEMENTWISE)


def eq_6(chi1: float, chi2: float, d: float, eta: int) -> tuple[float, float]:
    """Eq. (6) at sixty digits, and a dozen roundings of its terms.

    Products and the coupling are known to 1e-31 of 1, and so is the denominator.
    """
    with mpmath.workdps(60):
        x1, x2 = mpmath.mpf(chi1), mpmath.mpf(chi2)
        g = eta * 4 * mpmath.pi / 3 / mpmath.mpf(d) ** 3
        below = 1 - g**2 * x1 * x2
        value = (x1 + x2 - 2 * g * x1 * x2) / below / 2
        terms = abs(x1) + abs(x2) + 1 / abs(g) + abs(value)
        return float(value), float(terms * 3e-15 + 1e-30 * abs(value / below))


@given(
    st.floats(-16, -1),
    st.floats(-16, -1),
    st.sampled_from([(1, 1), (1, -1), (-1, 1), (-1, -1)]),
    st.sampled_from([1, -1]),
    st.floats(2, 30),
    directions,
)
def test_eq_6_holds_to_rounding_for_nearly_equal_particles_near_the_critical_product(
    off: float, apart: float, ways: tuple[int, int], sign: int, d: float, eta: int
) -> None:
    chi_c = sign * float(dipoles.critical_susceptibility(d, eta=eta))
    chi1 = chi_c * (1 + ways[0] * 10**off)
    for chi2 in (chi1 * (1 + ways[1] * 10**apart), float(np.nextafter(chi1, 0))):
        chi = float(dipoles.dimer_susceptibility(chi1, chi2, d_over_a=d, eta=eta))
        expected, rounding = eq_6(chi1, chi2, d, eta)
        assert abs(chi - expected) <= rounding


@given(
    st.floats(-12, 12),
    st.floats(-3, 3),
    st.sampled_from([(1, 1), (1, -1), (-1, -1)]),
    st.floats(2, 30),
    directions,
)
def test_eq_6_holds_to_rounding_for_unlike_particles(
    ratio: float, product: float, signs: tuple[int, int], d: float, eta: int
) -> None:
    chi_c = float(dipoles.critical_susceptibility(d, eta=eta))
    chi1 = signs[0] * chi_c * 10 ** (ratio / 2)
    chi2 = signs[1] * chi_c * 10 ** (product - ratio / 2)
    chi = float(dipoles.dimer_susceptibility(chi1, chi2, d_over_a=d, eta=eta))
    expected, rounding = eq_6(chi1, chi2, d, eta)
    assert abs(chi - expected) <= rounding


def test_eq_6_of_two_particles_one_digit_apart_at_the_odd_instability() -> None:
    odd = -float(dipoles.critical_susceptibility(3.0, eta=LONGITUDINAL))
    for other in (np.nextafter(odd, 0), np.nextafter(odd, -9), odd * (1 + 1e-12)):
        chi = dipoles.dimer_susceptibility(odd, other, d_over_a=3.0, eta=LONGITUDINAL)
        assert chi == pytest.approx(odd / 2, rel=1e-11)


@given(st.floats(-20, 20), st.floats(-20, 20), st.floats(3, 5))
def test_a_dimer_is_linearly_stable_below_the_critical_product(
    chi1: float, chi2: float, d: float
) -> None:
    chi_c = float(dipoles.critical_susceptibility(d, eta=LONGITUDINAL))
    product = chi1 * chi2 / chi_c**2
    if abs(product - 1) > 1e-9:
        stable = dipoles.is_linearly_stable([chi1, chi2], positions_over_a=[0, d])
        assert stable == (product < 1)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 6), st.floats(0.3, 3), st.sampled_from([1, -1]))
def test_fluctuations_of_a_chain_decay_where_it_is_linearly_stable(
    n: int, strength: float, sign: int
) -> None:
    chi = sign * strength * float(dipoles.critical_susceptibility(3.0, eta=LONGITUDINAL))
    z = 3.0 * np.arange(n)
    along, across = (
        V * chi * dipoles.effective_field(np.eye(n)[:, :, None] * axis, np.zeros(3), positions=z)
        for axis in (np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0]))
    )
    step = 60.0
    growth = [scipy.linalg.expm(step * (m - np.eye(n))) for m in (along[..., 2], across[..., 0])]
    largest = max(np.linalg.norm(g, 2) for g in growth)
    if abs(np.log(largest)) > 1e-6:
        stable = dipoles.is_linearly_stable(np.full(n, chi), positions_over_a=z)
        assert stable == (largest < 1)


@given(weak, weak, directions)
def test_eq_7_is_the_first_order_of_eq_6(chi1: float, chi2: float, eta: int) -> None:
    d = 60.0
    correction = dipoles.first_order_correction(chi1, chi2, d_over_a=d, eta=eta)
    exact = dipoles.dimer_susceptibility(chi1, chi2, d_over_a=d, eta=eta)
    second_order = abs(chi1 * chi2) * (2 * V / d**3) ** 2
    assert abs(exact - (chi1 + chi2) / 2 - correction) <= 1.01 * second_order + 1e-15


@given(weak, weak, distances)
def test_eq_7_is_twice_as_large_and_opposite_along_the_axis(
    chi1: float, chi2: float, d: float
) -> None:
    along = dipoles.first_order_correction(chi1, chi2, d_over_a=d, eta=LONGITUDINAL)
    across = dipoles.first_order_correction(chi1, chi2, d_over_a=d, eta=TRANSVERSE)
    assert abs(along + 2 * across) <= 1e-15 * abs(along) + 1e-300
    assert along * chi1 * chi2 >= 0


def test_eq_8_values_of_the_paper_at_three_radii() -> None:
    assert round(float(dipoles.critical_susceptibility(3.0, eta=LONGITUDINAL)), 2) == 3.22
    assert round(float(dipoles.critical_susceptibility(3.0, eta=TRANSVERSE)), 2) == 6.45


@given(distances, directions)
def test_eq_8_is_where_the_denominator_of_eq_6_vanishes(d: float, eta: int) -> None:
    chi_c = float(dipoles.critical_susceptibility(d, eta=eta))
    assert_agree(eta**2 * 16 * np.pi**2 / 9 * chi_c**2 / d**6, 1.0, ELEMENTWISE)


def test_eq_8_grows_as_the_cube_of_the_distance_and_is_half_as_large_along_the_axis() -> None:
    d = np.array([3.0, 6.0])
    along = dipoles.critical_susceptibility(d, eta=LONGITUDINAL)
    assert_agree(along[1] / along[0], 8.0, ELEMENTWISE)
    assert_agree(dipoles.critical_susceptibility(d, eta=TRANSVERSE) / along, 2.0, ELEMENTWISE)


@given(st.floats(-0.49, 100))
def test_on_the_neutral_border_the_longitudinal_susceptibility_vanishes(x: float) -> None:
    chi_c = float(dipoles.critical_susceptibility(3.0, eta=LONGITUDINAL))
    y = float(dimer_phases.neutral_border(x))
    assert abs(x + y + 2 * x * y) <= 1e-13 * (1 + abs(x))
    assert x * y <= 0.0
    chi = dipoles.dimer_susceptibility(x * chi_c, y * chi_c, d_over_a=3.0, eta=LONGITUDINAL)
    assert abs(chi) <= 1e-13 * chi_c * (1 + abs(x))


def test_the_other_branch_of_the_neutral_hyperbola_is_inside_the_ordered_phase() -> None:
    x = np.linspace(-20, -0.51, 400)
    y = -x / (1 + 2 * x)
    assert np.all(x * y >= 1 - 1e-12)


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_the_phase_is_the_sign_of_eq_6_outside_the_hyperbola_of_order(x: float, y: float) -> None:
    phase = str(dimer_phases.dimer_phase(x, y))
    if x * y > 1:
        assert phase == ("aligned" if x > 0 else "antialigned")
        return
    chi_c = float(dipoles.critical_susceptibility(3.0, eta=LONGITUDINAL))
    chi = dipoles.dimer_susceptibility(x * chi_c, y * chi_c, d_over_a=3.0, eta=LONGITUDINAL)
    assert phase == ("paramagnetic" if chi > 0 else "diamagnetic") or abs(chi) < 1e-13


@given(st.fractions(-3, 3, max_denominator=64), st.integers(-2, 2))
def test_points_on_the_neutral_border_are_not_diamagnetic(x: Fraction, ulps: int) -> None:
    if x <= Fraction(-1, 2):
        return
    a, b = float(x), float(-x / (1 + 2 * x))
    b += ulps * np.spacing(b)
    exact = Fraction(a) + Fraction(b) + 2 * Fraction(a) * Fraction(b)
    expected = "diamagnetic" if exact < 0 else "paramagnetic"
    assert dimer_phases.dimer_phase(a, b) == dimer_phases.dimer_phase(b, a) == expected


@given(st.floats(0.1, 10), st.integers(-2, 2), st.sampled_from([1, -1]))
def test_order_begins_above_the_critical_product_and_not_at_it(
    x: float, ulps: int, sign: int
) -> None:
    y = 1 / x
    y += ulps * np.spacing(y)
    ordered = Fraction(x) * Fraction(y) > 1
    phase = str(dimer_phases.dimer_phase(sign * x, sign * y))
    assert phase == str(dimer_phases.dimer_phase(sign * y, sign * x))
    assert (phase in ("aligned", "antialigned")) == ordered


def test_a_weak_field_moment_is_off_the_linear_response_by_what_is_told() -> None:
    """Moments curve downwards: where both susceptibilities are positive the bound is attained."""
    x, y = np.random.default_rng(4).uniform(-3, 3, (2, 200))
    x, y = x[x * y < 0.9], y[x * y < 0.9]
    field = 1e-2
    response, error = dimer_phases.weak_field_response(x, y, field=field)
    off = np.abs(response - field * (x + y + 2 * x * y) / (1 - x * y))
    assert np.all(off <= error * (1 + 1e-9))
    both = (x > 0) & (y > 0)
    assert both.sum() > 10
    assert_agree(off[both], error[both], 1e-3)


def test_phases_where_borders_meet() -> None:
    x = np.array([0.0, 1.0, -1.0, 0.5, -0.25, 2.0])
    y = np.array([0.0, 1.0, -1.0, -0.25, 0.5, 0.5])
    expected = ["paramagnetic"] * 2 + ["diamagnetic"] + ["paramagnetic"] * 3
    assert dimer_phases.dimer_phase(x, y).tolist() == expected


def test_c1_matrix_is_the_inverse_cube_of_the_distance() -> None:
    expected = [[0, 1, 1 / 8, 1 / 27], [1, 0, 1, 1 / 8], [1 / 8, 1, 0, 1], [1 / 27, 1 / 8, 1, 0]]
    assert_agree(chains.chain_matrix(4), expected, ELEMENTWISE)


@pytest.mark.parametrize("n", [2, 5, 128, 129, 1000])
def test_c1_field_is_the_matrix_times_the_moments(n: int) -> None:
    moments = np.random.default_rng(n).normal(size=(2, 3, n))
    assert_agree(
        chains.chain_field(moments), moments @ chains.chain_matrix(n), ELEMENTWISE, ELEMENTWISE
    )


def test_c1_field_is_that_of_eq_3_on_equidistant_places() -> None:
    moments = np.zeros((6, 3))
    moments[:, 2] = np.random.default_rng(6).normal(size=6)
    field = dipoles.effective_field(moments, np.zeros(3), positions=np.arange(6.0))
    assert_agree(field[:, 2], 2 * chains.chain_field(moments[:, 2]), ELEMENTWISE)


def test_c1_closed_forms_of_two_and_three_particles() -> None:
    assert float(chains.chain_critical_ratio(2)) == 1.0
    assert_agree(chains.chain_critical_ratio(3), 1 / (1 / 16 + np.sqrt(513) / 16), 1e-14)


@pytest.mark.parametrize("n", [4, 100, 129, 130, 777, 1021])
def test_c1_long_chains_agree_with_dense_diagonalisation(n: int) -> None:
    assert_agree(chains.chain_critical_ratio(n), dense_critical_ratio(n), EIGENVALUE)


def test_c1_agrees_with_the_determinant_at_thirty_digits() -> None:
    with mpmath.workdps(30):
        matrix = mpmath.matrix(12, 12)
        for i in range(12):
            for j in range(12):
                matrix[i, j] = mpmath.mpf(0) if i == j else mpmath.mpf(1) / abs(i - j) ** 3

        def determinant(x: mpmath.mpf) -> mpmath.mpf:
            return mpmath.det(mpmath.eye(12) - x * matrix)

        ratio = mpmath.findroot(determinant, mpmath.mpf("0.44"))
    assert_agree(chains.chain_critical_ratio(12), float(ratio), 1e-14)


def test_c1_critical_value_falls_towards_one_over_twice_zeta_3() -> None:
    n = np.array([[2, 3, 10, 100], [128, 129, 1000, 100_000]])
    ratio = chains.chain_critical_ratio(n)
    assert ratio.shape == n.shape
    assert np.all(np.diff(ratio.ravel()) < 0)
    assert np.all(ratio > chains.CHAIN_LIMIT)
    assert_agree(chains.CHAIN_LIMIT, float(1 / (2 * mpmath.zeta(3))), 1e-15)
    # The longest wave cos(pi i/n) costs theta^2 log(1/theta), theta = pi/n.
    gap = ratio[1, 3] / chains.CHAIN_LIMIT - 1
    theta = np.pi / 100_000
    assert 0.8 < gap / (theta**2 * np.log(1 / theta) / (2 * float(mpmath.zeta(3)))) < 1.3


def test_c1_residual_bound_brackets_an_eigenvalue() -> None:
    eigenvalues = scipy.linalg.eigvalsh(chains.chain_matrix(600))
    found = 1 / float(chains.chain_critical_ratio(600))
    assert np.min(np.abs(eigenvalues - found)) <= 5e-13 * found


@pytest.mark.parametrize("n", [150, 1500, 15_000])
def test_c1_steps_to_the_eigenvalue_from_the_sine_wave_hardly_grow_with_the_length(
    n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[NDArray[np.float64]] = []
    field = chains.chain_field

    def counted(moments: NDArray[np.float64]) -> NDArray[np.float64]:
        asked.append(moments)
        return field(moments)

    monkeypatch.setattr(chains, "chain_field", counted)
    chains._largest_eigenvalue.__wrapped__(n)
    wave = np.sin(np.pi * np.arange(1, n + 1) / (n + 1))
    assert_agree(asked[0], wave, ELEMENTWISE)
    # 11, 10 and 9, shorter chains needing more.
    assert len(asked) <= 12


def test_c1_unconverged_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "_EIGENVALUE_STEPS", 2)
    with pytest.raises(roots.NotConverged, match="did not converge"):
        chains.chain_critical_ratio(1537)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 400))
def test_sine_waves_diagonalise_the_preconditioner(n: int) -> None:
    spectrum = chains.chain_sine_spectrum(n)
    m = spectrum.size
    assert n <= m <= n + 40
    theta = np.pi * np.arange(1, m + 1) / (m + 1)
    j = np.arange(1, n)
    assert_agree(spectrum, 2 * np.cos(np.outer(theta, j)) @ j**-3.0, 1e-12, 1e-12)
    waves = np.sin(np.outer(theta, np.arange(1, m + 1)))
    right = np.random.default_rng(n).normal(size=m)
    solved = chains.sine_solve(3.0 - spectrum, right)
    assert_agree(waves @ solved * (3.0 - spectrum), waves @ right, 1e-10, 1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dipoles.dimer_susceptibility(1.0, 1.0, d_over_a=1.9, eta=1), "overlap"),
        (lambda: dipoles.dimer_susceptibility(1.0, 1.0, d_over_a=np.nan, eta=1), "overlap"),
        (lambda: dipoles.dimer_susceptibility(1.0, 1.0, d_over_a=3.0, eta=2), "eta must be"),
        (lambda: dipoles.dimer_susceptibility(np.nan, 1.0, d_over_a=3.0, eta=1), "chi1 must be"),
        (lambda: dipoles.first_order_correction(1.0, np.inf, d_over_a=3.0, eta=1), "chi2 must be"),
        (lambda: dipoles.critical_susceptibility(1.0, eta=1), "overlap"),
        (lambda: dimer_phases.neutral_border(-0.5), "above -1/2"),
        (lambda: dimer_phases.dimer_phase(np.nan, 0.0), "x must be"),
        (lambda: chains.chain_matrix(1), "at least 2"),
        (lambda: chains.chain_critical_ratio(2.5), "whole number"),
        (lambda: chains.chain_critical_ratio([2, 1]), "at least 2"),
        (lambda: chains.chain_field([1.0]), "at least 2"),
        (
            lambda: dipoles.effective_field(np.ones((2, 3)), np.ones(3), positions=[1.0, 1.0]),
            "one place",
        ),
        (
            lambda: dipoles.linear_moments([1.0, np.nan], np.ones(3), positions_over_a=[0.0, 3.0]),
            "chi must be",
        ),
    ],
)
def test_bad_values_are_refused_with_a_message(call: object, message: str) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=message):
        call()
