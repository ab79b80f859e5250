"""Bodies of `Fn::ForEach` are resources in their place, and what a loop fills in is not known."""

from __future__ import annotations

from typing import Any

from auditor.engine import registry
from auditor.engine.check import check
from auditor.model.edit import SetValue
from auditor.model.settings import Settings
from auditor.template.loops import bodies
from auditor.template.template import Template


def loop(collection: Any, body: Any) -> dict[str, Any]:
    return {"Fn::ForEach::Topics": ["Name", collection, body]}


TOPIC = {"Topic${Name}": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "${Name}"}}}


def test_a_loop_over_a_written_list_has_its_bodies_as_resources() -> None:
    template = Template({"Resources": loop(["a", "b"], TOPIC)}, Settings())
    (resource,) = template.resources.values()
    assert resource.type == "AWS::SNS::Topic"
    assert resource.path == ("Resources", "Fn::ForEach::Topics", 2, "Topic${Name}")
    (case,) = resource.cases("DisplayName")
    assert not case.known


def test_a_loop_that_may_have_no_turn_has_none() -> None:
    for collection in ([], {"Ref": "Names"}, [{"Ref": "Name"}], "a", None):
        assert list(bodies(loop(collection, TOPIC))) == []
    for broken in ([], ["Name"], "a", {"Name": 1}, ["Name", ["a"], TOPIC, 1]):
        assert list(bodies({"Fn::ForEach::Topics": broken})) == []


def test_loops_in_loops() -> None:
    inner = {"Fn::ForEach::Inner": ["Part", ["x"], {"Topic${Name}${Part}": {"Type": "A::B::C"}}]}
    ((name, path, _),) = bodies(loop(["a"], inner))
    assert name == "Topic${Name}${Part}"
    assert path == ("Fn::ForEach::Topics", 2, "Fn::ForEach::Inner", 2, name)


TEXT = """\
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Queues:
    - Name
    - [a, b]
    - Queue${Name}:
        Type: AWS::SQS::Queue
        Properties:
          Queuename: !Ref Name
          VisibilityTimeoutSeconds: 30
"""


def test_each_fault_of_a_body_is_found_once_and_mended_there() -> None:
    found = check(TEXT, registry.load(), Settings()).findings
    strays = [one for one in found if one.rule == "unknown-property"]
    assert [one.at[-1] for one in strays] == ["Queuename", "VisibilityTimeoutSeconds"]
    assert all(one.fix is not None for one in strays)


def test_a_fix_writes_what_is_written_and_not_what_the_loop_makes_of_it() -> None:
    text = TEXT.replace("VisibilityTimeoutSeconds: 30", "Tags: {owner: !Ref Name}")
    found = check(text, registry.load(), Settings()).findings
    (edit,) = [one.fix.edits[0] for one in found if one.rule == "invalid-type" and one.fix]
    assert isinstance(edit, SetValue)
    assert edit.value == [{"Key": "owner", "Value": {"Ref": "Name"}}]
    text = TEXT.replace("SQS::Queue", "Lambda::Function").replace(
        "VisibilityTimeoutSeconds: 30", "Variables: {OWNER: !Ref Name}"
    )
    found = check(text, registry.load(), Settings()).findings
    (stray,) = [one for one in found if one.at[-1] == "Variables"]
    assert stray.fix is None
