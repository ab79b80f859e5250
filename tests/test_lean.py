"""What a start leaves out of other packages is there for whoever asks for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

YAML = """
import sys
from auditor.source.yaml_ import libyaml
assert not {"yaml.reader", "yaml.loader", "yaml.resolver"} & set(sys.modules), "not lean"
libyaml.compose("a: 1")
"""
MSGSPEC = """
import sys
from auditor import lean
lean.msgspec()
from msgspec import Struct, field
from msgspec.structs import replace
from msgspec.json import decode
assert not {"msgspec._json_schema", "msgspec.inspect"} & set(sys.modules), "not lean"
assert sys.version_info < (3, 11) or "typing_extensions" not in sys.modules, "not lean"
assert "datetime" not in sys.modules, "not lean"
assert decode(b"[1]") == [1]
"""
DATES = """
from datetime import date
import pickle, msgspec
read = msgspec.json.decode(b'"2026-11-30"', type=date)
assert type(read) is date and pickle.loads(pickle.dumps(read)) == date(2026, 11, 30)
"""


def run(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "code",
    [
        "import yaml\nassert yaml.safe_load('a: 1') == {'a': 1}",
        "from yaml import CSafeLoader, load\nassert load('- 1', CSafeLoader) == [1]",
        "import yaml.constructor\nimport yaml\nassert yaml.full_load('a: 1') == {'a': 1}",
        "from yaml import reader\nassert reader.ReaderError('', 1, 'x', '', '').position == 1",
        "import yaml\nassert yaml.error.YAMLError is yaml.YAMLError and yaml.nodes and yaml.tokens",
        "import yaml\nassert not hasattr(yaml, '__nothing__') and not hasattr(yaml, 'nothing')",
    ],
)
def test_yaml_is_whole_for_others(code: str) -> None:
    run(YAML + code)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ("scanner.ScannerError", "'a: @b'"),
        ("parser.ParserError", "'a: ['"),
        ("composer.ComposerError", "'a: *b'"),
        ("reader.ReaderError", "'a: \\x07'"),
    ],
)
def test_its_errors_are_those_of_pyyaml(error: str, text: str) -> None:
    run(
        YAML + f"import yaml\ntry:\n    yaml.load({text}, yaml.CSafeLoader)\n"
        f"except yaml.{error}:\n    pass\nelse:\n    raise SystemExit(3)\n"
        "try:\n    libyaml.compose('a: [')\nexcept libyaml.MarkedYAMLError:\n    pass\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        "import msgspec\nassert msgspec.json.encode([1]) == b'[1]'",
        "from msgspec import Meta, convert\nassert convert('1', int, strict=False) == 1",
        "import msgspec.inspect\nassert msgspec.inspect.type_info(int)",
        "import msgspec\nassert msgspec.field is not None and msgspec.__version__",
        "import typing_extensions",
        DATES,
        "from msgspec.json import Decoder, decode\nassert Decoder().decode(b'1') == decode(b'1')",
    ],
)
def test_msgspec_is_whole_for_others(code: str) -> None:
    run(MSGSPEC + code)


def test_what_was_imported_before_stays() -> None:
    run(
        "import msgspec, yaml\nfrom msgspec import json\n"
        + "from auditor import lean\n"
        "lean.msgspec()\nassert sys.modules['msgspec'].json is json\n".replace(
            "sys", "__import__('sys')"
        )
        + "from auditor.source.yaml_ import libyaml\nassert libyaml.YAMLError is yaml.YAMLError\n"
    )


def test_a_package_that_is_not_there() -> None:
    run(
        "from auditor import lean\ntry:\n    lean.package('no_such_package')\n"
        "except ModuleNotFoundError as error:\n    assert error.name == 'no_such_package'\n"
    )


def test_a_msgspec_built_in_another_way_is_imported_as_ever() -> None:
    run(
        "import sys\nfrom auditor import lean\nlean._CLASSES = ('Struct', 'NoSuchName')\n"
        "lean.msgspec()\n"
        "assert sys.version_info < (3, 11) or 'typing_extensions' not in sys.modules\n"
        "import msgspec\nassert msgspec.Struct and 'msgspec.json' in sys.modules\n"
    )
