"""Sec. V: the susceptibility of the particles of the microscopic dimer."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, above, below, in_parts, numbers, true_if
from magrepro.claims.orbital.gold import COLDEST, CRITICAL, CURIE, LANDAU, ROOM, SIZES, chi
from magrepro.claims.orbital.spheres import panel, zeros_of
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.core.orbital.sphere import zero_field_susceptibility
from magrepro.parameters import SizeAxis, values

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
    middle, largest = np.median(apart), apart.max()
    found = f"sign changes are {middle:.3g}/k_F apart in the median, {largest:.3g}/k_F at most"
    return true_if(below(apart, 1), found, qualitatively=True)


@part.claim(
    "degenerate-peaks",
    "For lower temperatures the paramagnetic component is signaled by large peaks associated with "
    "the highly degenerate spectrum of a sphere without field.",
    at="paragraph 1, sentence 5",
    recorded="holds qualitatively",
    equations="A5",
    figure="fig6",
)
def degenerate_peaks(kf_a: SizeAxis) -> Outcome:
    """At 5e-5 T_F the height of the peaks at the zeros of the range grows with the number of states
    of the level, 2(2l+1), in a rank correlation above 0.9; the tallest tenth have more states than
    the median zero; and at nine in ten of the zeros with l >= 10 the height above the diamagnetic
    background is that of the half-filled level alone, to 20 %.

    Tolerance: our choice; the correlation is 0.96, and levels that lie within a temperature of each
    other share a peak.
    """
    zeta = zeros_of(kf_a)
    l = bessel_zeros(float(values(kf_a).max())).l[-zeta.size :]
    height = zero_field_susceptibility(zeta, COLDEST)
    own = 3 * np.pi * l * (l + 1) * (2 * l + 1) / (4 * zeta**3 * COLDEST)
    ranks = [np.argsort(np.argsort(quantity)) for quantity in (height, l)]
    correlation = 1 - 6 * np.sum((ranks[0] - ranks[1]) ** 2) / (zeta.size**3 - zeta.size)
    tallest = 2 * (2 * l[np.argsort(height)[-(zeta.size // 10) :]] + 1)
    large = l >= 10
    alone = np.mean(np.abs((height + 0.4 * zeta**2)[large] / own[large] - 1) < 0.2)
    said = (
        f"rank correlation {correlation:.2f}; the tallest tenth have {tallest.min()} to "
        f"{tallest.max()} states, the median zero {2 * (2 * np.median(l) + 1):.0f}; {alone:.0%} "
        "are their level's own"
    )
    good = [above(correlation, 0.9), tallest > np.median(2 * (2 * l + 1)), above(alone, 0.85)]
    return true_if(good, said, qualitatively=True, value=correlation)


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

    Tolerance: our choice, anything up to 1/14,800.
    """
    largest = np.max(np.abs(chi(np.linspace(5, 65, 6001), 5e-3)))
    found = f"|chi| is at most {largest:.3g} up to k_F a = 65, {CRITICAL / largest:.0f} times less"
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
    found = f"C is constant within {off:.2%} up to 1e-6 T_F, and 10% off from {numbers(to, 2)} T_F"
    return true_if([below(off, 0.01), np.ptp(CURIE) > 0], found)


@part.claim(
    "diamagnetic-flat",
    "In the diamagnetic case the temperature dependence is much less pronounced, and the values "
    "attained at low temperature, about -(2/5)(k_F a)^2 |chi_L| in the leading order of k_F a >> "
    "1, remain much smaller in absolute value than in the paramagnetic case.",
    at="paragraph 2, sentence 6; inset of Fig. 5(a); App. A, paragraph 3, sentence 5",
    recorded="holds",
    parts=("holds", "holds", "holds"),
    equations="A5",
    formerly=("p.sec5.diamagnetic-limit", "p.sec5.diamagnetic-smaller"),
)
def diamagnetic_flat() -> Outcome:
    """From 1e-9 to 1e-4 T_F the two diamagnetic chi vary by less than 10 %, the three paramagnetic
    ones more than a thousandfold. One less the mean ratio of chi between levels to the printed
    limit, times k_F a, is 5.7 to 5 % at k_F a = 50, 100 and 200. Up to 1e-5 T_F the smallest
    paramagnetic chi is more than 30 times the larger diamagnetic |chi|.

    Tolerance: our choice; what is found is 6 % and a factor of 1e5; the scatter of 5.7 between
    levels, as leading order leaves a first correction in 1/(k_F a); anything up to 93. At 5e-4 T_F
    the paramagnetic chi is the smaller one.
    """
    return in_parts(
        {
            "much less pronounced": _flat(),
            "leading order": _leading_order(),
            "much smaller": _smaller(),
        }
    )


def _flat() -> Outcome:
    tau = np.geomspace(1e-9, 1e-4, 101)[:, None]
    dia, para = chi(np.array([42.4, 42.7]), tau), chi(SIZES, tau)
    spans = np.concatenate([dia.min(axis=0) / dia.max(axis=0), para.max(axis=0) / para.min(axis=0)])
    found = (
        f"largest over smallest chi up to 1e-4 T_F {numbers(spans[:2])} where diamagnetic, "
        f"{numbers(spans[2:], 2)} where paramagnetic"
    )
    return true_if([below(spans[:2] - 1, 0.1), above(spans[2:], 1e3)], found)


def _leading_order() -> Outcome:
    k = np.array([[50.0], [100.0], [200.0]]) + np.linspace(-1, 1, 40)
    ratio = np.mean(zero_field_susceptibility(k, 1e-10) / (-0.4 * k**2), axis=1)
    inset = np.array([42.4, 42.7])
    shown = zero_field_susceptibility(inset, 1e-10) / (-0.4 * inset**2)
    found = (
        f"chi is {numbers(ratio, 3)} of the limit at k_F a = 50, 100, 200, and {numbers(shown, 3)} "
        "of it at the sizes shown"
    )
    return true_if(below(np.abs((1 - ratio) * [50, 100, 200] - 5.7), 0.3), found)


def _smaller() -> Outcome:
    tau = np.array([1e-9, 1e-7, 1e-5, 1e-4, 5e-4])[:, None]
    ratio = np.min(chi(SIZES, tau), axis=1) / np.max(np.abs(chi([42.4, 42.7], tau)), axis=1)
    found = f"paramagnetic over diamagnetic {numbers(ratio, 3)} at 1e-9, 1e-7, 1e-5, 1e-4, 5e-4 T_F"
    return true_if(above(ratio[:3], 30), found)


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
    found = f"|chi| is at most {lowest:.3g} up to k_F a = 65; -chi_c^z needs k_F a = {needed:.0f}"
    return true_if(below(lowest, 1e-3 * CRITICAL), found)
