"""Paper F, Eq. (5) and Fig. 2: the moment of a pair; J > 0 is antiferromagnetic."""

from __future__ import annotations

from typing import Any

import numpy as np

from magrepro.claims import Outcome, claim, given, number, true_if
from magrepro.claims.f1_pair import SPINS, Axis, Floats, _is_magnetic
from magrepro.core.constants import K_B_MEV
from magrepro.core.spin_half import eq5_moment
from magrepro.core.spins import (
    Dimer,
    dimer_energies,
    dimer_hamiltonian,
    thermal_moment,
    transition_slope,
)
from magrepro.figures import load
from magrepro.parameters import values


@claim(
    "f.moment.spectrum",
    where="above Eq. (5)",
    statement="The printed H_k has the energies printed after it.",
    printed="H_k = S_k.(J_k S_-k + alpha_k z)",
    kind="value",
    equations=("4",),
    recorded="does not hold",
)
def _() -> Outcome:
    """Energies compared one by one, and the sum of their squares, tr H^2."""
    j, alpha = 1.3, 0.7
    half = np.sqrt(j**2 + alpha**2 / 4) / 2
    printed = np.sort([(j + 3 * alpha) / 4, (j - 3 * alpha) / 4, -j / 4 + half, -j / 4 - half])
    pairs = [Dimer(spin=0.5, j=j, alpha=alpha, field_ratio=r) for r in (0.0, 0.5)]
    literal, halved = (np.linalg.eigvalsh(dimer_hamiltonian(pair)) for pair in pairs)
    off, fit = (np.max(np.abs(printed - e)) for e in (literal, halved))
    squares = (np.sum(printed**2) - np.sum(literal**2)) / alpha**2
    said = f"off by {number(off)}, tr H^2 by {number(squares)} alpha^2; "
    return true_if(off < 1e-12, said + f"half the field on the second spin: {number(fit)}")


@claim(
    "f.moment.eq5",
    where="Eq. (5)",
    statement="Eq. (5) is the thermal mean moment over the printed energies.",
    kind="value",
    equations=("5",),
    recorded="holds",
)
def _() -> Outcome:
    j, alpha, t = np.meshgrid(np.linspace(-5, 5, 21), np.linspace(-5, 5, 21), [3.0, 30.0, 300.0])
    half = np.sqrt(j**2 + alpha**2 / 4) / 2
    energies = np.stack([j / 4 + 3 * alpha / 4, j / 4 - 3 * alpha / 4, half - j / 4, -half - j / 4])
    weights = np.exp((energies.min(axis=0) - energies) / (K_B_MEV * t))
    mean = (weights[0] - weights[1]) / weights.sum(axis=0)
    off = np.max(np.abs(mean - eq5_moment(j=j, alpha=alpha, temperature=t)))
    other = np.max(np.abs(mean - thermal_moment(Dimer(spin=0.5, j=j, alpha=alpha), t)))
    return true_if(max(off, other) < 1e-12, f"to {number(max(off, other))} at 3, 30 and 300 K")


def _largest_below_a_third(x: Floats) -> tuple[float, float]:
    """Largest moment for 3 |alpha| <= J at J = x k_B T over saturation, by (5) and by sums."""
    at = {"j": x, "alpha": np.multiply.outer(np.linspace(0, 1 / 3, 7), x)}
    closed = np.abs(eq5_moment(temperature=1 / K_B_MEV, **at))
    summed = np.abs(thermal_moment(Dimer(spin=0.5, **at), 1 / K_B_MEV))
    return float(closed.max()), float(summed.max())


@claim(
    "f.moment.afm-cold",
    where="below Eq. (5)",
    statement="In the cold (J_k > 10 k_B T) the moment vanishes for J_k > 3 |alpha_k|.",
    printed="3|alpha_k| < J_k",
    kind="limit",
    equations=("5",),
    figure="vib_fig2",
    recorded="holds",
)
def _() -> Outcome:
    largest = max(_largest_below_a_third(np.geomspace(10, 600, 400)))
    return true_if(largest < 1e-3, f"at most {number(largest)} of saturation")


@claim(
    "f.moment.afm-always",
    where="below Eq. (5)",
    statement="The moment is vanishingly small (we allow 5 %) whenever J_k > 3 |alpha_k|.",
    printed="3|alpha_k| < J_k",
    kind="bound",
    equations=("5",),
    figure="vib_fig2",
    recorded="does not hold",
)
def _() -> Outcome:
    """Closed form (5) and sums over the spectrum agree on the largest moment."""
    x = np.geomspace(1e-3, 100, 2001)
    closed, summed = _largest_below_a_third(x)
    at = x[np.argmax(np.abs(eq5_moment(j=x, alpha=x / 3, temperature=1 / K_B_MEV)))]
    said = f"reaches {closed:.1%} of saturation ({summed:.1%} by sums) at k_B T = "
    return true_if(max(closed, summed) < 0.05, said + f"{number(1 / at)} J_k, at any scale")


@claim(
    "f.moment.net-both-signs",
    where="below Eq. (5)",
    statement="A net moment (we ask for 1 %) exists wherever 3|alpha_k| > J_k, for exchange of "
    "either sign.",
    printed="3|alpha_k| > J_k",
    kind="bound",
    equations=("5",),
    figure="vib_fig2",
    assumed=("vib_fig2.j_mev", "vib_fig2.alpha_mev"),
    recorded="does not hold",
)
def _(j_mev: Axis, alpha_mev: Axis) -> Outcome:
    """Moments at 3 K, and ground states for T -> 0 from the energies."""
    j, alpha = np.meshgrid(values(j_mev), values(alpha_mev), indexing="ij")
    beyond = (3 * np.abs(alpha) > j) & (alpha != 0)
    small = np.abs(eq5_moment(j=j, alpha=alpha, temperature=3.0)) < 0.01
    energies, M = dimer_energies(Dimer(spin=0.5, j=j, alpha=alpha))
    singlet = energies[..., M == 0].min(axis=-1) < energies[..., M != 0].min(axis=-1)
    missing, cold = (np.mean(s[beyond & (j > 0)]) for s in (small, singlet))
    ferro = np.mean(small[beyond & (j < 0)])
    said = f"missing at 3 K in {missing:.0%} of it for J_k > 0 ({cold:.0%} as T -> 0), "
    return true_if(not small[beyond].any(), said + f"{ferro:.0%} for J_k < 0")


@claim(
    "f.moment.odd",
    where="below Eq. (5)",
    statement="The moment changes its sign with alpha_k, as in a magnetic field.",
    kind="symmetry",
    equations=("5",),
    figure="vib_fig2",
    recorded="holds",
)
def _() -> Outcome:
    j, alpha = np.linspace(-5, 5, 41)[:, None], np.geomspace(1e-9, 10, 41)
    here, there = (
        np.stack([thermal_moment(Dimer(spin=s, j=j, alpha=a), 3.0) for s in SPINS])
        for a in (alpha, -alpha)
    )
    return true_if((here == -there) & (here < 0), "odd to the last digit; against alpha_k > 0")


@claim(
    "f.fig2.inputs",
    where="caption of Fig. 2",
    statement="Spins and temperature of the panels.",
    printed="1/2, 1, 3/2, 2; 3 K",
    kind="input",
    figure="vib_fig2",
    recorded="input",
)
def _() -> Outcome:
    params: Any = load("vib_fig2").Params()
    return given(f"S = {', '.join(map(number, params.spin))}; {number(params.temperature_k)} K")


@claim(
    "f.fig2.ferromagnet",
    where="text on Fig. 2",
    statement="For J_k < 0 any alpha_k stabilises a moment, at 3 K and for all four spins (we "
    "ask for 90 % of saturation where |alpha_k| exceeds 10 k_B T).",
    kind="feature",
    equations=("5",),
    figure="vib_fig2",
    assumed=("vib_fig2.j_mev", "vib_fig2.alpha_mev"),
    recorded="holds",
)
def _(j_mev: Axis, alpha_mev: Axis) -> Outcome:
    j, alpha = np.meshgrid(values(j_mev), values(alpha_mev), indexing="ij")
    there = (j < 0) & (alpha != 0)
    shares = [np.abs(thermal_moment(Dimer(spin=s, j=j, alpha=alpha), 3.0)) / (2 * s) for s in SPINS]
    strong = there & (np.abs(alpha) > 10 * K_B_MEV * 3.0)
    least, weakest = (min(m[where].min() for m in shares) for where in (strong, there))
    said = f"at least {number(least)} of saturation beyond 10 k_B T, {number(weakest)} anywhere"
    return true_if([least > 0.9, weakest > 0], said)


@claim(
    "f.fig2.crossover",
    where="text on Fig. 2",
    statement="The antiferromagnet turns magnetic at the crossover condition (within 10 %).",
    printed="3|alpha_k| = J_k",
    kind="value",
    equations=("5",),
    figure="vib_fig2",
    assumed=("vib_fig2.field_ratio",),
    recorded="does not hold",
)
def _(field_ratio: float) -> Outcome:
    """Level crossings for T -> 0, and the field of half a unit of moment at 3 K, J_k = 5 meV."""
    crossing = np.array([transition_slope(s, field_ratio=field_ratio) for s in SPINS])
    alpha = np.linspace(0, 15, 3001)
    pairs = (Dimer(spin=s, j=5.0, alpha=alpha, field_ratio=field_ratio) for s in SPINS)
    moments = (np.abs(thermal_moment(pair, 3.0)) for pair in pairs)
    half = np.array([alpha[np.argmax(m > 0.5)] / 5 for m in moments])
    any_ratio = min(transition_slope(s, field_ratio=r) for s in SPINS for r in (0.1, 0.5, 0.9, 1))
    said = f"|alpha|/J = {', '.join(f'{c:.2f}' for c in crossing)}, the same at 3 K to "
    said += number(np.max(np.abs(half - crossing)))
    wanted = np.abs(3 * np.concatenate([crossing, half]) - 1) < 0.1
    return true_if(wanted, said + f"; at least {number(any_ratio)} for any r")


@claim(
    "f.fig2.as-fig1",
    where="text on Fig. 2",
    statement="Fig. 2 agrees with what Eq. (2) implies: the moment appears where the ground "
    "state of the pair changes.",
    kind="feature",
    equations=("2", "5"),
    figure="vib_fig2",
    recorded="holds",
)
def _() -> Outcome:
    alpha = np.array([1.499, 1.501])
    magnetic = _is_magnetic(-1.0, 0.0, np.multiply.outer(alpha, [1.0, 0.5]))
    cold = np.abs(eq5_moment(j=1.0, alpha=alpha, temperature=1e-3 / K_B_MEV * 0.1)) > 0.5
    said = f"both change between |alpha|/J = {number(alpha[0])} and {number(alpha[1])}"
    return true_if([*(magnetic == cold), cold[1], not cold[0]], said)
