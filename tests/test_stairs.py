"""Solutions near m = 0, at and next to criticality: none is lost, and few moments are asked for.

MAGREPRO_DRAWS sets the number of random systems.
"""

import os
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from numpy.typing import NDArray

from magrepro.core.orbital import stairs
from magrepro.core.orbital.bessel import bessel_zero, bessel_zeros
from magrepro.core.orbital.branches import stable_and_largest
from magrepro.core.orbital.critical import critical_temperature
from magrepro.core.orbital.curie import critical_over_landau, curie_temperature
from magrepro.core.orbital.detuned import JUMP, scaled_criterion
from magrepro.core.orbital.fixed_number_response import (
    electrons_at_e_f,
    fixed_number_response,
)
from magrepro.core.orbital.shells import mean_square_sine, shells
from magrepro.core.orbital.sphere import dipole_coupling, magnetic_moment
from magrepro.core.orbital.sphere_response import sphere_response

Floats = NDArray[np.float64]
DRAWS = int(os.environ.get("MAGREPRO_DRAWS", "60"))
CRITICAL = critical_over_landau(d_over_a=3.0, chi_landau=-2.9e-7)
FEW = 20_000
"""Moments of a system; where halving intervals does not end there are tens of millions."""
LAST_DIGITS = 1e-14
"""Of c chi and c g(w)/w: what a solution is worth."""
ZETA = bessel_zero(1, 36)
TOP = float(curie_temperature(ZETA, critical=CRITICAL))


@pytest.fixture(autouse=True)
def _few_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a system asks for more than `FEW` moments."""
    monkeypatch.setattr(stairs, "_phi", _counted(stairs._phi))


def _counted(phi: Callable[..., Any]) -> Callable[..., Any]:
    asked: dict[int, int] = {}

    def counted(systems: stairs.Systems, which: NDArray[np.int64], w: Floats) -> Any:
        key = id(systems)
        asked[key] = asked.get(key, 0) + w.size
        assert asked[key] <= FEW * systems.c.size, "too many moments"
        return phi(systems, which, w)

    return counted


@pytest.mark.parametrize("x", [0.43, 0.4385, 0.439, 0.43901, 0.44])
@pytest.mark.parametrize("side", [-1, 1])
def test_exactly_at_a_critical_temperature_solving_ends(x: float, side: int) -> None:
    k = np.array([ZETA * (1 + side * x * TOP)])
    tau = critical_temperature(k, CRITICAL)
    c = dipole_coupling(k, d_over_a=3.0, chi_landau=-2.9e-7)
    stable, largest = stable_and_largest(sphere_response(k, tau, coupling=c), coupling=c)
    assert np.all((stable == largest) & (stable < 200))


def next_to_critical(rng: np.random.Generator) -> tuple[float, float, float]:
    """Size, temperature and coupling with c chi = 1 +- 10^-u, detuned, often near the jump."""
    zeros = bessel_zeros(200.0)
    zeta = float(rng.choice(zeros.zeta[zeros.l > 0]))
    top = float(curie_temperature(zeta, critical=CRITICAL))
    near = JUMP * (1 + rng.choice([-1, 1]) * 10 ** -rng.uniform(1, 16))
    t = near if rng.random() < 0.5 else rng.uniform(0.08, 1)
    k = zeta * (1 + rng.choice([-1, 1]) * float(scaled_criterion(t)) * top)
    tau = max(t * top, 1e-12)
    slope = float(sphere_response(k, tau, coupling=1e-12).susceptibility)
    off = rng.choice([-1, 0, 1]) * 10 ** -rng.uniform(3, 16)
    return k, tau, (1 + off) / slope


@pytest.mark.parametrize("seed", range(DRAWS))
def test_next_to_criticality_no_larger_moment_keeps_itself_up(seed: int) -> None:
    k, tau, c = next_to_critical(np.random.default_rng(seed))
    particle = sphere_response(k, tau, coupling=c)
    stable, largest = (float(m) for m in stable_and_largest(particle, coupling=c))
    shares = np.concatenate([np.geomspace(1e-7, 1, 800), np.linspace(1e-3, 1, 800)])
    w = float(particle.field) * np.unique(shares)
    excess = c * magnetic_moment(k, tau, w) / w - 1
    assert np.all(excess[w > c * largest * (1 + 1e-9)] < LAST_DIGITS)
    for m in {stable, largest} - {0.0}:
        assert abs(c * float(magnetic_moment(k, tau, c * m)) / (c * m) - 1) < LAST_DIGITS


@pytest.mark.parametrize(
    ("k", "tau", "c"),
    [
        (192.76134687365206, 3.4729973435142512e-09, 3.552101423811176e-13),
        (174.88761381524785, 2.2123465029327993e-07, 4.756284749972482e-13),
    ],
)
def test_an_onset_below_the_last_digit_is_a_solution_as_good_as_none(
    k: float, tau: float, c: float
) -> None:
    """With stairs and without: rounding makes the balance negative down to m = 0."""
    particle = sphere_response(np.array([k]), tau, coupling=c)
    assert 0 < stairs.Systems(particle, np.array([c])).onset[0] < 1e-16
    assert np.all(np.array(stable_and_largest(particle, coupling=c)) < 1e-3)


def exactly(k: float, tau: float, c: float, m: float) -> mpmath.mpf:
    """c g(c m)/(c m) - 1 of a sphere near zeta_1_36 with all other shells full or empty."""
    levels = shells(ZETA + 1)
    at = int(np.searchsorted(levels.zeta, ZETA))
    l, w = 36, mpmath.mpf(c) * m
    zero = mpmath.mpf(ZETA) + mpmath.mpf(float(levels.rest[at]))
    r2 = (1 + (2 * l + 3) * (2 * l - 1) / (2 * zero**2)) / 3
    total = mpmath.mpf(k) ** 2 * w / 12 * float(levels.full_r2[at]) * 4
    for number in range(-l, l + 1):
        y = mpmath.mpf(2 * (l * l + l - 1 + number**2)) / ((2 * l - 1) * (2 * l + 3))
        push = mpmath.mpf(k) ** 2 / 8 * w * r2 * y
        level = (zero / k) ** 2 + w * number / 2 + push * w / 2
        total += 4 * (mpmath.mpf(number) / 2 + push) / (mpmath.exp((level - 1) / tau) + 1)
    return -c * total / w - 1


@pytest.mark.parametrize("away", [0.0, 1e-9, -1e-6, -1e-4])
@pytest.mark.parametrize("off", [-1e-9, -1e-15, 0.0, 1e-15, 1e-9])
def test_around_the_tricritical_point_moments_are_those_of_forty_digits(
    away: float, off: float
) -> None:
    t = JUMP * (1 + away)
    k, tau = ZETA * (1 + float(scaled_criterion(t)) * TOP), t * TOP
    c = (1 + off) / float(sphere_response(k, tau, coupling=1e-12).susceptibility)
    m = float(stable_and_largest(sphere_response(k, tau, coupling=c), coupling=c)[1])
    with mpmath.workdps(40):
        assert m == 0 or abs(exactly(k, tau, c, m)) < LAST_DIGITS
        for more in (1e-3, 0.01, 0.1, 1, 3, 10, 30, 100, 400):
            assert exactly(k, tau, c, m * (1 + 1e-6) + more) < LAST_DIGITS


def test_a_jump_is_seen_although_no_order_is_stable_at_the_least_moments() -> None:
    """r = onset + a q - b q^2 below the jump: two solutions while the onset is above -a^2/4b."""
    t = JUMP * (1 - 1e-2)
    k, tau = ZETA * (1 + float(scaled_criterion(t)) * TOP), t * TOP
    slope = float(sphere_response(k, tau, coupling=1e-12).susceptibility)
    c = np.array([1 + 1e-9, 1 - 1e-9, 1 - 2e-5, 1 - 1e-3]) / slope
    stable, largest = stable_and_largest(sphere_response(k, tau, coupling=c), coupling=c)
    assert np.all(largest[:2] > 70)
    assert np.array_equal(stable[:2], largest[:2])
    assert largest[3] == 0


SPHERES = [
    (ZETA, 1e-7),
    (ZETA * (1 + 4e-8), 1e-9),
    (166.04975107363434, 2.5e-9),
    (166.0497, 1e-6),
    (9.4, 1e-2),
]


@pytest.mark.parametrize(("k", "tau"), SPHERES)
def test_bounds_in_complex_fields_hold(k: float, tau: float) -> None:
    coupling = dipole_coupling(k, d_over_a=3.0, chi_landau=-2.9e-7)
    particle = sphere_response(k, tau, coupling=coupling)
    w = float(particle.radius) * np.exp(2j * np.pi * np.arange(48) / 48)
    levels = shells(k + 20)
    moment = np.zeros(w.size, complex)
    for zeta, l, r2 in zip(levels.zeta, levels.l, levels.r2, strict=True):
        away = (zeta - k) * (zeta + k) / (k**2 * tau)
        if abs(away) > 300:
            continue
        m = np.arange(-l, l + 1.0)[:, None]
        push = k**2 / 8 * w * r2 * mean_square_sine(l, m)
        x = away + (w * m / 2 + push * w / 2) / tau
        still = 0.5 if abs(away) < np.pi else float(away < 0)
        moment -= 4 * ((1 / (1 + np.exp(x)) - still) * (m / 2 + push)).sum(axis=0)
    assert np.all(np.abs(moment) <= particle.departure)
    if k == ZETA:
        assert np.abs(moment).max() > 0.1 * particle.departure


@pytest.mark.parametrize("more", [0, 60])
def test_a_critical_sphere_of_fixed_number_is_solved_as_quickly(more: int) -> None:
    k, tau = ZETA, 2e-7
    count = electrons_at_e_f(k) + more
    slope = float(fixed_number_response(k, tau, count, coupling=1e-12).susceptibility)
    off = np.array([-1e-12, -1e-15, 0.0, 1e-15])
    c = (1 + off) / slope
    stable, _ = stable_and_largest(fixed_number_response(k, tau, count, coupling=c), coupling=c)
    assert np.all(stable < 1)


@pytest.mark.parametrize("t", [0.14, 0.15, 0.16, 0.17, 0.19, 0.4, JUMP, 0.8, 0.85])
def test_where_the_balance_is_called_concave_or_monotonic_it_is(t: float) -> None:
    k, tau = ZETA * (1 + float(scaled_criterion(t)) * TOP), t * TOP
    c = np.array([1 / float(sphere_response(k, tau, coupling=1e-12).susceptibility)])
    system = stairs.Systems(sphere_response(np.array([k]), tau, coupling=c), c)
    fields = stairs._Fields.of(system)
    last, concave = stairs._followed(system, fields)
    assert last[0] > 8
    q = fields.w[0, last[0]] ** 2 * np.linspace(1, 65, 129) / 65
    r = c * magnetic_moment(k, tau, np.sqrt(q)) / np.sqrt(q) - 1
    steps = np.diff(r, 2) if concave else np.diff(r) * -np.sign(fields.lean[0, last[0]])
    assert np.all(steps < LAST_DIGITS)
