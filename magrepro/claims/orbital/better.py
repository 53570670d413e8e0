"""Statements about dimers and single spheres, with the better calculation."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from magrepro.claims import (
    Outcome,
    above,
    below,
    better_calculation,
    between,
    in_parts,
    number,
    numbers,
    true_if,
)
from magrepro.claims.orbital.beyond import NEEDED, all_fillings, consecutive_numbers
from magrepro.claims.orbital.beyond_moments import whole
from magrepro.claims.orbital.gold import COLDEST, LANDAU, SIZES, THICK, THIN
from magrepro.core.arrays import Floats
from magrepro.core.orbital import fixed_number
from magrepro.core.orbital.canonical_field import moment as moment_of_exactly
from magrepro.core.orbital.sphere import (
    dipole_coupling,
    electron_number,
    magnetic_moment,
    slope_of_moment,
    zero_field_susceptibility,
)

FIELDS = np.linspace(0.0, 2e-3, 401)[1:]
"""Of Fig. 7, at twice the steps."""


def _half_filled() -> tuple[Floats, Floats, Floats]:
    """Return electrons, critical temperature and coupling of the dimers of Fig. 5 at fixed N."""
    electrons = np.rint(electron_number(SIZES))
    tau, _ = fixed_number.critical_temperature(SIZES, electrons, critical=NEEDED)
    return electrons, tau, dipole_coupling(SIZES, d_over_a=3.0, chi_landau=-LANDAU)


@better_calculation(
    "p.sec5.critical-scale", study="beyond_ensemble", recorded="holds qualitatively"
)
def critical_scale() -> Outcome:
    """With exactly as many electrons as fill the shells of Fig. 5 by half, each dimer orders within
    a factor of 3 of 1e-7 T_F.
    """
    _, tau, _ = _half_filled()
    said = f"it survives at a fixed number of electrons: chi = chi_c^z at {numbers(tau)} T_F"
    return true_if(between(tau / 1e-7, 1 / 3, 3), said, qualitatively=True)


@better_calculation("p.sec5.critical-is-crossing", study="beyond_ensemble", recorded="holds")
def critical_is_crossing() -> Outcome:
    """With exactly as many electrons as fill the shells by half: 1e-4 below the crossing,
    relatively, a small moment makes a field that makes a larger one; 1e-4 above it no moment up to
    the largest keeps itself up.
    """
    electrons, tau, c = _half_filled()
    share = np.append(1e-3, np.linspace(0.05, 1, 20))[:, None]
    tried = share * fixed_number.saturated_moment(electrons)
    below_it, above_it = (
        moment_of_exactly(SIZES, tau * (1 + off), c * tried, electrons) / tried
        for off in (-1e-4, 1e-4)
    )
    said = (
        f"it survives at a fixed number of electrons: of a small moment {number(below_it[0].min())}"
        f" is left after a step 1e-4 below the crossing, {number(above_it.max())} above it"
    )
    return true_if([above(below_it[0], 1), below(above_it, 1)], said)


@better_calculation(
    "p.sec5.thousand-bohr-magnetons", study="beyond_ensemble", recorded="holds qualitatively"
)
def thousand_bohr_magnetons() -> Outcome:
    """With exactly as many electrons as fill the shells by half, the moments at 1e-9 T_F lie within
    50 % of 1000 mu_B.
    """
    electrons, _, c = _half_filled()
    m = fixed_number.saturated_moment(electrons)
    for _ in range(6):
        m = moment_of_exactly(SIZES, 1e-9, c * m, electrons)
    said = f"it survives at a fixed number of electrons: {numbers(m)} mu_B"
    return true_if(below(np.abs(m / 1000 - 1), 0.5), said, qualitatively=True)


@better_calculation("p.sec6.precise-sizes", study="beyond_numbers", recorded="does not hold")
def precise_sizes() -> Outcome:
    """Of neutral particles with 11000 to 11999 electrons less than half are in dimers that order at
    any temperature.
    """
    _, tau = consecutive_numbers()
    share = float(np.mean(tau > 0))
    said = (
        "it does not survive in isolated particles, whose number of electrons is fixed: "
        f"{share:.1%} of all numbers order, the size need not be met"
    )
    return true_if(below(share, 0.5), said)


@better_calculation("p.sec6.atomic-precision", study="beyond_numbers", recorded="holds")
def atomic_precision() -> Outcome:
    """Of neutral particles with 11000 to 11999 electrons nine in ten order both with this number
    and with one more, and the median change of T_c is less than a fifth.
    """
    _, tau = consecutive_numbers()
    pairs = np.stack([tau[:-1], tau[1:]])
    both = np.all(pairs > 0, axis=0)
    change = np.abs(np.diff(np.log(pairs[:, both]), axis=0))
    said = (
        "in isolated particles an atom more or less does no harm: "
        f"{both.mean():.1%} of neighbouring numbers order both, T_c changes by "
        f"{np.median(change):.1%} in the median"
    )
    return true_if([above(both.mean(), 0.9), below(np.median(change), 0.2)], said)


@better_calculation("p.appa.canonical", study="beyond_ensemble", recorded="holds qualitatively")
def canonical() -> Outcome:
    """At every filling of the shell of the first size of Fig. 5 chi at 1e-7 T_F with exactly N
    electrons differs by less than 3 N^-1/2 from that with N on average.
    """
    half, off = all_fillings()
    units = np.abs(off) * np.sqrt(half)
    said = (
        f"it survives at every filling of the shell: chi is larger by {off.min():.2%} to "
        f"{off.max():.2%}, at most {units.max():.2f} N^-1/2"
    )
    return true_if(below(units, 3), said, qualitatively=True, unit="N^-1/2")


@lru_cache(maxsize=1)
def _curves() -> Floats:
    """Return the coldest curves of Fig. 7 with the whole diamagnetic term and with spin."""
    return np.array([whole(k, FIELDS, spin=True) for k in (THICK, THIN)])


@better_calculation(
    "p.appa.diamagnetic-term-perturbative", study="beyond_diamagnetic", recorded="holds"
)
def diamagnetic_term_perturbative() -> Outcome:
    """The whole diamagnetic term adds less than 1 % to the coldest moment of either size at the
    largest field of Fig. 7.
    """
    w = FIELDS[-1:]
    first = np.array([magnetic_moment(k, COLDEST, w)[0] for k in (THICK, THIN)])
    gain = np.array([whole(k, w)[0] for k in (THICK, THIN)]) - first
    said = f"it survives: the whole term adds {numbers(gain, 2)} to {numbers(first)} mu_B"
    return true_if(below(np.abs(gain / first), 0.01), said)


@better_calculation("p.fig7.linear-response", study="beyond_diamagnetic", recorded="holds")
def linear_response() -> Outcome:
    """With the whole diamagnetic term and the electrons' spin the coldest moments at 1e-8 E_F have
    the sign of chi, and its slope to 1 %.
    """
    k, w = np.array([THICK, THIN]), np.array([1e-8])
    slope = slope_of_moment(zero_field_susceptibility(k, COLDEST), k)
    found = np.array([whole(size, w, spin=True)[0] for size in (THICK, THIN)]) / w[0]
    off = np.abs(found / slope - 1)
    said = f"it survives: with spin the slopes of the coldest curves change by {numbers(off, 2)}"
    return true_if([np.sign(found) == [1, -1], below(off, 0.01)], said)


@better_calculation(
    "p.fig7.nonmonotonic", study="beyond_diamagnetic", recorded="holds qualitatively"
)
def nonmonotonic() -> Outcome:
    """With the whole diamagnetic term and the electrons' spin the coldest curves have their extrema
    inside the axis, and the medians of |M| lie between 200 and 1000 mu_B.
    """
    size = np.abs(_curves())
    at, median = np.argmax(size, axis=1), np.median(size, axis=1)
    inside = between(median, 200, 1000)
    return in_parts(
        {
            "nonmonotonic": true_if(
                at < FIELDS.size - 1, f"it survives, extrema at {numbers(FIELDS[at])} E_F"
            ),
            "several hundreds": true_if(
                inside, f"medians {numbers(median)} mu_B", qualitatively=True, unit="mu_B"
            ),
        }
    )


@better_calculation("p.fig7.thousand", study="beyond_diamagnetic", recorded="holds qualitatively")
def thousand() -> Outcome:
    """With the whole diamagnetic term and the electrons' spin the largest of the coldest moments
    lies within 50 % of 1000 mu_B.
    """
    largest = np.max(np.abs(_curves()))
    said = f"it survives: {number(largest)} mu_B"
    return true_if(below(abs(largest / 1e3 - 1), 0.5), said, qualitatively=True)
