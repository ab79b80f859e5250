"""Every place of a template that names something of it: which name, by what function, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.contents import FOREIGN_KEYS, Call, Contents
from auditor.template.intrinsics import sub_arguments, sub_parts

FOREIGN = "foreign"
"""The function of a mention that is a call of another tool, such as `!Rain::Module`."""
_MOST_VARIABLES = 200
"""Different variables of one `Fn::Sub` that are told; real ones have fewer."""
_ATTRIBUTES = ("DependsOn", "Condition")


class Mention(Struct, frozen=True, gc=False):
    """A name in a template.

    `function` is the intrinsic function, `DependsOn` or `Condition`. `path` leads to the string
    that holds the name, where it stands from `start` to `end`. `attribute` is the one that is
    asked for, with the path of the string that holds it; it ends where that string, or the
    variable of a `Fn::Sub`, ends.
    """

    function: str
    name: str
    path: Path
    start: int
    end: int
    attribute: str | None = None
    attribute_path: Path = ()
    attribute_start: int = 0


class MapLookup(Struct, frozen=True):
    """A `Fn::FindInMap` with its arguments as they are written."""

    path: Path
    arguments: list[Tree]


def mentions_in(value: Tree, path: Path) -> list[Mention | MapLookup]:
    """What a value mentions by intrinsic functions, in source order.

    A variable that stands several times in one string is told once.
    """
    return mentions_of_calls(Contents(value, path).calls)


def mentions_of_calls(calls: Iterable[Call]) -> list[Mention | MapLookup]:
    """What calls of intrinsic functions mention, but for those below loops and transforms."""
    found: list[Mention | MapLookup] = []
    for call in calls:
        if call.is_foreign:
            continue
        name = call.function
        read = _READ.get(name)
        if read is not None:
            found += read(call.argument, (*call.path, name))
        elif "::" in name[4:] and not name.startswith(FOREIGN_KEYS):
            found.append(Mention(FOREIGN, name, call.path, 0, 0))
    return found


def resource_mentions(
    body: dict[str, Tree], path: Path, contents: Contents
) -> list[Mention | MapLookup]:
    """What a resource mentions, its `DependsOn` and `Condition` among it.

    Of connectors SAM takes what it needs, which is not to be known here.
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html
    """
    found: list[Mention | MapLookup] = []
    if body.get("Type") == "AWS::Serverless::Connector":
        return found
    calls = contents.calls_by_key()
    for key, value in body.items():
        if key in _ATTRIBUTES:
            found += _named(key, value, (*path, key))
        elif key.startswith(FOREIGN_KEYS):
            found += mentions_in(value, (*path, key))
        elif key in calls and key != "Connectors":
            found += mentions_of_calls(calls[key])
    return found


def _named(key: str, value: Tree, path: Path) -> Iterator[Mention]:
    """The names that are the value of an attribute, one or in a list."""
    if isinstance(value, str):
        yield Mention(key, value, path, 0, len(value))
    elif isinstance(value, list) and key == "DependsOn":
        for index, entry in enumerate(value):
            if isinstance(entry, str):
                yield Mention(key, entry, (*path, index), 0, len(entry))


def named_conditions(value: Tree, path: Path) -> Iterator[Mention]:
    """The conditions that a condition names."""
    waiting: list[tuple[Tree, Path]] = [(value, path)]
    while waiting:
        inner, place = waiting.pop()
        if isinstance(inner, list):
            waiting += [(entry, (*place, index)) for index, entry in enumerate(inner)]
        elif isinstance(inner, dict) and len(inner) == 1:
            ((key, argument),) = inner.items()
            if key == "Condition" and isinstance(argument, str):
                yield Mention(key, argument, (*place, key), 0, len(argument))
            elif key in ("Fn::And", "Fn::Or", "Fn::Not"):
                waiting.append((argument, (*place, key)))


def _of_ref(argument: Tree, path: Path) -> Sequence[Mention]:
    return (Mention("Ref", argument, path, 0, len(argument)),) if isinstance(argument, str) else ()


def _of_if(argument: Tree, path: Path) -> Sequence[Mention]:
    if not (isinstance(argument, list) and argument and isinstance(argument[0], str)):
        return ()
    name = argument[0]
    return (Mention("Fn::If", name, (*path, 0), 0, len(name)),)


def _of_find_in_map(argument: Tree, path: Path) -> Sequence[MapLookup]:
    return (MapLookup(path, argument),) if isinstance(argument, list) else ()


def _of_sub(argument: Tree, path: Path) -> Sequence[Mention]:
    arguments = sub_arguments(argument)
    if arguments is None or "${" not in arguments[0]:
        return ()
    text, variables, is_list = arguments
    place = (*path, 0) if is_list else path
    found: dict[str, Mention | None] = {}
    for part in sub_parts(text):
        spelled = part.text
        if not part.is_variable or spelled in variables or not spelled or spelled in found:
            continue
        if len(found) == _MOST_VARIABLES:
            break
        name, dot, attribute = spelled.partition(".")
        start = text.index(spelled, part.start + 2)
        end = start + len(name)
        mention = Mention("Fn::Sub", name, place, start, end)
        if dot:
            mention = Mention("Fn::Sub", name, place, start, end, attribute, place, end + 1)
        found[spelled] = None if name in variables else mention
    return [mention for mention in found.values() if mention is not None]


def _of_get_att(argument: Tree, path: Path) -> Sequence[Mention]:
    if isinstance(argument, str):
        name, dot, attribute = argument.partition(".")
        end = len(name)
        return (Mention("Fn::GetAtt", name, path, 0, end, attribute, path, end + 1),) if dot else ()
    if not (isinstance(argument, list) and len(argument) > 1 and isinstance(argument[0], str)):
        return ()
    # One that only the deployment can tell is still an attribute of something.
    rest = argument[1:]
    known = ".".join(rest) if all(isinstance(part, str) for part in rest) else ""
    name = argument[0]
    where = (*path, 1) if len(rest) == 1 else ()
    return (Mention("Fn::GetAtt", name, (*path, 0), 0, len(name), known, where),)


_READ: Mapping[str, Callable[[Tree, Path], Iterable[Mention | MapLookup]]] = {
    "Fn::FindInMap": _of_find_in_map,
    "Fn::GetAtt": _of_get_att,
    "Fn::If": _of_if,
    "Fn::Sub": _of_sub,
    "Ref": _of_ref,
}
