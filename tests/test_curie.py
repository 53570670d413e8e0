"""Critical temperatures from the susceptibility: closed forms, the general root, limits."""

import numpy as np
import pytest

from magrepro.core.orbital.bessel import bessel_zero, bessel_zeros
from magrepro.core.orbital.critical import critical_temperature
from magrepro.core.orbital.curie import (
    critical_over_landau,
    cubic_temperature,
    curie_temperature,
    highest_temperature,
    is_alone,
    shell_temperature,
)
from magrepro.core.orbital.sphere import zero_field_susceptibility
from tests.tolerances import ROOT, assert_agree

GOLD = critical_over_landau(d_over_a=3.0, chi_landau=-2.9e-7)
SIZES = np.array([bessel_zero(1, 36), bessel_zero(6, 26), bessel_zero(5, 37)])


def test_closed_temperature_is_where_the_susceptibility_is_critical() -> None:
    zeta = bessel_zeros(100.0).zeta[1:]
    alone = zeta[is_alone(zeta, critical=GOLD) & (curie_temperature(zeta, critical=GOLD) > 1e-12)]
    tau = curie_temperature(alone, critical=GOLD)
    assert alone.size > 1100
    assert_agree(zero_field_susceptibility(alone, tau), np.full(alone.size, GOLD), 1e-10)


def test_general_root_is_the_closed_temperature_where_a_shell_is_alone() -> None:
    assert_agree(critical_temperature(SIZES, GOLD), curie_temperature(SIZES, critical=GOLD), ROOT)
    assert_agree(curie_temperature(SIZES, critical=GOLD), [2.599e-7, 5.326e-8, 9.323e-8], 2e-4)


@pytest.mark.parametrize("detuning", [1e-9, 5e-8, 1.1e-7, -1.1e-7])
def test_detuned_by_d_the_temperature_falls_by_sech_squared_of_d_over_it(detuning: float) -> None:
    k = SIZES * (1 + detuning * curie_temperature(SIZES, critical=GOLD) / 2.6e-7)
    tau, top = critical_temperature(k, GOLD), curie_temperature(SIZES, critical=GOLD)
    assert_agree(tau / top, np.cosh((k / SIZES - 1) / tau) ** -2.0, 1e-3)


def test_beyond_the_largest_detuning_nothing_orders() -> None:
    # y sech^2 y is at most 0.4477, y = detuning/tau.
    top = curie_temperature(SIZES, critical=GOLD)
    orders = [critical_temperature(SIZES * (1 + x * top), GOLD) > 0 for x in (0.4476, 0.4478)]
    assert np.all(orders[0])
    assert not np.any(orders[1])


def test_two_shells_that_nearly_coincide_order_above_either_alone() -> None:
    pair = bessel_zero(3, 63)
    assert not is_alone(pair, critical=GOLD)
    ratio = critical_temperature(pair, GOLD) / curie_temperature(pair, critical=GOLD)
    assert 1e-5 < ratio - 1 < 1e-4


def test_of_two_shells_that_nearly_coincide_neither_is_alone() -> None:
    zeta = bessel_zeros(100.0).zeta
    at = np.argsort(np.diff(zeta**2) / zeta[1:] ** 2)[:8]
    assert not np.any(is_alone(zeta[at], critical=GOLD))
    assert not np.any(is_alone(zeta[at + 1], critical=GOLD))


def test_a_zero_off_by_roundings_is_its_shells() -> None:
    zeta = bessel_zeros(100.0).zeta
    for off in (1 - 1e-15, 1 + 1e-15):
        off_by = curie_temperature(zeta * off, critical=GOLD)
        assert_agree(off_by, curie_temperature(zeta, critical=GOLD), 1e-12)


def test_no_size_orders_above_the_limit_that_large_spheres_approach() -> None:
    zeta = bessel_zeros(200.0).zeta
    share = curie_temperature(zeta, critical=GOLD) / highest_temperature(critical=GOLD)
    assert 0.8 < share.max() < 1
    assert float(highest_temperature(critical=GOLD)) == pytest.approx(4.24e-7, rel=1e-4)


def test_a_shell_without_orbital_moment_never_orders() -> None:
    assert curie_temperature(np.pi, critical=GOLD) == 0
    assert critical_temperature(np.pi, GOLD) == 0


def test_only_zeros_have_a_closed_temperature() -> None:
    with pytest.raises(ValueError, match="must be a zero"):
        curie_temperature(42.4, critical=GOLD)


def test_the_shell_alone_orders_as_the_cube_of_its_share_and_a_little_above_the_whole() -> None:
    l = np.array([36, 400])
    zeta = np.array([bessel_zero(1, 36), bessel_zero(1, 400)])
    alone = shell_temperature(zeta, l, critical=GOLD)
    assert_agree(alone, cubic_temperature((l + 0.5) / zeta, critical=GOLD), 1 / (2 * 36) ** 2)
    whole = curie_temperature(zeta, critical=GOLD)
    chi = 9 * np.pi / zeta**3 * l * (l + 1) * (2 * l + 1) / (12 * alone)
    assert_agree(chi, np.full(2, GOLD), 1e-13)
    assert np.all((whole < alone) & (whole > 0.99 * alone))
