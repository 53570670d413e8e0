"""P, Fig. 4: magnetic phases of a dimer of unequal saturating particles.

Equations: (3), (6), (8), (9).

Each point is solved numerically: for a spontaneous moment and, where there is none, for the sign
of the response to a weak field. Over it the closed forms of the borders: chi_1 chi_2 =
(chi_c^z)^2 (solid), chi^zz = 0 with coupling (dashed) and chi_2 = -chi_1 without (thin grey).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from magrepro.core.dipoles import neutral_border
from magrepro.core.ordering import dimer_moments, dimer_moments_in_field, saturating
from magrepro.dataset import Column, Dataset
from magrepro.figures import style
from magrepro.parameters import Axis, FigureParams, Range, assumed, parameter, values

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_RANGE = assumed(
    "the text gives no range; shows all phases and borders",
    plausible=(Range(start=-1.5, stop=1.5, num=161), Range(start=-4.0, stop=4.0, num=161)),
)


class Params(FigureParams):
    """Parameters of Fig. 4."""

    chi1_over_chi_c: Axis = parameter(
        Range(start=-2.0, stop=2.0, num=161), "chi_1 over chi_c^z", _RANGE, ge=-100, le=100
    )
    chi2_over_chi_c: Axis = parameter(
        Range(start=-2.0, stop=2.0, num=161), "chi_2 over chi_c^z", _RANGE, ge=-100, le=100
    )
    weak_field: float = parameter(
        1e-9,
        "field of footnote 7 that tells para- from diamagnetic",
        assumed("footnote 7 says very weak"),
        unit="field at which a particle with chi_c^z would reach M_0",
        gt=0,
        le=1e-3,
    )


AXES = ("chi1_over_chi_c", "chi2_over_chi_c")

COLUMNS = (
    Column("chi1_over_chi_c", "susceptibility of particle 1 over the critical value", "exact"),
    Column("chi2_over_chi_c", "susceptibility of particle 2 over the critical value", "exact"),
    Column("phase", "magnetic phase along z at zero field", "exact", dtype=str),
    Column("m1", "spontaneous moment of particle 1", "root", "M_0"),
    Column("m2", "spontaneous moment of particle 2", "root", "M_0"),
)


def compute(params: Params) -> Dataset:
    """Return phase and spontaneous moments over the plane of the two susceptibilities."""
    x, y = np.meshgrid(
        values(params.chi1_over_chi_c), values(params.chi2_over_chi_c), indexing="ij"
    )
    m1, m2 = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    weak = dimer_moments_in_field(
        saturating(x), saturating(y), coupling=1.0, field=params.weak_field
    )
    cases = [m1 * m2 > 0, m1 * m2 < 0, weak[0] + weak[1] >= 0]
    phase = np.select(cases, ["aligned", "antialigned", "paramagnetic"], "diamagnetic")
    return Dataset.tidy(COLUMNS, chi1_over_chi_c=x, chi2_over_chi_c=y, phase=phase, m1=m1, m2=m2)


@style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the numerical phases as colours, the closed-form borders as lines."""
    del params
    from matplotlib.colors import ListedColormap

    figure = style.figure(height=3.3)
    ax = figure.subplots()
    x, y = (np.unique(dataset[axis]) for axis in AXES)
    phases = list(style.PHASES)
    number = np.searchsorted(np.sort(phases), dataset.grid("phase", *AXES))
    colours = ListedColormap([style.PHASES[name] for name in sorted(phases)])
    style.color_map(ax, x, y, number, cmap=colours, vmin=-0.5, vmax=3.5)
    _draw_borders(ax, x)
    ax.set(xlim=style.limits(x), ylim=style.limits(y))
    ax.set_xlabel(r"$\chi_1/\chi_c^z$")
    ax.set_ylabel(r"$\chi_2/\chi_c^z$")
    return figure


def _draw_borders(ax: Axes, x: np.ndarray) -> None:
    ordered = np.geomspace(1e-2, max(float(x[-1]), 1.0), 400)
    for sign in (1, -1):
        ax.plot(sign * ordered, sign / ordered, color=style.BLACK)
    neutral = np.linspace(-0.499, max(float(x[-1]), 1.0), 2000)
    ax.plot(neutral, neutral_border(neutral), color=style.BLACK, linestyle="--", linewidth=1.0)
    ax.plot(x, -x, color="0.45", linewidth=0.5)
    places = {"aligned": (1.5, 1.5), "antialigned": (-1.45, -1.5)}
    places |= {"paramagnetic": (1.0, 0.22), "diamagnetic": (-0.9, -0.3)}
    for name, place in places.items():
        ax.text(*place, name, ha="center", va="center", clip_on=True)
