"""AWS describes each error of its services twice: by a code, and by a sentence. They get one kind.

The package botocore has both for all services. What is measured is how often the sentence alone
leads to the kind that the code alone leads to, where the code says more than that a request is
refused. Half of the sentences led there before any pattern was written for them.
"""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path

import msgspec
import pytest

from auditor.diagnose.event import Event
from auditor.diagnose.judge import judged
from tests.diagnose.test_inputs import CATALOGUE

_SERVICES = Path(str(import_module("botocore").__file__)).with_name("data")
_SAYS_LITTLE = ("refused", "unknown")
_BOTH = [
    {"in-use", "name-taken"},  # ResourceInUseException is said of either
    {"busy", "name-taken"},  # ConflictException too
    {"busy", "refused"},
    {"busy", "limit"},  # of calls in a time
    {"deployer", "template"},  # of whom the permission is
    {"deployer", "guard"},
    {"internal", "vague"},
    {"environment", "unsupported"},
]
"""Kinds between which AWS itself makes no difference."""
_EVERY = 4
"""One of so many sentences is asked: the measure is of words, and needs no more."""


class _Error(msgspec.Struct):
    code: str = ""
    status: int = msgspec.field(default=400, name="httpStatusCode")


class _Shape(msgspec.Struct):
    documentation: str = ""
    error: _Error | None = None
    is_exception: bool = msgspec.field(default=False, name="exception")


class _Model(msgspec.Struct):
    shapes: dict[str, _Shape]


@lru_cache(maxsize=1)
def sentences() -> dict[tuple[str, int], set[str]]:
    """The first sentences about each code of an error with its status of HTTP."""
    found: dict[tuple[str, int], set[str]] = {}
    for code, status, documentation in _errors():
        text = html.unescape(re.sub(r"<[^>]{1,200}>", " ", documentation))
        sentence = re.split(r"(?<=[a-z)])\. (?=[A-Z])", " ".join(text.split()))[0].strip()
        found.setdefault((code, status), set()).add(sentence)
    return found


def _errors() -> Iterator[tuple[str, int, str]]:
    read = msgspec.json.Decoder(_Model).decode
    for service in sorted(_SERVICES.iterdir()):
        models = sorted(service.glob("*/service-2.json.gz")) if service.is_dir() else []
        for model in models[-1:]:
            for name, shape in read(gzip.decompress(model.read_bytes())).shapes.items():
                if shape.is_exception or shape.error is not None:
                    error = shape.error or _Error()
                    yield error.code or name, error.status, shape.documentation


@cache
def kind_of_code(code: str, status: int) -> str:
    return kind_of(f"Something new (Service: X; Status Code: {status}; Error Code: {code})")


def kind_of(text: str) -> str:
    return judged(Event(reason=text, format=""), CATALOGUE).kind.value


def test_nearly_every_code_has_a_kind() -> None:
    asked = sorted(sentences())[::_EVERY]
    open_codes = [code for code, status in asked if kind_of_code(code, status) == "unknown"]
    assert len(asked) > 500
    assert len(open_codes) <= len(asked) / 50


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ActiveSessionsExceededException", "limit"),
        ("ClusterContainsServicesException", "in-use"),
        ("BackupBeingCopied", "busy"),
        ("CustomerManagedKeyUnavailableException", "environment"),
        ("PolicyLengthExceededException", "refused"),
        ("InvalidSmsRoleAccessPolicyException", "template"),
        ("KMSInternalException", "internal"),
    ],
)
def test_a_code(code: str, expected: str) -> None:
    assert kind_of_code(code, 400) == expected


def test_what_a_sentence_says_is_what_its_code_says() -> None:
    asked = sorted((key, text) for key, texts in sentences().items() for text in texts if text)
    said = [
        (kind_of_code(*key), kind_of(text))
        for key, text in asked[::_EVERY]
        if kind_of_code(*key) not in _SAYS_LITTLE
    ]
    same = [one for one in said if one[0] == one[1]]
    near = [one for one in said if one[0] == one[1] or set(one) in _BOTH]
    assert len(said) > 500
    assert len(same) >= 0.78 * len(said)
    assert len(near) >= 0.85 * len(said)
