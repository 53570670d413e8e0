"""What the text says of Figs. 4 and 5 of F, sentence by sentence, asked of planes and curves.

Each function takes moments and returns what is asked of them: numbers that lie above or below a
threshold, or truths. The thresholds are ours; what the verdicts owe to them is told by the claims,
which ask the same.

References: Fransson, arXiv:2301.12777 (2023), the paragraphs on Figs. 4 and 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Bools, Floats, floats

ENERGIES: Final = (0.6, 1.2, 1.8, 2.4)
"""omega_0 of the panels of Fig. 4, meV."""

EXCHANGES: Final = (-5.0, 5.0, -50.0, 50.0)
"""J of the panels of Fig. 5, meV; negative is antiferromagnetic."""

STRENGTHS: Final = (1e-7, 1e-6, 1e-5, 1e-4, 1e-3)
"""Phi/omega_0 of the curves of Fig. 5."""

OMEGA0: Final = 0.1
"""omega_0 of Fig. 5, meV."""

MAGNIFICATION: Final = (10_000, 500, 25)
"""Of the three weakest curves of Fig. 5, in its caption."""


@dataclass(frozen=True)
class Asked:
    """Numbers that lie on one side of a threshold if a sentence is fulfilled."""

    value: Floats
    side: Literal["above", "below"]
    limit: float

    @property
    def holds(self) -> bool:
        """Whether all of them do; nothing is asked of none."""
        inside = self.value > self.limit if self.side == "above" else self.value < self.limit
        return bool(np.all(inside))


Wanted = list[Asked | Bools]


def fulfilled(wanted: Wanted) -> bool:
    """Return whether all that is asked is so."""
    return all(one.holds if isinstance(one, Asked) else bool(np.all(one)) for one in wanted)


def numbers_of(wanted: Wanted) -> Floats:
    """Return the numbers of the one thing that is asked."""
    (one,) = wanted
    return one.value if isinstance(one, Asked) else floats(one)


def _above(value: ArrayLike, limit: float) -> Asked:
    """Ask that numbers lie above a limit."""
    return Asked(floats(value), "above", limit)


def _below(value: ArrayLike, limit: float) -> Asked:
    """Ask that numbers lie below a limit."""
    return Asked(floats(value), "below", limit)


def keeps_ferromagnet(j: Floats, slow: Floats) -> Wanted:
    """Ask for a ferromagnet all over J > 0 of panel (a): above 90 % of saturation.

    Parameters
    ----------
    j : (n,)
        Exchange on the axis of Fig. 4, negative for antiferromagnetic.
    slow : (n, temperatures)
        Moment over saturation at the least vibrational energy.
    """
    return [_above(slow[j > 0].min(), 0.9)]


def turns_antiferromagnet(j: Floats, slow: Floats, border: float) -> Wanted:
    """Ask that the antiferromagnets beyond the border turn when warm, and the strongest is one.

    Above half of saturation at the highest temperature for J < -1.15 border, where a cold pair has
    no moment, and below 1 % at the lowest for the most negative J.
    """
    return [_above(slow[j < -1.15 * border, -1], 0.5), _below(slow[np.argmin(j), 0], 0.01)]


def partial_throughout(panels: Sequence[Floats]) -> Wanted:
    """Ask that less than a tenth of each of panels (b), (c) has less than 1 % of saturation."""
    return [_below([np.mean(moment < 0.01) for moment in panels], 0.1)]


def full_when_cold(j: Floats, t: Floats, panels: Sequence[Floats]) -> Wanted:
    """Ask for above 90 % of saturation when cold for J > 0, nowhere from 30 K on, not for J < 0."""
    coldest = min(moment[j > 0, 0].min() for moment in panels)
    warmest = [np.max(t[(m[j > 0] > 0.9).any(axis=0)], initial=0.0) for m in panels]
    other = max(np.mean(moment[j < 0] > 0.9) for moment in panels)
    return [_above(coldest, 0.9), _below(warmest, 30), _below(other, 0.01)]


def confined(j: Floats, t: Floats, fast: Floats) -> Wanted:
    """Ask for above half of saturation in panel (d) below 15 K, not for J < 0, nor when hot."""
    warmest = np.max(t[(fast[j > 0] > 0.5).any(axis=0)], initial=0.0)
    other = np.mean(fast[j < 0] > 0.5)
    return [_below(warmest, 15), _below(other, 0.01), _below(fast[:, -1], 0.5)]


def driven(j: Floats, planes: Sequence[Floats]) -> Wanted:
    """Ask for above half of saturation in panel (a) at either sign of J, and no zero when warm."""
    either = [planes[0][side].max() for side in (j < 0, j > 0)]
    return [_above(either, 0.5), np.array([moment[:, -1] for moment in planes]) > 0]


def stabilises(t: Floats, panels: Sequence[Floats]) -> Wanted:
    """Ask that each curve exceeds a tenth of its largest value from below 1000 K on.

    Parameters
    ----------
    t : (n,)
        Temperatures of Fig. 5, up to 1e5 K.
    panels
        Moments per site, shape (strengths, n) each.
    """
    starts = []
    for curves in panels:
        weak = curves < 0.1 * curves.max(axis=1, keepdims=True)
        starts.append(t[weak.sum(axis=1).max()] if not weak[:, -1].any() else np.inf)
    return [_below(starts, 1e3)]


def not_detrimental(t: Floats, panels: Sequence[Floats]) -> Wanted:
    """Ask that each curve has its maximum above the lowest temperature."""
    return [_above([t[np.argmax(curves, axis=1)] for curves in panels], t[0])]


def grows(panels: Sequence[Floats]) -> Wanted:
    """Ask that no curve falls from one temperature to the next by more than 1e-12 of it."""
    falls = [np.max(-np.diff(curves) / curves[:, 1:].clip(1e-300)) for curves in panels]
    return [_below(falls, 1e-12)]


def peaks_and_decays(panels: Sequence[Floats]) -> Wanted:
    """Ask that each curve turns once and ends at least 1 % below its maximum."""
    wanted: Wanted = []
    for curves in panels:
        turns = np.sum(np.diff(np.sign(np.diff(curves)), axis=1) != 0, axis=1)
        wanted += [turns == 1, _below(curves[:, -1] / curves.max(axis=1), 0.99)]
    return wanted


def has_limit(hottest: Floats, largest: Floats, free: Floats) -> Wanted:
    """Ask that the hottest moments are above half of the largest, and within 1 % of free spins."""
    return [_above(hottest / largest, 0.5), _below(np.abs(hottest / free - 1), 0.01)]


def magnified(tops: Sequence[Floats]) -> Wanted:
    """Ask that magnified the weak curves stay below 1.05 of the strongest of their panel.

    Parameters
    ----------
    tops
        Largest moment of each of the five curves of each panel.
    """
    return [_below([top[:3] * MAGNIFICATION / top[4] for top in tops], 1.05)]


def plane_stabilises(ratios: Floats) -> Wanted:
    """Ask that the easy plane at least halves the moments of cold antiferromagnets."""
    return [_below(floats(ratios), 0.5)]


def superparamagnet(aligned: float, share: float) -> Wanted:
    """Ask for spins aligned with one another, above 0.9 of S^2, and a hundredth of the moment."""
    return [_above(aligned, 0.9), _below(share, 0.01)]
