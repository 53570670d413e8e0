"""P, Fig. 2: magnetic response of the dimer with and without coupling.

Equations: (3), (4), (7).

Rows: both particles paramagnetic, both diamagnetic, one of each. Columns: field across the axis
and along it. Arrows are the induced moments with (red, thick) and without (green, dashed)
the coupling; across the axis the coupling works against alignment, along it for alignment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.orbital.dipoles import ETA, first_order_correction, linear_moments
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _style, _words
from magrepro.material import MaterialChoice
from magrepro.parameters import FigureParams, assumed, parameter

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIGNS = ((1, 1), (-1, -1), (1, -1))
FIELDS = {"transverse": (1.0, 0.0, 0.0), "longitudinal": (0.0, 0.0, 1.0)}
_SKETCH = assumed(
    "the paper shows arrows without numbers; below the critical value, large enough to be seen",
    plausible=(0.01, 0.3, 2.0),
)


class Params(FigureParams):
    """Parameters of Fig. 2."""

    material: MaterialChoice = _common.MATERIAL_IS_DRAWN
    chi1: float = parameter(1.2, "|susceptibility| of particle 1", _SKETCH, gt=0, le=3)
    chi2: float = parameter(0.9, "|susceptibility| of particle 2", _SKETCH, gt=0, le=3)
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius",
        assumed("the caption gives none; that of the other figures"),
        ge=3,
        le=10,
    )


COLUMNS = (
    Column("panel", "letter of the panel", "exact", dtype=str),
    Column("direction", "direction of the applied field", "exact", dtype=str),
    Column("particle", "1 or 2", "exact", dtype=int),
    Column("chi", "zero-field susceptibility (Gaussian)", "exact"),
    Column("free_moment", "moment along the field without coupling", "elementwise", "V H"),
    Column("moment", "moment along the field with coupling", "root", "V H"),
    Column("delta_chi", "change of the dimer's susceptibility, Eq. (7)", "elementwise"),
)


def compute(params: Params) -> Dataset:
    """Return the moments of both particles in the six panels, in units of V H."""
    places = np.array([-0.5, 0.5]) * params.d_over_a
    rows = []
    cases = [(direction, signs) for direction in FIELDS for signs in SIGNS]
    for panel, (direction, signs) in zip("abcdef", cases, strict=True):
        chi = np.array([params.chi1, params.chi2]) * signs
        external = np.array(FIELDS[direction])
        moment = linear_moments(chi, external, positions_over_a=places) @ external
        change = first_order_correction(*chi, d_over_a=params.d_over_a, eta=ETA[direction])
        rows += [
            (panel, direction, i + 1, chi[i], chi[i], moment[i], float(change)) for i in range(2)
        ]
    names = [column.name for column in COLUMNS]
    return Dataset.tidy(
        COLUMNS, **{n: np.array(c) for n, c in zip(names, zip(*rows, strict=True), strict=True)}
    )


_COUPLED = {"color": _style.RED, "linewidth": 1.7, "mutation_scale": 8}
_FREE = {"color": _style.GREEN, "linewidth": 1.1, "linestyle": (0, (2.5, 1))}
_SHOWN = ((-3.9, 3.0), (-1.95, 1.12))
"""Ends of the axes of each panel, in units of a radius."""


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw three rows of signs by two directions of the field."""
    width, title, key = _style.COLUMN, 0.2, 0.22
    high = width / 2 * np.ptp(_SHOWN[1]) / np.ptp(_SHOWN[0])
    figure = _style.figure(width, 3 * high + title + key)
    unit = 1 / (3 * high + title + key)
    longest = max(np.max(np.abs(dataset["moment"])), np.max(np.abs(dataset["free_moment"])))
    sphere: Any = _style.particle(params.material)
    for column, direction in enumerate(FIELDS):
        figure.text(0.28 + column / 2, 1 - 0.55 * title * unit, f"{direction} field", **_CENTRE)
        for row in range(3):
            low = (key + (2 - row) * high) * unit
            ax = figure.add_axes((column / 2, low, 0.5, high * unit))
            panel = "abcdef"[3 * column + row]
            _draw_panel(ax, dataset.where(panel=panel), panel, 1 / float(longest), sphere)
    ax = figure.add_axes((0, 0, 1, key * unit))
    for x, look, words in ((0.17, _FREE, "without coupling"), (0.62, _COUPLED, "with coupling")):
        _style.arrow(ax, (x, 0.5), (0.07, 0), **look)
        ax.text(x + 0.09, 0.5, words, va="center", fontsize=7.5)
    ax.set_axis_off()
    return figure


_CENTRE: Any = {"ha": "center", "va": "center"}


def _draw_panel(ax: Axes, data: Dataset, panel: str, scale: float, sphere: Any) -> None:
    from matplotlib.patches import Circle

    along = data["direction"][0] == "longitudinal"
    unit = np.array([1.0, 0.0]) if along else np.array([0.0, 1.0])
    aside = np.array([0.0, 0.2]) if along else np.array([0.2, 0.0])
    for i, z in enumerate((-1.5, 1.5)):
        ax.add_patch(Circle((z, 0), 1, linewidth=0.7, **sphere))
        for column, look, side in (("free_moment", _FREE, -1), ("moment", _COUPLED, 1)):
            half = unit * data[column][i] * scale * 0.9
            _style.arrow(ax, np.array([z, 0]) + side * aside - half, 2 * half, **look)
    _style.arrow(ax, np.array([-3.2, 0.0]) - 0.6 * unit, 1.2 * unit, color=_style.BLUE)
    place = (-3.2, -0.25 if along else -0.7)
    ax.text(*place, r"$\mathbf{H}$", color=_style.BLUE, ha="center", va="top")
    signs = [">" if chi > 0 else "<" for chi in data["chi"]]
    change = ">" if data["delta_chi"][0] > 0 else "<"
    which = "z" if along else "x,y"
    text = rf"$\chi_1{signs[0]}0,\ \chi_2{signs[1]}0,\ \Delta\chi^{{{which}}}{change}0$"
    ax.text(0.0, -1.17, text, ha="center", va="top")
    _style.letter(ax, panel, x=0.02, y=1.0)
    ax.set(xlim=_SHOWN[0], ylim=_SHOWN[1])
    ax.set_axis_off()


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    told = []
    for verb, sign in (("raises", 1), ("lowers", -1)):
        panels = [p for p in "abcdef" if np.sign(dataset.where(panel=p)["delta_chi"][0]) == sign]
        told += [f"{verb} the response in {_words.listed(panels)}"] if panels else []
    both = [np.abs(dataset[name]) for name in ("moment", "free_moment")]
    most = [_words.number(float(np.max(size))) for size in both]
    return (
        "Six panels of two spheres with arrows, in a field across the axis (a to c) and along it "
        f"(d to f): the coupling {_words.listed(told)}. The largest moment is {most[0]} V H, in "
        f"panel {dataset['panel'][np.argmax(both[0])]}, and without the coupling {most[1]} V H."
    )
