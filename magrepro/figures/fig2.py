"""P, Fig. 2: magnetic response of the dimer with and without coupling.

Equations: (3), (4), (7).

Rows: both particles paramagnetic, both diamagnetic, one of each. Columns: field across the axis
and along it. Arrows are the induced moments with (red) and without (green) the coupling; across
the axis the coupling works against alignment, along it for alignment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from magrepro.core.orbital.dipoles import ETA, first_order_correction, linear_moments
from magrepro.dataset import Column, Dataset
from magrepro.figures import _style
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


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw three rows of signs by two directions of the field."""
    del params
    figure = _style.figure(height=3.4)
    axes = figure.subplots(3, 2)
    longest = max(np.max(np.abs(dataset["moment"])), np.max(np.abs(dataset["free_moment"])))
    for column, direction in enumerate(FIELDS):
        axes[0, column].set_title(f"{direction} field")
        for row in range(3):
            panel = "abcdef"[3 * column + row]
            _draw_panel(axes[row, column], dataset.where(panel=panel), panel, 1 / float(longest))
    for x, colour, words in ((0.3, _style.GREEN, "without"), (0.7, _style.RED, "with")):
        text = f"{words} coupling"
        figure.text(x, 0.0, text, color=colour, ha="center", va="bottom", fontsize=7)
    return figure


def _draw_panel(ax: Axes, data: Dataset, panel: str, scale: float) -> None:
    from matplotlib.patches import Circle

    along = data["direction"][0] == "longitudinal"
    unit = np.array([1.0, 0.0]) if along else np.array([0.0, 1.0])
    aside = np.array([0.0, 0.16]) if along else np.array([0.16, 0.0])
    arrow = {"arrowstyle": "-|>", "linewidth": 1.3, "mutation_scale": 7, "shrinkA": 0, "shrinkB": 0}
    for i, z in enumerate((-1.5, 1.5)):
        ax.add_patch(Circle((z, 0), 1, linewidth=0.7, **_style.GOLD))
        for column, colour, side in (("free_moment", _style.GREEN, -1), ("moment", _style.RED, 1)):
            half = unit * data[column][i] * scale * 0.95
            start = np.array([z, 0]) + side * aside - half
            ax.annotate(
                "", tuple(start + 2 * half), tuple(start), arrowprops=arrow | {"color": colour}
            )
    field = arrow | {"color": _style.BLUE, "linewidth": 1.0}
    centre = np.array([-3.2, 0.0])
    ax.annotate("", tuple(centre + 0.6 * unit), tuple(centre - 0.6 * unit), arrowprops=field)
    ax.text(
        -3.2, -0.3 if along else -0.75, r"$\mathbf{H}$", color=_style.BLUE, ha="center", va="top"
    )
    signs = [">" if chi > 0 else "<" for chi in data["chi"]]
    change = ">" if data["delta_chi"][0] > 0 else "<"
    which = "z" if along else "x,y"
    text = rf"$\chi_1{signs[0]}0,\ \chi_2{signs[1]}0$,  $\Delta\chi^{{{which}}}{change}0$"
    ax.text(0.0, -1.2, text, ha="center", va="top", fontsize=7)
    _style.letter(ax, panel, x=0.0, y=1.0)
    ax.set(xlim=(-3.8, 3.0), ylim=(-1.75, 1.2), aspect="equal")
    ax.set_axis_off()
