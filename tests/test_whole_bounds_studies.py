"""Studies over the whole of their parameters' bounds: computed, or refused in one line.

So is a figure that no plain route is compared with, in the other files of this name.
MAGREPRO_DRAWS sets the number of random configurations of each.
"""

import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from magrepro import cost
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.figures import load, names
from magrepro.papers import is_study
from magrepro.parameters import FigureParams, Range

DRAWS = range(int(os.environ.get("MAGREPRO_DRAWS", "4")))
TOP = re.MULTILINE | re.DOTALL
BESIDE = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(__file__).parent.glob("test_whole_bounds_*.py")
    if path.name != Path(__file__).name
)
"""The tests that compare figures with plain routes at random parameters."""


def has_plain_route(name: str) -> bool:
    """Tell whether a test there takes a figure, by its name or its plain route's."""
    word = rf"test_{name}_|\"{name}\"|[\[ ]{name}[,\]]"
    tests = re.findall(r"^@pytest\.mark\.parametrize\(.*?^def test_\w+|^def test_\w+", BESIDE, TOP)
    return any(re.search(word, test) for test in tests)


STUDIES = [name for name in names() if is_study(name) or not has_plain_route(name)]
LONGEST_S = float(os.environ.get("MAGREPRO_LONGEST_S", "3.2"))
"""Estimated seconds above which a draw is left out; the estimates count the start of a process."""

WHOLE = ("fillings", "electrons", "samples", "n_particles", "n_chain", "edge", "edge_cube")


def number(about: dict[str, Any], random: np.random.Generator) -> float:
    """A bound, or a number between them, on a logarithmic scale where they are of one sign."""
    bounds = about["bounds"]
    low = bounds.get("ge", bounds.get("gt", 0.0) + 1e-6)
    high = bounds.get("le", 100 * low)
    if random.random() < 0.2:
        return float(random.choice([low, high]))
    if low * high <= 0 or high / low < 20 > low / high:
        return float(random.uniform(low, high))
    return float(np.sign(high) * np.exp(random.uniform(*np.sort(np.log(np.abs([low, high]))))))


def named_size(about: dict[str, Any], random: np.random.Generator) -> str:
    zeros = bessel_zeros(about["bounds"]["le"])
    inside = np.flatnonzero(zeros.zeta >= max(about["bounds"]["ge"], np.pi))
    at = random.choice(inside)
    return f"zeta_{zeros.n[at]}_{zeros.l[at]}"


def drawn(Params: type[FigureParams], random: np.random.Generator) -> dict[str, Any]:
    """Some of the parameters, each anywhere within its bounds; the others are the study's."""
    found: dict[str, Any] = {}
    for key, field in Params.model_fields.items():
        about, default = Params.about(key), field.default
        if not about["bounds"] or random.random() < 0.4:
            continue
        one: Any = number(about, random)
        if key in ("kf_a", "zeta") and random.random() < 0.7:
            one = named_size(about, random)
        whole = key in WHOLE or isinstance(default, int)
        one = round(one) if whole else round(2 * one) / 2 if key == "spin" else one
        found[key] = (one,) if isinstance(default, tuple | Range) else one
    return found


def test_every_figure_is_compared_with_a_plain_route_or_drawn_here() -> None:
    printed = [name for name in names() if has_plain_route(name)]
    assert len(printed) >= 16
    assert not any(map(is_study, printed))
    assert sorted([*printed, *STUDIES]) == sorted(names())


def test_every_study_is_drawn() -> None:
    assert len(STUDIES) >= 11
    for name in STUDIES:
        Params = load(name).Params
        assert Params(**drawn(Params, np.random.default_rng(1)))


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("seed", DRAWS)
def test_a_study_within_its_bounds_is_computed_or_refused_in_one_line(name: str, seed: int) -> None:
    module = load(name)
    params = module.Params(**drawn(module.Params, np.random.default_rng([seed, *name.encode()])))
    estimate = cost.seconds(name, params)
    assert np.isfinite(estimate)
    if estimate > LONGEST_S:
        return
    try:
        data = module.compute(params)
    except ValueError as error:
        said = str(error)
        assert "\n" not in said
        # What is wrong is a parameter or a quantity by its name, not an array or a number.
        assert any(word in said for word in (*module.Params.model_fields, "k_F a", "mode", "omega"))
        return
    for column in data.columns:
        if column.dtype is not str:
            array = data[column.name]
            assert np.all(np.isfinite(array) | (column.optional & np.isnan(array)))
