"""P, Fig. 3: spontaneous moment of two equal saturating particles.

Equations: (3), (8), (9), (10).

Against the susceptibility of each particle the dimer is antialigned, diamagnetic, paramagnetic and
aligned. The total moment (red, solid) vanishes unless the dimer is aligned; the moment of one
particle (blue, dashed) shows that the antialigned dimer is ordered too. Both signs are degenerate:
the data hold the branch m1 >= 0, the picture also its mirror image.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.orbital.ordering import equal_dimer_moments
from magrepro.core.orbital.responses import saturating
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.material import MaterialChoice
from magrepro.parameters import Axis, FigureParams, Range, assumed, parameter, values
from magrepro.plot import Plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 3."""

    material: MaterialChoice = _common.MATERIAL_IS_NAMED
    chi_over_chi_c: Axis = parameter(
        Range(start=-2.0, stop=2.0, num=801),
        "susceptibility over its critical value chi_c^z",
        assumed("the text gives no range; shows all four regimes and the approach to saturation"),
        ge=-100,
        le=100,
    )


def cost(params: Params) -> float:
    """Return the estimated seconds of one core."""
    rows = params.points
    return 5e-6 * rows + _costs.output_seconds(rows, len(COLUMNS))


COLUMNS = (
    Column("chi_over_chi_c", "susceptibility over its critical value", "exact"),
    Column("m1", "moment of particle 1 along z", "root", "M_0"),
    Column("m2", "moment of particle 2 along z", "root", "M_0"),
    Column("m_total", "moment of the dimer along z, M_1 + M_2", "root", "M_0"),
)

PLOT = Plot(x="chi_over_chi_c", y=("m_total", "m1"))


def compute(params: Params) -> Dataset:
    """Return the moments in units of M_0 at every susceptibility."""
    x = values(params.chi_over_chi_c)
    particle = saturating(x)
    m1, m2 = equal_dimer_moments(particle, coupling=1.0)
    return Dataset.tidy(COLUMNS, chi_over_chi_c=x, m1=m1, m2=m2, m_total=m1 + m2)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw both degenerate branches over the four regimes."""
    del params
    figure = _style.figure(height=2.6)
    ax = figure.subplots()
    x = dataset["chi_over_chi_c"]
    low, high = _style.limits(x)
    ax.set(xlim=(low, high), ylim=(-2.5, 2.5))
    _draw_regimes(ax, low, high)
    mark = _style.marker(x)
    total: Any = {"color": _style.RED, "linewidth": 1.5, "marker": mark}
    single: Any = {"color": _style.BLUE, "linestyle": "--", "marker": mark}
    names = (r"$2m^z=\mathcal{M}_1^z+\mathcal{M}_2^z$", r"$\mathcal{M}_1^z$")
    for sign in (1, -1):
        ax.plot(x, sign * dataset["m_total"], label=names[0] if sign > 0 else None, **total)
        ax.plot(x, sign * dataset["m1"], label=names[1] if sign > 0 else None, **single)
    ax.set_xlabel(r"$\chi/\chi_c^z$")
    ax.set_ylabel(r"magnetic moment / $\mathcal{M}_0$")
    ax.legend(loc="upper left")
    return figure


def _draw_regimes(ax: Axes, low: float, high: float) -> None:
    borders = np.clip([-np.inf, -1, 0, 1, np.inf], low, high)
    for name, (left, right) in zip(_style.PHASES, pairwise(borders.tolist()), strict=True):
        if right <= left:
            continue
        ax.axvspan(left, right, color=_style.PHASES[name], linewidth=0)
        place = ((left + right) / 2, -2.25)
        ax.text(*place, name, ha="center", va="center", fontsize=7.5, clip_on=True)


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    x, one, both = (dataset[name] for name in ("chi_over_chi_c", "m1", "m_total"))
    told = []
    for words, moment in (("The moment of one particle", one), ("the total moment", both)):
        none = x[moment == 0]
        told += [f"{words} is zero for chi/chi_c {_words.span(none)}"] if none.size else []
        most = f"{_words.number(moment.max())} M_0 at {_words.number(x[np.argmax(moment)])}"
        told += [f"{'and' if none.size else words} reaches {most}"] if moment.any() else []
    sentence = "; ".join(told).replace("; and", " and")
    return (
        f"Curves over chi/chi_c {_words.span(x)} and their mirror images below, on bands for the "
        f"regimes. {sentence}."
    )
