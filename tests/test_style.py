import ast
import io
import sys
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from magrepro import figures
from magrepro.config import parameters
from magrepro.figures import _magnified, _style, fig3
from tests.drawings import assert_nothing_leaves

NAMES = figures.names()


def test_a_figure_keeps_its_style_when_it_is_saved_later() -> None:
    params = fig3.Params(chi_over_chi_c=(0.5, 1.5))
    drawing = fig3.draw(fig3.compute(params), params)
    before = matplotlib.rcParams["pdf.fonttype"]
    buffer = io.BytesIO()
    drawing.savefig(buffer, format="pdf")
    assert b"/Type3" not in buffer.getvalue()
    assert b"/CIDFontType2" in buffer.getvalue()
    assert matplotlib.rcParams["pdf.fonttype"] == before


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("fig1", ["a1_over_a=0.1", "d_over_a=5"]),
        ("vib_fig5", ["j_mev=5", "temperature_k.num=5"]),
        ("fig5b", ["t_over_tf.start=1e-10", "t_over_tf.num=20"]),
        ("fig7", ["kf_a=[zeta_1_90]", "hbar_omega_c_over_ef.num=11"]),
        ("fig10", ["n_particles=[2, 3000]", "t_over_tf=[1e-8, 1.1e-8, 1.2e-8]"]),
        ("vib_fig2", ["spin=[0.5, 1, 1.5, 2, 10]", "j_mev=[-1000, 700, 1000]", "alpha_mev.num=3"]),
        ("vib_fig3", ["omega0_mev.num=40", "omega0_mev.start=1", "omega0_mev.stop=9"]),
        ("vib_fig4", ["omega0_mev=[0.1, 100]", "temperature_k.stop=1e5", "j_mev.stop=7"]),
    ],
)
def test_nothing_leaves_the_picture_of_other_parameters(name: str, settings: list[str]) -> None:
    module = figures.load(name)
    params = parameters(module.Params, settings=settings)
    assert_nothing_leaves(module.draw(module.compute(params), params))


def test_areas_that_touch_differ_in_grey() -> None:
    grey = [np.dot(to_rgb(colour), (0.299, 0.587, 0.114)) for colour in _style.PHASES.values()]
    assert np.all(np.abs(np.diff(grey)) > 0.08)


def test_fig4_draws_only_the_borders_that_lie_within() -> None:
    module = figures.load("fig4")
    for ends in ("{start: 0, stop: 0.5, num: 5}", "{start: 2, stop: 5, num: 5}", "[0.5]"):
        settings = [f"{axis}={ends}" for axis in ("chi1_over_chi_c", "chi2_over_chi_c")]
        params = parameters(module.Params, settings=settings)
        assert not module.draw(module.compute(params), params).axes[0].collections


def test_vib_fig5_curves_differ_without_colour() -> None:
    looks = [(str(look["linestyle"]), look["linewidth"]) for look in _looks(5)]
    assert len(set(looks)) == 5


def _looks(count: int) -> list[dict[str, Any]]:
    return [_magnified._look(i, count) for i in range(count)]


def test_vib_fig5_magnifies_what_the_caption_names_however_it_was_computed() -> None:
    computed = [0.1 * 1e-6, 1e-7 * 10, 1e-8 * 1000, 1e-4, 0.0, 1.1e-7]
    assert _magnified.magnification(computed).tolist() == [10_000, 500, 25, 1, 1, 1]


def test_labels_move_as_little_as_they_need() -> None:
    assert _style.apart([0.1, 0.5, 0.9], 0.2).tolist() == [0.1, 0.5, 0.9]
    np.testing.assert_allclose(_style.apart([0.5, 0.1, 0.52], 0.2), [0.41, 0.1, 0.61])
    np.testing.assert_allclose(_style.apart([0.99, 1.0], 0.1, 0.98), [0.88, 0.98])


def test_marks_are_thinned_evenly_and_hold_both_ends() -> None:
    assert _style.thinned(np.arange(5), 30).tolist() == [0, 1, 2, 3, 4]
    assert _style.thinned(np.arange(101), 5).tolist() == [0, 25, 50, 75, 100]


def _core_names(tree: ast.Module) -> set[str]:
    """Return what a module imports from the physics."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("magrepro.core")
        for alias in node.names
        if node.module != "magrepro.core.arrays"  # types
    }


def _reached(tree: ast.Module, start: str) -> set[str]:
    """Return all names that a function and what it calls or reads in its module mention."""
    bodies: dict[str, ast.AST] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            bodies[node.name] = node
        elif isinstance(node, ast.Assign):
            bodies |= {t.id: node.value for t in node.targets if isinstance(t, ast.Name)}
    found, todo = set(), [start]
    while todo:
        name = todo.pop()
        found.add(name)
        inside = {n.id for n in ast.walk(bodies[name]) if isinstance(n, ast.Name)}
        todo += [n for n in inside & bodies.keys() if n not in found]
        found |= inside - bodies.keys()
    return found


PHYSICS = {"exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh"}
PHYSICS |= {"arccosh", "arcsinh", "arctan", "mean", "median", "std", "var", "quantile"}
"""Functions of NumPy with which a drawing would compute what a column should hold."""

LOOKS = {"fig9": {"log"}, "fig10": {"sqrt"}}
"""What a drawing computes of its own look: along which scale its markers stand evenly."""


def _functions(tree: ast.Module, names: set[str]) -> set[str]:
    """Return which functions of NumPy those functions of a module call."""
    return {
        n.attr
        for body in tree.body
        if isinstance(body, ast.FunctionDef) and body.name in names
        for n in ast.walk(body)
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "np"
    }


@pytest.mark.parametrize("start", ["draw", "alt"])
@pytest.mark.parametrize("name", NAMES)
def test_drawing_and_telling_use_no_physics(name: str, start: str) -> None:
    figures.load(name)
    path = Path(str(sys.modules[f"magrepro.figures.{name}"].__file__))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reached = _reached(tree, start)
    assert not reached & _core_names(tree)
    assert not _functions(tree, reached) & PHYSICS - LOOKS.get(name, set())


def test_the_style_knows_no_physics() -> None:
    folder = Path(str(_style.__file__)).parent
    for part in ("_style", "_layout", "_labels", "_data", "_readings_key"):
        assert not _core_names(ast.parse((folder / f"{part}.py").read_text(encoding="utf-8")))


def test_physics_in_a_drawing_is_found() -> None:
    tree = ast.parse("def draw(x):\n    return bent(x)\ndef bent(x):\n    return np.exp(x)\n")
    assert _functions(tree, _reached(tree, "draw")) & PHYSICS == {"exp"}
