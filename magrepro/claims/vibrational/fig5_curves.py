"""The curves of Fig. 5; J < 0 is antiferromagnetic on its axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from magrepro.claims import (
    Outcome,
    Part,
    holds_if,
    in_parts,
    number,
    true_if,
    undecidable,
)
from magrepro.claims.vibrational.planes import shares
from magrepro.claims.vibrational.sites import PANELS, Axis, free_limit, panel_curves
from magrepro.claims.vibrational.wanted import bounds
from magrepro.core.arrays import Floats
from magrepro.core.vibrational import described
from magrepro.parameters import values

part = Part("F", "fig5", place="on Fig. 5", figure="vib_fig5")


@part.claim(
    "moment-stabilises",
    "A spin moment stabilizes under the influence of nuclear vibrations, for a wide range of "
    "temperatures.",
    at='paragraph beginning "A conclusion", sentence 1; last paragraph, sentence 1',
    recorded="holds qualitatively",
    equations="4 7",
)
def moment_stabilises(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """Each of the twenty curves exceeds a tenth of its largest value from below 1000 K up to 1e5 K.

    Tolerance: ours, two decades for "wide"; (c) and (d), with 50 meV, start last.
    """
    t, at = np.geomspace(1, 1e5, 101), (coupling_a_mev, k_max_per_angstrom)
    wanted = described.stabilises(t, [panel_curves(panel, t, *at) for panel in PANELS])
    starts = shares(described.numbers_of(wanted))
    return true_if(bounds(wanted), f"in (a)-(d) from {starts} K on", unit="K", qualitatively=True)


@part.claim(
    "not-detrimental",
    "Increasing temperature is not necessarily detrimental for the formation and maintenance of "
    "the moment.",
    at='paragraph beginning "A conclusion", sentence 2',
    recorded="holds",
    equations="4 7",
)
def not_detrimental(
    coupling_a_mev: float, k_max_per_angstrom: float, temperature_k: Axis
) -> Outcome:
    """Each of the twenty curves has its maximum above the lowest temperature.

    Tolerance: none; "not necessarily" asks for one curve, and all have it.
    """
    t, at = values(temperature_k)[::4], (coupling_a_mev, k_max_per_angstrom)
    wanted = described.not_detrimental(t, [panel_curves(panel, t, *at) for panel in PANELS])
    peaks = shares(np.median(described.numbers_of(wanted), axis=1))
    return true_if(bounds(wanted), f"in (a)-(d) moments are largest at {peaks} K", unit="K")


@part.claim(
    "antiferromagnet-grows",
    "With antiferromagnetic exchange the moment grows stronger with temperature throughout the "
    "whole range considered.",
    at='paragraph beginning "A conclusion", sentence 3, panels (a), (c)',
    recorded="holds",
    equations="4 7",
)
def antiferromagnet_grows(
    coupling_a_mev: float,
    k_max_per_angstrom: float,
    temperature_k: Axis,
    field_ratio: float,
    prefactor: float,
) -> Outcome:
    """No curve of panels (a) and (c) has a step down by more than 1e-12.

    Tolerance: rounding; the smallest step up is 1e-4.
    """
    reading: dict[str, Any] = {"field_ratio": field_ratio, "prefactor": prefactor}
    t, at = values(temperature_k)[::4], (coupling_a_mev, k_max_per_angstrom)
    panels = [panel_curves(panel, t, *at, **reading) for panel in "ac"]
    wanted = described.grows(panels)
    falls = described.numbers_of(wanted)
    last = [curves[4, -1] / curves[4, -2] - 1 for curves in panels]
    said = f"from {number(t[0])} to {number(t[-1])} K the largest step down is "
    said += f"{max(*falls, 0.0):.0e}; the last steps of (a), (c) are {last[0]:+.1e}, {last[1]:+.1e}"
    return true_if(bounds(wanted), said, value=max(falls))


@part.claim(
    "ferromagnet-peaks",
    "With ferromagnetic exchange the moment initially peaks and then decays towards, what appears "
    "to be, a non-zero high temperature limit.",
    at='paragraph beginning "A conclusion", sentence 4, panels (b), (d)',
    recorded="holds under an unstated condition",
    parts=("holds under an unstated condition", "holds qualitatively"),
    equations="4 7",
    formerly=("f.fig5.ferromagnet-limit",),
)
def ferromagnet_peaks(
    coupling_a_mev: float, k_max_per_angstrom: float, field_ratio: float, prefactor: float
) -> Outcome:
    """On a temperature axis up to 1e5 K, and on one up to 1000 K, each curve of panels (b) and (d)
    turns once and ends at least 1 % below its maximum. At 1e7 K every curve is above half of its
    maximum and within 1 % of the limit.

    Tolerance: ours, 1 % for "decays", half for "non-zero". The text gives no axis; (d) peaks at
    some 2200 K, and for the strongest Phi Eq. (7) has left its well at 2690 K.

    Second route: the limit is that of free spins in the field over k_B T, in closed form with A_k
    as printed.
    """
    reading: dict[str, Any] = {"field_ratio": field_ratio, "prefactor": prefactor}
    at = (coupling_a_mev, k_max_per_angstrom)
    long, short = (_peaks(np.geomspace(1, end, 121), at, reading) for end in (1e5, 1e3))
    hot = np.concatenate(
        [
            panel_curves(p, np.array([*np.geomspace(100, 5000, 30), 1e7]), *at, **reading)
            for p in "bd"
        ]
    )
    free = np.tile(free_limit(*at, **reading), 2)
    share, off = hot[:, -1] / hot.max(axis=1), np.abs(hot[:, -1] / free - 1)
    said = f"at 1e7 K {share.min():.1%} to {share.max():.1%} of the peak, within {off.max():.0e} "
    said += "of free spins"
    wanted = described.has_limit(hot[:, -1], hot.max(axis=1), free)
    limit = true_if(bounds(wanted), said, qualitatively=True)
    peaks = holds_if("axis up to 1e5 K", then=long, otherwise=short)
    return in_parts({"peaks and decays": peaks, "limit": limit})


def _peaks(t: Floats, at: tuple[float, float], reading: dict[str, Any]) -> Outcome:
    panels, said = [panel_curves(panel, t, *at, **reading) for panel in "bd"], []
    for panel, curves in zip("bd", panels, strict=True):
        top, last = np.argmax(curves, axis=1), curves[:, -1] / curves.max(axis=1)
        said.append(f"({panel}) peaks at {np.median(t[top]):.3g} K, ends at {np.median(last):.0%}")
    wanted = described.peaks_and_decays(panels)
    return true_if(bounds(wanted), ", ".join(said), qualitatively=True)


@part.claim(
    "magnification",
    "The weak curves are multiplied by 10,000, 500 and 25 for visibility within the scale.",
    at="caption, last sentence",
    recorded="holds qualitatively",
    reverses=("coupling_a_mev",),
)
def magnification(coupling_a_mev: float, k_max_per_angstrom: float, temperature_k: Axis) -> Outcome:
    """So magnified they stay below 1.05 of the strongest curve of their panel.

    Tolerance: 5 %, the margin of an axis above its highest curve.
    """
    t, at = values(temperature_k)[::4], (coupling_a_mev, k_max_per_angstrom)
    wanted = described.magnified([panel_curves(panel, t, *at).max(axis=1) for panel in PANELS])
    heights_over = np.max(described.numbers_of(wanted), axis=0)
    said = f"magnified they reach {', '.join(f'{h:.3g}' for h in heights_over)} of the strongest"
    return true_if(bounds(wanted), said, qualitatively=True)


@part.claim(
    "weak-phi",
    "It suffices for Phi to be fairly weak, in the order of micro-eV, and yet make a significant "
    "difference for the magnetic properties.",
    at='paragraph beginning "A conclusion", sentence 5',
    recorded="cannot be decided",
    equations="7",
    erratum="F21",
)
def weak_phi() -> Outcome:
    """The moment per site of panel (a) at 300 K with the largest Phi of Fig. 5, 1e-3 omega_0 = 0.1
    micro-eV, for four strengths of A.

    Tolerance: A is not given, and only A Phi counts.
    """
    sizes = (0.01, 0.1, 1.0, 10.0)
    moments = [float(panel_curves("a", [300.0], a, np.pi)[4, 0]) for a in sizes]
    said = f"Phi is 0.1 micro-eV at most; the moment is {', '.join(f'{m:.1g}' for m in moments)} "
    return undecidable(said + f"for A of {', '.join(map(number, sizes))} meV, which is not given")
