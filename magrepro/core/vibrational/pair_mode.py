"""A pair of spins coupled to one anharmonic quantum mode, diagonalised together.

H = J S1.S2 + A Q X + omega0 a†a + Phi Q^3 + kappa Q^4 with Q = a + a† and X = S1z + r S2z: Eq. (4)
of the vibrational paper for one mode, with the cubic term of the paragraph after Eq. (6), and a
quartic one without which H has no ground state. The paper replaces Q by its mean in the mode alone,
Eq. (7), which is to first order in Phi.

H conserves M = S1z + S2z. For each M the mode lives on a grid of Q, where all terms but the kinetic
energy, -omega0 d^2/dQ^2, are local; a state whose energy matters reaches the ends of the grid, and
the wave numbers that it can hold, only with an exponentially small part. Energies are in meV,
temperatures in K, displacements in units of the zero-point amplitude.

References
----------
Fransson, arXiv:2301.12777 (2023), Eqs. (4) to (7). Colbert, Miller, J. Chem. Phys. 96, 1982 (1992):
the grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.polynomial import polynomial
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, finite, floats, positive
from magrepro.core.vibrational.spin_blocks import Couplings, block, twice
from magrepro.core.vibrational.spins import NO_NEGATIVE_ZERO, Dimer, thermal_energy, thermal_moment

MORSE: Final = 7 / 3
"""kappa omega0/Phi^2 of a Morse potential."""

FLATTEST: Final = 9 / 8
"""The least kappa omega0/Phi^2, without a second minimum of the well; from 3/2 on it is convex."""

NEGLIGIBLE: Final = 36.0
"""Thermal energies above the ground state beyond which states add nothing, e^-36 = 2e-16."""

QUANTA: Final = 12.0
"""Quanta by which the grid reaches further, for what tunnels beyond the turning points."""

MOST_POINTS: Final = 1500
"""Points of a grid at the most: three of these are a matrix of 160 MB for S = 1."""

_NO_MOMENT: Final = 1e-200
"""Moments below are as good as none, and can be divided by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairWithMode:
    """Two spins and one mode, all numbers.

    Parameters
    ----------
    spin
        S, half-integer from 1/2 to 10.
    j
        J in meV, positive for antiferromagnetic coupling.
    a, phi, omega0
        Spin-lattice coupling, anharmonic coupling and energy of a quantum, meV.
    quartic
        kappa omega0/Phi^2, at least 9/8.
    field_ratio
        r; see `spins.Dimer`.
    """

    spin: float
    j: float
    a: float
    phi: float
    omega0: float
    quartic: float = MORSE
    field_ratio: float = 0.5

    def __post_init__(self) -> None:
        twice(self.spin)
        finite("j, a, phi and field_ratio", [self.j, self.a, self.phi, self.field_ratio])
        positive("omega0", self.omega0)
        if not self.quartic >= FLATTEST:
            raise ValueError(f"quartic must be at least {FLATTEST:g}")

    def potential(self, x: float) -> Floats:
        """Return the coefficients of the mode's potential in Q where X = x, lowest first."""
        kappa = self.quartic * self.phi**2 / self.omega0
        return np.array([-self.omega0 / 2, self.a * x, self.omega0 / 4, self.phi, kappa])

    def omega0_of(self, product: float) -> float:
        """Return the omega0 at which this A Phi has the same A Phi/omega0^2 as here, meV."""
        return float(self.omega0 * np.sqrt(product / (self.a * self.phi)))


@dataclass(frozen=True, slots=True)
class States:
    """All eigenstates that count: energy, <Q> and M of each, shape (states,)."""

    energy: Floats
    displacement: Floats
    projection: Floats

    def means(self, temperature: ArrayLike) -> tuple[Floats, Floats]:
        """Return the thermal means of M and Q, shape of the temperatures."""
        kt = thermal_energy(temperature)[..., None]
        weight = np.exp((self.energy.min() - self.energy) / kt)
        total = weight.sum(axis=-1)
        moment = (weight @ self.projection) / total + NO_NEGATIVE_ZERO
        return moment, (weight @ self.displacement) / total


def states(system: PairWithMode, temperature: ArrayLike, *, fineness: float = 1.0) -> States:
    """Return the eigenstates of a pair with its mode.

    Parameters
    ----------
    system
        Pair and mode.
    temperature
        T in K; the highest decides which states count.
    fineness
        Factor of the energy up to which the grid is made; 1 suffices.

    Raises
    ------
    ValueError
        If a temperature is not positive, or more than 1500 points were needed.
    """
    bottom, top = _energies_that_count(system, temperature, fineness)
    found = []
    for m, matrix, x in _blocks(system):
        q = _grid(system, x, bottom, top)
        if q.size:
            energy, displacement = _block_states(system, matrix, x, q)
            found.append(np.stack([energy, displacement, np.full(energy.size, float(m))]))
    return States(*np.concatenate(found, axis=1))


def seconds(system: PairWithMode, temperature: ArrayLike) -> float:
    """Estimate the seconds that `states` takes on one core."""
    bottom, top = _energies_that_count(system, temperature, 1.0)
    sizes = [x.size * _points(system, x, bottom, top)[0] for _, _, x in _blocks(system)]
    # More than `MOST_POINTS` are refused at once.
    return 1e-3 + 1e-9 * sum(
        float(s) ** 3 for s in sizes if s <= MOST_POINTS * (2 * system.spin + 1)
    )


def mode_displacement(system: PairWithMode, temperature: ArrayLike) -> Floats:
    """Return <Q> of the mode alone, which Eq. (7) has to first order in Phi."""
    return states(replace(system, spin=0.5, j=0.0, a=0.0), temperature).means(temperature)[1]


def static_moment(system: PairWithMode, temperature: ArrayLike, displacement: ArrayLike) -> Floats:
    """Return <S1z + S2z> in the static field alpha = A <Q>, the mean field of Eqs. (4) and (5)."""
    pair = Dimer(
        spin=system.spin,
        j=system.j,
        alpha=system.a * floats(displacement),
        field_ratio=system.field_ratio,
    )
    return thermal_moment(pair, temperature)


def ratio(moment: ArrayLike, static: ArrayLike) -> Floats:
    """Return |moment|/|static|, either taken as 1e-200 where it is less and good as none."""
    found, reference = (np.maximum(np.abs(floats(m)), _NO_MOMENT) for m in (moment, static))
    return floats(found / reference)


def _blocks(system: PairWithMode) -> Iterator[tuple[int, Floats, Floats]]:
    """Yield each M with its exchange matrix and X of its basis."""
    couplings = Couplings(floats(system.j), floats(0.0), floats(0.0), floats(0.0))
    number = twice(system.spin)
    for m in range(-number, number + 1):
        matrix, m1, m2 = block(system.spin, m, couplings)
        yield m, matrix, m1 + system.field_ratio * m2


def _energies_that_count(
    system: PairWithMode, temperature: ArrayLike, fineness: float
) -> tuple[float, float]:
    """Return the lowest of all potentials, and the energy up to which states are to be right."""
    kt = float(np.max(thermal_energy(temperature)))
    bottom = min(_lowest(system, float(value)) for *_, x in _blocks(system) for value in x)
    exchange = 2 * abs(system.j) * system.spin * (system.spin + 1)
    return bottom, bottom + fineness * (NEGLIGIBLE * kt + QUANTA * system.omega0 + exchange)


def _lowest(system: PairWithMode, x: float) -> float:
    """Return the minimum of the potential where X = x."""
    v = system.potential(x)
    return float(np.min(polynomial.polyval(_real_roots(polynomial.polyder(v)), v)))


def _real_roots(coefficients: ArrayLike) -> Floats:
    """Return the real roots of a polynomial whose highest coefficients may be zero.

    A double root is rounded to a pair of complex ones up to 1e-8 off the axis. One taken in by
    mistake does no harm: the least of the potentials there is sought.
    """
    places = polynomial.polyroots(np.trim_zeros(floats(coefficients), "b"))
    return floats(places.real[np.abs(places.imag) < 1e-6 * (1 + np.abs(places.real))])


def _grid(system: PairWithMode, x: Floats, bottom: float, top: float) -> Floats:
    """Return the displacements of a block's grid, none if all its states are higher."""
    count, centre, step = _points(system, x, bottom, top)
    if count > MOST_POINTS:
        raise ValueError(
            f"a mode of {system.omega0:g} meV with A = {system.a:g} meV and Phi = {system.phi:g} "
            f"meV needs {count} points at this temperature; {MOST_POINTS} are computed"
        )
    return floats(centre + (np.arange(count) - (count - 1) / 2) * step)


def _points(system: PairWithMode, x: Floats, bottom: float, top: float) -> tuple[int, float, float]:
    """Return number, centre and distance of a grid's points."""
    shift = np.array([top, 0, 0, 0, 0])
    ends = np.concatenate([_real_roots(system.potential(float(value)) - shift) for value in x])
    step = float(np.pi / np.sqrt((top - bottom) / system.omega0))
    if not ends.size:
        return 0, 0.0, step
    return int(np.ceil(np.ptp(ends) / step)) + 1, float(ends.min() + ends.max()) / 2, step


def _block_states(
    system: PairWithMode, matrix: Floats, x: Floats, q: Floats
) -> tuple[Floats, Floats]:
    """Return energies and <Q> of all states of one block."""
    apart = np.arange(q.size) - np.arange(q.size)[:, None]
    away = np.where(apart == 0, 1, apart)
    kinetic = np.where(apart == 0, np.pi**2 / 3, 2 * (-1.0) ** apart / away**2)
    step = q[1] - q[0]
    local = np.concatenate([polynomial.polyval(q, system.potential(float(v))) for v in x])
    h = np.kron(np.eye(x.size), system.omega0 / step**2 * kinetic)
    h += np.kron(matrix, np.eye(q.size)) + np.diag(local)
    energies, vectors = np.linalg.eigh(h)
    return energies, np.tile(q, x.size) @ vectors**2
