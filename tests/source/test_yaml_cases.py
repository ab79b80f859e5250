"""Edits of YAML look as if the author had made them: before, edits, after."""

from __future__ import annotations

from collections.abc import Sequence

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
from auditor.source.detect import parse
from tests.source.laws import changed_text

LOGS = {
    "Type": "AWS::Logs::LogGroup",
    "Properties": {
        "LogGroupName": {"Fn::Sub": "/aws/lambda/${Fn}"},
        "RetentionInDays": 14,
        "KmsKeyId": {"Fn::GetAtt": ["Key", "Arn"]},
        "Tags": [{"Key": "a", "Value": {"Ref": "B"}}],
    },
}

APART = """\
Resources:
  # the function
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Role.Arn
      Layers:
        - !Ref Layer

  Role:
    Type: AWS::IAM::Role
"""
APART_AFTER = """\
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub /aws/lambda/${Fn}
      RetentionInDays: 14
      KmsKeyId: !GetAtt Key.Arn
      Tags:
        - Key: a
          Value: !Ref B

  # the function
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Role.Arn
      Layers:
        - !Ref Layer

  Role:
    Type: AWS::IAM::Role
"""
WIDE = """\
Resources:
    Fn:
        Type: 'AWS::Lambda::Function'
        Properties:
            Role:
                Fn::GetAtt: ['Role', 'Arn']
            Layers:
            - Ref: 'Layer'
"""
QUOTED_AFTER = """\
a:
  - x
  - z
  - y
b: z
c:
  - 'x'
  - 'z'
d: 'x'
e: 'x'
g:
  T: z
  d: 'z'
  e: '*'
  u: z
T: x
"""
WIDE_AFTER = """\
Resources:
    Logs:
        Type: 'AWS::Logs::LogGroup'
        Properties:
            LogGroupName:
                Fn::Sub: '/aws/lambda/${Fn}'
            RetentionInDays: 14
            KmsKeyId:
                Fn::GetAtt: ['Key', 'Arn']
            Tags:
            - Key: 'a'
              Value:
                  Ref: 'B'
    Fn:
        Type: 'AWS::Lambda::Function'
        Properties:
            Role:
                Fn::GetAtt: ['Role', 'Arn']
            Layers:
            - Ref: 'Layer'
"""
LONG_FORMS = "a: !Ref A\ne:\n  Fn::Sub: a\nf:\n  Fn::Sub: b\nh:\n  Ref: B\ni:\n  Ref: C\n"
CASES: dict[str, tuple[str, Sequence[Edit], str]] = {
    "resource, short functions, blank lines": (
        APART,
        [InsertKey(("Resources",), "Logs", LOGS, before="Fn")],
        APART_AFTER,
    ),
    "resource, CRLF": (
        APART.replace("\n", "\r\n"),
        [InsertKey(("Resources",), "Logs", LOGS, before="Fn")],
        APART_AFTER.replace("\n", "\r\n"),
    ),
    "resource, long functions, quotes, wide": (
        WIDE,
        [InsertKey(("Resources",), "Logs", LOGS, before="Fn")],
        WIDE_AFTER,
    ),
    "last resource of a text without a last line end": (
        "R:\n  A:\n    T: x\n\n  B:\n    T: x",
        [InsertKey(("R",), "C", {"T": "y"})],
        "R:\n  A:\n    T: x\n\n  B:\n    T: x\n\n  C:\n    T: y",
    ),
    "behind a resource, a section begins": (
        "R:\n  # --- one\n  A: 1\n\n  # --- two\n  B: 1\n",
        [InsertKey(("R",), "N", 1, after="A"), InsertKey(("R",), "O", 1, before="B")],
        "R:\n  # --- one\n  A: 1\n\n  N: 1\n\n  # --- two\n  O: 1\n\n  B: 1\n",
    ),
    "comments stay with what they explain": (
        "R:\n  A: 1\n  # of A\n\n  # of B\n  B: 1\n  # of C\n  C: 1\n",
        [
            InsertKey(("R",), "N", 1, after="A"),
            InsertKey(("R",), "O", 1, before="B"),
            InsertKey(("R",), "P", 1, before="C"),
        ],
        "R:\n  A: 1\n  # of A\n\n  N: 1\n\n  O: 1\n\n  # of B\n  B: 1\n  P: 1\n  # of C\n  C: 1\n",
    ),
    "blank lines as they stand at the place": (
        "R:\n  A: 1\n  B: 1\n  C: 1\n\n  D: 1\n",
        [
            InsertKey(("R",), "N", 1, after="A"),
            InsertKey(("R",), "O", 1, after="C"),
            InsertKey(("R",), "P", 1, before="D"),
        ],
        "R:\n  A: 1\n  N: 1\n  B: 1\n  C: 1\n\n  O: 1\n\n  P: 1\n\n  D: 1\n",
    ),
    "quotes of siblings, of the old value, of the same key": (
        "a:\n  - x\n  - y\nb: x\nc: 'x'\nd: 'x'\ne: 'x'\ng: {}\nT: x\n",
        [
            InsertItem(("a",), 1, "z"),
            SetValue(("b",), "z"),
            SetValue(("c",), ["x", "z"]),
            SetValue(("g",), {"T": "z", "d": "z", "e": "*", "u": "z"}),
        ],
        QUOTED_AFTER,
    ),
    "quotes of what moves": (
        "a:\n  d: 'x y'\n  n: x y\n  f: !Ref 'A'\n  g: !Ref B\nb: 1\nd: x\nn: 'x'\nR: !Ref C\n",
        [
            Remove(("a", "d")),
            Remove(("a", "f")),
            InsertKey((), "e", {"d": "x y", "n": "x y", "f": {"Ref": "A"}, "g": {"Ref": "C"}}),
        ],
        (
            "a:\n  n: x y\n  g: !Ref B\nb: 1\nd: x\nn: 'x'\nR: !Ref C\n"
            "e:\n  d: 'x y'\n  n: x y\n  f: !Ref 'A'\n  g: !Ref C\n"
        ),
    ),
    "quotes of keys that move, and of each short function": (
        (
            "a:\n  'b:c': 1\n  d: x\ne: !Sub '${A}/*'\nf: !Sub '${B}/*'\ng: \"*\"\nh: \"&\"\n"
            'i: "!"\n'
        ),
        [
            Remove(("a", "b:c")),
            InsertKey((), "j", {"b:c": 1, "k": {"Fn::Sub": "${C}/*"}, "l": "%"}),
        ],
        (
            'a:\n  d: x\ne: !Sub \'${A}/*\'\nf: !Sub \'${B}/*\'\ng: "*"\nh: "&"\ni: "!"\n'
            "j:\n  'b:c': 1\n  k: !Sub '${C}/*'\n  l: \"%\"\n"
        ),
    ),
    "a short function stays short among long ones": (
        "a: !GetAtt A.B\nb:\n  Ref: A\nc:\n  Ref: B\n",
        [SetValue(("a",), {"Ref": "A"})],
        "a: !Ref A\nb:\n  Ref: A\nc:\n  Ref: B\n",
    ),
    "a tag between brackets, whatever is written over lines": (
        LONG_FORMS + "g: [!Ref A, c]\n",
        [SetValue(("g", 1), {"Fn::Sub": "${A}"})],
        LONG_FORMS + 'g: [!Ref A, !Sub "${A}"]\n',
    ),
    "each function in the form that it mostly has": (
        "a: !Sub a\nb: !Sub b\nc: !Sub c\nd:\n  Ref: A\ne:\n  Ref: B\n",
        [InsertKey((), "f", {"g": {"Ref": "C"}, "h": {"Fn::Sub": "d"}})],
        (
            "a: !Sub a\nb: !Sub b\nc: !Sub c\nd:\n  Ref: A\ne:\n  Ref: B\n"
            "f:\n  g:\n    Ref: C\n  h: !Sub d\n"
        ),
    ),
    "behind a mapping whose last key goes": (
        "a:\n  b: 1\n  c:\n    - 1\nd: 1\n",
        [Remove(("a", "c")), InsertKey((), "c", [1], after="a")],
        "a:\n  b: 1\nc:\n  - 1\nd: 1\n",
    ),
    "behind the last mapping, whose last key goes, CRLF and no last line end": (
        "a:\r\n  b: 1\r\n  c: 1",
        [Remove(("a", "c")), InsertKey((), "c", 1, after="a")],
        "a:\r\n  b: 1\r\nc: 1\r\n",
    ),
    "quotes of keys": (
        "'a': 1\n'b':\n  'c': 1\n",
        [InsertKey((), "d", {"e": 1}), InsertKey(("b",), "f", 1)],
        "'a': 1\n'b':\n  'c': 1\n  'f': 1\n'd':\n  'e': 1\n",
    ),
    "lists between brackets where the key has such": (
        "A:\n  D: [x, y]\nB:\n  T: 1\n",
        [InsertKey(("B",), "D", ["z"]), InsertKey(("B",), "E", ["z"])],
        "A:\n  D: [x, y]\nB:\n  T: 1\n  D: [z]\n  E:\n    - z\n",
    ),
    "a list where the text ends without a line end": (
        "a:\n  b: x",
        [SetValue(("a", "b"), ["x", "y"])],
        "a:\n  b:\n    - x\n    - y",
    ),
    "keys that share a name with a function": (
        "R:\n  A:\n    Type: T\n    X: !Ref B\n",
        [
            InsertKey(("R", "A"), "Condition", "IsProd", after="Type"),
            InsertKey(("R", "A"), "DependsOn", "B", after="Type"),
        ],
        "R:\n  A:\n    Type: T\n    Condition: IsProd\n    DependsOn: B\n    X: !Ref B\n",
    ),
    "before the first key of a list item": (
        "L:\n- a: 1\n  b: 2\n",
        [InsertKey(("L", 0), "z", 0, before="a")],
        "L:\n- z: 0\n  a: 1\n  b: 2\n",
    ),
    "behind a block scalar and its comments": (
        "a: |\n  x\n\n  # text\n# comment\nb: 1\n",
        [InsertKey((), "n", 1, after="a")],
        "a: |\n  x\n\n  # text\nn: 1\n# comment\nb: 1\n",
    ),
    "items": (
        "L:\n  - a # one\n  # two\n  - b\n",
        [InsertItem(("L",), 0, "x"), InsertItem(("L",), 1, "y"), InsertItem(("L",), 2, "z")],
        "L:\n  - x\n  - a # one\n  - y\n  # two\n  - b\n  - z\n",
    ),
    "items of items": (
        "L:\n- - a\n  - b\n",
        [InsertItem(("L",), 1, ["c"]), InsertItem(("L", 0), 2, {"k": ["v"], "w": "x\ny\n"})],
        "L:\n- - a\n  - b\n  - k:\n    - v\n    w: |\n      x\n      y\n- - c\n",
    ),
    "into what is empty": (
        "a: {}\nb: []\nc: !Join [x, []]\n",
        [
            InsertKey(("a",), "k", 1),
            InsertKey(("a",), "l", 2),
            InsertItem(("b",), 0, "x"),
            InsertItem(("c", "Fn::Join", 1), 0, {"Ref": "Y"}),
        ],
        "a:\n  k: 1\n  l: 2\nb:\n  - x\nc: !Join [x, [!Ref Y]]\n",
    ),
    "all entries go": (
        "a:\n  k: 1\n  l: 2\nb:\n- x\n",
        [Remove(("a", "k")), Remove(("a", "l")), Remove(("b", 0))],
        "a: {}\nb: []\n",
    ),
    "one key for another": (
        "a: 1\nb: 2\nc: 3\n",
        [Remove(("b",)), InsertKey((), "n", 0, after="b")],
        "a: 1\nn: 0\nc: 3\n",
    ),
    "all that a text without a last line end has": (
        "a: 1",
        [Remove(("a",)), InsertKey((), "b", "x\ny\n")],
        "b: |\n  x\n  y\n",
    ),
    "a removed resource takes its blank line along": (
        "R:\n  A: 1\n\n  B:\n    T: x\n\n  C: 1\n",
        [Remove(("R", "B"))],
        "R:\n  A: 1\n\n  C: 1\n",
    ),
    "the last entry goes": (
        "A: 1\n\nB:\n  T: x\n",
        [Remove(("B",))],
        "A: 1\n",
    ),
    "blank lines stay out of a text that keeps them": (
        "a: |+\n  x\nb: 1\n\n\nc: 1\n",
        [Remove(("b",))],
        "a: |+\n  x\nc: 1\n",
    ),
    "a comment on the line of a removed key stays": (
        "a: 1\nb: 2 # why\nc: 3\n",
        [Remove(("b",))],
        "a: 1\n# why\nc: 3\n",
    ),
    "the first keys of a list item go": (
        "L:\n  - a: 1\n    b: 2\n    c: 3\n  - d\n",
        [Remove(("L", 0, "a")), Remove(("L", 0, "b"))],
        "L:\n  - c: 3\n  - d\n",
    ),
    "flow": (
        "a: {b: 1, c: [x, 'y']}\n",
        [
            InsertKey(("a",), "n", {"Ref": "T"}, after="b"),
            Remove(("a", "c", 0)),
            SetValue(("a", "b"), "p, q"),
        ],
        "a: {b: \"p, q\", n: !Ref T, c: ['y']}\n".replace('"', "'"),
    ),
    "flow over lines": (
        "a: [\n  x, # one\n  y,\n  ]\n",
        [InsertItem(("a",), 2, "z")],
        "a: [\n  x, # one\n  y, z,\n  ]\n",
    ),
    "flow that looks like JSON": (
        'R: {"A": {"T": "x"}, "B": []}\n',
        [
            InsertKey(("R",), "C", {"D": [1, None, "it's"]}),
            SetValue(("R", "A", "T"), {"Ref": "B"}),
            InsertItem(("R", "B"), 0, "y"),
        ],
        'R: {"A": {"T": {"Ref": "B"}}, "B": ["y"], "C": {"D": [1, null, "it\'s"]}}\n',
    ),
    "values keep their quotes": (
        "a: 'x'\nb: \"x\"\nc: x\nd: !Sub 'x'\ne: [x, y]\n",
        [SetValue((key,), "it's") for key in "abc"] + [SetValue(("d", "Fn::Sub"), "${Y}")],
        "a: 'it''s'\nb: \"it's\"\nc: it's\nd: !Sub '${Y}'\ne: [x, y]\n",
    ),
    "values that need quotes get them": (
        "a: x\nb: x\nc: x\n",
        [SetValue(("a",), "1"), SetValue(("b",), "a: b"), SetValue(("c",), "2012-10-17")],
        "a: '1'\nb: 'a: b'\nc: '2012-10-17'\n".replace("'", '"'),
    ),
    "a collection for a value, a comment stays on the line": (
        "a: 1 # one\nb: 2\nc:\n- 3\n",
        [
            SetValue(("a",), "x\ny\n"),
            SetValue(("b",), [1, {"c": "d"}]),
            SetValue(("c", 0), {"k": 1, "l": 2}),
        ],
        "a: | # one\n  x\n  y\nb:\n- 1\n- c: d\nc:\n- k: 1\n  l: 2\n",
    ),
    "a value for a collection": (
        "a: # why\n  b: 1\nc:\n  - d\n",
        [SetValue(("a",), 5), SetValue(("c",), "x")],
        "a: 5 # why\nc: x\n",
    ),
    "nothing gets a value": (
        "a:\nb: # c\nc:\n-\n- x\n",
        [SetValue(("a",), 1), SetValue(("b",), 2), SetValue(("c", 0), 3)],
        "a: 1\nb: 2 # c\nc:\n- 3\n- x\n",
    ),
    "functions": (
        "a: !Ref B\nb: !Join ['', [x]]\nc: !Sub x\n",
        [
            SetValue(("a",), {"Fn::GetAtt": ["B", "Arn"]}),
            SetValue(("b", "Fn::Join", 1), ["x", {"Ref": "Y"}]),
            SetValue(("c", "Fn::Sub"), {"Ref": "Z"}),
        ],
        "a: !GetAtt B.Arn\nb: !Join ['', [x, !Ref Y]]\nc: !Sub\n  Ref: Z\n",
    ),
    "lines that no block scalar can hold": (
        "a: 'x' # c\nb: {c: 'y'}\n",
        [SetValue(("a",), ["\n\n", {"Fn::Sub": "p\n\n"}]), SetValue(("b", "c"), ["p\nq"])],
        'a: # c\n  - "\\n\\n"\n  - !Sub "p\\n\\n"\nb: {c: ["p\\nq"]}\n',
    ),
    "renaming": (
        "a: 1\n'b': 2\n? c\n: 3\nd: {e: 1, \"f\":2}\n",
        [
            Rename(("a",), "1"),
            Rename(("b",), "it's"),
            Rename(("c",), "n"),
            Rename(("d", "e"), "x, y"),
            Rename(("d", "f"), "g"),
        ],
        '"1": 1\n\'it\'\'s\': 2\n? n\n: 3\nd: {"x, y": 1, "g":2}\n',
    ),
    "text in all styles": (
        "a: xyz\nb: 'xyz'\nc: \"xyz\"\nd: |\n  xyz\n  z\ne: >-\n  xyz\n  z\n",
        [ReplaceText(("abcde"[at],), 1, 2, "'\"") for at in range(5)]
        + [ReplaceText(("d",), 3, 3, "!\n!")],
        "a: x'\"z\nb: 'x''\"z'\nc: \"x'\\\"z\"\nd: |\n  x'\"z!\n  !\n  z\ne: >-\n  x'\"z\n  z\n",
    ),
    "a text that must be quoted after the change": (
        "a: x1\nb: !Sub a b\n",
        [ReplaceText(("a",), 0, 1, ""), ReplaceText(("b", "Fn::Sub"), 1, 2, ": ")],
        'a: "1"\nb: !Sub "a: b"\n',
    ),
    "a text that ends like a document": (
        "a: 1\nb: 2\n",
        [SetValue(("a",), "x\n...")],
        "a: |-\n  x\n  ...\nb: 2\n",
    ),
    "a tab would come first in a block scalar": (
        "a: |\n  x\n  y\n",
        [ReplaceText(("a",), 0, 1, "\t")],
        'a: "\\t\\ny\\n"\n',
    ),
    "an alias makes room": (
        "a: &a [x]\nb: *a\nc: [*a , y]\n",
        [SetValue(("b",), "z"), Remove(("c", 0))],
        "a: &a [x]\nb: z\nc: [y]\n",
    ),
}


@pytest.mark.parametrize(("before", "edits", "after"), CASES.values(), ids=CASES.keys())
def test_edit(before: str, edits: Sequence[Edit], after: str) -> None:
    assert changed_text(parse(before), edits) == after


REFUSED: dict[str, tuple[str, list[Edit], str]] = {
    "below an alias": ("a: &a {x: 1}\nb: *a\n", [SetValue(("b", "x"), 2)], "shared"),
    "in an anchor": ("a: &a {x: 1}\nb: *a\n", [SetValue(("a", "x"), 2)], "shared"),
    "an anchor in use": ("a: &a {x: 1}\nb: *a\n", [Remove(("a",))], "anchor would be lost"),
    "merged": ("a: &a {x: 1}\nb:\n  <<: *a\n  y: 1\n", [Remove(("b", "x"))], "more than once"),
    "hides a merged key": (
        "a: &a {x: 1}\nb: {x: 2, <<: *a, y: 1}\n",
        [Remove(("b", "x"))],
        "more than once",
    ),
    "behind a merge": ("a: &a {x: 1}\nb:\n  <<: *a\n", [InsertKey(("b",), "y", 1)], "merge key"),
    "one of two": ("a: 1\na: 2\nb: 3\n", [Remove(("a",))], "more than once"),
    "rename one of two": ("a: 1\na: 2\n", [Rename(("a",), "b")], "more than once"),
    "a comment inside": ("a:\n  # why\n  b: 1\nc: 1\n", [Remove(("a",))], "comment would be lost"),
    "a function": ("a: !Ref B\n", [Rename(("a", "Ref"), "Fn::Sub")], "has no key"),
    "half of a GetAtt": ("a: !GetAtt B.C\n", [SetValue(("a", "Fn::GetAtt", 1), "D")], "spelled"),
    "an explicit key": ("? a\n: b\n", [SetValue(("a",), {"c": 1})], "'?'"),
    "a pair in a list": ("a: [b: 1]\n", [InsertKey(("a", 0), "c", 1)], "without braces"),
    "a comment as deep as a text": (
        "a: |\n  x\nb: 1\n  # deep\nc: 1\n",
        [Remove(("b",))],
        "comment below",
    ),
    "a text that ends with the file": ("a: |\n  x", [InsertKey((), "b", 1)], "ends inside"),
    "a comment would become text": (
        "a: 1 # c\n",
        [Remove(("a",)), InsertKey((), "b", "x\ny\n")],
        "behind the last value",
    ),
    "nothing there": ("a: 1\n", [SetValue(("b",), 1)], "nothing is at b"),
    "twice": ("a: x\nb: [x]\n", [SetValue(("a",), 1), SetValue(("a",), 2)], "contradict"),
}


@pytest.mark.parametrize(("text", "edits", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(text: str, edits: list[Edit], reason: str) -> None:
    with pytest.raises(NotSure, match=reason):
        parse(text).lower(edits)
