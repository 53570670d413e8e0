"""P, beyond Fig. 7: the moment with the diamagnetic term diagonalised, and with electron spin.

Equations: (A4).

To twice the largest field of Fig. 7. Left: the moment of one particle of either size with spin
(colour), and to first order without, as the paper has it (broad, grey). Right: what is left out.
The diamagnetic term beyond first order (thick) grows as the cube of the field, whatever the
temperature, and leaves every wiggle where it was. The spin (thin) shifts them: at the lowest
temperature its share is a whole number of moments wherever no level is near the Fermi energy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro import quantities
from magrepro.core.arrays import Floats
from magrepro.core.orbital.diamagnetic import G_FACTOR, exact_moment, exact_seconds
from magrepro.core.orbital.sphere import magnetic_moment
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _spheres, _style, _words
from magrepro.material import MaterialChoice, metal
from magrepro.parameters import (
    Axis,
    FigureParams,
    Range,
    SizeAxis,
    assumed,
    parameter,
    stated,
    values,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of the study of the diamagnetic term."""

    material: MaterialChoice = _common.MATERIAL_WEIGHS
    kf_a: SizeAxis = parameter(
        ("zeta_1_36", 42.4),
        "k_F a, a row each",
        stated("caption of Fig. 7"),
        quantity=quantities.RADIUS,
        ge=1,
        le=60,
    )
    t_over_tf: Axis = parameter(
        (5e-3, 5e-4, 5e-5),
        "T/T_F",
        stated("caption of Fig. 7"),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=0.01,
    )
    hbar_omega_c_over_ef: Axis = parameter(
        Range(start=0.0, stop=4e-3, num=1601),
        "cyclotron energy over Fermi energy",
        assumed("twice the largest field of Fig. 7"),
        quantity=quantities.FIELD,
        ge=0,
        le=5e-3,
    )


COLUMNS = (
    Column("kf_a", "size k_F a of the particle", "root"),
    Column("t_over_tf", "temperature over Fermi temperature", "exact"),
    Column("hbar_omega_c_over_ef", "cyclotron energy over Fermi energy, the field", "exact"),
    Column("first_order", "moment to first order in the diamagnetic term", "elementwise", "mu_B"),
    Column("diagonalised", "moment with that term diagonalised", "quadrature", "mu_B"),
    Column("with_spin", "the same with the electrons' spin", "quadrature", "mu_B"),
)


def compute(params: Params) -> Dataset:
    """Return the three moments of every size, temperature and field."""
    k, tau = values(params.kf_a), values(params.t_over_tf)
    w = values(params.hbar_omega_c_over_ef)
    mass = metal(params.material).electrons.m_eff
    without, with_spin = (
        np.array([exact_moment(size, tau, w, spin=spin, m_eff=mass) / mass for size in k])
        for spin in (False, True)
    )
    places = k[:, None, None], tau[:, None], w
    first_order = magnetic_moment(*places) / mass
    return Dataset.tidy(
        COLUMNS,
        kf_a=places[0],
        t_over_tf=places[1],
        hbar_omega_c_over_ef=w,
        first_order=first_order,
        diagonalised=without,
        with_spin=with_spin,
    )


def cost(params: Params) -> float:
    """Return the estimated seconds of one core."""
    axes = values(params.kf_a), values(params.t_over_tf), values(params.hbar_omega_c_over_ef)
    spin = G_FACTOR / 4 * metal(params.material).electrons.m_eff
    sizes = np.unique(axes[0])
    levels = sum(exact_seconds(k, axes[1], axes[2], magneton=spin) for k in sizes)
    output = _costs.output_seconds(params.points, len(COLUMNS))
    return levels + _spheres.sphere_seconds(*axes) + output


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the moment of each size and what was left out of it."""
    del params
    sizes = _style.runs(dataset, "kf_a")
    figure, panels = _style.panels(
        2 * len(sizes), height=1.9, width=_style.PAGE, extra=0.3, share_y=False
    )
    letters = _style.panel_letters()
    for size, left, right in zip(sizes, panels[::2], panels[1::2], strict=True):
        _moments(left, size)
        _left_out(right, size)
        for ax in (left, right):
            ax.set_xlim(_style.limits(1e3 * dataset["hbar_omega_c_over_ef"]))
            _style.letter(ax, next(letters))
    for ax in panels[-2:]:
        ax.set_xlabel(r"$\hbar\omega_c/E_F$  ($10^{-3}$)")
    return figure


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    field = dataset["hbar_omega_c_over_ef"]
    told = ". ".join(map(_told, _words.some(_style.runs(dataset, "kf_a"), 3)))
    return (
        f"Moment with spin over hbar omega_c/E_F {_words.span(field)}, a row a size, and what the "
        f"paper leaves out of it: {told}."
    )


def _told(size: Dataset) -> str:
    """Return what the picture shows of a size, at its lowest temperature."""
    curves = _style.runs(size, "t_over_tf")
    coldest = curves[int(np.argmin([curve["t_over_tf"][0] for curve in curves]))]
    course = _words.course(coldest["hbar_omega_c_over_ef"], coldest["with_spin"], "mu_B")
    spin, term = (_words.number(np.max(added)) for added in _added(coldest))
    place = f"k_F a = {_words.number(size['kf_a'][0], 4)} at T/T_F = "
    place += _words.number(coldest["t_over_tf"][0])
    return (
        f"{place} {course}; of this the spin makes {spin} mu_B at most, the diamagnetic term "
        f"beyond first order {term}"
    )


def _added(curve: Dataset) -> tuple[Floats, Floats]:
    """Return how far the spin moves the moment, and the diamagnetic term beyond first order.

    They are no columns: two computations agree in the moments, and not to as many digits in these.
    """
    spin = np.abs(curve["with_spin"] - curve["diagonalised"])
    return spin, np.abs(curve["diagonalised"] - curve["first_order"])


def _looks(curves: list[Dataset]) -> list[tuple[Dataset, str | None, dict[str, Any]]]:
    colours = _style.colours(len(curves), _style.BLUE, _style.GREEN, _style.RED)
    labels = _style.labels(rf"${_style.power_of_ten(c['t_over_tf'][0])}$" for c in curves)
    # The last has no dash: gaps would hide its fine oscillations.
    looks = zip(colours, _style.lines(len(curves))[::-1], strict=True)
    looks_of = [{"color": colour, "linestyle": line} for colour, line in looks]
    return list(zip(curves, labels, looks_of, strict=True))


def _moments(ax: Axes, size: Dataset) -> None:
    for curve, label, look in _looks(_style.runs(size, "t_over_tf")):
        w = 1e3 * curve["hbar_omega_c_over_ef"]
        (line,) = ax.plot(w, curve["with_spin"], linewidth=1.0, **look)
        line.set_marker(_style.marker(w))
        line.set_label(label or "_")
        ax.plot(w, curve["first_order"], color=_PALE, linewidth=2.6, zorder=1)
    ax.plot([], [], color=_PALE, linewidth=2.6, label="first order, no spin")
    ax.axhline(0, color=_style.GRAY, linewidth=0.4)
    moments = np.concatenate([size["with_spin"], size["first_order"]])
    low, high, spread = moments.min(), moments.max(), np.ptp(moments)
    ax.set_ylim(low - 0.05 * spread - 1, high + 0.55 * spread + 1)
    ax.set_ylabel(r"$\mathcal{M}$  ($\mu_B$)")
    title = f"$k_Fa={size['kf_a'][0]:.4g}$, " + r"$T/T_F$:"
    ax.legend(title=title, loc="upper right", ncols=2, columnspacing=1)


_PALE = "#C4C4C4"
"""The paper's moments, which lie behind the others."""


def _left_out(ax: Axes, size: Dataset) -> None:
    for curve, _, look in _looks(_style.runs(size, "t_over_tf")):
        w = 1e3 * curve["hbar_omega_c_over_ef"]
        spin, term = (np.maximum(added, 1e-30) for added in _added(curve))  # for the logarithm
        ax.plot(w, spin, linewidth=0.8, **look)
        ax.plot(w, term, color=_style.BLACK, linewidth=1.8)
    ax.set(yscale="log", ylim=(1e-3, 3e2))
    ax.set_ylabel(r"left out  ($\mu_B$)")
    ax.text(0.36, 0.88, "spin", transform=ax.transAxes)
    ax.text(0.55, 0.38, r"$H^2$ beyond first order", transform=ax.transAxes)
