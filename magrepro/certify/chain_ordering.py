"""Spontaneous moments along a chain, enclosed, and no others: Eq. (C1) with the sphere's M(w).

With the fields w_i = c sum_j T_ij M_j, c > 0, and M_i = g(w_i), g being Eq. (A4), let on (0, W]

    (a) g(w)/w fall strictly,  (b) g' >= -D,  (c) (1 + c D T)^-1 have no element > 0 beside the
    diagonal.

Then at most one solution M >= 0 other than zero has fields up to W. For S(w) = g(w) + D w rises,
S(w)/w falls strictly, and N_i = M_i + D w_i obeys w = P N, N = S(P N), P = [1 - (1 + c D T)^-1]/D.
Of two solutions N, N' > 0 let t = min N'_i/N_i < 1, reached at i. As P_ij >= 0 for j != i,
(P N')_i >= t (P N)_i, and N'_i = S((P N')_i) >= S(t (P N)_i) > t S((P N)_i) = t N_i: contradiction.

With x = c l g'(0), l the largest eigenvalue of T and v > 0 its vector, (a) gives v.w = c l v.g(w) <
x v.w: for x < 1 there is none. Where there is one, Krawczyk's test finds it. By (a) its grand
potential sum [M_i w_i/2 - int_0^w_i g] is negative: it is the stable one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from flint import arb, arb_mat
from numpy.typing import NDArray

from magrepro.certify import NotProved
from magrepro.certify.balls import at_precision, between
from magrepro.certify.chains import largest_eigenvalue
from magrepro.certify.sphere import Particle, Shell, mean_square_sine

STRONGEST: Final = 0.01
"""hbar omega_c/E_F up to which solutions are looked for; the model is one of weak fields."""

RELATIVE: Final = 2.0**-36
"""Size of the box of Krawczyk's test, over the fields."""

STEPS: Final = 60
"""Newton's, from which nothing but a guess is wanted: without one the proof is not made."""


@dataclass(frozen=True)
class Response:
    """A sphere with one shell at the Fermi energy, for which (a) and (b) are proved."""

    particle: Particle
    coupling: arb
    """c."""
    strength: float
    """c D."""
    onset: arb
    """c g'(0)."""

    @classmethod
    def of(cls, k: arb, tau: arb, coupling: arb) -> Response:
        """Return the response in all fields up to one that no solution exceeds.

        Raises
        ------
        NotProved
            If (a) does not hold, or the shells at the Fermi energy are not one.
        """
        particle = Particle.of(k, tau, arb(STRONGEST))
        # A row of T adds up to less than 2 zeta(3).
        while (bound := 2 * arb(3).zeta() * coupling * particle.bound()).upper() < (
            particle.strongest * 0.9
        ):
            particle = Particle.of(k, tau, bound.upper())
        if len(particle.opened) != 1:
            raise NotProved("not exactly one shell is at the Fermi energy")
        _falling_share(particle)
        onset = coupling * particle.slope(arb(0))
        return cls(particle, coupling, _strength(particle, coupling), onset)


def mean_moment(response: Response, n: int) -> arb:
    """Return the only mean moment M >= 0 of a chain of n particles other than zero, in mu_B, or 0.

    Raises
    ------
    NotProved
        If neither is shown.
    """
    excess = response.onset * largest_eigenvalue(n) - 1
    if excess < 0:
        return arb(0)
    if not excess > 0:
        raise NotProved("on the transition: whether the chain orders cannot be told")
    _no_positive_element(n, response.strength)
    folded, weights = _folded(n)
    moments = _krawczyk(response, folded)
    return sum((w * m for w, m in zip(weights, moments, strict=True)), arb(0)) / n


def _krawczyk(response: Response, folded: arb_mat) -> list[arb]:
    """Return balls around the moments of a solution with w > 0, in the first half of the chain.

    For G(w) = w - A g(w), any matrix Y and a box X around w_0, a box K = w_0 - Y G(w_0) +
    (1 - Y G'(X)) (X - w_0) inside X holds a zero of G (Krawczyk 1969).
    """
    particle, A = response.particle, folded * response.coupling
    guess = _guess(response, folded)
    size = len(guess)
    middle = [arb(w) for w in guess]
    radius = [arb(w * RELATIVE) for w in guess]
    if not all(
        w - r > 0 and w + r < particle.strongest for w, r in zip(middle, radius, strict=True)
    ):
        raise NotProved("the search for a chain's fields left its bounds")
    g = [particle.moment(w) for w in middle]
    slopes = [particle.slope(w + arb(0, r)) for w, r in zip(middle, radius, strict=True)]
    jacobian = _identity(size) - A * _diagonal(slopes)
    Y = arb_mat(np.linalg.inv(_floats(jacobian)).tolist())
    newton = Y * (_column(middle) - A * _column(g))
    spread = (_identity(size) - Y * jacobian) * _column([arb(0, r) for r in radius])
    shift = [spread[i, 0] - newton[i, 0] for i in range(size)]
    if not all(abs(s) < r for s, r in zip(shift, radius, strict=True)):
        raise NotProved("Krawczyk's test does not close")
    return [m + slope * s for m, slope, s in zip(g, slopes, shift, strict=True)]


def _guess(response: Response, folded: arb_mat) -> NDArray[np.float64]:
    """Return the fields along half the chain by Newton's method from above, in doubles."""
    matrix = _floats(folded) * float(response.coupling.mid())
    g = _in_doubles(response.particle)
    w = matrix.sum(axis=1) * float(response.particle.bound().upper())
    for _ in range(STEPS):
        moment, slope = g(w)
        step = np.linalg.solve(np.eye(w.size) - matrix * slope, matrix @ moment - w)
        w = np.where(w + step > 0, w + step, w / 2)
        if np.max(np.abs(step) / w) < 1e-13:  # the last digits of doubles, and far inside RELATIVE
            break
    return np.asarray(w)


def _in_doubles(
    particle: Particle,
) -> Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the moment and its slope as functions of the field: Eq. (A4), nothing proved."""
    shell = particle.opened[0]
    k, tau, detuning = (float(x.mid()) for x in (particle.k, particle.tau, shell.detuning))
    m = np.arange(-shell.l, shell.l + 1.0)
    r2 = np.array([float(x.mid()) for x in _r2_sin2(shell)])
    u = k**2 / 8 * r2
    full = k**2 / 8 * float(particle.full_r2_sin2.mid())

    def moment(w: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        field = w[:, None]
        x, v = (detuning + field * m / 2 + u * field**2 / 2) / tau, m / 2 + u * field
        f = (1 - np.tanh(x / 2)) / 2
        slope = (f * u - f * (1 - f) * v**2 / tau).sum(axis=1)
        return -4 * ((f * v).sum(axis=1) + w * full), -4 * (slope + full)

    return moment


def _falling_share(particle: Particle) -> None:
    """Prove (a): g(w)/w falls on (0, W].

    In u = w^2, a pair of states m, -m of the open shell adds (m^2/tau) F - (k^2/2) r f_+ to g/w,
    with r = R Y, a = (detuning + p r u)/tau, p = k^2/16, B = u m^2/(4 tau^2), F = s/(cosh a + c),
    s = sinh(B^1/2)/B^1/2, c = cosh B^1/2, f_+ = f(a + B^1/2) + f(a - B^1/2). With s = 1 + B q and
    c = 1 + B h

        dF/du = {m^2/(8 tau^2) [(cosh a - 1)(h - q) - q (1 + c)] - s p r sinh a/tau}/(cosh a + c)^2

    and |df_+/du| <= p r/(2 tau) + m^2/(40 tau^2), for f(1-f) <= 1/4 has a slope below 1/10. Full
    shells add a constant, what they lack to it and nearly empty ones at most `_rest_of_share`.

    Raises
    ------
    NotProved
        If the sum is not negative on some interval.
    """
    tau, p, shell = particle.tau, particle.k**2 / 16, particle.opened[0]
    r = _r2_sin2(shell)[shell.l :]
    rest = 2 * p**2 * r[0] ** 2 / tau + _rest_of_share(particle)
    for low, high in _pieces(particle):
        total, u = rest, between(low**2, high**2)
        for m in range(1, shell.l + 1):
            a = abs(shell.detuning + p * r[m] * u).upper() / tau
            F = _slope_of_pair(
                a, low * m / (2 * tau), high * m / (2 * tau), m / tau, p * r[m] / tau
            )
            pushed = p * r[m] / (2 * tau) + arb(m) ** 2 / (40 * tau**2)
            total += arb(m) ** 2 / tau * F + 8 * p * r[m] * pushed
        if not total < 0:
            raise NotProved("the moment over the field is not shown to fall")


def _slope_of_pair(a: arb, low: arb, high: arb, m_over_tau: arb, push: arb) -> arb:
    """Return a bound of dF/du of `_falling_share`, B^1/2 being from `low` to `high`, |a| up to a.

    q, s, h and c rise with B; (1 + c)/(cosh a + c) >= 2/(1 + cosh a).
    """
    least = _excess(low) / (1 + high.cosh()) * (2 / (1 + a.cosh())) ** 2
    most = (a.cosh() - 1) * _sinh_over(high / 2) ** 2 / (2 * low.cosh() ** 2)
    pushed = push * a.sinh() * _sinh_over(high) / low.cosh() ** 2
    return m_over_tau**2 / 8 * (most - least) + pushed


def _sinh_over(b: arb) -> arb:
    """Return sinh(b)/b, b >= 0."""
    return arb(1) if b.is_zero() else b.sinh() / b


def _excess(b: arb) -> arb:
    """Return (sinh(b)/b - 1)/b^2 = 1/6 + b^2/120 + ..., b >= 0."""
    return arb(1) / 6 if b.is_zero() else (_sinh_over(b) - 1) / b**2


def _pieces(particle: Particle) -> list[tuple[arb, arb]]:
    """Return intervals of fields that cover [0, W], narrow where the pairs' share falls fast."""
    strongest, scale = particle.strongest, 2 * particle.tau / particle.opened[0].l
    count = int(float((strongest / scale).upper())) + 1
    ends = [(strongest * i / count).mid() for i in range(count)] + [strongest]
    return list(pairwise(ends))


def _rest_of_share(particle: Particle) -> arb:
    """Return a bound of the slope in u of what nearly full and empty states add to g/w.

    It is r(w), odd and analytic. For complex |w| <= 2 W, |1/(1 + e^x)| <= 2 e^(-Re x), and Re x is
    at least what it is bounded by in real fields up to 4 W, less k^2 W^2/(4 tau): |r| is at most
    4 times that bound, e. Then |r/w| <= e/(2 W) for |u| <= 4 W^2 (maximum principle), and its slope
    is at most e/(6 W^3) for |u| <= W^2 (Cauchy).
    """
    W = particle.strongest
    wider = Particle.of(particle.k, particle.tau, 4 * W)
    if len(wider.opened) != 1 or not particle.k**2 * W**2 / (4 * particle.tau) < 0.5:
        raise NotProved("shells beside the one at the Fermi energy are too near")
    return 16 * wider.left_out[0].abs_upper() / (6 * W**3)


def _strength(particle: Particle, coupling: arb) -> float:
    """Return c D, g' >= -D = -(k^2/2) sum R Y - rest over the states that are not nearly empty.

    D may be larger: a little, with 7 bits, that chains at all temperatures share (c).
    """
    r2_sin2 = particle.full_r2_sin2 + particle.opened[0].sum_of_r2_sin2()
    steepest = particle.k**2 / 2 * r2_sin2 + 4 * particle.left_out[1].abs_upper()
    mantissa, exponent = np.frexp(float((coupling * steepest).upper()))
    return float(np.ldexp((np.floor(mantissa * 128) + 2) / 128, exponent))


def _r2_sin2(shell: Shell) -> list[arb]:
    """Return R_nl Y_lm for m = -l ... l."""
    return [shell.r2 * mean_square_sine(shell.l, m) for m in range(-shell.l, shell.l + 1)]


@at_precision
def _no_positive_element(n: int, strength: float) -> None:
    """Prove (c) for c D = `strength`."""
    inverse = (_identity(n) + _chain_matrix(n) * arb(strength)).inv()
    if not all(inverse[i, j] < 0 for i in range(n) for j in range(i)):
        raise NotProved("the diamagnetic coupling is too strong for (c)")


@at_precision
def _chain_matrix(n: int) -> arb_mat:
    return arb_mat(
        [[arb(1) / abs(i - j) ** 3 if i != j else arb(0) for j in range(n)] for i in range(n)]
    )


@at_precision
def _folded(n: int) -> tuple[arb_mat, list[int]]:
    """Return T on moments that are the same seen from both ends, and how often each occurs."""
    half, matrix = (n + 1) // 2, _chain_matrix(n)
    folded = arb_mat(half, half)
    for i in range(half):
        for j in range(half):
            image = n - 1 - j
            folded[i, j] = matrix[i, j] + (matrix[i, image] if image != j else 0)
    return folded, [2 if n - 1 - j != j else 1 for j in range(half)]


def _identity(n: int) -> arb_mat:
    return _diagonal([arb(1)] * n)


def _diagonal(elements: list[arb]) -> arb_mat:
    n = len(elements)
    return arb_mat([[elements[i] if i == j else arb(0) for j in range(n)] for i in range(n)])


def _column(elements: list[arb]) -> arb_mat:
    return arb_mat([[x] for x in elements])


def _floats(matrix: arb_mat) -> NDArray[np.float64]:
    return np.array([[float(x.mid()) for x in row] for row in matrix.tolist()])
