"""Sec. II: the model of the dimer."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, below, between, true_if
from magrepro.claims.orbital.dimers import multipole_critical_moment
from magrepro.claims.orbital.fluctuations import STIFFNESS, root_mean_square
from magrepro.claims.orbital.gold import LANDAU_WAVE_NUMBER
from magrepro.core.orbital.dipoles import effective_field
from magrepro.core.orbital.ordering import uniform_moment
from magrepro.core.orbital.responses import plain_response
from magrepro.core.orbital.sphere import zero_field_susceptibility
from magrepro.core.orbital.thermal import moments_bounded
from magrepro.parameters import Range, values

part = Part("P", "sec2", place="Sec. II", figure="fig1")


@part.claim(
    "field-average",
    "The field at a particle's centre corresponds to the field of the other dipole averaged over "
    "the particle's volume.",
    at="footnote 4, sentence 3",
    recorded="holds",
    equations="3",
)
def field_average() -> Outcome:
    """The field of Eq. (3) at the centre is the dipole field averaged over the sphere by
    quadrature, to 1e-12, along and across the axis, at d = 2, 3 and 30 a.

    Tolerance: rounding; the quadrature converges like (a/d)^120.
    """
    u, weight = np.polynomial.legendre.leggauss(60)
    r, errors = (u[:, None] + 1) / 2, []
    share = 3 / 4 * r**2 * weight[:, None] * weight
    for d in (2.0, 3.0, 30.0):
        z, square = d + r * u, d**2 + 2 * d * r * u + r**2
        along = np.sum(share * (3 * z**2 / square - 1) / square**1.5)
        across = np.sum(share * (1.5 * r**2 * (1 - u**2) / square - 1) / square**1.5)
        for moment, average in (([0, 0, 1], along), ([1, 0, 0], across)):
            pair = [[0, 0, 0], moment]
            at_centre = effective_field(pair, [0, 0, 0], positions=[0, d])[0] @ moment
            errors.append(abs(average / at_centre - 1))
    return true_if(below(errors, 1e-12), f"the two differ by at most {max(errors):.0e}, relatively")


@part.claim(
    "multipoles",
    "At distances from about 3a on, higher multipoles can be disregarded.",
    at="footnote 4, sentence 1",
    recorded="holds qualitatively",
    equations="8",
)
def multipoles() -> Outcome:
    """With all multipoles chi_c^z of two homogeneous spheres of the same dipole response differs by
    less than 15 % at d = 3a, 4a and 5a.

    Tolerance: our choice; the verdict stands for any allowance above the 9.8 % found at 3a.
    """
    change = [multipole_critical_moment(d, 25) / (d**3 / 2) - 1 for d in (3.0, 4.0, 5.0)]
    shares = ", ".join(f"{c:.1%}" for c in change)
    said = f"multipoles change chi_c^z by {shares} at d = 3a, 4a, 5a"
    return true_if(below(np.abs(change), 0.15), said, qualitatively=True)


@part.claim(
    "fluctuations-neglected",
    "The heuristic model of App. B points to the validity of disregarding fluctuations of the "
    "magnetization.",
    at="paragraph 2, sentences 2 and 3; Sec. VI, paragraph 3",
    recorded="holds qualitatively",
    equations="2 3 B8",
    figure="fig8",
)
def fluctuations_neglected() -> Outcome:
    """From 1.1 C on the root mean square of the dimer's moment in App. B is the moment of the same
    dimer without fluctuations, to 5 %.

    Tolerance: our choice; it fails close to the threshold, at 1.05 C and below.
    """
    ratio = np.array([0.98, 1.05, 1.1, 1.2, 1.5, 2.0])
    particle = plain_response(
        lambda h: moments_bounded(h, stiffness=STIFFNESS)[0],
        lambda h: moments_bounded(h, stiffness=STIFFNESS)[1],
        susceptibility=moments_bounded(0.0, stiffness=STIFFNESS)[1] / 3 * np.ones(ratio.size),
        bound=1.0,
    )
    alone = uniform_moment(particle, coupling=2 * STIFFNESS * ratio)
    size = np.array([root_mean_square(STIFFNESS * r) for r in ratio])
    pairs = ", ".join(f"{a:.3f} and {s:.3f}" for a, s in zip(alone[:3], size[:3], strict=True))
    good = below(np.abs(alone / size - 1)[ratio >= 1.1], 0.05)
    return true_if(
        good,
        f"without and with fluctuations {pairs} M_0 at K = 0.98, 1.05, 1.1 C",
        qualitatively=True,
    )


@part.claim(
    "size-difference",
    "Radii that differ by about 1/k_F, about an angstrom, may have radically different "
    "susceptibilities.",
    at="paragraph 3, sentence 2",
    recorded="holds",
    equations="1",
    figure="fig6",
    assumed={},
)
def size_difference(kf_a: Range) -> Outcome:
    """Every size of Fig. 6 has a size no more than 1/k_F away whose chi at room temperature has the
    other sign, and 1/k_F of gold rounds to an angstrom.
    """
    k = values(kf_a)[::12]
    chi = zero_field_susceptibility(k, 5e-3)
    flips = np.any((np.abs(k[:, None] - k) <= 1) & (chi[:, None] * chi < 0), axis=1)
    angstrom = 1e8 / LANDAU_WAVE_NUMBER
    said = f"1/k_F = {angstrom:.3g} A; {np.mean(flips):.0%} of the sizes have one of the other sign"
    return true_if([flips, between(angstrom, 0.75, 1.5)], unit="A", computed=said)
