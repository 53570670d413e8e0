"""What the better calculation shows, beside the statements that rest on an approximation."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, numbers, remark
from magrepro.core.vibrational import pair_mode
from magrepro.core.vibrational.pair_mode import PairWithMode
from magrepro.core.vibrational.vibrations import mean_displacement

fig4 = Part("F", "fig4", place="on Fig. 4", figure="vib_fig4")

KELVIN = np.arange(1.0, 101.0)
SPLITS = (0.3, 0.6, 1.2, 2.4, 4.8)
"""A in meV, of one product A Phi."""


@fig4.claim(
    "quantum-mode",
    "With one quantum mode in a closed well in place of the static displacement of Eq. (7): the "
    "moment depends on A and Phi, not on their product alone, and at the product of Fig. 4 it "
    "falls with temperature.",
    at="beside the caption",
    recorded="our remark",
    equations="4 7",
    figure="beyond_pair_mode",
)
def quantum_mode() -> Outcome:
    """Moments at 20 and 100 K of a pair of S = 1, J = -1 meV and omega_0 = 1.2 meV, for five splits
    of A Phi = 0.2 meV^2, the temperatures at which they are largest, and the paper's one curve.
    """
    systems = [PairWithMode(spin=1.0, j=1.0, a=a, phi=0.2 / a, omega0=1.2) for a in SPLITS]
    moments = np.array([pair_mode.states(s, KELVIN).means(KELVIN)[0] for s in systems])
    eq7 = mean_displacement(phi=systems[0].phi, omega0=1.2, temperature=KELVIN)
    paper = pair_mode.static_moment(systems[0], KELVIN, eq7)
    warmest = KELVIN[np.argmax(moments, axis=1)].max()
    found = (
        f"{numbers(moments[:, 19], 2)} at 20 K and {numbers(moments[:, 99], 2)} at 100 K for A = "
        f"{numbers(SPLITS)} meV, where the paper has {numbers(paper[[19, 99]], 2)}; largest at "
        f"{warmest:g} K or below"
    )
    return remark(found, value=float(warmest), unit="K")
