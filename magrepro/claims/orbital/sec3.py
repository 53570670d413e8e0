"""Sec. III: linear response; susceptibilities x, y in units of chi_c^z of Eq. (8)."""

from __future__ import annotations

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
from magrepro.claims.orbital.dimers import SIGNS, X, Z, closed_form, first_order, solved, square
from magrepro.claims.orbital.gold import CRITICAL
from magrepro.core.orbital.dipoles import dimer_susceptibility, first_order_correction

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
