"""Sec. VI: conclusions."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from magrepro.claims import Outcome, Part, above, below, number, numbers, true_if, undecidable
from magrepro.claims.orbital.dimers import (
    X,
    Z,
    closed_form,
    multipole_critical_moment,
    ordered_moment,
    square,
)
from magrepro.claims.orbital.gold import (
    CRITICAL,
    FERMI_TEMPERATURE,
    FERMI_WAVE_NUMBER,
    LANDAU,
    SIZES,
    Floats,
    L,
    chi,
    crossings,
    ordered,
)
from magrepro.core.orbital.dipoles import (
    ETA,
    SPHERE_VOLUME,
    critical_susceptibility,
    dimer_susceptibility,
)
from magrepro.core.orbital.ordering import saturating, uniform_moment
from magrepro.core.orbital.sphere import dipole_coupling, electron_number

part = Part("P", "sec6", place="Sec. VI", figure="fig5b")


@part.claim(
    "energetic",
    "Treated by a purely energetic approach, both ordered phases are stable.",
    at="paragraph 3, sentence 1; Sec. I, paragraph 9, sentence 4",
    recorded="does not hold",
    equations="3 9 10",
    figure="fig3",
)
def energetic() -> Outcome:
    """The energy of either ordered phase lies below that of no order, at 1.1, 2 or 10 chi_c^z.

    Second route: the integral of -M dH less the pair's energy counted twice, and the coupling
    turned on.
    """
    x, share = np.array([1.1, 2.0, 10.0]), np.linspace(0, 1, 2001)[:, None]
    m = ordered_moment(x)
    by_field = m**2 - 2 * np.log(np.cosh(x * m)) / x
    turned_on = uniform_moment(saturating(x), coupling=share) ** 2
    by_coupling = -np.trapezoid(turned_on, dx=1 / 2000, axis=0)
    lower = np.array([[by_field, by_coupling], [-by_field, -by_coupling]]) < 0
    said = f"at 2 chi_c^z aligned {by_field[1]:+.4f}, antialigned {-by_field[1]:+.4f} (2 M_0^2/d^3)"
    return true_if(np.any(lower, axis=1), said)


@part.claim(
    "favour-diamagnetism",
    "For weaker susceptibilities interactions tend to favour a diamagnetic behaviour.",
    at="paragraph 2, sentence 2",
    recorded="holds",
    equations="6 7",
    figure="fig2",
)
def favour_diamagnetism() -> Outcome:
    """On the plane below chi_c^z more than half of the area is diamagnetic along z.

    Tolerance: half, the share without coupling; across z it is 40 %, averaged over directions 47 %.
    """
    x, y = square()
    full = {eta: closed_form(x, y, eta) for eta in (X, Z)}
    mean = (2 * full[X] + full[Z]) / 3
    areas = [np.mean(response < 0) for response in (full[Z], full[X], mean)]
    said = "diamagnetic along z, x, averaged: " + ", ".join(f"{a:.0%}" for a in areas)
    return true_if(above(areas[0], 0.5), computed=said)


@part.claim(
    "cryogenic",
    "The transition to the aligned phase may be observable at cryogenic temperatures, for sizes "
    "whose chi is way above Landau's.",
    at="paragraph 2, sentence 3",
    recorded="holds",
)
def cryogenic() -> Outcome:
    """The three sizes order below 4.2 K.

    Tolerance: the boiling point of helium, the usual limit of the word.
    """
    kelvin = crossings() * FERMI_TEMPERATURE
    found = f"{numbers(1e3 * kelvin, 3)} mK; chi_c/|chi_L| = {CRITICAL / LANDAU:.2g}"
    return true_if(below(kelvin, 4.2), unit="K", computed=found)


@part.claim(
    "closer",
    "The critical susceptibility scales as (d/a)^3 and is expected to decrease further for d < 3a.",
    at="paragraph 4, sentence 1; Sec. III, paragraph 4",
    recorded="holds",
    equations="8",
    figure="",
)
def closer() -> Outcome:
    """Eq. (8) has the power 3 to 1e-9 from 3a on, and falls from 3a to 2.1a with and without higher
    multipoles.
    """
    d, near = np.linspace(3, 100, 98), np.linspace(2.1, 3, 10)
    power = np.diff(np.log(critical_susceptibility(d, eta=Z))) / np.diff(np.log(d))
    dipoles = critical_susceptibility(near, eta=Z)
    all_orders = [multipole_critical_moment(v, 25) / SPHERE_VOLUME for v in near]
    said = f"power {number(power[0])}; at 2.1a {number(dipoles[0])}, {number(all_orders[0])}"
    rises = np.diff([dipoles, all_orders]) > 0
    return true_if([below(np.abs(power - 3), 1e-9), rises], said)


@lru_cache(maxsize=1)
def tolerances() -> Floats:
    """Return the largest relative detuning at which each of the three sizes orders, at T -> 0."""
    off = np.geomspace(1e-9, 1e-6, 301)[:, None]
    m = ordered(SIZES * (1 - off), 1e-10)[0]
    return np.asarray(np.max(np.where(m > 0, off, 0.0), axis=0))


@part.claim(
    "precise-sizes",
    "Observation takes precise particle sizes.",
    at="paragraph 2, sentence 3; paragraph 7, sentence 1",
    recorded="holds",
    equations="2 3 A4",
)
def precise_sizes() -> Outcome:
    """At mu = E_F the radius must be right to less than an angstrom, the size of an atom."""
    radius = tolerances() * SIZES / FERMI_WAVE_NUMBER * 1e13
    return true_if(
        below(radius, 1e5), unit="fm", computed=f"radius right to {numbers(radius, 2)} fm"
    )


@part.claim(
    "atomic-precision",
    "Advances in atomically precise clusters may help with the very precise fabrication that is "
    "needed.",
    at="paragraph 7, sentence 2",
    recorded="cannot be decided",
)
def atomic_precision() -> Outcome:
    """The step in k_F a by one atom is less than the detuning at which the sizes of Fig. 5 still
    order, at mu = E_F.

    Tolerance: at a fixed number of electrons the shell that is filled last is always open, and
    nothing need be tuned.

    Second route: in closed form, at T = 0, the detuning is c l^2 (l + 1)/(6 sqrt 3).
    """
    c = dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU)
    closed = c * L**2 * (L + 1) / (6 * np.sqrt(3))
    atom = 1 / (3 * electron_number(SIZES))
    found = f"one atom moves k_F a by {numbers(atom / tolerances(), 3)} times what order bears"
    if np.all((tolerances() > atom) & (closed > atom)):
        return true_if(True, found)
    return undecidable(
        found + " at mu = E_F; at fixed N it need not", value=np.max(atom / tolerances())
    )


@part.claim(
    "reinforced-diamagnetism",
    "An interaction-induced reinforced diamagnetic phase appears in dimers, under stringent "
    "experimental requirements.",
    at="paragraph 8, sentence 1",
    recorded="does not hold",
    equations="6 A5",
    figure="fig5a",
)
def reinforced_diamagnetism() -> Outcome:
    """Some pair of sizes, with a diamagnetic mean, is more diamagnetic with the coupling by at
    least 1 % of the larger |chi|.

    Tolerance: what an experiment might resolve; any threshold above 7e-5 gives the same verdict.

    Second route: Eq. (7) bounds it by |chi|/chi_c, at most 1.4e-4 here.
    """
    sizes = np.append(np.linspace(30, 65, 200), SIZES)
    strongest = 0.0
    for tau in (1e-7, 1e-5, 5e-3):
        x, y = np.meshgrid(chi(sizes, tau), chi(sizes, tau))
        for eta in ETA.values():
            full = dimer_susceptibility(x, y, d_over_a=3.0, eta=eta)
            gain = ((x + y) / 2 - full) / np.maximum(np.abs(x), np.abs(y))
            strongest = max(strongest, float(np.max(gain[(full < 0) & (x + y < 0)])))
    return true_if(
        above(strongest, 0.01), f"chi lower by at most {strongest:.1e} of the larger |chi|"
    )
