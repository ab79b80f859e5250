"""Outputs whose value is no text, which CloudFormation refuses.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.schemas.value import Gap
from auditor.template.gaps import attribute_kind, gap_of
from auditor.template.intrinsics import function_of, get_att, is_plain_mapping
from auditor.template.template import Template
from auditor.template.values import When, own_condition

_NUMBERS = {"boolean": "a boolean", "integer": "a number", "number": "a number"}
_TEXTS = frozenset({"AWS::DocDB::DBCluster"})
"""Types that return numbers as texts, whatever their schema says:
https://github.com/aws-cloudformation/cfn-lint/blob/main/test/fixtures/templates/integration/getatt-types.yaml"""


class BadOutput(Struct, frozen=True):
    """An output whose value at `at` is `what`, such as "a list".

    `call` is the function that returns it, None where there is none; `attribute` is that of a
    resource by whose schema it is one.
    """

    output: str
    at: Path
    what: str
    when: When
    call: Tree = None
    attribute: str = ""

    @property
    def is_list(self) -> bool:
        """Whether `Fn::Join` makes a text of it."""
        return self.what == "a list"

    @classmethod
    def find(cls, template: Template) -> Iterator[BadOutput]:
        """All of a template, none where a macro may rewrite it."""
        outputs = template.tree.get("Outputs")
        if template.is_open or not isinstance(outputs, dict):
            return
        for output, body in outputs.items():
            if not isinstance(body, dict) or "Value" not in body or not output.isalnum():
                continue
            place: Path = ("Outputs", output, "Value")
            for case in template.branches(body["Value"], place, own_condition(body)):
                if case.known and not case.absent:
                    yield from _judged(template, output, case.value, case.path, case.when)


def _judged(
    template: Template, output: str, value: Tree, path: Path, when: When
) -> Iterator[BadOutput]:
    call = function_of(value)
    if call is None:
        if isinstance(value, list) or is_plain_mapping(value):
            what = "a list" if isinstance(value, list) else "a mapping"
            yield BadOutput(output, path, what, when)
        return
    if call[0] != "Fn::GetAtt":
        if gap_of(template, call) is Gap.LIST:
            yield BadOutput(output, path, "a list", when, value)
        return
    found = get_att(call[1])
    resource = template.resources.get(found[0]) if found else None
    if found is None or resource is None or resource.type in _TEXTS:
        return
    kind = attribute_kind(resource.type, found[1])
    given = "a list" if kind == "array" else _NUMBERS.get(kind or "")
    if given is not None:
        yield BadOutput(output, path, given, when, value, ".".join(found))
