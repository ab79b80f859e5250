"""Edits of JSON look as if the author had made them: before, edits, after."""

from __future__ import annotations

import math

import pytest

from auditor.model.edit import (
    Edit,
    InsertItem,
    InsertKey,
    Remove,
    Rename,
    ReplaceText,
    SetValue,
)
from auditor.source.base import NotSure
from auditor.source.json_.document import JsonDocument
from tests.source.laws import changed_text

LOGS = {
    "Type": "AWS::Logs::LogGroup",
    "Properties": {
        "LogGroupName": {"Fn::Sub": "/aws/lambda/${Fn}"},
        "KmsKeyId": {"Fn::GetAtt": ["Key", "Arn"]},
        "Tags": [{"Key": "a", "Value": {"Ref": "B"}}],
    },
}
INLINE = """\
{
    "Resources": {
        "Fn": {
            "Type": "AWS::Lambda::Function",
            "Role": { "Fn::GetAtt": [ "Role", "Arn" ] },
            "Layers": [ { "Ref": "Layer" } ]
        },

        "Role": {
            "Type": "AWS::IAM::Role"
        }
    }
}
"""
EACH = """\
{
  "a": { "Ref": "A" },
  "b": { "Ref": "B" },
  "c": {
    "Fn::Sub": "c"
  },
  "d": {
    "Fn::Sub": "d"
  },
  "e": {
    "Fn::Join": ["", ["e"]]
  }
}
"""
EACH_AFTER = """\
{
  "a": { "Ref": "A" },
  "b": { "Ref": "B" },
  "c": {
    "Fn::Sub": "c"
  },
  "d": {
    "Fn::Sub": "d"
  },
  "e": {
    "Fn::Join": ["", ["e"]]
  },
  "f": {
    "g": { "Ref": "C" },
    "h": {
      "Fn::Sub": "h"
    }
  }
}
"""
INLINE_AFTER = """\
{
    "Resources": {
        "Logs": {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {
                "LogGroupName": { "Fn::Sub": "/aws/lambda/${Fn}" },
                "KmsKeyId": { "Fn::GetAtt": [ "Key", "Arn" ] },
                "Tags": [
                    {
                        "Key": "a",
                        "Value": { "Ref": "B" }
                    }
                ]
            }
        },

        "Fn": {
            "Type": "AWS::Lambda::Function",
            "Role": { "Fn::GetAtt": [ "Role", "Arn" ] },
            "Layers": [ { "Ref": "Layer" }, { "Ref": "B" } ]
        },

        "Role": {
            "Type": "AWS::IAM::Role"
        }
    }
}
"""
TABS = """\
{
\t"R" : {
\t\t"A" : {
\t\t\t"Ref" : "B"
\t\t}
\t}
}"""
TABS_AFTER = """\
{
\t"R" : {
\t\t"A" : {
\t\t\t"Ref" : "B"
\t\t},
\t\t"C" : {
\t\t\t"Fn::Sub" : "x"
\t\t}
\t}
}"""
LONG_TEXT = "d" * 50
REFERENCES = """{
  "A": {"Ref": "B"},
  "C": {"Ref": "D"},
  "E": {
    "Ref": "F"
  },
  "G": {
    "Ref": "H"
  },
  "I": {
    "Ref": "J"
  }
}
"""
REFERENCES_AFTER = REFERENCES.replace('{"Ref": "B"}', '{"Fn::GetAtt": ["B", "Arn"]}').replace(
    '{"Ref": "D"}', f'[\n    "{LONG_TEXT}",\n    "{LONG_TEXT}"\n  ]'
)
CASES: dict[str, tuple[str, list[Edit], str]] = {
    "lists on one line where the key has such": (
        '{\n  "A": {\n    "D": ["x"]\n  },\n  "B": {\n    "T": 1\n  }\n}\n',
        [InsertKey(("B",), "D", ["z"])],
        '{\n  "A": {\n    "D": ["x"]\n  },\n  "B": {\n    "T": 1,\n    "D": ["z"]\n  }\n}\n',
    ),
    "what was on one line stays there, where it has room": (
        REFERENCES,
        [SetValue(("A",), {"Fn::GetAtt": ["B", "Arn"]}), SetValue(("C",), [LONG_TEXT, LONG_TEXT])],
        REFERENCES_AFTER,
    ),
    "each function on one line or on several, as it mostly is": (
        EACH,
        [InsertKey((), "f", {"g": {"Ref": "C"}, "h": {"Fn::Sub": "h"}})],
        EACH_AFTER,
    ),
    "blank lines as they stand at the place": (
        '{\n  "A": 1,\n  "B": 1,\n\n  "C": 1\n}\n',
        [InsertKey((), "N", 1, after="A"), InsertKey((), "O", 1, after="B")],
        '{\n  "A": 1,\n  "N": 1,\n  "B": 1,\n\n  "O": 1,\n\n  "C": 1\n}\n',
    ),
    "functions in braces, blank lines": (
        INLINE,
        [
            InsertKey(("Resources",), "Logs", LOGS, before="Fn"),
            InsertItem(("Resources", "Fn", "Layers"), 1, {"Ref": "B"}),
        ],
        INLINE_AFTER,
    ),
    "CRLF": (
        INLINE.replace("\n", "\r\n"),
        [
            InsertKey(("Resources",), "Logs", LOGS, before="Fn"),
            InsertItem(("Resources", "Fn", "Layers"), 1, {"Ref": "B"}),
        ],
        INLINE_AFTER.replace("\n", "\r\n"),
    ),
    "tabs, blanks before colons, functions over lines": (
        TABS,
        [InsertKey(("R",), "C", {"Fn::Sub": "x"})],
        TABS_AFTER,
    ),
    "without blanks": (
        '{"R":{"A":{"T":"x"},"L":[1,2]}}',
        [InsertKey(("R",), "B", {"T": ["y", 1]}, before="A"), InsertItem(("R", "L"), 1, 5)],
        '{"R":{"B":{"T":["y",1]},"A":{"T":"x"},"L":[1,5,2]}}',
    ),
    "on one line": (
        '{"a": 1, "b": [1, 2]}',
        [InsertKey((), "c", {"d": []}), InsertItem(("b",), 0, None), Remove(("a",))],
        '{"b": [null, 1, 2], "c": {"d": []}}',
    ),
    "into what is empty": (
        '{\n  "a": {},\n  "b": []\n}\n',
        [InsertKey(("a",), "k", 1), InsertKey(("a",), "l", 2), InsertItem(("b",), 0, "x")],
        '{\n  "a": {\n    "k": 1,\n    "l": 2\n  },\n  "b": [\n    "x"\n  ]\n}\n',
    ),
    "all entries go": (
        '{\n  "a": {\n    "k": 1\n  },\n  "b": [ 1 ]\n}\n',
        [Remove(("a", "k")), Remove(("b", 0))],
        '{\n  "a": {},\n  "b": []\n}\n',
    ),
    "first, middle and last entry go": (
        '{\n  "a": 1,\n  "b": 2,\n  "c": 3,\n  "d": 4,\n  "e": 5\n}\n',
        [Remove(("a",)), Remove(("c",)), Remove(("e",))],
        '{\n  "b": 2,\n  "d": 4\n}\n',
    ),
    "one key for another": (
        '{"a": 1, "b": 2}',
        [Remove(("a",)), InsertKey((), "n", 0, after="a"), SetValue(("b",), True)],
        '{"n": 0, "b": true}',
    ),
    "escapes as the text has them": (
        '{"a": "\\u00e9", "b": "x"}',
        [SetValue(("b",), "é/"), Rename(("a",), "ü"), ReplaceText(("a",), 1, 1, "\u2028")],
        '{"\\u00fc": "\\u00e9\\u2028", "b": "\\u00e9/"}',
    ),
    "no escapes where the text has none": (
        '{"a": "é", "b": "x"}',
        [SetValue(("b",), 'ü"\n'), ReplaceText(("a",), 0, 1, "\\")],
        '{"a": "\\\\", "b": "ü\\"\\n"}',
    ),
    "text beside escapes": (
        '{"a": "\\ud83d\\ude00\\n\\/x"}',
        [ReplaceText(("a",), 1, 2, "y")],
        '{"a": "\\ud83d\\ude00y\\/x"}',
    ),
    "a tree for a value": (
        '{\n  "a": "x",\n  "b": [1]\n}',
        [SetValue(("a",), {"k": {"Ref": "B"}}), SetValue(("b", 0), {"k": 1})],
        '{\n  "a": {\n    "k": {\n      "Ref": "B"\n    }\n  },\n  "b": [{"k": 1}]\n}',
    ),
}


@pytest.mark.parametrize(("before", "edits", "after"), CASES.values(), ids=CASES.keys())
def test_edit(before: str, edits: list[Edit], after: str) -> None:
    assert changed_text(JsonDocument(before), edits) == after


REFUSED: dict[str, tuple[str, list[Edit], str]] = {
    "one of two": ('{"a": 1, "a": 2, "b": 3}', [Remove(("a",))], "more than once"),
    "rename one of two": ('{"a": 1, "a": 2}', [Rename(("a",), "b")], "more than once"),
    "below one of two": ('{"a": 1, "a": {"b": 1}}', [SetValue(("a", "b"), 2)], "more than once"),
    "no number": ('{"a": 1}', [SetValue(("a",), math.inf)], "JSON has no inf"),
    "nothing there": ('{"a": 1}', [SetValue(("b",), 1)], "nothing is at b"),
    "a key twice": ('{"a": 1}', [InsertKey((), "a", 1)], "does not fit"),
    "within what is set": (
        '{"a": {"b": 1}}',
        [SetValue(("a",), 1), SetValue(("a", "b"), 2)],
        "contradict",
    ),
}


@pytest.mark.parametrize(("text", "edits", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(text: str, edits: list[Edit], reason: str) -> None:
    with pytest.raises(NotSure, match=reason):
        JsonDocument(text).lower(edits)
