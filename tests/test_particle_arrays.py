"""Arrays of dipoles: lattice sums, two routes to each, shapes, and disorder."""

import numpy as np
import pytest
import scipy.special
import scipy.stats

from magrepro.core.orbital import dipole_waves, disordered_arrays, particle_arrays
from magrepro.core.orbital.chains import chain_critical_ratio
from magrepro.core.orbital.dipole_waves import direct_tensor, strongest_wave, wave_tensor
from magrepro.core.orbital.particle_arrays import (
    MOMENTS,
    Convolution,
    coupling_matrix,
    critical_ratio,
    particle_array,
    strongest_mode,
)
from magrepro.figures import beyond_arrays, beyond_disorder
from tests.tolerances import assert_agree

ALL = [
    ("square", "in plane"),
    ("square", "out of plane"),
    ("hexagonal", "in plane"),
    ("hexagonal", "out of plane"),
    ("cubic", "any"),
]


def test_a_pair_of_the_matrix_is_the_field_of_eq_3() -> None:
    rng = np.random.default_rng(1)
    places = rng.normal(size=(2, 3))
    r = places[0] - places[1]
    n, distance = r / np.linalg.norm(r), np.linalg.norm(r)
    m = rng.normal(size=3)
    field = coupling_matrix(places, (0, 1, 2))[:3, 3:] @ m
    assert_agree(field, (3 * n * (n @ m) - m) / distance**3, 1e-13)


def test_a_line_of_particles_is_the_chain_of_c1() -> None:
    lengths = [2, 3, 10, 700]
    found = [strongest_mode(particle_array("chain", n), (0,))[0] for n in lengths]
    assert_agree(critical_ratio(found), chain_critical_ratio(lengths), 1e-9)


@pytest.mark.parametrize(("lattice", "moments"), ALL)
def test_the_convolution_is_the_matrix(lattice: str, moments: str) -> None:
    array, some = particle_array(lattice, 4), MOMENTS[moments]
    x = np.random.default_rng(2).normal(size=(array.size, len(some)))
    coupling = Convolution.of(array, some)
    found = coupling.apply(coupling.spectrum, x.T.ravel())[:, 0].reshape(len(some), -1).T
    expected = coupling_matrix(array.positions(), some) @ x.ravel()
    assert_agree(found.ravel(), expected, 1e-12)


@pytest.mark.parametrize(("lattice", "moments"), ALL)
def test_the_iteration_finds_the_largest_eigenvalue_of_the_matrix(
    lattice: str, moments: str
) -> None:
    array, some = particle_array(lattice, 4 if lattice == "cubic" else 8), MOMENTS[moments]
    found, mode = particle_arrays._by_convolution(Convolution.of(array, some))
    matrix = coupling_matrix(array.positions(), some)
    assert_agree(found, disordered_arrays.largest(matrix)[0], 1e-9)
    assert np.linalg.norm(matrix @ mode.ravel() - found * mode.ravel()) < 1e-5 * found


def test_a_hexagon_has_its_number_of_particles_within_one_distance() -> None:
    array = particle_array("hexagonal", 3)
    places = array.positions() - array.positions().mean(axis=0)
    assert array.size == 19
    apart = np.linalg.norm(places[:, None] - places, axis=-1) + 9 * np.eye(19)
    assert_agree(apart.min(axis=1), np.ones(19), 1e-12)
    assert_agree(np.linalg.norm(places, axis=1).max(), 2.0, 1e-12)


def test_the_sum_of_inverse_cubes_over_the_square_lattice_is_that_of_zeta_and_beta() -> None:
    beta = (scipy.special.zeta(1.5, 0.25) - scipy.special.zeta(1.5, 0.75)) / 8
    total = 4 * scipy.special.zeta(1.5) * beta
    tensor = wave_tensor("square", np.zeros(3))
    assert_agree(np.diag(tensor), total * np.array([0.5, 0.5, -1]), 1e-12)
    assert f"{total:.4f}" == "9.0336"


@pytest.mark.parametrize("lattice", ["square", "hexagonal", "cubic"])
def test_where_ewald_splits_does_not_matter_and_the_tensor_has_no_trace(lattice: str) -> None:
    k = np.random.default_rng(3).normal(size=(7, 3)) * (1, 1, lattice == "cubic")
    one, two = (wave_tensor(lattice, k, eta=eta) for eta in (1.6, 2.1))
    assert_agree(one, two, 1e-12)
    assert np.max(np.abs(np.trace(one, axis1=1, axis2=2))) < 1e-11


@pytest.mark.parametrize(("lattice", "moments"), ALL)
def test_direct_sums_are_those_of_ewald(lattice: str, moments: str) -> None:
    _, k, _ = strongest_wave(lattice, moments)
    direct = direct_tensor(lattice, k, particles=2e5)
    assert np.max(np.abs(direct - wave_tensor(lattice, k))) < 1e-9


@pytest.mark.parametrize(
    ("lattice", "moments", "value", "wave"),
    [
        ("square", "in plane", 5.0988729940, (0, np.pi, 0)),
        ("square", "out of plane", 2.6458865323, (np.pi, np.pi, 0)),
        ("hexagonal", "in plane", 5.5170878675, (0, 0, 0)),
        ("hexagonal", "out of plane", 2.3317957020, (4 * np.pi / 3, 0, 0)),
        ("cubic", "any", 5.3535773687, (0, np.pi, np.pi)),
    ],
)
def test_the_order_of_each_endless_array(
    lattice: str, moments: str, value: float, wave: tuple[float, ...]
) -> None:
    found, k, direction = strongest_wave(lattice, moments)
    assert_agree(found, value, 1e-10)
    assert_agree(np.linalg.norm(k), np.linalg.norm(wave), 1e-6)
    across = moments == "out of plane"
    assert_agree(np.abs(direction), np.array([not across, 0, across], dtype=float), 1e-9)


def test_a_cube_lies_below_luttinger_and_tiszas_columns_and_above_the_needle() -> None:
    needle = wave_tensor("cubic", [1e-6, 0.0, 0.0])
    assert_agree(np.diag(needle), 4 * np.pi / 3 * np.array([-2, 1, 1]), 1e-9)
    assert strongest_wave("cubic", "any")[0] / 2 == pytest.approx(2.6768, abs=1e-4)
    with pytest.raises(ValueError, match="no dipole sum"):
        wave_tensor("cubic", np.zeros(3))


@pytest.mark.parametrize(("lattice", "moments"), ALL)
def test_a_larger_array_orders_sooner_and_none_before_the_endless_one(
    lattice: str, moments: str
) -> None:
    found = [strongest_mode(particle_array(lattice, e), MOMENTS[moments])[0] for e in (2, 3, 5, 7)]
    assert np.all(np.diff([*found, strongest_wave(lattice, moments)[0]]) > 0)


def test_diamagnets_across_a_plane_order_aligned() -> None:
    value, k, _ = strongest_wave("square", "out of plane", diamagnetic=True)
    assert_agree(value, -9.0336216831, 1e-10)
    assert not np.any(k)


def test_moments_of_a_hexagon_turn_around_its_middle() -> None:
    array = particle_array("hexagonal", 8)
    _, m = strongest_mode(array, MOMENTS["in plane"])
    places = array.positions() - array.positions().mean(axis=0)
    assert np.linalg.norm(m.sum(axis=0)) < 1e-9
    turning = np.cross(places, m)[:, 2]
    assert np.all(turning * np.sign(turning.sum()) > -1e-9)


def test_a_sample_does_not_depend_on_what_was_drawn_before() -> None:
    def draw(number: int) -> tuple[float, float]:
        return disordered_arrays.sample(
            "square", "in plane", 5, "sizes", 0.1, seed=7, number=number
        )

    first = draw(3)
    assert draw(4) != first
    assert draw(3) == first


def test_an_unequal_pair_orders_at_the_geometric_mean_of_its_volumes() -> None:
    found, participants = disordered_arrays.sample(
        "chain", "in plane", 2, "sizes", 0.15, seed=7, number=3
    )
    v = disordered_arrays.volumes(2, 0.15, np.random.default_rng([7, 3, 1]))
    assert abs(v[0] / v[1] - 1) > 0.05
    assert_agree(found, 2 * np.sqrt(v[0] * v[1]), 1e-12)
    assert_agree(participants, 2.0, 1e-12)


def test_a_pair_moved_apart_orders_with_the_cube_of_its_distance() -> None:
    found, _ = disordered_arrays.sample("chain", "in plane", 2, "positions", 0.1, seed=7, number=3)
    places = np.array([[0.0, 0, 0], [1, 0, 0]])
    moved = disordered_arrays.displaced(places, 0.1, np.random.default_rng([7, 3, 0]), 1)
    assert_agree(found, 2 / np.linalg.norm(moved[1] - moved[0]) ** 3, 1e-12)


@pytest.mark.parametrize("kind", disordered_arrays.KINDS)
def test_without_disorder_a_sample_is_the_lattice(kind: disordered_arrays.Kind) -> None:
    clean, _ = strongest_mode(particle_array("hexagonal", 4), MOMENTS["in plane"])
    found, _ = disordered_arrays.sample("hexagonal", "in plane", 4, kind, 1e-9, seed=1, number=1)
    assert_agree(found, clean, 1e-7)


def test_shifts_fill_the_disc_evenly_and_stay_in_the_plane() -> None:
    places = np.zeros((20_000, 3))
    moved = disordered_arrays.displaced(places, 0.1, np.random.default_rng(1), 2)
    r = np.linalg.norm(moved, axis=1) / 0.1
    assert np.all(moved[:, 2] == 0)
    assert r.max() <= 1
    assert np.mean(r**2) == pytest.approx(0.5, abs=0.01)


def test_volumes_are_log_normal_and_keep_the_metal() -> None:
    v = disordered_arrays.volumes(40_000, 0.1, np.random.default_rng(1))
    assert np.mean(v) == pytest.approx(1, abs=1e-12)
    spread = np.log(v) / 3
    cut = 1 - 4 * scipy.stats.norm.pdf(2) / (2 * scipy.stats.norm.cdf(2) - 1)
    assert np.std(spread) == pytest.approx(0.1 * cut**0.5, rel=0.01)
    assert np.ptp(spread) <= 0.4 + 1e-12


def test_a_cluster_closer_together_takes_the_order_to_itself() -> None:
    value, participants = disordered_arrays.sample(
        "square", "in plane", 12, "positions", 0.15, seed=1, number=1
    )
    clean, _ = strongest_mode(particle_array("square", 12), MOMENTS["in plane"])
    assert value > 1.1 * clean
    assert participants < 20


def test_the_names_on_a_path_are_those_of_its_corners() -> None:
    assert beyond_arrays._CORNERS == dipole_waves.PATHS
    assert beyond_disorder._KINDS == disordered_arrays.KINDS


@pytest.mark.parametrize(
    ("lattice", "legs"),
    [
        ("square", {0: np.pi, 1: np.pi, 2: np.pi * 2**0.5}),
        ("hexagonal", {0: 2 * np.pi / 3**0.5, 1: 2 * np.pi / 3, 2: 4 * np.pi / 3}),
        ("cubic", {0: np.pi, 1: np.pi, 2: np.pi, 3: np.pi * 3**0.5}),
    ],
)
def test_a_path_leads_straight_from_corner_to_corner_of_the_zone(
    lattice: str, legs: dict[int, float]
) -> None:
    k, length = dipole_waves.path(lattice, 8)
    steps = np.diff(k, axis=0)
    assert np.linalg.norm(k[[0, -1]]) < 1e-5
    assert_agree(np.diff(length), np.linalg.norm(steps, axis=1), 1e-5)
    for leg, expected in legs.items():
        of_leg = steps[8 * leg : 8 * leg + 8]
        assert np.max(np.abs(of_leg - of_leg[3])) < 1e-5
        assert_agree(length[8 * leg + 8] - length[8 * leg], expected, 1e-5)


def test_an_edge_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        particle_array("square", 1)


def test_the_strongest_standing_wave_is_an_order_that_keeps_itself_up() -> None:
    value, wave, direction = dipole_waves.strongest_wave("square", "in plane")
    array = particle_array("square", 31)
    m = dipole_waves.standing_wave(array.positions(), wave, direction)[:, :2]
    field = (coupling_matrix(array.positions(), (0, 1)) @ m.ravel()).reshape(-1, 2)
    middle = array.size // 2
    assert abs(m[middle]).max() == pytest.approx(1.0)
    np.testing.assert_allclose(field[middle], value * m[middle], atol=0.02 * value)
