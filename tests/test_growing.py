"""A new figure is one command; a new paper is one record and its own folders."""

import ast
import re
import shutil
from pathlib import Path

import pytest

from benchmarks import mutants
from magrepro.papers import PAPERS
from tests.driven import Told, driven

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

OF_THE_PAPER = [
    ("command", "new", "toy_fig1"),
    ("command", "list"),
    ("command", "run", "toy_fig1", "--set", "x=[1, 2]", "--out", "-"),
    ("command", "check", "toy_fig1"),
    ("command", "claims", "--paper", "T"),
    ("command", "claims", "t.sec1.nine"),
    ("command", "claims", "--equations"),
    ("command", "config", "toy_fig1"),
    ("command", "explain", "toy_fig1"),
]

MODULE, CSV = "magrepro/figures/beyond_toy.py", "figures/beyond_toy.csv"
RUN, CHECK = ("command", "run", "beyond_toy"), ("command", "check", "beyond_toy")

RECORDED = [
    ("command", "new", "beyond_toy"),
    ("read", CSV),
    ("replace", MODULE, "\n\n\nCOLUMNS", "\n\n\nSAMPLE = Params(x=(0.5, 0.1))\n\nCOLUMNS"),
    ("replace", MODULE, "x=x, x_squared=x**2", "x=x, x_squared=x**3"),
    ("forget", "magrepro.figures.beyond_toy"),
    RUN,
    ("read", CSV),
    CHECK,
    (*RUN, "--record", "-q"),
    ("read", CSV),
    CHECK,
    ("write", CSV, "x,x_squared\n0.5,0.125\n"),
    CHECK,
    ("remove", CSV),
    RUN,
]

TESTED = [f"tests/test_{name}.py" for name in ("figures", "drawn", "config", "alt", "schema")]
NEW = [
    ("command", "new", "fig11b"),
    ("command", "new", "beyond_aaa"),
    ("command", "explain", "--columns"),
    ("read", "docs/columns.md"),
    ("tests", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
     "-k", "fig11b or readme or says_so", *TESTED, "tests/test_compare.py"),
]  # fmt: skip


@pytest.fixture(name="copy", scope="module")
def _copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tree that holds a third paper."""
    copy = tmp_path_factory.mktemp("copy")
    # Compiled modules come along, but not those that another process is just writing.
    skip = shutil.ignore_patterns("*.pyc.*", "custom", "*.png")
    for folder in ("magrepro", "configs", "figures", "docs", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=skip)
    for file in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / file, copy)
    _add_paper(copy / "magrepro")
    return copy


def _add_paper(package: Path) -> None:
    record = package / "papers.py"
    text = record.read_text(encoding="utf-8")
    before, _, after = text.partition("\n)\n\n\ndef keys")
    record.write_text(f"{before}\n{RECORD}\n\ndef keys{after}", encoding="utf-8")
    for wing, files in {
        "claims/toy": {"__init__": "", "equations": EQUATIONS, "sec1": CLAIMS},
        "core/toy": {"__init__": "", "squares": SQUARES},
    }.items():
        (package / wing).mkdir()
        for name, content in files.items():
            (package / wing / f"{name}.py").write_text(content, encoding="utf-8")


@pytest.fixture(name="told", scope="module")
def _told(copy: Path) -> list[list[Told]]:
    """Return what the copy tells of its paper, its new figures, and its recorded data."""
    told = driven(copy, copy, [*OF_THE_PAPER, *NEW, *RECORDED])
    first, second = len(OF_THE_PAPER), len(OF_THE_PAPER) + len(NEW)
    return [told[:first], told[first:second], told[second:]]


def test_a_third_paper_is_a_record_and_its_own_folders(told: list[list[Told]]) -> None:
    assert [code for code, *_ in told[0]] == [0] * len(OF_THE_PAPER)
    _, listed, data, same, claims, card, equations, config, explained = (
        out for _, out, _ in told[0]
    )
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
    assert "t.sec1.nine" in explained


def test_a_new_figure_passes_the_tests_with_its_module_and_one_command(
    copy: Path, told: list[list[Told]]
) -> None:
    (code, paths, _), _, (_, columns, _), (_, written, _), tests = told[1]
    assert code == 0
    assert paths.splitlines()[0] == str(copy / "magrepro" / "figures" / "fig11b.py")
    assert written == columns
    assert tests[0] == 0, tests
    readme = (copy / "README.md").read_text(encoding="utf-8")
    assert readme.index("| `fig10` |") < readme.index("| `fig11b` |") < readme.index("| `vib_fig1`")


def test_recorded_data_are_redrawn_and_checked_on_a_sample(told: list[list[Told]]) -> None:
    _, before, *_, run, after, check, recorded, anew, same, _, missing, _, gone = told[2]
    assert (run[0], after) == (0, before)
    assert check[0] == 3
    assert "2 of 2 rows and 1 of 2 columns differ" in check[2]
    assert recorded[0] == 0
    assert anew != before
    assert same[:2] == (0, "beyond_toy: same\n")
    assert (missing[0], missing[2].count("\n")) == (3, 1)
    assert "nothing is recorded at x=0.1" in missing[2]
    assert (gone[0], gone[2].count("\n")) == (2, 1)
    assert "'magrepro run beyond_toy --record' computes it" in gone[2]


def test_a_study_has_its_row_in_the_table_beyond_the_papers(
    copy: Path, told: list[list[Told]]
) -> None:
    assert told[1][1][0] == 0
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
