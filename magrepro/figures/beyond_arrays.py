"""P, beyond Fig. 9: critical susceptibility of planes and cubes of particles, and their order.

Equations: (3), (4), (8), (C1).

Equal particles on square, hexagonal and cubic lattices in place of a chain. (a) Susceptibility at
which an array orders, in units of the dimer's, against the number of particles: squares, hexagons,
cubes, with moments in the plane (filled) and across it (open); bars at the right: endless ones.
(b)-(d) Largest eigenvalue of the dipole coupling against the wave vector: the star, where it is
largest, is the order of an endless array. (e) That of the square lattice: rows, antialigned. (f)
What a hexagon of some particles orders into: not aligned, but turning around its middle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.orbital import dipole_waves
from magrepro.core.orbital.chains import chain_critical_ratio
from magrepro.core.orbital.particle_arrays import (
    DIMER,
    MOMENTS,
    critical_ratio,
    particle_array,
    strongest_mode,
)
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _style, _words
from magrepro.material import MaterialChoice
from magrepro.parameters import CountAxis, FigureParams, assumed, counts, parameter

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ARRAYS = (
    ("square", "in plane"),
    ("square", "out of plane"),
    ("hexagonal", "in plane"),
    ("hexagonal", "out of plane"),
    ("cubic", "any"),
)


class Params(FigureParams):
    """Parameters of the study of arrays."""

    material: MaterialChoice = _common.MATERIAL_IS_NAMED
    n_chain: CountAxis = parameter(
        (2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 512, 1024, 4096, 16384),
        "numbers of particles in a chain",
        assumed("those of the other arrays"),
        ge=2,
        le=1_000_000,
    )
    edge: CountAxis = parameter(
        (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64),
        "particles along an edge of squares and hexagons",
        assumed("up to 12097 particles, close to the endless plane"),
        ge=2,
        le=128,
    )
    edge_cube: CountAxis = parameter(
        (2, 3, 4, 6, 8, 12, 16, 24),
        "particles along an edge of cubes",
        assumed("up to 13824 particles"),
        ge=2,
        le=40,
    )
    path_points: int = parameter(
        40, "wave vectors on each leg of a path", assumed("a smooth curve"), ge=2, le=1000
    )
    edge_drawn: int = parameter(
        5, "particles along an edge of the hexagon drawn", assumed("61 arrows"), ge=2, le=12
    )


SAMPLE = Params(n_chain=(2, 12, 256), edge=(2, 6, 16), edge_cube=(2, 8), path_points=40)

COLUMNS = (
    Column(
        "panel",
        "size: finite arrays; wave: endless ones over k; order: their strongest wave; mode: a "
        "finite hexagon's; pattern: the square lattice's strongest wave",
        "exact",
        dtype=str,
    ),
    Column("array", "chain, square, hexagonal or cubic", "exact", dtype=str),
    Column(
        "moments", "their directions: in plane, out of plane, any, or along", "exact", dtype=str
    ),
    Column("response", "paramagnetic (chi > 0) or diamagnetic (chi < 0)", "exact", dtype=str),
    Column("n_particles", "number of particles, 0 if endless", "exact", dtype=int),
    Column(
        "place", "number of the wave vector on the path, or of the particle", "exact", dtype=int
    ),
    Column("length", "length of the path up to the wave vector", "root", "1/d"),
    *(Column(f"k_{x}", f"wave vector, {x}", "root", "1/d") for x in "xyz"),
    *(Column(f"{x}", f"place of a particle, {x}", "root", "d") for x in "xy"),
    *(Column(f"m_{x}", f"moment of the wave or particle, {x}", "root") for x in "xyz"),
    Column("eigenvalue", "largest of the dipole coupling (least, if diamagnetic)", "root", "1/d^3"),
    Column("chi_c_over_dimer", "critical susceptibility of the array over the dimer's", "root"),
)
_NOTHING: dict[str, Any] = {
    c.name: "paramagnetic" if c.name == "response" else 0 for c in COLUMNS if c.name != "panel"
}


def compute(params: Params) -> Dataset:
    """Return all panels, one below the other."""
    blocks = [*_sizes(params), *_waves(params.path_points), _hexagon(params.edge_drawn), _pattern()]
    rows = []
    for block in blocks:
        shape = np.broadcast_shapes(*(np.shape(array) for array in block.values()))
        rows.append({c.name: np.broadcast_to(block[c.name], shape).ravel() for c in COLUMNS})
    joined = {c.name: np.concatenate([row[c.name] for row in rows]) for c in COLUMNS}
    return Dataset.tidy(COLUMNS, **joined)


def _sizes(params: Params) -> list[dict[str, Any]]:
    n = counts(params.n_chain)
    ratio = chain_critical_ratio(n)
    chain: dict[str, Any] = {
        "panel": "size",
        "array": "chain",
        "moments": "along",
        "n_particles": n,
    }
    blocks = [_NOTHING | chain | {"eigenvalue": DIMER / ratio, "chi_c_over_dimer": ratio}]
    for lattice, moments in ARRAYS:
        edges = counts(params.edge_cube if lattice == "cubic" else params.edge)
        arrays = [particle_array(lattice, int(edge)) for edge in edges]
        found = np.array([strongest_mode(array, MOMENTS[moments])[0] for array in arrays])
        block: dict[str, Any] = {"panel": "size", "array": lattice, "moments": moments}
        block["n_particles"] = np.array([array.size for array in arrays])
        blocks.append(_NOTHING | block | _answer(found, found))
    return blocks


def _waves(points: int) -> list[dict[str, Any]]:
    blocks = []
    for lattice, moments in ARRAYS:
        block = _NOTHING | {"array": lattice, "moments": moments}
        for response in ("paramagnetic", "diamagnetic"):
            most, wave, direction = dipole_waves.strongest_wave(
                lattice, moments, diamagnetic=response == "diamagnetic"
            )
            order = {"panel": "order", "response": response}
            order |= _vector("k", wave) | _vector("m", direction) | _answer(most, most)
            blocks.append(block | order)
        k, length = dipole_waves.path(lattice, points)
        found = dipole_waves.strengths(lattice, moments, k)[:, -1]
        along = {"panel": "wave", "place": np.arange(length.size), "length": length}
        top = blocks[-2]["eigenvalue"]
        blocks.append(block | along | _vector("k", k.T) | _answer(found, top))
    return blocks


def _hexagon(edge: int) -> dict[str, Any]:
    array = particle_array("hexagonal", edge)
    value, m = strongest_mode(array, MOMENTS["in plane"])
    places = array.positions() - array.positions().mean(axis=0)
    m *= np.sign(np.sum(places[:, 0] * m[:, 1] - places[:, 1] * m[:, 0])) / np.abs(m).max()
    block: dict[str, Any] = {"panel": "mode", "array": "hexagonal", "moments": "in plane"}
    block |= {"n_particles": array.size, "place": np.arange(array.size)}
    block |= {"x": places[:, 0], "y": places[:, 1]}
    return _NOTHING | block | _vector("m", m.T) | _answer(value, value)


def _pattern() -> dict[str, Any]:
    """Return the order of the endless square lattice at a few places."""
    value, wave, direction = dipole_waves.strongest_wave("square", "in plane")
    array = particle_array("square", _SIDE)
    places = array.positions()
    moments = dipole_waves.standing_wave(places, wave, direction)
    x, y, _ = (places - places.mean(axis=0)).T
    block = _NOTHING | {"panel": "pattern", "array": "square", "moments": "in plane"}
    block |= {"place": np.arange(array.size), "x": x, "y": y} | _vector("k", wave)
    return block | _vector("m", moments.T) | _answer(value, value)


def _vector(name: str, xyz: Floats) -> dict[str, Any]:
    return {f"{name}_{x}": component for x, component in zip("xyz", xyz, strict=True)}


def _answer(eigenvalue: Any, strongest: Any) -> dict[str, Any]:
    return {"eigenvalue": eigenvalue, "chi_c_over_dimer": critical_ratio(strongest)}


def cost(params: Params) -> float:
    """Estimate the seconds on one core: each finite array takes some hundred products."""
    flat, cube = (counts(axis).astype(float) for axis in (params.edge, params.edge_cube))
    finite = np.sum(4 * (0.1 + 1e-3 * flat**2)) + np.sum(0.1 + 6e-4 * cube**3)
    return float(3 + finite + 0.01 * params.path_points)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw sizes, waves and two orders."""
    del params
    figure = _style.figure(width=_style.PAGE, height=4.6)
    panels = figure.subplots(2, 3).ravel()
    _draw_sizes(panels[0], dataset)
    for ax, lattice in zip(panels[1:4], _CORNERS, strict=True):
        _draw_waves(ax, dataset, lattice)
    mode = dataset.where(panel="mode")
    _arrows(panels[4], dataset.where(panel="pattern"), "square, endless, in plane")
    _arrows(panels[5], mode, f"hexagon of {mode['n_particles'][0]}, in plane")
    for ax, letter in zip(panels, "abcdef", strict=True):
        _style.letter(ax, letter)
    return figure


_SIDE = 7
"""Places along a side of the pattern that is drawn."""

_CORNERS = {"square": "ΓXMΓ", "hexagonal": "ΓMKΓ", "cubic": "ΓXMRΓ"}
"""Names of the ends of the legs of each path."""

_LOOKS = {
    "chain": (_style.BLACK, "-", "."),
    "square": (_style.BLUE, (0, (5, 1.2)), "s"),
    "hexagonal": (_style.RED, (0, (3, 1, 1, 1)), "H"),
    "cubic": (_style.GREEN, (0, (1, 0.8)), "^"),
}


def _draw_sizes(ax: Axes, dataset: Dataset) -> None:
    finite = dataset.where(panel="size")
    largest = float(finite["n_particles"].max())
    endless = dataset.where(panel="order", response="paramagnetic")
    for array, moments in (("chain", "along"), *ARRAYS):
        colour = _LOOKS[array][0]
        _draw_size(ax, finite.where(array=array, moments=moments))
        for value in endless.where(array=array, moments=moments)["chi_c_over_dimer"]:
            ax.plot([2 * largest, 6 * largest], [value] * 2, color=colour, linewidth=2.2)
    ax.plot([], [], color=_style.GRAY, linewidth=2.2, label="endless")
    ax.set(xlim=(1.6, 6 * largest), ylim=(0.34, 1.45))
    ticks = (0.4, 0.5, 0.6, 0.8, 1.0)
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_yticks([], minor=True)
    box: Any = {"loc": "center right", "bbox_to_anchor": (1, 0.35), "labelspacing": 0.1}
    ax.legend(fontsize=_style.SMALL, handlelength=2.4, **box)
    ax.text(0.97, 0.8, "moments across the plane", transform=ax.transAxes, ha="right")
    ax.set_xlabel(r"number of particles $\mathcal{N}$")
    ax.set_ylabel(r"$\chi_{c}/\chi_{c}^z$ of the dimer")


def _draw_size(ax: Axes, one: Dataset) -> None:
    """Draw the critical susceptibility of an array against its size, open for moments across."""
    array, across = str(one["array"][0]), one["moments"][0] == "out of plane"
    colour, line, mark = _LOOKS[array]
    look: Any = {"color": colour, "markersize": 3.5, "markeredgewidth": 0.7, "linewidth": 0.7}
    look |= {"marker": mark, "markerfacecolor": "white" if across else colour, "linestyle": line}
    name = None if across else array
    ax.loglog(one["n_particles"], one["chi_c_over_dimer"], label=name, **look)


def _draw_waves(ax: Axes, dataset: Dataset, lattice: str) -> None:
    """Draw the coupling of the waves of an endless array along its path, stars at the top."""
    waves = dataset.where(panel="wave", array=lattice)
    low, high = min(0.0, float(waves["eigenvalue"].min())), float(waves["eigenvalue"].max())
    colour = _LOOKS[lattice][0]
    star: Any = {"color": colour, "markersize": 8, "markeredgecolor": "black"}
    star |= {"markeredgewidth": 0.5, "clip_on": False, "linestyle": "none", "marker": "*"}
    for moments in waves.distinct("moments"):
        one = waves.where(moments=moments)
        across = moments == "out of plane"
        line: Any = {"color": colour, "linestyle": (0, (4, 1.5)) if across else "-"}
        ax.plot(one["length"], one["eigenvalue"], label=_NAMES[moments], linewidth=1.1, **line)
        top = int(np.argmax(one["eigenvalue"] > one["eigenvalue"].max() - 1e-9))
        ax.plot(one["length"][top], one["eigenvalue"][top], **star)
    ax.plot([], [], label="strongest", **(star | {"clip_on": True}))
    _draw_corners(ax, waves, (1.1 * low, high + 0.08 * (high - low)))
    ax.set_ylim(1.1 * low, high + 0.3 * (high - low))
    ax.set(xlabel="wave vector", ylabel=r"largest eigenvalue $(1/d^3)$")
    ax.set_title(f"{lattice}, endless", pad=3)
    key: Any = {"ncols": 3, "handlelength": 1.3, "columnspacing": 0.6, "handletextpad": 0.3}
    ax.legend(fontsize=_style.SMALL, loc="upper right", **key)


_NAMES = {"in plane": "in plane", "out of plane": "across", "any": "any direction"}


def _draw_corners(ax: Axes, waves: Dataset, ends: tuple[float, float]) -> None:
    """Name the corners of a path and draw lines there, below the legend."""
    corners = _CORNERS[str(waves["array"][0])]
    steps = (waves["place"].max()) // (len(corners) - 1)
    places = [float(waves.where(place=steps * i)["length"][0]) for i in range(len(corners))]
    ax.vlines(places[1:-1], *ends, color=_style.GRAY, linewidth=0.5)
    ax.set_xlim(places[0], places[-1])
    ax.set_xticks(places, list(corners))


def _arrows(ax: Axes, moments: Dataset, title: str) -> None:
    """Draw the moments of an array in a plane, in its colour."""
    colour = _LOOKS[str(moments["array"][0])][0]
    x, y, u, v = (moments[name] for name in ("x", "y", "m_x", "m_y"))
    look: Any = {"pivot": "mid", "angles": "xy", "scale_units": "xy", "scale": 1 / 0.9}
    ax.quiver(x, y, u, v, color=colour, **look)
    side = float(np.max(np.abs([x, y]))) + 1.2
    ax.set(xlim=(-side, side), ylim=(-side, side), xticks=[], yticks=[], aspect="equal")
    ax.set_title(title, pad=3)


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    said = []
    for array, moments in ARRAYS:
        one = dataset.where(panel="size", array=array, moments=moments)
        order = dataset.where(panel="order", array=array, moments=moments, response="paramagnetic")
        name = array if moments == "any" else f"{array}, {moments}"
        course = _words.course(one["n_particles"], one["chi_c_over_dimer"])
        said.append(f"{name}: {course}, endless {_words.number(order['chi_c_over_dimer'][0])}")
    count = dataset.where(panel="mode")["n_particles"][0]
    return (
        "Critical susceptibility over the number of particles, in units of the dimer's: "
        f"{'; '.join(said)}. The moments of a hexagon of {count} turn around its middle."
    )
