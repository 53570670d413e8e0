"""F, Fig. 4: moment of a spin pair against exchange and temperature.

Equations: (4), (7).

Pairs of spin 1 in the field alpha = -(6 A Phi/omega_0) coth(beta omega_0/2) of four vibrational
energies. A slow mode aligns the pair over a wide range of temperatures and, once warm, turns the
antiferromagnetic pair (J < 0 here) magnetic; a fast one leaves a moment only on the
ferromagnetic side (J > 0) at low temperature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.curves import maximum
from magrepro.core.vibrational import described
from magrepro.core.vibrational.spins import Dimer, share_refined, thermal_moment
from magrepro.core.vibrational.vibrations import mean_displacement
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.observables import Observable, one
from magrepro.parameters import (
    Axis,
    FigureParams,
    Range,
    Spin,
    assumed,
    derived,
    parameter,
    stated,
    values,
)
from magrepro.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 4 of the vibrational paper."""

    omega0_mev: Axis = parameter(
        described.ENERGIES,
        "vibrational energies of the panels",
        stated("caption of Fig. 4"),
        unit="meV",
        ge=1e-3,
        le=1e4,
    )
    j_mev: Axis = parameter(
        Range(start=-5.0, stop=5.0, num=101),
        "exchange J of Eq. (3); J < 0 is antiferromagnetic here",
        assumed(
            "the text gives no range; both signs, the size of Fig. 5(a)",
            plausible=(
                Range(start=-2.0, stop=2.0, num=101),
                Range(start=-10.0, stop=10.0, num=101),
            ),
        ),
        unit="meV",
        ge=-1000,
        le=1000,
    )
    temperature_k: Axis = parameter(
        Range(start=1.0, stop=100.0, num=101),
        "temperature",
        assumed(
            "the text gives no range; shows what it describes",
            plausible=(Range(start=1.0, stop=50.0, num=101), Range(start=1.0, stop=300.0, num=121)),
        ),
        unit="K",
        ge=1e-3,
        le=1e5,
    )
    coupling_mev2: float = parameter(
        0.2,
        "A Phi, spin-lattice coupling times anharmonic coupling",
        derived(
            "the caption prints 0.2 micro-eV, which is no product of two energies; 0.2e-6 eV^2 "
            "gives what the text describes"
        ),
        unit="meV^2",
        ge=-1e6,
        le=1e6,
    )
    spin: Spin = parameter(1.0, "spin S", stated("caption of Fig. 4"))
    field_ratio: float = _common.FIELD_RATIO


COLUMNS = (
    Column("omega0_mev", "vibrational energy", "exact", "meV"),
    Column("j_mev", "exchange J; negative is antiferromagnetic", "exact", "meV"),
    Column("temperature_k", "temperature", "exact", "K"),
    Column("moment", "total moment <S1z + S2z>", "root", "hbar"),
)

PLOT = Plot(x="j_mev", up="temperature_k", y=("moment",), panels="omega0_mev")


def compute(params: Params) -> Dataset:
    """Return the moment of every energy over the plane of exchange and temperature."""
    omega0 = values(params.omega0_mev)[:, None, None]
    j, temperature = values(params.j_mev)[:, None], values(params.temperature_k)
    moment = thermal_moment(_pairs(params, omega0, j, temperature), temperature)
    return Dataset.tidy(
        COLUMNS, omega0_mev=omega0, j_mev=j, temperature_k=temperature, moment=moment
    )


def _pairs(params: Params, omega0: Floats, j: Floats, temperature: Floats) -> Dimer:
    # A <Q> of Eq. (7) is linear in A Phi: the displacement of Phi = A Phi at A = 1.
    alpha = mean_displacement(phi=params.coupling_mev2, omega0=omega0, temperature=temperature)
    return Dimer(spin=params.spin, j=-j, alpha=alpha, field_ratio=params.field_ratio)


def cost(params: Params) -> float:
    """Return the estimated seconds: pairs, rows and panels."""
    axes = (params.omega0_mev, params.j_mev, params.temperature_k)
    omega0, j, t = (_costs.sample(values(axis), 6) for axis in axes)
    refined = share_refined(_pairs(params, omega0[:, None, None], j[:, None], t), t)
    pair = _costs.pair_seconds(params.spin, isotropic=True, refined=refined)
    panels = _costs.PANEL_SECONDS * values(params.omega0_mev).size
    return 1 + (pair + _costs.ROW_SECONDS) * params.points + panels


def _largest(params: Params) -> tuple[float, float]:
    omega0, j = (np.array(one(axis)) for axis in (params.omega0_mev, params.j_mev))

    def size(t: Floats) -> Floats:
        return np.abs(thermal_moment(_pairs(params, omega0, j, t), t))

    return maximum(size, np.sort(values(params.temperature_k)))


def peak_temperature(several: Sequence[Params]) -> list[float]:
    """Return the temperature of the largest |moment|."""
    return [_largest(params)[0] for params in several]


def peak_moment(several: Sequence[Params]) -> list[float]:
    """Return the largest |moment| on the range of temperatures."""
    return [_largest(params)[1] for params in several]


_AT = ("omega0_mev", "j_mev")
OBSERVABLES = (
    Observable(
        "peak_temperature_k",
        peak_temperature,
        "temperature of the largest |moment|; nan: at an end of the range",
        "K",
        _AT,
    ),
    Observable("peak_moment", peak_moment, "largest |moment| on the range", "hbar", _AT),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw a panel an energy, sides named, shaded linearly between the computed points."""
    from matplotlib.ticker import MaxNLocator

    energies = dataset.distinct("omega0_mev")
    figure, axes = _style.panels(len(energies), height=1.75, extra=0.2)
    j, temperature = np.unique(dataset["j_mev"]), np.unique(dataset["temperature_k"])
    shades = {"cmap": "magma", "vmin": 0, "vmax": 2 * params.spin}
    if dataset["moment"].min() < 0:
        shades = {"cmap": "magma_r", "vmin": -2 * params.spin, "vmax": 0}
    for ax, omega0, name in zip(axes, energies, _style.panel_letters(), strict=False):
        moment = dataset.where(omega0_mev=omega0).grid("moment", "j_mev", "temperature_k")
        image = _style.color_map(ax, j, temperature, moment, **shades)
        ax.axvline(0, color="0.5", linewidth=0.7, linestyle=":")
        _style.letter(ax, name)
        ax.set_title(rf"$\omega_0={omega0:g}$ meV", pad=3)
        _name_sides(ax)
        # Ticks at the ends would touch those of the next panel.
        ax.xaxis.set_major_locator(MaxNLocator(4, prune="both"))
    _style.label_outer(axes, r"exchange $J$  (meV)", r"temperature $T$  (K)")
    _style.bar(figure, image, r"$\langle S_1^z+S_2^z\rangle$")
    return figure


def _name_sides(ax: Axes) -> None:
    dark = {"facecolor": "black", "alpha": 0.45, "edgecolor": "none", "pad": 1.2}
    look: Any = {"transform": ax.transAxes, "color": "white", "fontsize": 7, "bbox": dark}
    ax.text(0.05, 0.05, "AFM", **look)
    ax.text(0.95, 0.05, "FM", ha="right", **look)


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    told = []
    for omega0 in _words.some(dataset.distinct("omega0_mev")):
        data = dataset.where(omega0_mev=omega0)
        j, t, moment = (data[name] for name in ("j_mev", "temperature_k", "moment"))
        most, corner = int(np.argmax(np.abs(moment))), int(np.lexsort((-t, j))[0])
        places = [
            f"{_words.number(moment[i])} hbar at J = {_words.number(j[i])} meV, T = "
            f"{_words.number(t[i])} K"
            for i in (most, corner)
        ]
        told.append(f"omega_0 = {_words.number(omega0)} meV has at most {', and '.join(places)}")
    axes = [_words.span(dataset[name]) for name in ("j_mev", "temperature_k")]
    return f"A map an energy over J {axes[0]} meV and T {axes[1]} K: {'; '.join(told)}."
