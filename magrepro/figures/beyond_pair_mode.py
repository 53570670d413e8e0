"""F, beyond Fig. 4: the spin pair and one quantum mode, diagonalised together.

Equations: (4), (5), (7).

The paper lets the spins see the mean displacement of the mode alone, to first order in Phi, so that
Fig. 4 depends on the product A Phi only. Here pair and mode are one quantum system, whose well a
quartic term closes. (a) The moment and (b) the field A <Q> for one product and several A; the paper
has one curve for all of them, the broad grey one. (c) The moment over the paper's at one
temperature, over both couplings: within a tenth of 1 between the thick lines, at weak couplings,
again where both moments are saturated, and along the border between less and more; dashed lines
are the product of Fig. 4 at its omega_0, least at the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.vibrational import pair_mode
from magrepro.core.vibrational.pair_mode import PairWithMode
from magrepro.core.vibrational.vibrations import mean_displacement
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
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

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of the study of one quantum mode."""

    spin: Spin = parameter(1.0, "spin S", stated("caption of Fig. 4"), ge=0.5, le=2)
    j_mev: float = parameter(
        -1.0,
        "exchange J of Eq. (3); J < 0 is antiferromagnetic here",
        assumed("antiferromagnetic, within the range of Fig. 4"),
        unit="meV",
        ge=-100,
        le=100,
    )
    omega0_mev: float = parameter(
        1.2, "vibrational energy", stated("Fig. 4(b)"), unit="meV", ge=0.1, le=1000
    )
    coupling_mev2: float = parameter(
        0.2,
        "A Phi, spin-lattice coupling times anharmonic coupling",
        derived(
            "the caption of Fig. 4 prints 0.2 micro-eV, which is no product of two energies; "
            "0.2e-6 eV^2 gives what the text describes"
        ),
        unit="meV^2",
        ge=1e-6,
        le=1e3,
    )
    quartic: float = parameter(
        pair_mode.MORSE,
        "quartic term over Phi^2/omega_0",
        assumed("that of a Morse potential; the paper has none", plausible=(1.5, 5.0)),
        ge=1.125,
        le=100,
    )
    field_ratio: float = _common.FIELD_RATIO
    a_mev: Axis = parameter(
        (0.3, 0.6, 1.2, 2.4, 4.8),
        "spin-lattice couplings A of the curves",
        assumed("the paper states the product alone"),
        unit="meV",
        ge=1e-3,
        le=100,
    )
    temperature_k: Axis = parameter(
        Range(start=1.0, stop=100.0, num=100),
        "temperatures of the curves",
        assumed("those of Fig. 4"),
        unit="K",
        ge=0.1,
        le=1000,
    )
    map_temperature_k: float = parameter(
        20.0, "temperature of the map", assumed("amid Fig. 4"), unit="K", ge=0.1, le=1000
    )
    a_over_omega0: Axis = parameter(
        Range(start=0.02, stop=10.0, num=19, scale="log"),
        "A/omega_0 of the map",
        assumed("from perturbation to a mode that follows the spins"),
        ge=1e-3,
        le=30,
    )
    phi_over_omega0: Axis = parameter(
        Range(start=2e-3, stop=0.5, num=17, scale="log"),
        "Phi/omega_0 of the map",
        assumed("from a well deeper than k_B T to one with a single level below its first order"),
        ge=1e-4,
        le=1,
    )


COLUMNS = (
    Column("panel", "map or curve", "exact", dtype=str),
    Column("a_mev", "spin-lattice coupling A", "elementwise", "meV"),
    Column("phi_mev", "anharmonic coupling Phi", "elementwise", "meV"),
    Column("temperature_k", "temperature", "exact", "K"),
    Column("moment", "moment of the pair, diagonalised with the mode", "quadrature", "hbar"),
    Column("moment_static", "the paper's: in the static field of Eq. (7)", "quadrature", "hbar"),
    Column("field_mev", "field on the spins, -A <Q>", "quadrature", "meV"),
    Column("field_static_mev", "the paper's, by Eq. (7)", "elementwise", "meV"),
    Column("over_static", "size of the moment over that of the paper's", "quadrature"),
    Column("fig4_omega0_mev", "omega_0 of Fig. 4 with this A Phi/omega_0^2", "elementwise", "meV"),
)

HOLDS: Final = (0.9, 1.1)
"""Moment over the paper's within which the paper's picture holds."""

FIG4_MEV: Final = (0.6, 1.2, 1.8, 2.4)
"""Vibrational energies of Fig. 4, whose lines are drawn."""


def compute(params: Params) -> Dataset:
    """Return moment and displacement on the map, then along the curves."""
    parts = [
        _row("map", params, a, phi, np.array([params.map_temperature_k])) for a, phi in _map(params)
    ]
    kelvin = values(params.temperature_k)
    parts += [
        _row("curve", params, a, params.coupling_mev2 / a, kelvin) for a in values(params.a_mev)
    ]
    arrays = {c.name: np.concatenate([part[c.name] for part in parts]) for c in COLUMNS}
    return Dataset.tidy(COLUMNS, **arrays)


def _map(params: Params) -> list[tuple[float, float]]:
    unit = params.omega0_mev
    axes = values(params.a_over_omega0), values(params.phi_over_omega0)
    return [(float(a * unit), float(phi * unit)) for a in axes[0] for phi in axes[1]]


def _system(params: Params, a: float, phi: float) -> PairWithMode:
    return PairWithMode(
        spin=params.spin,
        j=-params.j_mev,
        a=a,
        phi=phi,
        omega0=params.omega0_mev,
        quartic=params.quartic,
        field_ratio=params.field_ratio,
    )


def _row(panel: str, params: Params, a: float, phi: float, kelvin: Floats) -> Dataset:
    system = _system(params, a, phi)
    moment, displacement = pair_mode.states(system, kelvin).means(kelvin)
    eq7 = mean_displacement(phi=phi, omega0=params.omega0_mev, temperature=kelvin)
    static = pair_mode.static_moment(system, kelvin, eq7)
    return Dataset.tidy(
        COLUMNS,
        panel=panel,
        a_mev=a,
        phi_mev=phi,
        temperature_k=kelvin,
        moment=moment,
        moment_static=static,
        field_mev=-a * displacement,
        field_static_mev=-a * eq7,
        over_static=pair_mode.ratio(moment, static),
        fig4_omega0_mev=system.omega0_of(params.coupling_mev2),
    )


def cost(params: Params) -> float:
    """Estimate the seconds on one core, from every fifth point of the map and from all curves."""
    places = _map(params)
    warmest = float(values(params.temperature_k).max())
    total = 5 * sum(
        pair_mode.seconds(_system(params, *place), params.map_temperature_k)
        for place in places[::5]
    )
    total += sum(
        pair_mode.seconds(_system(params, float(a), params.coupling_mev2 / float(a)), warmest)
        for a in values(params.a_mev)
    )
    rows = len(places) + len(values(params.a_mev)) * len(values(params.temperature_k))
    return total + _costs.output_seconds(rows, len(COLUMNS))


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the moments, the fields and the map."""
    figure = _style.figure(width=_style.PAGE, height=2.75)
    panels = figure.subplots(1, 3)
    curves = dataset.where(panel="curve")
    _curves(panels[0], curves, "moment")
    _curves(panels[1], curves, "field_mev", "field_static_mev")
    panels[0].set_ylabel(r"$\langle S_1^z+S_2^z\rangle$  ($\hbar$)")
    panels[0].set_ylim(top=1.15 * max(abs(panels[0].get_ylim()[1]), 1e-12))
    panels[1].set(ylabel=r"$-A\langle Q\rangle$  (meV)", yscale="log")
    low, high = panels[1].get_ylim()
    panels[1].set_ylim(low, high * (high / low) ** 0.15)
    _ratio(panels[2], dataset.where(panel="map"), params)
    (drawn, names), (more, called) = (panels[i].get_legend_handles_labels() for i in (0, 2))
    look: Any = {"ncols": 5, "columnspacing": 1.4, "loc": "upper center"}
    figure.legend(drawn + more, names + called, **look)
    for ax, letter in zip(panels, "abc", strict=True):
        _style.letter(ax, letter)
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    told = []
    curves = sorted(_style.runs(dataset.where(panel="curve"), "a_mev"), key=_coupling)
    for curve in _words.some(curves, 3):
        course = _words.course(curve["temperature_k"], curve["moment"], "hbar")
        told.append(f"for A = {_words.number(_coupling(curve))} meV it {course}")
    paper = _words.course(curve["temperature_k"], curve["moment_static"], "hbar")
    ratio = dataset.where(panel="map")["over_static"]
    right = (ratio > HOLDS[0]) & (ratio < HOLDS[1])
    return (
        f"Moment over the temperature in K: {'; '.join(told)}; the paper's {paper}. A map over "
        f"A/omega_0 and Phi/omega_0 at {_words.number(params.map_temperature_k)} K: the paper's "
        f"moment is right within a tenth at {_words.share(right)} of the points."
    )


def _coupling(curve: Dataset) -> float:
    return float(curve["a_mev"][0])


def _curves(ax: Axes, dataset: Dataset, found: str, static: str = "moment_static") -> None:
    """Draw a quantity against temperature, a line an A, and the paper's in grey behind."""
    curves = _style.runs(dataset, "a_mev")
    looks = zip(_style.colours(len(curves)), _style.lines(len(curves)), strict=True)
    labels = _style.labels(f"$A={_coupling(curve):g}$ meV" for curve in curves)
    for curve, (colour, line), label in zip(curves, looks, labels, strict=True):
        t = curve["temperature_k"]
        mark = _style.marker(t)
        ax.plot(t, curve[static], color=_style.GRAY, linewidth=2.4, marker=mark, zorder=1)
        look: Any = {"color": colour, "linestyle": line, "marker": mark}
        ax.plot(t, curve[found], label=label or "_", **look)
    ax.plot([], [], color=_style.GRAY, linewidth=2.4, label="paper, every $A$")
    ax.set(xscale="log", xlim=_style.log_limits(dataset["temperature_k"]))
    ax.set_xlabel(r"$T$ (K)")


def _ratio(ax: Axes, dataset: Dataset, params: Params) -> None:
    """Draw the moment over the paper's, where that is right, and the products of Fig. 4."""
    axes = "a_mev", "phi_mev"
    a, phi = (np.unique(dataset[name]) / params.omega0_mev for name in axes)
    ratio = dataset.grid("over_static", *axes)
    scale, low, high = _scale(ratio)
    shown, look = np.clip(ratio, low, high), {"cmap": _light_to_dark(), "norm": scale}
    if min(ratio.shape) > 1:  # colours between the points too, on logarithmic axes
        picture: Any = ax.pcolormesh(a, phi, shown.T, shading="gouraud", rasterized=True, **look)
    else:
        picture = _style.color_map(ax, a, phi, shown, **look)
    thick: Any = {"colors": _style.BLACK, "linewidths": 1.5}
    _lines(ax, (a, phi, ratio), HOLDS, "10 % off the paper's", **thick)
    thin: Any = {"colors": _style.BLACK, "linewidths": 0.7, "linestyles": [(0, (4, 2))]}
    omega0 = dataset.grid("fig4_omega0_mev", *axes)
    _lines(ax, (a, phi, omega0), FIG4_MEV, r"$A\Phi$ of Fig. 4", **thin)
    ax.set(xscale="log", yscale="log", xlim=_style.log_limits(a), ylim=_style.log_limits(phi))
    ax.set(xlabel=r"$A/\omega_0$", ylabel=r"$\Phi/\omega_0$")
    _style.bar(ax.figure, picture, "moment over the paper's")  # type: ignore[arg-type]


def _lines(ax: Axes, grid: Any, levels: Any, label: str, **look: Any) -> None:
    """Draw where a quantity over the map has some values, and name these lines."""
    a, phi, height = grid
    within = [level for level in levels if height.min() < level < height.max()]
    if within and min(height.shape) > 1:
        ax.contour(a, phi, height.T, within, **look)
    line: Any = {"linestyle": look.get("linestyles", ["-"])[0], "color": look["colors"]}
    ax.plot([], [], linewidth=look["linewidths"], label=label, **line)


def _scale(ratio: Any) -> tuple[Any, float, float]:
    """Return the colours' scale, as far below 1 as above, a hundredfold at the most."""
    from matplotlib.colors import LogNorm

    high = float(np.clip(max(ratio.max(), 1 / max(ratio.min(), 1e-2)), 2.0, 100.0))
    return LogNorm(1 / high, high), 1 / high, high


def _light_to_dark() -> Any:
    """Return colours from light to dark, all of them light enough for black lines."""
    from matplotlib import colormaps
    from matplotlib.colors import ListedColormap

    return ListedColormap(colormaps["YlGnBu"](np.linspace(0.0, 0.62, 256)))
