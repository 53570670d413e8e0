"""Proofs of claims: each comes out the other way, or not at all, where a number in it is wrong."""

from importlib import import_module
from typing import Any

import pytest

pytest.importorskip("flint")

from flint import arb, ctx

from magrepro import certify
from magrepro.certify import chains, density, sphere
from magrepro.certify.claims import CLAIMS, judged, proof, spheres as proofs_of_spheres
from magrepro.certify.thermal import density_z, weights
from magrepro.claims import GOOD, all_claims

RECORDED = {entry.id: entry.recorded for entry in all_claims()}

WRONG: list[tuple[str, str, Any]] = [
    ("p.sec3.critical-longitudinal", "dimers.D_OVER_A", 3.01),
    ("p.sec3.tensor", "dimers._closed", lambda x, y, g: (x + y) / 2 - g * x * y),
    ("p.sec3.expansion", "dimers.ALONG", arb("-1.2")),
    ("p.sec3.factor-two", "dimers.ACROSS", arb("0.3")),
    ("p.sec3.critical-product", "dimers._solved", lambda x, y, g: (x + y) / 2),
    ("p.sec3.infinite-magnetization", "dimers.ALONG", arb("-0.99")),
    ("p.sec3.not-in-bulk", "dimers.CHI_GOLD", "0.5"),
    ("p.sec5.antialigned-out-of-reach", "spheres.CHI_LANDAU", -2.9e-6),
    ("p.sec5.curie-law", "spheres.CURIE_TO", 1e-5),
    ("p.sec5.thousand-bohr-magnetons", "spheres.SIZES", ("zeta_1_5",)),
    ("p.fig5.diamagnetic-42-4", "spheres.INSET", (42.7, 42.4)),
    ("p.fig5.sign-change-42-7", "spheres.INSET", (42.7, 42.4)),
    ("p.appc.asymptote", "chains.endless_ratio", lambda: arb("0.41")),
    ("p.appc.falls-with-length", "chains.FIGURE", (2, 3, 5, 4)),
    ("p.appc.modest-length", "chains.MODEST", (3, 9)),
    ("p.appb.threshold", "thermal.ABOVE", (0.9,)),
    ("f.moment.eq5", "spins.HALF", 0.499),
    ("f.moment.afm-cold", "spins.SMALL", arb("0.1")),
    ("f.moment.net-both-signs", "spins.SMALL", arb("1e-7")),
    ("f.moment.spectrum", "spins.ROUNDING", arb(1)),
    ("f.dimer.eq2-energies", "spins.ROUNDING", arb(1)),
    ("f.fig3.energies", "vibrations.PRINTED", ("1.0", "1.8", "3.3")),
    ("f.fig3.waning", "vibrations.KELVIN", (1, 10)),
    ("f.fig3.slow-crucial", "vibrations.KELVIN", (1, 3)),
    ("f.fig4.slow-keeps-ferromagnet", "vibrations.SLOW", arb("2.4")),
    ("f.fig4.slow-turns-antiferromagnet", "vibrations.SLOW", arb("2.4")),
    ("f.fig4.by-anharmonicity", "vibrations.HALF", 0.01),
    ("f.abstract.occupied", "vibrations.LEVELS", 500),
]
"""A claim, a number of its proof, and a value at which the statement comes out the other way."""


SMALLER: dict[str, dict[str, Any]] = {
    "p.appb.threshold": {"STIFFNESS": 15.0, "ABOVE": (1.02,), "BEYOND": (1.5,), "BELOW": (0.5,)},
    "p.sec5.antialigned-out-of-reach": {"COVER": (62, 65)},
}
"""Of the longest proofs a part, which comes out as the whole does where no number is wrong."""


@pytest.mark.parametrize(("name", "place", "wrong"), WRONG, ids=[case[0] for case in WRONG])
def test_a_wrong_number_turns_the_proof_round(
    monkeypatch: pytest.MonkeyPatch, name: str, place: str, wrong: object
) -> None:
    module, attribute = place.split(".")
    proofs = import_module(f"magrepro.certify.claims.{module}")
    for other, smaller in SMALLER.get(name, {}).items():
        monkeypatch.setattr(proofs, other, smaller)
    with ctx.workprec(128):
        if name in SMALLER:
            assert proof(name).holds == (RECORDED[name] in GOOD)
        monkeypatch.setattr(proofs, attribute, wrong)
        assert proof(name).holds != (RECORDED[name] in GOOD)


def test_a_maximum_at_another_place_is_not_proved_saturated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thermal = import_module("magrepro.certify.claims.thermal")
    monkeypatch.setattr(thermal, "STIFFNESS", 15.0)
    with ctx.workprec(256):
        assert thermal._share_at_zero(1.2) < 0.1
        monkeypatch.setattr(thermal, "SATURATED", 0.97)
        with pytest.raises(certify.NotProved):
            thermal._share_at_zero(1.2)


def test_chains_that_do_not_couple_more_order_no_earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("magrepro.certify.claims.chains")
    monkeypatch.setattr(module, "largest_eigenvalue", lambda n: 1 + arb(1) / n)
    assert not module.higher_temperature().holds
    monkeypatch.setattr(module, "critical_ratio", lambda n: chains.critical_ratio(n) + arb("1e-8"))
    monkeypatch.setattr(module, "largest_eigenvalue", chains.largest_eigenvalue)
    assert not module.determinant().holds


def test_balls_that_overlap_are_not_told_apart() -> None:
    assert judged.less(arb(1), 2)
    assert not judged.less(arb(2), 2)
    with pytest.raises(certify.NotProved, match="reaches over the threshold"):
        judged.less(arb(1, 0.1), arb(1.05))
    assert judged.rounds_to(arb("3.2249"), "3.22")
    assert not judged.rounds_to(arb("3.2251"), "3.22")


def test_every_claim_with_a_proof_is_in_the_ledger() -> None:
    assert set(CLAIMS) <= set(RECORDED)


def test_rayleigh_and_the_row_sum_enclose_what_collatz_and_wielandt_do() -> None:
    for n in (2, 10, 200):
        assert chains.eigenvalue_of_long(n).contains(chains.largest_eigenvalue(n).mid())


def test_slope_of_chi_against_temperature_is_that_of_its_values() -> None:
    with ctx.workprec(192):
        for tau in (1e-4, 1e-3):
            k, t, step = arb(42.7), arb(tau), arb(tau) * arb(2) ** -50
            low, high = (sphere.susceptibility(k, t + s * step) for s in (-1, 1))
            slope = sphere.susceptibility_slope(k, t)
            assert abs((high - low) / (2 * step) / slope - 1) < 1e-12


def test_no_size_in_an_interval_is_more_diamagnetic_than_its_bound() -> None:
    bound = sphere.diamagnetic_bound(arb(42), arb(42.5), arb(5e-3))
    found = [
        -sphere.susceptibility(arb(k), arb(tau))
        for k in (42.0, 42.25, 42.4, 42.5)
        for tau in (1e-9, 1e-4, 5e-3)
    ]
    assert all(chi < bound for chi in found)
    assert bound < 2 * max(found, key=lambda chi: float(chi.mid()))


def test_bounds_of_the_density_on_an_interval_hold_its_points() -> None:
    with ctx.workprec(density.bits(50.0)):
        profile, z = density.Profile.of(1.1, 50.0), arb(0.9)
        total = weights(1.1, 50.0).total
        assert (profile.at(z**2) * arb.pi() / total).overlaps(
            density_z(0.9, k_over_c=1.1, stiffness=50.0)
        )
        a, b = arb(0.8), arb(0.8) + arb(2) ** -10
        places = [a + (b - a) * i / 4 for i in range(5)]
        assert all(profile.bounds(a, b).contains(profile.at(s)) for s in places)
        step = arb(2) ** -60
        for s in places:
            slope = (profile.at(s + step) - profile.at(s)) / step
            assert profile.slope(a, b + step).contains(slope.mid())
            assert abs(profile.slope(s, s) / slope - 1) < 1e-9


def test_a_sign_that_is_never_told_is_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs_of_spheres, "susceptibility", lambda k, tau: arb(0, 1))
    monkeypatch.setattr(proofs_of_spheres, "susceptibility_slope", lambda k, tau: arb(0, 1))
    with pytest.raises(certify.NotProved, match="cannot be told"):
        proofs_of_spheres._signs(arb(42.7), arb(1e-5), arb(1e-4))
