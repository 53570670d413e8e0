"""P, Fig. 10: spontaneous moment per particle of a chain against its length.

Equations: (2), (3), (A4), (C1).

Chains of equal particles with a level at the Fermi energy, at several temperatures: the moment
grows with the length and falls with the temperature; above the dimer's critical temperature longer
chains still order. Slightly off the level the largest moments may have a higher mean-field grand
potential than no order; then none are drawn. With `ensemble: canonical` each particle has its own
fixed number of electrons, half a shell at a level.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from magrepro import quantities
from magrepro.core.arrays import Floats, Ints
from magrepro.core.orbital.branches import Branch, largest_moment
from magrepro.core.orbital.chain_ordering import chain_is_stable, moments_of_chains
from magrepro.core.orbital.chains import CHAIN_ROW_SUM, chain_critical_ratio
from magrepro.core.orbital.sphere import dipole_coupling
from magrepro.dataset import Column, Dataset
from magrepro.figures import _axes, _common, _costs, _spheres, _style, _words
from magrepro.material import MaterialChoice, metal
from magrepro.observables import Observable, column
from magrepro.parameters import (
    Axis,
    CountAxis,
    FigureParams,
    Range,
    Size,
    assumed,
    counts,
    parameter,
    size,
    stated,
    values,
)
from magrepro.physical import Units
from magrepro.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure


class Params(FigureParams):
    """Parameters of Fig. 10."""

    material: MaterialChoice = _common.MATERIAL
    kf_a: Size = parameter(
        "zeta_1_36",
        "size k_F a",
        stated("caption of Fig. 10"),
        quantity=quantities.RADIUS,
        ge=1,
        le=200,
    )
    t_over_tf: Axis = parameter(
        (1e-8, 1e-7, 2e-7, 3e-7, 4e-7, 5e-7, 6e-7),
        "T/T_F",
        assumed(
            "the text gives no values; from saturation to beyond the dimer's critical temperature "
            "of 2.6e-7 and up to that of an endless chain, 6.2e-7",
            plausible=((1e-8, 5e-8, 1e-7, 2e-7), (2e-7, 2.5e-7, 3e-7, 3.5e-7)),
        ),
        quantity=quantities.TEMPERATURE,
        ge=1e-10,
        le=0.1,
    )
    n_particles: CountAxis = parameter(
        Range(start=2.0, stop=50.0, num=49),
        "numbers of particles in the chain",
        assumed(
            "the text gives no range; reaches the plateau",
            plausible=(tuple(range(2, 11)), (2, 5, 10, 20, 50, 100, 200)),
        ),
        ge=2,
        le=100_000,
    )
    d_over_a: float = parameter(
        3.0,
        "centre-to-centre distance over radius",
        stated("caption of Fig. 10"),
        quantity=quantities.DISTANCE,
        ge=2,
        le=100,
    )
    chi_landau: _common.ChiLandau = _common.CHI_LANDAU
    branch: Branch = _common.BRANCH
    ensemble: _common.Ensemble = _common.ENSEMBLE
    units: Units = _common.UNITS


COLUMNS = (
    Column(
        "t_over_tf", "temperature over Fermi temperature", "exact", quantity=quantities.TEMPERATURE
    ),
    Column("n_particles", "number of particles in the chain", "exact", dtype=int),
    Column(
        "m_z", "spontaneous moment per particle; nan: none converged", "root", "mu_B", optional=True
    ),
    _common.STABLE,
)

PLOT = Plot(x="n_particles", y=("m_z",))


def compute(params: Params) -> Dataset:
    """Return the mean moment of every chain at every temperature."""
    k, tau, n = size(params.kf_a), values(params.t_over_tf), counts(params.n_particles)
    coupling = dipole_coupling(k, d_over_a=params.d_over_a, chi_landau=params.chi_landau)
    particle = _spheres.particle(
        np.asarray(k),
        tau[:, None],
        ensemble=params.ensemble,
        coupling=coupling * CHAIN_ROW_SUM,
    )
    chains = moments_of_chains(
        particle, coupling=coupling, lengths=n.tolist(), uniform=largest_moment, unsolved="nan"
    )
    stable = np.stack([chain_is_stable(particle, m, coupling=coupling) for m in chains], axis=-1)
    m_z = np.stack([moments.mean(axis=-1) for moments in chains], axis=-1)
    m_z /= metal(params.material).electrons.m_eff  # e hbar/(2 m* c) to mu_B
    if params.branch == "stable":
        m_z, stable = np.where(stable, m_z, 0.0), np.ones_like(stable)
    return Dataset.tidy(
        COLUMNS, t_over_tf=tau[:, None], n_particles=n[None, :], m_z=m_z, stable=stable
    )


def cost(params: Params) -> float:
    """Estimate the seconds on one core: some 20 moments a particle, and Newton's linear systems."""
    k, tau, n = size(params.kf_a), values(params.t_over_tf), counts(params.n_particles)
    coupling = dipole_coupling(k, d_over_a=params.d_over_a, chi_landau=params.chi_landau)
    some, strongest = _costs.sample(tau), coupling * CHAIN_ROW_SUM
    single = _spheres.particle_seconds(
        np.asarray(k), some, ensemble=params.ensemble, coupling=strongest
    ).mean()
    # Canonical moments are solved for in six times as many steps, and chains in as many.
    newton = single / (3 if params.ensemble == "grand-canonical" else 12)
    each = _costs.ROW_SECONDS + 2 * single + 1e-3 + (3e-5 + newton) * n
    return 1.0 + float(tau.size * each.sum())


def critical_temperature(several: Sequence[Params]) -> Floats:
    """Return the largest T/T_F at which chi is critical for one length, Eqs. (8), (C1)."""
    share = chain_critical_ratio(column(several, "n_particles"))
    return _spheres.chains_critical_temperature(several, share)


def critical_temperature_k(several: Sequence[Params]) -> Floats:
    """Return the same in kelvin."""
    return _common.in_kelvin(critical_temperature(several), several)


OBSERVABLES = (
    Observable(
        "critical_temperature",
        critical_temperature,
        "largest temperature at which chi is the critical one of the chain, Eqs. (8), (C1); 0: at "
        "none",
        unit="T_F",
        at=("n_particles",),
        together=64,
    ),
    Observable(
        "critical_temperature_k",
        critical_temperature_k,
        "the same in kelvin, of this material",
        unit="K",
        at=("n_particles",),
        together=64,
    ),
    replace(_common.RADIUS_NM, at=()),
)


@_style.styled
def draw(dataset: Dataset, params: Params) -> Figure:
    """Draw a curve a temperature, named at its end, with dots at some lengths.

    Of more than 12 the first and the last are named.
    """
    del params
    figure = _style.figure(height=2.8)
    ax = figure.subplots()
    temperatures = dataset.distinct("t_over_tf")
    colours, kinds = _style.colours(len(temperatures)), _style.lines(len(temperatures))
    ends = []
    looks = zip(temperatures, colours, kinds, itertools.cycle("osD^v"), strict=False)
    for i, (tau, colour, line, marker) in enumerate(looks):
        curve = dataset.where(t_over_tf=tau)
        look = {"color": colour, "linestyle": line, "marker": marker, "ms": 2.6, "lw": 0.9}
        dots = _dots(curve["n_particles"], i)
        ax.plot(curve["n_particles"], curve["m_z"], markevery=dots, **look)
        ends.append(float(curve["m_z"][-1]))
    ax.set_xlabel(r"number of particles $\mathcal{N}$")
    ax.set_ylabel(r"$m^z_\mathcal{N}$  ($\mu_B$ per particle)")
    ax.set_ylim(bottom=-20)
    temperature = _axes.shown(dataset, "t_over_tf")
    names = [f"${temperature.number(t)}$" for t in dataset.distinct(temperature.column)]
    _style.name_ends(ax, ends, names, title=temperature.label, colours=colours)
    return figure


def _dots(n: Ints, curve: int) -> list[int]:
    """Return which lengths are marked, in turn: dots of curves that nearly meet stand apart."""
    dots = _style.thinned(np.sqrt(n), 15)
    return list((dots[curve % 2 :: 2] if dots.size > 8 else dots).tolist())


def alt(dataset: Dataset, params: Params) -> str:
    """Return what the picture shows."""
    del params
    told = []
    for tau in _words.some(sorted(dataset.distinct("t_over_tf")), 3):
        curve = dataset.where(t_over_tf=tau)
        course = _words.course(curve["n_particles"], curve["m_z"], "mu_B")
        told.append(f"at T/T_F = {_words.number(tau)} it {course}")
    temperatures = len(dataset.distinct("t_over_tf"))
    return (
        f"Moment per particle over the number of particles {_words.span(dataset['n_particles'])},"
        f" curves at {temperatures} temperatures: {'; '.join(told)}."
    )
