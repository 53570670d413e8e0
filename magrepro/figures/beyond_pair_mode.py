"""F, beyond Fig. 4: the spin pair and one quantum mode, diagonalised together.

Equations: (4), (5), (7).

The paper lets the spins see the mean displacement of the mode alone, to first order in Phi, so that
Fig. 4 depends on the product A Phi only. Here pair and mode are one quantum system, whose well a
quartic term closes. (a) The moment and (b) the field A <Q> for one product and several A; the paper
has one curve for all of them, the broad grey one. (c) The moment over the paper's at one
temperature, over both couplings: within a tenth of 1 inside the thick line, at weak couplings and
again where both moments are saturated; dashed lines are the product of Fig. 4 at its omega_0.
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
    Column("a_mev", "spin-lattice coupling A", "exact", "meV"),
    Column("phi_mev", "anharmonic coupling Phi", "exact", "meV"),
    Column("temperature_k", "temperature", "exact", "K"),
    Column("moment", "moment of the pair, diagonalised with the mode", "quadrature", "hbar"),
    Column("moment_static", "the paper's: in the static field of Eq. (7)", "quadrature", "hbar"),
    Column("displacement", "mean displacement <Q>", "quadrature"),
    Column("displacement_static", "the paper's, Eq. (7)", "elementwise"),
)

HOLDS: Final = 0.1
"""Relative error of the paper's moment that bounds where its picture holds."""

FIG4_MEV: Final = (0.6, 1.2, 1.8, 2.4)
"""Vibrational energies of Fig. 4."""


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
    return Dataset.tidy(
        COLUMNS,
        panel=panel,
        a_mev=a,
        phi_mev=phi,
        temperature_k=kelvin,
        moment=moment,
        moment_static=pair_mode.static_moment(system, kelvin, eq7),
        displacement=displacement,
        displacement_static=eq7,
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
    figure = _style.figure(width=_style.PAGE, height=2.4)
    panels = figure.subplots(1, 3)
    curves = dataset.where(panel="curve")
    _curves(panels[0], curves, curves["moment"], curves["moment_static"])
    field = -curves["a_mev"]
    _curves(
        panels[1], curves, field * curves["displacement"], field * curves["displacement_static"]
    )
    panels[0].set_ylabel(r"$\langle S_1^z+S_2^z\rangle$  ($\hbar$)")
    panels[0].set_ylim(top=1.75 * max(abs(panels[0].get_ylim()[1]), 1e-12))
    panels[0].legend(title=r"$A$ (meV)", ncols=2, loc="upper right", columnspacing=0.8)
    panels[1].set(ylabel=r"$-A\langle Q\rangle$  (meV)", yscale="log")
    _ratio(panels[2], dataset.where(panel="map"), params)
    for ax, letter in zip(panels, "abc", strict=True):
        _style.letter(ax, letter)
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    curves, told = dataset.where(panel="curve"), []
    for a in _words.some(sorted(curves.distinct("a_mev")), 3):
        curve = curves.where(a_mev=a)
        course = _words.course(curve["temperature_k"], curve["moment"], "hbar")
        told.append(f"for A = {_words.number(a)} meV it {course}")
    paper = _words.course(curve["temperature_k"], curve["moment_static"], "hbar")
    right = _off(dataset.where(panel="map")) < HOLDS
    return (
        f"Moment over the temperature in K: {'; '.join(told)}; the paper's {paper}. A map over "
        f"A/omega_0 and Phi/omega_0 at {_words.number(params.map_temperature_k)} K: the paper's "
        f"moment is right within a tenth at {_words.share(right)} of the points."
    )


_NO_MOMENT = 1e-200
"""Moments below are as good as none, and can be divided by."""


def _off(grid: Dataset) -> Floats:
    """Return how far the moment is from the paper's, relatively."""
    found, static = (np.abs(grid[name]) for name in ("moment", "moment_static"))
    return np.asarray(np.abs(found - static) / np.maximum(static, _NO_MOMENT))


def _curves(ax: Axes, dataset: Dataset, found: Floats, static: Floats) -> None:
    """Draw a quantity against temperature, a line an A, and the paper's in grey behind."""
    all_a = dataset.distinct("a_mev")
    looks = zip(_style.colours(len(all_a)), _style.lines(len(all_a)), strict=True)
    labels = _style.labels(f"{a:g}" for a in all_a)
    for a, (colour, line), label in zip(all_a, looks, labels, strict=True):
        rows = dataset["a_mev"] == a
        t = dataset["temperature_k"][rows]
        mark = _style.marker(t)
        ax.plot(t, static[rows], color=_style.GRAY, linewidth=2.4, marker=mark, zorder=1)
        ax.plot(t, found[rows], color=colour, linestyle=line, marker=mark, label=label or "_")
    ax.plot([], [], color=_style.GRAY, linewidth=2.4, label="paper")
    ax.set(xscale="log", xlim=_style.log_limits(dataset["temperature_k"]))
    ax.set_xlabel(r"$T$ (K)")


def _ratio(ax: Axes, dataset: Dataset, params: Params) -> None:
    """Draw the moment over the paper's, and where that is right."""
    axes = "a_mev", "phi_mev"
    a, phi = (np.unique(dataset[name]) / params.omega0_mev for name in axes)
    found, static = (np.abs(dataset.grid(name, *axes)) for name in ("moment", "moment_static"))
    logs = np.log10(np.maximum(found, _NO_MOMENT) / np.maximum(static, _NO_MOMENT))
    bound = min(2.0, max(0.3, float(np.abs(logs).max())))
    look: Any = {"cmap": "RdBu_r", "vmin": -bound, "vmax": bound}
    picture = _style.color_map(ax, a, phi, logs, **look)
    if min(logs.shape) > 1:
        off = np.abs(10.0**logs - 1).T
        ax.contour(a, phi, off, [HOLDS], colors=_style.BLACK, linewidths=1.5)
    ax.plot([], [], color=_style.BLACK, linewidth=1.5, label=f"{HOLDS:.0%} off")
    for number, omega0 in enumerate(FIG4_MEV):
        product = params.coupling_mev2 / omega0**2
        label = "_" if number else r"$A\Phi$ of Fig. 4"
        ax.plot(
            a, product / a, color=_style.BLACK, linewidth=0.7, linestyle=(0, (4, 2)), label=label
        )
    ax.set(xscale="log", yscale="log", xlim=_style.log_limits(a), ylim=_style.log_limits(phi))
    ax.set(xlabel=r"$A/\omega_0$", ylabel=r"$\Phi/\omega_0$")
    box: Any = {"frameon": True, "framealpha": 0.8, "edgecolor": "none"}
    ax.legend(loc="lower left", fontsize=_style.SMALL, handlelength=1.2, handletextpad=0.4, **box)
    for x, y, word in ((0.04, 0.76, "less"), (0.72, 0.06, "more")):
        ax.text(x, y, word, color="white", transform=ax.transAxes)
    _style.bar(ax.figure, picture, r"$\log_{10}$(moment/paper's)")  # type: ignore[arg-type]
