"""App. A of paper P: the susceptibility against size, Fig. 6."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import expit

from magrepro.claims import Outcome, about, claim, number, rounds_to, true_if
from magrepro.core import constants
from magrepro.core.bessel import bessel_zero, bessel_zeros
from magrepro.core.sphere import (
    magnetic_moment,
    zero_field_susceptibility,
)
from magrepro.parameters import SizeAxis, values

Floats = NDArray[np.float64]
LANDAU = 2.9e-7
BULK_OVER_LANDAU = 2.7e-6 / LANDAU
ROOM, COLD, COLDEST = 5e-3, 5e-4, 5e-5
PEAK_SIZES = ((1, 36), (6, 26), (5, 37))
THICK, THIN = bessel_zero(1, 36), 42.4
LATTICE_CM = 4.0782e-8
FERMI_WAVE_NUMBER = (3 * np.pi**2 * 4 / LATTICE_CM**3) ** (1 / 3)
FERMI_ENERGY = (constants.HBAR_ERG_S * FERMI_WAVE_NUMBER) ** 2 / (2 * constants.ELECTRON_MASS_G)
GAUSS = FERMI_ENERGY / (2 * constants.BOHR_MAGNETON_ERG_G)
"""Field in gauss at which hbar omega_c = E_F in gold, fcc with one conduction electron an atom."""


@lru_cache(maxsize=8)
def panel(tau: float, kf_a: SizeAxis) -> tuple[Floats, Floats]:
    """Return sizes, the zeros among them, and chi/|chi_L| of one panel of Fig. 6."""
    k = values(kf_a)
    k = np.unique(np.concatenate([k, zeros_of(kf_a)]))
    return k, zero_field_susceptibility(k, tau)


def zeros_of(kf_a: SizeAxis) -> Floats:
    """Return the zeros between the smallest and the largest size of an axis."""
    k = values(kf_a)
    zeta = bessel_zeros(float(k.max())).zeta
    return np.asarray(zeta[zeta >= k.min()])


def typical_at_room_temperature(kf_a: SizeAxis) -> float:
    """Return the median of |chi/chi_L| over the sizes of Fig. 6(a)."""
    return float(np.median(np.abs(zero_field_susceptibility(values(kf_a), ROOM))))


def electrons(kappa: ArrayLike, tau: float, k: ArrayLike) -> Floats:
    """Return the mean electron number at the Fermi wave number kappa/a, by plain summation."""
    kappa, k = np.asarray(kappa)[..., None], np.asarray(k)[..., None]
    zeros = bessel_zeros(float(np.max(kappa)) + 10)
    x = (zeros.zeta - kappa) * (zeros.zeta + kappa) / (k**2 * tau)
    return np.asarray(np.sum(2 * (2 * zeros.l + 1) * expit(-x), axis=-1))


def at_number(n: float, k: float, tau: float) -> float:
    """Return chi/|chi_L| at the chemical potential that gives n electrons."""
    kappa = float(brentq(lambda x: electrons(x, tau, k) - n, k - 4, k + 4))
    return float(zero_field_susceptibility(kappa, tau * (k / kappa) ** 2)) * kappa / k


def inner_field(k: ArrayLike, w: ArrayLike, moment: ArrayLike) -> Floats:
    """Return 4 pi M/H of a sphere of this moment, in mu_B, in a field w = hbar omega_c/E_F."""
    k, w, moment = (np.asarray(x, dtype=np.float64) for x in (k, w, moment))
    return np.asarray(36 * np.pi**2 * LANDAU * moment / (k**3 * w))


@lru_cache(maxsize=1)
def curves() -> tuple[Floats, Floats]:
    """Return the fields and the six curves of Fig. 7, shape (size, temperature, field)."""
    w = np.linspace(0, 2e-3, 401)[1:]
    k, tau = np.array([THICK, THIN]), np.array([ROOM, COLD, COLDEST])
    return w, magnetic_moment(k[:, None, None], tau[:, None], w)


def numbers(found: ArrayLike) -> str:
    """Return several numbers as text."""
    return ", ".join(number(f"{value:.4g}") for value in np.ravel(found))


@claim(
    "p.fig6.room-temperature",
    where="captions of Fig. 6, App. A",
    statement="T/T_F of panel (a) is room temperature, 300 K, in gold.",
    printed="5e-3",
    kind="value",
    figure="fig6",
    recorded="holds within rounding",
)
def _() -> Outcome:
    return rounds_to(300 * constants.BOLTZMANN_ERG_K / FERMI_ENERGY, "5e-3")


@claim(
    "p.sec5.sign-within-fermi-length",
    where="Sec. II, end; Sec. V, first paragraph; App. A",
    statement="At room temperature a change of radius of about 1/k_F changes the sign of chi.",
    kind="feature",
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds qualitatively",
)
def _(kf_a: SizeAxis) -> Outcome:
    k, chi = panel(ROOM, kf_a)
    apart = np.diff(k[1:][np.sign(chi[1:]) != np.sign(chi[:-1])])
    found = f"sign changes {numbers([np.median(apart), apart.max()])}/k_F apart (median, largest)"
    return true_if(np.all(apart < 1), found, qualitatively=True)


@claim(
    "p.appa.room-far-above-landau",
    where="Sec. I; Sec. V, first paragraph; App. A, Fig. 6(a)",
    statement="At room temperature chi of either sign is typically far above |chi_L|.",
    kind="bound",
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds",
)
def _(kf_a: SizeAxis) -> Outcome:
    chi = zero_field_susceptibility(values(kf_a), ROOM)
    rare = np.mean(np.abs(chi) < 10)
    found = f"median {numbers([np.median(np.abs(chi))])}; {rare:.1%} of sizes below 10 |chi_L|"
    return true_if(rare < 0.1 and chi.min() < -100 and chi.max() > 100, found)


@claim(
    "p.appa.room-above-bulk",
    where="App. A, on Fig. 6(a)",
    statement="Confinement already matters at room temperature: |chi| exceeds that of bulk gold.",
    kind="bound",
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds",
)
def _(kf_a: SizeAxis) -> Outcome:
    chi = np.abs(zero_field_susceptibility(values(kf_a), ROOM)) / BULK_OVER_LANDAU
    found = f"median {numbers([np.median(chi)])} |chi_bulk|; above it at {np.mean(chi > 1):.1%}"
    return true_if(np.mean(chi > 1) > 0.9, found)


@claim(
    "p.appa.bulk-ten-landau",
    where="App. A, on Fig. 6(a)",
    statement="The susceptibility of bulk gold is about ten times Landau's.",
    printed="10",
    kind="value",
    figure="fig6",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    molar, volume = 28.0e-6, 6.02214076e23 * LATTICE_CM**3 / 4
    r_e = constants.ELEMENTARY_CHARGE_ESU**2 / constants.ELECTRON_MASS_G
    landau = r_e * FERMI_WAVE_NUMBER / (12 * np.pi**2 * constants.SPEED_OF_LIGHT_CM_S**2)
    return about(molar / volume / landau, 10, within=0.1)


@claim(
    "p.sec1.average-paramagnetic",
    where="Sec. I, on Ref. [21]; footnote 11",
    statement="The mean over size cancels grand-canonically and is paramagnetic at fixed N.",
    kind="feature",
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds",
)
def _(kf_a: SizeAxis) -> Outcome:
    k = np.linspace(values(kf_a).min(), values(kf_a).max(), 1001)
    chi, n = zero_field_susceptibility(k, ROOM), electrons(k, ROOM, k)
    plain = np.trapezoid(chi, k) / np.ptp(k)
    fixed = np.trapezoid(chi, n) / np.ptp(n)
    found = f"over size {numbers([plain])}, over N {numbers([fixed])}, rms {numbers([chi.std()])}"
    return true_if(abs(plain) < 0.05 * chi.std() and fixed > 0.1 * chi.std(), found)


@claim(
    "p.sec1.peaks-grow",
    where="Sec. I, third paragraph",
    statement="The paramagnetic peaks get higher with decreasing temperature.",
    kind="trend",
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds",
)
def _(kf_a: SizeAxis) -> Outcome:
    tau = np.array([ROOM, COLD, COLDEST, 1e-6, 1e-8])
    tallest = [panel(t, kf_a)[1].max() for t in tau]
    return true_if(np.diff(tallest) > 0, f"tallest, from room temperature down: {numbers(tallest)}")


@claim(
    "p.appa.peaks-one-order",
    where="App. A, on Fig. 6(b)",
    statement="At T/T_F = 5e-4 peaks can be one order (3 to 100 times) above typical "
    "room-temperature chi.",
    printed="10",
    kind="feature",
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds qualitatively",
)
def _(kf_a: SizeAxis) -> Outcome:
    ratio = panel(COLD, kf_a)[1].max() / typical_at_room_temperature(kf_a)
    return true_if(
        3 < ratio < 100, f"tallest {numbers([ratio])} times the median", qualitatively=True
    )


@claim(
    "p.appa.peaks-two-orders",
    where="App. A, on Fig. 6(c)",
    statement="At T/T_F = 5e-5 the tallest peak is two orders (30 to 1000 times) above typical "
    "room-temperature chi.",
    printed="100",
    kind="feature",
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds qualitatively",
)
def _(kf_a: SizeAxis) -> Outcome:
    ratio = panel(COLDEST, kf_a)[1].max() / typical_at_room_temperature(kf_a)
    return true_if(
        30 < ratio < 1000, f"tallest {numbers([ratio])} times the median", qualitatively=True
    )


@claim(
    "p.appa.every-peak-two-orders",
    where="App. A, on Fig. 6(c), of the peaks without exception",
    statement="At T/T_F = 5e-5 each peak is two orders (at least 30 times) above typical "
    "room-temperature chi.",
    printed="100",
    kind="feature",
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="does not hold",
)
def _(kf_a: SizeAxis) -> Outcome:
    """Heights by the full sum; by 3 pi l(l+1)(2l+1)/(4 k^3 tau) alone the same share reaches 30."""
    peaks = zero_field_susceptibility(zeros_of(kf_a), COLDEST) / typical_at_room_temperature(kf_a)
    peaks = peaks[peaks > 0]
    found = f"median {numbers([np.median(peaks)])} times; {np.mean(peaks > 30):.0%} reach 30"
    return true_if(peaks > 30, found)


@claim(
    "p.appa.background",
    where="App. A, on Fig. 6; Sec. V, first paragraph",
    statement="Between the peaks of panels (b), (c) chi is smooth, near -(2/5)(k_F a)^2 |chi_L|.",
    kind="feature",
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds qualitatively",
)
def _(kf_a: SizeAxis) -> Outcome:
    k, chi = panel(COLDEST, kf_a)
    apart = np.min(np.abs(k[:, None] - zeros_of(kf_a)), axis=1) > 8 * k * COLDEST
    apart &= (k > zeros_of(kf_a)[0]) & (k < zeros_of(kf_a)[-1])
    ratio = chi[apart] / (-0.4 * k[apart] ** 2)
    found = (
        f"{numbers([ratio.min(), ratio.max()])} of it: from, to, at {np.mean(apart):.0%} of sizes"
    )
    return true_if((ratio > 0.75) & (ratio < 1), found, qualitatively=True)


@claim(
    "p.appa.peaks-at-zeros",
    where="App. A, on Fig. 6(c); footnote 8",
    statement="At T/T_F = 5e-5 each paramagnetic peak stands at a zero of some j_l.",
    kind="feature",
    equations=("A5",),
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds",
)
def _(kf_a: SizeAxis) -> Outcome:
    k = np.arange(values(kf_a).min(), values(kf_a).max(), 2.5e-4)
    chi = zero_field_susceptibility(k, COLDEST)
    top = np.flatnonzero((chi[1:-1] > np.maximum(chi[:-2], 0)) & (chi[1:-1] >= chi[2:])) + 1
    off = np.min(np.abs(k[top, None] - zeros_of(kf_a)), axis=1) / (0.88 * k[top] * COLDEST)
    return true_if(off < 1, f"{top.size} peaks, at most {numbers([off.max()])} half-widths off")


@claim(
    "p.fig6.peak-at-each-zero",
    where="caption of Fig. 6(c), read of every zero",
    statement="There is a paramagnetic peak at each of the zeros.",
    kind="feature",
    equations=("A5",),
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="does not hold",
)
def _(kf_a: SizeAxis) -> Outcome:
    """By the full sum; by l alone, where l(l+1)(2l+1) < 0.15 tau k^5, that is l < 8 at k = 43."""
    zeta = zeros_of(kf_a)
    none = zero_field_susceptibility(zeta, COLDEST) < 0
    l = bessel_zeros(float(values(kf_a).max())).l[-zeta.size :]
    weak = l * (l + 1) * (2 * l + 1) < 0.15 * COLDEST * zeta**5
    found = f"diamagnetic at {none.sum()} of {zeta.size}; by l alone {weak.sum()}"
    return true_if(~(none & weak), found)
