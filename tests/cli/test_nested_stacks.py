"""Nested stacks beside their parent are checked with what the parent hands on."""

from __future__ import annotations

import pytest

from tests.runner import RULE, Result, Workspace

PARENT = """\
Parameters:
  Every: {Type: String, Default: rate(1 hour)}
  Open: {Type: String}
Resources:
  Jobs:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: nested/jobs.yaml
      Parameters:
        Every: VALUE
"""
CHILD = """\
Parameters:
  Every: {Type: String}
  Other: {Type: String, Default: rate(1 hour)}
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties: {ScheduleExpression: !Ref Every}
  Hourly:
    Type: AWS::Events::Rule
    Properties: {ScheduleExpression: !Ref Other}
"""
BAD = "rate(1 days)"


def found(result: Result) -> list[tuple[str, str, list[str]]]:
    return [
        (one["severity"], one["resource"], one["environments"])
        for one in result.report["findings"]
        if one["rule"] == RULE
    ]


def checked(workspace: Workspace, value: str, *args: str, child: str = CHILD) -> Result:
    workspace.write("parent.yaml", PARENT.replace("VALUE", value))
    workspace.write("nested/jobs.yaml", child)
    return workspace.check(*(args or (".",)), "--output-format", "json")


def test_a_value_handed_on_is_certain(workspace: Workspace) -> None:
    assert found(checked(workspace, BAD)) == [("error", "Nightly", [])]


def test_without_the_parent_nothing_is_known(workspace: Workspace) -> None:
    assert found(checked(workspace, BAD, "nested")) == []


def test_a_default_of_the_parent_is_not_certain(workspace: Workspace) -> None:
    workspace.write(
        "parent.yaml", PARENT.replace("rate(1 hour)", BAD).replace("VALUE", "!Ref Every")
    )
    workspace.write("nested/jobs.yaml", CHILD)
    result = workspace.check(".", "--output-format", "json")
    assert ("warning", "Nightly", []) in found(result)
    assert ("error", "Nightly", []) not in found(result)


def test_a_value_that_is_given_to_the_parent(workspace: Workspace) -> None:
    args = (".", "--parameters", f"Every={BAD}")
    assert found(checked(workspace, "!Ref Every", *args)) == [("error", "Nightly", [])]


def test_an_unknown_value_puts_the_default_out_of_force(workspace: Workspace) -> None:
    child = CHILD.replace("Every: {Type: String}", f"Every: {{Type: String, Default: {BAD}}}")
    assert found(checked(workspace, "!Ref Open", child=child)) == []
    assert found(checked(workspace, "!Ref Open", "nested", child=child)) == [
        ("warning", "Nightly", [])
    ]


def test_what_is_not_handed_on_has_its_default(workspace: Workspace) -> None:
    child = CHILD.replace("Default: rate(1 hour)", "Default: rate(2 hour)")
    assert found(checked(workspace, "rate(1 day)", child=child)) == [("error", "Hourly", [])]


def test_uses_that_differ_are_named(workspace: Workspace) -> None:
    second = PARENT.partition("Resources:\n")[2].replace("Jobs", "More")
    workspace.write(
        "parent.yaml",
        PARENT.replace("VALUE", "rate(1 day)") + second.replace("VALUE", BAD),
    )
    workspace.write("nested/jobs.yaml", CHILD)
    result = workspace.check(".", "--output-format", "json")
    assert found(result) == [("error", "Nightly", ["More of parent.yaml"])]


def test_each_environment_of_the_parent(workspace: Workspace) -> None:
    workspace.write(
        "cfnaudit.toml",
        f"[environments]\ndev.parameters = {{Open = '{BAD}'}}\nprod.parameters = {{Open = 'x'}}\n",
    )
    result = checked(workspace, "!Ref Open")
    assert ("error", "Nightly", ["dev"]) in found(result)


def test_stacks_in_nested_stacks(workspace: Workspace) -> None:
    workspace.write("top.yaml", PARENT.replace("nested/jobs", "parent").replace("VALUE", BAD))
    result = checked(workspace, "!Ref Every")
    assert ("error", "Nightly", []) in found(result)


def test_an_application_of_sam(workspace: Workspace) -> None:
    workspace.write(
        "parent.yaml",
        "Transform: AWS::Serverless-2016-10-31\n"
        + PARENT.replace("VALUE", BAD)
        .replace("AWS::CloudFormation::Stack", "AWS::Serverless::Application")
        .replace("TemplateURL", "Location"),
    )
    workspace.write("nested/jobs.yaml", CHILD)
    assert found(workspace.check(".", "--output-format", "json")) == [("error", "Nightly", [])]


@pytest.mark.parametrize(
    "url", ["https://example.com/jobs.yaml", "parent.yaml", "none.yaml", "!Ref Open", "[a]"]
)
def test_other_urls(workspace: Workspace, url: str) -> None:
    workspace.write("parent.yaml", PARENT.replace("nested/jobs.yaml", url).replace("VALUE", BAD))
    workspace.write("nested/jobs.yaml", CHILD)
    result = workspace.check(".", "--output-format", "json")
    assert found(result) == []
    assert "internal error" not in result.err


def test_two_that_nest_each_other(workspace: Workspace) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        workspace.write(
            f"{name}.yaml",
            PARENT.replace("nested/jobs", other).replace("VALUE", "!Ref Every"),
        )
    result = workspace.check(".", "--output-format", "json")
    assert "internal error" not in result.err
    assert result.code in (0, 1)


_UP = """\
Resources:
  Jobs:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ../shared/jobs.yaml
      Parameters: {Evry: rate(1 hour)}
"""
_SLIP = "nested-stack-parameter"


def slips(result: Result) -> list[str]:
    """The rule, where it found something."""
    return sorted({one["rule"] for one in result.report["findings"]} & {_SLIP})


def above(workspace: Workspace, *paths: str, cache: bool = False) -> Result:
    env = {"CFNAUDIT_CACHE_DIR": str(workspace.folder.parent / "cache")} if cache else {}
    return workspace.run("check", *paths, "--output-format", "json", env=env)


@pytest.mark.parametrize("path", [".", "team", "team/parent.yaml"])
def test_a_template_above_in_the_repository(workspace: Workspace, path: str) -> None:
    workspace.write(".git/HEAD", "ref: refs/heads/main\n")
    workspace.write("team/parent.yaml", _UP)
    workspace.write("shared/jobs.yaml", CHILD)
    result = above(workspace, path)
    assert slips(result) == [_SLIP]
    assert "is not read" not in result.err


def test_a_template_above_in_the_folder_that_is_named(workspace: Workspace) -> None:
    workspace.write("work/team/parent.yaml", _UP)
    workspace.write("work/shared/jobs.yaml", CHILD)
    assert slips(above(workspace, "work")) == [_SLIP]
    result = above(workspace, "work/team")
    assert slips(result) == []
    assert (
        "Template '../shared/jobs.yaml' of nested stack 'Jobs' is not read: it lies outside of the"
        " repository and of the folder that was named" in result.err
    )


def test_a_link_that_leads_out_of_the_repository(workspace: Workspace) -> None:
    workspace.write("repository/.git/HEAD", "ref: refs/heads/main\n")
    workspace.write("repository/team/parent.yaml", _UP)
    workspace.write("elsewhere/jobs.yaml", CHILD)
    (workspace.folder / "repository/shared").symlink_to(workspace.folder / "elsewhere")
    result = above(workspace, "repository")
    assert slips(result) == []
    assert "lies outside of the repository" in result.err


def test_a_template_above_that_changes_is_noticed(workspace: Workspace) -> None:
    workspace.write(".git/HEAD", "ref: refs/heads/main\n")
    workspace.write("team/parent.yaml", _UP)
    workspace.write("shared/jobs.yaml", CHILD)
    for _ in range(2):
        assert slips(above(workspace, "team", cache=True)) == [_SLIP]
    workspace.write("shared/jobs.yaml", CHILD.replace("Every", "Evry"))
    assert slips(above(workspace, "team", cache=True)) == []
    (workspace.folder / "shared/jobs.yaml").unlink()
    result = above(workspace, "team", cache=True)
    assert slips(result) == []
    assert "it does not exist" in result.err
