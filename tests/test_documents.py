"""What the documents say of the code is true of it."""

import re
import shlex
from collections import Counter
from pathlib import Path

import pytest

from magrepro import claims, commands

ROOT = Path(__file__).parent.parent
WRITTEN = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if path.name != "claims.md"),
]
"""All that is read; docs/claims.md is printed by the code, and compared with it elsewhere."""

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FILES = re.findall(r"^\| `([^`]+)`", ARCHITECTURE, re.MULTILINE)


def test_each_file_has_one_row_in_the_architecture() -> None:
    assert [file for file, rows in Counter(FILES).items() if rows > 1] == []
    assert [file for file in FILES if not (ROOT / file).exists()] == []


def test_the_architecture_has_a_row_for_each_module_or_its_folder() -> None:
    package = ROOT / "magrepro"
    modules = {f"{path.relative_to(ROOT)}" for path in package.rglob("*.py")}
    named = {m for m in modules if ({m} | _folders(m)) & set(FILES)}
    opened = {m for m in modules if Path(m).name.startswith("__")}
    left = modules - named - opened
    assert sorted(m for m in left if not _is_told_by_its_wing(ROOT / m)) == []


def _folders(module: str) -> set[str]:
    """Return the folders of a module whose rows speak for it: those outside of the physics."""
    parents = {f"{parent}/" for parent in Path(module).parents}
    return set() if "magrepro/core/" in parents else parents


def _is_told_by_its_wing(module: Path) -> bool:
    """Tell whether a module of the physics has a line in the opening of its folder.

    There a paper that comes later says what its modules hold.
    """
    opening = module.with_name("__init__.py").read_text(encoding="utf-8")
    return re.search(rf"^`{module.stem}` +\w", opening, re.MULTILINE) is not None


def _commands() -> list[tuple[str, str]]:
    """Return each line of a shell block that calls magrepro, joined where it is broken."""
    found = []
    for path in WRITTEN:
        for block in re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            lines = block.replace("\\\n", " ").splitlines()
            calls = (re.search(r"(?:^|/|&& )magrepro (.*)", line) for line in lines)
            found += [(path.name, call[1]) for call in calls if call]
    return found


@pytest.mark.parametrize(("file", "call"), _commands(), ids=str)
def test_a_command_that_a_document_shows_exists_with_its_options(file: str, call: str) -> None:
    words = shlex.split(call, comments=True)
    words = words[: min((i for i, word in enumerate(words) if word in SHELL), default=len(words))]
    assert words[0] in commands.names(), file
    taken = commands.load(words[0]).params
    known = {"-h", "--help", *(option for parameter in taken for option in parameter.opts)}
    assert {w.partition("=")[0] for w in words[1:] if re.match("--?[a-z]", w)} <= known


SHELL = {"|", ">", "<", "&&", ";"}


def test_every_claim_that_a_document_names_is_in_the_ledger() -> None:
    ledger = claims.all_claims()
    known = {name for entry in ledger for name in (entry.id, *entry.formerly)}
    for path in WRITTEN:
        text = path.read_text(encoding="utf-8")
        named = set(re.findall(r"`(?:magrepro claims )?([pf]\.[a-z]+[0-9]*\.[a-z0-9-]+)`", text))
        assert named <= known, path.name


def test_the_changelog_tells_nothing_twice() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    told = Counter(re.findall(r"^- ((?:\S+ ){6})", text, re.MULTILINE))
    assert [words for words, times in told.items() if times > 1] == []
