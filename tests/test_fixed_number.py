"""Order at a fixed number of electrons: closed form, root, saturation."""

import numpy as np
import pytest

from magrepro.core.curves import maximum
from magrepro.core.orbital import canonical, canonical_field, fixed_number
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.curie import critical_over_landau, curie_temperature
from magrepro.core.orbital.sphere import electron_number, zero_field_susceptibility
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


@pytest.mark.parametrize("electrons", [1878, 7858, 14418])
def test_a_full_shell_orders_where_lifted_electrons_only_just_suffice(electrons: int) -> None:
    k = canonical.neutral_size(electrons)
    peak, most = maximum(
        lambda tau: canonical.susceptibility(k, tau, electrons), np.geomspace(1e-6, 1e-3, 200)
    )
    barely, not_quite = (most * (1 + part) for part in (-1e-6, 1e-6))
    tau, _ = fixed_number.critical_temperature(k, electrons, critical=[barely, not_quite])
    assert tau[1] == 0
    assert_agree(tau[0], peak, 3e-3)
    assert_agree(canonical.susceptibility(k, tau[0], electrons), barely, 1e-9)


def test_two_electrons_in_a_shell_of_little_moment_order_however_cold() -> None:
    k = canonical.neutral_size(233294)
    tau, alone = fixed_number.critical_temperature(k, 233294, critical=GOLD)
    assert not alone
    assert tau < 3e-12
    assert_agree(canonical.susceptibility(k, tau, 233294), GOLD, 1e-9)


def test_shells_in_a_bunch_order_no_hotter_than_where_the_search_begins() -> None:
    k = np.concatenate([np.linspace(5, 500, 100), [134.96, 187.09, 283.71, 486.97]])[:, None]
    tau = np.minimum(np.geomspace(0.5, 60, 12) / k**2, 0.1)
    beyond_one = np.max(tau * zero_field_susceptibility(k, tau), axis=1) / (1.5 * np.pi)
    assert np.all(beyond_one < np.maximum(0.16 * np.sqrt(k[:, 0]), 1.0))
    assert np.max(beyond_one / np.sqrt(k[:, 0])) > 0.15


def test_order_hotter_than_the_model_goes_is_refused() -> None:
    with pytest.raises(ValueError, match=r"above the critical one even at 0\.1 T_F"):
        fixed_number.critical_temperature(canonical.neutral_size(5), 5, critical=1.0)


def test_the_share_that_orders_falls_from_all_to_the_best_one() -> None:
    tau = np.array([0.0, 3.0, 1.0, 3.0])
    assert fixed_number.share_ordered(tau).tolist() == [1.0, 0.5, 0.75, 0.5]


def test_on_average_a_shell_orders_a_place_below_exactly_so_many() -> None:
    exactly, _ = fixed_number.critical_temperature(SIZE, NUMBER, critical=GOLD)
    average = fixed_number.grand_canonical(exactly, 146)
    assert_agree(canonical.susceptibility(SIZE, average, NUMBER, exactly=False) / GOLD, 1.0, 1e-4)
    assert_agree(average / curie_temperature(SIZE, critical=GOLD), 1.0, 1e-6)
