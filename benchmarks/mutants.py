"""Mutation run: wrong physics, one operator or number at a time, and whether a test sees it.

``make mutants`` writes ``docs/mutants.md``. Each mutant changes one place of `magrepro.core`, in a
copy of the tree, and is run against the tests of its module alone; it is killed if one of them
fails or does not end. A sample is drawn by a fixed seed, so that a larger one holds the smaller.
What was found stays in ``build/mutants/``: an interrupted run goes on where it was. A killed mutant
is run again when its module changes, a survivor also when the tests do.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parent.parent
CORE = ROOT / "magrepro" / "core"
RESULTS = ROOT / "build" / "mutants"
DOCUMENT = ROOT / "docs" / "mutants.md"
SEED = 10
FEWEST = 4
"""Mutants of the smallest modules."""

TESTS = {
    "arrays": "ordering thermal lattice",
    "constants": "sphere errata",
    "double_double": "spin_weights bessel",
    "roots": "ordering dipoles",
    "orbital/bessel": "bessel sphere",
    "orbital/block_sums": "sphere branches",
    "orbital/bounded_moment": "thermal",
    "orbital/canonical_field": "canonical fixed_number_response",
    "orbital/chain_coupling": "ordering",
    "orbital/chain_ordering": "ordering branches",
    "orbital/chain_sampling": "fluctuations",
    "orbital/chain_solvers": "ordering branches",
    "orbital/chains": "dipoles ordering",
    "orbital/diamagnetic_levels": "diamagnetic",
    "orbital/dimer_phases": "dipoles",
    "orbital/dipole_waves": "particle_arrays",
    "orbital/disordered_arrays": "particle_arrays",
    "orbital/fixed_number": "fixed_number canonical",
    "orbital/responses": "ordering",
    "orbital/shells": "sphere",
    "orbital/sphere": "sphere branches critical",
    "orbital/sphere_response": "branches sphere",
    "orbital/stairs": "branches stairs",
    "vibrational/described": "readings",
    "vibrational/discs": "lattice",
    "vibrational/spin_half": "spins",
    "vibrational/spin_operators": "spins",
    "vibrational/spin_states": "spins",
    "vibrational/spin_weights": "spin_weights spins",
    "vibrational/spins": "spins spin_blocks",
}
"""Tests of a module, ``tests/test_….py``, where they are not those of its own name alone."""


@dataclass(frozen=True)
class Mutant:
    """One change in one module: the lines before and after, and the module's text with it."""

    module: str
    line: int
    before: str
    after: str
    text: str

    @property
    def key(self) -> str:
        """What tells it from every other one, in this text of its module."""
        return hashlib.sha256(f"{self.module}\n{self.text}".encode()).hexdigest()


def modules() -> list[str]:
    """Return the modules of the physics that hold any."""
    files = (path.relative_to(CORE) for path in CORE.rglob("*.py") if path.name != "__init__.py")
    return sorted(path.with_suffix("").as_posix() for path in files)


def tests_of(module: str) -> str:
    """Return the names of the tests that are to see a module's mutants."""
    return TESTS.get(module, Path(module).name)


def _places(module: str) -> list[tuple[str, int]]:
    """Return the operators of mutation that fit a module, each with the number of its place."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    nodes = list(ast_nodes(get_ast((CORE / f"{module}.py").read_text(encoding="utf-8"))))
    kinds = {name: get_operator(name) for name in sorted(operator_names())}
    plain = {name: kind() for name, kind in kinds.items() if not kind.arguments()}
    fits = {n: sum(len(list(k.mutation_positions(x))) for x in nodes) for n, k in plain.items()}
    return [(name, place) for name, count in fits.items() for place in range(count)]


def _mutants(module: str, places: list[tuple[str, int]]) -> Iterator[Mutant]:
    """Yield the mutants at these places whose program is another one."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    source = (CORE / f"{module}.py").read_text(encoding="utf-8")
    seen = {_program(source)}
    for name, place in places:
        text = mutate_code(source, get_operator(name)(), place)
        try:
            program = _program(text)
        except SyntaxError:
            continue
        if program not in seen:
            seen.add(program)
            yield _described(module, source, text)


def _program(text: str) -> str:
    """Return a program without its annotations, which are never evaluated."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            if getattr(node, field, None) is not None:
                setattr(node, field, ast.Constant(None))
    return ast.dump(tree)


def _described(module: str, source: str, text: str) -> Mutant:
    old, new = source.splitlines(), text.splitlines()
    line = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    after = new[line] if len(old) == len(new) else "(removed)"
    return Mutant(module, line + 1, old[line].strip(), after.strip(), text)


def sample(size: int) -> list[Mutant]:
    """Return so many mutants, each module's share by the places to change, `FEWEST` at least."""
    places = {module: _places(module) for module in modules()}
    total = sum(map(len, places.values()))
    drawn: list[Mutant] = []
    for module, of_module in places.items():
        random.Random(f"{SEED} {module}").shuffle(of_module)
        share = max(FEWEST, round(size * len(of_module) / total)) if size else None
        drawn += islice(_mutants(module, of_module), share)
    random.Random(SEED).shuffle(drawn)
    return drawn


class Trees:
    """Copies of the tree, in each of which one mutant at a time is tested."""

    def __init__(self, number: int) -> None:
        self.free: SimpleQueue[Path] = SimpleQueue()
        for place in range(number):
            tree = RESULTS / f"tree{place}"
            shutil.rmtree(tree, ignore_errors=True)
            for folder in ("magrepro", "tests", "docs", "configs", "figures"):
                skip = shutil.ignore_patterns("__pycache__", "*.png", "custom")
                shutil.copytree(ROOT / folder, tree / folder, ignore=skip)
            for file in ("pyproject.toml", "README.md"):
                shutil.copy(ROOT / file, tree)
            self.free.put(tree)
        self.limits: dict[str, float] = {}

    def measure(self, module: str) -> None:
        """Take the time that the tests of a module need, and refuse those that fail unchanged."""
        tree, start = self.free.get(), time.perf_counter()
        if not self._passes(tree, tests_of(module), 600):
            sys.exit(f"{module}: its tests fail without any change")
        self.limits[module] = 10 + 4 * (time.perf_counter() - start)
        self.free.put(tree)

    def survives(self, mutant: Mutant) -> bool:
        """Tell whether the tests of its module pass with a mutant."""
        tree = self.free.get()
        path = tree / "magrepro" / "core" / f"{mutant.module}.py"
        before = path.read_text(encoding="utf-8")
        try:
            path.write_text(mutant.text, encoding="utf-8")
            return self._passes(tree, tests_of(mutant.module), self.limits[mutant.module])
        finally:
            path.write_text(before, encoding="utf-8")
            self.free.put(tree)

    @staticmethod
    def _passes(tree: Path, tests: str, limit: float) -> bool:
        files = [f"tests/test_{name}.py" for name in tests.split()]
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"]
        environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                [sys.executable, "-m", "pytest", *options, *files],
                cwd=tree,
                env=environment,
                capture_output=True,
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def _tests_digest(module: str) -> str:
    files = (ROOT / "tests" / f"test_{name}.py" for name in tests_of(module).split())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _known() -> dict[str, str]:
    """Return what is known: of each mutant "killed", or the tests that it survived."""
    path = RESULTS / "found.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(json.loads(line) for line in lines)


def run(drawn: list[Mutant], jobs: int) -> Iterator[tuple[Mutant, bool]]:
    """Yield each mutant and whether it survived, running those of which that is not known."""
    known, digests = _known(), {module: _tests_digest(module) for module in modules()}
    todo = [m for m in drawn if known.get(m.key) not in ("killed", digests[m.module])]
    yield from ((m, known[m.key] != "killed") for m in drawn if m not in todo)
    if not todo:
        return
    trees = Trees(jobs)
    with ThreadPoolExecutor(jobs) as pool, (RESULTS / "found.jsonl").open("a") as file:
        list(pool.map(trees.measure, sorted({m.module for m in todo})))
        for number, (m, survived) in enumerate(
            zip(todo, pool.map(trees.survives, todo), strict=True), start=1
        ):
            file.write(json.dumps([m.key, digests[m.module] if survived else "killed"]) + "\n")
            file.flush()
            said = f"SURVIVED {m.before}  →  {m.after}" if survived else "killed"
            print(f"[{number}/{len(todo)}] {m.module}:{m.line} {said}", flush=True)
            yield m, survived


def _reasons() -> dict[tuple[str, ...], str]:
    """Return the reasons that the document holds, which are written by hand."""
    text = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    rows = re.findall(r"^\| `(.+?):\d+` \| `(.*?)` \| `(.*?)` \| (.*?) \|$", text, re.MULTILINE)
    return {tuple(row[:3]): row[3] for row in rows}


def document(found: list[tuple[Mutant, bool]]) -> str:
    """Return ``docs/mutants.md``: the share killed, by module, and the survivors with reasons."""
    killed = Counter(m.module for m, survived in found if not survived)
    tried = Counter(m.module for m, _ in found)
    share = 100 * killed.total() / tried.total()
    reasons = _reasons()
    lines = [
        "# Mutants",
        "",
        "Written by `make mutants`; the reasons by hand, kept from run to run. Each mutant changes",
        "one operator, number, comparison or decorator of `magrepro/core`; it is killed if a test",
        "of its module fails or does not end.",
        "",
        f"**{share:.1f} %** of a sample of {tried.total()} killed, seed {SEED}.",
        "`make mutants SAMPLE=…` takes another size, 0 for all.",
        "",
        "| module | tests | tried | killed |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{m}` | {tests_of(m)} | {tried[m]} | {killed[m]} |" for m in sorted(tried)]
    lines += ["", "## Survivors", "", "| where | before | after | why no test sees it |"]
    lines += ["|---|---|---|---|"]
    alive = sorted((m for m, survived in found if survived), key=lambda m: (m.module, m.line))
    for m in alive:
        cells = tuple(text.replace("|", "¦") for text in (m.module, m.before, m.after))
        reason = reasons.get(cells, "not looked at")
        lines.append(f"| `{cells[0]}:{m.line}` | `{cells[1]}` | `{cells[2]}` | {reason} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run a sample of mutants and write the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=200, help="mutants to run; 0 for all")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="mutants at a time")
    asked = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    os.environ |= {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    found = list(run(sample(asked.sample), asked.jobs))
    DOCUMENT.write_text(document(found), encoding="utf-8")
    print(DOCUMENT.read_text(encoding="utf-8").splitlines()[6])


if __name__ == "__main__":
    main()
