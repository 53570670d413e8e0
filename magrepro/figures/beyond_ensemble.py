"""P, beyond App. A: a sphere with a fixed number of electrons beside the grand canonical one.

Equations: (8), (A4), (A5).

Footnote 11 works with the grand canonical ensemble. Here are the same quantities with exactly N
electrons, for one size and every filling of the shell at the Fermi energy, beside those with N on
average. (a) Critical temperature of the dimer over the electrons in the shell; the square is the
paper's, at mu = E_F. (b) How far chi with exactly N is from chi with N on average, in units of
N^(-1/2), against temperature; it has a pole (in the bands) where chi with N on average is zero.
(c) The moment in a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro import quantities
from magrepro.core.arrays import Floats
from magrepro.core.orbital import canonical, canonical_field, curie, fixed_number
from magrepro.core.orbital.sphere import electron_number
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _style, _words
from magrepro.material import MaterialChoice, metal
from magrepro.parameters import (
    Axis,
    CountAxis,
    FigureParams,
    Range,
    Size,
    assumed,
    counts,
    parameter,
    size,
    stated,
    values,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of the study of ensembles."""

    material: MaterialChoice = _common.MATERIAL
    kf_a: Size = parameter(
        "zeta_1_36",
        "k_F a, a zero with an orbital moment",
        stated("caption of Fig. 5"),
        quantity=quantities.RADIUS,
        ge=4,
        le=70,
    )
    fillings: CountAxis = parameter(
        (1, 20, 73),
        "electrons in the shell, for chi and the moment",
        assumed("one, some, and half of the 146"),
        ge=1,
        le=300,
    )
    t_over_tf: Axis = parameter(
        Range(start=1e-8, stop=1e-2, num=61, scale="log"),
        "T/T_F",
        assumed("from order to above room temperature"),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=0.02,
    )
    hbar_omega_c_over_ef: Axis = parameter(
        Range(start=0.0, stop=5e-4, num=41),
        "field as hbar omega_c/E_F",
        assumed("a quarter of Fig. 7"),
        quantity=quantities.FIELD,
        ge=0,
        le=2e-3,
    )
    t_field: float = parameter(
        5e-5,
        "T/T_F of the moment in a field",
        stated("caption of Fig. 7"),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=1e-3,
    )
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius",
        stated("Sec. V, before footnote 9"),
        quantity=quantities.DISTANCE,
        ge=2,
        le=30,
    )
    chi_landau: _common.ChiLandau = _common.CHI_LANDAU_WEAK


COLUMNS = (
    Column("panel", "order: T_c; response: chi over T; field: moment over H", "exact", dtype=str),
    Column("in_shell", "electrons in the shell at the Fermi energy", "exact", dtype=int),
    Column("electrons", "electrons of the particle", "exact", dtype=int),
    Column("t_over_tf", "temperature over Fermi temperature, 0 in panel order", "elementwise"),
    Column("hbar_omega_c_over_ef", "hbar omega_c over Fermi energy", "elementwise"),
    Column("exactly", "with exactly N: T_c/T_F, chi/|chi_L|, or moment in mu_B", "root"),
    Column("on_average", "with N on average: the same", "root"),
    Column("at_e_f", "the same at mu = E_F, in panel order and half-filled", "root"),
    Column(
        "off_root_n",
        "chi with exactly N over chi with N on average, less 1, over N^(-1/2); panel response",
        "root",
    ),
)


def compute(params: Params) -> Dataset:
    """Return the three panels, one below the other."""
    k = size(params.kf_a)
    places, closed = _shell(k)
    some = counts(params.fillings)
    if some.max() > places:
        raise ValueError(f"fillings: the shell has {places} places")
    c = float(curie.critical_over_landau(d_over_a=params.d_over_a, chi_landau=params.chi_landau))
    order, _ = fixed_number.critical_temperature(k, closed + np.arange(places + 1), critical=c)
    average = fixed_number.grand_canonical(order, places)
    blocks = [_block("order", np.arange(places + 1), closed, order, average, 0.0, 0.0)]
    blocks += [_response(params, filling, closed) for filling in some]
    blocks += [_field(params, filling, closed) for filling in some]
    at_e_f = float(curie.curie_temperature(k, critical=c))
    joined = {name: np.concatenate([b[name] for b in blocks]) for name in blocks[0]}
    return Dataset.tidy(COLUMNS, at_e_f=at_e_f, **joined)


def _response(params: Params, filling: int, closed: int) -> dict[str, Any]:
    tau = values(params.t_over_tf)
    point = (size(params.kf_a), tau, closed + filling)
    chi, average = (canonical.susceptibility(*point, exactly=e) for e in (True, False))
    off = canonical.off_in_root_n(chi, average, closed + filling)
    return _block("response", filling, closed, chi, average, tau, 0.0) | {"off_root_n": off}


def _field(params: Params, filling: int, closed: int) -> dict[str, Any]:
    w, mass = values(params.hbar_omega_c_over_ef), metal(params.material).electrons.m_eff
    place = (size(params.kf_a), params.t_field, w, closed + filling)
    m, average = (canonical_field.moment(*place, exactly=e) / mass for e in (True, False))
    return _block("field", filling, closed, m, average, params.t_field, w)


def _shell(k: float) -> tuple[int, int]:
    """Return the places of the shell at the Fermi energy, and the electrons below it."""
    half = float(electron_number(k))
    shell = fixed_number.OpenShell.of(half)
    places = int(shell.places)
    if 2 * int(shell.electrons) != places or places < 6:
        raise ValueError("kf_a must be a zero zeta_nl with l > 0")
    return places, round(half) - places // 2


def _block(
    panel: str, n: Any, closed: int, exact: Floats, average: Floats, tau: Any, w: Any
) -> dict[str, Any]:
    columns = {
        "panel": panel,
        "in_shell": n,
        "electrons": closed + np.asarray(n),
        "exactly": exact,
        "on_average": average,
        "t_over_tf": tau,
        "hbar_omega_c_over_ef": w,
        "off_root_n": 0.0,
    }
    arrays = np.broadcast_arrays(*columns.values())
    return dict(zip(columns, arrays, strict=True))


def cost(params: Params) -> float:
    """Estimate the seconds on one core: points in a field take all states of the open shells."""
    k, fillings = size(params.kf_a), counts(params.fillings).size
    warm = canonical.seconds(k, values(params.t_over_tf))
    moments = canonical.seconds(k, params.t_field, values(params.hbar_omega_c_over_ef))
    return float(1.5 + fillings * (warm.sum() + moments.sum()))


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the critical temperature, the difference between the ensembles, and the moments."""
    del params
    figure = _style.figure(width=_style.PAGE, height=2.75)
    order, response, field = figure.subplots(1, 3)
    _order(order, dataset.where(panel="order"))
    _responses(response, dataset.where(panel="response"))
    _fields(field, dataset.where(panel="field"))
    (drawn, names), (more, called) = (x.get_legend_handles_labels() for x in (order, response))
    key: Any = {"ncols": 7, "columnspacing": 1.2, "handlelength": 2.2}
    figure.legend(drawn + more, names + called, loc="upper center", **key)
    for ax, letter in zip((order, response, field), "abc", strict=True):
        _style.letter(ax, letter)
    return figure


def _looks(panel: Dataset) -> list[tuple[Dataset, dict[str, Any]]]:
    """Return the rows of each filling of a panel, and how they are drawn."""
    curves = _style.runs(panel, "in_shell")
    looks = zip(_style.colours(len(curves)), _style.lines(len(curves)), strict=True)
    named = _style.labels(f"$n={curve['in_shell'][0]}$" for curve in curves)
    return [
        (curve, {"color": colour, "linestyle": line, "label": label or "_"})
        for curve, (colour, line), label in zip(curves, looks, named, strict=False)
    ]


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    order = dataset.where(panel="order")
    fixed, average = (
        _words.course(order["in_shell"], order[name]) for name in ("exactly", "on_average")
    )
    some = _words.some(dataset.where(panel="response").distinct("in_shell"), 3)
    told = "; ".join(_told(dataset.where(in_shell=n)) for n in some)
    return (
        f"T_c/T_F over the electrons n in the shell with N fixed {fixed}; with N on average it "
        f"{average}; at mu = E_F it is {_words.number(order['at_e_f'][0])}. Beside N on "
        f"average {told}."
    )


def _told(filling: Dataset) -> str:
    chi, m = (filling.where(panel=panel) for panel in ("response", "field"))
    top = int(np.argmax(np.abs(m["exactly"])))
    off, place = np.abs(chi["off_root_n"]), _words.number(m["hbar_omega_c_over_ef"][top])
    return (
        f"for n = {chi['in_shell'][0]} chi is off by {_words.span(off)} N^(-1/2), and the moment "
        f"at most {_words.number(m['exactly'][top])} mu_B, at hbar omega_c/E_F = {place}"
    )


_PALE = "#C4C4C4"
"""Curves of N on average, which lie behind the others."""


def _order(ax: Axes, dataset: Dataset) -> None:
    n = dataset["in_shell"]
    ax.plot(n, dataset["exactly"] * 1e7, color=_style.BLACK, linewidth=0.8, label="$N$ fixed")
    average: Any = {"color": _PALE, "linewidth": 2.6, "label": r"$\langle N\rangle$ fixed"}
    ax.plot(n, dataset["on_average"] * 1e7, zorder=1, **average)
    half = n == n.max() // 2
    square: Any = {"color": _style.BLACK, "markersize": 4, "fillstyle": "none"}
    ax.plot(n[half], dataset["at_e_f"][half] * 1e7, "s", label=r"$\mu=E_F$", **square)
    ax.set(xlim=(0, n.max()), ylim=(0, 1.25 * dataset["exactly"].max() * 1e7))
    ax.set_xlabel(r"electrons $n$ in the shell")
    ax.set_ylabel(r"$T_c/T_F$  ($10^{-7}$)")


def _responses(ax: Axes, dataset: Dataset) -> None:
    """Draw how far chi is off, broken where it has a pole."""
    for chi, look in _looks(dataset):
        t, off = chi["t_over_tf"], np.abs(chi["off_root_n"])
        pole = np.flatnonzero(np.diff(np.sign(chi["on_average"])) != 0)
        ax.loglog(np.insert(t, pole + 1, np.nan), np.insert(off, pole + 1, np.nan), **look)
        for at in pole:
            ax.axvspan(t[at], t[at + 1], color=look["color"], alpha=0.35, linewidth=0)
    if ax.patches:
        ax.patches[0].set_label(r"$\chi_{\langle N\rangle}=0$")
    ax.axhline(1, color=_style.BLACK, linewidth=0.6)
    ax.set_xlabel(r"$T/T_F$")
    ax.set_ylabel(r"$|\chi_N/\chi_{\langle N\rangle}-1|\,N^{1/2}$")


def _fields(ax: Axes, dataset: Dataset) -> None:
    for m, look in _looks(dataset):
        w = m["hbar_omega_c_over_ef"] * 1e4
        ax.plot(w, m["on_average"], color=_PALE, linewidth=2.6, zorder=1)
        ax.plot(w, m["exactly"], **look)
    ax.set(xlim=_style.limits(dataset["hbar_omega_c_over_ef"] * 1e4))
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.12 * (high - low))
    ax.set_xlabel(r"$\hbar\omega_c/E_F$  ($10^{-4}$)")
    ax.set_ylabel(r"moment ($\mu_B$)")
