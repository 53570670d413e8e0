"""Statements about chains, with moments that fluctuate.

Reduced units of App. B with K = C: k_B T is 1/K in units of M_0^2/d^3.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from magrepro.claims import Outcome, above, better_calculation, holds_if, numbers, readings, true_if
from magrepro.claims.orbital.beyond_moments import drawn_moment
from magrepro.core.arrays import Floats
from magrepro.core.orbital import fluctuations

TEMPERATURES = (0.25, 0.35, 0.5)
LENGTHS = (2, 5, 10, 20, 50, 200)


@lru_cache(maxsize=1)
def _chains() -> tuple[Floats, Floats]:
    """Return root mean square moments, shape (temperatures, lengths), and correlation lengths."""
    near = [fluctuations.transfer(coupling=1 / t, stiffness=1 / t) for t in TEMPERATURES]
    moments = [fluctuations.nearest_neighbour_moments(chain, LENGTHS) for chain in near]
    return np.array(moments), np.array([chain.correlation_length() for chain in near])


@better_calculation(
    "p.appc.grows-with-length",
    study="beyond_fluctuations",
    recorded="holds under an unstated condition",
)
def grows_with_length() -> Outcome:
    """The root mean square moment per particle of chains with nearest neighbours, exact, at k_B T =
    0.25, 0.35 and 0.5 M_0^2/d^3: whether it grows with each length, up to a quarter of the
    correlation length, and beyond. Beyond it, it falls as N^-1/2.
    """
    moments, xi = _chains()
    step = np.diff(moments, axis=1)
    short = np.array(LENGTHS[1:]) <= np.maximum(xi / 4, LENGTHS[1])[:, None]
    cold = short & (xi[:, None] > LENGTHS[1])
    return holds_if(
        "in chains far shorter than their correlation length",
        then=true_if(step[cold] > 0, f"it survives, lengths of {numbers(xi, 2)} d"),
        otherwise=true_if(step > 0, f"at 200 particles {numbers(moments[:, -1], 2)} M_0 are left"),
    )


@better_calculation("p.appc.lower-temperature", study="beyond_fluctuations", recorded="holds")
def lower_temperature() -> Outcome:
    """At each length from 2 to 200 the root mean square moment, exact with nearest neighbours, is
    larger at each lower temperature.
    """
    moments, _ = _chains()
    ratio = moments[:-1] / moments[1:]
    said = (
        "it survives: from k_B T = 0.5 to 0.25 M_0^2/d^3 the moment of 2 particles grows by "
        f"{moments[0, 0] / moments[-1, 0] - 1:.0%}, of 200 by a factor of "
        f"{moments[0, -1] / moments[-1, -1]:.3g}"
    )
    return true_if(above(ratio, 1), said)


@better_calculation("p.appc.endless-order", study="beyond_fluctuations", recorded="two readings")
def endless_order() -> Outcome:
    """With all neighbours, drawn at random at k_B T = 0.25 M_0^2/d^3, 300 particles have more than
    nine tenths of the mean field's moment; or a chain four times longer keeps nine tenths of the
    moment per particle at every temperature, as one with long-range order does.
    """
    (field,) = fluctuations.mean_field_moments([300], coupling=[4.0], stiffness=[4.0])
    share = drawn_moment(300, 4.0) / float(field.mean())
    moments, xi = _chains()
    kept = moments[:, -1] / moments[:, -2]
    said = f"of 50 particles' moment 200 keep {numbers(kept, 2)}; lengths of {numbers(xi, 2)} d"
    return readings(
        {
            "a cold chain is as good as ordered": true_if(
                above(share, 0.9), f"it survives, {share:.2g} of the mean field's moment"
            ),
            "an endless chain has order": true_if(above(kept, 0.9), said),
        }
    )
