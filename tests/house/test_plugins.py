"""Rules of other packages: only where the configuration names their plugin."""

from __future__ import annotations

import json

import pytest

from tests.house.own import PLUGIN, installed
from tests.runner import CLEAN, RULE, Workspace, assert_one_line

NAMED = 'plugins = ["our_rules"]\n'
TRACE = 'open("imported", "w").close()\n'


def test_a_named_plugin_is_used(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("cfnaudit.toml", NAMED)
    environment = installed(workspace, "our_rules")
    report = workspace.run("check", "a.yaml", "--output-format", "json", env=environment).report
    (finding,) = report["findings"]
    assert (finding["rule"], finding["severity"]) == ("our-plugin", "warning")
    listed = json.loads(workspace.run("rules", "--output-format", "json", env=environment).out)
    assert {
        "id": "our-plugin",
        "service": "",
        "severity": "warning",
        "summary": "No topics.",
    } in listed
    explained = workspace.run("explain", "our-plugin", env=environment).out
    assert explained.startswith("# our-plugin (warning, fails the deployment)\n\nNo topics.\n")


@pytest.mark.parametrize("toml", ["", 'plugins = ["other_rules"]\n'])
def test_a_plugin_that_is_not_named_is_not_imported(workspace: Workspace, toml: str) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("cfnaudit.toml", toml)
    installed(workspace, "our_rules", TRACE + PLUGIN)
    environment = installed(workspace, "other_rules", PLUGIN.replace("our-plugin", "other-one"))
    result = workspace.run("check", "a.yaml", env=environment)
    assert "our-plugin" not in result.out
    assert not (workspace.folder / "imported").exists()
    # the trace is one: named, the plugin is imported
    workspace.write("cfnaudit.toml", NAMED)
    workspace.run("rules", env=environment)
    assert (workspace.folder / "imported").exists()


def test_a_folder_that_is_checked_loads_no_plugin(workspace: Workspace) -> None:
    workspace.write("sub/a.yaml", CLEAN)
    workspace.write("sub/cfnaudit.toml", NAMED)
    environment = installed(workspace, "our_rules", TRACE + PLUGIN)
    assert workspace.run("check", "sub", env=environment).code == 0
    assert not (workspace.folder / "imported").exists()


def test_a_package_is_looked_into(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("cfnaudit.toml", NAMED)
    workspace.write("site/our_package/__init__.py", "")
    workspace.write("site/our_package/sns/__init__.py", "from .topics import our_plugin\n")
    workspace.write("site/our_package/sns/topics.py", PLUGIN)
    environment = installed(workspace, "our_rules", value="our_package")
    listed = workspace.run("rules", env=environment).out
    assert listed.count("our-plugin") == 1
    checked = workspace.run("check", "a.yaml", "--select", "sns", env=environment)
    assert "our-plugin" in checked.out


BROKEN_PLUGINS = {
    "nothing to import": ("import nothing_at_all\n", "ModuleNotFoundError: No module named"),
    "syntax": ("def (:\n", "SyntaxError"),
    "exit": ("raise SystemExit('no')\n", "SystemExit: no"),
    "lines": ("raise ValueError('a\\nb')\n", "ValueError: a"),
    "nothing in it": ("", "the plugin 'our_rules' has no rules in 'our_rules'"),
    "id of ours": (
        PLUGIN.replace("our-plugin", RULE),
        f"has a rule '{RULE}', and that name is taken",
    ),
    "name of a service": (PLUGIN.replace("our-plugin", "lambda"), "that name is taken"),
    "line": ("\n1 / 0\n", "ZeroDivisionError: division by zero), at "),
    "severity as text": (
        PLUGIN.replace("Severity.WARNING", "'warning'"),
        "'severity' of a rule must be Severity, not 'warning'), at ",
    ),
    "types as a text": (
        PLUGIN.replace("on=Template", "on=Template, types='AWS::SNS::Topic'"),
        "'types' of a rule must be tuple, not 'AWS::SNS::Topic'",
    ),
    "id twice": (
        PLUGIN + PLUGIN.replace("def our", "def other"),
        "two rules have the id our-plugin",
    ),
}


@pytest.mark.parametrize(("code", "says"), BROKEN_PLUGINS.values(), ids=BROKEN_PLUGINS)
def test_a_plugin_that_cannot_be_used_is_one_line(
    workspace: Workspace, code: str, says: str
) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("cfnaudit.toml", NAMED)
    environment = installed(workspace, "our_rules", code)
    result = workspace.run("check", "a.yaml", env=environment)
    assert_one_line(result, "cfnaudit.toml:1:12: ", says)


def test_an_unknown_plugin_is_told_with_the_nearest_one(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("cfnaudit.toml", 'plugins = ["our_rule"]\n')
    environment = installed(workspace, "our_rules")
    result = workspace.run("check", "a.yaml", env=environment)
    assert_one_line(
        result, "cfnaudit.toml:1:12: ", "the plugin 'our_rule'; did you mean 'our_rules'?"
    )
    assert_one_line(
        workspace.run("check", "a.yaml"), "no installed package has the plugin 'our_rule'"
    )


def test_an_object_is_no_plugin(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("cfnaudit.toml", NAMED)
    environment = installed(workspace, "our_rules", value="our_rules:our_plugin")
    assert_one_line(workspace.run("check", "a.yaml", env=environment), "must name a module")


def test_a_rule_that_fails_does_not_take_the_others_along(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("cfnaudit.toml", NAMED)
    environment = installed(workspace, "our_rules", PLUGIN.replace("    for", "    1 / 0\n    for"))
    result = workspace.run("check", "a.yaml", env=environment)
    line = PLUGIN[: PLUGIN.index("    for")].count("\n") + 1
    place = f"our_rules.py:{line} (ZeroDivisionError: division by zero)"
    assert_one_line(result, "a.yaml: the rule our-plugin: fails at ", place, "'our_rules'")
    assert "report it" not in result.err


@pytest.mark.parametrize(
    ("finding", "says"),
    [
        ("'no topics'", "a rule must yield findings, not 'no topics'"),
        ("Finding(at='Resources', message='x')", "'at' of a finding must be tuple"),
        ("Finding(at=topic.path, message='x', severity='error')", "'severity' of a finding"),
    ],
)
def test_a_finding_of_another_form_is_told(workspace: Workspace, finding: str, says: str) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("cfnaudit.toml", NAMED)
    code = PLUGIN.replace('Finding(at=topic.path, message="no topics", on_key=True)', finding)
    result = workspace.run("check", "a.yaml", env=installed(workspace, "our_rules", code))
    assert_one_line(result, "our_rules.py:", says, "'our_rules'")
