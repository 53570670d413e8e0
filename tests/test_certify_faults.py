"""What a certificate is for: wrong numbers, planted, are caught; right ones are not accused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from magrepro import certificates, figures
from magrepro.core.orbital.bessel import Zeros
from magrepro.dataset import Dataset
from tests.mutations import Mutation, applied, result

flint = pytest.importorskip("flint")

from magrepro.certify import NotProved, bessel, roots, sphere  # noqa: E402
from magrepro.certify.figures import fig5b  # noqa: E402

COMMITTED = Path(__file__).parent.parent / "figures"


def found_in(folder: Path, name: str, dataset: Dataset, *rows: int) -> certificates.Found:
    """Certify some rows of a dataset."""
    (folder / f"{name}.csv").write_bytes(b"".join(dataset.csv()))
    return certificates.certified(certificates.Piece(name, folder, rows))


def computed(name: str, mutation: Mutation | None = None) -> Dataset:
    """Compute the paper's figure, with wrong physics if given."""
    module = figures.load(name)
    if mutation is None:
        return module.compute(module.Params())
    with applied(mutation):
        return module.compute(module.Params())


def without(l: int) -> Any:
    """Drop the first zero of j_l."""

    def change(zeros: Zeros) -> Zeros:
        kept = (zeros.l != l) | (zeros.n != 1)
        return Zeros(*(array[kept] for array in vars(zeros).values()))

    return result(change)


def moved(l: int, by: float) -> Any:
    """Move the first zero of j_l."""

    def change(zeros: Zeros) -> Zeros:
        zeta = zeros.zeta + by * ((zeros.l == l) & (zeros.n == 1))
        return Zeros(zeros.n, zeros.l, zeta, zeros.rest)

    return result(change)


def test_what_is_computed_is_proved(tmp_path: Path) -> None:
    found = found_in(tmp_path, "fig5a", computed("fig5a"), 0, 300, 1500, 2244)
    assert (found.proved, found.outside) == (4, ())


def test_a_level_that_is_forgotten_is_missed(tmp_path: Path) -> None:
    wrong = computed("fig5a", Mutation("orbital.shells.bessel_zeros", without(3)))
    found = found_in(tmp_path, "fig5a", wrong, 0, 300, 1500, 2244)
    assert {outside.column for outside in found.outside} == {"chi"}
    assert found.proved == 0


def test_a_zero_moved_by_1e_9_is_noticed(tmp_path: Path) -> None:
    wrong = computed("fig6", Mutation("orbital.shells.bessel_zeros", moved(36, 1e-9)))
    cold = wrong["t_over_tf"] == 5e-5
    row = np.flatnonzero(cold & (np.abs(wrong["kf_a"] - 42.968) < 1e-3))[0]
    found = found_in(tmp_path, "fig6", wrong, int(row))
    assert [outside.column for outside in found.outside] == ["chi_over_chi_l"]
    assert found.farthest > 1e3


def test_the_smaller_solution_in_place_of_the_larger_is_outside(tmp_path: Path) -> None:
    right = certificates.table_of("fig5b", COMMITTED)
    row = int(np.flatnonzero(right["m_z"] > 0)[100])
    wrong = dict(right.data) | {"m_z": np.where(np.arange(len(right)) == row, 0.0, right["m_z"])}
    found = found_in(tmp_path, "fig5b", Dataset(right.columns, wrong), row)
    assert [outside.column for outside in found.outside] == ["m_z"]


def test_a_wrong_phase_is_outside(tmp_path: Path) -> None:
    right = certificates.table_of("fig4", COMMITTED)
    row = int(np.flatnonzero(right["phase"] == "paramagnetic")[0])
    phase = right["phase"].copy()
    phase[row] = "diamagnetic"
    wrong = Dataset(right.columns, dict(right.data) | {"phase": phase})
    found = found_in(tmp_path, "fig4", wrong, row)
    assert [outside.column for outside in found.outside] == ["phase"]


@pytest.fixture(autouse=True)
def _precision() -> Any:
    with flint.ctx.workprec(128):
        yield


def test_of_several_falling_zeros_only_the_largest_can_be_proved_the_largest() -> None:
    arb, pi = flint.arb, flint.arb.pi()
    f = roots.Smooth(lambda x: x.sin(), lambda x: x.cos())
    largest, smaller = (n * pi + arb(0, 1e-20) for n in (3, 1))
    roots.negative_from(f, largest, arb(12))
    with pytest.raises(NotProved):
        roots.negative_from(f, smaller, arb(12))


@pytest.mark.parametrize(("hidden", "proved"), [(-1e-4, True), (1e-4, False)])
def test_a_zero_that_hides_between_others_is_not_overlooked(hidden: float, proved: bool) -> None:
    arb = flint.arb

    def value(x: Any) -> Any:
        """Fall at 1 and, for hidden > 0, rise and fall again next to 2."""
        return -x * (x - 1) * ((x - 2) ** 2 - hidden) / 8

    def slope(x: Any) -> Any:
        return (-(2 * x - 1) * ((x - 2) ** 2 - hidden) - x * (x - 1) * 2 * (x - 2)) / 8

    f = roots.Smooth(value, slope)
    root = roots.falling_root(f.value, arb(1.5))
    if proved:
        roots.negative_from(f, root, arb(4))
    else:
        with pytest.raises(NotProved):
            roots.negative_from(f, root, arb(4))


def test_a_zero_skipped_in_one_column_leaves_the_next_without_its_signs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = bessel.enclosed

    def skipping(l: int, n: int, low: Any, high: Any) -> Any:
        return plain(l, n, low, high) + (flint.arb.pi() if (l, n) == (3, 2) else 0)

    monkeypatch.setattr(bessel, "enclosed", skipping)
    with pytest.raises(NotProved):
        bessel.zeros_below.__wrapped__(24)  # type: ignore[attr-defined]


def test_zeros_are_as_many_as_scipy_finds_and_contain_them() -> None:
    from magrepro.core.orbital.bessel import bessel_zeros

    known = bessel_zeros(40.0)
    doubles = dict(zip(zip(known.n, known.l, strict=True), known.zeta + known.rest, strict=True))
    enclosed = bessel.zeros_below(40)
    assert len(enclosed) == len(doubles)
    for zero in enclosed:
        assert float(zero.zeta.rad()) < 1e-25
        assert abs(float(zero.zeta - doubles[zero.n, zero.l])) < 1e-14


def test_levels_above_the_top_add_less_than_their_bound() -> None:
    arb = flint.arb
    k, tau = arb(20), arb(0.02)

    def weight(z: Any) -> Any:
        return 2 * z**3

    rest = [z for z in bessel.zeros_below(64) if z.zeta > 24]
    exact = sum((weight(z.zeta) * (-(z.zeta**2 - k**2) / (k**2 * tau)).exp() for z in rest), arb(0))
    bound = sphere.tail(24, k, tau, arb(0), weight)
    assert exact < bound < 1e4 * exact


def test_the_slope_is_the_derivative_of_the_moment_in_balls() -> None:
    arb = flint.arb
    particle = sphere.Particle.of(arb(12.3), arb(2e-3), arb(2e-3))
    w, h = arb(1e-3), arb(2) ** -40
    slope = (particle.moment(w + h) - particle.moment(w - h)) / (2 * h)
    assert abs(slope / particle.slope(w) - 1) < 1e-12


def test_a_wide_ball_contains_what_its_points_give() -> None:
    arb = flint.arb
    particle = sphere.Particle.of(arb(12.3), arb(2e-3), arb(4e-3))
    wide = arb(1e-3).union(arb(2e-3))
    for share in range(11):
        w = arb(1e-3) * (1 + arb(share) / 10)
        assert particle.moment(wide).contains(particle.moment(w))
        assert particle.slope(wide).contains(particle.slope(w))


def test_no_moment_exceeds_the_bound_by_which_fields_are_confined() -> None:
    arb = flint.arb
    k = bessel.named("zeta_1_8")
    for tau in (1e-4, 1e-2):
        particle = sphere.Particle.of(k, arb(tau), arb(0.05))
        for w in (1e-4, 1e-3, 0.01, 0.05):
            assert particle.moment(arb(w)) < particle.bound()
    confined = fig5b.confined(k, arb(1e-6), arb(1e-9))
    assert confined.strongest < 1e-9 * 8 * 9 * 1.01
