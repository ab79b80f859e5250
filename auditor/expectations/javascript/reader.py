"""Reads the assertions of a JavaScript or TypeScript test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from auditor.embedded.javascript import items as tree
from auditor.embedded.javascript.patterns import member_name
from auditor.embedded.javascript.scopes import Scopes
from auditor.expectations.expectation import (
    JAVASCRIPT,
    UNREADABLE,
    Aspect,
    Expectation,
    Expectations,
    Snapshot,
)
from auditor.expectations.holds import Seen
from auditor.expectations.javascript.asserts import Asserts, refusal
from auditor.expectations.javascript.chains import Chain, chain_of
from auditor.expectations.javascript.evaluate import Evaluator
from auditor.expectations.javascript.matchers import Matchers
from auditor.expectations.javascript.programs import Programs
from auditor.expectations.javascript.reading import Given
from auditor.expectations.javascript.runs import Runs, Unsure, may_differ
from auditor.expectations.javascript.stacks import Stacks
from auditor.expectations.looking import Looking
from auditor.expectations.stage import Stage
from auditor.expectations.values import InTemplate, shared
from auditor.model.path import Path, is_within

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item

_Read = Callable[[Given], Iterator[Expectation]]
_STAND_INS = frozenset({"jest.mock", "vi.mock", "jest.doMock", "vi.doMock"})
_PROPERTIES = 4
"""Steps of the path of a property: what is below changes no type, and makes no resource."""
_SNAPSHOTS = frozenset({"toMatchSnapshot", "toMatchInlineSnapshot"})
_WRITES = frozenset({"assignment_expression", "augmented_assignment_expression"})
_CHANGES = frozenset({"push", "pop", "shift", "unshift", "splice", "sort", "reverse", "assign"})


def read(
    text: str,
    file: str,
    template: str,
    renewal: str,
    seen: Seen | None = None,
    stage: Stage | None = None,
    *,
    typescript: bool = False,
    package: str = ".",
    stack: str = "",
) -> Expectations:
    """What the test at `file` expects of the template at `template`, both from the project's root.

    `renewal` is the command that renews its snapshots. Assertions about a template that the test
    changes are left out, and without the template itself (`seen`) those that look for their subject
    in it. `stage` is the program of Pulumi that the test runs, if it is of one.
    Paths that begin nowhere begin at `package`, and `stack` is the ID that an app of CDK gives the
    stack of the template.
    """
    items = tree.read(text, typescript=typescript)
    if items is None:
        return UNREADABLE
    evaluator = Evaluator(Scopes(items), file, template, Looking(seen, JAVASCRIPT), package)
    if stack:
        evaluator.stacks = Stacks(stack, items, evaluator)
        evaluator.stacks.settle()
    return _Reader(items, file, renewal, evaluator, stage).read()


class _Reader:
    def __init__(
        self,
        items: tuple[Item, ...],
        file: str,
        renewal: str,
        evaluator: Evaluator,
        stage: Stage | None,
    ) -> None:
        self._items = items
        self._evaluator = evaluator
        self._is_whole = True
        if stage is not None:
            programs = Programs(stage, items, file, self._evaluator)
            self._evaluator.programs = programs
            self._is_whole = programs.mocks is not None and not any(map(_is_stand_in, items))
        self._runs = Runs(self._evaluator)
        self._matchers = Matchers(self._evaluator)
        self._asserts = Asserts(self._evaluator)
        self._renewal = renewal

    def read(self) -> Expectations:
        found: list[Expectation] = []
        snapshots: list[Snapshot] = []
        changed: list[Path] = []
        if not self._is_whole:
            return Expectations()
        for item in self._items:
            changes = self._changes_template(item)
            if changes is not None:
                changed.append(changes)
            refused = refusal(item)
            if refused is not None:
                found += self._expected(refused, partial(self._asserts.refused, refused))
            if item.kind not in ("call_expression", "member_expression"):
                continue
            chain = chain_of(item)
            if chain is not None and _SNAPSHOTS.intersection(chain.words[-1:]):
                snapshots += self._snapshot(item, chain)
            elif chain is not None:
                found += self._expected(item, partial(self._matchers.of, chain))
            elif item.kind == "call_expression":
                found += self._expected(item, partial(self._asserts.of, item))
        found = [one for one in found if not any(_is_about(one, path) for path in changed)]
        if changed:
            snapshots = []
        return Expectations(True, tuple(found), tuple(snapshots), self._evaluator.look.conditions)

    def _changes_template(self, item: Item) -> Path | None:
        """What of the template a test writes into, and so does not look at as it is."""
        target: Item | None = None
        if item.kind in _WRITES:
            target = item.child("left")
        elif item.kind == "unary_expression" and "delete" in item.words:
            target = item.child("argument")
        elif item.kind == "call_expression":
            function = item.child("function")
            if function is not None and member_name(function) in _CHANGES:
                base = function.child("object")
                given = item.child("arguments")
                target = base
                if base is not None and base.text == "Object" and given and given.children:
                    target = given.children[0]
                found = self._evaluator.of(target)
                return found.path if isinstance(found, InTemplate) else None
        is_member = target is not None and target.kind in (
            "member_expression",
            "subscript_expression",
        )
        found = self._evaluator.of(target) if is_member else None
        return found.path if isinstance(found, InTemplate) else None

    def _expected(
        self, item: Item, read: Callable[[Given], Iterator[Expectation]]
    ) -> Iterator[Expectation]:
        """The expectations of a statement, one for each of its runs."""
        first = next(iter(read({})), None)
        runs: list[Given] = [{}]
        if first is None and not may_differ(item):
            return
        try:
            runs = self._runs.of(item)
        except Unsure:
            return
        is_shared = len(runs) > 1 or self._runs.serve_many(item)
        for given in runs:
            for one in read(given):
                yield shared(one) if is_shared else one

    def _snapshot(self, item: Item, chain: Chain) -> Iterator[Snapshot]:
        found = self._evaluator.of(chain.subject)
        if not isinstance(found, InTemplate) or "not" in chain.words:
            return
        try:
            self._runs.of(item)
        except Unsure:
            return
        yield Snapshot(found.path, item.span, self._renewal)


def _is_about(one: Expectation, changed: Path) -> bool:
    """Whether a change may matter to an assertion."""
    is_any = one.aspect is Aspect.RESOURCES or (one.type is not None and len(changed) < _PROPERTIES)
    return is_any or is_within(one.path, changed) or is_within(changed, one.path)


def _is_stand_in(item: Item) -> bool:
    """Whether something takes the place of a module of the program, or of the provider."""
    function = item.child("function") if item.kind == "call_expression" else None
    return function is not None and function.text in _STAND_INS
