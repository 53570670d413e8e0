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
        for path in (ROOT / "magrepro" / layer / wing).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for words in _imported(node):
                    assert words[:2] != ["magrepro", layer] or words[2] not in wings - {wing}, path


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
