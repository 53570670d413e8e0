"""Fig. 3: displacement against temperature."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from magrepro.claims import (
    Outcome,
    Part,
    above,
    below,
    in_parts,
    number,
    rounds_to,
    true_if,
    undecidable,
)
from magrepro.claims.vibrational.pairs import PAIRS, with_mode
from magrepro.claims.vibrational.planes import modes
from magrepro.claims.vibrational.sites import Axis
from magrepro.core.vibrational.spins import thermal_moment
from magrepro.core.vibrational.vibrations import coth_over_omega0
from magrepro.parameters import values

part = Part("F", "fig3", place="on Fig. 3", figure="vib_fig3")


@part.claim(
    "energies",
    "The vibrational energies are 1.0, 1.8, 3.2, 5.8, 10.5, 19.0, 34.1, 61.5, 111 and 200 meV, "
    "ranging between 1 meV and 200 meV.",
    at='caption; paragraph beginning "By contrast", sentence 3',
    recorded="holds within rounding",
)
def energies() -> Outcome:
    """The ten energies of the figure are equal steps of a logarithm, 10^(2.3 j/9) meV for j from 0
    to 9, to every printed digit; the worst of them decides.

    Tolerance: half a unit of the last printed digit. Steps that end at 200 meV exactly would be
    34.2 for 34.1.
    """
    drawn, decimals = modes(), np.where(np.arange(10) < 8, 1, 0)
    steps = 10 ** (2.3 * np.arange(10) / 9)
    off = np.abs(steps - drawn) * 10.0**decimals
    worst = int(np.argmax(off))
    said = f"10^(2.3 j/9) meV is at most {off[worst]:.2f} units of the last digit off, "
    said += f"{number(steps[worst])} meV for {number(drawn[worst])}"
    return rounds_to(steps[worst], f"{drawn[worst]:.{decimals[worst]}f}", "meV", computed=said)


@part.claim(
    "waning",
    "The temperature variation is very strong for low energies but wanes with increasing energy.",
    at='paragraph beginning "By contrast", sentence 4',
    recorded="holds qualitatively",
    equations="7",
)
def waning(temperature_k: Axis) -> Outcome:
    """Over the temperature axis the 1 meV curve changes more than tenfold, and both factor and
    difference fall with each of the ten energies.

    Tolerance: ours, for "very strong"; any factor up to 52 stands on every plausible axis.
    """
    curves = coth_over_omega0(modes()[:, None], values(temperature_k))
    ratio, change = curves[:, -1] / curves[:, 0], curves[:, -1] - curves[:, 0]
    said = f"over the axis the curves grow by factors of {', '.join(f'{r:.3g}' for r in ratio)}"
    falling = [np.diff(ratio) < 0, np.diff(change) < 0]
    return true_if([above(ratio[0], 10), *falling], said, qualitatively=True)


@part.claim(
    "slow-crucial",
    "Slow vibrations can be expected to be crucial for the vibrationally assisted formation of the "
    "magnetic order.",
    at='paragraph beginning "By contrast", sentence 5',
    recorded="holds qualitatively",
    equations="7",
)
def slow_crucial(temperature_k: Axis) -> Outcome:
    """At equal anharmonicity a slower mode is displaced more at every temperature, and at the
    highest one the slowest outweighs the nine others together.

    Tolerance: ours, for "crucial"; any share up to 2.2 of the others stands on every plausible
    axis.
    """
    curves = coth_over_omega0(modes()[:, None], values(temperature_k))
    lead = curves[0] / curves[1:].sum(axis=0)
    said = f"the 1 meV mode is displaced {number(lead[0])} (cold) to {number(lead[-1])} (warm) "
    said += "times as much as all nine others together"
    fits = [np.diff(curves, axis=0) < 0, above(lead[-1], 1)]
    return true_if(fits, said, qualitatively=True)


@part.claim(
    "fast",
    "High frequency vibrations may not contribute to the formation of the magnetic order but may "
    "instead be expected to be destructive for it.",
    at='paragraph beginning "By contrast", last sentence',
    recorded="cannot be decided",
    parts=("holds qualitatively", "cannot be decided"),
    equations="6 7",
    formerly=("f.fig3.fast-negligible", "f.fig3.fast-destructive"),
)
def fast(temperature_k: Axis) -> Outcome:
    """At the highest temperature the modes from 34.1 meV on are displaced less than 1 % as much as
    the 1 meV mode. That they may destroy order is an expectation: the model has no process by which
    they could, so that we only look whether a mode of 200 meV, added exactly, weakens a moment.

    Tolerance: ours, for "not contribute"; anything above 0.1 % stands on every plausible axis.
    """
    curves = coth_over_omega0(modes()[:, None], values(temperature_k))
    share = curves[6:, -1] / curves[0, -1]
    said = f"at the highest temperature a mode of 34.1 meV has {share[0]:.2%} of the displacement "
    said += f"of one of 1 meV, a mode of 200 meV {share[3]:.4%}"
    gains = []
    for pair, phi in product(PAIRS, (0.0, 0.5)):
        exact = with_mode(replace(pair, alpha=-3.0), coupling=5.0, phi=phi, omega0=200.0)[0]
        gains.append(float(exact / thermal_moment(replace(pair, alpha=-3.0), 20.0)) - 1)
    why = f"a mode of 200 meV changes moments by {min(gains):+.1%} to {max(gains):+.1%}; what "
    why += "could destroy order, decoherence and dissipation, is not in the model"
    return in_parts(
        {
            "not contribute": true_if(below(share, 0.01), said, qualitatively=True),
            "destructive": undecidable(why, value=min(gains)),
        }
    )
