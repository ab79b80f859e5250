"""Regions and addresses that tests of a deployed stack name, where they look for it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from auditor.data.regions import REGIONS
from auditor.expectations.expectation import Written
from auditor.expression import expression
from auditor.model.tests import PinnedRegion, SuiteText, TestsOfProject

_REGION_NAME = expression(r"region(?:_?name)?$", re.IGNORECASE)
_ADDRESS_NAME = expression(r"endpoint|url|api", re.IGNORECASE)
_MOCK_ADDRESS = expression(r"https?://(?:[a-z0-9-]{0,60}\.){0,6}[a-z0-9-]{0,60}mock", re.IGNORECASE)
_TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts")
_READ = 64

Named = tuple[str, Written]
"""A text with the name that it is given to: a variable, an argument, a property."""


def pinned_regions(
    tests: TestsOfProject, regions: tuple[str, ...], beside: Mapping[str, str]
) -> tuple[dict[str, str], list[PinnedRegion]]:
    """The texts of the tests of what is deployed, and what they name that is not in `regions`.

    `beside` are the texts that some of them are to have.
    """
    texts: dict[str, str] = {}
    found: list[PinnedRegion] = []
    for file in tests.of_deployment():
        text = texts[file.name] = beside.get(file.name, file.text)
        for name, literal in _named(file.name, text):
            value = literal.value
            is_other = value in REGIONS and value not in regions and _REGION_NAME.search(name)
            is_mock = _ADDRESS_NAME.search(name) and _MOCK_ADDRESS.match(value)
            if is_other or is_mock:
                found.append(_pinned(file, literal, regions, is_address=not is_other))
    return texts, found


def _pinned(
    file: SuiteText, literal: Written, regions: tuple[str, ...], *, is_address: bool
) -> PinnedRegion:
    return PinnedRegion(
        file.name, literal.span, str(literal.value), regions, is_address, file.may_change
    )


@lru_cache(maxsize=_READ)
def _named(name: str, text: str) -> tuple[Named, ...]:
    return tuple(_texts(name, text))


def _texts(name: str, text: str) -> Iterator[Named]:
    if name.endswith(".py"):
        from auditor.expectations.python.named import named_texts as in_python

        yield from in_python(text)
    else:
        from auditor.expectations.javascript.named import named_texts

        yield from named_texts(text, typescript=name.endswith(_TYPESCRIPT))
