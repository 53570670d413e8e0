from functools import cache

import numpy as np
import pytest
from scipy.special import zeta

from magrepro.core.orbital import chain_sampling, fluctuations
from magrepro.core.orbital.chains import chain_field, chain_matrix
from magrepro.core.orbital.fluctuations import (
    critical_mean_field,
    mean_field_moments,
    nearest_neighbour_moments,
    transfer,
)
from magrepro.core.orbital.thermal import (
    density_z,
    log_partition_bounded,
    mean_moment,
    moments_bounded,
)
from tests.tolerances import assert_agree


def test_pair_is_the_dimer_of_appendix_b() -> None:
    """<(z_1 + z_2)^2> is twice the slope of <z_1 + z_2> in a field, by B8."""
    K, C = 4.0, 6.0
    step = 1e-3
    slope = 2 * mean_moment(coupling=K, stiffness=C, field=[step, 2 * step]) / [step, 2 * step]
    wanted = (4 * slope[0] - slope[1]) / 3
    rms = nearest_neighbour_moments(transfer(coupling=K, stiffness=C), [2])
    assert_agree(4 * rms**2, wanted, 1e-8)


@cache
def three_by_hand(K: float, C: float, *, ends: bool) -> float:
    """rms moment of three particles by quadrature over two; the middle ball is closed form."""
    t, w = np.polynomial.legendre.leggauss(12)
    z, share = (x.ravel() for x in np.meshgrid(t, (t + 1) / 2, indexing="ij"))
    rho = np.sqrt((1 - z**2) * share)
    weight = np.outer(w, w).ravel() * (1 - z**2) * np.exp(-C * (z**2 + rho**2))
    turns = [(2 * np.pi * i / 16, 1 if i in (0, 8) else 2) for i in range(9)]  # +turn as -turn
    total = square = 0.0
    far = K / 8 if ends else 0.0
    for turn, alike in turns:
        inner = np.outer(rho, rho) * np.cos(turn)
        hz = 2 * K * np.add.outer(z, z)
        hr2 = K**2 * (np.add.outer(rho**2, rho**2) + 2 * inner)
        h = np.sqrt(hz**2 + hr2)
        log_z = log_partition_bounded(h, stiffness=C)
        mean, size = moments_bounded(h, stiffness=C)
        across = np.divide(mean, h, out=size / 3, where=h > 1e-9)
        cosine = np.divide(hz, h, out=np.zeros_like(h), where=h > 1e-9)
        along = (size - 2 * across) * cosine**2 + across * (1 - cosine**2)
        p = alike * np.outer(weight, weight) * np.exp(log_z + far * (2 * np.outer(z, z) - inner))
        outer = np.add.outer(z, z)
        total += p.sum()
        square += (p * (outer**2 + 2 * outer * mean * cosine + along)).sum()
    return float(np.sqrt(square / total) / 3)


def test_three_particles_are_an_integral() -> None:
    rms = nearest_neighbour_moments(transfer(coupling=1.5, stiffness=1.0), [3])[0]
    assert_agree(rms, three_by_hand(1.5, 1.0, ends=False), 1e-8)


def test_neighbours_that_do_not_couple_add_up_at_random() -> None:
    operator = transfer(coupling=0.0, stiffness=3.0)
    alone = float(fluctuations.independent_square(3.0))
    n = np.array([2, 7, 50])
    assert_agree(nearest_neighbour_moments(operator, n.tolist()), np.sqrt(alone / n), 1e-10)
    assert_agree(operator.acting_together(), 1.0, 1e-10)


def test_long_chain_holds_as_many_independent_parts_as_act_together() -> None:
    """N <m^2> -> <z^2> times what acts together, whatever the ends; to 1/N."""
    operator = transfer(coupling=2.5, stiffness=2.5)
    n = np.array([1000, 2000])
    grown = n * nearest_neighbour_moments(operator, n.tolist()) ** 2
    endless = 2 * grown[1] - grown[0]
    state = np.linalg.eigh(operator.even)[1][:, -1]
    square = np.sum((operator.z * state) ** 2)
    assert_agree(endless / square, operator.acting_together(), 1e-6)


def test_correlations_decay_as_the_eigenvalues() -> None:
    operator = transfer(coupling=3.0, stiffness=3.0)
    even, odd = (np.linalg.eigvalsh(part)[-1] for part in (operator.even, operator.odd))
    assert_agree(operator.correlation_length(), 1 / np.log(even / odd), 1e-9)


def test_more_nodes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    few = transfer(coupling=10.0, stiffness=10.0).correlation_length()
    monkeypatch.setattr(
        fluctuations, "roots_legendre", lambda n: np.polynomial.legendre.leggauss(n + 9)
    )
    assert_agree(few, transfer(coupling=10.0, stiffness=10.0).correlation_length(), 1e-6)


def test_correlations_reach_further_the_colder_as_a_wall_costs() -> None:
    """Nearest neighbours: 4 - C/K for one wall, seen in the logarithm of the length."""
    t = np.array([0.06, 0.05])
    xi = [transfer(coupling=1 / x, stiffness=1 / x).correlation_length() for x in t]
    slope = np.diff(np.log(xi)) / np.diff(1 / t)
    assert abs(slope[0] - 3) < 0.15


def cold_wall(k_over_c: float, n: int) -> float:
    """Energy of the best odd arrangement of a chain less that of all up."""
    place = np.arange(n) - n // 2
    energies = []
    for width in (0.1, 1.0, 3.0):
        z = np.tanh(place / width)
        for _ in range(400):
            z = np.clip(chain_field(z) * k_over_c, -1, 1)
            z[:10], z[-10:] = -1, 1
        energies.append(float(z @ z / k_over_c - z @ chain_field(z)))
    up = np.ones(n)
    return float(min(energies) - (n / k_over_c - up @ chain_field(up)))


@pytest.mark.parametrize("k_over_c", [1.0, 2.0])
def test_wall_energy_is_that_of_the_best_wall(k_over_c: float) -> None:
    ends = 8 / 501  # pairs further apart than the chain is long, 4 sum_(r > n/2) 1/r^2
    found = cold_wall(k_over_c, 1001)
    assert abs(found + ends - fluctuations.wall_energy(k_over_c=k_over_c)) < ends


def test_mean_field_moments_hold_each_other_up() -> None:
    K, C = np.array([3.0, 5.0]), np.array([3.0, 5.0])
    (moments,) = mean_field_moments([12], coupling=K, stiffness=C)
    for m, k, c in zip(moments, K, C, strict=True):
        assert_agree(m, moments_bounded(2 * k * (chain_matrix(12) @ m), stiffness=c)[0], 1e-9)
        assert m.min() > 0.3


def test_mean_field_orders_below_its_critical_temperature() -> None:
    t = critical_mean_field(k_over_c=1.0)
    K = 1 / np.array([0.97 * t, 1.03 * t])
    (moments,) = mean_field_moments([300], coupling=K, stiffness=K)
    assert moments[0].max() > 0.05
    assert moments[1].max() == 0
    assert critical_mean_field(k_over_c=0.99 / (2 * zeta(3.0))) == 0


@pytest.mark.parametrize(
    ("a", "g"), [(5.0, 3.0), (5.0, 9.9), (5.0, 15.0), (20.0, 90.0), (0.7, 0.1), (0.05, 0.8)]
)
def test_moments_drawn_in_a_field_have_its_means(a: float, g: float) -> None:
    direction = np.array([0.48, 0.6, 0.64])
    mu = chain_sampling.moments_in_field(
        np.tile(g * direction, (40_000, 1)), a, np.random.default_rng(5)
    )
    wanted = moments_bounded(g, stiffness=a)
    for values, mean in zip((mu @ direction, (mu**2).sum(axis=1)), wanted, strict=True):
        assert abs(values.mean() - mean) < 4 * values.std() / 200
    across = mu @ [0.8, 0.0, -0.6]
    assert abs(across.mean()) < 4 * across.std() / 200
    assert abs((across**2).mean() / (wanted[0] / g) - 1) < 0.05


@pytest.mark.parametrize("axis", range(3))
def test_moments_in_a_field_along_an_axis_turn_about_it(axis: int) -> None:
    field = np.tile(15.0 * np.eye(3)[axis], (20_000, 1))
    mu = chain_sampling.moments_in_field(field, 5.0, np.random.default_rng(6))
    across = np.delete(mu, axis, axis=1)
    wanted = moments_bounded(15.0, stiffness=5.0)[0] / 15
    assert_agree((across**2).mean(axis=0), np.full(2, wanted), 0.05)
    assert abs(np.mean(across[:, 0] * across[:, 1])) < 0.05 * wanted


@pytest.mark.parametrize(("n", "reach"), [(2, None), (3, None), (3, 1), (40, 1)])
def test_chains_drawn_have_the_exact_moment(n: int, reach: int | None) -> None:
    K, C = (1.5, 1.0) if n == 3 else (3.0, 3.0)
    if n == 3:
        exact = three_by_hand(K, C, ends=reach is None)
    else:
        exact = float(nearest_neighbour_moments(transfer(coupling=K, stiffness=C), [n])[0])
    system = chain_sampling.chain(n=n, coupling=K, stiffness=C, reach=reach)
    replicas = 2000 // n
    drawn, _ = chain_sampling.sample(
        system, sweeps=128, replicas=replicas, rng=np.random.default_rng(11)
    )
    assert abs(drawn.mean() - exact**2) < 4 * chain_sampling.blocked_error(drawn)
    assert chain_sampling.blocked_error(drawn) < 0.04 * exact**2


@pytest.mark.parametrize("move", ["cluster_move", "field_move"])
def test_each_move_alone_keeps_the_weight(move: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the other move left out the means of an even quantity stay what they are."""
    system = chain_sampling.chain(n=2, coupling=1.0, stiffness=1.0)
    rng = np.random.default_rng(3)
    mu = np.zeros((10_000, 2, 3))
    for _ in range(12):
        mu = chain_sampling.field_move(system, mu, rng)
        chain_sampling.cluster_move(system, mu, rng)
    z = np.linspace(-1, 1, 2001)
    density = density_z(z, coupling=1.0, stiffness=1.0)
    wanted = float((z**2 * density).sum() / density.sum())
    before = float(np.mean(mu[..., 2].prod(axis=1)))
    for _ in range(20):
        if move == "field_move":
            mu = chain_sampling.field_move(system, mu, rng)
        else:
            chain_sampling.cluster_move(system, mu, rng)
    pairs = mu[..., 2].prod(axis=1)
    assert abs(pairs.mean() - before) < 5 * pairs.std() / np.sqrt(5e3)
    assert abs(np.mean(mu[..., 2] ** 2) / wanted - 1) < 0.03


def test_error_by_blocking_is_that_of_a_correlated_series() -> None:
    """x_n = r x_(n-1) + noise: the mean of N values has the variance 1/(1 - r)^2/N."""
    rng, r = np.random.default_rng(2), 0.8
    series = np.zeros(2**14)
    for i in range(1, series.size):
        series[i] = r * series[i - 1] + rng.standard_normal()
    error = chain_sampling.blocked_error(series)
    assert abs(error / (1 / (1 - r) / np.sqrt(series.size)) - 1) < 0.3
    assert chain_sampling.blocked_error(np.ones(100)) == 0


def test_one_seed_draws_one_chain() -> None:
    system = chain_sampling.chain(n=20, coupling=2.0, stiffness=2.0)
    runs = [
        chain_sampling.sample(system, sweeps=8, replicas=3, rng=np.random.default_rng(9))
        for _ in range(2)
    ]
    assert np.array_equal(runs[0], runs[1])


@pytest.mark.parametrize(
    "arguments",
    [
        {"coupling": -1.0, "stiffness": 1.0},
        {"coupling": 1.0, "stiffness": 101.0},
        {"coupling": np.nan, "stiffness": 1.0},
    ],
)
def test_what_cannot_be_resolved_is_refused(arguments: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"coupling|stiffness"):
        transfer(**arguments)
    with pytest.raises(ValueError, match=r"coupling|stiffness"):
        chain_sampling.chain(n=5, reach=None, **arguments)


def test_the_strongest_couplings_that_are_named_are_admitted() -> None:
    most = chain_sampling.STRONGEST
    assert most == fluctuations.STRONGEST == 100
    assert chain_sampling.chain(n=2, coupling=most, stiffness=most).coupling == most


def test_walls_are_as_rare_as_their_weight_says() -> None:
    t, energy = np.array([0.2, 0.25]), fluctuations.wall_energy(k_over_c=1.5)
    low, high = np.log(fluctuations.wall_factor(t, k_over_c=1.5))
    assert (low - high) / (1 / t[0] - 1 / t[1]) == pytest.approx(float(energy), rel=1e-12)
    assert fluctuations.is_long([9.9, 10.1], 100).tolist() == [True, False]
