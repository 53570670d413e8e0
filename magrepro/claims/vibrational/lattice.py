"""Eqs. (3), (4): from the pair to a lattice."""

from __future__ import annotations

import numpy as np
from scipy.integrate import quad

from magrepro.claims import Outcome, Part, above, below, number, true_if
from magrepro.claims.vibrational.pairs import ring_waves
from magrepro.core.vibrational.lattice import spin_lattice_coupling_in_k
from magrepro.core.vibrational.spins import Dimer, dimer_energies

part = Part("F", "lattice", place="the lattice")


@part.claim(
    "coupling-without-order",
    "The spin-lattice coupling is non-vanishing with a viable spin density and/or a spin-orbit "
    "coupling; the latter does not imply a preexisting magnetic order.",
    at='paragraph beginning "In a more generalized form", sentences 2 and 3',
    recorded="does not hold",
    equations="1 3",
    erratum="F12",
)
def coupling_without_order() -> Outcome:
    """The coupling S.A.Q with a static displacement is even under time reversal, and leaves the
    levels of one spin 1/2 with a cubic mode degenerate.

    Second route: the degeneracy that Kramers' theorem demands.
    """
    a = np.diag(np.sqrt(np.arange(1.0, 24)), 1)
    q, turn = a + a.T, np.kron([[0.0, 1.0], [-1.0, 0.0]], np.eye(24))
    coupled = 0.4 * np.kron(np.diag([0.5, -0.5]), q)
    odd = np.allclose(turn @ coupled @ turn.T, -coupled)
    h = np.kron(np.eye(2), a.T @ a + 0.02 * q @ q @ q) + coupled
    gap = np.diff(np.linalg.eigvalsh(h))[0]
    said = f"odd under time reversal; lifts a Kramers degeneracy by {number(gap)} quanta"
    return true_if(not odd and gap < 1e-9, said)


@part.claim(
    "a0",
    "A_0 = 0 since there is no net displacement of the compound.",
    at='paragraph beginning "The Heisenberg model", sentence 4; above Fig. 5',
    recorded="does not hold",
    equations="4",
    figure="vib_fig5",
    erratum="F19",
)
def a0() -> Outcome:
    """The form of A_k used for Fig. 5 vanishes at k = 0, and so does the sum of the Gaussian that
    it stands for.
    """
    a_k = spin_lattice_coupling_in_k(np.linspace(0, 6, 121), a=1.0, r_a=1.0)
    total, _ = quad(lambda r: 2 * np.pi * r * np.exp(-(r**2)), 0, np.inf)
    said = f"A_0 = {number(a_k[0])} A, the largest of all; sum of the Gaussian {number(total)} A"
    return true_if(a_k[0] == 0 and total == 0, said)


@part.claim(
    "disordered",
    "The formulation applies equally to ordered and disordered compounds, since the derivation "
    "does not rely on a regular lattice.",
    at='paragraph beginning "The Heisenberg model", below Eq. (4)',
    recorded="does not hold",
    equations="4",
)
def disordered() -> Outcome:
    """On a ring of 48 displaced sites J_k is the same seen from each site, and the exchange does
    not mix plane waves, to 1e-9 as on the regular ring.

    Tolerance: any limit below 0.26.
    """
    ring, spreads, mixings = np.arange(48.0), [], []
    for x in (ring, ring + 0.4 * np.sin(ring**2)):
        distance = (x[:, None] - x + 24) % 48 - 24
        exchange, waves = np.exp(-(distance**2)), np.exp(2j * np.pi * np.outer(ring, x) / 48)
        j_k = np.sum(exchange * np.exp(2j * np.pi * 5 * distance / 48), axis=0)
        spreads.append(np.max(np.abs(j_k - j_k.mean())) / np.abs(j_k.mean()))
        between = np.abs(waves @ exchange @ waves.conj().T) / 48
        mixings.append(np.max(between - np.diag(np.diag(between))) / np.max(between))
    said = f"J_k differs by site: {spreads[0]:.1g} on a lattice, {spreads[1]:.0%} off it; "
    return true_if(
        below([spreads, mixings], 1e-9), computed=said + f"waves mix by {mixings[1]:.0%}"
    )


@part.claim(
    "each-momentum",
    "The argument applied for the spin dimer above can be utilized for each momentum k.",
    at='paragraph beginning "The conversion", sentence 1',
    recorded="does not hold",
    equations="4",
    figure="vib_fig2",
    erratum="F10",
)
def each_momentum() -> Outcome:
    """On a ring of five spins 1/2 the lowest eigenvalue of S_k.S_-k is that of a singlet, and the
    components of S_k have a spin's commutators.

    Second route: S_k.S_-k, a sum of squares A A^+, is never negative.
    """
    x, y, z = ring_waves(5, 1)
    lowest = np.linalg.eigvalsh(sum(s @ s.conj().T for s in (x, y, z)))[0]
    misfit = np.linalg.norm(x @ y - y @ x - 1j * z) / np.linalg.norm(z)
    said = f"ring of 5: S_k.S_-k >= {number(lowest)}, a singlet has -0.75; commutator off by "
    return true_if(np.isclose(lowest, -0.75) and misfit < 1e-12, said + f"{misfit:.0%}")


@part.claim(
    "singlet-or-triplet",
    "Depending on J_k the pair forms a singlet or triplet ground state as alpha_k -> 0, and the "
    "degeneracy of the triplet breaks for non-vanishing fields.",
    at='paragraph beginning "The conversion", sentence 2',
    recorded="holds",
    equations="4",
    figure="vib_fig1",
)
def singlet_or_triplet() -> Outcome:
    """Without field there are three ground states for J_k < 0 and one for J_k > 0; with fields from
    1e-6 to 100 |J_k| no two states of the triplet are closer than a tenth of it.
    """
    energies, _ = dimer_energies(Dimer(spin=0.5, j=[-1.0, 1.0], alpha=0.0))
    ground = np.sum(np.isclose(energies, energies.min(axis=-1, keepdims=True)), axis=-1)
    alpha, gaps = np.geomspace(1e-6, 100, 81) * np.array([[-1.0], [1.0]]), []
    for j, partner in ((-1.0, 0), (1.0, -1)):
        broken, M = dimer_energies(Dimer(spin=0.5, j=j, alpha=alpha))
        zero = np.sort(broken[..., M == 0], axis=-1)[..., partner]
        triplet = np.sort(np.stack([broken[..., 0], zero, broken[..., -1]], axis=-1), axis=-1)
        gaps.append(np.min(np.diff(triplet, axis=-1) / np.abs(alpha)[..., None]))
    said = f"{ground[0]} ground states for J_k < 0, {ground[1]} for J_k > 0; gaps at least "
    return true_if([ground == [3, 1], above(gaps, 0.1)], said + f"{number(min(gaps))} |alpha|")
