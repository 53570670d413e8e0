"""The papers, a record each: what a figure, a claim or an equation says about its paper.

A paper's figures are ``figures/<prefix>fig….py``, its claims the modules of
``claims/<wing>/`` with ids that begin with its claim prefix. Beside the papers stand the studies
``figures/beyond_….py``: figures that no paper has.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """One paper; the order of `PAPERS` is the order in which they are listed."""

    key: str
    """The letter by which figures and claims name it."""
    wing: str
    """Folder of its claims."""
    figure_prefix: str
    claim_prefix: str
    title: str
    authors: str
    published: str
    doi: str
    equations: tuple[str, ...]
    """Its numbered equations, in order."""
    parts: tuple[str, ...]
    """The parts that claims are about, in reading order: the second word of their ids."""
    has_material: bool = False
    """Whether its figures take a `material`, which turns pure numbers into nanometre and kelvin."""


@dataclass(frozen=True)
class Studies:
    """The figures beyond the papers: what is seen without one of a paper's approximations."""

    figure_prefix: str
    title: str
    place: str
    """What stands in place of a figure's number, before the figure or section gone beyond."""


STUDIES = Studies("beyond_", "Beyond the papers: what the approximations hide", "beyond")
"""Listed behind the figures of the papers, and made when asked for."""


def _numbered(*runs: tuple[str, int, int]) -> tuple[str, ...]:
    return tuple(f"{letter}{i}" for letter, low, high in runs for i in range(low, high + 1))


PAPERS = (
    Paper(
        key="P",
        wing="orbital",
        figure_prefix="",
        claim_prefix="p.",
        title="Spontaneous orbital magnetization of mesoscopic dipole dimers",
        authors="G. J. Percebois, D. Weinmann, R. A. Jalabert and G. Weick",
        published="Phys. Rev. B 105, 085405 (2022)",
        doi="10.1103/PhysRevB.105.085405",
        # (A4) and (A5) are those of Ref. [21], which the paper cites by these numbers.
        equations=_numbered(("", 1, 10), ("A", 4, 5), ("B", 1, 8), ("C", 1, 1)),
        parts=(
            *("abstract", "sec1", "sec2", "sec3", "sec4", "sec5", "fig5", "sec6"),
            *("appa", "fig6", "fig7", "appb", "appc"),
        ),
        has_material=True,
    ),
    Paper(
        key="F",
        wing="vibrational",
        figure_prefix="vib_",
        claim_prefix="f.",
        title="Vibrationally induced magnetism in supramolecular aggregates",
        authors="J. Fransson",
        published="arXiv:2301.12777 (2023)",
        doi="10.48550/arXiv.2301.12777",
        equations=_numbered(("", 1, 7)),
        parts=(
            *("abstract", "intro", "dimer", "fig1", "lattice", "moment", "fig2"),
            *("displacement", "fig3", "fig4", "fig5", "conclusion"),
        ),
    ),
)


def keys() -> list[str]:
    """Return the letters of the papers, in order."""
    return [paper.key for paper in PAPERS]


def by_key(key: str) -> Paper:
    """Return the paper with this letter.

    Raises
    ------
    KeyError
        If there is none.
    """
    return {paper.key: paper for paper in PAPERS}[key]


def is_study(name: str) -> bool:
    """Return whether a figure goes beyond the papers."""
    return name.startswith(STUDIES.figure_prefix)


def of_figure(name: str) -> Paper:
    """Return the paper that has a figure, by the longest prefix that its name has.

    Raises
    ------
    KeyError
        If no paper has it, but `STUDIES`.
    """
    if is_study(name):
        raise KeyError(name)
    matching = [paper for paper in PAPERS if name.startswith(paper.figure_prefix)]
    return max(matching, key=lambda paper: len(paper.figure_prefix))
