"""F, Fig. 5: moment per site against temperature.

Equations: (4), (7).

A plane of spins with Gaussian couplings and anharmonic vibrations of five strengths. With
antiferromagnetic exchange (a, c) the moment grows with temperature throughout; with ferromagnetic
exchange (b, d) it passes a maximum and falls to a finite limit. Curves are magnified by the factors
printed at their ends. Eq. (7) supposes a mode that stays in its well, k_B T < omega_0^3/(432
Phi^2): beyond, for the strongest anharmonicity from 2690 K on, curves are dotted.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.constants import K_B_MEV
from magrepro.core.curves import first_rise, maximum
from magrepro.core.vibrational import described
from magrepro.core.vibrational.lattice import VibratingLattice, moment_per_site, pairs_on_disc
from magrepro.core.vibrational.vibrations import escape_barrier
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _costs, _style, _words
from magrepro.observables import Observable, one
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
from magrepro.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


COLD = 1e-5
"""k_B T over the exchange below which energies are refined."""

MAGNIFIED = ((1e-7, 10_000), (1e-6, 500), (1e-5, 25))
"""The weakest couplings, Phi/omega_0, and the factors by which the caption magnifies them."""


class Params(FigureParams):
    """Parameters of Fig. 5 of the vibrational paper."""

    j_mev: Axis = parameter(
        described.EXCHANGES,
        "exchange J of Eq. (3); J < 0 is antiferromagnetic here",
        stated("caption of Fig. 5"),
        unit="meV",
        ge=-1000,
        le=1000,
    )
    phi_over_omega0: Axis = parameter(
        described.STRENGTHS,
        "anharmonic coupling over vibrational energy",
        stated("caption of Fig. 5"),
        ge=0,
        le=1,
    )
    temperature_k: Axis = parameter(
        Range(start=1.0, stop=1e5, num=401, scale="log"),
        "temperature",
        assumed(
            "the text gives no range; with I = |J| the maximum of (d) lies near 2240 K and the "
            "finite limit far above, so only a logarithmic axis shows all that is described",
            plausible=(
                Range(start=1.0, stop=300.0, num=300),
                Range(start=1.0, stop=1000.0, num=401),
            ),
        ),
        unit="K",
        ge=1e-3,
        le=1e5,
    )
    omega0_mev: float = parameter(
        described.OMEGA0,
        "vibrational energy",
        stated("caption of Fig. 5"),
        unit="meV",
        ge=1e-3,
        le=1e4,
    )
    spin: Spin = parameter(
        1.0,
        "spin S",
        stated("caption of Fig. 5; the text says 1/2, for which an on-site I (S^z)^2 does nothing"),
    )
    anisotropy_over_j: float = parameter(
        1.0, "easy-plane anisotropy I over |J|", stated("caption of Fig. 5"), ge=-100, le=100
    )
    anisotropy: Literal["on-site", "exchange"] = parameter(
        "on-site",
        "what the anisotropy acts on: I (S_1z^2 + S_2z^2) or I S_1z S_2z",
        derived("Eq. (3) puts anisotropy into the on-site part H_S"),
    )
    coupling_a_mev: float = parameter(
        1.0,
        "spin-lattice coupling A",
        assumed("the text gives no value", plausible=(0.01, 0.1, 10.0)),
        unit="meV",
        ge=-1e4,
        le=1e4,
    )
    r_s_angstrom: float = parameter(
        1.0, "range of the exchange", stated("caption of Fig. 5"), unit="angstrom", gt=0, le=100
    )
    r_a_angstrom: float = parameter(
        1.0,
        "range of the spin-lattice coupling",
        stated("caption of Fig. 5"),
        unit="angstrom",
        gt=0,
        le=100,
    )
    k_max_per_angstrom: float = parameter(
        float(np.pi),
        "radius of the disc of wave vectors, averaged over its area",
        assumed("the text gives neither domain nor measure", plausible=(1.0, 2.0, 6.0)),
        unit="1/angstrom",
        gt=0,
        le=100,
    )
    prefactor: float = parameter(
        float(np.sqrt(2) * np.pi),
        "prefactor of J_k and A_k, times the range in angstrom",
        assumed(
            "the formulae before Fig. 5, sqrt(2) pi in the text we have, perhaps sqrt(2 pi); "
            "neither is of the right dimension",
            plausible=(float(np.sqrt(2 * np.pi)), float(np.pi)),
        ),
        gt=0,
        le=100,
    )
    field_ratio: float = _common.FIELD_RATIO


COLUMNS = (
    Column("j_mev", "exchange J; negative is antiferromagnetic", "exact", "meV"),
    Column("phi_over_omega0", "anharmonic coupling over vibrational energy", "exact"),
    Column("temperature_k", "temperature", "elementwise", "K"),
    Column("moment", "moment per site, not magnified", "quadrature", "hbar"),
    Column("in_well", "1 where k_B T is below the barrier of the mode, Eq. (7), else 0", dtype=int),
)

PLOT = Plot(
    x="temperature_k",
    y=("moment",),
    panels="j_mev",
    scale=lambda curve: (1.0, float(_magnification(curve.distinct("phi_over_omega0"))[0])),
)


def compute(params: Params) -> Dataset:
    """Return the moment per site of every exchange, anharmonicity and temperature."""
    j = values(params.j_mev)[:, None, None]
    phi, temperature = values(params.phi_over_omega0)[:, None], values(params.temperature_k)
    moment, _ = moment_per_site(_lattice(params, j, phi), temperature)
    barrier = escape_barrier(phi=phi * params.omega0_mev, omega0=params.omega0_mev)
    return Dataset.tidy(
        COLUMNS,
        j_mev=j,
        phi_over_omega0=phi,
        temperature_k=temperature,
        moment=moment,
        in_well=K_B_MEV * temperature < barrier,
    )


def _lattice(params: Params, j: Floats, phi: Floats) -> VibratingLattice:
    easy_plane = params.anisotropy_over_j * np.abs(j)
    on_site = params.anisotropy == "on-site"
    return VibratingLattice(
        spin=params.spin,
        j=j,
        a=params.coupling_a_mev,
        phi=phi * params.omega0_mev,
        omega0=params.omega0_mev,
        r_s=params.r_s_angstrom,
        r_a=params.r_a_angstrom,
        k_max=params.k_max_per_angstrom,
        prefactor=params.prefactor,
        field_ratio=params.field_ratio,
        anisotropy=easy_plane if on_site else 0.0,
        exchange_anisotropy=0.0 if on_site else easy_plane,
    )


def cost(params: Params) -> float:
    """Return the estimated seconds: pairs, counted at up to 42 points, rows, curves and panels.

    How many pairs a disc takes depends on the steps at which they turn magnetic, too much for a
    formula. Where the couplings exceed k_B T by far, half of them are taken to be refined.
    """
    axes = (params.j_mev, params.phi_over_omega0, params.temperature_k)
    counts = (3, 2, 7)
    some = [_costs.sample(values(a), most) for a, most in zip(axes, counts, strict=True)]
    lattice = _lattice(params, some[0][:, None, None], some[1][:, None])
    pairs = np.mean(pairs_on_disc(lattice, some[2]))
    largest = params.spin**2 * params.prefactor * params.r_s_angstrom * np.max(np.abs(some[0]))
    cold = float(np.mean(some[2] * K_B_MEV < COLD * largest)) / 2
    isotropic = params.anisotropy_over_j == 0
    pair = _costs.pair_seconds(params.spin, isotropic=isotropic, refined=cold)
    curves = values(params.j_mev).size * values(params.phi_over_omega0).size
    picture = _costs.PANEL_SECONDS * values(params.j_mev).size + 3e-4 * curves
    return float(1 + (pairs * pair + _costs.ROW_SECONDS) * params.points + picture)


def _curve(params: Params) -> tuple[Callable[[Floats], Floats], Floats]:
    """Return |moment per site| as a function of temperature, and the ascending range."""
    lattice = _lattice(params, np.array(one(params.j_mev)), np.array(one(params.phi_over_omega0)))
    range_ = np.sort(values(params.temperature_k))
    return lambda t: np.abs(moment_per_site(lattice, t)[0]), range_


def peak_temperature(several: Sequence[Params]) -> list[float]:
    """Return the temperature of the largest |moment per site|."""
    return [maximum(*_curve(params))[0] for params in several]


def peak_moment(several: Sequence[Params]) -> list[float]:
    """Return the largest |moment per site| on the range of temperatures."""
    return [maximum(*_curve(params))[1] for params in several]


def one_percent_temperature(several: Sequence[Params]) -> list[float]:
    """Return the lowest temperature at which |moment per site| rises through S/100."""
    return [first_rise(*_curve(params), params.spin / 100) for params in several]


_AT = ("j_mev", "phi_over_omega0")
OBSERVABLES = (
    Observable(
        "peak_temperature_k",
        peak_temperature,
        "temperature of the largest |moment|; nan: at an end of the range",
        "K",
        _AT,
    ),
    Observable("peak_moment", peak_moment, "largest |moment| per site on the range", "hbar", _AT),
    Observable(
        "one_percent_temperature_k",
        one_percent_temperature,
        "lowest temperature at which |moment| rises through 1 % of S; nan: not on the range",
        "K",
        _AT,
    ),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw a panel an exchange, a curve an anharmonicity, magnified ones with their factor.

    More than 12 curves are shaded in order, and the first and the last are named.
    """
    del params
    exchanges, strengths = dataset.distinct("j_mev"), dataset.distinct("phi_over_omega0")
    columns = _style.columns(len(exchanges))
    figure, axes = _style.panels(len(exchanges), width=_style.PAGE, height=2.2, share_y=False)
    t = np.unique(dataset["temperature_k"])
    order = np.ix_(*(np.argsort(np.argsort(axis)) for axis in (exchanges, strengths)))
    names = ("j_mev", "phi_over_omega0", "temperature_k")
    moments, valid = (dataset.grid(name, *names)[order] for name in ("moment", "in_well"))
    for i, (ax, j, name) in enumerate(zip(axes, exchanges, _style.panel_letters(), strict=False)):
        _draw_curves(ax, t, moments[i], strengths, valid[i] == 1)
        _style.letter(ax, name)
        side = "AFM" if j < 0 else "FM"
        ax.text(0.09, 0.96, rf"$J={j:g}$ meV, {side}", transform=ax.transAxes, va="top")
    for ax in axes[:: 1 if columns == 2 else columns]:
        ax.set_ylabel(r"$\langle S_m\rangle$ per site")
    for ax in axes[-columns:]:
        ax.set_xlabel(r"temperature $T$  (K)")
    key = _key(strengths, everywhere=bool(np.all(valid == 1)))
    if columns == 2:
        look: Any = {"bbox_to_anchor": (0, 0.9), "handlelength": 2.0, "fontsize": _style.SMALL}
        axes[0].legend(handles=key, loc="upper left", **look)
    else:
        figure.legend(handles=key, loc="upper center", ncols=len(key))
    return figure


def _draw_curves(ax: Axes, t: Floats, curves: Floats, strengths: list[float], valid: Any) -> None:
    if t[-1] > 1000:
        ax.set_xscale("log")
    ax.set_xlim(_style.limits(t))
    factors = _magnification(strengths)
    magnified = factors[:, None] * curves
    look = [_look(i, len(strengths)) for i in range(len(strengths))]
    colours, dashes, widths = ([one[key] for one in look] for key in _LOOK)
    inside, outside = np.where(valid, magnified, np.nan), np.where(valid, np.nan, magnified)
    _style.curves(ax, t, inside, colours, linestyles=dashes, linewidths=widths)
    if not valid.all():
        _style.curves(ax, t, outside, colours, **_OUTSIDE)
    names = [f"×{factor:,.0f}".replace(",", " ") for factor in factors]
    _style.name_ends(ax, magnified[:, -1], names, colours=colours)


def _magnification(strengths: list[float]) -> Floats:
    """Return the caption's factor of each strength, 1 where it has none; to six digits."""
    printed, factors = np.array(MAGNIFIED).T
    same = np.isclose(np.array(strengths)[:, None], printed, rtol=1e-6, atol=0.0)
    return np.where(same.any(axis=1), factors[same.argmax(axis=1)], 1.0)


_OUTSIDE: Any = {"linestyle": (0, (1, 2.2)), "linewidth": 1.0}
_LOOK = ("color", "linestyle", "linewidth")


def _look(i: int, count: int) -> dict[str, Any]:
    """Return the caption's colour of a curve, or a shade where colours would not tell them apart.

    The first curve is wide and the fifth thin, because they nearly coincide.
    """
    if count > _style.MOST_NAMED:
        from matplotlib import colormaps

        shade = colormaps["viridis"](0.9 - 0.9 * i / count)
        return dict(zip(_LOOK, (shade, "-", 1.2), strict=True))
    named = (_style.GREEN, _style.PINK, _style.BLUE, _style.RED, _style.BLACK)
    dashes = ("-", (0, (5, 1.2)), (0, (3, 1, 1, 1)), (0, (9, 2)), "-")
    widths = (3.4, 1.3, 1.3, 1.3, 0.8)
    kinds = (itertools.islice(itertools.cycle(k), i, None) for k in (dashes, widths))
    return dict(
        zip(_LOOK, (_style.colours(count, *named)[i], *(next(k) for k in kinds)), strict=True)
    )


def _key(strengths: list[float], *, everywhere: bool) -> list[Any]:
    """The entries of the legend: all curves, or the first and the last; and what dots mean."""
    from matplotlib.lines import Line2D

    count, entries = len(strengths), []
    for i in range(count) if count <= _style.MOST_NAMED else (0, count - 1):
        label = rf"$\Phi={_style.power_of_ten(strengths[i])}\,\omega_0$"
        entries.append(Line2D([], [], label=label, **_look(i, count)))
    if not everywhere:
        entries.append(Line2D([], [], color="black", label="outside Eq. (7)", **_OUTSIDE))
    return entries


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    strongest = max(dataset.distinct("phi_over_omega0"))
    told = []
    for j in _words.some(dataset.distinct("j_mev")):
        curve = dataset.where(j_mev=j, phi_over_omega0=strongest)
        course = _words.course(curve["temperature_k"], curve["moment"], "hbar")
        told.append(f"for J = {_words.number(j)} meV it {course}")
    return (
        f"A panel an exchange, moment per site over the temperature in K; at the strongest "
        f"anharmonicity, Phi/omega_0 = {_words.number(strongest)}, {'; '.join(told)}."
    )
