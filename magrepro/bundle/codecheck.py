"""``codecheck.yml``: what a codechecker is to make anew for a paper, and which rules it meets.

Configuration file specification 2.0, https://codecheck.org.uk/spec/config/2.0/, whose rules are
``rules-2.0.yml`` in https://github.com/codecheckers/register. An author begins the file; the
codechecker, the report and the certificate's number come with the check, and are not invented here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from magrepro import __version__, figures as registry
from magrepro.papers import Paper, of_figure

NAME = "codecheck.yml"
SPECIFICATION = "https://codecheck.org.uk/spec/config/2.0/"


def names_of(paper: Paper) -> list[str]:
    """Return the names of a paper's figures."""
    return [name for name in registry.of_papers() if of_figure(name) == paper]


def document(paper: Paper) -> str:
    """Return a paper's ``codecheck.yml`` as its authors would begin it."""
    lines = ["---", f"# Written by: magrepro bundle {paper.key} --print codecheck"]
    lines += [f"version: {SPECIFICATION}", "", "manifest:"]
    for name in names_of(paper):
        entry = registry.describe(name)
        for end, what in (("csv", "numbers"), ("png", "picture")):
            lines.append(f"  - file: figures/{name}.{end}")
            lines.append(f"    comment: {_text(f'{entry.figure}, {what}: {entry.title}')}")
    lines += ["", "paper:", f"  title: {_text(paper.title)}", "  authors:"]
    lines += [f"    - name: {_text(name)}" for name in re.split(r", | and ", paper.authors)]
    lines += [f"  reference: https://doi.org/{paper.doi}", ""]
    return "\n".join([*lines, f"source: {_text(_source(paper))}"]) + "\n"


def _source(paper: Paper) -> str:
    figures = " ".join(names_of(paper))
    return (
        "Every file of the manifest is computed anew from the paper's equations by: "
        f"pip install magrepro=={__version__} && magrepro run {figures} --out figures"
    )


def _text(words: str) -> str:
    """Return words as a YAML string: a JSON string is one."""
    return json.dumps(words, ensure_ascii=False)


@dataclass(frozen=True)
class Checked:
    """A file under check: its bytes, its nodes, and the folder that it lies in."""

    path: Path
    raw: bytes
    nodes: dict[str, Any]

    def items(self, key: str) -> list[Any]:
        """Return the mappings in a list, empty if there is none."""
        found = self.nodes.get(key)
        return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

    @property
    def paper(self) -> dict[str, Any]:
        """The node about the paper."""
        found = self.nodes.get("paper")
        return found if isinstance(found, dict) else {}

    @property
    def authors(self) -> list[Any]:
        """The paper's authors."""
        found = self.paper.get("authors")
        return found if isinstance(found, list) else []


def checked(path: Path) -> Checked:
    """Read a ``codecheck.yml``.

    Raises
    ------
    ValueError
        If it is not YAML in UTF-8 that holds nodes, rule CC-CFG-001.
    """
    import yaml

    raw = path.read_bytes()
    try:
        nodes = yaml.safe_load(raw.decode("utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: CC-CFG-001: not YAML: {error}") from None
    if not isinstance(nodes, dict):
        raise ValueError(f"{path}: CC-CFG-001: holds no nodes")
    return Checked(path, raw, nodes)


def faults(file: Checked, severity: str = "error") -> dict[str, str]:
    """Return the rules of a severity that a file does not meet, with their words."""
    rules = [rule for rule in RULES if rule.severity == severity]
    return {rule.id: rule.words for rule in rules if not rule.holds(file)}


@dataclass(frozen=True)
class Rule:
    """One published rule that can be decided without the network."""

    id: str
    severity: str
    words: str
    holds: Callable[[Checked], bool]


def _all_have(items: list[Any], key: str) -> bool:
    return all(isinstance(item, dict) and str(item.get(key) or "").strip() for item in items)


def _leaves(path: str) -> bool:
    return bool(re.search(r"^(/|~|[A-Za-z]:)|(^|/)\.\.(/|$)", path))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict | list):
        for item in node.values() if isinstance(node, dict) else node:
            yield from _strings(item)
    elif isinstance(node, str):
        yield node


def _is_orcid(text: str) -> bool:
    """Tell a plain ORCID whose last digit is the check of the others, ISO 7064 MOD 11-2."""
    if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", text):
        return False
    total = 0
    for digit in text.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == text[-1]


def _orcids(file: Checked) -> list[str]:
    people = [*file.authors, *file.items("codechecker")]
    return [str(p["ORCID"]) for p in people if isinstance(p, dict) and p.get("ORCID")]


def _files(file: Checked) -> list[str]:
    return [str(item.get("file") or "") for item in file.items("manifest")]


_PLACEHOLDER = re.compile(r"FIXME|TODO|XXXXX")
_URL = re.compile(r"https?://\S+")

RULES = (
    Rule("CC-CFG-002", "error", "starts with ---", lambda f: f.raw.lstrip().startswith(b"---\n")),
    Rule("CC-CFG-003", "error", "is named codecheck.yml", lambda f: f.path.name == NAME),
    Rule("CC-CFG-004", "error", "has a manifest", lambda f: bool(f.items("manifest"))),
    Rule("CC-CFG-005", "error", "each item has a file", lambda f: all(_files(f))),
    Rule("CC-CFG-006", "error", "paths stay within", lambda f: not any(map(_leaves, _files(f)))),
    Rule(
        "CC-CFG-007",
        "info",
        "each item has a comment",
        lambda f: _all_have(f.items("manifest"), "comment"),
    ),
    Rule("CC-CFG-008", "error", "has a codechecker", lambda f: bool(f.items("codechecker"))),
    Rule(
        "CC-CFG-009",
        "error",
        "each codechecker has a name",
        lambda f: _all_have(f.items("codechecker"), "name"),
    ),
    Rule("CC-CFG-011", "error", "has a report", lambda f: bool(f.nodes.get("report"))),
    Rule("CC-CFG-014", "warning", "names its version", lambda f: bool(f.nodes.get("version"))),
    Rule(
        "CC-CFG-015",
        "warning",
        "is of a published version",
        lambda f: f.nodes.get("version") == SPECIFICATION,
    ),
    Rule("CC-CFG-016", "error", "has a paper", lambda f: bool(f.paper)),
    Rule("CC-CFG-017", "error", "the paper has a title", lambda f: bool(f.paper.get("title"))),
    Rule("CC-CFG-018", "error", "the paper has authors", lambda f: bool(f.authors)),
    Rule("CC-CFG-019", "error", "each author has a name", lambda f: _all_have(f.authors, "name")),
    Rule(
        "CC-CFG-020", "error", "each author has an ORCID", lambda f: _all_have(f.authors, "ORCID")
    ),
    Rule(
        "CC-CFG-021", "error", "the paper has a reference", lambda f: bool(f.paper.get("reference"))
    ),
    Rule(
        "CC-CFG-023",
        "error",
        "no placeholders are left",
        lambda f: not any(map(_PLACEHOLDER.search, _strings(f.nodes))),
    ),
    Rule("CC-CFG-024", "error", "has a summary", lambda f: bool(f.nodes.get("summary"))),
    Rule("CC-CFG-025", "error", "has a certificate", lambda f: bool(f.nodes.get("certificate"))),
    Rule(
        "CC-CFG-026",
        "error",
        "the certificate is YYYY-NNN",
        lambda f: bool(re.fullmatch(r"\d{4}-\d{3}", str(f.nodes.get("certificate", "2020-001")))),
    ),
    Rule(
        "CC-CFG-027",
        "warning",
        "the reference is a URL",
        lambda f: bool(_URL.fullmatch(str(f.paper.get("reference")))),
    ),
    Rule(
        "CC-CFG-028",
        "info",
        "the reference is a DOI",
        lambda f: "doi.org/10." in str(f.paper.get("reference")),
    ),
    Rule(
        "CC-MET-001",
        "error",
        "ORCIDs are plain and right",
        lambda f: all(map(_is_orcid, _orcids(f))),
    ),
    Rule(
        "CC-BUN-001",
        "error",
        "every file of the manifest is there",
        lambda f: all((f.path.parent / name).is_file() for name in _files(f)),
    ),
    Rule(
        "CC-BUN-002",
        "warning",
        "has a folder codecheck/",
        lambda f: any((f.path.parent / name).is_dir() for name in ("codecheck", ".codecheck")),
    ),
    Rule(
        "CC-BUN-005",
        "warning",
        "states a licence",
        lambda f: (f.path.parent / "LICENSE").is_file(),
    ),
)

ONLY_A_CHECK_MEETS = ("CC-CFG-008", "CC-CFG-011", "CC-CFG-020", "CC-CFG-024", "CC-CFG-025")
"""Codechecker, report, the authors' ORCIDs, summary and certificate: with the check, not before."""
