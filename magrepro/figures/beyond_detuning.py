"""P, beyond Fig. 5: how exactly a size must be met for the dimer to order.

Equations: (2), (3), (8), (A4), (A5).

Around each size of Fig. 5 k_F a is detuned by 1e-12 to 1e-2, up and down, at mu = E_F.
(a) The temperature below which the ordered state is the stable one, and (b) the moment at a cold
temperature: both unchanged up to a few 1e-6, and gone beyond. Vertical lines: a radius of gold off
by a femtometre, and one atom more or less. (c) In units of the critical temperature tau_0 of the
size itself all three are one, the same for either sign: a continuous transition where chi crosses
chi_c (solid), jumps at larger detuning (the dots of all three sizes, and the border for large l),
and hatched, below the dashed line, an order that the criterion chi > chi_c does not see. The border
bulges: just outside, a dimer orders as it cools and loses its order again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro import quantities
from magrepro.core.arrays import Floats
from magrepro.core.orbital import curie, detuned
from magrepro.core.orbital.critical import critical_temperature
from magrepro.core.orbital.sphere import dipole_coupling, electron_number
from magrepro.core.orbital.sphere_response import solving_seconds
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _spheres, _style, _words
from magrepro.material import MaterialChoice, metal
from magrepro.parameters import (
    Axis,
    FigureParams,
    Range,
    SizeAxis,
    assumed,
    parameter,
    stated,
    values,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of the study of detuning."""

    material: MaterialChoice = _common.MATERIAL
    zeta: SizeAxis = parameter(
        ("zeta_1_36", "zeta_6_26", "zeta_5_37"),
        "k_F a before it is detuned, each a zero with an orbital moment",
        stated("caption of Fig. 5"),
        quantity=quantities.RADIUS,
        ge=4,
        le=200,
    )
    detuning: Axis = parameter(
        Range(start=1e-12, stop=1e-2, num=401, scale="log"),
        "change of k_F a, taken up and down",
        assumed("from nothing to the next zeros"),
        quantity=quantities.RADIUS,
        ge=1e-13,
        le=0.1,
    )
    t_cold: float = parameter(
        1e-8,
        "T/T_F of the cold moment",
        assumed("far below the three transitions"),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=0.01,
    )
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius",
        stated("Sec. V, before footnote 9"),
        quantity=quantities.DISTANCE,
        ge=2,
        le=30,
    )
    chi_landau: _common.ChiLandau = _common.CHI_LANDAU


COLUMNS = (
    Column("panel", "size: one off a zero; border: of the order, for large l", "exact", dtype=str),
    Column("zeta", "zero from which k_F a is detuned", "root"),
    Column("detuning", "k_F a less that zero", "elementwise"),
    Column("t_over_tf", "temperature below which the ordered state is stable, 0 for none", "root"),
    Column("t_linear", "temperature at which chi falls to chi_c, 0 for none", "root"),
    Column("m_z", "moment per particle at the cold temperature", "root", "mu_B"),
    Column("curie_t_over_tf", "critical temperature at the zero itself", "root"),
    Column("femtometre", "change of k_F a when the radius changes by 1 fm", "elementwise"),
    Column("atom", "change of k_F a when an electron is added", "root"),
    Column(
        "scaled_detuning",
        "k_F a/zeta - 1 over T_c/T_F of the zero; of borders and jumps",
        "quadrature",
    ),
    Column("scaled_t", "temperature at the border or jump, over that of the zero", "root"),
    Column("scaled_criterion", "scaled detuning where chi = chi_c, of a border", "elementwise"),
    Column("jump", "1 where the order ends by a jump, else 0", "exact", dtype=int),
)


_LEAST_TOP = 100 * _spheres.COLDEST
"""T/T_F of the transition, so that the parts of it that are scanned are in the model's reach."""


def compute(params: Params) -> Dataset:
    """Return the transition temperatures and the cold moment at every detuning, and the border."""
    zeta, c = values(params.zeta)[:, None], curie.critical_over_landau(**_pair(params))
    top = curie.curie_temperature(zeta, critical=c)
    if not np.all(top > 0):
        raise ValueError("zeta: a shell with l = 0 has no orbital moment")
    if np.min(top) < _LEAST_TOP:
        raise ValueError(
            f"order begins at T/T_F = {np.min(top):.2g}, too cold for the model of the sphere; "
            "give a smaller d_over_a or a stronger chi_landau"
        )
    blocks = []
    for block in (_sizes(params, zeta, top, c), _border()):
        arrays = np.broadcast_arrays(*(block.get(column.name, 0) for column in COLUMNS))
        blocks.append([array.ravel() for array in arrays])
    joined = [np.concatenate(parts) for parts in zip(*blocks, strict=True)]
    return Dataset.tidy(COLUMNS, **{c.name: x for c, x in zip(COLUMNS, joined, strict=True)})


def _pair(params: Params) -> dict[str, float]:
    return {"d_over_a": params.d_over_a, "chi_landau": params.chi_landau}


def _sizes(params: Params, zeta: Floats, top: Floats, c: Floats) -> dict[str, Any]:
    """Return the rows of sizes: one a zero, shape (zeros, 1), and a detuning."""
    electrons, steps = metal(params.material).electrons, np.sort(values(params.detuning))
    off = np.concatenate([-steps[::-1], steps])
    k, scaled = zeta + off, off / (zeta * top)
    coupling = dipole_coupling(k, **_pair(params))
    linear = np.nan_to_num(critical_temperature(k, c))  # at the tip itself it cannot be told
    every = np.broadcast_arrays(k, zeta, top, linear, coupling)
    sizes, zeros, tops, found, field = (x.ravel() for x in every)
    order = detuned.order_temperature(
        sizes, zeta=zeros, curie=tops, critical=found, coupling=field
    ).reshape(k.shape)
    where = {"panel": "size", "zeta": zeta, "detuning": off, "curie_t_over_tf": top}
    answers = {"t_over_tf": order, "t_linear": linear, "jump": order > linear}
    answers["m_z"] = detuned.stable_moment(k, params.t_cold, coupling=coupling) / electrons.m_eff
    marks = {"femtometre": 1e-6 * electrons.k_f_per_nm, "atom": zeta / (3 * electron_number(zeta))}
    ends = {"scaled_detuning": scaled, "scaled_t": order / top}
    ends = {name: np.where(answers["jump"], values, 0.0) for name, values in ends.items()}
    return where | answers | marks | ends


def _border() -> dict[str, Any]:
    """Return the rows of the border: up to which detuning a dimer orders at a temperature."""
    t = 1 - np.linspace(1, 0, 101) ** 2  # closest at the tip, which is round
    width, criterion = detuned.scaled_width(t), detuned.scaled_criterion(t)
    place = {"scaled_detuning": width, "scaled_t": t, "scaled_criterion": criterion}
    return {"panel": "border", "jump": t < detuned.JUMP} | place


def cost(params: Params) -> float:
    """Estimate the seconds on one core from points spread over the axes."""
    zeta = _costs.sample(values(params.zeta))[:, None]
    coupling = dipole_coupling(zeta, d_over_a=params.d_over_a, chi_landau=params.chi_landau)
    each = np.mean(solving_seconds(zeta, np.array([params.t_cold, 1e-7]), coupling=coupling))
    rows = 2 * params.points
    return 2.4 + rows * (3e-4 + float(each)) + _costs.output_seconds(rows, len(COLUMNS))


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw temperature and moment over the detuning, and the scaled diagram."""
    del params
    figure = _style.figure(width=_style.PAGE, height=2.65)
    order, moment, scaled = figure.subplots(1, 3)
    sizes = dataset.where(panel="size")
    _curves(order, sizes, "t_over_tf", 1e7)
    _curves(moment, sizes, "m_z", 1.0)
    order.set_ylabel(r"$T_c/T_F$  ($10^{-7}$)")
    moment.set_ylabel(r"cold moment per particle ($\mu_B$)")
    _diagram(scaled, dataset.where(panel="border"), sizes)
    drawn, names = order.get_legend_handles_labels()
    figure.legend(drawn, names, loc="upper center", ncols=6, columnspacing=1.2, handlelength=2.2)
    for ax, name in zip((order, moment, scaled), "abc", strict=True):
        _style.letter(ax, name)
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    sizes = dataset.where(panel="size")
    told = "; ".join(map(_told, _words.some(_style.runs(sizes, "zeta"), 3)))
    return (
        f"Detunings of k_F a {_words.span(np.abs(sizes['detuning']))}, up and down: {told}; the "
        f"cold temperature is {_words.number(params.t_cold)} T_F. A femtometre of the radius is "
        f"{_words.number(sizes['femtometre'][0])}, an atom {_words.number(sizes['atom'][0])}."
    )


def _told(both: Dataset) -> str:
    off, told_of = np.abs(both["detuning"]), []
    for name, unit in (("t_over_tf", "T_F"), ("m_z", "mu_B")):
        some = both[name] > 0
        words = f"{_words.number(both[name].max())} {unit}"
        words += f" up to a detuning of {_words.number(off[some].max())}" if some.any() else ""
        told_of.append(words)
    size = f"k_F a = {_words.number(both['zeta'][0], 4)}"
    return f"{size} orders below {told_of[0]} and has a cold moment of {told_of[1]}"


def _curves(ax: Axes, dataset: Dataset, name: str, unit: float) -> None:
    """Draw a quantity over the detuning, a line a zero for larger sizes, crosses for smaller."""
    sizes = _style.runs(dataset, "zeta")
    colours = _style.colours(len(sizes), _style.RED, _style.BLUE, _style.GREEN)
    named = _style.labels(rf"above $\zeta={both['zeta'][0]:.2f}$" for both in sizes)
    looks = zip(colours, _style.lines(len(sizes)), named, strict=False)
    for both, (colour, line, label) in zip(sizes, looks, strict=True):
        up, off = both["detuning"] > 0, np.abs(both["detuning"])
        look: Any = {"color": colour, "linestyle": line, "label": label or "_"}
        ax.semilogx(off[up], both[name][up] * unit, **look)
        every = slice(None, None, 12)
        down: Any = {"marker": "x", "markersize": 3, "linestyle": "none", "color": colour}
        ax.semilogx(off[~up][every], both[name][~up][every] * unit, **down)
    ax.plot([], [], "x", color=_style.BLACK, markersize=3, label="below the same")
    _marks(ax, dataset)
    ax.set_xlabel(r"$|k_Fa-\zeta_{nl}|$")


def _marks(ax: Axes, dataset: Dataset) -> None:
    top = 1.2 * ax.dataLim.y1 if ax.dataLim.y1 > 0 else 1.0
    ax.set_ylim(0, top)
    ax.set_xlim(_style.log_limits(np.abs(dataset["detuning"])))
    for name, word in (("femtometre", " 1 fm"), ("atom", " 1 atom")):
        place = float(dataset[name][0])
        ax.axvline(place, color=_style.GRAY, linewidth=0.7, linestyle=":")
        _style.text_within(ax, place, 0.62 * top, word, rotation=90, ha="left", va="center")


def _diagram(ax: Axes, border: Dataset, sizes: Dataset) -> None:
    """Draw where a dimer orders in units of its zero's temperature, and how the order ends."""
    t, width, criterion = (
        border[name] for name in ("scaled_t", "scaled_detuning", "scaled_criterion")
    )
    jumps = border["jump"] == 1
    ordered: Any = {"facecolor": _style.PHASES["aligned"], "linewidth": 0}
    hatched: Any = ordered | {"hatch": "/////", "edgecolor": "white"}
    ax.fill_betweenx(t, -width, width, **ordered)
    for side in (-1, 1):
        ax.fill_betweenx(t[jumps], side * criterion[jumps], side * width[jumps], **hatched)
        ax.plot(side * criterion[~jumps], t[~jumps], color=_style.BLACK, linewidth=0.9)
        ax.plot(side * criterion[jumps], t[jumps], "--", color=_style.BLACK, linewidth=0.9)
    jump = sizes["jump"] == 1
    ax.plot(sizes["scaled_detuning"][jump], sizes["scaled_t"][jump], "ko", markersize=2.5)
    small: Any = {"ha": "center", "va": "center", "fontsize": _style.SMALL}
    ax.text(0, 0.65, "ordered,\n" + r"$\chi>\chi_c$", ha="center", va="center")
    box: Any = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    ax.text(0.335, 0.09, r"$\chi<\chi_c$", bbox=box, **small)
    ax.text(0, 1.15, "not ordered\n(dots: order ends by a jump)", **small)
    ax.set(xlim=(-0.6, 0.6), ylim=(0, 1.35))
    ax.set(xlabel=r"$(k_Fa/\zeta-1)\,/\,(T_0/T_F)$", ylabel=r"$T/T_0$")
