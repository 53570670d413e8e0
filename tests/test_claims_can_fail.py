"""Every claim can fail: wrong physics, by name, changes its verdict."""

import functools
import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from magrepro import claims
from magrepro.claims.orbital.gold import COLDEST
from magrepro.claims.vibrational import better
from magrepro.claims.vibrational.pairs import ring_spins
from magrepro.core.orbital.sphere import magnetic_moment
from tests.mutations import (
    WINGS,
    Case,
    Change,
    Mutation,
    applied,
    argument,
    result,
    times,
)

SPHERE, GOLD = "orbital.sphere", "claims.orbital.gold"
SPINS, HALF, MODES = "vibrational.spins", "vibrational.spin_half", "vibrational.vibrations"
PAIRS = "claims.vibrational.pairs"


def dimer(**fields: Change) -> Change:
    """Change fields of the argument ``dimer``."""

    def changed(pair: Any) -> Any:
        return replace(
            pair, **{key: of(np.asarray(getattr(pair, key))) for key, of in fields.items()}
        )

    return argument("dimer", changed)


def even_under_time_reversal(hamiltonian: Any) -> Any:
    """Leave of a pair of spins 1/2 what time reversal does not change."""
    turn = np.kron([[0.0, 1.0], [-1.0, 0.0]], [[0.0, 1.0], [-1.0, 0.0]])
    return (hamiltonian + turn @ hamiltonian @ turn.T) / 2


def spins_for_waves(_: Any) -> Any:
    """Put the spin at site k in the place of the wave k."""
    return lambda sites, k, spin=0.5: [at[k % sites] for at in ring_spins(sites, spin)]


def a_tenth_to_first_order(_: Any) -> Any:
    return lambda k, w, spin=False: 0.1 * magnetic_moment(k, COLDEST, w)


known_moments = functools.cache(better.moments.__wrapped__)


def of_known_moments(change: Callable[[Any], Any]) -> Change:
    """Change the moments of pairs with a mode, which are diagonalised once for all cases."""
    return lambda _: lambda *args, **others: change(known_moments(*args, **others))


def larger_at_a_fixed_number(susceptibility: Any) -> Any:
    return lambda *of, exactly=True: (1.1 if exactly else 1) * susceptibility(*of, exactly=exactly)


def without_its_value_at_zero(coupling: Any) -> Any:
    return lambda k, **others: coupling(k, **others) - coupling(0 * np.asarray(k), **others)


CASES = (
    Case(
        "a sphere's susceptibility is a twentieth",
        (Mutation(f"{SPHERE}.zero_field_susceptibility", times(0.05)),),
        "p.appa.background p.appa.room-above-bulk p.appa.room-far-above-landau "
        "p.appa.susceptibility-is-slope p.fig7.linear-response p.sec5.critical-is-crossing "
        "p.sec5.curie-law p.sec5.degenerate-peaks p.sec5.no-transverse-moment",
    ),
    Case(
        "a sphere's susceptibility has the other sign",
        (Mutation(f"{SPHERE}.zero_field_susceptibility", times(-1)),),
        "p.appa.peaks-two-orders p.fig5.diamagnetic-42-4 "
        "p.fig5.sign-change-42-7 p.sec1.average-paramagnetic p.sec5.antialigned-out-of-reach "
        "p.sec5.diamagnetic-flat",
    ),
    Case(
        "a sphere's susceptibility has no sign",
        (Mutation(f"{SPHERE}.zero_field_susceptibility", result(np.abs)),),
        "p.fig6.peak-at-each-zero p.sec2.size-difference",
    ),
    Case(
        "a sphere's susceptibility is a thousand times larger",
        (Mutation(f"{SPHERE}.zero_field_susceptibility", times(1000)),),
        "p.sec5.room-below-critical p.sec6.reinforced-diamagnetism",
    ),
    Case(
        "a sphere is a hundred times hotter",
        (
            Mutation(
                f"{SPHERE}.zero_field_susceptibility", argument("t_over_tf", lambda t: 100 * t)
            ),
        ),
        "p.sec5.critical-scale",
    ),
    Case(
        "levels are two in a thousand off the Bessel zeros",
        (Mutation(f"{SPHERE}.zero_field_susceptibility", argument("kf_a", lambda k: 1.002 * k)),),
        "p.sec1.peaks-grow",
    ),
    Case(
        "sizes count a third",
        (Mutation(f"{SPHERE}.zero_field_susceptibility", argument("kf_a", lambda k: k / 3)),),
        "p.sec5.sign-within-fermi-length",
    ),
    Case(
        "temperature does not count",
        (
            Mutation(
                f"{SPHERE}.zero_field_susceptibility", argument("t_over_tf", lambda t: 0 * t + 5e-3)
            ),
        ),
        "p.appa.peaks-one-order",
    ),
    Case(
        "a fixed number of electrons responds a tenth more",
        (Mutation("orbital.canonical.susceptibility", larger_at_a_fixed_number),),
        "p.appa.canonical",
    ),
    Case(
        "a sphere's moment is a third",
        (Mutation(f"{SPHERE}.magnetic_moment", times(1 / 3)),),
        "p.fig7.thousand p.sec5.thousand-bohr-magnetons",
    ),
    Case(
        "a sphere's moment is a fifth",
        (Mutation(f"{SPHERE}.magnetic_moment", times(1 / 5)),),
        "p.sec1.large-moment",
    ),
    Case(
        "a sphere's moment saturates",
        (Mutation(f"{SPHERE}.magnetic_moment", result(lambda m: np.clip(m, -100, 100))),),
        "p.sec4.typical-saturation",
    ),
    Case(
        "a sphere feels a hundredth of the field",
        (
            Mutation(
                f"{SPHERE}.magnetic_moment", argument("hbar_omega_c_over_ef", lambda w: w / 100)
            ),
        ),
        "p.fig7.nonmonotonic",
    ),
    Case(
        "the diamagnetic term is ten times stronger in second order",
        (Mutation("claims.orbital.spheres.second_order_moment", times(10)),),
        "p.appa.diamagnetic-term-perturbative",
    ),
    Case(
        "the dipole field has the other sign",
        (Mutation(f"{SPHERE}.dipole_coupling", times(-1)),),
        "p.abstract.paramagnets-order",
    ),
    Case(
        "the dipole field is a thousand times stronger",
        (Mutation(f"{SPHERE}.dipole_coupling", times(1000)),),
        "p.appa.inner-field p.sec6.atomic-precision p.sec6.precise-sizes",
    ),
    Case(
        "Bessel zeros are one in a hundred too large",
        (
            Mutation(
                "orbital.bessel.bessel_zeros", result(lambda z: replace(z, zeta=1.01 * z.zeta))
            ),
        ),
        "p.appa.electron-count p.fig5.bessel-zeros",
    ),
    Case(
        "the critical susceptibility goes as the square of distance",
        (Mutation("orbital.dipoles.critical_susceptibility", result(lambda chi: chi ** (2 / 3))),),
        "p.sec6.closer p.sec3.critical-longitudinal "
        "p.sec4.only-the-ratio p.sec4.saturation p.appb.same-critical-value",
    ),
    Case(
        "the coupling falls as the square of distance",
        (
            Mutation(
                "orbital.dipoles.dimer_susceptibility", argument("d_over_a", lambda d: d ** (2 / 3))
            ),
        ),
        "p.sec3.far-apart p.sec3.six-signs p.sec3.tensor",
    ),
    Case(
        "along and across change places",
        (Mutation("orbital.dipoles.dimer_susceptibility", argument("eta", lambda eta: -1 - eta)),),
        "p.sec6.favour-diamagnetism",
    ),
    Case(
        "along and across change places to first order",
        (
            Mutation(
                "orbital.dipoles.first_order_correction", argument("eta", lambda eta: -1 - eta)
            ),
        ),
        "p.sec3.factor-two",
    ),
    Case(
        "spheres have a tenth more volume",
        (Mutation("orbital.dipoles.SPHERE_VOLUME", lambda volume: 1.1 * volume),),
        "p.sec3.critical-product",
    ),
    Case(
        "the change to first order counts twice",
        (Mutation("orbital.dipoles.first_order_correction", times(2)),),
        "p.sec3.expansion",
    ),
    Case(
        "dipoles are a tenth further apart",
        (Mutation("orbital.dipoles.effective_field", argument("positions", lambda z: 1.1 * z)),),
        "p.sec2.field-average",
    ),
    Case(
        "linear particles are a tenth further apart",
        (
            Mutation(
                "orbital.dipoles.linear_moments", argument("positions_over_a", lambda z: 1.1 * z)
            ),
        ),
        "p.sec3.infinite-magnetization",
    ),
    Case(
        "linear particles are all paramagnetic",
        (Mutation("orbital.dipoles.linear_moments", argument("chi", np.abs)),),
        "p.sec3.opposite-signs",
    ),
    Case(
        "dipoles are three tenths closer",
        (
            Mutation(
                "orbital.dipoles.dimer_susceptibility", argument("d_over_a", lambda d: 0.7 * d)
            ),
        ),
        "p.sec3.mixed-response",
    ),
    Case(
        "particles saturate from a larger susceptibility",
        (
            Mutation(
                "orbital.responses.saturating", argument("susceptibility", lambda chi: 1.2 * chi)
            ),
        ),
        "p.sec4.borders p.sec4.iteration p.sec4.no-transverse-order p.sec4.regimes "
        "p.sec4.square-root",
    ),
    Case(
        "saturating particles are all paramagnetic",
        (Mutation("orbital.responses.saturating", argument("susceptibility", np.abs)),),
        "p.sec4.recovers-linear",
    ),
    Case(
        "saturating particles answer a negative field less",
        (
            Mutation(
                "orbital.responses.saturating",
                result(
                    lambda r: replace(r, moment=lambda h: np.where(h < 0, 0.9, 1) * r.moment(h))
                ),
            ),
        ),
        "p.sec4.degenerate",
    ),
    Case(
        "the second particle of a pair has a smaller moment",
        (Mutation("orbital.ordering.equal_dimer_moments", result(lambda m: (m[0], 0.9 * m[1]))),),
        "p.sec4.equal-sizes",
    ),
    Case(
        "moments turn round at no cost",
        (Mutation("orbital.branches.reversal_barrier", times(1e-3)),),
        "p.sec4.lifetimes",
    ),
    Case(
        "equal particles are coupled more strongly",
        (Mutation("orbital.ordering.uniform_moment", argument("coupling", lambda c: 1.3 * c)),),
        "p.sec2.fluctuations-neglected",
    ),
    Case(
        "spontaneous moments are twice as large",
        (Mutation("orbital.ordering.uniform_moment", times(2)),),
        "p.sec6.energetic",
    ),
    Case(
        "in a field the coupling has the other sign",
        (Mutation("orbital.ordering.dimer_moments_in_field", argument("coupling", np.negative)),),
        "p.sec4.opposite-diamagnetic",
    ),
    Case(
        "the coupling along a chain falls as the square of distance",
        (Mutation("orbital.chains.chain_matrix", result(lambda matrix: matrix ** (2 / 3))),),
        "p.appc.determinant p.appc.endless-order p.appc.grows-with-length "
        "p.appc.higher-temperature",
    ),
    Case(
        "the coupling along a chain has the other sign",
        (Mutation("orbital.chains.chain_matrix", times(-1)),),
        "p.appc.more-neighbours",
    ),
    Case(
        "long chains order at larger susceptibilities",
        (Mutation("orbital.chains.chain_critical_ratio", result(np.reciprocal)),),
        "p.appc.falls-with-length p.appc.modest-length",
    ),
    Case(
        "zeta(3) is a tenth smaller",
        (Mutation("orbital.chains.CHAIN_LIMIT", lambda limit: 1.1 * limit),),
        "p.appc.asymptote",
    ),
    Case(
        "moments along a chain are inverted",
        (
            Mutation(
                "orbital.chain_ordering.moments_of_chains",
                result(lambda chains: [1 / (1 + m) for m in chains]),
            ),
        ),
        "p.appc.lower-temperature",
    ),
    Case(
        "ln Z of a free moment is larger",
        (Mutation("orbital.thermal.log_partition_single", times(1.3)),),
        "p.appb.single-particle",
    ),
    Case(
        "the energy of two dipoles is larger",
        (Mutation("orbital.thermal.dipole_energy", times(1.3)),),
        "p.appb.four-integrals",
    ),
    Case(
        "the mean of two fluctuating moments is larger",
        (Mutation("orbital.thermal.mean_moment", times(1.3)),),
        "p.appb.superparamagnetic",
    ),
    Case(
        "half the coupling acts on the density",
        (Mutation("orbital.thermal.density_z", argument("coupling", lambda K: K / 2)),),
        "p.appb.aligned p.appb.threshold",
    ),
    Case(
        "half the coupling acts on the peaks",
        (Mutation("orbital.thermal.peak_position", argument("coupling", lambda K: K / 2)),),
        "p.appb.similar-to-fig3",
    ),
    Case(
        "the mean of a free moment is a tenth",
        (Mutation("orbital.thermal.mean_moment_single", times(0.1)),),
        "p.appb.length-not-orientation",
    ),
    Case(
        "there is a field where there is none",
        (Mutation("orbital.thermal.density_z", argument("field", lambda h: h + 1)),),
        "p.appb.no-mean-moment",
    ),
    Case(
        "stiffness does not count",
        (Mutation("orbital.thermal.moments_bounded", argument("stiffness", lambda C: 0 * C + 50)),),
        "p.appb.bounded p.appb.weak-fluctuations",
    ),
    Case(
        "moments of fixed size are diamagnetic along the axis",
        (Mutation("claims.orbital.fluctuations.fixed_length", result(lambda s: (-s[0], s[1]))),),
        "p.appb.fixed-paramagnetic",
    ),
    Case(
        "multipoles make a third",
        (Mutation("claims.orbital.dimers.multipole_critical_moment", times(1.3)),),
        "p.sec2.multipoles",
    ),
    Case(
        "the mass counts twice",
        (Mutation(f"{GOLD}.landau", argument("mass", np.square)),),
        "p.sec1.effective-mass",
    ),
    Case(
        "the electron is smaller",
        (Mutation(f"{GOLD}.ELECTRON_RADIUS", lambda r: r / 100),),
        "p.sec1.landau p.sec1.small-landau-part p.sec1.units",
    ),
    Case(
        "gold's Fermi energy is larger",
        (Mutation(f"{GOLD}.FERMI_ENERGY", lambda e: 1.3 * e),),
        "p.fig6.room-temperature",
    ),
    Case(
        "gold's Fermi temperature is a thousand times higher",
        (Mutation(f"{GOLD}.FERMI_TEMPERATURE", lambda t: 1000 * t),),
        "p.sec6.cryogenic",
    ),
    Case(
        "the unit of susceptibilities is a hundredth of chi_c",
        (Mutation(f"{GOLD}.CRITICAL", lambda chi: chi / 100),),
        "p.sec3.not-in-bulk",
    ),
    Case(
        "exchange has the other sign in thermal moments",
        (Mutation(f"{SPINS}.thermal_moment", dimer(j=np.negative)),),
        "f.fig2.ferromagnet f.fig4.fast-confined f.fig4.slow-keeps-ferromagnet "
        "f.fig4.slow-turns-antiferromagnet f.fig5.antiferromagnet-grows f.fig5.plane "
        "f.moment.afm-cold f.moment.eq5",
    ),
    Case(
        "fields have the other sign in thermal moments",
        (Mutation(f"{SPINS}.thermal_moment", dimer(alpha=np.negative)),),
        "f.fig4.partial-throughout f.fig5.moment-stabilises f.fig5.not-detrimental f.moment.odd",
    ),
    Case(
        "fields are a thousandth in thermal moments",
        (Mutation(f"{SPINS}.thermal_moment", dimer(alpha=lambda alpha: alpha / 1000)),),
        "f.fig4.unit",
    ),
    Case(
        "fields are a tenth in thermal moments",
        (Mutation(f"{SPINS}.thermal_moment", dimer(alpha=lambda alpha: alpha / 10)),),
        "f.conclusion.exchange-irrelevant",
    ),
    Case(
        "an easy plane is an easy axis",
        (Mutation(f"{SPINS}.thermal_moment", dimer(anisotropy=np.negative)),),
        "f.fig5.easy-plane f.fig5.magnification f.intro.critical-below",
    ),
    Case(
        "pairs in Eq. (1) feel half the field",
        (Mutation(f"{SPINS}.eq1_hamiltonian", argument("fields", lambda b: b / 2)),),
        "f.dimer.asymmetry-not-required f.dimer.condition f.dimer.high-spin f.dimer.small-zeta "
        "f.fig2.as-fig1 f.intro.levels-split",
    ),
    Case(
        "exchange has the other sign in Eq. (1)",
        (Mutation(f"{SPINS}.eq1_hamiltonian", argument("j", np.negative)),),
        "f.dimer.singlet-triplet",
    ),
    Case(
        "fields have no sign in Eq. (1)",
        (Mutation(f"{SPINS}.eq1_hamiltonian", argument("fields", np.abs)),),
        "f.conclusion.symmetric-structures",
    ),
    Case(
        "the coupling in Eq. (1) is even under time reversal",
        (Mutation(f"{PAIRS}.pair_matrix", result(even_under_time_reversal)),),
        "f.lattice.coupling-without-order",
    ),
    Case(
        "exchange has the other sign in H_k",
        (Mutation(f"{SPINS}.dimer_hamiltonian", dimer(j=np.negative)),),
        "f.displacement.strengthening",
    ),
    Case(
        "the second spin feels half the field in H_k",
        (Mutation(f"{SPINS}.dimer_hamiltonian", dimer(field_ratio=lambda r: 0 * r + 0.5)),),
        "f.moment.spectrum",
    ),
    Case(
        "exchange has the other sign in the energies",
        (Mutation(f"{SPINS}.dimer_energies", dimer(j=np.negative)),),
        "f.fig2.regimes f.lattice.singlet-or-triplet",
    ),
    Case(
        "pairs feel 4.5 times the field",
        (
            Mutation(f"{SPINS}.dimer_energies", dimer(alpha=lambda alpha: 4.5 * alpha)),
            Mutation(f"{SPINS}.thermal_moment", dimer(alpha=lambda alpha: 4.5 * alpha)),
        ),
        "f.fig2.crossover",
    ),
    Case(
        "pairs are ten thousand times more susceptible",
        (Mutation(f"{SPINS}.susceptibility", times(1e4)),),
        "f.conclusion.anharmonicity-needed f.displacement.no-order",
    ),
    Case(
        "k_B is three times larger",
        (Mutation("core.constants.K_B_MEV", lambda k: 3 * k),),
        "f.displacement.if-and-only-if",
    ),
    Case(
        "I_- holds the sum of I_12 and I_21",
        (Mutation(f"{HALF}.eq2_energies", argument("printed", lambda _: False)),),
        "f.dimer.eq2-energies",
    ),
    Case(
        "Eq. (2) feels no field",
        (Mutation(f"{HALF}.eq2_energies", argument("fields", lambda b: 0 * b)),),
        "f.fig1.degeneracies",
    ),
    Case(
        "Eq. (5) has one sign",
        (Mutation(f"{HALF}.eq5_moment", result(np.abs)),),
        "f.intro.unequal-occupation",
    ),
    Case(
        "Eq. (5) feels 4.5 times the field",
        (Mutation(f"{HALF}.eq5_moment", argument("alpha", lambda alpha: 4.5 * alpha)),),
        "f.moment.net-both-signs",
    ),
    Case(
        "there are twice as many quanta",
        (Mutation(f"{MODES}.bose_occupation", times(2)),),
        "f.abstract.occupied",
    ),
    Case(
        "hot modes are the cold ones",
        (Mutation(f"{MODES}.coth_over_omega0", argument("temperature", lambda t: 100 / t)),),
        "f.fig3.slow-crucial f.fig3.waning",
    ),
    Case(
        "displacements fall as the root of the energy",
        (Mutation(f"{MODES}.coth_over_omega0", argument("omega0", np.sqrt)),),
        "f.fig3.fast",
    ),
    Case(
        "the energies of Fig. 3 are a tenth larger",
        (Mutation("claims.vibrational.planes.modes", times(1.1)),),
        "f.fig3.energies",
    ),
    Case(
        "Eq. (7) has a 4 for the 6",
        (Mutation(f"{MODES}.mean_displacement", times(4 / 6)),),
        "f.displacement.eq7 f.displacement.first-order",
    ),
    Case(
        "modes have no temperature",
        (Mutation(f"{MODES}.mean_displacement", argument("temperature", lambda t: 0 * t + 1e-3)),),
        "f.conclusion.coercivity f.conclusion.influence-grows",
    ),
    Case(
        "harmonic modes are displaced",
        (Mutation(f"{MODES}.mean_displacement", argument("phi", lambda phi: phi + 0.1)),),
        "f.fig4.by-anharmonicity",
    ),
    Case(
        "there is no zero-point motion",
        (
            Mutation(f"{MODES}.mean_displacement", times(1e-6)),
            Mutation(f"{MODES}.anharmonic_displacement", times(1e-6)),
        ),
        "f.intro.cold-modes",
    ),
    Case(
        "a mode is anharmonic where it is harmonic",
        (Mutation(f"{PAIRS}.with_mode", argument("phi", lambda phi: phi + 0.02)),),
        "f.displacement.harmonic-vanishes",
    ),
    Case(
        "a mode is harmonic where it is anharmonic",
        (Mutation(f"{PAIRS}.with_mode", argument("phi", lambda phi: 0 * phi)),),
        "f.displacement.anharmonic-breaks",
    ),
    Case(
        "the cubic term conserves the wave vector",
        (Mutation("claims.vibrational.displacement._cubic", argument("sign", lambda _: -1)),),
        "f.displacement.cubic-term",
    ),
    Case(
        "a wave has twice its wave vector",
        (Mutation(f"{PAIRS}.ring_waves", argument("k", lambda k: 2 * k)),),
        "f.lattice.exchange-in-k",
    ),
    Case(
        "waves have another norm",
        (Mutation(f"{PAIRS}.ring_waves", result(lambda waves: [1.1 * wave for wave in waves])),),
        "f.lattice.diagonal-in-k",
    ),
    Case(
        "waves are spins",
        (Mutation(f"{PAIRS}.ring_waves", spins_for_waves),),
        "f.lattice.each-momentum",
    ),
    Case(
        "the sites of a disordered compound are regular",
        (Mutation("claims.vibrational.lattice.DISORDER", lambda displaced: 0 * displaced),),
        "f.lattice.disordered",
    ),
    Case(
        "a common shift exerts no force in Fig. 5",
        (Mutation("vibrational.lattice.spin_lattice_coupling_in_k", without_its_value_at_zero),),
        "f.lattice.a0",
    ),
    Case(
        "the spin-lattice coupling in k is a hundredth",
        (Mutation("vibrational.lattice.spin_lattice_coupling_in_k", times(0.01)),),
        "f.fig5.ferromagnet-peaks",
    ),
    Case(
        "exchange ranges as the square",
        (Mutation("vibrational.lattice.exchange_in_k", argument("r_s", np.square)),),
        "f.fig5.gaussian-range",
    ),
)

MODE, CHAIN = "claims.vibrational.better.moments", "orbital.fluctuations"
BETTER_CASES = (
    Case(
        "a fixed number of electrons orders at the highest temperatures only",
        (
            Mutation(
                "orbital.fixed_number.critical_temperature",
                result(lambda t: (np.where(t[0] > 2e-7, t[0], 0), t[1])),
            ),
        ),
        "p.sec5.critical-scale p.sec6.precise-sizes p.sec6.atomic-precision",
    ),
    Case(
        "the moment of a fixed number of electrons is a third",
        (Mutation("orbital.canonical_field.moment", times(1 / 3)),),
        "p.sec5.critical-is-crossing p.sec5.thousand-bohr-magnetons",
    ),
    Case(
        "a fixed number of electrons responds a tenth more",
        (Mutation("orbital.canonical.susceptibility", larger_at_a_fixed_number),),
        "p.appa.canonical",
    ),
    Case(
        "the whole diamagnetic term leaves a tenth of the moment",
        (Mutation("claims.orbital.beyond_moments.whole", a_tenth_to_first_order),),
        "p.appa.diamagnetic-term-perturbative p.fig7.linear-response p.fig7.nonmonotonic "
        "p.fig7.thousand",
    ),
    Case(
        "chains do not fluctuate",
        (Mutation(f"{CHAIN}.nearest_neighbour_moments", result(np.ones_like)),),
        "p.appc.grows-with-length p.appc.lower-temperature p.appc.endless-order",
    ),
    Case(
        "pairs with a mode have twenty times the moment",
        (Mutation(MODE, of_known_moments(lambda m: 20 * m)),),
        "f.fig4.by-anharmonicity f.fig4.fast-confined f.fig4.slow-turns-antiferromagnet",
    ),
    Case(
        "pairs with a mode have half the moment",
        (Mutation(MODE, of_known_moments(lambda m: 0.5 * m)),),
        "f.fig4.slow-keeps-ferromagnet",
    ),
    Case(
        "hot pairs with a mode are the cold ones",
        (Mutation(MODE, of_known_moments(lambda m: m[::-1])),),
        "f.conclusion.influence-grows",
    ),
    Case(
        "modes are displaced when cold alone",
        (Mutation("vibrational.pair_mode.mode_displacement", result(lambda q: q[::-1])),),
        "f.abstract.occupied",
    ),
)


def _brought() -> Iterator[Case]:
    """Yield the cases of a wing that has them in a module of its own, ``tests/wrong_WING.py``."""
    for wing in WINGS:
        if Path(__file__).with_name(f"wrong_{wing}.py").is_file():
            yield from importlib.import_module(f"tests.wrong_{wing}").CASES


ALL_CASES = (*CASES, *_brought())
EXCEPTED = ("input", "cannot be decided", "our remark")
BY_ID = {entry.id: entry for entry in claims.all_claims()}


def test_every_claim_has_wrong_physics_that_changes_its_verdict() -> None:
    listed = [name for case in ALL_CASES for name in case.ids.split()]
    wanted = [
        name
        for name, entry in BY_ID.items()
        if {entry.recorded, *entry.recorded_parts} - set(EXCEPTED)
    ]
    assert sorted(listed) == sorted(wanted)


@pytest.mark.filterwarnings("ignore")  # wrong physics may divide by zero
@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name.replace(" ", "_"))
def test_under_wrong_physics_verdicts_change(case: Case) -> None:
    with ExitStack() as wrong:
        for mutation in case.mutations:
            wrong.enter_context(applied(mutation))
        found = [claims.evaluated(BY_ID[name], better=False) for name in case.ids.split()]
    assert [e.outcome.computed for e in found if e.failed] == []
    assert [e.claim.id for e in found if not e.changed] == []


def test_every_better_calculation_has_wrong_physics_that_changes_its_verdict() -> None:
    listed = [name for case in BETTER_CASES for name in case.ids.split()]
    assert sorted(listed) == sorted(name for name, entry in BY_ID.items() if entry.better)


@pytest.mark.parametrize("case", BETTER_CASES, ids=lambda case: case.name.replace(" ", "_"))
def test_under_wrong_physics_better_calculations_change(case: Case) -> None:
    with ExitStack() as wrong:
        for mutation in case.mutations:
            wrong.enter_context(applied(mutation))
        found = {name: claims.better_outcome(BY_ID[name]) for name in case.ids.split()}
    for name, outcome in found.items():
        better = BY_ID[name].better
        assert outcome is not None
        assert better is not None
        assert outcome.verdict not in ("cannot be decided", better.recorded), outcome.computed
