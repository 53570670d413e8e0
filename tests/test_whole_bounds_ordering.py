"""fig5b and fig10 over the whole of their parameters' bounds, against plain sums and dense scans.

MAGREPRO_DRAWS sets the number of random configurations a figure; more than the default are also
scanned at more fields.
"""

import os

import numpy as np
import pytest
from numpy.typing import NDArray

from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.core.orbital.sphere import magnetic_moment
from magrepro.dataset import TOLERANCES, Dataset
from magrepro.figures import load
from tests import oracles

DEFAULT_DRAWS = 15
DRAWS = range(int(os.environ.get("MAGREPRO_DRAWS", DEFAULT_DRAWS)))
METASTABLE = (458, 959)
"""Draws, two in a thousand, whose stable and largest moments differ."""
STAIRS = 800 if len(DRAWS) <= DEFAULT_DRAWS else 2000
"""Fields over cold stairs."""
ZEROS = bessel_zeros(200.0).zeta
ROOT = TOLERANCES["root"][0]


def drawn(name: str, seed: int) -> dict[str, object]:
    """Random parameters: sizes near levels half of the time, the rest log-uniform in the bounds."""
    rng = np.random.default_rng([seed, len(name)])
    Params = load(name).Params

    def anywhere(key: str) -> float:
        bounds = Params.about(key)["bounds"]
        low, high = np.sort(np.log(np.abs([bounds["ge"], bounds["le"]])))
        return float(np.sign(bounds["le"]) * np.exp(rng.uniform(low, high)))

    near = float(rng.choice(ZEROS) * (1 + rng.choice([-1, 0, 1]) * 10 ** rng.uniform(-12, -4)))
    size = near if rng.random() < 0.7 else anywhere("kf_a")
    size = min(max(size, 1.0), 200.0)
    strong = rng.random() < 0.6
    values: dict[str, object] = {
        "kf_a": (size,) if name == "fig5b" else size,
        "t_over_tf": tuple(float(t) for t in 10 ** rng.uniform(-10, -6 if strong else -1, 2)),
        "d_over_a": float(rng.uniform(2, 4)) if strong else anywhere("d_over_a"),
        "chi_landau": -float(10 ** rng.uniform(-8, -5)) if strong else anywhere("chi_landau"),
        "branch": str(rng.choice(["stable", "largest"])),
    }
    if name == "fig10":
        values["n_particles"] = (2, int(rng.integers(3, 40)))
    return values


def computed(name: str, seed: int) -> tuple[dict[str, object], Dataset | None]:
    """Compute a draw; None where it is refused for diamagnetism that is critical alone."""
    values = drawn(name, seed)
    module = load(name)
    try:
        return values, module.compute(module.Params(**values))
    except ValueError as error:
        assert "chi_landau is too strong" in str(error)
        k, d = float(np.max(values["kf_a"])), values["d_over_a"]  # type: ignore[call-overload]
        # The closed bound counts every shell in reach as full, here at most 60 times too many.
        assert 0.4 * 8 * np.pi / 3 * -values["chi_landau"] * k**2 / d**3 > 1e-3  # type: ignore[operator]
        return values, None


def coupling(values: dict[str, object], k: float) -> float:
    d, chi = float(str(values["d_over_a"])), float(str(values["chi_landau"]))
    return float(24 * np.pi**2 * -chi / (k * d) ** 3)


def fields(top: float, tau: float) -> NDArray[np.float64]:
    """Fields that resolve cold stairs; hot moments are smooth."""
    count = STAIRS if tau < 1e-5 else 40
    shares = np.concatenate([np.geomspace(1e-6, 1, count // 4), np.linspace(1e-3, 1, count)])
    return np.asarray(top * np.unique(shares))


@pytest.mark.parametrize("seed", [*DRAWS, *METASTABLE])
def test_fig5b_is_the_largest_or_the_lowest_solution(seed: int) -> None:
    values, data = computed("fig5b", seed)
    if data is None:
        return
    for k, tau, m, stable in zip(
        *(data[name] for name in ("kf_a", "t_over_tf", "m_z", "stable")), strict=True
    ):
        c = coupling(values, k)
        if m > 0:
            assert oracles.moment(k, tau, c * m) == pytest.approx(m, rel=ROOT)
        near = ZEROS[np.abs(ZEROS - k) < 0.02 * k + 1]
        top = min(0.01, c * (k**2 + 3 * m + 1) * max(near.size, 1))
        w = fields(top, tau)
        moment = magnetic_moment(k, tau, w)
        excess = c * moment - w
        if values["branch"] == "largest":
            assert np.all(excess[w > c * m * (1 + 1e-6)] < 1e-12 * top)
        omega = w**2 / (2 * c) - np.concatenate([[0], np.cumsum(_steps(moment, w))])
        own = np.interp(c * m, w, omega) if m > 0 else 0.0
        lowest = min(0.0, float(omega.min()))
        if abs(own - lowest) > 3e-2 * np.abs(omega).max():
            assert not stable


def _steps(moment: NDArray[np.float64], w: NDArray[np.float64]) -> NDArray[np.float64]:
    """Trapezoids of M between neighbouring fields; the first field counts from there on."""
    return np.diff(w) * (moment[1:] + moment[:-1]) / 2


@pytest.mark.parametrize("seed", DRAWS)
def test_fig10_chains_solve_c1_and_no_larger_moments_do(seed: int) -> None:
    values, data = computed("fig10", seed)
    if data is None:
        return
    k = float(str(values["kf_a"]))
    c = coupling(values, k)
    assert np.all(np.isfinite(data["m_z"]))
    for tau, n, m, stable in zip(
        *(data[name] for name in ("t_over_tf", "n_particles", "m_z", "stable")), strict=True
    ):
        distance = np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)
        T = np.divide(1.0, distance**3, out=np.zeros_like(distance), where=distance > 0)
        start, last = np.full(n, 3 * k**2), np.zeros(n)
        for _ in range(5000):
            if np.max(np.abs(start - last)) <= 1e-9 * np.max(np.abs(start)) + 1e-9:
                break
            half = np.minimum(c * (T[: (n + 1) // 2] @ start), 0.01)  # chains are symmetric
            m_half = magnetic_moment(k, tau, half)
            last, start = start, np.concatenate([m_half, m_half[: n // 2][::-1]])
        if values["branch"] == "largest" or (stable and m > 0):
            assert start.mean() <= m * (1 + 1e-6) + 1e-9 * k**2 or m == pytest.approx(start.mean())
        if n == 2 and m > 0:
            assert oracles.moment(k, tau, c * m) == pytest.approx(m, rel=ROOT)
