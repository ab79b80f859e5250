"""What the expressions of a JavaScript test stand for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from auditor.embedded.javascript.patterns import key_of, member_name
from auditor.expectations.expectation import Entry, Written
from auditor.expectations.values import (
    UNDEFINED,
    CdkTemplate,
    FilePath,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    TemplateText,
    Value,
    file_path,
    joined,
)

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.scopes import Binding, Scopes, Write

Given = Mapping[int, Known]
"""The values of loop variables, by the identities of their bindings."""
NOTHING_GIVEN: Given = {}

_DEEPEST = 40
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")
_READERS = frozenset({"readFileSync", "readFile"})
_PARSERS = frozenset({"parse", "load", "safeLoad", "yamlParse", "loadYaml", "parseYaml"})
_JOINERS = frozenset({"join", "resolve"})
_META = {"dirname": "__dirname", "filename": "__filename", "url": "__filename"}
"""What `import.meta` has, by the names of CommonJS."""
_FUNCTIONS = frozenset({"function_declaration", "function_expression", "arrow_function"})


class Evaluator:
    """Reads the expressions of one file, which lies at `file` of the project."""

    def __init__(self, scopes: Scopes, file: str, template: str) -> None:
        self._scopes = scopes
        self._file = file
        self._template = template
        self._known: dict[int, Value] = {}
        self._depth = 0

    def of(self, item: Item | None, given: Given = NOTHING_GIVEN) -> Value:
        """What an expression stands for; None where that is not known."""
        if item is None or self._depth > _DEEPEST:
            return None
        if not given and item.index in self._known:
            return self._known[item.index]
        self._depth += 1
        try:
            found = self._of(item, given)
        finally:
            self._depth -= 1
        if not given:
            self._known[item.index] = found
        return found

    def _of(self, item: Item, given: Given) -> Value:
        match item.kind:
            case "undefined":
                return Known(UNDEFINED)
            case "identifier" | "shorthand_property_identifier":
                return self._name(item, given)
            case "member_expression" | "subscript_expression":
                return self._member(item, given)
            case "call_expression":
                return self._call(item, given)
            case "await_expression":
                return self.of(item.children[0], given) if item.children else None
            case "template_string":
                return self._template_string(item, given)
        literal = self.literal(item, given)
        return None if literal is None else Known(literal.value, literal)

    def literal(self, item: Item, given: Given = NOTHING_GIVEN) -> Written | None:
        """A literal with all that is inside of it; None where something in it is not known."""
        kind = item.kind
        if kind in ("true", "false", "null"):
            return Written({"true": True, "false": False, "null": None}[kind], item.span)
        if kind in ("string", "template_string"):
            return _string(item)
        if kind in ("number", "unary_expression"):
            return _number(item)
        if kind == "array":
            items = [self._inside(child, given) for child in item.children]
            known = [one for one in items if one is not None]
            if len(known) < len(items) or item.words.count(",") >= len(items) + 1:
                return None
            return Written([one.value for one in known], item.span, items=tuple(known))
        return self._object(item, given) if kind == "object" else None

    def _object(self, item: Item, given: Given) -> Written | None:
        entries: list[Entry] = []
        for child in item.children:
            key = key_of(child.child("key")) if child.kind == "pair" else None
            value = child.child("value")
            written = None if key is None or value is None else self._inside(value, given)
            if key is None or written is None:
                return None
            entries.append(Entry(key, written, child.span))
        values = {entry.key: entry.value.value for entry in entries}
        return Written(values, item.span, entries=tuple(entries))

    def _inside(self, item: Item, given: Given) -> Written | None:
        """A value inside of a literal, which a name may stand for."""
        if item.kind == "call_expression":
            return self._matcher(item, given)
        found = self.of(item, given)
        if not isinstance(found, Known) or found.value is UNDEFINED:
            return None
        return found.literal or Written(found.value, item.span)

    def _matcher(self, call: Item, given: Given) -> Written | None:
        """What CDK's `Match.objectLike` is asked for: it matches as a mapping itself does."""
        function = call.child("function")
        base = None if function is None else function.child("object")
        is_part = base is not None and base.text == "Match"
        if is_part and function is not None and member_name(function) == "objectLike":
            arguments = _arguments(call)
            return self.literal(arguments[0], given) if len(arguments) == 1 else None
        return None

    def _name(self, item: Item, given: Given) -> Value:
        binding = self._scopes.binding(item)
        if binding is None:
            return self._global(item.text)
        if id(binding) in given:
            return Known(given[id(binding)].value)
        values = [self._written(write, given) for write in binding.writes]
        if not values or any(value is None or value != values[0] for value in values):
            return None
        first = values[0]
        # what a name stands for is written elsewhere
        return Known(first.value) if isinstance(first, Known) else first

    def _global(self, name: str) -> Value:
        if name == "__dirname":
            return FilePath(posixpath.dirname(self._file) or ".")
        return FilePath(self._file) if name == "__filename" else None

    def _written(self, write: Write, given: Given) -> Value:
        if write.source is not None:
            is_whole = write.path in ((), ("default",))
            return self._module(write.source) if is_whole else None
        if write.value is None or write.value.kind in _FUNCTIONS:
            return None
        found = self.of(write.value, given)
        for step in write.path:
            found = _below(found, step)
        return found

    def _module(self, name: str) -> Value:
        """The template, where it is loaded as a module."""
        if not name.startswith(".") or not name.endswith(".json"):
            return None
        path = file_path(posixpath.join(posixpath.dirname(self._file), name))
        return InTemplate(()) if path == FilePath(self._template) else None

    def _member(self, item: Item, given: Given) -> Value:
        base = item.child("object")
        if base is not None and base.text == "import.meta":
            return self._global(_META.get(member_name(item) or "", ""))
        found = self.of(base, given)
        name = member_name(item)
        if name is not None:
            return _below(found, name)
        index = self.of(item.child("index"), given)
        is_step = isinstance(index, Known) and isinstance(index.value, str | int)
        if isinstance(index, Known) and is_step and not isinstance(index.value, bool):
            return _below(found, index.value)
        return None

    def _call(self, call: Item, given: Given) -> Value:
        function = call.child("function")
        arguments = _arguments(call)
        if function is None:
            return None
        if function.kind == "identifier":
            name, base = function.text, None
            helper = self._helper(function, given) if not arguments else None
            if helper is not None:
                return helper
            binding = self._scopes.binding(function)
            name = _imported_name(binding, name)
        else:
            name, base = member_name(function) or "", function.child("object")
        values = [self.of(argument, given) for argument in arguments]
        return self._result(name, base, values, given)

    def _result(self, name: str, base: Item | None, values: list[Value], given: Given) -> Value:
        first = values[0] if values else None
        owner = "" if base is None else base.text
        if name == "require" and base is None and isinstance(first, Known):
            return self._module(first.value) if isinstance(first.value, str) else None
        if name in _READERS:
            return TemplateText() if joined(first) == FilePath(self._template) else None
        if name in _PARSERS and isinstance(first, TemplateText):
            return InTemplate(())
        if name == "keys" and owner == "Object" and isinstance(first, InTemplate):
            return KeysOf(first.path)
        if name == "fromJSON" and first == InTemplate(()):
            return CdkTemplate()
        path = _path(name, owner, values)
        if path is not None or base is None:
            return path
        return self._method(name, self.of(base, given))

    @staticmethod
    def _method(name: str, found: Value) -> Value:
        if name == "toString" and isinstance(found, TemplateText):
            return found
        return InTemplate(()) if name == "toJSON" and isinstance(found, CdkTemplate) else None

    def _helper(self, name: Item, given: Given) -> Value:
        """What a function without parameters returns, where it has one return."""
        binding = self._scopes.binding(name)
        write = None if binding is None else binding.only_write
        function = None if write is None else write.value
        if function is None or function.kind not in _FUNCTIONS:
            return None
        if function.child("parameter") is not None:
            return None
        parameters = function.child("parameters")
        body = function.child("body")
        if body is None or (parameters is not None and parameters.children):
            return None
        if body.kind != "statement_block":
            return self.of(body, given)
        returns = [child for child in body.children if child.kind == "return_statement"]
        if len(returns) != 1 or returns[0] is not body.children[-1] or not returns[0].children:
            return None
        return self.of(returns[0].children[0], given)

    def _template_string(self, item: Item, given: Given) -> Value:
        """A template literal: a text, or a path that begins with that of the test's folder."""
        literal = _string(item)
        if literal is not None:
            return Known(literal.value, literal)
        parts: list[Value] = []
        for child in item.children:
            if child.kind == "template_substitution" and len(child.children) == 1:
                parts.append(self.of(child.children[0], given))
            elif child.kind == "string_fragment":
                parts.append(Known(child.text))
            else:
                return None
        if len(parts) == 2 and isinstance(parts[0], FilePath) and isinstance(parts[1], Known):
            return joined(parts[0], Known(str(parts[1].value).lstrip("/")))
        texts = [part.value for part in parts if isinstance(part, Known)]
        is_text = len(texts) == len(parts) and all(isinstance(text, str) for text in texts)
        return Known("".join(texts)) if is_text else None


def _path(name: str, owner: str, values: list[Value]) -> FilePath | None:
    first = values[0] if values else None
    if name in _JOINERS and values:
        return joined(*values)
    if name == "dirname" and isinstance(first, FilePath):
        return FilePath(posixpath.dirname(first.path) or ".")
    if name == "fileURLToPath":
        return first if isinstance(first, FilePath) else None
    return FilePath(".") if name == "cwd" and owner == "process" else None


def _below(found: Value, step: str | int) -> Value:
    if isinstance(found, InTemplate):
        return LengthOf(found.path) if step == "length" else InTemplate((*found.path, step))
    if isinstance(found, KeysOf):
        return LengthOf(found.path) if step == "length" else None
    if isinstance(found, Known):
        try:
            return Known(found.value[step])
        except (TypeError, KeyError, IndexError):
            return None
    return None


def _string(item: Item) -> Written | None:
    escapes = {"\\'": "'", '\\"': '"', "\\\\": "\\", "\\n": "\n", "\\t": "\t", "\\`": "`"}
    pieces: list[str] = []
    for child in item.children:
        text = child.text if child.kind == "string_fragment" else escapes.get(child.text)
        if text is None:
            return None
        pieces.append(text)
    return Written("".join(pieces), item.span)


def _number(item: Item) -> Written | None:
    text = item.text.replace("_", "").replace(" ", "")
    sign = -1 if text.startswith("-") else 1
    digits = text.removeprefix("-")
    if _NUMBER.fullmatch(digits) is None:
        return None
    number: Any = float(digits) if "." in digits else int(digits)
    return Written(sign * number, item.span)


def _arguments(call: Item) -> list[Item]:
    found = call.child("arguments")
    return [] if found is None else found.children


def _imported_name(binding: Binding | None, name: str) -> str:
    """What a function is called in the module that it comes from."""
    write = None if binding is None else binding.only_write
    is_taken = write is not None and write.path and write.path != ("default",)
    return write.path[-1] if write is not None and is_taken else name
