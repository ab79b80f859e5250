"""Where statements stand, and what resources are called there."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.expression import expression
from auditor.programs.lowering.quoting import enclosing_text
from auditor.programs.lowering.style import Style
from auditor.programs.syntax import Assign, Attribute, File, Index, Literal, Name, Node
from auditor.programs.values import Made, Saying, Scope, Turn
from auditor.source.base import NotSure

_DECLARES = expression(r"[ \t]*(?:export[ \t]+)?(?:const|let|var)?[ \t]*")
_BEHIND = expression(r"[ \t]*;?[ \t]*")


class Spot(Struct, frozen=True):
    """A place in a module at which something is written, with the names that are known there."""

    file: File
    at: int
    scope: Scope | None


def extent(turn: Turn) -> tuple[int, int]:
    """Where a statement begins and where its value ends."""
    statement = turn.statement
    first = statement.target if isinstance(statement, Assign) else statement.value
    return first.start, statement.value.end


def statement_of(made: Made, style: Style) -> tuple[int, int]:
    """The statement on lines of its own that makes a resource, maybe among others.

    Raises NotSure where there is none.
    """
    alone = "the resource is not a statement of its own"
    if made.turn is None:
        raise NotSure(alone)
    start, value_end = extent(made.turn)
    if made.turn.scope.file is not style.file or not start <= made.call.start < value_end:
        raise NotSure(alone)
    begin = style.line_start(start)
    behind = _BEHIND.match(style.text, value_end)
    end = behind.end() if behind else value_end
    if _DECLARES.fullmatch(style.text[begin:start]) is None or end != style.line_end(end):
        raise NotSure(alone)
    return begin, end


def is_in_block(style: Style, outer: int, inner: int) -> bool:
    """Whether a place stands in the block of another one, or in a block inside of it."""
    indent = style.indent(outer)
    lines = style.text[style.line_start(min(outer, inner)) : style.line_end(max(outer, inner))]
    return all(line.startswith(indent) for line in lines.splitlines() if line.strip())


def handle_at(target: Made | None, spot: Spot, style: Style, others: list[Made]) -> str:
    """What the program itself calls a resource where something is written. Raises NotSure.

    `others` are all resources: what is now one of them and now another one names none.
    """
    if target is None:
        raise NotSure("the program has nothing of that name")
    for saying in _near(target, (), spot, style):
        if _is_only(target, saying, others):
            return saying.node.text
    node = target.handle_node
    if isinstance(node, Attribute) and node.file is spot.file and not target.is_shared:
        return node.text
    raise NotSure(f"no variable in sight holds '{target.handle or target.kind.name}'")


def part_at(target: Made, output: str, spot: Spot, others: list[Made]) -> str | None:
    """What a text that is made at once calls an output of a resource; None where it does not.

    That is the parameter that `apply` hands it over in. https://www.pulumi.com/docs/iac/concepts/inputs-outputs/apply/
    """
    text = enclosing_text(spot.file, spot.at)
    for saying in target.said:
        node = saying.node
        is_given = saying.path == (output,) and isinstance(node, Name | Index)
        if not is_given or node.file is not spot.file or not _is_constant(node):
            continue
        if text is not None and enclosing_text(node.file, node.start) == text:
            return node.text if _is_only(target, saying, others) else None
    return None


def _is_only(target: Made, saying: Saying, others: list[Made]) -> bool:
    """Whether an expression stands for nothing else in another turn."""
    return not any(
        one.node is saying.node for other in others if other is not target for one in other.said
    )


def _near(target: Made, path: tuple[str, ...], spot: Spot, style: Style) -> Iterator[Saying]:
    """The expressions that are in sight at a place, those of the innermost names first."""
    scopes: list[Scope] = []
    scope = spot.scope
    while scope is not None:
        scopes.append(scope)
        scope = scope.parent
    found = [
        one
        for one in target.said
        if one.path == path
        and one.node.file is spot.file
        and any(one.scope is known for known in scopes)
        and _is_constant(one.node)
        and is_in_block(style, _begin(one), spot.at)
    ]
    depth = {id(known): index for index, known in enumerate(scopes)}
    yield from sorted(found, key=lambda one: (depth[id(one.scope)], abs(one.node.start - spot.at)))


def _begin(saying: Saying) -> int:
    start, end = extent(saying.turn)
    is_inside = saying.turn.scope.file is saying.node.file and start <= saying.node.start < end
    return start if is_inside else saying.node.start


def _is_constant(node: Node) -> bool:
    """Whether an expression is a name, or a part of one that is written out."""
    match node:
        case Name():
            return not _may_be_missing(node)
        case Attribute():
            return _is_constant(node.of) and not _may_be_missing(node)
        case Index():
            is_written = isinstance(node.key, Literal) and "\n" not in node.text
            return is_written and _is_constant(node.of) and not _may_be_missing(node)
    return False


def _may_be_missing(node: Node) -> bool:
    """Whether the program has to say that something is there: `reader!.arn`, `reader?.arn`."""
    return node.file.text[node.end : node.end + 2] in ("!.", "?.")
