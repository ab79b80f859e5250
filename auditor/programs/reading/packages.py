"""What the packages give that programs use: Pulumi's own, those of its providers, and a few more.

https://www.pulumi.com/docs/reference/pkg/python/pulumi/ and
https://www.pulumi.com/docs/reference/pkg/nodejs/pulumi/pulumi/
"""

from __future__ import annotations

from collections.abc import Callable

from auditor.data.pulumi_classes import NATIVE, ResourceClass, class_of
from auditor.expression import expression
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.policies import policy_document
from auditor.programs.reading.texts import formatted
from auditor.programs.syntax import Call, Node
from auditor.programs.values import (
    Asset,
    Configuration,
    Contents,
    External,
    Item,
    Joined,
    Json,
    Known,
    Made,
    Mapping,
    Pseudo,
    Scope,
    Sequence,
    Setting,
    Unknown,
    Value,
)

_ROOTS = {
    "pulumi": "pulumi",
    "@pulumi/pulumi": "pulumi",
    "pulumi_aws": "aws",
    "@pulumi/aws": "aws",
    "pulumi_aws_native": "native",
    "@pulumi/aws-native": "native",
}
_BUILTINS = frozenset(
    {"str", "int", "bool", "dict", "list", "tuple", "len", "enumerate", "range", "zip", "sorted",
     "open", "JSON", "Object", "String", "process", "Array", "set", "require", "undefined",
     "__name__", "Number", "Boolean"}
)  # fmt: skip
_ENUM = expression(r"(?P<name>[A-Za-z]+?)(?P<version>[0-9]+(?:[dD][0-9xX]+)?)")
_RUNTIMES = {
    "python": "python",
    "nodejs": "nodejs",
    "java": "java",
    "ruby": "ruby",
    "dotnet": "dotnet",
}
_REGION = frozenset({"name", "id", "region"})
_DATA_OF_ACCOUNT = {"accountId": "AWS::AccountId", "account_id": "AWS::AccountId"}
_ASSETS = {
    "FileArchive": "folder",
    "FileAsset": "file",
    "StringAsset": "text",
    "AssetArchive": "archive",
}
_THROUGH = frozenset(
    {"from_input", "create", "output", "secret", "unsecret", "Output.create", "unwrap"}
)
_MOST_PARTS = 2_000
_PATHS = frozenset({"os.path.join", "path.join", "pathlib.Path", "os.path.abspath", "path.resolve"})


def external_name(module: str, name: str) -> str | None:
    """The dotted path of a name of a package; None for one that nothing is known of."""
    if not module:
        return name if name in _BUILTINS else None
    root, _, rest = module.partition("." if "@" not in module else "\0")
    if "@" in module:
        parts = module.split("/")
        root, rest = "/".join(parts[:2]), ".".join(part for part in parts[2:] if part != "index")
    known = _ROOTS.get(root, root)
    path = f"{known}.{_plain(rest)}" if rest else known
    if name in ("*", "default"):
        return path
    return f"{path}.{_plain(name)}"


def _plain(name: str) -> str:
    """A module as JavaScript calls it: Python has `lambda_` for it."""
    return name.rstrip("_") if not name.startswith("_") else name


def external_attribute(value: External, name: str, node: Node | None) -> Value:
    """A name of a package's module or class."""
    path = f"{value.path}.{_plain(name)}"
    if value.path == "process.env":
        return Setting(node=node, name=f"env:{name}", is_optional=True)
    if path == "aws.config.region":
        return Pseudo(node=node, name="AWS::Region")
    if ".Runtime." in path:
        found = _ENUM.fullmatch(name.replace("_", ""))
        family = _RUNTIMES.get(found.group("name").lower()) if found else None
        if found and family:
            version = found.group("version").lower().replace("d", ".")
            return Known(node=node, value=family + version)
    return External(node=node, path=path)


def external_call(
    machine: Machine, path: str, given: list[Value], named: Mapping, node: Call
) -> Value:
    """What a call of a name of a package gives."""
    if path.startswith(("aws.", "native.")):
        return _of_provider(path, given, named, node)
    short = path.removeprefix("pulumi.")
    if short != path:
        return _of_pulumi(machine, short, given, named, node)
    known = _CALLS.get(path)
    made = None if known is None else known(given, named)
    if made is None and path in _PATHS:
        made = _path(given)
    if made is None:
        for value in (*given, *(item.value for item in named.items.values())):
            machine.truth(value)
        return machine.call(Unknown(), given, named, node, _nowhere(node))
    made.node = made.node or node
    return made


def _nowhere(node: Call) -> Scope:
    return Scope(node.file)


def _of_provider(path: str, given: list[Value], named: Mapping, node: Call) -> Value:
    provider, _, name = path.partition(".")
    last = name.rpartition(".")[2]
    if name.endswith(("get_policy_document", "getPolicyDocument", "getPolicyDocumentOutput",
                      "get_policy_document_output")):  # fmt: skip
        return policy_document(given, named, node)
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
            if isinstance(value, Mapping) and value.kind == "ResourceOptions":
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


def _of_pulumi(
    machine: Machine, name: str, given: list[Value], named: Mapping, node: Call
) -> Value:
    first = given[0] if given else None
    last = name.rpartition(".")[2]
    if last == "all":
        if len(given) == 1 and isinstance(first, Sequence | Mapping):
            return first
        if named.items and not given:
            return Mapping(node=node, items=dict(named.items), is_open=named.is_open)
        return Sequence(node=node, items=given)
    if last in ("concat", "interpolate"):
        flat: list[Value] = []
        for part in given:
            flat += part.parts if isinstance(part, Joined) else [part]
            if len(flat) > _MOST_PARTS:
                return Unknown(node=node, why="size")
        return Joined(node=node, parts=flat)
    if last in ("json_dumps", "jsonStringify") and first is not None:
        return Json(node=node, value=first)
    if last == "format":
        text = first.value if isinstance(first, Known) else None
        return formatted(text, given[1:], named) if isinstance(text, str) else Unknown(node=node)
    if last in _THROUGH or name == "output":
        return first or Unknown(node=node)
    if last == "ResourceOptions":
        return Mapping(
            node=node,
            items=dict(named.items),
            is_open=named.is_open or bool(given),
            kind="ResourceOptions",
        )
    if last == "merge" or name == "mergeOptions":
        return Unknown(node=node, why="options")
    if last == "Config":
        text = first.value if isinstance(first, Known) else ""
        return Configuration(node=node, namespace=text if isinstance(text, str) else "")
    if last in _ASSETS and (first is not None or named.items):
        content = first if first is not None else next(iter(named.items.values())).value
        return Asset(node=node, kind=_ASSETS[last], content=content)
    if last == "export" and len(given) == 2 and isinstance(first, Known):
        machine.outputs[str(first.value)] = given[1]
        return Known(value=None)
    if last in ("get_stack", "getStack"):
        return Setting(node=node, name="pulumi:stack")
    if last in ("get_project", "getProject"):
        return Setting(node=node, name="pulumi:project")
    return machine.call(Unknown(), given, named, node, _nowhere(node))


def _dumped(given: list[Value], _named: Mapping) -> Value | None:
    return Json(value=given[0]) if given else None


def _text(given: list[Value], _named: Mapping) -> Value | None:
    value = given[0] if given else None
    if (
        isinstance(value, Known)
        and isinstance(value.value, int)
        and not isinstance(value.value, bool)
    ):
        return Known(value=str(value.value))
    return value if isinstance(value, Joined | Setting | Pseudo | Known) else None


def _dict(given: list[Value], named: Mapping) -> Value | None:
    base = given[0] if given else Mapping()
    if not isinstance(base, Mapping):
        return None
    return Mapping(items={**base.items, **named.items}, is_open=base.is_open or named.is_open)


def _assigned(given: list[Value], _named: Mapping) -> Value | None:
    made = Mapping()
    for one in given:
        if not isinstance(one, Mapping):
            made.is_open = True
            continue
        made.items.update(one.items)
        made.is_open |= one.is_open
    return made


def _list(given: list[Value], _named: Mapping) -> Value | None:
    if not given:
        return Sequence()
    return given[0] if isinstance(given[0], Sequence) else None


def _length(given: list[Value], _named: Mapping) -> Value | None:
    if given and isinstance(given[0], Sequence | Mapping) and not given[0].is_open:
        return Known(value=len(given[0].items))
    return None


def _enumerated(given: list[Value], _named: Mapping) -> Value | None:
    if not given or not isinstance(given[0], Sequence):
        return None
    start = given[1].value if len(given) > 1 and isinstance(given[1], Known) else 0
    begin = start if isinstance(start, int) else 0
    pairs: list[Value] = [
        Sequence(items=[Known(value=begin + at), item]) for at, item in enumerate(given[0].items)
    ]
    return Sequence(items=pairs, is_open=given[0].is_open)


def _range(given: list[Value], _named: Mapping) -> Value | None:
    numbers = [one.value for one in given if isinstance(one, Known) and type(one.value) is int]
    if (
        len(numbers) != len(given)
        or not 1 <= len(numbers) <= 3
        or (len(numbers) == 3 and not numbers[2])
    ):
        return None
    found = range(*numbers)
    return Sequence(items=[Known(value=at) for at in found]) if len(found) <= 200 else None


def _zipped(given: list[Value], _named: Mapping) -> Value | None:
    lists = [one for one in given if isinstance(one, Sequence) and not one.is_open]
    if len(lists) != len(given):
        return None
    rows = zip(*(one.items for one in lists), strict=False)
    return Sequence(items=[Sequence(items=list(row)) for row in rows])


def _pairs(which: str) -> Callable[[list[Value], Mapping], Value | None]:
    def listed(given: list[Value], _named: Mapping) -> Value | None:
        value = given[0] if given else None
        if not isinstance(value, Mapping):
            return None
        items: list[Value] = []
        for key, item in value.items.items():
            pair: list[Value] = [Known(value=key), item.value]
            items.append(Sequence(items=pair) if which == "entries" else pair[which == "values"])
        return Sequence(items=items, is_open=value.is_open)

    return listed


def _opened(given: list[Value], _named: Mapping) -> Value | None:
    path = given[0] if given else None
    if isinstance(path, Known) and isinstance(path.value, str):
        return Contents(path=path.value)
    return None


def _path(given: list[Value]) -> Value | None:
    texts = [one.value for one in given if isinstance(one, Known)]
    if len(texts) == len(given) and all(isinstance(one, str) for one in texts):
        return Known(value="/".join(map(str, texts)))
    return None


def _variable(given: list[Value], _named: Mapping) -> Value | None:
    key = given[0].value if given and isinstance(given[0], Known) else None
    if not isinstance(key, str):
        return None
    default = given[1].value if len(given) > 1 and isinstance(given[1], Known) else None
    return Setting(name=f"env:{key}", default=default, is_optional=True)


_CALLS: dict[str, Callable[[list[Value], Mapping], Value | None]] = {
    "json.dumps": _dumped,
    "JSON.stringify": _dumped,
    "str": _text,
    "String": _text,
    "dict": _dict,
    "Object.assign": _assigned,
    "Object.entries": _pairs("entries"),
    "Object.keys": _pairs("keys"),
    "Object.values": _pairs("values"),
    "list": _list,
    "tuple": _list,
    "sorted": _list,
    "len": _length,
    "enumerate": _enumerated,
    "range": _range,
    "zip": _zipped,
    "open": _opened,
    "fs.readFileSync": _opened,
    "pathlib.Path": _opened,
    "os.getenv": _variable,
    "os.environ.get": _variable,
}
