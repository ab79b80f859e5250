"""References that return something else than the property takes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.data.reference_kinds import wanted_kind
from auditor.data.return_values import Returned, returned
from auditor.model.edit import Edit, SetValue
from auditor.model.path import Path
from auditor.model.tree import Tree, at
from auditor.template.dependencies import branches_at
from auditor.template.homes import home
from auditor.template.leading import Leading, leading
from auditor.template.mentions import Mention
from auditor.template.subjects.usage import Usage
from auditor.template.template import Resource, Template
from auditor.template.values import When

_FUNCTIONS = frozenset({"Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join"})
_FREE = frozenset(
    {
        *("DefinitionString", "DefinitionSubstitutions", "Environment", "EnvironmentVariables"),
        *("Metadata", "Parameters", "Tags", "UserData", "Variables"),
    }
)
"""Below these keys the author chooses the names."""
_TOKEN = "ServiceToken"
_SAM = "AWS::Serverless::"
_OF_STREAM = ("AWS::Lambda::EventSourceMapping", "EventSourceArn", "AWS::DynamoDB::Table")
_STREAM = "StreamArn"
"""What Lambda reads is the stream of a table."""


class Misreference(Struct, frozen=True):
    """A value that begins with a reference of the wrong kind.

    `key` is the property, `given` and `wanted` the kinds (`arn`, `name`, `id`, `url`, `domain`),
    `path` that of the value, `when` the branches of `Fn::If` that it stands in.
    """

    resource: Resource
    key: str
    target: Resource
    given: str
    wanted: str
    path: Path
    when: When
    is_condition: bool
    edit: Edit | None


def misreferences(usage: Usage) -> Iterator[Misreference]:
    """All of a template, in source order."""
    for mention in usage.of_resources:
        found = _of(usage.template, mention) if mention.function in _FUNCTIONS else None
        if found is not None:
            yield found


def _of(template: Template, mention: Mention) -> Misreference | None:
    resource = _holder(template, mention)
    place = None if resource is None else _property(mention.path)
    if resource is None or place is None:
        return None
    key, path = place
    target = template.resources[mention.name]
    taken_by = _home(resource, key, path)
    wanted = "arn" if key == _TOKEN else wanted_kind(*taken_by)
    values = returned(target.type) if wanted else None
    first = leading(at(template.tree, path), path) if values is not None else None
    if wanted is None or values is None or first is None or not _is_at(first, mention):
        return None
    given = _given(values, first.attribute)
    if given == "id" and values.named_without and target.has(values.named_without) is False:
        given = "name"
    if given is None or _fits(given, wanted, first):
        return None
    edit = None if target is resource else _edit(first, values, wanted, path)
    if (*taken_by, target.type) == _OF_STREAM:
        edit = first.with_attribute(_STREAM)
    when = resource.when | branches_at(resource.body, path[2:])
    return Misreference(resource, key, target, given, wanted, path, when, ":" in key, edit)


def _home(resource: Resource, key: str, path: Path) -> tuple[str, str]:
    """The type and property that a value comes to stand in, where SAM passes it on."""
    if not resource.type.startswith(_SAM):
        return resource.type, key
    names = ".".join(one for one in path[3:] if isinstance(one, str) and one != "Fn::If")
    tree = resource.template.tree
    type_name, place = home(tree, resource.path, resource.type, names)
    return type_name, place.rpartition(".")[2]


def _fits(given: str, wanted: str, first: Leading) -> bool:
    """Whether a reference is of the kind that is wanted, or may become it with what follows.

    Where SQS wants the URL of a queue it takes a name as well:
    https://github.com/aws/aws-sdk-js-v3/pull/6337
    """
    is_composed = wanted == "domain" and first.rest != ""
    is_either = wanted == "url" and given == "name"
    is_id = given == "id" and wanted in ("name", "url")
    return given == wanted or is_composed or is_either or is_id


def _holder(template: Template, mention: Mention) -> Resource | None:
    """The resource in whose properties a mention stands, where the property may be known."""
    if mention.path[0] != "Resources" or len(mention.path) < 5 or mention.path[2] != "Properties":
        return None
    resource = template.resources.get(str(mention.path[1]))
    is_ours = resource is not None and (
        resource.type.startswith("AWS::") or mention.path[3] == _TOKEN
    )
    return resource if is_ours else None


def _property(path: Path) -> tuple[str, Path] | None:
    """The property that a mention at a path stands in, and the path of its value.

    None where it is not the beginning of that value.
    """
    if not _FREE.isdisjoint(path[3:]):
        return None
    end = 3
    while end < len(path) and path[end] not in _FUNCTIONS:
        end += 1
    holder = end
    while holder > 3 and (isinstance(path[holder - 1], int) or path[holder - 1] == "Fn::If"):
        holder -= 1
    key = path[holder - 1]
    return (key, path[:end]) if isinstance(key, str) and holder > 3 else None


def _is_at(first: Leading, mention: Mention) -> bool:
    is_same = (first.logical_id, first.attribute) == (mention.name, mention.attribute or "")
    return is_same and mention.path[: len(first.path)] == first.path


def _given(values: Returned, attribute: str) -> str | None:
    if not attribute:
        return values.ref
    if values.is_arn(attribute):
        return "arn" if attribute == values.arn else None
    if attribute.endswith("DomainName"):
        return "domain"
    if values.is_arn(attribute) is None:
        return None
    return "url" if attribute.upper().endswith("URL") else "name"


def _edit(first: Leading, values: Returned, wanted: str, path: Path) -> Edit | None:
    if wanted == "arn":
        return first.as_arn(values, path)
    if wanted == "domain":
        return first.with_attribute(values.domain) if values.domain and first.rest == "" else None
    if wanted == "id" and values.id:
        return first.with_attribute(values.id) if first.rest == "" else None
    if values.ref == wanted and first.rest == "":
        reference: Tree = {"Ref": first.logical_id}
        return SetValue(path, reference)
    return None
