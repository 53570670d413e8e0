"""A fixed number of electrons: against enumeration, recursion, and closed forms."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import gammaln, logsumexp

from magrepro.core.arrays import Floats
from magrepro.core.orbital import canonical, canonical_field
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.sphere import (
    electron_number,
    magnetic_moment,
    zero_field_susceptibility,
)
from tests.tolerances import assert_agree

SIZE = bessel_zero(1, 36)
NUMBER = float(electron_number(SIZE))


def filled(x: Floats, g: Floats, n: int) -> tuple[Floats, Floats]:
    """Return <n_i> of a place in each level, and <n_i n_j> of two in the same level."""
    one, spread = canonical.filled(x[None], g, np.array([float(n)]))
    return one[0], one[0] - spread[0]


def enumerated(x: Floats, g: Floats, n: int) -> tuple[Floats, Floats]:
    """Return <n_i> and <n_i n_j> by going through every way to fill n places."""
    level = np.repeat(np.arange(x.size), g.astype(int))
    first = [int(np.flatnonzero(level == i)[0]) for i in range(x.size)]
    ways = list(itertools.combinations(range(level.size), n))
    log = np.array([-np.sum(x[level[list(way)]]) for way in ways])
    weight = np.exp(log - log.max())
    taken = np.array([[place in way for place in range(level.size)] for way in ways])
    one, two = taken[:, first], taken[:, first] & taken[:, [p + 1 for p in first]]
    return weight @ one / weight.sum(), weight @ two / weight.sum()


def recurred(x: Floats, g: Floats, n: int) -> tuple[Floats, Floats]:
    """Return the same from partition functions of any number, joined level by level in logarithms.

    <n_i> = e^-x Z(n - 1; g_i - 1)/Z(n; g), and two places taken of a level for <n_i n_j>.
    """

    def log_z(places: Floats, count: int) -> float:
        total = np.full(count + 1, -np.inf)
        total[0] = 0.0
        for energy, size in zip(x, places, strict=True):
            v = np.arange(min(int(size), count) + 1)
            own = gammaln(size + 1) - gammaln(v + 1) - gammaln(size - v + 1) - v * energy
            others = np.subtract.outer(np.arange(count + 1), v)
            ways = np.where(others < 0, -np.inf, total[others] + own)
            total = logsumexp(ways, axis=1)
        return float(total[count])

    whole, unit = log_z(g, n), np.eye(x.size)
    one = [np.exp(log_z(g - unit[i], n - 1) - x[i] - whole) for i in range(x.size)]
    two = [np.exp(log_z(g - 2 * unit[i], n - 2) - 2 * x[i] - whole) for i in range(x.size)]
    return np.array(one), np.array(two)


@given(
    st.lists(st.tuples(st.floats(-60, 60), st.integers(2, 4)), min_size=1, max_size=3), st.data()
)
@settings(max_examples=40, deadline=None)
def test_averages_are_those_of_all_ways_to_fill_the_places(
    levels: list[tuple[float, int]], data: st.DataObject
) -> None:
    x, g = (np.array(part, dtype=float) for part in zip(*levels, strict=True))
    n = data.draw(st.integers(0, int(g.sum())))
    for found, expected in zip(filled(x, g, n), enumerated(x, g, n), strict=True):
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-13)


@pytest.mark.parametrize("scale", [0.01, 1.0, 30.0, 300.0])
def test_averages_are_those_of_a_recursion_in_logarithms(scale: float) -> None:
    x, g = scale * np.array([0.0, 1.0, 1.7]), np.array([42.0, 146.0, 10.0])
    for n in (2, 30, 43, 115, 190):
        for found, expected in zip(filled(x, g, n), recurred(x, g, n), strict=True):
            np.testing.assert_allclose(found, expected, rtol=0, atol=2e-12)


@pytest.mark.parametrize("tau", [1e-10, 1e-8, 1e-7])
@pytest.mark.parametrize("n", [1, 2, 20, 73, 145])
def test_a_cold_shell_has_g_over_g_minus_1_times_the_spread(n: int, tau: float) -> None:
    closed = NUMBER - 73
    chi = canonical.susceptibility(SIZE, tau, closed + n)
    average = canonical.susceptibility(SIZE, tau, closed + n, exactly=False)
    half = zero_field_susceptibility(SIZE, tau)
    assert_agree(chi / half, 4 * n * (146 - n) / (146 * 145), 1e-3)
    assert_agree(chi / average, 146 / 145, 1e-3)


def test_on_average_it_is_the_grand_canonical_sphere_of_that_number() -> None:
    tau = np.array([5e-3, 5e-4, 5e-5])
    chi = canonical.susceptibility(SIZE, tau, NUMBER, exactly=False)
    assert_agree(chi, zero_field_susceptibility(SIZE, tau, ensemble="fixed-number"), 1e-9)
    m = canonical_field.moment(SIZE, tau[1:], 3e-4, NUMBER, exactly=False)
    assert_agree(m, magnetic_moment(SIZE, tau[1:], 3e-4, ensemble="fixed-number"), 1e-9)


@pytest.mark.parametrize("tau", [5e-4, 1e-6])
def test_susceptibility_is_the_slope_of_the_moment(tau: float) -> None:
    w = 1e-4 * tau
    slope = canonical_field.moment(SIZE, tau, w, NUMBER - 40) / w
    chi = canonical.susceptibility(SIZE, tau, NUMBER - 40)
    assert_agree(slope * 9 * np.pi / SIZE**3, chi, 1e-6)


def test_the_canonical_moment_is_minus_the_slope_of_the_free_energy() -> None:
    # Four states, two electrons: Z from all six ways, in the field of one shell l = 1 with spin.
    x = np.array([-0.7, 0.0, 0.7])
    one, _ = filled(x, np.full(3, 2.0), 3)

    def log_z(b: float) -> float:
        states = np.repeat(b * np.array([-1.0, 0.0, 1.0]), 2)
        return float(logsumexp([-sum(way) for way in itertools.combinations(states, 3)]))

    step = 1e-5
    slope = (log_z(0.7 + step) - log_z(0.7 - step)) / (2 * step)
    assert_agree(-2 * one @ np.array([-1.0, 0.0, 1.0]), slope, 1e-8)


def test_closed_shells_are_diamagnetic_however_cold() -> None:
    closed = NUMBER - 73
    assert canonical.susceptibility(SIZE, 1e-10, closed) < -100
    assert_agree(
        canonical.susceptibility(SIZE, 1e-10, closed),
        canonical.susceptibility(SIZE, 1e-7, closed),
        1e-12,
    )


@pytest.mark.parametrize("count", [-1, 2.5, float("nan")])
def test_only_whole_numbers_of_electrons_are_fixed(count: float) -> None:
    with pytest.raises(ValueError, match="whole number"):
        canonical.susceptibility(SIZE, 1e-5, count)


@pytest.mark.parametrize("k", [5.0, 20.0, 42.4, 100.0])
@pytest.mark.parametrize("field", [None, 1e-4, 1e-3])
def test_rows_are_estimated_from_above_and_at_most_twice_as_many(
    k: float, field: float | None
) -> None:
    for tau in (1e-7, 1e-3, 5e-2):
        point = (np.array([x]) for x in (k, tau, np.rint(electron_number(k)), field or 0.0))
        (low,), (high,), levels = canonical.open_window(*point)
        there = high - low if field is None else np.sum(levels.l[low:high] + 1)
        estimate = float(canonical.rows(k, tau, field))
        assert there <= estimate <= 2 * there + 6
        each = float(canonical.seconds(k, tau, field) - 1e-4) / estimate
        assert 1e-6 < each < 1e-5


def test_ensembles_differ_by_the_fluctuation_of_the_number() -> None:
    assert canonical.off_in_root_n([1.02, 0.98], 1.0, 2500).tolist() == pytest.approx([1.0, -1.0])
