"""Templates and their tests: all files or none, in one run or many, and nothing without need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runner import BROKEN, MENDED, NOT_AS_ROOT, RULE, Workspace, assert_one_line

SUITE = """\
const yaml = require('js-yaml');
const fs = require('fs');
const template = yaml.load(fs.readFileSync('{name}.yaml', 'utf8'));

test('each night', () => {{
  expect(template.Resources.Nightly.Properties.ScheduleExpression).toBe('rate(1 days)');
}});
"""
CARRIED = SUITE.replace("1 days", "1 day")
MEANWHILE = """
import pathlib
import auditor.run.audit as run
real = run.audit
def audit(*args):
    result = real(*args)
    pathlib.Path('test/a.test.js').open('a').write('// mine\\n')
    return result
run.audit = audit
"""
IMPORTED = """
import sys
from auditor.__main__ import main
try:
    main()
except SystemExit:
    pass
print(*(name for name in sys.modules if name.startswith("auditor.")))
"""


@pytest.fixture
def project(workspace: Workspace) -> Workspace:
    (workspace.folder / ".git").mkdir()
    workspace.write("package.json", '{"devDependencies": {"jest": "29"}}')
    workspace.write("a.yaml")
    workspace.write("test/a.test.js", SUITE.format(name="a"))
    return workspace


def text(workspace: Workspace, name: str) -> str:
    return workspace.read(name).decode()


def test_template_and_test_are_written_together(project: Workspace) -> None:
    result = project.check("--fix", ".")
    assert (result.code, result.err) == (0, "")
    assert text(project, "a.yaml") == MENDED
    assert text(project, "test/a.test.js") == CARRIED.format(name="a")


def test_an_edit_of_the_test_meanwhile_keeps_both(project: Workspace) -> None:
    result = project.python(MEANWHILE, "check", "--fix", ".")
    assert_one_line(result, "a.test.js: was changed by somebody else", "nothing was written")
    assert text(project, "a.yaml") == BROKEN
    assert text(project, "test/a.test.js").startswith(SUITE.format(name="a") + "// mine\n")


def test_a_test_that_cannot_be_written_keeps_both(project: Workspace) -> None:
    project.folder.joinpath("test", "a.test.js").chmod(0o400)
    result = project.python(NOT_AS_ROOT, "check", "--fix", ".")
    assert_one_line(result, "a.test.js: is read-only, nothing was written")
    assert text(project, "a.yaml") == BROKEN


@pytest.mark.parametrize("named", ["a.yaml", "templates"])
def test_tests_outside_of_what_is_named_are_not_written(project: Workspace, named: str) -> None:
    if named == "templates":
        project.write("templates/a.yaml")
        project.write("test/a.test.js", SUITE.format(name="templates/a"))
    before = text(project, "test/a.test.js")
    result = project.check("--fix", named)
    assert result.code == 1
    assert "warning[stale-expectation]" in result.out
    assert "run 'cfnaudit check --fix .'" in result.out
    assert text(project, "test/a.test.js") == before
    assert text(project, "a.yaml") == BROKEN


def test_the_diff_has_both(project: Workspace) -> None:
    result = project.check("--diff", ".")
    assert "--- a/a.yaml" in result.out
    assert "--- a/test/a.test.js" in result.out
    assert text(project, "a.yaml") == BROKEN


def test_one_test_of_two_templates(project: Workspace) -> None:
    project.write("b.yaml")
    both = SUITE.format(name="a") + SUITE.format(name="b").replace("template", "other").replace(
        "const yaml = require('js-yaml');\nconst fs = require('fs');\n", ""
    )
    project.write("test/a.test.js", both)
    result = project.check("--fix", ".")
    assert (result.code, result.err) == (0, "")
    assert text(project, "b.yaml") == MENDED
    assert text(project, "test/a.test.js") == both.replace("1 days", "1 day")


def test_many_fixes_change_one_count_together(project: Workspace) -> None:
    code = "    Properties: {Handler: index.handler, Runtime: python3.13, Role: !Ref Role,"
    inline = 'Code: {ZipFile: "def handler(event, context): return 1"}}'
    functions = "".join(
        f"  Fn{number}:\n    Type: AWS::Lambda::Function\n{code} {inline}\n" for number in range(9)
    )
    project.write("a.yaml", f"Parameters:\n  Role: {{Type: String}}\nResources:\n{functions}")
    load = SUITE.format(name="a").partition("test(")[0]
    count = "test('all', () => {{ expect(Object.keys(template.Resources)).toHaveLength({}); }});\n"
    project.write("test/a.test.js", load + count.format(9))
    options = ("--select", "function-log-group", "--unsafe-fixes")
    result = project.check("--fix", *options, ".")
    assert (result.code, result.err) == (0, "")
    assert text(project, "a.yaml").count("AWS::Logs::LogGroup") == 9
    assert text(project, "test/a.test.js") == load + count.format(18)


def test_who_ignores_the_rule_has_templates_fixed_alone(project: Workspace) -> None:
    result = project.check("--fix", "--ignore", "stale-expectation", ".")
    assert result.code == 0
    assert text(project, "a.yaml") == MENDED
    assert text(project, "test/a.test.js") == SUITE.format(name="a")


def test_a_chosen_rule_carries_tests_as_well(project: Workspace) -> None:
    result = project.check("--fix", "--select", RULE, ".")
    assert result.code == 0
    assert text(project, "test/a.test.js") == CARRIED.format(name="a")


def test_a_comment_in_the_test_suppresses_the_finding(project: Workspace) -> None:
    line = "toBe('rate(1 days)');"
    ignored = SUITE.format(name="a").replace(line, f"{line} // cfnaudit: ignore[stale-expectation]")
    project.write("test/a.test.js", ignored)
    assert "stale-expectation" not in project.check(".").out


def test_a_suppressed_fault_is_pinned_by_nobody(project: Workspace) -> None:
    known = BROKEN.replace("# every night", f"# cfnaudit: ignore[{RULE}]")
    project.write("a.yaml", known)
    result = project.check(".")
    assert result.code == 0
    assert "stale-expectation" not in result.out


def test_a_remembered_result_knows_of_new_tests(project: Workspace) -> None:
    def rules() -> list[str]:
        report = json.loads(project.check("--output-format", "json", ".").out)
        return [one["rule"] for one in report["findings"]]

    assert rules() == rules() == [RULE, "stale-expectation"]
    project.write("test/a.test.js", CARRIED.format(name="a"))
    assert rules() == [RULE]
    project.write("test/b.test.js", SUITE.format(name="a"))
    assert rules() == [RULE, "stale-expectation"]


@pytest.mark.parametrize("content", ["test('it', () => {", "<<<<<<< HEAD\n", "\0", "é" * 10])
def test_a_test_that_cannot_be_read_stops_nothing(project: Workspace, content: str) -> None:
    project.write("test/b.test.js", f"// a.yaml\n{content}")
    result = project.check("--fix", ".")
    assert (result.code, result.err) == (0, "")
    assert text(project, "a.yaml") == MENDED


@pytest.mark.parametrize(
    ("template", "is_read"), [(BROKEN, True), (MENDED, False)], ids=["found", "clean"]
)
def test_nothing_of_it_is_imported_where_nothing_is_found(
    tmp_path: Path, template: str, is_read: bool
) -> None:
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "a.test.js").write_text(SUITE.format(name="a"))
    (tmp_path / "a.yaml").write_text(template)
    command = [sys.executable, "-c", IMPORTED, "check", "--no-cache", "a.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    modules = done.stdout.splitlines()[-1].split()
    assert ("auditor.suites.suite" in modules) is is_read
    assert ("auditor.expectations.review" in modules) is is_read


def test_without_tests_no_reader_is_imported(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BROKEN)
    command = [sys.executable, "-c", IMPORTED, "check", "--no-cache", "a.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    modules = done.stdout.splitlines()[-1].split()
    assert not any(name.startswith("auditor.expectations.") for name in modules)


def test_tests_of_other_things_are_not_parsed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BROKEN)
    (tmp_path / "test").mkdir()
    for number in range(20):
        text = SUITE.format(name="a").replace("a.yaml", f"other{number}.yaml")
        (tmp_path / "test" / f"t{number}.test.js").write_text(text)
    command = [sys.executable, "-c", IMPORTED, "check", "--no-cache", "a.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    modules = done.stdout.splitlines()[-1].split()
    assert "auditor.suites.suite" in modules
    assert not any(name.startswith("auditor.expectations.") for name in modules)
