"""How the moments of chains are found: Newton's method from above, or plain iteration from there.

Where Newton's method leads nowhere, as with responses that rise in stairs, plain iteration from
above: slow, but it cannot pass the largest solution.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np

from magrepro.core.arrays import Bools, Floats
from magrepro.core.orbital.chain_coupling import ChainCoupling, FoldedChains
from magrepro.core.orbital.chains import chain_matrix
from magrepro.core.orbital.responses import Response

CRITICAL_WIDTH: Final = 1e-13
"""Relative distance from the critical coupling that rounding of the eigenvalue leaves open."""

_COLLAPSE: Final = 1e-6
"""Moments over their bound below which an iteration from above is taken to end at zero.

Asked below the critical point alone, where no moment that keeps itself up begins small: those of a
response that rises first and then falls begin with a jump.
"""

_SLACK: Final = 1e-3
"""Share of the residual by which a step down may undershoot a solution: linear systems of long
chains are solved to 1e-4 of it."""

_NEWTON_STEPS: Final = 300
"""Where friction is needed for longer, as in stairs, plain iteration takes over."""

_NEWTON_TOLERANCE: Final = 1e-10
"""Last step over the moment: Newton's next one would be its square, inexact long chains' 1e-14."""

_RESIDUAL_TOLERANCE: Final = 1e-13
"""Residual over the moment; sums over a chain are rounded to some 1e-14 of it."""

_EASY: Final = 0.05
"""Friction below which none is tried again; it is 0.5 at first, and changed by factors of 4: a
matter of steps, none of the result, for what ends with friction is not taken."""

_PLAIN_STEPS: Final = 20_000
"""Enough for a chain whose moments pass, or settle, within 1e-3 of the edge of their existence."""

_MOST_MOMENTS: Final = 50_000_000
"""Moments evaluated for a group of chains before what has not settled is given up, two minutes."""


@dataclass(frozen=True, eq=False)
class Chain:
    """Chains to solve; arrays of shape (lengths,) + S + (1,)."""

    response: Response
    c: Floats
    coupling: ChainCoupling
    distance: Floats
    """c chi l - 1, relative distance from the critical point."""
    above: Floats
    """Moment of a uniform chain, an upper bound for responses that rise."""


@dataclass(frozen=True, eq=False)
class _State:
    """Where an iteration stands, arrays of the shape of the moments."""

    M: Floats
    """Moments along each chain."""
    h: Floats
    """Their field on one another, c T M."""
    F: Floats
    """M - g(h), zero at the solution."""


def _state(chain: Chain, M: Floats, active: Bools) -> _State:
    """Evaluate the active chains; the others are given no field, which costs nothing."""
    h = np.where(active, chain.c * chain.coupling.field(M), 0.0)
    return _State(M, h, M - chain.response.moment(h))


def solved(chain: Chain) -> Floats:
    """Return the moments of every chain, nan where no solver finds any."""
    M, solved = np.where(chain.coupling.places, chain.above, 0.0), chain.above == 0.0
    for solver in (_relaxed_newton, _plain_iteration):
        if not solved.all():
            M_found, found = solver(chain, M)
            M, solved = np.where(found & ~solved, M_found, M), solved | found
    return np.where(solved, M, np.nan)


def _relaxed_newton(chain: Chain, M: Floats) -> tuple[Floats, Bools]:
    """Newton's method, slowed down by friction to implicit relaxation of dM/dt = -M + g.

    Returns the moments and, for each system, whether they converged and are stable.
    """
    friction, active = np.zeros_like(chain.c), chain.above > 0.0
    now, empty = _state(chain, M, active), ~chain.coupling.places
    for _ in range(min(_NEWTON_STEPS, _MOST_MOMENTS // M.size)):
        if not active.any():
            break
        slope = chain.c * chain.response.derivative(np.where(active, now.h, 0.0))
        try:
            step = chain.coupling.solve(1.0 + friction, slope, -now.F, active)
        except np.linalg.LinAlgError:
            break
        trial = _state(chain, now.M + step, active)
        good = active & _all((trial.M > 0.0) | empty) & _allowed(chain, slope, now, trial)
        done = good & (friction == 0.0) & _settled(chain, trial, step)
        now = _State(*np.where(good, (trial.M, trial.h, trial.F), (now.M, now.h, now.F)))
        collapsed = active & (chain.distance <= 0.0) & (_largest(now.M) <= _COLLAPSE * chain.above)
        now = _State(*np.where(collapsed, 0.0, (now.M, now.h, now.F)))
        active &= ~done & ~collapsed
        eased = np.where(friction > _EASY, friction / 4.0, 0.0)
        friction = np.where(good, eased, np.maximum(4.0 * friction, 0.5))
    return now.M, ~active & _stable(chain, now)


def _plain_iteration(chain: Chain, M: Floats) -> tuple[Floats, Bools]:
    """Iterate M = g(h) from above; returns as `_relaxed_newton`.

    Where g rises, each step is down and above every solution, so that the limit is the largest;
    the slight fall of g between its stairs, c times it far below 1, shifts that by as little. The
    steps shrink as a geometric series, whose sum is what is still missing; while they grow it is
    unknown, and the ratio next to 1 that stands for it keeps the iteration going.
    """
    active, last = chain.above > 0.0, chain.above
    for _ in range(min(_PLAIN_STEPS, _MOST_MOMENTS // M.size)):
        field = np.where(active, chain.c * chain.coupling.field(M), 0.0)
        new = np.where(active, chain.response.moment(field), M)
        step = _largest(new - M)
        M, ratio = new, np.where(step < last, step / np.where(last > 0.0, last, 1.0), 1.0 - 1e-9)
        last = step
        active &= ratio * step > _RESIDUAL_TOLERANCE * (1.0 - ratio) * _largest(M)
        collapsed = (chain.distance <= 0.0) & (_largest(M) <= _COLLAPSE * chain.above)
        M, active = np.where(collapsed, 0.0, M), active & ~collapsed
        if not active.any():
            break
    return M, ~active & _stable(chain, _state(chain, M, M > 0.0))


def _allowed(chain: Chain, slope: Floats, now: _State, trial: _State) -> Bools:
    """Tell which systems may step: down while M stays above a rising g, elsewhere to a smaller F.

    Going down from above cannot miss the largest solution, and passes where there is none to zero.
    """
    step, floor = trial.M - now.M, _RESIDUAL_TOLERANCE * _largest(now.M)
    slack = np.maximum(floor, _SLACK * _largest(now.F))
    above = _all((slack >= -now.F) & (slope >= 0.0))
    down = _all((slack >= -trial.F) & (step <= np.maximum(floor, _SLACK * _largest(step))))
    closer = _largest(trial.F) <= np.maximum(_largest(now.F), floor)
    return (above & down) | (closer & ~(above & (chain.distance <= 0.0)))


def _settled(chain: Chain, now: _State, step: Floats) -> Bools:
    """Tell which systems have reached the accuracy that their distance from criticality allows.

    The balance g(h)/M = 1 is rounded to 1e-14, which moves M by that over the distance.
    """
    conditioned = 1e-14 / np.maximum(np.abs(chain.distance), CRITICAL_WIDTH)
    small_step = _largest(step) <= np.maximum(_NEWTON_TOLERANCE, conditioned) * _largest(now.M)
    return small_step & (_largest(now.F) <= _RESIDUAL_TOLERANCE * _largest(now.M))


def _stable(chain: Chain, now: _State) -> Bools:
    """Tell which moments are stable, that is all eigenvalues of g' T below 1.

    A vector u > 0 with (1 - abs(g') T) u > 0 is sufficient (Perron, Frobenius).
    """
    certain = _all(now.M == 0.0)
    if certain.all():
        return certain
    slope = chain.c * chain.response.derivative(now.h)
    size, ones = np.abs(slope), np.ones_like(now.M)
    with suppress(np.linalg.LinAlgError):
        u = chain.coupling.solve(np.ones_like(chain.c), size, ones, ~certain)
        certain |= _all((u > 0.0) & (u > size * chain.coupling.field(u)))
    if not certain.all() and isinstance(chain.coupling, FoldedChains):
        for unsure in zip(*np.nonzero(~certain[..., 0]), strict=True):
            whole = chain.coupling.unfolded(slope)[unsure[0]][unsure[1:]]
            flows = whole[:, None] * chain_matrix(whole.size)
            certain[unsure] = np.max(np.linalg.eigvals(flows).real) < 1.0
    return certain


def _all(values: Bools) -> Bools:
    """Tell which chains have it at all places."""
    return np.asarray(np.all(values, axis=-1, keepdims=True))


def _largest(values: Floats) -> Floats:
    """Return the largest modulus along each chain."""
    return np.asarray(np.max(np.abs(values), axis=-1, keepdims=True))
