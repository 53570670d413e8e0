"""P, beyond Fig. 5: how exactly a size must be met for the dimer to order.

Equations: (2), (3), (8), (A4), (A5).

Around each size of Fig. 5 k_F a is detuned by 1e-12 to 1e-2, up and down, at mu = E_F.
(a) The temperature below which the ordered state is the stable one, and (b) the moment at a cold
temperature: both unchanged up to a few 1e-6, and gone beyond. Vertical lines: a radius of gold off
by a femtometre, and one atom more or less. (c) In units of the critical temperature tau_0 of the
size itself all three are one, the same for either sign: a continuous transition where chi crosses
chi_c (line), jumps at larger detuning (dots), and below the dashed line an order that the criterion
chi > chi_c does not see.
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
    Column("zeta", "zero from which k_F a is detuned", "root"),
    Column("detuning", "k_F a less that zero", "elementwise"),
    Column("t_over_tf", "temperature below which the ordered state is stable, 0 for none", "root"),
    Column("t_linear", "temperature at which chi falls to chi_c, 0 for none", "root"),
    Column("t_lower", "lower temperature at which chi = chi_c, by one shell alone", "root"),
    Column("m_z", "moment per particle at the cold temperature", "root", "mu_B"),
    Column("curie_t_over_tf", "critical temperature at the zero itself", "root"),
    Column("femtometre", "change of k_F a when the radius changes by 1 fm", "elementwise"),
    Column("atom", "change of k_F a when an electron is added", "root"),
)


_LEAST_TOP = 100 * _spheres.COLDEST
"""T/T_F of the transition, so that the parts of it that are scanned are in the model's reach."""


def compute(params: Params) -> Dataset:
    """Return the transition temperatures and the cold moment at every detuning."""
    zeta, electrons = values(params.zeta)[:, None], metal(params.material).electrons
    steps = np.sort(values(params.detuning))
    off = np.concatenate([-steps[::-1], steps])
    k = zeta + off
    pair: dict[str, float] = {"d_over_a": params.d_over_a, "chi_landau": params.chi_landau}
    c = curie.critical_over_landau(**pair)
    coupling = dipole_coupling(k, **pair)
    top = _curie_temperature(zeta, c)
    linear = np.nan_to_num(critical_temperature(k, c))  # at the tip itself it cannot be told
    near = np.broadcast_to(zeta, k.shape)
    every = (k, near, np.broadcast_to(top, k.shape), linear, coupling)
    sizes, zeros, tops, found, field = (x.ravel() for x in every)
    order = detuned.order_temperature(sizes, zeta=zeros, curie=tops, critical=found, coupling=field)
    return Dataset.tidy(
        COLUMNS,
        zeta=zeta,
        detuning=off,
        t_over_tf=order.reshape(k.shape),
        t_linear=linear,
        t_lower=detuned.scaled_reentrance(np.abs(off) / (zeta * top)) * top,
        m_z=detuned.stable_moment(k, params.t_cold, coupling=coupling) / electrons.m_eff,
        curie_t_over_tf=top,
        femtometre=1e-6 * electrons.k_f_per_nm,
        atom=zeta / (3 * electron_number(zeta)),
    )


def _curie_temperature(zeta: Floats, critical: float | Floats) -> Floats:
    """Return T/T_F below which dimers of the right size order; refuse what never does, or cold."""
    top = curie.curie_temperature(zeta, critical=critical)
    if not np.all(top > 0):
        raise ValueError("zeta: a shell with l = 0 has no orbital moment")
    if np.min(top) < _LEAST_TOP:
        raise ValueError(
            f"order begins at T/T_F = {np.min(top):.2g}, too cold for the model of the sphere; "
            "give a smaller d_over_a or a stronger chi_landau"
        )
    return top


def cost(params: Params) -> float:
    """Estimate the seconds on one core from points spread over the axes."""
    zeta = _costs.sample(values(params.zeta))[:, None]
    coupling = dipole_coupling(zeta, d_over_a=params.d_over_a, chi_landau=params.chi_landau)
    each = np.mean(solving_seconds(zeta, np.array([params.t_cold, 1e-7]), coupling=coupling))
    rows = 2 * params.points
    return 2 + rows * (3e-4 + float(each)) + _costs.output_seconds(rows, len(COLUMNS))


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw temperature and moment over the detuning, and the scaled diagram."""
    del params
    figure = _style.figure(width=_style.PAGE, height=2.5)
    order, moment, scaled = figure.subplots(1, 3)
    sizes = dataset.distinct("zeta")
    colours = _style.colours(len(sizes), _style.RED, _style.BLUE, _style.GREEN)
    for zeta, colour, line in zip(sizes, colours, _style.lines(len(sizes)), strict=True):
        size: Any = {"color": colour, "linestyle": line, "label": rf"$k_Fa\simeq{zeta:.2f}$"}
        both = dataset.where(zeta=zeta)
        for ax, name, unit in ((order, "t_over_tf", 1e7), (moment, "m_z", 1.0)):
            _draw_both_sides(ax, both["detuning"], both[name] * unit, size)
    for ax in (order, moment):
        _marks(ax, dataset)
        ax.set_xlabel(r"$|k_Fa-\zeta_{nl}|$")
    order.set_ylabel(r"$T_c/T_F$  ($10^{-7}$)")
    moment.set_ylabel(r"cold moment per particle ($\mu_B$)")
    order.legend(loc="upper right", handlelength=2.0)
    _diagram(scaled, dataset)
    for ax, name in zip((order, moment, scaled), "abc", strict=True):
        _style.letter(ax, name)
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    told = []
    for zeta in _words.some(dataset.distinct("zeta"), 3):
        both = dataset.where(zeta=zeta)
        off, told_of = np.abs(both["detuning"]), []
        for name, unit in (("t_over_tf", "T_F"), ("m_z", "mu_B")):
            some = both[name] > 0
            words = f"{_words.number(both[name].max())} {unit}"
            words += f" up to a detuning of {_words.number(off[some].max())}" if some.any() else ""
            told_of.append(words)
        told.append(
            f"k_F a = {_words.number(zeta, 4)} orders below {told_of[0]} and has a cold moment of "
            f"{told_of[1]}"
        )
    return (
        f"Detunings of k_F a {_words.span(np.abs(dataset['detuning']))}, up and down: "
        f"{'; '.join(told)}; the cold temperature is {_words.number(params.t_cold)} T_F. A "
        f"femtometre of the radius is {_words.number(dataset['femtometre'][0])}, an atom "
        f"{_words.number(dataset['atom'][0])}."
    )


def _marks(ax: Axes, dataset: Dataset) -> None:
    top = 1.5 * ax.dataLim.y1 if ax.dataLim.y1 > 0 else 1.0
    ax.set_ylim(0, top)
    ax.set_xlim(_style.log_limits(np.abs(dataset["detuning"])))
    for name, word in (("femtometre", " 1 fm"), ("atom", " 1 atom")):
        place = float(dataset[name][0])
        ax.axvline(place, color=_style.GRAY, linewidth=0.7, linestyle=":")
        _style.text_within(ax, place, 0.62 * top, word, rotation=90, ha="left", va="center")


def _draw_both_sides(ax: Axes, detuning: Any, y: Any, look: dict[str, Any]) -> None:
    """Draw larger particles as a line, smaller ones as crosses, over the size of the detuning."""
    up, every = detuning > 0, slice(None, None, 12)
    ax.semilogx(detuning[up], y[up], **look)
    down: Any = {"marker": "x", "markersize": 3, "linestyle": "none", "color": look["color"]}
    ax.semilogx(-detuning[~up][every], y[~up][every], **down)


def _diagram(ax: Axes, dataset: Dataset) -> None:
    t0 = dataset["curie_t_over_tf"]
    x = dataset["detuning"] / (dataset["zeta"] * t0)
    rows = np.argsort(x)
    rows = rows[(np.abs(x[rows]) > 1e-3) & (np.abs(x[rows]) < 0.7)]
    x, scaled = x[rows], {name: (dataset[name] / t0)[rows] for name in ("t_linear", "t_lower")}
    order = (dataset["t_over_tf"] / t0)[rows]
    cold = (dataset["m_z"][rows] > 0) & (order > 0)
    ax.fill_between(x[cold], 0, order[cold], color=_style.PHASES["antialigned"], linewidth=0)
    above = scaled["t_linear"] > 0
    area: Any = {"color": _style.PHASES["paramagnetic"], "linewidth": 0}
    ax.fill_between(x[above], scaled["t_lower"][above], scaled["t_linear"][above], **area)
    ax.plot(x[above], scaled["t_linear"][above], color=_style.BLACK, linewidth=0.8)
    ax.plot(x[above], scaled["t_lower"][above], "--", color=_style.BLACK, linewidth=0.8)
    jump = order > scaled["t_linear"]
    ax.plot(x[jump], order[jump], "o", color=_style.BLUE, markersize=2)
    small: Any = {"fontsize": _style.SMALL}
    ax.text(0, 0.65, "ordered,\n" + r"$\chi>\chi_c$", ha="center", va="center")
    ax.text(0.26, 0.06, r"$\chi<\chi_c$", ha="center", va="center", **small)
    ax.text(0, 1.12, "not ordered\n(dots: order ends by a jump)", ha="center", va="center", **small)
    ax.set(xlim=(-0.6, 0.6), ylim=(0, 1.25))
    ax.set_xlabel(r"$(k_Fa/\zeta-1)\,/\,(T_0/T_F)$")
    ax.set_ylabel(r"$T/T_0$")
