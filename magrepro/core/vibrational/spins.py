"""Two coupled spins S in fields along z: spectra and thermal moments.

The pair conserves M = S1z + S2z. With h = alpha (1 + r)/2 and delta = alpha (1 - r)/2 the states
of M have the energies h M + lambda(|M|, |delta|) of `spin_blocks`. Adding up M and -M in pairs
leaves sums of terms of one sign, which keeps the moment relatively exact in weak fields; with the
ground energy taken out nothing overflows.

Energies are in meV, temperatures in K, moments in units of hbar. J > 0 is antiferromagnetic in
`Dimer`, as from Eq. (4) on; J < 0 is in the function of Eq. (1), whose name says so.

References: Fransson, arXiv:2301.12777 (2023), Eqs. (1) to (5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, between, finite, floats, positive
from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational import spin_weights
from magrepro.core.vibrational.spin_blocks import Couplings, levels, twice
from magrepro.core.vibrational.spin_operators import (
    eq1_hamiltonian as eq1_hamiltonian,
    pair_operators,
    spin_operators as spin_operators,
    times,
)
from magrepro.core.vibrational.spin_states import States, eigenstates, kubo_factor, occupations
from magrepro.core.vibrational.spin_weights import PairArrays, weights

NO_NEGATIVE_ZERO: Final = 0.0

LEVELS_AT_A_TIME: Final = 1_000_000
"""Levels held at once, which bounds the memory to some 100 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimer:
    """Two spins S in the fields alpha and r alpha; the parameters broadcast.

    H = J S1.S2 + alpha (S1z + r S2z) + D (S1z^2 + S2z^2) + I_zz S1z S2z.

    The Hamiltonian printed before Eq. (5) has r = 0, but the energies printed after it, and
    Eq. (5), are those of r = 1/2, the default here. r = 1 is the symmetric pair.

    Parameters
    ----------
    spin
        S, half-integer from 1/2 to 10.
    j
        J in meV, positive for antiferromagnetic coupling.
    alpha, field_ratio
        Field on the first spin in meV, and r, the field on the second over that on the first.
    anisotropy, exchange_anisotropy
        D (positive for an easy plane; a constant for S = 1/2) and I_zz, in meV.

    Raises
    ------
    ValueError
        If the spin is not half-integer or out of range, or another parameter is not finite.
    """

    spin: float
    j: ArrayLike
    alpha: ArrayLike
    field_ratio: ArrayLike = 0.5
    anisotropy: ArrayLike = 0.0
    exchange_anisotropy: ArrayLike = 0.0

    def __post_init__(self) -> None:
        twice(self.spin)
        for name in ("j", "alpha", "field_ratio", "anisotropy", "exchange_anisotropy"):
            finite(name, getattr(self, name))

    @property
    def mean_field(self) -> Floats:
        """Half the sum of the two fields, h, in meV."""
        return floats(self.alpha) * (1 + floats(self.field_ratio)) / 2

    @property
    def field_difference(self) -> Floats:
        """Half the difference of the two fields, delta, in meV."""
        return floats(self.alpha) * (1 - floats(self.field_ratio)) / 2

    @property
    def couplings(self) -> Couplings:
        """J, delta, D and I_zz: all that the energies hold besides h M."""
        d, i_zz = floats(self.anisotropy), floats(self.exchange_anisotropy)
        return Couplings(floats(self.j), self.field_difference, d, i_zz)


def dimer_hamiltonian(dimer: Dimer) -> Floats:
    """Return the full matrix of a pair, shape (..., (2S+1)^2, (2S+1)^2), first spin major.

    H = J S1.S2 + alpha (S1z + r S2z) + D (S1z^2 + S2z^2) + I_zz S1z S2z.
    """
    z1, z2, scalar = pair_operators(dimer.spin)
    return (
        times(dimer.j, scalar)
        + times(dimer.mean_field, z1 + z2)
        + times(dimer.field_difference, z1 - z2)
        + times(dimer.anisotropy, z1 @ z1 + z2 @ z2)
        + times(dimer.exchange_anisotropy, z1 @ z2)
    )


def dimer_energies(dimer: Dimer) -> tuple[Floats, Floats]:
    """Return all energies of a pair and the total projection M of each.

    E = h M + lambda_i(|M|, |delta|).

    Returns
    -------
    energies : ndarray
        In meV, shape (..., (2S+1)^2), by falling M and within M by rising energy.
    projections : ndarray
        M, shape ((2S+1)^2,).
    """
    number = twice(dimer.spin)
    order = np.arange(number, -number - 1, -1)
    blocks = levels(dimer.spin, dimer.couplings)
    energies = np.concatenate([dimer.mean_field * m + blocks[abs(m)] for m in order])
    projections = np.repeat(order, number + 1 - np.abs(order)).astype(np.float64)
    return np.moveaxis(energies, 0, -1), projections


def thermal_moment(dimer: Dimer, temperature: ArrayLike) -> Floats:
    """Return the total moment <S1z + S2z> of a pair in equilibrium, from energies alone.

    <S1z + S2z> = -2 sum_{M>0} M Z_M sinh(beta h M) / [Z_0 + 2 sum_{M>0} Z_M cosh(beta h M)]
    with Z_M = sum_i exp(-beta lambda_i(M)): the trace before Eq. (5), where S = sigma/2.

    Parameters
    ----------
    dimer
        The pair, whose parameters broadcast against the temperature.
    temperature
        T in K, positive.

    Returns
    -------
    ndarray
        Between -2S and 2S, odd in alpha, in the broadcast shape.

    Raises
    ------
    ValueError
        If a temperature is not positive.

    Notes
    -----
    Relatively exact to some 1e-10 for the J, alpha, ... given, however cold: see `spin_weights`.
    Rounding alpha itself, by 1e-16 as Eq. (7) does, moves the moment at a transition by up to
    beta S |alpha| 1e-16 of itself: 1e-9 for S = 1, |alpha| = 1 eV and 1 mK.
    """
    pairs, spin = _pair_arrays(dimer, temperature), dimer.spin
    at_a_time = int(LEVELS_AT_A_TIME / ((2 * spin + 1) * (spin + 1)))
    if math.prod(pairs.shape) <= at_a_time:
        size = weights(spin, pairs).moment()
    else:
        parts = [weights(spin, part).moment() for part in pairs.parts(at_a_time)]
        size = np.concatenate(parts).reshape(pairs.shape)
    return floats(np.sign(-dimer.mean_field) * size + NO_NEGATIVE_ZERO)


def moment_plane(
    spin: float, j: ArrayLike, alpha: ArrayLike, temperature: float, *, field_ratio: float = 0.5
) -> Floats:
    """Return `thermal_moment` over the plane of two axes J and alpha, shape (len(j), len(alpha)).

    The moment is odd in alpha: fields that differ in sign are computed once.

    Raises
    ------
    ValueError
        If an axis is not of one dimension, or the temperature or the ratio not a single number.
    """
    j, alpha = floats(j), floats(alpha)
    if not (j.ndim == alpha.ndim == 1 and np.ndim(temperature) == np.ndim(field_ratio) == 0):
        raise ValueError("a plane has two axes, one temperature and one field_ratio")
    sizes, place = np.unique(np.abs(alpha), return_inverse=True)
    pair = Dimer(spin=spin, j=j[:, None], alpha=sizes, field_ratio=field_ratio)
    moments = thermal_moment(pair, temperature)
    return floats(moments[:, place] * np.sign(alpha) + NO_NEGATIVE_ZERO)


def share_refined(dimer: Dimer, temperature: ArrayLike) -> float:
    """Return the share of pairs so cold that `thermal_moment` refines their energies."""
    return spin_weights.share_refined(dimer.spin, _pair_arrays(dimer, temperature))


def free_energy(dimer: Dimer, temperature: ArrayLike) -> Floats:
    """Return the free energy -k_B T ln tr exp(-beta H) in meV; arguments as `thermal_moment`."""
    found = weights(dimer.spin, _pair_arrays(dimer, temperature))
    return found.ground - thermal_energy(temperature) * np.log(found.partition_sum())


def site_moments(dimer: Dimer, temperature: ArrayLike) -> Floats:
    """Return <S1z> and <S2z> in equilibrium, shape (..., 2); arguments as `thermal_moment`.

    <Smz> = sum_a p_a <a|Smz|a>. The error is absolute, some 1e-16 times the number of thermal
    energies between the states, where `thermal_moment` is relatively exact.
    """
    moments = [
        np.einsum("...a,...ia,is->...s", p, state.vectors**2, state.projections)
        for p, state in _occupied(dimer, temperature)
    ]
    return floats(np.sum(moments, axis=0))


def susceptibility(dimer: Dimer, temperature: ArrayLike) -> Floats:
    """Return the isothermal response of X = S1z + r S2z to its own field, in 1/meV.

    chi = -d<X>/d alpha = sum_ab |<a|X - <X>|b>|^2 (p_a - p_b)/(E_b - E_a), never negative; equal
    energies stand for beta p_a. Arguments as `thermal_moment`, shape of the broadcast.
    """
    r, beta = floats(dimer.field_ratio)[..., None], 1 / thermal_energy(temperature)
    first, second = np.split(site_moments(dimer, temperature), 2, axis=-1)
    mean = first + r * second
    chi = np.zeros(mean.shape[:-1])
    for p, state in _occupied(dimer, temperature):
        x = state.projections[:, 0] + r * state.projections[:, 1] - mean
        elements = np.einsum("...ia,...i,...ib->...ab", state.vectors, x, state.vectors)
        chi += np.sum(elements**2 * kubo_factor(p, state.energies, beta), axis=(-2, -1))
    return chi


def transition_slope(spin: float, *, field_ratio: float = 0.5) -> float:
    """Return |alpha|/J at which, for T -> 0, a moment first appears in an antiferromagnetic pair.

    It is where the lowest energy of M = 0 meets the lowest of all others; (1 + r)/(2 r) for
    S = 1/2, hence 3/2 with Eq. (5), and infinite for r = 0.

    Parameters
    ----------
    spin, field_ratio
        S and r of `Dimer`, r from 0 to 1.

    Raises
    ------
    ValueError
        If r lies outside.
    """
    between("field_ratio", field_ratio, 0, 1)

    def gap(alpha: ArrayLike) -> Floats:
        pair = Dimer(spin=spin, j=1.0, alpha=alpha, field_ratio=field_ratio)
        energies, M = dimer_energies(pair)
        return np.asarray(energies[..., M != 0].min(axis=-1) - energies[..., M == 0].min(axis=-1))

    if field_ratio == 0:
        return float("inf")
    from scipy.optimize import elementwise  # 150 ms, for transitions alone

    # The last level to come down does so before the classical field at which both spins turn over.
    scan = np.linspace(0, 2 * spin * (1 + field_ratio) / field_ratio, 401)
    crossed = int(np.argmax(gap(scan) <= 0))
    return float(elementwise.find_root(gap, (scan[crossed - 1], scan[crossed])).x)


def thermal_energy(temperature: ArrayLike) -> Floats:
    """Return k_B T in meV, refusing temperatures that are not positive and finite."""
    return floats(K_B_MEV * positive("temperature", temperature))


def _occupied(dimer: Dimer, temperature: ArrayLike) -> list[tuple[Floats, States]]:
    """Return the eigenstates of each projection M, with the thermal probability of each state."""
    states = eigenstates(dimer.spin, dimer.couplings, dimer.mean_field)
    return list(zip(occupations(states, thermal_energy(temperature)), states, strict=True))


def _pair_arrays(dimer: Dimer, temperature: ArrayLike) -> PairArrays:
    """Return a dimer at temperatures as the arrays that weights are computed from."""
    names = ("j", "alpha", "field_ratio", "anisotropy", "exchange_anisotropy")
    couplings = {name: floats(getattr(dimer, name)) for name in names}
    return PairArrays(**couplings, kt=thermal_energy(temperature))
