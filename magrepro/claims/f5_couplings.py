"""Paper F, the couplings in reciprocal space and the easy plane of Fig. 5.

J < 0 is antiferromagnetic on the axes of Fig. 5, J > 0 in `Dimer`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.integrate import quad
from scipy.special import j0

from magrepro.claims import Outcome, claim, given, number, true_if
from magrepro.core.constants import K_B_MEV
from magrepro.core.lattice import (
    VibratingLattice,
    exchange_in_k,
    moment_per_site,
    spin_lattice_coupling_in_k,
)
from magrepro.core.spins import (
    Dimer,
    dimer_energies,
    spin_operators,
    susceptibility,
    thermal_moment,
)
from magrepro.figures import load
from magrepro.parameters import Range, values

Floats = NDArray[np.float64]
Axis = Range | tuple[float, ...]
STRENGTHS = np.array([1e-7, 1e-6, 1e-5, 1e-4, 1e-3])
OMEGA0 = 0.1
PANELS = {"a": -5.0, "b": 5.0, "c": -50.0, "d": 50.0}
A_AND_K = ("vib_fig5.coupling_a_mev", "vib_fig5.k_max_per_angstrom")
T_AXIS = "vib_fig5.temperature_k"
READINGS = ("vib_fig5.field_ratio", "vib_fig5.prefactor")


def _lattice(
    j: ArrayLike, strength: ArrayLike, a: float, k_max: float, **others: Any
) -> VibratingLattice:
    """Fig. 5 at a Phi/omega0; the easy plane is I = |J| unless given."""
    phi = OMEGA0 * np.asarray(strength)
    chosen: dict[str, Any] = {"spin": 1.0, "anisotropy": np.abs(j)} | others
    return VibratingLattice(j=j, a=a, phi=phi, omega0=OMEGA0, k_max=k_max, **chosen)


def _curves(panel: str, temperature: ArrayLike, a: float, k_max: float, **others: Any) -> Floats:
    """Moment per site of a panel, a row for each strength of Fig. 5."""
    lattice = _lattice(PANELS[panel], STRENGTHS[:, None], a, k_max, **others)
    moment, _ = moment_per_site(lattice, temperature)
    return moment


def _pair_at_zero(j: float, **others: Any) -> Dimer:
    """The pair at k = 0 of Fig. 5, without field."""
    j_k = exchange_in_k(0.0, j=j, r_s=1.0)
    chosen: dict[str, Any] = {"spin": 1.0, "j": j_k, "alpha": 0.0, "anisotropy": abs(j)} | others
    return Dimer(**chosen)


@claim(
    "f.intro.critical-below",
    where="introduction, the mechanism",
    statement="Moment growing with temperature, and a temperature below which it is negligible: "
    "under 1 % of its largest value, for all four exchanges.",
    kind="feature",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=A_AND_K,
    recorded="holds qualitatively",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    t, onsets, widths = np.geomspace(1, 1e5, 301), [], []
    for panel in PANELS:
        curve = _curves(panel, t, coupling_a_mev, k_max_per_angstrom)[3]
        one, ten, ninety = (t[np.argmax(curve > x * curve.max())] for x in (0.01, 0.1, 0.9))
        onsets.append(one if curve[0] < 0.01 * curve.max() else 0.0)
        widths.append(ninety / ten)
    said = f"1 % at {', '.join(f'{t:.3g}' for t in onsets)} K; no critical point: 10 to 90 % takes "
    return true_if(np.array(onsets) > 0, said + f"a factor {min(widths):.2g}", qualitatively=True)


@claim(
    "f.intro.critical-above",
    where="introduction, second paragraph",
    statement="There must be a critical temperature above which the magnetic order ceases.",
    kind="limit",
    equations=("4", "7"),
    figure="vib_fig5",
    assumed=A_AND_K,
    recorded="does not hold",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """Hot moments, and those of free spins in the field over k_B T that Eq. (7) tends to."""
    left, gaps, u = [], [], (np.arange(400) + 0.5) / 400
    a_k = spin_lattice_coupling_in_k(k_max_per_angstrom * np.sqrt(u), a=coupling_a_mev, r_a=1.0)
    x = 12 * STRENGTHS[4] / OMEGA0 * a_k
    free = np.mean([2 * np.sinh(h) / (1 + 2 * np.cosh(h)) for h in (x, x / 2)])
    for panel in PANELS:
        hot = _curves(panel, [1e5, 1e8], coupling_a_mev, k_max_per_angstrom)[4]
        left.append(hot[1] / hot[0])
        gaps.append(abs(hot[1] / free - 1))
    said = f"from 1e5 to 1e8 K: factors {', '.join(f'{f:.4f}' for f in left)}; limit "
    said += f"{number(free)} a site" if max(gaps) < 1e-3 else "unclear"
    return true_if(np.array(left) < 0.01, said)


@claim(
    "f.lattice.a0",
    where="above Eq. (4); above Fig. 5",
    statement="A_k vanishes at k = 0, also in the form used for Fig. 5.",
    printed="A_0 = 0",
    kind="value",
    equations=("4",),
    figure="vib_fig5",
    recorded="does not hold",
)
def _() -> Outcome:
    """The printed form, and the sum over the plane of the Gaussian it comes from."""
    a_k = spin_lattice_coupling_in_k(np.linspace(0, 6, 121), a=1.0, r_a=1.0)
    total, _ = quad(lambda r: 2 * np.pi * r * np.exp(-(r**2)), 0, np.inf)
    said = f"A_0 = {number(a_k[0])} A, the largest of all; sum of the Gaussian {number(total)} A"
    return true_if(a_k[0] == 0 and total == 0, said)


@claim(
    "f.fig5.gaussian-range",
    where="above Fig. 5",
    statement="The transform of the Gaussian falls as exp(-k^2/k_S^2) with k_S = 2/r_S.",
    printed="k_S = 2/r_S",
    kind="value",
    figure="vib_fig5",
    recorded="holds",
)
def _() -> Outcome:
    worst, k = 0.0, np.array([0.5, 1.0, 2.0])
    for r_s in (0.5, 1.0, 2.0):
        exact = np.array([_transform(q, r_s) for q in (0.0, *k)])
        printed = exchange_in_k(k, j=1.0, r_s=r_s) / exchange_in_k(0.0, j=1.0, r_s=r_s)
        worst = max(worst, np.max(np.abs(exact[1:] / exact[0] - printed)))
    return true_if(worst < 1e-10, f"ratios to k = 0 right to {worst:.0e}")


def _transform(k: float, radius: float) -> float:
    """Integral over the plane of exp(-r^2/radius^2 + i k.r), by quadrature."""
    return float(
        quad(lambda r: 2 * np.pi * r * j0(k * r) * np.exp(-((r / radius) ** 2)), 0, 9 * radius)[0]
    )


@claim(
    "f.fig5.prefactor",
    where="above Fig. 5",
    statement="The prefactor of J_k and A_k, the same for every range and a cell of any size.",
    printed="sqrt(2) pi r_S",
    kind="value",
    figure="vib_fig5",
    recorded="does not hold",
)
def _() -> Outcome:
    """Quadrature of the transform; and doubling the range, which on a plane gives a factor 4."""
    exact = np.array([_transform(0.0, r) for r in (1.0, 2.0)])
    printed = -exchange_in_k(0.0, j=1.0, r_s=np.array([1.0, 2.0]))
    cells = exact / printed
    said = (
        f"needs cells of {number(cells[0])} A^2 at 1 A, {number(cells[1])} at 2 A; doubled range: "
    )
    said += f"x {number(printed[1] / printed[0])}, exact x {number(exact[1] / exact[0])}"
    return true_if(abs(cells[1] / cells[0] - 1) < 1e-6, said)


@claim(
    "f.fig5.inputs",
    where="caption of Fig. 5",
    statement="Strengths, vibrational energy, exchange, anisotropy and ranges of Fig. 5.",
    printed="1e-7 ... 1e-3; 100 micro-eV; 5, 50 meV; |J|; 1 A",
    kind="input",
    figure="vib_fig5",
    recorded="input",
)
def _() -> Outcome:
    p: Any = load("vib_fig5").Params()
    phi = 1e3 * p.omega0_mev * values(p.phi_over_omega0)
    said = f"Phi from {number(phi.min())} to {number(phi.max())} micro-eV; J = "
    said += ", ".join(number(j) for j in values(p.j_mev))
    return given(said + f" meV; S = {number(p.spin)}, I = {number(p.anisotropy_over_j)} |J|")


@claim(
    "f.fig5.spin-half",
    where="text on Fig. 5",
    statement="For spins 1/2 the easy plane, on site as in Eq. (3), stabilises the "
    "antiferromagnet at low temperature.",
    printed="S = 1/2, I = |J|",
    kind="feature",
    equations=("3",),
    figure="vib_fig5",
    assumed=A_AND_K,
    recorded="does not hold",
)
def _(coupling_a_mev: float, k_max_per_angstrom: float) -> Outcome:
    """Moments with and without it; and the square of S^z, which is a number."""
    t, sz = np.geomspace(2, 1000, 15), spin_operators(0.5).z
    at = (coupling_a_mev, k_max_per_angstrom)
    plain, easy = (_curves("a", t, *at, spin=0.5, anisotropy=d) for d in (0.0, 5.0))
    change = np.max(np.abs(easy / plain - 1))
    square = np.unique(np.diag(sz @ sz))
    return true_if(change > 0.01, f"changes moments by {change:.0e}; (S^z)^2 = {number(square[0])}")


@claim(
    "f.fig5.easy-plane-afm",
    where="text on Fig. 5",
    statement="For spins 1 the easy plane stabilises the cold antiferromagnet: it raises the gap "
    "of every pair.",
    printed="I = |J|",
    kind="feature",
    equations=("3",),
    figure="vib_fig5",
    assumed=("vib_fig5.k_max_per_angstrom",),
    recorded="does not hold",
)
def _(k_max_per_angstrom: float) -> Outcome:
    """Gaps by diagonalisation, in closed form J_k < I; and the cold moment of the pair at k = 0."""
    k, gaps = k_max_per_angstrom * np.sqrt((np.arange(200) + 0.5) / 200), []
    j_k = exchange_in_k(k, j=-5.0, r_s=1.0)
    for easy_plane in (0.0, 5.0):
        energies, M = dimer_energies(Dimer(spin=1, j=j_k, alpha=0.0, anisotropy=easy_plane))
        gaps.append(energies[:, M == 1].min(axis=1) - energies[:, M == 0].min(axis=1))
    lowered = gaps[1] < gaps[0]
    closed = np.array_equal(lowered, j_k > 5.0)
    pairs = [_pair_at_zero(-5.0, alpha=0.1, anisotropy=d) for d in (0.0, 5.0)]
    cold = [thermal_moment(pair, 10.0) for pair in pairs]
    said = f"lowers it in {lowered.mean():.0%} of the disc" + (", where J_k > I" if closed else "")
    said += f"; moment at k = 0, 10 K: x {number(cold[1] / cold[0])}"
    return true_if([*~lowered, cold[1] / cold[0] < 1], said)


@claim(
    "f.fig5.superparamagnet",
    where="text on Fig. 5",
    statement="With the easy plane the cold ferromagnetic pair is superparamagnetic: a weak field "
    "along z aligns a free moment (k_B T chi does not vanish).",
    kind="feature",
    equations=("3",),
    figure="vib_fig5",
    recorded="does not hold",
)
def _() -> Outcome:
    """Response along z; and the ground state, a single one without moment below a gap."""
    t, products = np.array([1.0, 10.0, 100.0]), []
    for easy_plane in (0.0, 5.0):
        pair = _pair_at_zero(5.0, anisotropy=easy_plane)
        products.append(K_B_MEV * t * susceptibility(pair, t))
    energies, M = dimer_energies(_pair_at_zero(5.0))
    order = np.argsort(energies)
    gap = energies[order[1]] - energies[order[0]]
    said = f"k_B T chi at 1 K: {products[1][0]:.1g}, without {number(products[0][0])}; M = "
    said += f"{number(M[order[0]])} alone, {number(gap)} meV below"
    return true_if(products[1][0] > 0.1 * products[0][0] or gap < 1e-9, said)
