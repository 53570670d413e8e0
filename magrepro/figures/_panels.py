"""Panels of readings: their titles, which sentences they fulfil, planes, curves and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.dataset import Dataset
from magrepro.figures import _style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PRINTED = {
    "A Phi = ": r"$A\Phi$ = ",
    "I/|J| = -": "$I/|J|$ = \N{MINUS SIGN}",
    "r = ": "$r$ = ",
    "S = ": "$S$ = ",
    " and ": ", ",
}


def _title(changed: str) -> str:
    """Return what a reading changes as it is printed."""
    for plain, printed in _PRINTED.items():
        changed = changed.replace(plain, printed)
    return changed


def _number_sentences(ax: Axes, holds: Any) -> None:
    """Write the numbers of the sentences above a panel, dark on which are fulfilled."""
    for i, held in enumerate(holds):
        box: Any = {"boxstyle": "square,pad=0.1", "linewidth": 0.5, "edgecolor": _style.BLACK}
        box["facecolor"] = _style.BLACK if held else "white"
        look: Any = {
            "color": "white" if held else _style.GRAY,
            "fontsize": _style.SMALL,
            "bbox": box,
        }
        place = (i + 0.5) / len(holds)
        ax.text(place, 1.07, str(i + 1), transform=ax.transAxes, ha="center", va="center", **look)


def _draw_plane(ax: Axes, moments: Dataset) -> None:
    """Draw where half of the saturated moment is left, a line an energy, thick to thin."""
    j, t = np.unique(moments["j_mev"]), np.unique(moments["temperature_k"])
    for number, omega0 in enumerate(moments.distinct("omega0_mev")):
        grid = moments.where(omega0_mev=omega0).grid("moment", "j_mev", "temperature_k")
        if grid.min() < 0.5 < grid.max():
            look: Any = {"colors": [_style.BLUE], "linewidths": [1.8 - 0.4 * number]}
            ax.contour(j, t, grid.T, levels=[0.5], **look)
    if not ax.collections:
        ax.text(0.5, 0.4, "no border", transform=ax.transAxes, ha="center")
    # The letter stands above the temperatures computed, off the lines.
    ax.set(xlim=_style.limits(j), ylim=(0, 1.2 * t[-1]), xlabel=r"$J$  (meV)", ylabel=r"$T$  (K)")


def _draw_curves(ax: Axes, moments: Dataset) -> None:
    """Draw the moments of ferromagnet and antiferromagnet over temperature."""
    for j in moments.distinct("j_mev"):
        one = moments.where(j_mev=j)
        colour, line = (_style.RED, "-") if j > 0 else (_style.BLUE, (0, (4, 1.2)))
        ax.semilogx(one["temperature_k"], one["moment"], color=colour, linestyle=line)
    ax.set(xlim=(1, 1e5), ylim=(0, 1.25 * max(float(moments["moment"].max()), 1e-9)))
    ax.set_xticks([1, 1e2, 1e4])
    ax.set(xlabel=r"$T$  (K)", ylabel=r"$\langle S_m\rangle/S$")


def draw_reading(ax: Axes, one: Dataset) -> None:
    """Draw the moments of a reading, what it changes, and which sentences it fulfils."""
    fig4, first = one["figure"][0] == "fig4", one["reading"][0] == 0
    (_draw_plane if fig4 else _draw_curves)(ax, one.where(kind="moment"))
    figure = ("Fig. 4, " if fig4 else "Fig. 5, ") if first else ""
    ax.set_title(figure + _title(one["changed"][0]), pad=11, fontsize=_style.SMALL)
    _number_sentences(ax, one.where(kind="statement")["holds"])


def draw_count(ax: Axes, told: Dataset) -> None:
    """Draw how many readings fulfil how many of the sentences."""
    number = np.array([told.where(reading=i)["holds"].sum() for i in told.distinct("reading")])
    most = len(told.distinct("statement"))
    ax.bar(np.arange(most + 1), np.bincount(number, minlength=most + 1), color=_style.GRAY)
    ax.set(
        xlabel="fulfilled (black)",
        ylabel="readings",
        xticks=range(0, most + 1, 2),
        xlim=(-0.6, most + 0.6),
    )
    ax.set_ylim(top=1.3 * ax.get_ylim()[1])
    name = {"fig4": "Fig. 4", "fig5": "Fig. 5"}[str(told["figure"][0])]
    ax.set_title(f"{name}, all {number.size}", pad=11, fontsize=_style.SMALL)
