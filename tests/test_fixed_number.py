"""Order at a fixed number of electrons: closed form, root, saturation."""

import numpy as np

from magrepro.core.orbital import canonical, canonical_field, fixed_number
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.curie import critical_over_landau, curie_temperature
from magrepro.core.orbital.sphere import electron_number
from tests.tolerances import assert_agree

GOLD = critical_over_landau(d_over_a=3.0, chi_landau=-2.9e-7)
SIZE = bessel_zero(1, 36)
NUMBER = float(electron_number(SIZE))


def test_half_filled_it_orders_g_over_g_minus_1_above_the_grand_canonical_sphere() -> None:
    tau, alone = fixed_number.critical_temperature(SIZE, NUMBER, critical=GOLD)
    assert alone
    assert_agree(tau / curie_temperature(SIZE, critical=GOLD), 146 / 145, 1e-6)


def test_over_the_filling_it_goes_as_filled_times_empty_places() -> None:
    n = np.arange(147)
    tau, _ = fixed_number.critical_temperature(SIZE, NUMBER - 73 + n, critical=GOLD)
    assert np.all(tau[[0, 146]] == 0)
    assert_agree(tau[1:146] / tau[73], (n * (146 - n))[1:146] / 73**2, 2e-4)


def test_the_exact_susceptibility_is_critical_at_the_closed_temperature() -> None:
    counts = np.array([9000, 10250, 11223, 50007])
    k = canonical.neutral_size(counts)
    tau, alone = fixed_number.critical_temperature(k, counts, critical=GOLD)
    assert np.all(alone & (tau > 1e-9))
    assert_agree(canonical.susceptibility(k, tau, counts), np.full(4, GOLD), 1e-10)


def test_with_shells_in_reach_the_root_is_that_of_the_exact_susceptibility() -> None:
    counts = np.arange(75000, 86000)
    k = canonical.neutral_size(counts)
    near = fixed_number.OpenShell.of(counts).gap() < 270 * k**2 * 1e-7
    some = counts[near][::150]
    k = canonical.neutral_size(some)
    tau, alone = fixed_number.critical_temperature(k, some, critical=GOLD)
    assert not np.any(alone)
    on = tau > 0
    chi = canonical.susceptibility(k[on], tau[on], some[on])
    assert_agree(chi, np.full(int(on.sum()), GOLD), 1e-9)
    assert np.all(tau[on] > 0.999 * fixed_number.curie_temperature(k, some, critical=GOLD)[on])


def test_almost_every_number_of_electrons_orders() -> None:
    counts = np.arange(11000, 12000)
    tau, _ = fixed_number.critical_temperature(
        canonical.neutral_size(counts), counts, critical=GOLD
    )
    assert 0.97 < np.mean(tau > 0) < 0.99


def test_the_cold_moment_saturates_at_the_states_of_largest_m() -> None:
    closed = NUMBER - 73
    counts = closed + np.array([1, 2, 37, 73, 110, 146])
    moment = canonical_field.moment(SIZE, 1e-10, 1e-7, np.append(closed, counts))
    assert_agree(moment[1:] - moment[0], fixed_number.saturated_moment(counts), 1e-4)
    states = np.repeat(np.arange(-36, 37), 2)[::-1]
    sums = [states[:n].sum() for n in (1, 2, 37, 73, 110, 146)]
    assert fixed_number.saturated_moment(counts).tolist() == sums


def test_the_share_that_orders_falls_from_all_to_the_best_one() -> None:
    tau = np.array([0.0, 3.0, 1.0, 3.0])
    assert fixed_number.share_ordered(tau).tolist() == [1.0, 0.5, 0.75, 0.5]


def test_on_average_a_shell_orders_a_place_below_exactly_so_many() -> None:
    exactly, _ = fixed_number.critical_temperature(SIZE, NUMBER, critical=GOLD)
    average = fixed_number.grand_canonical(exactly, 146)
    assert_agree(canonical.susceptibility(SIZE, average, NUMBER, exactly=False) / GOLD, 1.0, 1e-4)
    assert_agree(average / curie_temperature(SIZE, critical=GOLD), 1.0, 1e-6)
