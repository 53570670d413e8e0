"""Sec. V with Fig. 5(b): how the microscopic dimer orders."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, below, between, in_parts, numbers, rounds_to, true_if
from magrepro.claims.orbital.gold import FERMI_TEMPERATURE, LANDAU, SIZES, L, crossings, ordered
from magrepro.core.orbital.ordering import equal_dimer_moments, uniform_moment
from magrepro.core.orbital.sphere import dipole_coupling
from magrepro.core.orbital.sphere_response import sphere_response

part = Part("P", "sec5", place="Sec. V", figure="fig5b")


@part.claim(
    "critical-scale",
    "At very low temperatures, below T/T_F of the order of 1e-7 or around 6 mK for gold, the "
    "paramagnetic chi can exceed chi_c^z.",
    at="paragraph 3, sentence 2",
    recorded="holds qualitatively",
    parts=("holds qualitatively", "holds within rounding"),
    equations="8 A5",
    figure="fig5a",
    formerly=("p.sec5.millikelvin",),
)
def critical_scale() -> Outcome:
    """Chi of each of the three sizes crosses chi_c^z at d = 3a within a factor of 3 of 1e-7 T_F;
    with the Fermi energy of one electron an atom in gold's lattice 1e-7 T_F rounds to 6 mK.

    Tolerance: half an order of magnitude, as "of the order of" is printed; the verdict stands down
    to a factor of 2.6.
    """
    found = crossings()
    said = f"crossings at {numbers(found)} T_F"
    near = true_if(between(found / 1e-7, 1 / 3, 3), said, qualitatively=True)
    kelvin = rounds_to(1e-7 * FERMI_TEMPERATURE * 1e3, "6", "mK")
    return in_parts({"order of 1e-7": near, "6 mK": kelvin})


@part.claim(
    "critical-is-crossing",
    "A spontaneous magnetization appears below the temperature at which chi crosses chi_c^z of d = "
    "3a, which confirms that a stable magnetically ordered aligned phase exists.",
    at="paragraph 4, sentence 2; Fig. 5(b)",
    recorded="holds",
    parts=("holds", "holds"),
    equations="2 3 8 A4",
    formerly=("p.sec5.aligned-stable",),
)
def critical_is_crossing() -> Outcome:
    """The solved moment of each size is finite 1e-8 below the crossing, relatively, and zero 1e-8
    above it. From 0.01 to 0.9999 of the crossing a small change along z, and a small tilt, are
    smaller after a step of the self-consistent equations.

    Tolerance: none; 1e-8 is a hundred times what the crossing is known to.
    """
    return in_parts({"appears there": _crossing(), "stable": _stable()})


def _crossing() -> Outcome:
    tau = crossings() * np.array([[1 - 1e-8], [1 + 1e-8], [1.01], [3.0]])
    c = dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU)
    particle = sphere_response(SIZES, tau, coupling=c)
    m = equal_dimer_moments(particle, coupling=c)[0]
    found = f"1e-8 below the crossing m = {numbers(m[0], 3)} mu_B, above it {m[1:].max():.3g} mu_B"
    return true_if(np.all(m[0] > 0) and np.all(m[1:] == 0), found, value=m[0].min(), unit="mu_B")


def _stable() -> Outcome:
    tau = crossings() * np.array([0.01, 0.1, 0.5, 0.9, 0.99, 0.9999])[:, None]
    m, w = ordered(SIZES, tau)
    c = dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU)
    particle = sphere_response(SIZES, tau, coupling=c)
    growth = np.array([particle.derivative(w), particle.moment(w) / w / 2]) * w / m
    along, across = growth.max(axis=(1, 2))
    found = f"a step later a change along z is {along:.4g} of it, a tilt {across:.4g}"
    return true_if([m > 0, below(np.abs(growth), 1)], found)


@part.claim(
    "thousand-bohr-magnetons",
    "Towards T = 0 the moment per particle can be as large as approximately a thousand mu_B for "
    "the sizes considered.",
    at="paragraph 4, sentence 3; Fig. 5(b)",
    recorded="holds qualitatively",
    equations="2 3 A4",
)
def thousand_bohr_magnetons() -> Outcome:
    """At 1e-10 T_F the moments of the three sizes lie within 50 % of 1000 mu_B.

    Tolerance: our choice; the verdict stands down to 41 %.
    """
    m = ordered(SIZES, 1e-10)[0]
    found = f"{numbers(m)} mu_B; l(l+1) = {numbers(L * (L + 1))}"
    return true_if(below(np.abs(m / 1000 - 1), 0.5), found, qualitatively=True)


@part.claim(
    "no-transverse-moment",
    "The magnetization at vanishing field in the transverse direction is always zero.",
    at="footnote 9, sentence 1",
    recorded="holds",
    equations="2 3 A4",
)
def no_transverse_moment() -> Outcome:
    """Imposed across z no aligned moment exists; an antialigned one does below half the critical
    temperature, with no total moment and unstable against a tilt.
    """
    c = -dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU) / 2
    tau = crossings() * np.array([0.01, 0.1, 0.4, 0.49, 0.51, 0.9])[:, None]
    particle = sphere_response(SIZES, tau, coupling=-c)
    same = uniform_moment(particle, coupling=c, orientation=1.0)
    opposite = uniform_moment(particle, coupling=c, orientation=-1.0)
    below_half = (np.arange(6) < 4)[:, None]
    h = np.where(opposite > 0, -c * opposite, 1e-12)
    tilt = np.min((2 * -c * particle.moment(h) / h)[opposite > 0])
    found = (
        f"across z {np.sum(same > 0)} aligned solutions; the antialigned ones, below T_c/2 and "
        f"without total moment, let a tilt grow {tilt:.1f} times a step"
    )
    onset = np.all((opposite > 0) == below_half)
    return true_if(onset and np.all(same == 0) and tilt > 1, found)
