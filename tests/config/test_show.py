"""What holds for a file, and why a rule runs on it or does not."""

from __future__ import annotations

import sys

import pytest

from tests.runner import Workspace, assert_one_line

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TOML = """\
# ours
select = ["all"]
ignore = [
  "code",
  "acl-disabled",
]
exclude = ["gen/"]
extend-unsafe-fixes = ["s3"]

[severity]
s3 = "info"

[per-file-ignores]
"sub/**" = ["lambda"]

[account]
concurrency = 50
"""


@pytest.fixture
def configured(workspace: Workspace) -> Workspace:
    workspace.write("a.yaml")
    workspace.write("sub/a.yaml")
    workspace.write("gen/x/a.yaml")
    workspace.write("cfnaudit.toml", TOML)
    return workspace


SHOWN = {
    "the file": ("a.yaml", (), 'select = ["all"]  # cfnaudit.toml:2:1'),
    "its name": ("a.yaml", (), "# settings for a.yaml"),
    "its configuration": ("a.yaml", (), "# configuration file: cfnaudit.toml"),
    "no configuration": ("a.yaml", ("--isolated",), "# configuration file: none"),
    "another configuration": ("a.yaml", ("--config", "x.toml"), 'regions = ["us-east-1"]  # x.tom'),
    "a default": ("a.yaml", (), 'fail-on = "error"  # default'),
    "not set": ("a.yaml", (), "# include is not set  # default"),
    "a table": ("a.yaml", (), "concurrency = 50  # cfnaudit.toml:17:1"),
    "an option": ("a.yaml", ("--fail-on", "info"), 'fail-on = "info"  # --fail-on'),
    "an option beats": (
        "a.yaml",
        ("--account-concurrency", "7"),
        "concurrency = 7  # --account-concurrency",
    ),
    "an option that turns off": (
        "a.yaml",
        ("--no-api-gateway-logging-role",),
        "api-gateway-logging-role = false  # --no-api-gateway-logging-role",
    ),
    "an option adds": (
        "a.yaml",
        ("--ignore", "s3"),
        'ignore = ["code", "acl-disabled", "s3"]  # cfnaudit.toml:3:1, --ignore',
    ),
    "a selection": ("a.yaml", ("--select", "s3,logs"), 'select = ["s3", "logs"]  # --select'),
    "rules that do not run": ("sub/a.yaml", (), "handler-not-found"),
    "a folder": ("sub", (), "# settings for sub"),
    "standard input": ("-", (), "# settings for -"),
}


@pytest.mark.parametrize(("path", "options", "line"), SHOWN.values(), ids=SHOWN.keys())
def test_settings(configured: Workspace, path: str, options: tuple[str, ...], line: str) -> None:
    configured.write("x.toml", 'regions = ["us-east-1"]')
    result = configured.check(path, "--show-settings", *options)
    assert (result.code, result.err) == (0, "")
    assert line in result.out
    tomllib.loads(result.out)


def test_settings_of_several_files(configured: Workspace) -> None:
    configured.write("sub/cfnaudit.toml", 'output-format = "json"\nregions = ["us-east-1"]')
    result = configured.check("a.yaml", "sub/a.yaml", "--show-settings")
    first, second = result.out.split("\n\n# settings for ")
    assert "regions = []  # default" in first
    assert 'regions = ["us-east-1"]  # sub/cfnaudit.toml:2:1' in second
    assert 'output-format = "text"  # default' in second


WHY = {
    "it runs": ("log-group-missing", "a.yaml", ("runs on a.yaml", "toml:2:11")),
    "it is ignored": ("acl-disabled", "a.yaml", ("does not run", "it is ignored", "toml:5:3")),
    "its service": ("unguarded-records", "a.yaml", ("does not run", "'code'", "toml:4:3")),
    "its file": ("handler-not-found", "sub/a.yaml", ("does not run", "'sub/**'", "toml:14:1")),
    "another file": ("handler-not-found", "a.yaml", ("runs on a.yaml",)),
    "its severity": ("log-delivery-policy", "a.yaml", ("runs", "count as info", "toml:11:1")),
    "its fixes": ("log-delivery-policy", "a.yaml", ("count as unsafe", "toml:8:24")),
    "it is excluded": ("invoke-permission", "gen/x/a.yaml", ("runs", "passes over", "toml:7:12")),
}


@pytest.mark.parametrize(("rule", "path", "parts"), WHY.values(), ids=WHY.keys())
def test_why(configured: Workspace, rule: str, path: str, parts: tuple[str, ...]) -> None:
    result = configured.run("explain", rule, "--for", path)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{rule} ")
    for part in parts:
        assert part in result.out


def test_why_not_where_others_are_selected(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.write("cfnaudit.toml", 'select = ["s3"]')
    result = workspace.run("explain", "handler-not-found", "--for", "a.yaml")
    assert "does not run on a.yaml: not selected (cfnaudit.toml:1:1)" in result.out


@pytest.mark.parametrize("options", [(), ("--isolated",)])
def test_why_without_a_configuration(workspace: Workspace, options: tuple[str, ...]) -> None:
    workspace.write("a.yaml")
    result = workspace.run("explain", "acl-disabled", "--for", "a.yaml", *options)
    assert result.out == "acl-disabled runs on a.yaml: every rule is selected (default)\n"


def test_why_for_an_unknown_rule(workspace: Workspace) -> None:
    result = workspace.run("explain", "acl-disable", "--for", "a.yaml")
    assert_one_line(result, "no rule has the id 'acl-disable'; did you mean 'acl-disabled'?")


@pytest.mark.parametrize(
    ("name", "says"),
    [("b.yaml", "b.yaml: does not exist; did you mean 'a.yaml'?"), ("sub", "sub: is a folder")],
)
def test_why_for_what_is_no_file(workspace: Workspace, name: str, says: str) -> None:
    workspace.write("a.yaml")
    workspace.write("sub/a.yaml")
    assert_one_line(workspace.run("explain", "acl-disabled", "--for", name), says)


def test_settings_for_a_file_that_is_not_there(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.check("a.yaml", "sub/a.yaml", "--show-settings")
    assert_one_line(result, "sub/a.yaml: does not exist")
    assert result.out == ""


def test_terminals_are_safe_from_names(workspace: Workspace) -> None:
    workspace.write("cfnaudit.toml", 'per-file-ignores = {"\\u001b[3]1m*" = ["all"]}')
    for name in ("\x1b[2J.yaml", "\x1b[31mx"):
        workspace.write(name)
    shown = workspace.check("\x1b[2J.yaml", "--show-settings")
    why = workspace.run("explain", "acl-disabled", "--for", "\x1b[31mx")
    assert (shown.code, why.code) == (0, 0)
    assert "\x1b" not in shown.out + why.out
