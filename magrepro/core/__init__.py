"""The physics: plain functions on arrays, importing NumPy, SciPy and one another."""
