"""P, beyond Sec. VI: critical temperature of the dimer at a thousand consecutive electron numbers.

Equations: (8), (A5).

An isolated particle holds a whole number of electrons, which pins its chemical potential at the
shell that the last one enters, whatever the size to a femtometre. (a) Temperature at which two
particles of N atoms with one electron each order, canonically exact: an arch n(g - n) a shell, zero
where a shell is full (marks). (b) Share of these N that are ordered at a temperature. (c) The
moment per particle at T = 0, where the states of largest m are filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.orbital import fixed_number
from magrepro.core.orbital.canonical import neutral_size
from magrepro.core.orbital.curie import critical_over_landau
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.material import MaterialChoice, metal
from magrepro.parameters import (
    CountAxis,
    FigureParams,
    Range,
    assumed,
    counts,
    parameter,
    stated,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of the study of electron numbers."""

    material: MaterialChoice = _common.MATERIAL
    electrons: CountAxis = parameter(
        Range(start=11000.0, stop=11999.0, num=1000),
        "numbers of electrons, each that of the atoms",
        assumed("spheres of the first size of Fig. 5, k_F a = 42.7 to 43.9"),
        ge=1,
        le=1_000_000,
    )
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius",
        stated("Sec. V, before footnote 9"),
        ge=2,
        le=30,
    )
    chi_landau: _common.ChiLandau = _common.CHI_LANDAU_WEAK


COLUMNS = (
    Column("electrons", "number of electrons of each particle", "exact", dtype=int),
    Column("kf_a", "size k_F a of a neutral sphere", "elementwise"),
    Column("radius_nm", "its radius", "elementwise", "nm"),
    Column("l", "angular momentum of the shell that takes the last electron", "exact", dtype=int),
    Column("in_shell", "electrons in that shell", "exact", dtype=int),
    Column("places", "places in that shell, 2(2l+1)", "exact", dtype=int),
    Column("t_over_tf", "critical temperature over Fermi temperature, 0 for no order", "root"),
    Column("t_kelvin", "critical temperature", "root", "K"),
    Column("alone", "1 if no other shell is within reach, else 0", "exact", dtype=int),
    Column("m_z", "moment per particle at T = 0", "exact", "mu_B"),
    Column("share", "share of the numbers that order at this temperature or above", "elementwise"),
    Column("mean_m_z", "mean of the moment over the numbers", "elementwise", "mu_B"),
    Column("median_t_kelvin", "temperature above which half of the numbers order", "root", "K"),
)


def compute(params: Params) -> Dataset:
    """Return the critical temperature and the cold moment at every number."""
    electrons, gas = counts(params.electrons), metal(params.material).electrons
    k = neutral_size(electrons)
    critical = _critical(params)
    tau, alone = fixed_number.critical_temperature(k, electrons, critical=critical)
    shell = fixed_number.OpenShell.of(electrons)
    moment = fixed_number.saturated_moment(electrons) / gas.m_eff
    columns = {"kf_a": k, "radius_nm": k / gas.k_f_per_nm, "alone": alone, "m_z": moment}
    columns |= {"l": shell.l, "in_shell": shell.electrons, "places": shell.places}
    columns |= {"t_over_tf": tau, "t_kelvin": tau * gas.t_f_k}
    columns |= {"share": fixed_number.share_ordered(tau)}
    mean, median = np.mean(moment), np.median(tau) * gas.t_f_k
    return Dataset.tidy(
        COLUMNS, electrons=electrons, mean_m_z=mean, median_t_kelvin=median, **columns
    )


def _critical(params: Params) -> Floats:
    return critical_over_landau(d_over_a=params.d_over_a, chi_landau=params.chi_landau)


def cost(params: Params) -> float:
    """Estimate the seconds on one core; a number whose shell has another near takes a root."""
    electrons = counts(params.electrons)
    k = neutral_size(electrons)
    critical = _critical(params)
    near = float(np.sum(~fixed_number.is_alone(k, electrons, critical=critical)))
    return 1 + 0.013 * near + _costs.output_seconds(electrons.size, len(COLUMNS))


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the arches, the share that is ordered, and the moment."""
    del params
    figure = _style.figure(width=_style.PAGE, height=2.5)
    panels = figure.subplots(1, 3)
    for ax, drawn, letter in zip(panels, (_arches, _share, _moments), "abc", strict=True):
        drawn(ax, dataset)
        _style.letter(ax, letter)
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    n, t = dataset["electrons"], 1e3 * dataset["t_kelvin"]
    most = int(np.argmax(t))
    half, mean = 1e3 * dataset["median_t_kelvin"][0], dataset["mean_m_z"][0]
    return (
        f"T_c over the number of electrons N from {np.min(n)} to {np.max(n)}: "
        f"{_words.share(t > 0)} of the numbers order, at most at {_words.number(t[most])} mK, for "
        f"N = {n[most]}, and half of all above {_words.number(half)} mK. The moment per particle "
        f"at T = 0 is {_words.span(dataset['m_z'])} mu_B, {_words.number(mean)} mu_B on average."
    )


def _arches(ax: Axes, dataset: Dataset) -> None:
    n, t = dataset["electrons"], dataset["t_kelvin"] * 1e3
    ax.plot(n, t, "-", color=_style.GRAY, linewidth=0.5)
    ax.plot(n, t, ".", color=_style.RED, markersize=1.5)
    full, top = dataset["in_shell"] == dataset["places"], max(t.max(), 1e-30)
    mark: Any = {"color": _style.BLACK, "markersize": 5, "linestyle": "none"}
    ax.plot(n[full], np.full(n[full].size, -0.05 * top), marker="|", label="full shells", **mark)
    ax.axhline(0, color=_style.GRAY, linewidth=0.4)
    ax.set(xlim=_style.limits(n), ylim=(-0.1 * top, 1.25 * top))
    ax.legend(loc="upper right", handlelength=1.0, handletextpad=0.2)
    ax.set_xlabel("number of electrons $N$")
    ax.set_ylabel(r"$T_c$ (mK)")


def _share(ax: Axes, dataset: Dataset) -> None:
    ordered = dataset["t_kelvin"] > 0
    t, share = dataset["t_kelvin"][ordered] * 1e3, dataset["share"][ordered]
    order = np.argsort(t, kind="stable")
    t, share = np.append(0, t[order]), np.append(share[order], 0)
    ax.step(t, share, where="post", color=_style.BLUE)
    ax.set(xlim=(0, 1.05 * max(t.max(), 1e-30)), ylim=(0, 1.1))
    ax.set_xlabel(r"$T$ (mK)")
    ax.set_ylabel("share of numbers that are ordered")


def _moments(ax: Axes, dataset: Dataset) -> None:
    n, m, mean = dataset["electrons"], dataset["m_z"], dataset["mean_m_z"][0]
    ax.plot(n, m, color=_style.GREEN, linewidth=0.8)
    ax.axhline(mean, color=_style.BLACK, linestyle="--", linewidth=0.7, label=f"mean {mean:.0f}")
    ax.set(xlim=_style.limits(n), ylim=(0, 1.2 * max(m.max(), 1.0)))
    ax.legend(loc="upper right")
    ax.set_xlabel("number of electrons $N$")
    ax.set_ylabel(r"moment per particle at $T=0$ ($\mu_B$)")
