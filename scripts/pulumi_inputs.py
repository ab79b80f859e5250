"""What lies in the arguments of the resource classes, for `pulumi_types.py`."""

from __future__ import annotations

import ast
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache

_NESTED = re.compile(
    r"^class (\w+)Args:\n    def __init__\(__self__, \*,\n(.*?)\):\n(.*?)(?=^class |\Z)",
    re.M | re.S,
)
_CLASS = re.compile(
    r"^class (\w+)\(pulumi\.CustomResource\):.*?def _internal_init\(__self__,\n(.*?)\):\n",
    re.M | re.S,
)
_ARGUMENT = re.compile(r"^ +(\w+): (.*?)(?: = None)?,?$", re.M)
_GETTER = re.compile(r'@pulumi\.getter\(name="(\w+)"\)\n    def (\w+)\(')
_OWN = frozenset({"resource_name", "opts", "__props__"})
_WRAPPERS = frozenset({"Input", "Optional"})
_ANYTHING = "?"


def inputs(archive: zipfile.ZipFile, package: str) -> Iterator[str]:
    """The lines of a wheel, of classes and of the types in their arguments."""
    for name in archive.namelist():
        folder, _, file = name.removeprefix(f"{package}/").rpartition("/")
        is_own = name.endswith(".py") and name.startswith(f"{package}/")
        if not is_own or file.startswith("get_") or file in ("outputs.py", "provider.py"):
            continue
        module = folder.replace("/", ".").rstrip("_")
        text = archive.read(name).decode()
        yield from _nested(module, text) if file == "_inputs.py" else _classes(module, text)


def _classes(module: str, text: str) -> Iterator[str]:
    for found in _CLASS.finditer(text):
        given = [
            f"{name}{kind}" for name, kind, _ in _arguments(found[2]) if kind and name not in _OWN
        ]
        if given:
            yield f"{_named(module, found[1])}|{','.join(given)}"


def _nested(module: str, text: str) -> Iterator[str]:
    for found in _NESTED.finditer(text):
        if found[1].startswith("Get"):
            continue
        camel = {snake: other for other, snake in _GETTER.findall(found[3])}
        given = []
        for name, kind, is_required in _arguments(found[2]):
            other = camel.get(name, name)
            shown = name if other == mechanical(name) else f"{name}={other}"
            given.append(f"{shown}{'!' if is_required else ''}{kind}")
        yield f":{_named(module, found[1])}|{','.join(given)}"


def _arguments(text: str) -> Iterator[tuple[str, str, bool]]:
    """The name of each argument, its kind and whether it has to be given."""
    for line in text.splitlines():
        found = _ARGUMENT.match(line)
        if found is not None:
            yield found[1], kind_of(found[2]), " = None" not in line


@lru_cache(maxsize=100_000)
def kind_of(annotation: str) -> str:
    """What an annotation says, as a line has it; empty for a scalar."""
    found = _kind(ast.parse(annotation, mode="eval").body)
    return f":{found}" if found else ""


def _kind(node: ast.expr) -> str | None:
    """None for what is another spelling of a type beside it."""
    if isinstance(node, ast.Constant):
        text = str(node.value)
        if text.endswith("ArgsDict") or text.startswith("outputs."):
            return None
        return _type(text) if text.endswith("Args") else ""
    if not isinstance(node, ast.Subscript):
        name = ast.unparse(node).rpartition(".")[2]
        return "" if name in ("str", "int", "bool", "float") else _ANYTHING
    holder = ast.unparse(node.value).rpartition(".")[2]
    if holder in _WRAPPERS:
        return _kind(node.slice)
    if holder == "Union" and isinstance(node.slice, ast.Tuple):
        kinds = {_kind(one) for one in node.slice.elts} - {None}
        return kinds.pop() if len(kinds) == 1 else _ANYTHING
    if holder == "Sequence":
        return _several(_kind(node.slice), "*")
    if holder == "Mapping" and isinstance(node.slice, ast.Tuple):
        return _several(_kind(node.slice.elts[1]), "%")
    return _ANYTHING


def _several(kind: str | None, mark: str) -> str:
    """A list or a mapping; of lists in lists only the outer one is told."""
    inner = kind or ""
    return mark + "?" if inner[:1] in ("*", "%") else mark + inner


def _type(text: str) -> str:
    other, _, name = text.removesuffix("Args").rpartition(".")
    if not other:
        return name
    return f"/{name}" if other == "_root_inputs" else f"{other.strip('_')}.{name}"


def _named(module: str, name: str) -> str:
    return f"{module}.{name}" if module else name


def mechanical(snake: str) -> str:
    """A name of Python as JavaScript has it by the rule."""
    head, *rest = snake.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)
