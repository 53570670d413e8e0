"""Abstract and introduction: what vibrations are to do."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, above, below, holds_if, number, remark, true_if
from magrepro.claims.vibrational.pairs import TRIPLET_ZERO, pair_matrix
from magrepro.claims.vibrational.planes import modes, plane
from magrepro.claims.vibrational.sites import PANELS, Axis, free_limit, panel_curves
from magrepro.core.constants import K_B_MEV
from magrepro.core.vibrational.spin_half import eq5_moment
from magrepro.core.vibrational.vibrations import (
    anharmonic_displacement,
    bose_occupation,
    mean_displacement,
)
from magrepro.parameters import values

abstract = Part("F", "abstract", place="abstract", figure="vib_fig3")
part = Part("F", "intro", place="introduction", figure="vib_fig5")


@abstract.claim(
    "occupied",
    "Anharmonic vibrations become increasingly occupied with increasing temperature, and may cause "
    "a net average displacement from the equilibrium position.",
    at='sentence 5; introduction, paragraph beginning "In this article", sentence 5',
    recorded="holds",
    equations="7",
)
def occupied(temperature_k: Axis) -> Outcome:
    """The occupation n of each of the ten modes of Fig. 3 grows with each step of the temperature
    axis, and the displacement of Eq. (7) is -(6 Phi/omega_0)(1 + 2n), to 1e-12.

    Tolerance: rounding; steps of occupations below 1e-15 are left out.

    Second route: n is the mean over 5000 levels of the slowest mode.
    """
    omega0, t = modes()[:, None], values(temperature_k)
    n, q = bose_occupation(omega0, t), mean_displacement(phi=-1.0, omega0=omega0, temperature=t)
    steps, tied = np.diff(n)[n[:, 1:] > 1e-15], q / (6 / omega0 * (1 + 2 * n)) - 1
    levels = np.arange(5000.0)
    weights = np.exp(-levels * omega0[0, 0] / (K_B_MEV * t[-1]))
    counted = np.sum(levels * weights) / np.sum(weights)
    said = f"from {number(t[0])} to {number(t[-1])} K the 1 meV mode fills up to "
    said += f"{number(n[0, -1])} quanta and is displaced {number(q[0, -1] / q[0, 0])} times as much"
    off = [np.max(np.abs(tied)), abs(n[0, -1] / counted - 1)]
    return true_if([steps > 0, below(off, 1e-12)], said, value=n[0, -1])


@part.claim(
    "critical-above",
    "In the model of Fig. 5 there is no critical temperature above which the moment ceases, as the "
    "introduction would expect of an order from an entropy argument.",
    at='beside the paragraph beginning "Ordered magnetic states", last sentence',
    recorded="our remark",
    equations="4 7",
)
def critical_above(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """The moments of the four exchanges at 1e8 K over those at 1e5 K, with Phi = 1e-3 omega_0.

    Second route: free spins in the field over k_B T that Eq. (7) tends to.
    """
    at = (coupling_a_mev, k_max_per_angstrom)
    hot = np.array([panel_curves(panel, [1e5, 1e8], *at, strengths=(4,))[0] for panel in PANELS])
    left, free = hot[:, 1] / hot[:, 0], float(free_limit(*at)[4])
    said = f"from 1e5 to 1e8 K the moments change by factors of {left.min():.4f} to "
    said += f"{left.max():.4f}, to {number(hot[0, 1])} a site; free spins have {number(free)}. The "
    return remark(said + "field of Eq. (7) grows as fast as k_B T", value=left.min())


@part.claim(
    "critical-below",
    "The mechanism is shown to generate an increasing magnetic moment with increasing temperature "
    "as well as a critical temperature below which the moment becomes small, or negligible.",
    at='paragraph beginning "In this article", sentence 2',
    recorded="holds qualitatively",
    equations="4 7",
)
def critical_below(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """With Phi = 1e-4 omega_0 the moment of each of the four exchanges is below 1 % of its largest
    value at 1 K, and grows from there to 100 K at each of 60 steps.

    Tolerance: ours, 1 % for "small, or negligible"; there is no critical point, from 10 to 90 %
    takes a decade of temperature.
    """
    t, onsets, widths, grows = np.geomspace(1, 1e5, 151), [], [], []
    for panel in PANELS:
        curve = panel_curves(panel, t, coupling_a_mev, k_max_per_angstrom, strengths=(3,))[0]
        one, ten, ninety = (t[np.argmax(curve > x * curve.max())] for x in (0.01, 0.1, 0.9))
        onsets.append(one if curve[0] < 0.01 * curve.max() else 0.0)
        widths.append(ninety / ten)
        grows.append(np.all(np.diff(curve[:61]) >= 0))
    said = f"1 % is reached at {', '.join(f'{t:.3g}' for t in onsets)} K in (a)-(d); from 10 to "
    said += f"90 % takes a factor of {min(widths):.2g} or more"
    fits = [above(onsets, 0), grows]
    return true_if(fits, said, unit="K", qualitatively=True, value=min(onsets))


@part.claim(
    "cold-modes",
    "For sufficiently low temperatures the nuclear vibrations are dominated by harmonic "
    "oscillations around some equilibrium position, which neither charge nor spin polarize the "
    "structure.",
    at='paragraph beginning "In this article", sentence 4',
    recorded="holds under an unstated condition",
    parts=("holds qualitatively", "does not hold"),
    equations="7",
)
def cold_modes(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """At 1 K the moment per site is below 1 % of saturation: in Fig. 5, where the easy plane leaves
    one ground state with M = 0; and in Fig. 4(a) at J > 0, where nothing but the field decides.

    Tolerance: ours, for "neither"; any share from 1e-9 to 99 % gives the same verdicts.

    Second route: the zero-point motion displaces as well, -6 Phi/omega_0 in the diagonalised ground
    state as by Eq. (7).
    """
    at = (coupling_a_mev, k_max_per_angstrom)
    plane5 = max(float(panel_curves(panel, [1.0], *at).max()) for panel in PANELS)
    cold = float(plane(0.6, (5.0,), (1.0,))[0, 0])
    ground = anharmonic_displacement(phi=1e-4, omega0=1.0, temperature=1e-3, n_levels=24) / 1e-4
    law = mean_displacement(phi=1.0, omega0=1.0, temperature=1e-3)
    said = f"{cold:.1%} of saturation in Fig. 4(a), as the zero-point motion displaces by "
    said += f"{number(law)} Phi/omega_0 (diagonalised {number(ground)})"
    return holds_if(
        "easy plane of Fig. 5",
        then=true_if(below(plane5, 0.01), f"{plane5:.0e} of saturation", qualitatively=True),
        otherwise=true_if(below(cold, 0.01), said, qualitatively=True),
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

    Tolerance: rounding.
    """
    errors = []
    for j, i, alpha in ((-1.0, 0.4, 0.8), (1.0, 0.4, 0.3), (-1.0, -0.7, 2.0)):
        plain, driven = pair_matrix(j, i), pair_matrix(j, i, (alpha, alpha))
        up, down = plain[0, 0], plain[3, 3]
        zero = TRIPLET_ZERO @ plain @ TRIPLET_ZERO
        errors += [up - down, zero - up - i, driven[3, 3] - driven[0, 0] - 2 * alpha]
        errors += [TRIPLET_ZERO @ driven @ TRIPLET_ZERO - zero]
    worst = np.max(np.abs(errors))
    said = f"the doublet lies I below M = 0 and is split by 2 alpha, to {worst:.0e} meV"
    return true_if(below(worst, 1e-12), said, unit="meV")


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
    1 to 1e5 K, and the antiferromagnet's is larger at 300 than at 10 K.

    Tolerance: none; a finite moment is any of the right sign.
    """
    temperature, alpha = np.geomspace(1, 1e5, 61), np.array([[1e-3], [0.1], [2.0]])
    ferro, antiferro = (-eq5_moment(j=j, alpha=alpha, temperature=temperature) for j in (-5, 5))
    rise = [np.interp(t, temperature, antiferro[1]) for t in (10, 300)]
    said = f"in a field of 0.1 meV the antiferromagnet has a moment of {rise[0]:.2g} at 10 K and "
    said += f"{rise[1]:.2g} at 300 K"
    return true_if([ferro > 0, antiferro > 0, rise[1] > rise[0]], said, value=rise[1])
