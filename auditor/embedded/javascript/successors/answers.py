"""What is written for members that version 3 hands out in another way."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.items import FUNCTIONS, Item
from auditor.embedded.javascript.meanings import arguments_of
from auditor.embedded.javascript.patterns import member_name
from auditor.embedded.javascript.scopes import Scopes
from auditor.embedded.javascript.successors.flow import Read
from auditor.embedded.javascript.successors.nouns import Changes, Edit, NotPlain
from auditor.model.text import Span

_STREAMS = frozenset({("S3", "getObject", "Body")})
_BYTES = frozenset(
    {
        ("Lambda", "invoke", "Payload"),
        ("KMS", "decrypt", "Plaintext"),
        ("KMS", "encrypt", "CiphertextBlob"),
        ("KMS", "generateDataKey", "CiphertextBlob"),
        ("KMS", "generateDataKey", "Plaintext"),
    }
)
_ENCODINGS = {"utf8": "", "utf-8": "", "base64": "'base64'"}
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_RESPONSE = "$response"


class Answers:
    """The edits for the answers of one operation of one client."""

    def __init__(self, scopes: Scopes, client: str, method: str, changes: Changes) -> None:
        self.edits: list[Edit] = []
        self._scopes = scopes
        self._client = client
        self._method = method
        self._changes = changes
        self._has_body = False

    def read(self, read: Read) -> None:
        """Take in one member that is read."""
        if read.name == _RESPONSE:
            raise NotPlain
        if read.name in self._changes.lists:
            self._list(read)
        elif read.name in self._changes.blobs:
            self._blob(read)

    def _list(self, read: Read) -> None:
        place = read.place
        if read.is_bound:
            self.edits.append((Span(place.end, place.end), " = []"))
            return
        if place.kind not in syntax.MEMBERS:
            raise NotPlain
        above = place.parent
        if above is not None and above.kind == "binary_expression" and place.field == "left":
            right = above.child("right")
            has_default = not {"||", "??"}.isdisjoint(above.words)
            if has_default and right is not None and right.text == "[]":
                return
        is_target = above is not None and (
            above.kind in syntax.ASSIGNMENTS and place.field == "left"
        )
        if is_target:
            raise NotPlain
        self.edits.append((Span(place.start, place.start), "("))
        self.edits.append((Span(place.end, place.end), " ?? [])"))

    def _blob(self, read: Read) -> None:
        key = (self._client, self._method, read.name)
        place = read.place
        if not read.is_only:
            raise NotPlain
        if read.is_bound:
            binding = self._scopes.binding(place)
            if binding is None or len(binding.mentions) != 1 or len(binding.writes) != 1:
                raise NotPlain
            place = binding.mentions[0]
        elif place.kind not in syntax.MEMBERS:
            raise NotPlain
        if key in _BYTES:
            self.edits.append((Span(place.start, place.start), "Buffer.from("))
            self.edits.append((Span(place.end, place.end), ")"))
            return
        origin = read.place if read.is_bound else self._declared(place)
        if key not in _STREAMS or self._has_body or not _is_once(place, origin):
            raise NotPlain
        self._has_body = True
        self._stream(place)

    def _declared(self, member: Item) -> Item | None:
        base = member.child("object")
        binding = self._scopes.binding(base)
        return None if binding is None else binding.kinds[0][1]

    def _stream(self, place: Item) -> None:
        call, encoding = _to_text(place)
        if call is None:
            above = place.parent
            is_parsed = (
                above is not None
                and above.kind == "arguments"
                and (
                    above.parent is not None
                    and (above.parent.child("function") or above.parent).text == "JSON.parse"
                )
            )
            method = "transformToString" if is_parsed else "transformToByteArray"
            opening, closing = ("await ", "") if is_parsed else ("Buffer.from(await ", ")")
            self.edits.append((Span(place.start, place.start), opening))
            self.edits.append((Span(place.end, place.end), f".{method}(){closing}"))
            return
        is_inner = call.field in ("object", "function")
        opening, closing = ("(await ", ")") if is_inner else ("await ", "")
        self.edits.append((Span(place.start, place.start), opening))
        text = f".transformToString({encoding}){closing}"
        self.edits.append((Span(place.end, call.end), text))


def _to_text(place: Item) -> tuple[Item | None, str]:
    """The call `place.toString(...)` around a body, with the argument for version 3."""
    member = place.parent
    if member is None or place.field != "object" or member_name(member) != "toString":
        return None, ""
    call = member.parent
    if call is None or call.kind != "call_expression" or member.field != "function":
        return None, ""
    given = arguments_of(call)
    if not given:
        return call, ""
    encoding = _ENCODINGS.get(given[0].text.strip("'\"").lower()) if len(given) == 1 else None
    return (None, "") if encoding is None else (call, encoding)


def _is_once(place: Item, origin: Item | None) -> bool:
    """Whether a body is read at one time, in a function that can wait for it.

    The body of version 3 is a stream: it is there once for each answer. `origin` is where the
    name of the answer is declared, None for an answer that has none.
    """
    function = place.position.function.item
    if function.kind not in FUNCTIONS or "async" not in function.words:
        return False
    if origin is None:
        return True
    return _loops(place) == _loops(origin) and origin.position.function.item is function


def _loops(item: Item) -> Sequence[int]:
    """The loops around an item, inside of its function."""
    found: list[int] = []
    above: Item | None = item.parent
    while above is not None and above.kind not in FUNCTIONS:
        if above.kind in _LOOPS:
            found.append(above.index)
        above = above.parent
    return found
