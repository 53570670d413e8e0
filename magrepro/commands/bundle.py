"""`magrepro bundle`: the figures in the formats of archives and checkers."""

from __future__ import annotations

from pathlib import Path

import click

from magrepro import papers
from magrepro.arguments import NamedPath, quiet_option
from magrepro.jobs import Fault
from magrepro.streams import say


@click.command("bundle")
@click.argument("paper", required=False, type=click.Choice(papers.keys()))
@click.option(
    "--out",
    type=NamedPath(path_type=Path),
    metavar="DIR",
    help="New folder for all that belongs to the paper.",
)
@click.option(
    "--print",
    "kind",
    type=click.Choice(("datapackage", "codecheck", "crate")),
    help="Print one document instead.",
)
@click.option(
    "--figures",
    type=NamedPath(path_type=Path),
    metavar="DIR",
    default="figures",
    help="Folder of the CSVs and pictures (default: figures/).",
)
@quiet_option
def command(
    paper: str | None, out: Path | None, kind: str | None, figures: Path, quiet: bool
) -> None:
    """Describe figures for archives and checkers.

    Without PAPER: write datapackage.json beside the CSVs anew. With PAPER and --out: a folder that
    stands by itself, with figures, configurations, datapackage.json, codecheck.yml and
    ro-crate-metadata.json.
    """
    if (paper is None) != (out is None) and kind is None:
        raise click.UsageError("a paper and --out DIR belong together")
    if kind and out:
        raise click.UsageError("give --print or --out, not both")
    if kind == "codecheck" and paper is None:
        raise click.UsageError("--print codecheck is about one paper; name it")
    whose = papers.by_key(paper) if paper else None
    if kind:
        say(_document(kind, whose, figures), nl=False)
        return
    for path in _written(whose, figures, out):
        if not quiet:
            say(str(path))
    if whose and out and not quiet:
        _tell_open(out)


def _document(kind: str, paper: papers.Paper | None, figures: Path) -> str:
    from magrepro.bundle import codecheck, crate, datapackage

    if kind == "codecheck" and paper:
        return codecheck.document(paper)
    names = _present(figures, paper)
    if kind == "datapackage":
        return datapackage.document(figures, names)
    try:
        return crate.document(figures, names)
    except crate.CrateError as error:
        raise Fault(str(error)) from None


def _written(paper: papers.Paper | None, figures: Path, out: Path | None) -> list[Path]:
    from magrepro.bundle import crate, datapackage, folder
    from magrepro.output import OutputError

    try:
        if paper and out:
            return folder.assemble(paper, figures, out)
        _present(figures, None)
        return [datapackage.write(figures)]
    except (folder.BundleError, crate.CrateError, OutputError) as error:
        raise Fault(str(error)) from None


def _present(figures: Path, paper: papers.Paper | None) -> list[str]:
    """Return the names of figures whose CSV is there, a paper's own or all, studies too."""
    from magrepro.bundle.codecheck import names_of
    from magrepro.figures import names

    wanted = names_of(paper) if paper else names()
    found = [name for name in wanted if (figures / f"{name}.csv").is_file()]
    if not found:
        raise Fault(f"{figures}: holds no figure's CSV; 'magrepro run --all' makes them")
    return found


def _tell_open(out: Path) -> None:
    from magrepro.bundle import codecheck

    still = codecheck.faults(codecheck.checked(out / codecheck.NAME))
    words = "; ".join(f"{rule} ({said})" for rule, said in still.items())
    say(f"{codecheck.NAME}: comes with the check itself: {words}", err=True)
