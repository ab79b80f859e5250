"""Messages, titles of fixes and pages are plain engineers' English, in one form.

A message is one sentence without a final stop. It begins with what it is about, in the words of
AWS and with a capital letter, and says what fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runner import Workspace

ROOT = Path(__file__).parents[2]
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|\$\{[^}]*\}")
_SUBJECT = re.compile(
    r"[A-Z][\w-]*(?: [\w.:/-]+){0,6} '"  # Function 'Orders', Event source mapping 'Jobs'
    r"|(?:Template|The file|Globals|Suppression|Resources? |Property |Code file|Metadata)\b"
    r"|(?:Account n|N)umber [0-9]+ "
)
_IN_MESSAGES = re.compile(
    r"\b(?:written out|may not|blanks?|behind|(?:is|are) no|mend(?:s|ed)?|stands?|tells?|told"
    r"|brings?|brought|takes?|taken|makes?|made)\b",
    re.IGNORECASE,
)
_IN_PROSE = re.compile(
    r"\b(?:written out|may not|blanks?|behind|(?<!here\s)is no (?!longer)|mend(?:s|ed)?|tells?"
    r"|brings?|brought)\b",
    re.IGNORECASE,
)
_IN_PAGES_OF_PEOPLE = re.compile(r"\b(?:told|stands?|standing|stood)\b", re.IGNORECASE)
_IN_PAGES_OF_RULES = re.compile(
    r"\b(?:make(?:s(?! sense))?|making|made|take(?:s|n)?|taking|took)\b", re.IGNORECASE
)
"""What has another word for each of its senses: create, return, accept, expect, replace."""
_CODE = re.compile(r"^```.*?^```|^    .*?$|`[^`]*`|\]\([^)]*\)|https?://\S+|^> .*?$", re.S | re.M)
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def findings() -> Iterator[tuple[str, str, str]]:
    """The file, the message and the title of the fix of each finding of the fixtures."""
    for path in sorted((ROOT / "fixtures").rglob("*.findings.json")):
        for finding in json.loads(path.read_text(encoding="utf-8")):
            title = (finding["fix"] or "").partition(": ")[2]
            yield str(path.relative_to(ROOT)), finding["message"], title


FINDINGS = list(findings())


def test_there_are_findings_and_pages() -> None:
    assert len(FINDINGS) > 500
    assert len(PAGES) > 50


def test_messages_begin_with_their_subject() -> None:
    assert [(file, text) for file, text, _ in FINDINGS if not _SUBJECT.match(text)] == []


def test_messages_are_one_sentence_without_a_final_stop() -> None:
    def is_one(text: str) -> bool:
        return not re.search(r"[.!?] [A-Z]|\n|[.!]$", _QUOTED.sub("x", text))

    assert [(file, text) for file, text, _ in FINDINGS if not is_one(text)] == []


def test_titles_of_fixes_begin_with_a_capital_letter_and_have_no_final_stop() -> None:
    titles = [(file, title) for file, _, title in FINDINGS if title]
    assert [pair for pair in titles if not pair[1][0].isupper() or pair[1].endswith(".")] == []


def test_messages_and_titles_use_the_words_of_engineers() -> None:
    def odd(text: str) -> str | None:
        found = _IN_MESSAGES.search(_QUOTED.sub("x", text))
        return found.group() if found else None

    assert [
        (file, odd(text), text) for file, *texts in FINDINGS for text in texts if odd(text)
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_use_the_words_of_engineers(page: Path) -> None:
    prose = _CODE.sub("x", page.read_text(encoding="utf-8"))
    assert odd_places(prose, _IN_PROSE) == []
    if page.name != "api.md":
        assert odd_places(prose, _IN_PAGES_OF_PEOPLE) == []
    if page.parent == ROOT / "docs" / "rules":
        assert odd_places(prose, _IN_PAGES_OF_RULES) == []


def odd_places(prose: str, odd: re.Pattern[str]) -> list[str]:
    return [prose[max(0, one.start() - 40) : one.end() + 40] for one in odd.finditer(prose)]


@pytest.mark.parametrize(
    "command", ["", "check", "diagnose", "explain", "init", "new-rule", "rules", "schema", "clean"]
)
def test_help_uses_the_words_of_engineers(workspace: Workspace, command: str) -> None:
    shown = workspace.run(*command.split(), "--help")
    assert shown.code == 0
    assert odd_places(shown.out, _IN_PROSE) == []
    assert odd_places(shown.out.replace("will make", "will let"), _IN_PAGES_OF_RULES) == []
