"""Dimers of spheres with a fixed number of electrons each: at which temperature they order.

A number of electrons that leaves a shell partly filled pins the chemical potential at that shell,
whatever the size. With n of its g = 2(2l+1) places filled and all other shells full or empty, the
susceptibility follows Curie's law with n (g-n)/[g (g-1)] for f (1 - f): `canonical`. Below the
temperature where chi = chi_c no moment at all is unstable. With one shell in reach the moment falls
below the straight line as the field grows, as far as it was looked at, and the order is lost there;
with more there may be order above, in a jump: `fixed_number_response`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from magrepro.core.arrays import Bools, Floats, Ints, floats
from magrepro.core.orbital.canonical import MARGIN, susceptibility
from magrepro.core.orbital.curie import highest_temperature
from magrepro.core.orbital.shells import Shells, shells

_SCAN: Final = np.geomspace(3.0, 1e-5, 121)
"""Temperatures over that of the best shell alone, at which a root is looked for from above."""


@dataclass(frozen=True)
class OpenShell:
    """The shell that takes the last electron at T = 0, and how full it is; arrays of one shape."""

    index: Ints
    l: Ints
    electrons: Floats
    places: Floats
    levels: Shells

    @classmethod
    def of(cls, electrons: ArrayLike) -> OpenShell:
        """Return the shell; of a number that closes one, that one, full."""
        count = floats(electrons)
        levels = shells(float(np.cbrt(2.25 * np.pi * count.max())) + 8)
        index = np.maximum(np.searchsorted(levels.full_number, count, side="left") - 1, 0)
        l = levels.l[index]
        return cls(index, l, floats(count - levels.full_number[index]), floats(4 * l + 2), levels)

    def gap(self) -> Floats:
        """Return the distance in zeta^2 to the nearest other shell."""
        square = np.concatenate([[-np.inf], self.levels.zeta**2])
        at = self.index + 1
        return floats(np.minimum(square[at] - square[at - 1], square[at + 1] - square[at]))


def critical_temperature(
    kf_a: ArrayLike, electrons: ArrayLike, *, critical: ArrayLike
) -> tuple[Floats, Bools]:
    """Return T_c/T_F of dimers of spheres with exactly so many electrons each.

    tau = [l(l+1)(2l+1)/3] n(g-n)/[g(g-1)] / [critical k^3/(9 pi) + (k^2/3) rest], `rest` the sum of
    (2l+1) R over the full shells and n/g of it for the open one. Where another shell is within
    reach, the largest root of the canonical susceptibility.

    Parameters
    ----------
    kf_a, electrons
        Size and number of electrons; any shapes that broadcast.
    critical
        Critical susceptibility over |chi_L|.

    Returns
    -------
    t_over_tf : ndarray
        0 where there is no order.
    alone : ndarray of bool
        Whether the closed form was used.
    """
    k, count, c = (
        np.atleast_1d(x) for x in np.broadcast_arrays(floats(kf_a), floats(electrons), critical)
    )
    tau = curie_temperature(k, count, critical=c)
    alone = is_alone(k, count, critical=c)
    for at in zip(*np.nonzero(~alone), strict=True):
        tau[at] = _largest_root(float(k[at]), float(count[at]), float(c[at]))
    return tau, alone


def is_alone(kf_a: ArrayLike, electrons: ArrayLike, *, critical: ArrayLike) -> Bools:
    """Return whether other shells are full or empty at any temperature at which one orders."""
    reach = MARGIN * floats(kf_a) ** 2 * highest_temperature(critical=critical)
    return np.asarray(OpenShell.of(electrons).gap() > reach)


def curie_temperature(kf_a: ArrayLike, electrons: ArrayLike, *, critical: ArrayLike) -> Floats:
    """Return the same as if all shells but the open one were full or empty."""
    k, c, shell = floats(kf_a), floats(critical), OpenShell.of(electrons)
    l, n, g, levels = shell.l, shell.electrons, shell.places, shell.levels
    rest = levels.full_r2[shell.index] + (2 * l + 1) * levels.r2[shell.index] * n / g
    curie = l * (l + 1) * (2 * l + 1) / 3 * n * (g - n) / (g * (g - 1))
    return np.asarray(curie / (c * k**3 / (9 * np.pi) + k**2 / 3 * rest))


def _largest_root(k: float, electrons: float, critical: float) -> float:
    def excess(log_tau: float) -> float:
        return float(susceptibility(k, np.exp(log_tau), electrons)) / critical - 1

    places = np.log(np.clip(_SCAN * highest_temperature(critical=critical), 1e-12, 0.1))
    for high, low in pairwise(places):
        if low < high and excess(low) > 0:
            return float(np.exp(brentq(excess, low, high, xtol=1e-13)))
    return 0.0


def saturated_moment(electrons: ArrayLike) -> Floats:
    """Return the largest orbital moment of the open shell in mu_B: its lowest states are filled.

    Two electrons at each m from l down: h (2l+1-h) for n = 2h, and l - h more for n = 2h + 1.
    """
    shell = OpenShell.of(electrons)
    h = shell.electrons // 2
    odd = shell.electrons - 2 * h
    return np.asarray(h * (2 * shell.l + 1 - h) + odd * (shell.l - h))


def grand_canonical(t_over_tf: ArrayLike, places: ArrayLike) -> Floats:
    """Return T_c with so many electrons on average, from that with exactly so many, shell by shell.

    f (1 - f) = n (g - n)/g^2 stands for n (g - n)/[g (g - 1)]: less by (g - 1)/g.
    """
    g = floats(places)
    return np.asarray(floats(t_over_tf) * (g - 1) / g)


def share_ordered(t_over_tf: ArrayLike) -> Floats:
    """Return which share of some dimers order at the temperature of each or above, shape (N,)."""
    tau = floats(t_over_tf)
    return np.asarray((tau.size - np.searchsorted(np.sort(tau), tau)) / tau.size)
