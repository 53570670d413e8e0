"""Vibrations beside a pair of spins: occupation, mean displacement, and feedback on the spins.

One mode is H = omega0 a†a + Phi Q^3 + A Q X with Q = a + a† and X = S1z + r S2z. The cubic term
displaces it, Eq. (7). The linear term ties displacement and moment together: in equilibrium
<[a, H]> = 0, so that without the cubic term <Q> = -(2A/omega0) <X> exactly.

Energies are in meV, temperatures in K, displacements in units of the zero-point amplitude
(<Q^2> = 1 at T = 0).

References: Fransson, arXiv:2301.12777 (2023), Eqs. (6), (7).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, finite, floats, not_negative, positive
from magrepro.core.constants import K_B_MEV
from magrepro.core.roots import Bracket, refined_root
from magrepro.core.vibrational.spins import Dimer, site_moments, susceptibility, thermal_moment

SMALLEST_SELF_CONSISTENT_SHARE: Final = 1e-6
"""Fields below this share of the largest possible one count as no self-consistent field."""

FIELD_SAMPLES: Final = 241
"""Logarithmic samples between that share and the largest field, to bracket the root."""


def bose_occupation(omega0: ArrayLike, temperature: ArrayLike) -> Floats:
    """Return the mean number of quanta n = 1/[exp(beta omega0) - 1] of a mode.

    Parameters
    ----------
    omega0
        Energy of a quantum in meV, positive.
    temperature
        T in K, positive; broadcasts against `omega0`.

    Returns
    -------
    ndarray
        In the broadcast shape; underflows to zero for T -> 0.

    Raises
    ------
    ValueError
        If an argument is not positive.
    """
    x = _quanta_per_thermal_energy(omega0, temperature)
    decay = np.exp(-x)
    return floats(decay / -np.expm1(-x))


def coth_half(omega0: ArrayLike, temperature: ArrayLike) -> Floats:
    """Return coth(beta omega0/2) = 1 + 2 n = <Q^2>; arguments as `bose_occupation`."""
    return floats(1 / np.tanh(_quanta_per_thermal_energy(omega0, temperature) / 2))


def coth_over_omega0(omega0: ArrayLike, temperature: ArrayLike) -> Floats:
    """Return coth(beta omega0/2)/omega0 of Fig. 3, in 1/meV; arguments as `bose_occupation`."""
    return coth_half(omega0, temperature) / floats(omega0)


def mean_displacement(*, phi: ArrayLike, omega0: ArrayLike, temperature: ArrayLike) -> Floats:
    """Return the mean displacement (7) of a mode with cubic anharmonicity.

    <Q> = -(6 Phi/omega0) coth(beta omega0/2): exact to first order in Phi at every temperature
    for H = omega0 a†a + Phi Q^3, which has three ways to pair Q^3 with <Q^2> = coth.

    Parameters
    ----------
    phi
        Phi in meV, of either sign; small, see `escape_barrier`.
    omega0, temperature
        As `bose_occupation`.

    Returns
    -------
    ndarray
        In the broadcast shape.

    Raises
    ------
    ValueError
        If `omega0` or the temperature is not positive, or `phi` not finite.
    """
    return -6 * finite("phi", phi) * coth_over_omega0(omega0, temperature)


def escape_barrier(*, phi: ArrayLike, omega0: ArrayLike) -> Floats:
    """Return the height in meV of the barrier that keeps a mode with Phi Q^3 in its well.

    omega0^3/(432 Phi^2): the maximum, at Q = -omega0/(6 Phi), of the potential
    omega0 Q^2/4 + Phi Q^3, which has no lower bound. Eq. (7) is the response of a mode in its
    well; it means something when omega0 and k_B T are well below this height.

    Parameters
    ----------
    phi, omega0
        In meV, omega0 positive; they broadcast.

    Returns
    -------
    ndarray
        Infinite for Phi = 0.
    """
    phi, omega0 = np.broadcast_arrays(finite("phi", phi), positive("omega0", omega0))
    root = np.divide(omega0, phi, out=np.full(np.shape(phi), np.inf), where=phi != 0)
    return floats(omega0 * root**2 / 432)


def anharmonic_displacement(
    *, phi: ArrayLike, omega0: ArrayLike, temperature: ArrayLike, n_levels: int
) -> Floats:
    """Return <Q> of a truncated mode with cubic anharmonicity, by diagonalisation.

    H = omega0 a†a + Phi Q^3 on the lowest `n_levels` states of the harmonic mode. Without the
    truncation H has no ground state: the answer means something while it does not depend on
    `n_levels`, with n_levels omega0 well above k_B T and below `escape_barrier`.

    Parameters
    ----------
    phi, omega0, temperature
        As `mean_displacement`.
    n_levels
        Number of states kept, at least 4.

    Returns
    -------
    ndarray
        In the broadcast shape.

    Raises
    ------
    ValueError
        If fewer than 4 states are kept, or as `mean_displacement`.
    """
    quanta = np.arange(_at_least_four(n_levels), dtype=np.float64)
    x = _quanta_per_thermal_energy(omega0, temperature)
    ratio = finite("phi", phi) / positive("omega0", omega0)
    displacement = _displacement_matrix(quanta)
    energies, states = np.linalg.eigh(
        np.diag(quanta) + ratio[..., None, None] * _cubic_matrix(quanta)
    )
    weights = np.exp((energies[..., :1] - energies) * x[..., None])
    means = np.einsum("...ia,ij,...ja->...a", states, displacement, states, optimize=True)
    return floats(np.sum(weights * means, axis=-1) / np.sum(weights, axis=-1))


def displacement_slope(*, omega0: ArrayLike, temperature: ArrayLike, n_levels: int) -> Floats:
    """Return d<Q>/d Phi at Phi = 0 in 1/meV, as the sum over states of linear response.

    d<Q>/d Phi = -2 sum_{n<m} Q_nm (Q^3)_mn (p_n - p_m)/(E_m - E_n) over the harmonic states n,
    where only m = n + 1 counts, with Q_nm = sqrt(m) and (Q^3)_mn = 3 m^(3/2). Unlike <Q> itself
    it needs no truncation: the sum converges, to -(6/omega0) coth(beta omega0/2).

    Parameters
    ----------
    omega0, temperature
        As `bose_occupation`.
    n_levels
        Number of states summed over, at least 4; some 40 (1 + k_B T/omega0) for all digits.
    """
    quanta = np.arange(_at_least_four(n_levels), dtype=np.float64)
    x = _quanta_per_thermal_energy(omega0, temperature)[..., None]
    populations = np.exp(-quanta * x) * -np.expm1(-x)
    elements = np.sqrt(quanta + 1) * 3 * (quanta + 1) ** 1.5
    terms = elements * populations * -np.expm1(-x)
    return -2 * floats(np.sum(terms, axis=-1)) / positive("omega0", omega0)


def feedback_energy(*, coupling: ArrayLike, omega0: ArrayLike) -> Floats:
    """Return g = 2 A^2/omega0 in meV, by which a harmonic mode acts back on the spins.

    <[a, H]> = 0 gives <Q> = -(2A/omega0) <X>, hence a mean field alpha = A <Q> = -g <X> on
    X = S1z + r S2z, which always points the way the spins do. A (`coupling`) and omega0 in meV.
    """
    return 2 * finite("coupling", coupling) ** 2 / positive("omega0", omega0)


def instability_threshold(dimer: Dimer, temperature: ArrayLike) -> Floats:
    """Return the g in meV above which the state without moment is unstable, 1/chi.

    chi is the susceptibility of X = S1z + r S2z at alpha = 0: the mean field alpha = -g <X>
    = g chi alpha grows from nothing when g chi > 1. A moment can appear at smaller g already,
    by a jump; see `self_consistent_field`.

    Parameters
    ----------
    dimer
        The pair; its alpha is not used.
    temperature
        T in K, positive.

    Returns
    -------
    ndarray
        Infinite where chi underflows, in the broadcast shape.
    """
    chi = susceptibility(replace(dimer, alpha=0.0), temperature)
    tiny = np.finfo(np.float64).tiny
    return floats(np.divide(1.0, chi, out=np.full(chi.shape, np.inf), where=chi > 2 * tiny))


def self_consistent_field(dimer: Dimer, temperature: ArrayLike, *, feedback: ArrayLike) -> Floats:
    """Return the largest field alpha = alpha_0 - g <X>(alpha) a harmonic mode keeps up, in meV.

    alpha_0 is the dimer's own alpha, as from Eq. (7). With alpha_0 = 0 the field is zero below a
    threshold in g and finite above it, up to its sign: in this mean-field description harmonic
    vibrations do break the symmetry by themselves, against the remark after Eq. (6). What they
    cannot do is keep <Q> without <X>. For one pair and one mode, mean-field theory aside,
    turning the spins over together with Q -> -Q is a symmetry of H, and both means vanish.

    Parameters
    ----------
    dimer
        The pair, with alpha_0 as its alpha.
    temperature
        T in K, positive.
    feedback
        g = 2 A^2/omega0 in meV, not negative; see `feedback_energy`.

    Returns
    -------
    ndarray
        Of the sign of alpha_0, positive for alpha_0 = 0; zero below 1e-6 of the largest possible
        field. Pairs of solutions closer than 6 % to one another can be missed.

    Raises
    ------
    ValueError
        If a temperature is not positive or a feedback negative.
    """
    g, drive = not_negative("feedback", feedback), np.abs(floats(dimer.alpha))
    r = floats(dimer.field_ratio)
    parameters = (dimer.j, dimer.anisotropy, dimer.exchange_anisotropy, temperature)
    shape = np.broadcast_shapes(g.shape, drive.shape, r.shape, *map(np.shape, parameters))
    largest = np.broadcast_to(drive + g * dimer.spin * (1 + np.abs(r)), shape)

    def excess(alpha: Floats) -> Floats:
        first, second = np.moveaxis(site_moments(replace(dimer, alpha=alpha), temperature), -1, 0)
        return floats(drive - g * (first + r * second) - alpha)

    return np.where(floats(dimer.alpha) < 0, -1.0, 1.0) * _largest_root(excess, drive, largest)


def feedback_moment(dimer: Dimer, temperature: ArrayLike, *, feedback: ArrayLike) -> Floats:
    """Return <S1z + S2z> in the field of `self_consistent_field`; the same arguments."""
    alpha = self_consistent_field(dimer, temperature, feedback=feedback)
    return thermal_moment(replace(dimer, alpha=alpha), temperature)


def _largest_root(excess: Callable[[Floats], Floats], lowest: Floats, largest: Floats) -> Floats:
    """Largest alpha with excess = 0, given excess(lowest) >= 0 >= excess(largest); 0 if none."""
    shares = np.geomspace(SMALLEST_SELF_CONSISTENT_SHARE, 1, FIELD_SAMPLES)
    samples = np.maximum(lowest, np.multiply.outer(shares, largest))
    values = excess(samples)
    holds = (values >= 0) & (samples > 0)
    last = FIELD_SAMPLES - 1 - np.argmax(holds[::-1], axis=0)
    places = last, np.minimum(last + 1, FIELD_SAMPLES - 1)
    low, high = (np.take_along_axis(samples, at[None], axis=0)[0] for at in places)
    f_low, f_high = (np.take_along_axis(values, at[None], axis=0)[0] for at in places)
    found = holds.any(axis=0)
    inside = found & (f_high < 0)
    # The coldest spins answer in steps, at which the excess jumps through zero.
    root = refined_root(excess, Bracket(low, high, f_low, f_high), inside, balance=np.inf)
    return floats(np.where(inside, root, np.where(found, low, 0.0)))


def _at_least_four(n_levels: int) -> int:
    """Return a number of levels, refusing fewer than Q^3 couples."""
    if n_levels < 4:
        raise ValueError(f"n_levels must be at least 4, not {n_levels}")
    return n_levels


def _quanta_per_thermal_energy(omega0: ArrayLike, temperature: ArrayLike) -> Floats:
    """Return beta omega0."""
    return positive("omega0", omega0) / (K_B_MEV * positive("temperature", temperature))


def _displacement_matrix(quanta: Floats) -> Floats:
    """Return Q = a + a^+ between states of these quanta."""
    upper = np.diag(np.sqrt(quanta[1:]), 1)
    return floats(upper + upper.T)


def _cubic_matrix(quanta: Floats) -> Floats:
    """Q^3 with the matrix elements of the whole space, not the cube of a truncated Q."""
    n = quanta[3:]
    upper = np.diag(3 * quanta[1:] ** 1.5, 1) + np.diag(np.sqrt(n * (n - 1) * (n - 2)), 3)
    return floats(upper + upper.T)
