"""The pages that are generated: the gallery, the ledger, equations, assumptions, code, API."""

from __future__ import annotations

import shutil
from pathlib import Path

from _pages import api, assumptions, claims, code, equations, gallery
from _pages.errata import read
from magrepro.claims import all_claims, evaluated

FOLDERS = ("gallery", "ledger", "api", gallery.FILES)


def write_all(docs: Path) -> None:
    """Write every generated page below ``docs``, in folders that hold nothing else."""
    for name in FOLDERS:
        shutil.rmtree(docs / name, ignore_errors=True)
    (docs / gallery.FILES).mkdir(parents=True)
    found = [evaluated(entry) for entry in all_claims()]
    errata = read(docs / "errata.md")
    pages = gallery.pages(docs, found, errata)
    pages |= {
        "ledger/claims.md": claims.page(found),
        "ledger/equations.md": equations.page(found, errata),
        "ledger/assumptions.md": assumptions.page(found),
    }
    pages |= code.pages(found) | api.pages()
    for path, text in pages.items():
        file = docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
