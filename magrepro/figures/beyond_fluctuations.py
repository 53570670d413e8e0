"""P, beyond Fig. 10: chains of fluctuating moments, without mean field.

Equations: (B1), (B5), (C1).

Particles with the energy of App. B in the chain of App. C, at temperatures k_B T d^3/M_0^2 = 1/K.
(a) The root mean square of the moment per particle against the length: drawn at random with all
neighbours (filled, with error bars), exactly with nearest ones (open), and the moment of the mean
field (dotted), which has none of the fall that every chain shows once it is longer than its
correlation length. (b) That length: half the number of particles that act as one. It is finite at
every temperature, and grows as exp(E/k_B T), E the energy of a wall between up and down; triangles:
the longest chain is less than ten such lengths long, and shows half of itself at the most. The mean
field orders right of the thin vertical line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.orbital import chain_sampling, fluctuations
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _style, _words
from magrepro.material import MaterialChoice
from magrepro.parameters import (
    Axis,
    CountAxis,
    FigureParams,
    assumed,
    counts,
    parameter,
    values,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of the study of fluctuations."""

    material: MaterialChoice = _common.MATERIAL_IS_NAMED
    k_over_c: float = parameter(
        1.0,
        "interaction strength K/C, the particles' susceptibility over the dimer's critical one",
        assumed("2.4 times what an endless chain needs to order in mean field, when cold"),
        ge=0.9,
        le=5,
    )
    t_reduced: Axis = parameter(
        (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1.0),
        "temperature k_B T d^3/M_0^2",
        assumed("from a correlation length beyond all lengths to one of a particle"),
        ge=0.1,
        le=10,
    )
    n_particles: CountAxis = parameter(
        (2, 5, 10, 30, 100, 300, 1000, 3000, 10_000),
        "numbers of particles in the chain",
        assumed("from the dimer to beyond any chain"),
        ge=2,
        le=100_000,
    )
    sweeps: int = parameter(
        256, "sweeps recorded", assumed("errors of about 1 %"), ge=32, le=1_000_000
    )
    sites: int = parameter(
        2048,
        "particles drawn at a time, in as many chains as that makes",
        assumed("errors of about 1 %"),
        ge=2,
        le=1_000_000,
    )
    seed: int = parameter(15, "seed of the random numbers", assumed("any"), ge=0, le=2**31)


SAMPLE = Params(t_reduced=(0.3, 0.7), n_particles=(2, 30))

COLUMNS = (
    Column("t_reduced", "temperature k_B T d^3/M_0^2", "exact"),
    Column("n_particles", "number of particles in the chain", "exact", dtype=int),
    Column("all_neighbours", "rms moment per particle over M_0, drawn at random", "quadrature"),
    Column("error", "its standard error, by blocking", "quadrature"),
    Column("nearest", "the same with nearest neighbours alone, exact", "quadrature"),
    Column("mean_field", "moment per particle of the mean field over M_0", "root"),
    Column("length_all", "half the number of particles that act as one", "quadrature"),
    Column("length_error", "its standard error", "quadrature"),
    Column("length_nearest", "the same in an endless chain of nearest neighbours", "quadrature"),
    Column("wall", "energy of a wall in a cold endless chain over M_0^2/d^3", "elementwise"),
    Column("t_mean_field", "temperature below which the mean field orders", "root"),
    Column("wall_factor", "exp(E/k_B T), E the energy of that wall", "elementwise"),
    Column("is_long", "1 if the chain is ten correlation lengths long", "quadrature", dtype=int),
)


def compute(params: Params) -> Dataset:
    """Return moments and lengths at every temperature and length."""
    t, n = values(params.t_reduced), counts(params.n_particles)
    drawn = np.array([[_drawn(params, float(x), int(m)) for m in n] for x in t])
    squared, error, square = np.moveaxis(drawn, -1, 0)
    length, ratio = n * squared / square / 2, params.k_over_c
    return Dataset.tidy(
        COLUMNS,
        t_reduced=t[:, None],
        n_particles=n,
        all_neighbours=np.sqrt(squared),
        error=error / (2 * np.sqrt(squared)),
        mean_field=_mean_field(params, t, n.tolist()),
        length_all=length,
        length_error=n * error / square / 2,
        wall=fluctuations.wall_energy(k_over_c=ratio),
        t_mean_field=fluctuations.critical_mean_field(k_over_c=ratio),
        wall_factor=fluctuations.wall_factor(t[:, None], k_over_c=ratio),
        is_long=fluctuations.is_long(length, n),
        **_nearest(params, t, n.tolist()),
    )


def _nearest(params: Params, t: Floats, n: Sequence[int]) -> dict[str, Floats]:
    """Return moment and length with nearest neighbours alone."""
    operators = [
        fluctuations.transfer(coupling=1 / x, stiffness=1 / (x * params.k_over_c)) for x in t
    ]
    moments = [fluctuations.nearest_neighbour_moments(one, n) for one in operators]
    together = np.array([one.acting_together() for one in operators])
    return {"nearest": np.array(moments), "length_nearest": together[:, None] / 2}


def _drawn(params: Params, t: float, n: int) -> tuple[float, float, float]:
    """Return the squared moment per particle, its error and <z^2>; random by place alone."""
    chain = chain_sampling.chain(n=n, coupling=1 / t, stiffness=1 / (t * params.k_over_c))
    rng = np.random.default_rng(
        [params.seed, n, *np.frombuffer(np.float64(t).tobytes(), np.uint32)]
    )
    squared, square = chain_sampling.sample(
        chain, sweeps=params.sweeps, replicas=max(1, params.sites // n), rng=rng
    )
    return float(squared.mean()), chain_sampling.blocked_error(squared), float(square.mean())


def _mean_field(params: Params, t: Floats, n: Sequence[int]) -> Floats:
    chains = fluctuations.mean_field_moments(n, coupling=1 / t, stiffness=1 / (t * params.k_over_c))
    return np.stack([moments.mean(axis=-1) for moments in chains], axis=-1)


def cost(params: Params) -> float:
    """Estimate the seconds on one core: bonds and fields of every particle drawn, and the rest."""
    t, n = values(params.t_reduced), counts(params.n_particles)
    drawn = np.maximum(params.sites // n, 1) * n
    sweeps = 1.1 * params.sweeps + 10
    each = np.add.outer(1.5e-6 + 8e-7 / t, np.zeros(n.size)) * drawn + 1e-3
    exact = 2 + t.size * (0.3 + 2e-4 * float(n.max()))
    return float(sweeps * each.sum()) + exact


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the moment against the length, and how far order reaches."""
    del params
    figure = _style.figure(width=_style.PAGE, height=2.7)
    left, right = figure.subplots(1, 2)
    _moments(left, dataset)
    _lengths(right, dataset)
    for ax, letter in ((left, "a"), (right, "b")):
        _style.letter(ax, letter)
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    few, many = (f(dataset["n_particles"]) for f in (np.min, np.max))
    curves = sorted(_style.runs(dataset, "t_reduced"), key=_temperature)
    told = "; ".join(_told(curve, few, many) for curve in _words.some(curves, 3))
    longest = dataset.where(n_particles=many)
    length = _words.course(longest["t_reduced"], longest["length_nearest"], "d")
    wall, order = (_words.number(dataset[name][0]) for name in ("wall", "t_mean_field"))
    return (
        f"Rms moment per particle of {few} and of {many} particles: {told}. The correlation "
        f"length with nearest neighbours over 1/K {length}. A wall costs {wall} M_0^2/d^3; the "
        f"mean field orders below 1/K = {order}."
    )


def _temperature(curve: Dataset) -> float:
    return float(curve["t_reduced"][0])


def _told(curve: Dataset, few: int, many: int) -> str:
    ends = [
        f"{_words.number(curve.where(n_particles=n)[name][0])} M_0"
        for name in ("all_neighbours", "mean_field")
        for n in (few, many)
    ]
    found, field = " and ".join(ends[:2]), " and ".join(ends[2:])
    return f"{found} at 1/K = {_words.number(_temperature(curve))} (mean field: {field})"


_LINES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("all neighbours", {"linewidth": 1.3, "linestyle": (0, (5, 1.5)), "fillstyle": "full"}),
    ("nearest", {"linewidth": 0.7, "linestyle": "-", "fillstyle": "none"}),
    ("mean field", {"linewidth": 1.3, "linestyle": (0, (1, 1))}),
)


def _moments(ax: Axes, dataset: Dataset) -> None:
    every = _style.runs(dataset, "t_reduced")
    shown = every[:: max(1, -(-len(every) // 4))]
    colours = _style.colours(len(shown))
    for curve, colour, mark in zip(shown, colours, "os^D", strict=False):
        _draw_moments(ax, curve, color=colour, marker=mark)
    for label, look in _LINES:
        mark = "o" if "fillstyle" in look else ""
        ax.plot([], [], marker=mark, color=_style.BLACK, label=label, markersize=3.5, **look)
    ax.set(xscale="log", yscale="log", xlim=_style.log_limits(dataset["n_particles"]))
    ax.set_ylim(0.5 * dataset["nearest"].min(), 1.6)
    ax.set_xlabel(r"number of particles $\mathcal{N}$")
    ax.set_ylabel(r"rms moment per particle  ($\mathcal{M}_0$)")
    ax.legend(loc="lower left")
    ends = [float(curve["all_neighbours"][-1]) for curve in shown]
    names = [f"{_temperature(curve):g}" for curve in shown]
    _style.name_ends(ax, ends, names, title=r"$1/K$", colours=colours)


def _draw_moments(ax: Axes, curve: Dataset, **same: Any) -> None:
    """Draw the moments at one temperature: filled, open, and where the mean field has one."""
    n, field = curve["n_particles"], curve["mean_field"]
    (_, every), (_, nearest), (_, mean) = _LINES
    bars: Any = {"markersize": 3.8, "elinewidth": 0.8}
    ax.errorbar(n, curve["all_neighbours"], curve["error"], **bars, **every, **same)
    ax.plot(n, curve["nearest"], markersize=3.8, markeredgewidth=0.7, **nearest, **same)
    some = field > 0
    ax.plot(n[some], field[some], **mean, color=same["color"])


def _lengths(ax: Axes, dataset: Dataset) -> None:
    longest = dataset.where(n_particles=max(dataset.distinct("n_particles")))
    K, n = 1 / longest["t_reduced"], longest["n_particles"]
    _draw_lengths(ax, K, longest)
    if longest["t_mean_field"][0] > 0:
        ordered = 1 / longest["t_mean_field"][0]
        ax.axvline(ordered, color=_style.GRAY, linewidth=0.8)
        look: Any = {"transform": ax.get_xaxis_transform(), "fontsize": _style.SMALL}
        ax.text(ordered, 0.42, " mean field orders", rotation=90, va="bottom", **look)
    ax.axhline(n[0] / 2, color=_style.BLACK, linewidth=0.5, linestyle=":")
    note = r"half the longest chain, $\mathcal{N}/2$"
    ax.text(0.12, 1.15 * n[0] / 2, note, transform=ax.get_yaxis_transform(), fontsize=_style.SMALL)
    top = 10 * max(n[0], longest["length_nearest"].max())
    low, high = _style.limits(K)
    pad = 0.03 * (high - low)
    ax.set(yscale="log", ylim=(0.03, top), xlim=(low - pad, high + pad))
    ax.set_xlabel(r"$K=\mathcal{M}_0^2/k_BTd^3$")
    ax.set_ylabel(r"correlation length  ($d$)")
    ax.legend(loc="lower right", labelspacing=0.3)


def _draw_lengths(ax: Axes, K: Floats, longest: Dataset) -> None:
    """Draw the length of the longest chain, of nearest neighbours, and what a wall lets expect."""
    length, error, long = longest["length_all"], longest["length_error"], longest["is_long"] == 1
    look: Any = {"color": _style.RED, "markersize": 4, "linestyle": "none"}
    ax.errorbar(K[long], length[long], error[long], marker="o", label="all neighbours", **look)
    short: Any = look | {"marker": "^", "fillstyle": "none", "label": "all, chain too short"}
    ax.plot(K[~long], length[~long], **short)
    ax.plot(K, longest["length_nearest"], color=_style.BLUE, label="nearest neighbours")
    if long.any():
        at = int(np.argmax(np.where(long, K, 0)))
        rise = longest["wall_factor"] * (length[at] / longest["wall_factor"][at])
        dashed: Any = {"color": _style.RED, "linewidth": 0.8, "linestyle": (0, (5, 2))}
        ax.plot(K, rise, label=r"$\propto e^{E/k_BT}$", **dashed)
