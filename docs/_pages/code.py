"""The lines of code that computed each claim, a page a module."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from docutils.nodes import make_id

from magrepro.claims import Claim, Evaluation


def module_of(entry: Claim) -> str:
    """Return the name of the page that holds a claim's function."""
    return "-".join(Path(entry.source[0]).with_suffix("").parts[-2:])


def anchor(entry: Claim) -> str:
    """Return where on that page it stands."""
    return str(make_id(f"code-{entry.id}"))


def pages(found: Sequence[Evaluation]) -> dict[str, str]:
    """Return the pages, by path below ``docs``."""
    modules: dict[str, list[Claim]] = defaultdict(list)
    for e in found:
        modules[module_of(e.claim)].append(e.claim)
    made = {f"ledger/code/{name}.md": _page(entries) for name, entries in modules.items()}
    listed = "".join(f"code/{name}\n" for name in sorted(modules))
    return made | {"ledger/code.md": _INDEX.format(listed=listed)}


_INDEX = """# The code of the claims

The function that computes each claim, by paper and part.

```{{toctree}}
:maxdepth: 1

{listed}```
"""


def _page(entries: Sequence[Claim]) -> str:
    file = entries[0].source[0]
    return "\n".join([f"# `{file}`", "", *(_function(entry) for entry in entries)])


def _function(entry: Claim) -> str:
    lines, first = inspect.getsourcelines(entry.function)
    return (
        f"({anchor(entry)})=\n\n"
        f"## {entry.id}\n\n"
        f"```{{literalinclude}} ../../../{entry.source[0]}\n"
        f":lines: {first}-{first + len(lines) - 1}\n"
        ":lineno-match:\n"
        "```\n"
    )
