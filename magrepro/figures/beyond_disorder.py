"""P, beyond Fig. 9: disordered arrays, whose particles are moved off their places or unequal.

Equations: (3), (4), (8).

Squares, a hexagon and a cube of some hundred particles, each disordered in many ways. Mean over the
samples, with bars of one standard deviation: (a), (b) the susceptibility at which an array orders,
in units of the dimer's, against how far each particle is moved at random and against the width of
the sizes at the same amount of metal; (c), (d) how many particles take part in the order. Disorder
lowers the critical susceptibility, but what orders then is a handful of particles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.orbital import disordered_arrays
from magrepro.core.orbital.particle_arrays import (
    MOMENTS,
    critical_ratio,
    particle_array,
    strongest_mode as clean_mode,
)
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
    kinds, strengths = disordered_arrays.KINDS, values(params.strength)
    numbers = counts(params.samples)
    shape = (len(kinds), strengths.size, numbers.size)
    blocks = []
    for lattice, moments in ARRAYS:
        array = particle_array(lattice, _edges(params)[lattice])
        found = _samples(params, lattice, moments).reshape(*shape, 2)
        columns: dict[str, Any] = {
            "array": lattice,
            "moments": moments,
            "disorder": np.array(kinds)[:, None, None],
            "strength": strengths[:, None],
            "sample": numbers,
            "n_particles": array.size,
            "eigenvalue": found[..., 0],
            "chi_c_over_dimer": critical_ratio(found[..., 0]),
            "chi_c_undisturbed": critical_ratio(clean_mode(array, MOMENTS[moments])[0]),
            "participants": found[..., 1],
        }
        blocks.append({name: np.broadcast_to(x, shape).ravel() for name, x in columns.items()})
    joined = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    return Dataset.tidy(COLUMNS, **joined)


def _samples(params: Params, lattice: str, moments: str) -> Floats:
    """Return largest eigenvalue and participants of the samples of an array, kind by kind."""
    edge = _edges(params)[lattice]
    found = [
        disordered_arrays.sample(
            lattice, moments, edge, kind, strength, seed=params.seed, number=number
        )
        for kind in disordered_arrays.KINDS
        for strength in values(params.strength).tolist()
        for number in counts(params.samples).tolist()
    ]
    return np.array(found)


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

_LOOKS: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {
    ("square", "in plane"): (
        "square, in plane",
        {"color": _style.SKY, "linestyle": "-", "marker": "s", "markersize": 4.8, "linewidth": 2.2},
    ),
    ("square", "out of plane"): (
        "square, across",
        {"color": _style.BLUE, "linestyle": (0, (5, 1.2)), "marker": "s", "mfc": "white"},
    ),
    ("hexagonal", "in plane"): (
        "hexagon, in plane",
        {"color": _style.RED, "linestyle": (0, (3, 1, 1, 1)), "marker": "H"},
    ),
    ("cubic", "any"): (
        "cube",
        {"color": _style.BLACK, "linestyle": (0, (1, 0.8)), "marker": "^"},
    ),
}
"""The square's lies broad behind that of the cube, with which it nearly coincides."""


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw means and bars over the strength of either disorder."""
    del params
    figure = _style.figure(width=_style.COLUMN, height=4.2)
    panels = figure.subplots(2, 2, sharex=True, sharey="row")
    for column, kind in enumerate(_KINDS):
        for array, moments in ARRAYS:
            some = dataset.where(array=array, moments=moments, disorder=kind)
            _draw_array(panels[:, column], some)
        panels[1, column].set_yscale("log")
        panels[1, column].set_xlabel(("shift over $d$", r"width of $\ln a$")[column])
        panels[0, column].set_title(kind, pad=3)
    _label(panels)
    strongest = dataset["strength"].max()
    panels[0, 0].set_xlim(-0.06 * strongest, 1.1 * strongest)
    panels[0, 0].xaxis.set_major_formatter("{x:g}")  # longer numbers would touch the neighbour's
    drawn, names = panels[0, 0].get_legend_handles_labels()
    figure.legend(drawn, names, loc="upper center", ncols=2, handlelength=2.6)
    for ax, letter in zip(panels.ravel(), "abcd", strict=True):
        _style.letter(ax, letter)
    return figure


def _label(panels: Any) -> None:
    """Name the vertical axes, and leave room for the letters."""
    panels[0, 0].set_ylabel(r"$\chi_c/\chi_c^z$ of the dimer")
    panels[1, 0].set_ylabel("particles in the order")
    panels[0, 0].set_ylim(0, 1.2 * panels[0, 0].get_ylim()[1])
    panels[1, 0].set_ylim(top=2.5 * panels[1, 0].get_ylim()[1])


def _draw_array(panels: Any, some: Dataset) -> None:
    """Draw an array's critical susceptibility and who takes part, the mean of its samples."""
    label, look = _LOOKS[str(some["array"][0]), str(some["moments"][0])]
    same: Any = {"markersize": 3.2, "linewidth": 0.9, "markeredgewidth": 0.7, "elinewidth": 0.7}
    same |= look | {"label": label}
    x = np.unique(some["strength"])
    mean, bar = _style.mean_and_bar(some, "chi_c_over_dimer", "strength", "sample")
    clean = float(some["chi_c_undisturbed"][0])
    panels[0].errorbar(np.append(0, x), np.append(clean, mean), np.append(0, bar), **same)
    mean, bar = _style.mean_and_bar(some, "participants", "strength", "sample")
    panels[1].errorbar(x, mean, bar, **same)


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    strongest = float(dataset["strength"].max())
    said = []
    for array, moments in (one for one in ARRAYS if one[1] != "out of plane"):
        some = dataset.where(array=array, moments=moments)
        found = [_told(some.where(disorder=kind), kind) for kind in _KINDS]
        name = array if moments == "any" else f"{array}, {moments}"
        clean = _words.number(some["chi_c_undisturbed"][0])
        said.append(f"{name}: {', '.join(found)}, in order {clean}")
    return (
        f"Critical susceptibility of the samples at disorder {_words.number(strongest)} and how "
        f"many order. {'; '.join(said)}."
    )


def _told(some: Dataset, kind: str) -> str:
    """Return what the strongest disorder of a kind does."""
    strengths = _style.runs(some, "strength")
    one = strengths[int(np.argmax([part["strength"][0] for part in strengths]))]
    chi, count = _words.span(one["chi_c_over_dimer"]), _words.span(one["participants"])
    return f"{kind} {chi} with {count} particles"
