"""P, beyond App. A: a sphere with a fixed number of electrons beside the grand canonical one.

Equations: (8), (A4), (A5).

Footnote 11 works with the grand canonical ensemble. Here are the same quantities with exactly N
electrons, for one size and every filling of the shell at the Fermi energy, beside those with N on
average. (a) Critical temperature of the dimer over the electrons in the shell; the square is the
paper's, at mu = E_F. (b) How far chi with exactly N is from chi with N on average, in units of
N^(-1/2), against temperature. (c) The moment in a field.
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
)


def compute(params: Params) -> Dataset:
    """Return the three panels, one below the other."""
    k = size(params.kf_a)
    places, closed = _shell(k)
    some = counts(params.fillings)
    if some.max() > places:
        raise ValueError(f"fillings: the shell has {places} places")
    c = float(curie.critical_over_landau(d_over_a=params.d_over_a, chi_landau=params.chi_landau))
    n, mass = np.arange(places + 1), metal(params.material).electrons.m_eff
    order, _ = fixed_number.critical_temperature(k, closed + n, critical=c)
    # On average f (1 - f) = n (g - n)/g^2 stands for n (g - n)/[g (g - 1)].
    blocks = [_block("order", n, closed, order, order * (places - 1) / places, 0.0, 0.0)]
    tau, w = values(params.t_over_tf), values(params.hbar_omega_c_over_ef)
    for filling in some:
        point = (k, tau, closed + filling)
        chi, mean = (canonical.susceptibility(*point, exactly=e) for e in (True, False))
        blocks.append(_block("response", filling, closed, chi, mean, tau, 0.0))
    for filling in some:
        place = (k, params.t_field, w, closed + filling)
        m, mean = (canonical_field.moment(*place, exactly=e) / mass for e in (True, False))
        blocks.append(_block("field", filling, closed, m, mean, params.t_field, w))
    at_e_f = float(curie.curie_temperature(k, critical=c))
    joined = {name: np.concatenate([b[name] for b in blocks]) for name in blocks[0]}
    return Dataset.tidy(COLUMNS, at_e_f=at_e_f, **joined)


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
    figure = _style.figure(width=_style.PAGE, height=2.5)
    order, response, field = figure.subplots(1, 3)
    _order(order, dataset.where(panel="order"))
    fillings = dataset.where(panel="response").distinct("in_shell")
    looks = zip(_style.colours(len(fillings)), _style.lines(len(fillings)), strict=True)
    for n, (colour, line) in zip(fillings, looks, strict=True):
        look: Any = {"color": colour, "linestyle": line, "label": f"$n={n}$"}
        _difference(response, dataset.where(panel="response", in_shell=n), look)
        _both_moments(field, dataset.where(panel="field", in_shell=n), look)
    response.axhline(1, color=_style.BLACK, linewidth=0.6)
    response.set_xlabel(r"$T/T_F$")
    response.set_ylabel(r"$|\chi_N/\chi_{\langle N\rangle}-1|\,N^{1/2}$")
    response.legend(loc="upper left", bbox_to_anchor=(0.05, 0.98))
    field.set(xlim=_style.limits(dataset["hbar_omega_c_over_ef"] * 1e4))
    field.set_xlabel(r"$\hbar\omega_c/E_F$  ($10^{-4}$)")
    field.set_ylabel(r"moment ($\mu_B$)")
    key = "lines: $N$ fixed\n" + r"rings: $\langle N\rangle$ fixed"
    field.text(0.5, 0.95, key, va="top", transform=field.transAxes, fontsize=_style.SMALL)
    for ax, letter, y in ((order, "a", 0.97), (response, "b", 0.97), (field, "c", 0.12)):
        _style.letter(ax, letter, y=y)
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    order = dataset.where(panel="order")
    fixed, average = (
        _words.course(order["in_shell"], order[name]) for name in ("exactly", "on_average")
    )
    told = []
    for n in _words.some(dataset.where(panel="response").distinct("in_shell"), 3):
        chi, m = (dataset.where(panel=panel, in_shell=n) for panel in ("response", "field"))
        top = int(np.argmax(np.abs(m["exactly"])))
        place = _words.number(m["hbar_omega_c_over_ef"][top])
        told.append(
            f"for n = {n} chi is off by {_words.span(_off(chi))} N^(-1/2), and the moment at most "
            f"{_words.number(m['exactly'][top])} mu_B, at hbar omega_c/E_F = {place}"
        )
    return (
        f"T_c/T_F over the electrons n in the shell with N fixed {fixed}; with N on average it "
        f"{average}; at mu = E_F it is {_words.number(order['at_e_f'][0])}. Beside N on "
        f"average {'; '.join(told)}."
    )


def _off(chi: Dataset) -> Floats:
    """Return how far chi with N fixed is from chi with N on average, in units of N^(-1/2)."""
    return np.asarray(np.abs(chi["exactly"] / chi["on_average"] - 1) * np.sqrt(chi["electrons"]))


def _difference(ax: Axes, chi: Dataset, look: dict[str, Any]) -> None:
    """Draw by how much the ensembles differ, in units of N^-1/2."""
    off = np.abs(chi["exactly"] / chi["on_average"] - 1) * np.sqrt(chi["electrons"])
    ax.loglog(chi["t_over_tf"], off, **look)


def _both_moments(ax: Axes, m: Dataset, look: dict[str, Any]) -> None:
    """Draw the moment at a fixed number as a line, that at a fixed mean as rings."""
    w = m["hbar_omega_c_over_ef"] * 1e4
    rings: Any = {"color": look["color"], "markersize": 2.5, "fillstyle": "none"}
    ax.plot(w, m["exactly"], **look)
    ax.plot(w[::4], m["on_average"][::4], "o", **rings)


def _order(ax: Axes, dataset: Dataset) -> None:
    n = dataset["in_shell"]
    ax.plot(n, dataset["exactly"] * 1e7, color=_style.RED, label="$N$ fixed")
    average = dataset["on_average"] * 1e7
    ax.plot(n, average, "--", color=_style.BLUE, label=r"$\langle N\rangle$ fixed")
    half = n == n.max() // 2
    square: Any = {"color": _style.BLACK, "markersize": 4, "fillstyle": "none"}
    ax.plot(n[half], dataset["at_e_f"][half] * 1e7, "s", label=r"$\mu=E_F$", **square)
    ax.set(xlim=(0, n.max()), ylim=(0, 1.6 * dataset["exactly"].max() * 1e7))
    ax.set_xlabel(r"electrons $n$ in the shell")
    ax.set_ylabel(r"$T_c/T_F$  ($10^{-7}$)")
    ax.legend(loc="upper right")
