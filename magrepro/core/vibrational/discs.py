"""Pairs of spins averaged over discs of wave vectors.

In y = k^2/4 both couplings of a pair are exponentials, on which panels of a few decay lengths are
refined until the error is small: at steps, too, where a cold pair turns magnetic at some k, and in
the tails of a disc much wider than 1/r. Energies are in meV, temperatures in K.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from magrepro.core.arrays import Floats
from magrepro.core.constants import K_B_MEV
from magrepro.core.quadrature import Integrand, Panels, integrals
from magrepro.core.vibrational.spins import Dimer, thermal_moment

AIM: Final = 1e-10
"""Error of the moment per site that is aimed at, relative."""

EDGES: Final = np.concatenate([2.5 * 2.0 ** np.arange(6), 80 * 1.25 ** np.arange(1, 11)])
"""Edges of the first panels in decay lengths: the whole disc of Fig. 5 is one panel. Beyond 80 an
exchange is far below k_B T, and beyond 750 a field is zero. A moment that is largest n lengths out
is so over more than sqrt(n/20) lengths, which the points of these panels are close enough to see.
"""

FAR: Final = 30.0
"""Decay lengths of the field beyond which panels may be left out."""

NOTHING: Final = 1e-16
"""Share of the largest part of the integral so far below which a far panel is left out."""

DISCS_AT_A_TIME: Final = 2048
"""Bounds the memory."""


@dataclass(frozen=True, slots=True)
class Discs:
    """One disc of pairs a point, each array of shape (points,).

    J_k = j exp(-y decay_s) and A_k <Q> = alpha exp(-y decay_a) for y = k^2/4 up to `end`.
    """

    j: Floats
    alpha: Floats
    field_ratio: Floats
    anisotropy: Floats
    exchange_anisotropy: Floats
    temperature: Floats
    decay_s: Floats
    decay_a: Floats
    end: Floats

    def at(self, index: NDArray[np.intp]) -> Discs:
        """Return some of the discs."""
        return Discs(*(getattr(self, name)[index] for name in self.__slots__))


def averages(spin: float, discs: Discs) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Half the pairs' moments averaged over discs, with errors and the pairs it took."""
    moment, error = np.zeros(discs.j.size), np.zeros(discs.j.size)
    pairs = np.zeros(discs.j.size, dtype=np.intp)
    magnetic = np.flatnonzero(discs.alpha)
    for start in range(0, magnetic.size, DISCS_AT_A_TIME):
        here = magnetic[start : start + DISCS_AT_A_TIME]
        moment[here], error[here], pairs[here] = _averages_of_some(spin, discs.at(here))
    return moment, error, pairs


def _averages_of_some(spin: float, discs: Discs) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Return mean moments over some discs, their errors, and the pairs evaluated for each."""

    def moments(owner: NDArray[np.intp], y: Floats) -> Floats:
        return _pair_moments(spin, discs.at(owner[:, None]), y) / 2

    def smooth(owner: NDArray[np.intp], y: Floats) -> Floats:
        d = discs.at(owner)
        exchange = spin * (spin + 1) * np.abs(d.j) * np.exp(-d.decay_s * y) * d.decay_s
        field = 2 * spin * np.abs(d.alpha) * np.exp(-d.decay_a * y) * d.decay_a
        return 0.1 / ((exchange + field) / (K_B_MEV * d.temperature) + d.decay_s + d.decay_a)

    panels = _first_panels(spin, discs, moments)
    count = discs.j.size
    found = integrals(moments, panels, count=count, rtol=AIM, smooth=smooth)
    return found[0] / discs.end, found[1] / discs.end, found[2]


def _pair_moments(spin: float, discs: Discs, y: Floats) -> Floats:
    """Return the moments of pairs at y = k^2/4."""
    pair = Dimer(
        spin=spin,
        j=discs.j * np.exp(-discs.decay_s * y),
        alpha=discs.alpha * np.exp(-discs.decay_a * y),
        field_ratio=discs.field_ratio,
        anisotropy=discs.anisotropy,
        exchange_anisotropy=discs.exchange_anisotropy,
    )
    return thermal_moment(pair, discs.temperature)


def _first_panels(spin: float, discs: Discs, moments: Integrand) -> Panels:
    """Panels of a few decay lengths of either coupling, without those in which no moment is left.

    |<S1z + S2z>| <= 2S tanh(2S beta |h|) at each k, which tells what is left.
    """
    columns = [np.zeros((discs.end.size, 1))]
    with np.errstate(divide="ignore", over="ignore"):
        columns += [np.divide.outer(EDGES, decay).T for decay in (discs.decay_s, discs.decay_a)]
    edges = np.concatenate([*columns, discs.end[:, None]], axis=1)
    edges = np.sort(np.minimum(edges, discs.end[:, None]), axis=1)
    owner = np.broadcast_to(np.arange(discs.end.size)[:, None], edges[:, :-1].shape)
    low, high = edges[:, :-1], edges[:, 1:]
    kept = high > low
    far = kept & (low * discs.decay_a[:, None] > FAR)
    rows = np.flatnonzero(far.any(axis=1))
    if rows.size:
        values = np.abs(moments(rows, low[rows]))
        far_discs, width = discs.at(rows[:, None]), high[rows] - low[rows]
        seen = values * np.minimum(width, 1 / far_discs.decay_a)
        left = width * _largest_moment(spin, far_discs, low[rows])
        kept[rows] &= ~far[rows] | (left > NOTHING * np.max(seen, axis=1, keepdims=True))
    return Panels(owner[kept], low[kept], high[kept])


def _largest_moment(spin: float, discs: Discs, y: Floats) -> Floats:
    """S tanh(2S beta |h|), which no pair's moment per site exceeds."""
    h = np.abs(discs.alpha * np.exp(-discs.decay_a * y)) * (1 + discs.field_ratio) / 2
    return spin * np.tanh(2 * spin * h / (K_B_MEV * discs.temperature))
