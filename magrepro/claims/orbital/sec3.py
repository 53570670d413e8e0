"""Sec. III: linear response; susceptibilities x, y in units of chi_c^z of Eq. (8)."""

from __future__ import annotations

from itertools import product

import numpy as np

from magrepro.claims import (
    Outcome,
    Part,
    above,
    below,
    holds_if,
    in_parts,
    number,
    rounds_to,
    true_if,
)
from magrepro.claims.orbital.dimers import (
    SIGNS,
    X,
    Z,
    closed_form,
    first_order,
    gain,
    solved,
    square,
    unbalance,
)
from magrepro.claims.orbital.gold import CRITICAL
from magrepro.core.orbital.dipoles import (
    critical_susceptibility,
    dimer_susceptibility,
    first_order_correction,
)
from magrepro.core.orbital.ordering import dimer_moments, dimer_moments_in_field, saturating

part = Part("P", "sec3", place="Sec. III", figure="fig2")


@part.claim(
    "tensor",
    "The dimer's response is a diagonal tensor with the elements of Eq. (6), and opposite signs "
    "may be exchanged between the particles.",
    at="paragraph 1, sentence 2, Eqs. (5), (6); footnote 5",
    recorded="holds",
    equations="3 4 5 6",
)
def tensor() -> Outcome:
    """The linear equations (3), (4), solved in three dimensions for 64 pairs of either sign and in
    either order, give the tensor of Eq. (6) to 1e-9.
    """
    sizes = np.array([-40.0, -1.9, -0.7, -0.01, 0.01, 0.7, 1.9, 40.0])
    x, y = (v.ravel() for v in np.meshgrid(sizes, 1.07 * sizes))
    closed = np.stack([closed_form(x, y, eta) for eta in (X, X, Z)], axis=-1)
    tensors = [solved(np.stack(pair, axis=-1)) / closed[:, None] for pair in ((x, y), (y, x))]
    error = np.max(np.abs(tensors - np.eye(3)))
    return true_if(below(error, 1e-9), f"largest relative error {number(error)} over 64 pairs")


@part.claim(
    "far-apart",
    "For d >> a the dimer's susceptibility is the mean of the two, the coupling falling as 1/d^3.",
    at="paragraph 2, sentence 2",
    recorded="holds",
    equations="6",
)
def far_apart() -> Outcome:
    """The difference to the mean falls by a power of distance within 1e-3 of -3, between 100a and
    10,000a.
    """
    s, t = 3.0 * np.transpose(SIGNS)[:, :, None, None] * [[[[1]]], [[[0.7]]]]
    eta, d = np.array([X, Z])[:, None], np.array([1e2, 1e3, 1e4])
    off = np.abs(dimer_susceptibility(s, t, d_over_a=d, eta=eta) - (s + t) / 2)
    powers = np.diff(np.log10(off), axis=-1)
    said = (
        f"the difference falls with a power of distance of {powers.min():.6g} to {powers.max():.6g}"
    )
    return true_if(below(np.abs(powers + 3), 1e-3), said)


@part.claim(
    "expansion",
    "For shorter distances, to leading order in (a/d)^3 << 1, which d >= 3a guarantees by (a/d)^3 "
    "<= 1/27, one can ignore the term in (a/d)^6 in the denominator of Eq. (6).",
    at="paragraph 3, sentence 1; footnote 6",
    recorded="holds under an unstated condition",
    parts=("holds", "does not hold"),
    equations="6 7",
    erratum="P2",
)
def expansion() -> Outcome:
    """Eq. (7) is right to 10 % at d = 3a for two equal particles, along and across: with 0.1 and
    0.3 chi_c, where also what it leaves out of a given pair falls as (a/d)^6, and with 0.5 and
    0.9 chi_c.

    Tolerance: our choice; the error is (chi/chi_c)^2, so that 10 % is kept up to 0.32 chi_c and any
    allowance below 81 % makes the condition necessary.

    Second route: the same against the solution of the linear equations.
    """
    x, eta = np.array([0.1, 0.3, 0.5, 0.9]), np.array([[X], [Z]])
    first, exact = (np.array([f(2 * x, 2 * x, X), f(x, x, Z)]) for f in (first_order, closed_form))
    first += np.array([2 * x, x])
    along = solved(np.stack([x, x], axis=-1))[:, 2, 2]
    error = np.maximum(np.abs(1 - first / exact), np.abs(1 - first[1] / along))
    d, chi = np.array([10.0, 20.0]), 0.5 * CRITICAL
    left = dimer_susceptibility(chi, chi, d_over_a=d, eta=eta) - chi
    left = left - first_order_correction(chi, chi, d_over_a=d, eta=eta)
    power = np.diff(np.log2(np.abs(left)), axis=1)
    small, large = (
        [below(found, 0.1), below(np.abs(power + 6), 0.1)] for found in (error[:, :2], error[:, 2:])
    )
    said = [
        ", ".join(f"{e:.0%}" for e in error.max(axis=0)[part]) for part in (slice(2), slice(2, 4))
    ]
    return holds_if(
        "where chi is small beside chi_c",
        then=true_if(small, f"off by {said[0]} at 0.1 and 0.3 chi_c"),
        otherwise=true_if(large, f"off by {said[1]} at 0.5 and 0.9 chi_c, although d = 3a"),
    )


@part.claim(
    "factor-two",
    "The change by the coupling is twice as large along the axis as across it, in absolute value.",
    at="paragraph 3, sentence 3",
    recorded="holds",
    equations="7",
)
def factor_two() -> Outcome:
    """Eq. (7) gives the ratio 2 on the whole plane below chi_c^z."""
    ratio = np.abs(first_order(*square(), Z) / first_order(*square(), X))
    worst = ratio.flat[np.argmax(np.abs(ratio - 2))]
    return rounds_to(worst, "2", computed=f"along over across is {number(worst)} everywhere")


@part.claim(
    "six-signs",
    "The change by the coupling has the signs -, -, +, +, +, - in panels (a) to (f).",
    at="paragraph 3, sentences 2 and 5 to 9; Fig. 2",
    recorded="holds",
    parts=("holds", "holds"),
    equations="6 7",
)
def six_signs() -> Outcome:
    """The change has these signs by Eq. (7), which defines it, for all susceptibilities up to 5
    chi_c^z, and by the full Eq. (6) on the whole plane below chi_c^z.

    Tolerance: none. Beyond chi_c^z, where linear response has no stable state, the full change of
    equal signs along z is reversed.
    """
    x, y = (np.abs(v) for v in square())
    cases = [(s * x, t * y, eta) for eta in (X, Z) for s, t in SIGNS]
    first = [np.sign(first_order(5 * one, 5 * two, eta)) for one, two, eta in cases]
    full = [np.sign(closed_form(*case) - (case[0] + case[1]) / 2) for case in cases]
    printed = np.array([-1, -1, 1, 1, 1, -1])[:, None, None]
    beyond = [closed_form(2 * s, 3 * s, Z) - 2.5 * s for s in (1, -1)]
    signs = [", ".join(f"{np.mean(s):+.3g}" for s in found) for found in (first, full)]
    reversed_ = (
        f"at 2 and 3 chi_c^z (d) and (e) would be {np.sign(beyond[0]):+g}, {np.sign(beyond[1]):+g}"
    )
    return in_parts(
        {
            "by Eq. (7)": true_if(first == printed, signs[0]),
            "by Eq. (6) below chi_c^z": true_if(full == printed, f"{signs[1]}; {reversed_}"),
        }
    )


@part.claim(
    "mixed-response",
    "Where one particle is para- and the other diamagnetic, the overall response across the axis "
    "depends on the sign of the mean susceptibility, and along it on the relative strength of the "
    "two, with a tendency towards a more diamagnetic response.",
    at="paragraph 3, sentences 6, 8 and 9; Fig. 2(c), (f)",
    recorded="holds qualitatively",
    equations="6 7",
)
def mixed_response() -> Outcome:
    """Up to 0.1 chi_c^z the full response across and along has the sign of the mean at more than
    nine in ten pairs of opposite signs; along the axis more than half are diamagnetic.

    Tolerance: our choice; the text has a "slightly modified" response in mind. Nine in ten is kept
    up to 0.2 chi_c^z.
    """
    x, y = square()
    mixed, shares = x * y < 0, []
    for size in (0.1, 1.0):
        signs = [np.sign(closed_form(size * x, size * y, eta)) for eta in (X, Z)]
        shares.append([np.mean((s == np.sign(x + y))[mixed & (x != -y)]) for s in signs])
    diamagnetic = np.mean(closed_form(0.1 * x, 0.1 * y, Z)[mixed] < 0)
    said = [", ".join(f"{share:.0%}" for share in both) for both in shares]
    return true_if(
        [above(shares[0], 0.9), above(diamagnetic, 0.5)],
        f"sign of the mean, across and along, at {said[0]} of pairs up to 0.1 chi_c^z, at "
        f"{said[1]} up to chi_c^z; along, {diamagnetic:.0%} of the former are diamagnetic",
        qualitatively=True,
    )


@part.claim(
    "critical-product",
    "When both particles are either paramagnetic or diamagnetic, a divergence appears in the "
    "dimer's susceptibility at chi_1 chi_2 = (9/16 pi^2 eta^2)(d/a)^6 for each polarization, for "
    "equal particles at chi_c, and marks a magnetic instability.",
    at="paragraph 4, sentences 1, 2 and 4",
    recorded="holds under an unstated condition",
    parts=("holds", "does not hold"),
    equations="3 4 6 8",
    figure="",
    erratum="P1",
    formerly=("p.sec3.equal-divergence",),
)
def critical_product() -> Outcome:
    """1e-9 below that product |chi^ss| exceeds 1e6 times the larger |chi|, along and across, for
    either sign, at d = 3a and 5a, for a pair of ratio ten and for equal ones; a mode of the pair
    solves Eqs. (3), (4) without a field, to 1e-8.

    Tolerance: any limit between 1 and 1e8 gives the same verdicts. For equal particles the
    divergence is left in one direction for each sign; the instability is there in both.

    Second route: the linear equations solved.
    """
    gains, errors = [], []
    for ratio, d, sign, eta in product((10.0, 1.0), (3.0, 5.0), (1, -1), (X, Z)):
        root = 3 / (4 * np.pi * abs(eta)) * d**3 * np.sqrt(1 - 1e-9)
        chi = sign * root * np.array([ratio**0.5, ratio**-0.5])
        gains.append(gain(chi, d=d, eta=eta))
        errors.append(unbalance(chi, d=d, eta=eta))
    unequal, equal = np.reshape(gains, (2, 8))
    mode = below(errors, 1e-8)
    said = f"at least {unequal.min():.0e} times 1e-9 below it, either sign and direction"
    left = f"{np.sum(equal > 1e6)} of 8 diverge, along z at +chi_c and across z at -chi_c"
    return holds_if(
        "for unequal particles",
        then=true_if([above(unequal, 1e6), mode], said, value=unequal.min()),
        otherwise=true_if([above(equal, 1e6), mode], left, value=equal.min()),
    )


@part.claim(
    "opposite-signs",
    "Where the two nanoparticles have opposite magnetic responses no such instability is present.",
    at="paragraph 4, sentence 3",
    recorded="holds",
    equations="3 4 6 9",
    figure="",
)
def opposite_signs() -> Outcome:
    """For opposite signs from 1e-3 to 1e3 chi_c^z the solved linear response, along and across,
    never exceeds the mean of |chi_1| and |chi_2|, and the saturating dimer has no moment.

    Tolerance: none; a divergence would exceed any bound.
    """
    sizes = np.geomspace(1e-3, 1e3, 61)
    x, y = np.meshgrid(sizes, -1.07 * sizes)
    tensors = solved(np.stack([x, y], axis=-1))
    largest = np.max(np.abs(tensors), axis=(-2, -1)) / ((x - y) / 2)
    m1, _ = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    said = (
        f"response at most {number(largest.max())} of the mean |chi|; largest moment {m1.max():g}"
    )
    return true_if([below(largest, 1 + 1e-9), m1 == 0], said)


@part.claim(
    "infinite-magnetization",
    "The divergence results in an infinite magnetization at a finite field, which is unphysical; "
    "it follows from the linear response assumption, which is not valid for large fields.",
    at="paragraph 5, sentences 1 and 2",
    recorded="holds",
    equations="3 4 9",
    figure="",
)
def infinite_magnetization() -> Outcome:
    """In one field the linear moment grows as 1/(1 - x) towards chi_c^z, x = chi/chi_c^z, to 1e-6,
    and the saturating one stays below M_0.

    Tolerance: that of the power, between 1 - x = 1e-6 and 1e-9; the solution loses nine digits.
    """
    gap = np.array([1e-3, 1e-6, 1e-9])
    x, field = 1 - gap, 0.1
    linear = field * solved(np.stack([x, x], axis=-1))[:, 2, 2]
    particle = saturating(x)
    m1, _ = dimer_moments_in_field(particle, particle, coupling=1.0, field=field)
    power = np.diff(np.log(linear)) / np.diff(np.log(gap))
    said = (
        f"in a field of 0.1 M_0/(V chi_c) the linear moment is {linear[0]:.3g}, {linear[2]:.3g} "
        f"M_0 at 1 - x = 1e-3, 1e-9, the saturating one {m1[2]:.3g} M_0"
    )
    return true_if([below(abs(power[1] + 1), 1e-6), below(m1, 1)], said, unit="M_0")


@part.claim(
    "critical-longitudinal",
    "At d = 3a the critical susceptibility is about 3.22 for the longitudinal and about 6.45 for "
    "the transverse direction.",
    at="paragraph 4, sentence 5",
    recorded="holds within rounding",
    parts=("holds within rounding", "holds within rounding"),
    equations="8",
    figure="fig5a",
    formerly=("p.sec3.critical-transverse",),
)
def critical_longitudinal() -> Outcome:
    """Eq. (8) rounds to the printed numbers."""
    return in_parts(
        {
            "longitudinal": rounds_to(critical_susceptibility(3, eta=Z), "3.22"),
            "transverse": rounds_to(critical_susceptibility(3, eta=X), "6.45"),
        }
    )


@part.claim(
    "not-in-bulk",
    "Such very high values are certainly not attainable in bulk materials.",
    at="paragraph 4, sentence 6",
    recorded="holds qualitatively",
    equations="8",
    figure="",
)
def not_in_bulk() -> Outcome:
    """chi_c^z at d = 3a exceeds tenfold both |chi| of bulk gold and that of a sphere that expels
    all flux, 3/(8 pi).

    Tolerance: our choice, up to 27; soft ferromagnets, which do exceed the values, are left aside
    as the paper is about metals like gold.
    """
    ratios = np.array([CRITICAL / 2.7e-6, CRITICAL / (3 / (8 * np.pi))])
    said = (
        f"chi_c^z is {ratios[0]:.3g} times gold's |chi| and {number(ratios[1])} times the sphere's"
    )
    return true_if(above(ratios, 10), said, qualitatively=True)
