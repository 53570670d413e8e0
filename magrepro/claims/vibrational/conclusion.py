"""The conclusions."""

from __future__ import annotations

import numpy as np

from magrepro.claims import (
    Outcome,
    Part,
    above,
    below,
    holds_if,
    in_parts,
    number,
    readings,
    true_if,
)
from magrepro.claims.vibrational.sites import (
    OMEGA0,
    PANELS,
    STRENGTHS,
    fig5_lattice,
    pair_at_zero,
    panel_curves,
)
from magrepro.core.arrays import Floats
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

    Tolerance: rounding.
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
    said = f"with Phi and -Phi at mirrored sites the moment is {max(residues):.0e} at most"
    return true_if(below(residues, 1e-12), said)


@part.claim(
    "coercivity",
    "An increasing coercive field up to 300 K, accompanied by decreasing remanent and saturated "
    "magnetizations, is reproduced by the model for ferromagnetic exchange, see Fig. 5(b).",
    at='paragraph beginning "The results obtained", sentences 2 and 3; last paragraph, sentence 6',
    recorded="does not hold",
    parts=("two readings", "does not hold"),
    equations="4 7",
)
def coercivity(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """Coercive field: the applied field that brings the moment of the pair at k = 0 to zero grows
    from 10 to 300 K; and there is one in either direction, as in a loop. Magnetisation: the moments
    of Fig. 5(b) fall from 2 to 300 K.

    Tolerance: none; they rise up to 204 K at least, for any A and k_max that is plausible.

    Defence: "qualitative agreement" asks for trends, and a growing field that must be overcome and
    a decay beyond a peak are in the model. But up to 300 K the moment grows for the most part and
    then loses less than 1 %, and the field that cancels the vibrations' own has one direction: it
    shifts a loop, and opens none.
    """
    t = np.linspace(2, 300, 150)
    curves = panel_curves("b", t, coupling_a_mev, k_max_per_angstrom)
    peak, fall = t[np.argmax(curves, axis=1)], 1 - curves[:, -1] / curves.max(axis=1)
    said = f"moments grow up to {peak.min():.0f} K or more and then fall by {fall.max():.2%}"
    applied = np.linspace(-20, 20, 4001)
    zeros = [
        applied[1:][np.diff(np.sign(_driven(temperature, applied))) != 0]
        for temperature in (10.0, 300.0)
    ]
    needed = [np.max(np.abs(field), initial=0.0) for field in zeros]
    grows = f"{needed[0]:.2g} meV at 10 K and {needed[1]:.2g} meV at 300 K, for the strongest Phi"
    coercive = {
        "a field that cancels the moment": true_if(
            needed[1] > needed[0] > 0, grows, value=needed[1], unit="meV"
        ),
        "one in either direction": true_if(
            len(zeros[1]) == 2,
            f"{len(zeros[1])} such field between -20 and 20 meV at 300 K",
            value=len(zeros[1]),
        ),
    }
    falls = true_if(np.diff(curves) < 0, said, value=peak.min(), unit="K")
    return in_parts({"coercive field": readings(coercive), "magnetisation": falls})


def _driven(temperature: float, applied: Floats) -> Floats:
    """Moment of the pair at k = 0 of Fig. 5(b), A = 1 meV, Phi = 1e-3 omega_0, in applied fields
    on both spins.
    """
    q = mean_displacement(phi=STRENGTHS[4] * OMEGA0, omega0=OMEGA0, temperature=temperature)
    first, second = (PRINTED_PREFACTOR * share * float(q) + applied for share in (1.0, 0.5))
    first = np.where(first == 0, 1e-300, first)
    pair = pair_at_zero(5.0, alpha=first, field_ratio=second / first)
    return thermal_moment(pair, temperature)


@part.claim(
    "anharmonicity-needed",
    "The vibrations generate an effective field acting on the spins provided that they are "
    "anharmonic.",
    at="last paragraph, sentence 3",
    recorded="two readings",
    parts=("holds", "does not hold"),
    equations="6 7",
)
def anharmonicity_needed() -> Outcome:
    """If they are anharmonic: Eq. (7) gives a field at each of 101 temperatures from 1 to 1e5 K,
    against Phi. Only if they are: in the mean field harmonic ones leave the pairs of Fig. 5 at k =
    0 without field at 300 K, whatever A, also 5 % above the threshold 1/chi.

    Tolerance: none; a field is any that differs from zero.

    Second route: the threshold is where 2A^2/omega_0 reaches 1/chi.
    """
    t = np.geomspace(1, 1e5, 101)
    field = -PRINTED_PREFACTOR * mean_displacement(phi=1e-4, omega0=OMEGA0, temperature=t)
    pairs = [pair_at_zero(j) for j in PANELS.values()]
    thresholds = np.array([float(instability_threshold(pair, 300.0)) for pair in pairs])
    a = np.sqrt(thresholds * OMEGA0 / 2) / PRINTED_PREFACTOR
    g = feedback_energy(coupling=PRINTED_PREFACTOR * 1.05 * a, omega0=OMEGA0)
    kept = [
        float(self_consistent_field(pair, 300.0, feedback=f))
        for pair, f in zip(pairs, g, strict=True)
    ]
    said = (
        f"harmonic vibrations order above A = {', '.join(f'{x:.2g}' for x in a)} meV; 5 % above, "
    )
    said += f"by fields of {min(kept):.3g} meV and more"
    only = true_if(np.array(kept) == 0, said, value=min(kept), unit="meV")
    some = f"with Phi = 1e-3 omega_0 and A = 1 meV at least {number(field.min())} meV"
    return readings(
        {"if": true_if(field > 0, some, value=field.min(), unit="meV"), "only if": only}
    )


@part.claim(
    "influence-grows",
    "The influence from this induced field increases in strength with temperature which, "
    "therefore, enables the vibrations to maintain a stable magnetic state also when the spin "
    "exchange is too small to provide this.",
    at="last paragraph, sentence 4",
    recorded="two readings",
    parts=("two readings", "holds qualitatively"),
    equations="7",
    formerly=("f.conclusion.field-grows", "f.conclusion.small-exchange"),
)
def influence_grows(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """Influence: the field of Eq. (7) grows at each of 300 steps from 1 to 1e5 K; and so does the
    moment without exchange, where the field alone acts. Stable: with J of 0 or 1 micro-eV of either
    sign the moment at 10, 300 and 1e5 K is above half of that at 10 K without exchange.

    Tolerance: ours, half for "stable"; any share up to 99 % gives the same verdict.

    Second route: the field over k_B T is x coth x in x = omega_0/(2 k_B T), which never grows.
    """
    t, at = np.geomspace(1, 1e5, 301), (coupling_a_mev, k_max_per_angstrom)
    field = -mean_displacement(phi=1e-4, omega0=OMEGA0, temperature=t)
    alone, _ = moment_per_site(fig5_lattice(0.0, STRENGTHS[:, None], *at), t)
    reduced = field / t / (field[0] / t[0])
    own = f"at 300 K it is {np.interp(300, t, field) / field[0]:.3g} times that at 1 K"
    effect = f"from 1 to 1e5 K it falls to {alone[4, -1] / alone[4, 0]:.3g} of itself, the field "
    effect += f"over k_B T to {reduced[-1]:.3g}"
    influence = {
        "the field": true_if(np.diff(field) > 0, own, value=field[-1] / field[0]),
        "its effect on spins without exchange": true_if(
            np.diff(alone) > 0, effect, value=alone[4, -1] / alone[4, 0]
        ),
    }
    j = np.array([-1e-3, 0.0, 1e-3])[:, None]
    kept, _ = moment_per_site(fig5_lattice(j, 1e-3, *at), np.array([10.0, 300.0, 1e5]))
    said = f"without exchange {', '.join(f'{m:.3g}' for m in kept[1])} at 10, 300 and 1e5 K"
    stable = true_if(above(kept / kept[1, 0], 0.5), said, qualitatively=True)
    return in_parts({"influence": readings(influence), "small exchange": stable})


@part.claim(
    "exchange-irrelevant",
    "The nature of the exchange becomes irrelevant whenever the temperature is sufficiently large "
    "for the induced field to dominate the state.",
    at="last paragraph, sentence 5",
    recorded="holds under an unstated condition",
    parts=("holds qualitatively", "does not hold"),
    equations="4 7",
    formerly=("f.conclusion.field-dominates",),
)
def exchange_irrelevant(k_max_per_angstrom: float) -> Outcome:
    """From where the field at k = 0 is a number of times the exchange the moments of Fig. 5(a) and
    (b) differ by less than 5 %, up to 1e6 K, for A Phi = 1e-4 and 1e-3 meV^2: 25 times, and twice.

    Tolerance: ours, 5 % for "irrelevant" and twice for "dominates"; the number needed is 8 and 21
    (for other radii k_max 7 to 13 and 13 to 20), for 10 % it is 4 and 11.

    Second route: at A Phi = 1e-7 meV^2 they agree from 3800 K on, where the field is 8e-4 of the
    exchange: what makes the exchange irrelevant is k_B T.
    """
    apart = [_apart(a, k_max_per_angstrom) for a in (1.0, 10.0)]
    strong, twice = ([found[limit] for found in apart] for limit in (25.0, 2.0))
    said = f"moments differ by {twice[0]:.0%} and {twice[1]:.0%} at twice the exchange"
    then = f"at most {max(strong):.1%} apart"
    return holds_if(
        "field above 25 times the exchange",
        then=true_if(below(strong, 0.05), then, qualitatively=True),
        otherwise=true_if(below(twice, 0.05), said, qualitatively=True),
    )


def _apart(a: float, k_max: float) -> dict[float, float]:
    """Largest relative distance of Fig. 5(b) from (a), at the strongest Phi, where the field at k =
    0 is at least 25 times and twice the exchange.
    """
    t = np.geomspace(10, 1e6, 251)
    curves = [
        moment_per_site(fig5_lattice(PANELS[panel], STRENGTHS[4], a, k_max), t)[0] for panel in "ba"
    ]
    field = -a * mean_displacement(phi=STRENGTHS[4] * OMEGA0, omega0=OMEGA0, temperature=t) / 5
    distance = np.abs(curves[0] / curves[1] - 1)
    return {
        limit: float(np.max(distance[field >= limit])) if np.any(field >= limit) else np.inf
        for limit in (25.0, 2.0)
    }
