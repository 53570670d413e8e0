"""A release is of one version and one day, and says what is new."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from magrepro import __date__, __version__

ROOT = Path(__file__).parent.parent
TAG = f"v{__version__}"
TEXTS = {
    "magrepro/__init__.py": f'__version__ = "{__version__}"\n__date__ = "{__date__}"\n',
    "CITATION.cff": f"version: {__version__}\ndate-released: {__date__}\n",
    "CHANGELOG.md": f"# All\n\n## {__version__} ({__date__})\n\n- New.\n\n## 0.0.1 (x)\n- Old.\n",
}


@pytest.fixture(name="notes")
def _notes(tmp_path: Path) -> Callable[[str], str]:
    """Return what prints the notes of a tag, in a tree where all is of one release."""
    script = tmp_path / ".ci" / "notes.py"
    for name, text in {".ci/notes.py": (ROOT / ".ci/notes.py").read_text(), **TEXTS}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found: Callable[[str], str] = runpy.run_path(str(script))["notes"]
    return found


def test_a_releases_notes_are_the_changelogs_section(notes: Callable[[str], str]) -> None:
    assert notes(TAG) == "- New."


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("magrepro/__init__.py", __version__, "9.9.9"),
        ("magrepro/__init__.py", __date__, "1999-01-01"),
        ("CITATION.cff", __version__, "9.9.9"),
        ("CITATION.cff", __date__, "1999-01-01"),
        ("CHANGELOG.md", f"({__date__})", "(unreleased)"),
        ("CHANGELOG.md", f"## {__version__}", "## 9.9.9"),
        ("CHANGELOG.md", "- New.\n", ""),
    ],
)
def test_a_tag_that_is_not_of_one_release_is_refused(
    notes: Callable[[str], str], tmp_path: Path, file: str, old: str, new: str
) -> None:
    path = tmp_path / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=TAG):
        notes(TAG)


def test_a_tag_of_another_version_is_refused(notes: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match=r"v0\.0\.1: .* says"):
        notes("v0.0.1")


def test_what_others_wrote_for_ci_is_taken_at_a_tag_or_commit() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            action = line.partition("uses: ")[2].partition(" #")[0]
            if action and action != "./":
                owner, _, version = action.partition("@")
                own = owner.startswith("actions/") and version.startswith("v")
                assert own or len(version) == 40, action
