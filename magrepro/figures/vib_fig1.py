"""F, Fig. 1: levels of the antiferromagnetic spin pair in three stages.

Equations: (1), (2).

Isotropic exchange leaves a singlet below a triplet; easy-axis anisotropy lowers the doublet
M = +1, -1 of the triplet; the vibrations act like a magnetic field, split the doublet and can bring
one of its states below all others, which makes the ground state magnetic.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.vibrational.spin_half import eq2_energies
from magrepro.dataset import Column, Dataset
from magrepro.figures import _style, _words
from magrepro.observables import Observable
from magrepro.parameters import FigureParams, assumed, parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SKETCH = assumed(
    "the paper's diagram has no scale; chosen so that the ground state changes",
    plausible=(0.1, 0.3),
)

STAGES = ("exchange", "anisotropy", "vibration")
STATES = ("T-", "T+", "T0", "S")
"""In the order of Eq. (2): triplet M = -1, M = +1, M = 0, singlet."""


class Params(FigureParams):
    """Parameters of Fig. 1 of the vibrational paper."""

    j_mev: float = parameter(
        -1.0,
        "isotropic exchange J of Eq. (1); J < 0 is antiferromagnetic",
        assumed("the caption says antiferromagnetic, hence the sign; the size sets the scale"),
        unit="meV",
        ge=-1000,
        le=1000,
    )
    anisotropy_mev: float = parameter(
        0.4, "I_12 = I_21 of Eq. (1); positive is easy axis", _SKETCH, unit="meV", ge=-1000, le=1000
    )
    alpha_mev: float = parameter(
        0.8, "mean vibrational field alpha of Eq. (2)", _SKETCH, unit="meV", ge=-1000, le=1000
    )
    zeta_mev: float = parameter(
        0.2,
        "half the difference of the fields, zeta of Eq. (2)",
        _SKETCH,
        unit="meV",
        ge=-1000,
        le=1000,
    )


COLUMNS = (
    Column("stage", "exchange, then anisotropy, then vibration", "exact", dtype=str),
    Column("state", "triplet T-, T+, T0 (M = -1, 1, 0) or singlet S", "exact", dtype=str),
    Column("m", "total S^z", "exact", dtype=int),
    Column("energy_mev", "energy of the level", "elementwise", "meV"),
)


def compute(params: Params) -> Dataset:
    """Return the four levels of every stage."""
    easy = params.anisotropy_mev * np.array([[0.0, 1.0], [1.0, 0.0]])
    fields = np.array([params.alpha_mev + params.zeta_mev, params.alpha_mev - params.zeta_mev])
    exchange = np.stack([0 * easy, easy, easy])
    fields = np.stack([0 * fields, 0 * fields, fields])
    energies = eq2_energies(j=params.j_mev, exchange=exchange, fields=fields)
    if params.j_mev > 0:
        energies = energies[:, [0, 1, 3, 2]]
    return Dataset.tidy(
        COLUMNS,
        stage=np.array(STAGES)[:, None],
        state=np.array(STATES),
        m=np.array([-1, 1, 0, 0]),
        energy_mev=energies,
    )


def ground_state_m(several: Sequence[Params]) -> list[float]:
    """Return the total S^z of the lowest level of the last stage."""
    last = [compute(params).where(stage=STAGES[-1]) for params in several]
    return [float(levels["m"][np.argmin(levels["energy_mev"])]) for levels in last]


def gap(several: Sequence[Params]) -> list[float]:
    """Return the distance of the two lowest levels of the last stage."""
    last = [np.sort(compute(p).where(stage=STAGES[-1])["energy_mev"]) for p in several]
    return [float(energies[1] - energies[0]) for energies in last]


OBSERVABLES = (
    Observable("ground_state_m", ground_state_m, "total S^z of the ground state with vibrations"),
    Observable("gap_mev", gap, "from the ground state to the next level, with vibrations", "meV"),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the levels of the three stages, joined by state."""
    figure = _style.figure(height=2.8)
    ax = figure.subplots()
    energy = dataset["energy_mev"].reshape(len(STAGES), len(STATES))
    colours = dict(zip(STATES, (_style.RED, _style.ORANGE, _style.GREEN, _style.BLUE), strict=True))
    for i, state in enumerate(STATES):
        _draw_levels(ax, energy, i, colours[state])
        ax.text(2.33, energy[2, i], _LABELS[state], va="center")
    triplet, singlet = energy[0, 0], energy[0, 3]
    ax.text(0, triplet + 0.03, "×3", ha="center", fontsize=7.5)
    ax.text(1, energy[1, 0] + 0.03, "×2", ha="center", fontsize=7.5)
    ax.text(-0.32, triplet, "triplet", ha="right", va="center")
    ax.text(-0.32, singlet, "singlet", ha="right", va="center")
    above = ax.get_xaxis_transform()
    for stage, title in enumerate(_titles(params)):
        ax.text(stage, 1.02, title, transform=above, ha="center", va="bottom", fontsize=7.5)
    ax.set(xlim=(-0.9, 2.95), xticks=[], ylabel="energy  (meV)")
    return figure


_LABELS = {
    "T-": r"$|1,{-1}\rangle$",
    "T+": r"$|1,{+1}\rangle$",
    "T0": r"$|1,0\rangle$",
    "S": r"$|0,0\rangle$",
}


def _draw_levels(ax: Axes, energy: Floats, state: int, colour: str) -> None:
    """Draw a state's level in every stage, in its colour where it is alone, and what joins them."""
    for stage, levels in enumerate(energy):
        alone = np.count_nonzero(levels == levels[state]) == 1
        ends = [stage - 0.28, stage + 0.28]
        shade = colour if alone else _style.BLACK
        ax.plot(ends, 2 * [levels[state]], color=shade, linewidth=1.8)
    for stage, both in enumerate(pairwise(energy[:, state])):
        ends = [stage + 0.28, stage + 0.72]
        ax.plot(ends, both, color=_style.GRAY, linestyle=":", linewidth=0.7)


def _titles(params: Params) -> tuple[str, ...]:
    """Return what each stage adds, with its size in meV."""
    return (
        f"(a) exchange\n$J={params.j_mev:g}$ meV\n",
        f"(b) + anisotropy\n$I_{{12}}={params.anisotropy_mev:g}$ meV\n",
        f"(c) + vibration\n$\\alpha={params.alpha_mev:g}$ meV\n$\\zeta={params.zeta_mev:g}$ meV",
    )


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    told = []
    for stage in dataset.distinct("stage"):
        levels = dataset.where(stage=stage)
        energy = levels["energy_mev"]
        lowest = levels["state"][energy == energy.min()].tolist()
        told.append(f"{stage}: {_words.listed(lowest)} at {_words.number(energy.min())} meV")
    energies = _words.span(dataset["energy_mev"])
    return (
        f"Four levels, {energies} meV, in three stages joined by dotted lines. Lowest in each are, "
        f"{'; '.join(told)}."
    )
