"""App. C with Fig. 10: order and moments of chains of equal particles."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.optimize import elementwise

from magrepro.claims import Outcome, Part, above, number, readings, remark, true_if
from magrepro.claims.orbital.gold import LANDAU, SIZES, barrier
from magrepro.core.arrays import Floats
from magrepro.core.orbital.chain_ordering import moments_of_chains
from magrepro.core.orbital.chains import CHAIN_ROW_SUM, chain_critical_ratio, chain_matrix
from magrepro.core.orbital.dipoles import ETA, critical_susceptibility
from magrepro.core.orbital.sphere import dipole_coupling, zero_field_susceptibility
from magrepro.core.orbital.sphere_response import sphere_response
from magrepro.parameters import Range, counts, values

part = Part("P", "appc", place="App. C", figure="fig10")

Temperatures = tuple[float, ...]
SIZE = float(SIZES[0])
COUPLING = dipole_coupling(SIZE, d_over_a=3, chi_landau=-LANDAU)


@lru_cache(maxsize=64)
def _moments(temperatures: Temperatures, lengths: tuple[int, ...]) -> Floats:
    """Mean moment in mu_B, shape (lengths, temperatures)."""
    tau = np.array(temperatures)[:, None]
    particle = sphere_response(SIZE, tau, coupling=COUPLING * CHAIN_ROW_SUM)
    chains = moments_of_chains(particle, coupling=COUPLING, lengths=lengths)
    return np.array([moments.mean(axis=-1) for moments in chains])


def _figure(t_over_tf: Temperatures | Range, n_particles: tuple[int, ...] | Range) -> Floats:
    temperatures = tuple(np.sort(values(t_over_tf)).tolist())
    return _moments(temperatures, tuple(np.sort(counts(n_particles)).tolist()))


def _critical_temperatures(lengths: list[int]) -> Floats:
    """T/T_F at which the microscopic susceptibility reaches the critical one of (C1)."""
    share = np.array([chain_critical_ratio(n) for n in lengths])
    critical = critical_susceptibility(3, eta=ETA["longitudinal"]) * share

    def excess(log_tau: Floats, critical: Floats) -> Floats:
        chi = zero_field_susceptibility(SIZE, np.exp(log_tau)) * LANDAU
        return np.asarray(np.log(chi / critical))

    ends = np.log(1e-8), np.log(1e-5)
    return np.asarray(np.exp(elementwise.find_root(excess, ends, args=(critical,)).x))


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


@part.claim(
    "higher-temperature",
    "In a chain the dipolar interactions increase the temperature below which magnetic order may "
    "arise.",
    at="Sec. I, paragraph 10, sentence 3, on App. C",
    recorded="holds",
    equations="A5 C1",
)
def higher_temperature() -> Outcome:
    """The temperature at which chi reaches the critical value rises with each of eight lengths from
    2 to 1000.
    """
    lengths = [2, 3, 4, 5, 10, 20, 50, 1000]
    critical = _critical_temperatures(lengths)
    said = f"T_c/T_F = {number(critical[0])} for 2, {number(critical[1])} for 3, "
    return true_if(above(np.diff(critical), 0), f"{said}{number(critical[-1])} for 1000 particles")


@part.claim(
    "grows-with-length",
    "The spontaneous moment per particle increases as a function of the number of particles, as "
    "can be seen from Fig. 10.",
    at="paragraph 4, sentence 2; Fig. 10",
    recorded="holds",
    equations="A4 C1",
)
def grows_with_length(
    t_over_tf: Temperatures | Range, n_particles: tuple[int, ...] | Range
) -> Outcome:
    """At each temperature of Fig. 10 it grows with each length, or is zero for both.

    Tolerance: none, a sign.
    """
    m = _figure(t_over_tf, n_particles)
    step = np.diff(m, axis=0)
    smallest = np.min(step[step > 0])
    said = (
        f"it grows by {number(smallest)} mu_B or more at each step, at the temperatures of Fig. 10"
    )
    return true_if((step > 0) | (m[1:] == 0), said, value=smallest, unit="mu_B")


@part.claim(
    "cold-falls",
    "At temperatures below those of Fig. 10 the spontaneous moment per particle falls as the chain "
    "gets longer.",
    at="beside paragraph 4, sentence 2",
    recorded="our remark",
    equations="A4 C1",
)
def cold_falls() -> Outcome:
    """The temperature below which 50 particles have a smaller moment each than two, and the
    difference at 1e-9 T_F. All states are saturated there, and the larger field of the longer chain
    only adds diamagnetism.
    """

    def gain(log_tau: Floats) -> Floats:
        few, many = _moments(tuple(np.exp(np.ravel(log_tau)).tolist()), (2, 50))
        return np.reshape(many - few, np.shape(log_tau))

    ends = np.log(1e-9), np.log(3e-8)
    turn = np.exp(elementwise.find_root(gain, ends, tolerances={"xatol": 1e-6}).x)
    loss = -gain(ends[0])
    found = f"below {turn:.2g} T_F the longer chain has less, by {loss:.2g} mu_B at 1e-9 T_F"
    return remark(found, value=turn, unit="T_F")


@part.claim(
    "lower-temperature",
    "Lower temperatures favour the appearance of aligned moments within the chain.",
    at="paragraph 4, sentence 3; Fig. 10",
    recorded="holds",
    equations="A4 C1",
)
def lower_temperature(
    t_over_tf: Temperatures | Range, n_particles: tuple[int, ...] | Range
) -> Outcome:
    """At each lower temperature of Fig. 10 the moments are larger, and appear in chains no longer
    than before.
    """
    m, lengths = _figure(t_over_tf, n_particles), np.sort(counts(n_particles))
    shortest = np.where((m > 0).any(axis=0), lengths[np.argmax(m > 0, axis=0)], 10**9)
    falls = (np.diff(m, axis=1) < 0) | (m[:, 1:] == 0)
    last = f"{shortest[-1]} on" if shortest[-1] < 10**9 else "no length on"
    said = (
        f"chains order from {shortest[0]} particles on at the lowest T, from {last} at the highest"
    )
    return true_if([falls.all(), np.all(np.diff(shortest) >= 0)], said)


@part.claim(
    "endless-order",
    "The chain of mesoscopic dipoles differs from that of microscopic moments, where thermal "
    "fluctuations prevent, at finite temperature, long-range order for infinite one-dimensional "
    "systems with short-range interactions.",
    at="paragraph 5",
    recorded="two readings",
    parts=("holds qualitatively", "does not hold"),
    equations="C1",
)
def endless_order() -> Outcome:
    """At 1e-7 T_F neither a wall through 50 particles nor the turn of a pair costs less than 25
    k_B T, so that a chain of Fig. 10 stays aligned, where one of microscopic moments with k_B T of
    coupling does not; or an endless chain has order: with its length the cost of a wall, or with
    the range of the coupling the logarithm of the fluctuations, keeps growing, by 0.6 of the step
    before at least.

    Tolerance: Neel's 25 k_B T; a logarithm would grow by equal steps, while a finite limit makes
    them fall by four and more.
    """
    walls = np.array([_wall_cost(n) for n in (50, 200, 800)])
    fluctuations = np.log([_fluctuation(0.5, reach) for reach in (2, 4, 8)])
    grow = [v[2] - v[1] > 0.6 * (v[1] - v[0]) for v in (walls, fluctuations)]
    m = _moments((1e-7,), (50,))[0, 0]
    cost = float(COUPLING) * m**2 * walls / 2 / 1e-7
    turn = float(barrier(SIZE, 1e-7))
    finite = f"a wall costs {cost[0]:.3g} k_B T, the turn of a pair {turn:.3g} k_B T, at 1e-7 T_F"
    endless = f"a wall costs {cost[2]:.3g} k_B T however long the chain"
    return readings(
        {
            "the chains of Fig. 10 stay aligned": true_if(
                above([cost[0], turn], 25), finite, qualitatively=True, unit="k_B T"
            ),
            "an endless chain has order": true_if(any(grow), endless, value=cost[2], unit="k_B T"),
        }
    )
