"""Certificates of spin pairs, vibrations and the lattice: by other routes, and able to fail."""

from pathlib import Path
from typing import Any

import mpmath
import pytest

from magrepro import certificates
from tests.test_certify import COMMITTED

flint = pytest.importorskip("flint")
from flint import acb, acb_mat, arb, arb_mat, ctx  # noqa: E402

from magrepro.certify import NotProved, lattice, spins, vibrations  # noqa: E402


def test_a_mode_on_the_wrong_side_of_its_barrier_is_outside(tmp_path: Path) -> None:
    hardest = certificates.hardest("vib_fig5", certificates.table_of("vib_fig5", COMMITTED))
    text = (COMMITTED / "vib_fig5.csv").read_text().splitlines()
    line = hardest[0] + 1
    text[line] = text[line][:-1] + ("0" if text[line].endswith("1") else "1")
    (tmp_path / "vib_fig5.csv").write_text("\n".join(text) + "\n")
    found = certificates.certified(certificates.Piece("vib_fig5", tmp_path, (hardest[0],)))
    assert [o.column for o in found.outside] == ["in_well"]


def test_moment_of_spins_one_half_is_eq_5() -> None:
    with ctx.workprec(96):
        j, alpha, kt = arb(1.5), arb(-2.75), arb(0.5)
        omega = (j**2 + alpha**2 / 4).sqrt()
        low, high = (-j / (4 * kt)).exp(), (j / (4 * kt)).exp()
        field = 3 * alpha / (4 * kt)
        eq5 = -low * field.sinh() / (low * field.cosh() + high * (omega / (2 * kt)).cosh())
        moment = spins.moment(1, j, alpha, kt, field_ratio=arb(0.5))
        assert moment.overlaps(eq5)
        assert moment.rel_accuracy_bits() > 80


def full_hamiltonian(twice: int, j: float, fields: tuple[float, float], d: float) -> Any:
    """The whole matrix of a pair at 40 digits, built from S+ and S- of each spin."""
    size, s = twice + 1, mpmath.mpf(twice) / 2
    m = [s - i for i in range(size)]
    h = mpmath.zeros(size**2)
    for a in range(size):
        for b in range(size):
            i = a * size + b
            h[i, i] = j * m[a] * m[b] + fields[0] * m[a] + fields[1] * m[b]
            h[i, i] += d * (m[a] ** 2 + m[b] ** 2)
            if a and b < size - 1:
                up = mpmath.sqrt(s * (s + 1) - m[a] * (m[a] + 1))
                down = mpmath.sqrt(s * (s + 1) - m[b] * (m[b] - 1))
                k = (a - 1) * size + b + 1
                h[i, k] = h[k, i] = j * up * down / 2
    return h, [m[a] + m[b] for a in range(size) for b in range(size)]


def thermal_average(twice: int, j: float, alpha: float, kt: float, d: float) -> mpmath.mpf:
    h, total = full_hamiltonian(twice, j, (alpha, alpha / 2), d)
    energies, states = mpmath.eigsy(h)
    weights = [mpmath.exp((min(energies) - e) / kt) for e in energies]
    n = range(len(total))
    means = [sum(states[i, a] ** 2 * total[i] for i in n) for a in n]
    return sum(w * x for w, x in zip(weights, means, strict=True)) / sum(weights)


@pytest.mark.parametrize("twice", [1, 2, 3])
@pytest.mark.parametrize(("j", "alpha", "d"), [(1.5, 3.25, 0.0), (-0.75, 0.5, 0.75)])
def test_moment_is_the_thermal_average_over_all_states(
    twice: int, j: float, alpha: float, d: float
) -> None:
    with mpmath.workdps(30), ctx.workprec(96):
        kt = 0.3125
        moment = spins.moment(
            twice, arb(j), arb(alpha), arb(kt), field_ratio=arb(0.5), anisotropy=arb(d)
        )
        exact = thermal_average(twice, j, alpha, kt, d)
        assert abs(moment - arb(mpmath.nstr(exact, 29))) < 1e-24
        assert moment.rel_accuracy_bits() > 70


def test_transition_of_spins_one_half_is_at_three_halves() -> None:
    with ctx.workprec(128):
        assert spins.transition_slope(1, 0.5).contains(1.5)
        assert spins.transition_slope(1, 0.25).contains(2.5)
        assert spins.transition_slope(1, 0.5).rel_accuracy_bits() > 40


def test_at_the_transition_the_ground_state_changes() -> None:
    with ctx.workprec(128):
        for twice in (2, 3):
            slope = spins.transition_slope(twice, 0.5)
            levels = spins._levels(twice, 0.5)
            below, above = levels(slope.lower().mid()), levels(slope.upper().mid())
            assert below[1] > below[0]
            assert above[1] < above[0]


def test_without_a_field_on_the_second_spin_there_is_no_transition() -> None:
    with ctx.workprec(96), pytest.raises(NotProved):
        spins.transition_slope(1, 0.0)


def test_levels_that_touch_are_no_transition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spins, "_levels", lambda *_: lambda alpha: (-(alpha**2), 1 - 2 * alpha))
    with ctx.workprec(96), pytest.raises(NotProved, match="touching"):
        spins.transition_slope(1, 0.375)


def test_levels_of_eq_2_are_eigenvalues_of_eq_1() -> None:
    with ctx.workprec(96):
        j, anisotropy, alpha, zeta = arb(-1.25), arb(0.5), arb(0.75), arb(0.375)
        first, second = alpha + zeta, alpha - zeta
        diagonal = [
            -(j + 2 * anisotropy) * m1 * m2 - first * m1 - second * m2
            for m1 in (0.5, -0.5)
            for m2 in (0.5, -0.5)
        ]
        matrix = arb_mat([[diagonal[i] if i == k else arb(0) for k in range(4)] for i in range(4)])
        matrix[1, 2] = matrix[2, 1] = -j / 2
        exact = acb_mat(matrix).eig()
        for level in spins.half_spin_levels(j, anisotropy, alpha, zeta):
            assert sum(value.overlaps(acb(level)) for value in exact) == 1


def test_barrier_is_the_height_of_the_maximum() -> None:
    with ctx.workprec(96):
        omega, phi = arb(0.3), arb(-0.02)
        top = -omega / (6 * phi)
        assert (omega * top / 2 + 3 * phi * top**2).contains(0)
        height = omega * top**2 / 4 + phi * top**3
        assert vibrations.escape_barrier(phi, omega).overlaps(height)


def test_displacement_is_six_phi_over_omega0_times_one_plus_twice_bose() -> None:
    with mpmath.workdps(30), ctx.workprec(96):
        kt = mpmath.mpf("1.380649e-23") / mpmath.mpf("1.602176634e-19") * 1000 * 77
        exact = -6 * mpmath.mpf(0.25) / 3 * (1 + 2 / mpmath.expm1(3 / kt))
        found = vibrations.mean_displacement(arb(0.25), arb(3), arb(77))
        assert abs(found - arb(mpmath.nstr(exact, 29))) < 1e-25


def disc(twice_spin: int = 2, **changed: float) -> lattice.Disc:
    numbers = {"j": -4.0, "alpha": 3.0, "anisotropy": 1.5, "kt": 0.75, "r_s": 1.0, "r_a": 1.5}
    numbers |= {"k_max": 3.0, "field_ratio": 0.5, **changed}
    return lattice.Disc(twice_spin=twice_spin, **{name: arb(x) for name, x in numbers.items()})


def test_moment_per_site_is_the_average_over_the_disc() -> None:
    here = disc()

    def half_moment(k: mpmath.mpf) -> float:
        y = float(k) ** 2 / 4
        j, alpha = -4.0 * arb(-y).exp(), 3.0 * arb(-2.25 * y).exp()
        ratio, anisotropy = arb(0.5), arb(1.5)
        moment = spins.moment(2, j, alpha, here.kt, field_ratio=ratio, anisotropy=anisotropy)
        return float(moment.mid()) / 2

    average = mpmath.quad(lambda k: 2 * k * half_moment(k) / 9, [0, 1, 2, 3])
    with ctx.workprec(128):
        found = lattice.moment_per_site(here)
    assert float(found.mid()) == pytest.approx(float(average), rel=1e-11)
    assert found.rad() < 1e-14


@pytest.mark.parametrize(
    ("twice_spin", "j", "alpha", "r_a"),
    [(2, -4.0, 3.0, 1.5), (1, 8.0, 0.01, 0.01), (1, 0.0, 4.0, 2.0)],
)
def test_bound_on_an_interval_holds_all_moments_in_it(
    twice_spin: int, j: float, alpha: float, r_a: float
) -> None:
    with ctx.workprec(128):
        pairs = lattice._Pairs.of(disc(twice_spin, j=j, alpha=alpha, kt=0.25, r_a=r_a))
        bound = pairs.bounded(arb(0.8, 0.1))
        for y in (0.7, 0.75, 0.8, 0.9):
            assert bound.contains(pairs.moment(arb(y)))
        assert bound.is_finite()


def test_a_cold_disc_without_moment_is_bounded_by_a_few_evaluations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lattice, "MOST_EVALUATIONS", 100)
    with ctx.workprec(128):
        assert abs(lattice.moment_per_site(disc(j=200.0, alpha=1e-3, kt=0.05))) < 1e-15


def test_an_integral_that_takes_too_long_is_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lattice, "MOST_EVALUATIONS", 10)
    with ctx.workprec(128), pytest.raises(NotProved, match="10 evaluations"):
        lattice.moment_per_site(disc(kt=0.01))
