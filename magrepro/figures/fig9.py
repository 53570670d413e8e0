"""P, Fig. 9: critical susceptibility of a chain against its length.

Equations: (8), (C1).

The more neighbours, the smaller the susceptibility at which a chain orders: red dots, in units of
the dimer's, fall to the value 1/(2 zeta(3)) of the endless chain (dashed). On the logarithmic axis
only some of the long chains have a dot. Inset: the chain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.orbital.chains import CHAIN_LIMIT, chain_critical_ratio
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.material import MaterialChoice
from magrepro.observables import Observable, column
from magrepro.parameters import CountAxis, FigureParams, Range, assumed, counts, parameter, stated
from magrepro.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 9."""

    material: MaterialChoice = _common.MATERIAL_IS_DRAWN
    n_particles: CountAxis = parameter(
        Range(start=2.0, stop=100.0, num=99),
        "numbers of particles in the chain",
        assumed(
            "the text gives no range; reaches the plateau",
            plausible=(tuple(range(2, 11)), Range(start=2.0, stop=300.0, num=299)),
        ),
        ge=2,
        le=1_000_000,
    )
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius, for the sketch",
        stated("caption of Fig. 10"),
        ge=2,
        le=10,
    )


COLUMNS = (
    Column("n_particles", "number of particles in the chain", "exact", dtype=int),
    Column("chi_c_over_dimer", "critical susceptibility over that of the dimer", "root"),
    Column("endless_chain", "the same of an endless chain, 1/(2 zeta(3))", "root"),
)

PLOT = Plot(x="n_particles", y=("chi_c_over_dimer",))


def cost(params: Params) -> float:
    """Return the estimated seconds of one core."""
    n = counts(params.n_particles)
    return float(np.sum(2e-3 + 5e-6 * n)) + _costs.output_seconds(n.size, len(COLUMNS))


def compute(params: Params) -> Dataset:
    """Return the critical susceptibility of every length."""
    n = counts(params.n_particles)
    ratio = chain_critical_ratio(n)
    return Dataset.tidy(COLUMNS, n_particles=n, chi_c_over_dimer=ratio, endless_chain=CHAIN_LIMIT)


def critical_ratio(several: Sequence[Params]) -> Floats:
    """Return the critical susceptibility over that of the dimer, Eq. (C1)."""
    return chain_critical_ratio(column(several, "n_particles"))


OBSERVABLES = (
    Observable(
        "critical_ratio",
        critical_ratio,
        "critical susceptibility over that of the dimer, Eq. (C1)",
        at=("n_particles",),
        together=16,
    ),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw dots, the asymptote, and the chain as an inset; of many lengths some 30, evenly."""
    figure = _style.figure(height=2.6)
    ax = figure.subplots()
    n = dataset["n_particles"]
    shown = _style.thinned(np.log(n), 30)
    ax.plot(n, dataset["chi_c_over_dimer"], color=_style.RED, linewidth=0.6, alpha=0.6)
    ax.plot(n[shown], dataset["chi_c_over_dimer"][shown], "o", color=_style.RED, markersize=3)
    limit = float(dataset["endless_chain"][0])
    ax.axhline(limit, color=_style.BLACK, linestyle="--", linewidth=0.8)
    low, high = 0.9 * float(n.min()), 1.12 * float(n.max())
    across = ax.get_yaxis_transform()
    words = rf"$1/[2\zeta(3)]={limit:.4f}$"
    ax.text(0.03, limit - 0.012, words, transform=across, ha="left", va="top")
    ax.set(xscale="log", xlim=(low, high), ylim=(0.35, 1.05))
    if high < 1000:
        ticks = np.outer([1, 10, 100], [1, 2, 5]).ravel()
        ax.set_xticks(ticks[(ticks >= low) & (ticks <= high)])
        ax.xaxis.set_major_formatter("{x:g}")
        ax.xaxis.set_minor_formatter("")
    ax.set_xlabel(r"number of particles $\mathcal{N}$")
    ax.set_ylabel(r"$\chi_{c,\mathcal{N}}^z/\chi_c^z$")
    _draw_chain(ax.inset_axes((0.36, 0.55, 0.62, 0.4)), params)
    return figure


def _draw_chain(ax: Axes, params: Params) -> None:
    from matplotlib.patches import Circle

    d_over_a, look = params.d_over_a, _style.particle(params.material)
    places = np.arange(4) * d_over_a
    for number, z in enumerate(places):
        ax.add_patch(Circle((z, 0), 1, linewidth=0.7, **look))
        name = (r"1", r"2", r"$\cdots$", r"$\mathcal{N}$")[number]
        ax.text(z, 0, name, ha="center", va="center", fontsize=7.5)
    distance = {"arrowstyle": "<->", "color": _style.BLACK, "linewidth": 0.6}
    _style.arrow(ax, (places[0], 1.4), (d_over_a, 0), **distance)
    ax.text(places[1] / 2, 1.5, r"$d$", ha="center", va="bottom")
    axis = {"color": _style.GRAY, "linewidth": 0.6}
    _style.arrow(ax, (places[-1] - 0.2, -1.6), (2.4, 0), **axis)
    ax.text(places[-1] + 2.4, -1.6, r"$z$", va="center")
    ax.text(places[1] / 2, -1.25, r"$\chi>0$", ha="center", va="top")
    ax.set(xlim=(-1.5, places[-1] + 3.2), ylim=(-2.3, 2.5), aspect="equal")
    ax.set_axis_off()


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    ratio = dataset["chi_c_over_dimer"]
    course = _words.course(dataset["n_particles"], ratio)
    limit = _words.number(dataset["endless_chain"][0])
    above = _words.number(float(ratio.min() / dataset["endless_chain"][0] - 1) * 100)
    return (
        f"Over the number of particles, in units of the dimer's, it {course}, {above} % above the "
        f"dashed line of the endless chain at {limit}. Inset: a chain of spheres."
    )
