"""Adaptive integrals of many functions of one variable at once.

Every function has panels of its own and refines them until its estimated error is small beside its
own integral; all panels that wait are evaluated together.

References
----------
Piessens, de Doncker-Kapenga, Überhuber, Kahaner, QUADPACK (Springer, 1983), rule QK21 and its
error estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import roots_legendre

from magrepro.core.arrays import Floats, floats

Indices = NDArray[np.intp]
Integrand = Callable[[Indices, Floats], Floats]
"""Values of the functions with these indices, shape (panels,), at points (panels, nodes)."""
Width = Callable[[Indices, Floats], Floats]
"""Width, shape (panels,), by function (panels,) and lower end (panels,)."""

# QK21: the positive nodes that Kronrod adds to the ten of Gauss, and the weights of all positive
# nodes from the outermost to the centre.
_ADDED: Final = (
    0.995657163025808080735527280689003,
    0.930157491355708226001207180059508,
    0.780817726586416897063717578345042,
    0.562757134668604683339000099272694,
    0.294392862701460198131126603103866,
    0.0,
)
_WEIGHTS: Final = (
    0.011694638867371874278064396062192,
    0.032558162307964727478818972459390,
    0.054755896574351996031381300244580,
    0.075039674810919952767043140916190,
    0.093125454583697605535465065083366,
    0.109387158802297641899210590325805,
    0.123491976262065851077958109831074,
    0.134709217311473325928054001771707,
    0.142775938577060080797094273138717,
    0.147739104901338491374841515972068,
    0.149445554002916905664936468389821,
)
_GAUSS_NODES, _GAUSS_WEIGHTS = roots_legendre(10)
_NODES: Final = np.sort(np.concatenate([_GAUSS_NODES, np.array(_ADDED), -np.array(_ADDED[:-1])]))
_KRONROD_WEIGHTS: Final = np.array([*_WEIGHTS, *_WEIGHTS[-2::-1]])

_DIFFERENCE: Final = _KRONROD_WEIGHTS.copy()
_DIFFERENCE[1::2] -= _GAUSS_WEIGHTS

POINTS: Final = np.concatenate([[-1.0], _NODES, [1.0]])
"""Where a panel is evaluated: the nodes and both ends, so that no step hides beyond the nodes."""

_TO_THE_ENDS: Final = np.array(
    [
        [np.prod((end - np.delete(_NODES, i)) / (x - np.delete(_NODES, i))) for end in (-1, 1)]
        for i, x in enumerate(_NODES)
    ]
)
"""Weights by which the polynomial through the nodes has its values at both ends."""

MOST_ROUNDS: Final = 100
"""Refinements of a panel one after another; halving alone ends at rounding after some 60."""

HALF_OF_THE_CHANGE: Final = 0.5
"""A panel in which one gap between points holds this share of all change is cut around the gap,
which closes in on a step ten times faster than halving."""


@dataclass(frozen=True, slots=True)
class Panels:
    """Intervals [low, high] of the functions `owner`, each of shape (panels,)."""

    owner: Indices
    low: Floats
    high: Floats

    def where(self, chosen: NDArray[np.bool_]) -> Panels:
        """Return the panels chosen by a mask."""
        return Panels(self.owner[chosen], self.low[chosen], self.high[chosen])


@dataclass(frozen=True, slots=True)
class _Estimates:
    """Panels with integral, error and the two points between which the function changes most."""

    panels: Panels
    integral: Floats
    error: Floats
    gap: Floats
    """Low and high end of a gap that holds most of the change, NaN if none does, (panels, 2)."""

    def where(self, chosen: NDArray[np.bool_]) -> _Estimates:
        arrays = (array[chosen] for array in (self.integral, self.error, self.gap))
        return _Estimates(self.panels.where(chosen), *arrays)


def integrals(
    integrand: Integrand, panels: Panels, *, count: int, rtol: float, smooth: Width
) -> tuple[Floats, Floats, Indices]:
    """Return the integrals of `count` functions, their estimated errors and the values it took.

    Parameters
    ----------
    integrand
        See `Integrand`.
    panels
        Where to begin. A feature shows if it is about as wide as the points of a panel are apart.
    count
        Number of functions.
    rtol
        Wanted error over the integral.
    smooth
        Width below which a function is so smooth that only rounding is left of the error; panels
        narrower than that are not refined.

    Returns
    -------
    integral, error, evaluations : ndarray
        Shape (count,). The error is above `rtol` times the integral where it cannot be lower.
    """
    found = _estimate(integrand, panels)
    tried = np.bincount(panels.owner, minlength=count)
    for _ in range(MOST_ROUNDS):
        integral, error = _sums(found, count)
        split = _worth_splitting(found, integral, error, rtol=rtol)
        split &= _is_wide(found.panels, smooth)
        if not split.any():
            break
        parts = _estimate(integrand, _cut(found.where(split)))
        tried += np.bincount(parts.panels.owner, minlength=count)
        found = _joined(found.where(~split), parts)
    return *_sums(found, count), tried * POINTS.size


def _sums(found: _Estimates, count: int) -> tuple[Floats, Floats]:
    """Return the integral of each function and its error, summed over its panels."""
    owner = found.panels.owner
    integral, error = (np.bincount(owner, x, count) for x in (found.integral, found.error))
    return floats(integral), floats(error)


def _worth_splitting(
    found: _Estimates, integral: Floats, error: Floats, *, rtol: float
) -> NDArray[np.bool_]:
    """Panels of unfinished functions with more than their share of the error allowed."""
    owner, allowed = found.panels.owner, rtol * np.abs(integral)
    share = allowed / np.maximum(np.bincount(owner, minlength=len(integral)), 1)
    return np.asarray((error > allowed)[owner] & (found.error > share[owner]))


def _is_wide(panels: Panels, smooth: Width) -> NDArray[np.bool_]:
    """Tell which panels are wider than what is smooth, and than the rounding of their ends."""
    rounding = 8 * np.spacing(np.maximum(np.abs(panels.low), np.abs(panels.high)))
    width = np.maximum(rounding, smooth(panels.owner, panels.low))
    return np.asarray(panels.high - panels.low > width)


def _estimate(integrand: Integrand, panels: Panels) -> _Estimates:
    """Return Kronrod's integrals, and errors as QUADPACK scales them, with what the ends add."""
    half, centre = (panels.high - panels.low) / 2, (panels.high + panels.low) / 2
    points = centre[:, None] + half[:, None] * POINTS
    points[:, 0], points[:, -1] = panels.low, panels.high
    values = integrand(panels.owner, points)
    inner = values[:, 1:-1]
    mean = inner @ _KRONROD_WEIGHTS / 2
    spread = half * (np.abs(inner - mean[:, None]) @ _KRONROD_WEIGHTS)
    difference = np.abs(half * (inner @ _DIFFERENCE))
    ratio = np.divide(200 * difference, spread, out=np.zeros_like(spread), where=spread > 0)
    error = spread * np.minimum(1, ratio**1.5)
    beyond = np.abs(values[:, [0, -1]] - inner @ _TO_THE_ENDS).sum(axis=1)
    error += half * (_NODES[0] + 1) * beyond
    return _Estimates(panels, 2 * half * mean, error, _steepest_gap(points, values))


def _steepest_gap(points: Floats, values: Floats) -> Floats:
    """Return the points between which most of a panel's change is, nan where it is spread."""
    change = np.abs(np.diff(values, axis=1))
    at = np.argmax(change, axis=1)
    row = np.arange(len(points))
    gap = np.stack([points[row, at], points[row, at + 1]], axis=1)
    gap[change[row, at] <= HALF_OF_THE_CHANGE * change.sum(axis=1)] = np.nan
    return gap


def _cut(found: _Estimates) -> Panels:
    """Panels cut around the gap of most change, or in two halves."""
    owner, low, high = found.panels.owner, found.panels.low, found.panels.high
    smooth = np.isnan(found.gap[:, 0])
    middle = (low + high) / 2
    first, last = (np.where(smooth, middle, found.gap[:, end]) for end in (0, 1))
    parts = Panels(
        np.concatenate([owner, owner, owner]),
        np.concatenate([low, first, last]),
        np.concatenate([first, last, high]),
    )
    return parts.where(parts.high > parts.low)


def _joined(a: _Estimates, b: _Estimates) -> _Estimates:
    """Return two lots of estimates as one."""

    def both(name: str) -> tuple[Floats, Floats]:
        return getattr(a, name), getattr(b, name)

    p, q = a.panels, b.panels
    panels = Panels(
        np.concatenate([p.owner, q.owner]),
        np.concatenate([p.low, q.low]),
        np.concatenate([p.high, q.high]),
    )
    names = ("integral", "error", "gap")
    return _Estimates(panels, *(np.concatenate(both(name)) for name in names))
