"""P, Fig. 4: magnetic phases of a dimer of unequal saturating particles.

Equations: (3), (6), (8), (9).

Each point is solved numerically: for a spontaneous moment and, where there is none, for the sign
of the response to a weak field. Where that is zero to within its rounding and its curvature, the
rule of `dimer_phase` decides. Over it the closed forms of the borders: chi_1 chi_2 =
(chi_c^z)^2 (solid), chi^zz = 0 with coupling (dashed) and chi_2 = -chi_1 without (thin grey).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from magrepro.core.arrays import Floats
from magrepro.core.orbital.dimer_phases import dimer_phase, weak_field_response
from magrepro.core.orbital.ordering import dimer_moments
from magrepro.core.orbital.responses import saturating
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.material import MaterialChoice
from magrepro.parameters import Axis, FigureParams, Range, assumed, parameter, values
from magrepro.plot import Plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_RANGE = assumed(
    "the text gives no range; shows all phases and borders",
    plausible=(Range(start=-1.5, stop=1.5, num=161), Range(start=-4.0, stop=4.0, num=161)),
)


class Params(FigureParams):
    """Parameters of Fig. 4."""

    material: MaterialChoice = _common.MATERIAL_IS_NAMED
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
        ge=1e-15,
        le=1e-6,
    )


AXES = ("chi1_over_chi_c", "chi2_over_chi_c")

COLUMNS = (
    Column("chi1_over_chi_c", "susceptibility of particle 1 over the critical value", "exact"),
    Column("chi2_over_chi_c", "susceptibility of particle 2 over the critical value", "exact"),
    Column("phase", "magnetic phase along z at zero field", "exact", dtype=str),
    Column("m1", "spontaneous moment of particle 1", "root", "M_0"),
    Column("m2", "spontaneous moment of particle 2", "root", "M_0"),
    Column("ordering", "x y - 1 with x, y of the first columns: positive where ordered, Eq. (9)"),
    Column("response", "x + y + 2 x y, of the sign of the linear response chi^zz of Eq. (6)"),
)

PLOT = Plot(x=AXES[0], up=AXES[1], y=("phase", "m1", "m2"), words=tuple(_style.PHASES))


def cost(params: Params) -> float:
    """Return the estimated seconds of one core."""
    rows = params.points
    return 4e-6 * rows + _costs.output_seconds(rows, len(COLUMNS))


_BLOCK = 2**14
"""Points that are solved together, so that their arrays stay in the cache."""


def compute(params: Params) -> Dataset:
    """Return phase and spontaneous moments over the plane of the two susceptibilities."""
    x, y = np.meshgrid(
        values(params.chi1_over_chi_c), values(params.chi2_over_chi_c), indexing="ij"
    )
    m1, m2, phase = np.empty(x.size), np.empty(x.size), np.empty(x.size, dtype="U12")
    for start in range(0, x.size, _BLOCK):
        at = slice(start, start + _BLOCK)
        m1[at], m2[at], phase[at] = _solved(x.flat[at], y.flat[at], params.weak_field)
    one, two = x.ravel(), y.ravel()
    columns = {"phase": phase, "m1": m1, "m2": m2}
    columns |= {"ordering": one * two - 1, "response": one + two + 2 * one * two}
    return Dataset.tidy(COLUMNS, chi1_over_chi_c=one, chi2_over_chi_c=two, **columns)


def _solved(x: Floats, y: Floats, field: float) -> tuple[Floats, Floats, NDArray[np.str_]]:
    """Return the spontaneous moments and the phase of points (x, y)."""
    m1, m2 = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    phase = np.where(m2 > 0, "aligned", "antialigned").astype("U12")
    none = m1 == 0
    response, error = weak_field_response(x[none], y[none], field=field)
    numerical = np.where(response > 0, "paramagnetic", "diamagnetic")
    rule = dimer_phase(x[none], y[none])
    phase[none] = np.where(np.abs(response) > error, numerical, rule)
    return m1, m2, phase


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the numerical phases as colours, the closed-form borders as lines."""
    del params
    from matplotlib.colors import ListedColormap

    figure = _style.figure(height=3.2)
    ax = figure.subplots()
    x, y = (np.unique(dataset[axis]) for axis in AXES)
    phases = sorted(_style.PHASES)
    # Numbers take a fiftieth of the memory of words.
    number = np.searchsorted(phases, dataset["phase"]).astype(np.uint8)
    number = replace(dataset, data=dict(dataset.data) | {"phase": number}).grid("phase", *AXES)
    colours = ListedColormap([_style.PHASES[name] for name in phases])
    look = {"cmap": colours, "vmin": -0.5, "vmax": 3.5, "interpolation": "nearest"}
    _style.color_map(ax, x, y, number, **look)
    _draw_borders(ax, dataset, x, y)
    ax.set(xlim=_style.limits(x), ylim=_style.limits(y))
    places = {"aligned": (1.5, 1.5), "antialigned": (-1.45, -1.5)}
    places |= {"paramagnetic": (1.05, 0.22), "diamagnetic": (-0.95, -0.3)}
    for name, place in places.items():
        _style.text_within(ax, *place, name, ha="center", va="center")
    ax.set_xlabel(r"$\chi_1/\chi_c^z$")
    ax.set_ylabel(r"$\chi_2/\chi_c^z$")
    return figure


def _draw_borders(ax: Axes, dataset: Dataset, x: Floats, y: Floats) -> None:
    """Draw where the closed forms of the columns change sign.

    Both are linear in either susceptibility, so that the lines cross those of the grid exactly.
    """
    low, high = _style.limits(x)
    ax.plot([low, high], [-low, -high], color="0.35", linewidth=0.5)
    along: Any = {"rotation": -45, "rotation_mode": "anchor", "transform_rotates_text": True}
    look: Any = {"ha": "center", "va": "bottom", "fontsize": _style.SMALL, "color": "0.25"}
    _style.text_within(ax, 1.23, -1.17, "without coupling", **along, **look)
    if min(x.size, y.size) < 2:
        return
    ordering, response = (dataset.grid(name, *AXES).T for name in ("ordering", "response"))
    # The neutral line ends where the ordered phases begin; there is no linear response in them.
    response = np.where(ordering > 0, np.nan, response)
    for border, line, width in ((ordering, "solid", 1.2), (response, "dashed", 1.0)):
        if np.any(border < 0) and np.any(border > 0):
            look = {"colors": _style.BLACK, "linestyles": line, "linewidths": width}
            ax.contour(x, y, border, levels=[0.0], **look)


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    x, y, phase = (dataset[name] for name in (*AXES, "phase"))
    parts = [f"{_words.share(phase == name)} {name}" for name in _style.PHASES]
    corners = []
    for row in dict.fromkeys(int(np.argmax(a * x + b * y)) for a in (1, -1) for b in (1, -1)):
        place = f"({_words.number(x[row])}, {_words.number(y[row])})"
        corners.append(f"{place} is {phase[row]}")
    return (
        f"A map over chi_1/chi_c {_words.span(x)} and chi_2/chi_c {_words.span(y)} of {len(x)} "
        f"points: {_words.listed(parts)}. Of its corners {_words.listed(corners)}."
    )
