"""Maxima and rises of curves, where they are known."""

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.curves import first_rise, maximum
from tests.tolerances import ROOT, assert_agree

X = np.linspace(0.0, 3.0, 31)


def test_a_maximum_between_the_points_is_found() -> None:
    place, height = maximum(lambda x: np.exp(-((x - 1.2345) ** 2)) * 7, X)
    np.testing.assert_allclose(place, 1.2345, rtol=1e-6)
    assert_agree(height, 7.0, ROOT)


def test_a_curve_that_is_largest_at_an_end_or_flat_has_no_maximum() -> None:
    def flat(x: Floats) -> Floats:
        return np.full(x.shape, 2.0)

    for curve, height in ((np.square, 9.0), (np.negative, 0.0), (flat, 2.0)):
        place, found = maximum(curve, X)
        assert np.isnan(place)
        assert found == height


def test_a_maximum_that_is_a_step_is_the_point_on_it() -> None:
    place, height = maximum(lambda x: np.where((x > 0.95) & (x < 1.05), 1.0, 0.0), X)
    assert 0.95 < place < 1.05
    assert height == 1


def test_the_first_rise_is_the_lowest_of_several() -> None:
    assert_agree(first_rise(lambda x: np.sin(np.pi * x), X, 0.5), 1 / 6, ROOT)


def test_a_height_that_is_not_reached_or_exceeded_at_once_is_no_rise() -> None:
    assert np.isnan(first_rise(np.sin, X, 2.0))
    assert np.isnan(first_rise(np.cos, X, 0.5))
