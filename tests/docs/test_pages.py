"""The rule pages and the README say what the code says."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from auditor.report import FORMATS
from tests.rules.cases import rules

ROOT = Path(__file__).parents[2]


def test_no_rule_page_is_stale() -> None:
    stale = runpy.run_path(str(ROOT / "docs" / "generate.py"))["stale"]()
    assert stale == [], "run python docs/generate.py"


def test_readme_lists_every_rule_with_its_page() -> None:
    readme = (ROOT / "README.md").read_text()
    assert set(re.findall(r"\(docs/rules/([a-z0-9-]+)\.md\)", readme)) == set(rules())


def test_relative_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_commands_name_real_formats() -> None:
    named = re.findall(r"--output-format (\w+)", (ROOT / "README.md").read_text())
    assert named
    assert set(named) <= set(FORMATS)
