"""Chains of fluctuating moments: the energy of Appendix B of the orbital paper beyond mean field.

Reduced moments mu_i = (rho_i, z_i) inside unit balls have the weight

    exp[-C sum_i mu_i^2 + K sum_(i<j) (2 z_i z_j - rho_i.rho_j)/|i - j|^3],

C = beta gamma M_0^2, K = beta M_0^2/d^3 as in `thermal`: Eqs. (B1) and (B5) for the chain of
App. C. With neighbours alone an operator carries the weight from one particle to the next. Turning
all moments about the axis leaves its part I_0(K rho rho') and the mean of z, turning them over
splits that into functions even and odd in z; the ratio of their largest eigenvalues is the decay of
correlations. `chain_sampling` draws chains with all neighbours.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Apps. B and C.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import elementwise
from scipy.special import ive, roots_legendre, zeta

from magrepro.core.arrays import Bools, Floats, floats, not_negative, positive
from magrepro.core.orbital.chain_ordering import moments_of_chains
from magrepro.core.orbital.chains import chain_length
from magrepro.core.orbital.responses import plain_response
from magrepro.core.orbital.thermal import moments_bounded
from magrepro.core.roots import TIGHT

MOST_NODES: Final = 48
"""Nodes in z > 0 at the most; with as many thirds in rho^2 the operator has 768 rows."""

STRONGEST: Final = 100.0
"""Largest K or C that the nodes resolve."""


@dataclass(frozen=True, eq=False)
class Transfer:
    """The operator from one particle to the next on nodes (z > 0, rho)."""

    same: Floats
    """Weight of two moments on one side, z and z' > 0."""
    turned: Floats
    """Weight with one of them turned over."""
    z: Floats
    end: Floats
    """Half a particle's own weight, which both ends of a chain have besides."""

    @property
    def even(self) -> Floats:
        """The operator on functions even in z."""
        return self.same + self.turned

    @property
    def odd(self) -> Floats:
        """The operator on functions odd in z."""
        return self.same - self.turned

    def correlation_length(self) -> float:
        """Return 1/ln(lambda_even/lambda_odd), in distances d: <z_i z_j> ~ exp(-|i - j|/xi)."""
        gap = self._gap()
        return float(-1 / np.log1p(-gap)) if gap < 1 else 0.0

    def _gap(self) -> float:
        """Return 1 - lambda_odd/lambda_even, however small.

        The difference of both operators, 2 `turned`, between their largest states: with positive
        numbers alone nothing cancels, once small components are right by one more product.
        """
        if not self.odd.any():
            return 1.0
        even, odd = (part @ _largest_state(part) for part in (self.even, self.odd))
        top = (even @ self.even @ even) / (even @ even)
        return float(2 * (odd @ self.turned @ even) / (odd @ even) / top)

    def acting_together(self) -> float:
        """Return sum_j <z_i z_j>/<z_i^2> in an endless chain: how many particles act as one.

        sum_k |<k|z|0>|^2 (lambda_0 + lambda_k)/(lambda_0 - lambda_k)/<0|z^2|0> with the odd states
        k and the lowest even one.
        """
        lowest = self.z * _largest_state(self.even)
        values, states = np.linalg.eigh(self.odd)
        share = 1 - values / np.linalg.eigvalsh(self.even)[-1]
        share[-1] = self._gap()
        total = (states.T @ lowest) ** 2 @ ((2 - share) / share)
        return float(total / (lowest @ lowest))


def _largest_state(matrix: Floats) -> Floats:
    """Return the eigenvector of the largest eigenvalue of a positive matrix, all positive."""
    return np.asarray(np.abs(np.linalg.eigh(matrix)[1][:, -1]))


def transfer(*, coupling: float, stiffness: float) -> Transfer:
    """Return the transfer operator of a chain coupled to nearest neighbours.

    Parameters
    ----------
    coupling, stiffness
        K and C, up to 100.

    Raises
    ------
    ValueError
        If one is negative or too large.
    """
    K, C = (
        float(not_negative(n, v)) for n, v in (("coupling", coupling), ("stiffness", stiffness))
    )
    if max(K, C) > STRONGEST:
        raise ValueError(f"coupling and stiffness must be at most {STRONGEST:g}")
    count = min(12 + 4 * int(np.ceil(np.sqrt(max(K, C)))), MOST_NODES)
    z, rho, measure = _nodes(count, max(8, count // 3))
    end = np.sqrt(measure) * np.exp(-C * (z**2 + rho**2) / 2)
    across = K * np.outer(rho, rho)
    along = 2 * K * np.outer(z, z)
    scale = np.max(along + across)
    same, turned = (
        np.outer(end, end) * ive(0, across) * np.exp(sign * along + across - scale)
        for sign in (1, -1)
    )
    return Transfer(same, turned, z, end)


def _nodes(heights: int, widths: int) -> tuple[Floats, Floats, Floats]:
    """Return z, rho and weight of nodes in the upper half of the unit ball."""
    (u, share), (v, part) = roots_legendre(heights), roots_legendre(widths)
    z, t = (x.ravel() for x in np.meshgrid((u + 1) / 2, (v + 1) / 2, indexing="ij"))
    square = (1 - z**2) * t
    weight = np.outer(share / 2, part / 2).ravel() * np.pi * (1 - z**2)
    return z, np.sqrt(square), weight


def nearest_neighbour_moments(operator: Transfer, lengths: Sequence[int]) -> Floats:
    """Return the root mean square of the moment per particle of open chains, z component, over M_0.

    sqrt(<(sum_i z_i)^2>)/N; the vectors of the weight, of the weight times the sum so far and times
    its square go from one particle to the next.

    Parameters
    ----------
    operator
        Of nearest neighbours.
    lengths
        Numbers of particles N, from 2; it takes as many steps as the largest has particles.
    """
    wanted = np.array([chain_length(n) for n in lengths])
    even, odd, z, end = operator.even, operator.odd, operator.z, operator.end
    none, first, square, found = end, end * z, end * z**2, {}
    for n in range(2, int(wanted.max()) + 1):
        scale = none.max()
        none, carried, old = even @ none / scale, odd @ first / scale, even @ square / scale
        first, square = carried + z * none, old + 2 * z * carried + z**2 * none
        if n in wanted:
            found[n] = float(np.sqrt((end @ square) / (end @ none)) / n)
    return np.array([found[n] for n in wanted])


def wall_energy(*, k_over_c: ArrayLike) -> Floats:
    """Return what turning half of an endless cold chain over costs, over M_0^2/d^3.

    4 zeta(2) - C/K with all neighbours: the pairs across the wall, 4 sum_r r/r^3, less the energy
    of one particle that gives its moment up in between. For C/K < 1.2; above it the wall is wider
    and costs less.
    """
    return np.asarray(4 * zeta(2.0) - 1 / positive("k_over_c", k_over_c))


def wall_factor(t: ArrayLike, *, k_over_c: ArrayLike) -> Floats:
    """Return exp(E/k_B T), E the energy of a wall, at temperatures k_B T d^3/M_0^2.

    A cold chain's correlation length grows as this factor, which is one over the density of walls.
    """
    return np.asarray(np.exp(wall_energy(k_over_c=k_over_c) / positive("t", t)))


def is_long(length: ArrayLike, lengths: ArrayLike) -> Bools:
    """Return whether chains are ten correlation lengths long, so that their ends hardly matter."""
    return np.asarray(floats(length) < floats(lengths) / 10)


def critical_mean_field(*, k_over_c: float) -> float:
    """Return k_B T d^3/M_0^2 at which an endless chain with all neighbours orders in mean field.

    4 zeta(3) K <z^2> = 1, <z^2> of a particle alone; 0 if K/C is too small for any.
    """

    def excess(t: Floats) -> Floats:
        return np.asarray(4 * zeta(3.0) * independent_square(1 / (k_over_c * t)) / t - 1)

    # <z^2> <= 1/5 bounds t from above. At C = 1e4 nothing is left of the edge of the ball, <z^2> is
    # 1/(2C) to the last digit and the excess that of t = 0, which it falls from: no root is colder.
    ends = 1e-4 / k_over_c, 4 * zeta(3.0) / 5
    if excess(floats(ends[0])) <= 0:
        return 0.0
    return float(elementwise.find_root(excess, ends, tolerances=TIGHT).x)


def independent_square(stiffness: ArrayLike) -> Floats:
    """Return <z^2> of a particle alone, over M_0^2."""
    return moments_bounded(0.0, stiffness=stiffness)[1] / 3


def mean_field_moments(
    lengths: Sequence[int], *, coupling: ArrayLike, stiffness: ArrayLike
) -> list[Floats]:
    """Return the mean field's spontaneous moments along chains with all neighbours, over M_0.

    z_i = <z>(h_i), h_i = 2 K sum_j z_j/|i - j|^3, <z>(h) of one moment in a ball at the same
    temperature: what App. C does, for the particles of App. B.

    Parameters
    ----------
    lengths
        Numbers of particles, from 2.
    coupling, stiffness
        K and C, of one shape (temperatures,).

    Returns
    -------
    list of ndarray
        One of shape (temperatures, n) for each length.
    """
    K, C = positive("coupling", coupling)[:, None], positive("stiffness", stiffness)[:, None]

    def moment(h: Floats) -> Floats:
        return moments_bounded(h, stiffness=C)[0]

    def derivative(h: Floats) -> Floats:
        mean, square = moments_bounded(h, stiffness=C)
        chi = np.broadcast_to(independent_square(C), mean.shape)
        # Across the field <x^2> = <z>/h, as turning both leaves the weight unchanged; up to 1e-6 it
        # is that without field to h^2, the last digits.
        across = np.divide(mean, h, out=chi.copy(), where=np.abs(h) > 1e-6)
        return np.asarray(square - 2 * across - mean**2)

    response = plain_response(
        moment, derivative, susceptibility=independent_square(C), bound=np.ones_like(C)
    )
    return moments_of_chains(response, coupling=2 * K, lengths=lengths)
