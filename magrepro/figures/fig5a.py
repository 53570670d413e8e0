"""P, Fig. 5(a): zero-field susceptibility of one particle against temperature.

Equations: (8), (A5).

Main panel: three sizes whose Fermi energy falls on a level. The susceptibility follows Curie's law
down to the lowest temperature and crosses the dimer's critical value (dashed), below which
temperature two such particles order. Inset: two sizes between levels, diamagnetic at low
temperature; one of them turns paramagnetic when warmed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from magrepro import quantities
from magrepro.core.arrays import Floats
from magrepro.core.orbital.dipoles import ETA, critical_susceptibility
from magrepro.dataset import Column, Dataset
from magrepro.figures import _axes, _common, _costs, _spheres, _style, _words
from magrepro.material import MaterialChoice
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
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 5(a)."""

    material: MaterialChoice = _common.MATERIAL
    kf_a: SizeAxis = parameter(
        ("zeta_1_36", "zeta_6_26", "zeta_5_37"),
        "k_F a of the main panel",
        stated("caption of Fig. 5"),
        quantity=quantities.RADIUS,
        ge=1,
        le=200,
    )
    kf_a_inset: SizeAxis = parameter(
        (42.4, 42.7),
        "k_F a of the inset",
        stated("caption of Fig. 5"),
        quantity=quantities.RADIUS,
        ge=1,
        le=200,
    )
    t_over_tf: Axis = parameter(
        Range(start=1e-9, stop=1e-3, num=481, scale="log"),
        "T/T_F of the main panel",
        assumed("the text gives no range; shows Curie's law and the crossing of the critical line"),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=0.1,
    )
    t_over_tf_inset: Axis = parameter(
        Range(start=1e-5, stop=1e-2, num=401, scale="log"),
        "T/T_F of the inset",
        assumed("the text gives no range; shows the change of sign of k_F a = 42.7"),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=0.1,
    )
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius",
        stated("caption of Fig. 5"),
        quantity=quantities.DISTANCE,
        ge=2,
        le=100,
    )
    chi_landau: _common.ChiLandau = _common.CHI_LANDAU
    ensemble: _common.Ensemble = _common.ENSEMBLE
    units: Units = _common.UNITS


_LEAST = 1e-30
"""Susceptibility below which nothing is drawn on the logarithmic axis."""

COLUMNS = (
    Column("panel", "main or inset", "exact", dtype=str),
    Column("kf_a", "size k_F a of the particle", "root", quantity=quantities.RADIUS),
    _common.T_OVER_TF,
    Column("chi", "zero-field susceptibility (Gaussian)", "elementwise"),
    Column("chi_c", "critical susceptibility chi_c^z of a dimer of such particles", "elementwise"),
)

PLOT = Plot(x="t_over_tf", y=("chi",), only={"panel": "main"})


def cost(params: Params) -> float:
    """Return the estimated seconds of one core."""
    seconds = 0.0
    for sizes, temperatures in _panels(params).values():
        rows = sizes.size * temperatures.size
        curves = _SECONDS_A_CURVE * sizes.size
        seconds += _spheres.ensemble_seconds(params.ensemble, sizes, temperatures) + curves
        seconds += _costs.output_seconds(rows, len(COLUMNS))
    return seconds


_SECONDS_A_CURVE = 2e-3


def _panels(params: Params) -> dict[str, tuple[Floats, Floats]]:
    return {
        "main": (values(params.kf_a), values(params.t_over_tf)),
        "inset": (values(params.kf_a_inset), values(params.t_over_tf_inset)),
    }


def compute(params: Params) -> Dataset:
    """Return chi of every size and temperature of both panels."""
    parts = []
    for name, (sizes, temperatures) in _panels(params).items():
        k, tau = (a.ravel() for a in np.meshgrid(sizes, temperatures, indexing="ij"))
        chi = -params.chi_landau * _spheres.susceptibility(k, tau, ensemble=params.ensemble)
        parts.append((np.full(k.size, name), k, tau, chi))
    panel, k, tau, chi = (np.concatenate(column) for column in zip(*parts, strict=True))
    critical = critical_susceptibility(params.d_over_a, eta=ETA["longitudinal"])
    return Dataset.tidy(COLUMNS, panel=panel, kf_a=k, t_over_tf=tau, chi=chi, chi_c=critical)


OBSERVABLES = _spheres.DIMERS_CRITICAL


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the Curie law of three sizes, the critical line, and the inset of two more."""
    del params
    figure = _style.figure(height=3.1)
    ax = figure.subplots()
    _draw_main(ax, dataset.where(panel="main"))
    critical = float(dataset["chi_c"][0])
    shown = dataset["chi"][(dataset["panel"] == "main") & (dataset["chi"] > _LEAST)]
    low, high = _style.log_limits(np.append(shown, critical))
    ax.set_ylim(low / 2, high * 2)
    ax.axhline(critical, xmax=0.5, color=_style.BLACK, linestyle="--", linewidth=0.9)
    across = ax.get_yaxis_transform()
    label = rf"$\chi_c^z={critical:.2f}$"
    ax.text(0.03, critical * 0.75, label, transform=across, va="top")
    ax.set_ylabel(r"zero-field susceptibility $\chi$")
    ax.legend(loc="lower left")
    _style.letter(ax, "a", x=0.03, y=0.45)
    _draw_inset(ax.inset_axes((0.615, 0.64, 0.345, 0.345)), dataset.where(panel="inset"))
    return figure


def _draw_main(ax: Axes, data: Dataset) -> None:
    size, temperature = _axes.shown(data, "kf_a"), _axes.shown(data, "t_over_tf")
    ax.set_xlim(_style.log_limits(data[temperature.column]))
    curves = _style.runs(data, "kf_a")
    colours = _style.colours(len(curves), _style.RED, _style.BLUE, _style.GREEN)
    labels = _style.labels(size.equation(curve[size.column][0], ".2f") for curve in curves)
    kinds = zip(curves, colours, _style.lines(len(curves)), labels, strict=True)
    for curve, colour, line, label in kinds:
        # A curve that turns negative leaves the picture through its floor.
        positive = np.maximum(curve["chi"], _LEAST)
        tau = curve[temperature.column]
        (drawn,) = ax.loglog(tau, positive, color=colour, linestyle=line, label=label)
        drawn.set_marker(_style.marker(tau))
    ax.set_xlabel(temperature.label)


def _draw_inset(ax: Axes, data: Dataset) -> None:
    size, temperature = _axes.shown(data, "kf_a"), _axes.shown(data, "t_over_tf")
    if _style.marker(data[temperature.column]):
        ax.set_xlim(_style.log_limits(data[temperature.column]))
    curves = _style.runs(data, "kf_a")
    colours = _style.colours(len(curves), _style.ORANGE, _style.VIOLET)
    kinds = ("-", (0, (5, 1.2))) if len(curves) == 2 else _style.lines(len(curves))
    labels = _style.labels(size.words(curve[size.column][0], "g") for curve in curves)
    for curve, colour, line, label in zip(curves, colours, kinds, labels, strict=True):
        tau = curve[temperature.column]
        marker = _style.marker(tau)
        look = {"color": colour, "linestyle": line, "marker": marker}
        ax.semilogx(tau, 1e4 * curve["chi"], label=label, **look)
    ax.axhline(0, color=_style.BLACK, linestyle=":", linewidth=0.6)
    small = _style.SMALL
    ax.set_xlabel(temperature.label, fontsize=small, labelpad=0)
    ax.set_ylabel(r"$\chi$  ($10^{-4}$)", fontsize=small, labelpad=0)
    ax.tick_params(labelsize=small, pad=1.5)
    look = {"fontsize": small, "title_fontsize": small, "handlelength": 1.6, "borderpad": 0.1}
    ax.legend(title=size.label, loc="upper left", labelspacing=0.2, borderaxespad=0.8, **look)


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    critical, told = dataset["chi_c"][0], {}
    for panel in ("main", "inset"):
        curves = _words.some(_style.runs(dataset.where(panel=panel), "kf_a"))
        told[panel] = "; ".join(_curve_in_words(curve, panel == "main") for curve in curves)
    return (
        f"Curves over T/T_F, dashed the critical value {_words.number(critical)}; "
        f"{told['main']}. Inset: {told['inset']}."
    )


def _curve_in_words(curve: Dataset, main: bool) -> str:
    tau, chi = curve["t_over_tf"], curve["chi"]
    words = f"k_F a = {_words.number(curve['kf_a'][0], 4)} {_words.course(tau, chi)}"
    above = tau[chi > curve["chi_c"]]
    if main and above.size:
        words += f", above the dashed line up to {_words.number(above.max())}"
    return words
