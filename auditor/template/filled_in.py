"""A tree in which the texts that another tool fills in are values that nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from auditor.grammar.placeholders import JINJA, SERVERLESS, UNNAMED, Tool, tool_of
from auditor.model.edit import Change, InsertItem, InsertKey, SetValue
from auditor.model.path import Path
from auditor.model.tree import Tree

_FUNCTION = "Fn::AnotherTool::Value"
"""What stands in the masked tree: an intrinsic function that no rule can resolve."""
_FULL = 3
"""Values from which on a whole file is called a template of the tool that fills them in."""
_BRACES_OF_THEIR_OWN = ("AWS::Bedrock::", "AWS::ImageBuilder::", "AWS::SES::", "AWS::SSM::")
"""Types of services whose documents have variables in double braces, filled in when they run.

https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html
https://docs.aws.amazon.com/imagebuilder/latest/userguide/toe-user-defined-variables.html
https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-management-create.html
"""


class FilledIn(Struct, frozen=True):
    """Which texts of a template another tool fills in.

    `tree` is the template with a function that cannot be resolved in the place of each of them,
    at the same paths. `paths` are those that a tool fills in before the deployment, in the order
    of the source, and `tool` is the one that has most of them.
    """

    tree: Tree
    paths: tuple[Path, ...] = ()
    tool: Tool = UNNAMED

    @property
    def is_template_of_a_tool(self) -> bool:
        """Whether the tool may well write more into the template than single values."""
        return self.tool is SERVERLESS or len(self.paths) >= _FULL


def is_left_open(value: Tree) -> bool:
    """Whether a value of the masked tree is one that another tool fills in."""
    return isinstance(value, dict) and _FUNCTION in value


def filled_in(tree: Tree) -> FilledIn | None:
    """The texts of a template that another tool fills in; None where there are none.

    What aliases share stays shared.
    """
    masking = _Masking(tree)
    masked = masking.value(tree, ())
    if not masking.has_any:
        return None
    told = masking.told
    if not told:
        return FilledIn(masked)
    [(tool, _)] = Counter(tool for _, tool in told).most_common(1)
    return FilledIn(masked, tuple(path for path, _ in told), tool)


class _Masking:
    def __init__(self, tree: Tree) -> None:
        self.has_any = False
        self.told: list[tuple[Path, Tool]] = []
        self._resources = tree.get("Resources") if isinstance(tree, dict) else None
        self._known: dict[int, Tree] = {}

    def value(self, value: Tree, path: Path, *, is_line: bool = False) -> Tree:
        """Recursive: no document is deeper than `MAX_DEPTH`. `is_line` is that of a longer text."""
        if isinstance(value, str):
            return self._text(value, path, is_line=is_line)
        if not isinstance(value, dict | list):
            return value
        if id(value) not in self._known:
            if isinstance(value, dict):
                self._known[id(value)] = self._mapping(value, path)
            else:
                is_line = is_line or _has_lines(value, path)
                self._known[id(value)] = [
                    self.value(entry, (*path, index), is_line=is_line)
                    for index, entry in enumerate(value)
                ]
        return self._known[id(value)]

    def _mapping(self, mapping: dict[str, Tree], path: Path) -> Tree:
        made = {}
        for key, entry in mapping.items():
            # the name of a condition that nobody knows is still a condition
            is_name = key == "Condition" and isinstance(entry, str)
            made[key] = entry if is_name else self.value(entry, (*path, key))
        return made

    def _text(self, text: str, path: Path, *, is_line: bool) -> Tree:
        tool = tool_of(text, is_code=is_line or "\n" in text.rstrip("\n"))
        if tool is None:
            return text
        self.has_any = True
        if tool is not UNNAMED and not (tool is JINJA and self._is_own(path)):
            self.told.append((path, tool))
        return {_FUNCTION: text}

    def _is_own(self, path: Path) -> bool:
        """Whether the service fills in the text itself, when it runs what stands there."""
        name = path[1] if len(path) > 1 and path[0] == "Resources" else None
        resource = self._resources.get(name) if isinstance(self._resources, dict) else None
        kind = resource.get("Type") if isinstance(resource, dict) else None
        return isinstance(kind, str) and kind.startswith(_BRACES_OF_THEIR_OWN)


def _has_lines(items: list[Tree], path: Path) -> bool:
    """Whether a list has the two arguments of a `Fn::Join` that puts lines together."""
    return (
        path[-1:] == ("Fn::Join",)
        and len(items) == 2
        and isinstance(items[1], list)
        and any(isinstance(text, str) and "\n" in text for text in (items[0], *items[1]))
    )


def spelled(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Changes with the texts themselves, where a rule moved or copied values of the masked tree."""
    return tuple(_spelled(changes))


def _spelled(changes: Sequence[Change]) -> Iterator[Change]:
    for change in changes:
        if isinstance(change, SetValue | InsertKey | InsertItem):
            yield replace(change, value=_text_again(change.value))
        else:
            yield change


def _text_again(value: Tree) -> Tree:
    if isinstance(value, dict):
        if len(value) == 1 and _FUNCTION in value:
            return value[_FUNCTION]
        return {key: _text_again(entry) for key, entry in value.items()}
    return [_text_again(entry) for entry in value] if isinstance(value, list) else value
