"""Electrons in a hard-wall sphere, Eqs. (A4), (A5) of Ref. [21] of P, summed over all levels.

k = k_F a, tau = T/T_F, w = hbar omega_c/E_F; energies in units of E_F:

    eps_nlm(w) = (zeta_nl/k)^2 + w m/2 + (k^2/16) w^2 R_nl Y_lm,
    R_nl = <r^2>/a^2 = [1 + (2l+3)(2l-1)/(2 zeta_nl^2)]/3,
    Y_lm = <sin^2 theta> = 2(l^2+l-1+m^2)/[(2l-1)(2l+3)].

Every level below a bound is summed; those above are bounded by `tail`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from flint import arb, ctx

from magrepro.certify import NotProved
from magrepro.certify.balls import at_precision, between
from magrepro.certify.bessel import Zero, multiple, named, zeros_below


def size(cell: float, axis: object) -> arb:
    """Return k_F a of a row: the zero where the axis names it, else the double itself.

    One within 1e-9, the tolerance of the column, is meant: up to 200 no two are closer than 4e-8.
    """
    for name in axis if isinstance(axis, tuple) else ():
        if isinstance(name, str):
            zeta = named(name)
            if abs(float(zeta.mid()) - cell) <= 1e-9 * cell:
                return zeta
    return arb(cell)


def coupling_of(k: arb, d_over_a: float, chi_landau: float) -> arb:
    """Return c = w/M, 24 pi^2 |chi_L|/(k d/a)^3, the field of 1 mu_B a distance d away."""
    return 24 * arb.pi() ** 2 * -arb(chi_landau) / (k * arb(d_over_a)) ** 3


def mean_square_radius(zero: Zero) -> arb:
    """Return R_nl."""
    product = (2 * zero.l + 3) * (2 * zero.l - 1)
    return (1 + product / (2 * zero.zeta**2)) / 3


def fermi(x: arb) -> arb:
    """Return 1/(1 + e^x); on a wide ball from its ends, for it falls."""
    if x.rad() < _WIDE:
        return 1 / (1 + x.exp())
    return between(1 / (1 + x.lower().exp()), 1 / (1 + x.upper().exp()))


def spread(x: arb) -> arb:
    """Return f(1 - f) = 1/(4 cosh^2(x/2)); on a wide ball from its ends, for it falls with |x|."""
    if x.rad() < _WIDE:
        return (x / 2).sech() ** 2 / 4
    return between((x.abs_lower() / 2).sech() ** 2 / 4, (x.abs_upper() / 2).sech() ** 2 / 4)


_WIDE = arb(2) ** -30
"""Radius from which evaluation in balls loses more than the ends do: it grows with the radius."""


def top_of(k: arb, tau: arb, w: arb) -> int:
    """Return a bound above which levels add less than the rounding: a guess, `tail` proves it."""
    size, reach = float(k.abs_upper()), 1 + 0.75 * ctx.prec * float(tau.abs_upper())
    shift = size**2 * float(w.abs_upper()) / 4
    return multiple(shift + (shift**2 + size**2 * reach) ** 0.5)


def tail(top: int, k: arb, tau: arb, w: arb, weight: Callable[[arb], arb], degree: int = 3) -> arb:
    """Bound the sum of weight(zeta) e^-x over all levels above a whole number.

    A level with zeta in [j, j+1) has l + 1/2 < zeta (DLMF 10.21.3), so l <= j, and n pi <= zeta by
    interlacing: there are less than (j+1)^2 of them. Each state has x >= [zeta (zeta - k^2 w/2) -
    k^2]/(k^2 tau), since |m| < zeta and R Y >= 0. For a weight that is a polynomial of this degree
    with positive coefficients the bounds of neighbouring j then have falling ratios: a geometric
    series bounds them.

    Raises
    ------
    NotProved
        If the series does not fall at the top.
    """

    def term(j: int) -> arb:
        energy = j * (j - k**2 * w / 2) - k**2
        return arb(j + 1) ** 2 * weight(arb(j + 1)) * (-energy / (k**2 * tau)).exp()

    slope = 2 * top + 1 - k**2 * w / 2
    ratio = (arb(top + 2) / (top + 1)) ** (degree + 2) * (-slope / (k**2 * tau)).exp()
    if not (slope > 0 and ratio < 1):
        raise NotProved(f"levels above zeta = {top} cannot be bounded")
    return (term(top) / (1 - ratio)).abs_upper()


def susceptibility(k: arb, tau: arb, *, flat: Zero | None = None) -> arb:
    """Return the zero-field susceptibility chi/|chi_L|, Eq. (A5).

    (9 pi/k^3) sum_nl [l(l+1)(2l+1)/3 f(1-f)/tau - (k^2/3)(2l+1) R_nl f]. Above the top both f and
    f(1-f) are below e^-x, R <= 1, l(l+1)(2l+1) <= 2 zeta^3 and 2l+1 <= 2 zeta. Of the level `flat`
    the first term is left out.
    """
    total, top = arb(0), top_of(k, tau, arb(0))
    for level in zeros_below(top):
        x, l = reduced_energy(level, k, tau), level.l
        if level != flat:
            total += l * (l + 1) * (2 * l + 1) * spread(x) / (3 * tau)
        total -= k**2 / 3 * (2 * l + 1) * mean_square_radius(level) * fermi(x)
    rest = tail(top, k, tau, arb(0), lambda z: 2 * z**3 / (3 * tau) + 2 * k**2 * z / 3)
    return 9 * arb.pi() / k**3 * (total + arb(0, rest))


def susceptibility_slope(k: arb, tau: arb) -> arb:
    """Return d(chi/|chi_L|)/dtau.

    With s = f(1-f), df/dtau = x s/tau and d(s/tau)/dtau = (s/tau^2)(x tanh(x/2) - 1). Above the top
    x s <= x e^-x, and x <= zeta^2/(k^2 tau).
    """
    total, top = arb(0), top_of(k, tau, arb(0))
    for level in zeros_below(top):
        x, l = reduced_energy(level, k, tau), level.l
        s = spread(x) / tau
        total += l * (l + 1) * (2 * l + 1) * s * (x * (x / 2).tanh() - 1) / (3 * tau)
        total -= k**2 / 3 * (2 * l + 1) * mean_square_radius(level) * s * x

    def weight(z: arb) -> arb:
        x = z**2 / (k**2 * tau)
        return 2 * z**3 / (3 * tau**2) * (x + 1) + 2 * k**2 * z / (3 * tau) * x

    rest = tail(top, k, tau, arb(0), weight, degree=5)
    return 9 * arb.pi() / k**3 * (total + arb(0, rest))


def diamagnetic_bound(low: arb, high: arb, tau: arb) -> arb:
    """Bound -chi/|chi_L| for all sizes from low to high and all temperatures up to tau.

    Without the paramagnetic term, which is positive, it is (3 pi/k) sum (2l+1) R f, where f rises
    with k, is at most 1, and for a level above the Fermi energy rises with tau.
    """
    top = top_of(high, tau, arb(0))
    total = tail(top, high, tau, arb(0), lambda z: 2 * z)
    for level in zeros_below(top):
        x = reduced_energy(level, high, tau)
        f = fermi(x) if x > 0 else arb(1)
        total += (2 * level.l + 1) * mean_square_radius(level) * f
    return (3 * arb.pi() / low * total).upper()


def reduced_energy(level: Zero, k: arb, tau: arb) -> arb:
    """Return (eps - 1)/tau without field."""
    return (level.zeta - k) * (level.zeta + k) / (k**2 * tau)


@dataclass(frozen=True)
class Shell:
    """A shell (n, l) of a particle of size k."""

    l: int
    detuning: arb
    """(zeta^2 - k^2)/k^2."""
    r2: arb
    """R_nl."""

    def sum_of_r2_sin2(self) -> arb:
        """Return the sum of R_nl Y_lm over m, (2/3)(2l+1) R_nl."""
        return self.r2 * (4 * self.l + 2) / 3


@dataclass(frozen=True)
class Particle:
    """One sphere at one temperature, in fields from 0 to a strongest one."""

    k: arb
    tau: arb
    strongest: arb
    opened: tuple[Shell, ...]
    """Shells with a state near the Fermi energy in some such field."""
    full_r2_sin2: arb
    """Sum of R Y over the states of full shells."""
    far: tuple[tuple[int, arb], ...]
    """For each other shell l and the largest e^-|x| of its states, full or empty."""
    top: int
    """Every shell up to here is opened or far."""

    @classmethod
    def of(cls, k: arb, tau: arb, strongest: arb) -> Self:
        """Return the particle of a size and temperature for fields up to a strongest one."""
        top, opened, far, full = top_of(k, tau, strongest), [], [], arb(0)
        for shell in shells_of(k, top):
            low, high = range_of(shell, k, tau, strongest)
            if low > 0.75 * ctx.prec or high < -0.75 * ctx.prec:
                far.append((shell.l, (-low).exp() if low > 0 else high.exp()))
                full += shell.sum_of_r2_sin2() if high < 0 else 0
            else:
                opened.append(shell)
        return cls(k, tau, strongest, tuple(opened), full, tuple(far), top)

    def moment(self, w: arb) -> arb:
        """Return M/mu_B = -4 sum f v with v = d eps/dw = m/2 + (k^2/8) w R Y, Eq. (A4)."""
        push = self.k**2 * w / 8
        open_sum = self._sum(w, lambda x, v, _: fermi(x) * v)
        return -4 * (open_sum + push * self.full_r2_sin2 + self.left_out[0])

    def slope(self, w: arb) -> arb:
        """Return dM/dw = -4 sum [f u - f(1-f) v^2/tau], u = dv/dw = (k^2/8) R Y."""
        open_sum = self._sum(w, lambda x, v, u: fermi(x) * u - spread(x) * v**2 / self.tau)
        full = self.k**2 / 8 * self.full_r2_sin2
        return -4 * (open_sum + full + self.left_out[1])

    def bound(self) -> arb:
        """Return a bound of M in all fields up to the strongest.

        The push lowers M, and whichever states of an open shell are filled, -2 sum m f is at most
        2 (1 + 2 + ... + l) = l(l+1).
        """
        saturated = sum(shell.l * (shell.l + 1) for shell in self.opened)
        return (saturated + 4 * self.left_out[0]).abs_upper()

    def _sum(self, w: arb, of_state: Callable[[arb, arb, arb], arb]) -> arb:
        """Sum f(x, v, u) over the states of the open shells, x = (eps - 1)/tau."""
        push, total = self.k**2 * w / 8, arb(0)
        for shell in self.opened:
            for m in range(-shell.l, shell.l + 1):
                r2_sin2 = shell.r2 * mean_square_sine(shell.l, m)
                energy = shell.detuning + w * m / 2 + push * w / 2 * r2_sin2
                v = arb(m) / 2 + push * r2_sin2
                total += of_state(energy / self.tau, v, self.k**2 / 8 * r2_sin2)
        return total

    @cached_property
    def left_out(self) -> tuple[arb, arb]:
        """Balls for what full and empty shells lack to a whole number, in sum f v and its slope.

        |v| <= l/2 + (k^2/8) w and u <= k^2/8, for R Y <= 1; |f| or |1 - f|, and f(1-f), are below
        e^-|x|. Above the top every state is bounded by `tail`, with l < zeta.
        """
        push = self.k**2 * self.strongest / 8
        of_slope = self._bounded(lambda z: 2 * z * ((z / 2 + push) ** 2 / self.tau + self.k**2 / 8))
        return self._bounded(lambda z: 2 * z * (z / 2 + push)), of_slope

    def _bounded(self, weight: Callable[[arb], arb]) -> arb:
        rest = tail(self.top, self.k, self.tau, self.strongest, weight)
        rest += sum((weight(arb(l + 1)) * e for l, e in self.far), arb(0))
        return arb(0, rest.abs_upper())


def range_of(shell: Shell, k: arb, tau: arb, w: arb) -> tuple[arb, arb]:
    """Return bounds of x = (eps - 1)/tau for all states of a shell in fields up to w, R Y <= 1."""
    split = w * shell.l / 2
    return (shell.detuning - split) / tau, (shell.detuning + split + (k * w) ** 2 / 16) / tau


def shells_of(k: arb, top: int) -> list[Shell]:
    """Return every shell with zeta below a whole number."""
    return [
        Shell(
            zero.l,
            (zero.zeta - k) * (zero.zeta + k) / k**2,
            mean_square_radius(zero),
        )
        for zero in zeros_below(top)
    ]


@at_precision
def mean_square_sine(l: int, m: int) -> arb:
    """Return Y_lm."""
    return arb(2 * (l**2 + l - 1 + m**2)) / ((2 * l - 1) * (2 * l + 3))
