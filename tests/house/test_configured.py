"""House rules in runs of the command: only where the configuration names their file."""

from __future__ import annotations

import json
import os

import pytest

from auditor.house.form import schema
from tests.house.own import HOUSE_RULES
from tests.runner import BROKEN, CLEAN, RULE, Workspace, assert_one_line

NAMED = 'house-rules = ["house-rules.yaml"]\n'
FOUND = "a.yaml:3:11: error[our-topics] Topics need a key of our own"


def set_up(workspace: Workspace, toml: str = NAMED) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("house-rules.yaml", HOUSE_RULES)
    workspace.write("cfnaudit.toml", toml)


def concise(workspace: Workspace, *args: str) -> str:
    return workspace.check("a.yaml", "--output-format", "concise", *args).out


def test_a_named_file_is_used(workspace: Workspace) -> None:
    set_up(workspace)
    assert FOUND in concise(workspace)
    assert FOUND not in concise(workspace, "--ignore", "our-topics")
    assert FOUND not in concise(workspace, "--ignore", "house")
    assert FOUND in concise(workspace, "--select", "house")
    assert FOUND not in concise(workspace, "--isolated")


def test_a_file_that_lies_about_is_not_used(workspace: Workspace) -> None:
    set_up(workspace, "")
    assert FOUND not in concise(workspace)
    assert workspace.check(".").code == 0


def test_a_folder_that_is_checked_brings_no_rules_along(workspace: Workspace) -> None:
    workspace.write("sub/a.yaml", CLEAN)
    workspace.write("sub/house-rules.yaml", HOUSE_RULES.replace("schema:", "shema:"))
    workspace.write("sub/cfnaudit.toml", NAMED + 'plugins = ["nothing"]\n')
    for path in ("sub", "sub/a.yaml"):
        result = workspace.check(path)
        assert (result.code, result.err) == (0, "")


def test_the_path_is_that_from_the_configuration_file(workspace: Workspace) -> None:
    workspace.write("up/cfnaudit.toml", 'house-rules = ["rules/ours.yaml"]\n')
    workspace.write("up/rules/ours.yaml", HOUSE_RULES)
    workspace.write("up/here/a.yaml", CLEAN)
    result = workspace.shell("cd up/here && cfnaudit check a.yaml --output-format concise")
    assert FOUND in result.out
    given = workspace.check("up/here/a.yaml", "--config", "up/cfnaudit.toml")
    assert "our-topics" in given.out


def test_in_pyproject(workspace: Workspace) -> None:
    set_up(workspace, "")
    (workspace.folder / "cfnaudit.toml").unlink()
    workspace.write("pyproject.toml", "[tool.cfnaudit]\n" + NAMED)
    assert FOUND in concise(workspace)


def test_other_keys_name_house_rules(workspace: Workspace) -> None:
    set_up(
        workspace, NAMED + 'severity = {our-topics = "warning"}\nextend-safe-fixes = ["house"]\n'
    )
    assert "warning[our-topics]" in concise(workspace)
    workspace.check("a.yaml", "--fix")
    assert b"KmsMasterKeyId: alias/our-key" in workspace.read("a.yaml")
    set_up(workspace, 'ignore = ["our-topics"]\n')
    assert_one_line(
        workspace.check("a.yaml"), "cfnaudit.toml:1:11: no rule has the id 'our-topics'"
    )


def test_a_fix_needs_what_the_file_says(workspace: Workspace) -> None:
    set_up(workspace)
    assert workspace.check("a.yaml", "--fix").code == 1
    assert workspace.read("a.yaml") == CLEAN.encode()
    assert workspace.check("a.yaml", "--fix", "--unsafe-fixes").code == 0
    expected = CLEAN + "    Properties:\n      KmsMasterKeyId: alias/our-key\n"
    assert workspace.read("a.yaml") == expected.encode()


def test_comments_know_house_rules(workspace: Workspace) -> None:
    set_up(workspace)
    workspace.write("a.yaml", CLEAN.replace("::Topic", "::Topic  # cfnaudit: ignore[our-topics]"))
    assert concise(workspace).startswith("No findings")


def test_they_are_listed_and_explained(workspace: Workspace) -> None:
    set_up(workspace)
    rules = json.loads(workspace.run("rules", "--output-format", "json").out)
    ours = {rule["id"]: rule for rule in rules}["our-topics"]
    assert (ours["service"], ours["severity"]) == ("house", "error")
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)
    explained = workspace.run("explain", "our-topics").out
    assert explained.startswith("# our-topics (house, error, fails the deployment)\n")
    assert "https://wiki.example.com/topics" in explained
    assert "house-rules.yaml:3:5" in explained
    assert "runs on a.yaml" in workspace.run("explain", "our-topics", "--for", "a.yaml").out
    assert "our-topics" not in workspace.run("rules", "--isolated").out
    assert workspace.run("explain", "our-topics", "--isolated").code == 2


def test_reports_for_programs_know_them(workspace: Workspace) -> None:
    set_up(workspace)
    sarif = json.loads(workspace.check("a.yaml", "--output-format", "sarif").out)
    (rule,) = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "our-topics"
    assert rule["helpUri"] == "https://wiki.example.com/topics"
    assert "What it does" in rule["help"]["markdown"]


def test_the_settings_name_the_files(workspace: Workspace) -> None:
    set_up(workspace)
    shown = workspace.check("a.yaml", "--show-settings").out
    assert 'house-rules = ["house-rules.yaml"]  # cfnaudit.toml:1:1' in shown
    assert "plugins = []  # default" in shown


REFUSED = {
    "missing": ('house-rules = ["a.yaml", "none.yaml"]', "cfnaudit.toml:1:26: none.yaml: does not"),
    "folder": ('house-rules = ["."]', "is a folder"),
    "no list": ('house-rules = "house-rules.yaml"', "cfnaudit.toml:1:15: 'house-rules' must be a"),
    "empty": (
        'house-rules = [""]',
        "cfnaudit.toml:1:16: an item of 'house-rules' must not be empty",
    ),
    "template": ('house-rules = ["a.yaml"]', "a.yaml:1:1: unknown key 'Resources'"),
    "twice": (
        'house-rules = ["house-rules.yaml", "house-rules.yaml"]',
        "house-rules.yaml:3:9: the name 'our-topics' is taken by another rule",
    ),
}


@pytest.mark.parametrize(("toml", "says"), REFUSED.values(), ids=REFUSED)
def test_a_bad_configuration_is_refused(workspace: Workspace, toml: str, says: str) -> None:
    set_up(workspace, toml)
    if toml.endswith('"none.yaml"]'):
        workspace.write("a.yaml", HOUSE_RULES)
    assert_one_line(workspace.check("a.yaml"), says)
    assert_one_line(workspace.run("rules"), says)
    assert_one_line(workspace.run("explain", RULE), says)


def test_a_misspelt_key_is_told(workspace: Workspace) -> None:
    set_up(workspace, 'house-rule = ["a.yaml"]')
    assert_one_line(workspace.check("a.yaml"), "did you mean 'house-rules'?")


FILES: dict[str, tuple[bytes, str]] = {
    "schema": (
        HOUSE_RULES.replace("required", "requred").encode(),
        "house-rules.yaml:5:14: unknown",
    ),
    "YAML": (b"version: 1\nrules: [", "house-rules.yaml:2:9: "),
    "bytes": (b"version: 1\n\xff", "house-rules.yaml:2:1: is not UTF-8"),
    "zeros": (b"\0" * 50, "house-rules.yaml:1:1: "),
    "huge": (b"#" * 300_000, "house-rules.yaml: is larger than 200 kB"),
    "id of ours": (
        HOUSE_RULES.replace("our-topics", RULE).encode(),
        "house-rules.yaml:3:9: the name",
    ),
    "the net": (
        HOUSE_RULES.replace("required: [KmsMasterKeyId]", "$ref: https://example.com").encode(),
        "must be a reference within this schema",
    ),
}


@pytest.mark.parametrize(("content", "says"), FILES.values(), ids=FILES)
def test_a_bad_file_is_refused(workspace: Workspace, content: bytes, says: str) -> None:
    set_up(workspace)
    workspace.write("house-rules.yaml", content)
    assert_one_line(workspace.check("a.yaml"), says)


def test_a_pipe_does_not_hang(workspace: Workspace) -> None:
    set_up(workspace)
    (workspace.folder / "house-rules.yaml").unlink()
    os.mkfifo(workspace.folder / "house-rules.yaml")
    assert_one_line(workspace.check("a.yaml"), "cfnaudit.toml:1:16: ", "is not a regular file")


def test_the_schema_is_printed(workspace: Workspace) -> None:
    assert json.loads(workspace.run("schema", "--house-rules").out) == schema()


WITHOUT = """
import atexit, sys
atexit.register(lambda: print(
    sorted(name for name in sys.modules if name.startswith("auditor.house")), file=sys.stderr
))
"""


def test_nothing_is_imported_for_what_is_not_configured(workspace: Workspace) -> None:
    workspace.write("a.yaml", BROKEN)
    assert workspace.python(WITHOUT, "check", "a.yaml").err == "[]\n"
