"""Where a file asks for version 2, and the clients that it makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from auditor.embedded.javascript import makers, syntax
from auditor.embedded.javascript.items import Item
from auditor.embedded.javascript.meanings import Meanings, arguments_of
from auditor.embedded.javascript.patterns import member_name
from auditor.embedded.javascript.scopes import Binding, Write
from auditor.embedded.javascript.successors.nouns import DOCUMENTS, Edit, NotPlain, Successor
from auditor.model.text import Span, newline_of

_OPTIONS = frozenset({"region", "apiVersion"})
"""Options that both versions read alike."""
_OWN_REGION = ("AWS_REGION", "AWS_DEFAULT_REGION")
_DYNAMODB = "dynamodb"
_REMOVED = ", { marshallOptions: { removeUndefinedValues: true } })"
"""Version 2 leaves undefined values out of items, version 3 refuses them without this."""


class Made(NamedTuple):
    """A client: the name that it is bound to, and what it is."""

    binding: Binding
    successor: Successor


class Clients:
    """The statements that import version 2, the clients made, and the edits for both."""

    def __init__(
        self, items: Sequence[Item], meanings: Meanings, successors: Mapping[str, Successor]
    ) -> None:
        self.made: list[Made] = []
        self.edits: list[Edit] = []
        self._items = items
        self._meanings = meanings
        self._successors = successors
        self._wanted: dict[int, dict[str, list[str]]] = {}
        statements = self._statements()
        roots = list(self._roots())
        if not roots:
            raise NotPlain
        makings = [
            (statements[write.index], place)
            for write, binding, names, module in roots
            for place in self._uses(binding, module, names)
        ]
        for statement, (made, name) in makings:
            self._make(statement, made, name)
        self._check_names({id(binding) for _, binding, _, _ in roots})
        for statement in {id(one): one for one in statements.values()}.values():
            self._import(statement)

    def _statements(self) -> dict[int, Item]:
        """The statement of each import, by the index of the call or of the statement itself."""
        found: dict[int, Item] = {}
        for item in self._items:
            module: str | None = None
            statement: Item | None = None
            if item.kind == "call_expression":
                named = self._meanings.required(item)
                module = None if named is None else self._meanings.texts.of(named).literal
                declarator = item.parent
                statement = None if declarator is None else declarator.parent
                if declarator is None or declarator.kind != "variable_declarator":
                    statement = None
            elif item.kind in ("import_statement", "export_statement"):
                source = item.child("source")
                module = None if source is None else source.text[1:-1]
                statement = item if item.kind == "import_statement" else None
            if module is None or not f"{module}/".startswith(f"{makers.V2}/"):
                continue
            if statement is None or not _is_alone(statement):
                raise NotPlain
            found[item.index] = statement
        return found

    def _roots(self) -> Iterator[tuple[Item, Binding, tuple[str, ...], str]]:
        """The names that version 2, or a part of it, is bound to."""
        by_source = {item.index: item for item in self._items if item.kind == "import_statement"}
        for binding in self._meanings.scopes.bindings:
            for write in binding.writes:
                found = self._source(write, binding, by_source)
                if found is None:
                    continue
                if binding.only_write is None:
                    raise NotPlain
                place, module = found
                names = write.path[1:] if write.path[:1] == ("default",) else write.path
                yield place, binding, names, makers.whole(module)

    def _source(
        self, write: Write, binding: Binding, statements: Mapping[int, Item]
    ) -> tuple[Item, str] | None:
        if write.source is not None:
            statement: Item | None = binding.kinds[0][1]
            while statement is not None and statement.index not in statements:
                statement = statement.parent
            module: str | None = write.source
            place = statement
        else:
            place = write.value
            if place is None or place.kind != "call_expression":
                return None
            named = self._meanings.required(place)
            module = None if named is None else self._meanings.texts.of(named).literal
        if place is None or module is None or not f"{module}/".startswith(f"{makers.V2}/"):
            return None
        return place, module

    def _uses(
        self, binding: Binding, module: str, names: tuple[str, ...]
    ) -> Iterator[tuple[Item, str]]:
        """Each `new` of a client, and the client's name in version 2."""
        for mention in binding.mentions:
            place, path = mention, list(names)
            while place.parent is not None and place.field == "object":
                name = member_name(place.parent)
                if name is None or place.parent.kind not in syntax.MEMBERS:
                    raise NotPlain
                path.append(name)
                place = place.parent
            above = place.parent
            if path == ["config", "update"] and place.field == "function" and above is not None:
                self._configure(above)
                continue
            if above is None or above.kind != "new_expression" or place.field != "constructor":
                raise NotPlain
            known = makers.service(module, tuple(path))
            if known is None:
                raise NotPlain
            yield above, known[1]

    def _configure(self, call: Item) -> None:
        """`AWS.config.update({ region })`: removed, where each client has the Region anyway."""
        given = arguments_of(call)
        statement = call.parent
        known = self._meanings.objects.of(given[0]) if len(given) == 1 else None
        is_plain = known is not None and known.complete and set(known.of) == {"region"}
        if known is None or not is_plain:
            raise NotPlain
        if statement is None or statement.kind != "expression_statement":
            raise NotPlain
        text = self._meanings.texts.of(known.of["region"].value)
        if text.variable not in _OWN_REGION:
            raise NotPlain
        self.edits.append((_whole_line(statement), ""))

    def _make(self, statement: Item, made: Item, name: str) -> None:
        key = name.lower()
        is_document = key == DOCUMENTS.name.lower()
        successor = self._successors.get(_DYNAMODB if is_document else key)
        constructor = made.child("constructor")
        if successor is None or constructor is None:
            raise NotPlain
        self._check_options(made)
        declarator = made.parent
        target = None if declarator is None else declarator.child("name")
        binding = self._meanings.scopes.binding(target)
        if declarator is None or declarator.kind != "variable_declarator" or binding is None:
            raise NotPlain
        if binding.only_write is None:
            raise NotPlain
        wanted = self._wanted.setdefault(statement.index, {})
        _want(wanted, successor)
        if is_document:
            _want(wanted, DOCUMENTS)
            start = Span(made.start, constructor.end)
            self.edits.append((start, f"{DOCUMENTS.client}.from(new {successor.client}"))
            parentheses = "" if made.child("arguments") is not None else "()"
            self.edits.append((Span(made.end, made.end), f"{parentheses}{_REMOVED}"))
        else:
            self.edits.append((constructor.span, successor.client))
        self.made.append(Made(binding, DOCUMENTS if is_document else successor))

    def _check_options(self, made: Item) -> None:
        given = arguments_of(made)
        if not given:
            return
        known = self._meanings.objects.of(given[0])
        if len(given) > 1 or not known.complete or not _OPTIONS.issuperset(known.of):
            raise NotPlain

    def _check_names(self, roots: set[int]) -> None:
        """No name that is imported may mean something else in the file."""
        new = {
            name for wanted in self._wanted.values() for names in wanted.values() for name in names
        }
        for binding in self._meanings.scopes.bindings:
            if binding.name in new and id(binding) not in roots:
                raise NotPlain

    def _import(self, statement: Item) -> None:
        wanted = self._wanted.get(statement.index)
        if not wanted:
            raise NotPlain
        text, source = statement.text, statement.source
        quote = '"' if '"' in text else "'"
        end = ";" if text.endswith(";") else ""
        word = next(iter(statement.words), "const")
        lines = [
            f"import {{ {', '.join(names)} }} from {quote}{package}{quote}{end}"
            if statement.kind == "import_statement"
            else f"{word} {{ {', '.join(names)} }} = require({quote}{package}{quote}){end}"
            for package, names in wanted.items()
        ]
        indentation = source[: statement.start].replace("\r", "\n").rpartition("\n")[2]
        following = source[statement.end :].lstrip(" \t")[:1]
        is_own_line = not indentation.strip(" \t") and following in ("", "\r", "\n", "/")
        between = f"{newline_of(source)}{indentation}" if is_own_line else " "
        if between == " " and not end and len(lines) > 1:
            raise NotPlain
        self.edits.append((statement.span, between.join(lines)))


def _want(wanted: dict[str, list[str]], successor: Successor) -> None:
    names = wanted.setdefault(successor.package, [])
    if successor.client not in names:
        names.append(successor.client)


def _is_alone(statement: Item) -> bool:
    """Whether a statement does nothing but this one import."""
    if statement.kind == "import_statement":
        return True
    return statement.kind in syntax.DECLARATIONS and len(statement.children) == 1


def _whole_line(statement: Item) -> Span:
    """A statement with the rest of its line, where it stands alone on it."""
    source, start, end = statement.source, statement.start, statement.end
    before = len(source[:start].rstrip(" \t"))
    if before and source[before - 1] not in "\r\n":
        return statement.span
    rest = source[end:]
    stripped = rest.lstrip(" \t")
    if not stripped.startswith(("\r\n", "\n")):
        return statement.span
    width = 2 if stripped.startswith("\r\n") else 1
    return Span(before, end + len(rest) - len(stripped) + width)
