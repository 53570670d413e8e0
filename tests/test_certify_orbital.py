"""Certificates of dipoles, the thermal dimer and chains: by other routes, and able to fail."""

from typing import Any, cast

import mpmath
import pytest

from magrepro import certificates
from tests.test_certify import COMMITTED

flint = pytest.importorskip("flint")
from flint import acb, arb, ctx  # noqa: E402

from magrepro import figures  # noqa: E402
from magrepro.certify import NotProved, chain_ordering, chains, dipoles, thermal  # noqa: E402
from magrepro.certify.bessel import named  # noqa: E402
from magrepro.certify.figures import fig5b, fig10  # noqa: E402
from magrepro.certify.sphere import coupling_of  # noqa: E402


def test_moments_of_a_pair_obey_the_coupled_equations() -> None:
    x, h = (arb("1.7"), arb("-0.4")), arb("0.3")
    for direction in dipoles.ETA:
        g = dipoles.pair_coupling(arb(3), direction)
        first, second = dipoles.pair_moments(x, h, g)
        assert (first - x[0] * (h - g * second)).contains(0)
        assert (second - x[1] * (h - g * first)).contains(0)
        assert first.rad() < 1e-12


def test_a_pair_that_is_critical_has_no_enclosure() -> None:
    g = dipoles.pair_coupling(arb(3), "longitudinal")
    assert not dipoles.pair_moments((1 / g, 1 / g), arb(1), g)[0].is_finite()


def ball_weight(rho2: acb, z: arb, K: arb, C: arb) -> acb:
    """Weight at one first moment: the second one's ball in closed form, by erf."""
    g = (K**2 * (rho2 + 4 * z**2)).sqrt()
    up, down = (C.sqrt() * (1 + sign * g / (2 * C)) for sign in (1, -1))
    gauss = acb.pi().sqrt() / (4 * C.sqrt() * C) * g * (g**2 / (4 * C)).exp()
    ball = (
        4 * acb.pi() / g * (gauss * (up.erf() + down.erf()) / 2 - (-C).exp() * g.sinh() / (2 * C))
    )
    return ball * (-C * (rho2 + z**2)).exp()


@pytest.mark.parametrize(("z", "k_over_c"), [(0.3, 1.5), (-0.9, 2.0), (0.5, 0.25)])
def test_density_is_that_of_the_rigorous_integral_over_the_closed_ball(
    z: float, k_over_c: float
) -> None:
    with ctx.workprec(256):
        C = arb(50)
        K = C * arb(k_over_c)

        def weight(height: float) -> arb:
            end = 1 - arb(height) ** 2
            return acb.integral(
                lambda s, _: ball_weight(s, arb(height), K, C), 0, end, rel_tol=arb(2) ** -60
            ).real

        mine = [thermal.density_z(h, k_over_c=k_over_c, stiffness=50.0) for h in (z, 0.625)]
        integrals = [weight(h) for h in (z, 0.625)]
        assert (mine[0] / mine[1]).overlaps(integrals[0] / integrals[1])
        assert (integrals[0] / integrals[1]).rel_accuracy_bits() > 40


@pytest.mark.parametrize(("k_over_c", "stiffness"), [(0.0, 3.0), (1.25, 4.0), (4.0, 0.5)])
def test_density_integrates_to_one(k_over_c: float, stiffness: float) -> None:
    def density(z: mpmath.mpf) -> float:
        return float(thermal.density_z(float(z), k_over_c=k_over_c, stiffness=stiffness).mid())

    assert float(mpmath.quad(density, [-1, 0, 1])) == pytest.approx(1, abs=1e-11)


def test_without_coupling_the_density_is_that_of_a_single_ball() -> None:
    with ctx.workprec(128):
        C, z = arb(7), arb(0.375)
        disc = arb.pi() / C * ((-C * z**2).exp() - (-C).exp())
        ball = arb.pi() / C * ((arb.pi() / C).sqrt() * C.sqrt().erf() - 2 * (-C).exp())
        density = thermal.density_z(0.375, k_over_c=0.0, stiffness=7.0)
        assert density.overlaps(disc / ball)
        assert density.rel_accuracy_bits() > 100


def test_what_a_series_leaves_out_is_below_its_bound() -> None:
    with ctx.workprec(53):
        short = thermal.weights(1.75, 20.0)
    with ctx.workprec(300):
        longer = thermal.weights(1.75, 20.0).series.coeffs()
        kept = len(short.series.coeffs())
        left_out = sum((h * arb(4) ** n for n, h in enumerate(longer[kept:], kept)), arb(0))
        assert 0 < left_out < short.rest.upper()
        assert short.rest.upper() < 1e-10 * longer[kept // 2] * arb(4) ** (kept // 2)


def test_three_particles_have_the_eigenvalue_of_their_even_mode() -> None:
    with ctx.workprec(128):
        exact = (arb(1) / 8 + (arb(1) / 64 + 8).sqrt()) / 2
        assert chains.largest_eigenvalue(3).contains(exact.mid())
        assert chains.largest_eigenvalue(2).contains(1)


def test_bounds_of_a_poor_vector_are_wide_and_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    with ctx.workprec(96):
        exact = chains.largest_eigenvalue(40)
        monkeypatch.setattr(chains, "_eigenvector", lambda n: [1.0] * n)
        forgetful: Any = chains.largest_eigenvalue
        poor = forgetful.__wrapped__(40)
    assert poor.contains(exact)
    assert poor.rad() > 0.1


def test_chain_of_two_has_the_moment_of_the_dimer() -> None:
    params: Any = figures.load("fig10").Params()
    with ctx.workprec(128):
        response = fig10._response(params.kf_a, 2e-7, params.d_over_a, params.chi_landau)
        k = named("zeta_1_36")
        c = coupling_of(k, params.d_over_a, params.chi_landau)
        dimer = fig5b.spontaneous_moment(k, arb(2e-7), c)
        assert chain_ordering.mean_moment(response, 2).overlaps(dimer)


def at(t_over_tf: float) -> chain_ordering.Response:
    params: Any = figures.load("fig10").Params()
    return fig10._response(params.kf_a, t_over_tf, params.d_over_a, params.chi_landau)


def test_moments_of_a_chain_are_a_fixed_point() -> None:
    with ctx.workprec(128):
        response = at(5e-7)
        folded, weights = chain_ordering._folded(7)
        moments = chain_ordering._krawczyk(response, folded)
        whole = moments + moments[-2::-1]
        assert sum(weights) == len(whole) == 7
        fields = [response.coupling * h for h in chains.field(whole)]
        for moment, w in zip(whole, fields, strict=True):
            assert response.particle.moment(w).overlaps(moment)
            assert moment.rel_accuracy_bits() > 60


def test_a_chain_above_its_transition_has_no_moment() -> None:
    with ctx.workprec(128):
        assert chain_ordering.mean_moment(at(4e-7), 3).is_zero()
        assert chain_ordering.mean_moment(at(4e-7), 4) > 100


def test_fields_of_no_solution_are_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    right = chain_ordering._guess
    for factor in (1e-3, 1 - 1e-9):
        monkeypatch.setattr(chain_ordering, "_guess", lambda r, f, x=factor: x * right(r, f))
        with ctx.workprec(128), pytest.raises(NotProved, match="does not close"):
            chain_ordering.mean_moment(at(2e-7), 5)


def test_fields_beyond_those_of_any_solution_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    right = chain_ordering._guess
    monkeypatch.setattr(chain_ordering, "_guess", lambda r, f: 1.5 * right(r, f))
    with ctx.workprec(128), pytest.raises(NotProved, match="left its bounds"):
        chain_ordering.mean_moment(at(1e-8), 50)


def test_a_poor_inverse_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("numpy.linalg.inv", lambda matrix: 0 * matrix)
    with ctx.workprec(128), pytest.raises(NotProved, match="does not close"):
        chain_ordering.mean_moment(at(2e-7), 5)


def test_a_size_without_a_level_at_the_fermi_energy_is_refused() -> None:
    with ctx.workprec(96), pytest.raises(NotProved, match="not exactly one shell"):
        chain_ordering.Response.of(arb(42.4), arb(1e-7), arb(3e-11))


def test_without_a_full_shell_the_moment_of_a_chain_is_outside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = certificates.certified(certificates.Piece("fig10", COMMITTED, (60,)))
    assert (found.proved, len(found.outside)) == (1, 0)
    from magrepro.certify import sphere

    right, remembered = sphere.shells_of, cast(Any, fig10._response)
    monkeypatch.setattr(sphere, "shells_of", lambda k, top: right(k, top)[1:])
    remembered.cache_clear()
    found = certificates.certified(certificates.Piece("fig10", COMMITTED, (60,)))
    remembered.cache_clear()
    assert (found.proved, len(found.outside)) == (0, 1)


def test_a_moment_that_rises_faster_than_its_field_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bound = arb(10) ** 30
    monkeypatch.setattr(chain_ordering, "_rest_of_share", lambda particle: bound)
    with ctx.workprec(96), pytest.raises(NotProved, match="not shown to fall"):
        chain_ordering._falling_share(at(3e-7).particle)


def test_a_strong_diamagnet_has_no_proof_that_its_solution_is_the_only_one() -> None:
    chain_ordering._no_positive_element(9, 0.01)
    with pytest.raises(NotProved, match="too strong"):
        chain_ordering._no_positive_element(9, 0.6)
