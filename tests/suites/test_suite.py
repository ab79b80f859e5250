"""The files that the runners of a project run, and no others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from auditor.config.patterns import Patterns
from auditor.disk import looks
from auditor.suites import suite as module
from auditor.suites.root import Roots
from auditor.suites.suite import Suites, suite_of

# ruff: noqa: E501
EVERY = (
    *("lib/stack.js", "lib/stack.test.js", "lib/deep/stack.spec.tsx", "lib/__tests__/any.mjs"),
    *("test/plain.js", "test/helpers.ts", "test/types.test.d.ts", "checks/own.check.ts"),
    *(
        "test_root.py",
        "tests/test_it.py",
        "tests/it_test.py",
        "tests/testing.py",
        "tests/helper.py",
    ),
    *("node_modules/x/x.test.js", "cdk.out/y.test.js", "ignored/z.test.js"),
)
CONVENTION = {"lib/stack.test.js", "lib/deep/stack.spec.tsx", "lib/__tests__/any.mjs"}
PYTHON = {"test_root.py", "tests/test_it.py", "tests/it_test.py", "tests/testing.py"}


def project(root: Path, **files: str) -> Path:
    for name in EVERY:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    (root / ".git").mkdir()
    (root / ".gitignore").write_text("ignored/\n")
    for name, text in files.items():
        (root / name.replace("__", ".")).write_text(text)
    return root


def found(root: Path) -> set[str]:
    return {one.place for one in suite_of(root).tests}


def test_the_conventions_of_jest_vitest_pytest_and_unittest(tmp_path: Path) -> None:
    assert found(project(tmp_path)) == CONVENTION | PYTHON


@pytest.mark.parametrize(
    ("file", "text", "scripts"),
    [
        ("package.json", '{"jest": {"testMatch": ["**/*.check.[jt]s?(x)"]}}', {"checks/own.check.ts"}),
        ("package.json", '{"jest": {"testMatch": ["(lib|test)/**/*(*.)@(spec|plain).(ts|js)(x)?"]}}', {"test/plain.js", "lib/deep/stack.spec.tsx"}),
        ("package.json", '{"jest": {"testMatch": ["**/!(own).check.ts", "**/p(lain)+.js"]}}', set()),
        ("package.json", '{"jest": {"roots": ["<rootDir>/lib/deep"]}}', {"lib/deep/stack.spec.tsx"}),
        (
            "package.json",
            '{"jest": {"testPathIgnorePatterns": ["/deep/"]}}',
            CONVENTION - {"lib/deep/stack.spec.tsx"},
        ),
        ("package.json", '{"devDependencies": {"mocha": "10"}}', {*CONVENTION, "test/plain.js", "test/helpers.ts"}),
        ("package.json", "not JSON", CONVENTION),
        ("jest.config.js", "module.exports = { testRegex: '(/test/plain)\\\\.js$' };", {"test/plain.js"}),
        (
            "jest.config.ts",
            ("import type { Config } from 'jest';\nconst config: Config = {"
            " testMatch: ['<rootDir>/test/?(*.)+(plain|helpers).{js,ts}'] };\nexport default config;"),
            {"test/plain.js", "test/helpers.ts"},
        ),
        ("jest.config.json", '{"rootDir": "lib"}', CONVENTION),
        (
            "vitest.config.ts",
            "export default defineConfig({ test: { include: ['checks/**/*.ts'] } });",
            {"checks/own.check.ts"},
        ),
        (".mocharc.json", '{"spec": ["checks/**/*.ts", "test"]}', {"checks/own.check.ts", "test/plain.js", "test/helpers.ts"}),
        ("jest.config.js", "module.exports = {{{", CONVENTION),
    ],
)  # fmt: skip
def test_the_configuration_of_a_runner(
    tmp_path: Path, file: str, text: str, scripts: set[str]
) -> None:
    project(tmp_path)
    (tmp_path / file).write_text(text)
    assert found(tmp_path) - PYTHON == scripts


@pytest.mark.parametrize(
    ("file", "text", "tests"),
    [
        ("pytest.ini", "[pytest]\ntestpaths = tests\n", {"tests/test_it.py", "tests/it_test.py"}),
        ("pytest.ini", "[pytest]\npython_files = testing.py\n", {"tests/testing.py"}),
        ("setup.cfg", "[tool:pytest]\npython_files = helper*\n", {"tests/helper.py"}),
        ("tox.ini", "[pytest]\ntestpaths = ./tests/\n", {"tests/test_it.py", "tests/it_test.py"}),
        (
            "pyproject.toml",
            '[tool.pytest.ini_options]\ntestpaths = ["tests"]\npython_files = ["test_*.py"]\n',
            {"tests/test_it.py"},
        ),
        ("pyproject.toml", "pytest = [", PYTHON),
    ],
)
def test_the_configuration_of_pytest(tmp_path: Path, file: str, text: str, tests: set[str]) -> None:
    project(tmp_path)
    (tmp_path / file).write_text(text)
    assert {one for one in found(tmp_path) if one.endswith(".py")} == tests


def test_what_the_configuration_excludes(tmp_path: Path) -> None:
    project(tmp_path)
    excluded = Patterns(["lib/", "test_root.py"], tmp_path)
    places = {one.place for one in suite_of(tmp_path, (excluded,)).tests}
    assert places == PYTHON - {"test_root.py"}


def test_each_project_is_searched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path)
    seen: Counter[str] = Counter()
    real = looks.listed

    def noted(folder: Any) -> tuple[list[str], list[str]]:
        seen[str(folder)] += 1
        return real(folder)

    monkeypatch.setattr(looks, "listed", noted)
    suites = Suites()
    for _ in range(3):
        assert suites.of(tmp_path / "lib").root == suites.of(tmp_path / "lib" / "deep").root
    assert seen[str(tmp_path)] == 1


def test_a_folder_of_templates_is_listed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text("Resources: {}")
    seen: list[Path] = []
    real = looks.listed

    def noted(folder: Any) -> tuple[list[str], list[str]]:
        seen.append(Path(folder))
        return real(folder)

    monkeypatch.setattr(looks, "listed", noted)
    assert Suites().of(tmp_path).tests == ()
    assert seen.count(tmp_path) == 1


def test_too_many_tests_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path)
    monkeypatch.setattr(module, "MOST_TESTS", 3)
    suite = suite_of(tmp_path)
    assert suite.is_cut
    assert suite.tests == ()


def test_the_root_is_the_nearest_package_up_to_the_repository(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    templates = repository / "services" / "one" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "package.json").write_text("{}")
    assert Roots().above(templates) == templates
    (repository / ".git").mkdir()
    assert Roots().above(templates) == repository
    (repository / "services" / "one" / "pyproject.toml").write_text("")
    assert Roots().above(templates) == repository / "services" / "one"


def test_outside_of_repositories_the_root_is_near(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    (tmp_path / "a" / "package.json").write_text("{}")
    assert Roots().above(folder) == folder
    assert Roots().above(folder.parent) == tmp_path / "a"


def test_the_stamp_differs_where_a_test_or_a_setting_does(tmp_path: Path) -> None:
    project(tmp_path)
    stamps = [suite_of(tmp_path).stamp]
    (tmp_path / "lib" / "stack.test.js").write_text("expect(1)")
    stamps.append(suite_of(tmp_path).stamp)
    (tmp_path / "test_new.py").write_text("")
    stamps.append(suite_of(tmp_path).stamp)
    (tmp_path / "package.json").write_text('{"jest": {"roots": ["test"]}}')
    stamps.append(suite_of(tmp_path).stamp)
    assert len(set(stamps)) == len(stamps)


def test_templates_are_known_by_the_names_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "conftest.py").write_text("open('../lib/stack.yaml')")
    (tmp_path / "tests" / "test_a.py").write_text("x = 'a.json' + \"deep/b.template\"")
    (tmp_path / "c.test.js").write_text("`${here}/c-1_x.yml`")
    names = {one.place: one.names for one in suite_of(tmp_path).tests}
    assert names["tests/test_a.py"] == {"stack.yaml", "a.json", "b.template"}
    assert names["c.test.js"] == {"c-1_x.yml"}
