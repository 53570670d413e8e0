import mpmath
import numpy as np
import pytest

from magrepro.core.orbital import bessel
from magrepro.core.orbital.bessel import bessel_zero, bessel_zeros, uniform_estimate

NAMED = {(1, 36): 42.9669456985971, (6, 26): 52.9073589022756, (5, 37): 62.1256898572323}


@pytest.mark.parametrize(("n", "l"), NAMED)
def test_zeros_that_the_paper_names(n: int, l: int) -> None:
    assert bessel_zero(n, l) == pytest.approx(NAMED[n, l], rel=1e-14)


def changes_sign(l: int, low: mpmath.mpf, high: mpmath.mpf) -> bool:
    """Whether j_l does between two points; which zero it is, the interlacing tells."""
    return bool(mpmath.besselj(l + 0.5, low) * mpmath.besselj(l + 0.5, high) < 0)


def test_zeros_agree_with_thirty_digits_up_to_k_200() -> None:
    zeros = bessel_zeros(200)
    sample = np.random.default_rng(1).choice(zeros.zeta.size, 25, replace=False)
    with mpmath.workdps(30):
        for n, l, zeta in zip(zeros.n[sample], zeros.l[sample], zeros.zeta[sample], strict=True):
            at, off = mpmath.mpf(zeta), mpmath.mpf("1e-14")
            assert changes_sign(int(l), at * (1 - off), at * (1 + off)), (n, l)


def test_zeros_are_numbered_as_they_are_counted() -> None:
    zeros = bessel_zeros(200)
    for i in np.random.default_rng(4).choice(zeros.zeta.size, 3, replace=False):
        exact = mpmath.besseljzero(mpmath.mpf(int(zeros.l[i])) + 0.5, int(zeros.n[i]))
        assert abs(zeros.zeta[i] - exact) <= 1e-13 * exact


def test_what_a_double_lacks_of_its_zero_is_known_to_twice_the_digits() -> None:
    zeros = bessel_zeros(264)
    sample = np.random.default_rng(2).choice(zeros.zeta.size, 24, replace=False)
    with mpmath.workdps(40):
        for i in [0, *np.argmax([zeros.n, zeros.l, zeros.zeta], axis=1), *sample]:
            at, off = mpmath.mpf(zeros.zeta[i]) + mpmath.mpf(zeros.rest[i]), mpmath.mpf("1e-28")
            assert changes_sign(int(zeros.l[i]), at - off, at + off)


def test_zeros_of_the_sine_are_multiples_of_pi() -> None:
    zeros = bessel_zeros(200)
    n = zeros.n[zeros.l == 0]
    np.testing.assert_allclose(zeros.zeta[zeros.l == 0], np.pi * n, rtol=1e-15)


def test_zeros_interlace_so_none_is_missing() -> None:
    zeros = bessel_zeros(200)
    table = {(n, l): z for n, l, z in zip(zeros.n, zeros.l, zeros.zeta, strict=True)}
    for (n, l), zeta in table.items():
        if n > 1:
            assert table[n - 1, l] < zeta
            assert table[n - 1, l] < table[n - 1, l + 1] < zeta
        if l:
            assert table[n, l - 1] < zeta


def test_zeros_ascend_and_stop_at_the_limit() -> None:
    zeta = bessel_zeros(60.3).zeta
    assert np.all(np.diff(zeta) > 0)
    assert zeta[-1] <= 60.3 < bessel_zeros(60.6).zeta[-1]
    assert bessel_zeros(float(zeta[-1])).zeta[-1] == zeta[-1]


def test_zeros_found_in_two_steps_are_those_found_at_once() -> None:
    zeta = bessel_zeros(40.0).zeta
    at_once = bessel._zeros_between(0.0, 40.0).zeta
    for at in (5, 17, 60):
        step = float(zeta[at]) + 1e-3
        both = [*bessel._zeros_between(0.0, step).zeta, *bessel._zeros_between(step, 40.0).zeta]
        assert both == at_once.tolist() == zeta.tolist()


def test_estimates_are_nearer_to_their_own_zero_than_to_any_other() -> None:
    zeros = bessel_zeros(200)
    estimate = uniform_estimate(zeros.n.astype(float), zeros.l.astype(float))
    assert np.max(np.abs(estimate - zeros.zeta)) < 0.05


@pytest.mark.parametrize("k_max", [0, -1, np.nan, np.inf, 1e9])
def test_impossible_limits_are_refused(k_max: float) -> None:
    with pytest.raises(ValueError, match="k_max"):
        bessel_zeros(k_max)
