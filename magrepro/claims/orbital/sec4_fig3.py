"""Sec. IV with Fig. 3: phases and moments of two equal particles; x = chi/chi_c^z."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from magrepro.claims import Outcome, Part, above, below, holds_if, number, numbers, true_if
from magrepro.claims.orbital.dimers import X, Z, mean_field_depth, ordered_moment, relaxed
from magrepro.claims.orbital.gold import CRITICAL, SIZES, barrier, crossings, ordered
from magrepro.core.orbital.dipoles import SPHERE_VOLUME, critical_susceptibility
from magrepro.core.orbital.ordering import dimer_moments_in_field, equal_dimer_moments
from magrepro.core.orbital.responses import saturating

part = Part("P", "sec4", place="Sec. IV", figure="fig3")


@part.claim(
    "only-the-ratio",
    "The total moment without field depends on d/a only through chi/chi_c^z.",
    at="paragraph 2, sentence 2",
    recorded="holds",
    equations="3 8 9",
)
def only_the_ratio() -> Outcome:
    """At equal chi/chi_c^z from -4 to 4 the solved moments at 3a, 4.5a and 30a differ by less than
    1e-9 M_0.
    """
    x, d = np.linspace(-4, 4, 81), np.array([3.0, 4.5, 30.0])[:, None]
    particle = saturating(SPHERE_VOLUME * x * critical_susceptibility(d, eta=Z))
    spread = np.max(np.ptp(equal_dimer_moments(particle, coupling=2 / d**3), axis=1))
    return true_if(
        below(spread, 1e-9),
        unit="M_0",
        computed=f"spread {number(spread)} M_0 between d = 3a, 4.5a and 30a",
    )


@part.claim(
    "regimes",
    "With rising chi two equal particles are antialigned without net moment, dia-, paramagnetic, "
    "and aligned, with borders at -chi_c^z, 0 and chi_c^z.",
    at="paragraph 2, sentence 4; paragraph 3; Fig. 3 with caption",
    recorded="holds",
    equations="8 9 10",
)
def regimes() -> Outcome:
    """The solved moments, and the response to a weak field where there are none, are as said at 402
    values of chi from -3 to 3 chi_c^z, of which four lie 1e-9 from a border.
    """
    x = np.outer([-1, 1], [*np.linspace(1e-3, 3.001, 200), 1 - 1e-9, 1 + 1e-9]).ravel()
    particle = saturating(x)
    m1, m2 = equal_dimer_moments(particle, coupling=1.0)
    weak = np.sum(dimer_moments_in_field(particle, particle, coupling=1.0, field=1e-12), axis=0)
    as_said = [(m1 > 0) == (np.abs(x) > 1), (m1 + m2 > 0) == (x > 1), np.abs(m1) == np.abs(m2)]
    as_said.append((np.sign(weak) == np.sign(x)) | (np.abs(x) > 1))
    return true_if(
        as_said, f"as said; 1e-9 beyond +-chi_c^z the moments are {np.min(m1[m1 > 0]):.2g} M_0"
    )


@part.claim(
    "degenerate",
    "There is no symmetry breaking between the positive and negative magnetization states, since "
    "they are degenerate.",
    at="paragraph 2, sentence 6",
    recorded="holds",
    equations="3 9 10",
)
def degenerate() -> Outcome:
    """At 1.01, 1.5 and 4 chi_c^z both +m and -m solve Eq. (10), to 1e-12, with grand potentials
    that differ by less than 1e-12 of their depth, while a field of 1e-3 M_0/(V chi_c) tells them
    apart.

    Tolerance: rounding.
    """
    x = np.array([1.01, 1.5, 4.0])
    particle, m = saturating(x), ordered_moment(x)
    off, depth = [], []
    for sign in (1, -1):
        off.append(np.abs(particle.moment(sign * m) - sign * m))
        depth.append(mean_field_depth(particle, sign * m))
    tilted = np.abs(np.subtract(*[mean_field_depth(particle, s * m, 1e-3) for s in (1, -1)]))
    apart = np.abs(depth[0] / depth[1] - 1)
    said = f"+m and -m differ by {apart.max():.0e} in depth, in a weak field by {tilted.min():.1e}"
    return true_if([below(off, 1e-12), below(apart, 1e-12), above(tilted, 1e-4)], said)


@part.claim(
    "lifetimes",
    "While in large systems such states could be metastable and lead to ferromagnetic behaviour, "
    "in the dimer their lifetimes are not expected to be long enough for a ferromagnetic "
    "hysteresis.",
    at="paragraph 2, sentence 7",
    recorded="holds under an unstated condition",
    parts=("holds qualitatively", "does not hold"),
    equations="2 3 A4",
    figure="fig5b",
)
def lifetimes() -> Outcome:
    """The barrier between the states +m and -m of the three dimers of Fig. 5(b) is less than 25
    k_B T, from 0.7 of the critical temperature on and at 1e-8 T_F. It is the least along all ways
    of the mean-field grand potential: both moments fan out to opposite transverse directions, where
    their coupling is half as strong, shrinking as that makes them, down to zero above half the
    critical temperature.

    Tolerance: 25 k_B T, Neel's barrier for a minute at an attempt time of a nanosecond; from 17 to
    40 k_B T, six decades of attempt time either way, the border lies between 0.5 and 0.7 of the
    critical temperature.

    Second route: a quarter turn of both moments at their full size costs c m^2/2 a particle, more
    than this.
    """
    warm, cold = 0.7 * crossings(), np.full(3, 1e-8)
    found = np.array([barrier(SIZES, tau) for tau in (warm, cold)])
    half = barrier(SIZES, 0.5 * crossings())
    m, w = ordered(SIZES, cold)
    rigid = w * m / (2 * cold)
    close, far = (
        true_if(
            below(value, 25), f"{numbers(value, 3)} k_B T {where}", qualitatively=True, unit="k_B T"
        )
        for value, where in zip(found, ("at 0.7 T_c", "at 1e-8 T_F"), strict=True)
    )
    cold_said = f"{far.computed}, for rigid moments {numbers(rigid, 3)}"
    far = replace(far, computed=f"{numbers(half, 3)} k_B T at 0.5 T_c, {cold_said}")
    return holds_if("within three tenths of the critical temperature", then=close, otherwise=far)


@part.claim(
    "saturation",
    "The moment saturates to M_0 for large chi, and at susceptibilities above the transverse "
    "critical value, 2 chi_c^z, both moments are already at saturation.",
    at="paragraph 2, sentence 5; paragraph 4, sentence 2",
    recorded="holds qualitatively",
    equations="8 9 10",
)
def saturation() -> Outcome:
    """The moment exceeds 0.95 M_0 at 2 chi_c^z, grows from there on and is M_0 to 1e-12 at 16
    chi_c^z.

    Tolerance: our choice; the moment at 2 chi_c^z is 0.958 M_0.
    """
    x = float(critical_susceptibility(3, eta=X)) / CRITICAL * np.array([1, 2, 4, 8])
    m = ordered_moment(x)
    said = (
        f"m is {m[0]:.3g} M_0 at {x[0]:.3g} chi_c^z, M_0 less {1 - m[3]:.0e} at {x[3]:.3g} chi_c^z"
    )
    asked = [below(1 - m[0], 0.05), below(1 - m[3], 1e-12), np.diff(m) > 0]
    return true_if(asked, said, qualitatively=True)


@part.claim(
    "no-transverse-order",
    "At large |chi| too the model yields a transverse moment of about zero.",
    at="paragraph 4, sentence 2",
    recorded="holds",
    equations="3 9",
)
def no_transverse_order() -> Outcome:
    """400 iterations from random directions, for both signs up to 6 chi_c^z, end along z, and a
    small tilt of that order shrinks.
    """
    x = np.outer([-1, 1], [1.2, 1.9, 2.1, 3.0, 6.0]).reshape(10, 1, 1, 1)
    start = np.random.default_rng(1).normal(size=(10, 40, 2, 3))
    M = relaxed(x, start, steps=300, share=0.4)
    error = np.max(np.abs(np.abs(M[..., 2]) - ordered_moment(x)[..., 0]))
    tilt = 1e-6 * start * np.array([1, 1, 0])
    tilted = relaxed(x, M * np.array([0, 0, 1]) + tilt, steps=1, share=1.0)
    growth = np.max(np.abs(tilted[..., ::-1, :2] / tilt[..., :2]))
    said = (
        f"400 random starts: m^xy < {np.max(np.abs(M[..., :2])):.0e}; tilts shrink by {growth:.3g}"
    )
    return true_if(error < 1e-9 and growth < 1, said)


@part.claim(
    "equal-sizes",
    "Symmetry dictates that the two moments have equal size.",
    at="paragraph 5, sentence 1",
    recorded="holds",
    equations="3 9 10",
    figure="",
)
def equal_sizes() -> Outcome:
    """From -20 to 20 chi_c^z the moments found by solving Eqs. (3), (9) for a pair have equal sizes
    to 1e-12, and Eq. (10), put into itself, has no other positive root, that one only beyond
    chi_c^z.

    Tolerance: rounding.
    """
    x, m = np.linspace(-20, 20, 200), np.linspace(1e-6, 1.1, 4001)
    particle = saturating(x)
    sizes = np.abs(equal_dimer_moments(particle, coupling=1.0))
    column = saturating(x[:, None])
    roots = np.sum(np.diff(np.sign(column.moment(column.moment(m)) - m), axis=1) != 0, axis=1)
    off = np.max(np.abs(sizes[0] - sizes[1]))
    said = f"sizes differ by at most {off:.0e} M_0; {roots.max()} positive root at most"
    return true_if([below(off, 1e-12), roots == (np.abs(x) > 1)], said, unit="M_0")


@part.claim(
    "square-root",
    "Just beyond +chi_c^z and -chi_c^z the moments are about M_0 sqrt(3(x - 1)) and M_0 sqrt(-3(x "
    "+ 1)), x = chi/chi_c^z.",
    at="paragraph 5, sentences 2 and 3",
    recorded="holds",
    equations="10",
)
def square_root() -> Outcome:
    """The solved moments are off by less than twice the distance to the border, at 1e-2, 1e-5 and
    1e-8 beyond it.

    Tolerance: the next order, 0.9 times that distance, with room for a factor of two.
    """
    x = np.outer([1, -1], 1 + np.array([1e-2, 1e-5, 1e-8]))
    printed = np.sqrt([3 * (x[0] - 1), -3 * (x[1] + 1)])
    particle = saturating(x)
    both = np.abs(equal_dimer_moments(particle, coupling=1.0))
    errors = np.max(np.abs(both / printed - 1), axis=(0, 1))
    said = f"the moments are off by {errors[0]:.2g} at 1e-2 and by {errors[2]:.2g} at 1e-8 beyond"
    return true_if(below(errors / (x[0] - 1), 2), said)
