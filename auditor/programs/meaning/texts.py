"""Texts of parts as `Fn::Sub`, with a place for each character."""

from __future__ import annotations

from auditor.model.tree import Tree
from auditor.programs.meaning.out import Converting, Out, function, mapping, sequence
from auditor.programs.values import Joined, Known, Value

Place = tuple[int, int]


def substituted(converter: Converting, value: Joined, depth: int = 0) -> Out:
    """The text; a plain one where all of it is known."""
    if all(isinstance(part, Known) for part in value.parts):
        return _plain(value)
    text: list[str] = []
    spans: list[Place] = []
    variables: list[tuple[str, Out]] = []
    file = None if value.node is None else value.node.file
    for part in value.parts:
        if isinstance(part, Known):
            shown = scalar_text(part)
            places = _places(part, shown, value)
            for letter, place in _escaped(shown, places):
                text.append(letter)
                spans.append(place)
            continue
        out = converter.of(part, {}, None, verbatim=True, depth=depth + 1)
        reference = reference_text(out.tree)
        if reference is None:
            reference = f"part{len(variables) + 1}"
            variables.append((reference, out))
        node = part.node if part.node is not None and part.node.file is file else value.node
        place = (0, 0) if node is None else (node.start, node.end)
        placeholder = reference if reference.startswith("arn:") else "${" + reference + "}"
        text += placeholder
        spans += [place] * len(placeholder)
    whole = "".join(text)
    written = Out(
        whole, value, value.node, spans=tuple(spans) if len(spans) == len(whole) else None
    )
    if not variables:
        return function("Fn::Sub", written, value)
    return function("Fn::Sub", sequence([written, mapping(variables)]), value)


def reference_text(tree: Tree) -> str | None:
    """What a reference is between the braces of `Fn::Sub`; a text without variables of its own.

    A whole `Fn::Sub` that begins an ARN is put in as it is.
    """
    if not isinstance(tree, dict) or len(tree) != 1:
        return None
    ((name, argument),) = tree.items()
    if name == "Ref" and isinstance(argument, str) and argument != "AWS::NoValue":
        return argument
    if name == "Fn::GetAtt":
        return ".".join(argument)
    if name == "Fn::Sub" and isinstance(argument, str) and argument.startswith("arn:"):
        return argument
    return None


def _plain(value: Joined) -> Out:
    shown = [scalar_text(part) for part in value.parts if isinstance(part, Known)]
    text = "".join(shown)
    spans = [
        place
        for part, one in zip(value.parts, shown, strict=True)
        if isinstance(part, Known)
        for place in _places(part, one, value)
    ]
    whole = tuple(spans) if len(spans) == len(text) else None
    return Out(text, value, value.node, spans=whole)


def _places(part: Known, shown: str, value: Value) -> tuple[Place, ...]:
    """The places of the characters of a part that stands in the text itself."""
    spans = getattr(part.node, "spans", ())
    node, outer = part.node, value.node
    is_inside = (
        node is not None and outer is not None and node.file is outer.file
        and outer.start <= node.start and node.end <= outer.end
    )  # fmt: skip
    if is_inside and len(spans) == len(shown):
        return tuple(spans)
    place = (0, 0) if outer is None else (outer.start, outer.start)
    return (place,) * len(shown)


def _escaped(text: str, places: tuple[Place, ...]) -> list[tuple[str, Place]]:
    """A text as it stands in `Fn::Sub`, where `${` is `${!`."""
    found: list[tuple[str, Place]] = []
    for at, (letter, place) in enumerate(zip(text, places, strict=True)):
        found.append((letter, place))
        if letter == "{" and text[at - 1 : at] == "$":
            found.append(("!", place))
    return found


def scalar_text(value: Known) -> str:
    """A scalar as it stands in a text."""
    known = value.value
    if isinstance(known, bool):
        return "true" if known else "false"
    return "" if known is None else str(known)
