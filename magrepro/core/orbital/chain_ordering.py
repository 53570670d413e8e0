"""Spontaneous moments along chains of equal particles, Appendix C of the orbital paper.

The conditions, which chains are solved together, and what their order is worth; `chain_solvers`
finds the moments.

References
----------
Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), App. C.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magrepro.core.arrays import Bools, Floats, finite, positive
from magrepro.core.orbital.chain_coupling import ChainCoupling, FoldedChains, LongChain
from magrepro.core.orbital.chain_solvers import CRITICAL_WIDTH, Chain, solved
from magrepro.core.orbital.chains import chain_critical_ratio, chain_field, chain_length
from magrepro.core.orbital.ordering import uniform_moment
from magrepro.core.orbital.responses import Response, SteppedResponse, checked_response
from magrepro.core.roots import NotConverged

_DENSE: Final = 128
"""Longest chain solved by a dense matrix, where the Krylov method begins to be faster."""

_CELLS: Final = 4_000_000
"""Matrix elements of all short chains solved together, 32 MB."""


def chain_moments(
    response: Response,
    *,
    coupling: ArrayLike,
    n: int,
    uniform: Callable[..., Floats] = uniform_moment,
    unsolved: Literal["raise", "nan"] = "raise",
) -> Floats:
    """Spontaneous aligned moments along a chain of equal particles.

    M_i = g(c sum_{j != i} M_j / |i - j|^3), (C1) with any response. With l the largest eigenvalue
    of (C1)'s matrix, M = 0 is the only solution M_i >= 0 unless m = g(c l m) has another.

    Parameters
    ----------
    response : Response
        g; its arrays have the shape S + (1,), its functions are called with fields S + (n,).
    coupling : broadcastable against S + (1,), positive
        c, field of a moment at its neighbour.
    n : int
        Number of particles, at least 2.
    uniform : callable, optional
        Solver of m = g(c m) that starts the chain from above: `branches.largest_moment` for
        responses that rise in stairs.
    unsolved : "raise" or "nan"
        What becomes of systems without a converged, stable solution.

    Returns
    -------
    S + (n,) array of M_i, zero below the critical value. Relative accuracy 1e-10, or 1e-14 over
    the distance c chi l - 1 from the critical point if that is more.

    Raises
    ------
    ValueError
        Values that are not finite, a coupling not positive, a response above its bound.
    NotConverged
        No solution to the tolerance, or none that is stable.

    References
    ----------
    Paper, Eq. (C1), Fig. 10.
    """
    (moments,) = moments_of_chains(
        response, coupling=coupling, lengths=[n], uniform=uniform, unsolved=unsolved
    )
    return moments


def moments_of_chains(
    response: Response,
    *,
    coupling: ArrayLike,
    lengths: Sequence[int],
    uniform: Callable[..., Floats] = uniform_moment,
    unsolved: Literal["raise", "nan"] = "raise",
) -> list[Floats]:
    """Moments along chains of several lengths, short ones solved together.

    Arguments and errors as `chain_moments`; the responses' functions are called with fields
    (lengths,) + S + (places,), which broadcast against S + (1,).

    Returns
    -------
    list of S + (n,) arrays, one for each length.
    """
    c, chi = positive("coupling", coupling), checked_response(response)[0]
    numbers = np.array([chain_length(n) for n in lengths])
    ratio = chain_critical_ratio(numbers).reshape(-1, *(1,) * max(chi.ndim, c.ndim))
    sums = np.array([_row_sum(n) for n in numbers]).reshape(ratio.shape)
    ordered = uniform(response, coupling=(1.0 - CRITICAL_WIDTH) * c / ratio) > 0.0
    above = np.where(ordered, uniform(response, coupling=c * sums), 0.0)
    moments: list[Floats] = [np.empty(0)] * numbers.size
    for group in _groups(numbers, above[0].size):
        some = above[group]
        coupler = _coupler(numbers[group], some.ndim - 2)
        c_each, distance, _ = np.broadcast_arrays(c, c / ratio[group] * chi - 1.0, some)
        chain = Chain(response, c_each, coupler, distance, some)
        for place, solution in zip(group, coupler.unfolded(solved(chain)), strict=True):
            moments[place] = solution
    failed = [m.shape[-1] for m in moments if np.isnan(m).any()]
    if failed and unsolved == "raise":
        raise NotConverged(f"no stable aligned moments of a chain of {failed[0]} were found")
    return moments


def _groups(numbers: NDArray[np.int64], systems: int) -> list[NDArray[np.int64]]:
    """Indices of chains solved together: long ones alone, short ones while memory allows."""
    short = np.flatnonzero(numbers <= _DENSE)
    together = max(_CELLS // max(systems * (int(numbers[short].max(initial=2)) // 2) ** 2, 1), 1)
    groups = [short[start : start + together] for start in range(0, short.size, together)]
    return [*groups, *(np.array([place]) for place in np.flatnonzero(numbers > _DENSE))]


def _coupler(numbers: NDArray[np.int64], axes: int) -> ChainCoupling:
    """Coupling of the chains of a group, whose systems have so many axes."""
    if numbers.max() <= _DENSE:
        return FoldedChains.of(numbers.tolist(), axes)
    return LongChain(int(numbers[0]))


def chain_grand_potential(
    response: SteppedResponse, moments: Floats, *, coupling: ArrayLike
) -> Floats:
    """Mean-field grand potential of a chain, less that without moments, per particle.

    <M_i h_i/2 - int_0^{h_i} g(h) dh>, h_i the field of the others; see `branches.grand_potential`.

    Parameters
    ----------
    response : SteppedResponse
        g; its arrays have the shape S + (1,).
    moments : S + (n,) array
        Solution of `chain_moments`.
    coupling : broadcastable against S + (1,)
        c, field of a moment at its neighbour.

    Returns
    -------
    Array of shape S, in units of field times moment.
    """
    h = np.asarray(finite("coupling", coupling) * chain_field(moments))
    return np.asarray(np.mean(moments * h / 2.0 - response.potential(h), axis=-1))


def chain_is_stable(response: SteppedResponse, moments: Floats, *, coupling: ArrayLike) -> Bools:
    """Tell where a chain's moments have no higher grand potential than none, shape S.

    Above the critical coupling c chi l = 1 of (C1) none at all is unstable, and nothing is asked.
    Arguments as `chain_grand_potential`.
    """
    critical = chain_critical_ratio(moments.shape[-1])
    stable = (response.susceptibility * finite("coupling", coupling) >= critical)[..., 0]
    if not stable.all():
        stable |= chain_grand_potential(response, moments, coupling=coupling) <= 0.0
    return np.asarray(stable)


def _row_sum(n: int) -> float:
    """Largest row sum of (C1)'s matrix, that of the middle of the chain."""
    return float(sum(np.sum(np.arange(1.0, m + 1) ** -3) for m in ((n - 1) // 2, n // 2)))
