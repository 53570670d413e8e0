"""Why claims about gold nanoparticles that judge a number have no proof by ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "each number could be enclosed, the statistic over a grid of them is not": """
        p.sec1.peaks-grow p.sec1.average-paramagnetic p.sec2.size-difference
        p.sec3.mixed-response p.sec5.sign-within-fermi-length p.sec5.degenerate-peaks
        p.sec5.diamagnetic-flat p.sec6.favour-diamagnetism p.sec6.reinforced-diamagnetism
        p.sec6.atomic-precision p.appa.room-far-above-landau p.appa.room-above-bulk
        p.appa.background p.appa.peaks-one-order p.appa.peaks-two-orders p.appa.electron-count
        p.fig7.nonmonotonic""",
    "rests on constants of gold that are measured": """
        p.sec1.landau p.sec1.small-landau-part p.sec1.effective-mass p.sec1.units
        p.sec1.large-moment p.fig6.room-temperature p.sec6.cryogenic p.sec6.precise-sizes
        p.appa.inner-field""",
    "a model beside those of the figures: multipoles, fixed numbers, quantum modes": """
        p.sec2.field-average p.sec2.multipoles p.sec2.fluctuations-neglected p.sec6.closer
        p.appa.diamagnetic-term-perturbative p.appa.canonical""",
    "depths, barriers and stability of the mean field are not enclosed": """
        p.sec4.degenerate p.sec4.lifetimes p.sec6.energetic p.appc.endless-order""",
    "means of two moments, in a field or of fixed length, are not enclosed": """
        p.appb.single-particle p.appb.length-not-orientation p.appb.weak-fluctuations
        p.appb.four-integrals p.appb.no-mean-moment p.appb.similar-to-fig3 p.appb.aligned
        p.appb.superparamagnetic p.appb.fixed-paramagnetic""",
    "two ways of computing agree to rounding, or matrices of a lattice do": """
        p.sec4.only-the-ratio""",
}
"""Claims for each reason."""
