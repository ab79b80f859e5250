"""Properties of a resource that are there, or missing, together with others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from itertools import product

from msgspec import Struct
from msgspec import field as held
from msgspec.structs import replace

from auditor.data.table import NOTHING
from auditor.model.path import Path
from auditor.model.tree import Missing, Tree, at
from auditor.schemas.value import Gap
from auditor.template.below import events, field, items
from auditor.template.filled_in import is_left_open
from auditor.template.gaps import gap_of
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.leading import referred_resource
from auditor.template.plain import Values, lowered, plainly_has
from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case, When

_MOST = 64


class Part(Struct, frozen=True):
    """Properties that are looked at together: those of a resource, or of a mapping in it."""

    resource: Resource
    holder: Case | None = None
    """The mapping, which is a plain one."""
    known: dict[str, list[Case]] = held(default_factory=dict)
    """The cases that were asked for: many rows of a table ask for the same."""
    said: dict[tuple[str, Values], bool | None] = held(default_factory=dict)
    """What was answered of them."""

    @property
    def template(self) -> Template:
        """The template of the resource."""
        return self.resource.template

    @property
    def path(self) -> Path:
        """Where the properties are written."""
        return self.holder.path if self.holder else (*self.resource.path, "Properties")

    @property
    def when(self) -> When:
        """The conditions under which there are such properties."""
        return self.holder.when if self.holder else self.resource.when

    @property
    def plain(self) -> Mapping[str, Tree] | None:
        """The properties where no condition, function or section of Globals has a say in them."""
        own = self.holder
        if own is None:
            return self.resource.plain_properties
        return own.value if isinstance(own.value, dict) and own.certain and not own.when else None

    def cases(self, name: str) -> list[Case]:
        """The cases of a property, or of those of all items of lists on the way to it."""
        known = self.known.get(name)
        if known is None:
            known = self.known[name] = self._cases(name)
        return known

    def surely_has(self, name: str, values: Values) -> bool | None:
        """Whether a property has one of some values; None where that depends, or is not known."""
        plain = self.plain
        found = None if plain is None else plainly_has(plain, name, values)
        return self._has(name, values) if found is None else found

    def _has(self, name: str, values: Values) -> bool | None:
        key = name, values
        if key not in self.said:
            found = self.cases(name)
            is_sure = len(found) == 1 and found[0].certain and not found[0].when
            self.said[key] = _has(self.template, found[0], values) if is_sure else None
        return self.said[key]

    def _cases(self, name: str) -> list[Case]:
        if "." not in name:
            own = self.holder
            return self.resource.cases(name) if own is None else _key(self.template, own, name)
        first, *below = name.split("[].")
        if self.holder is None:
            found = self.resource.cases(*first.split("."))
        else:
            found = _below(self.template, [self.holder], first)
        for way in below:
            items_ = [one for case in found for one in items(self.template, case)]
            found = _below(self.template, items_, way)
        return found

    def written(self, name: str) -> list[Case]:
        """The cases of a property with its functions left as they are written."""
        if self.holder is None and self.resource.shared_properties:
            cases = self.resource.written(*name.split("."))
            return [case for case in cases if not case.absent]
        *way, last = name.split(".")
        whole = self.holder or Case(self.resource.body.get("Properties"), self.path, self.when)
        return [
            case
            for holder in (_below(self.template, [whole], ".".join(way)) if way else [whole])
            if isinstance(holder.value, dict) and last in holder.value
            for case in self.template.branches(
                holder.value[last], (*holder.path, last), holder.when
            )
        ]


class Combined(Struct, frozen=True):
    """A property that is missing, or that should be, with the cases that ask for it."""

    asking: tuple[Case, ...]
    asked: Case
    name: str


def property_names(resource: Resource) -> Set[str] | None:
    """The properties that a resource can have, those of Globals with them; None where unknown."""
    names: Set[str]
    if resource.plain_properties is not None:
        names = resource.plain_properties.keys()
        return names
    own = resource.body.get("Properties")
    if own is None or not is_plain_mapping(own):
        return None
    names = own.keys()
    shared = resource.shared_properties
    if not shared:
        return names
    return names | shared.keys() if is_plain_mapping(shared) else None


def parts(resource: Resource, each: str) -> Iterator[Part]:
    """The mappings at `A.B`, or in the list `A.B[]`, of a resource; itself for an empty name.

    `Events{SQS,Kinesis}` are the properties of events of SAM of some types.
    """
    if not each:
        yield Part(resource)
        return
    if each.endswith("}"):
        name, types = each.removesuffix("}").split("{")
        for holder in events(resource.template, resource.cases(name), types.split(",")):
            yield Part(resource, holder)
        return
    for case in cases_at(resource, each.removesuffix("[]")):
        for holder in items(resource.template, case) if each.endswith("[]") else [case]:
            if is_plain_mapping(holder.value):
                yield Part(resource, holder)


def linked(part: Part, through: Mapping[str, str]) -> Iterator[tuple[Case, Part]]:
    """The resources of some types that properties refer to, each with the case that does."""
    for name, kind in through.items():
        for case in part.written(name):
            other = referred_resource(part.template, case.value, kind)
            if other is not None:
                yield case, Part(other)


def all_given(
    part: Part,
    wanted: Mapping[str, Values],
    least_items: Mapping[str, int] = NOTHING,
    with_text: Mapping[str, str] = NOTHING,
) -> Iterator[tuple[Case, ...]]:
    """The cases in which all of some properties have one of some values.

    Of `least_items` lists have as many items for certain, and of `with_text` texts have a part.
    Only those that no parameter can change, on which conditions of the others may depend.
    """
    template = part.template
    found: list[list[Case]] = []
    for name, values in wanted.items():
        given = [c for c in part.cases(name) if c.certain and _has(template, c, values) is True]
        if not given:
            return  # of most resources the first one says so
        found.append(given)
    for name, least in least_items.items():
        found.append([c for c in part.cases(name) if c.certain and _is_long(template, least, c)])
    for name, text in with_text.items():
        found.append([c for c in part.cases(name) if c.certain and _has_text(template, text, c)])
    for number, cases in enumerate(product(*found)):
        if number == _MOST:
            return
        if part.template.can_meet(*cases):
            yield cases


def may_have(part: Part, wanted: Mapping[str, Values]) -> bool:
    """Whether any of some properties has, or may have, one of some values.

    A parameter may be given another value than its default.
    """
    return any(
        (not case.certain and not case.absent) or _has(part.template, case, values) is not False
        for name, values in wanted.items()
        for case in part.cases(name)
    )


def lacking(
    part: Part, asking: tuple[Case, ...], needs: Mapping[str, Values]
) -> Iterator[Combined]:
    """The properties that are certainly not as they are needed beside the given cases."""
    return _beside(part, asking, needs, has=False)


def lacking_all(part: Part, asking: tuple[Case, ...], names: tuple[str, ...]) -> Iterator[Combined]:
    """The first of some properties, where certainly none of them is there."""
    found = [case for name in names for case in part.cases(name)]
    if found and all(case.absent for case in found) and part.template.can_meet(*asking, *found):
        yield Combined(asking, found[0], names[0])


def excluded(
    part: Part, asking: tuple[Case, ...], excludes: Mapping[str, Values]
) -> Iterator[Combined]:
    """The properties that are there beside cases which exclude them."""
    return _beside(part, asking, excludes, has=True)


def cases_at(resource: Resource, name: str) -> list[Case]:
    """The cases of a property, or of those of all items of lists on the way to it."""
    return Part(resource).cases(name)


def _below(template: Template, holders: list[Case], way: str) -> list[Case]:
    for key in way.split("."):
        holders = [one for case in holders for one in _key(template, case, key)]
    return holders


def _key(template: Template, holder: Case, key: str) -> list[Case]:
    """The cases of a key, which a mapping that is not there does not have."""
    if holder.absent:
        return [replace(holder, path=(*holder.path, key), direct=False)]
    return field(template, holder, key)


def count_of(template: Template, case: Case) -> int | None:
    """How many items a list has for certain; None where that is not known."""
    if not isinstance(case.value, list):
        return None
    return len(case.value) if all(_is_one(template, one) for one in case.value) else None


def _is_long(template: Template, least: int, case: Case) -> bool:
    return (count_of(template, case) or 0) >= least


def _has_text(template: Template, searched: str, case: Case) -> bool:
    """Whether a text has a part, as far as it is known where functions put it together."""
    if case.text is not None or case.absent:
        return case.text is not None and searched in case.text
    try:
        name = template.name(at(template.tree, case.path))
    except Missing:
        return False
    return searched in "".join(part if isinstance(part, str) else "\0" for part in name or ())


def _is_one(template: Template, item: Tree) -> bool:
    """Whether an item is one value, and no list by a function."""
    call = function_of(item)
    if call is None:
        return scalar_text(item) is not None or is_plain_mapping(item)
    return gap_of(template, call) is Gap.TEXT


def _beside(
    part: Part, asking: tuple[Case, ...], wanted: Mapping[str, Values], *, has: bool
) -> Iterator[Combined]:
    for name, values in wanted.items():
        for case in part.cases(name):
            if (
                case.certain
                and _has(part.template, case, values) is has
                and part.template.can_meet(*asking, case)
            ):
                yield Combined(asking, case, name)


def _has(template: Template, case: Case, values: Values) -> bool | None:
    """Whether a case has one of the values, or any for None; None where that is not known.

    What another tool fills in may come to nothing; what an intrinsic function gives is there.
    """
    if case.absent:
        return False
    if not case.known:
        return True if values is None and _is_given(template, case) else None
    if values is None:
        return False if case.value in ([], {}, "") else _has_items(template, case)
    if isinstance(case.value, str):
        return case.value.lower() in lowered(values)
    listed = case.value if isinstance(case.value, list) else [case.value]
    texts = [scalar_text(one) for one in listed]
    if any(text is None for text in texts):
        return None
    known = lowered(values)
    return any(text is not None and text.lower() in known for text in texts)


def _has_items(template: Template, case: Case) -> bool | None:
    """Whether a list has an item that `AWS::NoValue` does not leave out; True of what is no list.

    None where only conditions decide.
    """
    if not isinstance(case.value, list):
        return True
    read = [
        template.branches(item, (*case.path, index), case.when)
        for index, item in enumerate(case.value)
    ]
    if any(not any(one.absent for one in cases) for cases in read):
        return True
    return False if all(one.absent for cases in read for one in cases) else None


def _is_given(template: Template, case: Case) -> bool:
    """Whether a value that is not known stands in the text, and is not left to another tool."""
    try:
        return not is_left_open(at(template.tree, case.path))
    except Missing:
        return False
