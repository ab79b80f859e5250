"""What Python has and scripts have not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programs.reading import read, resources
from tests.programs.test_reading import PYTHON

UNKNOWN = "Fn::Unknown"
ENUMS = """
from enum import Enum, IntEnum, StrEnum, auto

class Stage(str, Enum):
    DEV = "dev"
    PROD = "prod"

    @property
    def wait(self):
        return 30 if self is Stage.PROD else 1

    @classmethod
    def named(cls, text):
        return cls(text)

class Wait(IntEnum):
    SHORT = 5
    LONG = 60
    LONGER = auto()

class Kind(Enum):
    IN = "in"
    OUT = "out"

class Name(StrEnum):
    MAIN = "main"
    OTHER = auto()
"""


def queue(arguments: str, before: str = "", **others: str) -> Any:
    text = f'{PYTHON}{before}\nmade = aws.sqs.Queue("a", {arguments})\n'
    return resources("python", text, **others)["made"].get("Properties", {})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Wait.LONG", 60),
        ("Wait.LONG.value", 60),
        ("Wait.LONGER", 61),
        ("Wait['SHORT']", 5),
        ("Wait(60)", 60),
        ("Stage.PROD.wait", 30),
        ("Stage('dev').wait", 1),
        ("Stage.named('prod').wait", 30),
        ("len(list(Wait))", 3),
        ("{Kind.IN: 3, Kind.OUT: 4}[Kind.OUT]", 4),
        ("{Stage.DEV: 3, Stage.PROD: 4}['prod']", 4),
        ("{Stage.DEV: 3}.get(Stage.PROD, 9)", 9),
        ("max(Wait.SHORT, 7)", 7),
        ("1 if Kind.IN == Kind.OUT else 2", 2),
        ("1 if Stage.PROD == 'prod' else 2", 1),
        ("1 if Stage.PROD in (Stage.DEV, Stage.PROD) else 2", 1),
    ],
)
def test_members_of_enumerations_are_known(value: str, expected: int) -> None:
    assert queue(f"delay_seconds={value}", ENUMS) == {"DelaySeconds": expected}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Stage.PROD", "prod"),
        ("Stage.PROD.value", "prod"),
        ("Stage.PROD.name", "PROD"),
        ("Stage.PROD.upper()", "PROD"),
        ("f'q-{Kind.IN.value}'", "q-in"),
        ("f'q-{Kind.IN}'", "q-Kind.IN"),
        ("f'q-{Name.MAIN}'", "q-main"),
        ("f'q-{Name.OTHER}'", "q-other"),
        ("'-'.join(['q', Stage.DEV.value])", "q-dev"),
        ("'q-%s' % Kind.OUT.value", "q-out"),
    ],
)
def test_texts_of_members_are_known(value: str, expected: str) -> None:
    assert queue(f"name={value}", ENUMS) == {"QueueName": expected}


def test_an_enumeration_of_another_module_is_the_same() -> None:
    before = "from enums import Wait\n"
    assert queue("delay_seconds=Wait.SHORT", before, enums=ENUMS) == {"DelaySeconds": 5}


def test_a_member_by_the_configuration_is_a_case_for_each() -> None:
    before = ENUMS + "stage = Stage(pulumi.get_stack())\nWAITS = {Stage.DEV: 1, Stage.PROD: 30}\n"
    found = queue("delay_seconds=WAITS.get(stage, 7)", before)
    assert found == {"DelaySeconds": {"Fn::If": ["Case2", 1, {"Fn::If": ["Case1", 30, 7]}]}}


RECORDS = """
from dataclasses import dataclass, field, replace, asdict
from typing import NamedTuple

@dataclass
class Base:
    wait: int
    name: str = "q"

@dataclass
class Args(Base):
    tags: dict = field(default_factory=lambda: {"team": "a"})
    kept: int = field(default=600)

    def __post_init__(self):
        self.double = self.wait * 2

class Pair(NamedTuple):
    wait: int
    name: str = "p"

class Limits:
    WAIT = 4
    MORE = WAIT + 1
"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Args(5).wait", 5),
        ("Args(wait=5).double", 10),
        ("Args(5, 'n').kept", 600),
        ("replace(Args(5), wait=6).wait", 6),
        ("asdict(Args(5))['wait']", 5),
        ("Pair(8).wait", 8),
        ("Pair(8)[0]", 8),
        ("Limits.MORE", 5),
        ("Limits().WAIT", 4),
    ],
)
def test_records_are_what_they_are_made_of(value: str, expected: int) -> None:
    assert queue(f"delay_seconds={value}", RECORDS) == {"DelaySeconds": expected}


def test_a_default_that_is_made_for_each_record_is_its_own() -> None:
    before = RECORDS + "one, two = Args(1), Args(2)\none.tags['more'] = 'b'\n"
    assert queue("delay_seconds=len(two.tags)", before) == {"DelaySeconds": 1}


MATCH = """
def wait(stage):
    match stage:
        case "prod" | "live":
            return 30
        case None:
            return 2
        case text if text == "dev":
            return 5
        case [one]:
            return 7
        case _:
            return 1
"""


@pytest.mark.parametrize(("stage", "expected"), [("'prod'", 30), ("'live'", 30), ("None", 2)])
def test_a_match_goes_where_its_value_is(stage: str, expected: int) -> None:
    assert queue(f"delay_seconds=wait({stage})", MATCH) == {"DelaySeconds": expected}


def test_a_pattern_that_takes_apart_may_fit() -> None:
    assert "Fn::If" in queue("delay_seconds=wait('other')", MATCH)["DelaySeconds"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("n = 0\nwhile n < 3:\n    n += 1\n", 3),
        ("if (n := 4) > 3:\n    pass\n", 4),
        ("n = len([x for x in range(5) if x > 2])\n", 2),
        ("n = sorted(['b', 'a'])[0] == 'a' and 3\n", 3),
        ("n = list(map(lambda x: x * 2, [1, 2]))[1]\n", 4),
        ("n = 7 % 4\n", 3),
        ("n = {80: 5}[80]\n", 5),
        ("l = [2, 3]\nl.insert(0, 1)\nn = l[0]\n", 1),
        ("d = {'a': 1, 'b': 2}\nd.pop('a')\nn = len(d)\n", 1),
        ("n = 1\ndef more():\n    global n\n    n += 4\nmore()\n", 5),
        ("n = 1\ndef more():\n    n = 9\nmore()\n", 1),
        ("n = [i for i, _ in enumerate(['a'], start=4)][0]\n", 4),
        ("n = dict(zip(['a', 'b'], [1, 2]))['b']\n", 2),
        ("first, *rest = [1, 2, 3]\nn = rest[1]\n", 3),
    ],
)
def test_what_is_counted_is_known(before: str, expected: int) -> None:
    assert queue("delay_seconds=n", before) == {"DelaySeconds": expected}


@pytest.mark.parametrize(
    "before",
    [
        "d = {'n': 1}\ndel d['n']\nn = d.get('n', 5)\n",
        "l = [1, 2]\nl.reverse()\nn = l[0]\n",
        "d = {'n': 1}\nd.clear()\nn = d.get('m', 5)\n",
    ],
)
def test_what_a_change_leaves_behind_is_not_known(before: str) -> None:
    assert UNKNOWN in queue("delay_seconds=n", before)["DelaySeconds"]


def test_an_import_runs_the_inner_modules_too() -> None:
    before = "import limits.waits\n"
    text = f'{PYTHON}{before}made = aws.sqs.Queue("a", delay_seconds=limits.waits.LONG)\n'
    files = {"__main__.py": text, "limits/__init__.py": "", "limits/waits.py": "LONG = 5\n"}
    made = read("python", files).tree["Resources"]["made"]
    assert made["Properties"] == {"DelaySeconds": 5}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.11"\n'}, "q-Stage.DEV"),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\n'}, "q-Stage.DEV"),
        ({".python-version": "3.12.4\n"}, "q-Stage.DEV"),
        ({".python-version": "3.10\n"}, "q-dev"),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "~3.10"\n'}, "q-dev"),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.9"\n'}, None),
        ({}, None),
    ],
)
def test_a_member_of_texts_is_in_a_text_by_the_version_of_python(
    said: dict[str, str], expected: str | None
) -> None:
    text = f'{PYTHON}{ENUMS}\nmade = aws.sqs.Queue("a", name=f"q-{{Stage.DEV}}")\n'
    tree = read("python", {"__main__.py": text, **said}).tree
    name = tree["Resources"]["made"]["Properties"]["QueueName"]
    if expected is not None:
        assert name == expected
        return
    (parts,) = name.values()
    ((_, (_, *both)),) = parts[1]["part1"].items()
    assert both == ["Stage.DEV", "dev"]


def test_str_of_a_member_is_its_name_in_all_versions() -> None:
    assert queue("name=str(Stage.DEV)", ENUMS)["QueueName"] == "Stage.DEV"
    assert queue("name=Stage.DEV.value", ENUMS)["QueueName"] == "dev"
    assert queue('name=Stage.DEV + "-q"', ENUMS)["QueueName"] == "dev-q"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("[z + k for z in 'ab' for k in ['1', '2']]", None),
        ("[z + k for z in ['a', 'b'] for k in ['1', '2']]", ["a1", "a2", "b1", "b2"]),
        ("[k for z in [['a'], ['b', 'c']] for k in z if k != 'b']", ["a", "c"]),
        ("[z + k for z in ['a', 'b'] if z != 'a' for k in ['1']]", ["b1"]),
        ("list({z: k for z in ['a', 'b'] for k in ['1', '2']}.values())", ["2", "2"]),
        ("[a + b + c for a in ['x'] for b in ['y'] for c in ['z', 'w']]", ["xyz", "xyw"]),
        ("[[z + k for k in ['1']][0] for z in ['a']]", ["a1"]),
    ],
)
def test_comprehensions_with_several_loops(value: str, expected: list[str] | None) -> None:
    text = f'{PYTHON}made = aws.rds.SubnetGroup("a", subnet_ids={value})\n'
    found = resources("python", text)["made"]["Properties"]["SubnetIds"]
    assert found == expected if expected is not None else UNKNOWN in found
