"""The published schema, its examples, and what the pages and the code say besides."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.cli.options import SEVERITIES
from auditor.config.build import layers
from auditor.config.configuration import DEFAULTS, Configuration
from auditor.config.read import Source
from auditor.config.schema import _RULES, fault, schema
from auditor.engine import registry
from auditor.model.selection import names_of
from auditor.model.settings import Settings
from auditor.report import FORMATS
from tests.runner import Workspace

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
SCHEMA = schema()
NAMES = names_of(registry.load())
PAGE = (ROOT / "docs" / "configuration.md").read_text()


def keys(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, key in table["properties"].items():
        if "properties" in key:
            yield from keys(key, f"{name}.")
        else:
            yield f"{above}{name}", key


KEYS = dict(keys(SCHEMA))


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", KEYS)
def test_a_key_is_described_with_its_default_and_an_example(name: str, tmp_path: Path) -> None:
    key = KEYS[name]
    assert key["title"]
    assert key["description"].endswith(".")
    assert key.get("default") == DEFAULTS[name]
    extended = Source(tmp_path / "cfnaudit.toml", "", {}, {}, ())
    extended.path.touch()
    (tmp_path / "sub").mkdir()
    for example in key["examples"]:
        table: Any = example
        for part in reversed(name.split(".")):
            table = {part: table}
        source = Source(tmp_path / "sub" / "cfnaudit.toml", "", table, table, ())
        found = layers(source, Path(), NAMES, lambda _: extended)
        assert Configuration(found, {}).value(name) == example
        assert example != DEFAULTS[name]


def test_no_key_is_without_a_default() -> None:
    assert list(DEFAULTS) == list(KEYS)


def test_the_defaults_are_those_of_the_rules() -> None:
    assert Configuration((), {}).settings == Settings()


def test_choices_are_those_of_the_command_line() -> None:
    assert KEYS["output-format"]["enum"] == list(FORMATS)
    assert set(KEYS["fail-on"]["enum"]) == set(SEVERITIES)


def test_editors_know_the_names_of_all_rules() -> None:
    assert SCHEMA["definitions"]["name"]["anyOf"][0]["enum"] == sorted(NAMES)


def test_it_is_printed(workspace: Workspace) -> None:
    printed = workspace.run("schema")
    assert printed.out == (ROOT / "auditor" / "data" / "cfnaudit.schema.json").read_text()


EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_documented_examples_are_right(example: str) -> None:
    table = tomllib.loads(example)
    assert fault(table) is None
    table.pop("extend", None)  # the other file is not there
    layers(Source(Path("x.toml"), example, table, table, ()), Path(), NAMES, lambda _: None)


def test_the_page_has_examples_and_all_keys() -> None:
    assert len(EXAMPLES) > len(KEYS)
    assert re.findall(r"^### `(.+)`$", PAGE, re.MULTILINE) == list(KEYS)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 100)
    | st.sampled_from([1.0, 2.5, "info", "s3", ""]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=4,
)
TABLES = st.dictionaries(st.sampled_from([*SCHEMA["properties"], "other"]), PLAIN, max_size=3)


@given(TABLES | PLAIN)
def test_both_validators_agree(table: Any) -> None:
    wrong = not jsonschema.Draft7Validator(SCHEMA).is_valid(table)
    if "None" not in repr(table):  # TOML has none
        assert (fault(table) is not None) is wrong


def test_true_is_no_number() -> None:
    assert fault({"log-retention-days": 1}) is None
    assert fault({"log-retention-days": True}) is not None


def test_every_keyword_of_the_schema_is_known() -> None:
    judged = {*_RULES, "$ref", "additionalProperties", "items", "properties"}
    told = {"$schema", "default", "definitions", "description", "examples", "title"}
    waiting: list[Any] = [SCHEMA]
    while waiting:
        form = waiting.pop()
        assert form.keys() <= judged | told
        assert not ("$ref" in form and form.keys() & judged - {"$ref"})
        for key in ("items", "additionalProperties"):
            waiting += [form[key]] if isinstance(form.get(key), dict) else []
        for key in ("properties", "definitions"):
            waiting += form.get(key, {}).values()
        waiting += form.get("anyOf", ())


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("account", "select"), PLAIN)))
def test_a_fault_has_the_path_of_what_is_wrong(table: dict[str, Any]) -> None:
    if "None" in repr(table):
        return
    found = fault(table)
    if found is not None:
        value: Any = table
        for part in found.at:
            value = value[part]
