"""The laws of two coupled spins, against dense diagonalisation, QuTiP and mpmath."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import mpmath
import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational.spin_half import (
    eq2_energies,
    eq2_parameters,
    eq5_moment,
    half_spin_transition,
)
from magrepro.core.vibrational.spins import (
    Dimer,
    dimer_energies,
    dimer_hamiltonian,
    eq1_hamiltonian,
    free_energy,
    site_moments,
    spin_operators,
    susceptibility,
    thermal_moment,
    transition_slope,
)
from tests.tolerances import ELEMENTWISE, LINEAR_ALGEBRA, assert_agree

EQ5 = 1e-14
SLOPE = 1e-7

SPINS = (0.5, 1, 1.5, 2, 2.5)
Floats = NDArray[np.float64]


def uniform(low: float, high: float, *shape: int) -> Floats:
    return np.random.default_rng(20230131).uniform(low, high, size=shape)


def parts(matrix: ArrayLike) -> Floats:
    return np.stack([np.real(matrix), np.imag(matrix)])


def random_dimer(spin: float, *shape: int, scale: float = 5.0) -> Dimer:
    j, alpha, ratio, d, i_zz = uniform(-1, 1, 5, *shape)
    return Dimer(
        spin=spin,
        j=scale * j,
        alpha=scale * alpha,
        field_ratio=2 * ratio,
        anisotropy=scale * d,
        exchange_anisotropy=scale * i_zz,
    )


def dense_means(hamiltonian: Floats, temperature: ArrayLike, *observables: Floats) -> list[Floats]:
    energies, states = np.linalg.eigh(hamiltonian)
    kt = K_B_MEV * np.asarray(temperature, dtype=float)[..., None]
    weights = np.exp((energies[..., :1] - energies) / kt)
    weights /= weights.sum(axis=-1, keepdims=True)
    return [np.einsum("...a,...ia,ij,...ja->...", weights, states, o, states) for o in observables]


def projections(spin: float) -> tuple[Floats, Floats]:
    z, one = spin_operators(spin).z, np.eye(round(2 * spin) + 1)
    return np.asarray(np.kron(z, one)), np.asarray(np.kron(one, z))


def literal_hamiltonian(dimer: Dimer) -> NDArray[np.complex128]:
    """One point of H, written out with Sx, Sy and Sz of each spin."""
    s = spin_operators(dimer.spin)
    one = np.eye(len(s.z))
    first, second = (
        [np.kron(a, one) for a in (s.x, s.y, s.z)],
        [np.kron(one, a) for a in (s.x, s.y, s.z)],
    )
    alpha = np.asarray(dimer.alpha)
    return np.asarray(
        np.asarray(dimer.j) * sum(a @ b for a, b in zip(first, second, strict=True))
        + alpha * (first[2] + np.asarray(dimer.field_ratio) * second[2])
        + np.asarray(dimer.anisotropy) * (first[2] @ first[2] + second[2] @ second[2])
        + np.asarray(dimer.exchange_anisotropy) * first[2] @ second[2]
    )


@pytest.mark.parametrize("spin", [*SPINS, 10])
def test_spin_operators_obey_the_algebra_of_angular_momentum(spin: float) -> None:
    s = spin_operators(spin)
    for a, b, c in ((s.x, s.y, s.z), (s.y, s.z, s.x), (s.z, s.x, s.y)):
        assert_agree(parts(a @ b - b @ a), parts(1j * c), ELEMENTWISE)
    square = s.x @ s.x + s.y @ s.y + s.z @ s.z
    assert_agree(parts(square), parts(spin * (spin + 1) * np.eye(len(s.z))), ELEMENTWISE)
    assert_agree(parts(s.plus), parts(s.x + 1j * s.y), ELEMENTWISE)


@pytest.mark.parametrize("spin", [0, -1, 0.75, 10.5, np.nan, np.inf])
def test_a_spin_is_half_integer_from_one_half_to_ten(spin: float) -> None:
    with pytest.raises(ValueError, match="half-integer"):
        spin_operators(spin)
    with pytest.raises(ValueError, match="half-integer"):
        Dimer(spin=spin, j=1.0, alpha=0.0)


@pytest.mark.parametrize("temperature", [0.0, -1.0, np.nan, np.inf, [300.0, 0.0]])
def test_a_temperature_is_positive(temperature: ArrayLike) -> None:
    with pytest.raises(ValueError, match="temperature"):
        thermal_moment(Dimer(spin=1, j=1.0, alpha=1.0), temperature)
    with pytest.raises(ValueError, match="temperature"):
        eq5_moment(j=1.0, alpha=1.0, temperature=temperature)


def test_a_coupling_is_finite() -> None:
    with pytest.raises(ValueError, match="alpha must be finite"):
        Dimer(spin=1, j=1.0, alpha=[0.0, np.nan])


@pytest.mark.parametrize("spin", SPINS)
def test_hamiltonian_is_the_one_written_with_the_three_components(spin: float) -> None:
    dimer = random_dimer(spin)
    assert_agree(parts(dimer_hamiltonian(dimer)), parts(literal_hamiltonian(dimer)), ELEMENTWISE)


@pytest.mark.parametrize("spin", [*SPINS, 10])
def test_blocks_hold_the_whole_spectrum(spin: float) -> None:
    dimer = random_dimer(spin, 3)
    energies, total = dimer_energies(dimer)
    assert_agree(
        np.sort(energies, axis=-1), np.linalg.eigvalsh(dimer_hamiltonian(dimer)), ELEMENTWISE
    )
    assert energies.shape == (3, len(total))


@pytest.mark.parametrize("spin", SPINS)
def test_energies_of_a_block_shift_with_the_mean_field_times_its_projection(spin: float) -> None:
    symmetric = replace(random_dimer(spin, 7), field_ratio=1.0)
    energies, total = dimer_energies(symmetric)
    without, _ = dimer_energies(replace(symmetric, alpha=0.0))
    shift = np.asarray(symmetric.alpha)[:, None] * total
    assert_agree(energies, without + shift, ELEMENTWISE)


@pytest.mark.parametrize("spin", SPINS)
def test_energies_are_even_in_the_field_difference(spin: float) -> None:
    staggered = replace(random_dimer(spin, 7), field_ratio=-1.0)
    energies, _ = dimer_energies(staggered)
    swapped, _ = dimer_energies(replace(staggered, alpha=-np.asarray(staggered.alpha)))
    assert_agree(energies, swapped, ELEMENTWISE)


@pytest.mark.parametrize("spin", SPINS)
@pytest.mark.parametrize("j", [-3.0, 2.0])
def test_isotropic_pair_has_multiplets_of_2j_plus_1_states(spin: float, j: float) -> None:
    energies, _ = dimer_energies(Dimer(spin=spin, j=j, alpha=0.0))
    multiplets = np.concatenate(
        [
            np.full(2 * total + 1, j / 2 * (total * (total + 1) - 2 * spin * (spin + 1)))
            for total in range(round(2 * spin) + 1)
        ]
    )
    assert_agree(np.sort(energies), np.sort(multiplets), ELEMENTWISE)


def test_antiferromagnetic_pair_of_spins_half_has_a_singlet_below_a_triplet() -> None:
    energies, total = dimer_energies(Dimer(spin=0.5, j=4.0, alpha=0.0))
    np.testing.assert_allclose(energies, [1.0, -3.0, 1.0, 1.0], rtol=EQ5)
    np.testing.assert_array_equal(total, [1, 0, 0, -1])


def test_energies_printed_after_eq4_are_those_of_half_the_field_on_the_second_spin() -> None:
    j, alpha = uniform(-5, 5, 2, 50)
    omega = np.sqrt(j**2 + alpha**2 / 4)
    printed = [
        (j + 3 * alpha) / 4, -j / 4 - omega / 2, -j / 4 + omega / 2, (j - 3 * alpha) / 4
    ]  # fmt: skip
    energies, _ = dimer_energies(Dimer(spin=0.5, j=j, alpha=alpha))
    assert_agree(energies, np.stack(printed, axis=-1), EQ5)
    literal, _ = dimer_energies(Dimer(spin=0.5, j=j, alpha=alpha, field_ratio=0.0))
    assert np.max(np.abs(literal - energies)) > 0.1


@pytest.mark.parametrize("spin", SPINS)
def test_moment_is_the_trace_over_the_full_space(spin: float) -> None:
    dimer, temperature = random_dimer(spin, 6, 1), np.geomspace(2, 2000, 5)
    z1, z2 = projections(spin)
    hamiltonian = dimer_hamiltonian(dimer)
    first, second = dense_means(hamiltonian, temperature, z1, z2)
    assert_agree(thermal_moment(dimer, temperature), first + second, 10 * ELEMENTWISE)
    assert_agree(
        site_moments(dimer, temperature), np.stack([first, second], axis=-1), 10 * ELEMENTWISE
    )


@pytest.mark.parametrize("spin", SPINS)
def test_moment_agrees_with_qutip(spin: float) -> None:
    qutip = pytest.importorskip("qutip")
    dimer, temperature = random_dimer(spin, scale=1.0), 7.0
    one = qutip.qeye(round(2 * spin) + 1)
    first = [qutip.tensor(op, one) for op in qutip.jmat(spin)]
    second = [qutip.tensor(one, op) for op in qutip.jmat(spin)]
    hamiltonian = (
        float(np.asarray(dimer.j)) * sum(a * b for a, b in zip(first, second, strict=True))
        + float(np.asarray(dimer.alpha))
        * (first[2] + float(np.asarray(dimer.field_ratio)) * second[2])
        + float(np.asarray(dimer.anisotropy)) * (first[2] ** 2 + second[2] ** 2)
        + float(np.asarray(dimer.exchange_anisotropy)) * first[2] * second[2]
    )
    density = (-hamiltonian / (K_B_MEV * temperature)).expm()
    expected = (density * (first[2] + second[2])).tr() / density.tr()
    assert_agree(thermal_moment(dimer, temperature), np.real(expected), ELEMENTWISE)


def test_trace_with_pauli_matrices_is_the_sum_of_the_two_spins() -> None:
    sigma_z, one = np.diag([1.0, -1.0]), np.eye(2)
    dimer = random_dimer(0.5, 20)
    (expected,) = dense_means(
        dimer_hamiltonian(dimer), 20.0, (np.kron(one, sigma_z) + np.kron(sigma_z, one)) / 2
    )
    assert_agree(thermal_moment(dimer, 20.0), expected, ELEMENTWISE)
    saturated = thermal_moment(Dimer(spin=0.5, j=-1.0, alpha=[-50.0, 50.0]), 1.0)
    np.testing.assert_allclose(saturated, [1, -1], rtol=EQ5)


def test_eq5_is_the_dense_trace_with_half_the_field_on_the_second_spin() -> None:
    j, alpha = np.meshgrid(np.linspace(-5, 5, 41), np.linspace(-5, 5, 41))
    z1, z2 = projections(0.5)
    for temperature in (10.0, 77.0, 300.0):
        (expected,) = dense_means(
            dimer_hamiltonian(Dimer(spin=0.5, j=j, alpha=alpha)), temperature, z1 + z2
        )
        moment = eq5_moment(j=j, alpha=alpha, temperature=temperature)
        np.testing.assert_allclose(moment, expected, rtol=0, atol=EQ5)
        block = thermal_moment(Dimer(spin=0.5, j=j, alpha=alpha), temperature)
        np.testing.assert_allclose(block, moment, rtol=EQ5, atol=EQ5)


@pytest.mark.parametrize("field_ratio", [0.0, 1.0])
def test_eq5_is_not_the_trace_of_any_other_field_ratio(field_ratio: float) -> None:
    dimer = Dimer(spin=0.5, j=2.0, alpha=5.0, field_ratio=field_ratio)
    other = thermal_moment(dimer, 10.0)
    assert abs(other - eq5_moment(j=2.0, alpha=5.0, temperature=10.0)) > 0.05


def test_eq5_needs_the_four_under_the_field_only() -> None:
    j, alpha, temperature = 2.0, 5.0, 10.0
    beta = 1 / (K_B_MEV * temperature)

    def eq5(omega: float) -> float:
        polarised = np.exp(-beta * j / 4)
        mixed = np.exp(beta * j / 4) * np.cosh(beta * omega / 2)
        a = 3 * beta * alpha / 4
        return float(-polarised * np.sinh(a) / (polarised * np.cosh(a) + mixed))

    moment = float(eq5_moment(j=j, alpha=alpha, temperature=temperature))
    assert moment == pytest.approx(eq5(np.sqrt(j**2 + alpha**2 / 4)), rel=EQ5)
    for misread in (np.sqrt(j**2 + alpha**2) / 4, np.sqrt(j**2 + alpha**2) / 2):
        assert abs(moment - eq5(misread)) > 0.01


def test_eq5_holds_its_digits_where_exponentials_overflow() -> None:
    with mpmath.workdps(40):
        for j, alpha, t in (
            (1e3, 1500.1, 2.0),
            (-1e3, 1e-12, 1e-3),
            (5.0, 1e-12, 1e5),
            (2, 3, 0.1),
        ):
            beta = 1 / (mpmath.mpf(K_B_MEV) * mpmath.mpf(t))
            a, omega = (
                3 * beta * alpha / 4,
                mpmath.sqrt(mpmath.mpf(j) ** 2 + mpmath.mpf(alpha) ** 2 / 4),
            )
            mixed = mpmath.exp(beta * j / 2) * mpmath.cosh(beta * omega / 2)
            exact = float(-mpmath.sinh(a) / (mpmath.cosh(a) + mixed))
            moment = float(eq5_moment(j=j, alpha=alpha, temperature=t))
            assert moment == pytest.approx(exact, rel=LINEAR_ALGEBRA)


@pytest.mark.parametrize("spin", SPINS)
def test_moment_is_odd_in_the_field(spin: float) -> None:
    dimer = random_dimer(spin, 30)
    mirrored = replace(dimer, alpha=-np.asarray(dimer.alpha))
    np.testing.assert_array_equal(thermal_moment(mirrored, 3.0), -thermal_moment(dimer, 3.0))
    nothing = thermal_moment(replace(dimer, alpha=0.0), 3.0)
    np.testing.assert_array_equal(nothing, 0.0)
    assert not np.signbit(nothing).any()


def test_a_moment_too_small_for_a_number_is_zero_without_sign() -> None:
    frozen = {"j": 1e3, "alpha": 1.0}
    assert not np.signbit(eq5_moment(**frozen, temperature=1e-3))
    assert not np.signbit(thermal_moment(Dimer(spin=0.5, **frozen), 1e-3))


@pytest.mark.parametrize("spin", SPINS)
def test_exchanging_the_spins_exchanges_their_moments(spin: float) -> None:
    dimer = random_dimer(spin, 10)
    ratio = np.asarray(dimer.field_ratio)
    exchanged = replace(dimer, alpha=np.asarray(dimer.alpha) * ratio, field_ratio=1 / ratio)
    assert_agree(site_moments(exchanged, 9.0), site_moments(dimer, 9.0)[..., ::-1], ELEMENTWISE)


@pytest.mark.parametrize("spin", SPINS)
def test_moment_is_the_slope_of_the_free_energy(spin: float) -> None:
    dimer, step = replace(random_dimer(spin, 10), field_ratio=1.0), 1e-4
    alpha = np.asarray(dimer.alpha)
    up, down = (free_energy(replace(dimer, alpha=alpha + h), 30.0) for h in (step, -step))
    assert_agree(thermal_moment(dimer, 30.0), (up - down) / (2 * step), SLOPE)


@pytest.mark.parametrize("spin", SPINS)
def test_free_energy_is_minus_kt_log_of_the_trace(spin: float) -> None:
    dimer, temperature = random_dimer(spin, 10), 40.0
    energies, _ = dimer_energies(dimer)
    kt = K_B_MEV * temperature
    expected = -kt * np.log(np.sum(np.exp(-energies / kt), axis=-1))
    assert_agree(free_energy(dimer, temperature), expected, ELEMENTWISE)


@pytest.mark.parametrize("spin", SPINS)
@pytest.mark.parametrize("field", [0.0, 1.0])
def test_susceptibility_is_minus_the_slope_of_the_moment_in_its_field(
    spin: float, field: float
) -> None:
    dimer, step = random_dimer(spin, 10), 1e-4
    dimer = replace(dimer, alpha=field * np.asarray(dimer.alpha))
    alpha, ratio = np.asarray(dimer.alpha), np.asarray(dimer.field_ratio)

    def x(h: float) -> Floats:
        first, second = np.moveaxis(site_moments(replace(dimer, alpha=alpha + h), 30.0), -1, 0)
        return np.asarray(first + ratio * second)

    chi = susceptibility(dimer, 30.0)
    assert_agree(chi, (x(-step) - x(step)) / (2 * step), SLOPE)
    assert np.all(chi > 0)


@pytest.mark.parametrize("spin", SPINS)
def test_free_spins_follow_curies_law(spin: float) -> None:
    ratio = np.array([0.0, 0.5, 1.0, -1.0])
    free = Dimer(spin=spin, j=0.0, alpha=0.0, field_ratio=ratio)
    curie = spin * (spin + 1) / 3 * (1 + ratio**2) / (K_B_MEV * 5.0)
    assert_agree(susceptibility(free, 5.0), curie, ELEMENTWISE)


@pytest.mark.parametrize("spin", SPINS)
def test_moment_follows_curies_law_at_high_temperature(spin: float) -> None:
    dimer, temperature = random_dimer(spin, 10, scale=1.0), 1e5
    mean_square = spin * (spin + 1) / 3
    total_field = 2 * dimer.mean_field
    curie = -total_field * mean_square / (K_B_MEV * temperature)
    corrections = 3 * spin * (spin + 1) / (K_B_MEV * temperature)
    np.testing.assert_allclose(thermal_moment(dimer, temperature), curie, rtol=corrections)


@pytest.mark.parametrize("spin", [0.5, 1, 2])
@pytest.mark.parametrize("j", [-2.0, 2.0])
def test_moment_keeps_its_relative_precision_in_tiny_fields(spin: float, j: float) -> None:
    dimer = Dimer(spin=spin, j=j, alpha=1e-12, anisotropy=1.0)
    for temperature in (20.0, 300.0, 1e5):
        linear = -1e-12 * susceptibility(replace(dimer, alpha=0.0, field_ratio=1.0), temperature)
        np.testing.assert_allclose(
            thermal_moment(dimer, temperature), 0.75 * linear, rtol=ELEMENTWISE
        )


@pytest.mark.parametrize("spin", [0.5, 1, 1.5, 2, 10])
def test_moment_stays_finite_and_bounded_from_one_millikelvin_on(spin: float) -> None:
    j = np.array([-1e3, -1.0, 0.0, 1.0, 1e3])[:, None, None]
    alpha = np.array([-1e3, -1e-12, 1e-12, 1.0, 1e3])[:, None]
    dimer = Dimer(spin=spin, j=j, alpha=alpha, anisotropy=np.abs(j))
    temperature = np.array([1e-3, 1.0, 1e5])
    moment = thermal_moment(dimer, temperature)
    assert np.isfinite(moment).all()
    assert np.isfinite(free_energy(dimer, temperature)).all()
    assert np.isfinite(site_moments(dimer, temperature)).all()
    assert np.all(np.abs(moment) <= 2 * spin * (1 + EQ5))
    assert np.all(moment * alpha <= 0)


@pytest.mark.parametrize("spin", [0.5, 1, 1.5, 2])
def test_ferromagnetic_pair_saturates_in_a_weak_field_at_low_temperature(spin: float) -> None:
    moment = thermal_moment(Dimer(spin=spin, j=-10.0, alpha=[-0.1, 0.1]), 1e-3)
    np.testing.assert_allclose(moment, [2 * spin, -2 * spin], rtol=ELEMENTWISE)


def test_cold_antiferromagnetic_spins_half_turn_magnetic_at_three_halves_of_j() -> None:
    j, cold = 4.0, 0.01
    assert half_spin_transition(j=j) == pytest.approx(1.5 * j, rel=EQ5)
    below, above = eq5_moment(j=j, alpha=[1.49 * j, 1.51 * j], temperature=cold)
    assert abs(below) < LINEAR_ALGEBRA
    assert above == pytest.approx(-1, abs=LINEAR_ALGEBRA)
    one_third, where_it_says = eq5_moment(j=j, alpha=[j / 3, 1.2 * j], temperature=cold)
    assert max(abs(one_third), abs(where_it_says)) < LINEAR_ALGEBRA


@pytest.mark.parametrize("field_ratio", [0.1, 0.25, 0.5, 0.8, 1.0])
def test_transition_field_grows_as_the_second_spin_feels_less_field(field_ratio: float) -> None:
    transition = float(half_spin_transition(j=2.0, field_ratio=field_ratio))
    assert transition == pytest.approx((1 + field_ratio) / field_ratio, rel=EQ5)
    below, above = thermal_moment(
        Dimer(spin=0.5, j=2.0, alpha=np.array([0.99, 1.01]) * transition, field_ratio=field_ratio),
        1e-3,
    )
    assert abs(below) < LINEAR_ALGEBRA
    assert above == pytest.approx(-1, abs=LINEAR_ALGEBRA)


def test_printed_hamiltonian_never_magnetises_a_cold_antiferromagnetic_pair() -> None:
    assert np.isinf(half_spin_transition(j=2.0, field_ratio=0.0))
    literal = Dimer(spin=0.5, j=2.0, alpha=np.geomspace(0.1, 100, 50), field_ratio=0.0)
    assert np.max(np.abs(thermal_moment(literal, 1e-3))) < LINEAR_ALGEBRA


def test_ferromagnetic_pairs_need_no_field() -> None:
    np.testing.assert_array_equal(half_spin_transition(j=[-1.0, 0.0], field_ratio=[0.5, 0.0]), 0.0)


@pytest.mark.parametrize("spin", [1, 1.5, 2])
def test_larger_spins_magnetise_in_2s_steps(spin: float) -> None:
    dimer = Dimer(spin=spin, j=1.0, alpha=np.linspace(0, 30, 601), field_ratio=1.0)
    moment = thermal_moment(dimer, 0.01)
    plateaus = np.unique(np.round(-moment[np.abs(moment - np.round(moment)) < SLOPE]))
    np.testing.assert_array_equal(plateaus, np.arange(round(2 * spin) + 1))


def test_on_site_anisotropy_is_a_constant_for_spins_half() -> None:
    dimer = random_dimer(0.5, 20)
    plain = thermal_moment(replace(dimer, anisotropy=0.0), 10.0)
    assert_agree(thermal_moment(dimer, 10.0), plain, ELEMENTWISE)
    other = thermal_moment(replace(dimer, exchange_anisotropy=0.0), 10.0)
    assert np.max(np.abs(other - plain)) > 0.05


def test_easy_plane_leaves_a_cold_ferromagnetic_pair_without_moment() -> None:
    dimer = Dimer(spin=1, j=-5.0, alpha=0.1, anisotropy=[-5.0, 5.0])
    easy_axis, easy_plane = thermal_moment(dimer, 0.1)
    assert easy_axis == pytest.approx(-2, abs=0.01)
    assert abs(easy_plane) < 1e-4


@pytest.mark.parametrize("spin", SPINS)
def test_eq1_is_the_pair_with_the_signs_of_its_couplings_turned(spin: float) -> None:
    j, on_site, i12, i21, b1, b2 = uniform(-3, 3, 6, 4)
    exchange = np.moveaxis(np.array([[on_site, i12], [i21, on_site]]), -1, 0)
    dimer = Dimer(
        spin=spin,
        j=-j,
        alpha=-b1,
        field_ratio=b2 / b1,
        anisotropy=-on_site,
        exchange_anisotropy=-(i12 + i21),
    )
    eq1 = eq1_hamiltonian(spin=spin, j=j, exchange=exchange, fields=np.stack([b1, b2], axis=-1))
    assert_agree(eq1, dimer_hamiltonian(dimer), ELEMENTWISE)


def test_only_the_symmetric_part_of_the_exchange_acts() -> None:
    exchange = uniform(-3, 3, 4, 2, 2)
    given: dict[str, Any] = {"spin": 1.5, "j": 1.0, "fields": [0.3, -0.2]}
    one = eq1_hamiltonian(exchange=exchange, **given)
    other = eq1_hamiltonian(exchange=np.swapaxes(exchange, -1, -2), **given)
    assert_agree(one, other, ELEMENTWISE)


def eq2_case(number: int = 40) -> dict[str, Any]:
    """j, exchange and fields of as many random pairs."""
    values = uniform(-3, 3, number, 7)
    exchange, fields = values[:, 1:5].reshape(number, 2, 2), values[:, 5:]
    return {"j": values[:, 0], "exchange": exchange, "fields": fields}


def test_eq2_with_the_sum_in_i_minus_is_the_spectrum_of_eq1() -> None:
    case = eq2_case()
    expected = np.linalg.eigvalsh(eq1_hamiltonian(spin=0.5, **case))
    assert_agree(np.sort(eq2_energies(**case), axis=-1), expected, ELEMENTWISE)


def test_eq2_as_printed_is_not_the_spectrum_of_eq1() -> None:
    case = eq2_case()
    expected = np.linalg.eigvalsh(eq1_hamiltonian(spin=0.5, **case))
    printed = np.sort(eq2_energies(**case, printed=True), axis=-1)
    assert np.mean(np.max(np.abs(printed - expected), axis=-1) > 0.1) > 0.9
    symmetric = eq2_parameters(exchange=[[0.0, 1.0], [1.0, 0.0]], fields=[0.0, 0.0], printed=True)
    assert symmetric.i_minus == symmetric.i_plus


def test_eq2_names_the_states_by_their_projection() -> None:
    case = eq2_case()
    plus, minus, _, _ = np.moveaxis(eq2_energies(**case), -1, 0)
    diagonal = np.diagonal(eq1_hamiltonian(spin=0.5, **case), axis1=-2, axis2=-1)
    assert_agree(minus, diagonal[:, 0], ELEMENTWISE)
    assert_agree(plus, diagonal[:, -1], ELEMENTWISE)


def test_condition_for_a_magnetic_ground_state_after_eq2() -> None:
    case = eq2_case(500)
    j, exchange, fields = -np.abs(case["j"]), case["exchange"], case["fields"]
    energies = eq2_energies(j=j, exchange=exchange, fields=fields)
    magnetic = energies[:, :2].min(axis=-1) < energies[:, 2:].min(axis=-1)
    p = eq2_parameters(exchange=exchange, fields=fields)
    strength = p.i_plus - p.i_minus + np.abs(p.alpha)
    condition = p.zeta**2 < -(np.abs(j) - strength) * strength
    np.testing.assert_array_equal(magnetic, condition & (strength > np.abs(j) / 2))
    assert np.any(condition & ~magnetic)


@pytest.mark.parametrize("field_ratio", [0.25, 0.5, 1.0])
def test_cold_transition_of_spin_half_is_the_closed_form(field_ratio: float) -> None:
    exact = half_spin_transition(j=1.0, field_ratio=field_ratio)
    assert_agree(transition_slope(0.5, field_ratio=field_ratio), exact, ELEMENTWISE)


@pytest.mark.parametrize("spin", [0.5, 1.0, 1.5, 2.0])
def test_cold_moment_appears_at_the_transition_and_not_before(spin: float) -> None:
    slope = transition_slope(spin)
    fields = slope * np.array([1 - 1e-3, 1 + 1e-3])
    before, after = thermal_moment(Dimer(spin=spin, j=1.0, alpha=fields), 1e-3)
    assert abs(before) < 1e-3
    assert abs(after) > 0.99


def test_without_field_on_the_second_spin_there_is_no_cold_transition() -> None:
    assert transition_slope(0.5, field_ratio=0.0) == np.inf
    for spin in (0.5, 1.0, 2.0):
        pair = Dimer(spin=spin, j=1.0, alpha=np.linspace(0, 100, 21), field_ratio=0.0)
        assert np.max(np.abs(thermal_moment(pair, 1e-3))) < 1e-9
