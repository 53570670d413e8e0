"""Figs. 4 and 5 under every reading: which of them serve what the text says."""

from __future__ import annotations

from itertools import product
from typing import Any, Literal

import numpy as np

from magrepro.claims import Outcome, Part, remark
from magrepro.core.vibrational.readings import Reading, fig4_statements, fig5_statements
from magrepro.figures import load
from magrepro.parameters import values

PLACES: tuple[Literal["on-site", "exchange"], ...] = ("on-site", "exchange")

fig4 = Part("F", "fig4", place="on Fig. 4", figure="beyond_readings")
fig5 = Part("F", "fig5", place="on Fig. 5", figure="beyond_readings")


@fig4.claim(
    "readings-of-fig4",
    "Under every reading in place of one: what the text says of Fig. 4 comes out with a field on "
    "both spins of a pair and a product of couplings of 0.2 x 10^-6 eV^2, and hardly depends on "
    "the factor of the mean displacement and on the spin.",
    at='beside the paragraph beginning "The anharmonic correction"',
    recorded="our remark",
    equations="4 7",
)
def readings_of_fig4() -> Outcome:
    """The readings, of field ratio 0, 1/2, 1, factor 6, 4 and spin 1, 1/2, that fulfil all six
    sentences, with a field on the second spin and without; and the most that one fulfils with
    0.2 micro-eV meV.
    """
    params: Any = load("vib_fig4").Params()
    j, t = values(params.j_mev), values(params.temperature_k)

    def fulfilled(ratio: float, a_phi: float = 0.2) -> list[int]:
        chosen = [
            Reading(a_phi=a_phi, field_ratio=ratio, factor=factor, spin=spin)
            for factor, spin in product((6.0, 4.0), (1.0, 0.5))
        ]
        return [sum(fig4_statements(reading, j, t).values()) for reading in chosen]

    with_field, without = fulfilled(0.5) + fulfilled(1.0), fulfilled(0.0)
    said = f"all six in {with_field.count(6)} of {len(with_field)} with a field on both spins, "
    said += f"at most {max(without)} without, at most {max(fulfilled(0.5, 2e-4))} with the other "
    return remark(said + "unit", value=float(with_field.count(6)))


@fig5.claim(
    "readings-of-fig5",
    "Under every reading in place of one: what the text says of Fig. 5 comes out if I > 0 is an "
    "easy plane and the spin is 1, or 1/2 with the anisotropy in the exchange; field ratio, factor "
    "and prefactor change numbers alone.",
    at='beside the paragraph beginning "A conclusion"',
    recorded="our remark",
    equations="3 4 7",
)
def readings_of_fig5() -> Outcome:
    """How many of the eight sentences are fulfilled by spin 1 and 1/2 with the anisotropy on site
    and in the exchange, of either sign; and the least with one of the other readings.
    """
    params: Any = load("vib_fig5").Params()
    at = {"a": params.coupling_a_mev, "k_max": params.k_max_per_angstrom}

    def fulfilled(reading: Reading) -> int:
        return sum(fig5_statements(reading, np.geomspace(1, 1e5, 31), **at).values())

    counts = {
        sign: [
            fulfilled(Reading(spin=spin, anisotropy=where, i_over_j=sign))
            for spin in (1.0, 0.5)
            for where in PLACES
        ]
        for sign in (1.0, -1.0)
    }
    others = [Reading(field_ratio=0.0), Reading(field_ratio=1.0), Reading(factor=4.0)]
    others += [Reading(prefactor=(2 * np.pi) ** 0.5), Reading(prefactor=np.pi)]
    least = min(map(fulfilled, others))
    said = f"S = 1 on site and in the exchange, S = 1/2: {counts[1.0]} of 8; with the sign of Eq. "
    said += f"(1) {counts[-1.0]}; with another ratio, factor or prefactor at least {least}"
    return remark(said, value=float(least))
