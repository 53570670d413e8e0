"""What is known about a numbered equation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Equation:
    """One numbered equation of a paper."""

    number: str
    says: str
    function: str
    """Module and name in the paper's wing of ``magrepro.core``."""
    test: str
    """File and name below ``tests``."""
    tex: str
    """As the text has it, in TeX."""
