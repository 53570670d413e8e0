"""Orbital paper, Appendix B with Fig. 8: two moments at thermal equilibrium, and what it supports.

Reduced units: moments in M_0, h = beta M_0 H, K = beta M_0^2/d^3, C = beta gamma M_0^2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import i0, ive

from magrepro.claims import Outcome, claim, number, true_if, undecidable
from magrepro.core.dipoles import ETA, SPHERE_VOLUME, critical_susceptibility
from magrepro.core.ordering import plain_response, uniform_moment
from magrepro.core.thermal import (
    density_z,
    dimer_energy,
    log_partition_function,
    log_partition_single,
    mean_moment,
    mean_moment_single,
    moments_bounded,
    peak_position,
    susceptibility_single,
)
from magrepro.parameters import Range, values

Floats = NDArray[np.float64]
COLD = 50.0
"""C of Fig. 8."""


@cache
def _nodes(count: int, low: float, high: float) -> tuple[Floats, Floats]:
    x, weight = np.polynomial.legendre.leggauss(count)
    return (low + high) / 2 + (high - low) / 2 * x, (high - low) / 2 * weight


def _single(beta: Floats, gamma: float, field: float) -> tuple[Floats, Floats]:
    """Z_1 and <M^z> by quadrature over length and angle of one free moment."""
    length, share = _nodes(160, 0, 1)
    M = length * (field / (2 * gamma) + 9 / np.sqrt(beta[:, None] * gamma))
    u, weight = _nodes(120, -1, 1)
    energy = gamma * M[..., None] ** 2 - field * M[..., None] * u
    density = 2 * np.pi * M[..., None] ** 2 * np.exp(-beta[:, None, None] * energy) * weight
    total, mean = (np.sum(f, axis=-1) @ share for f in (density, density * M[..., None] * u))
    return total * M[:, -1] / length[-1], mean / total


def _printed(h: float, K: float, C: float, *factors: Callable[[Floats, Floats], Floats]) -> Floats:
    """Z_2/M_0^6 as printed in (B8), and means of factors f(mu_1, u_1)."""
    (m, share), (u, weight) = _nodes(20, 0, 1), _nodes(20, -1, 1)
    m1, m2, u1, u2 = np.meshgrid(m, m, u, u, indexing="ij", sparse=True)
    exponent = -C * (m1**2 + m2**2) + h * (m1 * u1 + m2 * u2) + 2 * K * m1 * m2 * u1 * u2
    bessel = i0(K * m1 * m2 * np.sqrt((1 - u1**2) * (1 - u2**2)))
    integrand = 4 * np.pi**2 * m1**2 * m2**2 * np.exp(exponent) * bessel
    integrand = integrand * np.einsum("a,b,c,d->abcd", share, share, weight, weight)
    total = np.sum(integrand)
    return np.array([total, *(np.sum(integrand * f(m1, u1)) / total for f in factors)])


def _six_integrals(h: float, K: float, C: float) -> float:
    """Z_2/M_0^6 from (B7) with the energies (B1), (B5), (B6), in all six coordinates."""
    (m, share), (u, weight) = _nodes(6, 0, 1), _nodes(6, -1, 1)
    phi = np.arange(6) * np.pi / 3
    length, cosine, angle = (x.ravel() for x in np.meshgrid(m, u, phi, indexing="ij"))
    measure = (np.multiply.outer(share * m**2, weight)[..., None] * (np.pi / 3 + 0 * phi)).ravel()
    sine = length * np.sqrt(1 - cosine**2)
    M = np.stack([sine * np.cos(angle), sine * np.sin(angle), length * cosine], axis=-1)
    pairs = np.stack(np.broadcast_arrays(M[:, None], M[None]), axis=-2)
    energy = dimer_energy(pairs, field=[0, 0, h], gamma=C, distance=K ** (-1 / 3))
    return float(measure @ np.exp(-energy) @ measure)


def _fixed_length(K: float) -> tuple[float, float]:
    """Zero-field slopes d<z_1>/dh along and across z of two coupled moments of length M_0."""
    u, weight = _nodes(120, -1, 1)
    r = np.sqrt(np.outer(1 - u**2, 1 - u**2))
    common = np.outer(weight, weight) * np.exp(2 * K * (np.outer(u, u) - 1) + K * r)
    density, turned = common * ive(0, K * r), common * ive(1, K * r)
    along = np.sum(density * (u[:, None] ** 2 + np.outer(u, u)))
    across = np.sum(density * (1 - u[:, None] ** 2) - turned * r) / 2
    return float(along / np.sum(density)), float(across / np.sum(density))


def _root_mean_square(K: float) -> float:
    z, weight = _nodes(160, -1, 1)
    return float(np.sqrt(np.sum(weight * z**2 * density_z(z, coupling=K, stiffness=COLD))))


@claim(
    "p.appb.single-particle",
    where="App. B 1, Eqs. (B2) to (B4)",
    statement="One free moment: partition function as printed, mean H/2 gamma and susceptibility "
    "1/2 V gamma at every temperature.",
    printed="(pi/beta gamma)^(3/2) exp(beta H^2/4 gamma), H/2 gamma, 1/2 V gamma",
    kind="value",
    equations=("B1", "B2", "B3", "B4"),
    recorded="holds",
)
def _() -> Outcome:
    beta, errors = np.geomspace(1e-2, 1e1, 7), []
    for gamma, field in ((1.0, 0.3), (1.0, 4.0), (7.0, 2.0)):
        total, mean = _single(beta, gamma, field)
        errors.append(np.log(total) - log_partition_single(field, gamma=gamma, beta=beta))
        errors.append(mean / mean_moment_single(field, gamma=gamma) - 1)
        errors.append(mean / field / susceptibility_single(gamma=gamma, volume=1) - 1)
    worst = np.max(np.abs(errors))
    return true_if(worst < 1e-10, f"within {number(worst)} of quadrature over three decades of T")


@claim(
    "p.appb.weak-fluctuations",
    where="App. B 1, below Eq. (B4)",
    statement="The fluctuations of one moment, in units of M_0, vanish as T -> 0 for any mean.",
    kind="limit",
    equations=("B1", "B3"),
    recorded="holds qualitatively",
)
def _() -> Outcome:
    C, mean = np.array([50.0, 500.0, 5000.0]), np.array([[0.0], [0.1], [0.5]])
    along, square = moments_bounded(2 * C * mean, stiffness=C)
    spread = np.sqrt(square - along**2)
    said = (
        f"{spread[0, 0]:.2f} M_0 at C = 50, more than any mean below it; {spread[0, 2]:.3f} at 5000"
    )
    return true_if(np.diff(np.log10(spread)) < -0.45, said, qualitatively=True)


@claim(
    "p.appb.bounded",
    where="App. B 1, footnote 13",
    statement="With moments limited to M_0 the susceptibility depends on temperature, but (B4) is "
    "good (to 1 %) where sqrt(C) >> 1 (from 3 on).",
    printed="sqrt(beta gamma) M_0 >> 1",
    kind="bound",
    equations=("B4",),
    recorded="holds",
)
def _() -> Outcome:
    root = np.array([0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 30.0])
    off = 1 - 2 * root**2 * moments_bounded(0.0, stiffness=root**2)[1] / 3
    said = f"too small by {off[1]:.0%}, {off[2]:.0%}, {off[3]:.1%}, {off[5]:.0e} at 1, 2, 3, 7"
    return true_if([*(off[root >= 3] < 0.01), off[0] > 0.5, *(np.diff(off) <= 0)], said)


@claim(
    "p.appb.four-integrals",
    where="App. B 2, Eqs. (B7), (B8)",
    statement="Two of the six integrals are done exactly, with the prefactor and I_0 as printed.",
    printed="4 pi^2, I_0",
    kind="value",
    equations=("B5", "B6", "B7", "B8"),
    recorded="holds",
)
def _() -> Outcome:
    cases = [(0.0, 1.0, 1.0), (1.0, 0.5, 0.7)]
    six = [abs(np.log(_six_integrals(*c) / _printed(*c)[0])) for c in cases]
    cases += [(2.0, 3.0, 2.0), (1.0, 12.0, 8.0)]
    two = [
        abs(np.log(_printed(h, K, C)[0]) - log_partition_function(field=h, coupling=K, stiffness=C))
        for h, K, C in cases
    ]
    said = (
        f"ln Z_2: six and four integrals differ by {max(six):.0e}, four and two by {max(two):.0e}"
    )
    return true_if([max(six) < 1e-4, max(two) < 1e-9], said)


@claim(
    "p.appb.no-mean-moment",
    where="App. B 2, below Eq. (B8); Fig. 8",
    statement="Without a field the distribution is symmetric and the mean vanishes (from a factor "
    "mu_1 u_1 in (B8); mu_1 alone would give the mean length).",
    printed="0",
    kind="symmetry",
    equations=("B8",),
    figure="fig8",
    recorded="holds",
)
def _() -> Outcome:
    found = [_printed(0, K, 8, lambda m, u: m * u, lambda m, u: m + 0 * u) for K in (0.5, 3, 12)]
    mean, length = np.max(np.abs(np.array(found)[:, 1])), np.array(found)[:, 2]
    z, K = np.linspace(0, 1, 21), COLD * np.array([[0], [0.5], [1], [1.5], [2]])
    up, down = (density_z(s * z, coupling=K, stiffness=COLD, field=1e-9) for s in (1, -1))
    said = f"mean mu_1 u_1 0 to {mean:.0e}, mean mu_1 {length[0]:.4f} to {length[-1]:.4f}"
    return true_if([mean < 1e-12, np.allclose(up, down, rtol=1e-8, atol=1e-99)], said)


@claim(
    "p.appb.threshold",
    where="App. B 2; Fig. 8",
    statement="At gamma d^3 = 1 (to 0.1 %, if C >= 50) the one maximum of the distribution, at "
    "zero, becomes two.",
    printed="gamma d^3 = 1",
    kind="value",
    equations=("B8",),
    figure="fig8",
    assumed=("fig8.k_over_c",),
    recorded="holds",
)
def _(k_over_c: Range) -> Outcome:
    C = np.array([[50.0], [200.0]])
    peaks = peak_position(coupling=C * [0.999, 1.001], stiffness=C)
    ratio, warm_ratio = values(k_over_c), np.linspace(1, 3, 41)
    P = density_z(np.linspace(0, 1, 101), coupling=COLD * ratio[:, None], stiffness=COLD)
    as_said = ((np.argmax(P, axis=1) == 0) == (ratio < 1)) | (np.abs(ratio - 1) < 1e-3)
    warm = warm_ratio[np.argmax(peak_position(coupling=warm_ratio, stiffness=1.0) > 0)]
    said = f"between 0.999 and 1.001 at C = 50 and 200; but at K/C = {number(warm)} for C = 1"
    return true_if([*as_said, *(peaks[:, 0] == 0), *(peaks[:, 1] > 0)], said)


@claim(
    "p.appb.saturated-peaks",
    where="App. B 2; Fig. 8",
    statement="Above the threshold the two peaks are at saturated moments (beyond 0.9 M_0 from "
    "1.05 C on), and little is left at zero.",
    kind="feature",
    equations=("B8",),
    figure="fig8",
    assumed=("fig8.k_over_c",),
    recorded="holds qualitatively",
)
def _(k_over_c: Range) -> Outcome:
    ratio = values(k_over_c)
    K = COLD * np.concatenate([[1.001, 1.01, 1.05], ratio[ratio > 1.05]])
    peaks = peak_position(coupling=K, stiffness=COLD)
    middle, top = density_z(np.stack([0 * peaks, peaks]), coupling=K, stiffness=COLD)
    said = ", ".join(number(p) for p in [*peaks[:3], peaks[-1]])
    good = [*(peaks[2:] > 0.9), *(middle[2:] < 0.1 * top[2:])]
    return true_if(good, f"{said} M_0 at 1.001, 1.01, 1.05 C and the end", qualitatively=True)


@claim(
    "p.appb.same-critical-value",
    where="App. B 2, below Fig. 8",
    statement="The threshold in terms of chi_1, d^3/2V, is the critical value of Eq. (8).",
    printed="d^3/2V",
    kind="value",
    equations=("8", "B4"),
    figure="fig8",
    recorded="holds",
)
def _() -> Outcome:
    d = np.array([2.0, 3.0, 10.0])
    at_threshold = susceptibility_single(gamma=1 / d**3, volume=SPHERE_VOLUME)
    ratio = at_threshold / critical_susceptibility(d, eta=ETA["longitudinal"])
    return true_if(np.abs(ratio - 1) < 1e-14, f"ratio {number(ratio[1])} at every distance")


@claim(
    "p.appb.aligned",
    where="App. B 2, below Fig. 8",
    statement="Above the threshold the two moments are aligned and saturated (from 1.1 C on: "
    "correlation and size above 0.9).",
    kind="feature",
    equations=("B8",),
    figure="fig8",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    ratio = np.array([0.9, 1.02, 1.1, 1.5, 2.0])
    size = np.array([_root_mean_square(COLD * r) for r in ratio])
    both = mean_moment(coupling=COLD * ratio, stiffness=COLD, field=1e-4) / 1e-4
    correlation = both / size**2 - 1
    pairs = [f"{c:.3f}, {s:.2f}" for c, s in zip(correlation, size, strict=True)]
    said = f"{pairs[0]} at 0.9 C; {pairs[1]} at 1.02 C; {pairs[2]} at 1.1 C"
    good = [*(correlation[2:] > 0.9), *(size[2:] > 0.9)]
    return true_if(good, f"correlation, rms: {said}", qualitatively=True)


@claim(
    "p.appb.superparamagnetic",
    where="App. B 2; Sec. IV; Sec. VI, third paragraph",
    statement="Above the threshold a field finds a superparamagnet: one large moment 2 M_0 that "
    "flips along z, m = m_p tanh(2 h m_p) (to 10 % from 1.2 C on).",
    kind="feature",
    equations=("B8",),
    figure="fig8",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    h, K = np.array([0.05, 0.2, 1.0, 3.0]), COLD * np.array([1.2, 1.5, 2.0])[:, None]
    peak = peak_position(coupling=K, stiffness=COLD)
    m = mean_moment(coupling=K, stiffness=COLD, field=h)
    gain = 2 * COLD * m[0, 0] / h[0]
    off = np.max(np.abs(m / (peak * np.tanh(2 * h * peak)) - 1))
    said = f"within {off:.0%}; slope {number(gain)} times one free particle's at 1.2 C"
    return true_if([off < 0.1, gain > 10], said, qualitatively=True)


@claim(
    "p.sec2.fluctuations-neglected",
    where="Sec. II, below Eq. (3); Sec. VI, third paragraph",
    statement="Disregarding thermal fluctuations gives the moments of App. B's dimer (rms, to 5 %, "
    "from 1.1 C on; near the threshold it does not).",
    kind="feature",
    equations=("2", "3", "B8"),
    figure="fig8",
    recorded="holds qualitatively",
)
def _() -> Outcome:
    ratio = np.array([0.98, 1.05, 1.1, 1.2, 1.5, 2.0])
    particle = plain_response(
        lambda h: moments_bounded(h, stiffness=COLD)[0],
        lambda h: moments_bounded(h, stiffness=COLD)[1],
        susceptibility=moments_bounded(0.0, stiffness=COLD)[1] / 3 * np.ones(ratio.size),
        bound=1.0,
    )
    alone = uniform_moment(particle, coupling=2 * COLD * ratio)
    size = np.array([_root_mean_square(COLD * r) for r in ratio])
    pairs = ", ".join(f"{a:.3f} for {s:.3f}" for a, s in zip(alone[:3], size[:3], strict=True))
    good = np.abs(alone / size - 1)[ratio >= 1.1] < 0.05
    return true_if(good, f"{pairs} M_0 at 0.98, 1.05, 1.1 C", qualitatively=True)


@claim(
    "p.appb.fixed-paramagnetic",
    where="App. B 2, last paragraph",
    statement="A dimer of moments of fixed size is paramagnetic, along and across z, always.",
    kind="bound",
    equations=("B5", "B8"),
    recorded="holds",
)
def _() -> Outcome:
    slopes = np.array([_fixed_length(K) for K in (0.0, 0.1, 1.0, 5.0, 30.0, 150.0)])
    said = f"chi k_B T V/M_0^2 along z {slopes[0, 0]:.2f} to {slopes[-1, 0]:.2f}, across "
    return true_if(slopes > 0, f"{said}{slopes[0, 1]:.2f} to {slopes[-1, 1]:.4f}")


@claim(
    "p.appb.stiffness",
    where="App. B 2, last paragraph",
    statement="Coupling makes a dimer of moments of fixed size ever stiffer, without a threshold.",
    kind="trend",
    equations=("B5", "B8"),
    recorded="cannot be decided",
)
def _() -> Outcome:
    stiffness = 1 / np.array([_fixed_length(K) for K in np.linspace(0, 20, 11)])
    falls, rises = np.all(np.diff(stiffness[:, 0]) < 0), np.all(np.diff(stiffness[:, 1]) > 0)
    words = (
        f"1/chi across z {'rises' if rises else 'varies'}, along z {'falls' if falls else 'varies'}"
    )
    if falls == rises:
        return undecidable(f"{words}; a definition of the stiffness would decide")
    return true_if(rises, words)
