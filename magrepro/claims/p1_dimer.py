"""Orbital paper, Secs. I-IV, Figs. 1-4, and what abstract and conclusion say of them.

Susceptibilities x, y are in units of the longitudinal critical one, chi_c^z of Eq. (8).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.claims import Outcome, claim, number, rounds_to, true_if
from magrepro.core import constants as cgs
from magrepro.core.bessel import bessel_zero
from magrepro.core.dipoles import (
    ETA,
    SPHERE_VOLUME,
    critical_susceptibility,
    dimer_phase,
    dimer_susceptibility,
    first_order_correction,
    linear_moments,
)
from magrepro.core.ordering import (
    dimer_moments,
    dimer_moments_in_field,
    saturating,
    uniform_moment,
)
from magrepro.core.sphere import magnetic_moment, moment_slope, zero_field_susceptibility
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


def _ordered_moment(x: ArrayLike) -> Floats:
    return uniform_moment(saturating(np.abs(x)), coupling=1.0)


def _relaxed(x: ArrayLike, M: Floats, *, steps: int, share: float) -> Floats:
    """Iterate Eqs. (3) and (9) for vectors (..., 2, 3), mixing in a share of each new moment."""
    for _ in range(steps):
        field = M[..., ::-1, :] * np.array([-0.5, -0.5, 1.0])
        size = np.maximum(np.linalg.norm(field, axis=-1, keepdims=True), 1e-300)
        M = (1 - share) * M + share * np.tanh(x * size) * field / size
    return M


@lru_cache(maxsize=4)
def _phase_diagram(first: Range, second: Range) -> tuple[Floats, Floats, NDArray[np.str_]]:
    x, y = np.meshgrid(values(first), values(second), indexing="ij")
    m1, m2 = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    weak = dimer_moments_in_field(saturating(x), saturating(y), coupling=1.0, field=1e-9)
    cases = [m1 * m2 > 0, m1 * m2 < 0, weak[0] + weak[1] > 0]
    return x, y, np.select(cases, ["aligned", "antialigned", "paramagnetic"], "diamagnetic")


@claim(
    "p.sec4.typical-saturation",
    where="Sec. IV, before Eq. (9)",
    statement="The moments of Fig. 7 saturate: beyond its maximum most stay within 10 % of it, or "
    "never have a slope against the field.",
    kind="feature",
    equations=("9",),
    figure="fig7",
    recorded="does not hold",
)
def _() -> Outcome:
    """From the moments beyond the maximum, and from the sign of their slopes."""
    k, tau = np.array([[[bessel_zero(1, 36)]], [[42.4]]]), np.array([[5e-3], [5e-4], [5e-5]])
    w = np.linspace(0, 2e-3, 101)
    size = np.abs(magnetic_moment(k, tau, w))
    slope = moment_slope(k, tau, w) / moment_slope(k, tau, 0.0)
    later = np.array([s[np.argmax(s) :].min() / s.max() for s in size.reshape(-1, w.size)])
    saturates = (later > 0.9) | (slope.reshape(-1, w.size).min(axis=1) > -0.01)
    said = f"all fall, to {later.min():.0%}-{later.max():.0%} of the maximum; slopes reverse"
    return true_if(np.mean(saturates) > 0.5, said)


@claim(
    "p.sec4.iteration",
    where="Sec. IV, below Eq. (9)",
    statement="An iteration solves the self-consistent equations, whatever the signs.",
    kind="feature",
    equations=("3", "9"),
    figure="fig4",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    x, y = np.meshgrid(sizes := np.array([-3.0, -1.5, -0.5, 0.5, 1.5, 3.0]), 1.01 * sizes)
    m1, m2 = dimer_moments(saturating(x), saturating(y), coupling=1.0)
    M = np.array([[0, 0, 0.6], [0, 0, 0.3]]) * np.ones((6, 6, 1, 1))
    failures = []
    for share, steps in ((1.0, 500), (0.1, 2000)):
        found = _relaxed(np.stack([x, y], axis=-1)[..., None], M, steps=steps, share=share)[..., 2]
        off = np.abs(np.abs(found[..., 0]) - m1) + np.abs(found.prod(axis=-1) - m1 * m2)
        failures.append(int(np.sum(off > 1e-6)))
    plain, damped = failures
    said = f"of 36 pairs the plain one fails at {plain}, one damped by 0.1 at {damped}"
    return true_if(damped == 0, said, qualitatively=True)


@claim(
    "p.sec4.only-the-ratio",
    where="Sec. IV, on Fig. 3",
    statement="The spontaneous moment depends on distance through chi/chi_c^z alone.",
    kind="symmetry",
    equations=("3", "8", "9"),
    figure="fig3",
    recorded="holds",
)
def _() -> Outcome:
    x, d = np.linspace(-4, 4, 81), np.array([3.0, 4.5, 30.0])[:, None]
    particle = saturating(SPHERE_VOLUME * x * critical_susceptibility(d, eta=Z))
    spread = np.max(np.ptp(dimer_moments(particle, particle, coupling=2 / d**3), axis=1))
    return true_if(spread < 1e-9, f"spread {number(spread)} M_0 between d = 3a, 4.5a and 30a")


@claim(
    "p.sec4.regimes",
    where="Sec. IV; Fig. 3 with caption",
    statement="With rising chi: antialigned without net moment, dia-, paramagnetic, aligned.",
    printed="-1, 0, 1",
    kind="feature",
    equations=("8", "9", "10"),
    figure="fig3",
    recorded="holds",
)
def _() -> Outcome:
    x = np.outer([-1, 1], [*np.linspace(1e-3, 3.001, 200), 1 - 1e-9, 1 + 1e-9]).ravel()
    particle = saturating(x)
    m1, m2 = dimer_moments(particle, particle, coupling=1.0)
    weak = np.sum(dimer_moments_in_field(particle, particle, coupling=1.0, field=1e-12), axis=0)
    as_said = [(m1 > 0) == (np.abs(x) > 1), (m1 + m2 > 0) == (x > 1), np.abs(m1) == np.abs(m2)]
    as_said.append((np.sign(weak) == np.sign(x)) | (np.abs(x) > 1))
    return true_if(as_said, f"moments {number(np.min(m1[m1 > 0]))} M_0 already 1e-9 beyond +-1")


@claim(
    "p.sec4.square-root",
    where="Sec. IV, below Eq. (10)",
    statement="Just beyond +chi_c^z and -chi_c^z the moments grow as a square root.",
    printed="sqrt(3(x - 1)), sqrt(-3(x + 1))",
    kind="limit",
    equations=("10",),
    figure="fig3",
    recorded="holds",
)
def _() -> Outcome:
    x = np.outer([1, -1], 1 + np.array([1e-2, 1e-5, 1e-8]))
    printed = np.sqrt([3 * (x[0] - 1), -3 * (x[1] + 1)])
    particle = saturating(x)
    both = np.abs(dimer_moments(particle, particle, coupling=1.0))
    errors = np.max(np.abs(both / printed - 1), axis=(0, 1))
    said = f"off by {number(errors[0])} at 1e-2, {number(errors[2])} at 1e-8 beyond"
    return true_if(errors < 2 * (x[0] - 1), said)


@claim(
    "p.sec4.equal-sizes",
    where="Sec. IV, below Eq. (10)",
    statement="Two equal particles without field have moments of equal size: no other solution.",
    kind="symmetry",
    equations=("10",),
    recorded="holds",
)
def _() -> Outcome:
    x, m = np.linspace(-20, 20, 200)[:, None], np.linspace(1e-6, 1.1, 4001)
    roots = np.sum(np.diff(np.sign(np.tanh(x * np.tanh(x * m)) - m), axis=1) != 0, axis=1)
    return true_if(
        roots == (np.abs(x[:, 0]) > 1), f"{roots.max()} positive root, the symmetric one"
    )


@claim(
    "p.sec4.saturation",
    where="Sec. IV, on Fig. 3 and fourth paragraph",
    statement="For large chi the moment tends to M_0; at the transverse critical value, twice "
    "chi_c^z, it is saturated already (to 5 %).",
    printed="2 chi_c^z",
    kind="limit",
    equations=("8", "9", "10"),
    figure="fig3",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    x = float(critical_susceptibility(3, eta=X)) / CHI_C * np.array([1, 2, 4, 8])
    m = _ordered_moment(x)
    said = f"m = {number(m[0])} M_0 at {number(x[0])}, 1 - {number(1 - m[3])} at {number(x[3])}"
    return true_if([m[0] > 0.95, m[3] > 1 - 1e-12, *(np.diff(m) > 0)], said, qualitatively=True)


@claim(
    "p.sec4.no-transverse-order",
    where="Sec. IV, fourth paragraph; Sec. I, outline",
    statement="Both orders along z are stable against every tilt and no moment across z appears, "
    "for either sign of chi, beyond twice chi_c^z too.",
    printed="m^xy ~ 0",
    kind="feature",
    equations=("3", "9"),
    figure="fig3",
    recorded="holds",
)
def _() -> Outcome:
    x = np.outer([-1, 1], [1.2, 1.9, 2.1, 3.0, 6.0]).reshape(10, 1, 1, 1)
    start = np.random.default_rng(1).normal(size=(10, 40, 2, 3))
    M = _relaxed(x, start, steps=300, share=0.4)
    error = np.max(np.abs(np.abs(M[..., 2]) - _ordered_moment(x)[..., 0]))
    tilt = 1e-6 * start * np.array([1, 1, 0])
    tilted = _relaxed(x, M * np.array([0, 0, 1]) + tilt, steps=1, share=1.0)
    growth = np.max(np.abs(tilted[..., ::-1, :2] / tilt[..., :2]))
    said = (
        f"400 random starts: m^xy < {np.max(np.abs(M[..., :2])):.0e}; tilts shrink by {growth:.3g}"
    )
    return true_if(error < 1e-9 and growth < 1, said)


@claim(
    "p.sec4.borders",
    where="Sec. IV; Fig. 4, solid and dashed lines",
    statement="Unequal particles order where chi_1 chi_2 > (chi_c^z)^2 and nowhere else; elsewhere "
    "the response to a weak field changes sign with the linear model's chi^zz.",
    printed="chi_1 chi_2 = (chi_c^z)^2, chi^zz = 0",
    kind="feature",
    equations=("3", "6", "9"),
    figure="fig4",
    assumed=("fig4.chi1_over_chi_c", "fig4.chi2_over_chi_c"),
    recorded="holds",
)
def _(chi1_over_chi_c: Range, chi2_over_chi_c: Range) -> Outcome:
    x, y, phase = _phase_diagram(chi1_over_chi_c, chi2_over_chi_c)
    aside = (np.abs(x + y + 2 * x * y) > 1e-9) & (np.abs(x * y - 1) > 1e-12)
    wrong = np.sum((phase != dimer_phase(x, y)) & aside)
    return true_if(wrong == 0, f"{wrong} of {np.sum(aside)} points off the borders differ")


@claim(
    "p.sec4.opposite-diamagnetic",
    where="Sec. IV, last but one paragraph",
    statement="Of the plane of opposite signs more is diamagnetic than paramagnetic along z, "
    "however far it reaches.",
    kind="trend",
    equations=("6", "7"),
    figure="fig4",
    assumed=("fig4.chi1_over_chi_c", "fig4.chi2_over_chi_c"),
    recorded="holds",
)
def _(chi1_over_chi_c: Range, chi2_over_chi_c: Range) -> Outcome:
    x, y, phase = _phase_diagram(chi1_over_chi_c, chi2_over_chi_c)
    drawn = np.mean(phase[x * y < 0] == "paramagnetic")
    reach = np.geomspace(1e-2, 1e3, 51)
    closed = (reach / 2 - np.log1p(2 * reach) / 4) / reach**2
    said = (
        f"paramagnetic {drawn:.1%} of the figure, {closed[0]:.1%} near 0, {closed[-1]:.2%} far out"
    )
    return true_if([drawn < 0.5, *(closed < 0.5)], said)


@claim(
    "p.sec6.energetic",
    where="Sec. I, outline; Sec. VI, third paragraph",
    statement="By energy both ordered phases are stable: theirs lies below that of no order.",
    kind="feature",
    equations=("3", "9", "10"),
    figure="fig3",
    recorded="does not hold",
)
def _() -> Outcome:
    """Integral of -M dH less the pair's energy counted twice, and turning on the coupling."""
    x, share = np.array([1.1, 2.0, 10.0]), np.linspace(0, 1, 2001)[:, None]
    m = _ordered_moment(x)
    by_field = m**2 - 2 * np.log(np.cosh(x * m)) / x
    turned_on = uniform_moment(saturating(x), coupling=share) ** 2
    by_coupling = -np.trapezoid(turned_on, dx=1 / 2000, axis=0)
    lower = np.array([[by_field, by_coupling], [-by_field, -by_coupling]]) < 0
    said = f"at 2 chi_c^z aligned {by_field[1]:+.4f}, antialigned {-by_field[1]:+.4f} (2 M_0^2/d^3)"
    return true_if(np.any(lower, axis=1), said)


@claim(
    "p.sec6.favour-diamagnetism",
    where="Sec. VI, second paragraph",
    statement="Below the critical values the coupling makes more dimers diamagnetic.",
    kind="trend",
    equations=("6", "7"),
    figure="fig2",
    recorded="does not hold",
)
def _() -> Outcome:
    """Share of the plane below chi_c^z that is diamagnetic, and the mean change over it."""
    x, y = _square()
    full = {eta: _closed_form(x, y, eta) for eta in (X, Z)}
    mean = (2 * full[X] + full[Z]) / 3
    areas = [np.mean(response < 0) for response in (full[Z], full[X], mean)]
    said = "diamagnetic along z, x, averaged: " + ", ".join(f"{a:.0%}" for a in areas)
    shift = float(np.mean(mean - (x + y) / 2))
    return true_if(min(areas) > 0.5 or shift < 0, f"{said}; mean shift {shift:+.3f} chi_c^z")


@claim(
    "p.sec6.closer",
    where="Sec. III, below Eq. (8); Sec. VI, fourth paragraph",
    statement="The critical susceptibility goes as (d/a)^3 from 3a on and is smaller still below, "
    "with or without multipoles.",
    printed="(d/a)^3",
    kind="trend",
    equations=("8",),
    recorded="holds",
)
def _() -> Outcome:
    d, near = np.linspace(3, 100, 98), np.linspace(2.1, 3, 10)
    power = np.diff(np.log(critical_susceptibility(d, eta=Z))) / np.diff(np.log(d))
    dipoles = critical_susceptibility(near, eta=Z)
    all_orders = [_multipole_critical_moment(v, 25) / SPHERE_VOLUME for v in near]
    said = f"power {number(power[0])}; at 2.1a {number(dipoles[0])}, {number(all_orders[0])}"
    rises = np.diff([dipoles, all_orders]) > 0
    return true_if([*(np.abs(power - 3) < 1e-9), *rises.ravel()], said)
