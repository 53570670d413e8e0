"""P, Fig. 5(b): spontaneous moment of the dimer against temperature.

Equations: (2), (3), (A4).

Two equal particles at d = 3a without applied field, for the three sizes of panel (a). Each orders
below the temperature at which its susceptibility crosses the critical value, and the moment
saturates near a thousand Bohr magnetons per particle. Slightly off these sizes several moments keep
themselves up, and of these the one of lowest mean-field grand potential is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from magrepro import quantities
from magrepro.core.arrays import Floats
from magrepro.core.orbital.branches import Branch, moments_and_stability
from magrepro.core.orbital.sphere import dipole_coupling
from magrepro.dataset import Column, Dataset
from magrepro.figures import _axes, _common, _costs, _spheres, _style, _words
from magrepro.material import MaterialChoice, metal
from magrepro.observables import Observable, column
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

    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 5(b)."""

    material: MaterialChoice = _common.MATERIAL
    kf_a: SizeAxis = parameter(
        ("zeta_1_36", "zeta_6_26", "zeta_5_37"),
        "k_F a",
        stated("caption of Fig. 5"),
        quantity=quantities.RADIUS,
        ge=1,
        le=200,
    )
    t_over_tf: Axis = parameter(
        Range(start=1e-9, stop=1e-6, num=601, scale="log"),
        "T/T_F",
        assumed("the text gives no range; shows saturation and all three transitions"),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=0.1,
    )
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius",
        stated("Sec. V, before footnote 9"),
        quantity=quantities.DISTANCE,
        ge=2,
        le=100,
    )
    chi_landau: _common.ChiLandau = _common.CHI_LANDAU
    branch: Branch = _common.BRANCH
    ensemble: _common.Ensemble = _common.ENSEMBLE
    units: Units = _common.UNITS


COLUMNS = (
    Column("kf_a", "size k_F a of the particles", "root", quantity=quantities.RADIUS),
    _common.T_OVER_TF,
    Column("m_z", "spontaneous moment per particle along z", "root", "mu_B"),
    _common.STABLE,
)

PLOT = Plot(x="t_over_tf", y=("m_z",))


def compute(params: Params) -> Dataset:
    """Return the spontaneous moment of every size and temperature."""
    k, tau = values(params.kf_a)[:, None], values(params.t_over_tf)
    coupling = dipole_coupling(k, d_over_a=params.d_over_a, chi_landau=params.chi_landau)
    moment, stable = _solved(k, tau, coupling, params)
    m_z = moment / metal(params.material).electrons.m_eff  # e hbar/(2 m* c) to mu_B
    return Dataset.tidy(COLUMNS, kf_a=k, t_over_tf=tau, m_z=m_z, stable=stable)


def _solved(
    k: Floats, tau: Floats, coupling: Floats, params: Params
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the moments, and whether each is the stable one."""
    particle = _spheres.particle(k, tau, ensemble=params.ensemble, coupling=coupling)
    return moments_and_stability(particle, coupling=coupling, branch=params.branch)


def cost(params: Params) -> float:
    """Estimate the seconds on one core from points spread over the axes."""
    k = _costs.sample(values(params.kf_a))[:, None]
    coupling = dipole_coupling(k, d_over_a=params.d_over_a, chi_landau=params.chi_landau)
    tau = _costs.sample(values(params.t_over_tf))
    each = _spheres.particle_seconds(k, tau, ensemble=params.ensemble, coupling=coupling)
    drawing = 1.0 + 0.01 * values(params.kf_a).size
    return drawing + params.points * (_costs.ROW_SECONDS + float(np.mean(each)))


def saturation_moment(several: Sequence[Params]) -> Floats:
    """Return the moment per particle at 1e-10 T_F, or at T_c/100 where that is colder."""
    k, d, chi_landau = (column(several, key) for key in ("kf_a", "d_over_a", "chi_landau"))
    tau = _spheres.far_below(_spheres.dimers_critical_temperature(several))
    coupling, moments = dipole_coupling(k, d_over_a=d, chi_landau=chi_landau), np.zeros(k.size)
    kinds = [(params.branch, params.ensemble) for params in several]
    for kind in set(kinds):
        at = np.array([other == kind for other in kinds])
        params = several[int(np.argmax(at))]
        moments[at], _ = _solved(k[at], tau[at], coupling[at], params)
    return moments / _common.of_electrons(several, "m_eff")


OBSERVABLES = (
    *_spheres.DIMERS_CRITICAL,
    Observable(
        "saturation_moment",
        saturation_moment,
        "moment per particle far below the critical temperature: at 1e-10 T_F, or at T_c/100 "
        "where that is colder, but not below 1e-12 T_F",
        unit="mu_B",
        at=("kf_a",),
        together=32,
    ),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw a curve a size on a logarithmic temperature axis."""
    del params
    figure = _style.figure(height=2.5)
    ax = figure.subplots()
    size, temperature = _axes.shown(dataset, "kf_a"), _axes.shown(dataset, "t_over_tf")
    sizes = dataset.distinct("kf_a")
    colours = _style.colours(len(sizes), _style.RED, _style.BLUE, _style.GREEN)
    for k, colour, line in zip(sizes, colours, _style.lines(len(sizes)), strict=True):
        curve = dataset.where(kf_a=k)
        look = {"color": colour, "linestyle": line}
        look["label"] = size.equation(curve[size.column][0], ".2f")
        ax.semilogx(curve[temperature.column], curve["m_z"], **look)
    ax.set_xlabel(temperature.label)
    ax.set_ylabel(r"moment per particle $m^z$  ($\mu_B$)")
    ax.set_xlim(_style.limits(dataset[temperature.column]))
    ax.set_ylim(-0.02 * dataset["m_z"].max(), 1.3 * dataset["m_z"].max() + 1)
    ax.legend(loc="upper right")
    _style.letter(ax, "b", x=0.03, y=0.12)
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    told = []
    for k in _words.some(dataset.distinct("kf_a")):
        curve = dataset.where(kf_a=k)
        tau, m_z = curve["t_over_tf"], curve["m_z"]
        course = _words.course(tau, m_z, "mu_B")
        last = tau[m_z > 0]
        words = f", last above zero at {_words.number(last.max())}" if last.size else ""
        told.append(f"for k_F a = {_words.number(k, 4)} it {course}{words}")
    return f"Moment per particle over T/T_F {_words.span(dataset['t_over_tf'])}: {'; '.join(told)}."
