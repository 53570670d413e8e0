"""Planes and cubes of particles in place of the chain, in order and disordered."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, numbers, remark
from magrepro.core.arrays import Floats
from magrepro.core.orbital import dipole_waves, disordered_arrays
from magrepro.core.orbital.chains import CHAIN_LIMIT
from magrepro.core.orbital.particle_arrays import (
    MOMENTS,
    ParticleArray,
    critical_ratio,
    particle_array,
    strongest_mode,
)

part = Part("P", "appc", place="App. C")

ENDLESS = (
    ("square", "in plane"),
    ("hexagonal", "in plane"),
    ("cubic", "any"),
    ("square", "out of plane"),
    ("hexagonal", "out of plane"),
)


@part.claim(
    "every-array",
    "With planes and cubes in place of the chain: all order at a smaller susceptibility than the "
    "chain if their moments may lie in the plane, and none of them by much; a square lattice and a "
    "cube order antialigned, in rows.",
    at="beside Fig. 9",
    recorded="our remark",
    equations="8 C1",
    figure="beyond_arrays",
)
def every_array() -> Outcome:
    """The critical susceptibilities of endless arrays over the dimer's by Ewald sums, and how far
    the largest eigenvalues are from direct sums over a hundred thousand particles.
    """
    found, off = [], []
    for lattice, moments in ENDLESS:
        value, wave, _ = dipole_waves.strongest_wave(lattice, moments)
        tensor = dipole_waves.direct_tensor(lattice, wave, particles=1e5)
        some = list(MOMENTS[moments])
        off.append(abs(np.linalg.eigvalsh(tensor[some, :][:, some])[-1] / value - 1))
        found.append(float(critical_ratio(value)))
    said = f"square, hexagonal, cubic {numbers(found[:3])}; square, hexagonal across the plane "
    said += f"{numbers(found[3:])}; chain {numbers(CHAIN_LIMIT)}; "
    said += f"direct sums differ by {max(*off, 1e-12):.0e} at most"
    return remark(said, value=found[1])


@part.claim(
    "hexagon-turns",
    "With finite hexagons in place of the endless plane: the order is not the aligned one of the "
    "plane, its moments turn around the middle.",
    at="beside Fig. 9",
    recorded="our remark",
    equations="8",
    figure="beyond_arrays",
)
def hexagon_turns() -> Outcome:
    """Shares of the mode that are aligned, and that run around the middle, of 7 to 1141
    particles.
    """
    aligned, turning = [], []
    for edge in (2, 5, 12, 20):
        array = particle_array("hexagonal", edge)
        _, moments = strongest_mode(array, MOMENTS["in plane"])
        aligned.append(float(np.sum(np.sum(moments, axis=0) ** 2)) / array.size)
        turning.append(float(np.sum(_around(array, moments) ** 2)))
    said = f"aligned at most {max(aligned):.3f}, around the middle at least {min(turning):.4f}"
    return remark(said, value=min(turning))


def _around(array: ParticleArray, moments: Floats) -> Floats:
    places = array.positions() - array.positions().mean(axis=0)
    length = np.maximum(np.sqrt(np.sum(places**2, axis=1)), 1e-9)
    return np.asarray((places[:, 0] * moments[:, 1] - places[:, 1] * moments[:, 0]) / length)


@part.claim(
    "disordered",
    "With disorder in place of a lattice: the susceptibility at which an array orders falls, but "
    "what orders are a few particles that are large or close together.",
    at="beside Fig. 9",
    recorded="our remark",
    equations="8",
    figure="beyond_disorder",
)
def disordered() -> Outcome:
    """Over eight samples of a square of 400 with moments in the plane: the mean critical
    susceptibility over that without disorder, and the particles in the order, where particles are
    moved by up to 0.15 d, and where radii are 10 % wide.
    """
    clean, _ = strongest_mode(particle_array("square", 20), MOMENTS["in plane"])
    found = []
    for kind, strength in zip(disordered_arrays.KINDS, (0.15, 0.1), strict=True):
        samples = [_sample(kind, strength, number) for number in range(1, 9)]
        value, participants = np.mean([(clean / v, p) for v, p in samples], axis=0)
        found.append(f"{kind} {value:.2f} and {participants:.1f} particles")
    return remark("; ".join(found))


def _sample(kind: disordered_arrays.Kind, strength: float, number: int) -> tuple[float, float]:
    return disordered_arrays.sample(
        "square", "in plane", 20, kind, strength, seed=2301, number=number
    )
