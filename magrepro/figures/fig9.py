"""P, Fig. 9: critical susceptibility of a chain against its length.

Equations: (8), (C1).

The more neighbours, the smaller the susceptibility at which a chain orders: red dots, in units of
the dimer's, fall to the value 1/(2 zeta(3)) of the endless chain (dashed). Inset: the chain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from magrepro.core.orbital.chains import CHAIN_LIMIT, chain_critical_ratio
from magrepro.dataset import Column, Dataset
from magrepro.figures import _costs, _style
from magrepro.parameters import CountAxis, FigureParams, Range, assumed, counts, parameter, stated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 9."""

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
)


def cost(params: Params) -> float:
    """Return the estimated seconds of one core."""
    n = counts(params.n_particles)
    return float(np.sum(2e-3 + 5e-6 * n)) + _costs.output_seconds(n.size, len(COLUMNS))


def compute(params: Params) -> Dataset:
    """Return the critical susceptibility of every length."""
    n = counts(params.n_particles)
    return Dataset.tidy(COLUMNS, n_particles=n, chi_c_over_dimer=chain_critical_ratio(n))


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw dots, the asymptote, and the chain as an inset."""
    figure = _style.figure(height=2.6)
    ax = figure.subplots()
    n = dataset["n_particles"]
    ax.plot(n, dataset["chi_c_over_dimer"], "o", color=_style.RED, markersize=2.5)
    ax.axhline(CHAIN_LIMIT, color=_style.BLACK, linestyle="--", linewidth=0.8)
    ax.text(n.max(), CHAIN_LIMIT - 0.012, rf"$1/2\zeta(3)={CHAIN_LIMIT:.4f}$", ha="right", va="top")
    ax.set_xlabel(r"number of particles $\mathcal{N}$")
    ax.set_ylabel(r"$\chi_{c,\mathcal{N}}^z/\chi_c^z$")
    ax.set_ylim(0.35, 1.05)
    ax.set_xlim(0, n.max() * 1.03)
    _draw_chain(ax.inset_axes((0.3, 0.55, 0.66, 0.38)), params.d_over_a)
    return figure


def _draw_chain(ax: Axes, d_over_a: float) -> None:
    from matplotlib.patches import Circle

    places = np.arange(4) * d_over_a
    for number, z in enumerate(places):
        ax.add_patch(Circle((z, 0), 1, linewidth=0.7, **_style.GOLD))
        name = (r"1", r"2", r"$\cdots$", r"$\mathcal{N}$")[number]
        ax.text(z, 0, name, ha="center", va="center", fontsize=6.5)
    ax.annotate("", (places[0], 1.4), (places[1], 1.4), arrowprops={"arrowstyle": "<->", "lw": 0.6})
    ax.text(places[1] / 2, 1.5, r"$d$", ha="center", va="bottom", fontsize=7)
    arrow = {"arrowstyle": "-|>", "lw": 0.6, "color": _style.GRAY}
    ax.annotate("", (places[-1] + 2.2, -1.6), (places[-1] - 0.2, -1.6), arrowprops=arrow)
    ax.text(places[-1] + 2.4, -1.6, r"$z$", va="center", fontsize=7)
    ax.text(places[1] / 2, -1.25, r"$\chi>0$", ha="center", va="top", fontsize=7)
    ax.set(xlim=(-1.5, places[-1] + 3.2), ylim=(-2.3, 2.5), aspect="equal")
    ax.set_axis_off()
