"""The reference of the physics: every module of the core, from its docstrings."""

from __future__ import annotations

import pkgutil

from magrepro import core


def modules() -> list[str]:
    """Return the names of all modules of the core."""
    found = pkgutil.walk_packages(core.__path__, "magrepro.core.")
    return [module.name for module in found if not module.ispkg]


def pages() -> dict[str, str]:
    """Return the pages, by path below ``docs``."""
    names = modules()
    made = {f"api/{name}.md": _PAGE.format(name=name) for name in names}
    listed = "".join(f"{name}\n" for name in names)
    return made | {"api/index.md": _INDEX.format(listed=listed)}


_INDEX = """# The physics as a library

Plain functions on arrays. Units stand in every docstring; see also
[what goes where](../architecture.md).

```{{toctree}}
:maxdepth: 1

{listed}```
"""

_PAGE = """# {name}

```{{eval-rst}}
.. automodule:: {name}
   :members:
```
"""
