"""What each part costs and how it grows: measures the constants and writes ``docs/scaling.md``."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.measure import exponent, process, python, seconds, spell
from magrepro.core.orbital import bessel
from magrepro.core.orbital.branches import stable_moment
from magrepro.core.orbital.chain_ordering import chain_moments
from magrepro.core.orbital.chains import CHAIN_ROW_SUM, _largest_eigenvalue
from magrepro.core.orbital.ordering import dimer_moments
from magrepro.core.orbital.responses import saturating
from magrepro.core.orbital.sphere import (
    dipole_coupling,
    magnetic_moment,
    zero_field_susceptibility,
)
from magrepro.core.orbital.sphere_response import sphere_response
from magrepro.core.orbital.thermal import density_z
from magrepro.core.vibrational.lattice import VibratingLattice, moment_per_site
from magrepro.core.vibrational.spins import Dimer, thermal_moment

PAGE = Path(__file__).parent.parent / "docs" / "scaling.md"
MILLION = 1_000_000


@dataclass(frozen=True)
class Cost:
    """What one point costs and how it grows."""

    part: str
    grows: str
    measured: str
    point: float
    """Seconds a point."""


def timed(work: Callable[[], object]) -> float:
    """Return the median time of five calls after one to warm up."""
    work()
    return statistics.median(seconds(work) for _ in range(5))


def growth(name: str, sizes: Sequence[int], times: Sequence[float]) -> str:
    """Return a measured power law in words."""
    ends = f"{sizes[0]:,} to {sizes[-1]:,}"
    return f"{name}^{exponent(sizes, times):.2f} for {name} from {ends}"


def zeros() -> Cost:
    """Zeros of Bessel functions up to k: k²/8 of them, each a recurrence of l steps."""
    sizes = [50, 100, 200, 400]
    times = [timed(lambda k=k: bessel._zeros_between(0.0, float(k))) for k in sizes]  # type: ignore[misc]
    count = bessel.bessel_zeros(200.0).zeta.size
    said = growth("k", sizes, times) + f"; {spell(times[2])} for the {count} zeros to 200, once"
    return Cost("zeros ζ_nl", "k³: k²/8 zeros, l steps each", said, times[2] / count)


def sphere(name: str, tau: float, w: float) -> Cost:
    """Moment or susceptibility of a sphere at sizes around k."""
    sizes, times = [20, 40, 80], []
    for k in sizes:
        points = np.linspace(k, k + 2, 2000)
        if w:
            times.append(timed(lambda p=points: magnetic_moment(p, tau, w)) / points.size)  # type: ignore[misc]
        else:
            times.append(timed(lambda p=points: zero_field_susceptibility(p, tau)) / points.size)  # type: ignore[misc]
    said = growth("k", sizes, times) + f"; {spell(times[1])} at k = 40"
    law = "τ k³: states within 50 τ of E_F" if w else "τ k²: shells within 50 τ of E_F"
    return Cost(name, law, said, times[1])


def ordered() -> list[Cost]:
    """Self-consistent dimers: about 16 evaluations for equal particles, 67 for unequal ones."""
    tau = np.geomspace(1e-9, 1e-6, 2000)
    k = bessel.bessel_zero(1, 36)
    coupling = dipole_coupling(k, d_over_a=3.0, chi_landau=-2.9e-7)
    particle = sphere_response(k, tau, coupling=coupling)
    gold = timed(lambda: stable_moment(particle, coupling=coupling)) / tau.size
    off = sphere_response(k * (1 + 1e-8), tau, coupling=coupling)
    stairs = timed(lambda: stable_moment(off, coupling=coupling)) / tau.size
    x = np.linspace(-2, 2, 200)
    first, second = saturating(x[:, None]), saturating(x)
    plane = timed(lambda: dimer_moments(first, second, coupling=1.0)) / x.size**2
    return [
        Cost("dimer of gold particles", "evaluations × moment", f"{spell(gold)} a point", gold),
        Cost("the same 1e-8 off the level", "as above, stairs", f"{spell(stairs)} a point", stairs),
        Cost("dimer of unequal saturating particles", "constant", f"{spell(plane)} a point", plane),
    ]


def chains() -> list[Cost]:
    """Chains: a few FFTs a step, a number of steps that hardly grows."""
    sizes = [1000, 10_000, 100_000]
    times = [timed(lambda n=n: _largest_eigenvalue.__wrapped__(n)) for n in sizes]  # type: ignore[misc]
    critical = Cost("critical value of a chain", "N log N", growth("N", sizes, times), times[0])
    coupling = dipole_coupling(bessel.bessel_zero(1, 36), d_over_a=3.0, chi_landau=-2.9e-7)
    particle = sphere_response(
        bessel.bessel_zero(1, 36), np.array([2e-7]), coupling=coupling * CHAIN_ROW_SUM
    )
    times = [
        timed(lambda n=n: chain_moments(particle, coupling=float(coupling), n=n))  # type: ignore[misc]
        for n in sizes
    ]
    moments = Cost("moments of a gold chain", "N log N", growth("N", sizes, times), times[0])
    return [critical, moments]


def thermal() -> list[Cost]:
    """Densities and pairs of spins."""
    z, ratio = np.linspace(-1, 1, 201), np.linspace(0, 2, 101)[:, None]
    costs = []
    for stiffness in (50.0, 1000.0):
        one = timed(lambda c=stiffness: density_z(z, coupling=ratio * c, stiffness=c))  # type: ignore[misc]
        one /= z.size * ratio.size
        law, said = "√C nodes a point", f"{spell(one)} a point"
        costs.append(Cost(f"P1(M1z) at C = {stiffness:g}", law, said, one))
    rng = np.random.default_rng(0)
    j, alpha = rng.uniform(-5, 5, 4000), rng.uniform(-10, 10, 4000)
    sizes, times = [1, 2, 4, 8], []
    for spin in sizes:
        pair = Dimer(spin=spin, j=j, alpha=alpha)
        times.append(timed(lambda p=pair: thermal_moment(p, 3.0)) / j.size)  # type: ignore[misc]
    said = growth("S", sizes, times) + f"; {spell(times[1])} for S = 2"
    costs.append(
        Cost("moment of a spin pair", "(2S+1)² levels; series that lengthen with S", said, times[1])
    )
    lattice = VibratingLattice(spin=1, j=5.0, a=1.0, phi=1e-4, omega0=0.1, anisotropy=5.0)
    t = np.geomspace(1, 1000, 200)
    site = timed(lambda: moment_per_site(lattice, t)) / t.size
    return [
        *costs,
        Cost("moment per site, S = 1", "nodes in k × pair", f"{spell(site)} a point", site),
    ]


def main() -> None:
    """Measure and write the page."""
    costs = [
        zeros(),
        sphere("susceptibility of a sphere, τ = 5e-3", 5e-3, 0.0),
        sphere("susceptibility of a sphere, τ = 5e-5", 5e-5, 0.0),
        sphere("moment of a sphere, τ = 5e-3", 5e-3, 1e-4),
        sphere("moment of a sphere, τ = 5e-5", 5e-5, 1e-4),
        *ordered(),
        *chains(),
        *thermal(),
    ]
    start, _ = process(python("import magrepro.output, magrepro.config, matplotlib.figure"))
    rows = [f"| {c.part} | {c.grows} | {c.measured} | {spell(MILLION * c.point)} |" for c in costs]
    PAGE.write_text(PREFACE.format(start=spell(start)) + "\n".join(rows) + "\n" + ADVICE)


PREFACE = """# What it costs

Written by `make scaling`: one thread, medians of five, on the machine that ran it. τ = T/T_F,
k = k_F a. The last column is a study of 10⁶ parameter points in one process, computed in arrays
(one call with many points, not many calls); for zeros it is 10⁶ zeros, for chains 10⁶ chains of
1000 particles. Starting a process and importing the libraries takes {start}, a picture a few tenths
of a second more, so that small studies should be arrays of one run, not many runs.

| part | grows as | measured | 10⁶ points |
|---|---|---|---|
"""

ADVICE = """
## Where to spread out

- Within a process everything is vectorised over its natural axes and one thread is used; numbers
  do not depend, beyond rounding, on how a study is cut.
- Points are independent, so cut the axis that costs most: temperature for spheres (hot points cost
  most, the window of half-filled shells grows with τ), the length for chains, C for Fig. 8.
- `magrepro run FIGURE... -j N` spreads figures over processes. For a study, start one process a
  core, each with its own part of the axis: `--set 't_over_tf={start: ..., stop: ..., num: ...}'`
  and its own `--out`; nothing is shared but the zeros, which every process finds anew.
- Memory: blocks of a sphere hold 2¹⁵ numbers each whatever the number of points; maps of spin pairs
  hold their whole axis at once, 8 (2S+1)² bytes a point; a chain of 10⁶ holds a few dozen vectors.
"""


if __name__ == "__main__":
    main()
