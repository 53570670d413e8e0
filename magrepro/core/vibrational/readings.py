"""Figs. 4 and 5 of F under the readings that its text admits, and the sentences that each fulfils.

What the text leaves open or says in two ways (docs/errata.md): the field on the second spin of a
pair (F7), the factor of the mean displacement (F14), the unit of A Phi (F15), the spin and what the
anisotropy acts on (F16), its sign (F17), and the prefactor of J_k and A_k (F18).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from magrepro.core.arrays import Floats, floats
from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational import described
from magrepro.core.vibrational.lattice import (
    PRINTED_PREFACTOR,
    VibratingLattice,
    exchange_in_k,
    moment_per_site,
)
from magrepro.core.vibrational.spins import (
    Dimer,
    dimer_hamiltonian,
    spin_operators,
    thermal_moment,
    transition_slope,
)
from magrepro.core.vibrational.vibrations import mean_displacement

ENERGIES: Final = described.ENERGIES
EXCHANGES: Final = described.EXCHANGES
STRENGTHS: Final = np.array(described.STRENGTHS)
OMEGA0: Final = described.OMEGA0
FACTOR: Final = 6.0
"""Of the mean displacement as printed in Eq. (7), and in `mean_displacement`."""
HOT: Final = np.array([*np.geomspace(100, 5000, 30), 1e7])
"""Temperatures in K from which the high temperature limit is told."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One reading; the defaults are those behind our figures."""

    field_ratio: float = 0.5
    factor: float = FACTOR
    """Of the mean displacement: 6 as printed and for one mode, 4 for a wave k."""
    spin: float = 1.0
    a_phi: float = 0.2
    """A Phi of Fig. 4, meV^2."""
    prefactor: float = PRINTED_PREFACTOR
    anisotropy: Literal["on-site", "exchange"] = "on-site"
    i_over_j: float = 1.0
    """I over |J| with the sign of + I (S^z)^2."""


def fig4_plane(reading: Reading, omega0: float, j: Floats, t: Floats) -> Floats:
    """Return the moment over saturation of a panel of Fig. 4, shape (j, t)."""
    phi = reading.a_phi * reading.factor / FACTOR
    alpha = mean_displacement(phi=phi, omega0=omega0, temperature=t)
    pair = Dimer(spin=reading.spin, j=-j[:, None], alpha=alpha, field_ratio=reading.field_ratio)
    return np.asarray(thermal_moment(pair, t) / (2 * reading.spin))


def fig4_statements(reading: Reading, j: Floats, t: Floats) -> dict[str, bool]:
    """Return which sentences of the text on Fig. 4 are fulfilled on the axes j and t."""
    planes = [fig4_plane(reading, omega0, j, t) for omega0 in ENERGIES]
    slope = transition_slope(reading.spin, field_ratio=reading.field_ratio)
    border = reading.factor * reading.a_phi / ENERGIES[0] / slope
    wanted = {
        "keeps-ferromagnet": described.keeps_ferromagnet(j, planes[0]),
        "turns-antiferromagnet": described.turns_antiferromagnet(j, planes[0], border),
        "partial-throughout": described.partial_throughout(planes[1:3]),
        "full-when-cold": described.full_when_cold(j, t, planes[1:3]),
        "confined": described.confined(j, t, planes[3]),
        "driven": described.driven(j, planes),
    }
    return {name: described.fulfilled(asked) for name, asked in wanted.items()}


def fig5_lattice(
    reading: Reading, j: ArrayLike, strength: ArrayLike, *, a: float, k_max: float
) -> VibratingLattice:
    """Return the lattice of Fig. 5 at exchange J, meV, and Phi/omega_0."""
    plane = reading.i_over_j * np.abs(j)
    on_site = reading.anisotropy == "on-site"
    return VibratingLattice(
        spin=reading.spin,
        j=j,
        a=a * reading.factor / FACTOR,
        phi=OMEGA0 * floats(strength),
        omega0=OMEGA0,
        k_max=k_max,
        prefactor=reading.prefactor,
        field_ratio=reading.field_ratio,
        anisotropy=plane if on_site else 0.0,
        exchange_anisotropy=0.0 if on_site else plane,
    )


def fig5_curves(reading: Reading, j: ArrayLike, t: ArrayLike, *, a: float, k_max: float) -> Floats:
    """Return the moment per site of panels of Fig. 5, shape (*j, `STRENGTHS`, t)."""
    exchange = floats(j)[..., None, None]
    lattice = fig5_lattice(reading, exchange, STRENGTHS[:, None], a=a, k_max=k_max)
    return moment_per_site(lattice, t)[0]


def fig5_statements(reading: Reading, t: Floats, *, a: float, k_max: float) -> dict[str, bool]:
    """Return which sentences of the text on Fig. 5 are fulfilled, t up to 1e5 K."""
    at: Any = {"a": a, "k_max": k_max}
    panels = list(fig5_curves(reading, EXCHANGES, t, **at))
    anti, ferro = panels[::2], panels[1::2]
    hot = np.concatenate(fig5_curves(reading, EXCHANGES[1::2], HOT, **at))
    free = np.tile(free_limit(reading, **at), 2)
    anti_by_plane, ferro_by_plane = _cold_moments_by_plane(reading, **at)
    wanted = {
        "stabilises": described.stabilises(t, panels),
        "not-detrimental": described.not_detrimental(t, panels),
        "grows": described.grows(anti),
        "peaks-and-decays": described.peaks_and_decays(ferro),
        "limit": described.has_limit(hot[:, -1], hot.max(axis=1), free),
        "magnified": described.magnified([curves.max(axis=1) for curves in panels]),
        "plane-stabilises": described.plane_stabilises(anti_by_plane[1:]),
        "superparamagnet": described.superparamagnet(
            alignment_at_zero(reading, 5.0), float(ferro_by_plane[0])
        ),
    }
    return {name: described.fulfilled(asked) for name, asked in wanted.items()}


def _cold_moments_by_plane(reading: Reading, **at: float) -> list[Floats]:
    """Return the moments at 1, 3 and 10 K over those without the easy plane, J = -5 and 5 meV."""
    cold, plain = np.array([1.0, 3.0, 10.0]), replace(reading, i_over_j=0.0)
    moments = (fig5_curves(one, EXCHANGES[:2], cold, **at)[:, 2] for one in (reading, plain))
    return list(map(_ratio, *moments))


def _ratio(moment: Floats, plain: Floats) -> Floats:
    """Divide moments; where there is none without the plane it changes nothing."""
    return np.divide(moment, plain, out=np.ones_like(plain), where=plain != 0)


def free_limit(reading: Reading, *, a: float, k_max: float) -> Floats:
    """Return the moment per site of free spins in the field over k_B T of a hot mode.

    alpha_k/k_B T tends to (2 factor Phi/omega_0^2) A_k, with A_k = prefactor A exp(-k^2/4) for
    r_A = 1 A; averaged over the disc, one value for each of `STRENGTHS`.
    """
    k = k_max * np.sqrt((np.arange(400) + 0.5) / 400)
    x = 2 * reading.factor * STRENGTHS[:, None] / OMEGA0 * reading.prefactor * a
    x = x * np.exp(-(k**2) / 4)
    m = np.arange(-reading.spin, reading.spin + 1)
    spins = []
    for field in (x, reading.field_ratio * x):
        weights = np.exp((m - reading.spin) * field[..., None])  # fields are not negative
        spins.append(np.sum(m * weights, axis=-1) / np.sum(weights, axis=-1))
    return np.asarray(np.mean(spins, axis=(0, 2)))


def alignment_at_zero(reading: Reading, j: float, temperature: float = 1.0) -> float:
    """Return <S1.S2>/S^2 of the pair at k = 0 of Fig. 5, without field."""
    on_site = reading.anisotropy == "on-site"
    plane = reading.i_over_j * abs(j)
    pair = Dimer(
        spin=reading.spin,
        j=exchange_in_k(0.0, j=j, r_s=1.0, prefactor=reading.prefactor),
        alpha=0.0,
        anisotropy=plane if on_site else 0.0,
        exchange_anisotropy=0.0 if on_site else plane,
    )
    s = spin_operators(reading.spin)
    scalar = np.real(np.kron(s.x, s.x) + np.kron(s.y, s.y) + np.kron(s.z, s.z))
    energies, states = np.linalg.eigh(dimer_hamiltonian(pair))
    weights = np.exp((energies[0] - energies) / (K_B_MEV * temperature))
    means = np.sum((scalar @ states) * states, axis=0)
    return float(np.sum(weights * means) / np.sum(weights)) / reading.spin**2
