"""The body of a stack set is checked as a template of its own, in its place."""

from __future__ import annotations

import json

import pytest

from tests.runner import RULE, Result, Workspace

BODY = """\
Parameters:
  Every: {Type: String}
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: VALUE
"""
OUTER = """\
Parameters:
  Any: {Type: String}
Conditions:
  IsLive: !Equals [!Ref Any, live]
Resources:
  Everywhere:
    Type: AWS::CloudFormation::StackSet
    Properties:
      StackSetName: everywhere
      PermissionModel: SERVICE_MANAGED
      Parameters: [{ParameterKey: Every, ParameterValue: GIVEN}]
      TemplateBody: |
BODY
"""
BAD = "rate(1 days)"


def indented(body: str) -> str:
    return "\n".join(f"        {line}" for line in body.splitlines())


def outer(value: str, given: str = "x") -> str:
    body = indented(BODY.replace("VALUE", value))
    return OUTER.replace("BODY", body).replace("GIVEN", given)


def checked(workspace: Workspace, text: str, *args: str, name: str = "t.yaml") -> Result:
    path = workspace.write(name, text)
    return workspace.check(str(path), "--output-format", "json", *args)


def found(result: Result) -> list[tuple[str, str, int, int]]:
    return [
        (one["severity"], one["resource"], one["location"]["line"], one["location"]["column"])
        for one in result.report["findings"]
        if one["rule"] == RULE and one["status"] == "open"
    ]


def test_a_fault_in_a_block_has_its_own_place(workspace: Workspace) -> None:
    assert found(checked(workspace, outer(BAD))) == [("error", "Everywhere", 19, 42)]


def test_a_fault_in_a_line_of_json_has_its_own_place(workspace: Workspace) -> None:
    body = json.dumps(
        {
            "Resources": {
                "A": {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": BAD}}
            }
        }
    )
    text = json.dumps(
        {
            "Resources": {
                "Everywhere": {
                    "Type": "AWS::CloudFormation::StackSet",
                    "Properties": {
                        "StackSetName": "a",
                        "PermissionModel": "SERVICE_MANAGED",
                        "TemplateBody": body,
                    },
                }
            }
        }
    )
    result = checked(workspace, text, name="t.json")
    assert found(result) == [("error", "Everywhere", 1, text.index("days") + 1)]


def test_the_fix_is_written_into_the_block(workspace: Workspace) -> None:
    result = checked(workspace, outer(BAD), "--fix")
    assert (workspace.folder / "t.yaml").read_text() == outer("rate(1 day)")
    assert found(result) == []


def test_what_the_stack_set_passes_is_a_default(workspace: Workspace) -> None:
    result = checked(workspace, outer("!Ref Every", BAD))
    assert [severity for severity, *_ in found(result)] == ["warning"]


def test_names_are_those_of_the_inner_template(workspace: Workspace) -> None:
    result = checked(workspace, outer("!Ref Any"))
    assert [one["rule"] for one in result.report["findings"]] == ["undefined-reference"]


def test_a_comment_in_the_body_suppresses(workspace: Workspace) -> None:
    text = outer(f"{BAD} # cfnaudit: ignore[{RULE}] as they want it")
    assert found(checked(workspace, text)) == []


def test_a_body_that_cannot_be_read_is_told_there(workspace: Workspace) -> None:
    result = checked(workspace, outer("[").replace("[\n", "[\n          - ]: :\n"))
    [one] = result.report["findings"]
    assert (one["rule"], one["resource"]) == ("template-syntax", "Everywhere")
    assert one["location"]["line"] > 12


@pytest.mark.parametrize(
    "body", ["''", "text", "[a]", "!Sub 'a: ${Any}'", "!Ref Any", "5", "{a: b}"]
)
def test_other_bodies(workspace: Workspace, body: str) -> None:
    text = OUTER.partition("TemplateBody")[0] + f"TemplateBody: {body}\n"
    result = checked(workspace, text)
    assert "internal error" not in result.err
    assert found(result) == []


def test_a_stack_set_in_a_stack_set(workspace: Workspace) -> None:
    inner = outer(BAD).replace("IsLive: !Equals [!Ref Any, live]", "Other: !Equals [!Ref Any, a]")
    text = OUTER.replace("BODY", indented(inner)).replace("GIVEN", "x")
    assert found(checked(workspace, text)) == [("error", "Everywhere", 31, 50)]
    fixed = checked(workspace, text, "--fix")
    assert found(fixed) == []


def test_what_a_sub_puts_in_is_unknown(workspace: Workspace) -> None:
    text = outer("${Any}").replace("TemplateBody: |", "TemplateBody: !Sub |")
    assert found(checked(workspace, text)) == []


def test_a_fault_after_what_a_sub_puts_in_has_its_own_place(workspace: Workspace) -> None:
    body = BODY.replace("VALUE", BAD).replace(
        "Properties:", 'Properties:\n      Name: !Sub "${!Every}-${Any}"'
    )
    text = OUTER.replace("BODY", indented(body)).replace("TemplateBody: |", "TemplateBody: !Sub |")
    assert found(checked(workspace, text)) == [("error", "Everywhere", 20, 42)]
    assert found(checked(workspace, text, "--fix")) == []
    assert (workspace.folder / "t.yaml").read_text() == text.replace(BAD, "rate(1 day)")


def test_a_sub_with_variables_of_its_own(workspace: Workspace) -> None:
    body = BODY.replace("VALUE", BAD).replace("Nightly", "Night${Any}ly")
    given = "Resources: {A: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: 'VALUE'}}}"
    text = OUTER.partition("TemplateBody")[0] + (
        f'TemplateBody: !Sub ["{given.replace("VALUE", BAD)} # ${{Why}}", {{Why: !Ref Any}}]\n'
    )
    assert [severity for severity, *_ in found(checked(workspace, text))] == ["error"]
    keys = OUTER.replace("BODY", indented(body)).replace("TemplateBody: |", "TemplateBody: !Sub |")
    assert found(checked(workspace, keys)) == []


@pytest.mark.parametrize("body", ["${Any}", "{${Any}", "a: ${", "[${Any}, ]]", "${!", "$", ""])
def test_subs_that_make_any_text(workspace: Workspace, body: str) -> None:
    text = OUTER.partition("TemplateBody")[0] + f"TemplateBody: !Sub '{body}'\n"
    assert "internal error" not in checked(workspace, text).err
