"""Eqs. (3), (4): from the pair to a lattice."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magrepro.claims import Outcome, Part, above, below, number, readings, true_if
from magrepro.claims.vibrational.pairs import pair_matrix, ring_spins, ring_waves, thermal_mean
from magrepro.core.arrays import Floats
from magrepro.core.vibrational.lattice import spin_lattice_coupling_in_k
from magrepro.core.vibrational.spins import Dimer, dimer_energies, spin_operators

part = Part("F", "lattice", place="the lattice")

DISORDER = 0.4
"""Largest displacement of a site of the disordered ring, in its mean distance."""


@part.claim(
    "coupling-without-order",
    "The spin-lattice coupling is non-vanishing whenever the background has a viable spin density "
    "and/or a spin-orbit coupling; the latter does not imply a preexisting magnetic order.",
    at='paragraph beginning "In a more generalized form", sentences 2 and 3',
    recorded="does not hold",
    equations="1 3",
    erratum="F12",
)
def coupling_without_order() -> Outcome:
    """The coupling of Eq. (1) in a static displacement is even under time reversal, as in a
    structure without magnetic order it must be, to 1e-12.

    Tolerance: rounding; it is odd.

    Second route: the thermal moment of the pair, which time reversal forbids.

    Defence: the cited derivation lets the electrons carry a current, which breaks the symmetry as
    well. But the sentence names the spin-orbit coupling alone, which does not break it, and all
    that follows is in equilibrium.
    """
    free, driven = (pair_matrix(-1.0, 0.4, b) for b in ((0.0, 0.0), (1.0, 0.6)))
    coupling, turn = driven - free, np.kron([[0.0, 1.0], [-1.0, 0.0]], [[0.0, 1.0], [-1.0, 0.0]])
    odd = np.max(np.abs(turn @ coupling @ turn.T - coupling)) / (2 * np.max(np.abs(coupling)))
    z = spin_operators(0.5).z
    moment = thermal_mean(np.kron(z, np.eye(2)) + np.kron(np.eye(2), z), driven, 10.0)
    said = f"{odd:.0%} of the coupling is odd under time reversal; in it the pair of |J| = 1 meV "
    said += f"has a moment of {number(moment)} at 10 K"
    return true_if([below(odd, 1e-12), below(abs(moment), 1e-12)], said, value=odd)


@part.claim(
    "diagonal-in-k",
    "The diagonal structure of H_S is preserved also in reciprocal space if E_m,alpha = E_alpha "
    "for all m.",
    at='paragraph beginning "The following investigation", sentence 3',
    recorded="two readings",
    parts=("holds", "does not hold"),
    equations="4",
)
def diagonal_in_k() -> Outcome:
    """On a ring of three spins 1 the on-site anisotropy, the sum of (S_m^z)^2, is a sum over k of
    S_k^z S_-k^z, and of (S_k^z)^2 as the pairs of Fig. 5 have it, to 1e-12 of its norm.

    Tolerance: rounding; any limit below 1 gives the same verdicts.
    """
    waves = [ring_waves(3, k, spin=1.0)[2] for k in range(3)]
    on_site = sum(z @ z for z in ring_spins(3, 1.0)[2])
    pairs, own = sum(z @ z.conj().T for z in waves), sum(z @ z for z in waves)
    off = [np.linalg.norm(found - on_site) / np.linalg.norm(on_site) for found in (pairs, own)]
    return readings(
        {
            "no term mixes k with more than -k": true_if(
                below(off[0], 1e-12), f"the sum over S_k^z S_-k^z is off by {off[0]:.0e}"
            ),
            "each k has its own on-site term": true_if(
                below(off[1], 1e-12),
                f"the sum over (S_k^z)^2 is off by {off[1]:.0%}: between k and -k the anisotropy "
                "is an exchange",
            ),
        }
    )


@part.claim(
    "exchange-in-k",
    "With J_k = -sum_m J(r_m) exp(i k.r_m) the spin-spin interactions -sum_mn J_mn S_m.S_n can be "
    "written as sum_k J_k S_k.S_-k.",
    at='paragraph beginning "The Heisenberg model", sentences 1 and 2',
    recorded="holds",
    equations="3 4",
)
def exchange_in_k() -> Outcome:
    """The two are the same matrix for five spins 1/2 on a ring with exchange to first and second
    neighbours, to 1e-12 of its norm.

    Tolerance: rounding.
    """
    couplings = np.array([0.0, 1.0, -0.3, -0.3, 1.0])
    in_space, in_k = _exchange_in_space(couplings), np.zeros((32, 32), dtype=np.complex128)
    for k in range(5):
        j_k = -np.sum(couplings * np.exp(2j * np.pi * k * np.arange(5) / 5))
        pairs = zip(ring_waves(5, k), ring_waves(5, -k), strict=True)
        in_k += j_k * sum(one @ other for one, other in pairs)
    off = np.linalg.norm(in_k - in_space) / np.linalg.norm(in_space)
    return true_if(below(off, 1e-12), f"the two matrices differ by {off:.0e} of their norm")


def _exchange_in_space(couplings: Floats) -> NDArray[Any]:
    """Return -sum_mn J_mn S_m.S_n of a ring of spins 1/2."""
    sites = len(couplings)
    return np.asarray(
        -sum(
            couplings[m - n] * at[m] @ at[n]
            for at in ring_spins(sites)
            for m in range(sites)
            for n in range(sites)
        )
    )


@part.claim(
    "a0",
    "A_0 = 0 since there is no net displacement of the compound; A_k can be approximated by "
    "sqrt(2) pi r_A A exp(-k^2/k_A^2).",
    at=(
        'paragraph beginning "The Heisenberg model", sentence 4; paragraph beginning "Finally, in '
        'order", sentence 3'
    ),
    recorded="does not hold",
    equations="4",
    figure="vib_fig5",
    erratum="F19",
)
def a0() -> Outcome:
    """The two sentences agree: A_k as approximated is below a tenth of its largest value at k = 0.

    Tolerance: ours, for "approximated"; any share below 1 gives the same verdict, as the
    approximation is largest where it must vanish.

    Defence: k = 0 is one point of the plane, of no weight in an average over all k. But a coupling
    of finite range that vanishes there is small all around, at small k, where the Gaussian puts
    the fields of Fig. 5.
    """
    a_k = spin_lattice_coupling_in_k(np.linspace(0, 6, 121), a=1.0, r_a=1.0)
    share = abs(a_k[0]) / np.max(np.abs(a_k))
    said = f"A_0 is {number(a_k[0])} A, {share:.0%} of the largest A_k"
    return true_if(below(share, 0.1), said)


@part.claim(
    "disordered",
    "The formulation is general and applies equally to ordered and disordered compounds, since the "
    "derivation does not rely on any assumption about a regular lattice.",
    at='paragraph beginning "The Heisenberg model", last sentence, below Eq. (4)',
    recorded="does not hold",
    equations="4",
)
def disordered() -> Outcome:
    """On a ring of 48 displaced sites J_k is the same seen from each site, and the exchange mixes
    no plane waves, to 1e-9 as on the regular ring.

    Tolerance: rounding; any limit below 0.26 gives the same verdict.

    Defence: averaged over many samples a disordered compound is as uniform as a lattice. But Eq.
    (4) is the Hamiltonian of one sample, and a mean over samples can be taken of its moments only,
    in which the mixed waves do not cancel.
    """
    ring, spreads, mixings = np.arange(48.0), [], []
    for x in (ring, ring + DISORDER * np.sin(ring**2)):
        distance = (x[:, None] - x + 24) % 48 - 24
        exchange, waves = np.exp(-(distance**2)), np.exp(2j * np.pi * np.outer(ring, x) / 48)
        j_k = np.sum(exchange * np.exp(2j * np.pi * 5 * distance / 48), axis=0)
        spreads.append(np.max(np.abs(j_k - j_k.mean())) / np.abs(j_k.mean()))
        between = np.abs(waves @ exchange @ waves.conj().T) / 48
        mixings.append(np.max(between - np.diag(np.diag(between))) / np.max(between))
    said = f"J_k differs from site to site by {spreads[0]:.0e} on a lattice and by "
    said += f"{spreads[1]:.0%} off it, where the exchange mixes waves by {mixings[1]:.0%}"
    return true_if(below([spreads, mixings], 1e-9), said, value=spreads[1])


@part.claim(
    "each-momentum",
    "The conversion into reciprocal space leads to that the argument applied for the spin dimer "
    "can be utilized for each momentum k.",
    at='paragraph beginning "The conversion", sentence 1',
    recorded="does not hold",
    equations="4",
    figure="vib_fig2",
    erratum="F10",
)
def each_momentum() -> Outcome:
    """On a ring of five spins 1/2 the lowest eigenvalue of S_k.S_-k is that of a pair of spins, and
    the components of S_k have a spin's commutators, to 1e-12.

    Tolerance: rounding; any limit below 1.1 gives the same verdict.

    Second route: S_-k is the Hermitian conjugate of S_k, so that S_k.S_-k is never negative.

    Defence: the pair of each k is a model, suggested by the form of Eq. (4). But the sentence says
    that the conversion leads to it, and no conversion makes spins of the waves: there is no
    singlet, so that an antiferromagnetic J_k has another ground state.
    """
    (x, y, z), others = ring_waves(5, 1), ring_waves(5, -1)
    product = sum(one @ other for one, other in zip((x, y, z), others, strict=True))
    lowest = np.linalg.eigvalsh(product)[0]
    singlet = np.min(dimer_energies(Dimer(spin=0.5, j=1.0, alpha=0.0))[0])
    misfit = np.linalg.norm(x @ y - y @ x - 1j * z) / np.linalg.norm(z)
    said = f"S_k.S_-k is at least {number(lowest)}, for a pair {number(singlet)}; the commutator "
    said += f"of S_k^x and S_k^y is off by {misfit:.0%}"
    fits = below([abs(lowest - singlet), misfit], 1e-12)
    return true_if(fits, said, value=lowest)


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

    Tolerance: ours, well above rounding; any share below a half gives the same verdict.
    """
    energies, _ = dimer_energies(Dimer(spin=0.5, j=[-1.0, 1.0], alpha=0.0))
    ground = np.sum(np.isclose(energies, energies.min(axis=-1, keepdims=True)), axis=-1)
    alpha, gaps = np.geomspace(1e-6, 100, 81) * np.array([[-1.0], [1.0]]), []
    for j, partner in ((-1.0, 0), (1.0, -1)):
        broken, M = dimer_energies(Dimer(spin=0.5, j=j, alpha=alpha))
        zero = np.sort(broken[..., M == 0], axis=-1)[..., partner]
        triplet = np.sort(np.stack([broken[..., 0], zero, broken[..., -1]], axis=-1), axis=-1)
        gaps.append(np.min(np.diff(triplet, axis=-1) / np.abs(alpha)[..., None]))
    said = f"{ground[0]} ground states for J_k < 0 and {ground[1]} for J_k > 0; in a field the "
    said += f"triplet's states are at least {number(min(gaps))} |alpha_k| apart"
    return true_if([ground == [3, 1], above(gaps, 0.1)], said, unit="|alpha_k|")
