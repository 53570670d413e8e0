"""The laws of adaptive quadrature of many functions at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from magrepro.core.quadrature import POINTS, Panels, integrals

Floats = NDArray[np.float64]


def one_panel(count: int, low: float, high: float) -> Panels:
    return Panels(np.arange(count), np.full(count, low), np.full(count, high))


def never(owner: Any, low: Floats) -> Floats:
    return np.zeros_like(low)


def test_polynomials_of_degree_31_are_exact_without_refinement() -> None:
    degree = np.arange(32)
    calls = []

    def powers(owner: Any, x: Floats) -> Floats:
        calls.append(x.size)
        return np.asarray(x ** degree[owner][:, None])

    found, _, evaluations = integrals(
        powers, one_panel(32, 0, 1), count=32, rtol=np.inf, smooth=never
    )
    np.testing.assert_allclose(found, 1 / (degree + 1), rtol=1e-14)
    assert calls == [32 * POINTS.size] == [evaluations.sum()]


@pytest.mark.parametrize("rtol", [1e-4, 1e-7, 1e-10])
def test_error_is_below_the_estimate_and_the_estimate_below_what_is_asked(rtol: float) -> None:
    width = 10.0 ** -np.arange(1, 7)

    def peaks(owner: Any, x: Floats) -> Floats:
        w = width[owner][:, None]
        return np.asarray(w / ((x - 0.3) ** 2 + w**2))

    found, error, _ = integrals(peaks, one_panel(6, 0, 1), count=6, rtol=rtol, smooth=never)
    exact = np.arctan(0.7 / width) + np.arctan(0.3 / width)
    assert np.all(error <= rtol * found)
    assert np.all(np.abs(found - exact) <= error + 1e-14 * exact)


@pytest.mark.parametrize("place", [1e-4, 0.001, 0.5, 0.77, 0.999, 0.9999])
def test_step_is_found_wherever_it_is_even_between_an_end_and_the_outermost_node(
    place: float,
) -> None:
    def step(owner: Any, x: Floats) -> Floats:
        return np.asarray(np.where(x < place, 3.0, 1.0))

    found, error, evaluations = integrals(
        step, one_panel(1, 0, 1), count=1, rtol=1e-12, smooth=never
    )
    assert found[0] == pytest.approx(1 + 2 * place, rel=1e-11)
    assert error[0] <= 1e-12 * found[0]
    # By halves alone 65 panels or more.
    assert evaluations[0] <= 31 * POINTS.size


def test_panels_narrower_than_smooth_are_not_refined_and_tell_their_error() -> None:
    rng = np.random.default_rng(7)
    calls = []

    def noisy(owner: Any, x: Floats) -> Floats:
        calls.append(x.size)
        return 1 + 1e-6 * rng.uniform(-1, 1, x.shape)

    def tenth(owner: Any, low: Floats) -> Floats:
        return np.full_like(low, 0.1)

    found, error, evaluations = integrals(
        noisy, one_panel(1, 0, 1), count=1, rtol=1e-12, smooth=tenth
    )
    assert found[0] == pytest.approx(1, abs=1e-6)
    assert error[0] > 1e-12
    assert sum(calls) == evaluations[0] < 100 * POINTS.size


@pytest.mark.parametrize("unit", [2.0**-27, 2.0**27])
def test_panels_do_not_depend_on_the_unit_of_the_integrand(unit: float) -> None:
    asked: list[Floats] = []

    def peak_and_step(owner: Any, x: Floats) -> Floats:
        asked.append(x)
        value = 1e-3 / ((x - 0.3) ** 2 + 1e-6) + np.where(x < 0.77, 0.0, 30.0)
        return scale * value

    found = []
    for scale in (1.0, unit):  # noqa: B007 (read by the integrand)
        found += [
            integrals(peak_and_step, one_panel(1, 0, 1), count=1, rtol=1e-9, smooth=never)[:2]
        ]
    half = len(asked) // 2
    assert all(np.array_equal(a, b) for a, b in zip(asked[:half], asked[half:], strict=True))
    np.testing.assert_allclose(found[1], np.multiply(unit, found[0]), rtol=1e-12)
