"""The errata of docs/errata.md, each as a law that the printed form breaks; numbered as there."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray
from scipy.integrate import quad

from magrepro.core.constants import BOHR_MAGNETON_ERG_G, ERG_PER_EV
from magrepro.core.orbital.dipoles import (
    SPHERE_VOLUME,
    critical_susceptibility,
    dimer_susceptibility,
    first_order_correction,
)
from magrepro.core.orbital.thermal import mean_moment
from magrepro.core.vibrational.lattice import (
    PRINTED_PREFACTOR,
    exchange_in_k,
    gaussian_transform,
    spin_lattice_coupling_in_k,
)
from magrepro.core.vibrational.spin_half import eq2_energies, eq2_parameters, eq5_moment
from magrepro.core.vibrational.spins import (
    Dimer,
    dimer_energies,
    dimer_hamiltonian,
    eq1_hamiltonian,
    spin_operators,
    thermal_moment,
    transition_slope,
)
from magrepro.core.vibrational.vibrations import coth_over_omega0, mean_displacement
from magrepro.figures import vib_fig4, vib_fig5
from magrepro.parameters import values
from tests.tolerances import ELEMENTWISE, LINEAR_ALGEBRA, QUADRATURE, assert_agree

Complex = NDArray[np.complex128]
Floats = NDArray[np.float64]

RANDOM = np.random.default_rng(20230131)
SPINS = (0.5, 1.0, 1.5, 2.0)


def random_pairs(number: int) -> dict[str, Any]:
    """J, a symmetric I_mn and fields of as many pairs of spins 1/2."""
    exchange = RANDOM.uniform(-3, 3, (number, 2, 2))
    return {
        "j": RANDOM.uniform(-3, 3, number),
        "exchange": exchange + np.swapaxes(exchange, 1, 2),
        "fields": RANDOM.uniform(-3, 3, (number, 2)),
    }


def pair_of_eq1(j: float, *, fields: ArrayLike = (0.0, 0.0), exchange: float = 0.0) -> Floats:
    """Eq. (1) for spins 1/2 with I_12 = I_21 = exchange."""
    anisotropic = exchange * np.array([[0.0, 1.0], [1.0, 0.0]])
    return eq1_hamiltonian(spin=0.5, j=j, exchange=anisotropic, fields=fields)


def on_site(operator: NDArray[Any], site: int, sites: int) -> NDArray[Any]:
    return np.asarray(np.kron(np.kron(np.eye(2**site), operator), np.eye(2 ** (sites - site - 1))))


def magnetic_by_the_condition_after_eq2(j: float, exchange: ArrayLike, fields: ArrayLike) -> bool:
    p = eq2_parameters(exchange=exchange, fields=fields)
    strength = p.i_plus - p.i_minus + np.abs(p.alpha)
    return bool(p.zeta**2 < -(abs(j) - strength) * strength)


def test_f1_symmetric_anisotropic_exchange_separates_the_doublet_from_the_triplet_zero() -> None:
    exchange = 0.3
    levels = np.linalg.eigvalsh(pair_of_eq1(2.0, exchange=exchange))
    assert_agree(levels[2] - levels[:2], [exchange, exchange], ELEMENTWISE)
    for printed, separation in ((False, exchange), (True, 0.0)):
        anisotropic = [[0.0, exchange], [exchange, 0.0]]
        up, down, _, zero = eq2_energies(
            j=2.0, exchange=anisotropic, fields=(0.0, 0.0), printed=printed
        )
        np.testing.assert_allclose([zero - up, zero - down], separation, atol=1e-15)


def test_f2_both_polarised_states_hold_i_plus_and_both_others_i_minus() -> None:
    case = random_pairs(50)
    p, j = eq2_parameters(exchange=case["exchange"], fields=case["fields"]), case["j"]
    omega = np.hypot(j / 2, p.zeta)

    def spectrum(second: Floats, third: Floats) -> Floats:
        polarised = (-j / 4 - p.i_plus + p.alpha, -j / 4 - second - p.alpha)
        mixed = (j / 4 - third + omega, j / 4 - p.i_minus - omega)
        return np.sort(np.stack(polarised + mixed, axis=-1), axis=-1)

    exact = np.linalg.eigvalsh(eq1_hamiltonian(spin=0.5, **case))
    assert_agree(spectrum(p.i_plus, p.i_minus), exact, LINEAR_ALGEBRA)
    letter_by_letter = spectrum(p.i_minus, p.i_plus)
    assert np.mean(np.max(np.abs(letter_by_letter - exact), axis=-1) > 0.1) > 0.9


def test_f3_condition_for_a_magnetic_ground_state_also_needs_half_of_j() -> None:
    easy_plane, fields = np.array([[0.0, -4.0], [-4.0, 0.0]]), np.array([1.0, 1.0])
    assert magnetic_by_the_condition_after_eq2(-1.0, easy_plane, fields)
    up, down, _, zero = eq2_energies(j=-1.0, exchange=easy_plane, fields=fields)
    assert zero < min(up, down) - 1


def test_f4_exchange_changes_its_sign_between_eq3_and_eq4() -> None:
    assert np.all(exchange_in_k(np.linspace(0, 3, 7), j=-5.0, r_s=1.0) > 0)
    assert_agree(pair_of_eq1(-5.0), dimer_hamiltonian(Dimer(spin=0.5, j=5.0, alpha=0)), ELEMENTWISE)
    below_the_triplet = np.diff(np.linalg.eigvalsh(pair_of_eq1(-5.0)))[0]
    assert below_the_triplet == pytest.approx(5)


def test_f5_field_changes_its_sign_between_eq1_and_eq3() -> None:
    aligned = pair_of_eq1(1.0, fields=[2.0, 1.0])
    assert np.argmin(np.diagonal(aligned)) == 0
    assert eq5_moment(j=-1.0, alpha=2.0, temperature=3.0) < -0.9
    assert_agree(aligned, dimer_hamiltonian(Dimer(spin=0.5, j=-1.0, alpha=-2.0)), ELEMENTWISE)


def test_f6_sum_over_wave_vectors_meets_each_pair_twice() -> None:
    j, alpha = 1.3, 0.7
    scalar = dimer_hamiltonian(Dimer(spin=0.5, j=1.0, alpha=0.0))
    z = spin_operators(0.5).z
    of_k, of_minus_k = (j * scalar + alpha * on_site(z, site, 2) for site in range(2))
    one_term = Dimer(spin=0.5, j=j, alpha=alpha, field_ratio=0.0)
    assert_agree(of_k, dimer_hamiltonian(one_term), ELEMENTWISE)
    both = Dimer(spin=0.5, j=2 * j, alpha=alpha, field_ratio=1.0)
    assert_agree(of_k + of_minus_k, dimer_hamiltonian(both), ELEMENTWISE)
    assert 2 * transition_slope(0.5, field_ratio=1.0) == pytest.approx(2, rel=LINEAR_ALGEBRA)


def test_f7_printed_energies_are_those_of_half_the_field_on_the_second_spin() -> None:
    j, alpha = 1.3, 0.7
    omega = np.sqrt(j**2 + alpha**2 / 4)
    printed = [(j + 3 * alpha) / 4, (j - 3 * alpha) / 4, -j / 4 + omega / 2, -j / 4 - omega / 2]
    for ratio in (0.0, 0.5, 1.0):
        pair = Dimer(spin=0.5, j=j, alpha=alpha, field_ratio=ratio)
        squares = np.sum(dimer_energies(pair)[0] ** 2)
        assert squares == pytest.approx(3 / 4 * j**2 + (1 + ratio**2) * alpha**2, rel=ELEMENTWISE)
        assert bool(abs(squares - np.sum(np.square(printed))) < ELEMENTWISE) is (ratio == 0.5)


@pytest.mark.parametrize("spin", SPINS)
def test_f7_hamiltonian_letter_by_letter_magnetises_no_antiferromagnet(spin: float) -> None:
    alpha, cold = np.linspace(0, 100, 401), 0.05
    literal = thermal_moment(Dimer(spin=spin, j=1.0, alpha=alpha, field_ratio=0.0), cold)
    assert np.max(np.abs(literal)) < 0.01
    assert np.max(np.abs(thermal_moment(Dimer(spin=spin, j=1.0, alpha=alpha), cold))) > 1.99 * spin


def test_f8_omega_without_field_is_the_exchange() -> None:
    energies, M = dimer_energies(Dimer(spin=0.5, j=2.0, alpha=0.0))
    omega = np.ptp(energies[M == 0])
    assert omega == pytest.approx(np.sqrt(2.0**2 + 0 / 4), rel=ELEMENTWISE)
    assert omega != pytest.approx(np.sqrt(2.0**2 + 0) / 4, rel=0.5)


def test_f9_no_antiferromagnet_turns_magnetic_at_a_third_of_j() -> None:
    slopes = [transition_slope(spin) for spin in SPINS]
    np.testing.assert_allclose(slopes, [1.5, 1.71864044, 2.04673338, 2.46133188], rtol=1e-8)
    ratios = np.linspace(0.05, 1, 20)
    least = min(transition_slope(s, field_ratio=r) for s in SPINS for r in ratios)
    assert least == pytest.approx(1, rel=LINEAR_ALGEBRA)
    beyond_a_third = eq5_moment(j=1.0, alpha=np.linspace(0.34, 1.4, 11), temperature=0.01)
    assert np.max(np.abs(beyond_a_third)) < 1e-12
    assert abs(eq5_moment(j=1.0, alpha=1.6, temperature=0.01)) > 0.99


@pytest.mark.parametrize(("alpha", "magnetic"), [(0.34, False), (1.49, False), (1.51, True)])
def test_f9_condition_after_eq2_says_three_halves_as_well(alpha: float, magnetic: bool) -> None:
    fields = alpha * np.array([1.0, 0.5])
    says = magnetic_by_the_condition_after_eq2(-1.0, np.zeros((2, 2)), fields)
    assert (says and 0.75 * alpha > 0.5) is magnetic


def test_f10_spins_of_two_wave_vectors_are_not_two_spins() -> None:
    s, phase = spin_operators(0.5), np.exp(2j * np.pi * np.arange(3) / 3)
    x, y, z = (
        np.sum([p * on_site(o, m, 3) for m, p in enumerate(phase)], axis=0) / np.sqrt(3)
        for o in (s.x, s.y, s.z)
    )
    energies = np.linalg.eigvalsh(sum(a @ a.conj().T for a in (x, y, z)))
    np.testing.assert_allclose(energies, 4 * [0.5] + 4 * [1.0], atol=1e-12)
    assert dimer_energies(Dimer(spin=0.5, j=1.0, alpha=0.0))[0].min() == pytest.approx(-3 / 4)
    assert np.max(np.abs(x @ y - y @ x - 1j * z)) > 0.1


def test_f11_only_the_wave_k_zero_carries_a_total_moment() -> None:
    moments = RANDOM.normal(size=12)
    waves = np.fft.fft(moments, norm="ortho")
    assert np.sum(moments) == pytest.approx(np.sqrt(12) * waves[0].real)
    waves[0] = 0
    assert abs(np.sum(np.fft.ifft(waves, norm="ortho"))) < 1e-12


@pytest.mark.parametrize(("phi", "degenerate"), [(0.0, True), (0.02, False)])
def test_f12_term_linear_in_spin_and_displacement_lifts_kramers_degeneracy(
    phi: float, degenerate: bool
) -> None:
    a = np.diag(np.sqrt(np.arange(1.0, 24)), 1)
    q, up_down, turn = a + a.T, np.diag([0.5, -0.5]), np.array([[0.0, 1.0], [-1.0, 0.0]])
    coupled = 0.4 * np.kron(up_down, q)
    h = np.kron(np.eye(2), a.T @ a + phi * q @ q @ q) + coupled
    reversal = np.kron(turn, np.eye(24))
    np.testing.assert_allclose(reversal @ h @ reversal.T - h, -2 * coupled, atol=1e-12)
    levels = np.linalg.eigvalsh(h)
    assert bool(levels[1] - levels[0] < 1e-9) is degenerate


def cubic_sum(q: Complex, sign: int) -> complex:
    """Sum over k, k' of Q_k Q_k' Q_q with q = sign (k + k'), over sqrt N."""
    n = len(q)
    terms = (q[k] * q[p] * q[sign * (k + p) % n] for k, p in product(range(n), repeat=2))
    return complex(sum(terms) / np.sqrt(n))


def contractions(sign: int, displaced: int, size: int) -> int:
    """Ways to pair Q_p with one of Q_k Q_k' Q_q, q = sign (k + k'), and the others together."""
    ways = 0
    for k, other in product(range(size), repeat=2):
        modes = (k, other, sign * (k + other))
        for i in range(3):
            first, second = (modes[n] for n in range(3) if n != i)
            ways += (displaced + modes[i]) % size == 0 and (first + second) % size == 0
    return ways


def test_f13_anharmonic_term_conserves_the_wave_vector() -> None:
    on_sites = RANDOM.normal(size=7)
    waves = np.fft.fft(on_sites, norm="ortho")
    assert cubic_sum(waves, -1) == pytest.approx(np.sum(on_sites**3), rel=LINEAR_ALGEBRA)
    assert abs(cubic_sum(waves, +1) - np.sum(on_sites**3)) > 0.1
    assert [contractions(-1, p, 7) for p in range(7)] == [3 * 7, 0, 0, 0, 0, 0, 0]


def test_f14_printed_anharmonic_term_gives_four_where_eq7_has_six() -> None:
    assert [2 * contractions(+1, p, 7) for p in range(1, 7)] == 6 * [4]
    one_mode = mean_displacement(phi=1e-3, omega0=2.0, temperature=20.0)
    assert one_mode == pytest.approx(-2 * contractions(+1, 0, 1) * 1e-3 * coth_over_omega0(2, 20))


@pytest.mark.parametrize(("coupling", "shown"), [(0.2, True), (0.2e-3, False), (0.2e-6, False)])
def test_f15_fig4_shows_moments_only_in_the_unit_of_a_squared_energy(
    coupling: float, shown: bool
) -> None:
    data = vib_fig4.compute(vib_fig4.Params(coupling_mev2=coupling))
    moment = data.where(omega0_mev=0.6)["moment"] / 2
    assert bool(np.max(moment) > 0.5) is shown
    assert bool(np.mean(moment > 0.9) > 0.8) is shown


def test_f15_field_is_an_energy_if_a_phi_is_one_squared() -> None:
    field = -mean_displacement(phi=0.2, omega0=0.6, temperature=20.0)
    in_micro_ev = -mean_displacement(phi=0.2 * 1000**2, omega0=600.0, temperature=20.0 * 1000)
    assert in_micro_ev == pytest.approx(1000 * field, rel=ELEMENTWISE)


def test_f16_on_site_anisotropy_does_nothing_to_spins_half() -> None:
    def moment(spin: float, anisotropy: float) -> Floats:
        pair = Dimer(spin=spin, j=2.0, alpha=3.0, anisotropy=anisotropy)
        return thermal_moment(pair, np.array([2.0, 20.0, 200.0]))

    assert_agree(moment(0.5, 5.0), moment(0.5, 0.0), ELEMENTWISE)
    assert np.all(np.abs(moment(1.0, 5.0) / moment(1.0, 0.0) - 1) > 0.01)


def test_f17_positive_anisotropy_is_an_easy_axis_in_eq1_and_an_easy_plane_in_fig5() -> None:
    easy_axis = eq1_hamiltonian(spin=1, j=0.0, exchange=np.eye(2), fields=[0.0, 0.0])
    easy_plane = dimer_hamiltonian(Dimer(spin=1, j=0.0, alpha=0.0, anisotropy=1.0))
    assert np.argmin(np.diagonal(easy_axis)) == 0
    assert np.argmin(np.diagonal(easy_plane)) == 4
    assert_agree(easy_axis, -easy_plane, ELEMENTWISE)


@pytest.mark.parametrize("radius", [0.5, 1.0, 2.0])
def test_f18_transform_on_a_plane_grows_as_the_square_of_the_range(radius: float) -> None:
    exact, _ = quad(lambda r: 2 * np.pi * r * np.exp(-((r / radius) ** 2)), 0, 12 * radius)
    assert exact == pytest.approx(np.pi * radius**2, rel=QUADRATURE)
    assert gaussian_transform(0.0, strength=1.0, radius=radius) == pytest.approx(exact)
    for prefactor in (PRINTED_PREFACTOR, np.sqrt(2 * np.pi)):
        assert abs(exchange_in_k(0.0, j=-1.0, r_s=radius, prefactor=prefactor) / exact - 1) > 0.1


def test_f19_coupling_that_feels_no_common_shift_vanishes_at_k_zero() -> None:
    distance = np.arange(-8, 8)
    falling = np.exp(-(distance**2) / 4.0)
    rigid = falling - np.sum(falling) * (distance == 0)
    assert abs(np.fft.fft(rigid)[0]) < 1e-12
    gaussian = spin_lattice_coupling_in_k(np.linspace(0, 3, 31), a=1.0, r_a=1.0)
    assert np.argmax(gaussian) == 0


def test_f20_exchange_between_sites_has_both_signs_among_the_waves() -> None:
    x = np.fft.fftfreq(16, 1 / 16)
    squared = x[:, None] ** 2 + x**2
    falling = np.exp(-squared / 2)
    with_itself, between = (np.fft.fft2(j).real for j in (falling, falling * (squared > 0)))
    assert np.all(with_itself > 0)
    assert between.min() < -0.9 < 1 < between.max()
    assert abs(np.mean(between)) < 1e-12
    assert np.all(exchange_in_k(np.linspace(0, 5, 51), j=-1.0, r_s=1.0) > 0)


def test_f21_strongest_anharmonicity_of_fig5_is_a_tenth_of_a_micro_electronvolt() -> None:
    params = vib_fig5.Params()
    in_micro_ev = 1e3 * params.omega0_mev * values(params.phi_over_omega0)
    assert in_micro_ev.max() == pytest.approx(0.1, rel=ELEMENTWISE)
    assert in_micro_ev.min() == pytest.approx(1e-5, rel=ELEMENTWISE)


def test_p1_uniform_field_meets_no_divergence_of_two_equal_diamagnets() -> None:
    critical, share = critical_susceptibility(3.0, eta=-2), np.array([0.9, 0.999, 1.0, 1.001, 1.1])
    along = dimer_susceptibility(-share * critical, -share * critical, d_over_a=3.0, eta=-2)
    assert_agree(along, -critical * share / (1 + share), ELEMENTWISE)
    magnets = dimer_susceptibility(0.999 * critical, 0.999 * critical, d_over_a=3.0, eta=-2)
    assert magnets == pytest.approx(999 * critical)


@pytest.mark.parametrize("share", [0.9, 0.999])
def test_p1_opposite_fields_meet_it(share: float) -> None:
    critical = float(critical_susceptibility(3.0, eta=-2))
    chi, pull = -share * critical, 2 * SPHERE_VOLUME / 27
    coupled = np.array([[1.0, -chi * pull], [-chi * pull, 1.0]])
    response = np.linalg.solve(coupled, chi * np.array([1.0, -1.0]))
    assert response[0] == pytest.approx(chi / (1 - share), rel=LINEAR_ALGEBRA)


@pytest.mark.parametrize(("share", "good"), [(0.05, True), (0.9, False)])
def test_p2_first_order_in_the_distance_needs_a_small_susceptibility_too(
    share: float, good: bool
) -> None:
    chi = share * float(critical_susceptibility(3.0, eta=-2))
    exact = float(dimer_susceptibility(chi, chi, d_over_a=3.0, eta=-2))
    first = chi + float(first_order_correction(chi, chi, d_over_a=3.0, eta=-2))
    assert 1 - first / exact == pytest.approx(share**2)
    assert (share**2 < 1 / 27) is good


@pytest.mark.parametrize("d_over_a", [3.0, 4.0, 6.0])
def test_p3_at_the_instability_the_induction_left_out_exceeds_the_field(d_over_a: float) -> None:
    left_out = 4 * np.pi * critical_susceptibility(d_over_a, eta=-2)
    assert left_out == pytest.approx(1.5 * d_over_a**3, rel=ELEMENTWISE)
    assert left_out > 40


def test_p4_field_of_footnote_12_is_no_round_share_of_a_fermi_energy_of_gold() -> None:
    fermi_energies = np.array([5.17, 5.53, 5.66])
    share = 9.2e5 * 2 * BOHR_MAGNETON_ERG_G / ERG_PER_EV / fermi_energies
    np.testing.assert_allclose(share, [2.060e-3, 1.926e-3, 1.882e-3], rtol=3e-4)
    assert not np.any(np.abs(share / 2e-3 - 1) < 0.02)


def test_p5_mean_length_of_a_moment_does_not_vanish_without_a_field() -> None:
    length, norm = (
        quad(lambda mu, n=n: mu**n * np.exp(-50 * mu**2), 0, 1, epsabs=0)[0] for n in (3, 2)
    )
    assert length / norm == pytest.approx(0.16, abs=5e-3)
    assert mean_moment(coupling=0.0, stiffness=50.0) == 0
