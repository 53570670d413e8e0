"""P, beyond Fig. 5: critical temperature of the dimer at every zero up to k_F a = 100.

Equations: (8), (A5).

The paper shows three sizes. Here every zero zeta_nl is one, coloured by n: (a) the temperature at
which a dimer of that size orders; a ring marks the best size of each range, nearly always the
largest with n = 1. (b) All fall on one line, Curie's law of the shell at the Fermi energy: the cube
of (l + 1/2)/k_F a; markers grow with n, so that none hides another. (c) What the closed shells take
from it by their diamagnetism; two shells that nearly coincide stand out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro import quantities
from magrepro.core.arrays import Bools, Floats, Ints
from magrepro.core.orbital import curie
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.core.orbital.critical import critical_temperature
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.material import MaterialChoice, metal
from magrepro.parameters import FigureParams, assumed, parameter, stated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of the study of sizes."""

    material: MaterialChoice = _common.MATERIAL
    kf_a_max: float = parameter(
        100.0,
        "largest k_F a",
        assumed("a radius of 8 nm of gold"),
        quantity=quantities.RADIUS,
        ge=5,
        le=200,
    )
    range_width: float = parameter(
        10.0,
        "width in k_F a of the ranges with a best size each",
        assumed("a round number"),
        quantity=quantities.RADIUS,
        ge=5,
    )
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius",
        stated("Sec. V, before footnote 9"),
        ge=2,
        le=100,
    )
    chi_landau: _common.ChiLandau = _common.CHI_LANDAU


COLUMNS = (
    Column("n", "number of the zero", "exact", dtype=int),
    Column("l", "angular momentum", "exact", dtype=int),
    Column("kf_a", "size k_F a = zeta_nl", "root"),
    Column("radius_nm", "radius", "root", "nm"),
    Column("t_over_tf", "critical temperature over Fermi temperature", "root"),
    Column("t_kelvin", "critical temperature", "root", "K"),
    Column("curie_t_over_tf", "the same by Curie's law of the shell alone", "root"),
    Column(
        "other_shells",
        "1 where another shell comes within reach and the root is numerical, else 0",
        "exact",
        dtype=int,
    ),
    Column("is_best", "1 for the highest temperature in its range of sizes", "exact", dtype=int),
    Column(
        "limit_t_over_tf", "highest critical temperature that any size could have", "elementwise"
    ),
    Column("share", "(l + 1/2)/k_F a", "root"),
    Column("cubic_t_kelvin", "critical temperature by the cube of that, Curie's law", "root", "K"),
)


def compute(params: Params) -> Dataset:
    """Return the critical temperature of every zero with an orbital moment."""
    zeros = bessel_zeros(params.kf_a_max)
    some = zeros.l > 0
    n, l, k = zeros.n[some], zeros.l[some], zeros.zeta[some]
    c = curie.critical_over_landau(d_over_a=params.d_over_a, chi_landau=params.chi_landau)
    crowded = ~curie.is_alone(k, critical=c)
    tau, law = _temperature(k, crowded, c), curie.shell_temperature(k, l, critical=c)
    share, gas = (l + 0.5) / k, metal(params.material).electrons
    best = _best(np.floor(k / params.range_width), tau)
    columns: dict[str, Any] = {"n": n, "l": l, "kf_a": k, "radius_nm": k / gas.k_f_per_nm}
    columns |= {"t_over_tf": tau, "t_kelvin": tau * gas.t_f_k, "curie_t_over_tf": law}
    columns |= {"other_shells": crowded, "is_best": best, "share": share}
    columns |= {"limit_t_over_tf": curie.highest_temperature(critical=c)}
    columns |= {"cubic_t_kelvin": curie.cubic_temperature(share, critical=c) * gas.t_f_k}
    return Dataset.tidy(COLUMNS, **columns)


def _temperature(k: Floats, crowded: Bools, c: Floats) -> Floats:
    """Return the critical temperature, numerically where another shell is within reach."""
    tau = curie.curie_temperature(k, critical=c)
    tau[crowded] = np.maximum(critical_temperature(k[crowded], c), tau[crowded])
    return tau


def _best(group: Floats, tau: Floats) -> Ints:
    order = np.lexsort((tau, group))
    last = np.append(np.diff(group[order]) > 0, True)
    best = np.zeros(tau.size, dtype=np.int64)
    best[order[last]] = 1
    return best


def cost(params: Params) -> float:
    """Estimate the seconds on one core; of the sizes, few have another shell near."""
    zeta = bessel_zeros(params.kf_a_max).zeta
    c = curie.critical_over_landau(d_over_a=params.d_over_a, chi_landau=params.chi_landau)
    crowded, sizes = float(np.sum(~curie.is_alone(zeta, critical=c))), zeta.size
    hot = min(1.0, 2e3 * float(curie.highest_temperature(critical=c)))
    return (
        0.5
        + crowded * (2e-3 + 8e-7 * hot * params.kf_a_max**2)
        + _costs.output_seconds(sizes, len(COLUMNS))
    )


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the temperature against the size, Curie's law, and what is left of it."""
    del params
    figure = _style.figure(width=_style.PAGE, height=2.45)
    panels = figure.subplots(1, 3)
    for ax, drawn, letter in zip(panels, (_temperatures, _law, _left), "abc", strict=True):
        drawn(ax, dataset)
        _style.letter(ax, letter)
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    k, tau, n = (dataset[name] for name in ("kf_a", "t_over_tf", "n"))
    most, best = int(np.argmax(tau)), dataset["is_best"] == 1
    off = _words.number(np.max(_off_curie(dataset)))
    top = f"{_words.number(tau[most])} or {_words.number(1e3 * dataset['t_kelvin'][most])} mK"
    return (
        f"{len(k)} points, k_F a {_words.span(k)}: T_c/T_F is largest, {top}, for "
        f"zeta_{n[most]}_{dataset['l'][most]} = {_words.number(k[most], 4)}; no size could exceed "
        f"{_words.number(dataset['limit_t_over_tf'][0])}. The best of a range of sizes is a first "
        f"zero in {np.count_nonzero(n[best] == 1)} of {np.count_nonzero(best)} ranges. T_c differs "
        f"from Curie's law by the part {off} at most."
    )


def _off_curie(dataset: Dataset) -> Floats:
    """Return |1 - T_c/T_Curie|, no column: it has fewer digits than what it is made of."""
    return np.asarray(np.abs(1 - dataset["t_over_tf"] / dataset["curie_t_over_tf"]))


SERIES: tuple[tuple[int, str, str], ...] = (
    (1, _style.RED, "o"),
    (2, _style.BLUE, "s"),
    (3, _style.GREEN, "^"),
    (4, _style.ORANGE, "D"),
)
"""The n that have a colour and a marker of their own; the others are grey dots."""


_NESTED = (2.0, 3.0, 4.0, 5.0, 6.4)
"""Sizes of the markers where those of all n lie on one line, the largest behind."""


def _points(ax: Axes, x: Any, y: Any, n: Any, sizes: Any = (3.0, 2.4, 2.4, 1.7, 1.3)) -> None:
    for (number, colour, mark), size in zip(SERIES, sizes, strict=False):
        at = n == number
        look: Any = {"color": colour, "marker": mark, "markersize": size, "linestyle": "none"}
        look |= {"markeredgewidth": 0}
        ax.plot(x[at], y[at], label=rf"$n={number}$", zorder=3 - 0.1 * number, **look)
    rest = n > SERIES[-1][0]
    grey: Any = {"color": _style.GRAY, "markersize": sizes[-1], "markeredgewidth": 0, "zorder": 1}
    ax.plot(x[rest], y[rest], "o", label=r"$n>4$", **grey)


def _temperatures(ax: Axes, dataset: Dataset) -> None:
    k, tau = dataset["kf_a"], dataset["t_over_tf"]
    unit = _style.decade(tau)
    _points(ax, k, tau / unit, dataset["n"])
    best = dataset["is_best"] == 1
    ring: Any = {"markerfacecolor": "none", "color": _style.BLACK, "markersize": 5}
    ax.plot(k[best], tau[best] / unit, "o", markeredgewidth=0.7, label="best", **ring)
    ax.set(xlim=(0, 1.03 * k.max()), ylim=(0, 1.35 * tau.max() / unit))
    ax.set_xlabel(r"$k_Fa=\zeta_{nl}$")
    ax.set_ylabel(rf"$T_c/T_F$  ($\times{_style.power_of_ten(unit)}$)")
    key: Any = {"columnspacing": 0.8, "handletextpad": 0.1, "handlelength": 1.4}
    ax.legend(loc="upper right", ncols=3, **key)
    nanometre = float(dataset["radius_nm"][-1] / k[-1])
    ax.tick_params(top=False)
    scale: Any = (lambda x: x * nanometre, lambda x: x / nanometre)
    ax.secondary_xaxis("top", functions=scale).set_xlabel("radius (nm)")


def _law(ax: Axes, dataset: Dataset) -> None:
    share, law = dataset["share"], 1e3 * dataset["cubic_t_kelvin"]
    order = np.argsort(share)
    ax.plot(share[order], law[order], color=_style.BLACK, linewidth=0.6, zorder=5)
    _points(ax, share, 1e3 * dataset["t_kelvin"], dataset["n"], _NESTED)
    ax.set(xlim=(0, 1), ylim=(0, 1.3 * law.max()))
    ax.set_xlabel(r"$(l+\frac{1}{2})/k_Fa$")
    ax.set_ylabel(r"$T_c$ (mK)")
    ax.text(0.07, 0.6, r"line: $\propto(l+\frac{1}{2})^3$", transform=ax.transAxes)


def _left(ax: Axes, dataset: Dataset) -> None:
    _points(ax, dataset["kf_a"], _off_curie(dataset), dataset["n"], _NESTED)
    ax.set(yscale="log", xlim=(0, 1.03 * dataset["kf_a"].max()))
    ax.set_xlabel(r"$k_Fa$")
    ax.set_ylabel(r"$|1-T_c/T_{\rm Curie}|$")
