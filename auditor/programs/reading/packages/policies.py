"""`aws.iam.getPolicyDocument`: a policy document in the provider's own words.

https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/
"""

from __future__ import annotations

from auditor.programs.syntax import Call
from auditor.programs.values import Item, Json, Known, Mapping, Sequence, Unknown, Value

_ELEMENTS = {
    "sid": "Sid", "effect": "Effect", "actions": "Action", "notactions": "NotAction",
    "resources": "Resource", "notresources": "NotResource",
}  # fmt: skip


def policy_document(given: list[Value], named: Mapping, node: Call) -> Value:
    """The data that the call gives: the document is its `json`."""
    arguments = named
    if given and isinstance(given[0], Mapping):
        arguments = given[0]
    elif given or named.is_open:
        return Unknown(node=node, why="call")
    items = {_plain(key): item for key, item in arguments.items.items()}
    if items.keys() - {"statements", "version", "policyid"}:
        return Unknown(node=node, why="call")
    statements = items.get("statements")
    listed = statements.value if statements else None
    if not isinstance(listed, Sequence) or listed.is_open:
        return Unknown(node=node, why="call")
    document = Mapping(node=node)
    document.items["Version"] = Item(Known(value="2012-10-17"))
    made = [_statement(one) for one in listed.items]
    document.items["Statement"] = Item(Sequence(node=listed.node, items=made))
    data = Json(node=node, value=document)
    return Mapping(node=node, items={"json": Item(data)}, is_open=True, kind="data")


def trust_document(given: list[Value], node: Call) -> Value:
    """What `aws.iam.assumeRolePolicyForPrincipal` returns, which JavaScript alone has.

    https://github.com/pulumi/pulumi-aws/blob/master/sdk/nodejs/iam/documents.ts
    """
    statement = {
        "Sid": Item(Known(value="AllowAssumeRole")),
        "Effect": Item(Known(value="Allow")),
        "Principal": Item(given[0] if given else Unknown(node=node, why="call")),
        "Action": Item(Known(value="sts:AssumeRole")),
    }
    document = Mapping(node=node)
    document.items["Version"] = Item(Known(value="2012-10-17"))
    document.items["Statement"] = Item(Sequence(items=[Mapping(node=node, items=statement)]))
    return document


def _statement(value: Value) -> Value:
    if not isinstance(value, Mapping) or value.is_open:
        return Unknown(node=value.node, why="statement")
    made = Mapping(node=value.node)
    if not any(_plain(key) == "effect" for key in value.items):
        made.items["Effect"] = Item(Known(value="Allow"))
    for key, item in value.items.items():
        plain = _plain(key)
        if plain in _ELEMENTS:
            made.items[_ELEMENTS[plain]] = item
        elif plain in ("principals", "notprincipals"):
            name = "Principal" if plain == "principals" else "NotPrincipal"
            made.items[name] = Item(_principals(item.value), item.entry, item.file)
        elif plain == "conditions":
            made.items["Condition"] = Item(_conditions(item.value), item.entry, item.file)
    return made


def _principals(value: Value) -> Value:
    if not isinstance(value, Sequence) or value.is_open:
        return Unknown(node=value.node, why="statement")
    made = Mapping(node=value.node)
    for one in value.items:
        parts = _parts(one)
        kind = parts.get("type")
        name = kind.value.value if kind and isinstance(kind.value, Known) else None
        if not isinstance(name, str) or name in made.items or "identifiers" not in parts:
            return Unknown(node=value.node, why="statement")
        if name == "*":
            return Known(node=value.node, value="*")
        made.items[name] = parts["identifiers"]
    return made


def _conditions(value: Value) -> Value:
    if not isinstance(value, Sequence) or value.is_open:
        return Unknown(node=value.node, why="statement")
    made = Mapping(node=value.node)
    for one in value.items:
        parts = _parts(one)
        names = [parts[key].value for key in ("test", "variable") if key in parts]
        texts = [name.value for name in names if isinstance(name, Known)]
        if len(texts) != 2 or "values" not in parts:
            return Unknown(node=value.node, why="statement")
        test, variable = map(str, texts)
        group = made.items.setdefault(test, Item(Mapping(node=one.node))).value
        if isinstance(group, Mapping):
            group.items[variable] = parts["values"]
    return made


def _parts(value: Value) -> dict[str, Item]:
    if not isinstance(value, Mapping) or value.is_open:
        return {}
    return {_plain(key): item for key, item in value.items.items()}


def _plain(key: str) -> str:
    return key.replace("_", "").lower()
