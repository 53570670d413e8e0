"""The weights of cold pairs, and sums and products of twice the precision."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from magrepro.core.double_double import exact_product, exact_sum, plus, root, times
from magrepro.core.vibrational.spins import Dimer, thermal_moment, transition_slope
from tests.spin_oracles import moment_in_digits
from tests.test_whole_bounds_vibrational import pair_in_fields
from tests.tolerances import ROOT


@pytest.mark.parametrize("spin", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("ratio", [0.3, 0.5])
@pytest.mark.parametrize("anisotropy", [0.0, 350.0, -0.7])
def test_cold_pair_at_its_transition_has_the_moment_of_exact_energies(
    spin: float, ratio: float, anisotropy: float
) -> None:
    rng, t = np.random.default_rng(round(2 * spin)), 1e-3
    for j in rng.uniform(100, 1000, 3):
        alpha = j * transition_slope(spin, field_ratio=ratio) + 1e-4 * rng.normal()
        if anisotropy:  # ferromagnetic: the multiplet's projections compete in a weak field
            j, alpha = -j, 1e-4 * rng.normal()
        dimer = Dimer(spin=spin, j=j, alpha=alpha, field_ratio=ratio, anisotropy=anisotropy)
        pair = pair_in_fields(spin, j=j, alpha=alpha, ratio=ratio, t=t, d=anisotropy)
        expected = moment_in_digits(pair)
        np.testing.assert_allclose(thermal_moment(dimer, t), expected, rtol=ROOT / 10, atol=1e-290)


def test_moments_in_parts_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    j, t = np.linspace(-5, 5, 30)[:, None, None], np.array([0.5, 3.0, 300.0])
    pair = Dimer(spin=1.5, j=j, alpha=np.linspace(-2, 2, 7)[:, None], anisotropy=1.0)
    whole = thermal_moment(pair, t)
    monkeypatch.setattr("magrepro.core.vibrational.spins.LEVELS_AT_A_TIME", 1000)
    parts = thermal_moment(pair, t)
    assert parts.shape == (30, 7, 3)
    np.testing.assert_allclose(parts, whole, rtol=1e-13)


def test_sums_and_products_of_two_numbers_are_exact() -> None:
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=(2, 200)) * 10.0 ** rng.uniform(-30, 30, (2, 200))
    for x, y, high, low in zip(a, b, *exact_sum(a, b), strict=True):
        assert Fraction(high) + Fraction(low) == Fraction(x) + Fraction(y)
    for x, y, high, low in zip(a, b, *exact_product(a, b), strict=True):
        assert Fraction(high) + Fraction(low) == Fraction(x) * Fraction(y)


def test_sums_multiples_and_roots_of_pairs_have_thirty_digits() -> None:
    rng = np.random.default_rng(6)
    a, b, c, d = rng.normal(size=(4, 200))
    x, y = exact_product(a, b), exact_product(c, d)
    for i, (h, l) in enumerate(zip(*plus(x, y), strict=True)):
        exact = Fraction(a[i]) * Fraction(b[i]) + Fraction(c[i]) * Fraction(d[i])
        assert abs(Fraction(h) + Fraction(l) - exact) < 1e-30
    for i, (h, l) in enumerate(zip(*times(x, c), strict=True)):
        exact = Fraction(a[i]) * Fraction(b[i]) * Fraction(c[i])
        assert abs(Fraction(h) + Fraction(l) - exact) < 1e-30
    for i, (h, l) in enumerate(zip(*root(a**2), strict=True)):
        assert abs((Fraction(h) + Fraction(l)) ** 2 - Fraction(a[i] ** 2)) < 1e-30
    np.testing.assert_array_equal(root(np.zeros(1)), np.zeros((2, 1)))
