"""Every figure of the vibrational paper over all of its declared bounds, against a plain route.

MAGREPRO_DRAWS sets how many random configurations of each figure are tried.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import mpmath
import numpy as np
import pytest
from numpy.typing import ArrayLike

from magrepro import figures
from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational.spins import Dimer, thermal_moment
from magrepro.dataset import TOLERANCES, Dataset
from magrepro.parameters import FigureParams, Range
from tests.spin_oracles import (
    DIGITS,
    Floats,
    Pair,
    average,
    moment_in_digits,
    moment_in_doubles,
    moments_in_doubles,
)
from tests.tolerances import ROOT

DRAWS = int(os.environ.get("MAGREPRO_DRAWS", "12"))
SEED = 20230131

LOWEST = {"phi_over_omega0": 1e-9, "prefactor": 1e-3}
"""Where a bound is zero, decades are drawn down to this share of the upper bound, or 1e-5."""

NO_MOMENT = 1e-290
"""Below it a moment is zero as far as double precision goes."""

DOUBLES_SUFFICE = 1e4
"""Largest energy over k_B T up to which moments in double precision have 11 digits."""

COLD = 1e6
"""Largest energy over k_B T up to which they have the 8 digits of a quadrature. Beyond, quadrature
is of the pair's own moment, after a look at it in digits."""

LAST_DIGITS = 2.0**-50
"""Four roundings of alpha."""

Plain = Callable[[Any, Dataset], float]
"""The worst deviation of a figure from a plain route, in units of its column's tolerance."""


def number(name: str, bounds: dict[str, float], rng: np.random.Generator) -> float:
    """One value within bounds: now and then a bound, else a power of ten of either sign."""
    high, low = bounds["le"], bounds.get("ge", 0.0)
    if high == 1 and name != "phi_over_omega0":
        return float(rng.choice([0.0, 0.5, 1.0, rng.uniform()]))
    if rng.uniform() < 0.1:
        return float(rng.choice([high, bounds["ge"]] if "ge" in bounds else [high]))
    least = low if low > 0 else LOWEST.get(name, 1e-5) * high
    size = float(np.exp(rng.uniform(np.log(least), np.log(high))))
    if low < 0:
        size = float(rng.choice([size, rng.uniform(0, high)]))
        return float(rng.choice([-1, 1])) * size
    return size


def a_spin(rng: np.random.Generator) -> float:
    """A half-integer from 1/2 to 10, small ones more often."""
    return float(np.floor(21 ** rng.uniform()) / 2)


def drawn(name: str, rng: np.random.Generator) -> FigureParams:
    """Parameters of a figure over their whole bounds, axes of one value or, now and then, two."""
    params, chosen = figures.load(name).Params, dict[str, Any]()
    for field, about in params.model_fields.items():
        bounds = params.about(field)["bounds"]
        if field == "spin":
            chosen[field] = a_spin(rng)
        elif isinstance(about.default, tuple | Range):
            chosen[field] = tuple(
                {number(field, bounds, rng) for _ in range(1 + int(rng.uniform() < 0.2))}
            )
        elif isinstance(about.default, str):
            chosen[field] = str(rng.choice(["on-site", "exchange"]))
        else:
            chosen[field] = number(field, bounds, rng)
    return params(**chosen)


def draws(name: str, count: int) -> Iterator[tuple[FigureParams, Dataset]]:
    rng = np.random.default_rng(SEED)
    for _ in range(count):
        params = drawn(name, rng)
        yield params, figures.load(name).compute(params)


def worst(data: Dataset, column: str, plain: list[float], besides: ArrayLike = 0.0) -> float:
    """Largest |computed - plain| in units of the column's tolerance, and of `besides`."""
    kind = next(c.kind for c in data.columns if c.name == column)
    rtol, atol_rel = TOLERANCES[kind]
    size = np.abs(plain)
    allowed = rtol * size + atol_rel * np.max(size) + NO_MOMENT + np.asarray(besides)
    return float(np.max(np.abs(data[column] - np.array(plain)) / allowed))


def rows(data: Dataset) -> Iterator[dict[str, Any]]:
    for i in range(len(data)):
        yield {c.name: data[c.name][i].item() for c in data.columns}


def pair_in_fields(
    spin: float, *, j: float, alpha: Any, ratio: float, t: float, d: float = 0, i_zz: float = 0
) -> Pair:
    """A pair in the fields alpha and r alpha, the product in 40 digits."""
    with mpmath.workdps(DIGITS):
        return Pair(spin, j, alpha, mpmath.mpf(alpha) * ratio, d, i_zz, t)


def plain_moment(pair: Pair) -> float:
    """In digits where double precision does not suffice."""
    if pair.largest_energy() > DOUBLES_SUFFICE * K_B_MEV * pair.t:
        return moment_in_digits(pair)
    return moment_in_doubles(replace(pair, b1=float(pair.b1), b2=float(pair.b2)))


def displacement(phi: float, omega0: float, t: float) -> Any:
    """<Q> of Eq. (7) in 40 digits."""
    with mpmath.workdps(DIGITS):
        x = mpmath.mpf(omega0) / (2 * mpmath.mpf(K_B_MEV) * t)
        return -6 * mpmath.mpf(phi) / omega0 * mpmath.coth(x)


def vib_fig1(p: Any, data: Dataset) -> float:
    """The matrix of Eq. (1), stage by stage; T0 is of the triplet, which J > 0 brings down."""
    energies: list[float] = []
    with mpmath.workdps(DIGITS):
        j, zeta, alpha = (mpmath.mpf(x) for x in (p.j_mev, p.zeta_mev, p.alpha_mev))
        for easy, field in ((0, 0), (1, 0), (1, 1)):
            ising = j + 2 * easy * mpmath.mpf(p.anisotropy_mev)
            matrix = mpmath.matrix([[ising / 4, -j / 2], [-j / 2, ising / 4]])
            matrix[0, 0] -= field * zeta
            matrix[1, 1] += field * zeta
            mixed = sorted(mpmath.eigsy(matrix, eigvals_only=True), reverse=p.j_mev <= 0)
            levels = (-ising / 4 + field * alpha, -ising / 4 - field * alpha, *mixed)
            energies += [float(level) for level in levels]
    return worst(data, "energy_mev", energies)


def vib_fig2(p: Any, data: Dataset) -> float:
    """One diagonalisation a row."""
    plain = [
        plain_moment(
            pair_in_fields(
                row["spin"],
                j=row["j_mev"],
                alpha=row["alpha_mev"],
                ratio=p.field_ratio,
                t=p.temperature_k,
            )
        )
        for row in rows(data)
    ]
    return worst(data, "moment", plain)


def vib_fig3(p: Any, data: Dataset) -> float:
    """Eq. (7) in digits."""
    plain = [-displacement(1, r["omega0_mev"], r["temperature_k"]) / 6 for r in rows(data)]
    return worst(data, "coth_over_omega0_per_mev", [float(x) for x in plain])


def vib_fig4(p: Any, data: Dataset) -> float:
    """One diagonalisation a row; alpha, a double, leaves the moment open by its last digits."""

    def moments(share: float) -> list[float]:
        found = []
        for row in rows(data):
            t = row["temperature_k"]
            with mpmath.workdps(DIGITS):
                alpha = displacement(p.coupling_mev2, row["omega0_mev"], t) * share
            pair = pair_in_fields(p.spin, j=-row["j_mev"], alpha=alpha, ratio=p.field_ratio, t=t)
            found.append(plain_moment(pair))
        return found

    plain = moments(1.0)
    return worst(data, "moment", plain, np.abs(np.subtract(plain, moments(1 + LAST_DIGITS))))


def vib_fig5(p: Any, data: Dataset) -> float:
    """Quadrature in y = k^2/4 of one pair after another."""
    return worst(data, "moment", [disc_average(p, row) for row in rows(data)])


def disc_average(p: Any, row: dict[str, Any]) -> float:
    """Half the pair's moment, averaged over the disc."""
    t, easy = row["temperature_k"], p.anisotropy_over_j * abs(row["j_mev"])
    d, i_zz = (easy, 0.0) if p.anisotropy == "on-site" else (0.0, easy)
    q = float(displacement(row["phi_over_omega0"], 1, t / p.omega0_mev))
    decays = (p.r_s_angstrom**2, p.r_a_angstrom**2)

    def pair(y: Any) -> Pair:
        j = -p.prefactor * p.r_s_angstrom * row["j_mev"] * np.exp(-decays[0] * y)
        alpha = p.prefactor * p.r_a_angstrom * p.coupling_a_mev * q * np.exp(-decays[1] * y)
        return Pair(p.spin, j, alpha, alpha * p.field_ratio, d, i_zz, t)

    def own(y: Any) -> Floats:
        x = pair(y)
        dimer = Dimer(
            spin=p.spin,
            j=x.j,
            alpha=x.b1,
            field_ratio=p.field_ratio,
            anisotropy=d,
            exchange_anisotropy=i_zz,
        )
        return thermal_moment(dimer, t)

    end = p.k_max_per_angstrom**2 / 4
    if pair(0).largest_energy() < COLD * K_B_MEV * t:
        return average(lambda y: moments_in_doubles(pair(y)) / 2, end=end, decays=decays)
    y = min(end, 3 / max(decays)) * float(np.random.default_rng(SEED).uniform())
    x = pair(y)
    exact = moment_in_digits(
        pair_in_fields(p.spin, j=x.j, alpha=x.b1, ratio=p.field_ratio, t=t, d=d, i_zz=i_zz)
    )
    assert abs(float(own(y)) - exact) <= ROOT * abs(exact) + NO_MOMENT
    return average(lambda y: own(y) / 2, end=end, decays=decays)


@pytest.mark.parametrize("plain", [vib_fig1, vib_fig2, vib_fig3, vib_fig4, vib_fig5])
def test_figure_is_that_of_a_plain_route_over_its_whole_bounds(plain: Plain) -> None:
    name = plain.__name__
    count = DRAWS // 2 if plain is vib_fig5 else DRAWS  # its plain route takes a second a draw
    for params, data in draws(name, count):
        assert plain(params, data) <= 1, params
