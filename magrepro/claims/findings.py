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
        "axis, with about a thousand Bohr magnetons each, at millikelvins.",
        ("p.sec5.critical-is-crossing", "p.sec5.thousand-bohr-magnetons", "p.sec5.critical-scale"),
    ),
    Finding(
        "At a fixed chemical potential the size must be right to less than a nucleus's radius.",
        ("p.sec6.precise-sizes", "p.sec6.atomic-precision"),
    ),
    Finding(
        "The phases of P's saturating dimer and their borders are as printed, but by energy the "
        "antialigned phase is not the stable one.",
        ("p.sec4.borders", "p.sec4.regimes", "p.sec6.energetic"),
    ),
    Finding(
        "P's expansion in distance is one in susceptibility, and a dimer of equal particles has "
        "one divergence for each direction, not two.",
        ("p.sec3.expansion", "p.sec3.equal-divergence"),
    ),
    Finding(
        "Inside an ordered sphere the induction exceeds the field that orders it, which P's "
        "model leaves out.",
        ("p.appa.inner-field-ordered", "p.appa.inner-field-fig7"),
    ),
    Finding(
        "P's chain has a critical value that falls to 0.42 of the dimer's; at a finite "
        "temperature an endless chain has no order.",
        ("p.appc.asymptote-value", "p.appc.endless-order"),
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
