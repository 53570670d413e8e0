"""Sec. V: the microscopic dimer."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, above, below, between, numbers, rounds_to, true_if
from magrepro.claims.orbital.gold import (
    CRITICAL,
    CURIE,
    FERMI_TEMPERATURE,
    LANDAU,
    ROOM,
    SIZES,
    L,
    chi,
    crossings,
    ordered,
)
from magrepro.claims.orbital.spheres import panel
from magrepro.core.orbital.ordering import equal_dimer_moments, uniform_moment
from magrepro.core.orbital.sphere import dipole_coupling, zero_field_susceptibility
from magrepro.core.orbital.sphere_response import sphere_response
from magrepro.parameters import SizeAxis

part = Part("P", "sec5", place="Sec. V", figure="fig5a")


@part.claim(
    "sign-within-fermi-length",
    "Upon a modest change of the radius, of the order of 1/k_F, chi at room temperature oscillates "
    "between para- and diamagnetic.",
    at="paragraph 1, sentence 4; Sec. II, paragraph 3; App. A, paragraph 3",
    recorded="holds qualitatively",
    figure="fig6",
)
def sign_within_fermi_length(kf_a: SizeAxis) -> Outcome:
    """Neighbouring sign changes of chi at room temperature are less than 1/k_F apart, all over the
    range of Fig. 6.

    Tolerance: "of the order of" read strictly; the verdict stands down to 0.63.
    """
    k, chi = panel(ROOM, kf_a)
    apart = np.diff(k[1:][np.sign(chi[1:]) != np.sign(chi[:-1])])
    found = f"sign changes {numbers([np.median(apart), apart.max()])}/k_F apart (median, largest)"
    return true_if(below(apart, 1), found, qualitatively=True)


@part.claim(
    "room-below-critical",
    "The largest |chi| at room temperature are considerably smaller than the critical "
    "susceptibility.",
    at="paragraph 2, sentence 1",
    recorded="holds",
    equations="8 A5",
    figure="fig6",
)
def room_below_critical() -> Outcome:
    """Up to k_F a = 65, |chi| at 5e-3 T_F is less than a hundredth of chi_c^z at d = 3a.

    Tolerance: our choice, anything up to 1/14,820.
    """
    largest = np.max(np.abs(chi(np.linspace(5, 65, 6001), 5e-3)))
    found = (
        f"at most {numbers([largest])} up to k_F a = 65, {numbers([CRITICAL / largest])} times less"
    )
    return true_if(below(largest, CRITICAL / 100), found)


@part.claim(
    "curie-law",
    "The paramagnetic chi increases with decreasing temperature as C(a)/T, with C independent of "
    "temperature and dependent on a.",
    at="paragraph 2, sentence 5; Fig. 5(a)",
    recorded="holds",
    equations="A5",
)
def curie_law() -> Outcome:
    """C of the three sizes, from 1e-10 to 1e-6 T_F, is that of the half-filled shell alone to 1 %,
    and the three differ.

    Tolerance: our choice; above 6e-5 T_F it is off by 10 % and more.
    """
    tau = np.geomspace(1e-10, 1e-6, 81)[:, None]
    off = np.max(np.abs(chi(SIZES, tau) * tau / CURIE - 1))
    wide = np.geomspace(1e-6, 5e-3, 400)[:, None]
    to = wide[np.argmax(np.abs(chi(SIZES, wide) * wide / CURIE - 1) > 0.1, axis=0), 0]
    found = f"C within {off:.2%} up to 1e-6, 10% off from {numbers(to, 2)}"
    return true_if([below(off, 0.01), np.ptp(CURIE) > 0], found)


@part.claim(
    "diamagnetic-flat",
    "In the diamagnetic case the temperature dependence is much less pronounced.",
    at="paragraph 2, sentence 6; inset of Fig. 5(a)",
    recorded="holds",
    equations="A5",
)
def diamagnetic_flat() -> Outcome:
    """From 1e-9 to 1e-4 T_F the two diamagnetic chi vary by less than 10 %, the three paramagnetic
    ones more than a thousandfold.

    Tolerance: our choice; what is found is 6 % and a factor of 1e5.
    """
    tau = np.geomspace(1e-9, 1e-4, 101)[:, None]
    dia, para = chi(np.array([42.4, 42.7]), tau), chi(SIZES, tau)
    spans = np.concatenate([dia.min(axis=0) / dia.max(axis=0), para.max(axis=0) / para.min(axis=0)])
    found = f"largest over smallest, to 1e-4: {numbers(spans[:2])}; {numbers(spans[2:], 2)}"
    return true_if([below(spans[:2] - 1, 0.1), above(spans[2:], 1e3)], found)


@part.claim(
    "diamagnetic-limit",
    "At low temperature the diamagnetic chi is about -(2/5)(k_F a)^2 |chi_L| in the leading order "
    "of k_F a >> 1.",
    at="paragraph 2, sentence 6; App. A, paragraph 3",
    recorded="holds",
    equations="A5",
)
def diamagnetic_limit() -> Outcome:
    """One less the mean ratio between levels, times k_F a, is 5.7 to 5 % at k_F a = 50, 100 and
    200.

    Tolerance: 0.3 of 5.7, the scatter between levels; a first correction in 1/(k_F a) is what
    leading order means.
    """
    k = np.array([[50.0], [100.0], [200.0]]) + np.linspace(-1, 1, 40)
    ratio = np.mean(zero_field_susceptibility(k, 1e-10) / (-0.4 * k**2), axis=1)
    inset = np.array([42.4, 42.7])
    shown = zero_field_susceptibility(inset, 1e-10) / (-0.4 * inset**2)
    found = f"ratio {numbers(ratio, 3)} at 50, 100, 200; {numbers(shown, 3)} at the sizes shown"
    return true_if(below(np.abs((1 - ratio) * [50, 100, 200] - 5.7), 0.3), found)


@part.claim(
    "diamagnetic-smaller",
    "At low temperature the diamagnetic |chi| remain much smaller than the paramagnetic chi.",
    at="paragraph 2, sentence 6; Fig. 5(a)",
    recorded="holds",
    equations="A5",
)
def diamagnetic_smaller() -> Outcome:
    """Up to 1e-5 T_F the smallest of the three paramagnetic chi is more than 30 times the larger
    diamagnetic |chi|.

    Tolerance: our choice, anything up to 93; at 5e-4 T_F it is the smaller one.
    """
    tau = np.array([1e-9, 1e-7, 1e-5, 1e-4, 5e-4])[:, None]
    ratio = np.min(chi(SIZES, tau), axis=1) / np.max(np.abs(chi([42.4, 42.7], tau)), axis=1)
    return true_if(
        above(ratio[:3], 30), computed=f"{numbers(ratio, 3)} times at 1e-9, 1e-7, 1e-5, 1e-4, 5e-4"
    )


@part.claim(
    "antialigned-out-of-reach",
    "The diamagnetic chi at low temperature are much smaller in absolute value than -chi_c^z, so "
    "that antialigned order remains elusive.",
    at="paragraph 3, sentence 1; Sec. I, paragraph 9; Sec. VI, paragraph 2",
    recorded="holds",
    equations="8 A5",
)
def antialigned_out_of_reach() -> Outcome:
    """Up to k_F a = 65 no chi at five temperatures from 1e-9 to 5e-3 T_F goes below -chi_c^z/1000.

    Tolerance: our choice, anything up to 1/7100.
    """
    k, tau = np.linspace(5, 65, 2001), np.array([1e-9, 1e-7, 1e-5, 5e-4, 5e-3])[:, None]
    lowest = -np.min(chi(k, tau))
    needed = np.sqrt(CRITICAL / (0.4 * LANDAU))
    found = f"|chi| <= {numbers([lowest], 3)} up to k_F a = 65; needs k_F a = {numbers([needed])}"
    return true_if(below(lowest, 1e-3 * CRITICAL), found)


@part.claim(
    "critical-scale",
    "At very low temperature, below T/T_F of the order of 1e-7, the paramagnetic chi can exceed "
    "chi_c^z.",
    at="paragraph 3, sentence 2",
    recorded="holds qualitatively",
    equations="8 A5",
)
def critical_scale() -> Outcome:
    """Chi of each of the three sizes crosses chi_c^z at d = 3a within a factor of 3 of 1e-7 T_F.

    Tolerance: half an order of magnitude, as "of the order of" is printed.
    """
    found = crossings()
    near = between(found / 1e-7, 1 / 3, 3)
    return true_if(near, numbers(found), qualitatively=True)


@part.claim(
    "millikelvin",
    "T/T_F = 1e-7 corresponds to around 6 mK for gold.",
    at="paragraph 3, sentence 2",
    recorded="holds within rounding",
)
def millikelvin() -> Outcome:
    """With the Fermi energy of one electron an atom in gold's lattice it rounds to the printed
    number.
    """
    return rounds_to(1e-7 * FERMI_TEMPERATURE * 1e3, "6", "mK")


@part.claim(
    "critical-is-crossing",
    "The spontaneous moment appears below the temperature at which chi crosses chi_c^z of d = 3a.",
    at="paragraph 4, sentence 2; Fig. 5(b)",
    recorded="holds",
    equations="2 3 8 A4",
    figure="fig5b",
)
def critical_is_crossing() -> Outcome:
    """The solved moment of each size is finite 1e-8 below the crossing, relatively, and zero 1e-8
    above it.
    """
    tau = crossings() * np.array([[1 - 1e-8], [1 + 1e-8], [1.01], [3.0]])
    c = dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU)
    particle = sphere_response(SIZES, tau, coupling=c)
    m = equal_dimer_moments(particle, coupling=c)[0]
    found = f"1e-8 below it m = {numbers(m[0], 3)} mu_B, above it {numbers(m[1:].max(), 3)}"
    return true_if(np.all(m[0] > 0) and np.all(m[1:] == 0), found)


@part.claim(
    "aligned-stable",
    "Below the critical temperature there is a stable magnetically ordered aligned phase.",
    at="paragraph 4, sentence 2",
    recorded="holds",
    equations="2 3 A4",
    figure="fig5b",
)
def aligned_stable() -> Outcome:
    """From 0.01 to 0.9999 of the crossing a small change along z, and a small tilt, are smaller
    after a step of the self-consistent equations.
    """
    tau = crossings() * np.array([0.01, 0.1, 0.5, 0.9, 0.99, 0.9999])[:, None]
    m, w = ordered(SIZES, tau)
    c = dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU)
    particle = sphere_response(SIZES, tau, coupling=c)
    growth = np.array([particle.derivative(w), particle.moment(w) / w / 2]) * w / m
    found = f"a step later a change along z and a tilt are {numbers(growth.max(axis=(1, 2)))} of it"
    return true_if([m > 0, below(np.abs(growth), 1)], found)


@part.claim(
    "thousand-bohr-magnetons",
    "Towards T = 0 the moment per particle can be as large as approximately a thousand mu_B for "
    "the sizes considered.",
    at="paragraph 4, sentence 3; Fig. 5(b)",
    recorded="holds qualitatively",
    equations="2 3 A4",
    figure="fig5b",
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
    figure="fig5b",
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
        f"across z {np.sum(same > 0)} aligned; antialigned, m = 0, from T_c/2: tilt x {tilt:.1f}"
    )
    onset = np.all((opposite > 0) == below_half)
    return true_if(onset and np.all(same == 0) and tilt > 1, found)
