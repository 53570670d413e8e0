import numpy as np
import pytest
from scipy.linalg import eigh
from scipy.special import eval_jacobi, roots_legendre, sph_harm_y, spherical_jn

from magrepro.core.arrays import Floats, Ints
from magrepro.core.orbital import diamagnetic_levels
from magrepro.core.orbital.bessel import bessel_zero
from magrepro.core.orbital.diamagnetic import exact_moment
from magrepro.core.orbital.diamagnetic_levels import Sector
from magrepro.core.orbital.sphere import magnetic_moment
from tests.tolerances import assert_agree

ZETA = bessel_zero(1, 36)


def sector(m: int, parity: int, zeta_max: float) -> Sector:
    found = diamagnetic_levels.sectors(zeta_max)
    return next(s for s in found if s.m == m and s.l[0] % 2 == parity)


def radial_integrals(zeta: Floats, l: Ints) -> Floats:
    """<r^2> between states in a box of radius 1, by Gauss-Legendre for products of waves."""
    nodes, weight = roots_legendre(80)
    r = (nodes + 1) / 2
    wave = spherical_jn(l[:, None], zeta[:, None] * r) / abs(spherical_jn(l + 1, zeta))[:, None]
    return np.asarray((wave * weight * r**4) @ wave.T)


@pytest.mark.parametrize(("m", "parity"), [(0, 0), (1, 0), (3, 1), (7, 1)])
def test_matrix_elements_are_the_integrals(m: int, parity: int) -> None:
    states = sector(m, parity, 15.0)
    u, weight = roots_legendre(40)
    y = np.array([sph_harm_y(int(l), m, np.arccos(u), 0.0).real for l in states.l])
    sine = 2 * np.pi * (y * weight * (1 - u**2)) @ y.T
    assert_agree(states.matrix, sine * radial_integrals(states.zeta, states.l), 1e-10)


def polynomial_levels(m: int, parity: int, x: float) -> Floats:
    """Eigenvalues of p^2 + x r^2 sin^2(theta) on polynomials that vanish at the wall.

    (1 - r^2) r^l P_j(2 r^2 - 1) Y_lm, not orthogonal: overlaps and energies by quadrature.
    """
    nodes, share = roots_legendre(70)
    r, weight = (nodes + 1) / 2, share / 2

    def shapes(r: Floats) -> Floats:
        parts = [
            (1 - r**2) * r**l * eval_jacobi(j, 2, l + 0.5, 2 * r**2 - 1)
            for l in orders
            for j in range(12)
        ]
        return np.array(parts)

    orders = range(m + (m + parity) % 2, 26, 2)
    l = np.repeat(orders, 12)
    f = shapes(r)
    slope = (shapes(r - 2e-4) - 8 * shapes(r - 1e-4) + 8 * shapes(r + 1e-4) - shapes(r + 2e-4)) / (
        12e-4
    )
    same = l[:, None] == l
    overlap = np.where(same, (f * weight * r**2) @ f.T, 0)
    kinetic = np.where(same, (slope * weight * r**2) @ slope.T, 0)
    kinetic += np.where(same, l * (l + 1) * ((f * weight) @ f.T), 0)
    y = np.array([sph_harm_y(int(k), m, np.arccos(nodes), 0.0).real for k in l])
    sine = 2 * np.pi * (y * share * (1 - nodes**2)) @ y.T
    return np.asarray(
        eigh(kinetic + x * sine * ((f * weight * r**4) @ f.T), overlap, eigvals_only=True)
    )


@pytest.mark.parametrize(("m", "parity"), [(0, 0), (1, 0), (4, 1)])
def test_levels_are_those_of_a_basis_of_polynomials(m: int, parity: int) -> None:
    states = sector(m, parity, 60.0)
    found = np.linalg.eigvalsh(np.diag(states.zeta**2) + 60.0 * states.matrix)
    assert_agree(found[:8], polynomial_levels(m, parity, 60.0)[:8], 1e-8)


def direct_potential(k: float, tau: float, w: float, *, spin: float) -> float:
    """Omega/E_F from the eigenvalues at one field, without series or slopes."""
    total = 0.0
    for states in diamagnetic_levels.sectors(1.6 * k):
        matrix = np.diag(states.zeta**2) + (k * k * w / 4) ** 2 * states.matrix
        energies = np.linalg.eigvalsh(matrix) / k**2
        for m in {states.m, -states.m}:
            for sigma in (0.5, -0.5):
                x = (energies + w * m / 2 + spin * sigma * w - 1) / tau
                total -= tau * float(np.logaddexp(0, -x).sum())
    return total


@pytest.mark.parametrize(("spin", "mass"), [(False, 1.0), (True, 1.0), (True, 0.4), (True, 20.0)])
def test_moment_is_minus_the_slope_of_the_grand_potential(spin: bool, mass: float) -> None:
    k, tau, w, step = 16.0, 2e-3, 9e-3, 1e-4
    values = [
        direct_potential(k, tau, w + i * step, spin=spin * mass) * share
        for i, share in ((-2, 1), (-1, -8), (1, 8), (2, -1))
    ]
    found = exact_moment(k, tau, w, spin=spin, m_eff=mass)[0, 0]
    assert abs(found + 2 * sum(values) / (12 * step)) < 1e-4 * abs(found)


def test_first_order_is_left_as_the_cube_of_the_field() -> None:
    w = np.array([1e-3, 2e-3, 4e-3])
    off = exact_moment(18.0, 5e-4, w)[0] - magnetic_moment(18.0, 5e-4, w)
    np.testing.assert_allclose(off[1:] / off[:-1], 8, rtol=0.03)


def test_known_moment() -> None:
    assert abs(exact_moment(ZETA, 5e-5, 2e-3)[0, 0] - 387.745) < 1e-3


def test_a_larger_basis_changes_nothing() -> None:
    w = np.array([4e-3, 1.6e-2])
    small, large = exact_moment(16.0, 5e-4, w)[0], exact_moment(16.0, 5e-4, w, margin=2.2)[0]
    assert np.all(small != large)
    assert np.all(np.abs(large - small) < [1e-5, 1e-3])


def test_spin_adds_its_share_of_the_level_to_the_susceptibility() -> None:
    """1 beside <m^2> = l(l + 1)/3 of a level at the Fermi energy."""
    k, w = bessel_zero(1, 15), 1e-11
    bare, full = (exact_moment(k, 1e-7, w, spin=spin)[0, 0] for spin in (False, True))
    assert abs((full / bare - 1) / (3 / (15 * 16)) - 1) < 1e-3


def test_moment_is_odd_in_the_field_and_none_without() -> None:
    there, none, back = exact_moment(15.0, 1e-3, [-3e-3, 0.0, 3e-3], spin=True)[0]
    assert none == 0
    assert there == -back


def test_a_sphere_too_small_for_electrons_has_no_moment() -> None:
    assert np.all(exact_moment(1.0, [1e-10, 1e-3], [1e-3, 5e-3]) == 0)


def test_a_field_too_strong_for_the_levels_to_be_followed_is_refused() -> None:
    with pytest.raises(ValueError, match=r"it must be at most 0\.0031"):
        exact_moment(60.0, 1e-4, 0.0032)


def test_levels_that_mix_are_refused() -> None:
    with pytest.raises(ValueError, match="no smooth functions"):
        diamagnetic_levels.exact_levels(30.0, 30.0, relevant=25.0)
