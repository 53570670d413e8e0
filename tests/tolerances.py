"""The one tolerance policy: how closely two routes to a number agree, by how it is computed."""

from typing import Any

import numpy as np

ELEMENTWISE = 1e-12
LINEAR_ALGEBRA = ROOT = 1e-9
QUADRATURE = 1e-8


def assert_agree(a: Any, b: Any, rtol: float, atol_rel: float | None = None) -> None:
    """Assert |a - b| <= rtol |b| + atol_rel max|b|; `atol_rel` is rtol/10 unless given."""
    a, b = np.broadcast_arrays(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    scale = float(np.max(np.abs(b))) if b.size else 0.0
    atol = (rtol / 10 if atol_rel is None else atol_rel) * scale
    np.testing.assert_allclose(a, b, rtol=rtol, atol=atol)
