"""P, Appendix A with Figs. 6 and 7, and the sentences of Secs. I, IV and V about these figures."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import expit, spherical_jn

from magrepro.claims import Outcome, about, claim, number, rounds_to, true_if, undecidable
from magrepro.core import constants
from magrepro.core.bessel import bessel_zero, bessel_zeros
from magrepro.core.ordering import uniform_moment
from magrepro.core.sphere import (
    dipole_coupling,
    electron_number,
    magnetic_moment,
    moment_slope,
    response,
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


@claim(
    "p.appa.susceptibility-is-slope",
    where="App. A, Eqs. (A4), (A5) of Ref. [21]",
    statement="The zero-field susceptibility is the slope of the finite-field moment at H = 0.",
    kind="limit",
    equations=("A4", "A5"),
    figure="fig7",
    recorded="holds",
)
def _() -> Outcome:
    k, tau = (
        np.append(np.linspace(30, 65, 15), THICK)[:, None],
        np.array([ROOM, COLD, COLDEST, 1e-7]),
    )
    chi = zero_field_susceptibility(k, tau) * k**3 / (9 * np.pi)
    off = np.max(np.abs(moment_slope(k, tau, 0.0) / chi - 1))
    return true_if(off < 1e-9, f"relative difference below 1e-9: {off < 1e-9}")


@claim(
    "p.appa.diamagnetic-term-perturbative",
    where="App. A, the diamagnetic term treated perturbatively",
    statement="First order is enough for the diamagnetic term, up to the largest field of Fig. 7.",
    kind="bound",
    equations=("A4",),
    figure="fig7",
    recorded="holds",
)
def _() -> Outcome:
    """Exact diagonalisation of the shells below 56 adds 0.30 (thick) and 0.28 (thin lines)."""
    w, moments = curves()
    second = second_order_moment(THIN, float(w[-1]))
    found = f"second order adds {numbers([second])} mu_B to {numbers([moments[1, 2, -1]])}"
    return true_if(abs(second / moments[:, :, -1]) < 0.01, found)


def second_order_moment(k: float, w: float) -> float:
    """Return the moment, in mu_B, from second order in the diamagnetic term at T = 0."""
    zeros, (x, weight) = bessel_zeros(64.0), np.polynomial.legendre.leggauss(120)
    r, l = (x + 1) / 2, zeros.l
    u = spherical_jn(l[:, None], zeros.zeta[:, None] * r) * r
    u /= np.sqrt((u * u) @ weight)[:, None]
    filled = zeros.zeta < k
    r2 = (u[filled] * weight * r**2) @ u[~filled].T
    gap = (zeros.zeta[filled, None] ** 2 - zeros.zeta[~filled] ** 2) / k**2
    low = np.minimum(l[filled, None], l[~filled])
    same, next_l = np.transpose([angular_squares(order) for order in range(int(l.max()) + 1)])
    step = np.abs(l[filled, None] - l[~filled])
    squares = np.where(step == 0, same[low], 0.0) + np.where(step == 2, next_l[low], 0.0)
    return float(-16 * (k**2 / 16) ** 2 * w**3 * np.sum(squares * r2**2 / gap))


def angular_squares(l: int) -> tuple[float, float]:
    """Return the squared elements of sin^2 theta from l to l and to l + 2, summed over m."""
    m = np.arange(-l, l + 1)
    below, here, above = (
        ((n + 1) ** 2 - m**2) / ((2 * n + 1) * (2 * n + 3)) for n in (l - 1, l, l + 1)
    )
    return float(np.sum((1 - below - here) ** 2)), float(np.sum(here * above))


@claim(
    "p.appa.inner-field-fig7",
    where="footnote 10",
    statement="4 pi M is far below H (a tenth at most) in Fig. 7, even at a thousand mu_B.",
    kind="bound",
    figure="fig7",
    recorded="does not hold",
)
def _() -> Outcome:
    """Dimensionless here; in gauss: 1000 mu_B make 4 pi M = 612 G, reached at H = 4500 G."""
    tau = np.array([ROOM, COLD, COLDEST])
    weak = 4 * np.pi * LANDAU * zero_field_susceptibility(THICK, tau)
    w = np.linspace(1e-6, 5e-5, 491)
    moment = magnetic_moment(THICK, COLDEST, w)
    there = inner_field(THICK, w, moment)[np.argmax(moment > 1000)]
    found = f"weak fields {numbers(weak)}; coldest, at 1000 mu_B {numbers([there])}"
    return true_if(np.append(weak, there) < 0.1, found)


@claim(
    "p.appa.inner-field-ordered",
    where="footnote 10, for the ordered dimers of Fig. 5(b)",
    statement="4 pi M can be neglected against H where the spontaneous moment arises.",
    kind="bound",
    equations=("3",),
    figure="fig5b",
    recorded="does not hold",
)
def _() -> Outcome:
    """From the solved dimer; and H = 2 M/d^3 gives 4 pi M/H = (3/2)(d/a)^3 at any moment."""
    k = np.array([bessel_zero(*nl) for nl in PEAK_SIZES])
    c = dipole_coupling(k, d_over_a=3.0, chi_landau=-LANDAU)
    m = uniform_moment(response(k, 1e-8), coupling=c)
    ratio = inner_field(k, c * m, m)
    return true_if(ratio < 0.1, f"4 pi M/H = {numbers(ratio)}; (3/2)(d/a)^3 = {number(1.5 * 27)}")


@claim(
    "p.appa.electron-count",
    where="footnote 11",
    statement="The number of electrons is about 4 (k_F a)^3/(9 pi).",
    kind="limit",
    figure="fig6",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    k = np.linspace([40, 140], [65, 165], 2001)
    exact = 4 * k**3 / (9 * np.pi)
    small, large = np.mean(1 - electron_number(k) / exact, axis=0)
    noise = np.mean(exact[:, 0] ** -0.5)
    found = f"{small:.1%} fewer at 40 to 65 (N^-1/2 is {noise:.1%}), {large:.1%} at 140 to 165"
    return true_if(small < 0.1 and large < small / 2, found, qualitatively=True)


@claim(
    "p.appa.canonical-half-filled",
    where="footnote 11, for the sizes of Fig. 5 at low T",
    statement="For a half-filled shell the canonical chi differs by a fraction of order N^-1/2.",
    kind="bound",
    figure="fig5a",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    places = np.array([2 * (2 * l + 1) for _, l in PEAK_SIZES])
    n = np.array([electron_number(bessel_zero(*nl)) for nl in PEAK_SIZES])
    ratio = (places / (places - 1) - 1) * np.sqrt(n)
    found = f"chi and T_c rise by {numbers(1 / (places - 1))}: {numbers(ratio)} N^-1/2"
    return true_if((ratio > 0.3) & (ratio < 3), found, qualitatively=True)


@claim(
    "p.appa.canonical-room",
    where="footnote 11, for the sizes of Fig. 5 at room temperature",
    statement="Fixing the number of electrons changes chi by a fraction of order N^-1/2 only.",
    kind="bound",
    figure="fig6",
    recorded="does not hold",
)
def _() -> Outcome:
    """With N of T = 0 by the core's ensemble; with the smooth (Weyl) N by a plain summation."""
    k = np.array([THIN, 42.7] + [bessel_zero(*nl) for nl in PEAK_SIZES])
    free = zero_field_susceptibility(k, ROOM)
    fixed = np.abs(zero_field_susceptibility(k, ROOM, ensemble="fixed-number") / free - 1)
    smooth = 4 * k**3 / (9 * np.pi) - k**2 / 2 + 2 * k / (3 * np.pi)
    weyl = np.abs([at_number(n, x, ROOM) for n, x in zip(smooth, k, strict=True)] / free - 1)
    allowed = 3 / np.sqrt(smooth)
    return true_if((fixed < allowed) | (weyl < allowed), f"{numbers(fixed)}; Weyl {numbers(weyl)}")


@claim(
    "p.appa.canonical-cold",
    where="footnote 11, at the temperatures of Fig. 5(b)",
    statement="Fixing the number of electrons is negligible for a particle of any size.",
    kind="bound",
    figure="fig5b",
    recorded="does not hold",
)
def _() -> Outcome:
    """Canonical: n electrons in a shell of g places, chi > 0 for 0 < n < g (at l = 1 for most n).

    By a mean over N instead of size: 16000 |chi_L| at T/T_F = 5e-5, against 2.
    """
    zeros = bessel_zeros(55.0)
    places = 2 * (2 * zeros.l[zeros.zeta > 40] + 1)
    open_shell = np.sum(np.where(places > 6, places - 1, 0)) / np.sum(places)
    sizes = np.mean(zero_field_susceptibility(np.linspace(40, 55, 30001), 1e-7) > 0)
    found = f"paramagnetic at {open_shell:.1%} of electron numbers, {sizes:.2%} of sizes"
    return true_if(abs(open_shell - sizes) < 0.01, found)


@claim(
    "p.fig7.largest-field",
    where="footnote 12",
    statement="The largest field of Fig. 7, in gauss for gold.",
    printed="9.2e5",
    kind="value",
    figure="fig7",
    recorded="cannot be decided",
)
def _() -> Outcome:
    printed, rounded = number(f"{9.2e5 / GAUSS:.3g}"), number(f"{2e-3 * GAUSS:.3g}")
    return undecidable(f"9.2e5 G is {printed} E_F; 2e-3 E_F is {rounded} G; the axis's end decides")


@claim(
    "p.fig7.linear-response",
    where="App. A, on Fig. 7; caption of Fig. 7",
    statement="In weak fields the six curves follow the zero-field susceptibility and its sign.",
    kind="limit",
    equations=("A4", "A5"),
    figure="fig7",
    recorded="holds",
)
def _() -> Outcome:
    k, tau = np.array([[THICK], [THIN]]), np.array([ROOM, COLD, COLDEST])
    slope = zero_field_susceptibility(k, tau) * k**3 / (9 * np.pi)
    off = np.max(np.abs(magnetic_moment(k, tau, 1e-8) / (1e-8 * slope) - 1))
    sign = np.all(np.sign(slope) == [[1], [-1]])
    w, moments = curves()
    to = [
        w[np.argmax(np.abs(m / (s * w) - 1) > 0.1)]
        for m, s in zip(moments[0], slope[0], strict=True)
    ]
    found = f"slope to 1e-4: {off < 1e-4}; thick lines 10% off from {numbers(to)} E_F on"
    return true_if(sign and off < 1e-4, found)


@claim(
    "p.fig7.nonmonotonic",
    where="App. A, on Fig. 7",
    statement="In larger fields the moment need not be monotonic.",
    kind="feature",
    equations=("A4",),
    figure="fig7",
    recorded="holds",
)
def _() -> Outcome:
    w, moments = curves()
    at = np.argmax(np.abs(moments), axis=-1)
    found = f"extrema at {numbers(w[at])} E_F"
    return true_if(at < w.size - 1, found)


@claim(
    "p.fig7.several-hundreds",
    where="App. A, on Fig. 7; Sec. II",
    statement="Typical moments of Fig. 7 are several hundred mu_B.",
    kind="value",
    equations=("A4",),
    figure="fig7",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    median = np.median(np.abs(curves()[1]), axis=-1)
    inside = (median > 200) & (median < 1000)
    return true_if(inside, f"medians {numbers(median)}", qualitatively=True)


@claim(
    "p.fig7.thousand",
    where="footnote 10",
    statement="The moments of Fig. 7 reach values of the order of a thousand mu_B.",
    printed="1e3",
    kind="value",
    equations=("A4",),
    figure="fig7",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    return about(np.max(np.abs(curves()[1])), 1e3, within=0.5)
