"""Sec. V and VI of paper P: the diamagnetic limit, the ordered dimer, Fig. 5(b)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from magrepro.claims import (
    Outcome,
    claim,
    rounds_to,
    true_if,
    undecidable,
)
from magrepro.claims.p3_susceptibility import (
    CRITICAL,
    FERMI_TEMPERATURE,
    FERMI_WAVE_NUMBER,
    LANDAU,
    SIZES,
    Floats,
    L,
    chi,
    crossings,
    numbers,
    ordered,
)
from magrepro.core.dipoles import ETA, dimer_susceptibility
from magrepro.core.ordering import dimer_moments, uniform_moment
from magrepro.core.sphere import (
    dipole_coupling,
    electron_number,
    zero_field_susceptibility,
)
from magrepro.core.sphere_response import sphere_response


@claim(
    "p.sec5.diamagnetic-limit",
    where="Sec. V, second paragraph; App. A",
    statement="At low T, between levels, chi tends to -(2/5)(k_F a)^2 |chi_L| for large k_F a.",
    printed="-2/5",
    kind="limit",
    equations=("A5",),
    figure="fig5a",
    recorded="holds",
)
def _() -> Outcome:
    k = np.array([[50.0], [100.0], [200.0]]) + np.linspace(-1, 1, 40)
    ratio = np.mean(zero_field_susceptibility(k, 1e-10) / (-0.4 * k**2), axis=1)
    inset = np.array([42.4, 42.7])
    shown = zero_field_susceptibility(inset, 1e-10) / (-0.4 * inset**2)
    found = f"ratio {numbers(ratio, 3)} at 50, 100, 200; {numbers(shown, 3)} at the sizes shown"
    return true_if(np.abs((1 - ratio) * [50, 100, 200] - 5.7) < 0.3, found)


@claim(
    "p.sec5.diamagnetic-flat",
    where="Sec. V, second paragraph; inset of Fig. 5(a)",
    statement="The diamagnetic chi depends on temperature much less than the paramagnetic one.",
    kind="trend",
    equations=("A5",),
    figure="fig5a",
    recorded="holds",
)
def _() -> Outcome:
    tau = np.geomspace(1e-9, 1e-4, 101)[:, None]
    dia, para = chi(np.array([42.4, 42.7]), tau), chi(SIZES, tau)
    spans = np.concatenate([dia.min(axis=0) / dia.max(axis=0), para.max(axis=0) / para.min(axis=0)])
    found = f"largest over smallest, to 1e-4: {numbers(spans[:2])}; {numbers(spans[2:], 2)}"
    return true_if(spans[:2].max() < 1.1 and spans[2:].min() > 1e3, found)


@claim(
    "p.sec5.diamagnetic-smaller",
    where="Sec. V, second paragraph; Fig. 5(a)",
    statement="At low T |chi| of the diamagnetic sizes is far below the paramagnetic chi.",
    kind="bound",
    equations=("A5",),
    figure="fig5a",
    recorded="holds",
)
def _() -> Outcome:
    tau = np.array([1e-9, 1e-7, 1e-5, 1e-4, 5e-4])[:, None]
    ratio = np.min(chi(SIZES, tau), axis=1) / np.max(np.abs(chi([42.4, 42.7], tau)), axis=1)
    return true_if(ratio[:3] > 30, f"{numbers(ratio, 3)} times at 1e-9, 1e-7, 1e-5, 1e-4, 5e-4")


@claim(
    "p.sec5.antialigned-out-of-reach",
    where="Sec. I, outline; Sec. V, third paragraph; Sec. VI",
    statement="No diamagnetic chi comes near -chi_c: antialigned order is out of reach.",
    kind="bound",
    equations=("8", "A5"),
    figure="fig5a",
    recorded="holds",
)
def _() -> Outcome:
    k, tau = np.linspace(5, 65, 2001), np.array([1e-9, 1e-7, 1e-5, 5e-4, 5e-3])[:, None]
    lowest = -np.min(chi(k, tau))
    needed = np.sqrt(CRITICAL / (0.4 * LANDAU))
    found = f"|chi| <= {numbers([lowest], 3)} up to k_F a = 65; needs k_F a = {numbers([needed])}"
    return true_if(lowest < 1e-3 * CRITICAL, found)


@claim(
    "p.sec6.reinforced-diamagnetism",
    where="Sec. VI, seventh paragraph",
    statement="The coupling reinforces the diamagnetism of microscopic dimers noticeably (by 1 %).",
    kind="bound",
    equations=("6", "A5"),
    figure="fig5a",
    recorded="does not hold",
)
def _() -> Outcome:
    """Eq. (6) for all pairs of sizes; Eq. (7) bounds it by |chi|/chi_c, at most 1.4e-4 here."""
    sizes = np.append(np.linspace(30, 65, 200), SIZES)
    strongest = 0.0
    for tau in (1e-7, 1e-5, 5e-3):
        x, y = np.meshgrid(chi(sizes, tau), chi(sizes, tau))
        for eta in ETA.values():
            full = dimer_susceptibility(x, y, d_over_a=3.0, eta=eta)
            gain = ((x + y) / 2 - full) / np.maximum(np.abs(x), np.abs(y))
            strongest = max(strongest, float(np.max(gain[(full < 0) & (x + y < 0)])))
    return true_if(strongest > 0.01, f"chi lower by at most {strongest:.1e} of the larger |chi|")


@claim(
    "p.sec5.critical-scale",
    where="Sec. V, third paragraph",
    statement="chi exceeds the critical value below about T/T_F = 1e-7 (within a factor of 3).",
    printed="1e-7",
    kind="value",
    equations=("8", "A5"),
    figure="fig5a",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    found = crossings()
    near = np.abs(np.log(found / 1e-7)) < np.log(3)
    return true_if(near, numbers(found), qualitatively=True)


@claim(
    "p.sec5.millikelvin",
    where="Sec. V, third paragraph",
    statement="T/T_F = 1e-7 in millikelvin for gold.",
    printed="6",
    kind="value",
    figure="fig5a",
    recorded="holds within rounding",
)
def _() -> Outcome:
    return rounds_to(1e-7 * FERMI_TEMPERATURE * 1e3, "6")


@claim(
    "p.sec6.cryogenic",
    where="Sec. VI, second paragraph",
    statement="Ordering of the three sizes is at cryogenic T and at chi way above Landau's.",
    kind="bound",
    figure="fig5b",
    recorded="holds",
)
def _() -> Outcome:
    kelvin = crossings() * FERMI_TEMPERATURE
    found = f"{numbers(1e3 * kelvin, 3)} mK; chi_c/|chi_L| = {CRITICAL / LANDAU:.2g}"
    return true_if(kelvin < 4.2, found)


@claim(
    "p.sec5.critical-is-crossing",
    where="Sec. V, last paragraph; Fig. 5(b)",
    statement="The moment of each of the three sizes appears where its chi becomes critical.",
    kind="feature",
    equations=("2", "3", "8", "A4"),
    figure="fig5b",
    recorded="holds",
)
def _() -> Outcome:
    tau = crossings() * np.array([[1 - 1e-8], [1 + 1e-8], [1.01], [3.0]])
    c = dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU)
    particle = sphere_response(SIZES, tau, coupling=c)
    m = dimer_moments(particle, particle, coupling=c)[0]
    found = f"1e-8 below it m = {numbers(m[0], 3)} mu_B, above it {numbers(m[1:].max(), 3)}"
    return true_if(np.all(m[0] > 0) and np.all(m[1:] == 0), found)


@claim(
    "p.sec5.aligned-stable",
    where="Sec. V, last paragraph",
    statement="The aligned phase of the three sizes is stable at all temperatures below critical.",
    kind="feature",
    equations=("2", "3", "A4"),
    figure="fig5b",
    recorded="holds",
)
def _() -> Outcome:
    tau = crossings() * np.array([0.01, 0.1, 0.5, 0.9, 0.99, 0.9999])[:, None]
    m, w = ordered(SIZES, tau)
    particle = sphere_response(SIZES, tau, coupling=w / m)
    growth = np.array([particle.derivative(w), particle.moment(w) / w / 2]) * w / m
    found = f"a step later a change along z and a tilt are {numbers(growth.max(axis=(1, 2)))} of it"
    return true_if((m > 0) & (np.abs(growth) < 1), found)


@claim(
    "p.sec5.thousand-bohr-magnetons",
    where="Sec. V, last paragraph; Fig. 5(b)",
    statement="Towards T = 0 the moment per particle is about a thousand mu_B (within 50 %).",
    printed="1000",
    kind="value",
    equations=("2", "3", "A4"),
    figure="fig5b",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    m = ordered(SIZES, 1e-10)[0]
    found = f"{numbers(m)} mu_B; l(l+1) = {numbers(L * (L + 1))}"
    return true_if(np.abs(m / 1000 - 1) < 0.5, found, qualitatively=True)


@claim(
    "p.sec5.no-transverse-moment",
    where="footnote 9",
    statement="The transverse moment of the dimer vanishes at all temperatures.",
    kind="feature",
    equations=("2", "3", "A4"),
    figure="fig5b",
    recorded="holds",
)
def _() -> Outcome:
    c = -dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU) / 2
    tau = crossings() * np.array([0.01, 0.1, 0.4, 0.49, 0.51, 0.9])[:, None]
    particle = sphere_response(SIZES, tau, coupling=-c)
    same = uniform_moment(particle, coupling=c, orientation=1.0)
    opposite = uniform_moment(particle, coupling=c, orientation=-1.0)
    below_half = (np.arange(6) < 4)[:, None]
    h = np.where(opposite > 0, -c * opposite, 1e-12)
    tilt = np.min((2 * -c * particle.moment(h) / h)[opposite > 0])
    found = (
        f"across z {np.sum(same > 0)} aligned; antialigned, m = 0, from T_c/2: tilt x {tilt:.1f}"
    )
    onset = np.all((opposite > 0) == below_half)
    return true_if(onset and np.all(same == 0) and tilt > 1, found)


@lru_cache(maxsize=1)
def tolerances() -> Floats:
    """Return the largest relative detuning at which each of the three sizes orders, at T -> 0."""
    off = np.geomspace(1e-9, 1e-6, 301)[:, None]
    m = ordered(SIZES * (1 - off), 1e-10)[0]
    return np.asarray(np.max(np.where(m > 0, off, 0.0), axis=0))


@claim(
    "p.sec6.precise-sizes",
    where="Sec. VI, second and sixth paragraph",
    statement="Order takes precise sizes.",
    kind="feature",
    equations=("2", "3", "A4"),
    figure="fig5b",
    recorded="holds",
)
def _() -> Outcome:
    radius = tolerances() * SIZES / FERMI_WAVE_NUMBER * 1e13
    return true_if(radius < 1e5, f"radius right to {numbers(radius, 2)} fm")


@claim(
    "p.sec6.atomic-precision",
    where="Sec. VI, sixth paragraph",
    statement="Clusters made with atomic precision may meet the sizes of Fig. 5.",
    kind="bound",
    figure="fig5b",
    recorded="cannot be decided",
)
def _() -> Outcome:
    """Solved for the detuning; in closed form, at T = 0, delta = c l^2 (l+1)/(6 sqrt 3).

    Only mu = E_F asks for this: at fixed N the shell that is filled last is always open.
    """
    c = dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU)
    closed = c * L**2 * (L + 1) / (6 * np.sqrt(3))
    atom = 1 / (3 * electron_number(SIZES))
    found = f"one atom moves k_F a by {numbers(atom / tolerances(), 3)} times what order bears"
    if np.all((tolerances() > atom) & (closed > atom)):
        return true_if(True, found)
    return undecidable(found + " at mu = E_F; at fixed N it need not")
