"""Paper P, Secs. I to III: numbers of gold, field, linear response.

Susceptibilities x, y are in units of the longitudinal critical one, chi_c^z of Eq. (8).
"""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.claims import Outcome, claim, number, rounds_to, true_if
from magrepro.core import constants as cgs
from magrepro.core.dipoles import (
    ETA,
    SPHERE_VOLUME,
    critical_susceptibility,
    dimer_susceptibility,
    first_order_correction,
    linear_moments,
)
from magrepro.core.ordering import (
    dimer_moments,
    saturating,
)
from magrepro.core.sphere import magnetic_moment, zero_field_susceptibility
from magrepro.parameters import Range, values

Floats = NDArray[np.float64]
Z, X = ETA["longitudinal"], ETA["transverse"]
CHI_C = float(critical_susceptibility(3, eta=Z))
SIGNS = ((1, 1), (-1, -1), (1, -1))
ELECTRON_RADIUS = cgs.ELEMENTARY_CHARGE_ESU**2 / cgs.ELECTRON_MASS_G / cgs.SPEED_OF_LIGHT_CM_S**2
K_F = 12 * np.pi**2 * 2.9e-7 / ELECTRON_RADIUS
W_PER_GAUSS = 4 * cgs.BOHR_MAGNETON_ERG_G * cgs.ELECTRON_MASS_G / (cgs.HBAR_ERG_S * K_F) ** 2


def _closed_form(x: ArrayLike, y: ArrayLike, eta: int) -> Floats:
    chi1, chi2 = CHI_C * np.asarray(x), CHI_C * np.asarray(y)
    return dimer_susceptibility(chi1, chi2, d_over_a=3, eta=eta) / CHI_C


def _first_order(x: ArrayLike, y: ArrayLike, eta: int) -> Floats:
    chi1, chi2 = CHI_C * np.asarray(x), CHI_C * np.asarray(y)
    return first_order_correction(chi1, chi2, d_over_a=3, eta=eta) / CHI_C


def _solved(pairs: ArrayLike) -> Floats:
    """Response tensors (..., 3, 3) of pairs (x, y) from the linear equations (3), (4)."""
    chi = CHI_C * np.asarray(pairs)[..., None, :]
    moments = linear_moments(chi, np.eye(3), positions_over_a=[0, 3])
    return np.asarray(moments.mean(axis=-2) / CHI_C)


def _square() -> tuple[Floats, Floats]:
    places = (np.arange(60) + 0.5) / 30 - 1
    x, y = np.meshgrid(places, places)
    return x, y


def _multipole_critical_moment(d: float, orders: int) -> float:
    """Critical V chi/a^3 of two homogeneous spheres, from Laplace's equation in multipoles."""
    l = np.arange(1, orders + 1)
    coupling = np.array([[comb(i + j, i) * d ** -(i + j + 1.0) for i in l] for j in l])
    scale = np.sqrt(np.multiply.outer((2 * l + 1) / l, (2 * l + 1) / l))
    return float(1 / (1 + 3 * np.linalg.eigvalsh((coupling - np.eye(orders)) / scale)[-1]))


@claim(
    "p.sec1.landau",
    where="Sec. I, Eq. (1)",
    statement="Landau's susceptibility of gold, with one electron an atom at 19.3 g/cm^3.",
    printed="-2.9e-7",
    kind="value",
    equations=("1",),
    recorded="holds within rounding",
)
def _() -> Outcome:
    kf = np.cbrt(3 * np.pi**2 * 19.3 / 196.967 * 6.02214076e23)
    return rounds_to(-ELECTRON_RADIUS * kf / (12 * np.pi**2), "-2.9e-7")


@claim(
    "p.sec1.large-moment",
    where="Sec. I, sixth paragraph",
    statement="At room temperature a weak field (we take 1e5 G, a tenth of that called very large "
    "in footnote 12) induces moments up to the order of a thousand Bohr magnetons.",
    printed="three orders of magnitude",
    kind="value",
    figure="fig7",
    assumed=("fig6.kf_a",),
    recorded="holds qualitatively",
)
def _(kf_a: Range) -> Outcome:
    w = np.array([[1e4], [1e5]]) * W_PER_GAUSS
    low, high = np.max(np.abs(magnetic_moment(values(kf_a)[::24], 5e-3, w)), axis=1)
    said = f"at most {number(low)} mu_B at 1e4 G, {number(high)} mu_B at 1e5 G"
    return true_if(np.log10(high) >= 2.5, said, qualitatively=True)


@claim(
    "p.sec2.field-average",
    where="Sec. II, footnote 4",
    statement="A dipole's field at the centre of the other sphere is its mean over that sphere.",
    kind="symmetry",
    equations=("3",),
    figure="fig1",
    recorded="holds",
)
def _() -> Outcome:
    u, weight = np.polynomial.legendre.leggauss(60)
    r, errors = (u[:, None] + 1) / 2, []
    share = 3 / 4 * r**2 * weight[:, None] * weight
    for d in (2.0, 3.0, 30.0):
        z, square = d + r * u, d**2 + 2 * d * r * u + r**2
        errors.append(abs(np.sum(share * (3 * z**2 / square - 1) / square**1.5) * d**3 / 2 - 1))
    return true_if(np.array(errors) < 1e-12, f"relative difference {number(max(errors))}")


@claim(
    "p.sec2.multipoles",
    where="Sec. II, footnote 4",
    statement="From d = 3a on higher multipoles can be left out (we allow 15 % in chi_c^z, for "
    "homogeneous spheres of the same dipole response).",
    printed="d >~ 3a",
    kind="bound",
    equations=("8",),
    figure="fig1",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    change = [_multipole_critical_moment(d, 25) / (d**3 / 2) - 1 for d in (3.0, 4.0, 5.0)]
    said = ", ".join(f"{c:.1%}" for c in change)
    return true_if(np.abs(change) < 0.15, f"chi_c^z at d/a = 3, 4, 5: {said}", qualitatively=True)


@claim(
    "p.sec2.size-difference",
    where="Sec. II, last paragraph",
    statement="Radii that differ by 1/k_F, about an angstrom, or less can mean opposite responses.",
    printed="1 A",
    kind="feature",
    equations=("1",),
    figure="fig6",
    assumed=("fig6.kf_a",),
    recorded="holds",
)
def _(kf_a: Range) -> Outcome:
    k = values(kf_a)[::12]
    chi = zero_field_susceptibility(k, 5e-3)
    flips = np.any((np.abs(k[:, None] - k) <= 1) & (chi[:, None] * chi < 0), axis=1)
    said = f"1/k_F = {number(1e8 / K_F)} A; true of {np.mean(flips):.0%} of the sizes at 5e-3 T_F"
    return true_if([*flips, 0.75 < 1e8 / K_F < 1.5], said)


@claim(
    "p.sec3.tensor",
    where="Sec. III, Eqs. (5), (6), footnote 5",
    statement="The dimer's response is diagonal, the same along x and y, symmetric in the two "
    "particles, and has the closed form given.",
    kind="symmetry",
    equations=("3", "4", "5", "6"),
    figure="fig2",
    recorded="holds",
)
def _() -> Outcome:
    sizes = np.array([-40.0, -1.9, -0.7, -0.01, 0.01, 0.7, 1.9, 40.0])
    x, y = (v.ravel() for v in np.meshgrid(sizes, 1.07 * sizes))
    closed = np.stack([_closed_form(x, y, eta) for eta in (X, X, Z)], axis=-1)
    tensors = [_solved(np.stack(pair, axis=-1)) / closed[:, None] for pair in ((x, y), (y, x))]
    error = np.max(np.abs(tensors - np.eye(3)))
    return true_if(error < 1e-9, f"largest relative error {number(error)} over 64 pairs")


@claim(
    "p.sec3.far-apart",
    where="Sec. III, below Eq. (6)",
    statement="For d >> a the dimer's susceptibility is the mean of the two, approached as 1/d^3.",
    kind="limit",
    equations=("6",),
    figure="fig2",
    recorded="holds",
)
def _() -> Outcome:
    s, t = 3.0 * np.transpose(SIGNS)[:, :, None, None] * [[[[1]]], [[[0.7]]]]
    eta, d = np.array([X, Z])[:, None], np.array([1e2, 1e3, 1e4])
    off = np.abs(dimer_susceptibility(s, t, d_over_a=d, eta=eta) - (s + t) / 2)
    powers = np.diff(np.log10(off), axis=-1)
    said = f"difference goes as d to the power {number(powers.min())} to {number(powers.max())}"
    return true_if(np.abs(powers + 3) < 1e-3, said)


@claim(
    "p.sec3.expansion",
    where="Sec. III, Eq. (7), footnote 6",
    statement="As (a/d)^3 <= 1/27 the first order in (a/d)^3 is enough (to 10 %) at every d >= 3a.",
    printed="1/27 << 1",
    kind="bound",
    equations=("6", "7"),
    figure="fig2",
    recorded="does not hold",
)
def _() -> Outcome:
    """Against the closed form, and against the solution of the linear equations."""
    x = np.array([0.1, 0.3, 0.5, 0.9])
    first = x + _first_order(x, x, Z)
    by_formula = 1 - first / _closed_form(x, x, Z)
    by_solution = 1 - first / _solved(np.stack([x, x], axis=-1))[:, 2, 2]
    said = ", ".join(f"{e:.0%}" for e in by_formula)
    good = (np.abs(by_formula) < 0.1) | (np.abs(by_solution) < 0.1)
    return true_if(good, f"error (chi/chi_c)^2, whatever d: {said} at 0.1, 0.3, 0.5, 0.9 chi_c")


@claim(
    "p.sec3.factor-two",
    where="Sec. III, below Eq. (7)",
    statement="The coupling changes the longitudinal response twice as much as the transverse.",
    printed="2",
    kind="value",
    equations=("7",),
    figure="fig2",
    recorded="holds",
)
def _() -> Outcome:
    ratio = np.abs(_first_order(*_square(), Z) / _first_order(*_square(), X))
    return rounds_to(ratio.flat[np.argmax(np.abs(ratio - 2))], "2")


@claim(
    "p.sec3.six-signs",
    where="Sec. III, below Eq. (7); Fig. 2",
    statement="Signs of the change in panels (a) to (f), for all sizes below chi_c^z.",
    printed="-, -, +, +, +, -",
    kind="symmetry",
    equations=("6", "7"),
    figure="fig2",
    recorded="holds",
)
def _() -> Outcome:
    x, y = (np.abs(v) for v in _square())
    cases = [(s * x, t * y, eta) for eta in (X, Z) for s, t in SIGNS]
    first = [np.sign(_first_order(*case)) for case in cases]
    full = [np.sign(_closed_form(*case) - (case[0] + case[1]) / 2) for case in cases]
    printed = np.array([-1, -1, 1, 1, 1, -1])[:, None, None]
    said = ", ".join(f"{np.mean(s):+.3g}" for s in full)
    return true_if([first == printed, full == printed], f"{said}, to first order and in full")


@claim(
    "p.sec3.critical-product",
    where="Sec. III, below Eq. (7)",
    statement="Two particles of the same sign are unstable in each direction at this product.",
    printed="(9/16 pi^2 eta^2)(d/a)^6",
    kind="value",
    equations=("3", "4", "6"),
    recorded="holds",
)
def _() -> Outcome:
    worst = 0.0
    for d, chi1, eta in product((3.0, 5.0), (-7.0, -0.2, 0.2, 7.0), (X, Z)):
        chi2 = 9 / (16 * np.pi**2 * eta**2) * d**6 / chi1
        feedback = -SPHERE_VOLUME * eta / d**3 * np.array([[0, chi1], [chi2, 0]])
        worst = max(worst, abs(np.max(np.linalg.eigvals(feedback).real) - 1))
    return true_if(worst < 1e-12, f"largest eigenvalue of the feedback is 1 to {number(worst)}")


@claim(
    "p.sec3.equal-divergence",
    where="Sec. III, around Eq. (8)",
    statement="At both signs of chi_c the dimer's susceptibility diverges for equal particles too.",
    kind="feature",
    equations=("6", "8"),
    recorded="does not hold",
)
def _() -> Outcome:
    """In closed form, and by solving the linear equations."""
    x = np.array([1, 2, -1, -2]) * (1 - 1e-9)
    by_formula = np.array([_closed_form(v, v, e) for v, e in zip(x, (Z, X, Z, X), strict=True)])
    tensors = _solved(np.stack([x, x], axis=-1))
    by_solution = tensors[np.arange(4), [2, 0, 2, 0], [2, 0, 2, 0]]
    said = ", ".join(f"{v:.3g}" for v in by_formula)
    diverges = (np.abs(by_formula) > 1e6) | (np.abs(by_solution) > 1e6)
    return true_if(diverges, f"chi^ss/chi_c^z 1e-9 below: para z, x, dia z, x: {said}")


@claim(
    "p.sec3.opposite-signs",
    where="Sec. III, below Eq. (7)",
    statement="Particles of opposite signs have no instability, in either direction.",
    kind="bound",
    equations=("6", "9"),
    recorded="holds",
)
def _() -> Outcome:
    x, y = np.meshgrid(np.geomspace(1e-3, 1e3, 61), -np.geomspace(1e-3, 1e3, 61))
    determinant = min(np.min(1 - (eta / 2) ** 2 * x * y) for eta in (X, Z))
    m1, _ = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    said = f"determinant at least {number(determinant)}, largest moment {number(np.max(m1))}"
    return true_if(determinant >= 1 and np.all(m1 == 0), said)


@claim(
    "p.sec3.critical-longitudinal",
    where="Sec. III, below Eq. (8)",
    statement="Critical susceptibility of two equal particles along the axis at d = 3a.",
    printed="3.22",
    kind="value",
    equations=("8",),
    figure="fig5a",
    recorded="holds within rounding",
)
def _() -> Outcome:
    return rounds_to(critical_susceptibility(3, eta=Z), "3.22")


@claim(
    "p.sec3.critical-transverse",
    where="Sec. III, below Eq. (8)",
    statement="Critical susceptibility of two equal particles across the axis at d = 3a.",
    printed="6.45",
    kind="value",
    equations=("8",),
    recorded="holds within rounding",
)
def _() -> Outcome:
    return rounds_to(critical_susceptibility(3, eta=X), "6.45")


@claim(
    "p.sec3.not-in-bulk",
    where="Sec. III, below Eq. (8)",
    statement="Critical values are beyond bulk matter: gold, and a sphere that expels all flux, "
    "-3/(8 pi); soft ferromagnets, which do exceed them, left aside.",
    kind="bound",
    equations=("8",),
    recorded="holds qualitatively",
)
def _() -> Outcome:
    ratios = np.array([CHI_C / 2.7e-6, CHI_C / (3 / (8 * np.pi))])
    said = f"{number(ratios[0])} times gold's, {number(ratios[1])} times the flux-free sphere's"
    return true_if(ratios > 10, said, qualitatively=True)
