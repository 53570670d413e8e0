"""The figures at a fixed number of electrons, at random parameters over all that they accept.

The second route counts: the numbers of electrons that independent places hold are distributed as
the product of their polynomials, which are multiplied out term by term, nothing subtracted; the
place asked for is left out. MAGREPRO_DRAWS sets the number of random configurations a figure.
"""

import os
import time
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import binom

from magrepro.core.arrays import Floats, Ints
from magrepro.core.orbital import canonical, canonical_field
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.core.orbital.fixed_number_response import electrons_at_e_f, fixed_number_response
from magrepro.core.orbital.shells import mean_square_radius, mean_square_sine
from magrepro.core.orbital.sphere import dipole_coupling
from magrepro.cost import seconds
from magrepro.dataset import TOLERANCES, Dataset
from magrepro.figures import load
from magrepro.material import metal
from magrepro.parameters import size, values
from tests.test_whole_bounds_orbital import Draw, deviation
from tests.test_whole_bounds_ordering import drawn

DRAWS = int(os.environ.get("MAGREPRO_DRAWS", "2"))
MANY = DRAWS > 2
MOST_ROWS = 4000 if MANY else 80
"""Open shells, or states in a field, that the second route goes through."""
SMALLEST = 3.2
"""k_F a from which there are electrons."""
ROOT = TOLERANCES["root"][0]
FAR = 80.0

Pmf = tuple[int, Floats]
"""The least number of electrons, and the probabilities from there on."""


def joined(a: Pmf, b: Pmf) -> Pmf:
    both = np.convolve(a[1], b[1])
    some = np.flatnonzero(both > 1e-60)
    return a[0] + b[0] + int(some[0]), both[some[0] : some[-1] + 1]


def places(x: float, g: float) -> Pmf:
    """g places, each filled with the Fermi function of x."""
    share, k = expit(-abs(x)), np.arange(int(g) + 1)
    chances = binom.pmf(k, int(g), share)
    return 0, (chances if x > 0 else chances[::-1])


def chance(a: Pmf, b: Pmf, c: Pmf, n: float) -> float:
    start, few = joined(a, c)
    whole = np.convolve(few, b[1])
    at = int(n) - start - b[0]
    return float(whole[at]) if 0 <= at < whole.size else 0.0


def counted(x: Floats, g: Floats, n: float) -> tuple[Floats, Floats]:
    """Return <n_i> of a place in each level, and <n_i> - <n_i n_j> of two in the same level."""
    if n <= 0:
        return np.zeros(x.size), np.zeros(x.size)

    def excess(y: float) -> float:
        return float(g @ expit(y - x)) - n

    y = brentq(excess, x.min() - 60, x.max() + 60)
    one = np.where(x < y, 1.0, 0.0)
    spread, near = np.zeros(x.size), np.flatnonzero(np.abs(x - y) < FAR)
    inside = n - float(g[(x < y) & (np.abs(x - y) >= FAR)].sum())
    nothing: Pmf = (0, np.ones(1))
    below, above = [nothing], [nothing]
    for i in near:
        below.append(joined(below[-1], places(x[i] - y, g[i])))
    for i in near[::-1]:
        above.append(joined(above[-1], places(x[i] - y, g[i])))
    start, whole = below[-1]
    total = whole[int(inside) - start]
    for j, i in enumerate(near):
        sides, f = (below[j], above[near.size - 1 - j]), expit(y - x[i])
        one[i] = f * chance(*sides, places(x[i] - y, g[i] - 1), inside - 1) / total
        two = chance(*sides, places(x[i] - y, g[i] - 2), inside - 1)
        spread[i] = f * expit(x[i] - y) * two / total
    return one, spread


def levels_about(k: float, tau: float, w: float) -> Any:
    n = float(electrons_at_e_f(k))
    top = np.sqrt((np.cbrt(2.25 * np.pi * n) + 6) ** 2 + 100 * k**2 * tau) + k**2 * w / 2
    return n, bessel_zeros(float(top))


def plain_susceptibility(k: float, tau: float) -> tuple[float, float]:
    n, zeros = levels_about(k, tau, 0.0)
    zeta, l = zeros.zeta, zeros.l.astype(float)
    x = (zeta - k) * (zeta + k) / (k**2 * tau)
    one, spread = counted(x, 4 * l + 2, n)
    zeeman = (l * (l + 1) * (2 * l + 1) / 3) @ spread / tau
    rest = k**2 / 3 * ((2 * l + 1) * mean_square_radius(zeta, l)) @ one
    scale = 9 * np.pi / k**3
    return float(scale * (zeeman - rest)), float(scale * (zeeman + rest)) * 1e-13


def plain_moment(k: float, tau: float, w: float) -> tuple[float, float]:
    n, zeros = levels_about(k, tau, w)
    shell = np.repeat(np.arange(zeros.l.size), 2 * zeros.l + 1)
    m = np.concatenate([np.arange(-l, l + 1.0) for l in zeros.l])
    zeta, l = zeros.zeta[shell], zeros.l[shell]
    width = mean_square_radius(zeta, l) * mean_square_sine(l, m)
    energy = (zeta - k) * (zeta + k) / k**2 + w * m / 2 + (k * w / 4) ** 2 * width
    one, _ = counted(energy / tau, np.full(m.size, 2.0), n)
    # Those of full shells cancel exactly, next to one another.
    zeeman = float(np.sum((one * m / 2)[np.lexsort((np.abs(m), shell))]))
    pushed = k**2 / 8 * w * float(one @ width)
    rounding = float(np.abs(m[one % 1 > 0]).sum()) * 4e-13
    return -4 * (zeeman + pushed), rounding


def drawn_canonically(name: str, draw: Draw) -> Any:
    while True:
        params = draw.parameters(name).model_copy(update={"ensemble": "canonical"})
        if seconds(name, params) < (60 if MANY else 2) and counts_somewhere(params):
            return params


def counts_somewhere(params: Any) -> bool:
    """Whether any of the points has electrons, and few enough states to be counted."""
    k = values(params.kf_a)
    axes = [k[k > SMALLEST], values(params.t_over_tf)]
    if hasattr(params, "hbar_omega_c_over_ef"):
        axes.append(values(params.hbar_omega_c_over_ef))
    return bool(axes[0].size and canonical.rows(*(axis.min() for axis in axes)) <= MOST_ROWS)


@pytest.mark.parametrize("name", ["fig5a", "fig6", "fig7"])
def test_columns_at_a_fixed_number_are_those_of_counting(name: str) -> None:
    module, draw = load(name), Draw(31 + sum(map(ord, name)))
    worst, longest, seen = 0.0, 0.0, 0
    for _ in range(DRAWS):
        params = drawn_canonically(name, draw)
        start = time.perf_counter()
        data = module.compute(params)
        longest = max(longest, time.perf_counter() - start)
        some, expected, rounding = second_route(name, params, data)
        at = next(c for c in module.COLUMNS if c.name in ("chi", "chi_over_chi_l", "moment"))
        off = deviation(at, data[at.name][some], expected, rounding)
        worst, seen = max(worst, off), seen + some.size
        assert off <= 1, (off, params.as_json())
    assert seen > 0
    print(f"{name}: {DRAWS} draws, {seen} rows, worst {worst:.2g} of it, longest {longest:.2g} s")


def second_route(name: str, params: Any, data: Dataset) -> tuple[Ints, Floats, Floats]:
    """Return some of the rows, what they are by counting, and its rounding."""
    axes = ["kf_a", "t_over_tf"] + (["hbar_omega_c_over_ef"] if name == "fig7" else [])
    points = list(zip(*(data[axis].tolist() for axis in axes), strict=True))
    few = [i for i, p in enumerate(points) if p[0] > SMALLEST and canonical.rows(*p) <= MOST_ROWS]
    some = np.unique(np.array(few[:: len(few) // (40 if MANY else 5) + 1], dtype=int))
    route = plain_moment if name == "fig7" else plain_susceptibility
    found = np.array([route(*points[i]) for i in some]).reshape(-1, 2).T
    if name == "fig5a":
        found *= -params.chi_landau
    elif name == "fig7":
        found /= metal(params.material).electrons.m_eff
    return some, found[0], found[1]


@pytest.mark.parametrize("seed", range(DRAWS))
@pytest.mark.parametrize("name", ["fig5b", "fig10"])
def test_moments_at_a_fixed_number_keep_themselves_up_and_no_larger_ones_do(
    name: str, seed: int
) -> None:
    given = drawn(name, 100 + seed) | {"ensemble": "canonical"}
    module = load(name)
    params: Any = module.Params(**given)
    if seconds(name, params) > 60:
        return
    try:
        data = module.compute(params)
    except ValueError as error:
        assert "chi_landau is too strong" in str(error) or "too many open states" in str(error)
        return
    k = float(data["kf_a"][0]) if name == "fig5b" else size(params.kf_a)
    c = float(dipole_coupling(k, d_over_a=params.d_over_a, chi_landau=params.chi_landau))
    for row in range(data["m_z"].size):
        tau, m = float(data["t_over_tf"][row]), float(data["m_z"][row])
        n = int(data["n_particles"][row]) if name == "fig10" else 2
        check(k, tau, c, n, m, int(data["stable"][row]), str(params.branch))


def check(k: float, tau: float, c: float, n: int, m: float, stable: int, branch: str) -> None:
    count = float(electrons_at_e_f(k))
    if n == 2 and m > 0 and canonical.rows(k, tau, c * m) < MOST_ROWS:
        assert plain_moment(k, tau, c * m)[0] == pytest.approx(m, rel=ROOT)
    if canonical.rows(k, tau, 2.5 * c * k**2) > MOST_ROWS:
        return
    response = fixed_number_response(k, tau, count, coupling=2.5 * c)
    top = float(response.bound)
    distance = np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)
    T = np.divide(1.0, distance**3, out=np.zeros_like(distance), where=distance > 0)
    # No moment of a chain exceeds the largest one that all would keep up with the middle's row sum.
    grid = np.geomspace(top, 1e-6 * top, 300 if MANY else 60)
    kept = canonical_field.moment(k, tau, np.minimum(c * T.sum(axis=1).max() * grid, 0.01), count)
    first = int(np.argmax(kept >= grid))
    start, last = np.full(n, grid[max(first - 1, 0)] if np.any(kept >= grid) else 0.0), np.ones(n)
    for _ in range(2000 if MANY else 60):
        if np.max(np.abs(start - last)) <= 1e-9 * np.max(np.abs(start)) + 1e-9:
            break
        last, w = start, np.minimum(c * (T @ start), 0.01)
        # The diamagnetic response alone would turn them round.
        start = np.maximum(canonical_field.moment(k, tau, w, count), 0.0)
    if branch == "largest" or (stable and m > 0):
        assert start.mean() >= m * (1 - 1e-6) - 1e-9 * k**2
        if np.max(np.abs(start - last)) <= 1e-9 * np.max(np.abs(start)):
            assert start.mean() <= m * (1 + 1e-6) + 1e-9 * k**2
