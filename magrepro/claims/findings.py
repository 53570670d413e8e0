"""The ten findings that matter most, each with the claims that carry it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One finding in a sentence or two; what its claims computed is added where it is printed."""

    text: str
    claims: tuple[str, ...]


FINDINGS = (
    Finding(
        "The central result of P stands: two equal spheres of a resonant size order along their "
        "axis, with about a thousand Bohr magnetons each, at millikelvins; antialigned order is "
        "out of reach.",
        (
            "p.sec5.critical-is-crossing",
            "p.sec5.thousand-bohr-magnetons",
            "p.sec5.critical-scale",
            "p.sec5.antialigned-out-of-reach",
        ),
    ),
    Finding(
        "At a fixed chemical potential the radius must be right to a femtometre, which no atomic "
        "precision gives; at a fixed number of electrons an atom more hardly matters.",
        ("p.sec6.precise-sizes", "p.sec6.atomic-precision", "p.appa.canonical-cold"),
    ),
    Finding(
        "The two ordered states of P's dimer are too short-lived for a hysteresis only within some "
        "three tenths of the critical temperature; at 1e-8 T_F hundreds of k_B T lie between them.",
        ("p.sec4.lifetimes", "p.sec4.degenerate"),
    ),
    Finding(
        "P's phases and their borders are as printed; what is left unsaid is that the expansion in "
        "distance needs a small susceptibility, that equal particles have half of the divergences, "
        "and that the antialigned phase is stable, but not lowest in energy.",
        ("p.sec4.borders", "p.sec3.expansion", "p.sec3.critical-product", "p.sec6.energetic"),
    ),
    Finding(
        "Inside an ordered sphere 4 pi M is forty times the field of the neighbour that orders it, "
        "and P's model leaves it out; in the applied fields of Fig. 7 that is slight, as it says.",
        ("p.appa.inner-field",),
    ),
    Finding(
        "P's chain has a critical value that falls to 0.42 of the dimer's, and chains of tens of "
        "spheres stay aligned; an endless one has no order at a finite temperature.",
        ("p.appc.asymptote", "p.appc.endless-order"),
    ),
    Finding(
        "F's Eq. (5) is right for a field that is half as strong on the second spin, and its "
        "crossover is at 3 J/2, not at J/3.",
        ("f.moment.eq5", "f.moment.spectrum", "f.fig2.crossover"),
    ),
    Finding(
        "The coupling that F starts from is odd under time reversal: the symmetry is broken in "
        "the Hamiltonian, not by the vibrations.",
        ("f.lattice.coupling-without-order", "f.displacement.no-order-exact"),
    ),
    Finding(
        "F's Figs. 3 to 5 come out in their main features with a product of couplings in meV^2; "
        "as printed there would be no moment.",
        ("f.fig4.unit", "f.fig4.slow-keeps-ferromagnet", "f.fig5.antiferromagnet-grows"),
    ),
    Finding(
        "F's model has no coercive field, and its moments do not end at a critical temperature.",
        ("f.conclusion.coercivity", "f.intro.critical-above"),
    ),
)
