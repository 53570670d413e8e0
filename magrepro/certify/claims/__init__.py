"""Statements of the papers as inequalities between balls: proved to hold, or not to hold.

A proof is a function of a module of this package, named after the last word of the claim's id. It
returns the numbers that decide and whether the statement holds; where a ball reaches over a
threshold it raises `NotProved`. This module imports no ball arithmetic, so that the ledger can be
printed without it.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, Final

PROOFS: Final[Mapping[str, Mapping[str, str]]] = {
    "dimers": {
        "p.sec3.tensor": "the equations solved and Eq. (6), for 64 pairs in either order",
        "p.sec3.far-apart": "the power between 100a and 10,000a, for all signs and both directions",
        "p.sec3.expansion": "for equal particles along and across: where chi is small, not else",
        "p.sec3.factor-two": "the ratio on the whole grid below chi_c^z",
        "p.sec3.critical-product": "for unequal particles, and not for equal ones",
        "p.sec3.opposite-signs": "for all opposite signs, and that none has a moment",
        "p.sec3.infinite-magnetization": "the power with which the linear moment grows",
        "p.sec3.critical-longitudinal": "both numbers round to the printed ones",
        "p.sec3.not-in-bulk": "both ratios, with 2.7e-6 for gold",
        "p.sec4.recovers-linear": "the next order, at two sizes of either sign",
        "p.sec4.saturation": "1 - m is below the thresholds at 2 and 16 chi_c^z, and m grows",
        "p.sec4.equal-sizes": "both sizes at 200 values, and that there is no other solution",
        "p.sec4.square-root": "the moments 1e-2, 1e-5 and 1e-8 beyond the border",
        "p.sec4.opposite-diamagnetic": "the area in 51 squares, and the points of Fig. 4",
    },
    "spheres": {
        "p.sec4.typical-saturation": "all six moments end below nine tenths of what they had been",
        "p.sec5.room-below-critical": "at every size from 5 to 65, not at some only",
        "p.sec5.curie-law": "at every temperature from 1e-10 to 1e-6 T_F",
        "p.sec5.antialigned-out-of-reach": "at every size from 5 to 65 and all T up to 5e-3 T_F",
        "p.sec5.critical-scale": "crossings within a factor of 3 of 1e-7; not the 6 mK",
        "p.sec5.critical-is-crossing": "one moment below the crossing, none above; not stability",
        "p.sec5.thousand-bohr-magnetons": "the moments, and that there are no others",
        "p.fig5.bessel-zeros": "the zeros, their numbers n, and that they round to the printed",
        "p.fig5.diamagnetic-42-4": "at every temperature from 1e-10 to 0.02 T_F",
        "p.fig5.sign-change-42-7": "at every temperature from 1e-9 to 5e-3 T_F, by a rise",
        "p.appa.susceptibility-is-slope": "at 16 sizes and four temperatures",
        "p.fig7.linear-response": "the six slopes at 1e-8 E_F, and their signs",
        "p.fig7.thousand": "at every field up to 2e-3 E_F, not at some only",
    },
    "chains": {
        "p.appc.falls-with-length": "at every length of Fig. 9; a factor of two within 25 %",
        "p.appc.determinant": "the mode of six lengths; below, the sign for all",
        "p.appc.asymptote": "the limit, the transform, 0.42 and 1.2",
        "p.appc.modest-length": "the least length within 10 %",
        "p.appc.higher-temperature": "a crossing at each of eight lengths",
    },
    "thermal": {
        "p.appb.bounded": "at the seven stiffnesses",
        "p.appb.threshold": "at zero up to 0.98 C, not from 1.001 C on; saturated from 1.05 C on",
        "p.appb.same-critical-value": "the ratio at three distances",
    },
    "spins": {
        "f.dimer.eq2-energies": "an energy of Eq. (2) as printed is off",
        "f.dimer.high-spin": "either alone turns the ground state within 1 % of |J|",
        "f.moment.spectrum": "H_k as printed; which Omega_k is that of Eq. (5)",
        "f.moment.eq5": "Eq. (5) and the trace, on the plane at three temperatures",
        "f.moment.afm-cold": "at all k_B T up to J/8 and all such fields; not at k_B T = J/2",
        "f.moment.net-both-signs": "an antiferromagnetic pair without a net moment",
        "f.fig2.ferromagnet": "at the fields of Fig. 2 beyond 10 k_B T",
        "f.fig2.crossover": "the crossing of levels as T -> 0, for four spins",
    },
    "vibrations": {
        "f.abstract.occupied": "the displacement and 1 + 2n at every point of Fig. 3",
        "f.fig3.energies": "all ten round to the printed ones",
        "f.fig3.waning": "factor and difference over the axis, for ten energies",
        "f.fig3.slow-crucial": "at 400 K, the end of the axis",
        "f.fig4.slow-keeps-ferromagnet": "at all points of the panel with J > 0",
        "f.fig4.slow-turns-antiferromagnet": "at the ends of the temperature axis",
        "f.fig4.by-anharmonicity": "with Phi and without it",
    },
}
"""For each module here, the claims of the ledger that it proves, and what is proved."""

CLAIMS: Final[Mapping[str, str]] = {
    claim: says for claims in PROOFS.values() for claim, says in claims.items()
}


def proof(claim: str) -> Any:
    """Return the `judged.Proof` of a claim of `CLAIMS`, at the working precision."""
    module = next(name for name, claims in PROOFS.items() if claim in claims)
    function = claim.split(".")[2].replace("-", "_")
    return getattr(importlib.import_module(f"{__name__}.{module}"), function)()
