"""The levels of two coupled spins on many points, against diagonalisation at each."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from magrepro.core.vibrational.spin_blocks import (
    CHUNK,
    SERIES_PAYS,
    Couplings,
    _series,
    block_energies,
    levels,
)
from magrepro.core.vibrational.spins import Dimer, moment_plane, thermal_moment, transition_slope
from tests.tolerances import ELEMENTWISE, ROOT, assert_agree

ROUNDING = 1e-14

SPINS = (0.5, 1, 1.5, 2, 2.5, 10)
MANY = 10 * SERIES_PAYS
"""Enough points for a series, whatever the spin."""
ZERO = np.zeros(())


def directions(count: int) -> NDArray[np.float64]:
    """Angles of (J, delta): random ones, the axes, and close to the axes on either side."""
    near = np.concatenate([[0.0], 10.0 ** -np.arange(1, 18)])
    quarters = np.pi / 2 * np.arange(-2, 3)
    close = np.add.outer(quarters, np.concatenate([near, -near])).ravel()
    return np.append(np.random.default_rng(20230131).uniform(-np.pi, np.pi, count), close)


@pytest.mark.parametrize("spin", SPINS)
def test_levels_of_many_points_are_those_of_each(spin: float) -> None:
    angle = directions(MANY)
    size = 10.0 ** np.random.default_rng(1).uniform(-200, 200, angle.size)
    c = Couplings(size * np.cos(angle), size * np.sin(angle), ZERO, ZERO)
    for total, found in enumerate(levels(spin, c)):
        expected = block_energies(spin, total, c)
        scale = size * (spin + 1) ** 2
        assert np.max(np.abs(found - expected) / scale) < ROUNDING
        assert np.all(np.diff(found, axis=0) >= 0)


def test_levels_without_couplings_are_zero() -> None:
    nothing = np.zeros(MANY)
    for found in levels(2, Couplings(nothing, nothing, ZERO, ZERO)):
        np.testing.assert_array_equal(found, 0.0)


def test_levels_do_not_depend_on_how_many_are_asked_for() -> None:
    angle = directions(2 * CHUNK)
    whole = Couplings(np.cos(angle), np.sin(angle), ZERO, ZERO)
    part = slice(CHUNK - 7, CHUNK + MANY)
    few = Couplings(whole.j[part], whole.delta[part], ZERO, ZERO)
    for all_levels, some in zip(levels(1.5, whole), levels(1.5, few), strict=True):
        assert np.max(np.abs(all_levels[:, part] - some)) < ROUNDING


@pytest.mark.parametrize("spin", SPINS[:-1])
def test_moment_of_many_points_is_that_of_each(spin: float) -> None:
    rng = np.random.default_rng(2)
    j, alpha = rng.uniform(-5, 5, MANY), rng.uniform(-10, 10, MANY)
    alpha[::7] *= 1e-9
    together = thermal_moment(Dimer(spin=spin, j=j, alpha=alpha), 3.0)
    # In parts too small for a series each point is diagonalised.
    parts = np.array_split(np.arange(MANY), 20)
    alone = [thermal_moment(Dimer(spin=spin, j=j[i], alpha=alpha[i]), 3.0) for i in parts]
    np.testing.assert_allclose(together, np.concatenate(alone), rtol=ELEMENTWISE)


@pytest.mark.parametrize("spin", [1, 2, 3.5])
def test_cold_moment_does_not_depend_on_how_many_are_asked_for(spin: float) -> None:
    rng, count, t = np.random.default_rng(4), int(1.2 * SERIES_PAYS * spin), 1e-3
    j = rng.uniform(-1000, 1000, count)
    alpha = np.where(j > 0, j * transition_slope(spin), 0) + 1e-3 * rng.normal(size=count)
    together = thermal_moment(Dimer(spin=spin, j=j, alpha=alpha), t)
    some = slice(0, None, 6)
    alone = thermal_moment(Dimer(spin=spin, j=j[some], alpha=alpha[some]), t)
    np.testing.assert_allclose(together[some], alone, rtol=ROOT)
    assert np.any((np.abs(alone) > 0.01) & (np.abs(alone) < 0.99))


@pytest.mark.parametrize("name", ["anisotropy", "exchange_anisotropy"])
@pytest.mark.parametrize("values", [(0.0, 0.0, 0.0), (0.0, 0.1, -0.1)])
def test_many_points_keep_their_anisotropy(name: str, values: tuple[float, ...]) -> None:
    j = np.linspace(-5, 5, MANY)[:, None]
    many, few = (Dimer(spin=1.5, j=x, alpha=1.0, **{name: values}) for x in (j, j[::20]))
    assert_agree(thermal_moment(many, 3.0)[::20], thermal_moment(few, 3.0), ELEMENTWISE)


def test_moment_plane_is_the_moment_at_each_pair_of_its_axes() -> None:
    j, alpha = np.array([-2.0, 0.5, 3.0]), np.array([-4.0, 1.0, 0.0, 4.0, -0.3, 1.0])
    plane = moment_plane(2, j, alpha, 3.0, field_ratio=0.2)
    pairs = Dimer(spin=2, j=j[:, None], alpha=alpha, field_ratio=0.2)
    np.testing.assert_array_equal(plane, thermal_moment(pairs, 3.0))
    assert not np.signbit(plane[:, 2]).any()
    frozen = moment_plane(0.5, [1e3], [-1.0, 1.0], 1e-3)
    np.testing.assert_array_equal(frozen, 0.0)
    assert not np.signbit(frozen).any()


def test_a_plane_has_two_axes_and_single_numbers_besides() -> None:
    with pytest.raises(ValueError, match="two axes"):
        moment_plane(2, [1.0], 1.0, 3.0)
    with pytest.raises(ValueError, match="one temperature"):
        moment_plane(2, [1.0], [2.0, 1.0], np.array([3.0, 30.0]))  # type: ignore[arg-type]


def test_noise_in_the_levels_ends_the_series_without_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    rng, exact = np.random.default_rng(3), np.linalg.eigvalsh

    def noisy(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        energies = exact(matrix)
        return np.asarray(energies + 1e-12 * rng.uniform(-1, 1, energies.shape))

    angle = directions(MANY)
    c = Couplings(np.cos(angle), np.sin(angle), ZERO, ZERO)
    expected = levels(1, c)
    _series.cache_clear()
    monkeypatch.setattr(np.linalg, "eigvalsh", noisy)
    found = levels(1, c)
    _series.cache_clear()
    for with_noise, without in zip(found, expected, strict=True):
        assert np.max(np.abs(with_noise - without)) < 1e-11
