"""Figures of two theory papers on unexpected magnetism, recomputed from their equations."""

__version__ = "0.1.0"
