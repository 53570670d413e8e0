"""Fig. 5: the sizes chosen and the signs of their susceptibilities."""

from __future__ import annotations

import numpy as np
from scipy.optimize import elementwise

from magrepro.claims import (
    Outcome,
    Part,
    below,
    given,
    number,
    numbers,
    rounds_to,
    true_if,
    undecidable,
)
from magrepro.claims.orbital.gold import CRITICAL, SIZES, L, N, chi
from magrepro.core.orbital import bessel
from magrepro.core.orbital.sphere import zero_field_susceptibility

part = Part("P", "fig5", place="Fig. 5", figure="fig5a")


@part.claim(
    "bessel-zeros",
    "The sizes are the zeros (n, l) = (1, 36), (6, 26), (5, 37) of j_l: 42.97, 52.91 and 62.13.",
    at="caption; Sec. V, paragraph 2, sentence 3 and footnote 8",
    recorded="holds within rounding",
)
def bessel_zeros() -> Outcome:
    """The zeros round to the printed numbers; the one furthest off is judged."""
    zeros = bessel.bessel_zeros(65.0)
    found = [zeros.zeta[zeros.l == l][n - 1] for n, l in zip(N, L, strict=True)]
    printed = ("42.97", "52.91", "62.13")
    far = int(np.argmax(np.abs(np.array(found) - np.array(printed, dtype=np.float64))))
    return rounds_to(found[far], printed[far], computed=f"the zeros are {numbers(found, 7)}")


@part.claim(
    "distance",
    "The centres of the two particles are three radii apart.",
    at="caption; Sec. V, paragraph 4",
    recorded="input",
    equations="3",
    figure="fig5b",
)
def distance() -> Outcome:
    """An input of the figure."""
    return given(value=3, unit="a", text=f"(a/d)^3 = 1/27, critical chi {number(CRITICAL)}")


@part.claim(
    "main-panel-paramagnetic",
    "chi of the three sizes of the main panel is paramagnetic.",
    at="caption of (a); Sec. V, paragraph 2, sentence 3",
    recorded="cannot be decided",
    equations="A5",
)
def main_panel_paramagnetic() -> Outcome:
    """Where chi of each size changes its sign, beside the largest temperature shown.

    Tolerance: the end of the temperature axis, which the text does not give.
    """
    turns = elementwise.find_root(lambda t, k: chi(k, t), (1e-5, 5e-3), args=(SIZES[1:],)).x
    found = f"blue and green turn diamagnetic above T/T_F = {numbers(turns, 3)}"
    return undecidable(f"{found}; the end of the axis would decide")


@part.claim(
    "diamagnetic-42-4",
    "chi of k_F a = 42.4 is diamagnetic in the temperature interval considered.",
    at="inset of (a); Sec. V, paragraph 2, sentence 4",
    recorded="holds",
    equations="A5",
)
def diamagnetic_42_4() -> Outcome:
    """It is, at 2000 temperatures from 1e-10 to 0.3 T_F."""
    found = zero_field_susceptibility(42.4, np.geomspace(1e-10, 0.3, 2000))
    return true_if(
        below(found, 0),
        unit="|chi_L|",
        computed=f"chi is {found.min():.4g} to {found.max():.3g} |chi_L| from 1e-10 to 0.3 T_F",
    )


@part.claim(
    "sign-change-42-7",
    "chi of k_F a = 42.7 turns from diamagnetic to paramagnetic as temperature increases, as can "
    "also be inferred from Fig. 6.",
    at="inset of (a); Sec. V, paragraph 2, sentences 4 and 7",
    recorded="holds",
    equations="A5",
)
def sign_change_42_7() -> Outcome:
    """From 1e-9 to 5e-3 T_F the sign changes once, to paramagnetic, and chi at the temperatures of
    Fig. 6 is dia-, para-, paramagnetic.

    Tolerance: room temperature as the end of the interval; chi is diamagnetic again above 0.023
    T_F.
    """
    warmed = chi(42.7, np.geomspace(1e-9, 5e-3, 1000)) > 0
    panels = chi(42.7, [5e-5, 5e-4, 5e-3]) > 0
    ends = np.array([1e-5, 5e-3]), np.array([5e-3, 0.1])
    turns = elementwise.find_root(lambda t: chi(42.7, t), ends).x
    found = f"paramagnetic between T/T_F = {turns[0]:.3g} and {turns[1]:.3g}"
    once = np.sum(warmed[1:] != warmed[:-1]) == 1 and warmed[-1]
    return true_if(once and not panels[0] and panels[1] and panels[2], found)
