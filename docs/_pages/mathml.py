"""Formulae as MathML, which browsers read without any script."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert


def add_to(app: Any) -> None:
    """Make this the way in which Sphinx writes formulae."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))


def typeset(tex: str, *, block: bool = True) -> str:
    """Return a formula as MathML; on a line of its own, one may scroll to its end."""
    made = convert(tex, display="block" if block else "inline")
    return f'<div class="formula" tabindex="0">{made}</div>' if block else str(made)


def _inline(translator: Any, node: Any) -> None:
    translator.body.append(typeset(node.astext(), block=False))
    raise nodes.SkipNode


def _block(translator: Any, node: Any) -> None:
    translator.body.append(typeset(node.astext()))
    raise nodes.SkipNode
