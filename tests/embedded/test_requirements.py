"""Files that tell dependencies: what they ask for, and what is written into them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.embedded.manifests import read_manifest
from auditor.embedded.requirements import parse_requirements, with_extra, with_requirement

NAMES = st.sampled_from(["requests", "PyYAML", "aws_lambda.powertools", "a", "b-1"])
LINES = st.sampled_from(
    [
        "requests",
        "PyYAML==6.0.1  # why",
        "aws-lambda-powertools[tracer, parser]>=2,<3 ; python_version < '3.12'",
        "a [x] ~=1.0 \\",
        "    --config-settings=x",
        "# note \\",
        "-r base.txt",
        "b-1 @ https://example.com/b.zip ; sys_platform == 'linux'",
        "\\",
        "",
        "   ",
        "\ufeffa[]",
        "-e .",
    ]
)
FILES = st.one_of(
    st.text(max_size=60),
    st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r", ""])), max_size=6).map(
        lambda pairs: "".join(line + end for line, end in pairs)
    ),
)


def apply(text: str, change: tuple[int, int, str]) -> str:
    start, end, new = change
    return text[:start] + new + text[end:]


@pytest.mark.parametrize(
    ("text", "names", "complete"),
    [
        pytest.param("requests\n", {"requests": ()}, True, id="name"),
        pytest.param("", {}, True, id="empty"),
        pytest.param("\n# only a note\n", {}, True, id="comment"),
        pytest.param("PyYAML==6.0.1 # pinned", {"pyyaml": ()}, True, id="pin-and-comment"),
        pytest.param("zope.interface>=5,<6", {"zope-interface": ()}, True, id="two-clauses"),
        pytest.param("boto3 (>=1.26)", {"boto3": ()}, True, id="parentheses"),
        pytest.param("A[X_y, z]==1", {"a": ("x-y", "z")}, True, id="extras"),
        pytest.param("a[x]\na[y]", {"a": ("x", "y")}, True, id="twice"),
        pytest.param("a; python_version < '3.9'", {"a": ()}, True, id="marker"),
        pytest.param(
            "a==1 \\\n  --hash=sha256:00 \\\n  --hash=sha256:11", {"a": ()}, True, id="hash"
        ),
        pytest.param("a \\\n==1\nb", {"a": (), "b": ()}, True, id="continued"),
        pytest.param("\ufeffa\r\nb\r\n", {"a": (), "b": ()}, True, id="bom-and-crlf"),
        pytest.param("a @ https://example.com/a.zip", {"a": ()}, True, id="direct-reference"),
        pytest.param("git+https://example.com/x.git#egg=X_y", {"x-y": ()}, True, id="egg"),
        pytest.param("-e git+ssh://h/x.git@v1#egg=x[e]", {"x": ("e",)}, True, id="editable-egg"),
        pytest.param("./lib/some_lib-1.0-py3-none-any.whl", {"some-lib": ()}, True, id="wheel"),
        pytest.param("--index-url https://example.com\na", {"a": ()}, True, id="index"),
        pytest.param("-c limits.txt\na", {"a": ()}, True, id="constraint"),
        pytest.param("-e .", {}, False, id="editable-folder"),
        pytest.param("./lib", {}, False, id="folder"),
        pytest.param("git+https://example.com/x.git", {}, False, id="address-without-name"),
        pytest.param("a 1.0", {"a": ()}, False, id="no-operator"),
        pytest.param("--unheard-of x\na", {"a": ()}, False, id="unknown-option"),
        pytest.param("a-1.0.tar.gz", {}, False, id="archive"),
    ],
)
def test_requirements_files(text: str, names: dict[str, tuple[str, ...]], complete: bool) -> None:
    found = parse_requirements(text)
    assert {name: tuple(sorted(extras)) for name, extras in found.names.items()} == names
    assert found.complete is complete


@pytest.mark.parametrize(
    "text", ["-r base.txt", "-rbase.txt", "--requirement base.txt", "--requirement=base.txt # x"]
)
def test_other_files_are_told(text: str) -> None:
    assert parse_requirements(text).includes == ("base.txt",)


def test_a_place_is_the_requirement_without_its_comment() -> None:
    text = "# first\n  PyYAML[x] == 6.0 # note\nboto3\n"
    span = parse_requirements(text).where("pyyaml")
    assert span is not None
    assert text[span.start : span.end] == "PyYAML[x] == 6.0"
    assert parse_requirements(text).where("requests") is None


@pytest.mark.parametrize(
    ("requirement", "major"),
    [
        ("a==2.35.0", 2),
        ("a===3.1", 3),
        ("a==2.*", 2),
        ("a~=2.35", 2),
        ("a~=2", None),
        ("a", None),
        ("a>=2", None),
        ("a>=2,<3", None),
        ("a!=2.0", None),
    ],
)
def test_major_version(requirement: str, major: int | None) -> None:
    assert parse_requirements(requirement).entries[0].major == major


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("a==2.35.0\n", "a[x]==2.35.0\n", id="pinned"),
        pytest.param("b\r\na  # why\r\n", "b\r\na[x]  # why\r\n", id="comment-and-crlf"),
        pytest.param("A[y]>=1", "A[y,x]>=1", id="beside-another"),
        pytest.param("a[y, z ]", "a[y, z, x]", id="in-its-style"),
        pytest.param("a[]", "a[x]", id="empty-bracket"),
        pytest.param("a ; extra\n", "a[x] ; extra\n", id="marker"),
        pytest.param("a @ https://h/a.zip", "a[x] @ https://h/a.zip", id="direct-reference"),
        pytest.param("a<2; m\nb\na>2; n", "a[x]<2; m\nb\na[x]>2; n", id="one-an-environment"),
        pytest.param("a[X]==1", None, id="there-already"),
        pytest.param("b", None, id="not-there"),
        pytest.param("ab\n# a", None, id="only-looks-like-it"),
        pytest.param("git+https://h/a.git#egg=a", None, id="address"),
        pytest.param("a==1 --hash=sha256:00", None, id="hashes"),
    ],
)
def test_adding_an_extra(text: str, wanted: str | None) -> None:
    change = with_extra(text, "a", "x")
    assert (None if change is None else apply(text, change)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("", "new>=1\n", id="empty"),
        pytest.param("a\n", "a\nnew>=1\n", id="line-end"),
        pytest.param("a\r\nb", "a\r\nb\r\nnew>=1", id="no-line-end"),
        pytest.param("a \\\n", "a \\\n\nnew>=1\n", id="continued"),
        pytest.param("a \\", "a \\\n\nnew>=1", id="continued-no-line-end"),
        pytest.param("# a \\\n", "# a \\\nnew>=1\n", id="comment-does-not-continue"),
    ],
)
def test_appending(text: str, wanted: str) -> None:
    assert apply(text, with_requirement(text, "new>=1")) == wanted


@given(FILES, NAMES, st.sampled_from(["x", "tracer", "X_y"]))
def test_an_extra_is_added_once_and_changes_nothing_else(text: str, name: str, extra: str) -> None:
    change = with_extra(text, name, extra)
    if change is None:
        return
    new = apply(text, change)
    assert with_extra(new, name, extra) is None
    old, now = parse_requirements(text), parse_requirements(new)
    assert [entry.name for entry in now.entries] == [entry.name for entry in old.entries]
    assert [entry.specifier for entry in now.entries] == [e.specifier for e in old.entries]
    assert all(now.names[each] >= extras for each, extras in old.names.items())


@given(FILES, st.sampled_from(["new", "new[x]>=1,<2", "new==1.0 ; python_version < '3.9'"]))
@example("a\\\n", "new")
@example("\n0\\\r", "new")
@example("\\\x0b", "new")
def test_an_appended_requirement_is_read_and_leaves_all_others(text: str, added: str) -> None:
    start, end, new = with_requirement(text, added)
    assert start == end == len(text)
    before, after = parse_requirements(text), parse_requirements(text + new)
    assert after.entries[:-1] == before.entries
    assert after.entries[-1].name == "new"
    assert (after.includes, after.complete) == (before.includes, before.complete)


@pytest.mark.parametrize(
    ("file", "text", "names", "complete"),
    [
        pytest.param("dev-requirements.txt", "a", {"a"}, True, id="requirements"),
        pytest.param(
            "pyproject.toml",
            '[project]\ndependencies = ["A[x]>=1", "b"]',
            {"a", "b"},
            True,
            id="project",
        ),
        pytest.param(
            "pyproject.toml",
            '[tool.poetry.dependencies]\npython = "^3.11"\nA = "^1"\n'
            'b = {version = "2", extras = ["x"]}',
            {"a", "b"},
            True,
            id="poetry",
        ),
        pytest.param("pyproject.toml", "[tool.black]\nline-length = 9", set(), True, id="no-table"),
        pytest.param(
            "pyproject.toml", '[project]\ndynamic = ["dependencies"]', set(), False, id="dynamic"
        ),
        pytest.param("pyproject.toml", '[project]\ndependencies = "a"', set(), False, id="no-list"),
        pytest.param("pyproject.toml", "[project", set(), False, id="no-toml"),
        pytest.param(
            "Pipfile", '[packages]\na = "*"\n[dev-packages]\nb = "*"', {"a"}, True, id="pipfile"
        ),
        pytest.param("Pipfile", "[packages]\na = 1", {"a"}, False, id="pipfile-number"),
        pytest.param(
            "setup.py", "setup(install_requires=['a>=1', \"b\"])", {"a", "b"}, False, id="setup-py"
        ),
        pytest.param(
            "setup.cfg", "[options]\ninstall_requires =\n  a>=1\n", {"a"}, False, id="setup-cfg"
        ),
        pytest.param(
            "package.json",
            '{"dependencies": {"axios": "^1"}, "optionalDependencies": {"@x/y": "1"},'
            ' "peerDependencies": {"p": "*"}, "devDependencies": {"d": "1"},'
            ' "bundleDependencies": ["b"]}',
            {"axios", "@x/y", "p", "b"},
            True,
            id="package-json",
        ),
        pytest.param("package.json", '{"workspaces": ["a"]}', set(), False, id="workspace"),
        pytest.param("package.json", "[]", set(), False, id="package-json-list"),
        pytest.param("package.json", "{", set(), False, id="no-json"),
    ],
)
def test_other_files(file: str, text: str, names: set[str], complete: bool) -> None:
    found = read_manifest(file, text)
    assert found is not None
    assert set(found.names) == names
    assert found.complete is complete


def test_what_developers_install_is_told_apart() -> None:
    poetry = read_manifest("pyproject.toml", '[tool.poetry.group.dev.dependencies]\nPy_test = "*"')
    package = read_manifest("package.json", '{"devDependencies": {"aws-sdk": "2"}}')
    assert poetry is not None
    assert package is not None
    assert (poetry.development, set(poetry.names)) == (frozenset({"py-test"}), set())
    assert (package.development, set(package.names)) == (frozenset({"aws-sdk"}), set())


def test_files_of_dynamic_dependencies_are_told() -> None:
    text = (
        '[project]\ndynamic = ["dependencies"]\n'
        '[tool.setuptools.dynamic]\ndependencies = {file = ["requirements.txt"]}'
    )
    found = read_manifest("pyproject.toml", text)
    assert found is not None
    assert found.includes == ("requirements.txt",)
    assert found.complete


@pytest.mark.parametrize("file", ["poetry.lock", "readme.txt", "requirements.py", ""])
def test_files_of_other_kinds(file: str) -> None:
    assert read_manifest(file, "a") is None


FILE_NAMES = [
    "requirements.txt",
    "pyproject.toml",
    "Pipfile",
    "setup.py",
    "setup.cfg",
    "package.json",
]


@given(st.sampled_from(FILE_NAMES), st.text())
def test_any_text_is_answered(file: str, text: str) -> None:
    found = read_manifest(file, text)
    assert found is not None
    for entry in found.entries:
        assert entry.span is None or 0 <= entry.span.start < entry.span.end <= len(text)


@pytest.mark.parametrize("file", FILE_NAMES)
@pytest.mark.parametrize(
    "unit", ["a", " ", "[", "a.", "#", " #", "\\\n", "'", "a-", "{", '{"a":', "a[x]\n"]
)
def test_large_texts_are_answered(file: str, unit: str) -> None:
    assert read_manifest(file, unit * (100_000 // len(unit))) is not None
