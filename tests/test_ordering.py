from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.linalg
from hypothesis import assume, given, settings, strategies as st
from numpy.typing import NDArray

from magrepro.core import roots
from magrepro.core.orbital import chain_coupling, chain_ordering, chain_solvers
from magrepro.core.orbital.chain_ordering import chain_moments
from magrepro.core.orbital.chains import chain_critical_ratio, chain_field, chain_matrix
from magrepro.core.orbital.dimer_phases import dimer_phase
from magrepro.core.orbital.ordering import (
    dimer_moments,
    dimer_moments_in_field,
    equal_dimer_moments,
    uniform_moment,
)
from magrepro.core.orbital.responses import PlainResponse, Response, plain_response, saturating
from magrepro.core.roots import NotConverged
from tests.tolerances import ELEMENTWISE, ROOT, assert_agree

Floats = NDArray[np.float64]
DIGITS = 30
SPECIAL_FUNCTION = 1e-15
DIMER = 1e-14
BALANCE = 1e-12

ratios = st.one_of(st.floats(-4, -1e-3, exclude_max=True), st.floats(1e-3, 4, exclude_min=True))
small_ratios = ratios.map(lambda x: x / 4.1)


def some(*numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Floats]:
    """Five systems at once, an array for each of the numbers, because a call costs more."""
    return st.lists(st.tuples(*numbers), min_size=5, max_size=5).map(lambda x: np.array(x).T)


def fallen(chi: Any) -> PlainResponse:
    """M = chi H exp(-H^2): steep at large fields."""
    chi = np.asarray(chi, dtype=float)

    def moment(h: Floats) -> Floats:
        return np.asarray(chi * h * np.exp(-h * h))

    def derivative(h: Floats) -> Floats:
        return np.asarray(chi * (1 - 2 * h * h) * np.exp(-h * h))

    bound = np.abs(chi) * np.exp(-0.5) / np.sqrt(2)
    return plain_response(moment, derivative, susceptibility=chi, bound=bound)


def falling(chi: Any) -> PlainResponse:
    """M = chi H / (1 + H^2): rises, then falls slowly."""
    chi = np.asarray(chi, dtype=float)

    def moment(h: Floats) -> Floats:
        return np.asarray(chi * h / (1 + h * h))

    def derivative(h: Floats) -> Floats:
        return np.asarray(chi * (1 - h * h) / (1 + h * h) ** 2)

    return plain_response(moment, derivative, susceptibility=chi, bound=np.abs(chi) / 2)


def metamagnetic(chi: Any, cubic: float = 1.0) -> PlainResponse:
    """M = tanh(chi H + cubic H^3): first steeper, then saturated; its order sets in with a jump."""
    chi = np.asarray(chi, dtype=float)

    def moment(h: Floats) -> Floats:
        return np.asarray(np.tanh(chi * h + cubic * h**3))

    def derivative(h: Floats) -> Floats:
        return np.asarray((chi + 3 * cubic * h * h) * (1 - moment(h) ** 2))

    return plain_response(moment, derivative, susceptibility=chi, bound=np.ones_like(chi))


def counted(response: Response, calls: list[int]) -> PlainResponse:
    def counting(curve: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
        def call(field: Floats) -> Floats:
            calls[0] += 1
            return curve(field)

        return call

    curves = (response.moment, response.derivative, response.deficit)
    return PlainResponse(response.susceptibility, response.bound, *map(counting, curves))


def exact_dimer(x: Any, y: Any) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Moments of two tanh particles by bisection at 30 digits; positive x and y."""
    with mpmath.workdps(DIGITS):
        x, y = mpmath.mpf(x), mpmath.mpf(y)
        low, high = mpmath.mpf(10) ** -14, mpmath.mpf(1)
        for _ in range(150):
            middle = mpmath.sqrt(low * high)
            grows = mpmath.tanh(x * mpmath.tanh(y * middle)) > middle
            low, high = (middle, high) if grows else (low, middle)
        return low, mpmath.tanh(y * low)


def relative_error(value: Any, exact: mpmath.mpf) -> float:
    with mpmath.workdps(DIGITS):
        return float(abs(mpmath.mpf(float(value)) / exact - 1))


def assert_solves(pair: tuple[Floats, Floats], first: Response, second: Response, c: Any) -> None:
    m1, m2 = pair
    assert_agree(first.moment(c * m2), m1, BALANCE)
    assert_agree(second.moment(c * m1), m2, BALANCE)


def assert_each_solves(pair: tuple[Floats, Floats], first: Response, second: Response) -> None:
    """The same for systems of one array, each to its own scale; c = 1."""
    for moment, other in ((first.moment, pair[::-1]), (second.moment, pair)):
        off = abs(moment(other[0]) - other[1])
        assert np.all(off <= 1.1 * BALANCE * abs(other[1]))


def assert_stable(pair: tuple[Floats, Floats], first: Response, second: Response, c: Any) -> None:
    m1, m2 = pair
    assert np.all(c**2 * first.derivative(c * m2) * second.derivative(c * m1) < 1)


def assert_chain_solves(M: Floats, response: Response, c: Any) -> None:
    assert_agree(response.moment(c * chain_field(M)), M, BALANCE)


@pytest.mark.parametrize("x", [0.0, 1e-9, 1e-4, 0.1, 0.5, 0.999, 1.0, 1.001, 3.0, 40.0, 1e4])
def test_eq_9_deficit_is_one_minus_tanh_x_over_x_to_the_last_digits(x: float) -> None:
    response = saturating(2.0, 5.0)
    with mpmath.workdps(2 * DIGITS):
        exact = 1 - mpmath.tanh(x) / x if x else mpmath.mpf(0)
    for field in (x * 2.5, -x * 2.5):
        assert abs(float(response.deficit(np.asarray(field))) - float(exact)) <= (
            4 * SPECIAL_FUNCTION * float(exact)
        )


@given(st.floats(-30, 30), st.floats(-3, 3), st.floats(0.1, 10))
def test_eq_9_response_is_odd_bounded_and_linear_at_first(H: float, chi: float, M0: float) -> None:
    response, field = saturating(chi, M0), np.asarray(H)
    assert_agree(response.moment(field), M0 * np.tanh(chi * H / M0), ELEMENTWISE)
    assert response.moment(-field) == -response.moment(field)
    assert np.abs(response.moment(field)) <= response.bound
    assert response.derivative(np.asarray(0.0)) == response.susceptibility
    step = 1e-5
    slope = (response.moment(field + step) - response.moment(field - step)) / (2 * step)
    assert abs(slope - response.derivative(field)) <= 1e-8 * (1 + abs(chi)) ** 3


def test_eq_9_derivative_does_not_overflow_at_large_fields() -> None:
    assert saturating(1.0).derivative(np.asarray(1e5)) == 0.0


@given(st.floats(1e-3, 30))
def test_plain_deficit_is_that_of_the_moment(H: float) -> None:
    response = plain_response(np.tanh, lambda h: 1 - np.tanh(h) ** 2, susceptibility=1.0, bound=1.0)
    assert abs(response.deficit(np.asarray(H)) - saturating(1.0).deficit(np.asarray(H))) <= 4e-16
    assert response.deficit(np.asarray(0.0)) == 0.0


@pytest.mark.parametrize("x", [1.0000001, 1.001, 1.5, 10.0, 1e4])
def test_eq_10_equal_particles_at_thirty_digits(x: float) -> None:
    particle = saturating(x)
    exact, _ = exact_dimer(x, x)
    for m in (
        *equal_dimer_moments(particle, coupling=1.0),
        uniform_moment(particle, coupling=1),
    ):
        assert relative_error(m, exact) <= DIMER


@pytest.mark.parametrize("product", [1.0000001, 1.001, 1.5, 10.0])
@pytest.mark.parametrize("x", [0.03, 0.7, 5.0, 1e3])
def test_eq_10_unequal_particles_at_thirty_digits(x: float, product: float) -> None:
    y = product / x
    moments = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    for m, exact in zip(moments, exact_dimer(x, y), strict=True):
        assert relative_error(m, exact) <= DIMER


@pytest.mark.parametrize("c", [0.1, 3e-11])
def test_eq_10_products_with_the_coupling_are_not_rounded(c: float) -> None:
    x, y = 1.0000001 / c, 1.0000003 / c
    with mpmath.workdps(DIGITS):
        exact = exact_dimer(mpmath.mpf(c) * mpmath.mpf(x), mpmath.mpf(c) * mpmath.mpf(y))
        equal, _ = exact_dimer(*2 * (mpmath.mpf(c) * mpmath.mpf(x),))
    for m, m_exact in zip(
        dimer_moments(saturating(x), saturating(y), coupling=c), exact, strict=True
    ):
        assert relative_error(m, m_exact) <= DIMER
    assert relative_error(uniform_moment(saturating(x), coupling=c), equal) <= DIMER


def test_eq_10_the_same_particle_twice_is_as_two_equal_particles() -> None:
    x = np.linspace(-4, 4, 161)
    particle = saturating(x)
    assert_agree(
        equal_dimer_moments(particle, coupling=1.0),
        dimer_moments(particle, saturating(x), coupling=1.0),
        BALANCE,
    )


def test_eq_10_square_root_onset_of_aligned_and_antialigned_order() -> None:
    for x in (1 + 1e-6, -1 - 1e-6):
        particle = saturating(x)
        m1, m2 = equal_dimer_moments(particle, coupling=1.0)
        assert_agree(m1, np.sqrt(3 * (abs(x) - 1)), 2e-6)
        assert m2 == np.sign(x) * m1


def test_eq_10_no_order_up_to_the_critical_value_and_saturation_far_above() -> None:
    for x in (-1.0, -0.3, 0.0, 0.7, 1.0):
        m1, m2 = equal_dimer_moments(saturating(x), coupling=1.0)
        assert m1 == m2 == 0
    strong = saturating(50.0)
    assert_agree(equal_dimer_moments(strong, coupling=1.0), 1.0, ELEMENTWISE)


def test_eq_10_depends_only_on_susceptibility_times_coupling_in_units_of_saturation() -> None:
    one = dimer_moments(saturating(3.0), saturating(0.9), coupling=1.0)
    other = dimer_moments(saturating(3e9, 7e5), saturating(0.9e9, 7e5), coupling=1e-9)
    assert_agree(other, np.array(one) * 7e5, BALANCE)


@given(some(ratios, ratios))
@settings(max_examples=20, deadline=None)
def test_dimer_moments_solve_their_equations_and_are_stable(pairs: Floats) -> None:
    first, second = (saturating(x) for x in pairs)
    m1, m2 = dimer_moments(first, second, coupling=1.0)
    assert_each_solves((m1, m2), first, second)
    assert np.all(m1 >= 0)
    first, second = (saturating(x[m1 > 0]) for x in pairs)
    assert_stable((m1[m1 > 0], m2[m1 > 0]), first, second, 1.0)


@given(some(ratios, ratios))
@settings(max_examples=20, deadline=None)
def test_order_is_where_the_product_of_susceptibilities_exceeds_one(pairs: Floats) -> None:
    x, y = pairs
    assume(np.all(abs(x * y - 1) > 1e-15))
    m1, m2 = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    signs = {"aligned": 1, "antialigned": -1}
    assert np.sign(m1 * m2).tolist() == [signs.get(str(p), 0) for p in dimer_phase(x, y)]


@given(some(ratios, ratios))
@settings(max_examples=20, deadline=None)
def test_exchanging_the_particles_exchanges_the_moments(pairs: Floats) -> None:
    x, y = pairs
    m = np.array(dimer_moments(saturating(x), saturating(y), coupling=1.0))
    n = np.array(dimer_moments(saturating(y), saturating(x), coupling=1.0))[::-1]
    for one, other in zip(m.T, (np.sign(x) * n).T, strict=True):
        assert_agree(one, other, BALANCE)


def test_negative_coupling_turns_one_moment_round() -> None:
    for first, second in ((saturating(2.0), saturating(0.8)), 2 * (saturating(2.0),)):
        m1, m2 = dimer_moments(first, second, coupling=1.0)
        t1, t2 = dimer_moments(first, second, coupling=-1.0)
        assert (t1, t2) == (m1, -m2)


def test_iteration_cycles_but_only_zero_solves_for_opposite_signs() -> None:
    x, y = 50.0, -50.0
    m1, m2 = 0.3, 0.2
    for step in range(1004):
        m1, m2 = np.tanh(x * m2), np.tanh(y * m1)
        assert step < 1000 or abs(m1 * m2) > 0.99
    zero1, zero2 = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    assert zero1 == zero2 == 0


def test_a_plane_of_systems_is_each_system_alone() -> None:
    x, y = np.array([-2.0, 0.0, 0.5, 3.0])[:, None], np.array([-1.0, 0.4, 1.0000001])
    m1, m2 = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    assert m1.shape == m2.shape == (4, 3)
    for i, j in np.ndindex(4, 3):
        alone = dimer_moments(saturating(x[i, 0]), saturating(y[j]), coupling=1.0)
        assert_agree((m1[i, j], m2[i, j]), alone, DIMER)


def test_few_evaluations_of_the_response() -> None:
    calls = [0]
    x = np.linspace(-3, 3, 31)
    for some, limit in ((x[x > 0], 45), (x, 75)):
        calls[0] = 0
        particle = counted(saturating(some), calls)
        equal_dimer_moments(particle, coupling=1.0)
        assert calls[0] <= limit
    calls[0] = 0
    first, second = counted(saturating(x[:, None]), calls), counted(saturating(x), calls)
    dimer_moments(first, second, coupling=1.0)
    assert calls[0] <= 90


def test_nothing_is_asked_of_systems_whose_moment_is_known() -> None:
    asked = [0]
    plain = saturating(np.linspace(0.1, 3, 31))

    def moment(h: Floats) -> Floats:
        asked[0] += int(np.count_nonzero(h))
        return plain.moment(h)

    particle = plain_response(
        moment, plain.derivative, susceptibility=plain.susceptibility, bound=plain.bound
    )
    equal_dimer_moments(particle, coupling=1.0)
    # 507; if each request went to all systems, 1106.
    assert 0 < asked[0] < 520


def test_values_that_are_not_needed_may_be_anything() -> None:
    m, bound = np.array([0.0, 0.3, 0.5]), np.ones(3)

    def excess(m: Floats) -> Floats:
        return np.where(m == 0, np.nan, 0.5 - m)

    found = roots.above_upward_crossing(excess, m, bound)
    assert_agree(found, [0.0, 0.5, 0.5], DIMER)

    def above(m: Floats) -> Floats:
        return np.where(m == 0, 1.0, 0.5 - m)

    assert_agree(roots.above_upward_crossing(above, m, bound), [0.0, 0.5, 0.5], DIMER)

    def gap(h: Floats) -> Floats:
        h = np.where((np.abs(h) > 0.05) & (np.abs(h) < 0.15), np.nan, h)
        return np.asarray(np.tanh([0.5, 3.0] * h))

    broken = plain_response(gap, np.ones_like, susceptibility=[0.5, 3.0], bound=1.0)
    whole = saturating([0.5, 3.0])
    pair = dimer_moments_in_field(broken, broken, coupling=1.0, field=0.1)
    assert_agree(pair, dimer_moments_in_field(whole, whole, coupling=1.0, field=0.1), BALANCE)


@pytest.mark.parametrize("onset", [1e-12, 1e-20, 1e-24, 2.0**-104])
def test_a_root_below_rounding_of_the_bound_is_found(onset: float) -> None:
    found = roots.largest_root(lambda m: onset - m**2, np.ones(1), np.array([onset]))
    assert_agree(found, np.sqrt(onset), DIMER)


@pytest.mark.parametrize(
    ("low", "high", "f_low", "f_high"),
    [(0.0, 1.0, 1e-24, -1.0), (2.0, 8.0, 1e-24, -6.0), (2.0, 8.0, 6.0, -1e-24)],
)
def test_a_step_that_rounds_to_an_end_goes_to_the_midpoint(
    low: float, high: float, f_low: float, f_high: float
) -> None:
    asked: list[float] = []

    def excess(m: Floats) -> Floats:
        asked.append(float(m[0]))
        return f_low + (f_high - f_low) * (m - low) / (high - low)

    ends = roots.Bracket(*(np.array([x]) for x in (low, high, f_low, f_high)))
    roots.refined_root(excess, ends, np.array([True]))
    assert asked[0] == (low + high) / 2


def test_eq_10_an_onset_below_rounding_still_has_its_moment() -> None:
    c, chi = 1 + 2.0**-26, 1 - 2.0**-26 + 2.0**-52
    with mpmath.workdps(60):
        onset = mpmath.mpf(c) * mpmath.mpf(chi) - 1
        assert 0 < onset < 1e-20
        expected = float(mpmath.sqrt(3 * onset))
    assert_agree(uniform_moment(saturating([chi]), coupling=c), expected, 1e-6)


@pytest.mark.parametrize("c", [1.0001, 1.5, 2.7])
def test_fallen_responses_have_their_closed_form_moment(c: float) -> None:
    for response, m in ((fallen, np.sqrt(np.log(c)) / c), (falling, np.sqrt(c - 1) / c)):
        particle = response(1.0)
        assert_agree(equal_dimer_moments(particle, coupling=c), m, 1e-11)
        assert_agree(dimer_moments(particle, response(1.0), coupling=c), m, 1e-11)


@pytest.mark.parametrize("c", [2.7183, 2.75, 3.5, 8.0])
def test_equal_particles_order_unequally_where_the_response_falls_too_steeply(c: float) -> None:
    particle = fallen(1.0)
    m1, m2 = equal_dimer_moments(particle, coupling=c)
    assert_solves((m1, m2), particle, particle, c)
    assert_stable((m1, m2), particle, particle, c)
    symmetric = np.sqrt(np.log(c)) / c
    assert (c * particle.derivative(np.asarray(c * symmetric))) ** 2 > 1
    assert m1 > symmetric > m2 > 0
    pair = dimer_moments(particle, fallen(1.0), coupling=c)
    assert_solves(pair, particle, particle, c)
    assert_stable(pair, particle, particle, c)


def test_solutions_are_stable_even_if_three_lie_close_together() -> None:
    c = np.linspace(2.7183, 2.9, 300)
    first, second = fallen(np.ones(300)), fallen(np.ones(300))
    pair = dimer_moments(first, second, coupling=c)
    assert_solves(pair, first, second, c)
    assert_stable(pair, first, second, c)


def test_first_order_branch_exists_below_the_critical_point() -> None:
    x = np.array([0.5, 0.6, 0.75, 0.85, 0.95])
    particle = metamagnetic(x)
    m = equal_dimer_moments(particle, coupling=1.0)
    trial = np.linspace(1e-3, 1, 5000)[:, None]
    exists = np.any(particle.moment(trial) > trial, axis=0)
    assert exists.any()
    assert not exists.all()
    assert np.array_equal(m[0] > 0, exists)
    assert np.all(m[0][exists] > 0.8)
    assert_solves(m, particle, particle, 1.0)
    assert_stable(m, particle, particle, 1.0)
    assert_agree(dimer_moments(particle, metamagnetic(x), coupling=1.0), m, BALANCE)


def test_a_response_that_jumps_over_its_solution_is_an_error() -> None:
    def step(h: Floats) -> Floats:
        return np.where(np.abs(h) < 0.5, h, 0.0)

    jump = plain_response(step, np.ones_like, susceptibility=1.0, bound=0.5)
    with pytest.raises(NotConverged, match="jumps"):
        equal_dimer_moments(jump, coupling=2.0)


@given(some(small_ratios, small_ratios), st.sampled_from([1e-7, -1e-7]))
@settings(max_examples=20, deadline=None)
def test_weak_field_moments_are_those_of_eqs_3_and_4(pairs: Floats, H: float) -> None:
    first, second = (saturating(x) for x in pairs)
    m = np.array(dimer_moments_in_field(first, second, coupling=1.0, field=H))
    for x, y, found in zip(*pairs, m.T, strict=True):
        assert_agree(found, np.linalg.solve([[1, -x], [-y, 1]], [x * H, y * H]), 1e-9)


@given(some(ratios, ratios, st.floats(1e-3, 3)))
@settings(max_examples=20, deadline=None)
def test_moments_in_a_field_solve_their_equations(systems: Floats) -> None:
    first, second, H = saturating(systems[0]), saturating(systems[1]), systems[2]
    m1, m2 = dimer_moments_in_field(first, second, coupling=1.0, field=H)
    assert np.all(abs(first.moment(H + m2) - m1) <= BALANCE)
    assert np.all(abs(second.moment(H + m1) - m2) <= BALANCE)
    back = dimer_moments_in_field(first, second, coupling=1.0, field=-H)
    assert np.array_equal(np.negative(back), [m1, m2])


def test_moments_in_a_vanishing_field_are_the_spontaneous_ones() -> None:
    x, y = np.array([3.0, -3.0, 3.0]), np.array([0.6, -0.6, -0.6])
    in_field = dimer_moments_in_field(saturating(x), saturating(y), coupling=1.0, field=1e-12)
    spontaneous = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    assert_agree(in_field, spontaneous, ROOT, 1e-11)


@pytest.mark.parametrize("n", [2, 3, 10, 128, 129, 700])
def test_c1_chain_moments_solve_their_equations(n: int) -> None:
    x = np.array([0.43, 0.6, 1.0, 1.5, 8.0])[:, None]
    M = chain_moments(saturating(x), coupling=1.0, n=n)
    assert M.shape == (5, n)
    assert_chain_solves(M, saturating(x), 1.0)
    ordered = x[:, 0] > chain_critical_ratio(n)
    assert np.all(M[ordered] > 0)
    assert np.all(M[~ordered] == 0)
    assert_agree(M, M[:, ::-1], 1e-11)
    assert np.all(np.diff(M[ordered][:, : (n + 1) // 2]) >= -1e-15)


def test_c1_two_particles_are_the_dimer() -> None:
    x = np.array([0.9, 1.0, 1.0000001, 1.1, 3.0])
    particle = saturating(x)
    m, _ = equal_dimer_moments(particle, coupling=1.0)
    M = chain_moments(saturating(x[:, None]), coupling=1.0, n=2)
    assert_agree(M, np.column_stack([m, m]), DIMER)


@pytest.mark.parametrize("n", [7, 150])
def test_c1_chain_moments_are_the_limit_of_plain_iteration_from_above(n: int) -> None:
    M = np.ones(n)
    for _ in range(3000):
        M = np.tanh(0.6 * (chain_matrix(n) @ M))
    assert_agree(chain_moments(saturating([0.6]), coupling=1.0, n=n), M, 1e-10)


@pytest.mark.parametrize("n", [6, 200, 600])
@pytest.mark.parametrize("distance", [1e-3, 1e-5])
def test_c1_onset_is_the_leading_eigenvector_with_a_square_root_amplitude(
    n: int, distance: float
) -> None:
    # A v with A^2 sum v^4 = 3 (x/x_c - 1) sum v^2, from M = atanh in the direction of v.
    distance *= min(1.0, (50 / n) ** 2)
    x_c = float(chain_critical_ratio(n))
    M = chain_moments(saturating([x_c * (1 + distance)]), coupling=1.0, n=n)
    v = scipy.linalg.eigh(chain_matrix(n), subset_by_index=(n - 1, n - 1))[1][:, 0]
    A = np.sqrt(3 * distance * np.sum(v**2) / np.sum(v**4))
    assert_agree(M, A * np.abs(v), 0.03, 0.003)
    assert np.all(chain_moments(saturating([x_c * (1 - distance)]), coupling=1.0, n=n) == 0)


def test_c1_the_middle_of_a_long_chain_is_the_endless_chain() -> None:
    particle = saturating([0.8])
    M = chain_moments(particle, coupling=1.0, n=20_000)
    endless = uniform_moment(particle, coupling=2 * float(mpmath.zeta(3)))
    assert_agree(M[10_000], endless, 1e-7)
    assert_chain_solves(M, particle, 1.0)


@pytest.mark.parametrize("n", [2, 5, 60, 300])
def test_c1_chains_of_responses_that_fall(n: int) -> None:
    c = np.array([0.5, 1.2, 2.0, 5.0])[:, None]
    particle = falling(np.ones((1, 1)))
    M = chain_moments(particle, coupling=c, n=n)
    assert np.all(M[2:] > 0)
    assert_chain_solves(M, particle, c)


def test_c1_first_order_chains_order_below_the_critical_value() -> None:
    particle, n = metamagnetic(np.ones((1, 1)), cubic=3.0), 12
    c = float(chain_critical_ratio(n)) * np.array([0.6, 0.9, 1.0, 1.1])[:, None]
    M = chain_moments(particle, coupling=c, n=n)
    assert_chain_solves(M, particle, c)
    assert np.array_equal(np.all(M > 0, axis=1), [False, True, True, True])
    assert np.all(M[0] == 0)


def test_c1_first_order_chains_are_disordered_where_iteration_from_above_ends_at_zero() -> None:
    particle, n = metamagnetic(np.ones((1, 1)), cubic=3.0), 12
    c = float(chain_critical_ratio(n)) * np.array([0.71, 0.725, 0.74])[:, None]
    assert np.all(uniform_moment(particle, coupling=c / chain_critical_ratio(n)) > 0)
    M = np.ones((3, n))
    for _ in range(2000):
        M = particle.moment(c * chain_field(M))
    assert_agree(chain_moments(particle, coupling=c, n=n), M, 1e-10)
    assert np.array_equal(M[:, 0] > 1e-9, [False, False, True])


@pytest.mark.parametrize("distance", [1e-2, 1e-4, 1e-6])
def test_c1_three_particles_at_thirty_digits(distance: float) -> None:
    x = float(chain_critical_ratio(3)) * (1 + distance)
    M = chain_moments(saturating([x]), coupling=1.0, n=3)
    with mpmath.workdps(DIGITS):

        def middle(outer: mpmath.mpf) -> mpmath.mpf:
            return mpmath.tanh(mpmath.mpf(x) * 2 * outer)

        def balance(square: mpmath.mpf) -> mpmath.mpf:
            outer = mpmath.sqrt(square)
            return mpmath.tanh(mpmath.mpf(x) * (middle(outer) + outer / 8)) / outer - 1

        outer = mpmath.sqrt(mpmath.findroot(balance, (distance, 3 * distance), solver="anderson"))
        exact = [outer, middle(outer), outer]
    for m, m_exact in zip(M, exact, strict=True):
        assert relative_error(m, m_exact) <= max(1e-10, 1e-14 / distance)


def test_c1_diamagnetic_chains_have_no_aligned_order() -> None:
    assert np.all(chain_moments(saturating([-5.0]), coupling=1.0, n=9) == 0)


def test_c1_a_newton_step_along_a_long_chain_ends_at_its_tolerance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    products = [0]

    def counted(moments: Floats) -> Floats:
        products[0] += 1
        return chain_field(moments)

    monkeypatch.setattr(chain_coupling, "chain_field", counted)
    n = 2000
    slope, right = np.full((1, n), 0.4), np.ones((1, n))
    x = chain_coupling.LongChain(n).solve(np.ones((1, 1)), slope, right, np.array([[True]]))
    missing = np.linalg.norm(right - x + slope * chain_field(x)) / np.linalg.norm(right)
    assert missing < 1e-4
    # 5; without an end 62, and without the preconditioner 28.
    assert products[0] < 10


def test_c1_dense_and_krylov_steps_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    particle = saturating(np.array([0.42, 0.6, 2.0])[:, None])
    dense = chain_moments(particle, coupling=1.0, n=100)
    monkeypatch.setattr(chain_ordering, "_DENSE", 10)
    assert_agree(chain_moments(particle, coupling=1.0, n=100), dense, 1e-11)


def test_c1_chains_without_a_stable_aligned_solution_are_an_error() -> None:
    with pytest.raises(NotConverged, match="stable"):
        chain_moments(fallen([1.0]), coupling=4.0, n=2)


def test_c1_unconverged_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain_solvers, "_NEWTON_STEPS", 2)
    monkeypatch.setattr(chain_solvers, "_PLAIN_STEPS", 2)
    with pytest.raises(NotConverged, match="no stable aligned moments of a chain of 10"):
        chain_moments(saturating([0.6]), coupling=1.0, n=10)


def test_c1_a_chain_is_given_up_after_so_many_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain_solvers, "_NEWTON_STEPS", 0)
    settled = chain_moments(saturating([1.5]), coupling=1.0, n=10)
    monkeypatch.setattr(chain_solvers, "_MOST_MOMENTS", 1000)
    assert np.array_equal(chain_moments(saturating([1.5]), coupling=1.0, n=10), settled)
    monkeypatch.setattr(chain_solvers, "_MOST_MOMENTS", 30)
    with pytest.raises(NotConverged, match="no stable aligned moments"):
        chain_moments(saturating([1.5]), coupling=1.0, n=10)


@pytest.mark.parametrize(("from_above", "allowed"), [(1, True), (-1, False)])
def test_c1_a_step_goes_down_from_above_a_solution_but_not_over_it(
    from_above: int, allowed: bool
) -> None:
    """It ends above g, farther from balance than before: only from above nothing is missed."""
    one, places = np.ones((1, 1)), np.ones((1, 3))
    coupling = chain_coupling.FoldedChains.of([3], 1)
    chain = chain_solvers.Chain(saturating(1.0), one, coupling, one, one)
    now = chain_solvers._State(places, places, from_above * 0.1 * places)
    trial = chain_solvers._State(0.5 * places, places, 0.2 * places)
    assert bool(chain_solvers._allowed(chain, places, now, trial).all()) == allowed


def test_c1_where_newton_leads_nowhere_plain_iteration_finds_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_newton = chain_moments(saturating([[0.6], [0.9]]), coupling=1.0, n=10)
    monkeypatch.setattr(chain_solvers, "_NEWTON_STEPS", 0)
    assert_agree(chain_moments(saturating([[0.6], [0.9]]), coupling=1.0, n=10), by_newton, ROOT)


def test_unconverged_roots_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roots, "_ROOT_STEPS", 2)
    with pytest.raises(NotConverged, match="did not converge"):
        dimer_moments(saturating(1.5), saturating(1.4), coupling=1.0)


def test_a_response_that_is_not_a_number_is_an_error() -> None:
    broken = plain_response(lambda h: h * np.nan, np.ones_like, susceptibility=2.0, bound=1.0)
    with pytest.raises(NotConverged, match="not a number"):
        equal_dimer_moments(broken, coupling=1.0)


unbounded = plain_response(lambda h: 2 * h, np.ones_like, susceptibility=2.0, bound=1.0)
one = saturating(1.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: saturating(np.nan), "susceptibility must be finite"),
        (lambda: saturating(1.0, 0.0), "saturation must be positive"),
        (
            lambda: plain_response(np.tanh, np.tanh, susceptibility=1.0, bound=-1.0),
            "bound must be finite and not negative",
        ),
        (lambda: equal_dimer_moments(one, coupling=np.nan), "coupling must be finite"),
        (lambda: dimer_moments(one, saturating(2.0), coupling=np.inf), "coupling must be finite"),
        (lambda: equal_dimer_moments(unbounded, coupling=1.0), "larger than its bound"),
        (lambda: dimer_moments_in_field(one, one, coupling=1.0, field=0.0), "field must not be"),
        (lambda: dimer_moments_in_field(one, one, coupling=1.0, field=np.nan), "field must be"),
        (lambda: chain_moments(saturating([1.0]), coupling=0.0, n=3), "coupling must be positive"),
        (lambda: chain_moments(saturating([1.0]), coupling=1.0, n=1), "at least 2"),
    ],
)
def test_bad_values_are_refused_with_a_message(call: object, message: str) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=message):
        call()
