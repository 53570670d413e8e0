"""Links of the documents to files of the checkout, for readers who have none."""

from __future__ import annotations

import posixpath
from typing import Any

from docutils import nodes

PAGES = {
    "docs/claims": "ledger/claims",
    "docs/equations": "ledger/equations",
    "docs/columns": "gallery/index",
    "README": "index",
    "CONTRIBUTING": "contributing",
    "benchmarks/README": "benchmarks",
}
"""Pages of the site that stand for documents of the checkout."""


def to_pages(app: Any, doctree: Any) -> None:
    """Lead links to documents to their pages; of links to mere files leave the words."""
    here = app.env.docname
    for link in list(doctree.findall(_is_outside)):
        path, _, fragment = str(link["reftarget"]).partition("#")
        page = PAGES.get(_in_checkout(here, path).removesuffix(".md"))
        if page is not None:
            path = posixpath.relpath(page, posixpath.dirname(here) or ".") + ".html"
        if path.endswith(".html"):
            uri = path + f"#{fragment}" * bool(fragment)
            link.replace_self(nodes.reference("", "", *link.children, refuri=uri, internal=True))
        else:
            link.replace_self(link.children)


def _is_outside(node: Any) -> bool:
    """Tell links that Sphinx does not resolve itself; those to pages are in its domain ``doc``."""
    file = node.tagname == "download_reference"
    unknown = node.tagname == "pending_xref" and node.get("reftype") == "myst"
    return bool(file or (unknown and node.get("refdomain") != "doc"))


def _in_checkout(page: str, path: str) -> str:
    origin = {stands: posixpath.dirname(file) for file, stands in PAGES.items()}
    folder = origin.get(page, posixpath.dirname(f"docs/{page}"))
    return posixpath.normpath(posixpath.join(folder, path))
