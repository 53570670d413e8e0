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
        "F's Eq. (5) is right for a field that is half as strong on the second spin; the "
        "antiferromagnet turns magnetic at 3 J/2, not at the crossover J/3 that the text names.",
        ("f.moment.eq5", "f.moment.spectrum", "f.fig2.crossover", "f.moment.net-both-signs"),
    ),
    Finding(
        "The coupling that F starts from is odd under time reversal, so that the symmetry is "
        "broken in the Hamiltonian; and the waves of Eq. (4) are not pairs of spins.",
        ("f.lattice.coupling-without-order", "f.lattice.each-momentum", "f.lattice.a0"),
    ),
    Finding(
        "F's Figs. 3 to 5 come out as described, with a product of couplings of 0.2 x 10^-6 eV^2 "
        "in Fig. 4 and a temperature axis of some thousand kelvins in Fig. 5, beyond the range of "
        "Eq. (7) for the strongest anharmonicity.",
        ("f.fig4.unit", "f.fig5.ferromagnet-peaks", "f.displacement.first-order"),
    ),
    Finding(
        "F's model does not have the coercivity and magnetisation that it is said to reproduce: "
        "up to 300 K the moment of Fig. 5(b) grows, and the field that cancels it has one "
        "direction.",
        ("f.conclusion.coercivity", "f.conclusion.influence-grows"),
    ),
)
