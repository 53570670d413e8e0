"""The laws of the couplings in reciprocal space and of the moment per site."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import j0

from magrepro.core.constants import K_B_MEV
from magrepro.core.roots import NotConverged
from magrepro.core.vibrational.discs import (
    AIM,
    EDGES,
    Discs,
    _largest_moment,
    _pair_moments,
    averages,
)
from magrepro.core.vibrational.lattice import (
    PRINTED_PREFACTOR,
    VibratingLattice,
    _discs,
    exchange_in_k,
    gaussian_transform,
    moment_at_share,
    moment_per_site,
    spin_lattice_coupling_in_k,
)
from magrepro.core.vibrational.spin_half import eq5_moment
from magrepro.core.vibrational.spins import Dimer, thermal_moment
from magrepro.core.vibrational.vibrations import mean_displacement
from tests.spin_oracles import Floats, Pair, average, moments_in_doubles
from tests.tolerances import ELEMENTWISE, QUADRATURE, assert_agree

ANTIFERROMAGNET = VibratingLattice(spin=1, j=-5.0, a=1.0, phi=1e-4, omega0=0.1, anisotropy=5.0)
FERROMAGNET = replace(ANTIFERROMAGNET, j=5.0)
TEMPERATURES = np.array([2.0, 20.0, 100.0, 400.0])


@pytest.mark.parametrize("radius", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("k", [0.0, 0.7, 3.0])
def test_transform_in_two_dimensions_is_that_of_quadrature(radius: float, k: float) -> None:
    def integrand(r: float) -> float:
        return float(2 * np.pi * r * j0(k * r) * 3.0 * np.exp(-((r / radius) ** 2)))

    expected, _ = quad(integrand, 0, 12 * radius, epsabs=1e-13, epsrel=1e-12)
    transform = gaussian_transform(k, strength=3.0, radius=radius, cell_area=2.0)
    np.testing.assert_allclose(transform, expected / 2.0, rtol=QUADRATURE, atol=1e-12)


def test_transform_is_the_lattice_sum_over_a_dense_lattice() -> None:
    spacing, k = 0.4, 1.3
    x = spacing * np.arange(-20, 21)
    values = np.exp(-(x[:, None] ** 2 + x**2)) * np.cos(k * x)
    transform = gaussian_transform(k, strength=1.0, radius=1.0, cell_area=spacing**2)
    assert_agree(np.sum(values), transform, QUADRATURE)


def test_twice_the_range_makes_four_times_the_transform_but_twice_the_printed_one() -> None:
    one, two = gaussian_transform(0.0, strength=1.0, radius=np.array([1.0, 2.0]))
    assert two / one == pytest.approx(4, rel=ELEMENTWISE)
    for printed in (
        exchange_in_k(0.0, j=1.0, r_s=np.array([1.0, 2.0])),
        spin_lattice_coupling_in_k(0.0, a=1.0, r_a=np.array([1.0, 2.0])),
    ):
        assert printed[1] / printed[0] == pytest.approx(2, rel=ELEMENTWISE)


def test_printed_couplings_have_the_exponent_and_signs_of_the_transform() -> None:
    k, radius, area = np.linspace(0, 4, 9), 1.7, 2.5
    transform = gaussian_transform(k, strength=3.0, radius=radius, cell_area=area)
    prefactor = np.pi * radius / area
    assert_agree(exchange_in_k(k, j=3.0, r_s=radius, prefactor=prefactor), -transform, ELEMENTWISE)
    coupling = spin_lattice_coupling_in_k(k, a=3.0, r_a=radius, prefactor=prefactor)
    assert_agree(coupling, transform, ELEMENTWISE)


def test_couplings_are_those_printed() -> None:
    k, r = 1.1, 0.8
    decay = np.exp(-(k**2) / (2 / r) ** 2)
    exchange = exchange_in_k(k, j=-5.0, r_s=r)
    assert exchange == pytest.approx(np.sqrt(2) * np.pi * r * 5.0 * decay, rel=ELEMENTWISE)
    coupling = spin_lattice_coupling_in_k(k, a=2.0, r_a=r)
    assert coupling == pytest.approx(np.sqrt(2) * np.pi * r * 2.0 * decay, rel=ELEMENTWISE)


def test_antiferromagnetic_exchange_is_negative_in_space_and_positive_in_k() -> None:
    j_k = exchange_in_k(np.linspace(0, 3, 7), j=np.array([[-5.0], [5.0]]), r_s=1.0)
    assert np.all(j_k[0] > 0)
    assert np.all(j_k[1] < 0)


def test_gaussian_coupling_does_not_vanish_at_k_zero_as_the_text_asks() -> None:
    k = np.linspace(0, 3, 31)
    coupling = spin_lattice_coupling_in_k(k, a=1.0, r_a=1.0)
    assert np.argmax(coupling) == 0
    assert coupling[0] == pytest.approx(PRINTED_PREFACTOR, rel=ELEMENTWISE)


@pytest.mark.parametrize("j", [-5.0, 5.0])
def test_moment_per_site_is_half_of_eq5_averaged_over_the_disc(j: float) -> None:
    lattice = VibratingLattice(
        spin=0.5, j=j, a=1.0, phi=1e-4, omega0=0.1, r_s=0.9, r_a=1.2, k_max=2.0
    )
    temperature = 60.0
    q = float(mean_displacement(phi=1e-4, omega0=0.1, temperature=temperature))

    def integrand(k: float) -> float:
        pair = eq5_moment(
            j=exchange_in_k(k, j=j, r_s=0.9),
            alpha=spin_lattice_coupling_in_k(k, a=1.0, r_a=1.2) * q,
            temperature=temperature,
        )
        return float(2 * k / 2.0**2 * pair / 2)

    expected, _ = quad(integrand, 0, 2.0, epsabs=1e-14, epsrel=1e-12)
    moment, error = moment_per_site(lattice, temperature)
    assert moment == pytest.approx(expected, rel=QUADRATURE)
    assert error < QUADRATURE * moment


def test_small_disc_holds_one_pair_at_k_zero() -> None:
    lattice = replace(
        ANTIFERROMAGNET, k_max=1e-6, r_s=0.7, field_ratio=0.8, exchange_anisotropy=1.0
    )
    pair = Dimer(
        spin=1,
        j=exchange_in_k(0.0, j=-5.0, r_s=0.7),
        alpha=PRINTED_PREFACTOR * mean_displacement(phi=1e-4, omega0=0.1, temperature=TEMPERATURES),
        field_ratio=0.8,
        anisotropy=5.0,
        exchange_anisotropy=1.0,
    )
    moment, _ = moment_per_site(lattice, TEMPERATURES)
    np.testing.assert_allclose(moment, thermal_moment(pair, TEMPERATURES) / 2, rtol=1e-10)


WIDE = replace(FERROMAGNET, phi=1e-3 * 0.1, r_s=5.0, r_a=5.0)


@pytest.mark.parametrize(
    ("lattice", "expected"),
    [
        (WIDE, 0.0212026),
        (replace(WIDE, r_s=100.0, r_a=100.0), 1.7303e-4),
        (replace(WIDE, r_s=1.0, r_a=1.0, k_max=100.0), 1.18332e-4),
    ],
)
def test_tail_of_a_disc_much_wider_than_the_couplings_counts(
    lattice: VibratingLattice, expected: float
) -> None:
    moment, error = moment_per_site(lattice, 300.0)
    assert moment == pytest.approx(expected, rel=1e-4)
    assert moment == pytest.approx(plain_average(lattice, 300.0), rel=1e-10)
    assert error <= AIM * moment


@pytest.mark.parametrize("ranges", [(1.0, 0.5), (0.2, 3.0), (2.0, 2.0)])
def test_steps_at_which_cold_pairs_turn_magnetic_are_found(ranges: tuple[float, float]) -> None:
    (r_s, r_a), temperature = ranges, 1.0
    step = replace(ANTIFERROMAGNET, spin=1.0, r_s=r_s, r_a=r_a, phi=0.3, k_max=4.0)
    moment, error = moment_per_site(step, temperature)
    assert moment == pytest.approx(plain_average(step, temperature), rel=1e-10)
    assert error <= AIM * moment


def test_a_cold_step_is_resolved_where_exchange_and_field_change_alike() -> None:
    """The singlet of two equal spins half gives way where J falls to the field, y = 4 ln 1.5."""
    parameters = (7.5, 5.0, 1.0, 0.0, 0.0, 0.01, 1.0, 0.75, 3.0)
    disc = Discs(*(np.array([value]) for value in parameters))
    (moment,), (error,), _ = averages(0.5, disc)
    assert moment == pytest.approx(-0.5 * (1 - 4 * np.log(1.5) / 3), rel=1e-4)
    assert error <= AIM * abs(moment)


def plain_average(lattice: VibratingLattice, temperature: float) -> float:
    """By quadrature in k^2/4, piece by piece."""
    x = lattice
    q = mean_displacement(phi=x.phi, omega0=x.omega0, temperature=temperature)
    decays = (float(x.r_s) ** 2, float(x.r_a) ** 2)  # type: ignore[arg-type]

    def integrand(y: Floats) -> Floats:
        k = 2 * np.sqrt(y)
        j = exchange_in_k(k, j=x.j, r_s=x.r_s)
        alpha = spin_lattice_coupling_in_k(k, a=x.a, r_a=x.r_a) * q
        pair = Pair(x.spin, j, alpha, alpha / 2, x.anisotropy, 0.0, temperature)
        return moments_in_doubles(pair) / 2

    end = float(x.k_max) ** 2 / 4  # type: ignore[arg-type]
    return average(integrand, end=end, decays=decays)


def test_default_disc_is_one_panel() -> None:
    assert np.pi**2 / 4 < EDGES[0]


def test_moment_that_does_not_converge_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("magrepro.core.quadrature.MOST_ROUNDS", 2)
    step = replace(ANTIFERROMAGNET, anisotropy=0.0, r_a=0.5, phi=0.05)
    with pytest.raises(NotConverged, match=r"J_0 = 22\.2.* meV, alpha_0 = .* meV, T = 0\.01 K"):
        moment_per_site(step, 0.01)


def test_moment_per_site_is_the_average_of_the_moments_at_equal_shares_of_the_disc() -> None:
    shares = (np.arange(4000) + 0.5) / 4000
    midpoint = np.mean(moment_at_share(FERROMAGNET, 50.0, shares))
    moment, _ = moment_per_site(FERROMAGNET, 50.0)
    assert moment == pytest.approx(midpoint, rel=1e-6)


def test_moment_per_site_is_at_most_the_spin_and_odd_in_the_anharmonicity() -> None:
    phi = np.array([-1.0, -1e-4, 0.0, 1e-4, 1.0])[:, None]
    moment, _ = moment_per_site(replace(FERROMAGNET, phi=phi), TEMPERATURES)
    assert moment.shape == (5, 4)
    np.testing.assert_array_equal(moment, -moment[::-1])
    assert np.all(np.sign(moment) == np.sign(phi))
    assert np.max(moment) <= 1 + ELEMENTWISE
    assert moment[-1] == pytest.approx(1, rel=1e-3)


def test_arrays_give_what_one_point_at_a_time_gives() -> None:
    j, phi = np.array([-5.0, 5.0])[:, None, None], np.array([1e-6, 1e-4])[:, None]
    lattice = replace(ANTIFERROMAGNET, j=j, phi=phi, anisotropy=np.abs(j))
    moment, error = moment_per_site(lattice, TEMPERATURES)
    assert moment.shape == error.shape == (2, 2, 4)
    for (a, b, c), value in np.ndenumerate(moment):
        point = replace(ANTIFERROMAGNET, j=float(j[a, 0, 0]), phi=float(phi[b, 0]))
        single, _ = moment_per_site(point, TEMPERATURES[c])
        assert value == pytest.approx(float(single), rel=ELEMENTWISE)


def test_spins_half_feel_an_easy_plane_in_the_exchange_but_not_on_site() -> None:
    plain = replace(FERROMAGNET, spin=0.5, anisotropy=0.0)
    on_site = replace(plain, anisotropy=5.0)
    in_exchange = replace(plain, exchange_anisotropy=5.0)
    without, _ = moment_per_site(plain, TEMPERATURES)
    assert_agree(moment_per_site(on_site, TEMPERATURES)[0], without, ELEMENTWISE)
    assert np.all(moment_per_site(in_exchange, TEMPERATURES)[0] < without)


@pytest.mark.parametrize("spin", [0.5, 2.0])
def test_no_moment_exceeds_the_bound_by_which_far_panels_are_left_out(spin: float) -> None:
    y = np.linspace(0, 20, 41)
    for j in (-5.0, 0.5):
        told = VibratingLattice(spin=spin, j=j, a=1.0, phi=0.01, omega0=1.0, field_ratio=0.7)
        discs, _ = _discs(told, 300.0)
        bound = _largest_moment(spin, discs, y)
        assert np.all(np.abs(_pair_moments(spin, discs, y)) / 2 <= bound)
    h = 0.85 * abs(float(discs.alpha[0])) * np.exp(-y)
    assert_agree(bound, spin * np.tanh(2 * spin * h / (K_B_MEV * 300.0)), ELEMENTWISE)


def test_a_lattice_is_isotropic_with_the_printed_couplings_unless_it_says_otherwise() -> None:
    told = VibratingLattice(
        spin=1, j=5.0, a=1.0, phi=1e-4, omega0=0.1, r_s=1.0, r_a=1.0, k_max=np.pi,
        prefactor=np.sqrt(2) * np.pi, field_ratio=0.5, anisotropy=0.0, exchange_anisotropy=0.0,
    )  # fmt: skip
    assert VibratingLattice(spin=1, j=5.0, a=1.0, phi=1e-4, omega0=0.1) == told


def test_antiferromagnetic_moment_grows_with_temperature() -> None:
    moment, _ = moment_per_site(ANTIFERROMAGNET, np.linspace(10, 400, 40))
    assert np.all(np.diff(moment) > 0)


@pytest.mark.parametrize("j", [5.0, 50.0])
def test_ferromagnetic_moment_peaks_near_four_times_the_exchange(j: float) -> None:
    temperature = np.geomspace(1, 1e6, 600)
    moment, _ = moment_per_site(replace(FERROMAGNET, j=j, anisotropy=j), temperature)
    peak = temperature[np.argmax(moment)]
    assert 3.7 < K_B_MEV * peak / j < 4.1
    assert moment[0] < 1e-3 * np.max(moment)
    assert 0.8 < moment[-1] / np.max(moment) < 0.95


def test_hot_lattice_keeps_the_moment_of_free_spins_in_a_field_growing_with_temperature() -> None:
    hot, phi = 1e9, 1e-3
    moment, _ = moment_per_site(replace(FERROMAGNET, spin=0.5, phi=phi), hot)

    def integrand(share: float) -> float:
        a_k = spin_lattice_coupling_in_k(np.pi * np.sqrt(share), a=1.0, r_a=1.0)
        field = 12 * phi * float(a_k) / 0.1**2
        return float((np.tanh(field / 2) + np.tanh(field / 4)) / 4)

    expected, _ = quad(integrand, 0, 1)
    assert moment == pytest.approx(expected, rel=1e-4)


def test_ranges_are_positive() -> None:
    with pytest.raises(ValueError, match="radius"):
        exchange_in_k(0.0, j=1.0, r_s=0.0)
    with pytest.raises(ValueError, match="cell_area"):
        gaussian_transform(0.0, strength=1.0, radius=1.0, cell_area=-1.0)
    with pytest.raises(ValueError, match="k_max"):
        moment_per_site(replace(FERROMAGNET, k_max=0.0), 10.0)
