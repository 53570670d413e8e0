"""Phases of a dimer of linearly responding particles, and the border at which it does not respond.

References: Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Fig. 4.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Floats, finite
from magrepro.core.orbital.ordering import dimer_moments_in_field
from magrepro.core.orbital.responses import saturating

_ROUNDING: Final = 1e-15
"""Relative errors of sums of three terms and products of two are below this."""

_SOLVED_TO: Final = 1e-13
"""Relative error of a solved moment, with a margin: the root search ends at 1e-14."""


def neutral_border(x: ArrayLike) -> Floats:
    """Susceptibility of the second particle that cancels the longitudinal one of the dimer.

    chi^zz = 0 where x + y + 2 x y = 0, from Eq. (6) with x, y = chi1, chi2 over chi_c^z. The
    other branch of the hyperbola, x < -1/2, lies inside the ordered phase x y > 1.

    Parameters
    ----------
    x : any shape
        chi1 / chi_c^z, above -1/2.

    Returns
    -------
    Array of y = chi2 / chi_c^z.

    Raises
    ------
    ValueError
        ``x`` not finite or not above -1/2.

    References
    ----------
    Paper, Fig. 4 (dashed line).
    """
    x1 = finite("x", x)
    if np.any(x1 <= -0.5):
        raise ValueError("x must be above -1/2")
    return np.asarray(-x1 / (1.0 + 2.0 * x1))


def dimer_phase(x: ArrayLike, y: ArrayLike) -> NDArray[np.str_]:
    """Longitudinal phase of a dimer without applied field.

    Aligned or antialigned where x y > 1 (both positive or both negative), else diamagnetic where
    chi^zz < 0, with x, y = chi1, chi2 over chi_c^z, and paramagnetic elsewhere. The borders belong
    to the paramagnet: where x y = 1 there is no spontaneous moment yet, and where
    x + y + 2 x y = 0 the response is not diamagnetic. At x = y = -1, where both meet, chi^zz =
    -chi_c^z/2 as for all equal diamagnets. Points within rounding of a border are decided by the
    exact values of the two doubles.

    Parameters
    ----------
    x, y : broadcastable
        chi1 / chi_c^z and chi2 / chi_c^z.

    Returns
    -------
    Array of the words aligned, antialigned, paramagnetic, diamagnetic.

    Raises
    ------
    ValueError
        Values that are not finite.

    References
    ----------
    Paper, Fig. 4.
    """
    x1, x2 = np.broadcast_arrays(finite("x", x), finite("y", y))
    with np.errstate(over="ignore", invalid="ignore"):
        beyond = _exact_sign(lambda a, b: a * b - 1, x1, x2, x1 * x2 - 1.0, 1.0)
        size = np.abs(x1) + np.abs(x2) + 2.0 * np.abs(x1 * x2)
        response = x1 + x2 + 2.0 * x1 * x2
        neutral = _exact_sign(lambda a, b: a + b + 2 * a * b, x1, x2, response, size)
    ordered = beyond > 0
    diamagnetic = (neutral < 0) | ((x1 == -1.0) & (x2 == -1.0))
    phases = [ordered & (x1 > 0.0), ordered, diamagnetic]
    return np.select(phases, ["aligned", "antialigned", "diamagnetic"], "paramagnetic")


def _exact_sign(
    exact: Callable[[Fraction, Fraction], Fraction],
    x: Floats,
    y: Floats,
    rounded: Floats,
    size: ArrayLike,
) -> Floats:
    """Sign of a sum of magnitude ``size``, in fractions where its rounded value does not tell."""
    sign = np.array(np.sign(rounded))
    for i in map(tuple, np.argwhere(np.abs(rounded) <= _ROUNDING * np.asarray(size))):
        value = exact(Fraction(x[i]), Fraction(y[i]))
        sign[i] = (value > 0) - (value < 0)
    return np.asarray(sign)


def weak_field_response(x: Floats, y: Floats, *, field: float) -> tuple[Floats, Floats]:
    """Return the dimer's moment in a weak field, and how far it may be from the linear response.

    The solved moments obey M_1 = x (H + M_2) - e_1 and its like, where e_1 holds the curvature,
    artanh M_1 - M_1, and rounding. Hence the linear response is M_1 + M_2 plus
    [(1 + y) e_1 + (1 + x) e_2]/(1 - x y).

    Parameters
    ----------
    x, y : one shape
        chi1, chi2 over chi_c^z, of saturating particles, Eq. (9), that do not order.
    field
        H over M_0/(volume times chi_c^z).

    Returns
    -------
    response, error : arrays of that shape, over M_0; the error infinite at x y = 1.
    """
    M = dimer_moments_in_field(saturating(x), saturating(y), coupling=1.0, field=field)
    e1, e2 = (
        np.arctanh(np.abs(own)) - np.abs(own) + _SOLVED_TO * chi * (field + np.abs(other))
        for own, other, chi in ((M[0], M[1], np.abs(x)), (M[1], M[0], np.abs(y)))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        error = ((1 + np.abs(y)) * e1 + (1 + np.abs(x)) * e2) / np.abs(1 - x * y)
    return M[0] + M[1], np.where(np.isnan(error), np.inf, error)
