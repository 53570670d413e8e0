"""What a particle answers a field: an odd moment M(H), with bounds where it rises in stairs.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Eq. (9).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Bools, Floats, finite, not_negative, positive
from magrepro.core.roots import Curve


class Response(Protocol):
    """Moment M(H) of each of several systems, an odd function of the field H.

    ``susceptibility`` and ``bound`` have the shape S of the systems. The three functions take
    fields that broadcast against S and return arrays of the broadcast shape.
    """

    @property
    def susceptibility(self) -> Floats:
        """Slope dM/dH at H = 0."""
        ...

    @property
    def bound(self) -> Floats:
        """Upper bound of abs(M); the closer, the better."""
        ...

    def moment(self, field: Floats, /) -> Floats:
        """M(H)."""
        ...

    def derivative(self, field: Floats, /) -> Floats:
        """dM/dH at H."""
        ...

    def deficit(self, field: Floats, /) -> Floats:
        """1 - M(H) / (susceptibility H), free of cancellation as H -> 0, and 0 at H = 0."""
        ...


class SteppedResponse(Response, Protocol):
    """A `Response` that says how fast it can fall and bend; arrays of the shape S of the systems.

    Valid for fields up to the coupling times the bound.
    """

    @property
    def fall(self) -> Floats:
        """Upper bound of -dM/dH."""
        ...

    @property
    def bend(self) -> Floats:
        """Upper bound of abs(d^2M/dH^2)."""
        ...

    @property
    def steepest(self) -> Floats:
        """Upper bound of dM/dH."""
        ...

    @property
    def radius(self) -> Floats:
        """R: M is analytic in complex fields abs(H) <= R."""
        ...

    @property
    def departure(self) -> Floats:
        """Upper bound of abs(M - s H) there, with whichever number s."""
        ...

    @property
    def concave(self) -> Bools:
        """Where M(H) is known to be concave for H > 0."""
        ...

    def moment_and_slope(self, field: Floats, /) -> tuple[Floats, Floats]:
        """M(H) and dM/dH."""
        ...

    def potential(self, field: Floats, /) -> Floats:
        """Integral of M from 0 to the field."""
        ...

    def take(self, systems: NDArray[np.int64], /) -> Self:
        """Return the response of these systems, numbered along the flattened S."""
        ...


@dataclass(frozen=True, eq=False)
class PlainResponse:
    """A ``Response`` made of arrays and functions."""

    susceptibility: Floats
    bound: Floats
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
    chi, largest = finite("susceptibility", susceptibility), not_negative("bound", bound)

    def deficit(field: Floats) -> Floats:
        return plain_deficit(moment, chi, field)

    return PlainResponse(chi, largest, moment, derivative, deficit)


def plain_deficit(moment: Curve, susceptibility: Floats, field: Floats) -> Floats:
    """1 - M(H)/(chi H) from the moment, and 0 at H = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = 1.0 - moment(field) / (susceptibility * field)
    return np.where(field == 0.0, 0.0, delta)


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
        finite("susceptibility", susceptibility), positive("saturation", saturation)
    )

    def moment(field: Floats) -> Floats:
        return np.asarray(M0 * np.tanh(chi * field / M0))

    def derivative(field: Floats) -> Floats:
        decay = np.exp(-2.0 * np.abs(chi * field / M0))
        return np.asarray(4.0 * chi * decay / (1.0 + decay) ** 2)

    def deficit(field: Floats) -> Floats:
        return _tanh_deficit(chi * field / M0)

    return PlainResponse(chi, M0, moment, derivative, deficit)


def _tanh_deficit(x: Floats) -> Floats:
    """1 - tanh(x)/x; up to abs(x) = 1 by Lambert's tanh(x)/x = 1/(1 + x^2/(3 + x^2/(5 + ...)))."""
    square = np.minimum(x * x, 1.0)
    fraction = np.zeros_like(square)
    for odd in range(17, 1, -2):
        fraction = square / (odd + fraction)
    large = np.maximum(np.abs(x), 1.0)
    return np.where(np.abs(x) < 1.0, fraction / (1.0 + fraction), 1.0 - np.tanh(large) / large)


def checked_response(response: Response) -> tuple[Floats, Floats]:
    """Return susceptibility and bound, refusing values that make no sense."""
    chi = finite("susceptibility", response.susceptibility)
    return chi, not_negative("bound", response.bound)
