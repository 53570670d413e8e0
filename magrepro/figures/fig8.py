"""P, Fig. 8: thermal distribution of one moment of a coupled dimer.

Equations: (B1), (B5), (B6), (B7), (B8).

Each vertical cut is the probability density of the z component of the first moment at one strength
of the coupling. Up to K = C it has one maximum at zero, above two of either sign, which have come
close to saturation (0.94 M_0 at C = 50) from K = 1.05 C on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.orbital.bounded_moment import SOFTEST_CLOSED_FORM
from magrepro.core.orbital.thermal import (
    density_z,
    peak_position,
    splitting_threshold,
)
from magrepro.dataset import TOLERANCES, Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.material import MaterialChoice
from magrepro.observables import Observable, column
from magrepro.parameters import Axis, FigureParams, Range, assumed, parameter, stated, values
from magrepro.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 8."""

    material: MaterialChoice = _common.MATERIAL_IS_NAMED
    c: float = parameter(
        50.0,
        "C = beta gamma M_0^2, stiffness over temperature",
        stated("caption of Fig. 8"),
        gt=0,
        le=1000,
    )
    k_over_c: Axis = parameter(
        Range(start=0.0, stop=2.0, num=101),
        "coupling K over C",
        assumed(
            "the text gives no range; the threshold K = C in the middle",
            plausible=(
                Range(start=0.0, stop=1.5, num=101),
                Range(start=0.0, stop=4.0, num=101),
            ),
        ),
        ge=0,
        le=4,
    )
    m1z: Axis = parameter(
        Range(start=-1.0, stop=1.0, num=801),
        "z component of the first moment over M_0",
        stated("Appendix B 2: the moments are cut off at M_0"),
        ge=-1,
        le=1,
    )


COLUMNS = (
    Column("k_over_c", "coupling over stiffness, 1/(gamma d^3)", "exact"),
    Column("m1z", "z component of the first moment", "exact", "M_0"),
    Column("probability_density", "probability density of m1z", "quadrature"),
)

PLOT = Plot(x="k_over_c", up="m1z", y=("probability_density",))


def cost(params: Params) -> float:
    """Return the estimated seconds of one core."""
    K = params.c * values(params.k_over_c)
    # The nodes of both quadratures in `thermal`, and the densities that normalise each row.
    rho, z = (
        2.7 * np.sqrt(x) + 14
        for x in (np.maximum(params.c, 2 * K - 3 * params.c), 2 * np.maximum(params.c, K))
    )
    heights = np.unique(np.abs(values(params.m1z))).size
    each = 1.3e-7 if params.c >= SOFTEST_CLOSED_FORM else 3.5e-6
    return each * float(np.sum(rho * (z + heights))) + _costs.output_seconds(params.points, 3)


_CELLS = 2**15
"""Densities computed together, so that their arrays stay in the cache."""

_FEWEST_MOMENTS = 256
"""Moments that the normalisation of one density takes, at the most."""


def compute(params: Params) -> Dataset:
    """Return the density over the plane of coupling and moment."""
    ratio, z = values(params.k_over_c), values(params.m1z)
    # The density is even: each |z| is computed once.
    height, place = np.unique(np.abs(z), return_inverse=True)
    rows = max(1, _CELLS // max(height.size, _FEWEST_MOMENTS))
    density = [
        density_z(height, coupling=some[:, None] * params.c, stiffness=params.c)
        for some in np.split(ratio, range(rows, ratio.size, rows))
    ]
    return Dataset.tidy(
        COLUMNS,
        k_over_c=ratio[:, None],
        m1z=z,
        probability_density=np.concatenate(density)[:, place],
    )


def splitting_k_over_c(several: Sequence[Params]) -> Floats:
    """Return K/C above which the density has two maxima."""
    c = column(several, "c")
    return splitting_threshold(stiffness=c) / c


def peak_m1z(several: Sequence[Params]) -> Floats:
    """Return the most probable |m1z| at one coupling."""
    c, ratio = column(several, "c"), column(several, "k_over_c")
    return peak_position(coupling=ratio * c, stiffness=c)


OBSERVABLES = (
    Observable(
        "splitting_k_over_c",
        splitting_k_over_c,
        "K/C above which the density of m1z has two maxima",
        together=64,
    ),
    Observable(
        "peak_m1z",
        peak_m1z,
        "most probable |m1z|; 0: one maximum in the middle",
        unit="M_0",
        at=("k_over_c",),
        together=64,
    ),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the density as a colour map with the threshold K = C."""
    from matplotlib.colors import PowerNorm

    figure = _style.figure(height=2.7)
    ax = figure.subplots()
    ratio, z = np.unique(dataset["k_over_c"]), np.unique(dataset["m1z"])
    density = dataset.grid("probability_density", "k_over_c", "m1z")
    shades = PowerNorm(0.5, vmin=0, vmax=float(np.percentile(density, 99.5)))
    image = _style.color_map(ax, ratio, z, density, cmap="viridis", norm=shades)
    ax.axvline(1, color="white", linestyle="--", linewidth=0.8)
    _style.text_within(ax, 1.08, 0.0, r"$\gamma d^3=1$", color="white", ha="left", va="center")
    ax.set_xlabel(r"$K/C = 1/\gamma d^3$")
    ax.set_ylabel(r"$\mathcal{M}_1^z/\mathcal{M}_0$")
    words = rf"$P_1(\mathcal{{M}}_1^z)$ at $C={params.c:g}$  (square-root scale)"
    _style.bar(figure, image, words, extend="max")
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    ratio, z = np.unique(dataset["k_over_c"]), np.abs(np.unique(dataset["m1z"]))
    density = dataset.grid("probability_density", "k_over_c", "m1z")
    # Where the top is flat, at K = C, rounding decides which point of it is the largest.
    inner = density[:, np.argmin(z)] >= (1 - TOLERANCES["quadrature"][0]) * density.max(axis=1)
    top = np.where(inner, z.min(), z[np.argmax(density, axis=1)])
    ends = [
        f"{_words.number(density[i].max())} at |m1z| = {_words.number(top[i])} M_0 for K/C = "
        f"{_words.number(ratio[i])}"
        for i in dict.fromkeys((0, ratio.size - 1))
    ]
    words = f", the last of them {_words.number(ratio[inner][-1])}" if inner.any() else ""
    return (
        f"A map of the density of m1z over K/C {_words.span(ratio)}; it is largest, "
        f"{_words.listed(ends)}. Its maximum lies at |m1z| = {_words.number(z.min())} for "
        f"{np.count_nonzero(inner)} of {ratio.size} couplings{words}."
    )
