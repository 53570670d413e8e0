"""P, Fig. 7: magnetic moment of one particle against the field.

Equations: (A4).

Two sizes at three temperatures: one with a level at the Fermi energy (thick lines), whose moment
rises steeply and then falls, and one between levels (thin lines), diamagnetic in weak fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from magrepro import quantities
from magrepro.core.arrays import Floats
from magrepro.core.curves import maximum
from magrepro.core.orbital.sphere import magnetic_moment, moment_slope, slope_of_moment
from magrepro.dataset import Column, Dataset
from magrepro.figures import _axes, _common, _costs, _spheres, _style, _words
from magrepro.material import MaterialChoice, metal
from magrepro.observables import Observable, column, one
from magrepro.parameters import (
    Axis,
    FigureParams,
    Range,
    SizeAxis,
    derived,
    parameter,
    stated,
    values,
)
from magrepro.physical import Units
from magrepro.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 7."""

    material: MaterialChoice = _common.MATERIAL_CONVERTS
    kf_a: SizeAxis = parameter(
        ("zeta_1_36", 42.4),
        "k_F a, drawn thick and thin",
        stated("caption of Fig. 7"),
        quantity=quantities.RADIUS,
        ge=1,
        le=200,
    )
    t_over_tf: Axis = parameter(
        (5e-3, 5e-4, 5e-5),
        "T/T_F",
        stated("caption of Fig. 7"),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=0.1,
    )
    hbar_omega_c_over_ef: Axis = parameter(
        Range(start=0.0, stop=2e-3, num=801),
        "cyclotron energy over Fermi energy",
        derived(
            "footnote 12 gives the largest field as 9.2e5 G; with a Fermi energy of gold between "
            "5.2 and 5.7 eV that is 1.9e-3 to 2.1e-3"
        ),
        quantity=quantities.FIELD,
        ge=0,
        le=0.02,
    )
    ensemble: _common.Ensemble = _common.ENSEMBLE
    units: Units = _common.UNITS


COLUMNS = (
    Column("kf_a", "size k_F a of the particle", "root", quantity=quantities.RADIUS),
    Column(
        "t_over_tf", "temperature over Fermi temperature", "exact", quantity=quantities.TEMPERATURE
    ),
    Column(
        "hbar_omega_c_over_ef",
        "cyclotron energy over Fermi energy, the field",
        "exact",
        quantity=quantities.FIELD,
    ),
    Column("moment", "magnetic moment along the field", "elementwise", "mu_B"),
)

PLOT = Plot(
    x="hbar_omega_c_over_ef",
    y=("moment",),
    scale=lambda curve: (1.0 if quantities.FIELD.column in curve.data else 1e3, 1.0),
)


def cost(params: Params) -> float:
    """Return the estimated seconds of one core."""
    axes = values(params.kf_a), values(params.t_over_tf), values(params.hbar_omega_c_over_ef)
    curves = _SECONDS_A_CURVE * axes[0].size * axes[1].size
    computed = _spheres.ensemble_seconds(params.ensemble, *axes)
    return computed + curves + _costs.output_seconds(params.points, 4)


_SECONDS_A_CURVE = 2e-3


def compute(params: Params) -> Dataset:
    """Return the moment of every size, temperature and field."""
    k, tau, w = np.meshgrid(
        values(params.kf_a),
        values(params.t_over_tf),
        values(params.hbar_omega_c_over_ef),
        indexing="ij",
    )
    # e hbar/(2 m* c) to mu_B
    moment = _moment(k, tau, w, params) / metal(params.material).electrons.m_eff
    return Dataset.tidy(COLUMNS, kf_a=k, t_over_tf=tau, hbar_omega_c_over_ef=w, moment=moment)


def _moment(k: Floats, tau: Floats, w: Floats, params: Params) -> Floats:
    if params.ensemble == "grand-canonical":
        return magnetic_moment(k, tau, w)
    points = np.broadcast_arrays(k, tau, w)
    return _spheres.moment_of_exactly(*points)


def initial_slope(several: Sequence[Params]) -> Floats:
    """Return dM/dw at w = 0, w = hbar omega_c/E_F."""
    k, tau = column(several, "kf_a"), column(several, "t_over_tf")
    slope = moment_slope(k, tau, 0.0)
    for place, params in enumerate(several):
        if params.ensemble == "canonical":
            point = k[[place]], tau[[place]]
            chi = _spheres.susceptibility(*point, ensemble="canonical")
            slope[place] = slope_of_moment(chi[0], k[place])
    return np.asarray(slope / _common.of_electrons(several, "m_eff"))


def _largest(params: Params) -> tuple[float, float]:
    k, tau = one(params.kf_a), one(params.t_over_tf)
    m_eff = metal(params.material).electrons.m_eff
    fields = np.sort(values(params.hbar_omega_c_over_ef))
    size, temperature = np.array(k), np.array(tau)
    return maximum(lambda w: _moment(size, temperature, w, params) / m_eff, fields)


def largest_moment(several: Sequence[Params]) -> list[float]:
    """Return the largest moment on the range of fields."""
    return [_largest(params)[1] for params in several]


def field_of_largest_moment(several: Sequence[Params]) -> list[float]:
    """Return hbar omega_c/E_F of the largest moment."""
    return [_largest(params)[0] for params in several]


_AT = ("kf_a", "t_over_tf")
OBSERVABLES = (
    Observable(
        "initial_slope",
        initial_slope,
        "dM/dw in a weak field, w = hbar omega_c/E_F, with m* = m_e: chi/|chi_L| (k_F a)^3/(9 pi)",
        unit="mu_B",
        at=_AT,
        together=256,
    ),
    Observable(
        "largest_moment", largest_moment, "largest moment on the range of fields", "mu_B", _AT
    ),
    Observable(
        "field_of_largest_moment",
        field_of_largest_moment,
        "hbar omega_c/E_F of the largest moment; nan: at an end of the range",
        at=_AT,
    ),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw a colour and a dash a temperature, a line width a size."""
    del params
    figure = _style.figure(height=2.7)
    ax = figure.subplots()
    radius, temperature = _axes.shown(dataset, "kf_a"), _axes.shown(dataset, "t_over_tf")
    (field, label), moment = _shown_field(dataset), dataset["moment"]
    sizes = _style.runs(dataset, "kf_a")
    for size, width in zip(sizes, np.linspace(1.7, 0.7, len(sizes)), strict=True):
        _draw_size(ax, size, width, labelled=size is sizes[0])
    ax.axhline(0, color=_style.BLACK, linewidth=0.5, linestyle=":")
    ax.set_xlabel(label)
    ax.set_ylabel(r"magnetic moment $\mathcal{M}$  ($\mu_B$)")
    ax.set_xlim(_style.limits(field))
    ax.legend(title=temperature.label, loc="upper right", ncols=3, columnspacing=1)
    if moment.max() > 0.1 * np.abs(moment).max():
        ax.set_ylim(top=1.4 * moment.max())
    names = _style.labels(radius.equation(s[radius.column][0], ".4g") for s in sizes)
    for size, name in zip(sizes, names, strict=True):
        last = _style.runs(size, "t_over_tf")[-1]
        _name(ax, _shown_field(last)[0], last["moment"], name or "")
    return figure


def _shown_field(data: Dataset) -> tuple[Floats, str]:
    """Return the field in tesla, or in thousandths of its pure number, and what it is called."""
    field = _axes.shown(data, "hbar_omega_c_over_ef")
    if field.unit:
        return data[field.column], field.label
    return 1e3 * data[field.column], field.label + "  ($10^{-3}$)"


def _draw_size(ax: Axes, data: Dataset, width: float, *, labelled: bool) -> None:
    """Draw the curves of one size."""
    temperature, curves = _axes.shown(data, "t_over_tf"), _style.runs(data, "t_over_tf")
    colours = _style.colours(len(curves), _style.BLUE, _style.GREEN, _style.RED)
    labels = _style.labels(f"${temperature.number(c[temperature.column][0])}$" for c in curves)
    # The last has no dash: gaps would hide its fine oscillations.
    dashes = _style.lines(len(curves))[::-1]
    for curve, colour, dash, label in zip(curves, colours, dashes, labels, strict=True):
        w, _ = _shown_field(curve)
        (line,) = ax.plot(w, curve["moment"], color=colour, linestyle=dash, linewidth=width)
        line.set_marker(_style.marker(w))
        line.set_label(label if label and labelled else "_")


def _name(ax: Axes, w: Floats, moment: Floats, text: str) -> None:
    """Write a size above its last curve where that is positive, else below."""
    right = moment[w.size // 2 :]
    height = right.max() + 200 if right.mean() > 0 else right.min()
    _style.text_within(ax, w[int(0.86 * w.size)], height, text, ha="center", va="center")


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    told, field = [], "hbar_omega_c_over_ef"
    for size in _words.some(_style.runs(dataset, "kf_a"), 3):
        temperatures = sorted(size.distinct("t_over_tf"))
        words = []
        for tau in _words.some(temperatures, 1):
            curve = size.where(t_over_tf=tau)
            course = _words.course(curve[field], curve["moment"], "mu_B")
            words.append(f"at T/T_F = {_words.number(tau)} {course}")
        told.append(f"k_F a = {_words.number(size['kf_a'][0], 4)} {'; '.join(words)}")
    return (
        f"Moment over hbar omega_c/E_F {_words.span(dataset[field])}, a curve a size and "
        f"temperature: {'. '.join(told)}."
    )
