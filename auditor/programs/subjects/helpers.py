"""Texts with outputs in them as outputs: by the helpers of Pulumi's own package.

https://www.pulumi.com/docs/iac/concepts/inputs-outputs/helpers/
"""

from __future__ import annotations

from auditor.expression import expression
from auditor.model.edit import ReplaceInFile
from auditor.programs import syntax as s
from auditor.programs.python.strings import Field, enclosing, literal_pieces
from auditor.programs.reading.textual import Textual, Way

_PYTHON_MODULE = expression(r"(?m)^import[ \t]+pulumi(?:[ \t]+as[ \t]+(\w+))?[ \t]*(?:#.*)?$")
_PYTHON_NAMES = expression(r"(?m)^from[ \t]+pulumi[ \t]+import[ \t]+\(?([\w \t,]{1,300})")
_SCRIPT_MODULE = expression(
    r"""(?m)^[ \t]*(?:import[ \t]+\*[ \t]+as[ \t]+(\w+)[ \t]+from[ \t]+['"]@pulumi/pulumi['"]"""
    r"""|(?:const|let|var)[ \t]+(\w+)[ \t]*=[ \t]*require\(['"]@pulumi/pulumi['"]\))"""
)

_WRITERS = ("dumps", "stringify")

Lifted = tuple[tuple[ReplaceInFile, ...], str]


def lifted(text: Textual, json: s.Call | None, *, is_direct: bool) -> Lifted:
    """The edits that lift a text, and the name of the helper; no edits where it takes more.

    `json` is what the language's own function writes as JSON with the text in it: it is lifted too.
    """
    if text.node.file.language == "python":
        edits, helper = _in_python(text)
        dumps = "json_dumps"
    else:
        edits, helper = _in_script(text)
        dumps = "jsonStringify"
    if json is not None and edits:
        around = _call(json, dumps)
        edits = (*around, *edits) if around and json is not text.node else ()
    return (edits if is_direct else ()), helper


def _in_python(text: Textual) -> Lifted:
    node = text.node
    name = _python_name(node.file)
    call = name or "pulumi.Output"
    match text.way:
        case Way.JSON:
            return _call(node, "json_dumps"), f"{call}.json_dumps"
        case Way.PLUS:
            return _sum(node, f"{name}.concat" if name else ""), f"{call}.concat"
        case Way.TEXT if isinstance(node, s.Call) and len(node.arguments) == 1:
            inner = node.arguments[0].text if not node.named else ""
            return ((_replaced(node, inner),) if inner else ()), "the output itself"
        case Way.FORMAT if isinstance(node, s.Call) and isinstance(node.function, s.Attribute):
            return _format(node, node.function, name), f"{call}.format"
        case Way.JOIN:
            return (), f"{call}.all(...).apply"
    return _formatted(node, name), f"{call}.format"


def _in_script(text: Textual) -> Lifted:
    node = text.node
    name = _script_name(node.file)
    call = name or "pulumi"
    match text.way:
        case Way.JSON:
            return _call(node, "jsonStringify"), f"{call}.jsonStringify"
        case Way.PLUS:
            return _sum(node, f"{name}.concat" if name else ""), f"{call}.concat"
        case Way.JOIN:
            return (), f"{call}.all([...]).apply"
        case Way.TEXT:
            return (), "the output itself"
    is_template = bool(name) and node.text.startswith("`")
    edits = (ReplaceInFile(node.file.name, node.start, node.start, f"{name}.interpolate"),)
    return (edits if is_template else ()), f"{call}.interpolate"


def _call(node: s.Node, helper: str) -> tuple[ReplaceInFile, ...]:
    """The function of a call becomes the helper."""
    is_python = node.file.language == "python"
    name = _python_name(node.file) if is_python else _script_name(node.file)
    if not isinstance(node, s.Call) or not name or not node.function.text.endswith(_WRITERS):
        return ()
    return (_replaced(node.function, f"{name}.{helper}"),)


def _sum(node: s.Node, helper: str) -> tuple[ReplaceInFile, ...]:
    """`a + b + c` becomes a call with the three, where no other operator lies in between."""
    parts: list[str] = []
    here = node
    while isinstance(here, s.Binary) and here.operator == "+":
        parts.append(here.right.text)
        here = here.left
    parts.append(here.text)
    if not helper or any("#" in part or "//" in part.replace("://", "") for part in parts):
        return ()
    return (_replaced(node, f"{helper}({', '.join(reversed(parts))})"),)


def _format(node: s.Call, function: s.Attribute, name: str) -> tuple[ReplaceInFile, ...]:
    """`text.format(...)` becomes a call with the text first."""
    if not name or not isinstance(function.of, s.Literal):
        return ()
    start = f"{name}.format({function.of.text}, "
    return (ReplaceInFile(node.file.name, node.start, node.inner, start),)


def _formatted(node: s.Node, name: str) -> tuple[ReplaceInFile, ...]:
    """An f-string of one literal becomes a text with empty fields, and a call with what is in them.

    `format` has the same doubled braces as f-strings.
    """
    source = node.file.text
    opened = enclosing(source, node.start, node.end, node.start)
    if not name or opened is None or opened.prefix != "f":
        return ()
    if source[opened.end : node.end].strip("\"'"):
        return ()  # more than one literal
    pieces = literal_pieces(source, node.start, node.end)
    fields = [one for one in pieces or () if isinstance(one, Field)]
    if not fields or not all(one.is_plain for one in fields):
        return ()
    text, given, at = "", [], opened.start + 1
    for one in fields:
        opening = source.rindex("{", at, one.start)
        text += source[at:opening] + "{}"
        given.append(source[one.start : one.end].strip())
        at = source.index("}", one.end) + 1
    text += source[at : node.end]
    return (_replaced(node, f"{name}.format({text}, {', '.join(given)})"),)


def _replaced(node: s.Node, text: str) -> ReplaceInFile:
    return ReplaceInFile(node.file.name, node.start, node.end, text)


def _python_name(file: s.File) -> str:
    """What a module calls the class of outputs; empty where it does not have it."""
    found = _PYTHON_MODULE.search(file.text)
    if found is not None:
        return f"{found.group(1) or 'pulumi'}.Output"
    imported = (names for one in _PYTHON_NAMES.finditer(file.text) for names in one[1].split(","))
    return "Output" if any(name.strip() == "Output" for name in imported) else ""


def _script_name(file: s.File) -> str:
    """What a module calls the package; empty where it does not have it as a whole."""
    found = _SCRIPT_MODULE.search(file.text)
    return "" if found is None else found.group(1) or found.group(2)
