"""Dimers slightly off a zero: the scaled curves, jumps, and samples of many sizes."""

from collections.abc import Iterator

import numpy as np
import pytest

from magrepro.core.arrays import Floats
from magrepro.core.orbital import detuned
from magrepro.core.orbital.bessel import bessel_zero, bessel_zeros
from magrepro.core.orbital.critical import critical_temperature
from magrepro.core.orbital.curie import (
    critical_over_landau,
    curie_temperature,
)
from magrepro.core.orbital.sphere import dipole_coupling
from tests.tolerances import assert_agree

PAIR = {"d_over_a": 3.0, "chi_landau": -2.9e-7}
GOLD = critical_over_landau(**PAIR)


@pytest.fixture(autouse=True, scope="module")
def _to_seven_digits() -> Iterator[None]:
    """The scaled curves to 3e-7, more than is asked here, cost less than those to 3e-10."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(detuned, "_HALVINGS", 18)
        detuned._curves.cache_clear()
        yield
    detuned._curves.cache_clear()


def order_temperatures(n: int, l: int, x: Floats) -> tuple[Floats, Floats]:
    """Return order and critical temperature, over that at the zero, at detunings over it."""
    zeta = bessel_zero(n, l)
    top = curie_temperature(zeta, critical=GOLD)
    k = zeta * (1 + x * top)
    linear = critical_temperature(k, GOLD)
    c = dipole_coupling(k, **PAIR)
    found = detuned.order_temperature(k, zeta=zeta, curie=top, critical=linear, coupling=c)
    return found / top, linear / top


@pytest.mark.parametrize("shell", [(1, 36), (5, 37), (6, 26)])
def test_order_is_lost_where_the_scaled_width_says(shell: tuple[int, int]) -> None:
    x = np.array([0.1, 0.3, 0.42, 0.445, 0.455, 0.465])
    t, linear = order_temperatures(*shell, x)
    assert_agree(detuned.scaled_width(t), x, 5e-5)
    assert np.all((t[:3] == linear[:3]) & (t[3:] > linear[3:] + 1e-3))


def test_both_signs_of_the_detuning_are_alike() -> None:
    x = np.array([0.2, 0.45])
    assert_agree(order_temperatures(1, 36, -x)[0], order_temperatures(1, 36, x)[0], 1e-5)


def test_order_begins_by_a_jump_below_two_thirds_of_the_critical_temperature() -> None:
    zeta = bessel_zero(1, 36)
    top = float(curie_temperature(zeta, critical=GOLD))
    moments = []
    for t in (0.6, 0.64, 0.69, 0.75):
        k = zeta * (1 + top * (detuned.scaled_width(t) - 3e-6))
        moments.append(
            float(detuned.stable_moment(k, t * top, coupling=dipole_coupling(k, **PAIR)))
        )
    assert moments[0] > moments[1] > 100 > 30 > moments[2]
    assert moments[3] < 30


def test_a_cold_particle_orders_although_its_susceptibility_is_negative() -> None:
    zeta = bessel_zero(1, 36)
    top = float(curie_temperature(zeta, critical=GOLD))
    k = zeta * (1 + 0.4 * top)
    assert critical_temperature(k, GOLD) > 0.7 * top
    assert detuned.scaled_reentrance(0.4) > 0.3
    assert detuned.stable_moment(k, 0.05 * top, coupling=dipole_coupling(k, **PAIR)) > 1000


def test_reentrance_solves_its_equation() -> None:
    x = np.array([1e-9, 1e-3, 0.1, 0.4, 0.4476])
    t = detuned.scaled_reentrance(x)
    assert_agree(t * np.cosh(x / t) ** 2, np.ones(5), 1e-9)
    assert np.all(t < x / 0.77)
    assert np.all(detuned.scaled_reentrance([0.0, 0.45]) == 0)


@pytest.mark.parametrize(("width", "t_over_tf"), [(0.1, 2e-8), (0.02, 1.2e-7)])
def test_share_and_moment_of_a_sample_are_those_of_sizes_drawn_at_random(
    width: float, t_over_tf: float
) -> None:
    rng, median, reach, draws = np.random.default_rng(7), 43.0, 0.5, 4000
    zeros = bessel_zeros(median * np.exp(5 * width))
    some = (zeros.zeta > median * np.exp(-5 * width)) & (zeros.l > 0)
    zeta = zeros.zeta[some]
    top = curie_temperature(zeta, critical=GOLD)
    some = top > 1e-9
    zeta, top = zeta[some], top[some]
    density = np.exp(-((np.log(zeta / median) / width) ** 2) / 2) / (width * np.sqrt(2 * np.pi))
    weight = 2 * reach * density * top  # of sizes within `reach` of a zero
    drawn = rng.choice(zeta.size, draws, p=weight / weight.sum())
    k = zeta[drawn] * (1 + top[drawn] * rng.uniform(-reach, reach, draws))
    m = detuned.stable_moment(k, t_over_tf, coupling=dipole_coupling(k, **PAIR))
    share, moment = detuned.sample_averages(
        [t_over_tf], median=median, width=width, critical=float(GOLD)
    )
    for values, expected in (((m > 0).astype(float), share), (m, moment)):
        mean, error = weight.sum() * values.mean(), weight.sum() * values.std() / draws**0.5
        assert abs(mean - expected[0]) < 4 * error
        assert error < 0.04 * expected[0]


def test_just_outside_a_cooling_dimer_orders_and_loses_its_order_again() -> None:
    zeta, t = bessel_zero(1, 36), np.array([0.05, 0.4, 0.7])
    width = detuned.scaled_width(t)
    assert width[1] > width[0] > detuned.scaled_criterion(t[0])
    top = float(curie_temperature(zeta, critical=GOLD))
    k = zeta * (1 + (width[0] + width[1]) / 2 * top)
    moment = detuned.stable_moment(k, t * top, coupling=dipole_coupling(k, **PAIR))
    assert (moment > 0).tolist() == [False, True, False]


def test_the_criterion_is_where_curies_law_of_a_detuned_shell_is_critical() -> None:
    t = np.linspace(0.05, 1.0, 20)
    assert_agree(np.cosh(detuned.scaled_criterion(t) / t) ** -2, t, 1e-12)
    assert detuned.scaled_criterion(0.0) == 0
