"""Calls of `pulumi_aws` and `pulumi_aws_native`: resources, their arguments, and data."""

from __future__ import annotations

from auditor.data.pulumi_classes import NATIVE, ResourceClass, class_of
from auditor.programs.reading.packages.options import KIND
from auditor.programs.reading.packages.policies import policy_document, trust_document
from auditor.programs.syntax import Call
from auditor.programs.values import Item, Known, Made, Mapping, Pseudo, Unknown, Value

_REGION = frozenset({"name", "id", "region"})
_DATA_OF_ACCOUNT = {"accountId": "AWS::AccountId", "account_id": "AWS::AccountId"}


def of_provider(path: str, given: list[Value], named: Mapping, node: Call) -> Value:
    """What a call of the provider gives, by its path."""
    provider, _, name = path.partition(".")
    last = name.rpartition(".")[2]
    if name.endswith(("get_policy_document", "getPolicyDocument", "getPolicyDocumentOutput",
                      "get_policy_document_output")):  # fmt: skip
        return policy_document(given, named, node)
    if name == "iam.assumeRolePolicyForPrincipal":
        return trust_document(given, node)
    plain = last.replace("_", "").lower().removesuffix("output")
    if plain == "getregion":
        region = Pseudo(node=node, name="AWS::Region")
        return Mapping(
            node=node, items={key: Item(region) for key in _REGION}, is_open=True, kind="data"
        )
    if plain == "getcalleridentity":
        items = {
            key: Item(Pseudo(node=node, name=other)) for key, other in _DATA_OF_ACCOUNT.items()
        }
        return Mapping(node=node, items=items, is_open=True, kind="data")
    if plain == "getpartition":
        partition = Pseudo(node=node, name="AWS::Partition")
        return Mapping(node=node, items={"partition": Item(partition)}, is_open=True, kind="data")
    if last.endswith("Args"):
        return Mapping(
            node=node, items=dict(named.items), is_open=named.is_open or bool(given), kind=name
        )
    kind = class_of(NATIVE if provider == "native" else "7", name)
    older = None if provider == "native" else class_of("6", name)
    found = kind or older
    if found is None:
        return Unknown(node=node, why="call")
    return _made(found, provider, given, named, node)


def _made(
    kind: ResourceClass, provider: str, given: list[Value], named: Mapping, node: Call
) -> Made:
    is_python = node.file.language == "python"
    name = given[0] if given else _item(named, "resource_name")
    options: Value = Unknown() if named.is_open else Known(value=None)
    if is_python:
        rest = given[1:]
        items = {k: v for k, v in named.items.items() if k not in ("opts", "resource_name")}
        arguments = Mapping(node=node, items=items, is_open=named.is_open)
        if "opts" in named.items:
            options = named.items["opts"].value
        for value in rest:
            if isinstance(value, Mapping) and value.kind == KIND:
                options = value
            elif isinstance(value, Mapping) and value.kind.endswith("Args"):
                arguments.node = value.node
                arguments.items.update(value.items)
                arguments.is_open |= value.is_open
            elif not (isinstance(value, Known) and value.value is None):
                arguments.is_open = True
        if "args" in named.items and "args" not in kind.arguments:
            inner = arguments.items.pop("args").value
            if isinstance(inner, Mapping):
                arguments = Mapping(
                    node=inner.node, items={**inner.items, **arguments.items}, is_open=inner.is_open
                )
    else:
        first = given[1] if len(given) > 1 else Mapping(node=node)
        arguments = Mapping(node=first.node or node, is_open=True)
        if isinstance(first, Mapping):
            arguments = Mapping(node=first.node, items=dict(first.items), is_open=first.is_open)
        if len(given) > 2:
            options = given[2]
    return Made(
        node=node, kind=kind, provider=provider, call=node, arguments=arguments,
        options=options, name=name or Unknown(),
    )  # fmt: skip


def _item(mapping: Mapping, key: str) -> Value | None:
    item = mapping.items.get(key)
    return None if item is None else item.value
