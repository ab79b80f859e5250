"""Writes `auditor/data/pulumi/`: the resource classes of Pulumi's providers for AWS.

`python scripts/pulumi_types.py WHEEL...`, with the wheels of pulumi-aws (the last two major
versions) and pulumi-aws-native from PyPI, both Apache-2.0. Their Python is read and never run. A
file for each provider and major version has a line for each class, sorted:

`module.Class|token|argument,argument!,...|output,...`

`!` marks what the constructor asks for, and the outputs are those that are no arguments. Names are
those of Python; `snake=camel` says the name that JavaScript has where it is no mechanical one. A
class that takes other arguments as well (the Helm charts of other providers do) is not listed.

`inputs-*.txt` say what lies in arguments. A line of a class has its arguments that are no scalars,
a line that begins with a colon is a nested type with all of its arguments:

`module.Class|argument:*Type,...`
`:module.Type|argument!,argument:Type,...`

A name alone is a scalar. After `:` stands the type of what it is, after `*` that of the items of a
list and after `%` that of the values of a mapping with keys of the user's own; without a type they
are scalars, and `?` is anything. A type is of the same module, where it names no other one: `/Tag`
is one of the package itself. The file of an older version has the lines alone that differ from
those of the newest.

`lambda.CallbackFunction` is JavaScript's alone, so that no wheel has it: it takes what a function
takes, none of it required, and what
https://www.pulumi.com/registry/packages/aws/api-docs/lambda/callbackfunction/ says.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pulumi_inputs import inputs, mechanical

FOLDER = Path(__file__).parents[1] / "auditor" / "data" / "pulumi"
_TOKEN = re.compile(r"aws(?:-native)?:[\w/]*:\w+")
_OF_CALLBACKS = ",callback,callback_factory,code_path_options,policies"
_OWN = frozenset({"__self__", "resource_name", "opts", "__props__"})


def main(wheels: list[str]) -> None:
    """Writes a file for each wheel, and what they were made from."""
    FOLDER.mkdir(exist_ok=True)
    sources = {}
    for wheel in wheels:
        name, version = Path(wheel).name.split("-")[:2]
        stem = "aws-native" if name.endswith("native") else f"aws-{version.partition('.')[0]}"
        with zipfile.ZipFile(wheel) as archive:
            found = set(_lines(archive, name))
            lines = sorted(found | set(map(_of_a_callback, found)) - {""})
            nested = sorted(inputs(archive, name))
        (FOLDER / f"{stem}.txt").write_text("\n".join(lines) + "\n")
        (FOLDER / f"inputs-{stem.rpartition('-')[2]}.txt").write_text("\n".join(nested) + "\n")
        sources[stem] = f"{name.replace('_', '-')} {version}"
        sys.stdout.write(f"{stem}: {len(lines)} classes\n")
    _leave_out_what_the_newest_has(sorted(FOLDER.glob("inputs-[0-9]*.txt")))
    text = json.dumps(sources, indent=2, sort_keys=True)
    (FOLDER / "source.json").write_text(text + "\n")


def _leave_out_what_the_newest_has(files: list[Path]) -> None:
    newest = set(files[-1].read_text().splitlines())
    for file in files[:-1]:
        lines = [line for line in file.read_text().splitlines() if line not in newest]
        file.write_text("\n".join(lines) + "\n")


def _lines(archive: zipfile.ZipFile, package: str) -> Iterator[str]:
    for name in sorted(archive.namelist()):
        module = name.removeprefix(f"{package}/").removesuffix(".py")
        if not name.endswith(".py") or not name.startswith(f"{package}/"):
            continue
        folder, _, file = module.rpartition("/")
        if file.startswith("_") or file in ("outputs", "get", "provider"):
            continue
        source = archive.read(name).decode()
        if "_internal_init" not in source:
            continue
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef):
                line = _line(folder.replace("/", ".").rstrip("_"), node, source)
                if line:
                    yield line


def _of_a_callback(line: str) -> str:
    """The line of the class whose code is a function of the program; empty for other lines."""
    name, token, arguments, outputs = line.split("|")
    if name != "lambda.Function" or token.startswith("aws-native"):
        return ""
    taken = arguments.replace("!", "") + _OF_CALLBACKS
    return "|".join(("lambda.CallbackFunction", token, taken, outputs + ",role_instance"))


def _line(module: str, found: ast.ClassDef, source: str) -> str | None:
    methods = [node for node in found.body if isinstance(node, ast.FunctionDef)]
    made = next((method for method in methods if method.name == "_internal_init"), None)
    if made is None:
        return None
    text = ast.get_source_segment(source, made) or ""
    tokens = _TOKEN.findall(text.rpartition("super(")[2])
    if not tokens:
        return None
    getters = {method.name: _getter(method) for method in methods}
    camel = {name: other for name, other in getters.items() if other is not None}
    required = set(re.findall(r"Missing required property '(\w+)'", text))
    arguments = [one.arg for one in made.args.args if one.arg not in _OWN]
    shown = [_name(one, camel) + ("!" if one in required else "") for one in arguments]
    outputs = [_name(one, camel) for one in camel if one not in arguments]
    name = f"{module}.{found.name}" if module else found.name
    return "|".join((name, tokens[0], ",".join(shown), ",".join(outputs)))


def _getter(method: ast.FunctionDef) -> str | None:
    """The name that an output has in JavaScript; None for a method that is none."""
    for decorator in method.decorator_list:
        call = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(call, ast.Attribute) and call.attr == "getter":
            given = decorator.keywords if isinstance(decorator, ast.Call) else []
            values = [one.value for one in given if one.arg == "name"]
            constant = values[0] if values else None
            return str(constant.value) if isinstance(constant, ast.Constant) else method.name
    return None


def _name(snake: str, camel: dict[str, str]) -> str:
    by_rule = mechanical(snake)
    other = camel.get(snake, by_rule)
    return snake if other == by_rule else f"{snake}={other}"


if __name__ == "__main__":
    main(sys.argv[1:])
