"""P, beyond Fig. 9: critical susceptibility of planes and cubes of particles, and their order.

Equations: (3), (4), (8), (C1).

Equal particles on square, hexagonal and cubic lattices in place of a chain. (a) Susceptibility at
which an array orders, in units of the dimer's, against the number of particles: squares, hexagons,
cubes, with moments in the plane (filled) and across it (open); dashed: endless. (b)-(d) Largest
eigenvalue of the dipole coupling against the wave vector: the star, where it is largest, is the
order of an endless array. (e) That of the square lattice: rows, antialigned. (f) What a hexagon of
some particles orders into: not aligned, but turning around its middle.
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
        "finite hexagon's",
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
    blocks = [*_sizes(params), *_waves(params.path_points), _hexagon(params.edge_drawn)]
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
    _draw_order(panels[4], dataset)
    _draw_mode(panels[5], dataset.where(panel="mode"))
    for ax, letter in zip(panels, "abcdef", strict=True):
        _style.letter(ax, letter)
    return figure


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
    for array, moments in (("chain", "along"), *ARRAYS):
        colour, line, mark = _LOOKS[array]
        one = finite.where(array=array, moments=moments)
        fill = "white" if moments == "out of plane" else colour
        look: Any = {"color": colour, "markersize": 3.5, "markeredgewidth": 0.7, "linewidth": 0.7}
        look |= {"marker": mark, "markerfacecolor": fill, "linestyle": line}
        name = None if moments == "out of plane" else array
        ax.loglog(one["n_particles"], one["chi_c_over_dimer"], label=name, **look)
        endless = dataset.where(
            panel="order", array=array, moments=moments, response="paramagnetic"
        )
        for value in endless["chi_c_over_dimer"]:
            ax.plot([largest / 30, 2 * largest], [value] * 2, "--", color=colour, linewidth=0.7)
    ax.set(xlim=(1.6, 2 * largest), ylim=(0.34, 1.45))
    ticks = (0.4, 0.5, 0.6, 0.8, 1.0)
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    box: Any = {"loc": "center right", "bbox_to_anchor": (1, 0.38), "labelspacing": 0.2}
    ax.legend(fontsize=_style.SMALL, handlelength=2.4, **box)
    ax.text(0.97, 0.8, "moments across the plane", transform=ax.transAxes, ha="right")
    ax.set_xlabel(r"number of particles $\mathcal{N}$")
    ax.set_ylabel(r"$\chi_{c}/\chi_{c}^z$ of the dimer")


def _draw_waves(ax: Axes, dataset: Dataset, lattice: str) -> None:
    waves = dataset.where(panel="wave", array=lattice)
    for moments in waves.distinct("moments"):
        one = waves.where(moments=moments)
        across = moments == "out of plane"
        colour = _LOOKS[lattice][0]
        name = {"in plane": "in plane", "out of plane": "across", "any": "any direction"}[moments]
        line: Any = {"color": colour, "linestyle": (0, (4, 1.5)) if across else "-"}
        ax.plot(one["length"], one["eigenvalue"], label=name, linewidth=1.1, **line)
        top = int(np.argmax(one["eigenvalue"] > one["eigenvalue"].max() - 1e-9))
        star: Any = {"color": colour, "markersize": 8, "markeredgecolor": "black"}
        star |= {"markeredgewidth": 0.5, "clip_on": False}
        ax.plot(one["length"][top], one["eigenvalue"][top], "*", **star)
    corners = _CORNERS[lattice]
    steps = (waves["place"].max()) // (len(corners) - 1)
    ends = [float(waves.where(place=steps * i)["length"][0]) for i in range(len(corners))]
    for end in ends:
        ax.axvline(end, color=_style.GRAY, linewidth=0.5)
    low = min(0.0, float(waves["eigenvalue"].min()))
    ax.set(xlim=(ends[0], ends[-1]), ylim=(1.1 * low, 1.35 * float(waves["eigenvalue"].max())))
    ax.set_xticks(ends, list(corners))
    ax.set_ylabel(r"largest eigenvalue $(1/d^3)$")
    ax.set_title(f"{lattice}, endless", pad=3)
    ax.legend(fontsize=_style.SMALL, loc="upper right", ncols=2, handlelength=2.0)


def _draw_order(ax: Axes, dataset: Dataset) -> None:
    wave = dataset.where(panel="order", array="square", moments="in plane", response="paramagnetic")
    k = np.array([wave["k_x"][0], wave["k_y"][0]])
    m = np.array([wave["m_x"][0], wave["m_y"][0]])
    places = np.stack(np.meshgrid(np.arange(7.0), np.arange(7.0)), axis=-1).reshape(-1, 2)
    _style.arrows(ax, places - 3, np.cos(places @ k)[:, None] * m, _style.RED, _style.BLUE)
    ax.set_title("square, in plane", pad=3)


def _draw_mode(ax: Axes, mode: Dataset) -> None:
    places = np.stack([mode["x"], mode["y"]], axis=-1)
    moments = np.stack([mode["m_x"], mode["m_y"]], axis=-1)
    _style.arrows(ax, places, moments, _style.RED, _style.BLUE)
    ax.set_title(f"hexagon of {mode['n_particles'][0]}, in plane", pad=3)


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
