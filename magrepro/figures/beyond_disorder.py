"""P, beyond Fig. 9: disordered arrays, whose particles are moved off their places or unequal.

Equations: (3), (4), (8).

Squares, a hexagon and a cube of some hundred particles, each disordered in many ways. Mean over the
samples, with bars of one standard deviation: (a), (b) the susceptibility at which an array orders,
in units of the dimer's, against how far each particle is moved at random and against the width of
the sizes at the same amount of metal; (c), (d) how many particles take part in the order. Disorder
lowers the critical susceptibility, but what orders then is a handful of particles.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.orbital import disordered_arrays
from magrepro.core.orbital.particle_arrays import MOMENTS, critical_ratio, particle_array
from magrepro.core.orbital.particle_arrays import strongest_mode as clean_mode
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _style, _words
from magrepro.material import MaterialChoice
from magrepro.parameters import (
    Axis,
    CountAxis,
    FigureParams,
    Range,
    assumed,
    counts,
    parameter,
    values,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ARRAYS = (
    ("square", "in plane"),
    ("square", "out of plane"),
    ("hexagonal", "in plane"),
    ("cubic", "any"),
)


class Params(FigureParams):
    """Parameters of the study of disorder."""

    material: MaterialChoice = _common.MATERIAL_IS_NAMED
    strength: Axis = parameter(
        (0.01, 0.03, 0.06, 0.1, 0.15),
        "disorder: largest shift over d, or width of ln a",
        assumed("particles of radius d/3 begin to touch at 0.16"),
        ge=1e-3,
        le=0.16,
    )
    samples: CountAxis = parameter(
        Range(start=1.0, stop=20.0, num=20),
        "numbers of the samples; each is drawn by itself from seed and number",
        assumed("errors of the mean are then a quarter of the bars"),
        ge=1,
        le=1_000_000,
    )
    seed: int = parameter(2301, "seed of all samples", assumed("any"), ge=0, le=2**31)
    edge: int = parameter(
        20, "particles along an edge of the square", assumed("400 particles"), ge=2, le=30
    )
    edge_hexagon: int = parameter(
        12, "particles along an edge of the hexagon", assumed("397 particles"), ge=2, le=18
    )
    edge_cube: int = parameter(
        7, "particles along an edge of the cube", assumed("343 particles"), ge=2, le=9
    )


SAMPLE = Params(strength=(0.03, 0.15), samples=(1, 20))

COLUMNS = (
    Column("array", "square, hexagonal or cubic", "exact", dtype=str),
    Column("moments", "in plane, out of plane or any direction", "exact", dtype=str),
    Column("disorder", "what is random: positions or sizes", "exact", dtype=str),
    Column("strength", "largest shift over d, or width of ln a", "exact"),
    Column("sample", "number of the sample", "exact", dtype=int),
    Column("n_particles", "number of particles", "exact", dtype=int),
    Column("eigenvalue", "largest of the dipole coupling, moments per volume", "root", "V/d^3"),
    Column("chi_c_over_dimer", "critical susceptibility of the sample over the dimer's", "root"),
    Column("chi_c_undisturbed", "that of the array without disorder", "root"),
    Column("participants", "particles in the order, (sum m^2)^2/sum m^4", "quadrature"),
)


def compute(params: Params) -> Dataset:
    """Return the critical susceptibility of every sample."""
    blocks = [_block(params, lattice, moments) for lattice, moments in ARRAYS]
    joined = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    return Dataset.tidy(COLUMNS, **joined)


def _block(params: Params, lattice: str, moments: str) -> dict[str, Any]:
    """Return the columns of an array: every kind of disorder, strength and sample."""
    eigenvalue, participants = np.moveaxis(_samples(params, lattice, moments), -1, 0)
    array = particle_array(lattice, _edges(params)[lattice])
    columns: dict[str, Any] = {
        "array": lattice,
        "moments": moments,
        "disorder": np.array(disordered_arrays.KINDS)[:, None, None],
        "strength": values(params.strength)[:, None],
        "sample": counts(params.samples),
        "n_particles": array.size,
        "eigenvalue": eigenvalue,
        "chi_c_over_dimer": critical_ratio(eigenvalue),
        "chi_c_undisturbed": critical_ratio(clean_mode(array, MOMENTS[moments])[0]),
        "participants": participants,
    }
    return {name: np.broadcast_to(x, eigenvalue.shape).ravel() for name, x in columns.items()}


def _samples(params: Params, lattice: str, moments: str) -> Any:
    """Return eigenvalue and participants of all samples, shape (kinds, strengths, numbers, 2)."""
    axes = disordered_arrays.KINDS, values(params.strength), counts(params.samples)
    edge = _edges(params)[lattice]
    found = [
        disordered_arrays.sample(
            lattice, moments, edge, kind, float(strength), seed=params.seed, number=int(number)
        )
        for kind, strength, number in itertools.product(*axes)
    ]
    return np.array(found).reshape(*map(len, axes), 2)


def _edges(params: Params) -> dict[str, int]:
    return {"square": params.edge, "hexagonal": params.edge_hexagon, "cubic": params.edge_cube}


def cost(params: Params) -> float:
    """Estimate the seconds on one core: each sample takes an eigenvalue of a full matrix."""
    unknowns = [
        particle_array(lattice, _edges(params)[lattice]).size * len(MOMENTS[moments])
        for lattice, moments in ARRAYS
    ]
    each = np.sum(
        2e-3 + 1.5e-10 * np.array(unknowns, dtype=float) ** 3 + 5e-8 * np.square(unknowns)
    )
    return float(3 + 2 * params.points * each)


_KINDS = ("positions", "sizes")

_LOOKS = {
    ("square", "in plane"): (_style.BLUE, "-", "s", "square, in plane"),
    ("square", "out of plane"): (_style.BLUE, (0, (5, 1.2)), "s", "square, across"),
    ("hexagonal", "in plane"): (_style.RED, (0, (3, 1, 1, 1)), "H", "hexagon, in plane"),
    ("cubic", "any"): (_style.GREEN, (0, (1, 0.8)), "^", "cube"),
}


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw means and bars over the strength of either disorder."""
    del params
    figure = _style.figure(width=_style.COLUMN, height=4.2)
    panels = figure.subplots(2, 2, sharex=True, sharey="row")
    for column, kind in enumerate(_KINDS):
        for array, moments in ARRAYS:
            some = dataset.where(array=array, moments=moments, disorder=kind)
            _draw_array(panels[0, column], panels[1, column], some, _look(array, moments))
        panels[1, column].set_yscale("log")
        panels[1, column].set_xlabel(("shift over $d$", r"width of $\ln a$")[column])
        panels[0, column].set_title(kind, pad=3)
    panels[0, 0].set_ylabel(r"$\chi_c/\chi_c^z$ of the dimer")
    panels[1, 0].set_ylabel("particles in the order")
    panels[0, 0].set_ylim(0, 1.2 * panels[0, 0].get_ylim()[1])
    panels[1, 0].set_ylim(top=2.5 * panels[1, 0].get_ylim()[1])
    drawn, names = panels[0, 0].get_legend_handles_labels()
    figure.legend(drawn, names, loc="upper center", ncols=2, handlelength=2.6)
    for ax, letter in zip(panels.ravel(), "abcd", strict=True):
        _style.letter(ax, letter)
    return figure


def _draw_array(critical: Axes, order: Axes, some: Dataset, look: dict[str, Any]) -> None:
    """Draw what disorder does to an array's critical susceptibility and to its order."""
    x, clean = np.append(0, np.unique(some["strength"])), float(some["chi_c_undisturbed"][0])
    mean, bar = _mean_and_bar(some, "chi_c_over_dimer")
    critical.errorbar(x, np.append(clean, mean), np.append(0, bar), **look)
    mean, bar = _mean_and_bar(some, "participants")
    order.errorbar(x[1:], mean, bar, **look)


def _look(array: str, moments: str) -> dict[str, Any]:
    colour, line, mark, name = _LOOKS[array, moments]
    fill = "white" if moments == "out of plane" else colour
    look = {"color": colour, "linestyle": line, "marker": mark, "markersize": 3.2}
    look |= {"markerfacecolor": fill, "markeredgewidth": 0.7, "linewidth": 0.9}
    return look | {"elinewidth": 0.7, "label": name}


def _mean_and_bar(some: Dataset, name: str) -> Any:
    found = some.grid(name, "strength", "sample")
    return np.mean(found, axis=1), np.std(found, axis=1, ddof=min(1, found.shape[1] - 1))


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    said, strongest = [], float(dataset["strength"].max())
    for array, moments in (one for one in ARRAYS if one[1] != "out of plane"):
        some = dataset.where(array=array, moments=moments, strength=strongest)
        name = array if moments == "any" else f"{array}, {moments}"
        found = []
        for kind in _KINDS:
            one = some.where(disorder=kind)
            chi, count = _words.span(one["chi_c_over_dimer"]), _words.span(one["participants"])
            found.append(f"{kind} {chi} with {count} particles")
        clean = _words.number(some["chi_c_undisturbed"][0])
        said.append(f"{name}: {', '.join(found)}, in order {clean}")
    return (
        f"Critical susceptibility of the samples at disorder {_words.number(strongest)} and how "
        f"many order. {'; '.join(said)}."
    )
