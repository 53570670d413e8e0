"""Chains of fluctuating moments drawn at random: all neighbours, by two exact moves.

The weight of `fluctuations` is sampled by two moves, neither of which rejects:

Field. With A the coupling matrix plus c on its diagonal, c just large enough that A is positive,
exp(mu.A mu/2) is an integral over Gaussian fields. Given the moments, the field phi = A mu + noise
of covariance A is drawn by FFT; given the field, each moment is drawn alone in its ball, from
exp[-(C + c/2) mu^2 + phi.mu]. All moments are renewed at once, at the cost of some FFTs.

Cluster. The signs of the z_i are Ising spins with couplings 2 K |z_i z_j|/|i - j|^3. Bonds are put
by a Poisson process over all pairs, thinned; what they connect turns over as one, with probability
1/2. The mean over these turns of the squared moment, the sum of the squares of the clusters' own,
is what is averaged.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), Apps. B and C. Swendsen,
Wang, Phys. Rev. Lett. 58, 86 (1987). Fukui, Todo, J. Comput. Phys. 228, 2629 (2009). Flyvbjerg,
Petersen, J. Chem. Phys. 91, 461 (1989): errors by blocking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.fft
from numpy.random import Generator
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import log_ndtr, ndtri_exp

from magrepro.core.arrays import Floats, Ints, floats, not_negative, positive
from magrepro.core.orbital.chains import chain_length

FEWEST_BLOCKS: Final = 16
"""Blocks below which the scatter of their means is no estimate."""

MOST_SITES: Final = 1_000_000
"""Particles of a chain, whose spectra take 100 MB while they are computed."""

STRONGEST: Final = 100.0
"""Largest K or C, as in `fluctuations`, with which chains without far neighbours are compared."""


@dataclass(frozen=True, eq=False)
class Chain:
    """What a chain of one length and temperature needs; reach 1 couples neighbours alone."""

    n: int
    coupling: float
    stiffness: float
    kernel: Floats
    """|i - j|^-3 by distance, shape (n,), 0 beyond the reach and at 0."""
    spectra: Floats
    """Spectra of A on a ring for rho and for z, shape (2, ring/2 + 1)."""
    ring: int
    shift: float
    """c."""


def chain(*, n: int, coupling: float, stiffness: float, reach: int | None = None) -> Chain:
    """Return a chain to be sampled.

    Parameters
    ----------
    n
        Number of particles, 2 to a million.
    coupling, stiffness
        K and C, positive, up to 100.
    reach
        Largest distance that is coupled; all without it.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    n = chain_length(n)
    K, C = float(positive("coupling", coupling)), float(not_negative("stiffness", stiffness))
    if n > MOST_SITES or max(K, C) > STRONGEST:
        raise ValueError(
            f"n must be at most {MOST_SITES}, coupling and stiffness at most {STRONGEST:g}"
        )
    distance = np.arange(n, dtype=np.float64)
    near = (distance > 0) & (distance <= (n if reach is None else reach))
    kernel = np.where(near, np.maximum(distance, 1.0) ** -3, 0.0)
    ring = int(scipy.fft.next_fast_len(2 * n, real=True))
    around = np.zeros(ring)
    around[:n] = kernel
    around[ring - n + 1 :] = kernel[:0:-1]
    symbol = scipy.fft.rfft(around).real
    bare = np.stack([-K * symbol, 2 * K * symbol])
    shift = float(-bare.min())
    return Chain(n, K, C, kernel, np.maximum(bare + shift, 0.0), ring, shift)


def sample(system: Chain, *, sweeps: int, replicas: int, rng: Generator) -> tuple[Floats, Floats]:
    """Return squared moment and mean z^2 of each sweep, after a tenth as many to settle.

    Parameters
    ----------
    system
        What is sampled.
    sweeps, replicas
        Sweeps recorded, and chains side by side.
    rng
        Source of randomness. One seed gives the same numbers up to rounding: the moves bring chains
        with the same random numbers together.

    Returns
    -------
    squared_moment, square : ndarray
        <(sum z)^2>/N^2 over the clusters' turns, and <z^2>, shape (sweeps,): means over replicas.
    """
    mu = np.zeros((replicas, system.n, 3))
    mu[..., 2] = 0.5
    settling = sweeps // 10 + 10
    squared_moment, square = np.empty(sweeps), np.empty(sweeps)
    for sweep in range(-settling, sweeps):
        mu = field_move(system, mu, rng)
        clusters = cluster_move(system, mu, rng)
        if sweep >= 0:
            squared_moment[sweep] = clusters / replicas / system.n**2
            square[sweep] = np.mean(mu[..., 2] ** 2)
    return squared_moment, square


def field_move(system: Chain, mu: Floats, rng: Generator) -> Floats:
    """Return new moments, shape (replicas, n, 3), drawn by way of the Gaussian field."""
    spectra = system.spectra[[0, 0, 1]].T
    noise = scipy.fft.rfft(rng.standard_normal((len(mu), system.ring, 3)), axis=1)
    waves = spectra * scipy.fft.rfft(mu, system.ring, axis=1) + np.sqrt(spectra) * noise
    phi = scipy.fft.irfft(waves, system.ring, axis=1)[:, : system.n]
    a = system.stiffness + system.shift / 2
    return moments_in_field(phi.reshape(-1, 3), a, rng).reshape(mu.shape)


def moments_in_field(phi: Floats, a: float, rng: Generator) -> Floats:
    """Return a moment in each field, of weight exp(-a mu^2 + phi.mu) in the unit ball, (N, 3).

    Where the peak phi/2a lies in the ball: a Gaussian until it falls into the ball. Elsewhere: its
    length from the rim inwards, its angle to the field, its turn about it.
    """
    g = np.sqrt(np.sum(phi**2, axis=-1))
    mu, inside = np.empty_like(phi), g <= 2 * a
    mu[inside] = _gaussian_in_ball(phi[inside] / (2 * a), a, rng)
    if not inside.all():
        outside = ~inside
        mu[outside] = _at_the_rim(phi[outside], g[outside], a, rng)
    return mu


def _gaussian_in_ball(mean: Floats, a: float, rng: Generator) -> Floats:
    """Draw normal moments about means inside of the ball, again where they lie outside."""
    mu, missing = np.empty_like(mean), np.arange(len(mean))
    while missing.size:
        trial = mean[missing] + rng.standard_normal((missing.size, 3)) / np.sqrt(2 * a)
        good = np.sum(trial**2, axis=-1) < 1
        mu[missing[good]] = trial[good]
        missing = missing[~good]
    return mu


def _at_the_rim(phi: Floats, g: Floats, a: float, rng: Generator) -> Floats:
    """Return moments whose peak lies outside of the ball; phi of length g, (N, 3)."""
    r = _radii(g, a, rng)
    u = rng.random(g.size)
    cosine = 1 + np.log(u + (1 - u) * np.exp(-2 * g * r)) / (g * r)
    angle = 2 * np.pi * rng.random(g.size)
    along = phi / g[:, None]
    helper = np.where(np.abs(along[:, :1]) < 0.6, [[1.0, 0.0, 0.0]], [[0.0, 1.0, 0.0]])
    first = np.cross(along, helper)
    first /= np.sqrt(np.sum(first**2, axis=-1, keepdims=True))
    second = np.cross(along, first)
    sine = np.sqrt(np.maximum(1 - cosine**2, 0.0))
    turned = np.cos(angle)[:, None] * first + np.sin(angle)[:, None] * second
    return np.asarray(r[:, None] * (cosine[:, None] * along + sine[:, None] * turned))


def _radii(g: Floats, a: float, rng: Generator) -> Floats:
    """Draw lengths from r sinh(g r) e^(-a r^2) on [0, 1]: a normal tail, thinned by the rest."""
    r, missing = np.empty_like(g), np.arange(g.size)
    peak, width = g / (2 * a), 1 / np.sqrt(2 * a)
    while missing.size:
        rim = (peak[missing] - 1) / width
        depth = -ndtri_exp(np.log1p(-rng.random(missing.size)) + log_ndtr(-rim))
        trial = peak[missing] - width * depth
        keep = trial * -np.expm1(-2 * g[missing] * np.maximum(trial, 0.0))
        good = (trial > 0) & (rng.random(missing.size) < keep)
        r[missing[good]] = trial[good]
        missing = missing[~good]
    return r


def cluster_move(system: Chain, mu: Floats, rng: Generator) -> float:
    """Turn clusters of z over, in place; return the sum of the squares of their moments."""
    replicas, n, _ = mu.shape
    z = mu[..., 2].ravel()
    first, second = _bonds(system, z, rng)
    graph = coo_array((np.ones(first.size, dtype=np.int8), (first, second)), shape=(z.size, z.size))
    count, label = connected_components(graph, directed=False)
    own = np.bincount(label, weights=z, minlength=count)
    turns = rng.integers(0, 2, count) * 2.0 - 1
    mu[..., 2] = (z * turns[label]).reshape(replicas, n)
    return float(own @ own)


def _bonds(system: Chain, z: Floats, rng: Generator) -> tuple[Ints, Ints]:
    """Return pairs of particles that turn over together.

    A bond is there with probability 1 - exp(-4 K z_i z_j/r^3), between neighbours drawn as such,
    further away if any event of a Poisson process of that strength is: events are drawn for |z| = 1
    and thinned by z_i z_j > 0.
    """
    last = np.arange(z.size) % system.n == system.n - 1
    bound = -np.expm1(-4 * system.coupling * np.maximum(z[:-1] * z[1:], 0.0))
    near = np.flatnonzero(~last[:-1] & (rng.random(z.size - 1) < bound))
    start, distance = _events(system, z.size, rng)
    kept = rng.random(start.size) < z[start] * z[start + distance]
    first = np.concatenate([near, start[kept]])
    return first, np.concatenate([near + 1, (start + distance)[kept]])


def _events(system: Chain, sites: int, rng: Generator) -> tuple[Ints, Ints]:
    """Return first particles and distances above 1 of the events, those beyond an end left out."""
    total = np.cumsum(system.kernel) - system.kernel[1]
    events = rng.poisson(4 * system.coupling * total[-1] * sites)
    distance = np.searchsorted(total, total[-1] * (1 - rng.random(events)))
    start = rng.integers(0, sites, events)
    fits = start % system.n + distance < system.n
    return start[fits], distance[fits]


def blocked_error(series: Floats) -> float:
    """Return the standard error of the mean of a correlated series, by blocking.

    The largest of the errors from blocks of 1, 2, 4, ... values, as long as 16 blocks remain.
    """
    errors, values = [0.0], floats(series)
    while values.size >= FEWEST_BLOCKS:
        errors.append(float(np.std(values, ddof=1) / np.sqrt(values.size)))
        values = values[: values.size // 2 * 2].reshape(-1, 2).mean(axis=1)
    return max(errors)
