"""Why claims about spin dimers that judge a number have no proof by ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "each number could be enclosed, the statistic over a grid of them is not": """
        f.fig4.unit f.fig4.partial-throughout f.fig4.fast-confined""",
    "a model beside those of the figures: multipoles, fixed numbers, quantum modes": """
        f.intro.cold-modes f.fig3.fast f.displacement.harmonic-vanishes
        f.displacement.first-order f.displacement.if-and-only-if f.displacement.no-order
        f.displacement.strengthening f.displacement.anharmonic-breaks f.displacement.cubic-term
        f.displacement.eq7 f.conclusion.symmetric-structures""",
    "two ways of computing agree to rounding, or matrices of a lattice do": """
        f.intro.levels-split f.lattice.coupling-without-order f.lattice.diagonal-in-k
        f.lattice.exchange-in-k f.lattice.a0 f.lattice.disordered f.lattice.each-momentum
        f.lattice.singlet-or-triplet f.fig5.gaussian-range""",
    "moments of Fig. 5 at many temperatures: seconds each, not done": """
        f.intro.critical-below f.fig5.plane f.fig5.easy-plane f.fig5.moment-stabilises
        f.fig5.not-detrimental f.fig5.ferromagnet-peaks f.fig5.magnification
        f.conclusion.influence-grows f.conclusion.exchange-irrelevant""",
}
"""Claims for each reason."""
