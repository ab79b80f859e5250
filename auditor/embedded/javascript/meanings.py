"""What an expression stands for: a module or a part of one, the environment, an AWS client.

The SDK's names are those of https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/ (v2) and
https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/ (v3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from auditor.embedded.javascript import makers, syntax
from auditor.embedded.javascript.items import CLASSES, Item
from auditor.embedded.javascript.objects import Objects
from auditor.embedded.javascript.patterns import member_name
from auditor.embedded.javascript.texts import Texts
from auditor.embedded.weakly import weakly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor.embedded.facts import Client, Sdk
    from auditor.embedded.javascript.scopes import Binding, Scopes, Write

_DEEPEST = 24
_LONGEST = 5
_NOTHING = frozenset({"null", "undefined"})
_PROCESS = frozenset({"process", "node:process"})
_CREATORS = frozenset({"module", "node:module"})
_PASSING = frozenset(
    {
        "captureAWS",
        "captureAWSClient",
        "captureAWSv3Client",
        "__importStar",
        "__importDefault",
        "__toESM",
        "_interopRequireDefault",
        "_interopRequireWildcard",
    }
)
"""Functions that return their argument, or what works like it: those of X-Ray, and of compilers.
https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-awssdkclients.html"""


class Part(Struct, frozen=True):
    """A module, or what stands at a path of properties in it."""

    module: str
    path: tuple[str, ...] = ()


class Service(Struct, frozen=True):
    """A client object. `maker`: None where more than one place makes it.

    `aggregated`: operations are its methods. `preset`: it brings arguments of its own.
    """

    sdk: Sdk
    client: str
    maker: Client | None
    aggregated: bool
    preset: bool = False


class Command(Struct, frozen=True):
    """A command object of SDK v3, and the expression that makes it."""

    package: str
    operation: str
    made: int


Meaning: TypeAlias = Part | Service | Command | None
PROCESS = Part("process")
ENVIRONMENT = Part("process", ("env",))


class Meanings:
    """The meanings of the expressions in one file.

    `clients`: the clients found so far, by the index of the expression that makes each.
    """

    def __init__(self, items: Sequence[Item], scopes: Scopes) -> None:
        self.scopes = scopes
        self.objects = Objects(scopes, weakly(self.is_service))
        self.texts = Texts(scopes, self.objects, weakly(self.variable))
        self._depth = 0
        self.clients: dict[int, Client] = {}
        self._known: dict[int, Meaning] = {}
        self._bound: dict[int, Meaning] = {}
        self._own: dict[tuple[int, str], Meaning] = {}
        self._fields = _fields_of_classes(items)

    def variable(self, item: Item) -> str | None:
        """The variable of the environment whose value an expression is."""
        meaning = self.of(item)
        if not isinstance(meaning, Part) or meaning.module != "process":
            return None
        return meaning.path[1] if len(meaning.path) == 2 and meaning.path[0] == "env" else None

    def of(self, item: Item | None) -> Meaning:
        """What an expression stands for; None where that is not known."""
        item = last_value(item)
        if item is None or self._depth > _DEEPEST:
            return None
        if item.index not in self._known:
            self._known[item.index] = None
            self._depth += 1
            self._known[item.index] = self._find(item)
            self._depth -= 1
        return self._known[item.index]

    def is_service(self, item: Item | None) -> bool:
        """Whether an expression is a client."""
        return isinstance(self.of(item), Service)

    def is_require(self, item: Item | None) -> bool:
        """Whether an expression is the `require` of Node.js."""
        if item is None or item.kind != "identifier" or item.text != "require":
            return False
        binding = self.scopes.binding(item)
        write = None if binding is None else binding.only_write
        if binding is None or write is None:
            return binding is None
        made = write.value
        if made is None or made.kind != "call_expression":
            return False
        creator = self.of(made.child("function"))
        return isinstance(creator, Part) and creator.module in _CREATORS

    def required(self, call: Item) -> Item | None:
        """The argument that names a module, where a call is `require(x)` or `import(x)`."""
        called = call.child("function")
        if called is None or not (called.kind == "import" or self.is_require(called)):
            return None
        given = arguments_of(call)
        return given[0] if given else None

    def _find(self, item: Item) -> Meaning:
        kind = item.kind
        if kind in ("identifier", "shorthand_property_identifier"):
            return self._name(item)
        if kind in syntax.MEMBERS:
            return self._member(item)
        if kind == "call_expression":
            return self._call(item)
        if kind == "new_expression":
            return self._new(item)
        if kind == "ternary_expression":
            sides = [item.child("consequence"), item.child("alternative")]
        elif kind == "binary_expression" and ("||" in item.words or "??" in item.words):
            sides = [item.child("left"), item.child("right")]
        else:
            return None
        return _merged([self.of(side) for side in sides if not is_nothing(side)])

    def _name(self, item: Item) -> Meaning:
        binding = self.scopes.binding(item)
        if binding is None:
            return PROCESS if item.text == "process" else None
        if id(binding) not in self._bound:
            self._bound[id(binding)] = None
            self._bound[id(binding)] = self._binding(binding)
        return self._bound[id(binding)]

    def _binding(self, binding: Binding) -> Meaning:
        values = [
            self._write(_without_itself(write, binding))
            for write in binding.writes
            if not is_nothing(write.value)
        ]
        return _merged(values)

    def _write(self, write: Write) -> Meaning:
        if write.source is not None:
            return _part(write.source, write.path)
        meaning = self.of(write.value)
        for name in write.path:
            meaning = _property(meaning, name)
        return meaning

    def _member(self, item: Item) -> Meaning:
        names: list[str] = []
        base: Item | None = item
        while base is not None and base.kind in syntax.MEMBERS:
            name = member_name(base)
            if name is None or len(names) == _LONGEST:
                return None
            names.append(name)
            base = last_value(base.child("object"))
        if base is not None and base.kind == "this" and len(names) == 1:
            return self._own_field(base, names[0])
        meaning = self.of(base)
        if meaning is None and item.kind == "member_expression":
            return self.of(self.objects.value(item))
        for name in reversed(names):
            meaning = _property(meaning, name)
        return meaning

    def _own_field(self, this: Item, name: str) -> Meaning:
        owner = this.position.function.owner
        if owner is None:
            return None
        key = (owner.index, name)
        if key not in self._own:
            self._own[key] = None
            values = self._fields.get(key, [])
            self._own[key] = _merged([self.of(value) for value in values if not is_nothing(value)])
        return self._own[key]

    def _call(self, call: Item) -> Meaning:
        given = arguments_of(call)
        if not given:
            return None
        named = self.required(call)
        if named is not None:
            module = self.texts.of(named).literal
            return None if module is None else _part(module, ())
        called = last_value(call.child("function"))
        if called is None:
            return None
        name = called.text if called.kind == "identifier" else member_name(called)
        if name in _PASSING:
            return self.of(given[0])
        if name == "from" and called.kind in syntax.MEMBERS:
            return self._document_client(call, self.of(called), self.of(given[0]))
        return None

    def _document_client(self, call: Item, made: Meaning, inner: Meaning) -> Meaning:
        """`DynamoDBDocumentClient.from(client)`: it has the Region of the client that it wraps."""
        if not isinstance(made, Part) or made.module != makers.DOCUMENTS:
            return None
        inner_maker = inner.maker if isinstance(inner, Service) else None
        client = makers.document_client(call, inner_maker)
        self.clients[call.index] = client
        aggregated = made.path == ("DynamoDBDocument", "from")
        return Service(client.sdk, client.client, client, aggregated)

    def _new(self, made: Item) -> Meaning:
        part = self.of(made.child("constructor"))
        if not isinstance(part, Part):
            return None
        operation = makers.command(part.module, part.path)
        if operation is not None:
            return Command(makers.package(part.module), operation, made.index)
        known = makers.service(part.module, part.path)
        if known is None:
            return None
        sdk, name, aggregated = known
        options = arguments_of(made)
        client = makers.client(made, sdk, name, options[0] if options else None, self.texts)
        self.clients[made.index] = client
        preset = bool(options) and makers.has_preset(options[0], self.texts)
        return Service(sdk, name, client, aggregated, preset)


def last_value(item: Item | None) -> Item | None:
    """The expression whose value another one hands on: that of `await`, `=` and `(0, x)`."""
    for _ in range(_DEEPEST):
        if item is None or not item.children:
            break
        if item.kind == "await_expression":
            item = item.children[0]
        elif item.kind == "sequence_expression":
            item = item.children[-1]
        elif item.kind == "assignment_expression":
            item = item.child("right")
        else:
            break
    return item


def arguments_of(call: Item) -> list[Item]:
    """The arguments of a call or of `new`."""
    given = call.child("arguments")
    return given.children if given is not None and given.kind == "arguments" else []


def is_nothing(item: Item | None) -> bool:
    """Whether an expression is `null` or `undefined`."""
    return item is not None and item.kind in _NOTHING


def _part(module: str, path: tuple[str, ...]) -> Part:
    own = path[1:] if path[:1] == ("default",) else path
    return Part("process" if module in _PROCESS else makers.whole(module), own)


def _property(meaning: Meaning, name: str) -> Part | None:
    if not isinstance(meaning, Part) or len(meaning.path) >= _LONGEST:
        return None
    # Compilers and Node.js put a CommonJS module below `default`.
    if name == "default" and not meaning.path:
        return meaning
    return replace(meaning, path=(*meaning.path, name))


def _merged(meanings: list[Meaning]) -> Meaning:
    """What all of them stand for, where that is the same."""
    if not meanings:
        return None
    first = meanings[0]
    if all(meaning == first for meaning in meanings):
        return first
    if not isinstance(first, Service):
        return None
    shared = replace(first, maker=None, preset=True)
    for meaning in meanings:
        if not isinstance(meaning, Service) or replace(meaning, maker=None, preset=True) != shared:
            return None
    return replace(shared, preset=any(isinstance(m, Service) and m.preset for m in meanings))


def _without_itself(write: Write, binding: Binding) -> Write:
    """`x` in `name = name || x`."""
    value = write.value
    if value is None or value.kind != "binary_expression" or "&&" in value.words:
        return write
    left = value.child("left")
    if left is None or left.kind != "identifier" or left.text != binding.name:
        return write
    return write._replace(value=value.child("right"))


def _fields_of_classes(items: Sequence[Item]) -> dict[tuple[int, str], list[Item | None]]:
    """What each class gives to each property of `this`."""
    fields: dict[tuple[int, str], list[Item | None]] = {}
    for item in items:
        if item.kind in ("field_definition", "public_field_definition"):
            name, value = item.child("property", "name"), item.child("value")
            owner = item.parent.parent if item.parent is not None else None
        elif item.kind in ("assignment_expression", "augmented_assignment_expression"):
            left, value = item.child("left"), item.child("right")
            base = left.child("object") if left is not None else None
            if left is None or base is None or base.kind != "this":
                continue
            owner, name = base.position.function.owner, left.child("property")
        else:
            continue
        if owner is not None and owner.kind in CLASSES and name is not None:
            static = "static" in item.words
            if value is not None and not static:
                fields.setdefault((owner.index, name.text), []).append(value)
    return fields
