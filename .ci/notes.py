"""Print the changelog's section of a tag: a release's notes.

Usage: python .ci/notes.py v0.1.0. Ends with code 1 and one line where the tag, the package,
CITATION.cff and the changelog are not of one version and one day.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def stated(file: str, pattern: str) -> str:
    """Return what a file says of the version or its day."""
    found = re.search(pattern, (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "nothing"


def notes(tag: str) -> str:
    """Return the section of a tag.

    Raises
    ------
    ValueError
        If a file is of another version or day.
    """
    version = tag.removeprefix("v")
    package = "magrepro/__init__.py"
    day = stated(package, r'^__date__ = "(.+)"')
    for file, pattern, wanted in (
        (package, r'^__version__ = "(.+)"', version),
        ("CITATION.cff", r"^version: (.+)", version),
        ("CITATION.cff", r"^date-released: (.+)", day),
        ("CHANGELOG.md", rf"^## {re.escape(version)} \((.+)\)$", day),
    ):
        told = stated(file, pattern)
        if told != wanted:
            raise ValueError(f"{tag}: {file} says {told} where {wanted} is wanted")
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {version} ({day})\n")[2].partition("\n## ")[0].strip()
    if not section:
        raise ValueError(f"{tag}: CHANGELOG.md says nothing of it")
    return section


if __name__ == "__main__":
    try:
        print(notes(sys.argv[1]))
    except ValueError as error:
        sys.exit(f"Error: {error}")
