"""App. A on Fig. 7: the moment in a field."""

from __future__ import annotations

import numpy as np

from magrepro.claims import (
    Outcome,
    Part,
    about,
    below,
    between,
    in_parts,
    number,
    numbers,
    true_if,
    undecidable,
)
from magrepro.claims.orbital.gold import COLD, COLDEST, GAUSS, ROOM, THICK, THIN
from magrepro.claims.orbital.spheres import curves
from magrepro.core.orbital.sphere import magnetic_moment, slope_of_moment, zero_field_susceptibility

part = Part("P", "fig7", place="Fig. 7", figure="fig7")


@part.claim(
    "largest-field",
    "The largest hbar omega_c/E_F of Fig. 7 corresponds to 9.2e5 G for gold.",
    at="footnote 12",
    recorded="cannot be decided",
    erratum="P4",
)
def largest_field() -> Outcome:
    """9.2e5 G in units of E_F, beside a round end of an axis, 2e-3.

    Tolerance: the end of the axis, which the text does not give.
    """
    printed, rounded = number(f"{9.2e5 / GAUSS:.3g}"), number(f"{2e-3 * GAUSS:.3g}")
    return undecidable(
        f"9.2e5 G is {printed} E_F, 2e-3 E_F is {rounded} G; the end of the axis would decide"
    )


@part.claim(
    "linear-response",
    "At weak field the moment follows the zero-field susceptibility, para- and diamagnetic.",
    at="caption; App. A, paragraph 4, sentence 2",
    recorded="holds",
    equations="A4 A5",
)
def linear_response() -> Outcome:
    """At 1e-8 E_F all six curves have the slope and the sign of chi, to 1e-4."""
    k, tau = np.array([[THICK], [THIN]]), np.array([ROOM, COLD, COLDEST])
    slope = slope_of_moment(zero_field_susceptibility(k, tau), k)
    off = np.max(np.abs(magnetic_moment(k, tau, 1e-8) / (1e-8 * slope) - 1))
    sign = np.all(np.sign(slope) == [[1], [-1]])
    w, moments = curves()
    to = [
        w[np.argmax(np.abs(m / (s * w) - 1) > 0.1)]
        for m, s in zip(moments[0], slope[0], strict=True)
    ]
    found = f"slopes differ by {off:.0e}; the thick lines are 10% off from {numbers(to)} E_F on"
    return true_if([sign, below(off, 1e-4)], found)


@part.claim(
    "nonmonotonic",
    "For larger applied fields the moment can be nonmonotonic, with typical values of several "
    "hundreds of mu_B.",
    at="App. A, paragraph 4, sentence 3; Sec. II, paragraph 2, sentence 2",
    recorded="holds qualitatively",
    parts=("holds", "holds qualitatively"),
    equations="A4",
    formerly=("p.fig7.several-hundreds",),
)
def nonmonotonic() -> Outcome:
    """Each of the six curves has its extremum inside the axis, and the median of |M| along each
    lies between 200 and 1000 mu_B.

    Tolerance: "several hundreds" in numbers; the verdict stands for any range that holds the
    medians found.
    """
    w, moments = curves()
    at, median = np.argmax(np.abs(moments), axis=-1), np.median(np.abs(moments), axis=-1)
    inside = between(median, 200, 1000)
    said = f"medians {numbers(median)} mu_B"
    return in_parts(
        {
            "nonmonotonic": true_if(at < w.size - 1, f"extrema at {numbers(w[at])} E_F"),
            "several hundreds": true_if(inside, said, qualitatively=True, unit="mu_B"),
        }
    )


@part.claim(
    "thousand",
    "The moments of Fig. 7 reach values of the order of 1e3 mu_B.",
    at="footnote 10",
    recorded="holds qualitatively",
    equations="A4",
)
def thousand() -> Outcome:
    """The largest lies within 50 % of 1000 mu_B.

    Tolerance: "as large as" and "of the order of"; the verdict stands down to 38 %.
    """
    return about(np.max(np.abs(curves()[1])), 1e3, within=0.5, unit="mu_B")
