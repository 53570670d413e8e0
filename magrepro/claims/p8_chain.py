"""Orbital paper, Appendix C with Figs. 9 and 10: chains of equal particles."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import zeta

from magrepro.claims import Outcome, about, claim, number, rounds_to, true_if
from magrepro.core.bessel import bessel_zero
from magrepro.core.chain_ordering import chain_moments
from magrepro.core.chains import CHAIN_LIMIT, CHAIN_ROW_SUM, chain_critical_ratio, chain_matrix
from magrepro.core.dipoles import ETA, critical_susceptibility
from magrepro.core.sphere import dipole_coupling, zero_field_susceptibility
from magrepro.core.sphere_response import sphere_response
from magrepro.parameters import Range, counts, values

Floats = NDArray[np.float64]
Temperatures = tuple[float, ...]
SIZE = bessel_zero(1, 36)
CHI_LANDAU = -2.9e-7
COUPLING = dipole_coupling(SIZE, d_over_a=3, chi_landau=CHI_LANDAU)


@lru_cache(maxsize=8)
def _moments(temperatures: Temperatures, lengths: tuple[int, ...]) -> Floats:
    """Mean moment in mu_B, shape (lengths, temperatures)."""
    tau = np.array(temperatures)[:, None]
    particle = sphere_response(SIZE, tau, coupling=COUPLING * CHAIN_ROW_SUM)
    found = [chain_moments(particle, coupling=COUPLING, n=n).mean(axis=-1) for n in lengths]
    return np.array(found)


def _figure(t_over_tf: Temperatures | Range, n_particles: tuple[int, ...] | Range) -> Floats:
    temperatures = tuple(np.sort(values(t_over_tf)).tolist())
    return _moments(temperatures, tuple(np.sort(counts(n_particles)).tolist()))


def _critical_temperature(n: int) -> float:
    """T/T_F at which the microscopic susceptibility reaches the critical one of (C1)."""
    critical = float(critical_susceptibility(3, eta=ETA["longitudinal"]) * chain_critical_ratio(n))

    def excess(log_tau: float) -> float:
        chi = zero_field_susceptibility(SIZE, np.exp(log_tau)) * abs(CHI_LANDAU)
        return float(np.log(chi / critical))

    return float(np.exp(brentq(excess, np.log(1e-8), np.log(1e-5), xtol=1e-12)))


def _wall_cost(n: int) -> float:
    """Energy of a wall in the middle of an aligned chain, in units of 2 m^2/d^3."""
    sides = np.where(np.arange(n) < n // 2, 1.0, -1.0)
    matrix = chain_matrix(n)
    return float(np.sum(matrix) - sides @ matrix @ sides) / 2


def _fluctuation(K: float, reach: int) -> float:
    """d<s>/dh of an endless chain of s = +-1 with energies -K/r^3 up to r = reach, by transfer."""
    states = np.arange(2**reach)
    field = (
        K * (1 - 2 * (states[:, None] >> np.arange(reach) & 1)) @ np.arange(1.0, reach + 1) ** -3
    )
    logarithms = []
    for h in (-1e-3, 0.0, 1e-3):
        transfer = np.zeros((states.size, states.size))
        transfer[2 * states % states.size, states] = np.exp(field + h)
        transfer[2 * states % states.size + 1, states] = np.exp(-field - h)
        weights = np.ones(states.size)
        for _ in range(400):
            weights = transfer @ weights
            weights /= (size := weights.sum())
        logarithms.append(np.log(size))
    return float(np.diff(logarithms, 2)[0]) / 1e-6


@claim(
    "p.appc.determinant",
    where="App. C, below Eq. (C1)",
    statement="The critical value is the smallest positive root of the determinant of (C1), there "
    "all moments are aligned, and for two particles it is the dimer's.",
    kind="value",
    equations=("C1",),
    figure="fig9",
    recorded="holds",
)
def _() -> Outcome:
    errors, aligned = [], []
    for n in (2, 3, 4, 6, 8, 40):
        eigenvalues, vectors = np.linalg.eigh(chain_matrix(n))
        aligned.append(np.all(vectors[:, -1] * vectors[0, -1] > 0))
        ratio = float(chain_critical_ratio(n))
        below = np.linspace(0, ratio * (1 - 1e-9), 50)[:, None, None]
        aligned.append(np.all(np.linalg.det(np.eye(n) - below * chain_matrix(n)) > 0))
        errors.append(abs(ratio * eigenvalues[-1] - 1) if n > 2 else abs(ratio - 1))
    said = f"relative difference {number(max(errors))} for 2 to 40 particles, all aligned"
    return true_if([max(errors) < 1e-12, *aligned], said)


@claim(
    "p.appc.apery",
    where="Caption of Fig. 9",
    statement="Apery's constant.",
    printed="1.2",
    kind="value",
    figure="fig9",
    recorded="holds within rounding",
)
def _() -> Outcome:
    return rounds_to(np.sum(np.arange(1.0, 1e5) ** -3), "1.2")


@claim(
    "p.appc.asymptote",
    where="App. C, below Eq. (C1); caption of Fig. 9",
    statement="The critical value of long chains over the dimer's tends to 1/(2 zeta(3)).",
    printed="1/2 zeta(3)",
    kind="limit",
    equations=("C1",),
    figure="fig9",
    recorded="holds",
)
def _() -> Outcome:
    above = chain_critical_ratio([10, 100, 1000, 10000]) * 2 * zeta(3) - 1
    said = ", ".join(number(a) for a in above)
    good = [*(above > 0), *(np.diff(np.log10(above)) < -1.5), above[-1] < 1e-6]
    return true_if(good, f"above it by {said} at 10, 100, 1e3, 1e4")


@claim(
    "p.appc.asymptote-value",
    where="App. C, below Eq. (C1); caption of Fig. 9",
    statement="Critical value of a long chain, of ten thousand particles, over the dimer's.",
    printed="0.42",
    kind="value",
    equations=("C1",),
    figure="fig9",
    recorded="holds within rounding",
)
def _() -> Outcome:
    return rounds_to(chain_critical_ratio(10000), "0.42")


@claim(
    "p.appc.fourier",
    where="App. C, below Eq. (C1)",
    statement="By Fourier transform the endless chain becomes critical first at zero wave number.",
    kind="feature",
    equations=("C1",),
    recorded="holds",
)
def _() -> Outcome:
    q, j = np.linspace(0, np.pi, 201), np.arange(1.0, 3001)
    symbol = 2 * np.cos(np.multiply.outer(q, j)) @ j**-3
    said = f"largest at q = {number(q[np.argmax(symbol)])}: {number(symbol.max())}"
    return true_if([*(np.diff(symbol) < 0), abs(symbol[0] * CHAIN_LIMIT - 1) < 1e-6], said)


@claim(
    "p.appc.falls-with-length",
    where="App. C; Sec. VI, fifth paragraph; Fig. 9",
    statement="The critical value falls with every particle added.",
    kind="trend",
    equations=("C1",),
    figure="fig9",
    assumed=("fig9.n_particles",),
    recorded="holds",
)
def _(n_particles: tuple[int, ...] | Range) -> Outcome:
    n = counts(n_particles)
    ratio = chain_critical_ratio(n)
    said = f"from {number(ratio[0])} at {n[0]} to {number(ratio[-1])} at {n[-1]} particles"
    return true_if(np.diff(ratio) < 0, said)


@claim(
    "p.appc.factor-two",
    where="App. C; Sec. VI, fifth paragraph",
    statement="The plateau is about a factor of two below the dimer's critical value.",
    printed="2",
    kind="value",
    equations=("C1",),
    figure="fig9",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    return about(1 / chain_critical_ratio(10000), 2, within=0.25)


@claim(
    "p.appc.modest-length",
    where="App. C, below Eq. (C1)",
    statement="The plateau is approached by short chains (within 10 % at ten particles).",
    kind="feature",
    equations=("C1",),
    figure="fig9",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    above = chain_critical_ratio([5, 10, 20, 50]) / CHAIN_LIMIT - 1
    said = ", ".join(f"{a:.1%}" for a in above)
    return true_if(above[1] < 0.1, f"above it by {said} at 5, 10, 20, 50", qualitatively=True)


@claim(
    "p.appc.more-neighbours",
    where="App. C, below Eq. (C1); Sec. VI, fifth paragraph",
    statement="The fall comes from more partners of each particle: a second neighbour gives most "
    "of it, the long range of the coupling the rest.",
    kind="feature",
    equations=("C1",),
    figure="fig9",
    recorded="holds",
)
def _() -> Outcome:
    n, distance = 100, np.abs(np.subtract.outer(np.arange(100), np.arange(100)))
    reach = np.array([1, 2, 5, n])[:, None, None]
    ratio = 1 / np.linalg.eigvalsh(np.where(distance <= reach, chain_matrix(n), 0))[:, -1]
    said = ", ".join(number(r) for r in ratio)
    return true_if(np.diff(ratio) < 0, f"100 particles with 1, 2, 5, all neighbours a side: {said}")


@claim(
    "p.appc.higher-temperature",
    where="Sec. I, outline of App. C",
    statement="Coupling in a chain raises the temperature below which order may arise.",
    kind="trend",
    equations=("A5", "C1"),
    figure="fig10",
    recorded="holds",
)
def _() -> Outcome:
    lengths = [2, 3, 4, 5, 10, 20, 50, 1000]
    critical = np.array([_critical_temperature(n) for n in lengths])
    said = f"T_c/T_F = {number(critical[0])} for 2, {number(critical[1])} for 3, "
    return true_if(np.diff(critical) > 0, f"{said}{number(critical[-1])} for 1000 particles")


@claim(
    "p.appc.grows-with-length",
    where="App. C, last but one paragraph; Fig. 10",
    statement="The spontaneous moment per particle grows with the length of the chain.",
    kind="trend",
    equations=("A4", "C1"),
    figure="fig10",
    assumed=("fig10.t_over_tf", "fig10.n_particles"),
    recorded="holds",
)
def _(t_over_tf: Temperatures | Range, n_particles: tuple[int, ...] | Range) -> Outcome:
    m = _figure(t_over_tf, n_particles)
    grows = np.diff(m, axis=0) > 0
    coldest = np.diff(_moments((1e-9,), (2, 10, 50)), axis=0).ravel()
    said = f"at 1e-9 T_F it falls, by {number(-coldest.sum())} mu_B from 2 to 50"
    smallest = np.min(np.diff(m, axis=0)[grows])
    return true_if(grows | (m[1:] == 0), f"by {number(smallest)} mu_B or more a step; {said}")


@claim(
    "p.appc.lower-temperature",
    where="App. C, last but one paragraph; Fig. 10",
    statement="At lower temperature aligned moments appear in shorter chains and are larger.",
    kind="trend",
    equations=("A4", "C1"),
    figure="fig10",
    assumed=("fig10.t_over_tf", "fig10.n_particles"),
    recorded="holds",
)
def _(t_over_tf: Temperatures | Range, n_particles: tuple[int, ...] | Range) -> Outcome:
    m, lengths = _figure(t_over_tf, n_particles), np.sort(counts(n_particles))
    shortest = np.where((m > 0).any(axis=0), lengths[np.argmax(m > 0, axis=0)], 10**9)
    falls = (np.diff(m, axis=1) < 0) | (m[:, 1:] == 0)
    last = f"{shortest[-1]} on" if shortest[-1] < 10**9 else "no length on"
    said = f"ordered from {shortest[0]} particles on at the lowest T, from {last} at the highest"
    return true_if([falls.all(), np.all(np.diff(shortest) >= 0)], said)


@claim(
    "p.appc.endless-order",
    where="App. C, last paragraph",
    statement="Unlike microscopic moments with short range, mesoscopic dipoles along an endless "
    "chain can order at finite temperature.",
    kind="feature",
    equations=("C1",),
    figure="fig10",
    recorded="does not hold",
)
def _() -> Outcome:
    """Cost of a wall in ever longer chains; fluctuations at K = 1/2 with ever longer range."""
    walls = np.array([_wall_cost(n) for n in (50, 200, 800)])
    fluctuations = np.log([_fluctuation(0.5, reach) for reach in (2, 4, 8)])
    grow = [v[2] - v[1] > 0.6 * (v[1] - v[0]) for v in (walls, fluctuations)]
    m = _moments((1e-7,), (50,))[0, 0]
    cost = float(COUPLING) * m**2 * walls[2] / 2 / 1e-7
    said = f"a wall costs {number(cost)} k_B T at 1e-7 T_F, finite however long the chain"
    return true_if(any(grow), said)
