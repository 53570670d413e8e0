"""Which tests look at every figure or paper: told by their text, so that no list is kept."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

EVERY = re.compile(
    r"\bnames\(\)|\bPAPERS\b|papers\.keys\b|of_papers\(\)|all_claims\(\)|mutants\.modules\(\)"
    r"|\b(ROOT|package)\b.*\.r?glob\("
)
"""What lists them, or the files in the tree."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Onlookers(NamedTuple):
    """Tests of one file: those with a case a figure or paper, and those that look at all."""

    each: list[str]
    whole: list[str]


def onlookers(file: Path) -> Onlookers:
    """Return the tests of a file that look at every figure or paper, by themselves or by helpers.

    A name of the module, a function or a fixture that looks at them passes it on to its users.
    """
    body = ast.parse(file.read_text(encoding="utf-8")).body
    looking: set[str] = set()
    while True:
        found = {name for node in body for name in _names(node) if _looks([node], looking)}
        if found <= looking:
            break
        looking |= found
    tests = [node for node in body if isinstance(node, Function) and node.name.startswith("test_")]
    each = [test.name for test in tests if _looks(test.decorator_list, looking)]
    whole = [test.name for test in tests if _looks([test.args, *test.body], looking)]
    return Onlookers(each, [name for name in whole if name not in each])


def _names(node: ast.stmt) -> set[str]:
    """Return the names that a statement gives, a fixture's own name among them."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {name.id for t in targets for name in ast.walk(t) if isinstance(name, ast.Name)}
    if not isinstance(node, Function) or node.name.startswith("test_"):
        return set()
    words = [word for call in node.decorator_list for word in getattr(call, "keywords", [])]
    return {node.name, *(ast.literal_eval(word.value) for word in words if word.arg == "name")}


def _looks(nodes: Sequence[ast.AST], looking: set[str]) -> bool:
    inner = [part for node in nodes for part in ast.walk(node)]
    used = {part.id for part in inner if isinstance(part, ast.Name)}
    given = {part.arg for part in inner if isinstance(part, ast.arg)}
    text = "\n".join(map(ast.unparse, nodes))
    return bool(EVERY.search(text) or looking & (used | given))
