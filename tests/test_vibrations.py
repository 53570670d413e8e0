"""The laws of an anharmonic mode and of its feedback on two spins."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import mpmath
import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational.spins import (
    Dimer,
    dimer_hamiltonian,
    free_energy,
    site_moments,
    spin_operators,
    susceptibility,
    thermal_moment,
)
from magrepro.core.vibrational.vibrations import (
    anharmonic_displacement,
    bose_occupation,
    coth_half,
    coth_over_omega0,
    displacement_slope,
    escape_barrier,
    feedback_energy,
    feedback_moment,
    instability_threshold,
    mean_displacement,
    self_consistent_field,
)
from tests.tolerances import ELEMENTWISE, LINEAR_ALGEBRA, ROOT, assert_agree

Floats = NDArray[np.float64]

COLD = 0.5


def antiferromagnet(spin: float = 0.5, field_ratio: float = 0.5) -> Dimer:
    return Dimer(spin=spin, j=5.0, alpha=0.0, field_ratio=field_ratio)


def means(hamiltonian: Floats, temperature: float, *observables: Floats) -> list[float]:
    energies, states = np.linalg.eigh(hamiltonian)
    weights = np.exp((energies[0] - energies) / (K_B_MEV * temperature))
    weights /= weights.sum()
    return [float(np.einsum("a,ia,ij,ja", weights, states, o, states)) for o in observables]


def conjugate_moment(dimer: Dimer, temperature: ArrayLike) -> Floats:
    first, second = np.moveaxis(site_moments(dimer, temperature), -1, 0)
    return np.asarray(first + np.asarray(dimer.field_ratio) * second)


@pytest.mark.parametrize("omega0", [1.0, 19.0, 200.0])
@pytest.mark.parametrize("temperature", [1e-3, 1.0, 300.0, 1e5])
def test_occupation_and_coth_are_those_of_thirty_digits(omega0: float, temperature: float) -> None:
    with mpmath.workdps(30):
        x = mpmath.mpf(omega0) / (mpmath.mpf(K_B_MEV) * mpmath.mpf(temperature))
        occupation, coth = float(1 / mpmath.expm1(x)), float(mpmath.coth(x / 2))
    assert_agree(bose_occupation(omega0, temperature), occupation, ELEMENTWISE)
    assert_agree(coth_half(omega0, temperature), coth, ELEMENTWISE)
    assert_agree(coth_over_omega0(omega0, temperature), coth / omega0, ELEMENTWISE)


def test_mean_square_displacement_counts_the_quanta() -> None:
    omega0, temperature = np.geomspace(0.1, 200, 9)[:, None], np.geomspace(0.1, 1e4, 7)
    coth = coth_half(omega0, temperature)
    assert coth.shape == (9, 7)
    assert_agree(coth, 1 + 2 * bose_occupation(omega0, temperature), ELEMENTWISE)


def test_cold_mode_is_at_rest_and_hot_mode_classical() -> None:
    assert bose_occupation(10.0, 1e-3) == 0
    assert coth_half(10.0, 1e-3) == 1
    assert_agree(coth_over_omega0(2.0, 1e-3), 1 / 2.0, ELEMENTWISE)
    assert_agree(coth_over_omega0(2.0, 1e12), 2 * K_B_MEV * 1e12 / 2.0**2, ELEMENTWISE)


@pytest.mark.parametrize(("omega0", "temperature"), [(0, 1), (-1, 1), (1, 0), (1, -2), (1, np.nan)])
def test_energy_and_temperature_of_a_mode_are_positive(omega0: float, temperature: float) -> None:
    for function in (bose_occupation, coth_half, coth_over_omega0):
        with pytest.raises(ValueError, match="must be"):
            function(omega0, temperature)
    with pytest.raises(ValueError, match="must be"):
        mean_displacement(phi=0.1, omega0=omega0, temperature=temperature)


@pytest.mark.parametrize("omega0", [0.1, 1.0, 100.0])
@pytest.mark.parametrize("temperature", [0.1, 10.0, 400.0])
def test_eq7_is_the_linear_response_of_the_harmonic_states(
    omega0: float, temperature: float
) -> None:
    slope = displacement_slope(omega0=omega0, temperature=temperature, n_levels=20_000)
    assert_agree(mean_displacement(phi=1.0, omega0=omega0, temperature=temperature), slope, ROOT)


@pytest.mark.parametrize("temperature", [0.5, 5.0, 40.0])
def test_eq7_is_first_order_perturbation_theory_of_the_diagonalised_mode(
    temperature: float,
) -> None:
    phi = np.array([4e-4, 2e-4])
    exact = anharmonic_displacement(phi=phi, omega0=1.0, temperature=temperature, n_levels=200)
    first_order = mean_displacement(phi=phi, omega0=1.0, temperature=temperature)
    stronger, weaker = exact / first_order - 1
    assert 0 < stronger < 3e-4
    assert stronger / weaker == pytest.approx(4, rel=1e-3)


def displacement_and_its_cube(n: int) -> tuple[Floats, Floats]:
    """Q and Q^3 on n states, cut out of a space large enough for the product."""
    a = np.diag(np.sqrt(np.arange(1.0, n + 6)), 1)
    q = a + a.T
    return q[:n, :n], np.linalg.matrix_power(q, 3)[:n, :n]


def test_anharmonic_mode_is_the_one_built_from_ladder_operators() -> None:
    n, omega0, phi, temperature = 30, 1.5, 0.05, 20.0
    q, cube = displacement_and_its_cube(n)
    (expected,) = means(np.diag(omega0 * np.arange(n)) + phi * cube, temperature, q)
    given = {"phi": phi, "omega0": omega0, "temperature": temperature}
    assert_agree(anharmonic_displacement(**given, n_levels=n), expected, LINEAR_ALGEBRA)


def test_linear_response_comes_out_of_dense_matrices_too() -> None:
    n, temperature, omega0 = 60, 20.0, 1.5
    q, cube = displacement_and_its_cube(n)
    energies = omega0 * np.arange(n)
    p = np.exp(-energies / (K_B_MEV * temperature))
    p /= p.sum()
    gaps = energies[None, :] - energies[:, None] + np.eye(n)
    expected = -np.sum(q * cube * (p[:, None] - p[None, :]) / gaps)
    slope = displacement_slope(omega0=omega0, temperature=temperature, n_levels=n)
    assert_agree(slope, expected, LINEAR_ALGEBRA)


def test_displacement_is_odd_in_the_anharmonicity() -> None:
    given = {"omega0": 1.0, "temperature": 10.0}
    plus = anharmonic_displacement(phi=1e-3, n_levels=80, **given)
    assert plus < 0
    assert_agree(anharmonic_displacement(phi=-1e-3, n_levels=80, **given), -plus, LINEAR_ALGEBRA)
    assert mean_displacement(phi=-1e-3, **given) == -mean_displacement(phi=1e-3, **given)


def test_displacement_does_not_depend_on_the_truncation_inside_the_well() -> None:
    fewer, more = (
        anharmonic_displacement(phi=1e-3, omega0=1.0, temperature=10.0, n_levels=n)
        for n in (60, 120)
    )
    assert_agree(fewer, more, LINEAR_ALGEBRA)


def test_cubic_mode_leaves_its_well_over_the_barrier() -> None:
    phi, omega0 = 0.02, 1.3
    q = np.linspace(-2 * omega0 / (6 * phi), 0, 200_001)
    potential = omega0 * q**2 / 4 + phi * q**3
    assert escape_barrier(phi=phi, omega0=omega0) == pytest.approx(potential.max(), rel=1e-8)
    assert np.isinf(escape_barrier(phi=[0.0], omega0=omega0)).all()


def test_eq7_means_nothing_once_the_barrier_is_below_one_quantum() -> None:
    phi, omega0, temperature = 0.2, 0.6, 10.0
    assert escape_barrier(phi=phi, omega0=omega0) < omega0 / 10
    displacement = [
        float(anharmonic_displacement(phi=phi, omega0=omega0, temperature=temperature, n_levels=n))
        for n in (50, 100)
    ]
    assert abs(displacement[1] / displacement[0] - 1) > 0.3


def test_number_of_levels_is_at_least_four() -> None:
    with pytest.raises(ValueError, match="n_levels"):
        anharmonic_displacement(phi=0.0, omega0=1.0, temperature=1.0, n_levels=3)


def contractions(third: int, displaced: int, size: int) -> int:
    """Ways to pair Q_p with one of Q_k Q_k' Q_q, q = third (k + k'), and the others together."""
    ways = 0
    for k, other in product(range(size), repeat=2):
        modes = (k, other, third * (k + other))
        for i in range(3):
            first, second = (modes[n] for n in range(3) if n != i)
            ways += (displaced + modes[i]) % size == 0 and (first + second) % size == 0
    return ways


def test_momentum_conserving_anharmonicity_displaces_the_uniform_mode_only() -> None:
    assert [contractions(-1, p, 7) for p in range(7)] == [3 * 7, 0, 0, 0, 0, 0, 0]


def test_printed_anharmonicity_displaces_other_modes_in_two_ways_not_three() -> None:
    assert [contractions(+1, p, 7) for p in range(1, 7)] == [2] * 6


def dimer_with_mode(dimer: Dimer, *, coupling: float, omega0: float, phi: float) -> list[Floats]:
    """H, Q and X of two spins and one truncated mode."""
    n = 40
    a = np.diag(np.sqrt(np.arange(1.0, n)), 1)
    q, z = a + a.T, spin_operators(dimer.spin).z
    one = np.eye(len(z))
    x = np.kron(z, one) + float(np.asarray(dimer.field_ratio)) * np.kron(one, z)
    still, rigid = np.eye(len(x)), np.eye(n)
    hamiltonian = (
        np.kron(dimer_hamiltonian(dimer), rigid)
        + np.kron(still, omega0 * a.T @ a + phi * q @ q @ q)
        + coupling * np.kron(x, q)
    )
    return [hamiltonian, np.kron(still, q), np.kron(x, rigid)]


@pytest.mark.parametrize("field_ratio", [0.0, 0.5, 1.0])
def test_harmonic_displacement_is_tied_to_the_moment(field_ratio: float) -> None:
    coupling, omega0 = 0.7, 2.0
    dimer = replace(antiferromagnet(field_ratio=field_ratio), alpha=3.0)
    h, q, x = dimer_with_mode(dimer, coupling=coupling, omega0=omega0, phi=0.0)
    displacement, moment = means(h, 20.0, q, x)
    assert abs(moment) > 0.1
    assert displacement == pytest.approx(-2 * coupling / omega0 * moment, rel=LINEAR_ALGEBRA)


@pytest.mark.parametrize("coupling", [0.5, 2.0])
def test_one_pair_with_a_harmonic_mode_has_neither_moment_nor_displacement(coupling: float) -> None:
    h, q, x = dimer_with_mode(antiferromagnet(), coupling=coupling, omega0=2.0, phi=0.0)
    np.testing.assert_allclose(means(h, 20.0, q, x), 0, atol=LINEAR_ALGEBRA)
    h, q, x = dimer_with_mode(antiferromagnet(), coupling=coupling, omega0=2.0, phi=0.01)
    displacement, moment = means(h, 20.0, q, x)
    assert displacement < -1e-3
    assert moment > 1e-3


def test_feedback_energy_is_the_field_per_moment() -> None:
    assert feedback_energy(coupling=-3.0, omega0=2.0) == 9.0


@pytest.mark.parametrize("spin", [0.5, 1, 2])
def test_free_spins_are_unstable_below_a_curie_temperature(spin: float) -> None:
    free = Dimer(spin=spin, j=0.0, alpha=0.0)
    temperature = np.array([1.0, 10.0, 100.0])
    curie = 3 * K_B_MEV * temperature / (1.25 * spin * (spin + 1))
    assert_agree(instability_threshold(free, temperature), curie, ELEMENTWISE)


def test_cold_singlet_needs_a_feedback_of_two_j_over_the_squared_field_difference() -> None:
    ratio = np.array([0.0, 0.5, -1.0])
    dimer = Dimer(spin=0.5, j=5.0, alpha=0.0, field_ratio=ratio)
    assert_agree(instability_threshold(dimer, COLD), 2 * 5.0 / (1 - ratio) ** 2, ELEMENTWISE)
    assert np.isinf(instability_threshold(antiferromagnet(field_ratio=1.0), COLD / 10))


@pytest.mark.parametrize("spin", [0.5, 1])
@pytest.mark.parametrize("j", [-5.0, 5.0])
def test_harmonic_feedback_alone_magnetises_a_pair_above_the_threshold(
    spin: float, j: float
) -> None:
    pair, temperature = Dimer(spin=spin, j=j, alpha=0.0), 300.0
    threshold = instability_threshold(pair, temperature)
    below, above = np.array([0.999, 1.001]) * threshold
    assert self_consistent_field(pair, temperature, feedback=below) == 0
    assert self_consistent_field(pair, temperature, feedback=above) > 0
    assert feedback_moment(pair, temperature, feedback=below) == 0
    assert abs(feedback_moment(pair, temperature, feedback=above)) > 1e-2


def test_field_grows_as_a_square_root_above_the_threshold() -> None:
    pair, temperature = Dimer(spin=1, j=-5.0, alpha=0.0), 100.0
    excess = np.array([1e-5, 4e-5])
    feedback = instability_threshold(pair, temperature) * (1 + excess)
    near, far = self_consistent_field(pair, temperature, feedback=feedback)
    assert far / near == pytest.approx(2, rel=1e-3)


@pytest.mark.parametrize("alpha", [0.0, 0.3, -0.3])
def test_field_is_consistent_with_the_moment_it_makes(alpha: float) -> None:
    pair = Dimer(spin=1, j=[-5.0, 5.0], alpha=alpha, anisotropy=1.0)
    temperature, feedback = np.array([[20.0], [100.0], [300.0]]), 25.0
    field = self_consistent_field(pair, temperature, feedback=feedback)
    assert field.shape == (3, 2)
    moment = conjugate_moment(replace(pair, alpha=field), temperature)
    assert_agree(field, alpha - feedback * moment, ROOT)


def test_feedback_strengthens_a_moment_that_is_there_already() -> None:
    driven = Dimer(spin=1, j=5.0, alpha=np.array([-2.0, 2.0]))
    feedback = 0.9 * instability_threshold(driven, 100.0)
    alone = thermal_moment(driven, 100.0)
    supported = feedback_moment(driven, 100.0, feedback=feedback)
    assert np.all(supported / alone > 1.5)
    np.testing.assert_array_equal(feedback_moment(driven, 100.0, feedback=0.0), alone)


def test_cold_antiferromagnetic_pair_magnetises_by_a_jump_below_the_threshold() -> None:
    pair = antiferromagnet()
    feedback = np.array([9.5, 11.0, 17.0, 18.5])
    assert np.all(feedback < instability_threshold(pair, COLD))
    field = self_consistent_field(pair, COLD, feedback=feedback)
    np.testing.assert_array_equal(field > 0, [False, True, True, True])
    polarised = free_energy(replace(pair, alpha=field), COLD) + field**2 / (2 * feedback)
    stable = polarised < free_energy(pair, COLD) - LINEAR_ALGEBRA
    np.testing.assert_array_equal(stable, [False, False, False, True])


def test_a_saturated_pair_has_the_largest_field_however_that_is_rounded() -> None:
    """The balance at the largest field is zero but for rounding, of either sign."""
    drive, feedback = np.array([0.5, 1.0]), 4.1 * np.arange(44, 50)[:, None]
    pair = Dimer(spin=1.5, j=-5.0, alpha=drive, field_ratio=0.3)
    field = self_consistent_field(pair, 0.05, feedback=feedback)
    assert_agree(field, drive + feedback * 1.95, ELEMENTWISE)


def test_free_energy_with_the_strained_mode_is_stationary_at_the_field() -> None:
    pair, feedback, step = Dimer(spin=1, j=-5.0, alpha=0.0), 30.0, 1e-3
    field = self_consistent_field(pair, 100.0, feedback=feedback)
    up, here, down = (
        free_energy(replace(pair, alpha=a), 100.0) + a**2 / (2 * feedback)
        for a in (field + step, field, field - step)
    )
    assert abs(up - down) / (2 * step) < 1e-6
    assert min(up, down) > here
    assert here < free_energy(pair, 100.0)


def test_threshold_is_the_inverse_susceptibility_without_field() -> None:
    pair = Dimer(spin=1.5, j=[-5.0, 5.0], alpha=7.0)
    chi = susceptibility(replace(pair, alpha=0.0), 50.0)
    assert_agree(instability_threshold(pair, 50.0), 1 / chi, ELEMENTWISE)


def test_feedback_is_not_negative() -> None:
    with pytest.raises(ValueError, match="feedback"):
        self_consistent_field(antiferromagnet(), 10.0, feedback=-1.0)
