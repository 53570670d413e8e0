"""`magrepro materials`: the metals that particles may be of."""

from __future__ import annotations

import json

import click

from magrepro.arguments import json_option
from magrepro.streams import say


@click.command("materials")
@json_option
def command(as_json: bool) -> None:
    """List the materials by name, with what follows from the density of their electrons.

    A figure takes one by --set material=silver, or one's own by --set
    'material={k_f_per_nm: 12.0, m_eff: 1.1}', where electrons_per_nm3 may stand for k_f_per_nm;
    chi_landau given there, or by --set chi_landau, stands for that of free electrons.
    """
    from magrepro.core.orbital.materials import METALS

    metals = METALS.values()
    if as_json:
        kept = ("name", "chi_landau", "source")
        told = [vars(m.electrons) | {key: getattr(m, key) for key in kept} for m in metals]
        say(json.dumps(told, indent=2))
        return
    sources = list(dict.fromkeys(metal.source for metal in metals))
    say("material    n (1/nm^3)  k_F (1/nm)  E_F (eV)   T_F (K)   chi_L (Gaussian)  source")
    for m in metals:
        e, number = m.electrons, sources.index(m.source) + 1
        say(
            f"{m.name:<10}  {e.electrons_per_nm3:10.2f}  {e.k_f_per_nm:10.3f}  {e.e_f_ev:8.3f}  "
            f"{e.t_f_k:8.0f}  {m.chi_landau:17.3g}  [{number}]"
        )
    for number, source in enumerate(sources, start=1):
        say(f"[{number}] {source}")
