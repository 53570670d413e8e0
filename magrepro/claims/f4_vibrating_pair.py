"""Paper F, Figs. 3 and 4: vibrations and the pair in their field.

J > 0 is antiferromagnetic in `Dimer`, J < 0 on the axes of Fig. 4.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from magrepro.claims import Outcome, claim, given, number, true_if
from magrepro.claims.f3_displacement import (
    A_PHI,
    ENERGIES,
    PAIRS,
    Axis,
    _exact,
    _modes,
    _plane,
    _shares,
)
from magrepro.core.constants import K_B_MEV
from magrepro.core.spins import (
    Dimer,
    thermal_moment,
    transition_slope,
)
from magrepro.core.vibrations import (
    coth_over_omega0,
    escape_barrier,
    feedback_energy,
    instability_threshold,
    mean_displacement,
    self_consistent_field,
)
from magrepro.figures import load
from magrepro.parameters import values


@claim(
    "f.fig3.waning",
    where="text on Fig. 3",
    statement="The temperature variation is very strong for slow modes (tenfold at least at 1 meV) "
    "and wanes with energy, over all ten.",
    kind="trend",
    equations=("7",),
    figure="vib_fig3",
    assumed=("vib_fig3.temperature_k",),
    recorded="holds",
)
def _(temperature_k: Axis) -> Outcome:
    curves = coth_over_omega0(_modes()[:, None], values(temperature_k))
    ratio, change = curves[:, -1] / curves[:, 0], curves[:, -1] - curves[:, 0]
    said = "factors " + ", ".join(f"{r:.3g}" for r in ratio)
    return true_if([ratio[0] > 10, *(np.diff(ratio) < 0), *(np.diff(change) < 0)], said)


@claim(
    "f.fig3.slow-crucial",
    where="text on Fig. 3",
    statement="At equal anharmonicity slow modes are displaced more, at every temperature.",
    kind="trend",
    equations=("7",),
    figure="vib_fig3",
    assumed=("vib_fig3.temperature_k",),
    recorded="holds",
)
def _(temperature_k: Axis) -> Outcome:
    curves = coth_over_omega0(_modes()[:, None], values(temperature_k))
    lead = curves[0] / curves[1:].sum(axis=0)
    said = f"1 meV over all nine others together: {number(lead.min())} to {number(lead.max())}"
    return true_if((np.diff(curves, axis=0) < 0).all() and lead[-1] > 1, said)


@claim(
    "f.fig3.fast-negligible",
    where="text on Fig. 3",
    statement="Fast modes may not contribute to the order (we allow 1 % of the 1 meV mode at the "
    "highest temperature, from 34.1 meV on).",
    kind="trend",
    equations=("7",),
    figure="vib_fig3",
    assumed=("vib_fig3.temperature_k",),
    recorded="holds qualitatively",
)
def _(temperature_k: Axis) -> Outcome:
    curves = coth_over_omega0(_modes()[:, None], values(temperature_k))
    share = curves[6:] / curves[0]
    said = f"34.1 meV: {number(share[0, -1])} warm, {number(share[0, 0])} cold; 200 meV: "
    said += f"{number(share[3, -1])}, {number(share[3, 0])}"
    return true_if(share[:, -1] < 0.01, said, qualitatively=True)


@claim(
    "f.fig3.fast-destructive",
    where="text on Fig. 3",
    statement="Fast modes (with a field of the same sign) are destructive for the order.",
    kind="trend",
    equations=("6", "7"),
    figure="vib_fig3",
    recorded="does not hold",
)
def _() -> Outcome:
    """Eq. (7) has one sign at every energy; and a fast mode added exactly raises the moment."""
    same_sign = np.all(coth_over_omega0(_modes()[:, None], np.geomspace(1, 1e4, 50)) > 0)
    gains = []
    for pair, phi in product(PAIRS, (0.0, 0.5)):
        driven = replace(pair, alpha=-3.0)
        gains.append(float(_exact(driven, coupling=5.0, phi=phi, omega0=200.0)[0]))
        gains[-1] /= float(thermal_moment(driven, 20.0))
    said = f"one sign; a mode of 200 meV changes moments by {min(gains) - 1:+.3%} to "
    return true_if(not same_sign and min(gains) < 1, said + f"{max(gains) - 1:+.3%}")


@claim(
    "f.fig4.inputs",
    where="caption of Fig. 4",
    statement="Spin and vibrational energies of the panels.",
    printed="1; 0.6, 1.2, 1.8, 2.4 meV",
    kind="input",
    figure="vib_fig4",
    recorded="input",
)
def _() -> Outcome:
    params: Any = load("vib_fig4").Params()
    return given(f"S = {number(params.spin)}; {_shares(values(params.omega0_mev))} meV")


FIG4 = ("vib_fig4.j_mev", "vib_fig4.temperature_k")


@claim(
    "f.fig4.unit",
    where="caption of Fig. 4",
    statement="The product of the two couplings, as an energy, gives the moments described.",
    printed="0.2 micro-eV",
    kind="value",
    equations=("7",),
    figure="vib_fig4",
    assumed=FIG4,
    recorded="does not hold",
)
def _(j_mev: Axis, temperature_k: Axis) -> Outcome:
    """Energies ten times larger must give ten times the field; and the moments of each reading."""
    fields = [
        float(mean_displacement(phi=A_PHI * e, omega0=0.6 * e, temperature=20.0 * e))
        for e in (1, 10)
    ]
    readings = [np.max(_plane(0.6, j_mev, temperature_k, c)) for c in (0.2, 2e-4, 2e-7)]
    said = f"0.2 meV^2, micro-eV meV, micro-eV^2: largest moment {_shares(readings)} of saturation"
    return true_if(abs(fields[1] / fields[0] - 10) < 1e-9 and readings[1] > 0.5, said)


@claim(
    "f.fig4.slow-keeps-ferromagnet",
    where="text on Fig. 4, panel (a)",
    statement="A slow mode keeps the ferromagnetic state over a wide range of temperatures (90 % "
    "of saturation all over J > 0).",
    kind="feature",
    equations=("7",),
    figure="vib_fig4",
    assumed=FIG4,
    recorded="holds",
)
def _(j_mev: Axis, temperature_k: Axis) -> Outcome:
    moment = _plane(0.6, j_mev, temperature_k)[values(j_mev) > 0]
    return true_if(moment > 0.9, f"at least {number(moment.min())} of saturation")


@claim(
    "f.fig4.slow-turns-antiferromagnet",
    where="text on Fig. 4, panel (a)",
    statement="A slow mode turns the antiferromagnet magnetic when warm enough (from under 1 % "
    "to over 50 % of saturation at every J beyond its cold transition).",
    kind="feature",
    equations=("7",),
    figure="vib_fig4",
    assumed=(*FIG4, "vib_fig4.field_ratio"),
    recorded="holds",
)
def _(j_mev: Axis, temperature_k: Axis, field_ratio: float) -> Outcome:
    j, moment = values(j_mev), _plane(0.6, j_mev, temperature_k, field_ratio=field_ratio)
    limit = 6 * A_PHI / 0.6 / transition_slope(1.0, field_ratio=field_ratio)
    turned, strongest = moment[j < -1.15 * limit], moment[np.argmin(j)]
    onset = values(temperature_k)[np.argmax(strongest > 0.5)]
    said = f"J = {number(j.min())} meV: {strongest[0]:.0e} cold, {number(strongest[-1])} warm, "
    said += f"half at {number(onset)} K"
    return true_if([*(turned[:, -1] > 0.5), strongest[0] < 0.01], said)


@claim(
    "f.fig4.partial-throughout",
    where="text on Fig. 4, panels (b), (c)",
    statement="At larger energies the ferromagnetic state is partly developed throughout the "
    "diagram (1 % of saturation in all but 5 % of it).",
    printed="throughout",
    kind="feature",
    equations=("7",),
    figure="vib_fig4",
    assumed=FIG4,
    recorded="holds qualitatively",
)
def _(j_mev: Axis, temperature_k: Axis) -> Outcome:
    """Moments on the plane, and the crossing of the levels for T -> 0."""
    empty = [np.mean(_plane(w, j_mev, temperature_k) < 0.01) for w in (1.2, 1.8)]
    cold = np.array([6 * A_PHI / w / transition_slope(1.0) for w in (1.2, 1.8)])
    said = f"absent in {empty[0]:.1%}, {empty[1]:.1%}; as T -> 0 for all J < -{number(cold[0])}, "
    return true_if(np.array(empty) < 0.05, said + f"-{number(cold[1])} meV", qualitatively=True)


@claim(
    "f.fig4.full-cold-ferromagnet",
    where="text on Fig. 4, panels (b), (c)",
    statement="The ferromagnetic state is fully developed (90 %) only in the cold and in the "
    "ferromagnetic regime (but for 1 % of the other half-plane).",
    kind="feature",
    equations=("7",),
    figure="vib_fig4",
    assumed=FIG4,
    recorded="holds qualitatively",
)
def _(j_mev: Axis, temperature_k: Axis) -> Outcome:
    j, t = values(j_mev), values(temperature_k)
    panels = [_plane(w, j_mev, temperature_k) for w in (1.2, 1.8)]
    coldest = min(m[j > 0, 0].min() for m in panels)
    warmest = [t[(m[j > 0] > 0.9).any(axis=0)].max() for m in panels]
    other = max(np.mean(m[j < 0] > 0.9) for m in panels)
    said = f"{number(coldest)} at {number(t[0])} K; gone above {_shares(warmest)} K; J < 0: "
    fits = [coldest > 0.9, max(warmest) < 30, other < 0.01]
    return true_if(fits, said + f"{other:.1%} of the plane", qualitatively=True)


@claim(
    "f.fig4.fast-confined",
    where="text on Fig. 4, panel (d)",
    statement="A fast mode leaves the ferromagnetic state (50 %) only in the cold and for J > 0 "
    "(but for 1 % of the other half-plane).",
    kind="feature",
    equations=("7",),
    figure="vib_fig4",
    assumed=FIG4,
    recorded="holds qualitatively",
)
def _(j_mev: Axis, temperature_k: Axis) -> Outcome:
    j, t, moment = values(j_mev), values(temperature_k), _plane(2.4, j_mev, temperature_k)
    warmest = t[(moment[j > 0] > 0.5).any(axis=0)].max()
    other, rest = np.mean(moment[j < 0] > 0.5), moment[:, -1]
    said = f"up to {number(warmest)} K; J < 0: {other:.1%}; but {number(rest.min())} to "
    fits = [warmest < 15, other < 0.01, rest.max() < 0.5]
    return true_if(
        fits, said + f"{number(rest.max())} remain at {number(t[-1])} K", qualitatively=True
    )


@claim(
    "f.fig4.by-anharmonicity",
    where="text on Fig. 4",
    statement="The anharmonic correction, by itself, makes these moments: some A with A Phi = 0.2 "
    "meV^2 keeps the mode in its well and its harmonic feedback below the threshold of order.",
    kind="bound",
    equations=("6", "7"),
    figure="vib_fig4",
    assumed=FIG4,
    recorded="does not hold",
)
def _(j_mev: Axis, temperature_k: Axis) -> Outcome:
    """Threshold 1/chi on the plane, and a self-consistent field without Phi at its corners."""
    t = values(temperature_k)
    phi = [w * np.sqrt(w / (432 * K_B_MEV * t.max())) for w in ENERGIES]
    deep = [escape_barrier(phi=p, omega0=w) for p, w in zip(phi, ENERGIES, strict=True)]
    g = np.array(
        [feedback_energy(coupling=0.2 / p, omega0=w) for p, w in zip(phi, ENERGIES, strict=True)]
    )
    pair = Dimer(spin=1, j=-values(j_mev)[::12, None], alpha=0.0)
    threshold = instability_threshold(pair, t[::12])
    ordered = np.array([np.mean(threshold < value) for value in g])
    corners = self_consistent_field(replace(pair, j=-values(j_mev)[-1]), t[0], feedback=g)
    said = f"(a)-(d): A > {_shares(0.2 / np.array(phi))} meV; feedback then orders "
    said += f"{_shares(ordered)} of each"
    allowed = np.isclose(deep, K_B_MEV * t.max()) & (ordered == 0) & (corners == 0)
    return true_if(allowed, said)
