"""Curves that a caption magnifies: by which factors, in which colours and dashes, their legend."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.figures import _style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAGNIFIED = ((1e-7, 10_000), (1e-6, 500), (1e-5, 25))
"""The weakest couplings, Phi/omega_0, and the factors by which the caption magnifies them."""


def draw_curves(ax: Axes, t: Floats, curves: Floats, strengths: list[float], valid: Any) -> None:
    """Draw curves over temperature, a strength each, magnified; dotted where they are not valid."""
    if t[-1] > 1000:
        ax.set_xscale("log")
    ax.set_xlim(_style.limits(t))
    factors = magnification(strengths)
    magnified = factors[:, None] * curves
    look = [_look(i, len(strengths)) for i in range(len(strengths))]
    colours, dashes, widths = ([one[key] for one in look] for key in _LOOK)
    inside, outside = np.where(valid, magnified, np.nan), np.where(valid, np.nan, magnified)
    _style.curves(ax, t, inside, colours, linestyles=dashes, linewidths=widths)
    if not valid.all():
        _style.curves(ax, t, outside, colours, **_OUTSIDE)
    names = [f"×{factor:,.0f}".replace(",", " ") for factor in factors]
    _style.name_ends(ax, magnified[:, -1], names, colours=colours)


def magnification(strengths: list[float]) -> Floats:
    """Return the caption's factor of each strength, 1 where it has none; to six digits."""
    printed, factors = np.array(MAGNIFIED).T
    same = np.isclose(np.array(strengths)[:, None], printed, rtol=1e-6, atol=0.0)
    return np.where(same.any(axis=1), factors[same.argmax(axis=1)], 1.0)


_OUTSIDE: Any = {"linestyle": (0, (1, 2.2)), "linewidth": 1.0}
_LOOK = ("color", "linestyle", "linewidth")


def _look(i: int, count: int) -> dict[str, Any]:
    """Return the caption's colour of a curve, or a shade where colours would not tell them apart.

    The first curve is wide and the fifth thin, because they nearly coincide.
    """
    if count > _style.MOST_NAMED:
        from matplotlib import colormaps

        shade = colormaps["viridis"](0.9 - 0.9 * i / count)
        return dict(zip(_LOOK, (shade, "-", 1.2), strict=True))
    named = (_style.GREEN, _style.PINK, _style.BLUE, _style.RED, _style.BLACK)
    dashes = ("-", (0, (5, 1.2)), (0, (3, 1, 1, 1)), (0, (9, 2)), "-")
    widths = (3.4, 1.3, 1.3, 1.3, 0.8)
    kinds = (itertools.islice(itertools.cycle(k), i, None) for k in (dashes, widths))
    return dict(
        zip(_LOOK, (_style.colours(count, *named)[i], *(next(k) for k in kinds)), strict=True)
    )


def draw_key(place: Axes | Figure, strengths: list[float], *, everywhere: bool) -> None:
    """Draw the legend within axes, or above all panels of a figure."""
    key, inside = _key(strengths, everywhere=everywhere), hasattr(place, "transAxes")
    within: Any = {"bbox_to_anchor": (0, 0.9), "handlelength": 2.0, "fontsize": _style.SMALL}
    above: Any = {"loc": "upper center", "ncols": len(key)}
    place.legend(handles=key, **({"loc": "upper left"} | within if inside else above))


def _key(strengths: list[float], *, everywhere: bool) -> list[Any]:
    """Return the entries of a legend: all curves, or the first and the last; what dots mean."""
    from matplotlib.lines import Line2D

    count, entries = len(strengths), []
    for i in range(count) if count <= _style.MOST_NAMED else (0, count - 1):
        label = rf"$\Phi={_style.power_of_ten(strengths[i])}\,\omega_0$"
        entries.append(Line2D([], [], label=label, **_look(i, count)))
    if not everywhere:
        entries.append(Line2D([], [], color="black", label="outside Eq. (7)", **_OUTSIDE))
    return entries
