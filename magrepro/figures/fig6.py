"""P, Fig. 6: zero-field susceptibility of one particle against its size.

Equations: (A5).

Three temperatures. At room temperature the susceptibility oscillates between para- and diamagnetic
values far above Landau's. Colder, narrow paramagnetic peaks grow out of a diamagnetic background of
about -(2/5)(k_F a)^2; in (c) each stands at a zero of a spherical Bessel function (grey
ticks), where a level crosses the Fermi energy. At a fixed number of electrons, `ensemble:
canonical`, a size between zeros closes its shells however near it is to one, and a size at a zero
fills half a shell: the cold peaks are then single points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import field_validator

from magrepro import quantities
from magrepro.core.arrays import Floats
from magrepro.core.curves import maximum
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.dataset import Column, Dataset
from magrepro.figures import _axes, _common, _costs, _spheres, _style, _words
from magrepro.material import MaterialChoice
from magrepro.observables import Observable, one
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
from magrepro.physical import Units
from magrepro.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


MOST_PANELS = 40


class Params(FigureParams):
    """Parameters of Fig. 6."""

    material: MaterialChoice = _common.MATERIAL_CONVERTS
    t_over_tf: Axis = parameter(
        (5e-3, 5e-4, 5e-5),
        "T/T_F of the panels",
        stated("caption of Fig. 6"),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=0.1,
    )
    kf_a: SizeAxis = parameter(
        Range(start=40.0, stop=55.0, num=6001),
        "sizes k_F a",
        assumed(
            "the text gives no range, only that some of the sizes of Fig. 5 lie in it",
            plausible=(
                Range(start=40.0, stop=45.0, num=4001),
                Range(start=30.0, stop=45.0, num=6001),
                Range(start=50.0, stop=65.0, num=6001),
            ),
        ),
        quantity=quantities.RADIUS,
        ge=1,
        le=200,
    )
    points_per_peak: int = parameter(
        13,
        "sizes added across each peak that is narrower than five steps of the axis (0: none)",
        assumed("enough to draw a peak of the width 1.8 k_F a T/T_F"),
        ge=0,
        le=101,
    )
    ensemble: _common.Ensemble = _common.ENSEMBLE
    units: Units = _common.UNITS

    @field_validator("t_over_tf")
    @classmethod
    def _fits_on_a_page(cls, axis: Axis) -> Axis:
        count = values(axis).size
        if count > MOST_PANELS:
            raise ValueError(f"each is a panel: at most {MOST_PANELS} are drawn, not {count}")
        return axis


COLUMNS = (
    Column(
        "t_over_tf", "temperature over Fermi temperature", "exact", quantity=quantities.TEMPERATURE
    ),
    Column("kf_a", "size k_F a of the particle", "root", quantity=quantities.RADIUS),
    Column("chi_over_chi_l", "zero-field susceptibility over |Landau's|", "elementwise"),
    Column("at_zero", "1 where the size is a zero zeta_nl, else 0", "root", dtype=int),
)

PLOT = Plot(
    x="kf_a",
    y=("chi_over_chi_l",),
    panels="t_over_tf",
    scale=lambda panel: (1.0, 1 / _style.decade(panel["chi_over_chi_l"])),
)


def cost(params: Params) -> float:
    """Return the estimated seconds of one core."""
    temperatures = values(params.t_over_tf)
    sizes = [sizes_of(params, float(tau)) for tau in temperatures]
    return sum(
        _spheres.ensemble_seconds(params.ensemble, k, np.array([tau]))
        + _costs.output_seconds(k.size, len(COLUMNS))
        for k, tau in zip(sizes, temperatures, strict=True)
    )


def zeros_within(k: Floats) -> Floats:
    """Return the zeros zeta_nl between the smallest and the largest size."""
    zeta = bessel_zeros(max(float(k.max()), np.pi)).zeta
    return np.asarray(zeta[(zeta >= k.min()) & (zeta <= k.max())])


def sizes_of(params: Params, tau: float) -> Floats:
    """Return the sizes of the axis; of a range also the zeros within and points across peaks."""
    k = np.sort(values(params.kf_a))
    if not isinstance(params.kf_a, Range):
        return k
    zeta, offsets = zeros_within(k), np.zeros(1)
    if 1.8 * k.max() * tau < 5 * np.diff(k).max() and params.points_per_peak:
        offsets = np.linspace(-4, 4, params.points_per_peak)
    around = zeta[:, None] * (1 + offsets * tau)
    around = around[(around > k.min()) & (around < k.max())]
    return np.unique(np.concatenate([k, zeta, around]))


def compute(params: Params) -> Dataset:
    """Return chi/|chi_L| at every temperature and size."""
    parts = []
    for tau in values(params.t_over_tf):
        sizes = sizes_of(params, float(tau))
        chi = _spheres.susceptibility(sizes, tau, ensemble=params.ensemble)
        parts.append((np.full(sizes.size, tau), sizes, chi, np.isin(sizes, zeros_within(sizes))))
    tau, k, chi, zero = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Dataset.tidy(COLUMNS, t_over_tf=tau, kf_a=k, chi_over_chi_l=chi, at_zero=zero)


def _peak(params: Params) -> tuple[float, float]:
    tau = one(params.t_over_tf)

    def chi(k: Floats) -> Floats:
        return _spheres.susceptibility(k, tau, ensemble=params.ensemble)

    return maximum(chi, sizes_of(params, tau))


def peak_size(several: Sequence[Params]) -> list[float]:
    """Return the size at which chi is largest."""
    return [_peak(params)[0] for params in several]


def peak_height(several: Sequence[Params]) -> list[float]:
    """Return the largest chi/|chi_L|."""
    return [_peak(params)[1] for params in several]


OBSERVABLES = (
    Observable(
        "peak_size",
        peak_size,
        "size k_F a at which chi is largest; nan: at an end of the range",
        at=("t_over_tf",),
    ),
    Observable("peak_height", peak_height, "largest chi over |Landau's|", at=("t_over_tf",)),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw a panel a temperature; ticks on the floor of the coldest mark the zeros."""
    del params
    size, temperature = _axes.shown(dataset, "kf_a"), _axes.shown(dataset, "t_over_tf")
    curves = _style.runs(dataset, "t_over_tf")
    figure = _style.figure(height=1.35 * len(curves) + 0.3)
    panels = figure.subplots(len(curves), squeeze=False, sharex=True)[:, 0]
    colours = _style.colours(len(curves), _style.BLUE, _style.GREEN, _style.RED)
    coldest = np.min(dataset["t_over_tf"])
    for ax, curve, colour, name in zip(
        panels, curves, colours, _style.panel_letters(), strict=False
    ):
        _draw_susceptibility(ax, curve[size.column], curve["chi_over_chi_l"], colour)
        _style.letter(ax, name)
        label = temperature.equation(curve[temperature.column][0])
        if curve["t_over_tf"][0] == coldest and curve["at_zero"].any():
            _mark(ax, curve[size.column][curve["at_zero"] == 1])
            label += r";  grey ticks: zeros $\zeta_{nl}$"
        ax.text(0.98, 0.95, label, transform=ax.transAxes, ha="right", va="top")
    for axis in (*(ax.yaxis for ax in panels), panels[-1].xaxis):
        axis.set_major_formatter("{x:g}")
    panels[-1].set_xlabel(size.label)
    panels[-1].set_xlim(_style.limits(dataset[size.column]))
    figure.align_ylabels(panels)
    return figure


def _draw_susceptibility(ax: Axes, size: Floats, chi: Floats, colour: str) -> None:
    """Draw chi in units of its decade, with room for a label above positive values."""
    scale = _style.decade(chi)
    ax.axhline(0, color=_style.BLACK, linestyle="--", linewidth=0.5)
    ax.plot(size, chi / scale, color=colour, linewidth=0.8, marker=_style.marker(size))
    ax.set_ylabel(rf"$\chi/|\chi_L|$  ($10^{{{np.log10(scale):.0f}}}$)")
    if np.max(chi) > 0.1 * np.max(np.abs(chi)):
        ax.set_ylim(top=1.3 * np.max(chi) / scale)


def _mark(ax: Axes, sizes: Floats) -> None:
    """Mark sizes by ticks on the floor of a panel, below its curve."""
    low, high = ax.get_ylim()
    ax.set_ylim(low - 0.09 * (high - low), high)
    ax.vlines(sizes, 0.01, 0.07, transform=ax.get_xaxis_transform(), color="0.4", lw=0.4)


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    told = []
    for curve in _words.some(_style.runs(dataset, "t_over_tf")):
        k, chi = curve["kf_a"], curve["chi_over_chi_l"]
        ends = [f"{_words.number(chi[i])} (at {_words.number(k[i])})" for i in _extremes(chi)]
        told.append(
            f"at T/T_F = {_words.number(curve['t_over_tf'][0])} between {ends[0]} and {ends[1]}, "
            f"positive at {_words.share(chi > 0)} of the sizes"
        )
    return (
        f"A panel a temperature, chi/|chi_L| over k_F a {_words.span(dataset['kf_a'])}: "
        f"{'; '.join(told)}."
    )


def _extremes(values: Floats) -> tuple[int, int]:
    return int(np.argmin(values)), int(np.argmax(values))
