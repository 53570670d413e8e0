"""Paper F, Fig. 5 and the conclusions: the moment per site.

J < 0 is antiferromagnetic on the axes of Fig. 5, J > 0 in `Dimer`.
"""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, claim, number, true_if, undecidable
from magrepro.claims.f5_couplings import (
    A_AND_K,
    OMEGA0,
    PANELS,
    READINGS,
    STRENGTHS,
    T_AXIS,
    Axis,
    _curves,
    _lattice,
    _pair_at_zero,
)
from magrepro.core.constants import K_B_MEV
from magrepro.core.lattice import (
    PRINTED_PREFACTOR,
    moment_per_site,
)
from magrepro.core.spins import (
    eq1_hamiltonian,
    spin_operators,
    thermal_moment,
)
from magrepro.core.vibrations import (
    escape_barrier,
    feedback_energy,
    instability_threshold,
    mean_displacement,
    self_consistent_field,
)
from magrepro.parameters import values


@claim(
    "f.fig5.moment-stabilises",
    where="text on Fig. 5; conclusion",
    statement="Nuclear vibrations stabilise a moment over a wide range of temperatures: over two "
    "decades at least it exceeds a tenth of its largest value, in all twenty curves.",
    kind="feature",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=A_AND_K,
    recorded="holds",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    t, starts, at_300 = np.geomspace(1, 1e5, 101), [], []
    for panel in PANELS:
        curves = _curves(panel, t, coupling_a_mev, k_max_per_angstrom)
        weak = curves < 0.1 * curves.max(axis=1, keepdims=True)
        starts.append(t[weak.sum(axis=1).max()] if not weak[:, -1].any() else np.inf)
        at_300.append(_curves(panel, [300.0], coupling_a_mev, k_max_per_angstrom)[4, 0])
    said = f"from {', '.join(f'{t:.3g}' for t in starts)} K on; at 300 K, 1e-3: "
    said += ", ".join(f"{m:.3g}" for m in at_300)
    return true_if(np.array(starts) < 1e3, said)


@claim(
    "f.fig5.not-detrimental",
    where="text on Fig. 5",
    statement="Increasing temperature is not necessarily detrimental to the moment: every curve "
    "rises over some range.",
    kind="trend",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=(*A_AND_K, T_AXIS),
    recorded="holds",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float, temperature_k: Axis) -> Outcome:
    t, peaks = values(temperature_k)[::4], []
    for panel in PANELS:
        curves = _curves(panel, t, coupling_a_mev, k_max_per_angstrom)
        peaks.append(t[np.argmax(curves, axis=1)])
    said = f"largest at {', '.join(f'{np.median(p):.3g}' for p in peaks)} K in (a)-(d)"
    return true_if(np.array(peaks) > t[0], said)


@claim(
    "f.fig5.antiferromagnet-grows",
    where="text on Fig. 5, panels (a), (c)",
    statement="With antiferromagnetic exchange the moment grows throughout the whole range.",
    printed="throughout the whole range",
    kind="trend",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=(*A_AND_K, T_AXIS, *READINGS),
    recorded="holds",
)
def _(
    coupling_a_mev: float,
    k_max_per_angstrom: float,
    temperature_k: Axis,
    **readings: float,
) -> Outcome:
    t, falls, last = values(temperature_k)[::4], [], []
    for panel in "ac":
        curves = _curves(panel, t, coupling_a_mev, k_max_per_angstrom, **readings)
        falls.append(np.max(-np.diff(curves) / curves[:, 1:].clip(1e-300)))
        last.append(curves[4, -1] / curves[4, -2] - 1)
    said = f"{number(t[0])} to {number(t[-1])} K, no step down; last steps up by "
    return true_if(np.array(falls) <= 1e-12, said + f"{last[0]:.1e}, {last[1]:.1e}")


@claim(
    "f.fig5.ferromagnet-peaks",
    where="text on Fig. 5, panels (b), (d)",
    statement="With ferromagnetic exchange the moment first peaks, then decays (by 2 % or more).",
    kind="trend",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=(*A_AND_K, T_AXIS, *READINGS),
    recorded="holds",
)
def _(
    coupling_a_mev: float,
    k_max_per_angstrom: float,
    temperature_k: Axis,
    **readings: float,
) -> Outcome:
    t, good, said = values(temperature_k)[::2], [], []
    for panel in "bd":
        curves = _curves(panel, t, coupling_a_mev, k_max_per_angstrom, **readings)
        top, last = np.argmax(curves, axis=1), curves[:, -1] / curves.max(axis=1)
        turns = np.sum(np.diff(np.sign(np.diff(curves)), axis=1) != 0, axis=1)
        good += [turns == 1, last < 0.98]
        said.append(f"{np.median(t[top]):.3g} K, then to {np.median(last):.1%}")
    return true_if(good, "peaks at " + "; ".join(said))


@claim(
    "f.fig5.ferromagnet-limit",
    where="text on Fig. 5, panels (b), (d)",
    statement="The decay tends to a high-temperature limit other than zero.",
    kind="limit",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=A_AND_K,
    recorded="holds",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    t = np.array([*np.geomspace(100, 5000, 60), 1e7, 1e8])
    curves = np.stack([_curves(p, t, coupling_a_mev, k_max_per_angstrom) for p in "bd"])
    share, drift = curves[..., -1] / curves.max(axis=-1), curves[..., -1] / curves[..., -2] - 1
    said = (
        f"{share.min():.1%} to {share.max():.1%} of the peak; from 1e7 to 1e8 K {drift.min():.0e}"
    )
    return true_if([share > 0.5, np.abs(drift) < 1e-3], said)


@claim(
    "f.fig5.magnification",
    where="caption of Fig. 5",
    statement="Magnified by the factors given, the weak curves lie within the scale of the others "
    "(we allow 5 %).",
    printed="10,000, 500, 25",
    kind="value",
    figure="vib_fig5",
    assumed=(*A_AND_K, T_AXIS),
    recorded="holds qualitatively",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float, temperature_k: Axis) -> Outcome:
    t, heights = values(temperature_k)[::4], []
    for panel in PANELS:
        tops = _curves(panel, t, coupling_a_mev, k_max_per_angstrom).max(axis=1)
        heights.append(tops[:3] * [10_000, 500, 25] / tops[4])
    heights_over = np.max(heights, axis=0)
    said = "at most " + ", ".join(f"{h:.3g}" for h in heights_over) + " of the strongest curve"
    return true_if(heights_over < 1.05, said, qualitatively=True)


@claim(
    "f.fig5.weak-phi",
    where="text on Fig. 5",
    statement="An anharmonic coupling of the order of a micro-eV makes a significant difference.",
    printed="order of micro-eV",
    kind="bound",
    equations=("7",),
    figure="vib_fig5",
    recorded="cannot be decided",
)
def _() -> Outcome:
    moments = [
        float(moment_per_site(_lattice(-5.0, 0.01, a, np.pi), 300.0)[0]) for a in (1e-4, 0.01, 10.0)
    ]
    warm = float(escape_barrier(phi=1e-3, omega0=OMEGA0)) / K_B_MEV
    said = f"A not given: {', '.join(f'{m:.2g}' for m in moments)} for 1e-4, 0.01, 10 meV; "
    return undecidable(said + f"k_B T leaves the well at {warm:.0f} K")


@claim(
    "f.conclusion.symmetric-structures",
    where="text after Fig. 5",
    statement="In a structure with inversion symmetry the effects of anharmonicity cancel.",
    kind="symmetry",
    equations=("1", "7"),
    recorded="holds",
)
def _() -> Outcome:
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
        max(residues) < 1e-12, f"Phi and -Phi at mirrored sites: moment {max(residues):.0e}"
    )


@claim(
    "f.conclusion.anharmonicity-needed",
    where="conclusion",
    statement="Vibrations act as a field only if they are anharmonic: whatever A, harmonic ones "
    "leave the pairs of Fig. 5 at k = 0 without moment at 300 K.",
    kind="bound",
    equations=("6",),
    figure="vib_fig5",
    recorded="does not hold",
)
def _() -> Outcome:
    """Feedback equal to the threshold 1/chi, and self-consistent fields without Phi around it."""
    pairs = [_pair_at_zero(j) for j in PANELS.values()]
    thresholds = np.array([float(instability_threshold(pair, 300.0)) for pair in pairs])
    a = np.sqrt(thresholds * OMEGA0 / 2) / PRINTED_PREFACTOR
    g = feedback_energy(coupling=PRINTED_PREFACTOR * 1.05 * a, omega0=OMEGA0)
    fields = [
        float(self_consistent_field(pair, 300.0, feedback=f))
        for pair, f in zip(pairs, g, strict=True)
    ]
    said = f"they order above A = {', '.join(f'{x:.3g}' for x in a)} meV; 5 % above, a field of "
    return true_if(np.array(fields) == 0, said + f"{min(fields):.3g} meV")


@claim(
    "f.conclusion.field-grows",
    where="conclusion",
    statement="The vibrationally induced field grows with temperature.",
    kind="trend",
    equations=("7",),
    recorded="holds",
)
def _() -> Outcome:
    t = np.geomspace(1, 1e5, 301)
    field = -mean_displacement(phi=1e-4, omega0=OMEGA0, temperature=t)
    said = f"alpha at 300 K is {number(np.interp(300, t, field) / field[0])} times that at 1 K"
    return true_if(np.diff(field) > 0, said)


@claim(
    "f.conclusion.influence-grows",
    where="conclusion",
    statement="The influence of that field, its moment where there is no exchange, grows with "
    "temperature.",
    kind="trend",
    equations=("7",),
    assumed=A_AND_K,
    recorded="does not hold",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """Moments at J = 0; and the field over k_B T, x coth x in x = omega0/(2 k_B T)."""
    t = np.geomspace(1, 1e4, 201)
    lattice = _lattice(0.0, STRENGTHS[:, None], coupling_a_mev, k_max_per_angstrom)
    moment, _ = moment_per_site(lattice, t)
    reduced = -mean_displacement(phi=1.0, omega0=OMEGA0, temperature=t) / (K_B_MEV * t)
    falling = np.all(np.diff(reduced) <= 1e-12 * reduced[0])
    said = f"falls to {number(moment[4, -1] / moment[4, 0])} of that at 1 K; alpha/k_B T to "
    said += number(reduced[-1] / reduced[0])
    return true_if([*(np.diff(moment) > 0).ravel(), not falling], said)


@claim(
    "f.conclusion.small-exchange",
    where="conclusion",
    statement="Vibrations maintain a moment also when the exchange is too small to.",
    kind="feature",
    equations=("7",),
    assumed=A_AND_K,
    recorded="holds",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    j = np.array([-1e-3, 0.0, 1e-3])[:, None]
    lattice = _lattice(j, 1e-3, coupling_a_mev, k_max_per_angstrom)
    moment, _ = moment_per_site(lattice, np.array([10.0, 300.0, 1e5]))
    said = f"without exchange {', '.join(number(m) for m in moment[1])} at 10, 300, 1e5 K"
    return true_if(moment > 0.5 * moment[1, 0], said)


@claim(
    "f.conclusion.exchange-irrelevant",
    where="conclusion",
    statement="The nature of the exchange becomes irrelevant at high temperature (5 %).",
    kind="limit",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=A_AND_K,
    recorded="holds",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    t, ratios = np.array([300.0, 1e5, 1e7]), []
    for ferro, antiferro in ("ba", "dc"):
        curves = [_curves(p, t, coupling_a_mev, k_max_per_angstrom) for p in (ferro, antiferro)]
        ratios.append((curves[0] / curves[1])[0])
    said = "; ".join(", ".join(f"{r:.4g}" for r in ratio) for ratio in ratios)
    hot = [abs(r - 1) < 0.05 for ratio in ratios for r in ratio[1:]]
    return true_if(hot, f"ferro- over antiferromagnet at 300, 1e5, 1e7 K: {said}")


@claim(
    "f.conclusion.field-dominates",
    where="conclusion",
    statement="The exchange's nature is irrelevant (5 %) whenever the vibrational field dominates: "
    "where it is twice the exchange, alpha_0 = 2 |J_0|, whatever A Phi.",
    kind="bound",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=("vib_fig5.k_max_per_angstrom",),
    recorded="does not hold",
)
def _(k_max_per_angstrom: float) -> Outcome:
    """Moments at that temperature; and fields too weak for it, where signs matter no more."""
    t, there = np.geomspace(10, 1e5, 401), []
    for a in (1.0, 10.0):
        ratio = _curves("b", t, a, k_max_per_angstrom) / _curves("a", t, a, k_max_per_angstrom)
        phi = STRENGTHS[:, None] * OMEGA0
        field = -a * mean_displacement(phi=phi, omega0=OMEGA0, temperature=t) / 5
        there.append(ratio[4, np.argmax(field[4] >= 2)] - 1)
        weakest = field[0, np.argmax(ratio[0] < 1.05)]
    said = f"{there[0]:.1%}, {there[1]:.1%} apart at A Phi = 1e-4, 1e-3 meV^2; agree from "
    return true_if(np.array(there) < 0.05, said + f"{weakest:.1g} |J_0| on at 1e-7")


@claim(
    "f.conclusion.coercivity",
    where="text after Fig. 5; conclusion",
    statement="Fig. 5(b) shows a coercive field growing up to 300 K with a decreasing moment.",
    printed="300 K",
    kind="feature",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=A_AND_K,
    recorded="does not hold",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """The moment rises up to its peak; and it is zero in no other field than zero, at any T."""
    t = np.linspace(2, 300, 150)
    curves = _curves("b", t, coupling_a_mev, k_max_per_angstrom)
    peak, fall = t[np.argmax(curves, axis=1)], 1 - curves[:, -1] / curves.max(axis=1)
    sweep = np.linspace(-5, 5, 101)
    moments = thermal_moment(_pair_at_zero(5.0, alpha=sweep[:, None]), t[30:])
    coercive = np.max(np.abs(sweep[np.argmin(np.abs(moments), axis=0)]))
    said = f"grows up to {peak.min():.0f} K or more, then falls by {fall.max():.2%} at most; "
    said += f"coercive field {number(coercive)} meV"
    return true_if(np.all(np.diff(curves) < 0) and coercive > 0, said)
