"""A template: its sections, and the resources with all that can be known of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from msgspec.structs import replace

from auditor.data.name_properties import NAME_PROPERTIES
from auditor.model.origin import Origin
from auditor.model.path import Path
from auditor.model.project import Project, UnreadCode
from auditor.model.settings import Settings
from auditor.model.tree import Tree
from auditor.template.contents import Contents, Walked
from auditor.template.deployments import Deployments
from auditor.template.intrinsics import is_one_value, is_plain_mapping, variables_in
from auditor.template.labels import label, label_of_entry
from auditor.template.loops import bodies, named_by
from auditor.template.names import Equality, Name, compare, name_of
from auditor.template.parameters import mappings_in
from auditor.template.plain import plainly_at
from auditor.template.properties import Properties
from auditor.template.references import Reference, depends_on, references_of_calls
from auditor.template.resolve import (
    branches,
    cases,
    is_literal,
)
from auditor.template.transforms import SAM_TRANSFORM, is_open, transforms_of
from auditor.template.values import ABSENT, ALWAYS, UNKNOWN, Case, When, own_condition
from auditor.template.waiting import comes_after

SAM_GLOBALS = {
    f"AWS::Serverless::{section}": section
    for section in (
        *("Api", "CapacityProvider", "Function", "HttpApi", "LayerVersion", "MicrovmImage"),
        *("NetworkConnector", "SimpleTable", "StateMachine", "WebSocketApi"),
    )
}
"""The types that `Globals` of SAM have a section for.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/plugins/globals/globals.py
"""

Made = TypeVar("Made")
_NOT_SHOWN: dict[str, Tree] = {"Fn::Transform": {}}
"""A mapping of which nothing is known."""


class Template(Deployments):
    """The mapping at the root of a document, read as CloudFormation reads it."""

    def __init__(
        self,
        tree: dict[str, Tree],
        settings: Settings,
        project: Project | None = None,
        *,
        is_filled_in: bool = False,
        walked: Walked | None = None,
    ) -> None:
        super().__init__(tree, settings)
        self.walked = walked or Walked(tree)
        """What stands in its sections."""
        self.is_filled_in = is_filled_in
        """Whether another tool fills in a part of it, and may add to it."""
        self.is_fragment = False
        """Whether it is but a part of a template, which another tool merges with the others."""
        self.project = project
        self.program: Origin | None = None
        """The document of the program that the tree was read from, None for a template."""
        self.unread: dict[UnreadCode, None] = {}
        """The code that rules asked for so far and that is not read, each once."""
        self.notes: dict[str, None] = {}
        """What else a run says of what rules asked for and could not see, each once."""
        self._made: dict[Callable[[Template], Any], Any] = {}
        self.mappings = mappings_in(tree.get("Mappings"))
        self.globals = mappings_in(tree.get("Globals"))
        self.resources = {
            name: Resource(self, name, body)
            for name, body in mappings_in(tree.get("Resources")).items()
            if isinstance(body.get("Type"), str)
        }
        for name, path, body in bodies(tree.get("Resources")):
            if isinstance(body.get("Type"), str):
                looped = Resource(self, name, body, ("Resources", *path))
                self.resources.setdefault(name, looped)

    @cached_property
    def by_type(self) -> dict[str, list[tuple[int, Resource]]]:
        """The resources by their types, each with its number in source order."""
        found: dict[str, list[tuple[int, Resource]]] = {}
        for number, resource in enumerate(self.resources.values()):
            found.setdefault(resource.type, []).append((number, resource))
        return found

    def let_go(self) -> None:
        """Holds nothing any more: it was looked at for the last time.

        Its resources, and what was made of it, refer to it. Until somebody searches for circles,
        which takes a tenth of a long run, none of that would be freed.
        """
        vars(self).clear()

    def once(self, make: Callable[[Template], Made]) -> Made:
        """What a function makes of the template, made once."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    @cached_property
    def transforms(self) -> tuple[str, ...]:
        """The transforms that the template declares; one that is not a plain text is `?`."""
        return transforms_of(self.tree)

    @property
    def is_sam(self) -> bool:
        """Whether the SAM transform is declared."""
        return SAM_TRANSFORM in self.transforms

    @cached_property
    def is_open(self) -> bool:
        """Whether a macro or an include may add to, or rewrite, what stands in the template."""
        return is_open(self.tree)

    def label_at(self, path: Path) -> str:
        """What messages call that which a path is in: a resource, a parameter, or the template."""
        if len(path) < 2:
            return "Template"
        section, name = str(path[0]), named_by(path)
        resource = self.resources.get(name) if section == "Resources" else None
        return label_of_entry(section, name) if resource is None else resource.label

    @cached_property
    def shows_all_resources(self) -> bool:
        """Whether the template shows every resource of the stack."""
        declared = self.tree.get("Resources")
        is_plain = isinstance(declared, dict) and not any(
            key.startswith("Fn::") for key in declared
        )
        modules = any(resource.is_module for resource in self.resources.values())
        return is_plain and not (self.is_open or self.is_filled_in or modules)

    def of_type(self, *types: str) -> Iterator[Resource]:
        """The resources of any of the types, in source order."""
        if len(types) == 1:  # as most ask
            return (resource for _, resource in self.by_type.get(types[0], ()))
        found = [self.by_type[type] for type in dict.fromkeys(types) if type in self.by_type]
        if not found:
            return iter(())
        numbered = found[0] if len(found) == 1 else sorted(itertools.chain(*found))
        return (resource for _, resource in numbered)

    def cases(self, value: Tree, path: Path, when: When = ALWAYS) -> list[Case]:
        """What a value can turn out to be."""
        is_settled = not when or (not self.knows_parameters and self.can_hold(when))
        if is_settled and is_literal(value):
            return [Case(value, path, when, direct=True)]
        found = [case for case in cases(self, value, path, when) if self.can_hold(case.when)]
        settled = [self._decided(self._meant(case)) for case in found]
        return settled or [Case(UNKNOWN, path, when)]

    def _meant(self, case: Case) -> Case:
        """A text with a variable of the template, but without `Fn::Sub`, is not what is meant."""
        text = case.text
        if text is None or "${" not in text or not (case.direct and is_one_value(text)):
            return case
        names = {found.group(1) for found in variables_in(text)}
        is_loose = any(name in self.parameters or name in self.resources for name in names)
        return Case(UNKNOWN, case.path, case.when) if is_loose else case

    def branches(self, value: Tree, path: Path, when: When = ALWAYS) -> list[Case]:
        """As `cases`, with only the branches of `Fn::If` told apart."""
        if not when and is_literal(value):
            return [Case(value, path, when, direct=True)]
        found = branches(value, path, when)
        return [self._decided(case) for case in found if self.can_hold(case.when)]

    def _decided(self, case: Case) -> Case:
        """A case without the conditions that the values of parameters decide."""
        if not case.when or not self.knows_parameters:
            return case
        return replace(case, when=self.undecided(case.when))

    def name(self, value: Tree) -> Name | None:
        """The name that a value spells, with holes for what is not known."""
        return name_of(self, value)

    def compare(self, one: Tree, other: Tree) -> Equality:
        """Whether two values spell the same name."""
        names = self.name(one), self.name(other)
        if names[0] is None or names[1] is None:
            return Equality.OPEN
        return compare(names[0], names[1])

    def is_name_taken(self, logical_id: str) -> bool:
        """Whether a resource, parameter, condition, mapping or output has the logical ID."""
        sections = ("Resources", "Parameters", "Conditions", "Mappings", "Outputs")
        written = (self.tree.get(section) for section in sections)
        return any(logical_id in section for section in written if isinstance(section, dict))

    def free_name(self, wanted: str) -> str:
        """A logical ID that nothing has yet: the wanted one, or that with a number.

        Letters and digits only, as logical IDs are:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html
        """
        stem = "".join(letter for letter in wanted if letter.isascii() and letter.isalnum())
        name, number = stem, 2
        while self.is_name_taken(name):
            name, number = f"{stem}{number}", number + 1
        return name


class Resource:
    """A resource of a template, by its logical ID."""

    # a template of a megabyte has five thousand, and a dictionary of attributes for each takes 2 MB
    __slots__ = (
        "_cases",
        "_merged",
        "_own_condition",
        "_references",
        "body",
        "is_module",
        "logical_id",
        "path",
        "plain_properties",
        "template",
        "type",
    )

    def __init__(
        self,
        template: Template,
        logical_id: str,
        body: dict[str, Tree],
        path: Path | None = None,
    ) -> None:
        self.template = template
        self.logical_id = logical_id
        self.body = body
        self.type = str(body["Type"])
        self.path: Path = path or ("Resources", logical_id)
        """Where it is written: in the section, or in the body of a loop."""
        self.is_module = self.type.endswith("::MODULE") or "Fn::Transform" in body
        """Whether it stands for resources that are written elsewhere."""
        own = body.get("Properties")
        is_shared = "Condition" in body or self.type in SAM_GLOBALS
        self.plain_properties = own if not is_shared and is_plain_mapping(own) else None
        """The properties where no condition, function or section of Globals has a say in them."""
        self._cases: dict[tuple[str, ...], tuple[Case, ...]] | None = None
        self._merged: Properties | None = None
        self._own_condition: When | None = None
        self._references: tuple[Reference, ...] | None = None

    @property
    def condition(self) -> str | None:
        """The condition under which the resource is created, if it is a text."""
        condition = self.body.get("Condition")
        return condition if isinstance(condition, str) else None

    @property
    def when(self) -> When:
        """The resource's own condition."""
        when = self._own_condition
        if when is None:
            when = own_condition(self.body)
            if when and self.template.knows_parameters:
                when = self.template.undecided(when)
            self._own_condition = when
        return when

    def cases(self, *keys: str) -> list[Case]:
        """What the property at the keys below `Properties` can be, Globals of SAM folded in."""
        if self._cases is not None and keys in self._cases:
            return [*self._cases[keys]]
        plain = self._plain(keys)
        if plain is not None:
            return [plain]
        found = self._properties.cases(keys, self.template.cases)
        if len(found) != 1 or not (found[0].direct or found[0].absent):
            # what is plainly there, or not, is read as fast as it is remembered
            self._cases = self._cases or {}
            self._cases[keys] = tuple(found)
        return found

    def written(self, *keys: str) -> list[Case]:
        """As `cases`, with the functions of the last value left as they are written.

        Only the branches of `Fn::If` are told apart.
        """
        plain = self._plain(keys)
        return [plain] if plain else self._properties.cases(keys, self.template.branches)

    def _plain(self, keys: tuple[str, ...]) -> Case | None:
        """The property where it is plainly written, or plainly not there, as most are."""
        own = self.plain_properties
        if own is None or not keys:
            return None
        value = plainly_at(own, keys)
        if value is UNKNOWN:
            return None
        if value is ABSENT:
            return Case(ABSENT, (*self.path, "Properties", *keys))
        if not is_literal(value):
            return None
        return Case(value, (*self.path, "Properties", *keys), direct=True)

    @property
    def shared_properties(self) -> dict[str, Tree]:
        """What Globals of SAM say of the properties of all resources of the type."""
        if self.template.is_fragment and self.type in SAM_GLOBALS:
            return _NOT_SHOWN
        if not self.template.is_sam:
            return {}
        shared = self.template.globals.get(self.shared_at[1], {})
        if not shared or "IgnoreGlobals" not in self.body:
            return shared
        ignored = self.body["IgnoreGlobals"]
        names = ignored if isinstance(ignored, list) else list(shared)
        return {name: value for name, value in shared.items() if name not in names}

    @property
    def shared_at(self) -> tuple[str, str]:
        """Where these are written."""
        return ("Globals", SAM_GLOBALS.get(self.type, ""))

    @property
    def label(self) -> str:
        """What messages call it: `Function 'Orders'`."""
        return label(self.type, self.logical_id)

    @property
    def may_be_elsewhere(self) -> bool:
        """Whether it may lie in another Region than the stack, as resources of programs can."""
        program = self.template.program
        return program is not None and program.may_be_elsewhere(self.path)

    def case(self, *keys: str) -> Case | None:
        """The property's only case where it has just one, else None."""
        found = self.cases(*keys)
        return found[0] if len(found) == 1 else None

    def has(self, *keys: str) -> bool | None:
        """Whether a property is there: None where that depends or is not known."""
        found = [case.value for case in self.cases(*keys)]
        if not found or UNKNOWN in found:
            return None
        absent = found.count(ABSENT)
        return None if 0 < absent < len(found) else not absent

    @property
    def _properties(self) -> Properties:
        if self._merged is None:
            shared = self.shared_properties
            self._merged = Properties(self._own(), shared, self.shared_at, self.template.cases)
        return self._merged

    def _own(self) -> Case:
        path = (*self.path, "Properties")
        if "Properties" not in self.body:
            hidden = UNKNOWN if "Fn::Transform" in self.body else ABSENT
            return Case(hidden, path, self.when)
        return Case(self.body["Properties"], path, self.when, direct=True)

    @property
    def physical_name(self) -> Tree | None:
        """The value of the property that sets the resource's name, None where it has none.

        `{"Ref": "<logical ID>"}` then stands for the name that CloudFormation makes.
        """
        key = NAME_PROPERTIES.get(self.type)
        properties = self.body.get("Properties")
        if key is None or not isinstance(properties, dict) or not is_plain_mapping(properties):
            return None
        return properties.get(key)

    @property
    def contents(self) -> Contents:
        """What stands in it."""
        if len(self.path) == 2:
            return self.template.walked.of("Resources", self.logical_id)
        return self.template.walked.in_loop(self.path, self.body)

    @property
    def references(self) -> tuple[Reference, ...]:
        """All mentions of other resources and parameters, `DependsOn` among them."""
        if self._references is None:
            self._references = tuple(self._mentioned())
        return self._references

    def _mentioned(self) -> Iterator[Reference]:
        path = (*self.path, "DependsOn")
        explicit = depends_on(self.body.get("DependsOn"), path)
        body = self.contents.calls_below(*(key for key in self.body if key != "DependsOn"))
        section = SAM_GLOBALS.get(self.type, "")
        shared = self.template.walked.of("Globals", section).calls if self.template.is_sam else ()
        yield from explicit
        yield from references_of_calls(body)
        yield from references_of_calls(shared)

    def waits_for(self, logical_id: str) -> bool:
        """Whether the resource is created after another one, directly or by way of others.

        True, too, where it may be: where not all of what a resource waits for is known.
        """
        return comes_after(self.template.resources, self.logical_id, logical_id, perhaps=True)

    def surely_waits_for(self, logical_id: str) -> bool:
        """Whether the resource is created after another one, by what is known."""
        return comes_after(self.template.resources, self.logical_id, logical_id, perhaps=False)
