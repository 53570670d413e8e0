"""The certificates: one module a figure, found by its name."""
