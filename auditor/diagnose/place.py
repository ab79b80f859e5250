"""Where in a template a failure belongs: the resource that failed, or the one it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from auditor.diagnose.event import Event, Phase
from auditor.diagnose.naming import raised_in
from auditor.expression import expression
from auditor.files import SourceFile, Unreadable
from auditor.model.path import Path
from auditor.model.text import Position
from auditor.model.tree import Missing, at
from auditor.source.base import Document, SyntaxFault
from auditor.source.detect import is_project, looks_like_template, parse

_CONSTRUCT = ("Metadata", "aws:cdk:path")
_INLINE: tuple[Path, ...] = tuple(
    (*place, *inside)
    for place in (("Properties", "Code", "ZipFile"), ("Properties", "InlineCode"))
    for inside in ((), ("Fn::Sub",), ("Fn::Sub", 0))
)
_IS_INDEX = expression(r"index\.(?:py|m?js|cjs)\Z")
"""The file that Lambda makes of code in a template."""
_MADE = expression(r"[\w-]{1,60}-(\w{3,60})-\w{8,13}\Z")


class Place(Struct, frozen=True):
    """A place in a template. `made` is the logical ID that SAM made of the resource, if it did.

    `raised` is the line of code in the template that a traceback ends in.
    """

    file: str
    position: Position
    resource: str
    path: Path
    made: str = ""
    raised: Position | None = None


class TemplateIndex:
    """The resources of a template by the names that events have for them.

    Raises Unreadable for what is no template.
    """

    def __init__(self, file: SourceFile, name: str) -> None:
        if not looks_like_template(file.text):
            raise Unreadable(f"{name}: is not a template, nor the Pulumi.yaml of a program")
        self.name = name
        self._document = _parsed(file.text)
        tree = None if self._document is None else self._document.tree
        resources = tree.get("Resources") if isinstance(tree, dict) else None
        self._resources: Mapping[str, object] = resources if isinstance(resources, dict) else {}
        self._is_sam = isinstance(tree, dict) and "AWS::Serverless-2016-10-31" in str(
            tree.get("Transform")
        )
        self._constructs = dict(self._of_constructs())

    @property
    def is_broken(self) -> bool:
        """Whether it is no JSON or YAML that can be read, so that nothing in it has a place."""
        return self._document is None

    @property
    def is_program(self) -> bool:
        """Whether its resources stand in a program beside it."""
        tree = None if self._document is None else self._document.tree
        return tree is not None and is_project(tree)

    def place(self, event: Event) -> Place | None:
        """Where an event belongs; None where the template has nothing of that name."""
        if event.pointer:
            path = self._pointed(event.pointer)
            if path is not None:
                return self._place(path)
        named = self._named(event)
        if named is None or event.phase is not Phase.INVOCATION:
            return named
        return replace(named, raised=self._raised(named.resource, event.reason))

    def _named(self, event: Event) -> Place | None:
        """Where the resource is that an event names."""
        for name in (event.logical_id, self._constructs.get(event.construct.strip("/"), "")):
            if name in self._resources:
                return self._place(("Resources", name))
        origin = self._origin(event.logical_id)
        if origin is not None:
            return self._place(("Resources", origin), event.logical_id)
        function = self._function(event.function)
        return None if function is None else self._place(("Resources", function))

    def _function(self, name: str) -> str | None:
        """The function that has a name in the account: its own, or one that CloudFormation made.

        That is made of the names of the stack and of the resource, both shortened, and a suffix.
        """
        functions = {
            id: one for id, one in self._resources.items() if _type(one).endswith("::Function")
        }
        for id, resource in functions.items():
            if name and _value(resource, ("Properties", "FunctionName")) == name:
                return id
        made = _MADE.match(name)
        if made is None:
            return None
        if made.group(1) in functions:
            return made.group(1)
        fitting = [id for id in functions if id.startswith(made.group(1))]
        return fitting[0] if len(fitting) == 1 else None

    def _raised(self, name: str, reason: str) -> Position | None:
        """Where a traceback ends in the code that a function has in the template."""
        file, line = raised_in(reason)
        path = next((path for path in _INLINE if self._is_text(name, path)), None)
        if path is None or self._document is None or not _IS_INDEX.match(file):
            return None
        whole: Path = ("Resources", name, *path)
        code = at(self._document.tree, whole)
        places = self._document.string_map(whole)
        lines = code.splitlines(keepends=True) if isinstance(code, str) else []
        if places is None or not 0 < line <= len(lines):
            return None
        start = sum(map(len, lines[: line - 1]))
        indented = len(lines[line - 1]) - len(lines[line - 1].lstrip())
        return self._document.lines.position(places[start + indented].start)

    def _is_text(self, name: str, path: Path) -> bool:
        return isinstance(_value(self._resources[name], path), str)

    def _origin(self, made: str) -> str | None:
        """The resource that SAM made a resource of: its own ID begins with that one's."""
        if not self._is_sam or not made:
            return None
        origins = [
            name
            for name, resource in self._resources.items()
            if made.startswith(name) and _type(resource).startswith("AWS::Serverless::")
        ]
        if not origins and made.startswith(("ServerlessRestApi", "ServerlessHttpApi")):
            return next((name for name, one in self._resources.items() if _has_api(one)), None)
        return max(origins, key=len, default=None)

    def _pointed(self, pointer: str) -> Path | None:
        """The path of a JSON pointer, as far as the template has it."""
        path: Path = ()
        value: object = self._document.tree if self._document is not None else None
        for step in pointer.strip("/").split("/"):
            key: str | int = step.replace("~1", "/").replace("~0", "~")
            if isinstance(value, list) and step.isascii() and step.isdecimal():
                key = int(step)
            try:
                value = at(value, (key,))
            except Missing:
                break
            path += (key,)
        return path if len(path) > 1 and path[0] == "Resources" else None

    def _place(self, path: Path, made: str = "") -> Place:
        document = self._document
        if document is None:
            raise Missing(path)
        span = document.span(path, key=isinstance(path[-1], str))
        position = document.lines.position(span.start)
        return Place(self.name, position, str(path[1]), path, made)

    def _of_constructs(self) -> Iterable[tuple[str, str]]:
        """The paths of constructs, and those without what CDK adds at the end."""
        for name, resource in self._resources.items():
            construct = _value(resource, _CONSTRUCT)
            if isinstance(construct, str):
                yield construct, name
                yield construct.partition("/")[2], name
                yield construct.removesuffix("/Resource"), name
                yield construct.partition("/")[2].removesuffix("/Resource"), name


def _parsed(text: str) -> Document | None:
    try:
        return parse(text)
    except SyntaxFault:
        return None


def _type(resource: object) -> str:
    kind = resource.get("Type") if isinstance(resource, dict) else None
    return kind if isinstance(kind, str) else ""


def _value(resource: object, path: Path) -> object:
    """What a resource has at a path; None where it has nothing there."""
    try:
        return at(resource, path)
    except Missing:
        return None


def _has_api(resource: object) -> bool:
    """Whether a function has an event that makes an API of its own."""
    if _type(resource) != "AWS::Serverless::Function":
        return False
    events = _value(resource, ("Properties", "Events"))
    return isinstance(events, dict) and any(
        _type(event) in ("Api", "HttpApi") for event in events.values()
    )
