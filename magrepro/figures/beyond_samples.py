"""P, beyond Sec. VI: the share of dimers that order in a sample of many sizes, and its moment.

Equations: (2), (3), (8), (A4), (A5).

A sample of dimers, each of two equal particles at mu = E_F, whose sizes are spread log-normally
about a size of Fig. 5. (a) The share of dimers that are ordered, and (b) the moment per particle of
the sample, against temperature, for several relative widths; (c) enlarges those of the widest.
Every zero in the sample counts, each with the detuning up to which its particles order. Beyond a
width of a tenth of a per cent the sample no longer knows about which size it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro import quantities
from magrepro.core.orbital import curie, detuned
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.material import MaterialChoice, metal
from magrepro.parameters import (
    Axis,
    FigureParams,
    Range,
    Size,
    assumed,
    parameter,
    size,
    stated,
    values,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of the study of samples."""

    material: MaterialChoice = _common.MATERIAL
    kf_a: Size = parameter(
        "zeta_1_36",
        "median k_F a of the sample",
        stated("caption of Fig. 5"),
        quantity=quantities.RADIUS,
        ge=4,
        le=150,
    )
    width: Axis = parameter(
        (0.001, 0.003, 0.01, 0.03, 0.1),
        "standard deviation of ln k_F a",
        assumed("from what no one makes to what is common"),
        ge=1e-4,
        le=0.15,
    )
    t_over_tf: Axis = parameter(
        Range(start=1e-9, stop=1e-6, num=181, scale="log"),
        "T/T_F",
        assumed("that of fig5b"),
        quantity=quantities.TEMPERATURE,
        ge=1e-12,
        le=0.1,
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
    Column("width", "standard deviation of ln k_F a", "elementwise"),
    Column("t_over_tf", "temperature over Fermi temperature", "elementwise"),
    Column("t_kelvin", "temperature", "elementwise", "K"),
    Column("share_ordered", "share of dimers that are ordered", "quadrature"),
    Column("m_z", "mean of the moment per particle over the sample", "quadrature", "mu_B"),
)


def compute(params: Params) -> Dataset:
    """Return share and moment for every width and temperature."""
    width, tau = values(params.width)[:, None], values(params.t_over_tf)
    c = curie.critical_over_landau(d_over_a=params.d_over_a, chi_landau=params.chi_landau)
    share, moment = np.zeros((2, width.shape[0], tau.size))
    for row, s in enumerate(width[:, 0]):
        share[row], moment[row] = detuned.sample_averages(
            tau, median=size(params.kf_a), width=float(s), critical=float(c)
        )
    gas = metal(params.material).electrons
    kelvin = tau * gas.t_f_k
    columns = {"width": width, "t_over_tf": tau, "t_kelvin": kelvin, "share_ordered": share}
    return Dataset.tidy(COLUMNS, **columns, m_z=moment / gas.m_eff)


def cost(params: Params) -> float:
    """Estimate the seconds on one core: the scaled curves, and a term a zero and temperature."""
    zeros = (size(params.kf_a) * float(np.exp(0.15))) ** 2 / 8
    return 4 + 1e-7 * zeros * params.points + _costs.output_seconds(params.points, len(COLUMNS))


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw share and moment against temperature, a curve a width."""
    del params
    figure = _style.figure(height=5.2)
    share, moment, enlarged = panels = figure.subplots(3, 1, sharex=True)
    _curves(share, dataset, "share_ordered", 1e6)
    _curves(moment, dataset, "m_z", 1.0)
    _curves(enlarged, dataset, "m_z", 1.0)
    for ax, room in ((share, 1.6), (moment, 1.15)):
        ax.set_ylim(0, room * max(ax.dataLim.y1, 1e-30))
    widest = max(float(_style.runs(dataset, "width")[-1]["m_z"].max()), 1e-30)
    enlarged.set_ylim(0.75 * widest, 1.1 * widest)
    share.legend(title="width of the sample", loc="upper right", ncols=3)
    share.set_ylabel("ordered dimers\n(in a million)")
    moment.set_ylabel("moment per\n" + r"particle ($\mu_B$)")
    enlarged.set_ylabel("the same,\n" + r"enlarged ($\mu_B$)")
    enlarged.set_xlabel(r"$T/T_F$")
    for ax, name in zip(panels, "abc", strict=True):
        ax.set_xlim(_style.log_limits(dataset["t_over_tf"]))
        _style.letter(ax, name)
    return figure


def _curves(ax: Axes, dataset: Dataset, name: str, unit: float) -> None:
    samples = _style.runs(dataset, "width")
    looks = zip(_style.colours(len(samples)), _style.lines(len(samples)), strict=True)
    named = _style.labels(rf"{100 * curve['width'][0]:g} %" for curve in samples)
    for curve, (colour, line), label in zip(samples, looks, named, strict=False):
        look: Any = {"color": colour, "linestyle": line, "label": label or "_"}
        ax.semilogx(curve["t_over_tf"], unit * curve[name], **look)


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    samples = _style.runs(dataset, "width")
    told = "; ".join(map(_told, _words.some(samples, 2)))
    return f"Over T/T_F {_words.span(dataset['t_over_tf'])}, {len(samples)} curves: {told}."


def _told(curve: Dataset) -> str:
    share, moment = (_words.number(curve[name].max()) for name in ("share_ordered", "m_z"))
    last = curve["t_over_tf"][curve["share_ordered"] > 0]
    width = _words.number(100 * curve["width"][0])
    said = f"in a sample {width} % wide a share of {share} at most, with {moment} mu_B per particle"
    return said + (f", the last at {_words.number(last.max())}" if last.size else "")
