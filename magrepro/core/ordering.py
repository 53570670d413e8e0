"""Spontaneous moments of dimers and chains whose particles answer a field with any odd M(H).

The trivial solution M = 0 is divided out: with M = chi H (1 - delta) the self-consistent dimer
reads (1 - delta_1)(1 - delta_2) c^2 chi_1 chi_2 = 1, which stays well conditioned down to the
critical point. Solutions are looked for from the largest possible moment downwards on a grid, 15 %
apart near the bound and a third below, so that the one found is the largest unless two more hide
between neighbours of the grid. It is bracketed where the excess falls, hence stable.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Sec. IV, App. C.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.dipoles import (
    FloatArray,
    NotConverged,
    chain_critical_ratio,
    chain_field,
    chain_length,
    chain_matrix,
    chain_sine_spectrum,
    finite_array,
    sine_solve,
)

__all__ = [
    "NotConverged",
    "PlainResponse",
    "Response",
    "chain_moments",
    "dimer_moments",
    "dimer_moments_in_field",
    "plain_response",
    "saturating",
    "uniform_moment",
]

BoolArray = NDArray[np.bool_]
Curve = Callable[[FloatArray], FloatArray]

_ABOVE_BOUND: Final = 1.1
_GRID: Final = _ABOVE_BOUND * np.cumprod([1.0] + 6 * [0.85] + 15 * [2.0 / 3.0])
"""Moments over their bound at which solutions are looked for, from above."""
_NEAR: Final = 1e-8
"""Imbalance below which it is computed from the deficit."""
_ROOT_STEPS: Final = 120
_ROOT_TOLERANCE: Final = 1e-14
_BALANCE_TOLERANCE: Final = 1e-8
_PROBE: Final = 1.0 + 1e-5
_CRITICAL_WIDTH: Final = 1e-13
_COLLAPSE: Final = 1e-6
_SLACK: Final = 1e-3
_DENSE_NEWTON: Final = 128
_NEWTON_STEPS: Final = 300
_NEWTON_TOLERANCE: Final = 1e-10
_RESIDUAL_TOLERANCE: Final = 1e-13
_KRYLOV_STEPS: Final = 60
_KRYLOV_TOLERANCE: Final = 1e-4


class Response(Protocol):
    """Moment M(H) of each of several systems, an odd function of the field H.

    ``susceptibility`` and ``bound`` have the shape S of the systems. The three functions take
    fields that broadcast against S and return arrays of the broadcast shape.
    """

    @property
    def susceptibility(self) -> FloatArray:
        """Slope dM/dH at H = 0."""
        ...

    @property
    def bound(self) -> FloatArray:
        """Upper bound of abs(M); the closer, the better."""
        ...

    def moment(self, field: FloatArray, /) -> FloatArray:
        """M(H)."""
        ...

    def derivative(self, field: FloatArray, /) -> FloatArray:
        """dM/dH at H."""
        ...

    def deficit(self, field: FloatArray, /) -> FloatArray:
        """1 - M(H) / (susceptibility H), free of cancellation as H -> 0, and 0 at H = 0."""
        ...


@dataclass(frozen=True, eq=False)
class PlainResponse:
    """A ``Response`` made of arrays and functions."""

    susceptibility: FloatArray
    bound: FloatArray
    moment: Curve
    derivative: Curve
    deficit: Curve


def plain_response(
    moment: Curve, derivative: Curve, *, susceptibility: ArrayLike, bound: ArrayLike
) -> PlainResponse:
    """Response of given moment and derivative, the deficit computed from the moment.

    delta(H) = 1 - M(H) / (chi H): rounding makes the solutions lose relative accuracy as
    1e-16 / (p - 1) towards the critical p = 1.

    Parameters
    ----------
    moment, derivative : callable
        M(H), odd, and dM/dH, on arrays that broadcast against ``susceptibility``.
    susceptibility, bound : shape S
        dM/dH at H = 0 and an upper bound of abs(M).

    Returns
    -------
    PlainResponse.

    Raises
    ------
    ValueError
        Values that are not finite, or a negative bound.
    """
    chi, largest = finite_array("susceptibility", susceptibility), finite_array("bound", bound)
    if np.any(largest < 0.0):
        raise ValueError("bound must not be negative")

    def deficit(field: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore", invalid="ignore"):
            delta = 1.0 - moment(field) / (chi * field)
        return np.where(field == 0.0, 0.0, delta)

    return PlainResponse(chi, largest, moment, derivative, deficit)


def saturating(susceptibility: ArrayLike, saturation: ArrayLike = 1.0) -> PlainResponse:
    """Response that saturates.

    M = M_0 tanh(chi H / M_0), Eq. (9), with chi the susceptibility times the volume.

    Parameters
    ----------
    susceptibility : shape S
        chi, dM/dH at H = 0.
    saturation : broadcastable, positive
        M_0 in the unit of the moments.

    Returns
    -------
    PlainResponse, its deficit 1 - tanh(x)/x accurate at all x.

    Raises
    ------
    ValueError
        Values that are not finite, or a saturation that is not positive.

    References
    ----------
    Paper, Eq. (9).
    """
    chi, M0 = np.broadcast_arrays(
        finite_array("susceptibility", susceptibility), finite_array("saturation", saturation)
    )
    if np.any(M0 <= 0.0):
        raise ValueError("saturation must be positive")

    def moment(field: FloatArray) -> FloatArray:
        return np.asarray(M0 * np.tanh(chi * field / M0))

    def derivative(field: FloatArray) -> FloatArray:
        decay = np.exp(-2.0 * np.abs(chi * field / M0))
        return np.asarray(4.0 * chi * decay / (1.0 + decay) ** 2)

    def deficit(field: FloatArray) -> FloatArray:
        return _tanh_deficit(chi * field / M0)

    return PlainResponse(chi, M0, moment, derivative, deficit)


def _tanh_deficit(x: FloatArray) -> FloatArray:
    """1 - tanh(x)/x; up to abs(x) = 1 by Lambert's tanh(x)/x = 1/(1 + x^2/(3 + x^2/(5 + ...)))."""
    square = np.minimum(x * x, 1.0)
    fraction = np.zeros_like(square)
    for odd in range(17, 1, -2):
        fraction = square / (odd + fraction)
    large = np.maximum(np.abs(x), 1.0)
    return np.where(np.abs(x) < 1.0, fraction / (1.0 + fraction), 1.0 - np.tanh(large) / large)


def uniform_moment(
    response: Response, *, coupling: ArrayLike, orientation: ArrayLike = 1.0
) -> FloatArray:
    """Largest moment that equals the response to its own field.

    m = s g(c m) with m >= 0, Eq. (10) for equal particles: s = 1 aligned, s = -1 antialigned.

    Parameters
    ----------
    response : Response
        g, of shape S.
    coupling : broadcastable against S
        c, field per moment.
    orientation : broadcastable, 1 or -1
        s.

    Returns
    -------
    Array of m, zero where there is no other solution.

    Raises
    ------
    ValueError
        Values that are not finite, or a response above its bound.
    NotConverged
        No root to the tolerance although the sign changes.

    References
    ----------
    Paper, Eq. (10).
    """
    chi, bound = _checked(response)
    c, s = finite_array("coupling", coupling), finite_array("orientation", orientation)
    chi, bound, c, s = np.broadcast_arrays(chi, bound, c, s)
    onset = _product_minus_one(s * c, chi)

    def excess(m: FloatArray) -> FloatArray:
        direct = s * response.moment(c * m) / m - 1.0
        return _near_balance(direct, onset, lambda: response.deficit(c * m))

    return _largest_root(excess, bound, onset)


def dimer_moments(
    first: Response, second: Response, *, coupling: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Spontaneous moments of two particles, each in the field of the other alone.

    M_1 = g_1(c M_2), M_2 = g_2(c M_1), Eqs. (2), (3), (10) at H = 0. Of the solutions, the one of
    largest M_1 >= 0; it is stable under dM_i/dt = -M_i + g_i(c M_j), that is c^2 g_1' g_2' < 1.
    Where the two are the same object, the symmetric one, abs(M_1) = abs(M_2), if that is stable.

    Parameters
    ----------
    first, second : Response
        g_1, g_2, of shapes that broadcast.
    coupling : broadcastable
        c, field per moment: positive longitudinally, negative transversely.

    Returns
    -------
    M_1, M_2 : arrays of the broadcast shape, zero where there is no order.

    Raises
    ------
    ValueError
        Values that are not finite, or a response above its bound.
    NotConverged
        No root to the tolerance although the sign changes.

    References
    ----------
    Paper, Eqs. (2), (3), (10), Figs. 3, 4.
    """
    c = finite_array("coupling", coupling)
    excess, bound, onset = _pair_excess(first, second, c)
    if first is second:
        s = np.where(c * _checked(first)[0] < 0.0, -1.0, 1.0)
        symmetric = uniform_moment(first, coupling=c, orientation=s)
        m1 = _above_upward_crossing(excess, symmetric, bound)
        return m1, np.where(m1 == symmetric, s * m1 + 0.0, second.moment(c * m1))
    m1 = _largest_root(excess, bound, onset)
    return m1, np.where(m1 > 0.0, second.moment(c * m1), 0.0)


def _pair_excess(
    first: Response, second: Response, c: FloatArray
) -> tuple[Curve, FloatArray, FloatArray]:
    """g_1(c g_2(c m)) / m - 1 as a function of m, the bound of m, and the limit at m = 0."""
    (chi1, bound1), (chi2, _) = _checked(first), _checked(second)
    chi1, bound1, chi2, c = np.broadcast_arrays(chi1, bound1, chi2, c)
    onset = _product_minus_one(c, chi1, c, chi2)

    def excess(m1: FloatArray) -> FloatArray:
        h2 = c * m1
        h1 = c * second.moment(h2)
        direct = first.moment(h1) / m1 - 1.0

        def deficit() -> FloatArray:
            d1, d2 = first.deficit(h1), second.deficit(h2)
            return d1 + d2 - d1 * d2

        return _near_balance(direct, onset, deficit)

    return excess, bound1, onset


def dimer_moments_in_field(
    first: Response, second: Response, *, coupling: ArrayLike, field: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Moments of two particles in an applied field.

    M_1 = g_1(H + c M_2), M_2 = g_2(H + c M_1), Eqs. (2), (3). Of the solutions, the one of largest
    M_1 along the field; it is stable as in ``dimer_moments``.

    Parameters
    ----------
    first, second : Response
        g_1, g_2, of shapes that broadcast.
    coupling : broadcastable
        c, field per moment: positive longitudinally, negative transversely.
    field : broadcastable, not zero
        H.

    Returns
    -------
    M_1, M_2 : arrays of the broadcast shape, odd in the field.

    Raises
    ------
    ValueError
        Values that are not finite, no field, or a response above its bound.
    NotConverged
        No root to the tolerance although the sign changes.

    References
    ----------
    Paper, Eqs. (2), (3), footnote 7.
    """
    c, H = finite_array("coupling", coupling), finite_array("field", field)
    if np.any(H == 0.0):
        raise ValueError("field must not be zero: without field take dimer_moments")
    (chi1, bound1), (chi2, _) = _checked(first), _checked(second)
    bound1, c, H, _, _ = np.broadcast_arrays(_positive(bound1), c, H, chi1, chi2)

    def other(m1: FloatArray) -> FloatArray:
        return second.moment(np.abs(H) + c * m1)

    def excess(m1: FloatArray) -> FloatArray:
        return (first.moment(np.abs(H) + c * other(m1)) - m1) / bound1

    places = np.concatenate([_GRID, -_GRID[::-1]])
    ends, found = _first_crossing(excess, (place * bound1 for place in places))
    m1 = _refined(excess, ends, found)
    return np.sign(H) * m1, np.sign(H) * other(m1)


def chain_moments(
    response: Response, *, coupling: ArrayLike, n: int, start: ArrayLike | None = None
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
    c, chi = finite_array("coupling", coupling), _checked(response)[0]
    if np.any(c <= 0.0):
        raise ValueError("coupling must be positive")
    critical = c / chain_critical_ratio(chain_length(n))
    distance = critical * chi - 1.0
    couplings = np.atleast_1d((1.0 - _CRITICAL_WIDTH) * critical), np.atleast_1d(c * _row_sum(n))
    uniform = uniform_moment(response, coupling=np.concatenate(couplings, axis=-1))
    above = np.where(uniform[..., :1] > 0.0, uniform[..., 1:], 0.0)
    chain = _Chain(response, np.broadcast_to(c, above.shape), n, distance, above)
    M = above * np.ones(n)
    if start is not None:
        guess = finite_array("start", start)
        with suppress(NotConverged):
            return _relaxed_newton(chain, np.where((M > 0.0) & (guess > 0.0), guess, M))
    return _relaxed_newton(chain, M)


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


def _relaxed_newton(chain: _Chain, M: FloatArray) -> FloatArray:
    """Newton's method, slowed down by friction to implicit relaxation of dM/dt = -M + g."""
    now = _state(chain, M)
    friction, active = np.zeros_like(chain.c), chain.above > 0.0
    for _ in range(_NEWTON_STEPS):
        if not active.any():
            return _stable(chain, now)
        slope = chain.c * chain.response.derivative(now.h)
        step = _newton_step(slope, now.F, friction, active)
        trial = _state(chain, now.M + step)
        good = active & _all(trial.M > 0.0) & _allowed(chain, slope, now, trial)
        done = good & (friction == 0.0) & _settled(chain, trial, step)
        now = _State(*np.where(good, (trial.M, trial.h, trial.F), (now.M, now.h, now.F)))
        collapsed = active & (chain.distance <= 0.0) & (_largest(now.M) <= _COLLAPSE * chain.above)
        now = _State(*np.where(collapsed, 0.0, (now.M, now.h, now.F)))
        active &= ~done & ~collapsed
        eased = np.where(friction > 0.05, friction / 4.0, 0.0)
        friction = np.where(good, eased, np.maximum(4.0 * friction, 0.5))
    raise NotConverged(f"the moments of a chain of {chain.n} did not converge")


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
    try:
        step[rows] = np.linalg.solve(matrix, right[..., None])[..., 0]
    except np.linalg.LinAlgError as error:
        raise NotConverged(f"a Newton step of a chain of {n} is singular") from error
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


def _stable(chain: _Chain, now: _State) -> FloatArray:
    """Return the moments if stable, that is all eigenvalues of g' T below 1.

    A vector u > 0 with (1 - abs(g') T) u > 0 is sufficient (Perron, Frobenius).
    """
    slope = chain.c * chain.response.derivative(now.h)
    size = np.abs(slope)
    certain = _all(now.M == 0.0)
    u = _newton_step(size, -np.ones_like(now.M), np.zeros_like(chain.c), ~certain)
    certain |= _all((u > 0.0) & (u > size * chain_field(u)))
    if not certain.all() and chain.n <= _DENSE_NEWTON:
        unsure = ~certain[..., 0]
        flows = slope[unsure][..., None] * chain_matrix(chain.n)
        certain[unsure, 0] = np.max(np.linalg.eigvals(flows).real, axis=-1) < 1.0
    if not certain.all():
        raise NotConverged(f"no stable aligned moments of a chain of {chain.n} were found")
    return now.M


def _row_sum(n: int) -> float:
    """Largest row sum of (C1)'s matrix, that of the middle of the chain."""
    return float(sum(np.sum(np.arange(1.0, m + 1) ** -3) for m in ((n - 1) // 2, n // 2)))


def _all(values: BoolArray) -> BoolArray:
    return np.asarray(np.all(values, axis=-1, keepdims=True))


def _largest(values: FloatArray) -> FloatArray:
    return np.asarray(np.max(np.abs(values), axis=-1, keepdims=True))


def _checked(response: Response) -> tuple[FloatArray, FloatArray]:
    chi = finite_array("susceptibility", response.susceptibility)
    bound = finite_array("bound", response.bound)
    if np.any(bound < 0.0):
        raise ValueError("bound must not be negative")
    return chi, bound


def _near_balance(
    direct: FloatArray, onset: FloatArray, deficit: Callable[[], FloatArray]
) -> FloatArray:
    """Return p (1 - delta) - 1 from p - 1 and delta where that is near zero, else ``direct``."""
    near = np.abs(direct) < _NEAR
    if not near.any():
        return direct
    delta = deficit()
    near &= np.abs(delta) < 0.5
    return np.where(near, onset - (1.0 + onset) * np.where(near, delta, 0.0), direct)


def _largest_root(excess: Curve, bound: FloatArray, onset: FloatArray) -> FloatArray:
    """Largest m > 0 with excess(m) = 0, or 0; ``onset`` is the limit of excess at m = 0.

    In q = m^2 the excess is linear near the critical point.
    """

    def excess_of_square(q: FloatArray) -> FloatArray:
        return excess(np.sqrt(q))

    squares = ((place * _positive(bound)) ** 2 for place in _GRID)
    ends, found = _first_crossing(excess_of_square, squares)
    from_zero = ~found & (onset > 0.0)
    low, f_low = np.where(from_zero, 0.0, ends.low), np.where(from_zero, onset, ends.f_low)
    ends = _Bracket(low, ends.high, f_low, ends.f_high)
    exists = found | from_zero
    return np.where(exists, np.sqrt(_refined(excess_of_square, ends, exists)), 0.0)


def _above_upward_crossing(excess: Curve, m: FloatArray, bound: FloatArray) -> FloatArray:
    """Replace a root ``m`` at which the excess rises, an unstable one, by the root above it."""
    top = _ABOVE_BOUND * _positive(bound)
    low = np.where(m > 0.0, _PROBE * m, top)
    f_low = _number(excess, low)
    rising = (m > 0.0) & (f_low > 0.0)
    if not rising.any():
        return m
    ends = _Bracket(low, top, f_low, _number(excess, top))
    return np.where(rising, _refined(excess, ends, rising), m)


def _positive(bound: FloatArray) -> FloatArray:
    return np.where(bound > 0.0, bound, 1.0)


def _number(f: Curve, x: FloatArray) -> FloatArray:
    value = f(x)
    if np.any(np.isnan(value)):
        raise NotConverged("the response is not a number")
    return value


@dataclass(frozen=True, eq=False)
class _Bracket:
    low: FloatArray
    high: FloatArray
    f_low: FloatArray
    f_high: FloatArray


def _first_crossing(f: Curve, places: Iterable[FloatArray]) -> tuple[_Bracket, BoolArray]:
    """Bracket the first place, going down, at which f is no longer negative, where there is one."""
    x, *rest = places
    f_x = _number(f, x)
    if np.any(f_x >= 0.0):
        raise ValueError("a moment is larger than its bound")
    low = high = x
    f_low = f_high = f_x
    found = np.zeros(f_x.shape, dtype=bool)
    for x in rest:
        f_x = _number(f, x)
        high, f_high = np.where(found, high, low), np.where(found, f_high, f_low)
        low, f_low = np.where(found, low, x), np.where(found, f_low, f_x)
        found |= f_x >= 0.0
        if found.all():
            break
    high, f_high = np.where(found, high, low), np.where(found, f_high, f_low)
    return _Bracket(low, high, f_low, f_high), found


def _refined(f: Curve, ends: _Bracket, wanted: BoolArray) -> FloatArray:
    """Root between f_low >= 0 and f_high < 0 (Chandrupatla, Adv. Eng. Softw. 28, 145 (1997))."""
    a, fa, b, fb = ends.high, ends.f_high, ends.low, ends.f_low
    root = np.where(fb == 0.0, b, a)
    active = wanted & (fb != 0.0)
    t = fa / np.where(active, fa - fb, -1.0)
    smallest = 1e-40 * np.abs(ends.high)
    for _ in range(_ROOT_STEPS):
        if not active.any():
            return root
        x = np.where(active, a + t * (b - a), root)
        f_x = _number(f, x)
        same = np.sign(f_x) == np.sign(fa)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, f_x
        nearer = np.abs(fa) < np.abs(fb)
        best, f_best = np.where(nearer, a, b), np.where(nearer, fa, fb)
        with np.errstate(all="ignore"):
            least = (_ROOT_TOLERANCE * np.abs(best) + smallest) / np.abs(b - a)
            t = np.where(active, _fraction((a, b, c), (fa, fb, fc)), 0.5)
            t = np.clip(t, np.fmin(least, 0.5), 1.0 - np.fmin(least, 0.5))
        done = active & ((least > 0.5) | (f_best == 0.0))
        if np.any(done & (np.abs(f_best) > _BALANCE_TOLERANCE)):
            raise NotConverged("the response jumps over the self-consistent moment")
        root, active = np.where(done, best, root), active & ~done
    raise NotConverged("the self-consistent moment did not converge")


def _fraction(places: tuple[FloatArray, ...], values: tuple[FloatArray, ...]) -> FloatArray:
    """Inverse quadratic interpolation between a and b where Chandrupatla trusts it, else 1/2."""
    (a, b, c), (fa, fb, fc) = places, values
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    trusted = (phi**2 < xi) & ((1.0 - phi) ** 2 < 1.0 - xi)
    from_b = fa / (fb - fa) * fc / (fb - fc)
    from_c = fa / (fc - fa) * fb / (fc - fb) * (c - a) / (b - a)
    return np.where(trusted, from_b + from_c, 0.5)


def _product_minus_one(*factors: FloatArray) -> FloatArray:
    """Product of the factors less 1, the product exact to twice the working precision."""
    high, low = np.ones_like(factors[0]), np.zeros_like(factors[0])
    for factor in factors:
        high, rounding = _exact_product(high, factor)
        low = rounding + low * factor
    return (high - 1.0) + low


def _exact_product(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return x y rounded, and its rounding error (Dekker, Numer. Math. 18, 224 (1971))."""
    (x1, x2), (y1, y2) = _halves(x), _halves(y)
    product = x * y
    return product, ((x1 * y1 - product) + x1 * y2 + x2 * y1) + x2 * y2


def _halves(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    leading = (2.0**27 + 1.0) * x
    leading = leading - (leading - x)
    return leading, x - leading
