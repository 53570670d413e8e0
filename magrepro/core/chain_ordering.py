"""Spontaneous moments along chains of equal particles, Appendix C of the orbital paper.

Newton's method from above with Eq. (C1) as a Toeplitz product: dense for short chains, by FFT and
preconditioned GMRES for long ones. Where it leads nowhere, as with responses that rise in stairs,
plain iteration from above: slow, but it cannot pass the largest solution.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), App. C.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.branches import SteppedResponse
from magrepro.core.chains import (
    chain_critical_ratio,
    chain_field,
    chain_length,
    chain_matrix,
    chain_sine_spectrum,
    sine_solve,
)
from magrepro.core.ordering import Response, checked_response, uniform_moment
from magrepro.core.roots import BoolArray, Curve, FloatArray, NotConverged, finite_array

_CRITICAL_WIDTH: Final = 1e-13
_COLLAPSE: Final = 1e-6
_SLACK: Final = 1e-3
_DENSE_NEWTON: Final = 128
_NEWTON_STEPS: Final = 300
_NEWTON_TOLERANCE: Final = 1e-10
_RESIDUAL_TOLERANCE: Final = 1e-13
_KRYLOV_STEPS: Final = 60
_KRYLOV_TOLERANCE: Final = 1e-4
_PLAIN_STEPS: Final = 20_000
"""Enough for a chain whose moments pass, or settle, within 1e-3 of the edge of their existence."""


def chain_moments(
    response: Response,
    *,
    coupling: ArrayLike,
    n: int,
    start: ArrayLike | None = None,
    uniform: Callable[..., FloatArray] = uniform_moment,
    unsolved: Literal["raise", "nan"] = "raise",
) -> FloatArray:
    """Spontaneous aligned moments along a chain of equal particles.

    M_i = g(c sum_{j != i} M_j / |i - j|^3), (C1) with any response. With l the largest eigenvalue
    of (C1)'s matrix, M = 0 is the only solution M_i >= 0 unless m = g(c l m) has another.

    Parameters
    ----------
    response : Response
        g; its arrays have the shape S + (1,), its functions are called with fields S + (n,).
    coupling : broadcastable against S + (1,), positive
        c, field of a moment at its neighbour.
    n : int
        Number of particles, at least 2.
    start : broadcastable to S + (n,), optional
        First guess, such as the moments of a similar chain; one that leads nowhere is dropped.
    uniform : callable, optional
        Solver of m = g(c m) that starts the chain from above: `branches.largest_moment` for
        responses that rise in stairs.
    unsolved : "raise" or "nan"
        What becomes of systems without a converged, stable solution.

    Returns
    -------
    S + (n,) array of M_i, zero below the critical value. Relative accuracy 1e-10, or 1e-14 over
    the distance c chi l - 1 from the critical point if that is more.

    Raises
    ------
    ValueError
        Values that are not finite, a coupling not positive, a response above its bound.
    NotConverged
        No solution to the tolerance, or none that is stable.

    References
    ----------
    Paper, Eq. (C1), Fig. 10.
    """
    c, chi = finite_array("coupling", coupling), checked_response(response)[0]
    if np.any(c <= 0.0):
        raise ValueError("coupling must be positive")
    critical = c / chain_critical_ratio(chain_length(n))
    distance = critical * chi - 1.0
    alone = uniform(response, coupling=np.atleast_1d((1.0 - _CRITICAL_WIDTH) * critical))
    uniform_bound = uniform(response, coupling=np.atleast_1d(c * _row_sum(n)))
    above = np.where(alone > 0.0, uniform_bound, 0.0)
    chain = _Chain(response, np.broadcast_to(c, above.shape), n, distance, above)
    M = above * np.ones(n)
    solved = np.zeros(above.shape, dtype=bool)
    if start is not None:
        guess = finite_array("start", start)
        M_found, solved = _relaxed_newton(chain, np.where((M > 0.0) & (guess > 0.0), guess, M))
        M = np.where(solved, M_found, M)
    for solver in (_relaxed_newton, _plain_iteration):
        if not solved.all():
            M_found, found = solver(chain, M)
            M, solved = np.where(found & ~solved, M_found, M), solved | found
    if unsolved == "nan":
        return np.where(solved, M, np.nan)
    if not solved.all():
        raise NotConverged(f"no stable aligned moments of a chain of {n} were found")
    return M


def chain_grand_potential(
    response: SteppedResponse, moments: FloatArray, *, coupling: ArrayLike
) -> FloatArray:
    """Mean-field grand potential of a chain, less that without moments, per particle.

    <M_i h_i/2 - int_0^{h_i} g(h) dh>, h_i the field of the others; see `branches.grand_potential`.

    Parameters
    ----------
    response : SteppedResponse
        g; its arrays have the shape S + (1,).
    moments : S + (n,) array
        Solution of `chain_moments`.
    coupling : broadcastable against S + (1,)
        c, field of a moment at its neighbour.

    Returns
    -------
    Array of shape S, in units of field times moment.
    """
    h = np.asarray(finite_array("coupling", coupling) * chain_field(moments))
    return np.asarray(np.mean(moments * h / 2.0 - response.potential(h), axis=-1))


@dataclass(frozen=True, eq=False)
class _Chain:
    response: Response
    c: FloatArray
    n: int
    distance: FloatArray
    """c chi l - 1, relative distance from the critical point."""
    above: FloatArray
    """Moment of a uniform chain, an upper bound for responses that rise."""


@dataclass(frozen=True, eq=False)
class _State:
    M: FloatArray
    h: FloatArray
    F: FloatArray
    """M - g(h), zero at the solution."""


def _state(chain: _Chain, M: FloatArray) -> _State:
    h = chain.c * chain_field(M)
    return _State(M, h, M - chain.response.moment(h))


def _relaxed_newton(chain: _Chain, M: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Newton's method, slowed down by friction to implicit relaxation of dM/dt = -M + g.

    Returns the moments and, for each system, whether they converged and are stable.
    """
    now = _state(chain, M)
    friction, active = np.zeros_like(chain.c), chain.above > 0.0
    for _ in range(_NEWTON_STEPS):
        if not active.any():
            break
        slope = chain.c * chain.response.derivative(now.h)
        try:
            step = _newton_step(slope, now.F, friction, active)
        except np.linalg.LinAlgError:
            break
        trial = _state(chain, now.M + step)
        good = active & _all(trial.M > 0.0) & _allowed(chain, slope, now, trial)
        done = good & (friction == 0.0) & _settled(chain, trial, step)
        now = _State(*np.where(good, (trial.M, trial.h, trial.F), (now.M, now.h, now.F)))
        collapsed = active & (chain.distance <= 0.0) & (_largest(now.M) <= _COLLAPSE * chain.above)
        now = _State(*np.where(collapsed, 0.0, (now.M, now.h, now.F)))
        active &= ~done & ~collapsed
        eased = np.where(friction > 0.05, friction / 4.0, 0.0)
        friction = np.where(good, eased, np.maximum(4.0 * friction, 0.5))
    return now.M, ~active & _stable(chain, now)


def _plain_iteration(chain: _Chain, M: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Iterate M = g(h) from above; returns as `_relaxed_newton`.

    Where g rises, each step is down and above every solution, so that the limit is the largest;
    the slight fall of g between its stairs, c times it far below 1, shifts that by as little. The
    steps shrink as a geometric series, whose sum is what is still missing.
    """
    active, last = chain.above > 0.0, chain.above
    for _ in range(_PLAIN_STEPS):
        new = np.where(active, chain.response.moment(chain.c * chain_field(M)), M)
        step = _largest(new - M)
        M, ratio = new, np.where(step < last, step / np.where(last > 0.0, last, 1.0), 1.0 - 1e-9)
        last = step
        active &= ratio * step > _RESIDUAL_TOLERANCE * (1.0 - ratio) * _largest(M)
        collapsed = (chain.distance <= 0.0) & (_largest(M) <= _COLLAPSE * chain.above)
        M, active = np.where(collapsed, 0.0, M), active & ~collapsed
        if not active.any():
            break
    return M, ~active & _stable(chain, _state(chain, M))


def _allowed(chain: _Chain, slope: FloatArray, now: _State, trial: _State) -> BoolArray:
    """Tell which systems may step: down while M stays above a rising g, elsewhere to a smaller F.

    Going down from above cannot miss the largest solution, and passes where there is none to zero.
    """
    step, floor = trial.M - now.M, _RESIDUAL_TOLERANCE * _largest(now.M)
    slack = np.maximum(floor, _SLACK * _largest(now.F))
    above = _all((slack >= -now.F) & (slope >= 0.0))
    down = _all((slack >= -trial.F) & (step <= np.maximum(floor, _SLACK * _largest(step))))
    closer = _largest(trial.F) <= np.maximum(_largest(now.F), floor)
    return (above & down) | (closer & ~(above & (chain.distance <= 0.0)))


def _settled(chain: _Chain, now: _State, step: FloatArray) -> BoolArray:
    conditioned = 1e-14 / np.maximum(np.abs(chain.distance), _CRITICAL_WIDTH)
    small_step = _largest(step) <= np.maximum(_NEWTON_TOLERANCE, conditioned) * _largest(now.M)
    return small_step & (_largest(now.F) <= _RESIDUAL_TOLERANCE * _largest(now.M))


def _newton_step(
    slope: FloatArray, F: FloatArray, friction: FloatArray, active: BoolArray
) -> FloatArray:
    """Solve [(1 + friction) 1 - slope T] step = -F for the active systems."""
    n, rows = F.shape[-1], active[..., 0]
    step = np.zeros_like(F)
    a, D, right = 1.0 + friction[rows], slope[rows], -F[rows]
    if not rows.any():
        return step
    if n > _DENSE_NEWTON:
        depth = _depth(a, D)
        step[rows] = _gmres(
            lambda x: a * x - D * chain_field(x), lambda x: sine_solve(depth, x), right
        )
        return step
    matrix = a[..., None] * np.eye(n) - D[..., None] * chain_matrix(n)
    step[rows] = np.linalg.solve(matrix, right[..., None])[..., 0]
    return step


def _depth(a: FloatArray, D: FloatArray) -> FloatArray:
    """Spectrum of a - <D> T on sine waves, <D> the harmonic mean over the longest wave.

    Where D > 0 and a - D T is stable, this mean keeps the spectrum positive (Rayleigh).
    """
    n = D.shape[-1]
    wave = np.sin(np.pi * np.arange(1, n + 1) / (n + 1)) ** 2
    positive = np.maximum(D, 1e-2 * _largest(D) + 1e-300)
    mean = np.sum(wave) / np.sum(wave / positive, axis=-1, keepdims=True)
    return np.asarray(np.maximum(a - mean * chain_sine_spectrum(n), a / (n + 1) ** 2))


def _gmres(product: Curve, precondition: Curve, right: FloatArray) -> FloatArray:
    """Preconditioned GMRES (Saad, Schultz 1986) for all rows of ``right``, (B, n), at once."""
    size = np.maximum(np.linalg.norm(right, axis=-1, keepdims=True), 1e-300)
    basis, directions = [right / size], list[FloatArray]()
    overlaps = np.zeros((len(right), _KRYLOV_STEPS + 1, _KRYLOV_STEPS))
    for k in range(_KRYLOV_STEPS):
        directions.append(precondition(basis[k]))
        new = product(directions[k])
        for i, old in enumerate(basis):
            overlaps[:, i, k] = np.sum(old * new, axis=-1)
            new = new - overlaps[:, i, k, None] * old
        overlaps[:, k + 1, k] = np.sqrt(np.sum(new * new, axis=-1))
        basis.append(new / np.maximum(overlaps[:, k + 1, k, None], 1e-300))
        small = overlaps[:, : k + 2, : k + 1]
        weights = np.linalg.pinv(small)[..., 0]
        left = -(small @ weights[..., None])[..., 0]
        left[:, 0] += 1.0
        if np.all(np.linalg.norm(left, axis=-1) <= _KRYLOV_TOLERANCE):
            break
    return np.asarray(size * np.einsum("bk,kbn->bn", weights, np.stack(directions)))


def _stable(chain: _Chain, now: _State) -> BoolArray:
    """Tell which moments are stable, that is all eigenvalues of g' T below 1.

    A vector u > 0 with (1 - abs(g') T) u > 0 is sufficient (Perron, Frobenius).
    """
    slope = chain.c * chain.response.derivative(now.h)
    size = np.abs(slope)
    certain = _all(now.M == 0.0)
    with suppress(np.linalg.LinAlgError):
        u = _newton_step(size, -np.ones_like(now.M), np.zeros_like(chain.c), ~certain)
        certain |= _all((u > 0.0) & (u > size * chain_field(u)))
    if not certain.all() and chain.n <= _DENSE_NEWTON:
        unsure = ~certain[..., 0]
        flows = slope[unsure][..., None] * chain_matrix(chain.n)
        certain[unsure, 0] = np.max(np.linalg.eigvals(flows).real, axis=-1) < 1.0
    return certain


def _row_sum(n: int) -> float:
    """Largest row sum of (C1)'s matrix, that of the middle of the chain."""
    return float(sum(np.sum(np.arange(1.0, m + 1) ** -3) for m in ((n - 1) // 2, n // 2)))


def _all(values: BoolArray) -> BoolArray:
    return np.asarray(np.all(values, axis=-1, keepdims=True))


def _largest(values: FloatArray) -> FloatArray:
    return np.asarray(np.max(np.abs(values), axis=-1, keepdims=True))
