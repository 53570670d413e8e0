"""Figures of two theory papers on unexpected magnetism, recomputed from their equations."""

__version__ = "0.1.0"
__date__ = "2026-11-21"
"""Day of this version, for records that must have one."""
