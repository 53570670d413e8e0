"""Arrays of numbers: their types, and the checks of what is given."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def floats(value: ArrayLike) -> Floats:
    """Return the value as an array of floats."""
    return np.asarray(value, dtype=np.float64)


def finite(name: str, value: ArrayLike) -> Floats:
    """Return the value as floats, refusing NaN and infinity with a message naming ``name``."""
    array = floats(value)
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} must be finite")
    return array


def positive(name: str, value: ArrayLike) -> Floats:
    """Return the value as floats, refusing what is not positive and finite."""
    array = floats(value)
    if not np.all((array > 0) & np.isfinite(array)):
        raise ValueError(f"{name} must be positive and finite")
    return array


def not_negative(name: str, value: ArrayLike) -> Floats:
    """Return the value as floats, refusing what is negative or not finite."""
    array = floats(value)
    if not np.all((array >= 0) & np.isfinite(array)):
        raise ValueError(f"{name} must be finite and not negative")
    return array


def between(name: str, value: ArrayLike, low: float, high: float) -> Floats:
    """Return the value as floats, refusing what lies outside of [low, high]."""
    array = floats(value)
    if not np.all((array >= low) & (array <= high)):
        raise ValueError(f"{name} must lie between {low:g} and {high:g}")
    return array
