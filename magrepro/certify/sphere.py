"""Electrons in a hard-wall sphere, Eqs. (A4), (A5) of Ref. [21] of P, summed over all levels.

k = k_F a, tau = T/T_F, w = hbar omega_c/E_F; energies in units of E_F:

    eps_nlm(w) = (zeta_nl/k)^2 + w m/2 + (k^2/16) w^2 R_nl Y_lm,
    R_nl = <r^2>/a^2 = [1 + (2l+3)(2l-1)/(2 zeta_nl^2)]/3,
    Y_lm = <sin^2 theta> = 2(l^2+l-1+m^2)/[(2l-1)(2l+3)].

Every level below a bound is summed; those above are bounded by `tail`.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, ctx

from magrepro.certify import NotProved
from magrepro.certify.balls import between
from magrepro.certify.bessel import Zero, multiple, named, zeros_below


def size(cell: float, axis: object) -> arb:
    """Return k_F a of a row: the zero where the axis names it, else the double itself."""
    for name in axis if isinstance(axis, tuple) else ():
        if isinstance(name, str):
            zeta = named(name)
            if abs(float(zeta.mid()) - cell) <= 1e-9 * cell:
                return zeta
    return arb(cell)


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


def top_of(k: arb, tau: arb, w: arb) -> int:
    """Return a bound above which levels add less than the rounding: a guess, `tail` proves it."""
    reach = 1 + 0.75 * ctx.prec * float(tau.abs_upper())
    highest = float(k.abs_upper()) * reach**0.5
    return multiple(highest + float((k**2 * w / 4).abs_upper()))


def tail(top: int, k: arb, tau: arb, w: arb, weight: Callable[[arb], arb]) -> arb:
    """Bound the sum of weight(zeta) e^-x over all levels above a whole number.

    A level with zeta in [j, j+1) has l + 1/2 < zeta (DLMF 10.21.3), so l <= j, and n pi <= zeta by
    interlacing: there are less than (j+1)^2 of them. Each state has x >= [zeta (zeta - k^2 w/2) -
    k^2]/(k^2 tau), since |m| < zeta and R Y >= 0. For a weight that is a polynomial of degree 3
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
    ratio = (arb(top + 2) / (top + 1)) ** 5 * (-slope / (k**2 * tau)).exp()
    if not (slope > 0 and ratio < 1):
        raise NotProved(f"levels above zeta = {top} cannot be bounded")
    return (term(top) / (1 - ratio)).abs_upper()


def susceptibility(k: arb, tau: arb) -> arb:
    """Return the zero-field susceptibility chi/|chi_L|, Eq. (A5).

    (9 pi/k^3) sum_nl [l(l+1)(2l+1)/3 f(1-f)/tau - (k^2/3)(2l+1) R_nl f]. Above the top both f and
    f(1-f) are below e^-x, R <= 1, l(l+1)(2l+1) <= 2 zeta^3 and 2l+1 <= 2 zeta.
    """
    zero, top = arb(0), top_of(k, tau, arb(0))
    total = arb(0)
    for level in zeros_below(top):
        x = (level.zeta - k) * (level.zeta + k) / (k**2 * tau)
        l, f = level.l, fermi(x)
        total += l * (l + 1) * (2 * l + 1) * spread(x) / (3 * tau)
        total -= k**2 / 3 * (2 * l + 1) * mean_square_radius(level) * f
    rest = tail(top, k, tau, zero, lambda z: 2 * z**3 / (3 * tau) + 2 * k**2 * z / 3)
    return 9 * arb.pi() / k**3 * (total + arb(0, rest))
