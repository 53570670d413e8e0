"""Paper F, abstract to Eq. (4), Fig. 1: the pair of spins in a given field.

J > 0 is antiferromagnetic in `Dimer`, J < 0 in Eqs. (1) and (2).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.claims import Outcome, claim, number, true_if
from magrepro.core.spin_half import eq2_energies, eq2_parameters, eq5_moment
from magrepro.core.spins import (
    Dimer,
    dimer_energies,
    eq1_hamiltonian,
    spin_operators,
)
from magrepro.figures import load
from magrepro.parameters import Range

Floats = NDArray[np.float64]
Axis = Range | tuple[float, ...]
SPINS = (0.5, 1.0, 1.5, 2.0)
TRIPLET_ZERO = np.array([0.0, 1.0, 1.0, 0.0]) / np.sqrt(2)


def _exchange(i: ArrayLike) -> Floats:
    """I_12 = I_21 = I, which makes I_+ - I_- = I."""
    return np.asarray(np.multiply.outer(i, [[0.0, 1.0], [1.0, 0.0]]))


def _pair(j: ArrayLike, i: ArrayLike = 0.0, fields: ArrayLike = (0.0, 0.0)) -> Floats:
    return eq1_hamiltonian(spin=0.5, j=j, exchange=_exchange(i), fields=fields)


def _is_magnetic(j: float, i: ArrayLike, fields: ArrayLike) -> NDArray[np.bool_]:
    """Whether the ground state of Eq. (1), diagonalised, has M = +1 or -1."""
    _, states = np.linalg.eigh(_pair(j, i, fields))
    return np.asarray(np.sum(states[..., [0, 3], 0] ** 2, axis=-1) > 0.5)


def _ring_waves(sites: int, k: int) -> list[NDArray[Any]]:
    """S_k^x, S_k^y, S_k^z of spins 1/2 on a ring."""
    s, phase = spin_operators(0.5), np.exp(2j * np.pi * k * np.arange(sites) / sites)
    waves = []
    for operator in (s.x, s.y, s.z):
        at = [
            np.kron(np.kron(np.eye(2**m), operator), np.eye(2 ** (sites - m - 1)))
            for m in range(sites)
        ]
        waves.append(np.tensordot(phase, at, axes=1) / np.sqrt(sites))
    return waves


@claim(
    "f.intro.levels-split",
    where="introduction, the dimer simply described",
    statement="Symmetric anisotropic exchange parts the triplet into a singlet and a doublet; a "
    "field along z splits that doublet.",
    kind="symmetry",
    equations=("1",),
    figure="vib_fig1",
    recorded="holds",
)
def _() -> Outcome:
    errors = []
    for j, i, alpha in ((-1.0, 0.4, 0.8), (1.0, 0.4, 0.3), (-1.0, -0.7, 2.0)):
        plain, driven = _pair(j, i), _pair(j, i, (alpha, alpha))
        up, down = plain[0, 0], plain[3, 3]
        zero = TRIPLET_ZERO @ plain @ TRIPLET_ZERO
        errors += [up - down, zero - up - i, driven[3, 3] - driven[0, 0] - 2 * alpha]
        errors += [TRIPLET_ZERO @ driven @ TRIPLET_ZERO - zero]
    worst = np.max(np.abs(errors))
    return true_if(worst < 1e-12, f"doublet I below M = 0, split by 2 alpha, to {number(worst)}")


@claim(
    "f.intro.unequal-occupation",
    where="introduction, the dimer simply described",
    statement="With exchange of either sign, thermal occupation of the split doublet makes a "
    "finite moment.",
    kind="feature",
    equations=("5",),
    recorded="holds",
)
def _() -> Outcome:
    temperature, alpha = np.geomspace(1, 1e5, 61), np.array([[1e-3], [0.1], [2.0]])
    ferro, antiferro = (-eq5_moment(j=j, alpha=alpha, temperature=temperature) for j in (-5, 5))
    rise = [np.interp(t, temperature, antiferro[1]) for t in (10, 300)]
    said = f"antiferromagnet, 0.1 meV: {number(rise[0])} at 10 K, {number(rise[1])} at 300 K"
    return true_if((ferro > 0) & (antiferro > 0), said)


@claim(
    "f.lattice.coupling-without-order",
    where="above Eq. (3)",
    statement="Spin-orbit coupling alone, without magnetic order, allows a static coupling of "
    "spins to displacements.",
    kind="symmetry",
    equations=("1", "3"),
    recorded="does not hold",
)
def _() -> Outcome:
    """S.A.Q is odd under time reversal; and it lifts the degeneracy Kramers' theorem demands."""
    a = np.diag(np.sqrt(np.arange(1.0, 24)), 1)
    q, turn = a + a.T, np.kron([[0.0, 1.0], [-1.0, 0.0]], np.eye(24))
    coupled = 0.4 * np.kron(np.diag([0.5, -0.5]), q)
    odd = np.allclose(turn @ coupled @ turn.T, -coupled)
    h = np.kron(np.eye(2), a.T @ a + 0.02 * q @ q @ q) + coupled
    gap = np.diff(np.linalg.eigvalsh(h))[0]
    said = f"odd under time reversal; lifts a Kramers degeneracy by {number(gap)} quanta"
    return true_if(not odd and gap < 1e-9, said)


@claim(
    "f.dimer.eq2-energies",
    where="Eq. (2)",
    statement="The four energies of a pair of spins 1/2, with I_- as printed.",
    printed="I_- = I_+ - (I_12 - I_21)/2",
    kind="value",
    equations=("1", "2"),
    figure="vib_fig1",
    recorded="does not hold",
)
def _() -> Outcome:
    """Against diagonalisation, and against the separation I of doublet and M = 0 it must give."""
    j, exchange, fields = -1.0, _exchange(0.4), np.array([1.0, 0.6])
    exact = np.linalg.eigvalsh(_pair(j, 0.4, fields))
    printed, mended = (
        np.sort(eq2_energies(j=j, exchange=exchange, fields=fields, printed=as_is)) - exact
        for as_is in (True, False)
    )
    up, _, zero, _ = eq2_energies(j=1.0, exchange=exchange, fields=[0.0, 0.0], printed=True)
    p = eq2_parameters(exchange=exchange, fields=fields, printed=True)
    off, best = np.max(np.abs(printed)), np.max(np.abs(mended))
    said = f"I = 0.4: off by {number(off)} (with a sum: {number(best)}); I_+ - I_- = "
    said += number(p.i_plus - p.i_minus)
    return true_if(off < 1e-12 and abs(zero - up - 0.4) < 1, said)


@claim(
    "f.dimer.eq2-fields",
    where="below Eq. (2)",
    statement="alpha, zeta and Omega: the doublet is 2 alpha wide, the other two states 2 Omega.",
    kind="value",
    equations=("2",),
    recorded="holds",
)
def _() -> Outcome:
    b1, b2, j = np.meshgrid(np.linspace(-2, 2, 9), np.linspace(-2, 2, 9), [-1.0, 1.0])
    fields = np.stack([b1, b2], axis=-1)
    h, p = _pair(j, 0.3, fields), eq2_parameters(exchange=_exchange(0.3), fields=fields)
    doublet = h[..., 3, 3] - h[..., 0, 0] - 2 * p.alpha
    others = np.ptp(np.linalg.eigvalsh(h[..., 1:3, 1:3]), axis=-1)
    worst = max(np.max(np.abs(doublet)), np.max(np.abs(others - 2 * np.hypot(j / 2, p.zeta))))
    return true_if(worst < 1e-12, f"to {number(worst)} over 162 pairs of fields")


@claim(
    "f.dimer.singlet-triplet",
    where="below Eq. (2)",
    statement="With J alone: singlet and triplet energies, the singlet lowest for J < 0, the "
    "triplet for J > 0.",
    printed="3J/4, -J/4",
    kind="limit",
    equations=("2",),
    figure="vib_fig1",
    recorded="holds",
)
def _() -> Outcome:
    negative, positive = np.linalg.eigvalsh(_pair(-1.0)), np.linalg.eigvalsh(_pair(1.0))
    singlet, triplet = negative[0] / -1, negative[1:] / -1
    same = np.allclose(positive, [-0.25] * 3 + [0.75], atol=1e-14)
    exact = np.allclose([singlet, *triplet], [0.75, -0.25, -0.25, -0.25], atol=1e-14)
    return true_if(same and exact, f"{number(singlet)} J once, {number(triplet[0])} J three times")


@claim(
    "f.fig1.degeneracies",
    where="Fig. 1 and the text on it",
    statement="Anisotropy, then vibration, break up the degeneracies of the antiferromagnet.",
    kind="feature",
    equations=("2",),
    figure="vib_fig1",
    assumed=("vib_fig1.anisotropy_mev", "vib_fig1.alpha_mev", "vib_fig1.zeta_mev"),
    recorded="holds",
)
def _(anisotropy_mev: float, alpha_mev: float, zeta_mev: float) -> Outcome:
    given_fields = {"alpha_mev": alpha_mev, "zeta_mev": zeta_mev, "anisotropy_mev": anisotropy_mev}
    module = load("vib_fig1")
    data = module.compute(module.Params(**given_fields))
    distinct = [
        np.unique(np.round(data.where(stage=stage)["energy_mev"], 9)).size
        for stage in ("exchange", "anisotropy", "vibration")
    ]
    return true_if(distinct == [2, 3, 4], "distinct levels: " + ", ".join(map(str, distinct)))


@claim(
    "f.dimer.high-spin",
    where="below Fig. 1's first mention",
    statement="Anisotropy alone, or vibrational fields alone, of the order of |J| can turn the "
    "low-spin ground state into a high-spin one.",
    printed="within the order of |J|",
    kind="bound",
    equations=("2",),
    recorded="holds",
)
def _() -> Outcome:
    sizes = np.linspace(0, 2, 2001)
    by_anisotropy = _is_magnetic(-1.0, sizes, (0.0, 0.0))
    by_field = _is_magnetic(-1.0, 0.0, np.multiply.outer(sizes, [1.0, 1.0]))
    onsets = [sizes[np.argmax(magnetic)] for magnetic in (by_anisotropy, by_field)]
    said = f"I above {number(onsets[0])} |J| alone, equal fields above {number(onsets[1])} |J|"
    return true_if(np.abs(np.array(onsets) - 1) < 0.01, said)


@claim(
    "f.dimer.condition",
    where="below Eq. (2)",
    statement="The condition on zeta^2, I and alpha for a high-spin ground state at J < 0.",
    printed="zeta^2 < -(|J| - I - |alpha|)(I + |alpha|)",
    kind="bound",
    equations=("2",),
    recorded="does not hold",
)
def _() -> Outcome:
    """Against diagonalised ground states; and squaring loses I + |alpha| > |J|/2."""
    axes = np.linspace(-6, 6, 25), np.linspace(0, 4, 25), np.linspace(0, 3.1, 25)
    i, alpha, zeta = (grid.ravel() for grid in np.meshgrid(*axes))
    strength = i + alpha
    excess = strength * (strength - 1) - zeta**2
    true = _is_magnetic(-1.0, i, np.stack([alpha + zeta, alpha - zeta], axis=-1))
    wrong = ((excess > 0) != true) & (np.abs(excess) > 1e-9)
    lost = np.all(strength[wrong] < 0.5)
    said = (
        f"easy axis: wrong {np.sum(wrong[i >= 0])} times; easy plane: in {wrong[i < 0].mean():.0%}"
    )
    return true_if(not wrong.any(), said + (", all with I + |alpha| < |J|/2" if lost else ""))


@claim(
    "f.dimer.small-zeta",
    where="below Eq. (2)",
    statement="A small zeta suffices for a high-spin ground state where I + |alpha| >~ |J|.",
    printed="I + |alpha| >~ |J|",
    kind="bound",
    equations=("2",),
    recorded="holds",
)
def _() -> Outcome:
    zeta, largest = np.linspace(0, 0.2, 2001), []
    for strength in (1.01, 0.99):
        magnetic = [
            _is_magnetic(-1.0, i, np.stack([strength - i + zeta, strength - i - zeta], axis=-1))
            for i in (0.0, 0.3, 0.9)
        ]
        largest.append([np.max(zeta[m], initial=-1.0) for m in magnetic])
    (above, *same), below = largest
    said = f"at 1.01 |J| up to zeta = {number(above)} |J|; at 0.99 |J| "
    said += "not even for zeta = 0" if max(below) < 0 else f"up to {number(max(below))} |J|"
    return true_if([above > 0, same == [above, above], max(below) < 0], said)


@claim(
    "f.dimer.asymmetry-not-required",
    where="below Eq. (2)",
    statement="The couplings A_1m and A_2m need not differ for a magnetic ground state.",
    kind="symmetry",
    equations=("2",),
    recorded="holds",
)
def _() -> Outcome:
    alpha = np.linspace(1.01, 20, 50)[:, None]
    equal, one_sided = (_is_magnetic(-1.0, 0.0, alpha * b) for b in ((1.0, 1.0), (2.0, 0.0)))
    said = f"|J| to 20 |J|: equal {np.sum(equal)} of 50, all on one spin {np.sum(one_sided)} of 50"
    return true_if(equal, said)


@claim(
    "f.lattice.disordered",
    where="below Eq. (4)",
    statement="Eq. (4), with J_k independent of the site, applies to disordered compounds too.",
    kind="feature",
    equations=("4",),
    recorded="does not hold",
)
def _() -> Outcome:
    """J_k from each site by itself, and the exchange between different plane waves."""
    ring, spreads, mixings = np.arange(48.0), [], []
    for x in (ring, ring + 0.4 * np.sin(ring**2)):
        distance = (x[:, None] - x + 24) % 48 - 24
        exchange, waves = np.exp(-(distance**2)), np.exp(2j * np.pi * np.outer(ring, x) / 48)
        j_k = np.sum(exchange * np.exp(2j * np.pi * 5 * distance / 48), axis=0)
        spreads.append(np.max(np.abs(j_k - j_k.mean())) / np.abs(j_k.mean()))
        between = np.abs(waves @ exchange @ waves.conj().T) / 48
        mixings.append(np.max(between - np.diag(np.diag(between))) / np.max(between))
    said = f"J_k differs by site: {spreads[0]:.1g} on a lattice, {spreads[1]:.0%} off it; "
    return true_if(np.array([spreads, mixings]) < 1e-9, said + f"waves mix by {mixings[1]:.0%}")


@claim(
    "f.lattice.each-momentum",
    where="below Eq. (4)",
    statement="For every k the spins S_k and S_-k are a pair like the dimer.",
    kind="feature",
    equations=("4",),
    figure="vib_fig2",
    recorded="does not hold",
)
def _() -> Outcome:
    """S_k.S_-k, the square of a non-Hermitian vector, is never negative; and no commutator fits."""
    x, y, z = _ring_waves(5, 1)
    lowest = np.linalg.eigvalsh(sum(s @ s.conj().T for s in (x, y, z)))[0]
    misfit = np.linalg.norm(x @ y - y @ x - 1j * z) / np.linalg.norm(z)
    said = f"ring of 5: S_k.S_-k >= {number(lowest)}, a singlet has -0.75; commutator off by "
    return true_if(np.isclose(lowest, -0.75) and misfit < 1e-12, said + f"{misfit:.0%}")


@claim(
    "f.lattice.singlet-or-triplet",
    where="above Eq. (5)",
    statement="By the sign of J_k the pair has a singlet or triplet ground state as alpha -> 0; "
    "a finite alpha breaks the triplet's degeneracy.",
    kind="limit",
    equations=("4",),
    figure="vib_fig1",
    recorded="holds",
)
def _() -> Outcome:
    energies, _ = dimer_energies(Dimer(spin=0.5, j=[-1.0, 1.0], alpha=0.0))
    ground = np.sum(np.isclose(energies, energies.min(axis=-1, keepdims=True)), axis=-1)
    alpha, gaps = np.geomspace(1e-6, 100, 81) * np.array([[-1.0], [1.0]]), []
    for j, partner in ((-1.0, 0), (1.0, -1)):
        broken, M = dimer_energies(Dimer(spin=0.5, j=j, alpha=alpha))
        zero = np.sort(broken[..., M == 0], axis=-1)[..., partner]
        triplet = np.sort(np.stack([broken[..., 0], zero, broken[..., -1]], axis=-1), axis=-1)
        gaps.append(np.min(np.diff(triplet, axis=-1) / np.abs(alpha)[..., None]))
    said = f"{ground[0]} ground states for J_k < 0, {ground[1]} for J_k > 0; gaps at least "
    return true_if([*(ground == [3, 1]), min(gaps) > 0.1], said + f"{number(min(gaps))} |alpha|")
