"""A rule: a generator function that looks at one subject, with metadata that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.finding import Fails, Finding, Fix, Severity
from auditor.model.question import Question

Subject = TypeVar("Subject")
Check = Callable[[Subject], Iterator[Finding]]
Types: TypeAlias = tuple[str, ...] | Callable[[], tuple[str, ...]]


class Rule(Struct, Generic[Subject], frozen=True):
    """A check and what is said about it. `on` is the class of the subjects that it is given.

    `types` are the resource types, and `words` the texts, without which a template gives the rule
    nothing to say: it is not even imported for a template that has none of the types (`Custom::*`
    means all that begin so), or none of the words. Empty means that it always has something to do.
    `given` are the types, or what finds them in a table that is not read before they are asked for.

    `fails` says when its faults show, and `question` how it asks what only the account decides.
    """

    id: str
    severity: Severity
    on: type[Subject]
    function: Check[Subject]
    given: Types = ()
    words: tuple[str, ...] = ()
    fails: Fails = Fails.DEPLOYMENT
    question: Question | None = None

    @property
    def types(self) -> tuple[str, ...]:
        """The resource types without which a template gives the rule nothing to say."""
        return self.given if isinstance(self.given, tuple) else self.given()

    @property
    def whole(self) -> Rule[Subject]:
        """The rule itself: it is not only listed."""
        return self

    @property
    def doc(self) -> str:
        """The documentation: the docstring of the check."""
        return self.function.__doc__ or ""

    @property
    def service(self) -> str:
        """The folder that the rule's module lies in, which is the service; empty without one."""
        return service_of(self.function.__module__)

    @property
    def subject(self) -> str:
        """The class of the subjects by its name, `module:class`."""
        return name_of(self.on)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """The findings in one subject, with what this rule says of all its findings filled in.

        A finding that asks has the severity info. Raises ValueError where the rule has no question.
        """
        return map(self._completed, self.function(subject))

    def _completed(self, finding: Finding) -> Finding:
        _refuse_misfit(finding)
        if finding.ask is None:
            severity = self.severity if finding.severity is None else finding.severity
        elif self.question is None:
            raise ValueError(f"a finding of {self.id} asks, and the rule has no question")
        else:
            severity = Severity.INFO
        fails = self.fails if finding.fails is None else finding.fails
        return replace(finding, rule=self.id, severity=severity, fails=fails)


class ListedRule(Struct, frozen=True):
    """A rule as an index lists it: its module is imported when more is asked than stands there.

    `module` is where the rule is found by `name`; the others are as those of a rule.
    """

    id: str
    severity: Severity
    module: str
    name: str
    subject: str
    types: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def whole(self) -> Rule[Any]:
        """The rule itself, imported."""
        found: Rule[Any] = _imported(self.module, self.name)
        return found

    @property
    def service(self) -> str:
        """As that of the rule."""
        return service_of(self.module)

    @property
    def on(self) -> type[Any]:
        """As that of the rule, which is not imported: most templates have none of its subjects."""
        return _subject(self.subject)

    @property
    def fails(self) -> Fails:
        """As that of the rule."""
        return self.whole.fails

    @property
    def question(self) -> Question | None:
        """As that of the rule."""
        return self.whole.question

    @property
    def doc(self) -> str:
        """As that of the rule."""
        return self.whole.doc

    def check(self, subject: Any) -> Iterator[Finding]:
        """As that of the rule."""
        return self.whole.check(subject)


@cache
def _subject(named: str) -> type[Any]:
    module, _, name = named.partition(":")
    found: type[Any] = _imported(module, name)
    return found


@cache
def _imported(module: str, name: str) -> Any:
    """What a module has by a name: every template asks for the same."""
    return getattr(import_module(module), name)


AnyRule: TypeAlias = Rule[Any] | ListedRule


def rule(
    *,
    id: str,
    severity: Severity,
    on: type[Subject],
    types: Types = (),
    words: tuple[str, ...] = (),
    fails: Fails = Fails.DEPLOYMENT,
    question: Question | None = None,
) -> Callable[[Check[Subject]], Rule[Subject]]:
    """Makes a rule of a generator function that takes one subject of the class `on`.

    Without `types` or `words`, those hold that the class of the subjects has, if it has any. A
    function in place of `types` is asked when somebody wants to know them.
    """

    for name, value, kind in (
        ("id", id, str),
        ("severity", severity, Severity),
        ("on", on, type),
        *(() if callable(types) else (("types", types, tuple),)),
        ("words", words, tuple),
        ("fails", fails, Fails),
        ("question", question, Question | None),
    ):
        if not isinstance(value, kind):
            raise TypeError(f"'{name}' of a rule must be {_called(kind)}, not {value!r}")
    for name, texts in (("types", () if callable(types) else types), ("words", words)):
        if not all(isinstance(text, str) for text in texts):
            raise TypeError(f"'{name}' of a rule must have texts only, not {texts!r}")

    def make(function: Check[Subject]) -> Rule[Subject]:
        return Rule(
            id=id,
            severity=severity,
            on=on,
            function=function,
            given=types or getattr(on, "types", ()),
            words=words or getattr(on, "words", ()),
            fails=fails,
            question=question,
        )

    return make


def _refuse_misfit(finding: Finding) -> None:
    """Raises TypeError for what is no finding, or has a field that nobody could show."""
    if not isinstance(finding, Finding):
        raise TypeError(f"a rule must yield findings, not {finding!r}")
    for name, value, kind in (
        ("at", finding.at, tuple),
        ("message", finding.message, str),
        ("severity", finding.severity, Severity | None),
        ("fix", finding.fix, Fix | None),
    ):
        if not isinstance(value, kind):
            raise TypeError(f"'{name}' of a finding must be {_called(kind)}, not {value!r}")


def _called(kind: Any) -> str:
    return getattr(kind, "__name__", str(kind))


def name_of(subject: type[Any]) -> str:
    """A class by its name, `module:class`."""
    return f"{subject.__module__}:{subject.__qualname__}"


def service_of(module: str) -> str:
    """The folder that a module lies in."""
    return ("", *module.split("."))[-2].rstrip("_")
