"""F, Fig. 2: moment of a spin pair against exchange and vibrational field.

Equations: (4), (5).

Total moment of a pair of spins 1/2, 1, 3/2, 2 at 3 K. On the ferromagnetic side (J_k < 0) any
field aligns the pair; on the antiferromagnetic side (J_k > 0) it must first break the singlet.
Dotted: 3|alpha| = J, the crossover stated in the text. Dashed: where at T = 0 the moment of the
model itself appears, for spin 1/2 at |alpha| = 3J/2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.vibrational.spins import Dimer, moment_plane, share_refined, transition_slope
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.observables import Observable, one
from magrepro.parameters import (
    Axis,
    FigureParams,
    Range,
    Spins,
    assumed,
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
    """Parameters of Fig. 2 of the vibrational paper."""

    spin: Spins = parameter(
        (0.5, 1.0, 1.5, 2.0), "spins S of the panels", stated("caption of Fig. 2")
    )
    j_mev: Axis = parameter(
        Range(start=-5.0, stop=5.0, num=101),
        "exchange J_k; J_k < 0 is ferromagnetic here",
        assumed(
            "the text gives no range; both signs, far above k_B T",
            plausible=(
                Range(start=-2.0, stop=2.0, num=101),
                Range(start=-20.0, stop=20.0, num=101),
            ),
        ),
        unit="meV",
        ge=-1000,
        le=1000,
    )
    alpha_mev: Axis = parameter(
        Range(start=-10.0, stop=10.0, num=101),
        "vibrational field alpha_k = A_k <Q_k> on the first spin",
        assumed(
            "the text gives no range; reaches beyond the transition",
            plausible=(
                Range(start=-5.0, stop=5.0, num=101),
                Range(start=-30.0, stop=30.0, num=101),
            ),
        ),
        unit="meV",
        ge=-1000,
        le=1000,
    )
    temperature_k: float = parameter(
        3.0, "temperature", stated("caption of Fig. 2"), unit="K", ge=1e-3, le=1e5
    )
    field_ratio: float = _common.FIELD_RATIO


COLUMNS = (
    Column("spin", "spin quantum number S", "exact"),
    Column("j_mev", "exchange J_k; positive is antiferromagnetic", "exact", "meV"),
    Column("alpha_mev", "vibrational field on the first spin", "exact", "meV"),
    Column("moment", "total moment <S1z + S2z>", "root", "hbar"),
    Column(
        "transition_j_over_alpha",
        "J_k over |alpha_k| below which the pair is magnetic at T = 0; 0: never, if J_k > 0",
        "root",
    ),
)

PLOT = Plot(
    x="j_mev",
    up="alpha_mev",
    y=("moment",),
    panels="spin",
    scale=lambda panel: (1.0, 0.5 / float(panel["spin"][0])),
)


def compute(params: Params) -> Dataset:
    """Return the moment of every spin over the plane of exchange and field."""
    j, alpha = values(params.j_mev), values(params.alpha_mev)
    moments = [
        moment_plane(spin, j, alpha, params.temperature_k, field_ratio=params.field_ratio)
        for spin in params.spin
    ]
    slopes = [transition_slope(spin, field_ratio=params.field_ratio) for spin in params.spin]
    spin, slope = (np.array(a)[:, None, None] for a in (params.spin, slopes))
    return Dataset.tidy(
        COLUMNS,
        spin=spin,
        j_mev=j[:, None],
        alpha_mev=alpha,
        moment=np.array(moments),
        transition_j_over_alpha=1 / slope,
    )


def cost(params: Params) -> float:
    """Return the estimated seconds: pairs of either sign of the field once, rows, and panels."""
    j, alpha = values(params.j_mev), np.unique(np.abs(values(params.alpha_mev)))
    some = [_costs.sample(axis, 9) for axis in (j, alpha)]
    pair = 0.0
    for spin in params.spin:
        few = Dimer(spin=spin, j=some[0][:, None], alpha=some[1], field_ratio=params.field_ratio)
        refined = share_refined(few, params.temperature_k)
        pair += _costs.pair_seconds(spin, isotropic=True, refined=refined)
    rows = _costs.ROW_SECONDS * params.points + _costs.PANEL_SECONDS * len(params.spin)
    return 1 + pair * j.size * alpha.size + rows


def crossover_alpha_over_j(several: Sequence[Params]) -> list[float]:
    """Return |alpha|/J at which the antiferromagnetic pair turns magnetic at T = 0."""
    found = [transition_slope(one(p.spin), field_ratio=p.field_ratio) for p in several]
    return [slope if np.isfinite(slope) else float("nan") for slope in found]


OBSERVABLES = (
    Observable(
        "crossover_alpha_over_j",
        crossover_alpha_over_j,
        "|alpha_k|/J_k above which the antiferromagnetic pair is magnetic at T = 0; nan: never",
        at=("spin",),
    ),
)

STATED = 1 / 3
"""|alpha_k|/J_k of the crossover that the text states."""


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw a panel a spin, with the stated crossover and the model's transition.

    Colours are those of the moment over its largest value 2S, the same in all panels; they shade
    from dark to light, so that the sign is seen in grey too, linearly between the computed points.
    """
    from matplotlib.lines import Line2D

    del params
    spins = dataset.distinct("spin")
    figure, axes = _style.panels(len(spins), width=_style.PAGE, height=2.15, extra=0.4)
    for ax, spin, name in zip(axes, spins, _style.panel_letters(), strict=False):
        image = _draw_panel(ax, dataset.where(spin=spin), spin)
        _style.letter(ax, name)
    _style.label_outer(axes, r"exchange $J_k$  (meV)", r"vibrational field $\alpha_k$  (meV)")
    look: Any = {"color": _style.BLACK, "lw": 1.0}
    key = [
        Line2D([], [], ls=":", label=r"crossover stated in the text, $3|\alpha_k|=J_k$", **look),
        Line2D([], [], ls="--", label=r"transition of the model at $T\to0$", **look),
    ]
    figure.legend(handles=key, loc="upper center", ncols=2, borderaxespad=0.2)
    _style.bar(figure, image, r"$\langle S_1^z+S_2^z\rangle\,/\,2S$")
    return figure


def _draw_panel(ax: Axes, data: Dataset, spin: float) -> Any:
    j, alpha = np.unique(data["j_mev"]), np.unique(data["alpha_mev"])
    relative = data.grid("moment", "j_mev", "alpha_mev") / (2 * spin)
    image = _style.color_map(ax, j, alpha, relative, cmap="cividis", vmin=-1, vmax=1)
    positive = np.array([0.0, max(float(j.max()), 0.0)])
    inverse = float(data["transition_j_over_alpha"][0])
    title = rf"$S={_style.as_fraction(spin)}$"
    drawn = {":": STATED}
    if inverse > 0:
        drawn["--"] = 1 / inverse
        title += rf", dashed: $|\alpha_k|={1 / inverse:.3g}\,J_k$"
    ax.set_title(title, pad=3)
    for line, steepness in drawn.items():
        # The moment is opposite to the field: dark above, light below.
        for sign, colour in ((1, "white"), (-1, "black")):
            ax.plot(positive, sign * steepness * positive, color=colour, ls=line, lw=1.0)
    place: Any = {"transform": ax.transAxes, "va": "center", "color": "white"}
    ax.text(0.25, 0.75, "FM", ha="center", **place)
    ax.text(0.93, 0.5, "AFM", ha="right", **place)
    ax.set(xlim=_style.limits(j), ylim=_style.limits(alpha))
    return image


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    told = []
    for spin in _words.some(dataset.distinct("spin")):
        data = dataset.where(spin=spin)
        inverse = data["transition_j_over_alpha"][0]
        words = "is never magnetic at T = 0 where J_k > 0"
        if inverse > 0:
            words = f"is magnetic at T = 0 where |alpha| > {_words.number(1 / inverse)} J_k"
        moment = _words.span(data["moment"])
        told.append(f"S = {_style.as_fraction(spin)} has moments {moment} hbar and {words}")
    axes = [_words.span(dataset[name]) for name in ("j_mev", "alpha_mev")]
    return (
        f"A map a spin over exchange J_k {axes[0]} meV and vibrational field alpha {axes[1]} meV: "
        f"{'; '.join(told)}."
    )
