"""The folders of a paper, its wings, stand by themselves and have their tests."""

import ast
from pathlib import Path

import pytest

from benchmarks import mutants
from magrepro.papers import PAPERS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("layer", ["core", "claims"])
def test_what_belongs_to_one_paper_imports_nothing_of_another(layer: str) -> None:
    wings = {paper.wing for paper in PAPERS}
    for wing in wings:
        others = wings - {wing}
        for path in (ROOT / "magrepro" / layer / wing).glob("*.py"):
            text = path.read_text(encoding="utf-8")
            # An import names the wing; most files do not, and are not parsed.
            tree = ast.parse(text if any(other in text for other in others) else "")
            for names in map(_imported, ast.walk(tree)):
                assert not any(n[:2] == ["magrepro", layer] and n[2] in others for n in names), path


def _imported(node: ast.AST) -> list[list[str]]:
    """Return the words of each name that a statement imports."""
    if isinstance(node, ast.Import):
        return [[*name.name.split("."), ""] for name in node.names]
    if isinstance(node, ast.ImportFrom):
        return [[*f"{node.module}".split("."), name.name] for name in node.names]
    return []


def test_every_module_of_the_physics_has_tests_for_its_mutants() -> None:
    assert set(mutants.TESTS) <= set(mutants.modules())
    for tests in map(mutants.tests_of, mutants.modules()):
        assert all((ROOT / "tests" / f"test_{name}.py").is_file() for name in tests.split())
