"""A service of the Serverless Framework: the CloudFormation resources in it, as a template.

`resources` is a mapping with the sections of a template, or a list of such mappings and of files,
which the framework merges into the template that it makes of the functions:
https://www.serverless.com/framework/docs/providers/aws/guide/resources
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.expression import expression
from auditor.model.edit import (
    CommentEdit,
    Edit,
    EditError,
    InsertItem,
    InsertKey,
    Remove,
    Rename,
    ReplaceText,
    SetValue,
)
from auditor.model.path import Path
from auditor.model.text import Span, TextEdit
from auditor.model.tree import Tree
from auditor.source.base import Document, DuplicateKey, NotSure

_HOLDER = "resources"
_SECTIONS = ("Transform", "Conditions", "Mappings", "Outputs", "Parameters", "Resources")
_MADE = (
    *("ServerlessDeploymentBucket", "IamRole", "ApiGateway", "HttpApi", "Websockets"),
    *("CloudFrontDistribution", "CloudFrontCachePolicy", "CognitoUserPool", "S3Bucket", "SNSTopic"),
)
"""How the logical IDs begin that the framework makes of other things than functions."""
_OF_A_FUNCTION = expression(
    r"(?:LambdaFunction|LogGroup)\Z|Lambda(?:Permission|Version|Ev|Destin|Prov|Url|Alias|Snap)"
    r"|EventSourceMapping|EventsRule|Alarm"
)
"""What those have in their names that it makes of functions. Where `resources` has one of them,
both are merged:
https://www.serverless.com/framework/docs/providers/aws/guide/resources#override-aws-cloudformation-resource
"""


def has_resources(tree: Tree) -> bool:
    """Whether a service has resources in its file."""
    return any(isinstance(one.get("Resources"), dict) for _, one in _fragments(tree))


def _fragments(tree: Tree) -> Iterator[tuple[Path, dict[str, Tree]]]:
    """The mappings that have sections of a template, with their paths."""
    held = tree.get(_HOLDER) if isinstance(tree, dict) else None
    listed = enumerate(held) if isinstance(held, list) else ()
    found: list[tuple[Path, Tree]] = [((_HOLDER, index), one) for index, one in listed]
    for path, one in found or [((_HOLDER,), held)]:
        if isinstance(one, dict) and any(isinstance(one.get(name), dict) for name in _SECTIONS):
            yield path, one


def _is_made(logical_id: str) -> bool:
    """Whether the framework may make a resource of the name, which this one is merged into."""
    return logical_id.startswith(_MADE) or _OF_A_FUNCTION.search(logical_id) is not None


class ServiceDocument(Document):
    """The resources of a service, at their places in its file.

    What is merged into a resource of the framework is no resource of its own, and is left out.
    """

    is_part = True

    def __init__(self, base: Document) -> None:
        self.text = base.text
        self.format = base.format
        self._base = base
        self._places: dict[Path, Path] = {(): (_HOLDER,)}
        """The path of each entry of a section, and of each section, in the file."""
        self.tree = self._merged()
        self._views = {place: path for path, place in self._places.items()}
        self.duplicates = tuple(self._duplicates())

    def _merged(self) -> dict[str, Tree]:
        tree: dict[str, Tree] = {}
        for path, fragment in _fragments(self._base.tree):
            for name in _SECTIONS:
                section = fragment.get(name)
                if not isinstance(section, dict):
                    continue
                self._places.setdefault((name,), (*path, name))
                merged = tree.setdefault(name, {})
                for key, value in section.items():
                    if (name != "Resources" or not _is_made(key)) and (
                        name,
                        key,
                    ) not in self._places:
                        self._places[name, key] = (*path, name, key)
                        merged[key] = value
        return tree

    def _own(self, path: Path) -> Path:
        """The path in the file of what has a path in the tree."""
        for depth in (2, 1):
            place = self._places.get(path[:depth]) if len(path) >= depth else None
            if place is not None:
                return (*place, *path[depth:])
        return self._places[()]

    def _seen(self, place: Path) -> Path | None:
        """The path in the tree of what has a path in the file; None where it is not in it."""
        for depth in range(len(place), 0, -1):
            path = self._views.get(place[:depth])
            if path is not None and (len(path) == 2 or depth == len(place)):
                return (*path, *place[depth:])
        return None

    def _duplicates(self) -> Iterator[DuplicateKey]:
        for twice in self._base.duplicates:
            path = self._seen(twice.path)
            if path is not None:
                yield DuplicateKey(path, twice.span, twice.first)

    def octal_numbers(self) -> Sequence[tuple[Path, Span]]:
        """Those in the resources."""
        return self._in_tree(self._base.octal_numbers())

    def aliases(self) -> Sequence[tuple[Path, Span]]:
        """None: the framework writes a template without any."""
        return ()

    def _in_tree(self, found: Sequence[tuple[Path, Span]]) -> list[tuple[Path, Span]]:
        seen = [(self._seen(place), span) for place, span in found]
        return [(path, span) for path, span in seen if path is not None]

    def span(self, path: Path, *, key: bool = False) -> Span:
        """The place in the file."""
        return self._base.span(self._own(path), key=key)

    def _string_map(self, path: Path) -> Sequence[Span] | None:
        return self._base.string_map(self._own(path))

    def lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        """The text edits in the file. Raises NotSure where one might do harm."""
        return self._base.lower([self._edit(edit) for edit in edits])

    def _lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        return self.lower(edits)

    def _edit(self, edit: Edit) -> Edit:
        path = self._own(edit.path)
        if len(path) <= len(self._places[()]) or (edit.path and edit.path[:1] not in self._places):
            raise NotSure("the framework merges this section into its own template")
        match edit:
            case SetValue():
                return SetValue(path, edit.value)
            case Remove():
                return Remove(path, edit.with_comments)
            case Rename():
                return Rename(path, edit.key)
            case InsertKey():
                is_section = len(edit.path) == 1
                anchors = (edit.before, edit.after) if not is_section else (None, None)
                return InsertKey(path, edit.key, edit.value, *anchors)
            case InsertItem():
                return InsertItem(path, edit.index, edit.value)
            case ReplaceText():
                return ReplaceText(path, edit.start, edit.end, edit.text)
        raise EditError(f"{type(edit).__name__} is unknown")

    def comments(self, text: str) -> list[str]:
        """The comments of a text in this format, in order."""
        return self._base.comments(text)

    @property
    def comment_spans(self) -> Sequence[Span]:
        """Where the comments of the file stand, in order."""
        return self._base.comment_spans

    def own_comments(self, path: Path) -> Sequence[Span]:
        """Where the comments stand that explain an entry."""
        return self._base.own_comments(self._own(path))

    def entry_at(self, offset: int) -> Path | None:
        """The path of the key or list item whose first character stands at an offset, if any."""
        place = self._base.entry_at(offset)
        return None if place is None else self._seen(place)

    def takes_comment(self, line: int) -> bool:
        """Whether a comment can be added at the end of a line (from 1)."""
        return self._base.takes_comment(line)

    def lower_comments(self, edits: Sequence[CommentEdit]) -> list[TextEdit]:
        """The text edits that change comments. Raises NotSure where one cannot be made."""
        return self._base.lower_comments(edits)
