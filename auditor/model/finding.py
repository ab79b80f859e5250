"""What a rule has to say of a template, and what it offers to do about it."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct

from auditor.model.edit import Change
from auditor.model.path import Path
from auditor.model.question import Ask
from auditor.model.text import Span


class Severity(IntEnum):
    """What happens to a stack that is deployed as it is."""

    INFO = 1
    """A hazard, or a habit worth knowing."""
    WARNING = 2
    """It fails, or does something else than meant, under a stated, common circumstance."""
    ERROR = 3
    """The deployment or the first invocation fails, for certain."""

    def __str__(self) -> str:
        return self.name.lower()


class Fails(IntEnum):
    """When the fault shows."""

    DEPLOYMENT = 1
    """CloudFormation, SAM or the service refuses the stack."""
    INVOCATION = 2
    """The stack deploys, and fails when it is first used."""
    LATER = 3
    """It shows some day, or not at all: in costs, in quotas, in data that is missing."""

    def __str__(self) -> str:
        return self.name.lower()

    @property
    def in_words(self) -> str:
        """What follows the name of a rule."""
        if self is Fails.DEPLOYMENT:
            return "fails the deployment"
        return (
            "fails when it is invoked" if self is Fails.INVOCATION else "fails later, or in silence"
        )


class Confidence(IntEnum):
    """How well the fact that a finding rests on is known."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    def __str__(self) -> str:
        return self.name.lower()


class Safety(IntEnum):
    """Who may apply a fix."""

    DISPLAY = 1
    """Nobody: it is shown as advice."""
    UNSAFE = 2
    """`--unsafe-fixes`: it may change what a working stack does."""
    SAFE = 3
    """`--fix`: the stack could not have worked before, or nothing but the fault changes."""

    def __str__(self) -> str:
        return self.name.lower()


class OnUpdate(IntEnum):
    """What a fix does to a stack that is deployed already, when the stack is updated with it.

    In the order of harm: what several edits do together is the worst of what each does.
    """

    UNKNOWN = 0
    """Nobody knows: the resource type has no schema, or the rule does not say."""
    NOTHING = 1
    """Every resource stays as it is."""
    IN_PLACE = 2
    """A resource is added, or changed without being replaced."""
    REPLACEMENT = 3
    """CloudFormation creates a resource anew and deletes the old one with what it holds."""
    REMOVAL = 4
    """CloudFormation deletes a resource."""
    MAY_FAIL = 5
    """The update may be refused or rolled back: a name that is in use, for example."""

    def __str__(self) -> str:
        return self.name.lower().replace("_", "-")

    @property
    def is_harmless(self) -> bool:
        """Whether a fix that does this can be safe."""
        return self <= OnUpdate.IN_PLACE


class Fix(Struct, frozen=True):
    """Edits that are made together or not at all. Unsafe, unless a rule argues for more.

    `on_update` is worked out from the resource schemas, unless a rule knows better.
    """

    title: str
    edits: tuple[Change, ...] = ()
    safety: Safety = Safety.UNSAFE
    on_update: OnUpdate = OnUpdate.UNKNOWN


class Finding(Struct, frozen=True):
    """One fault in one place.

    `at` is the path of the value at fault, or of its key with `on_key`; `within` narrows it to
    characters of the string that stands there; `span` is the place in the text where no path
    leads there (a text that does not parse). With `file`, a path from the template's folder, the
    fault lies at `span` in that file, and `at` is where the template speaks of it. `severity` and
    `fails` None mean the rule's own, and `rule` is filled in by the rule that found it. With `ask`
    the account decides whether it is a fault: see `auditor.model.question`. `Choices`
    decide the last two: a `quiet` finding is counted and not printed, and the fix of one that is
    `held` is not made. `environments` are those in which it holds, empty where it holds in all.
    """

    at: Path
    message: str
    fix: Fix | None = None
    severity: Severity | None = None
    confidence: Confidence = Confidence.HIGH
    on_key: bool = False
    within: Span | None = None
    span: Span | None = None
    file: str | None = None
    fails: Fails | None = None
    ask: Ask | None = None
    rule: str = ""
    quiet: bool = False
    held: bool = False
    environments: tuple[str, ...] = ()

    def __hash__(self) -> int:
        # the values of edits are lists and mappings: equality looks at them, the hash cannot
        return hash((self.at, self.message, self.rule, self.within, self.span, self.file))
