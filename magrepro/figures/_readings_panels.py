"""The panels of readings: their titles, which sentences they fulfil, planes, curves and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.figures import _readings_key, _style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from magrepro.dataset import Dataset

_PRINTED = {
    "A Phi = ": r"$A\Phi$ = ",
    "I/|J| = -": "$I/|J|$ = \N{MINUS SIGN}",
    "r = ": "$r$ = ",
    "S = 0.5": "$S$ = 1/2",
    "S = ": "$S$ = ",
    " and ": ", ",
}


def draw_reading(ax: Axes, one: Dataset, name: str) -> None:
    """Draw the moments of a reading, its title and the sentences that it fulfils."""
    figure, number = str(one["figure"][0]), one["reading"][0]
    (_draw_plane if figure == "fig4" else _draw_curves)(ax, one.where(kind="moment"))
    number_of = "Fig. 4, " if figure == "fig4" else "Fig. 5, "
    title = ("" if number else number_of) + _title(one["changed"][0])
    ax.set_title(title, pad=11, fontsize=_style.SMALL)
    _tick(ax, one.where(kind="statement")["holds"])
    letter(ax, name)


def letter(ax: Axes, name: str) -> None:
    """Write a panel's letter without a box, which would hide ticks of so small a panel."""
    _style.letter(ax, name, x=0.06, y=0.94, bbox=None)


def _title(changed: str) -> str:
    for plain, printed in _PRINTED.items():
        changed = changed.replace(plain, printed)
    return changed


def _tick(ax: Axes, holds: Any) -> None:
    """Write the numbers of the sentences above a panel, white on black which are fulfilled."""
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
    j, t = np.unique(moments["j_mev"]), np.unique(moments["temperature_k"])
    for number, plane in enumerate(_style.runs(moments, "omega0_mev")):
        grid = plane.grid("moment", "j_mev", "temperature_k")
        if grid.min() < 0.5 < grid.max():
            look: Any = {
                "colors": [_style.BLUE],
                "linewidths": list(_readings_key.width(number).values()),
            }
            ax.contour(j, t, grid.T, levels=[0.5], **look)
    if not ax.collections:
        ax.text(0.5, 0.4, "no border", transform=ax.transAxes, ha="center")
    # The letter stands above the temperatures computed, off the lines.
    ax.set(xlim=_style.limits(j), ylim=(0, 1.3 * t[-1]), xlabel=r"$J$  (meV)", ylabel=r"$T$  (K)")


def _draw_curves(ax: Axes, moments: Dataset) -> None:
    for one in _style.runs(moments, "j_mev"):
        look = _readings_key.FERRO if one["j_mev"][0] > 0 else _readings_key.ANTI
        ax.semilogx(one["temperature_k"], one["moment"], **look)
    ax.set(xlim=(1, 1e5), ylim=(0, 1.3 * max(float(moments["moment"].max()), 1e-9)))
    ax.set_xticks([1, 1e2, 1e4])
    ax.set_xticks([], minor=True)  # in so small a panel they would touch
    ax.set(xlabel=r"$T$  (K)", ylabel=r"$\langle S_m\rangle/S$")


def draw_count(ax: Axes, told: Dataset) -> None:
    number = np.array([told.where(reading=i)["holds"].sum() for i in told.distinct("reading")])
    most = len(told.distinct("statement"))
    ax.bar(np.arange(most + 1), np.bincount(number, minlength=most + 1), color=_style.GRAY)
    ticks: Any = {"xticks": range(0, most + 1, 2), "xlim": (-0.6, most + 0.6)}
    ax.set(xlabel="fulfilled", ylabel="readings", **ticks)
    ax.set_ylim(top=1.3 * ax.get_ylim()[1])
    name = {"fig4": "Fig. 4", "fig5": "Fig. 5"}[str(told["figure"][0])]
    ax.set_title(f"{name}, all {number.size}", pad=11, fontsize=_style.SMALL)
