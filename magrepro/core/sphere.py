"""Conduction electrons in a hard-wall sphere: zero-field susceptibility and magnetic moment.

Electrons of both spins fill the levels eps_nl = (zeta_nl/k)^2 of a sphere of radius a. The orbital
Zeeman term and the diamagnetic term are taken to first order, Appendix A of the orbital paper and
Eqs. (A4), (A5) of its Ref. [21]. Dimensionless variables: k = k_F a, tau = T/T_F and
w = hbar omega_c/E_F; energies in units of E_F:

    eps_nlm(w) = (zeta_nl/k)^2 + w m/2 + (k^2/16) w^2 R_nl Y_lm,
    R_nl = <r^2>/a^2 = [1 + (2l+3)(2l-1)/(2 zeta_nl^2)]/3,
    Y_lm = <sin^2 theta> = 2(l^2+l-1+m^2)/[(2l-1)(2l+3)].

Why it is fast: a shell (n, l) further from the chemical potential than `REACH` temperatures is
full or empty to the last digit, and the sum over m of a full shell is closed form, so that full
shells enter through a running sum. What remains is a narrow window of shells, taken for blocks of
neighbouring points at once; +m and -m are paired, which also keeps the moment exact as w -> 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import elementwise

from magrepro.core.bessel import bessel_zeros
from magrepro.core.ordering import PlainResponse, plain_response

Floats = NDArray[np.float64]
Ensemble = Literal["grand-canonical", "fixed-number"]

REACH = 50.0
"""Temperatures from the chemical potential beyond which a level is full or empty: e^-50 = 2e-22."""

NOTHING = 600.0
"""Exponents are cut here: e^-600 adds nothing, and exponentials that underflow are slow."""

BLOCK = 64
"""Points that share one window of shells, at the most."""

CELLS = 2**15
"""States times points of a block, so that its arrays stay in the cache."""


@dataclass(frozen=True)
class Shells:
    """The shells (n, l) in ascending order of zeta, and their states with m >= 0 in a row."""

    zeta: Floats
    l: Floats
    r2: Floats
    """R_nl, the mean of r^2/a^2; shape (shells,)."""
    full_r2: Floats
    """Sum of (2l+1) R_nl over all shells before; shape (shells + 1,)."""
    full_number: Floats
    """Sum of 2(2l+1) over all shells before; shape (shells + 1,)."""
    first_state: NDArray[np.int64]
    """Where each shell's states begin; shape (shells + 1,)."""
    m: Floats
    r2_sin2: Floats
    """R_nl Y_lm; shape (states,), as `m`."""


def mean_square_radius(zeta: ArrayLike, l: ArrayLike) -> Floats:
    """Return R_nl = <r^2>/a^2 in the state whose level is the zero zeta_nl of j_l."""
    zeta, l = np.asarray(zeta, dtype=np.float64), np.asarray(l, dtype=np.float64)
    return np.asarray((1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3)


def mean_square_sine(l: ArrayLike, m: ArrayLike) -> Floats:
    """Return Y_lm = <sin^2 theta> in the spherical harmonic (l, m)."""
    l, m = np.asarray(l, dtype=np.float64), np.asarray(m, dtype=np.float64)
    return np.asarray(2 * (l**2 + l - 1 + m**2) / ((2 * l - 1) * (2 * l + 3)))


@lru_cache(maxsize=8)
def _shells_below(zeta_max: float) -> Shells:
    zeros = bessel_zeros(zeta_max)
    l = zeros.l.astype(np.float64)
    r2 = mean_square_radius(zeros.zeta, l)
    first = np.concatenate([[0], np.cumsum(zeros.l + 1)])
    m = np.arange(first[-1]) - np.repeat(first[:-1], zeros.l + 1).astype(np.float64)
    r2_sin2 = np.repeat(r2, zeros.l + 1) * mean_square_sine(np.repeat(l, zeros.l + 1), m)
    full_r2 = np.concatenate([[0.0], np.cumsum((2 * l + 1) * r2)])
    full_number = np.concatenate([[0.0], np.cumsum(2 * (2 * l + 1))])
    return Shells(zeros.zeta, l, r2, full_r2, full_number, first, m, r2_sin2)


def shells(zeta_max: float) -> Shells:
    """Return all shells with zeta_nl below `zeta_max`, and some above (multiples of 8, cached)."""
    return _shells_below(8.0 * np.ceil(max(zeta_max, 8.0) / 8))


@dataclass(frozen=True)
class _States:
    """States with m >= 0, shape (states,)."""

    m: Floats
    r2_sin2: Floats
    once: Floats
    """1/2 for m = 0, which a sum over +m and -m counts twice, else 1."""


@dataclass(frozen=True)
class _Block:
    """Points that share a window of partly filled shells; arrays of shape (points,)."""

    points: NDArray[np.int64]
    k: Floats
    kappa: Floats
    tau: Floats
    w: Floats
    low: np.int64
    high: np.int64
    shells: Shells

    def distance(self) -> Floats:
        """Return (eps_nl - mu)/tau, shape (shells of the window, points).

        The product form of zeta^2 - kappa^2 keeps the detuning of a level at the Fermi energy.
        """
        zeta = self.shells.zeta[self.low : self.high, None]
        return (zeta - self.kappa) * ((zeta + self.kappa) / (self.k**2 * self.tau))

    def states(self) -> _States:
        """Return the states with m >= 0 of the window's shells."""
        rows = slice(*self.shells.first_state[[self.low, self.high]])
        m = self.shells.m[rows]
        return _States(m, self.shells.r2_sin2[rows], np.where(m == 0, 0.5, 1.0))


def _blocks(
    k: Floats, kappa: Floats, tau: Floats, w: Floats, *, split_m: bool = True
) -> Iterator[_Block]:
    """Split points, shape (N,), into blocks whose windows of shells are alike."""
    highest = float(np.max(np.sqrt(kappa**2 + k**2 * (REACH * tau + np.abs(w) * k))))
    all_shells = shells(highest)
    # A shell is moved by at most |w| l/2 + (k w)^2/16, with l < zeta_nl.
    shift = np.abs(w) * highest / 2 + (k * w) ** 2 / 16
    half_width = k**2 * (REACH * tau + shift)
    low = np.searchsorted(all_shells.zeta, np.sqrt(np.maximum(kappa**2 - half_width, 0)))
    high = np.searchsorted(all_shells.zeta, np.sqrt(kappa**2 + half_width))
    order = np.lexsort((low, np.ceil(np.log2(high - low + 1))))
    apart = np.abs(np.diff(low[order])) > high[order[1:]] - low[order[1:]] + 4
    for run in np.split(order, np.flatnonzero(apart) + 1):
        window = np.array([low[run].min(), high[run].max()])
        rows = np.ptp(all_shells.first_state[window] if split_m else window)
        step = int(np.clip(CELLS // (rows + 1), 8, BLOCK))
        for start in range(0, run.size, step):
            points = run[start : start + step]
            ends = low[points].min(), high[points].max()
            yield _Block(
                points, k[points], kappa[points], tau[points], w[points], *ends, all_shells
            )


def _checked(kf_a: ArrayLike, t_over_tf: ArrayLike, w: ArrayLike) -> tuple[Floats, ...]:
    k, tau, w = (np.asarray(array, dtype=np.float64) for array in (kf_a, t_over_tf, w))
    if not (np.all(k > 0) and np.all(k <= 500)):
        raise ValueError("k_F a must be positive and at most 500")
    if not (np.all(tau >= 1e-12) and np.all(tau <= 1)):
        raise ValueError("T/T_F must lie between 1e-12 and 1")
    if not np.all(np.abs(w) <= 0.1):
        raise ValueError("hbar omega_c/E_F must lie between -0.1 and 0.1: weak fields only")
    return k, tau, w


def zero_field_susceptibility(
    kf_a: ArrayLike, t_over_tf: ArrayLike, *, ensemble: Ensemble = "grand-canonical"
) -> Floats:
    """Return the orbital zero-field susceptibility of one sphere, chi/|chi_L|.

    chi/|chi_L| = (9 pi/k^3) sum_nl [l(l+1)(2l+1)/3 f(1-f)/tau - (k^2/3)(2l+1) R_nl f], with the
    Fermi function f of (eps_nl - mu)/tau: Eq. (A5) of Ref. [21] in dimensionless variables.

    Parameters
    ----------
    kf_a, t_over_tf
        k = k_F a in (0, 500] and tau = T/T_F in [1e-12, 1]; any shapes that broadcast.
    ensemble
        Chemical potential at E_F, or at the fixed number of `chemical_potential`.

    Returns
    -------
    ndarray
        In the broadcast shape; positive is paramagnetic.

    Raises
    ------
    ValueError
        If a size or temperature is out of range.
    """
    k, tau, _ = _checked(kf_a, t_over_tf, 0.0)
    k, tau = np.broadcast_arrays(k, tau)
    k, tau, shape = k.ravel(), tau.ravel(), k.shape
    kappa = _fermi_wave_number(k, tau, np.zeros_like(k), ensemble)
    chi = np.empty(k.size)
    for block in _blocks(k, kappa, tau, np.zeros_like(k), split_m=False):
        window = slice(block.low, block.high)
        l, r2 = block.shells.l[window], block.shells.r2[window]
        x = block.distance()
        e = np.exp(-np.abs(x))
        spread = e / (1 + e) ** 2
        f = np.where(x > 0, e, 1.0) / (1 + e)
        zeeman = (l * (l + 1) * (2 * l + 1) / 3) @ spread / block.tau
        diamagnetic = ((2 * l + 1) * r2) @ f + block.shells.full_r2[block.low]
        chi[block.points] = 9 * np.pi / block.k**3 * (zeeman - block.k**2 / 3 * diamagnetic)
    return chi.reshape(shape)


def magnetic_moment(
    kf_a: ArrayLike,
    t_over_tf: ArrayLike,
    hbar_omega_c_over_ef: ArrayLike,
    *,
    ensemble: Ensemble = "grand-canonical",
) -> Floats:
    """Return the orbital magnetic moment of one sphere in a field, in Bohr magnetons.

    M/mu_B = -4 sum_nlm f(eps_nlm) [m/2 + (k^2/8) w R_nl Y_lm]: Eq. (A4) of Ref. [21].

    Parameters
    ----------
    kf_a, t_over_tf, hbar_omega_c_over_ef
        k in (0, 500], tau in [1e-12, 1], w in [-0.1, 0.1]; any shapes that broadcast.
    ensemble
        Chemical potential at E_F, or at the fixed number of `chemical_potential`.

    Returns
    -------
    ndarray
        In the broadcast shape; odd in w.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    arguments = _checked(kf_a, t_over_tf, hbar_omega_c_over_ef)
    return _summed(_block_moment, arguments, ensemble) * np.sign(arguments[2])


def moment_slope(
    kf_a: ArrayLike,
    t_over_tf: ArrayLike,
    hbar_omega_c_over_ef: ArrayLike,
    *,
    ensemble: Ensemble = "grand-canonical",
) -> Floats:
    """Return dM/dw at constant chemical potential, M/mu_B the moment of `magnetic_moment`.

    Parameters, errors: as `magnetic_moment`.

    Returns
    -------
    ndarray
        In the broadcast shape; even in w.
    """
    return _summed(_block_slope, _checked(kf_a, t_over_tf, hbar_omega_c_over_ef), ensemble)


def _summed(
    block_sum: Callable[[_Block], Floats], arguments: tuple[Floats, ...], ensemble: Ensemble
) -> Floats:
    """Evaluate a sum over states at broadcast points (k, tau, |w|), block by block."""
    k, tau, w = np.broadcast_arrays(*arguments)
    k, tau, w, shape = k.ravel(), tau.ravel(), np.abs(w.ravel()), k.shape
    total = np.empty(k.size)
    for block in _blocks(k, _fermi_wave_number(k, tau, w, ensemble), tau, w):
        total[block.points] = block_sum(block)
    return total.reshape(shape)


def _block_moment(block: _Block) -> Floats:
    """Sum Eq. (A4) over the states of a block's window and add the full shells in closed form."""
    states, pairs = block.states(), _Pairs.of(block)
    diamagnetic = (states.once * states.r2_sin2) @ pairs.total / 2
    diamagnetic += block.shells.full_r2[block.low] / 3
    return 2 * (states.m @ pairs.tilt) - block.k**2 * block.w * diamagnetic


def _block_slope(block: _Block) -> Floats:
    """Differentiate Eq. (A4): df/dw = -f(1-f)/tau [m/2 + push], push = (k^2/8) w R Y."""
    states, pairs = block.states(), _Pairs.of(block)
    both, odd = pairs.spreads()
    push = block.k**2 / 8 * block.w
    zeeman = (states.once * states.m**2 / 4) @ both + push * ((states.m * states.r2_sin2) @ odd)
    zeeman += push**2 * ((states.once * states.r2_sin2**2) @ both)
    diamagnetic = (states.once * states.r2_sin2) @ pairs.total / 2
    diamagnetic += block.shells.full_r2[block.low] / 3
    return 4 * zeeman / block.tau - block.k**2 * diamagnetic


@dataclass(frozen=True)
class _Pairs:
    """Fermi functions f of the states +m and -m at w >= 0, shape (states, points).

    They stand at A + B and A - B, A = (eps_nl - mu)/tau + (k w)^2 R Y/(16 tau), B = w m/(2 tau).
    All follow from far = exp(-|A| - B) and near = exp(-||A| - B|), which cannot overflow.
    """

    above: NDArray[np.bool_]
    """A > 0."""
    far: Floats
    near: Floats
    tilt: Floats
    """f(-m) - f(+m) = sinh B/(cosh A + cosh B), without a difference of nearly equal numbers."""
    total: Floats
    """f(-m) + f(+m)."""

    @classmethod
    def of(cls, block: _Block) -> _Pairs:
        states = block.states()
        count = np.diff(block.shells.first_state[block.low : block.high + 1])
        lift = states.r2_sin2[:, None] * ((block.k * block.w) ** 2 / (16 * block.tau))
        a = np.repeat(block.distance(), count, axis=0) + lift
        b = states.m[:, None] * (block.w / (2 * block.tau))
        above = a > 0
        a = np.abs(a, out=a)
        far = np.exp(-np.minimum(a + b, NOTHING))
        near = np.exp(-np.minimum(np.abs(a - b), NOTHING))
        share = 1 / ((1 + far) * (1 + near))
        tilt = -np.expm1(-2 * b) * np.where(a > b, near, 1.0) * share
        total = tilt + 2 * far * (1 + near) * share
        return cls(above, far, near, tilt, np.where(above, total, 2 - total))

    def spreads(self) -> tuple[Floats, Floats]:
        """Return the sum and the difference of f(1 - f) of +m and -m."""
        far, near = self.far / (1 + self.far) ** 2, self.near / (1 + self.near) ** 2
        return far + near, np.where(self.above, far - near, near - far)


def _electrons(k: Floats, kappa: Floats, tau: Floats, w: Floats) -> Floats:
    """Return the mean number of electrons, both spins, for points of shape (N,)."""
    number = np.empty(k.size)
    for block in _blocks(k, kappa, tau, w):
        filled = 2 * block.states().once @ _Pairs.of(block).total
        number[block.points] = filled + block.shells.full_number[block.low]
    return number


def electron_number(kf_a: ArrayLike) -> Floats:
    """Return the number of electrons of a sphere at T = 0 and H = 0 with mu = E_F.

    A shell exactly at the Fermi energy counts half. For large k_F a: 4 k^3/(9 pi), footnote 11 of
    the orbital paper, less a surface term.
    """
    k, _, _ = _checked(kf_a, 1.0, 0.0)
    levels = shells(float(k.max()))
    below = levels.full_number[np.searchsorted(levels.zeta, k, side="left")]
    up_to = levels.full_number[np.searchsorted(levels.zeta, k, side="right")]
    return np.asarray((below + up_to) / 2)


def chemical_potential(
    kf_a: ArrayLike, t_over_tf: ArrayLike, hbar_omega_c_over_ef: ArrayLike = 0.0
) -> Floats:
    """Return mu/E_F at which the mean number of electrons is that of `electron_number`.

    Parameters
    ----------
    kf_a, t_over_tf, hbar_omega_c_over_ef
        As in `magnetic_moment`; any shapes that broadcast.

    Raises
    ------
    ArithmeticError
        If the number cannot be met.
    """
    k, tau, w = np.broadcast_arrays(*_checked(kf_a, t_over_tf, hbar_omega_c_over_ef))
    kappa = _fermi_wave_number(k.ravel(), tau.ravel(), w.ravel(), "fixed-number")
    return np.asarray((kappa.reshape(k.shape) / k) ** 2)


def _fermi_wave_number(k: Floats, tau: Floats, w: Floats, ensemble: Ensemble) -> Floats:
    """Return kappa = k sqrt(mu/E_F) for points of shape (N,)."""
    if ensemble == "grand-canonical":
        return k
    wanted = electron_number(k)

    def excess(kappa: Floats, k: Floats, tau: Floats, w: Floats, wanted: Floats) -> Floats:
        return _electrons(k, kappa, tau, w) - wanted

    reach = 2 + k * tau
    low, high = np.maximum(k - reach, 0.0), k + reach
    found = elementwise.find_root(excess, (low, high), args=(k, tau, w, wanted))
    if not np.all(found.success):
        raise ArithmeticError("no chemical potential gives the fixed number of electrons")
    return np.asarray(found.x, dtype=np.float64)


def dipole_coupling(kf_a: ArrayLike, *, d_over_a: ArrayLike, chi_landau: ArrayLike) -> Floats:
    """Return the field of a moment on its neighbour along the axis, hbar omega_c/E_F per mu_B.

    w_i = [24 pi^2 |chi_L|/(k d/a)^3] sum_j M_j/|i-j|^3: Eq. (3) along z, with the definition of
    chi_L, Eq. (1), which gives mu_B^2 = 6 pi^2 E_F |chi_L|/k_F^3.

    Parameters
    ----------
    kf_a, d_over_a, chi_landau
        Size, distance of neighbours over radius, Landau susceptibility (Gaussian, negative).
    """
    k, d, chi_l = (np.asarray(x, dtype=np.float64) for x in (kf_a, d_over_a, chi_landau))
    return np.asarray(24 * np.pi**2 * np.abs(chi_l) / (k * d) ** 3)


def response(
    kf_a: ArrayLike, t_over_tf: ArrayLike, *, largest_field: float = 1e-4
) -> PlainResponse:
    """Return the moment of one sphere as a function of hbar omega_c/E_F, for self-consistency.

    Parameters
    ----------
    kf_a, t_over_tf
        As in `magnetic_moment`; their broadcast shape is that of the systems.
    largest_field
        hbar omega_c/E_F up to which the bound of the moment holds.

    Returns
    -------
    PlainResponse
        Moments in mu_B. The bound adds l(l+1) for every shell that the temperature or the largest
        field brings to the Fermi energy: its moment with all m < 0 filled and all m > 0 empty.

    Raises
    ------
    ValueError
        If a size or temperature is out of range.
    """
    k, tau, _ = _checked(kf_a, t_over_tf, largest_field)
    k, tau = np.broadcast_arrays(k, tau)
    # dM/dw = chi/|chi_L| k^3/(9 pi), from chi = (1/V) dM/dH and Eq. (1).
    slope = zero_field_susceptibility(k, tau) * k**3 / (9 * np.pi)
    return plain_response(
        lambda w: magnetic_moment(k, tau, w),
        lambda w: moment_slope(k, tau, w),
        susceptibility=slope,
        bound=_largest_moment(k, tau, largest_field),
    )


def _largest_moment(k: Floats, tau: Floats, w: float) -> Floats:
    half_width = k**2 * (REACH * tau + w * k / 2 + (k * w) ** 2 / 16)
    top = np.sqrt(k**2 + half_width)
    levels = shells(float(np.max(top)))
    moments = np.concatenate([[0.0], np.cumsum(levels.l * (levels.l + 1))])
    low = np.searchsorted(levels.zeta, np.sqrt(np.maximum(k**2 - half_width, 0)))
    return np.asarray(moments[np.searchsorted(levels.zeta, top)] - moments[low])
