"""Two fluctuating moments at thermal equilibrium: Appendix B of the orbital paper.

A moment M costs gamma M^2 and is at most M_0. In reduced moments mu = M/M_0 = (rho, z), with
``field`` h = beta M_0 H, ``coupling`` K = beta M_0^2/d^3 and ``stiffness`` C = beta gamma M_0^2,
the weight is exp[-C (mu_1^2 + mu_2^2) + K (2 z_1 z_2 - rho_1.rho_2) + h (z_1 + z_2)].
The second moment sees the field g = |(-K rho_1, 2 K z_1 + h)|, and its ball is closed form in erf;
s = rho_1^2 and z_1 are left to Gauss-Legendre quadrature. Weights are pairs (exponent, factor)
for factor exp(exponent): none overflows. Arguments are finite, max(K, C) + |h| at most 1e5.

References: Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), App. B.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import elementwise

from magrepro.core.arrays import Floats, between, finite, not_negative, positive
from magrepro.core.orbital.bounded_moment import ball, ball_means, gauss_legendre

_ROUNDING: Final = 4e-16
"""Relative rounding of a density, times 1 + C, below which it is taken to be flat."""

_STEEPEST: Final = 2e5
"""Steepness at which the rules have 1220 nodes; arguments beyond are refused."""

_SMALLEST_PEAK: Final = 2.0**-40
"""Distance from zero at which the density must rise for its peak to stand apart from zero."""


def energy_single(moment: ArrayLike, *, field: ArrayLike, gamma: ArrayLike) -> Floats:
    """Energy of one moment that prefers to be small: E_1 = gamma M^2 - M.H, Eq. (B1).

    Parameters: moment M (erg/G), field H (G), shape (..., 3); gamma (1/cm^3), shape (...).
    Returns: E_1 (erg), shape (...). Raises: ValueError unless gamma > 0.
    """
    M, H = finite("moment", moment), finite("field", field)
    gamma = positive("gamma", gamma)
    return np.asarray(gamma * (M * M).sum(axis=-1) - (M * H).sum(axis=-1))


def log_partition_single(field: ArrayLike, *, gamma: ArrayLike, beta: ArrayLike) -> Floats:
    """Logarithm of the partition function of one moment of any length.

    ln Z_1 = (3/2) ln(pi / beta gamma) + beta H^2 / (4 gamma), Eq. (B2).
    Parameters: field H (G), gamma (1/cm^3), beta (1/erg); they broadcast.
    Returns: ln Z_1, with Z_1 in (erg/G)^3. Raises: ValueError unless gamma > 0, beta > 0.
    """
    H, gamma = finite("field", field), positive("gamma", gamma)
    beta = positive("beta", beta)
    return np.asarray(1.5 * np.log(np.pi / (beta * gamma)) + beta * H**2 / (4 * gamma))


def mean_moment_single(field: ArrayLike, *, gamma: ArrayLike) -> Floats:
    """Mean moment of one particle at any temperature: <M^z> = H / (2 gamma), Eq. (B3).

    Parameters: field H (G), gamma (1/cm^3); they broadcast.
    Returns: <M^z> (erg/G). Raises: ValueError unless gamma > 0.
    """
    return np.asarray(finite("field", field) / (2 * positive("gamma", gamma)))


def susceptibility_single(*, gamma: ArrayLike, volume: ArrayLike) -> Floats:
    """Susceptibility of one particle at any temperature: chi_1 = 1 / (2 V gamma), Eq. (B4).

    Parameters: gamma (1/cm^3), volume V (cm^3); they broadcast.
    Returns: chi_1 (Gaussian, no unit). Raises: ValueError unless gamma > 0, V > 0.
    """
    V, gamma = positive("volume", volume), positive("gamma", gamma)
    return np.asarray(1 / (2 * V * gamma))


def log_partition_bounded(field: ArrayLike, *, stiffness: ArrayLike) -> Floats:
    """Logarithm of the partition function of one moment no longer than M_0.

    ln integral over |mu| < 1 of exp(-C mu^2 + h z), Eq. (B2) with the bound of Eq. (B7).
    Parameters: field h, stiffness C, no units; they broadcast.
    Returns: ln(Z_1/M_0^3). Raises: ValueError unless C >= 0.
    """
    _, C, h = _reduced(0.0, stiffness, field)
    exponent, factor = ball(np.abs(h), C)
    return np.asarray(exponent + np.log(factor))


def moments_bounded(field: ArrayLike, *, stiffness: ArrayLike) -> tuple[Floats, Floats]:
    """Mean along the field and mean square of one moment no longer than M_0.

    <z> = [h - S L(h)] / (2 C), <mu^2> = [3 + h <z> - S] / (2 C), S = 4 pi e^-C sinh(h) / (h Z_1):
    Eq. (B3) less the surface's share. At h = 0, d<z>/dh = <mu^2>/3; Eq. (B4) for C >> 1.
    Parameters: field h, stiffness C, no units; they broadcast.
    Returns: <M^z>/M_0, odd in h, and <M^2>/M_0^2, even in h. Raises: ValueError unless C >= 0.
    """
    _, C, g = np.broadcast_arrays(*_reduced(0.0, stiffness, np.abs(field)))
    mean, square = ball_means(g, C)
    return np.sign(field) * mean, square


def dipole_energy(moments: ArrayLike, *, distance: ArrayLike) -> Floats:
    """Coupling of two dipoles on the z axis: V = (M_1.M_2 - 3 M_1^z M_2^z) / d^3, Eq. (B5).

    Parameters: moments M_1, M_2 (erg/G), shape (..., 2, 3); distance d (cm), shape (...).
    Returns: V (erg), shape (...). Raises: ValueError unless d > 0.
    """
    product = finite("moments", moments).prod(axis=-2)
    d = positive("distance", distance)
    return np.asarray((product.sum(axis=-1) - 3 * product[..., 2]) / d**3)


def dimer_energy(
    moments: ArrayLike, *, field: ArrayLike, gamma: ArrayLike, distance: ArrayLike
) -> Floats:
    """Energy of two coupled moments: E_2 = E_1(M_1, H) + E_1(M_2, H) + V(M_1, M_2), Eq. (B6).

    Parameters: moments as for `dipole_energy`, distance too; field, gamma as for `energy_single`.
    Returns: E_2 (erg), shape (...). Raises: ValueError unless gamma > 0, d > 0.
    """
    H, gamma = np.expand_dims(field, -2), np.expand_dims(gamma, -1)
    V = dipole_energy(moments, distance=distance)
    return np.asarray(energy_single(moments, field=H, gamma=gamma).sum(axis=-1) + V)


def log_partition_function(
    *, coupling: ArrayLike, stiffness: ArrayLike, field: ArrayLike = 0.0
) -> Floats:
    """Logarithm of the partition function of two coupled moments no longer than M_0.

    ln(Z_2/M_0^6), Eqs. (B7) and (B8), the angular factor 4 pi^2 of (B8) included.
    Parameters: coupling K, stiffness C, field h, no units; they broadcast.
    Returns: ln(Z_2/M_0^6). Raises: ValueError unless K >= 0, C >= 0.
    """
    _, top, up, down = _both_signs(*_reduced(coupling, stiffness, field))
    return np.asarray(top + np.log((up + down).sum(axis=-1)))


def mean_moment(*, coupling: ArrayLike, stiffness: ArrayLike, field: ArrayLike = 0.0) -> Floats:
    """Mean z component of the first moment: exactly zero without a field, odd in it.

    <z_1>, Eq. (B8) with a factor mu_1 u_1 in the integrand; d ln Z_2/dh = 2 <z_1>.
    Parameters: coupling K, stiffness C, field h, no units; they broadcast.
    Returns: <M_1^z>/M_0. Raises: ValueError unless K >= 0, C >= 0.
    """
    z, _, up, down = _both_signs(*_reduced(coupling, stiffness, field))
    return np.asarray((z * (up - down)).sum(axis=-1) / (up + down).sum(axis=-1))


def density_z(
    m1z: ArrayLike, *, coupling: ArrayLike, stiffness: ArrayLike, field: ArrayLike = 0.0
) -> Floats:
    """Probability density of the z component of the first moment.

    P_1(z) = (integral of the weight over rho_1 and mu_2) / (Z_2/M_0^6), from Eq. (B8); Fig. 8.
    Parameters: m1z = M_1^z/M_0, coupling K, stiffness C, field h, no units; they broadcast.
    Returns: P_1, integral 1 over [-1, 1]. Raises: ValueError unless |m1z| <= 1, K >= 0, C >= 0.
    """
    z = _without_copies(between("m1z", m1z, -1, 1))
    K, C, h = (_without_copies(parameter) for parameter in _reduced(coupling, stiffness, field))
    _, top, up, down = _both_signs(K, C, h)
    exponent, factor = _weight_z(z, K, C, h)
    P_1 = factor * np.exp(exponent - top) / (up + down).sum(axis=-1)
    return np.broadcast_to(P_1, np.broadcast(m1z, coupling, stiffness, field).shape).copy()


def peak_position(*, coupling: ArrayLike, stiffness: ArrayLike) -> Floats:
    """Most probable |z_1| without a field: zero up to a threshold, which is K = C for C >> 1.

    dP_1/d(z^2) = 0, where P_1 ~ e^(3 C z^2) integral of e^(-C v) I(K sqrt v) dv from 4 z^2 to
    1 + 3 z^2, Eq. (B8), I being the ball of the second moment; Fig. 8.
    Parameters: coupling K, stiffness C, no units; they broadcast.
    Returns: |M_1^z|/M_0 of the peaks, in [0, 1). Raises: ValueError unless K >= 0, C >= 0.
    """
    K, C, _ = _reduced(coupling, stiffness, 0.0)
    K, C = np.broadcast_arrays(K, C)
    peaked = _density_rise(np.full(K.shape, _SMALLEST_PEAK), K, C) > 0
    peak = np.zeros(K.shape)
    if peaked.any():
        ends = np.full(peaked.sum(), _SMALLEST_PEAK), np.ones(peaked.sum())
        found = elementwise.find_root(_density_rise, ends, args=(K[peaked], C[peaked]))
        peak[peaked] = found.x
    return peak


def splitting_threshold(*, stiffness: ArrayLike) -> Floats:
    """Coupling K above which the density of z_1 without a field has two maxima.

    d^2 P_1/dz^2 = 0 at z = 0, see `peak_position`; K = C for C >> 1, Fig. 8.
    Parameters: stiffness C > 0, no units. Returns: K. Raises: ValueError unless C > 0.
    """
    C = positive("stiffness", stiffness)
    # K - C falls from 1.731 at C = 0 to 0 as C grows: the upper end is far above.
    low, high = np.zeros(C.shape), 4 * C + 10

    def rise(K: Floats, C: Floats) -> Floats:
        return _density_rise(np.full(K.shape, _SMALLEST_PEAK), K, C)

    return np.asarray(elementwise.find_root(rise, (low, high), args=(C,)).x)


def _reduced(coupling: ArrayLike, stiffness: ArrayLike, field: ArrayLike) -> tuple[Floats, ...]:
    """Return K, C and h as arrays, refusing what Eq. (B7) has no meaning for."""
    K, h = not_negative("coupling", coupling), finite("field", field)
    return K, not_negative("stiffness", stiffness), h


def _without_copies(values: Floats) -> Floats:
    """Keep one element along axes that only repeat it, so that nothing is integrated twice."""
    for axis in range(values.ndim):
        first = values.take([0], axis=axis) if values.size else values
        values = first if (values == first).all() else values
    return values


def _half_count(steepness: Floats) -> int:
    """Return half the nodes that integrate a Gaussian of this steepness.

    Measured for e^(-s (t-c)^2) on [0, 1], 1 <= s <= 2e5, any c: within 3e-13.
    """
    steepest = np.max(steepness, initial=0.0)
    if steepest > _STEEPEST:
        raise ValueError(f"max(coupling, stiffness) + |field| must be <= {_STEEPEST / 2:g}")
    return 6 + int(np.ceil(1.35 * np.sqrt(steepest)))


def _weight_z(z: Floats, K: Floats, C: Floats, h: Floats) -> tuple[Floats, Floats]:
    """Return the weight of z_1 = z: the ball of mu_2 integrated over s = rho_1^2, (B8)."""
    s_max, axial_field_squared = (1 - z) * (1 + z), (2 * K * z + h) ** 2

    def weight(s: Floats) -> tuple[Floats, Floats]:
        exponent, factor = ball(np.sqrt(K**2 * s + axial_field_squared), C)
        return exponent - C * s, factor

    peak = np.max([weight(s_max * t)[0] for t in np.linspace(0, 1, 5)], axis=0)
    total = np.zeros(peak.shape)
    for t, w in zip(*gauss_legendre(_half_count(np.maximum(C, 2 * K - 3 * C))), strict=True):
        exponent, factor = weight(s_max * t)
        total += w * factor * np.exp(exponent - peak)
    return peak - C * z**2 + h * z, np.pi * s_max * total


def _both_signs(K: Floats, C: Floats, h: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return nodes z > 0, the largest exponent, and the weights of +z and -z below it."""
    K, C, h = (parameter[..., None] for parameter in (K, C, h))
    z, w = gauss_legendre(_half_count(2 * np.maximum(C, K) + 2 * np.abs(h)))
    exponent, factor = _weight_z(z, K, C, h)
    opposite = _weight_z(-z, K, C, h) if h.any() else (exponent, factor)
    top = np.maximum(exponent, opposite[0]).max(axis=-1, keepdims=True)
    up, down = (w * b * np.exp(a - top) for a, b in ((exponent, factor), opposite))
    return z, top[..., 0], up, down


def _density_rise(z: Floats, K: Floats, C: Floats) -> Floats:
    """Derivative dP_1/d(z^2) over the sum of its gain and loss, less what rounding makes of it."""
    exponent, factor = _weight_z(z, K, C, np.zeros(()))
    rim, axis = ball(K * np.sqrt(1 + 3 * z**2), C), ball(2 * K * z, C)
    gain = 3 * C * factor + 3 * np.pi * rim[1] * np.exp(rim[0] - C - exponent)
    loss = 4 * np.pi * axis[1] * np.exp(axis[0] - C * z**2 - exponent)
    return np.asarray((gain - (1 + _ROUNDING * (1 + C)) * loss) / (gain + loss))
