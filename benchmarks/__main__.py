"""``make bench``: the package against direct methods, side by side in one run."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import mpmath
import numpy as np
from numpy.typing import NDArray

from benchmarks import direct
from benchmarks.measure import (
    Row,
    exponent,
    faster,
    interleaved,
    largest,
    process,
    processes,
    python,
    seconds,
    slower,
    spell,
)
from magrepro.core.orbital import bessel
from magrepro.core.orbital.chain_ordering import chain_moments
from magrepro.core.orbital.chains import (
    CHAIN_ROW_SUM,
    _largest_eigenvalue,
    chain_critical_ratio,
    chain_matrix,
)
from magrepro.core.orbital.sphere import (
    dipole_coupling,
    magnetic_moment,
    zero_field_susceptibility as chi,
)
from magrepro.core.orbital.sphere_response import sphere_response
from magrepro.core.orbital.thermal import density_z
from magrepro.core.vibrational import spins
from magrepro.figures import fig5b, fig6, fig7, fig8, fig10, vib_fig2
from magrepro.parameters import values

README = Path(__file__).with_name("README.md")
MAGREPRO = [sys.executable, "-m", "magrepro"]


def spin_two() -> list[Row]:
    """Time spin-2 pairs on the grid of vib_fig2."""
    p = vib_fig2.Params()
    axes = values(p.j_mev), values(p.alpha_mev)
    j, alpha = np.meshgrid(*axes, indexing="ij")
    some = np.random.default_rng(0).choice(j.size, 40, replace=False)
    found = spins.moment_plane(2.0, *axes, p.temperature_k).ravel()
    sz = spins.spin_operators(2.0).z.real.diagonal()
    total = np.add.outer(sz, sz).ravel()
    hamiltonian = spins.dimer_hamiltonian(spins.Dimer(spin=2.0, j=j, alpha=alpha))

    def ours() -> NDArray[np.float64]:
        return spins.moment_plane(2.0, *axes, p.temperature_k)

    def by_qutip() -> NDArray[np.float64]:
        return direct.qutip_moments(2.0, j.ravel()[some], alpha.ravel()[some], p.temperature_k)

    def by_numpy() -> NDArray[np.float64]:
        return direct.dense_moments(hamiltonian, total, p.temperature_k)

    fast, slow = interleaved(ours, by_qutip, 5)
    scaled = slow * j.size / some.size
    a = largest(np.max(np.abs(by_qutip() - found[some])))
    row = (f"spin-2 pairs, {j.size} points", f"QuTiP expm and trace, {some.size} points scaled")
    rows = [faster(row, (fast, scaled), 1000, a)]
    times = interleaved(ours, by_numpy, 3)
    a = largest(np.max(np.abs(by_numpy().ravel() - found)))
    return [*rows, faster((row[0], "NumPy dense batched eigh"), times, 10, a)]


def thermal() -> list[Row]:
    """Time the densities of fig8."""
    p = fig8.Params()
    ratio, z = np.meshgrid(values(p.k_over_c), values(p.m1z), indexing="ij")
    places = [(0.5, 0.1), (0.5, 0.3), (1.4, 0.8), (1.4, 0.93)]

    def ours() -> object:
        return density_z(z, coupling=ratio * p.c, stiffness=p.c)

    def by_nquad() -> list[float]:
        return [direct.thermal_weight(z1, r * p.c, p.c) for r, z1 in places]

    fast = statistics.median(seconds(ours) for _ in range(5))
    slow = seconds(by_nquad) / len(places) * z.size
    w = by_nquad()
    d = [float(density_z(z1, coupling=r * p.c, stiffness=p.c)) for r, z1 in places]
    a = max(abs(w[i] / w[i + 1] / (d[i] / d[i + 1]) - 1) for i in (0, 2))
    row = (f"P1 of fig8, {z.size} points", f"scipy nquad, {len(places)} points scaled")
    return [faster(row, (fast, slow), 1e5, largest(a))]


def ordered() -> list[Row]:
    """Time the self-consistent moments of fig5b and fig10."""
    p = fig5b.Params()
    data = fig5b.compute(p)
    on = np.flatnonzero(data["m_z"] > 0)
    some = on[:: max(1, on.size // 25)]
    spheres = {k: direct.Sphere(k, 1e-6, 1e-6) for k in data.distinct("kf_a")}
    couplings = {
        k: float(dipole_coupling(k, d_over_a=p.d_over_a, chi_landau=p.chi_landau)) for k in spheres
    }

    def by_brentq() -> list[float]:
        points = zip(data["kf_a"][some], data["t_over_tf"][some], strict=True)
        return [spheres[k].spontaneous(tau, couplings[k]) for k, tau in points]

    fast, slow = interleaved(lambda: fig5b.compute(p), by_brentq, 3)
    a = np.max(np.abs(np.array(by_brentq()) / data["m_z"][some] - 1))
    row = (f"fig5b, {len(data)} points", f"all states and brentq, {some.size} points scaled")
    rows = [faster(row, (fast, slow * on.size / some.size), 50, largest(a))]

    q = fig10.Params()
    chains = fig10.compute(q)
    k = bessel.bessel_zero(1, 36)
    sphere, coupling = direct.Sphere(k, 1e-6, 1e-6), couplings[k]
    ordered_short = (chains["m_z"] > 0) & (chains["n_particles"] <= 24)
    some = np.flatnonzero(ordered_short)[::16]
    sample = [(int(chains["n_particles"][i]), float(chains["t_over_tf"][i])) for i in some]

    def by_iteration() -> list[float]:
        return [float(sphere.chain(tau, coupling, n).mean()) for n, tau in sample]

    fast = statistics.median(seconds(lambda: fig10.compute(q)) for _ in range(3))
    slow = seconds(by_iteration) / sum(n for n, _ in sample)
    particles = int(np.sum(chains["n_particles"][chains["m_z"] > 0]))
    ours = [chains.where(n_particles=n, t_over_tf=tau)["m_z"][0] for n, tau in sample]
    a = np.max(np.abs(np.array(by_iteration()) / ours - 1))
    row = (
        f"fig10, {len(chains)} chains",
        f"all states and fixed point, {len(sample)} chains scaled",
    )
    return [*rows, faster(row, (fast, slow * particles), 50, largest(a))]


def single() -> list[Row]:
    """Time the moments of fig7, the susceptibility of fig6 and the zeros."""
    p = fig7.Params()
    data = fig7.compute(p)
    k, tau, w = (data[name] for name in ("kf_a", "t_over_tf", "hbar_omega_c_over_ef"))
    some = np.arange(0, len(data), 40)
    spheres = {
        (a, b): direct.Sphere(a, b, 2e-3)
        for a in data.distinct("kf_a")
        for b in data.distinct("t_over_tf")
    }

    def by_states() -> list[float]:
        return [spheres[k[i], tau[i]].moment(tau[i], w[i]) for i in some]

    fast, slow = interleaved(lambda: magnetic_moment(k, tau, w), by_states, 5)
    scale = np.max(np.abs(data["moment"]))
    a = np.max(np.abs(np.array(by_states()) - data["moment"][some])) / scale
    row = (f"fig7, {len(data)} points", f"sum over all states, {some.size} points scaled")
    rows = [faster(row, (fast, slow * len(data) / some.size), 4, largest(a))]

    sizes, temperatures = values(fig6.Params().kf_a), values(fig6.Params().t_over_tf)

    def ours() -> list[NDArray[np.float64]]:
        return [chi(sizes, t) for t in temperatures]

    def by_levels() -> list[NDArray[np.float64]]:
        return [direct.susceptibility(sizes, t) for t in temperatures]

    times = interleaved(ours, by_levels, 3)
    a = max(
        float(np.max(np.abs(x - y)) / np.max(np.abs(y)))
        for x, y in zip(ours(), by_levels(), strict=True)
    )
    row = (f"fig6, {3 * sizes.size} points", "plain NumPy over all levels")
    return [*rows, faster(row, times, 5, largest(a)), bessel_row()]


def bessel_row() -> Row:
    """Time the zeros up to k = 200."""
    found = bessel.bessel_zeros(200.0)

    def ours() -> object:
        bessel._known[0] = bessel.NONE
        return bessel.bessel_zeros(200.0)

    some = np.random.default_rng(1).choice(found.zeta.size, 300, replace=False)
    brackets = [(x - 0.9, x + 0.9) for x in found.zeta[some]]
    fast, slow = interleaved(ours, lambda: direct.zeros(found.l[some], brackets), 5)
    with mpmath.workdps(30):
        exact = [
            float(mpmath.besseljzero(mpmath.mpf(int(found.l[i])) + 0.5, int(found.n[i])))
            for i in some[:30]
        ]
    a = np.max(np.abs(found.zeta[some[:30]] / np.array(exact) - 1))
    row = (
        f"{found.zeta.size} zeros to k = 200, to 30 digits",
        f"brentq a zero in doubles, {some.size} zeros scaled",
    )
    return faster(row, (fast, slow * found.zeta.size / some.size), 50, largest(a))


def critical(n: int) -> object:
    """Compute a chain's critical ratio afresh."""
    _largest_eigenvalue.cache_clear()
    return chain_critical_ratio(n)


def lengthwise(work: Callable[[int], object], n: int) -> float:
    """Return the median time of three calls for a chain of n particles."""
    return statistics.median(seconds(lambda: work(n)) for _ in range(3))


def chains() -> list[Row]:
    """Time how chains grow."""
    sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000]
    chain_critical_ratio(1000)
    times = [lengthwise(critical, n) for n in sizes]
    p = exponent(sizes, times)
    n = 4000
    dense = [0.0]

    def by_eigvalsh() -> None:
        dense[0] = 1 / np.linalg.eigvalsh(chain_matrix(n))[-1]

    slow = seconds(by_eigvalsh)
    fast = lengthwise(critical, n)
    a = largest(abs(float(chain_critical_ratio(n)) / dense[0] - 1))
    rows = [
        faster((f"critical chain, N = {n}", "dense eigvalsh"), (fast, slow), 10, a),
        Row("critical chain, 10⁴ to 10⁶", "alone", spell(times[-1]), "—", f"N^{p:.2f}",
            "exponent ≤ 1.15", "—", p < 1.5),
    ]  # fmt: skip
    k = bessel.bessel_zero(1, 36)
    coupling = float(dipole_coupling(k, d_over_a=3.0, chi_landau=-2.9e-7))
    particle = sphere_response(k, np.array([2e-7]), coupling=coupling * CHAIN_ROW_SUM)
    sizes = [10, 100, 1000, 10_000, 100_000]
    times = [
        lengthwise(lambda n: chain_moments(particle, coupling=coupling, n=n), n) for n in sizes
    ]
    p = exponent(sizes, times)
    return [*rows, Row("self-consistent chain, 10 to 10⁵", "alone", spell(times[-1]), "—",
                       f"N^{p:.2f}", "exponent ≤ 1.2", "—", p < 1.5)]  # fmt: skip


FLOOR = """
import io, sys, click, yaml, pydantic, numpy, scipy.special, scipy.optimize, matplotlib.figure
from pathlib import Path
from magrepro import figures
from magrepro.dataset import read_csv
from magrepro.figures import _style
for name in sys.argv[1:] or figures.of_papers():
    module = figures.load(name)
    params = module.Params()
    drawing = module.draw(read_csv(Path('figures') / f'{name}.csv', module.COLUMNS), params)
    with _style.context():
        drawing.savefig(Path(OUT) / f'{name}.png', format='png')
"""

TRIVIAL = """
import io, click, yaml, pydantic, numpy, scipy.special, scipy.optimize
import matplotlib.backends.backend_agg
from matplotlib.figure import Figure
for _ in range(16):
    figure = Figure(figsize=(8.6 / 2.54, 2.5), dpi=300)
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1])
    axes.set(xlabel='x', ylabel='y')
    figure.savefig(io.BytesIO(), format='png')
"""


def whole_processes() -> list[Row]:
    """Time the commands against processes that only draw, or only import."""
    with tempfile.TemporaryDirectory() as out:
        floor = python(f"OUT = {out!r}\n{FLOOR}")
        run = [*MAGREPRO, "run", "-q", "--out", out]
        rows = [
            slower(("magrepro run --all", "drawing all from their CSVs"),
                   processes([*run, "--all"], floor, 3), 1.5),
            slower(("magrepro run --all", "imports and 16 trivial pictures"),
                   processes([*run, "--all"], python(TRIVIAL), 5), 2.5),
            slower(("magrepro run fig5b", "drawing it from its CSV"),
                   processes([*run, "fig5b"], [*floor, "fig5b"], 5), 1.2),
        ]  # fmt: skip
        bare = python("import click")
        rows += [
            slower(
                (f"magrepro {word}", 'python -c "import click"'),
                processes([*MAGREPRO, word], bare, 9),
                2.5,
            )
            for word in ("--help", "list")
        ]
    return rows


def memory() -> list[Row]:
    """Measure peak memory, before this process has grown: a child starts with its parent's."""
    chain = python("from magrepro.core.orbital.chains import chain_critical_ratio as f; f(10**6)")
    alone, chain_peak = process(chain)
    with tempfile.TemporaryDirectory() as out:
        _, run_peak = process([*MAGREPRO, "run", "-q", "--out", out, "--all"])
    return [
        Row("critical chain, N = 10⁶", "a process", spell(alone), "—", f"{chain_peak:.0f} MB",
            "≤ 60 s, ≤ 1 GB", "—", alone < 600),
        Row("magrepro run --all", "a process", "—", "—", f"{run_peak:.0f} MB", "≤ 350 MB", "—",
            run_peak < 3500),
    ]  # fmt: skip


def table(rows: list[Row]) -> str:
    """Return ``benchmarks/README.md``."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`: medians of repeats done in turn, one thread a process, the",
        "direct methods of `direct.py` beside the package. *Scaled*: timed on a sample of the",
        "points and multiplied up. Agreement is the largest difference between the two, relative",
        "to the value or, for moments, to the largest. What takes less than 50 ms is repeated in a",
        "row until it fills them. Times are this machine's; compare ratios.",
        "",
        f"Python {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} processors.",
        "",
        "| work | against | ours | theirs | result | goal | agreement |",
        "|---|---|---|---|---|---|---|",
    ]
    for r in rows:
        cells = (r.work, r.against, r.ours, r.theirs, r.result, r.goal, r.agreement)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure everything, write the table, and fail if an order of magnitude is lost."""
    rows: list[Row] = []
    parts: list[Callable[[], list[Row]]] = [
        memory, spin_two, thermal, ordered, single, chains, whole_processes
    ]  # fmt: skip
    for part in parts:
        rows += part()
        print(part.__name__, "done", file=sys.stderr)
    README.write_text(table(rows), encoding="utf-8")
    print(table(rows))
    lost = [row.work for row in rows if not row.met]
    if lost:
        sys.exit(f"an order of magnitude is lost: {', '.join(lost)}")


if __name__ == "__main__":
    main()
