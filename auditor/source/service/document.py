"""A service of the Serverless Framework: the CloudFormation resources in it, as a template.

The framework merges them into the template that it makes of the functions:
https://www.serverless.com/framework/docs/providers/aws/guide/resources
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from auditor.expression import expression
from auditor.model.edit import (
    Change,
    CommentEdit,
    Edit,
    EditError,
    InsertItem,
    InsertKey,
    Remove,
    Rename,
    ReplaceText,
    SetValue,
    in_comments,
    in_files,
    in_template,
)
from auditor.model.finding import Finding
from auditor.model.path import Path
from auditor.model.project import Project
from auditor.model.text import Span, TextEdit
from auditor.model.tree import Tree
from auditor.source.base import Document, DuplicateKey, NotSure
from auditor.source.service.fragments import HOLDER, Fragments, Origin, Place

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


def _is_made(logical_id: str) -> bool:
    """Whether the framework may make a resource of the name, which this one is merged into."""
    return logical_id.startswith(_MADE) or _OF_A_FUNCTION.search(logical_id) is not None


class ServiceDocument(Document):
    """The resources of a service, at their places in its file and in those that it names.

    What is merged into a resource of the framework is no resource of its own, and is left out.
    """

    is_part = True

    def __init__(self, base: Document, files: Project | None = None) -> None:
        self.text = base.text
        self.format = base.format
        self._base = base
        self._own = Place(Origin(base), (HOLDER,), None)
        self._places: dict[Path, Place] = {}
        """Where each section, and each entry of one, is written."""
        self._named: set[Path] = set()
        """Those of which the key is written elsewhere than the value."""
        self._fragments = Fragments(base, files)
        self.tree = self._merged()
        self._views = {
            place.path: path
            for path, place in self._places.items()
            if place.origin.document is base
        }
        self.duplicates = tuple(self._duplicates())

    def _merged(self) -> dict[str, Tree]:
        tree: dict[str, Tree] = {}
        for part in self._fragments.parts():
            merged = tree.setdefault(part.section, {})
            if part.key is None:
                self._places.setdefault((part.section,), part.place)
                if part.is_named:
                    self._named.add((part.section,))
                continue
            path = part.section, part.key
            if path in self._places or (part.section == "Resources" and _is_made(part.key)):
                continue
            self._places[path] = part.place
            if part.is_named:
                self._named.add(path)
            merged[part.key] = part.place.value
        return tree

    @property
    def has_resources(self) -> bool:
        """Whether the service has resources that are read."""
        return ("Resources",) in self._places

    @property
    def all_text(self) -> str:
        """The texts of all files, for a look at the words in them."""
        return "\n".join((self.text, *(one.document.text for one in self._fragments.files)))

    def _place(self, path: Path) -> tuple[Origin, Path]:
        """The file, and the path in it, of what has a path in the tree."""
        for depth in (2, 1):
            place = self._places.get(path[:depth]) if len(path) >= depth else None
            if place is not None:
                return place.origin, (*place.path, *path[depth:])
        return self._own.origin, self._own.path

    def _own_path(self, path: Path) -> Path | None:
        """The path in the service's own file; None where another one has it."""
        origin, path = self._place(path)
        return path if origin.document is self._base else None

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
        """The place in the service's own file: that of `resources` for what another one has."""
        own = self._own_path(path)
        return self._base.span(self._own.path if own is None else own, key=key)

    def _string_map(self, path: Path) -> Sequence[Span] | None:
        own = self._own_path(path)
        return None if own is None else self._base.string_map(own)

    def placed(self, finding: Finding) -> Finding:
        """A finding with its place, where that is in a file that the service names."""
        origin, path = self._place(finding.at)
        if origin.file is None or finding.span is not None or finding.file is not None:
            return finding
        span = _span_in(origin.document, path, finding)
        return replace(finding, file=origin.file, span=span, within=None)

    def lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        """The text edits in the service's own file. Raises NotSure where one might do harm."""
        found = self._lowered(edits)
        if found.keys() - {None}:
            raise NotSure("another file is changed as well")
        return found.get(None, [])

    def _lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        return self.lower(edits)

    def lower_all(self, changes: Sequence[Change]) -> dict[str | None, tuple[TextEdit, ...]]:
        """The text edits of all changes by file, None for the service. Raises NotSure."""
        found: dict[str | None, tuple[TextEdit, ...]] = {
            file: tuple(edits) for file, edits in self._lowered(in_template(changes)).items()
        }
        comments = in_comments(changes)
        if comments:
            found[None] = (*found.get(None, ()), *self.lower_comments(comments))
        for file, more in in_files(changes).items():
            found[file] = (*found.get(file, ()), *more)
        return found

    def _lowered(self, edits: Sequence[Edit]) -> dict[str | None, list[TextEdit]]:
        by_file: dict[str | None, tuple[Document, list[Edit]]] = {}
        for edit in edits:
            origin, moved = self._edit(edit)
            by_file.setdefault(origin.file, (origin.document, []))[1].append(moved)
        return {file: document.lower(moved) for file, (document, moved) in by_file.items()}

    def _edit(self, edit: Edit) -> tuple[Origin, Edit]:
        origin, path = self._place(edit.path)
        is_holder = origin.file is None and len(path) <= len(self._own.path)
        if is_holder or (edit.path and edit.path[:1] not in self._places):
            raise NotSure("the framework merges this section into its own template")
        if not isinstance(edit, InsertKey | InsertItem) and self._is_elsewhere(edit.path):
            raise NotSure("the value is in another file than its key")
        return origin, _moved(edit, path)

    def _is_elsewhere(self, path: Path) -> bool:
        """Whether a section or an entry has its value in another file than its key."""
        return path in self._named

    def comments(self, text: str) -> list[str]:
        """The comments of the service's text, and those of the files that it names."""
        found = self._base.comments(text)
        for one in self._fragments.files:
            found += one.document.comments(one.document.text)
        return found

    @property
    def comment_spans(self) -> Sequence[Span]:
        """Where the comments of the file stand, in order."""
        return self._base.comment_spans

    def own_comments(self, path: Path) -> Sequence[Span]:
        """Where the comments stand that explain an entry, in the service's own file."""
        own = self._own_path(path)
        return () if own is None else self._base.own_comments(own)

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


def _span_in(document: Document, path: Path, finding: Finding) -> Span:
    if finding.within is not None:
        spans = document.string_map(path)
        if spans is not None and finding.within.end < len(spans):
            return Span(spans[finding.within.start].start, spans[finding.within.end].start)
    return document.span(path, key=finding.on_key and bool(path))


def _moved(edit: Edit, path: Path) -> Edit:
    """An edit as one of the file that has the path."""
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
