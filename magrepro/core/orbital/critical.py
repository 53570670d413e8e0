"""The temperature below which equal particles order, from the closed criterion.

A dimer, or a chain, of equal particles orders where the susceptibility of one reaches the critical
one, g chi = 1, Eqs. (8), (C1). With the terms of `sphere.susceptibility_terms`, chi = Z - D, and
G = tau Z, which never falls with tau, this reads

    tau = G(tau)/(X + D(tau)),    X = chi_c/|chi_L|.

Let no solution lie above b. One in [a, b] has tau <= G(b)/(X + D_filled(b) + D_above(a)), because G
and D_above never fall and D_filled never rises: what is above that is free of solutions, however
the susceptibility winds. Steps of this kind come down to the largest solution and not past it. At a
size with a level at the Fermi energy G is Curie's constant and the second step is there.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Eqs. (8), (A5), (C1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Bools, Floats, between, positive
from magrepro.core.orbital.sphere import susceptibility_terms
from magrepro.core.roots import TIGHT

HOTTEST: Final = 0.1
"""T/T_F from which the largest solution is looked for.

Measured from there to T_F, chi is below 0.27 |chi_L| at all sizes up to 200; whatever chi_landau
and d_over_a are admitted to be, chi_c is above 390 |chi_L|, in the longest chain too.
"""

COLDEST: Final = 1e-12
"""T/T_F below which none is looked for."""

_STEPS: Final = 2000
"""Steps at the most; to pass a maximum of chi that is critical within 1e-6 of itself takes more."""

_NEAR: Final = 0.02
"""Width, relative to tau, below which an interval where g chi - 1 changes sign has one root.

chi is analytic in ln tau with imaginary parts up to pi/2: with three roots so close, by Jensen's
formula, it would be critical all over the interval to within some 0.01^3 of its terms.
"""

_DONE: Final = 1e-15
"""Relative step at which a solution is reached."""


def critical_temperature(kf_a: ArrayLike, critical_ratio: ArrayLike) -> Floats:
    """Return the largest T/T_F at which the zero-field susceptibility is the critical one.

    g chi(tau) = 1, Eq. (8), or Eq. (C1) for a chain, with chi of Eq. (A5).

    Parameters
    ----------
    kf_a, critical_ratio
        k_F a in (0, 500] and chi_c/|chi_L|, positive; they broadcast.

    Returns
    -------
    ndarray
        In the broadcast shape; 0 where no temperature from 1e-12 on is critical, nan where a
        maximum of chi is critical to within some 1e-6 of itself, so that it cannot be told.

    Raises
    ------
    ValueError
        If a size is out of range, or chi is still above the critical one at T = 0.1 T_F.
    """
    k = between("k_F a", positive("k_F a", kf_a), 0, 500)
    k, ratio = np.broadcast_arrays(k, positive("critical_ratio", critical_ratio))
    if not k.size:
        return np.zeros(k.shape)
    shape, k, ratio = k.shape, k.ravel(), ratio.ravel()
    sizes, place = np.unique(k, return_inverse=True)
    hot = np.stack(susceptibility_terms(sizes, HOTTEST))[:, place]
    if np.any(_chi(hot) >= ratio):
        raise ValueError(f"the susceptibility is above the critical one even at {HOTTEST:g} T_F")
    low, high = _bracketed(k, ratio, hot)
    inside = low > 0
    if inside.any():
        from scipy.optimize import elementwise  # 60 ms, where roots are wanted

        ends = np.log(low[inside]), np.log(high[inside])
        found = elementwise.find_root(
            _excess, ends, args=(k[inside], ratio[inside]), tolerances=TIGHT
        )
        # Where rounding has the sign at the upper end, that end is the root.
        high[inside] = np.where(found.success, np.exp(found.x), high[inside])
    return high.reshape(shape)


def _chi(terms: Floats) -> Floats:
    """Return Z - D, the terms of `sphere.susceptibility_terms`."""
    zeeman, filled, above = terms
    return np.asarray(zeeman - (filled + above))


def _excess(log_tau: Floats, k: Floats, ratio: Floats) -> Floats:
    """Return chi/chi_c - 1."""
    return _chi(np.stack(susceptibility_terms(k, np.exp(log_tau)))) / ratio - 1


@dataclass(frozen=True, eq=False)
class _Above:
    """Systems that have no solution above tau, with the terms of chi there; arrays (N,)."""

    at: NDArray[np.int64]
    """Which of all systems they are."""
    k: Floats
    ratio: Floats
    tau: Floats
    terms: Floats
    step: Floats
    """Last step that the bound allowed, relative to tau; 1 before the first."""
    share: Floats
    """Part of the way down, on a logarithmic scale, that the next step tries."""
    reach: Floats
    """Last steps ahead at which a change of sign is looked for."""

    def where(self, which: Bools) -> _Above:
        """Return the systems that are marked."""
        return _Above(*(array[..., which] for array in vars(self).values()))


def _bracketed(k: Floats, ratio: Floats, hot: Floats) -> tuple[Floats, Floats]:
    """Return ends around the largest root; where low is 0, high is the answer, perhaps 0 or nan."""
    low, high = np.zeros(k.size), np.full(k.size, np.nan)
    one = np.ones(k.size)
    now = _Above(np.arange(k.size), k, ratio, HOTTEST * one, hot, one, one, one)
    for _ in range(_STEPS):
        now = _next(now)
        below, ahead = now.tau <= COLDEST, _ahead(now)
        done = below | (now.step <= _DONE) | (ahead > 0)
        high[now.at[done]] = np.where(below, 0.0, now.tau)[done]
        low[now.at[done]] = np.where(below, 0.0, ahead)[done]
        now = now.where(~done)
        if not now.at.size:
            break
    return low, high


def _next(now: _Above) -> _Above:
    """Step down to where no solution can be above; try half of a step that the bound forbids.

    That the share grows by a fifth, back to where it was in four steps, is a matter of speed alone.
    """
    zeeman, filled, above = now.terms
    bound = now.tau * zeeman
    aim = np.minimum(bound / (now.ratio + filled + above), now.tau)
    tau = np.maximum(now.tau * (aim / now.tau) ** now.share, COLDEST)
    terms = np.stack(susceptibility_terms(now.k, tau))
    free = bound <= tau * (now.ratio + filled + terms[2]) * (1 + _DONE)
    step = np.where(free, 1 - tau / now.tau, now.step)
    return replace(
        now,
        tau=np.where(free, tau, now.tau),
        terms=np.where(free, terms, now.terms),
        step=step,
        share=np.where(free, np.minimum(1.2 * now.share, 1.0), now.share / 2),
        reach=np.where(free & (step < _NEAR), 2 * now.reach, now.reach),
    )


def _ahead(now: _Above) -> Floats:
    """Return a lower tau at which chi is critical or more, 0 where none was found near enough."""
    width = np.minimum(now.step * now.reach, _NEAR)
    ahead = np.where(now.step < _NEAR, now.tau * (1 - width), 0.0)
    look = (ahead > COLDEST) & (now.step > _DONE)
    found = np.zeros(ahead.size)
    if look.any():
        over = _excess(np.log(ahead[look]), now.k[look], now.ratio[look]) >= 0
        found[look] = np.where(over, ahead[look], 0.0)
    return found
