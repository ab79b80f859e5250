"""A configuration for a company: files that extend others, overrides for some files."""

from __future__ import annotations

import pytest

from tests.runner import BROKEN, RULE, Workspace, assert_one_line

NOTHING = 'ignore = ["all"]\n'

HOLDS = {
    "the other file": ('extend = "../base.toml"', NOTHING, 0),
    "this file first": ('extend = "../base.toml"\nignore = []', NOTHING, 1),
    "lists that extend add up": (
        'extend = "../base.toml"\nextend-ignore = ["events"]',
        'extend-ignore = ["s3"]',
        0,
    ),
    "tables are joined": (
        'extend = "../base.toml"\n[severity]\ns3 = "info"',
        '[severity]\nevents = "info"\ns3 = "error"',
        0,
    ),
    "an override of the other file": (
        'extend = "../base.toml"',
        '[[overrides]]\nfiles = ["svc/*.yaml"]\nignore = ["events"]',
        0,
    ),
    "an override for others": (
        'extend = "../base.toml"',
        '[[overrides]]\nfiles = ["other/*.yaml"]\nignore = ["events"]',
        1,
    ),
    "the last override": (
        (
            '[[overrides]]\nfiles = ["*.yaml"]\nignore = ["events"]\n'
            '[[overrides]]\nfiles = ["a.*"]\nignore = []'
        ),
        "",
        1,
    ),
    "patterns from where they are written": (
        'extend = "../base.toml"',
        f'per-file-ignores = {{"/svc/a.yaml" = ["{RULE}"]}}',
        0,
    ),
    "severity in an override": (
        '[[overrides]]\nfiles = ["*.yaml"]\nfail-on = "error"\nseverity = {events = "warning"}',
        "",
        0,
    ),
}


@pytest.mark.parametrize(("own", "base", "code"), HOLDS.values(), ids=HOLDS.keys())
def test_the_layer_that_speaks_first_decides(
    workspace: Workspace, own: str, base: str, code: int
) -> None:
    workspace.write("svc/a.yaml")
    workspace.write("svc/cfnaudit.toml", own)
    workspace.write("base.toml", base)
    result = workspace.check("svc/a.yaml")
    assert (result.code, result.err) == (code, ""), result


REFUSED = {
    "a file that is not there": ('extend = "../none.toml"', "1:10: '../none.toml' does not exist"),
    "a circle": ('extend = "cfnaudit.toml"', "too many files extend each other"),
    "an override without files": ("[[overrides]]\nignore = []", "files"),
    "an unknown key of an override": (
        '[[overrides]]\nfiles = ["a"]\nigore = []',
        "3:1: unknown key 'igore' in [overrides.0]; did you mean 'ignore'?",
    ),
    "an unknown rule in an override": (
        '[[overrides]]\nfiles = ["a"]\nignore = ["log-goup-missing"]',
        "3:11: no rule has the id 'log-goup-missing'; did you mean 'log-group-missing'?",
    ),
    "a Region that does not exist": (
        'regions = ["eu-centra-1"]',
        "1:12: 'eu-centra-1' is not an AWS Region; did you mean 'eu-central-1'?",
    ),
    "a Region of an environment": (
        '[environments.prod]\nregions = ["us-east-11"]',
        "2:12: 'us-east-11' is not an AWS Region; did you mean 'us-east-1'?",
    ),
}


@pytest.mark.parametrize(("own", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_makes_no_sense_is_refused(workspace: Workspace, own: str, says: str) -> None:
    workspace.write("svc/a.yaml")
    workspace.write("svc/cfnaudit.toml", own)
    result = workspace.check("svc/a.yaml")
    assert result.code == 2
    assert_one_line(result)
    assert says in result.err


def test_a_region_of_the_command_line_is_known(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.check("a.yaml", "--region", "eu-wst-1")
    assert result.code == 2
    assert "did you mean 'eu-west-1'?" in result.err


def test_house_rules_of_a_file_that_is_extended(workspace: Workspace) -> None:
    workspace.write("a.yaml", BROKEN)
    workspace.write(
        "company/rules.yaml",
        "version: 1\nrules:\n  - id: rules-have-names\n    type: AWS::Events::Rule\n"
        "    schema: {required: [Name]}\n    message: Rules have names\n",
    )
    workspace.write("company/base.toml", 'house-rules = ["rules.yaml"]')
    workspace.write("cfnaudit.toml", 'extend = "company/base.toml"')
    assert "rules-have-names" in workspace.check("a.yaml").out
