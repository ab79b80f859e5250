"""Follows the statements of a program. Bounded: no program takes for ever to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from auditor.programs import syntax as s
from auditor.programs.reading.conditions import Conditions, truth
from auditor.programs.reading.members import Members
from auditor.programs.reading.packages import external_call, external_name
from auditor.programs.reading.writes import Writes
from auditor.programs.values import (
    Bound,
    Cases,
    ClassOf,
    Closure,
    External,
    Instance,
    Item,
    Joined,
    Known,
    Loaded,
    Made,
    Mapping,
    Scope,
    Sequence,
    Setting,
    Test,
    Unknown,
    Value,
    When,
)

_MOST_STEPS = 400_000
_DEEPEST = 40
_MOST_TURNS = 200
_MOST_ITEMS = 2_000
_MOST_RESOURCES = 3_000
_NOTHING = Known(value=None)


class _Left(Exception):
    """The program leaves by an exception, or the turn of a loop ends."""

    def __init__(self, *, is_fault: bool) -> None:
        super().__init__()
        self.is_fault = is_fault


class _TooMuch(Exception):
    """The bound is reached: what was read so far holds."""


class Interpreter:
    """What the modules of one program make."""

    def __init__(self, load: Callable[[s.File, s.Import], Loaded | None]) -> None:
        self._load = load
        self._steps = 0
        self._depth = 0
        self._loops = 0
        self._when: list[tuple[str, bool]] = []
        self._owners: list[Instance] = []
        self.inside_apply = 0
        self.conditions = Conditions()
        self.writes = Writes()
        self.members = Members(self)
        self.resources: list[Made] = []
        self.instantiated: set[int] = set()
        self.outputs: dict[str, Value] = {}
        """What the stack gives to others, by its names."""
        self.lost: list[tuple[s.Node, Made, str]] = []
        """Outputs that resources do not have."""
        self.used: list[tuple[s.Node, Value, str]] = []
        """Attributes that were asked of what may be missing."""

    # statements

    def run(self, body: Iterable[s.Statement], scope: Scope) -> Value | None:
        """Follows the statements of a module."""
        try:
            return self.block(tuple(body), scope)
        except (_TooMuch, RecursionError, _Left):
            return None

    def block(self, body: tuple[s.Statement, ...], scope: Scope) -> Value | None:
        """What a block returns; None where it falls through. Raises _Left."""
        for index, statement in enumerate(body):
            self._step()
            if isinstance(statement, s.If):
                is_over, value = self._if(statement, body[index + 1 :], scope)
                if is_over:
                    return value
            elif isinstance(statement, s.Loop):
                value = self._loop(statement, scope)
                if value is not None:
                    return value
            elif isinstance(statement, s.Return):
                return _NOTHING if statement.value is None else self.of(statement.value, scope)
            elif isinstance(statement, s.Leave):
                raise _Left(is_fault=statement.is_fault)
            else:
                self._simple(statement, scope)
        return None

    def _simple(self, statement: s.Statement, scope: Scope) -> None:
        match statement:
            case s.Assign():
                self.assign(statement.target, self.of(statement.value, scope), scope)
            case s.Evaluate():
                self.of(statement.value, scope)
            case s.Define():
                made = Closure(node=statement.function, function=statement.function, scope=scope)
                self.writes.write(scope.names, statement.function.name, made)
            case s.DefineClass():
                bases = [self.of(base, scope) for base in statement.bases]
                made_class = ClassOf(definition=statement, scope=scope, bases=bases)
                self.writes.write(scope.names, statement.name, made_class)
            case s.Import():
                self._import(statement, scope)
            case s.Export():
                value = scope.find(statement.name)
                if statement.value is not None:
                    value = self.of(statement.value, scope)
                scope.names[f"export {statement.name}"] = value or Unknown()

    def _import(self, statement: s.Import, scope: Scope) -> None:
        loaded = self._load(scope.file, statement)
        for theirs, ours in statement.names:
            if loaded is None:
                path = external_name(statement.module, theirs) if not statement.level else None
                value: Value = Unknown(why="import") if path is None else External(path=path)
            elif theirs == "*":
                value = loaded.exports.get("=") or loaded
                if ours == "*":
                    self._import_all(loaded, scope)
                    continue
            elif theirs == "default" and theirs not in loaded.exports:
                value = loaded.exports.get("=") or loaded
            else:
                value = loaded.exports.get(theirs) or Unknown(why="import")
            self.writes.write(scope.names, ours, value)

    def _import_all(self, loaded: Loaded, scope: Scope) -> None:
        is_python = scope.file.language == "python"
        for name, value in loaded.exports.items():
            if not name.startswith("_"):
                scope.names[name if is_python else f"export {name}"] = value

    def _if(
        self, statement: s.If, rest: tuple[s.Statement, ...], scope: Scope
    ) -> tuple[bool, Value | None]:
        """Whether the block is over with the statement, and what it returns then."""
        test = self.of(statement.test, scope)
        known = self.truth(test)
        if known is not None:
            value = self.block(statement.then if known else statement.other, scope)
            return value is not None, value
        name, holds = self.conditions.of(test)
        results: list[Value | None] = []
        written = []
        left: list[_Left | None] = []
        for body, holding in ((statement.then, holds), (statement.other, not holds)):
            self.writes.begin()
            self._when.append((name, holding))
            fault = None
            value = None
            try:
                value = self.block(body, scope)
            except _Left as leaving:
                fault = leaving
            finally:
                self._when.pop()
                written.append(self.writes.take_back())
            results.append(value)
            left.append(fault)
        over = [
            value is not None or fault is not None
            for value, fault in zip(results, left, strict=True)
        ]
        if all(over) and all(fault is not None for fault in left):
            raise left[0] or _Left(is_fault=True)
        if not any(over):
            self.writes.merge((name, holds), written[0], written[1])
            return False, None
        return True, self._after(name, holds, results, left, written, rest, scope)

    def _after(
        self,
        name: str,
        holds: bool,
        results: list[Value | None],
        left: list[_Left | None],
        written: list[dict[tuple[int, str], tuple[dict[str, Value], Value]]],
        rest: tuple[s.Statement, ...],
        scope: Scope,
    ) -> Value | None:
        """What a block returns that one branch of an `if` leaves, or both."""
        stays = [index for index in (0, 1) if results[index] is None and left[index] is None]
        if not stays:
            gone = [value for value in results if value is not None]
            if len(gone) == 1:
                return gone[0]
            return self._either(name, holds, results[0], results[1])
        index = stays[0]
        fault = left[1 - index]
        empty: dict[tuple[int, str], tuple[dict[str, Value], Value]] = {}
        if fault is not None and fault.is_fault:
            for (_, written_name), (names, value) in written[index].items():
                self.writes.write(names, written_name, value)
            return self.block(rest, scope)
        self.writes.begin()
        self._when.append((name, holds if index == 0 else not holds))
        for (_, written_name), (names, value) in written[index].items():
            self.writes.write(names, written_name, value)
        value_of_rest: Value | None = None
        try:
            value_of_rest = self.block(rest, scope)
        except _Left:
            value_of_rest = None
        finally:
            self._when.pop()
            mine = self.writes.take_back()
        pair = [written[0], written[1]]
        pair[index] = mine
        self.writes.merge((name, holds), pair[0] or empty, pair[1] or empty)
        found = list(results)
        found[index] = value_of_rest
        if fault is not None:
            return None if value_of_rest is None else value_of_rest
        return self._either(name, holds, found[0], found[1])

    def _either(self, name: str, holds: bool, one: Value | None, two: Value | None) -> Value:
        one, two = one or _NOTHING, two or _NOTHING
        then, other = (one, two) if holds else (two, one)
        return then if then is other else Cases(condition=name, then=then, other=other)

    def _loop(self, statement: s.Loop, scope: Scope) -> Value | None:
        source = None if statement.source is None else self.of(statement.source, scope)
        items = None if source is None else self.members.items_of(source)
        if items is not None and len(items) <= _MOST_TURNS:
            for item in items:
                value = self._turn(statement, item, scope)
                if value is not None:
                    return value
            return None
        name, holds = self.conditions.of(Unknown())
        self._loops += 1
        self.writes.begin()
        self._when.append((name, holds))
        try:
            self._turn(statement, Unknown(why="loop"), scope)
        finally:
            self._when.pop()
            self._loops -= 1
            written = self.writes.take_back()
        self.writes.merge((name, holds), written, {})
        return None

    def _turn(self, statement: s.Loop, item: Value, scope: Scope) -> Value | None:
        if statement.target is not None:
            self.assign(statement.target, item, scope)
        try:
            return self.block(statement.body, scope)
        except _Left as leaving:
            if leaving.is_fault:
                raise
            return None

    def assign(self, target: s.Node, value: Value, scope: Scope) -> None:
        """Gives what stands on the left a value."""
        match target:
            case s.Name():
                self._keep(value, target.name, target)
                self.writes.write(self._holder(scope, target.name), target.name, value)
            case s.Attribute():
                holder = self.of(target.of, scope)
                self._keep(value, target.name, target)
                if isinstance(holder, Instance):
                    self.writes.write(holder.attributes, target.name, value)
                elif isinstance(holder, Made):
                    self.writes.write(holder.own, target.name, value)
                elif isinstance(holder, Loaded):
                    holder.exports[target.name] = value
                elif isinstance(holder, Mapping):
                    self.members.put(holder, target.name, value)
            case s.Index():
                holder, key = self.of(target.of, scope), self.of(target.key, scope)
                if isinstance(holder, Mapping):
                    if isinstance(key, Known) and isinstance(key.value, str):
                        self._keep(value, key.value)
                        self.members.put(holder, key.value, value)
                    else:
                        holder.is_open = True
            case s.Array():
                for index, one in enumerate(target.items):
                    self.assign(one, self.members.index(value, Known(value=index), None), scope)
            case s.Object():
                for entry in target.entries:
                    if entry.key is not None:
                        self.assign(
                            entry.value, self.members.attribute(value, entry.key, None), scope
                        )

    def _holder(self, scope: Scope, name: str) -> dict[str, Value]:
        """Where a name is written: in JavaScript a name of a function around may be meant."""
        if scope.file.language != "python" and name not in scope.names:
            around: Scope | None = scope.parent
            while around is not None:
                if name in around.names:
                    return around.names
                around = around.parent
        return scope.names

    def _keep(self, value: Value, name: str, target: s.Node | None = None) -> None:
        if isinstance(value, Made | Instance) and not value.handle:
            value.handle = name
            if isinstance(value, Made):
                value.handle_node = target

    # expressions

    def of(self, node: s.Node, scope: Scope) -> Value:
        """What an expression stands for."""
        self._step()
        made = self._of(node, scope)
        if made.node is None and isinstance(made, Joined | Sequence | Cases | Unknown):
            made.node = node
        return made

    def _of(self, node: s.Node, scope: Scope) -> Value:
        match node:
            case s.Literal():
                return Known(node=node, value=node.value)
            case s.Name():
                return self._name(node, scope)
            case s.Attribute():
                return self._attribute(node, scope)
            case s.Call():
                return self._call(node, scope)
            case s.Pieces():
                return self._pieces(node, scope)
            case s.Object():
                return self._object(node, scope)
            case s.Array():
                return self._array(node, scope)
            case s.Function():
                this = scope.find("this")
                owner = this if isinstance(this, Instance) else None
                return Closure(node=node, function=node, scope=scope, this=owner)
            case s.Index():
                return self.members.index(self.of(node.of, scope), self.of(node.key, scope), node)
            case _:
                return self._operation(node, scope)

    def _attribute(self, node: s.Attribute, scope: Scope) -> Value:
        value = self.of(node.of, scope)
        if isinstance(value, Known) and value.value is None:
            if node.is_optional:
                return value
            if not self._when and not self._loops:
                self.used.append((node, value, node.of.text))
            return Unknown(node=node, why="nothing")
        return self.members.attribute(value, node.name, node)

    def _operation(self, node: s.Node, scope: Scope) -> Value:
        match node:
            case s.Choice():
                return self._choice(node, scope)
            case s.Either():
                return self._logical(node, scope)
            case s.Negation():
                value = self.of(node.value, scope)
                known = self.truth(value)
                if known is not None:
                    return Known(value=not known)
                name, holds = self.conditions.of(value)
                return Test(condition=name, holds=not holds)
            case s.Binary():
                return self._binary(node, scope)
            case s.Comprehension():
                return self._comprehension(node, scope)
        return Unknown(node=node, why="expression")

    def truth(self, value: Value) -> bool | None:
        """Whether a value counts as true; None where only a run tells."""
        if isinstance(value, Test):
            for name, holds in self._when:
                if name == value.condition:
                    return holds is value.holds
        if isinstance(value, Cases):
            one, two = truth(value.then), truth(value.other)
            return one if one == two else None
        return truth(value)

    def _name(self, node: s.Name, scope: Scope) -> Value:
        found = scope.find(node.name)
        if found is not None:
            return found
        path = external_name("", node.name)
        return Unknown(node=node, why="name") if path is None else External(path=path)

    def _choice(self, node: s.Choice, scope: Scope) -> Value:
        test = self.of(node.test, scope)
        known = self.truth(test)
        if known is not None:
            return self.of(node.then if known else node.other, scope)
        name, holds = self.conditions.of(test)
        then, other = (node.then, node.other) if holds else (node.other, node.then)
        values: list[Value] = []
        for branch, holding in ((then, True), (other, False)):
            self._when.append((name, holding))
            try:
                values.append(self.of(branch, scope))
            finally:
                self._when.pop()
        return Cases(node=node, condition=name, then=values[0], other=values[1])

    def _logical(self, node: s.Either, scope: Scope) -> Value:
        left = self.of(node.left, scope)
        known = self.truth(left)
        if node.operator == "else":
            if isinstance(left, Known):
                return self.of(node.right, scope) if left.value is None else left
            known = None if isinstance(left, Unknown | Setting | Cases) else True
        right_counts = known is not (node.operator != "and")
        if known is not None:
            return self.of(node.right, scope) if right_counts else left
        right = self.of(node.right, scope)
        if isinstance(left, Setting) and node.operator in ("or", "else"):
            if isinstance(right, Known) and left.default is None:
                return Setting(node=node, name=left.name, default=right.value)
            return left
        if node.operator == "and":
            return Unknown(node=node, why="expression")
        if isinstance(left, Unknown) and isinstance(right, Known | Mapping | Sequence):
            name, holds = self.conditions.of(left)
            return Cases(node=node, condition=name, then=left, other=right) if holds else left
        return Unknown(node=node, why="expression")

    def _binary(self, node: s.Binary, scope: Scope) -> Value:
        left, right = self.of(node.left, scope), self.of(node.right, scope)
        if node.operator == "+":
            return self.members.added(left, right, node)
        if node.operator == "%" and isinstance(left, Known) and isinstance(left.value, str):
            return Unknown(node=node, why="expression")
        compared = self.conditions.compared(node.operator, left, right)
        if compared is not None:
            return compared
        numbers = [v.value for v in (left, right) if isinstance(v, Known)]
        if len(numbers) == 2 and all(type(n) in (int, float) for n in numbers):
            return _calculated(node.operator, numbers[0], numbers[1])
        if node.operator == "|" and isinstance(left, Mapping) and isinstance(right, Mapping):
            return Mapping(
                items={**left.items, **right.items}, is_open=left.is_open or right.is_open
            )
        return Unknown(node=node, why="expression")

    def _pieces(self, node: s.Pieces, scope: Scope) -> Value:
        parts = [self.of(part, scope) for part in node.parts]
        return self.members.joined(parts, node)

    def _object(self, node: s.Object, scope: Scope) -> Value:
        made = Mapping(node=node)
        for entry in node.entries:
            value = self.of(entry.value, scope)
            key = entry.key
            if key is None:
                self.members.spread(made, value)
                continue
            if entry.computed is not None:
                name = self.of(entry.computed, scope)
                if not (isinstance(name, Known) and isinstance(name.value, str)):
                    made.is_open = True
                    continue
                key = name.value
            if isinstance(value, Made | Instance):
                self._keep(value, key)
            made.items[key] = Item(value, entry, node.file)
        return made

    def _array(self, node: s.Array, scope: Scope) -> Value:
        made = Sequence(node=node)
        for item in node.items:
            if not isinstance(item, s.Spread):
                made.items.append(self.of(item, scope))
                continue
            inner = self.members.items_of(self.of(item.value, scope))
            is_too_long = len(made.items) + len(inner or ()) > _MOST_ITEMS
            made.is_open = made.is_open or inner is None or is_too_long
            made.items += () if is_too_long else inner or ()
        return made

    def _comprehension(self, node: s.Comprehension, scope: Scope) -> Value:
        items = self.members.items_of(self.of(node.source, scope))
        is_open = items is None or node.is_filtered
        inner = Scope(scope.file, {}, scope)
        listed, mapped = Sequence(node=node, is_open=is_open), Mapping(node=node, is_open=is_open)
        for item in (items or [Unknown(why="loop")])[:_MOST_TURNS]:
            self.assign(node.target, item, inner)
            value = self.of(node.value, inner)
            if node.key is None:
                listed.items.append(value)
                continue
            key = self.of(node.key, inner)
            if isinstance(key, Known):
                mapped.items[str(key.value)] = Item(value)
            else:
                mapped.is_open = True
        return mapped if node.key is not None else listed

    # calls

    def _call(self, node: s.Call, scope: Scope) -> Value:
        if isinstance(node.function, s.Name) and node.function.name == "super":
            return self._super(node, scope)
        called = self.of(node.function, scope)
        is_in_apply = isinstance(called, Bound) and called.name in ("apply", "then")
        self.inside_apply += is_in_apply
        try:
            arguments = self._arguments(node, scope)
            return self.call(called, *arguments, node, scope)
        finally:
            self.inside_apply -= is_in_apply

    def _arguments(self, node: s.Call, scope: Scope) -> tuple[list[Value], Mapping]:
        positional: list[Value] = []
        named = Mapping(node=node)
        for argument in node.arguments:
            if isinstance(argument, s.Spread):
                inner = self.members.items_of(self.of(argument.value, scope))
                positional += inner if inner is not None else [Unknown(why="spread")]
            else:
                positional.append(self.of(argument, scope))
        for entry in node.named:
            value = self.of(entry.value, scope)
            if entry.key is None:
                self.members.spread(named, value)
            else:
                named.items[entry.key] = Item(value, entry, node.file)
        return positional, named

    def _super(self, node: s.Call, scope: Scope) -> Value:
        this, owner = scope.find("this"), scope.find("super class")
        if scope.file.language == "python":
            return Bound(of=this or Unknown(), name="super")
        if isinstance(this, Instance) and isinstance(owner, ClassOf):
            arguments = self._arguments(node, scope)
            self.construct_base(this, owner, *arguments, node)
        return _NOTHING

    def construct_base(
        self, this: Instance, owner: ClassOf, given: list[Value], named: Mapping, node: s.Call
    ) -> None:
        """Calls the constructor of what a class extends."""
        for base in owner.bases:
            if isinstance(base, ClassOf):
                self._construct(this, base, given, named, node)
            elif not isinstance(base, External):
                this.is_open = True

    def call(
        self, called: Value, given: list[Value], named: Mapping, node: s.Call | None, scope: Scope
    ) -> Value:
        """What a call of something gives."""
        if isinstance(called, Closure):
            return self.apply(called, given, named, node)
        if isinstance(called, ClassOf) and node is not None:
            return self._instance(called, given, named, node)
        if isinstance(called, External) and node is not None:
            made = external_call(self, called.path, given, named, node)
            if isinstance(made, Made):
                made.when = tuple(self._when)
                made.is_repeated = self._loops > 0
                made.owner = self._owners[-1] if self._owners else None
                if len(self.resources) >= _MOST_RESOURCES:
                    raise _TooMuch
                self.resources.append(made)
            return made
        if isinstance(called, Bound):
            return self.members.method(called, given, named, node, scope)
        if isinstance(called, Cases):
            return Unknown(node=node, why="call")
        for value in given:  # a callback that nobody knows may be called
            if isinstance(value, Closure):
                self._perhaps(value)
        return Unknown(node=node, why="call")

    def _perhaps(self, closure: Closure) -> None:
        """Follows a function that may be called, with arguments that are not known."""
        if self._depth > _DEEPEST // 2:
            return
        name, holds = self.conditions.of(Unknown())
        self.writes.begin()
        self._when.append((name, holds))
        try:
            self.apply(closure, [Unknown() for _ in closure.function.parameters], Mapping(), None)
        except _Left:
            pass
        finally:
            self._when.pop()
            self.writes.take_back()

    def apply(
        self, closure: Closure, given: list[Value], named: Mapping, node: s.Call | None
    ) -> Value:
        """What a function of the program returns."""
        if self._depth >= _DEEPEST:
            return Unknown(node=node, why="depth")
        scope = Scope(closure.scope.file, {}, closure.scope)
        parameters = list(closure.function.parameters)
        is_python = scope.file.language == "python"
        if closure.this is not None:
            scope.names["this"] = closure.this
            if closure.owner is not None:
                scope.names["super class"] = closure.owner
                if is_python and not closure.function.is_static and parameters:
                    scope.names[parameters.pop(0).name] = closure.this
        self._depth += 1
        try:
            self._bind(parameters, given, named, scope)
            value = self.block(closure.function.body, scope)
        except _Left as leaving:
            if not leaving.is_fault or self._depth == 1:
                return Unknown(node=node, why="left")
            raise
        finally:
            self._depth -= 1
        return _NOTHING if value is None else value

    def _bind(
        self, parameters: list[s.Parameter], given: list[Value], named: Mapping, scope: Scope
    ) -> None:
        rest = list(given)
        taken = dict(named.items)
        is_python = scope.file.language == "python"
        for parameter in parameters:
            if parameter.is_rest:
                is_kwargs = is_python and not rest and (taken or named.is_open)
                value: Value = Sequence(items=rest)
                if is_kwargs or (
                    is_python
                    and parameter is parameters[-1]
                    and len([p for p in parameters if p.is_rest]) == 2
                ):
                    value = Mapping(items=taken, is_open=named.is_open)
                scope.names[parameter.name] = value
                rest = []
                continue
            if rest:
                value = rest.pop(0)
            elif parameter.name in taken:
                value = taken.pop(parameter.name).value
            elif parameter.default is not None:
                value = self.of(parameter.default, scope)
            elif named.is_open:
                value = Unknown(why="argument")
            else:
                value = Unknown(why="argument") if is_python else _NOTHING
            if (
                isinstance(value, Known)
                and value.value is None
                and parameter.default
                and not is_python
            ):
                value = self.of(parameter.default, scope)
            if parameter.pattern is not None:
                for theirs, ours in parameter.pattern:
                    if theirs.isdigit():
                        scope.names[ours] = self.members.index(
                            value, Known(value=int(theirs)), None
                        )
                    else:
                        scope.names[ours] = self.members.attribute(value, theirs, None)
            else:
                scope.names[parameter.name] = value

    def _instance(self, cls: ClassOf, given: list[Value], named: Mapping, node: s.Call) -> Value:
        self.instantiated.add(id(cls.definition))
        made = Instance(node=node, cls=cls)
        for attribute in _lineage_attributes(cls):
            if isinstance(attribute.target, s.Name):
                made.attributes[attribute.target.name] = self.of(attribute.value, cls.scope)
        self._owners.append(made)
        try:
            self._construct(made, cls, given, named, node)
        finally:
            self._owners.pop()
        return made

    def _construct(
        self, this: Instance, cls: ClassOf, given: list[Value], named: Mapping, node: s.Call
    ) -> None:
        for method in cls.definition.methods:
            if method.name in ("__init__", "constructor"):
                closure = Closure(function=method, scope=cls.scope, this=this, owner=cls)
                self.apply(closure, given, named, node)
                return
        if any(isinstance(base, ClassOf) for base in cls.bases):
            self.construct_base(this, cls, given, named, node)
            return
        for name, item in named.items.items():
            this.attributes[name] = item.value
        is_open = not all(isinstance(base, External) for base in cls.bases)
        this.is_open = this.is_open or named.is_open or bool(given) or is_open

    def _step(self) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise _TooMuch

    @property
    def when(self) -> When:
        """The conditions under which the statement is reached."""
        return tuple(self._when)


def _lineage_attributes(cls: ClassOf) -> Iterator[s.Assign]:
    for base in cls.bases:
        if isinstance(base, ClassOf) and base is not cls:
            yield from _lineage_attributes(base)
    yield from cls.definition.attributes


def _calculated(operator: str, one: s.Scalar, two: s.Scalar) -> Value:
    if not isinstance(one, int | float) or not isinstance(two, int | float):
        return Unknown()
    left, right = one, two
    try:
        match operator:
            case "*":
                return Known(value=left * right) if abs(left * right) < 1e15 else Unknown()
            case "-":
                return Known(value=left - right)
            case "/":
                return Known(value=left / right)
            case "//":
                return Known(value=left // right)
            case "<" | ">" | "<=" | ">=":
                is_less = left < right if operator in ("<", ">=") else left <= right
                return Known(value=is_less if operator in ("<", "<=") else not is_less)
    except (ZeroDivisionError, OverflowError):
        pass
    return Unknown()
