"""Couplings in reciprocal space and the moment per site of a vibrating spin lattice.

Every wave vector k of a two-dimensional lattice holds a pair of spins with exchange J_k in the
field alpha_k = A_k <Q>, where the mean displacement <Q> of Eq. (7) is the same for all k. The
moment per site is half the pair's moment, averaged over the disc k < k_max.

J < 0 is antiferromagnetic in real space, J_k > 0 in reciprocal space. Energies are in meV,
temperatures in K, lengths in angstrom.

References: Fransson, arXiv:2301.12777 (2023), Eqs. (4), (7) and the paragraph before Fig. 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Floats, floats, positive
from magrepro.core.roots import NotConverged
from magrepro.core.vibrational.discs import Discs, averages
from magrepro.core.vibrational.spins import Dimer, thermal_moment
from magrepro.core.vibrational.vibrations import mean_displacement

PRINTED_PREFACTOR: Final = 2**0.5 * np.pi

ACCEPTED: Final = 1e-8
"""The error beyond which there is no number: the tolerance of a column found by quadrature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VibratingLattice:
    """Spins on a plane, coupled over Gaussian distances, with one anharmonic mode a site.

    The arrays broadcast against one another and the temperature. What Fig. 5 does not state is
    assumed: A, k_max, the measure, and what the easy-plane term I = |J| acts on.

    Parameters
    ----------
    spin
        S, half-integer from 1/2 to 10.
    j, a
        Exchange (negative for antiferromagnetic) and spin-lattice coupling, meV.
    phi, omega0
        Anharmonic coupling and vibrational energy, meV.
    r_s, r_a
        Ranges of exchange and of spin-lattice coupling, angstrom.
    k_max
        Radius of the disc in reciprocal space, 1/angstrom.
    prefactor
        Prefactor of J_k and A_k as printed, sqrt(2) pi; see `exchange_in_k`.
    field_ratio
        Field on the second spin of a pair over that on the first; see `spins.Dimer`.
    anisotropy, exchange_anisotropy
        The two readings of the easy-plane term, meV: D (S1z^2 + S2z^2) within a pair, or
        I_zz S1z S2z, the form a sum over sites of I (S^z)^2 takes in reciprocal space.
    """

    spin: float
    j: ArrayLike
    a: ArrayLike
    phi: ArrayLike
    omega0: ArrayLike
    r_s: ArrayLike = 1.0
    r_a: ArrayLike = 1.0
    k_max: ArrayLike = np.pi
    prefactor: ArrayLike = PRINTED_PREFACTOR
    field_ratio: ArrayLike = 0.5
    anisotropy: ArrayLike = 0.0
    exchange_anisotropy: ArrayLike = 0.0


def exchange_in_k(
    k: ArrayLike, *, j: ArrayLike, r_s: ArrayLike, prefactor: ArrayLike = PRINTED_PREFACTOR
) -> Floats:
    """Return the exchange of a pair, J_k = -prefactor r_S J exp(-k^2/k_S^2), k_S = 2/r_S.

    The paper prints sqrt(2) pi for the prefactor, which gives J_k the dimension energy times
    length. The transform in two dimensions has pi r_S over the area of a cell instead:
    `gaussian_transform` with the sign turned.

    Parameters
    ----------
    k
        Wave number in 1/angstrom.
    j
        J in meV, negative for antiferromagnetic exchange.
    r_s
        Range r_S in angstrom, positive.
    prefactor
        A number, or pi r_S per cell area for the transform proper.

    Returns
    -------
    ndarray
        J_k in meV, positive for antiferromagnetic exchange, in the broadcast shape.

    Raises
    ------
    ValueError
        If the range is not positive.
    """
    return -_gaussian_coupling(k, strength=j, radius=r_s, prefactor=prefactor)


def spin_lattice_coupling_in_k(
    k: ArrayLike, *, a: ArrayLike, r_a: ArrayLike, prefactor: ArrayLike = PRINTED_PREFACTOR
) -> Floats:
    """Return A_k = prefactor r_A A exp(-k^2/k_A^2) in meV, k_A = 2/r_A; see `exchange_in_k`.

    It is largest at k = 0, where the text after Eq. (3) asks for A_0 = 0.
    """
    return _gaussian_coupling(k, strength=a, radius=r_a, prefactor=prefactor)


def gaussian_transform(
    k: ArrayLike, *, strength: ArrayLike, radius: ArrayLike, cell_area: ArrayLike = 1.0
) -> Floats:
    """Return the Fourier transform of strength exp(-r^2/radius^2) on a plane, per cell.

    (1/cell_area) int d^2r strength exp(-r^2/radius^2 + i k.r)
    = (pi radius^2/cell_area) strength exp(-k^2 radius^2/4): the continuum limit of the lattice
    sum in J_k, with the exponent the paper prints and pi r^2 where it has sqrt(2) pi r.

    Parameters
    ----------
    k
        Wave number in 1/angstrom.
    strength
        Value at r = 0, meV.
    radius
        In angstrom, positive.
    cell_area
        In square angstrom, positive.

    Returns
    -------
    ndarray
        In meV, in the broadcast shape.
    """
    radius, cell_area = positive("radius", radius), positive("cell_area", cell_area)
    prefactor = np.pi * radius / cell_area
    return _gaussian_coupling(k, strength=strength, radius=radius, prefactor=prefactor)


def moment_per_site(lattice: VibratingLattice, temperature: ArrayLike) -> tuple[Floats, Floats]:
    """Return the moment per site <S_m> and an estimate of its quadrature error.

    <S_m> = int_0^k_max (2 k dk/k_max^2) <S1z + S2z>(J_k, A_k <Q>)/2, <Q> of Eq. (7). In
    y = k^2/4 both couplings are exponentials, exp(-r^2 y), on which panels of a few decay
    lengths are refined until the error is 1e-10 of the moment: at steps, too, where a cold pair
    turns magnetic at some k, and in the tails of a disc much wider than 1/r.

    Parameters
    ----------
    lattice
        Parameters, which broadcast against the temperature.
    temperature
        T in K, positive.

    Returns
    -------
    moment, error : ndarray
        In units of hbar, at most S, in the broadcast shape; of the sign of A Phi.

    Raises
    ------
    NotConverged
        If an error stays above 1e-8 of its moment, with the parameters.
    ValueError
        If a parameter is out of range.
    """
    discs, shape = _discs(lattice, temperature)
    moment, error, _ = averages(lattice.spin, discs)
    _refuse_large(error > ACCEPTED * np.abs(moment), discs, error)
    return moment.reshape(shape), error.reshape(shape)


def pairs_on_disc(lattice: VibratingLattice, temperature: ArrayLike) -> NDArray[np.intp]:
    """Return how many pairs `moment_per_site` looks at, in the broadcast shape: what it costs."""
    discs, shape = _discs(lattice, temperature)
    return averages(lattice.spin, discs)[2].reshape(shape)


def moment_at_share(lattice: VibratingLattice, temperature: ArrayLike, share: ArrayLike) -> Floats:
    """Return half a pair's moment at k = k_max sqrt(share), as `moment_per_site` averages it.

    Returns
    -------
    ndarray
        In the shape of lattice and temperature, followed by that of `share`, one-dimensional.
    """
    p = {name: floats(getattr(lattice, name))[..., None] for name in _ARRAYS}
    t = floats(temperature)[..., None]
    k = positive("k_max", p["k_max"]) * np.sqrt(floats(share))
    j_k = exchange_in_k(k, j=p["j"], r_s=p["r_s"], prefactor=p["prefactor"])
    a_k = spin_lattice_coupling_in_k(k, a=p["a"], r_a=p["r_a"], prefactor=p["prefactor"])
    q = mean_displacement(phi=p["phi"], omega0=p["omega0"], temperature=t)
    pair = Dimer(
        spin=lattice.spin,
        j=j_k,
        alpha=a_k * q,
        field_ratio=p["field_ratio"],
        anisotropy=p["anisotropy"],
        exchange_anisotropy=p["exchange_anisotropy"],
    )
    return thermal_moment(pair, t) / 2


_ARRAYS: Final = tuple(name for name in VibratingLattice.__dataclass_fields__ if name != "spin")


def _discs(lattice: VibratingLattice, temperature: ArrayLike) -> tuple[Discs, tuple[int, ...]]:
    """Return the discs to average over, flat, and the shape that they have together."""
    p = {name: floats(getattr(lattice, name)) for name in _ARRAYS}
    t = floats(temperature)
    q = mean_displacement(phi=p["phi"], omega0=p["omega0"], temperature=t)
    a_0 = spin_lattice_coupling_in_k(0.0, a=p["a"], r_a=p["r_a"], prefactor=p["prefactor"])
    arrays = np.broadcast_arrays(
        exchange_in_k(0.0, j=p["j"], r_s=p["r_s"], prefactor=p["prefactor"]),
        a_0 * q,
        p["field_ratio"],
        p["anisotropy"],
        p["exchange_anisotropy"],
        t,
        p["r_s"] ** 2,
        p["r_a"] ** 2,
        positive("k_max", p["k_max"]) ** 2 / 4,
    )
    return Discs(*(array.ravel() for array in arrays)), arrays[0].shape


def _refuse_large(refused: NDArray[np.bool_], discs: Discs, error: Floats) -> None:
    """Refuse averages whose error stays too large, naming the worst."""
    if refused.any():
        i = int(np.argmax(refused * error))
        raise NotConverged(
            f"the moment per site did not converge at J_0 = {discs.j[i]:g} meV, alpha_0 = "
            f"{discs.alpha[i]:g} meV, T = {discs.temperature[i]:g} K: error {error[i]:.1g}"
        )


def _gaussian_coupling(
    k: ArrayLike, *, strength: ArrayLike, radius: ArrayLike, prefactor: ArrayLike
) -> Floats:
    """Return prefactor times radius times strength times e^(-(k r/2)^2)."""
    r = positive("radius", radius)
    return floats(floats(prefactor) * r * floats(strength) * np.exp(-((floats(k) * r / 2) ** 2)))
