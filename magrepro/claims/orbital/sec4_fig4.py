"""Sec. IV with Fig. 4: phases of two unequal particles."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, below, true_if
from magrepro.claims.orbital.dimers import phase_diagram
from magrepro.core.orbital.dipoles import dimer_phase
from magrepro.parameters import Range

part = Part("P", "sec4", place="Sec. IV", figure="fig4")


@part.claim(
    "borders",
    "Unequal particles order where chi_1 chi_2 > (chi_c^z)^2; elsewhere the line between para- and "
    "diamagnetic response is chi^zz = 0 of the linear model.",
    at="paragraph 6, sentences 4 to 7; Fig. 4",
    recorded="holds",
    equations="3 6 9",
)
def borders(chi1_over_chi_c: Range, chi2_over_chi_c: Range) -> Outcome:
    """The phase of each point of the plane, by solving Eqs. (3) and (9), is that by these two
    lines.
    """
    x, y, phase = phase_diagram(chi1_over_chi_c, chi2_over_chi_c)
    aside = (np.abs(x + y + 2 * x * y) > 1e-9) & (np.abs(x * y - 1) > 1e-12)
    wrong = np.sum((phase != dimer_phase(x, y)) & aside)
    return true_if(
        wrong == 0,
        value=wrong,
        computed=f"{wrong} of {np.sum(aside)} points off the borders differ",
    )


@part.claim(
    "opposite-diamagnetic",
    "When chi_1 and chi_2 have opposite signs the system tends to be more likely diamagnetic than "
    "paramagnetic.",
    at="paragraph 6, sentence 8",
    recorded="holds",
    equations="6 7",
)
def opposite_diamagnetic(chi1_over_chi_c: Range, chi2_over_chi_c: Range) -> Outcome:
    """Less than half of the area of opposite signs is paramagnetic, in the figure and for squares
    from 0.01 to 1000 chi_c^z.
    """
    x, y, phase = phase_diagram(chi1_over_chi_c, chi2_over_chi_c)
    drawn = np.mean(phase[x * y < 0] == "paramagnetic")
    reach = np.geomspace(1e-2, 1e3, 51)
    closed = (reach / 2 - np.log1p(2 * reach) / 4) / reach**2
    near, far = closed[[0, -1]]
    said = f"paramagnetic on {drawn:.1%} of the figure, {near:.1%} near 0, {far:.2%} far out"
    return true_if([below(drawn, 0.5), below(closed, 0.5)], said)
