"""The examples on the pages about own rules do what the pages say."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from auditor.house.form import schema
from auditor.house.read import house_rules
from tests.house.own import installed
from tests.runner import Workspace

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_house_rule_of_the_page(workspace: Workspace) -> None:
    rules, template = blocks("house-rules.md", "yaml")
    (toml,) = blocks("house-rules.md", "toml")
    (finding,) = blocks("house-rules.md", "text")
    workspace.write("house-rules.yaml", rules)
    workspace.write("cfnaudit.toml", toml)
    workspace.write("template.yaml", template)
    result = workspace.check("template.yaml", "--output-format", "concise")
    assert result.out.splitlines()[0] == finding.strip()
    workspace.check("template.yaml", "--fix", "--unsafe-fixes")
    assert b"KmsMasterKeyId: alias/our-key" in workspace.read("template.yaml")


def test_the_page_names_all_keys_of_a_rule() -> None:
    keys = list(schema()["$defs"]["rule"]["properties"])
    page = (DOCS / "house-rules.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE) == keys


@pytest.mark.parametrize(
    "keyword",
    ["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$anchor", "$id", "format"],
)
def test_what_the_page_calls_refused_is_refused(keyword: str) -> None:
    page = (DOCS / "house-rules.md").read_text(encoding="utf-8")
    assert f"`{keyword}`" in page
    (rules, _) = blocks("house-rules.md", "yaml")
    with pytest.raises(ValueError, match="is not taken"):
        house_rules(rules.replace("required: [", f"{keyword}: x\n      required: ["), "x.yaml")


def test_the_rule_of_the_page(workspace: Workspace) -> None:
    rule, _, tests = blocks("writing-rules.md", "python")
    (template,) = blocks("writing-rules.md", "yaml")
    plugins, entry_point = blocks("writing-rules.md", "toml")
    environment = installed(workspace, "topic_names_rules", rule)
    assert 'topic_names_rules = "topic_names_rules"' in entry_point
    workspace.write("cfnaudit.toml", plugins)
    workspace.write("template.yaml", template)
    args = ("check", "template.yaml", "--output-format", "concise")
    found = workspace.run(*args, env=environment).out
    assert "template.yaml:11:18: error[topic-names] the name 'orders' does not" in found
    assert found.count("topic-names") == 1
    workspace.write("fixtures/topic-names/fault.yaml", template)
    accept = (sys.executable, "-m", "auditor.testing", "accept")
    workspace.run("fixtures", "--rules", "topic_names_rules", command=accept, env=environment)
    assert b"TopicName: our-orders\n  Third" in workspace.read(
        "fixtures/topic-names/fault.fixed.yaml"
    )
    workspace.write("test_page.py", tests)
    tested = workspace.run(command=(sys.executable, "-m", "pytest", "-q"), env=environment)
    assert "1 passed" in tested.out


def test_the_question_of_the_page(workspace: Workspace) -> None:
    _, rule, _ = blocks("writing-rules.md", "python")
    environment = installed(workspace, "our_detector", rule)
    workspace.write("cfnaudit.toml", 'plugins = ["our_detector"]\n')
    workspace.write("a.yaml", "Resources:\n  Eye:\n    Type: AWS::GuardDuty::Detector\n")
    args = ("check", "a.yaml", "--select", "our-detector", "--output-format", "concise")
    asked = workspace.run(*args, env=environment)
    assert asked.code == 0
    assert "question[our-detector] 1 detector is created, refused in Regions" in asked.out
    workspace.write("cfnaudit.toml", 'plugins = ["our_detector"]\nseverity.our-detector = "error"')
    answered = workspace.run(*args, env=environment)
    assert answered.code == 1
    assert "error[our-detector] Detector 'Eye' is refused where" in answered.out


def test_the_commands_of_the_page_are_those_of_the_skeleton(workspace: Workspace) -> None:
    commands, _values, accepting = blocks("writing-rules.md", "sh")
    written = workspace.shell(commands.splitlines()[0])
    for command in commands.splitlines()[1:]:
        assert f"  {command}\n" in written.out
    for line in blocks("writing-rules.md", "toml")[0].splitlines():
        assert line in written.out
    assert "--rules topic_names_rules" in accepting
