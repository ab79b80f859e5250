"""The places of keys and values are those that the text has them in."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.config.places import places

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TEXT = '''\
# [no.table]
plain = 1  # = "x"
"quoted key" = "a # b ] } = ,"
dotted . "inner.dot" . last = 'x'
list = [ "a", [1, 2.5],  # comment, ]
  { one = 1, two.three = [4] },
  """long
"quoted" \\""" ]""", 1979-05-27 07:32:00
]

[ table . below ]
key = \'\'\'
[not.this]
\'\'\'
[[items]]
name = 1
[items.inner]
x = true
[[items]]
name = 2
[[items.parts]]
y = +1e3
'''

PLACES = {
    ("plain",): ("plain =", "1  #"),
    ("quoted key",): ('"quoted key"', '"a # b'),
    ("dotted",): ("dotted .", "'x'"),
    ("dotted", "inner.dot"): ('"inner.dot"', "'x'"),
    ("dotted", "inner.dot", "last"): ("last", "'x'"),
    ("list",): ("list", "[ "),
    ("list", 0): ('"a"', '"a"'),
    ("list", 1): ("[1", "[1"),
    ("list", 1, 1): ("2.5", "2.5"),
    ("list", 2): ("{ one", "{ one"),
    ("list", 2, "one"): ("one", "1,"),
    ("list", 2, "two", "three"): ("three", "[4]"),
    ("list", 2, "two", "three", 0): ("4]", "4]"),
    ("list", 3): ('"""long', '"""long'),
    ("list", 4): ("1979", "1979"),
    ("table",): ("table .", "table ."),
    ("table", "below"): ("below ]", "table ."),
    ("table", "below", "key"): ("key", "'''"),
    ("items", 0, "name"): ("name = 1", "1\n"),
    ("items", 0, "inner", "x"): ("x =", "true"),
    ("items", 1, "name"): ("name = 2", "2\n"),
    ("items", 1, "parts", 0, "y"): ("y =", "+1e3"),
}


@pytest.mark.parametrize("path", PLACES, ids=str)
def test_a_place(path: tuple[str | int, ...]) -> None:
    key, value = PLACES[path]
    place = places(TEXT)[path]
    assert TEXT.startswith(key, place.key)
    assert TEXT.startswith(value, place.value)


def test_nothing_is_found_that_is_not_there() -> None:
    assert {path for path in places(TEXT) if path} == set(paths(tomllib.loads(TEXT)))


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    pairs: Any = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    return [found for key, one in pairs for found in ((*path, key), *paths(one, (*path, key)))]


DEEPEST = 8
"""Parts of the longest paths that are told: more than any setting has."""
SCALARS = st.sampled_from(
    ["1", "-2.5e3", "true", "'a]#'", '"b\\"}="', "07:32:00", '"""c\n"d"""', "'''\n[e]'''", "inf"]
)
KEYS = st.sampled_from(["a", "'b.c'", '"d e"', "f-g", "1"])
BLANKS = st.sampled_from(["", " ", "\t"])


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.sampled_from(["scalar", "list", "table"])) if depth else "scalar"
    if kind == "scalar":
        return draw(SCALARS)
    inner = [draw(values(depth=depth - 1)) for _ in range(draw(st.integers(0, 3)))]
    if kind == "list":
        gap = draw(st.sampled_from([",", ", ", ",\n  # ]\n ", " ,\t"]))
        return f"[{draw(BLANKS)}{gap.join(inner)}{draw(BLANKS)}]"
    return "{ " + ", ".join(f"k{n}.{draw(KEYS)} = {one}" for n, one in enumerate(inner)) + " }"


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = []
    for number in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(["key", "key", "table", "item", "comment"]))
        key, blank = draw(KEYS), draw(BLANKS)
        lines.append(
            {
                "key": f"{blank}n{number}{blank}.{blank}{key}{blank}={blank}{draw(values())}",
                "table": f"[{blank}t{number}.{key}{blank}]",
                "item": f"[[list.{key}]]",
                "comment": f"# {key} = [",
            }[kind]
        )
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@given(documents())
def test_all_paths_of_any_document_are_found(text: str) -> None:
    found = places(text)
    wanted = {path for path in paths(tomllib.loads(text)) if len(path) <= DEEPEST}
    assert set(found) == wanted
    for path, place in found.items():
        key = path[-1]
        assert isinstance(key, int) or str(key) in text[place.key : place.key + 8]


@given(st.text("ab.=[]{}\"'# ,\n\\1"))
def test_any_text_is_read_to_its_end(text: str) -> None:
    assert all(0 <= place.key <= len(text) for place in places(text).values())
