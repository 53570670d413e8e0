"""P, Fig. 1: the dimer, to scale, in an applied field.

Equations: (3), (4).

Two spheres on the z axis with their radii, distance and susceptibilities, the applied field, and
the moments that it induces with (red, thick) and without (green, dashed) the coupling of the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro.core.arrays import Floats
from magrepro.core.orbital.dipoles import (
    SPHERE_VOLUME,
    effective_field,
    is_linearly_stable,
    linear_moments,
)
from magrepro.dataset import Column, Dataset
from magrepro.figures import _common, _style, _words
from magrepro.material import MaterialChoice
from magrepro.parameters import FigureParams, assumed, parameter

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SKETCH = assumed("the caption gives no number; chosen to be seen")


class Params(FigureParams):
    """Parameters of Fig. 1."""

    material: MaterialChoice = _common.MATERIAL_IS_DRAWN
    a1_over_a: float = parameter(
        1.0,
        "radius of particle 1",
        assumed("Sec. II says nearly identical sizes; taken equal"),
        unit="a",
        gt=0,
        le=1.4,
    )
    a2_over_a: float = parameter(
        1.0,
        "radius of particle 2",
        assumed("Sec. II says nearly identical sizes; taken equal"),
        unit="a",
        gt=0,
        le=1.4,
    )
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius",
        assumed("the caption gives none; that of the other figures"),
        ge=3,
        le=10,
    )
    chi1: float = parameter(1.2, "susceptibility of particle 1", _SKETCH, ge=-3, le=3)
    chi2: float = parameter(0.8, "susceptibility of particle 2", _SKETCH, ge=-3, le=3)
    field_angle: float = parameter(
        40.0, "angle between the applied field and the z axis", _SKETCH, unit="degree", ge=0, le=180
    )


COLUMNS = (
    Column("particle", "1 or 2", "exact", dtype=int),
    Column("z_over_a", "position on the z axis", "exact", "a"),
    Column("radius_over_a", "radius", "exact", "a"),
    Column("chi", "zero-field susceptibility (Gaussian)", "exact"),
    Column("external_x", "applied field, transverse", "elementwise", "H"),
    Column("external_z", "applied field, longitudinal", "elementwise", "H"),
    Column("field_x", "field at the particle, transverse", "root", "H"),
    Column("field_z", "field at the particle, longitudinal", "root", "H"),
    Column("moment_x", "moment with coupling, transverse", "root", "V H"),
    Column("moment_z", "moment with coupling, longitudinal", "root", "V H"),
    Column("free_moment_x", "moment without coupling, transverse", "elementwise", "V H"),
    Column("free_moment_z", "moment without coupling, longitudinal", "elementwise", "V H"),
)


def compute(params: Params) -> Dataset:
    """Return places, fields and moments of both particles, in units of a, H and V H.

    Raises
    ------
    ValueError
        If the particles order without a field, beyond which no linear response is stable.
    """
    angle = np.deg2rad(params.field_angle)
    external = np.array([np.sin(angle), 0.0, np.cos(angle)])
    radius = np.array([params.a1_over_a, params.a2_over_a])
    chi = np.array([params.chi1, params.chi2])
    response, places = chi * radius**3, np.array([-0.5, 0.5]) * params.d_over_a
    if not is_linearly_stable(response, positions_over_a=places):
        raise ValueError(f"{_numbers(params)}: the dimer orders by itself; no linear response")
    moments = linear_moments(response, external, positions_over_a=places)
    field = effective_field(SPHERE_VOLUME * moments, external, positions=places)
    free = response[:, None] * external
    return Dataset.tidy(
        COLUMNS,
        particle=np.array([1, 2]),
        z_over_a=places,
        radius_over_a=radius,
        chi=chi,
        **_across_and_along("external", external),
        **_across_and_along("field", field),
        **_across_and_along("moment", moments),
        **_across_and_along("free_moment", free),
    )


def _numbers(params: Params) -> str:
    given = ("chi1", "chi2", "a1_over_a", "a2_over_a", "d_over_a")
    return f"{', '.join(given)} = {', '.join(f'{getattr(params, name):g}' for name in given)}"


def _across_and_along(name: str, vectors: Floats) -> dict[str, Floats]:
    return {f"{name}_x": vectors[..., 0], f"{name}_z": vectors[..., 2]}


_COUPLED: Any = {"color": _style.RED, "linewidth": 1.7, "mutation_scale": 9}
_FREE: Any = {"color": _style.GREEN, "linewidth": 1.1, "linestyle": (0, (3, 1.2))}


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw the two spheres with z to the right, the distance, the field and the moments."""
    from matplotlib.lines import Line2D

    z, radius = dataset["z_over_a"], dataset["radius_over_a"]
    top = float(np.max(radius)) + 0.35
    ax = _canvas((z[0] - 2.6, z[-1] + 2.9), (-float(np.max(radius)) - 0.6, max(top, 1.35) + 0.5))
    for i in range(len(dataset)):
        look: Any = _style.particle(params.material)
        _draw_particle(ax, i + 1, (z[i], 0.0), radius[i], look, positive=dataset["chi"][i] > 0)
        moment = (dataset["moment_z"][i], dataset["moment_x"][i])
        free = (dataset["free_moment_z"][i], dataset["free_moment_x"][i])
        _style.arrow(ax, (z[i], 0), moment, **_COUPLED)
        _style.arrow(ax, (z[i], 0), free, **_FREE)
    _draw_axis(ax, z, top, rf"$d = {params.d_over_a:g}\,a$")
    field = (dataset["external_z"][0], dataset["external_x"][0])
    _style.arrow(ax, (z[0] - 2.2, 0.35), field, color=_style.BLUE, linewidth=1.4)
    ax.text(z[0] - 2.25, 0.95, r"$\mathbf{H}$", color=_style.BLUE, ha="center")
    key = [
        Line2D([], [], label=words, **{k: v for k, v in look.items() if k != "mutation_scale"})
        for look, words in ((_COUPLED, "coupled"), (_FREE, "uncoupled"))
    ]
    ax.legend(handles=key, loc="upper right", borderpad=0.2, handlelength=2.0)
    return ax.figure  # type: ignore[return-value]


def _canvas(x: tuple[float, float], y: tuple[float, float]) -> Axes:
    """Return axes that fill a column, without ticks, on the same scale in both directions."""
    width = _style.COLUMN
    figure = _style.figure(width, width * (y[1] - y[0]) / (x[1] - x[0]))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=x, ylim=y)
    ax.set_axis_off()
    return ax


def _draw_axis(ax: Axes, z: Floats, top: float, text: str) -> None:
    """Draw the z axis and, above the spheres, their distance."""
    distance = z[-1] - z[0]
    _style.arrow(ax, (z[0] - 1.9, 0), (distance + 4.2, 0), color=_style.GRAY, linewidth=0.6)
    ax.text(z[-1] + 2.35, 0, r"$z$", va="center", ha="left")
    look = {"arrowstyle": "<->", "color": _style.BLACK, "linewidth": 0.6}
    _style.arrow(ax, (z[0], top), (distance, 0), **look)
    ax.text(0, top + 0.06, text, ha="center", va="bottom")


def _draw_particle(
    ax: Axes, number: int, centre: Any, radius: float, look: Any, *, positive: bool
) -> None:
    from matplotlib.patches import Circle

    z = centre[0]
    ax.add_patch(Circle(centre, radius, lw=0.8, **look))
    ax.plot(z, 0, ".", color=_style.BLACK, markersize=2.5)
    sign = ">" if positive else "<"
    ax.text(z, -radius - 0.1, rf"$\chi_{number} {sign} 0$", ha="center", va="top")
    ax.text(z - 0.2 * radius, -0.58 * radius, rf"$a_{number}$", ha="center", va="center")
    rim = (-0.707 * radius, -0.707 * radius)
    _style.arrow(ax, centre, rim, color=_style.BLACK, linewidth=0.6, arrowstyle="->")


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    number = _words.number
    radii = _words.listed([number(r) for r in dataset["radius_over_a"]])
    particles = [
        f"particle {i + 1} (chi = {number(dataset['chi'][i])}) has the moment "
        f"{number(np.hypot(dataset['moment_x'][i], dataset['moment_z'][i]))} V H with the coupling "
        f"and {number(np.hypot(dataset['free_moment_x'][i], dataset['free_moment_z'][i]))} without"
        for i in range(len(dataset))
    ]
    return (
        f"Two spheres of radius {radii} a on the z axis, {number(np.ptp(dataset['z_over_a']))} a "
        f"apart, in a field at {number(params.field_angle)} degrees to it: "
        f"{'; '.join(particles)}."
    )
