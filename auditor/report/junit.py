"""JUnit XML, as test reports of build servers are read.

There is no standard. This keeps to the narrowest schema, which knows no lines and no files of test
cases: the class of a test is the file, and its place stands in the text.
https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Report
from auditor.report.plain import one_line
from auditor.report.wording import advice

_OUTCOMES = {Severity.ERROR: "error", Severity.WARNING: "failure", Severity.INFO: "skipped"}
"""An info is shown, and fails no build; so is a finding that asks."""
_COUNTERS = {Severity.ERROR: "errors", Severity.WARNING: "failures", Severity.INFO: "skipped"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(report: Report) -> str:
    """A test suite for each file with open findings, a test case for each of them.

    Where nothing is open, one test that passed: Jenkins takes a report without tests for a fault
    (https://github.com/jenkinsci/junit-plugin/issues/499).
    """
    root = ET.Element("testsuites", {"name": "cfnaudit"})
    by_file: dict[str, list[Entry]] = {}
    for entry in report.entries:
        if not entry.is_open or entry.quiet:
            continue
        by_file.setdefault(entry.file, []).append(entry)
    for file, entries in by_file.items():
        _add_suite(root, one_line(file), entries, report.least)
    if report.files and not by_file:
        suite = ET.SubElement(root, "testsuite", {"name": "cfnaudit", "tests": "1"} | _counts(()))
        ET.SubElement(suite, "testcase", {"classname": "cfnaudit", "name": "no findings"})
    ET.indent(root)
    return f"{_HEAD}{ET.tostring(root, encoding='unicode')}\n"


def _counts(entries: Iterable[Entry]) -> dict[str, str]:
    severities = Counter(entry.severity for entry in entries)
    return {name: str(severities[severity]) for severity, name in _COUNTERS.items()}


def _add_suite(root: ET.Element, file: str, entries: list[Entry], least: Safety) -> None:
    head = {"name": file, "file": file, "tests": str(len(entries))}
    suite = ET.SubElement(root, "testsuite", head | _counts(entries))
    names: Counter[str] = Counter()
    for entry in entries:
        name = one_line(f"{entry.rule} {entry.path}".rstrip())
        names[name] += 1
        # tests of one name are taken for one test
        name += f" ({names[name]})" if names[name] > 1 else ""
        case = ET.SubElement(suite, "testcase", {"classname": file, "name": name})
        outcome = ET.SubElement(case, _OUTCOMES[entry.severity])
        outcome.set("type", str(entry.severity))
        outcome.set("message", one_line(entry.message))
        outcome.text = "\n".join(map(one_line, _told(entry, least)))


def _told(entry: Entry, least: Safety) -> list[str]:
    return [
        f"{entry.file}:{entry.start.line}:{entry.start.column}: {entry.message}",
        *(f"{label}: {text}" for label, text in advice(entry, least)),
    ]
