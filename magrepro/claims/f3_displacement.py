"""Paper F, Eqs. (6) and (7): the mean displacement."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.claims import Outcome, claim, number, rounds_to, true_if
from magrepro.core.constants import K_B_MEV
from magrepro.core.spins import (
    Dimer,
    dimer_hamiltonian,
    free_energy,
    spin_operators,
    thermal_moment,
)
from magrepro.core.vibrations import (
    anharmonic_displacement,
    bose_occupation,
    coth_over_omega0,
    displacement_slope,
    feedback_moment,
    instability_threshold,
    mean_displacement,
    self_consistent_field,
)
from magrepro.figures import load
from magrepro.parameters import Range, values

Floats = NDArray[np.float64]
Axis = Range | tuple[float, ...]
PAIRS = (Dimer(spin=0.5, j=5.0, alpha=0.0), Dimer(spin=0.5, j=-5.0, alpha=0.0))
ENERGIES = (0.6, 1.2, 1.8, 2.4)
A_PHI = 0.2
"""meV^2, the reading of the caption of Fig. 4 that `f.fig4.unit` supports."""
MODE = 6.0
"""Energy in meV of the mode that is diagonalised together with a pair."""


def _modes() -> Floats:
    params: Any = load("vib_fig3").Params()
    return np.asarray(values(params.omega0_mev))


def _exact(
    dimer: Dimer, *, coupling: float, phi: float = 0.0, omega0: float = MODE, across: float = 0.0
) -> Floats:
    """<S1z + S2z>, <X>, <Sx> and <Q> at 20 K of two spins 1/2 and one mode, diagonalised.

    ``across`` is a field along x.
    """
    n, s, r = 14, spin_operators(0.5), float(np.asarray(dimer.field_ratio))
    a = np.diag(np.sqrt(np.arange(1.0, n)), 1)
    q, one, rigid = a + a.T, np.eye(2), np.eye(n)
    first, second = np.kron(s.z, one), np.kron(one, s.z)
    sx, x = np.kron(s.x, one) + np.kron(one, s.x), first + r * second
    h = np.kron(dimer_hamiltonian(dimer) + across * sx, rigid) + coupling * np.kron(x, q)
    h = h + np.kron(np.eye(4), omega0 * a.T @ a + phi * q @ q @ q)
    energies, states = np.linalg.eigh(h)
    weights = np.exp((energies[0] - energies) / (K_B_MEV * 20))
    operators = [np.kron(o, rigid) for o in (first + second, x, sx)] + [np.kron(np.eye(4), q)]
    means = [np.sum((operator @ states) * states, axis=0) @ weights for operator in operators]
    return np.asarray(means, dtype=np.float64) / float(np.sum(weights))


def _plane(
    omega0: float,
    j_mev: Axis,
    temperature_k: Axis,
    a_phi: float = A_PHI,
    field_ratio: float = 0.5,
) -> Floats:
    """Moment over saturation of Fig. 4, shape (J, T)."""
    j, t = values(j_mev)[:, None], values(temperature_k)
    alpha = mean_displacement(phi=a_phi, omega0=omega0, temperature=t)
    pair = Dimer(spin=1, j=-j, alpha=alpha, field_ratio=field_ratio)
    return thermal_moment(pair, t) / 2


def _shares(values_of_panels: ArrayLike) -> str:
    return ", ".join(f"{share:.3g}" for share in np.asarray(values_of_panels))


@claim(
    "f.abstract.occupied",
    where="abstract; introduction",
    statement="Vibrations become more occupied with temperature; their mean displacement grows.",
    kind="trend",
    equations=("7",),
    figure="vib_fig3",
    assumed=("vib_fig3.temperature_k",),
    recorded="holds",
)
def _(temperature_k: Axis) -> Outcome:
    omega0, t = _modes()[:, None], values(temperature_k)
    n, q = bose_occupation(omega0, t), coth_over_omega0(omega0, t)
    visible = n[:, 1:] > 1e-15
    said = f"from {number(t[0])} to {number(t[-1])} K: 1 meV x {number(q[0, -1] / q[0, 0])}, "
    said += f"200 meV x {number(q[-1, -1] / q[-1, 0])}"
    return true_if((np.diff(n) > 0) & (np.diff(q) > 0) | ~visible, said)


@claim(
    "f.intro.cold-modes",
    where="introduction, the mechanism",
    statement="At sufficiently low temperature the vibrations polarise neither charge nor spin: "
    "the mean displacement vanishes.",
    kind="limit",
    equations=("7",),
    recorded="does not hold",
)
def _() -> Outcome:
    """Eq. (7) for T -> 0, and the diagonalised ground state of the cubic mode."""
    phi = 1e-4
    limit = float(mean_displacement(phi=phi, omega0=1.0, temperature=1e-3)) / phi
    ground = anharmonic_displacement(phi=phi, omega0=1.0, temperature=1e-3, n_levels=24) / phi
    cold = Dimer(spin=1, j=-5.0, alpha=mean_displacement(phi=1e-2, omega0=1.0, temperature=0.01))
    said = f"<Q> = {number(limit)} Phi/omega0, diagonalised {number(ground)}; it aligns a pair: "
    return true_if(
        max(-limit, -float(ground)) < 1e-3, said + number(thermal_moment(cold, 0.01) / 2)
    )


@claim(
    "f.displacement.harmonic-vanishes",
    where="below Eq. (6)",
    statement="Without anharmonicity its contribution to the mean displacement vanishes.",
    kind="limit",
    equations=("6", "7"),
    recorded="holds",
)
def _() -> Outcome:
    closed = mean_displacement(phi=0.0, omega0=_modes(), temperature=300.0)
    exact = [_exact(pair, coupling=0.0)[3] for pair in PAIRS]
    worst = max(np.max(np.abs(closed)), np.max(np.abs(exact)))
    return true_if(worst < 1e-12, f"|<Q>| = {number(worst)} at most")


@claim(
    "f.displacement.only-if",
    where="below Eq. (6)",
    statement="With harmonic modes <Q_k> differs from zero only if <S_k> does.",
    kind="bound",
    equations=("6",),
    recorded="holds",
)
def _() -> Outcome:
    ties = []
    for pair, alpha, coupling in product(PAIRS, (0.5, -6.0), (0.4, 2.0)):
        _, x, _, q = _exact(replace(pair, alpha=alpha), coupling=coupling)
        ties.append(q + 2 * coupling / MODE * x)
    worst = np.max(np.abs(ties))
    return true_if(worst < 1e-9, f"<Q> = -(2A/omega0) <S1z + r S2z> exactly, to {worst:.0e}")


@claim(
    "f.displacement.if",
    where="below Eq. (6)",
    statement="With harmonic modes <Q_k> differs from zero if <S_k> does.",
    kind="bound",
    equations=("6",),
    recorded="does not hold",
)
def _() -> Outcome:
    """Only the spin along A displaces: diagonalised in a field across, and <[a, H]> = 0."""
    _, x, across, q = _exact(PAIRS[1], coupling=0.7, across=8.0)
    identity = -2 * 0.7 / MODE * x
    said = f"moment {number(abs(across))} across A: <Q> = {abs(q):.0e}, "
    said += f"by the identity {abs(identity):.0e}"
    return true_if(abs(q) > 1e-9 and abs(identity) > 1e-9, said)


@claim(
    "f.displacement.no-order-exact",
    where="below Eq. (6)",
    statement="Harmonic vibrations do not by themselves give a moment: one pair, one mode, exact.",
    kind="symmetry",
    equations=("6",),
    recorded="holds",
)
def _() -> Outcome:
    found = [_exact(p, coupling=a)[[0, 3]] for p, a in product(PAIRS, (0.3, 1.0, 3.0))]
    worst = np.max(np.abs(found))
    return true_if(worst < 1e-9, f"moment and <Q> at most {worst:.0e}")


@claim(
    "f.displacement.no-order-mean-field",
    where="below Eq. (6)",
    statement="Harmonic vibrations do not by themselves give a moment in the paper's own mean "
    "field, Q -> <Q>.",
    kind="symmetry",
    equations=("6",),
    recorded="does not hold",
)
def _() -> Outcome:
    """Self-consistent field, and free energy of spins and strained mode on a grid of fields."""
    g = np.array([0.9, 2.0]) * instability_threshold(PAIRS[0], 100.0)
    fields = self_consistent_field(PAIRS[0], 100.0, feedback=g)
    alpha = np.linspace(0, 100, 2001)
    total = free_energy(replace(PAIRS[0], alpha=alpha), 100.0) + alpha**2 / (2 * g[:, None])
    lowest = alpha[np.argmin(total, axis=1)]
    agree = np.all(np.abs(lowest - fields) < 0.1)
    said = f"2A^2/omega0 = {number(g[1])} meV: a field of {number(fields[1])} meV keeps itself up"
    return true_if(
        fields[1] == 0 and lowest[1] == 0, said + (", least free energy" if agree else "")
    )


@claim(
    "f.displacement.strengthening",
    where="below Eq. (6)",
    statement="Harmonic vibrations can strengthen a moment that is there already.",
    kind="trend",
    equations=("6",),
    recorded="holds",
)
def _() -> Outcome:
    gains = []
    for pair, alpha in product(PAIRS, (-2.0, 0.1)):
        driven, share = replace(pair, alpha=alpha), np.array([0.3, 0.9])
        g = share * instability_threshold(pair, 100.0)
        alone = thermal_moment(driven, 100.0)
        gains += list(feedback_moment(driven, 100.0, feedback=g) / alone)
        exact = _exact(replace(pair, alpha=alpha), coupling=3.0)[0]
        gains.append(float(exact / thermal_moment(driven, 20.0)))
    return true_if(np.array(gains) > 1, f"by factors {number(min(gains))} to {number(max(gains))}")


@claim(
    "f.displacement.anharmonic-breaks",
    where="above Eq. (7)",
    statement="With a cubic term the pair has a moment without any other field.",
    kind="feature",
    equations=("6", "7"),
    recorded="holds",
)
def _() -> Outcome:
    found = np.array([_exact(pair, coupling=0.5, phi=0.02)[[0, 3]] for pair in PAIRS])
    said = f"moments {number(found[0, 0])} (antiferromagnet), {number(found[1, 0])}; "
    return true_if((found[:, 0] > 1e-6) & (found[:, 1] < 0), said + f"<Q> = {number(found[1, 1])}")


def _cubic(q: NDArray[Any], sign: int) -> NDArray[Any]:
    """Sum of Q_k Q_k' Q_q, q = sign (k + k'), of displacements at the sites of a ring."""
    waves, k = np.fft.fft(q, norm="ortho", axis=-1), np.arange(np.shape(q)[-1])
    third = waves[..., sign * (k[:, None] + k) % k.size]
    return np.asarray(np.einsum("...k,...p,...kp->...", waves, waves, third))


@claim(
    "f.displacement.cubic-term",
    where="above Eq. (7)",
    statement="The model Q_k Q_k' Q_(k+k') is the lowest anharmonic term of a lattice.",
    printed="Q_k Q_k' Q_(k+k')",
    kind="symmetry",
    equations=("7",),
    recorded="does not hold",
)
def _() -> Outcome:
    """Compared with the sum of Q_m^3 over sites, and shifted by one site."""
    q = 2 * np.sin(np.arange(1.0, 8.0) ** 2)
    local = np.sqrt(7) * np.sum(q**3)
    misfit = [abs(_cubic(q, sign) / local - 1) for sign in (+1, -1)]
    shifted = [abs(_cubic(np.roll(q, 1), sign) / _cubic(q, sign) - 1) for sign in (+1, -1)]
    said = f"off sum Q_m^3 by {misfit[0]:.0%}, by {shifted[0]:.0%} when shifted one site; "
    wrong = max(misfit[0], shifted[0])
    return true_if(wrong < 1e-9, said + f"with -(k + k'): {max(misfit[1], shifted[1]):.0e}")


@claim(
    "f.displacement.eq7-one-mode",
    where="Eq. (7)",
    statement="The mean displacement to first order of one mode with a cubic term.",
    printed="-(6 Phi/omega_0) coth(beta omega_0/2)",
    kind="value",
    equations=("7",),
    recorded="holds",
)
def _() -> Outcome:
    t = np.array([1.0, 30.0, 300.0])
    sums = displacement_slope(omega0=1.0, temperature=t, n_levels=2500) / -coth_over_omega0(1.0, t)
    exact = anharmonic_displacement(phi=1e-4, omega0=1.0, temperature=8.0, n_levels=60)
    factor = float(exact / (-1e-4 * coth_over_omega0(1.0, 8.0)))
    fits = np.allclose(sums, 6, rtol=1e-9) and abs(factor - 6) < 1e-3
    return true_if(fits, f"factor {number(sums[2])} by linear response, {number(factor)} exact")


@claim(
    "f.displacement.eq7-lattice",
    where="Eq. (7)",
    statement="The factor that the printed model gives for a mode k other than zero.",
    printed="6",
    kind="value",
    equations=("7",),
    recorded="does not hold",
)
def _() -> Outcome:
    """Pairs of equal wave vectors counted, and averages over all displacements +1, -1 of a ring."""
    sites, ways = 5, 0
    for k, p in product(range(sites), repeat=2):
        modes = (k, p, k + p)
        for i in range(3):
            rest = sum(modes) - modes[i]
            ways += (1 + modes[i]) % sites == 0 and rest % sites == 0
    q = np.array(list(product((-1.0, 1.0), repeat=sites)))
    wave = np.exp(2j * np.pi * np.arange(sites) / sites) / np.sqrt(sites)
    average = np.mean(_cubic(q + wave, 1) - _cubic(q - wave, 1)) / 2 - _cubic(wave, 1)
    said = f"{2 * ways} by counting, {number(2 * average.real)} by averaging"
    return replace(rounds_to(2 * ways, "6"), computed=said)
