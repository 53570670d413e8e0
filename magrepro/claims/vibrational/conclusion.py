"""The conclusions."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, above, below, number, true_if
from magrepro.claims.vibrational.sites import (
    OMEGA0,
    PANELS,
    STRENGTHS,
    fig5_lattice,
    pair_at_zero,
    panel_curves,
)
from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational.lattice import PRINTED_PREFACTOR, moment_per_site
from magrepro.core.vibrational.spins import eq1_hamiltonian, spin_operators, thermal_moment
from magrepro.core.vibrational.vibrations import (
    feedback_energy,
    instability_threshold,
    mean_displacement,
    self_consistent_field,
)

part = Part("F", "conclusion", place="conclusions", figure="vib_fig5")


@part.claim(
    "symmetric-structures",
    "In a structure with inversion and/or reflection symmetries the effects of the anharmonicity "
    "at different positions would be expected to cancel, partially or completely.",
    at='paragraph beginning "It can be concluded", sentence 2',
    recorded="holds",
    equations="1 7",
    figure="",
)
def symmetric_structures() -> Outcome:
    """With Phi and -Phi at the two sites of a pair the moment is zero to 1e-12, for both signs of J
    and 13 temperatures.
    """
    t, residues = np.geomspace(2, 1000, 13), []
    q = mean_displacement(phi=np.array([1.0, -1.0]), omega0=2.0, temperature=30.0)
    z = spin_operators(1).z
    total = np.kron(z, np.eye(3)) + np.kron(np.eye(3), z)
    for j in (-2.0, 2.0):
        h = eq1_hamiltonian(spin=1, j=j, exchange=np.zeros((2, 2)), fields=q)
        energies, states = np.linalg.eigh(h)
        weights = np.exp((energies[0] - energies) / (K_B_MEV * t[:, None]))
        means = np.sum((total @ states) * states, axis=0)
        residues.append(np.max(np.abs(weights @ means)))
    return true_if(
        below(residues, 1e-12),
        computed=f"Phi and -Phi at mirrored sites: moment {max(residues):.0e}",
    )


@part.claim(
    "coercivity",
    "An increasing coercive field up to 300 K, accompanied by decreasing remanent and saturated "
    "magnetizations, is reproduced by the model for ferromagnetic exchange, Fig. 5(b).",
    at=(
        'paragraph beginning "The results obtained", sentences 2 and 3; last paragraph, sentence 7'
    ),
    recorded="does not hold",
    equations="4 7",
)
def coercivity(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """The moments of Fig. 5(b) fall from 2 to 300 K, and the pair at k = 0 has a coercive field: a
    moment of zero in a field other than zero.
    """
    t = np.linspace(2, 300, 150)
    curves = panel_curves("b", t, coupling_a_mev, k_max_per_angstrom)
    peak, fall = t[np.argmax(curves, axis=1)], 1 - curves[:, -1] / curves.max(axis=1)
    sweep = np.linspace(-5, 5, 101)
    moments = thermal_moment(pair_at_zero(5.0, alpha=sweep[:, None]), t[30:])
    coercive = np.max(np.abs(sweep[np.argmin(np.abs(moments), axis=0)]))
    said = f"grows up to {peak.min():.0f} K or more, then falls by {fall.max():.2%} at most; "
    said += f"coercive field {number(coercive)} meV"
    return true_if(np.all(np.diff(curves) < 0) and coercive > 0, said)


@part.claim(
    "anharmonicity-needed",
    "The vibrations generate an effective field acting on the spins provided that they are "
    "anharmonic.",
    at="last paragraph, sentence 3",
    recorded="does not hold",
    equations="6",
)
def anharmonicity_needed() -> Outcome:
    """Whatever A, harmonic ones leave the pairs of Fig. 5 at k = 0 without field at 300 K: also
    with A 5 % above the threshold 1/chi.

    Second route: the feedback at which 1/chi is reached.
    """
    pairs = [pair_at_zero(j) for j in PANELS.values()]
    thresholds = np.array([float(instability_threshold(pair, 300.0)) for pair in pairs])
    a = np.sqrt(thresholds * OMEGA0 / 2) / PRINTED_PREFACTOR
    g = feedback_energy(coupling=PRINTED_PREFACTOR * 1.05 * a, omega0=OMEGA0)
    fields = [
        float(self_consistent_field(pair, 300.0, feedback=f))
        for pair, f in zip(pairs, g, strict=True)
    ]
    said = f"they order above A = {', '.join(f'{x:.3g}' for x in a)} meV; 5 % above, a field of "
    return true_if(
        np.array(fields) == 0,
        value=min(fields),
        unit="meV",
        computed=said + f"{min(fields):.3g} meV",
    )


@part.claim(
    "field-grows",
    "This induced field increases in strength with temperature.",
    at="last paragraph, sentence 4",
    recorded="holds",
    equations="7",
    figure="",
)
def field_grows() -> Outcome:
    """|alpha| by Eq. (7) grows at each of 300 steps from 1 to 1e5 K."""
    t = np.geomspace(1, 1e5, 301)
    field = -mean_displacement(phi=1e-4, omega0=OMEGA0, temperature=t)
    said = f"alpha at 300 K is {number(np.interp(300, t, field) / field[0])} times that at 1 K"
    return true_if(np.diff(field) > 0, said)


@part.claim(
    "influence-grows",
    "The influence from this induced field increases in strength with temperature.",
    at="last paragraph, sentence 4",
    recorded="does not hold",
    equations="7",
)
def influence_grows(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """The moment without exchange, where the field alone acts, grows with each step from 1 to 1e4
    K.

    Second route: the field over k_B T, x coth x in x = omega_0/(2 k_B T).
    """
    t = np.geomspace(1, 1e4, 201)
    lattice = fig5_lattice(0.0, STRENGTHS[:, None], coupling_a_mev, k_max_per_angstrom)
    moment, _ = moment_per_site(lattice, t)
    reduced = -mean_displacement(phi=1.0, omega0=OMEGA0, temperature=t) / (K_B_MEV * t)
    falling = np.all(np.diff(reduced) <= 1e-12 * reduced[0])
    said = f"falls to {number(moment[4, -1] / moment[4, 0])} of that at 1 K; alpha/k_B T to "
    said += number(reduced[-1] / reduced[0])
    return true_if([*(np.diff(moment) > 0).ravel(), not falling], said)


@part.claim(
    "small-exchange",
    "The vibrations maintain a stable magnetic state also when the spin exchange is too small to "
    "provide this.",
    at="last paragraph, sentence 4",
    recorded="holds",
    equations="7",
)
def small_exchange(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """With J of 0 or 1 micro-eV of either sign the moment at 10, 300 and 1e5 K is above half of
    that at 10 K without exchange.
    """
    j = np.array([-1e-3, 0.0, 1e-3])[:, None]
    lattice = fig5_lattice(j, 1e-3, coupling_a_mev, k_max_per_angstrom)
    moment, _ = moment_per_site(lattice, np.array([10.0, 300.0, 1e5]))
    said = f"without exchange {', '.join(number(m) for m in moment[1])} at 10, 300, 1e5 K"
    return true_if(above(moment / moment[1, 0], 0.5), said)


@part.claim(
    "exchange-irrelevant",
    "The nature of the exchange becomes irrelevant at sufficiently large temperature.",
    at="last paragraph, sentence 5",
    recorded="holds",
    equations="4 7",
)
def exchange_irrelevant(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """At 1e5 and 1e7 K the moments for the two signs of J differ by less than 5 %.

    Tolerance: what could be told apart in the figure; the verdict stands down to 1.9 %.
    """
    t, ratios = np.array([300.0, 1e5, 1e7]), []
    for ferro, antiferro in ("ba", "dc"):
        curves = [
            panel_curves(p, t, coupling_a_mev, k_max_per_angstrom) for p in (ferro, antiferro)
        ]
        ratios.append((curves[0] / curves[1])[0])
    said = "; ".join(", ".join(f"{r:.4g}" for r in ratio) for ratio in ratios)
    hot = [abs(r - 1) for ratio in ratios for r in ratio[1:]]
    return true_if(below(hot, 0.05), f"ferro- over antiferromagnet at 300, 1e5, 1e7 K: {said}")


@part.claim(
    "field-dominates",
    "The nature of the exchange becomes irrelevant whenever the temperature is sufficiently large "
    "for the induced field to dominate the state.",
    at="last paragraph, sentence 5",
    recorded="does not hold",
    equations="4 7",
)
def field_dominates(k_max_per_angstrom: float) -> Outcome:
    """Where the field at k = 0 is twice the exchange the moments for the two signs of J differ by
    less than 5 %, at A Phi = 1e-4 and 1e-3 meV^2.

    Tolerance: our choice of twice and of 5 %; the moments differ by 20 and 96 %.

    Second route: at A Phi = 1e-7 meV^2 they agree in a field of 0.8 % of the exchange.
    """
    t, there = np.geomspace(10, 1e5, 401), []
    for a in (1.0, 10.0):
        ratio = panel_curves("b", t, a, k_max_per_angstrom) / panel_curves(
            "a", t, a, k_max_per_angstrom
        )
        phi = STRENGTHS[:, None] * OMEGA0
        field = -a * mean_displacement(phi=phi, omega0=OMEGA0, temperature=t) / 5
        there.append(ratio[4, np.argmax(field[4] >= 2)] - 1)
        weakest = field[0, np.argmax(ratio[0] < 1.05)]
    said = f"{there[0]:.1%}, {there[1]:.1%} apart at A Phi = 1e-4, 1e-3 meV^2; agree from "
    return true_if(below(there, 0.05), computed=said + f"{weakest:.1g} |J_0| on at 1e-7")
