"""Names of packages: the same dotted path for both languages."""

from __future__ import annotations

from auditor.expression import expression
from auditor.programs.reading.packages.enums import member, principal
from auditor.programs.syntax import Node
from auditor.programs.values import External, Item, Known, Mapping, Pseudo, Setting, Value

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
     "__name__", "Number", "Boolean", "float", "parseInt", "parseFloat", "Math", "map", "filter",
     "reversed", "any", "all", "Map", "Set", "structuredClone", "min", "max", "vars"}
)  # fmt: skip
_ENUM = expression(r"(?P<name>[A-Za-z]+?)(?P<version>[0-9]+(?:[dD][0-9xX]+)?)")
_RUNTIMES = {
    "python": "python",
    "nodejs": "nodejs",
    "java": "java",
    "ruby": "ruby",
    "dotnet": "dotnet",
}


def external_name(module: str, name: str) -> str | None:
    """The dotted path of a name of a package; None for one that nothing is known of."""
    module = module.removeprefix("node:")
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
    if path.startswith("aws."):
        short = path.removeprefix("aws.")
        found_member = member(short)
        if found_member is not None:
            return Known(node=node, value=found_member)
        service = principal(short)
        if service is not None:
            return Mapping(node=node, items={"Service": Item(Known(node=node, value=service))})
    return External(node=node, path=path)
