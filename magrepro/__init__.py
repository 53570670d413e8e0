"""Figures of theory papers on unexpected magnetism, recomputed from their equations.

>>> import magrepro
>>> magrepro.figure("fig5b", d_over_a=4).data["m_z"].max() > 500
np.True_

`figure` and `names` are the library; docs/library.md shows it. The rest is the command line's.
"""

TYPE_CHECKING = False  # as typing has it, whose import takes longer than all of this
if TYPE_CHECKING:
    from magrepro.figures import names
    from magrepro.library import PaperFigure, figure
    from magrepro.tables import Table

__version__ = "0.1.0"
__date__ = "2026-11-21"
"""Day of this version, for records that must have one."""
__all__ = ["PaperFigure", "Table", "__version__", "figure", "names"]

_MODULES = {"PaperFigure": "library", "Table": "tables", "figure": "library", "names": "figures"}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import what the library offers when it is first asked for: importing it is cheap."""
        import importlib

        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    """Return the names in this module, those not imported yet included."""
    return sorted({*globals(), *__all__})
