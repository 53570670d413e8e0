"""F, Fig. 3: temperature dependence of the mean displacement.

Equations: (7).

coth(beta omega_0/2)/omega_0 for ten vibrational energies: slow modes grow steeply with the
temperature, fast ones hardly change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational.vibrations import coth_over_omega0
from magrepro.dataset import Column, Dataset
from magrepro.figures import _costs, _style, _words
from magrepro.observables import Observable, column
from magrepro.parameters import Axis, FigureParams, Range, assumed, parameter, stated, values
from magrepro.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 3 of the vibrational paper."""

    omega0_mev: Axis = parameter(
        (1.0, 1.8, 3.2, 5.8, 10.5, 19.0, 34.1, 61.5, 111.0, 200.0),
        "vibrational energies",
        stated("caption of Fig. 3"),
        unit="meV",
        ge=1e-3,
        le=1e4,
    )
    temperature_k: Axis = parameter(
        Range(start=1.0, stop=400.0, num=400),
        "temperature",
        assumed(
            "the text gives no range; room temperature and beyond",
            plausible=(
                Range(start=1.0, stop=300.0, num=300),
                Range(start=1.0, stop=1000.0, num=400),
            ),
        ),
        unit="K",
        ge=1e-3,
        le=1e5,
    )


COLUMNS = (
    Column("omega0_mev", "vibrational energy", "exact", "meV"),
    Column("temperature_k", "temperature", "exact", "K"),
    Column("coth_over_omega0_per_mev", "coth(beta omega_0/2)/omega_0", "elementwise", "1/meV"),
)

PLOT = Plot(x="temperature_k", y=("coth_over_omega0_per_mev",))


def compute(params: Params) -> Dataset:
    """Return coth(beta omega_0/2)/omega_0 of every energy and temperature."""
    omega0, temperature = values(params.omega0_mev)[:, None], values(params.temperature_k)
    return Dataset.tidy(
        COLUMNS,
        omega0_mev=omega0,
        temperature_k=temperature,
        coth_over_omega0_per_mev=coth_over_omega0(omega0, temperature),
    )


def cost(params: Params) -> float:
    """Return the estimated seconds: rows and curves."""
    curves = values(params.omega0_mev).size
    return 1 + 7e-5 * curves + _costs.ROW_SECONDS * params.points


def doubling_temperature(several: Sequence[Params]) -> Floats:
    """Return omega_0/(k_B ln 3), where coth(beta omega_0/2) = 2."""
    return np.asarray(column(several, "omega0_mev") / (K_B_MEV * np.log(3)))


OBSERVABLES = (
    Observable(
        "doubling_temperature_k",
        doubling_temperature,
        "temperature at which the mean displacement is twice that at T = 0: omega_0/(k_B ln 3)",
        unit="K",
        at=("omega0_mev",),
        together=1024,
    ),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw a curve an energy, its value written at its end; of more than 12 the first and last."""
    del params
    from matplotlib import colormaps

    figure = _style.figure(height=2.8)
    ax = figure.subplots()
    energies, temperature = dataset.distinct("omega0_mev"), np.unique(dataset["temperature_k"])
    values = dataset.grid("coth_over_omega0_per_mev", "omega0_mev", "temperature_k")
    values = values[np.argsort(np.argsort(energies))]
    shades = colormaps["viridis"](np.linspace(0.85, 0, len(energies)))
    ax.set_yscale("log")
    _style.curves(ax, temperature, values, shades)
    ax.set_xlim(_style.limits(temperature))
    names = [f"{energy:g} meV" for energy in energies]
    _style.name_ends(ax, values[:, -1], names, title=r"$\omega_0$")
    ax.set_xlabel(r"temperature $T$  (K)")
    ax.set_ylabel(r"$\coth(\beta\omega_0/2)/\omega_0$  (1/meV)")
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    told, energies = [], sorted(dataset.distinct("omega0_mev"))
    for energy in _words.some(energies, 3):
        curve = dataset.where(omega0_mev=energy)
        values = curve["coth_over_omega0_per_mev"]
        course = _words.course(curve["temperature_k"], values, "per meV")
        told.append(f"for {_words.number(energy)} meV it {course}")
    return (
        f"coth(beta omega_0/2)/omega_0 over the temperature in K, {len(energies)} curves on a "
        f"logarithmic scale: {'; '.join(told)}."
    )
