"""Dimers of spheres whose size is slightly off a zero: where they order all the same.

At mu = E_F a shell detuned by delta = k/zeta - 1 has the susceptibility of Curie's law times
sech^2(delta/tau). Its particle orders continuously while chi > chi_c; further out and colder by a
jump, where the ordered state has the lower mean-field grand potential although chi < chi_c.

In units of the critical temperature tau_0 at the zero the detuning up to which a dimer orders
depends on tau/tau_0 alone, and so does the moment over the saturated one, l(l+1) mu_B: the sums
over m are integrals but for terms of order l^-2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import CubicSpline
from scipy.optimize import elementwise

from magrepro.core.arrays import Bools, Floats, between, floats
from magrepro.core.orbital import branches
from magrepro.core.orbital.bessel import bessel_zero, bessel_zeros
from magrepro.core.orbital.curie import (
    critical_over_landau,
    curie_temperature,
    highest_temperature,
)
from magrepro.core.orbital.materials import PAPER_CHI_LANDAU
from magrepro.core.orbital.sphere import dipole_coupling
from magrepro.core.orbital.sphere_response import sphere_response

JUMP: Final = 2 / 3
"""Temperature over tau_0 below which the order is lost by a jump, as |delta| grows.

The third derivative of the moment changes its sign where cosh(2 delta/tau) = 2, and there
chi = chi_c at cosh^-2(delta/tau) = tau/tau_0.
"""

_JUMPS: Final = 0.43
"""Detuning over tau_0 below which there is no jump: JUMP arccosh(JUMP^-1/2) = 0.4390."""

_WIDEST: Final = 0.65
"""Detuning over tau_0 beyond which no ordered state is the stable one: it is so up to 1/2 at most.

At T = 0 the states m >= j are emptied where 8 delta (l-j+1) < c M^2/2, M = l(l+1) - j(j-1), up to
delta/tau_0 = (3/4) M^2/[(l-j+1) l(l+1)(2l+1)]: 1/2 for l = 1, down to 4/9 for large l. Measured at
all temperatures: 1/2 for l = 1 and 0.475 at most for others, near T = 0.37 tau_0. Metastable
moments keep themselves up to 1/sqrt 3 for large l, and to 1 for l = 1.
"""

_COLD: Final = 0.02
"""Temperature over tau_0 down to which is computed; the curves go on to 0 as they begin.

Below, a stair's edge is sharp to e^(-1/0.02) and the widths are those of T = 0.
"""

_TIP: Final = 0.7717023192091023
"""y at which y sech^2 y is largest: 2 y tanh y = 1."""

_SCAN: Final = np.linspace(_COLD, 1.0, 50)
"""Temperatures over tau_0 at which order is looked for, 0.02 apart.

The detuning up to which it is stable has its maximum of 0.472, of curvature 0.8, at T = 0.37 tau_0:
order in less than a step there is lost within 4e-5 of the maximum, 1e-11 of the size for gold.
"""

_HALVINGS: Final = 28
"""To a border known to 2^-28 of where it is sought, as the grand potential is known to 1e-9."""

_LEAST: Final = 1e-15
"""Of that over c m^2/2: what is less is rounding, and the sign is that of the state."""

_JUMP_WITHIN: Final = (0.42, 0.5)
"""Detunings over tau_0 around all that end order by a jump, 0.439 to 0.472 for `_REFERENCE`."""

_STRONGEST: Final = 3e-6
"""Critical T/T_F up to which particles that order are much closer to a zero than zeros are."""

_TAILS: Final = 6.0
"""Standard deviations of a sample that are counted: 2e-9 of it are beyond."""

_REFERENCE: Final = (1, 36)
"""The shell from which the scaled curves are taken; any other large one gives the same."""


def stable_moment(kf_a: ArrayLike, t_over_tf: ArrayLike, *, coupling: ArrayLike) -> Floats:
    """Return the moment per particle in mu_B of the state of lowest mean-field grand potential.

    Parameters
    ----------
    kf_a, t_over_tf
        Size and temperature; any shapes that broadcast.
    coupling
        Field of a moment on its neighbour, `sphere.dipole_coupling`.
    """
    k, tau, c = np.broadcast_arrays(floats(kf_a), floats(t_over_tf), floats(coupling))
    if not k.size:
        return np.zeros(k.shape)
    return branches.stable_moment(sphere_response(k, tau, coupling=c), coupling=c)


def _ordered(k: Floats, tau: Floats, c: Floats) -> Bools:
    """Tell where the ordered state is the stable one."""
    return stable_moment(k, tau, coupling=c) > 0


def _excess(k: Floats, tau: Floats, c: Floats) -> Floats:
    """Return the grand potential of order over c m^2/2: negative where it is the stable state.

    Elsewhere that of the largest moment, and infinite where there is none.
    """
    k, tau, c = np.broadcast_arrays(k, tau, c)
    response = sphere_response(k, tau, coupling=c)
    stable, largest = branches.stable_and_largest(response, coupling=c)
    m = np.where(stable > 0, stable, largest)
    potential = branches.grand_potential(response, m, coupling=c)
    excess = np.divide(potential, c * m**2 / 2, out=np.full_like(m, np.inf), where=m > 0)
    sided = np.where(stable > 0, np.minimum(excess, -_LEAST), np.maximum(excess, _LEAST))
    return np.asarray(sided)


def _border(excess: Callable[..., Floats], low: Floats, high: Floats, *args: Floats) -> Floats:
    """Return the last place with order between `low`, where there is order, and `high`.

    By ITP (Oliveira, Takahashi, ACM Trans. Math. Softw. 47, 5 (2021)), which takes at most one step
    more than halving. The ends are not asked: at a critical point solutions cannot be told apart.
    """
    low, high = low.copy(), high.copy()
    below, above = np.full(low.size, np.nan), np.full(low.size, np.nan)
    least = (high - low) / 2.0**_HALVINGS
    for left in range(_HALVINGS, -1, -1):
        (some,) = np.nonzero(high - low > least)
        if not some.size:
            break
        width, middle = high[some] - low[some], (low[some] + high[some]) / 2
        secant = low[some] + width * below[some] / (below[some] - above[some])
        off = np.where(np.isfinite(above[some]), secant - middle, np.nan)
        nearer = np.abs(off) - width**2 / (least[some] * 2.0**_HALVINGS) / 4
        reach = np.minimum(np.maximum(nearer, 0), least[some] * 2.0**left - width / 2)
        x = middle + np.nan_to_num(np.sign(off) * reach)
        f = excess(x, *(arg[some] for arg in args))
        up = f < 0
        low[some], below[some] = np.where(up, x, low[some]), np.where(up, f, below[some])
        high[some], above[some] = np.where(up, high[some], x), np.where(up, above[some], f)
    return low


def order_temperature(
    kf_a: ArrayLike, *, zeta: ArrayLike, curie: ArrayLike, critical: ArrayLike, coupling: ArrayLike
) -> Floats:
    """Return the highest T/T_F at which the ordered state of a dimer is the stable one.

    Parameters
    ----------
    kf_a, zeta : (N,)
        Sizes, and the zeros that they are near to.
    curie : (N,)
        Critical temperature tau_0 at that zero, above which nothing orders.
    critical : (N,)
        Temperature at which chi of the detuned size is critical, 0 if none.
    coupling : (N,)
        As in `stable_moment`.

    Returns
    -------
    (N,) array, 0 where there is no order.
    """
    arrays = (floats(x) for x in (kf_a, zeta, curie, critical, coupling))
    k, zero, top, found, c = (a.copy() for a in np.broadcast_arrays(*arrays))
    x = np.abs(k - zero) / (zero * top)
    # Nearer, the order is lost where chi is critical; further out there is none.
    at = np.flatnonzero((x > _JUMPS) & (x < _WIDEST))
    grid = top[at, None] * _SCAN
    seen = _ordered(k[at, None], grid, c[at, None])
    low = np.maximum(np.max(grid * seen, axis=1, initial=0.0), found[at])
    at, low = at[low > 0], low[low > 0]
    high = low + top[at] * _SCAN[0]
    found[at] = _border(lambda t, k, c: _excess(k, t, c), low, high, k[at], c[at])
    return found


def scaled_width(t: ArrayLike) -> Floats:
    """Return the |delta|/tau_0 up to which a dimer orders at t = tau/tau_0.

    t arccosh(t^-1/2) above t = 2/3, where chi = chi_c; below, where the jump is.
    """
    t = floats(t)
    continuous = scaled_criterion(np.clip(t, JUMP, 1.0))
    return np.asarray(np.where(t < JUMP, _curves()[0](np.clip(t, 0.0, JUMP)), continuous))


def scaled_criterion(t: ArrayLike) -> Floats:
    """Return the |delta|/tau_0 at which chi = chi_c at t = tau/tau_0: t arccosh(t^-1/2), 0 at 0."""
    t = between("tau/tau_0", t, 0, 1)
    return np.asarray(t * np.arccosh(np.where(t > 0, t, 1.0) ** -0.5))


def scaled_moment(t: ArrayLike) -> Floats:
    """Return the integral of m/[l(l+1) mu_B] over delta/tau_0, both signs, at t = tau/tau_0."""
    t = floats(t)
    return np.asarray(np.where(t < 1, _curves()[1](np.clip(t, 0.0, 1.0)), 0.0))


def scaled_reentrance(x: ArrayLike) -> Floats:
    """Return the lower tau/tau_0 at which chi = chi_c at |delta|/tau_0 = x, 0 where none is left.

    The smaller root of t cosh^2(x/t) = 1; with y = x/t it is x = y sech^2 y beyond its maximum.
    """
    x = floats(x)

    def excess(y: Floats, x: Floats) -> Floats:
        return np.asarray(np.log(y / x) - 2 * np.log(np.cosh(y)))

    t = np.zeros(x.shape)
    inside = (x > 0) & (x < _TIP / np.cosh(_TIP) ** 2)
    found = elementwise.find_root(excess, (_TIP, 300.0), args=(x[inside],))
    t[inside] = x[inside] / found.x
    return np.asarray(t)


@lru_cache(maxsize=1)
def _curves() -> tuple[CubicSpline, CubicSpline]:
    """Return the width of the jump and the integral of the moment over t = tau/tau_0."""
    zeta, l = bessel_zero(*_REFERENCE), _REFERENCE[1]
    critical = critical_over_landau(d_over_a=3.0, chi_landau=PAPER_CHI_LANDAU)
    top = float(curie_temperature(zeta, critical=critical))
    c = dipole_coupling(zeta, d_over_a=3.0, chi_landau=PAPER_CHI_LANDAU)
    cold, hot = np.linspace(_COLD, JUMP, 33), np.linspace(JUMP, 1.0, 24)
    width = _widths_of_jump(zeta, top, cold, c)
    t = np.append(cold, hot[1:])
    x = np.append(width, hot[1:] * np.arccosh(hot[1:] ** -0.5))
    # A root at the edge is smooth in s where delta = x (1 - s^2), and so is a jump.
    s, weight = np.polynomial.legendre.leggauss(24)
    s, weight = (s + 1) / 2, weight / 2
    k = zeta * (1 + top * x[:, None] * (1 - s**2))
    m = stable_moment(k, top * t[:, None], coupling=c)
    integral = 2 * x * ((m * 2 * s) @ weight) / (l * (l + 1))
    return CubicSpline(cold, width), CubicSpline(t, integral)


def _widths_of_jump(zeta: float, top: float, t: Floats, c: Floats) -> Floats:
    """Return the detunings over tau_0 at which order ends by a jump."""

    def excess(width: Floats, t: Floats) -> Floats:
        return _excess(zeta * (1 + width * top), top * t, c)

    return _border(excess, *(np.full(t.size, end) for end in _JUMP_WITHIN), t)


def sample_averages(
    t_over_tf: ArrayLike, *, median: float, width: float, critical: float
) -> tuple[Floats, Floats]:
    """Return the share of dimers that are ordered in a sample, and its moment per particle.

    Each dimer is of two equal particles; ln(k_F a) is distributed normally. A zero zeta has the
    share 2 zeta tau_0 h(tau/tau_0) of the density there, h = `scaled_width`, because the density is
    constant over the 1e-7 of a size in which particles order; zeros less than that apart, one
    in a hundred, are counted as if the other were not there.

    Parameters
    ----------
    t_over_tf : (N,)
        Temperatures.
    median, width
        Median k_F a, and the standard deviation of its logarithm.
    critical
        Critical susceptibility over |chi_L|.

    Returns
    -------
    share, moment : (N,) arrays, the moment in mu_B.

    Raises
    ------
    ValueError
        If the coupling is so strong that particles order far from any zero.
    """
    if highest_temperature(critical=critical) > _STRONGEST:
        raise ValueError(
            "shells order in reach of one another: give a larger d_over_a or a weaker chi_landau"
        )
    tau = floats(t_over_tf)[:, None]
    zeros = bessel_zeros(median * np.exp(_TAILS * width))
    some = (zeros.l > 0) & (zeros.zeta > median * np.exp(-_TAILS * width))
    zeta, l = zeros.zeta[some], zeros.l[some]
    top = curie_temperature(zeta, critical=critical) if zeta.size else zeta
    density = np.exp(-((np.log(zeta / median) / width) ** 2) / 2) / (
        zeta * width * np.sqrt(2 * np.pi)
    )
    t = tau / top
    share = scaled_width(t) @ (2 * density * zeta * top)
    moment = scaled_moment(t) @ (density * zeta * top * l * (l + 1))
    return np.asarray(share), np.asarray(moment)
