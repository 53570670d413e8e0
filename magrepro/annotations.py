"""What a check found, in the forms that continuous integration reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from magrepro.reference import Finding

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(findings: Sequence[Finding]) -> bytes:
    """Return the report of a check as JUnit writes one: a case a figure."""
    wrong = [found for found in findings if found.message]
    missing = [found for found in wrong if found.missing]
    counts = {"tests": len(findings), "failures": len(wrong) - len(missing), "errors": len(missing)}
    attributes = {key: str(count) for key, count in counts.items()}
    attributes["time"] = f"{sum(found.seconds for found in findings):.3f}"
    suites = ElementTree.Element("testsuites", attributes)
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "magrepro check"} | attributes)
    for found in findings:
        named = {"classname": "magrepro.check", "name": found.name, "time": f"{found.seconds:.3f}"}
        case = ElementTree.SubElement(suite, "testcase", named)
        if found.message:
            kind = "error" if found.missing else "failure"
            said = _NO_XML.sub("?", found.message)
            ElementTree.SubElement(case, kind, {"message": said}).text = said
    ElementTree.indent(suites)
    text: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def github(found: Finding, csv: Path) -> str:
    """Return the workflow command that shows a finding at its line of the CSV."""
    place = {"file": csv.as_posix(), "title": f"magrepro check {found.name}"}
    if found.difference and found.difference.row:
        place["line"] = str(found.difference.row)
    told = ",".join(f"{key}={_property(value)}" for key, value in place.items())
    return f"::error {told}::{_data(found.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
