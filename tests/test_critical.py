"""Critical temperatures from the closed criterion, by other routes."""

import numpy as np
import pytest

from magrepro.core.orbital.bessel import bessel_zero, bessel_zeros
from magrepro.core.orbital.branches import stable_moment
from magrepro.core.orbital.chain_ordering import moments_of_chains
from magrepro.core.orbital.chains import CHAIN_ROW_SUM, chain_critical_ratio
from magrepro.core.orbital.critical import COLDEST, critical_temperature
from magrepro.core.orbital.dipoles import ETA, critical_susceptibility
from magrepro.core.orbital.sphere import (
    dipole_coupling,
    susceptibility_terms,
    zero_field_susceptibility,
)
from magrepro.core.orbital.sphere_response import sphere_response
from tests.tolerances import ELEMENTWISE, ROOT, assert_agree

GOLD = 2.9e-7
CHI_C = float(critical_susceptibility(3.0, eta=ETA["longitudinal"]))
RATIO = CHI_C / GOLD
PAPER = np.array([bessel_zero(1, 36), bessel_zero(6, 26), bessel_zero(5, 37)])


def test_the_papers_sizes_have_the_known_critical_temperatures() -> None:
    found = critical_temperature(PAPER, RATIO)
    assert [f"{tau:.4g}" for tau in found] == ["2.599e-07", "5.326e-08", "9.323e-08"]
    assert critical_temperature(42.4, RATIO) == 0


def test_no_sizes_have_no_critical_temperatures() -> None:
    assert critical_temperature(np.zeros((0, 2)), RATIO).shape == (0, 2)


def test_at_the_critical_temperature_the_susceptibility_is_critical() -> None:
    k = np.concatenate([PAPER, PAPER * (1 + 2e-8)])
    found = critical_temperature(k, RATIO)
    assert np.all(found > 0)
    assert_agree(zero_field_susceptibility(k, found), RATIO, ROOT)


def test_no_higher_temperature_is_critical_however_the_susceptibility_winds() -> None:
    rng = np.random.default_rng(5)
    k = np.concatenate([rng.uniform(1, 60, 40), bessel_zeros(40.0).zeta[-10:]])
    ratio = np.exp(rng.uniform(np.log(400), np.log(1e5), k.size))
    found, tau = critical_temperature(k, ratio), np.geomspace(COLDEST, 0.1, 2001)
    assert np.count_nonzero(found) > 5
    for size, critical, highest in zip(k, ratio, found, strict=True):
        over = tau[zero_field_susceptibility(size, tau) >= critical]
        step = tau[1] / tau[0]
        if over.size:
            assert over[-1] <= highest <= over[-1] * step
        elif highest:
            assert_agree(zero_field_susceptibility(size, highest), critical, ROOT)


def test_a_dimer_orders_below_its_critical_temperature_and_not_above() -> None:
    coupling = dipole_coupling(PAPER, d_over_a=3.0, chi_landau=-GOLD)
    for share, orders in ((0.999, True), (1.001, False)):
        tau = share * critical_temperature(PAPER, RATIO)
        moment = stable_moment(sphere_response(PAPER, tau, coupling=coupling), coupling=coupling)
        assert np.all((moment > 0) == orders)


@pytest.mark.parametrize("n", [3, 10])
def test_a_chain_orders_below_its_critical_temperature_and_not_above(n: int) -> None:
    k = float(PAPER[0])
    critical = float(critical_temperature(k, RATIO * chain_critical_ratio(n)))
    coupling = float(dipole_coupling(k, d_over_a=3.0, chi_landau=-GOLD))
    tau = critical * np.array([0.999, 1.001])
    particle = sphere_response(k, tau[:, None], coupling=coupling * CHAIN_ROW_SUM)
    (moments,) = moments_of_chains(particle, coupling=coupling, lengths=[n])
    assert (moments.mean(axis=-1) > 0).tolist() == [True, False]


def test_sizes_at_a_zero_follow_curies_law_of_their_half_filled_shell() -> None:
    zeros = bessel_zeros(100.0)
    l, k = zeros.l.astype(float), zeros.zeta
    found = critical_temperature(k, RATIO)
    law = 9 * np.pi / (12 * RATIO) * l * (l + 1) * (2 * l + 1) / k**3
    # The diamagnetism of all other shells, (2/5) k^2 |chi_L| = 4000 |chi_L|, is left out.
    np.testing.assert_allclose(found, law, rtol=0.4 * 100**2 / RATIO, atol=COLDEST)
    assert np.all(found[l == 0] == 0)


def test_the_highest_critical_temperatures_are_at_first_zeros_and_have_a_limit() -> None:
    zeros = bessel_zeros(100.0)
    found = critical_temperature(zeros.zeta, RATIO)
    best = int(np.argmax(found))
    assert (zeros.n[best], zeros.l[best]) == (1, 90)
    firsts = found[zeros.n == 1]
    assert np.all(np.diff(firsts) > 0)
    highest = np.maximum.accumulate(found)
    assert np.all(zeros.n[found == highest][1:] == 1)
    assert f"{18 * np.pi / (12 * RATIO):.3g}" == "4.24e-07"
    assert np.all(found < 18 * np.pi / (12 * RATIO))


def test_the_terms_are_the_susceptibility_and_go_one_way_with_temperature() -> None:
    rng = np.random.default_rng(1)
    k = np.concatenate([PAPER, rng.uniform(2, 150, 30)])[:, None]
    tau = np.geomspace(1e-9, 0.1, 80)
    zeeman, filled, above = susceptibility_terms(k, tau)
    chi = zero_field_susceptibility(k, tau)
    scale = np.maximum(zeeman, filled + above)
    np.testing.assert_allclose(zeeman - filled - above, chi, rtol=0, atol=1e-12 * scale.max())
    for rising in (tau * zeeman, -filled, above):
        assert np.all(np.diff(rising) >= -1e-12 * np.abs(rising[:, 1:]))


def test_answers_do_not_depend_on_what_is_asked_besides() -> None:
    k = np.concatenate([PAPER, [42.4, 30.0]])
    together = critical_temperature(k, np.array([[RATIO], [2 * RATIO]]))
    alone = [[float(critical_temperature(size, f * RATIO)) for size in k] for f in (1, 2)]
    assert_agree(together, alone, ELEMENTWISE)


@pytest.mark.parametrize(("k", "ratio"), [(0.0, 1.0), (600.0, 1.0), (40.0, 0.0), (40.0, np.nan)])
def test_what_is_no_size_or_susceptibility_is_refused(k: float, ratio: float) -> None:
    with pytest.raises(ValueError, match=r"k_F a|critical_ratio"):
        critical_temperature(k, ratio)


def test_a_susceptibility_that_is_always_above_is_refused() -> None:
    k = np.linspace(1, 10, 200)
    largest = float(zero_field_susceptibility(k, 0.1).max())
    with pytest.raises(ValueError, match="even at"):
        critical_temperature(k, largest / 2)


def test_no_chain_orders_above_a_tenth_of_the_fermi_temperature() -> None:
    k = np.concatenate([np.linspace(0.5, 12, 120), [20.0, 40.0]])[:, None]
    hottest = zero_field_susceptibility(k, np.array([0.1, 0.12, 0.15, 0.2, 0.3, 0.5, 1.0])).max()
    assert 0.24 < hottest < 0.27
    strongest = critical_susceptibility(2.0, eta=ETA["longitudinal"]) / 1e-3
    assert hottest < 1e-3 * strongest * chain_critical_ratio(2000)
