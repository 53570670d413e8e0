"""A new figure is one command; a new paper is one record and its own folders."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import mutants
from magrepro.papers import PAPERS

ROOT = Path(__file__).parent.parent

RECORD = """    Paper(
        key="T",
        wing="toy",
        figure_prefix="toy_",
        claim_prefix="t.",
        title="A toy",
        authors="N. N.",
        published="nowhere",
        doi="10.0/0",
        equations=_numbered(("", 1, 1)),
        parts=("sec1",),
    ),
)
"""

EQUATIONS = """from magrepro.claims.equation import Equation

EQUATIONS = (Equation("1", "the square", "squares.square", "test_toy.test_square", "x^2"),)
"""

CLAIMS = """from magrepro.claims import Outcome, Part, rounds_to
from magrepro.core.toy.squares import square

part = Part("T", "sec1", place="Sec. I", figure="toy_fig1")


@part.claim("nine", "The square of 3 is 9.", at="", recorded="holds", equations="1")
def nine() -> Outcome:
    '''The square of 3 rounds to the printed number.'''
    return rounds_to(square(3.0), "9")
"""

SQUARES = "def square(x):\n    return x * x\n"

COMMANDS = [
    ("new", "toy_fig1"),
    ("list",),
    ("run", "toy_fig1", "--set", "x=[1, 2]", "--out", "-"),
    ("check", "toy_fig1"),
    ("claims", "--paper", "T"),
    ("claims", "t.sec1.nine"),
    ("claims", "--equations"),
    ("config", "toy_fig1"),
    ("explain", "toy_fig1"),
]


@pytest.fixture(name="copy")
def _copy(tmp_path: Path) -> Path:
    """Return a copy of the tree, to change."""
    for folder in ("magrepro", "configs", "figures", "docs", "tests"):
        skip = shutil.ignore_patterns("__pycache__", "custom")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=skip)
    for file in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


def python(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def magrepro(folder: Path, *commands: tuple[str, ...]) -> list[str]:
    """Return what several commands print, run by one process."""
    code = (
        "import ast, sys\n"
        "from magrepro.cli import cli\n"
        "for words in ast.literal_eval(sys.argv[1]):\n"
        "    code = cli(words, standalone_mode=False)\n"
        "    print(f'\\0{code or 0}', end='\\0', flush=True)\n"
    )
    done = python(folder, "-c", code, repr(commands))
    assert done.returncode == 0, done.stderr
    told = done.stdout.split("\0")
    assert set(told[1::2]) == {"0"}
    return told[:-1:2]


def test_a_third_paper_is_a_record_and_its_own_folders(copy: Path) -> None:
    record = copy / "magrepro" / "papers.py"
    text = record.read_text(encoding="utf-8")
    before, _, after = text.partition("\n)\n\n\ndef keys")
    record.write_text(f"{before}\n{RECORD}\n\ndef keys{after}", encoding="utf-8")
    for wing, files in {
        "claims/toy": {"__init__": "", "equations": EQUATIONS, "sec1": CLAIMS},
        "core/toy": {"__init__": "", "squares": SQUARES},
    }.items():
        (copy / "magrepro" / wing).mkdir()
        for name, content in files.items():
            (copy / "magrepro" / wing / f"{name}.py").write_text(content, encoding="utf-8")
    _, listed, data, same, claims, card, equations, config, told = magrepro(copy, *COMMANDS)
    assert re.search(r"^toy_fig1 +T, Fig\. 1 +the square", listed, flags=re.MULTILINE)
    assert data == "x,x_squared\n1.0,1.0\n2.0,4.0\n"
    assert same == "toy_fig1: same\n"
    assert "1 claim: 1 holds" in claims
    assert "t.sec1.nine" in claims
    assert "The square of 3 is 9." in card
    assert equations.endswith(
        "| T (1) | the square | `squares.square` | `test_toy.test_square` |\n"
    )
    assert "\nx: {start: 0.0" in config
    assert "t.sec1.nine" in told


def test_a_new_figure_passes_the_tests_with_its_module_and_one_command(copy: Path) -> None:
    paths, columns = magrepro(copy, ("new", "fig11b"), ("explain", "--columns"))
    assert paths.splitlines()[0] == str(copy / "magrepro" / "figures" / "fig11b.py")
    assert (copy / "docs" / "columns.md").read_text(encoding="utf-8") == columns
    files = [f"tests/test_{name}.py" for name in ("figures", "config", "alt", "schema", "compare")]
    options = [
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-k",
        "fig11b or readme or says_so",
    ]
    done = python(copy, "-m", "pytest", *options, *files)
    assert done.returncode == 0, done.stdout
    readme = (copy / "README.md").read_text(encoding="utf-8")
    assert readme.index("| `fig10` |") < readme.index("| `fig11b` |") < readme.index("| `vib_fig1`")


def test_recorded_data_are_redrawn_and_checked_on_a_sample(copy: Path) -> None:
    magrepro(copy, ("new", "beyond_toy"))
    module, csv = (
        copy / place for place in ("magrepro/figures/beyond_toy.py", "figures/beyond_toy.csv")
    )
    text = module.read_text(encoding="utf-8")
    text = text.replace("\n\n\nCOLUMNS", "\n\n\nSAMPLE = Params(x=(0.5, 0.1))\n\nCOLUMNS")
    module.write_text(text.replace("x=x, x_squared=x**2", "x=x, x_squared=x**3"), encoding="utf-8")
    before = csv.read_bytes()
    run = python(copy, "-m", "magrepro", "run", "beyond_toy")
    assert (run.returncode, csv.read_bytes()) == (0, before)
    check = python(copy, "-m", "magrepro", "check", "beyond_toy")
    assert check.returncode == 3
    assert "2 of 2 rows and 1 of 2 columns differ" in check.stderr
    assert python(copy, "-m", "magrepro", "run", "beyond_toy", "--record", "-q").returncode == 0
    assert csv.read_bytes() != before
    assert python(copy, "-m", "magrepro", "check", "beyond_toy").stdout == "beyond_toy: same\n"
    csv.write_text("x,x_squared\n0.5,0.125\n", encoding="utf-8")
    missing = python(copy, "-m", "magrepro", "check", "beyond_toy")
    assert (missing.returncode, missing.stderr.count("\n")) == (3, 1)
    assert "nothing is recorded at x=0.1" in missing.stderr
    csv.unlink()
    gone = python(copy, "-m", "magrepro", "run", "beyond_toy")
    assert (gone.returncode, gone.stderr.count("\n")) == (2, 1)
    assert "'magrepro run beyond_toy --record' computes it" in gone.stderr


def test_a_study_has_its_row_in_the_table_beyond_the_papers(copy: Path) -> None:
    magrepro(copy, ("new", "beyond_aaa"))
    readme = (copy / "README.md").read_text(encoding="utf-8")
    assert readme.index("## Beyond the papers") < readme.index("| `beyond_aaa` |")
    assert readme.index("| `beyond_aaa` |") < readme.index("| `beyond_sizes` |")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fig3", "there is a figure fig3 already"),
        ("figure3", "a figure is named as in fig11 or vib_fig11"),
        ("toy_fig1", "a figure is named as in fig11 or vib_fig11"),
        ("fig03", "a figure is named as in"),
        ("../fig12", "a figure is named as in"),
    ],
)
def test_a_figure_is_not_begun_twice_or_without_a_paper(name: str, said: str) -> None:
    from magrepro.new import NewError, begin

    with pytest.raises(NewError, match=said):
        begin(name)


def test_a_figure_is_begun_in_a_checkout_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from magrepro import new

    monkeypatch.setattr(new, "ROOT", tmp_path)
    with pytest.raises(new.NewError, match="only in a checkout"):
        new.begin("fig11")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("layer", ["core", "claims"])
def test_what_belongs_to_one_paper_imports_nothing_of_another(layer: str) -> None:
    wings = {paper.wing for paper in PAPERS}
    for wing in wings:
        for path in (ROOT / "magrepro" / layer / wing).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    words = f"{node.module}.{'.'.join(a.name for a in node.names)}".split(".")
                    others = {word for word in words[2:3] if words[:2] == ["magrepro", layer]}
                    assert not others & (wings - {wing}), path


def test_every_module_of_the_physics_has_tests_for_its_mutants() -> None:
    assert mutants.modules() == sorted(mutants.TESTS)
    for tests in mutants.TESTS.values():
        assert all((ROOT / "tests" / f"test_{name}.py").is_file() for name in tests.split())
