"""P, beyond Fig. 10: chains of fluctuating moments, without mean field.

Equations: (B1), (B5), (C1).

Particles with the energy of App. B in the chain of App. C, at temperatures k_B T d^3/M_0^2 = 1/K.
(a) The root mean square of the moment per particle against the length: drawn at random with all
neighbours (dots with error bars), exactly with nearest ones (thin lines), and the moment of the
mean field (dotted), which has none of the fall that every chain shows once it is longer than its
correlation length. (b) That length: half the number of particles that act as one. It is finite at
every temperature, and grows as exp(E/k_B T), E the energy of a wall between up and down; triangles:
the longest chain is too short to show it. The mean field orders right of the thin vertical line.
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
)


def compute(params: Params) -> Dataset:
    """Return moments and lengths at every temperature and length."""
    t, n = values(params.t_reduced), counts(params.n_particles)
    drawn = np.array([[_drawn(params, float(x), int(m)) for m in n] for x in t])
    squared, error, square = np.moveaxis(drawn, -1, 0)
    operators = [
        fluctuations.transfer(coupling=1 / x, stiffness=1 / (x * params.k_over_c)) for x in t
    ]
    nearest = [fluctuations.nearest_neighbour_moments(o, n.tolist()) for o in operators]
    together = np.array([o.acting_together() for o in operators])
    return Dataset.tidy(
        COLUMNS,
        t_reduced=t[:, None],
        n_particles=n,
        all_neighbours=np.sqrt(squared),
        error=error / (2 * np.sqrt(squared)),
        nearest=np.array(nearest),
        mean_field=_mean_field(params, t, n.tolist()),
        length_all=n * squared / square / 2,
        length_error=n * error / square / 2,
        length_nearest=together[:, None] / 2,
        wall=fluctuations.wall_energy(k_over_c=params.k_over_c),
        t_mean_field=fluctuations.critical_mean_field(k_over_c=params.k_over_c),
    )


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
    told = []
    few, many = (f(dataset["n_particles"]) for f in (np.min, np.max))
    for t in _words.some(sorted(dataset.distinct("t_reduced")), 3):
        ends = [
            f"{_words.number(dataset.where(t_reduced=t, n_particles=n)[name][0])} M_0"
            for name in ("all_neighbours", "mean_field")
            for n in (few, many)
        ]
        told.append(
            f"{' and '.join(ends[:2])} at 1/K = {_words.number(t)} (mean field: "
            f"{' and '.join(ends[2:])})"
        )
    longest = dataset.where(n_particles=many)
    length = _words.course(longest["t_reduced"], longest["length_nearest"], "d")
    wall, order = (_words.number(dataset[name][0]) for name in ("wall", "t_mean_field"))
    return (
        f"Rms moment per particle of {few} and of {many} particles: {'; '.join(told)}. The "
        f"correlation length with "
        f"nearest neighbours over 1/K {length}. A wall costs {wall} M_0^2/d^3; the mean field "
        f"orders below 1/K = {order}."
    )


def _moments(ax: Axes, dataset: Dataset) -> None:
    every = dataset.distinct("t_reduced")
    shown = every[:: max(1, -(-len(every) // 4))]
    colours, ends = _style.colours(len(shown)), []
    for t, colour, marker in zip(shown, colours, "os^D", strict=False):
        curve = dataset.where(t_reduced=t)
        n, rms, field = curve["n_particles"], curve["all_neighbours"], curve["mean_field"]
        bars: Any = {"marker": marker, "markersize": 3.5, "elinewidth": 0.8, "linewidth": 1.3}
        ax.errorbar(n, rms, curve["error"], color=colour, linestyle=(0, (5, 1.5)), **bars)
        ax.plot(n, curve["nearest"], color=colour, linewidth=0.7)
        some = field > 0
        ax.plot(n[some], field[some], color=colour, linewidth=1.3, linestyle=(0, (1, 1)))
        ends.append(float(rms[-1]))
    looks = (("all neighbours", 1.3, (0, (5, 1.5))), ("nearest", 0.7, "-"))
    for label, width, line in (*looks, ("mean field", 1.3, (0, (1, 1)))):
        ax.plot([], [], color=_style.BLACK, linewidth=width, linestyle=line, label=label)
    ax.set(xscale="log", yscale="log", xlim=_style.log_limits(dataset["n_particles"]))
    ax.set_ylim(0.7 * dataset["nearest"].min(), 1.6)
    ax.set_xlabel(r"number of particles $\mathcal{N}$")
    ax.set_ylabel(r"rms moment per particle  ($\mathcal{M}_0$)")
    ax.legend(loc="lower left")
    names = [f"{t:g}" for t in shown]
    _style.name_ends(ax, ends, names, title=r"$1/K$", colours=colours)


def _lengths(ax: Axes, dataset: Dataset) -> None:
    longest = dataset.where(n_particles=max(dataset.distinct("n_particles")))
    K, length, n = 1 / longest["t_reduced"], longest["length_all"], longest["n_particles"]
    free = length < n / 10
    look: Any = {"color": _style.RED, "markersize": 4, "linestyle": "none"}
    label = "all neighbours"
    error = longest["length_error"]
    ax.errorbar(K[free], length[free], error[free], marker="o", label=label, **look)
    ax.plot(K[~free], length[~free], marker="^", **look)
    ax.plot(K, longest["length_nearest"], color=_style.BLUE, label="nearest neighbours")
    if free.any():
        at = int(np.argmax(np.where(free, K, 0)))
        rise = length[at] * np.exp(longest["wall"] * (K - K[at]))
        ax.plot(
            K, rise, color=_style.RED, linewidth=0.8, linestyle=(0, (5, 2)), label=r"$e^{E/k_BT}$"
        )
    if longest["t_mean_field"][0] > 0:
        ordered = 1 / longest["t_mean_field"][0]
        ax.axvline(ordered, color=_style.GRAY, linewidth=0.8)
        ax.text(ordered, 40, " mean field orders", rotation=90, va="bottom", fontsize=_style.SMALL)
    ax.axhline(n[0] / 2, color=_style.BLACK, linewidth=0.5, linestyle=":")
    note = "half the chain cuts triangles"
    ax.text(K.min() + 0.3, n[0] / 2, note, va="bottom", fontsize=_style.SMALL)
    top = 10 * max(n[0], longest["length_nearest"].max())
    low, high = _style.limits(K)
    pad = 0.03 * (high - low)
    ax.set(yscale="log", ylim=(0.3, top), xlim=(low - pad, high + pad))
    ax.set_xlabel(r"$K=\mathcal{M}_0^2/k_BTd^3$")
    ax.set_ylabel(r"correlation length  ($d$)")
    ax.legend(loc="lower right")
