"""A new figure is one command; a new paper is one record and its own folders."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.driven import Told, driven
from tests.onlookers import onlookers

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

EQUATIONS = (Equation("1", "the square", "squares.square", "test_squares.test_square", "x^2"),)
"""

CLAIMS = """from magrepro.claims import Outcome, Part, rounds_to
from magrepro.core.toy.squares import square

part = Part("T", "sec1", place="Sec. I", figure="toy_fig1")


@part.claim("nine", "The square of 3 is 9.", at="", recorded="holds", equations="1")
def nine() -> Outcome:
    '''The square of 3 rounds to the printed number.'''
    return rounds_to(square(3.0), "9")
"""

UNPROVED = 'REASONS = {"a toy": "t.sec1.nine"}\n'

SQUARES = "def square(x):\n    return x * x\n"

TOLD = '''"""Physics of the toy.

`squares` are those of numbers.
"""
'''

TEST = """from magrepro.core.toy.squares import square


def test_square():
    assert square(3) == 9
"""

WRONG = """from tests.mutations import Case, Mutation, times

CASES = (Case("squares are doubled", (Mutation("toy.squares.square", times(2)),), "t.sec1.nine"),)
"""

FOLDERS = {
    "magrepro/claims/toy": {
        "__init__": "",
        "equations": EQUATIONS,
        "sec1": CLAIMS,
        "unproved": UNPROVED,
    },
    "magrepro/core/toy": {"__init__": TOLD, "squares": SQUARES},
    "tests": {"test_squares": TEST, "wrong_toy": WRONG},
}

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

SLOW = ["growing", "packaging", "library", "explorer", "certify", "certify_claims"]
"""Files of tests that build wheels, start processes, prove; and this one."""

TOO_MUCH = [
    "verdict_is_the_recorded",
    "better_calculation",
    "on_a_number",
    "ledger_in_the_docs",
    "json_has",
    "bears_no_less",
    "claims_are",
    "list_and_cards",
    "list_holds",
    "sensitivities",
    "prints_a_list",
    "assumed_parameters",
    "under_wrong_physics",
    "1000_configurations",
    "frictionless",
    "interrupted",
]
"""Tests of others that evaluate all claims, or seconds of something else."""

TESTED = {
    path: onlookers(path)
    for path in sorted((ROOT / "tests").glob("test_*.py"))
    if path.stem.removeprefix("test_") not in SLOW
}
WHOLE = [name for found in TESTED.values() for name in found.whole]
ANEW = ["toy", "fig11b", "beyond_aaa", "t.sec1", "[T]", "squares"]
CHOSEN = f"({' or '.join(ANEW)}) or ({' or '.join(WHOLE)}) and not ({' or '.join(TOO_MUCH)})"
IDS = [f"tests/{path.name}::{test}" for path, (a, b) in TESTED.items() for test in a + b]
OPTIONS = ["-q", "-pno:cacheprovider", "-pno:xdist", "-pno:hypothesispytest", "--basetemp=scratch"]
"""Without what searches the tree for constants, and the old copies for those to remove."""

NEW = [
    ("command", "new", "fig11b"),
    ("command", "new", "beyond_aaa", "--paper", "F"),
    ("replace", "magrepro/figures/toy_fig1.py", "\nClaims: none yet.", ""),
    ("command", "explain", "--columns"),
    ("read", "docs/columns.md"),
    ("tests", *OPTIONS, "-k", CHOSEN, *IDS, "tests/test_squares.py"),
]


SOURCES = ("magrepro", "configs", "figures", "docs", "tests", "benchmarks", "codecheck")


@pytest.fixture(name="copy", scope="module")
def _copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tree that holds a third paper."""
    copy = tmp_path_factory.mktemp("copy")
    # Compiled modules come along, but not those that another process is just writing.
    skip = shutil.ignore_patterns("*.pyc.*", "custom", "_build", "site")
    for path in ROOT.iterdir():
        if path.name in SOURCES:
            shutil.copytree(path, copy / path.name, ignore=skip)
        elif path.is_file():
            shutil.copy(path, copy)
    _add_paper(copy)
    return copy


def _add_paper(copy: Path) -> None:
    record = copy / "magrepro" / "papers.py"
    text = record.read_text(encoding="utf-8")
    before, _, after = text.partition("\n)\n\n\ndef keys")
    record.write_text(f"{before}\n{RECORD}\n\ndef keys{after}", encoding="utf-8")
    for folder, files in FOLDERS.items():
        (copy / folder).mkdir(exist_ok=True)
        for name, content in files.items():
            (copy / folder / f"{name}.py").write_text(content, encoding="utf-8")


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
        "| T (1) | the square | `squares.square` | `test_squares.test_square` |\n"
    )
    assert "\nx: {start: 0.0" in config
    assert "t.sec1.nine" in explained


def test_a_new_figure_passes_the_tests_with_its_module_and_one_command(
    copy: Path, told: list[list[Told]]
) -> None:
    (code, paths, _), _, _, (_, columns, _), (_, written, _), tests = told[1]
    assert code == 0
    assert paths.splitlines()[0] == str(copy / "magrepro" / "figures" / "fig11b.py")
    assert written == columns
    assert tests[0] == 0, tests[1]
    readme = (copy / "README.md").read_text(encoding="utf-8")
    assert readme.index("| `fig10` |") < readme.index("| `fig11b` |") < readme.index("| `vib_fig1`")


def test_what_is_run_on_a_new_figure_or_paper_is_found_in_the_tests_themselves() -> None:
    found = {path.stem.removeprefix("test_"): those for path, those in TESTED.items()}
    assert "test_every_figure_of_the_orbital_paper_takes_a_material" in found["materials"].each
    assert "test_committed_codecheck_is_what_the_tool_prints" in found["bundle"].each
    assert "test_rocrate_reads_its_crate_and_finds_every_file" in found["bundle"].whole
    assert "test_every_module_of_the_physics_has_tests_for_its_mutants" in found["wings"].whole
    assert all(any(slow in name for name in WHOLE) for slow in TOO_MUCH)


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
    assert "| `beyond_aaa` | F, beyond Fig. 1 |" in readme


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fig3", "there is a figure fig3 already"),
        ("figure3", "a figure is named as in fig11 or vib_fig11"),
        ("other_fig1", "a figure is named as in fig11 or vib_fig11"),
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


def test_a_figure_is_of_the_paper_that_its_name_says() -> None:
    from magrepro.new import NewError, begin

    with pytest.raises(NewError, match="vib_fig6: would be a figure of F, by its name, not of P"):
        begin("vib_fig6", "P")


def test_without_the_library_of_the_records_no_figure_is_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from magrepro.new import NewError, begin

    monkeypatch.setitem(sys.modules, "rocrate.rocrate", None)
    with pytest.raises(NewError, match=r"pip install 'magrepro\[bundle\]'"):
        begin("fig11")
    assert not (ROOT / "magrepro" / "figures" / "fig11.py").exists()
