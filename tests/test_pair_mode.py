import numpy as np
import pytest
from scipy.special import logsumexp

from magrepro.core.arrays import Floats
from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational import pair_mode
from magrepro.core.vibrational.pair_mode import PairWithMode, states, static_moment
from magrepro.core.vibrational.spins import Dimer, dimer_energies, dimer_hamiltonian, spin_operators
from magrepro.core.vibrational.vibrations import mean_displacement
from magrepro.figures import beyond_pair_mode
from tests.tolerances import assert_agree

T = np.array([2.0, 10.0, 40.0])


def fock_means(s: PairWithMode, temperature: Floats, quanta: int) -> tuple[Floats, Floats]:
    """<M> and <Q> in the number states of the mode, the whole space of both spins at once."""
    lower = np.diag(np.sqrt(np.arange(1.0, quanta + 6)), 1)
    q = lower + lower.T
    powers = [np.linalg.matrix_power(q, p)[:quanta, :quanta] for p in (1, 3, 4)]
    mode = np.diag(s.omega0 * np.arange(quanta)) + s.phi * powers[1]
    mode = mode + s.quartic * s.phi**2 / s.omega0 * powers[2]
    z = spin_operators(s.spin).z
    one = np.eye(len(z))
    z1, z2 = np.kron(z, one), np.kron(one, z)
    pair = dimer_hamiltonian(Dimer(spin=s.spin, j=s.j, alpha=0.0))
    h = np.kron(pair, np.eye(quanta)) + np.kron(np.eye(len(pair)), mode)
    h = h + s.a * np.kron(z1 + s.field_ratio * z2, powers[0])
    energies, vectors = np.linalg.eigh(h)
    operators = np.kron(z1 + z2, np.eye(quanta)), np.kron(np.eye(len(pair)), powers[0])
    each = [np.einsum("ia,ij,ja->a", vectors, o, vectors, optimize=True) for o in operators]
    weight = np.exp((energies[0] - energies) / (K_B_MEV * temperature[:, None]))
    moment, displacement = ((weight @ e) / weight.sum(axis=1) for e in each)
    return moment, displacement


@pytest.mark.parametrize(
    ("spin", "j", "a", "phi", "ratio"),
    [(0.5, 1.0, 0.8, 0.05, 0.5), (0.5, -0.7, 0.3, -0.2, 0.0), (1.0, 0.4, 0.5, 0.1, 1.0)],
)
def test_grid_and_number_states_agree(
    spin: float, j: float, a: float, phi: float, ratio: float
) -> None:
    system = PairWithMode(spin=spin, j=j, a=a, phi=phi, omega0=1.2, field_ratio=ratio)
    cold = T[:2]
    for grid, fock in zip(
        states(system, cold).means(cold), fock_means(system, cold, 80), strict=True
    ):
        assert_agree(grid, fock, 1e-9)


def test_harmonic_mode_lowers_each_projection_by_its_displacement() -> None:
    """For r = 1, X = M is conserved: E = E_S - A^2 M^2/omega0 + n omega0."""
    system = PairWithMode(spin=1.0, j=0.9, a=1.7, phi=0.0, omega0=1.3, field_ratio=1.0)
    found = states(system, 5.0)
    pair, m = dimer_energies(Dimer(spin=1.0, j=0.9, alpha=0.0))
    ladder = np.add.outer(pair - 1.7**2 * m**2 / 1.3, 1.3 * np.arange(20)).ravel()
    assert_agree(np.sort(found.energy)[:25], np.sort(ladder)[:25], 1e-10)


def test_without_anharmonicity_there_is_no_moment() -> None:
    system = PairWithMode(spin=0.5, j=-1.0, a=2.0, phi=0.0, omega0=1.0)
    assert np.max(np.abs(states(system, T).means(T))) < 1e-10


def test_moment_is_linear_in_a_tiny_cubic_term() -> None:
    means = [
        states(PairWithMode(spin=0.5, j=1.0, a=0.5, phi=phi, omega0=1.0), T).means(T)
        for phi in (1e-7, 1e-5)
    ]
    assert_agree(1e2 * np.array(means[0]), means[1], 1e-5)


def test_moment_and_displacement_turn_over_with_the_cubic_term() -> None:
    up, down = (
        states(PairWithMode(spin=0.5, j=1.0, a=1.0, phi=phi, omega0=1.2), T).means(T)
        for phi in (0.1, -0.1)
    )
    assert_agree(up, -np.asarray(down), 1e-9)
    assert np.all(up[0] > 0)


def test_eq7_and_the_static_field_hold_for_weak_couplings() -> None:
    """Both errors fall as the square of the couplings."""
    off = []
    for weak in (0.02, 0.01):
        system = PairWithMode(spin=1.0, j=0.5, a=2 * weak, phi=weak / 4, omega0=1.0)
        eq7 = mean_displacement(phi=weak / 4, omega0=1.0, temperature=T)
        moment, displacement = states(system, T).means(T)
        ratios = moment / static_moment(system, T, eq7), displacement / eq7
        off.append(np.abs(np.array(ratios) - 1))
    assert np.all(off[1] < 2e-3)
    np.testing.assert_allclose(off[0] / off[1], 4, rtol=0.05)


def test_warm_mode_is_a_classical_field() -> None:
    """exp(-beta V(Q)) times the pair's partition function at alpha = A Q, integrated over Q."""
    system = PairWithMode(spin=0.5, j=1.0, a=0.2, phi=0.02, omega0=0.1)
    temperature = 30.0
    q = np.linspace(-60, 60, 4001)
    energies, m = dimer_energies(Dimer(spin=0.5, j=1.0, alpha=system.a * q))
    v = np.polynomial.polynomial.polyval(q, system.potential(0.0))
    exponent = -(energies + v[:, None]) / (K_B_MEV * temperature)
    weight = np.exp(exponent - logsumexp(exponent))
    classical = (weight @ m).sum(), weight.sum(axis=1) @ q
    np.testing.assert_allclose(
        [float(x) for x in states(system, temperature).means(temperature)], classical, rtol=2e-3
    )


def test_mode_alone_follows_eq7_until_the_well_holds_it() -> None:
    """Hot, <Q> of a well kappa Q^4 + Phi Q^3 goes to -Phi/(4 kappa), where Eq. (7) grows on."""
    system = PairWithMode(spin=0.5, j=0.0, a=0.0, phi=0.3, omega0=1.0)
    hot = pair_mode.mode_displacement(system, np.array([2000.0]))
    assert_agree(hot, -1 / (4 * system.quartic * 0.3), 0.05)


def test_a_finer_and_wider_grid_changes_nothing() -> None:
    system = PairWithMode(spin=1.0, j=1.0, a=4.0, phi=0.05, omega0=1.2)
    coarse, fine = (states(system, T, fineness=f).means(T) for f in (1.0, 1.4))
    assert_agree(coarse, fine, 1e-11)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quartic": 1.1}, "at least 1.125"),
        ({"omega0": 0.0}, "omega0"),
        ({"omega0": 1e-3, "phi": 1e-5}, "points"),
    ],
)
def test_what_cannot_be_computed_is_refused(change: dict[str, float], said: str) -> None:
    usual = {"spin": 0.5, "j": 1.0, "a": 1.0, "phi": 0.1, "omega0": 1.0}
    with pytest.raises(ValueError, match=said):
        states(PairWithMode(**(usual | change)), 10.0)


def test_what_is_refused_at_once_is_estimated_to_take_no_time() -> None:
    at_once = PairWithMode(spin=0.5, j=1.0, a=1.0, phi=1e-5, omega0=1e-3)
    assert 0 < pair_mode.seconds(at_once, 10.0) < 0.1
    solved = PairWithMode(spin=0.5, j=1.0, a=1.0, phi=0.1, omega0=1.0)
    assert pair_mode.seconds(solved, 100.0) > pair_mode.seconds(solved, 10.0) > 1.2e-3


def test_a_map_on_which_the_papers_moment_underflows_is_drawn_and_told() -> None:
    cold = {"map_temperature_k": 0.1, "omega0_mev": 18.9, "spin": 2.0, "j_mev": -15.4}
    params = beyond_pair_mode.Params(
        **cold, coupling_mev2=5e-5, a_mev=(100.0,), temperature_k=(9.0, 500.0),
        a_over_omega0=(0.001, 0.3, 30.0), phi_over_omega0=(1e-4,),
    )  # fmt: skip
    dataset = beyond_pair_mode.compute(params)
    tiny = dataset.where(panel="map")["moment_static"]
    assert 0 < np.min(np.abs(tiny)) < 1e-290 or np.any(tiny == 0)
    beyond_pair_mode.draw(dataset, params)
    assert "right within a tenth" in beyond_pair_mode.alt(dataset, params)
