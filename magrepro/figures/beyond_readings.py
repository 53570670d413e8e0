"""F, beyond Figs. 4, 5: both figures under the readings that the text admits.

Equations: (4), (5), (7).

Each panel changes one thing (docs/errata.md) from the first of its figure, which is ours. (a)-(f)
Fig. 4: lines at half of the saturated moment for the four vibrational energies, thick to thin. The
numbers are sentences of the text, dark where they are fulfilled: 1 a slow mode keeps the
ferromagnet, 2 it turns the antiferromagnet when warm, 3 faster ones leave a partial moment
throughout, 4 a full one only when cold for J > 0, 5 the fastest only there, 6 the correction drives
both. (g)-(p) Fig. 5: moment of ferromagnet (solid) and antiferromagnet (dashed), |J| = 5 meV, for
the largest Phi. 1 moments in a wide range of temperatures, 2 not largest when cold, 3
antiferromagnets grow throughout, 4 ferromagnets peak and decay, 5 to a limit, 6 the magnified
curves fit, 7 the easy plane weakens the antiferromagnet's cold moment and 8 the ferromagnet's, but
not the order of its spins. (q), (r) All combinations, by the number of sentences that each fulfils.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.vibrational import readings
from magrepro.core.vibrational.lattice import moment_per_site
from magrepro.core.vibrational.readings import Reading
from magrepro.dataset import Column, Dataset
from magrepro.figures import _readings_key, _readings_panels, _style, _words
from magrepro.parameters import (
    Axis,
    FigureParams,
    Range,
    Spins,
    assumed,
    derived,
    parameter,
    stated,
    values,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of the study of readings; the first value of each is that of our figures."""

    field_ratio: Axis = parameter(
        (0.5, 0.0, 1.0),
        "field on the second spin over that on the first",
        assumed("the readings of errata F6, F7"),
        ge=0,
        le=1,
    )
    factor: Axis = parameter(
        (6.0, 4.0),
        "factor of the mean displacement",
        assumed("as printed and for one mode; for a wave (erratum F14)"),
        ge=0.1,
        le=100,
    )
    spin: Spins = parameter((1.0, 0.5), "spin S", stated("captions; text on Fig. 5 (erratum F16)"))
    coupling_mev2: Axis = parameter(
        (0.2, 2e-4),
        "A Phi of Fig. 4",
        derived("0.2 micro-eV read as 0.2e-6 eV^2, or times 1 meV (erratum F15)"),
        unit="meV^2",
        ge=1e-9,
        le=1e3,
    )
    i_over_j: Axis = parameter(
        (1.0, -1.0),
        "anisotropy of Fig. 5, I over |J|, on site or in the exchange",
        stated("caption of Fig. 5; the other sign is that of Eq. (1) (erratum F17)"),
        ge=-10,
        le=10,
    )
    prefactor: Axis = parameter(
        (2**0.5 * np.pi, float(np.sqrt(2 * np.pi)), float(np.pi)),
        "prefactor of J_k and A_k",
        assumed("sqrt(2) pi, sqrt(2 pi), or the transform's (erratum F18)"),
        gt=0,
        le=100,
    )
    coupling_a_mev: float = parameter(
        1.0, "A of Fig. 5", assumed("the text gives no value"), unit="meV", ge=0.001, le=100
    )
    k_max_per_angstrom: float = parameter(
        float(np.pi),
        "radius of the disc of wave vectors",
        assumed("the text gives none"),
        unit="1/angstrom",
        ge=0.1,
        le=20,
    )
    j_mev: Axis = parameter(
        Range(start=-5.0, stop=5.0, num=101),
        "exchange of Fig. 4; J < 0 is antiferromagnetic",
        assumed("that of vib_fig4"),
        unit="meV",
        ge=-100,
        le=100,
    )
    temperature_k: Axis = parameter(
        Range(start=1.0, stop=100.0, num=101),
        "temperature of Fig. 4",
        assumed("that of vib_fig4"),
        unit="K",
        ge=0.1,
        le=1000,
    )
    drawn_every: int = parameter(
        5, "of so many points of Fig. 4 one is kept to be drawn", assumed("smooth"), ge=1, le=50
    )


COLUMNS = (
    Column("figure", "fig4 or fig5", "exact", dtype=str),
    Column("kind", "statement, or a moment to be drawn", "exact", dtype=str),
    Column("reading", "number of the reading; 0 is that of our figures", "exact", dtype=int),
    Column("changes", "in how many things it differs from that", "exact", dtype=int),
    Column("changed", "what is changed, with its value", "exact", dtype=str),
    Column("statement", "sentence of the text, or none", "exact", dtype=str),
    Column("holds", "1 if it is fulfilled, else 0; 0 for a moment", "exact", dtype=int),
    Column("omega0_mev", "vibrational energy, 0 for a statement", "exact", "meV"),
    Column("j_mev", "exchange J; negative is antiferromagnetic", "exact", "meV"),
    Column("temperature_k", "temperature", "elementwise", "K"),
    Column("moment", "over saturation (fig4), per site over S (fig5)", "quadrature"),
)
_T5 = Range(start=1.0, stop=1e5, num=41, scale="log")
Change = tuple[int, str, Reading]
"""How many things are changed, which, and the reading."""


def compute(params: Params) -> Dataset:
    """Return all statements for all readings, and moments for those with one change."""
    j = values(params.j_mev)
    if not j.min() < 0 < j.max():
        raise ValueError("j_mev: the sentences are about both signs; give some of each")
    blocks: list[dict[str, Any]] = []
    for number, change in enumerate(_readings(params, "fig4")):
        blocks += _block(params, "fig4", number, change)
    for number, change in enumerate(_readings(params, "fig5")):
        blocks += _block(params, "fig5", number, change)
    arrays = [np.broadcast_arrays(*(block[c.name] for c in COLUMNS)) for block in blocks]
    joined = {
        c.name: np.concatenate([some[i].ravel() for some in arrays]) for i, c in enumerate(COLUMNS)
    }
    return Dataset.tidy(COLUMNS, **joined)


def _readings(params: Params, figure: str) -> Iterator[Change]:
    """All combinations, that of the first values first; names of what is not the first value."""
    keys = ["field_ratio", "factor", "spin"]
    keys += ["coupling_mev2"] if figure == "fig4" else ["prefactor", "i_over_j"]
    axes: list[list[Any]] = [list(map(float, values(getattr(params, key)))) for key in keys]
    if figure == "fig5":
        keys, axes = [*keys, "anisotropy"], [*axes, ["on-site", "exchange"]]
    for backwards in itertools.product(*axes[::-1]):
        chosen = backwards[::-1]
        new = [i for i, value in enumerate(chosen) if value != axes[i][0]]
        said = " and ".join(_WORDS[keys[i]].format(_short(chosen[i])) for i in new)
        given = {_FIELDS.get(key, key): value for key, value in zip(keys, chosen, strict=True)}
        yield len(new), said or "as drawn", Reading(**given)


_FIELDS = {"coupling_mev2": "a_phi"}
_WORDS = {
    "field_ratio": "r = {}",
    "factor": "factor {}",
    "spin": "S = {}",
    "coupling_mev2": "A Phi = {}",
    "prefactor": "prefactor {}",
    "i_over_j": "I/|J| = {}",
    "anisotropy": "I in {}",
}


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.3g}"


def _block(params: Params, figure: str, number: int, change: Change) -> list[dict[str, Any]]:
    changes, changed, reading = change
    same: dict[str, Any] = {"figure": figure, "reading": number, "changes": changes}
    same |= {"changed": changed, "statement": "none", "holds": 0, "moment": 0.0}
    same |= {"omega0_mev": 0.0, "j_mev": 0.0, "temperature_k": 0.0, "kind": "moment"}
    found = _statements(params, figure, reading)
    told = {"kind": "statement", "statement": np.array(list(found))}
    blocks = [same | told | {"holds": np.array(list(found.values()))}]
    pairwise = reading.spin == 0.5 and reading.anisotropy == "exchange" and changes == 2
    if changes <= 1 or pairwise:
        blocks.append(same | _moments(params, figure, reading))
    return blocks


def _statements(params: Params, figure: str, reading: Reading) -> dict[str, bool]:
    if figure == "fig4":
        j, t = (np.sort(values(axis)) for axis in (params.j_mev, params.temperature_k))
        return readings.fig4_statements(reading, j, t)
    at = {"a": params.coupling_a_mev, "k_max": params.k_max_per_angstrom}
    return readings.fig5_statements(reading, _T5.values(), **at)


def _moments(params: Params, figure: str, reading: Reading) -> dict[str, Any]:
    if figure == "fig4":
        step = slice(None, None, params.drawn_every)
        j, t = (np.sort(values(axis))[step] for axis in (params.j_mev, params.temperature_k))
        omega0 = np.array(readings.ENERGIES)[:, None, None]
        moment = np.array([readings.fig4_plane(reading, w, j, t) for w in readings.ENERGIES])
        axes = {"omega0_mev": omega0, "j_mev": j[:, None], "temperature_k": t}
        return axes | {"moment": moment}
    pair, t = np.array(readings.EXCHANGES[:2]), _T5.values()
    at = {"a": params.coupling_a_mev, "k_max": params.k_max_per_angstrom}
    lattice = readings.fig5_lattice(reading, pair[:, None], readings.STRENGTHS[-1], **at)
    moment = moment_per_site(lattice, t)[0] / reading.spin
    return {"omega0_mev": readings.OMEGA0, "j_mev": pair[:, None], "temperature_k": t} | {
        "moment": moment
    }


def cost(params: Params) -> float:
    """Estimate the seconds on one core: a reading of either figure by the states of its pair."""
    planes = values(params.j_mev).size * values(params.temperature_k).size / 1e4
    states = (2 * np.array(params.spin) + 1) ** 2
    shared = values(params.field_ratio).size * values(params.factor).size
    fig4 = values(params.coupling_mev2).size * (1.2e-3 * states + 5e-6 * states**2)
    curves = 2 * values(params.i_over_j).size * values(params.prefactor).size
    fig5 = curves * (8.5e-3 * states + 8e-5 * states**2)
    return float(3 + shared * np.sum((0.3 + 0.7 * planes) * fig4 + fig5))


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw a panel a reading that changes one thing, and the count of all."""
    del params
    names, drawn = _style.panel_letters(), _drawn(dataset)
    rows = -(-(len(drawn) + 2) // _ACROSS)
    picture = _style.figure(width=_style.PAGE, height=1.4 * rows + 1.45)
    panels = picture.subplots(rows, _ACROSS, squeeze=False).ravel()
    for ax, (figure, number) in zip(panels, drawn, strict=False):
        _readings_panels.draw_reading(ax, dataset.where(figure=figure, reading=number), next(names))
    for ax, figure in zip(panels[len(drawn) :], ("fig4", "fig5"), strict=False):
        _readings_panels.draw_count(ax, dataset.where(figure=figure, kind="statement"))
        _readings_panels.letter(ax, next(names))
    for ax in panels[len(drawn) + 2 :]:
        ax.set_visible(False)
    _readings_key.explain(
        picture, dataset.where(figure="fig4", kind="moment").distinct("omega0_mev")
    )
    return picture


def _drawn(dataset: Dataset) -> list[tuple[str, int]]:
    """Return figure and number of the readings that have a panel."""
    return [
        (figure, number)
        for figure in ("fig4", "fig5")
        for number in dataset.where(figure=figure, kind="moment").distinct("reading")
    ]


_ACROSS = 6


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    said = [
        _told(dataset.where(figure=figure, kind="statement"), name)
        for figure, name in (("fig4", "Fig. 4"), ("fig5", "Fig. 5"))
    ]
    drawn = dataset.where(figure="fig5", kind="moment", reading=0)
    names = "antiferromagnet", "ferromagnet"
    for one, name in zip(_style.runs(drawn, "j_mev"), names, strict=False):
        said.append(f"As drawn the {name} {_words.course(one['temperature_k'], one['moment'])}")
    return ". ".join(said) + "."


def _told(told: Dataset, name: str) -> str:
    most = len(told.distinct("statement"))
    drawn = told.where(reading=0)["holds"].sum()
    every = [told.where(reading=i)["holds"].sum() == most for i in told.distinct("reading")]
    return (
        f"{name}: as drawn {drawn} of {most} sentences are fulfilled; {sum(every)} of "
        f"{len(every)} readings fulfil all"
    )
