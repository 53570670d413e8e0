"""Readings of Figs. 4 and 5 of F: the figures' own numbers, limits, and sentences that can fail."""

from typing import Any

import numpy as np
import pytest

from magrepro.core.vibrational import described
from magrepro.core.vibrational.readings import (
    STRENGTHS,
    Reading,
    alignment_at_zero,
    fig4_plane,
    fig4_statements,
    fig5_curves,
    fig5_statements,
    free_limit,
)
from magrepro.figures import _magnified, load
from magrepro.parameters import Range
from tests.tolerances import assert_agree

AT: dict[str, Any] = {"a": 1.0, "k_max": np.pi}
J, T = np.linspace(-5, 5, 41), np.linspace(1, 100, 41)
HOT = np.geomspace(1, 1e5, 41)


def test_the_first_reading_is_that_of_fig_4() -> None:
    figure: Any = load("vib_fig4")
    axes = {"omega0_mev": (1.2,), "j_mev": tuple(J[::8]), "temperature_k": tuple(T[::8])}
    moment = figure.compute(figure.Params(**axes))["moment"] / 2
    assert_agree(fig4_plane(Reading(), 1.2, J[::8], T[::8]).ravel(), moment, 1e-12)


def test_the_first_reading_is_that_of_fig_5() -> None:
    figure: Any = load("vib_fig5")
    t = Range(start=10.0, stop=1e4, num=4, scale="log")
    drawn = figure.compute(figure.Params(j_mev=(-5.0,), temperature_k=t))["moment"]
    assert_agree(fig5_curves(Reading(), -5.0, t.values(), **AT).ravel(), drawn, 1e-9)


def test_factor_4_is_two_thirds_of_the_coupling() -> None:
    four = fig5_curves(Reading(factor=4.0), 5.0, [30.0, 3000.0], **AT)
    assert_agree(four, fig5_curves(Reading(), 5.0, [30.0, 3000.0], a=2 / 3, k_max=np.pi), 1e-12)
    six = fig4_plane(Reading(a_phi=0.1), 1.2, J, T)
    assert_agree(fig4_plane(Reading(factor=4.0, a_phi=0.15), 1.2, J, T), six, 1e-12)


@pytest.mark.parametrize("spin", [0.5, 1.0])
@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.0])
def test_hot_curves_tend_to_free_spins(spin: float, ratio: float) -> None:
    reading = Reading(spin=spin, field_ratio=ratio, factor=4.0, prefactor=np.pi)
    hot = fig5_curves(reading, 5.0, [1e8], **AT)[:, 0]
    # free_limit averages over 400 rings
    assert_agree(hot, free_limit(reading, **AT), 1e-4)


def test_free_spins_in_a_strong_field_are_saturated() -> None:
    strong = free_limit(Reading(spin=2.5, prefactor=100.0, factor=100.0), a=100.0, k_max=0.1)
    assert_agree(strong[-1], 2.5, 1e-12)


def test_free_spins_one_half_follow_tanh() -> None:
    x = 12 * STRENGTHS / 0.1 * np.pi * 1e-3
    reading = Reading(spin=0.5, field_ratio=1.0, prefactor=np.pi)
    assert_agree(free_limit(reading, a=1e-3, k_max=1e-6), np.tanh(x / 2) / 2, 1e-9)


def test_on_site_anisotropy_of_spin_one_half_changes_nothing() -> None:
    plus, minus = (
        fig5_curves(Reading(spin=0.5, i_over_j=i), -5.0, [10.0, 1e3], **AT) for i in (1.0, -1.0)
    )
    assert_agree(plus, minus, 1e-9)


def test_spins_of_a_ferromagnet_stay_aligned_in_the_easy_plane() -> None:
    assert 0.9 < alignment_at_zero(Reading(), 5.0) < 1
    assert alignment_at_zero(Reading(), -5.0) < -0.9
    assert_agree(alignment_at_zero(Reading(spin=0.5), 50.0), 1.0, 1e-9)


def test_fig_4_fulfils_all_sentences_unless_the_second_spin_is_left_out() -> None:
    assert all(fig4_statements(Reading(), J, T).values())
    found = fig4_statements(Reading(field_ratio=0.0), J, T)
    assert not found["turns-antiferromagnet"]
    assert not found["keeps-ferromagnet"]
    assert not found["driven"]


def test_fig_5_fulfils_all_sentences_but_with_the_sign_of_eq_1_or_spins_that_feel_no_plane() -> (
    None
):
    assert all(fig5_statements(Reading(), HOT, **AT).values())
    assert all(fig5_statements(Reading(spin=0.5, anisotropy="exchange"), HOT, **AT).values())
    axis = fig5_statements(Reading(i_over_j=-1.0), HOT, **AT)
    assert [name for name, held in axis.items() if held] == [
        "stabilises", "grows", "plane-stabilises"
    ]  # fmt: skip
    half = fig5_statements(Reading(spin=0.5), HOT, **AT)
    assert not any(half[it] for it in ("peaks-and-decays", "plane-stabilises", "superparamagnet"))


RISING = np.tile(np.linspace(0.1, 1, 41), (5, 1))
PEAKED = np.tile(1.2 - (np.linspace(-1, 1, 41)) ** 2, (5, 1))
FULL = np.ones((J.size, T.size))
NONE = np.zeros((J.size, T.size))
COLD_FM = np.where((J[:, None] > 0) & (T < 10), 0.9, 0.1)
"""As panel (d) is described, with a tenth of the moment elsewhere."""


@pytest.mark.parametrize(
    ("fulfilled", "missed"),
    [
        (described.keeps_ferromagnet(J, FULL), described.keeps_ferromagnet(J, COLD_FM)),
        (
            described.turns_antiferromagnet(J, FULL * (T > 50), 1.0),
            described.turns_antiferromagnet(J, FULL, 1.0),
        ),
        (described.partial_throughout([COLD_FM]), described.partial_throughout([NONE])),
        (
            described.full_when_cold(J, T, [COLD_FM + 0.05]),
            described.full_when_cold(J, T, [FULL]),
        ),
        (described.confined(J, T, COLD_FM), described.confined(J, T, COLD_FM[:, ::-1])),
        (described.driven(J, [FULL]), described.driven(J, [FULL, NONE])),
        (described.stabilises(HOT, [PEAKED]), described.stabilises(HOT, [RISING**9])),
        (described.not_detrimental(HOT, [PEAKED]), described.not_detrimental(HOT, [2 - RISING])),
        (described.grows([RISING]), described.grows([RISING, PEAKED])),
        (described.peaks_and_decays([PEAKED]), described.peaks_and_decays([RISING])),
        (
            described.has_limit(np.array([0.6]), np.array([1.0]), np.array([0.603])),
            described.has_limit(np.array([0.6]), np.array([1.0]), np.array([0.61])),
        ),
        (
            described.magnified([np.array([1e-4, 2e-3, 0.04, 0.5, 1])]),
            described.magnified([np.array([1e-4, 2e-3, 0.05, 0.5, 1])]),
        ),
        (
            described.plane_stabilises(np.array([0.4, 0.1])),
            described.plane_stabilises(np.array([0.1, 0.6])),
        ),
        (described.superparamagnet(0.95, 1e-3), described.superparamagnet(0.95, 0.02)),
    ],
)
def test_each_sentence_can_be_fulfilled_and_missed(
    fulfilled: described.Wanted, missed: described.Wanted
) -> None:
    assert described.fulfilled(fulfilled)
    assert not described.fulfilled(missed)


RIGHT = J[:, None] > 0


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        (described.full_when_cold(J, T, [FULL * RIGHT]), [True, False, True]),
        (described.full_when_cold(J, T, [COLD_FM]), [False, True, True]),
        (described.full_when_cold(J, T, [FULL * (T < 10)]), [True, True, False]),
        (described.confined(J, T, FULL * RIGHT * (T < 90)), [False, True, True]),
        (described.confined(J, T, FULL * (T < 10)), [True, False, True]),
        (described.confined(J, T, FULL * RIGHT), [False, True, False]),
        (described.turns_antiferromagnet(J, NONE, 1.0), [False, True]),
        (described.turns_antiferromagnet(J, FULL, 1.0), [True, False]),
    ],
)
def test_of_what_a_sentence_asks_each_part_can_be_missed(
    wanted: list[described.Asked], held: list[bool]
) -> None:
    assert [one.holds for one in wanted] == held


def test_the_exchanges_of_fig_5_are_those_of_its_caption() -> None:
    assert described.EXCHANGES == (-5.0, 5.0, -50.0, 50.0)
    assert described.ENERGIES == (0.6, 1.2, 1.8, 2.4)


def test_the_picture_magnifies_what_the_text_is_read_to_magnify() -> None:
    weakest = described.STRENGTHS[: len(described.MAGNIFICATION)]
    assert tuple(zip(weakest, described.MAGNIFICATION, strict=True)) == _magnified.MAGNIFIED
