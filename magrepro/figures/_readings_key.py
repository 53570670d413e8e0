"""The key of the study of readings: what its lines mean, and what the sentences say, in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from magrepro.figures import _style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SENTENCES = {
    "text on Fig. 4": (
        "a slow mode keeps the ferromagnet",
        "it turns the antiferromagnet when warm",
        "faster ones: a partial moment throughout",
        "$J>0$: a full moment only when cold",
        "the fastest only there",
        "the correction drives both",
    ),
    "text on Fig. 5": (
        "moments in a wide range of temperatures",
        "not largest when cold",
        "antiferromagnets grow throughout",
        "ferromagnets peak and decay",
        "to a limit",
        "the magnified curves fit",
        "easy plane: weak cold antiferromagnet",
        "weak cold ferromagnet, its order kept",
    ),
}
"""What the sentences say, in short; the first line of a column is its title."""


def explain(picture: Figure, energies: list[float]) -> None:
    """Write above all panels what lines and numbers mean, in three columns."""
    from matplotlib.lines import Line2D

    blue: Any = {"color": _style.BLUE}
    looks = [(f"$\\omega_0={w:g}$ meV", blue | width(i)) for i, w in enumerate(energies[:4])]
    looks += [("$J>0$: ferromagnet", FERRO), ("$J<0$: antiferromagnet", ANTI)]
    nothing = Line2D([], [], linestyle="none")
    columns = [[(nothing, "half of the saturated moment:")]]
    columns[0] += [(Line2D([], [], **look), label) for label, look in looks]
    columns[0] += [(_box(_style.BLACK), "sentence fulfilled"), (_box("white"), "not fulfilled")]
    for title, sentences in _SENTENCES.items():
        said = [(_numbered(i + 1), text) for i, text in enumerate(sentences)]
        columns.append([(nothing, title + ":"), *said])
    rows, blank = max(map(len, columns)), (nothing, "")
    cells = [cell for column in columns for cell in [*column, *[blank] * (rows - len(column))]]
    key: Any = {"ncols": 3, "fontsize": _style.SMALL, "labelspacing": 0.15, "columnspacing": 2.5}
    picture.legend(*zip(*cells, strict=True), loc="upper center", handlelength=2.0, **key)


FERRO: dict[str, Any] = {"color": _style.RED, "linestyle": "-"}
ANTI: dict[str, Any] = {"color": _style.BLUE, "linestyle": (0, (4, 1.2))}


def width(number: int) -> dict[str, float]:
    """Return the width of the line of an energy, by its place among them."""
    return {"linewidth": max(1.8 - 0.4 * number, 0.4)}


def _numbered(number: int) -> Any:
    """Return the number of a sentence as the mark of a legend."""
    from matplotlib.lines import Line2D

    mark: Any = {"marker": f"${number}$", "markersize": 4.5, "markeredgewidth": 0.2}
    return Line2D([], [], linestyle="none", color=_style.BLACK, **mark)


def _box(colour: str) -> Any:
    from matplotlib.patches import Patch

    return Patch(facecolor=colour, edgecolor=_style.BLACK, linewidth=0.5)
