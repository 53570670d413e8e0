"""Two spins 1/2: the closed forms (2) and (5) of the vibrational paper, printed and corrected.

J < 0 is antiferromagnetic in Eqs. (1) and (2), J > 0 from Eq. (4) on, as in the paper. Energies are
in meV, temperatures in K, moments in units of hbar.

References: Fransson, arXiv:2301.12777 (2023), Eqs. (1), (2), (5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, floats
from magrepro.core.vibrational.spins import NO_NEGATIVE_ZERO, thermal_energy


@dataclass(frozen=True, slots=True)
class Eq2Parameters:
    """The parameters of Eq. (2) in meV, each of shape (...)."""

    i_plus: Floats
    i_minus: Floats
    alpha: Floats
    zeta: Floats


def eq2_parameters(
    *, exchange: ArrayLike, fields: ArrayLike, printed: bool = False
) -> Eq2Parameters:
    """Return I_+, I_-, alpha and zeta of a pair of spins 1/2; arguments as `eq1_hamiltonian`.

    I_+ = sum_mn I_mn/4, I_- = I_+ - (I_12 + I_21)/2, alpha = (b_1 + b_2)/2, zeta = alpha - b_2.
    The paper prints I_12 - I_21 in I_-; `printed` keeps that, to show that it is wrong: it
    makes I_- = I_+ for every symmetric I_mn.
    """
    exchange, fields = floats(exchange), floats(fields)
    i12, i21 = exchange[..., 0, 1], exchange[..., 1, 0]
    i_plus = np.sum(exchange, axis=(-2, -1)) / 4
    alpha = np.sum(fields, axis=-1) / 2
    i_minus = i_plus - (i12 - i21 if printed else i12 + i21) / 2
    return Eq2Parameters(i_plus=i_plus, i_minus=i_minus, alpha=alpha, zeta=alpha - fields[..., 1])


def eq2_energies(
    *, j: ArrayLike, exchange: ArrayLike, fields: ArrayLike, printed: bool = False
) -> Floats:
    """Return the energies (2) of Eq. (1) for spins 1/2; arguments as `eq1_hamiltonian`.

    E_±(-) = -J/4 - I_+ ± alpha of the states M = ∓1, and E_±(+) = J/4 - I_- ± Omega of M = 0,
    with Omega = sqrt(J^2/4 + zeta^2). J < 0 is antiferromagnetic.

    Returns
    -------
    ndarray
        E_+(-), E_-(-), E_+(+), E_-(+) in meV, shape (..., 4).
    """
    j = floats(j)
    p = eq2_parameters(exchange=exchange, fields=fields, printed=printed)
    parallel, mixed = -j / 4 - p.i_plus, j / 4 - p.i_minus
    omega = np.hypot(j / 2, p.zeta)
    energies = (parallel + p.alpha, parallel - p.alpha, mixed + omega, mixed - omega)
    return np.stack(np.broadcast_arrays(*energies), axis=-1)


def eq5_moment(*, j: ArrayLike, alpha: ArrayLike, temperature: ArrayLike) -> Floats:
    """Return the total moment (5) of two spins 1/2, J > 0 antiferromagnetic.

    <S1z + S2z> = -e^(-beta J/4) sinh(3 beta alpha/4) / [e^(-beta J/4) cosh(3 beta alpha/4)
    + e^(beta J/4) cosh(beta Omega/2)], Omega = sqrt(J^2 + alpha^2/4), written as
    -tanh(3 beta alpha/4) times a logistic function, so that no exponential overflows.

    Parameters
    ----------
    j, alpha
        J and the field on the first spin in meV; the second spin feels half of it.
    temperature
        T in K, positive.

    Returns
    -------
    ndarray
        Between -1 and 1, in the broadcast shape.

    Raises
    ------
    ValueError
        If a temperature is not positive.
    """
    from scipy.special import expit  # 100 ms, for moments alone

    j, alpha, kt = floats(j), floats(alpha), thermal_energy(temperature)
    omega = np.hypot(j, alpha / 2)
    field, mixing = 3 * alpha / (4 * kt), omega / (2 * kt)
    log_ratio = np.logaddexp(field, -field) - np.logaddexp(mixing, -mixing) - j / (2 * kt)
    return floats(-np.tanh(field) * expit(log_ratio) + NO_NEGATIVE_ZERO)


def half_spin_transition(*, j: ArrayLike, field_ratio: ArrayLike = 0.5) -> Floats:
    """Return the |alpha| in meV at which two spins 1/2 turn magnetic as T -> 0.

    |alpha| = J (1 + r)/(2 r), where J/4 - |alpha| (1 + r)/2 meets the lower state of M = 0,
    -J/4 - sqrt[J^2 + alpha^2 (1 - r)^2]/2. For r = 1/2, Eq. (5), that is 3 J/2, where the paper
    names J/3; for r = 0, the Hamiltonian it prints, no field is strong enough.

    Parameters
    ----------
    j, field_ratio
        J in meV, positive for antiferromagnetic coupling, and r from 0 to 1.

    Returns
    -------
    ndarray
        Zero for J <= 0, infinite for r = 0 and J > 0, in the broadcast shape.
    """
    j, r = np.broadcast_arrays(np.maximum(j, 0.0), floats(field_ratio))
    return floats(np.divide(j * (1 + r), 2 * r, out=np.where(j > 0, np.inf, 0.0), where=r > 0))
