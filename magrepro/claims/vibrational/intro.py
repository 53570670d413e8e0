"""Abstract and introduction: what vibrations are to do."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, above, below, number, true_if
from magrepro.claims.vibrational.pairs import TRIPLET_ZERO, pair_matrix
from magrepro.claims.vibrational.planes import modes
from magrepro.claims.vibrational.sites import OMEGA0, PANELS, STRENGTHS, Axis, panel_curves
from magrepro.core.vibrational.lattice import spin_lattice_coupling_in_k
from magrepro.core.vibrational.spin_half import eq5_moment
from magrepro.core.vibrational.spins import Dimer, thermal_moment
from magrepro.core.vibrational.vibrations import (
    anharmonic_displacement,
    bose_occupation,
    coth_over_omega0,
    mean_displacement,
)
from magrepro.parameters import values

abstract = Part("F", "abstract", place="abstract", figure="vib_fig3")
part = Part("F", "intro", place="introduction", figure="vib_fig5")


@abstract.claim(
    "occupied",
    "Vibrations become increasingly occupied with increasing temperature, and the net mean "
    "displacement they may cause increases.",
    at='sentence 5; introduction, paragraph beginning "In this article", sentence 5',
    recorded="holds",
    equations="7",
)
def occupied(temperature_k: Axis) -> Outcome:
    """The occupation of each of the ten modes of Fig. 3, and its displacement by Eq. (7), grow with
    each step of the temperature axis.
    """
    omega0, t = modes()[:, None], values(temperature_k)
    n, q = bose_occupation(omega0, t), coth_over_omega0(omega0, t)
    visible = n[:, 1:] > 1e-15
    said = f"from {number(t[0])} to {number(t[-1])} K: 1 meV x {number(q[0, -1] / q[0, 0])}, "
    said += f"200 meV x {number(q[-1, -1] / q[-1, 0])}"
    return true_if((np.diff(n) > 0) & (np.diff(q) > 0) | ~visible, said)


@part.claim(
    "critical-above",
    "One would, at least from an entropy argument, still have to expect a critical temperature "
    "above which the magnetic order ceases to exist.",
    at='paragraph beginning "Ordered magnetic states", last sentence',
    recorded="does not hold",
    equations="4 7",
)
def critical_above(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """The moment of each of the four exchanges at 1e8 K is less than a hundredth of that at 1e5 K.

    Tolerance: any limit below 0.99; the moments stay.

    Second route: free spins in the field over k_B T that Eq. (7) tends to.
    """
    left, gaps, u = [], [], (np.arange(400) + 0.5) / 400
    a_k = spin_lattice_coupling_in_k(k_max_per_angstrom * np.sqrt(u), a=coupling_a_mev, r_a=1.0)
    x = 12 * STRENGTHS[4] / OMEGA0 * a_k
    free = np.mean([2 * np.sinh(h) / (1 + 2 * np.cosh(h)) for h in (x, x / 2)])
    for panel in PANELS:
        hot = panel_curves(panel, [1e5, 1e8], coupling_a_mev, k_max_per_angstrom)[4]
        left.append(hot[1] / hot[0])
        gaps.append(abs(hot[1] / free - 1))
    said = f"from 1e5 to 1e8 K: factors {', '.join(f'{f:.4f}' for f in left)}; limit "
    said += f"{number(free)} a site" if max(gaps) < 1e-3 else "unclear"
    return true_if(below(left, 0.01), said)


@part.claim(
    "critical-below",
    "The mechanism generates an increasing moment with increasing temperature, and a critical "
    "temperature below which the moment becomes small, or negligible.",
    at='paragraph beginning "In this article", sentence 2',
    recorded="holds qualitatively",
    equations="4 7",
)
def critical_below(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """With Phi = 1e-4 omega_0 the moment of each of the four exchanges is below 1 % of its largest
    value at 1 K.

    Tolerance: 1 % for "small, or negligible"; there is no critical point, from 10 to 90 % takes a
    decade of temperature.
    """
    t, onsets, widths = np.geomspace(1, 1e5, 301), [], []
    for panel in PANELS:
        curve = panel_curves(panel, t, coupling_a_mev, k_max_per_angstrom)[3]
        one, ten, ninety = (t[np.argmax(curve > x * curve.max())] for x in (0.01, 0.1, 0.9))
        onsets.append(one if curve[0] < 0.01 * curve.max() else 0.0)
        widths.append(ninety / ten)
    said = f"1 % at {', '.join(f'{t:.3g}' for t in onsets)} K; no critical point: 10 to 90 % takes "
    return true_if(
        above(onsets, 0),
        computed=said + f"a factor {min(widths):.2g}",
        unit="K",
        qualitatively=True,
    )


@part.claim(
    "cold-modes",
    "At sufficiently low temperature the vibrations are dominated by harmonic oscillations around "
    "an equilibrium position, which polarise neither charge nor spin.",
    at='paragraph beginning "In this article", sentence 4',
    recorded="does not hold",
    equations="7",
    figure="",
)
def cold_modes() -> Outcome:
    """The mean displacement of Eq. (7) over Phi/omega_0 is below 1e-3 at 1e-3 omega_0/k_B.

    Tolerance: any limit below 6; the zero-point motion displaces as well.

    Second route: the diagonalised ground state of the mode with its cubic term.
    """
    phi = 1e-4
    limit = float(mean_displacement(phi=phi, omega0=1.0, temperature=1e-3)) / phi
    ground = anharmonic_displacement(phi=phi, omega0=1.0, temperature=1e-3, n_levels=24) / phi
    cold = Dimer(spin=1, j=-5.0, alpha=mean_displacement(phi=1e-2, omega0=1.0, temperature=0.01))
    said = f"<Q> = {number(limit)} Phi/omega0, diagonalised {number(ground)}; it aligns a pair: "
    return true_if(
        below(max(-limit, -float(ground)), 1e-3),
        computed=said + number(thermal_moment(cold, 0.01) / 2),
    )


@part.claim(
    "levels-split",
    "A symmetric anisotropic exchange separates the triplet into a singlet and a doublet, and the "
    "vibrations' pseudo-magnetic field splits the remaining doublet.",
    at='paragraph beginning "Simply described", sentences 2 and 3',
    recorded="holds",
    equations="1",
    figure="vib_fig1",
)
def levels_split() -> Outcome:
    """In Eq. (1) the states M = +1 and -1 lie I apart from the triplet's M = 0, together without
    field and 2 alpha apart in one, to 1e-12.
    """
    errors = []
    for j, i, alpha in ((-1.0, 0.4, 0.8), (1.0, 0.4, 0.3), (-1.0, -0.7, 2.0)):
        plain, driven = pair_matrix(j, i), pair_matrix(j, i, (alpha, alpha))
        up, down = plain[0, 0], plain[3, 3]
        zero = TRIPLET_ZERO @ plain @ TRIPLET_ZERO
        errors += [up - down, zero - up - i, driven[3, 3] - driven[0, 0] - 2 * alpha]
        errors += [TRIPLET_ZERO @ driven @ TRIPLET_ZERO - zero]
    worst = np.max(np.abs(errors))
    return true_if(
        below(worst, 1e-12), f"doublet I below M = 0, split by 2 alpha, to {number(worst)}"
    )


@part.claim(
    "unequal-occupation",
    "Regardless of the sign of the exchange, as temperature rises the unequal occupation of the "
    "spin-split doublet results in a finite moment.",
    at='paragraph beginning "Simply described", sentences 4 and 5',
    recorded="holds",
    equations="5",
    figure="",
)
def unequal_occupation() -> Outcome:
    """The moment of Eq. (5) differs from zero for both signs, three fields and 61 temperatures from
    1 to 1e5 K.
    """
    temperature, alpha = np.geomspace(1, 1e5, 61), np.array([[1e-3], [0.1], [2.0]])
    ferro, antiferro = (-eq5_moment(j=j, alpha=alpha, temperature=temperature) for j in (-5, 5))
    rise = [np.interp(t, temperature, antiferro[1]) for t in (10, 300)]
    said = f"antiferromagnet, 0.1 meV: {number(rise[0])} at 10 K, {number(rise[1])} at 300 K"
    return true_if([ferro > 0, antiferro > 0], said)
