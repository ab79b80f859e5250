"""An access log format in several lines keeps its meaning when it is written in one."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.check import check
from auditor.engine.fixpoint import fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from auditor.source.detect import parse
from tests.rules.cases import rules

PATH = ("Resources", "Stage", "Properties", "AccessLogSetting", "Format")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


def fixed(text: str) -> str:
    """The format after the safe fixes."""
    setting = {"DestinationArn": {"Fn::GetAtt": ["Logs", "Arn"]}, "Format": text}
    stage = {"Type": "AWS::ApiGateway::Stage", "Properties": {"AccessLogSetting": setting}}
    run = partial(check, rules=[rules()["access-log-format"]], settings=Settings())
    whole = json.dumps({"Resources": {"Stage": stage}}, indent=2)
    tree: Any = parse(fix(whole, run, Safety.SAFE).final.text).tree
    for step in PATH:
        tree = tree[step]
    assert isinstance(tree, str)
    return tree


@given(members=st.dictionaries(WORDS, VALUES, max_size=4), indent=st.integers(0, 4))
def test_json_stays_the_same_json(members: dict[str, Any], indent: int) -> None:
    wanted = {"requestId": "$context.requestId", **members}
    made = fixed(json.dumps(wanted, indent=indent))
    assert len(made.splitlines()) == 1
    assert json.loads(made) == wanted


@given(
    lines=st.lists(WORDS.filter(str.strip), min_size=1, max_size=4), end=st.sampled_from(["", "\n"])
)
def test_words_stay_in_their_order(lines: list[str], end: str) -> None:
    made = fixed("\n".join(["$context.requestId", *lines]) + end)
    assert "\n" not in made
    assert "".join(made.split()) == "".join("".join(["$context.requestId", *lines]).split())
