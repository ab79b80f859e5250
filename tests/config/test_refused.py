"""A configuration that cannot be used: one line with its place, exit code 2, no traceback."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.config.fault import BadConfiguration
from auditor.config.find import MAX_BYTES
from auditor.config.lookup import Configurations
from auditor.engine import registry
from tests.cli.test_bad_input import AS_NOBODY
from tests.runner import Workspace, assert_one_line

RULES = registry.load()

FAULTS = {
    "unknown key": ("igore = []", "1:1: unknown key 'igore'; did you mean 'ignore'?"),
    "unknown key in underscores": ("fail_on = 'error'", "1:1: unknown key 'fail_on'; did you mean"),
    "key of a table": (
        "\nconcurrency = 5",
        "2:1: unknown key 'concurrency'; did you mean 'account.",
    ),
    "unknown key near to none": ("zzz = 1", "1:1: unknown key 'zzz'"),
    "unknown key in a table": (
        "[account]\n  concurency = 5",
        "2:3: unknown key 'concurency' in [account]; did you mean 'concurrency'?",
    ),
    "unknown dotted key": ("account.x = 1", "1:9: unknown key 'x' in [account]"),
    "unknown table": ("[regions-of]\n", "1:2: unknown key 'regions-of'"),
    "the table of pyproject": ("[tool.cfnaudit]\n", "1:2: unknown key 'tool'; in this file"),
    "unknown id": (
        'ignore = [\n  "s3",\n  "log-group-mising",\n]',
        "3:3: no rule has the id 'log-group-mising'; did you mean 'log-group-missing'?",
    ),
    "unknown service": ('select = ["lamda"]', "1:11: no rule has the id 'lamda'; did you mean"),
    "unknown id near to none": (
        "select = ['0']",
        "1:11: no rule has the id '0'; see 'cfnaudit rul",
    ),
    "unknown id of a severity": (
        "[severity]\nacl-disable = 'info'",
        "2:1: no rule has the id 'acl-disable'; did you mean 'acl-disabled'?",
    ),
    "unknown id for a file": (
        "per-file-ignores = {'*' = ['s3', 'x9']}",
        "1:34: no rule has the id 'x9'",
    ),
    "unknown id of a safe fix": ("extend-safe-fixes = ['x9']", "1:22: no rule has the id 'x9'"),
    "a string for a list": ("select = 's3'", "1:10: 'select' must be a list, not a string"),
    "a number in a list": (
        "ignore = ['s3', 3]",
        "1:17: an item of 'ignore' must be a string, not 3",
    ),
    "a list for a table": ("severity = []", "1:12: 'severity' must be a table, not a list"),
    "a table for a list": ("[regions]\n", "1:2: 'regions' must be a list, not a table"),
    "a date": (
        "unsafe-fixes = 2020-01-01",
        "1:16: 'unsafe-fixes' must be true or false, not a date",
    ),
    "a word": ("unsafe-fixes = 'yes'", "1:16: 'unsafe-fixes' must be true or false, not a string"),
    "an unknown severity": (
        "fail-on = 'fatal'",
        "1:11: 'fail-on' must be 'error', 'warning' or 'info', not 'fatal'",
    ),
    "an unknown severity of a rule": (
        'severity."s3" = "note"',
        "1:17: 'severity.s3' must be 'error', 'warning' or 'info', not 'note'",
    ),
    "an unknown format": ("output-format = 'xml'", "1:17: 'output-format' must be 'text', "),
    "days that nobody keeps": (
        "log-retention-days = 31",
        "1:22: 'log-retention-days' must be 1, 3",
    ),
    "below the range": (
        "[account]\nconcurrency = 0",
        "2:15: 'account.concurrency' must be 1 or more, not 0",
    ),
    "above the range": (
        "account.concurrency = 9999999999",
        "1:23: 'account.concurrency' must be 2",
    ),
    "a number of 16 kB": ("account.concurrency = 0x" + "f" * 16000, "or less, not a number that l"),
    "true for a number": (
        "account = {concurrency = true}",
        "1:26: 'account.concurrency' must be a",
    ),
    "infinite": ("account.concurrency = inf", "1:23: 'account.concurrency' must be a whole number"),
    "no Region": (
        "regions = ['eu-west-1', 'Ireland']",
        "1:25: an item of 'regions' must be the name of a Region, such as 'eu-central-1', not",
    ),
    "nothing selected": ("select = []", "1:10: 'select' must not be empty"),
    "an empty name": ("ignore = ['']", "1:11: an item of 'ignore' must not be empty"),
    "an odd key": (
        'per-file-ignores."{*.y}[0]" = "s3"',
        "1:31: 'per-file-ignores.{*.y}[0]' must be a list, not a string",
    ),
    "a pattern that is none": (
        "exclude = ['x', '!']",
        "1:17: '!' is not a file pattern as .gitignore has them: it names nothing",
    ),
    "a pattern of a file that is none": (
        "[per-file-ignores]\n'/' = []\n'!' = []",
        "3:1: '!' is not",
    ),
    "no value": ("select =\n", "1:9: is not valid TOML: invalid value"),
    "a list left open": ("select = [\n", "2:1: is not valid TOML: "),
    "a key twice": (
        "ignore = []\nignore = []",
        "2:12: is not valid TOML: cannot overwrite a value",
    ),
    "a stray word": ("# ours\nselect\n", "2:7: is not valid TOML: expected '='"),
    "deep lists": ("select = " + "[" * 5000 + "]" * 5000, "1:1: is nested too deeply"),
    "a deep key": ("a." * 90_000 + "x = 1", "1:1: is nested too deeply"),
    "a number without end": ("a = " + "9" * 9000, "1:1: has a number that is too long"),
    "a control character": ("ignore = ['\x07']", "1:12: is not valid TOML: "),
    "Latin-1": (b"# one\n# caf\xe9\n", "2:6: is not UTF-8"),
    "UTF-16": ("select = []".encode("utf-16"), "1:1: is not UTF-8"),
    "huge": ("#" * (MAX_BYTES + 1), "is larger than 200 kB"),
}


@pytest.mark.parametrize(("content", "says"), FAULTS.values(), ids=FAULTS.keys())
def test_the_fault_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | bytes, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "cfnaudit.toml").write_bytes(data)
    with pytest.raises(BadConfiguration) as caught:
        Configurations(RULES, {}).for_folder(Path())
    message = str(caught.value)
    assert message.startswith("cfnaudit.toml:")
    assert says in message
    assert len(message) < 300


IN_PYPROJECT = {
    "unknown key": (
        '[project]\nname = "x"\n\n[tool.cfnaudit]\nigore = []\n',
        "pyproject.toml:5:1: unknown key 'igore' in [tool.cfnaudit]; did you mean 'ignore'?",
    ),
    "unknown key in a table": (
        "[tool.cfnaudit.account]\nx = 1\n",
        "pyproject.toml:2:1: unknown key 'x' in [tool.cfnaudit.account]",
    ),
    "unknown id": ('tool.cfnaudit.ignore = ["x9"]', "pyproject.toml:1:25: no rule has the id 'x9'"),
    "no table": (
        "[tool]\ncfnaudit = 3\n",
        "pyproject.toml:2:12: the configuration must be a table",
    ),
    "tables": ("[[tool.cfnaudit]]\n", "pyproject.toml:1:3: the configuration must be a table, not"),
    "no TOML": ("[tool.cfnaudit\n", "pyproject.toml:1:15: is not valid TOML"),
}


@pytest.mark.parametrize(("content", "says"), IN_PYPROJECT.values(), ids=IN_PYPROJECT.keys())
def test_faults_in_pyproject(workspace: Workspace, content: str, says: str) -> None:
    workspace.write("a.yaml")
    workspace.write("pyproject.toml", content)
    result = workspace.check("a.yaml")
    assert_one_line(result, says)
    assert result.out == ""


NAMED = {
    "no such file": ("gone.toml", "gone.toml: does not exist"),
    "a folder": (".", ".: is a folder"),
    "a pipe": ("pipe.toml", "pipe.toml: is not a regular file"),
    "a device": ("/dev/zero", "/dev/zero: is not a regular file"),
    "a broken link": ("link.toml", "link.toml: does not exist"),
    "a name too long": ("x" * 5000, "File name too long"),
    "a project without a table": ("pyproject.toml", "pyproject.toml: has no table [tool.cfnaudit]"),
    "empty": ("", "is a folder"),
}


@pytest.mark.parametrize(("name", "says"), NAMED.values(), ids=NAMED.keys())
def test_a_named_file_that_is_none(workspace: Workspace, name: str, says: str) -> None:
    workspace.write("a.yaml")
    workspace.write("pyproject.toml", "[tool.x]\n")
    (workspace.folder / "link.toml").symlink_to("nowhere")
    os.mkfifo(workspace.folder / "pipe.toml")
    assert_one_line(workspace.check("a.yaml", "--config", name), says)
    assert_one_line(workspace.run("explain", "acl-disabled", "--for", "x", "--config", name), says)
    assert_one_line(workspace.check("a.yaml", "--show-settings", "--config", name), says)


@pytest.mark.parametrize("name", ["cfnaudit.toml", ".cfnaudit.toml"])
def test_a_folder_of_that_name(workspace: Workspace, name: str) -> None:
    workspace.write("a.yaml")
    (workspace.folder / name).mkdir()
    assert_one_line(
        workspace.check("a.yaml"), f"{name}: is a folder, and a configuration is a file"
    )
    assert workspace.check("a.yaml", "--isolated").code == 1


@pytest.mark.parametrize("name", ["cfnaudit.toml", "pyproject.toml"])
def test_a_file_without_read_permission(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        workspace.folder.chmod(0o777)
        workspace.write("a.yaml")
        workspace.write(name, "[tool.cfnaudit]").chmod(0)
        result = workspace.python(AS_NOBODY, "check", "a.yaml")
        assert_one_line(result, f"{name}: cannot be read (Permission denied)")


def test_what_has_the_name_of_a_project_and_is_none_is_passed_over(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    (workspace.folder / "pyproject.toml").mkdir()
    assert workspace.check("a.yaml").code == 1
    (workspace.folder / "pyproject.toml").rmdir()
    os.mkfifo(workspace.folder / "pyproject.toml")
    assert workspace.check("a.yaml").code == 1


@given(st.text() | st.binary())
def test_any_content_is_a_configuration_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    path.write_bytes(data)
    message = f"{path}:"
    try:
        Configurations(RULES, {}, file=str(path)).for_folder(Path())
    except BadConfiguration as error:
        message = str(error)
    assert message.startswith(f"{path}:")
