"""The site: pages written by hand in this folder, and those that the package's records give."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
(HERE / "_extra" / "files").mkdir(parents=True, exist_ok=True)
sys.path[:0] = [str(HERE), str(HERE.parent)]

import magrepro  # noqa: E402
from _pages import docstrings, links, mathml, write_all  # noqa: E402

project = "magrepro"
author = "the magrepro developers"
release = magrepro.__version__
extensions = ["sphinx.ext.autodoc", "numpydoc", "myst_parser"]
html_math_renderer = "mathml"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
# Of these the site has pages of its own; the notebook is for reading elsewhere.
exclude_patterns = ["_build", "claims.md", "equations.md", "columns.md", "**.ipynb"]
numpydoc_show_class_members = False
autodoc_typehints = "description"
autodoc_member_order = "bysource"
html_theme = "pydata_sphinx_theme"
html_title = "magrepro"
html_static_path = ["_static"]
html_extra_path = ["_extra"]
html_css_files = ["site.css"]
html_js_files = [("ledger.js", {"defer": "defer"})]
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "navbar_align": "left",
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
}
html_sidebars: dict[str, list[str]] = {"**": []}


def setup(app: Any) -> None:
    """Write the generated pages before Sphinx looks for pages."""
    docstrings.add_to(app)
    mathml.add_to(app)
    app.connect("config-inited", lambda *_: write_all(HERE))
    app.connect("doctree-read", links.to_pages)
