"""The orbital figures against plain routes, at random parameters over all that they accept.

MAGREPRO_DRAWS sets the number of draws a figure; more than the default also allows slow ones.
"""

import os
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import ValidationError
from scipy.special import expit

from magrepro import figures
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.materials import METALS
from magrepro.dataset import TOLERANCES, Dataset
from magrepro.figures import fig6
from magrepro.parameters import FigureParams, Range, values
from tests import oracles

Floats = NDArray[np.float64]
Plain = Callable[[Any, Dataset], dict[str, Any]]

DEFAULT_DRAWS = 12
DRAWS = int(os.environ.get("MAGREPRO_DRAWS", DEFAULT_DRAWS))
MOST_STATES = 2e5 if DRAWS <= DEFAULT_DRAWS else 3e7
SLOWEST = 2.0 if DRAWS <= DEFAULT_DRAWS else 60.0
HARDEST = 300 if DRAWS <= DEFAULT_DRAWS else 1e4
NOTHING = 1e-250
"""Responses of particles without electrons are not told from zero below this."""
LONGEST_CHAIN = 1500 if DRAWS <= DEFAULT_DRAWS else 20_000

PLAIN: dict[str, Plain] = {}


def plain(name: str) -> Callable[[Plain], Plain]:
    def register(route: Plain) -> Plain:
        PLAIN[name] = route
        return route

    return register


class Draw:
    """Random parameters within the bounds that a figure declares."""

    def __init__(self, seed: int) -> None:
        self.rng, self.metals = np.random.default_rng(seed), np.random.default_rng(seed)

    def number(self, low: float, high: float, open_: bool = False) -> float:
        kind = self.rng.integers(10)
        if kind == 0 and not open_:
            return low
        if kind == 1:
            return high
        if low > 0 and high > 1e3 * low:
            return float(np.exp(self.rng.uniform(np.log(low), np.log(high))))
        if kind < 5 and low <= 0:
            small = high * 10.0 ** self.rng.uniform(-12, 0)
            return float(small * (self.rng.choice([-1, 1]) if low < 0 else 1))
        return float(self.rng.uniform(low, high))

    def size(self, low: float, high: float) -> float | str:
        kind = self.rng.integers(3)
        if kind == 0:
            return self.number(low, high)
        l = int(self.rng.integers(0, 100))
        most = int(high / np.pi - l / 2)
        n = int(self.rng.integers(1, max(most, 1) + 1))
        if bessel_zero(n, l) > high:
            n, l = 1, min(l, int(high / 2))
        if kind == 1:
            return f"zeta_{n}_{l}"
        off = self.rng.choice([-1, 1]) * 10.0 ** self.rng.uniform(-12, -2)
        return float(np.clip(bessel_zero(n, l) * (1 + off), low, high))

    def axis(self, one: Callable[[], Any]) -> Any:
        some = tuple(dict.fromkeys(one() for _ in range(self.rng.integers(1, 4))))
        ends = [value for value in some if isinstance(value, float)]
        if len(ends) < 2 or self.rng.random() < 0.6:
            return some
        scale = "log" if min(ends) > 0 and self.rng.random() < 0.5 else "linear"
        return {
            "start": ends[0],
            "stop": ends[1],
            "num": int(self.rng.integers(2, 5)),
            "scale": scale,
        }

    def value(self, name: str, default: Any, bounds: dict[str, float]) -> Any:
        if name == "material":
            return str(self.metals.choice(list(METALS)))
        if name in ("units", "ensemble"):
            return default
        low, high = bounds.get("ge", bounds.get("gt", 0.0)), bounds["le"]
        if name == "n_particles":
            longest = min(high, LONGEST_CHAIN)
            return self.axis(lambda: int(np.exp(self.rng.uniform(np.log(low), np.log(longest)))))
        if name.startswith("kf_a"):
            return self.axis(lambda: self.size(low, high))
        if isinstance(default, tuple | Range):
            return self.axis(lambda: self.number(low, high))
        if isinstance(default, int):
            return int(self.rng.integers(int(low), int(high) + 1))
        return self.number(low, high, "gt" in bounds)

    def parameters(self, name: str) -> FigureParams:
        model = figures.load(name).Params
        fields = model.model_fields.items()
        while True:
            drawn = {f: self.value(f, i.default, model.about(f)["bounds"]) for f, i in fields}
            try:
                params = model.model_validate(drawn)
            except ValidationError:
                continue
            if not too_slow(name, params):
                return params


def too_slow(name: str, params: Any) -> bool:
    """Whether the plain route would take long: by the states up to its highest level."""
    if name == "fig8":
        return bool(params.c * (1 + values(params.k_over_c).max()) > HARDEST)
    if name not in ("fig5a", "fig6", "fig7"):
        return False
    k, tau = float(values(params.kf_a).max()), float(values(params.t_over_tf).max())
    if name != "fig7":
        slow = bool(k * k * (1 + 80 * tau) > MOST_STATES)
        return slow or (name == "fig6" and fig6.cost(params) > SLOWEST)
    half = k**2 * float(values(params.hbar_omega_c_over_ef).max()) / 4
    top = half + np.sqrt(half**2 + k**2 * (1 + 80 * tau))
    return bool(2 * top**3 / (9 * np.pi) * params.points > MOST_STATES)


def deviation(column: Any, a: Floats, b: Floats, slack: Any = 0.0) -> float:
    """Largest difference in units of the column's tolerance."""
    if column.dtype is str:
        return 0.0 if np.array_equal(a, b) else np.inf
    rtol, atol_rel = TOLERANCES[column.kind]
    allowed = rtol * np.abs(b) + atol_rel * np.max(np.abs(b), initial=0.0) + slack
    off = np.abs(a - b)
    return float(np.max(np.where(off == 0, 0.0, off / np.maximum(allowed, NOTHING)), initial=0.0))


@pytest.mark.parametrize(
    "name", ["fig1", "fig2", "fig3", "fig4", "fig5a", "fig6", "fig7", "fig8", "fig9"]
)
def test_columns_are_those_of_a_plain_route_over_all_bounds(name: str) -> None:
    module, draw = figures.load(name), Draw(sum(map(ord, name)))
    worst, longest = (0.0, ""), 0.0
    for _ in range(DRAWS):
        params = draw.parameters(name)
        start = time.perf_counter()
        try:
            data: Any = module.compute(params)
        except ValueError as error:
            assert name == "fig1", f"{error}: {params.as_json()}"
            assert longitudinal_gain(params) > 1
            continue
        longest = max(longest, time.perf_counter() - start)
        expected = PLAIN[name](params, data)
        for column in module.COLUMNS:
            if column.name in expected:
                b = np.asarray(expected[column.name])
                slack = expected.get(f"{column.name} rounding", 0.0)
                off = deviation(column, data[column.name], b, slack)
                worst = max(worst, (off, f"{column.name} of {params.as_json()}"))
                assert off <= 1, worst
    print(f"{name}: {DRAWS} draws, worst {worst[0]:.2g} tolerances, longest {longest:.2g} s")


def coupled(x1: float, x2: float, g: Any) -> tuple[Any, Any]:
    """Solve M_1 = x1 (1 - g M_2), M_2 = x2 (1 - g M_1), with thirty digits."""
    a, b = mpmath.mpf(x1), mpmath.mpf(x2)
    below = 1 - g * g * a * b
    return (a - g * a * b) / below, (b - g * a * b) / below


def longitudinal_gain(params: Any) -> float:
    x1, x2 = params.chi1 * params.a1_over_a**3, params.chi2 * params.a2_over_a**3
    return float((8 * np.pi / 3 / params.d_over_a**3) ** 2 * x1 * x2)


@plain("fig1")
def _fig1(params: Any, data: Dataset) -> dict[str, Any]:
    with mpmath.workdps(30):
        x = [params.chi1 * params.a1_over_a**3, params.chi2 * params.a2_over_a**3]
        h = {
            "x": np.sin(np.deg2rad(params.field_angle)),
            "z": np.cos(np.deg2rad(params.field_angle)),
        }
        expected: dict[str, Any] = {"particle": [1, 2]}
        for axis, eta in (("x", 1), ("z", -2)):
            g = eta * 4 * mpmath.pi / 3 / mpmath.mpf(params.d_over_a) ** 3
            m = [h[axis] * each for each in coupled(x[0], x[1], g)]
            expected[f"moment_{axis}"] = [float(each) for each in m]
            expected[f"field_{axis}"] = [float(h[axis] - g * other) for other in m[::-1]]
            expected[f"free_moment_{axis}"] = [each * h[axis] for each in x]
            # The determinant of two nearly critical particles is a small difference.
            rounding = 1e-14 / abs(1 - float(g * g) * x[0] * x[1]) * (1 + abs(x[0]) + abs(x[1]))
            expected[f"moment_{axis} rounding"] = expected[f"field_{axis} rounding"] = rounding
    return expected


@plain("fig2")
def _fig2(params: Any, data: Dataset) -> dict[str, Any]:
    moments, changes = [], []
    with mpmath.workdps(30):
        for eta in (1, -2):
            g = eta * 4 * mpmath.pi / 3 / mpmath.mpf(params.d_over_a) ** 3
            for s1, s2 in ((1, 1), (-1, -1), (1, -1)):
                x1, x2 = s1 * params.chi1, s2 * params.chi2
                moments += [float(m) for m in coupled(x1, x2, g)]
                changes += 2 * [float(-g * mpmath.mpf(x1) * mpmath.mpf(x2))]
    return {"moment": moments, "free_moment": data["chi"], "delta_chi": changes}


def fixed_point(x: float, y: float) -> tuple[float, float]:
    """The moments m1 = tanh(x m2), m2 = tanh(y m1) above zero for x y > 1, by bisection."""
    if Fraction(x) * Fraction(y) <= 1:
        return 0.0, 0.0
    with mpmath.workdps(50):
        a, b = mpmath.mpf(abs(x)), mpmath.mpf(abs(y))
        low, high = mpmath.mpf("1e-20"), mpmath.mpf(1)
        for _ in range(150):
            middle = mpmath.sqrt(low * high)
            rises = mpmath.tanh(a * mpmath.tanh(b * middle)) > middle
            low, high = (middle, high) if rises else (low, middle)
        return float(low), float(mpmath.sign(y) * mpmath.tanh(b * low))


@plain("fig3")
def _fig3(params: Any, data: Dataset) -> dict[str, Any]:
    m = np.array([fixed_point(x, x) for x in data["chi_over_chi_c"]]).T
    return {"m1": m[0], "m2": m[1], "m_total": m[0] + m[1]}


@plain("fig4")
def _fig4(params: Any, data: Dataset) -> dict[str, Any]:
    points = list(
        zip(data["chi1_over_chi_c"].tolist(), data["chi2_over_chi_c"].tolist(), strict=True)
    )
    m = np.array([fixed_point(x, y) for x, y in points]).T
    phase = []
    for x, y in points:
        a, b = Fraction(x), Fraction(y)
        if a * b > 1:
            phase.append("aligned" if a > 0 else "antialigned")
        else:
            neutral = a + b + 2 * a * b
            phase.append("diamagnetic" if neutral < 0 or a == b == -1 else "paramagnetic")
    return {"m1": m[0], "m2": m[1], "phase": np.array(phase)}


def plain_susceptibility(k: float, tau: float) -> tuple[float, float]:
    """Eq. (A5) over all shells, in extended precision, and some roundings of its two sums.

    Of hot spheres they cancel all but Landau's diamagnetism, one part in k^2.
    """
    zeros = oracles.zeros_below(np.sqrt(np.pi**2 + k**2 * (1 + 80 * tau)))
    zeta, l = zeros.zeta.astype(np.longdouble), zeros.l
    off = zeta - k + (zeros.rest - np.sum(zeros.rest[zeros.zeta == k]))
    x = off * (zeta + k) / np.longdouble(k) ** 2 / tau
    f, spread = expit(-x), expit(-x) * expit(x)
    r2 = (1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3
    zeeman = np.sum(l * (l + 1) * (2 * l + 1) * spread) / tau / 3
    diamagnetic = k**2 / 3 * np.sum((2 * l + 1) * r2 * f)
    scale = 9 * np.pi / k**3
    return float(scale * (zeeman - diamagnetic)), float(scale * (zeeman + diamagnetic)) * 4e-15


@plain("fig5a")
def _fig5a(params: Any, data: Dataset) -> dict[str, Any]:
    points = zip(data["kf_a"].tolist(), data["t_over_tf"].tolist(), strict=True)
    chi, rounding = np.array([plain_susceptibility(k, tau) for k, tau in points]).T
    return {"chi": -params.chi_landau * chi, "chi rounding": -params.chi_landau * rounding}


@plain("fig6")
def _fig6(params: Any, data: Dataset) -> dict[str, Any]:
    points = list(zip(data["kf_a"].tolist(), data["t_over_tf"].tolist(), strict=True))
    asked = np.sort(values(params.kf_a))
    for tau in values(params.t_over_tf):
        sizes = data.where(t_over_tf=tau)["kf_a"]
        if isinstance(params.kf_a, Range):
            zeta = oracles.zeros_below(asked.max()).zeta
            within = zeta[(zeta >= asked.min()) & (zeta <= asked.max())]
            assert np.all(np.isin(np.concatenate([asked, within]), sizes))
        else:
            assert np.array_equal(sizes, asked)
    # Every row of a long dataset would take long.
    rows = np.unique(np.linspace(0, len(points) - 1, 40).astype(int))
    chi, rounding = data["chi_over_chi_l"].copy(), np.zeros(len(points))
    chi[rows], rounding[rows] = np.array([plain_susceptibility(*points[row]) for row in rows]).T
    return {"chi_over_chi_l": chi, "chi_over_chi_l rounding": rounding}


@plain("fig7")
def _fig7(params: Any, data: Dataset) -> dict[str, Any]:
    axes = (data[name].tolist() for name in ("kf_a", "t_over_tf", "hbar_omega_c_over_ef"))
    pairs = [oracles.moment_and_rounding(*point) for point in zip(*axes, strict=True)]
    moment, rounding = np.array(pairs).T
    return {"moment": moment, "moment rounding": 10 * rounding}


def fine_nodes(stiffness: float) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes on [0, 1] in panels of a Gaussian's width, finer at both ends."""
    ends = np.array([0, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2])
    edges = np.unique([*np.linspace(0, 1, 8 + int(0.5 * np.sqrt(stiffness))), *ends, *(1 - ends)])
    x, w = np.polynomial.legendre.leggauss(7)
    half = np.diff(edges) / 2
    nodes = edges[:-1, None] + half[:, None] * (1 + x)
    return nodes.ravel(), (half[:, None] * w).ravel()


def plain_density(z: Floats, K: float, C: float) -> Floats:
    """P_1 from the weight of Eq. (B8): the second moment's angles closed, all else quadrature."""
    t, w = fine_nodes(C + K)

    def log_weight(z: Any) -> Any:
        s = (1 - z**2) * t
        g = np.sqrt(K**2 * s + (2 * K * z) ** 2)[:, None]
        gt = g * t
        with np.errstate(divide="ignore", invalid="ignore"):
            angles = np.where(gt > 1e-8, -np.expm1(-2 * gt) / (2 * gt), 1.0)
        exponent = gt - C * t**2
        top = exponent.max(axis=1)
        ball = (np.exp(exponent - top[:, None]) * angles) @ (w * t**2)
        rest = top - C * s
        most = rest.max()
        total = np.sum(w * ball * np.exp(rest - most)) * (1 - z**2)
        return most - C * z**2 + (np.log(total) if total > 0 else -np.inf)

    norm = np.array([log_weight(u) for u in t])
    most = norm.max()
    ln_z2 = most + np.log(2 * np.sum(w * np.exp(norm - most)))
    return np.array([np.exp(log_weight(u) - ln_z2) for u in z])


@plain("fig8")
def _fig8(params: Any, data: Dataset) -> dict[str, Any]:
    z = values(params.m1z)
    rows = [plain_density(z, K * params.c, params.c) for K in values(params.k_over_c)]
    return {"probability_density": np.concatenate(rows)}


def pivots(n: int, shift: float) -> Iterator[float]:
    """The pivots of shift - T, T_ij = 1/|i - j|^3, by Durbin's recursion."""
    row = -1.0 / (np.arange(1.0, n) ** 3 * shift)
    a, error = np.empty(0), 1.0
    yield error
    for i in range(n - 1):
        reflection = -(row[i] + a @ row[:i][::-1]) / error
        a = np.append(a + reflection * a[::-1], reflection)
        error *= 1 - reflection**2
        yield error


@plain("fig9")
def _fig9(params: Any, data: Dataset) -> dict[str, Any]:
    for n, ratio in zip(data["n_particles"].tolist(), data["chi_c_over_dimer"], strict=True):
        # Above the largest eigenvalue all pivots are positive, below it one is not.
        assert all(pivot > 0 for pivot in pivots(n, (1 + 1e-9) / ratio))
        assert not all(pivot > 0 for pivot in pivots(n, (1 - 1e-9) / ratio))
    return {}
