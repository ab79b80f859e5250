"""A fix that is tried is refused where one that is made would be, for the same reason."""

from __future__ import annotations

import pytest

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, ReplaceText, SetValue
from auditor.model.tree import Tree
from auditor.source.base import Document, NotSure
from auditor.source.json_.document import JsonDocument
from auditor.source.yaml_.document import YamlDocument

_TEXT = """\
base: &base {Size: 1}
Queue:
  <<: *base
  Name: "a"   # its name
  Text: |
    one
    # two
  # below
  List: [a, 'b']
  Items:
    - one
    - two  # second
    - Flow: {a: 1}
      b: 2
  Sub: !Sub ${A}-b
  Other: # here
    Key: value # there
  ? Asked
  : 1
Empty:
Last: |+
  text"""
_VALUES = (True, 7, "plain", "two\nlines", "x" * 200, {"Ref": "A"}, {"a": {"b": "c"}}, ["a"], None)
_PLACES = (
    ("Queue", "Name"),
    ("Queue", "Text"),
    ("Queue", "List"),
    ("Queue", "List", 1),
    ("Queue", "Items"),
    ("Queue", "Items", 0),
    ("Queue", "Items", 1),
    ("Queue", "Items", 2),
    ("Queue", "Items", 2, "Flow"),
    ("Queue", "Sub"),
    ("Queue", "Size"),
    ("Queue", "Other"),
    ("Queue", "Other", "Key"),
    ("Queue", "Asked"),
    ("Empty",),
    ("Last",),
    (),
)
_EDITS: tuple[Edit, ...] = (
    *(SetValue(path, value) for path in _PLACES for value in _VALUES),
    *(InsertKey(path, "New", value) for path in (*_PLACES, ("Queue",)) for value in _VALUES),
    *(InsertKey((), "New", value, before="Empty") for value in _VALUES),
    *(InsertItem(("Queue", "List"), 1, value) for value in _VALUES),
    *(InsertItem(("Queue", "Items"), at, value) for value in _VALUES for at in range(4)),
    *(Rename(path, name) for path in _PLACES[:-1] for name in ("New", "y" * 200, "a\nb")),
    *(Remove(path) for path in _PLACES[:-1]),
    ReplaceText(("Queue", "Sub"), 0, 4, "c"),
    ReplaceText(("Queue", "Text"), 0, 3, "c"),
)


def _reason(document: Document, edit: Edit, *, is_trial: bool) -> str | None:
    try:
        if is_trial:
            document.try_all((edit,))
        else:
            document.lower_all((edit,))
    except NotSure as reason:
        return str(reason)
    return None


@pytest.mark.parametrize("edit", _EDITS, ids=repr)
def test_a_tried_edit_is_refused_as_one_that_is_made(edit: Edit) -> None:
    document = YamlDocument(_TEXT)
    tried = _reason(document, edit, is_trial=True)
    assert tried == _reason(document, edit, is_trial=False)


def test_some_of_them_are_refused_and_some_are_not() -> None:
    document = YamlDocument(_TEXT)
    reasons = [_reason(document, edit, is_trial=True) for edit in _EDITS]
    assert None in reasons
    assert len(set(reasons)) > 5


def test_what_is_made_after_a_trial_is_written_as_before() -> None:
    document, fresh = YamlDocument(_TEXT), YamlDocument(_TEXT)
    edit = InsertKey(("Queue", "Other"), "New", {"a": ["b"]})
    document.try_all((edit,))
    assert document.lower_all((edit,)) == fresh.lower_all((edit,))


@pytest.mark.parametrize("value", [*_VALUES, float("inf"), {"a": [float("nan")]}], ids=repr)
def test_json_is_tried_as_it_is_made(value: Tree) -> None:
    document = JsonDocument('{"A": {"B": ["c"], "D": 1, "D": 2}, "E": "f"}')
    edits: tuple[Edit, ...] = (
        *(SetValue(path, value) for path in (("A", "B", 0), ("A", "D"), ("E",), ("G",))),
        *(InsertKey(path, "New", value) for path in (("A",), ("A", "B"), ())),
        *(InsertItem(path, 0, value) for path in (("A", "B"), ("A",))),
    )
    reasons = [
        (_reason(document, edit, is_trial=True), _reason(document, edit, is_trial=False))
        for edit in edits
    ]
    assert [tried for tried, _ in reasons] == [made for _, made in reasons]
    assert any(tried is not None for tried, _ in reasons)
