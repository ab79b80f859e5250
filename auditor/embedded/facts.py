"""What source code shows of what it does when it runs, whatever its language.

Everything here is said of the text alone, and only what the text shows for certain; what cannot
be known is a hole, or left out with the flag that says so. All spans are of the source text that
was read, in characters.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from auditor.model.text import Span


class Variable(Struct, frozen=True):
    """The value of an environment variable, whole."""

    name: str


Part: TypeAlias = str | Variable | None
"""A run of known characters, the value of an environment variable, or None: not known."""


class Text(Struct, frozen=True):
    """A value in code as far as it is known: parts that follow each other.

    `Text(("orders",))` is a literal, `Text((Variable("TABLE"),))` what a variable of the
    environment holds, `Text(("arn:", None))` a text with a hole, `Text((None,))` not known at all
    (it need not be a text then). Neighbouring known characters are one part.
    """

    parts: tuple[Part, ...]

    @property
    def literal(self) -> str | None:
        """The characters, where all of them are known."""
        if not self.parts:
            return ""
        only = self.parts[0] if len(self.parts) == 1 else None
        return only if isinstance(only, str) else None

    @property
    def variable(self) -> str | None:
        """The environment variable whose value this is, unchanged."""
        only = self.parts[0] if len(self.parts) == 1 else None
        return only.name if isinstance(only, Variable) else None


UNKNOWN_TEXT = Text((None,))


class Import(Struct, frozen=True):
    """A module that the code asks for.

    `module`: as the code spells it, `aws_xray_sdk.core` or `@aws-sdk/client-s3`; empty for
    `from . import x`. `names`: what is taken out of it (`from m import a, b`), `*` among them for
    all. `level`: the dots before the module in Python, 0 elsewhere. `guarded`: a failure of the
    import is caught (`try` with a handler for ImportError or wider). `at_load`: it is made when
    the module is loaded, not when a function is called. `certain`: it is made whenever the
    statement's block is (False below an `if` whose outcome is not known). `span`: the name of the
    module; `statement`: the whole statement or call.
    """

    module: str
    names: tuple[str, ...]
    level: int
    guarded: bool
    at_load: bool
    certain: bool
    span: Span
    statement: Span


class EnvironmentRead(Struct, frozen=True):
    """A variable of the environment that the code reads.

    `required`: the code fails where it is missing (`os.environ["X"]`); False with a default, a
    guard, a test, or in JavaScript, where it is `undefined`. `used_in_call`: in JavaScript, the
    value goes as it is into an argument of an AWS SDK call. `at_load` as with imports; `certain`:
    the read is made whenever the module is loaded or its function called, not below an `if`.
    """

    name: str
    required: bool
    at_load: bool
    span: Span
    used_in_call: bool = False
    certain: bool = True


def plain_client(name: str) -> str:
    """A client's name without the prefix of packages and without dashes, in lower case."""
    return name.lower().removeprefix("client-").replace("-", "")


Sdk: TypeAlias = Literal["boto3", "aws-sdk-js-2", "aws-sdk-js-3"]


class Argument(Struct, frozen=True):
    """One argument of an SDK call, flattened: lists and maps become steps of the path.

    `path`: `("TableName",)`, `("Targets", "[]", "RoleArn")`. Values that are neither lists nor
    maps with known keys are leaves; `span` is the leaf's expression in the code, and `whole` the
    top-level argument with its name (`TableName=table`).
    """

    path: tuple[str, ...]
    value: Text
    span: Span
    whole: Span


class Step(Struct, frozen=True):
    """A resource object of boto3 that a call is made on: `Table` with its identifiers."""

    name: str
    identifiers: tuple[Text, ...]


class Client(Struct, frozen=True):
    """A client or resource object of an AWS SDK that the code makes.

    `client`: as the SDK spells the service: `events` (boto3), `EventBridge` (class of SDK v2 for
    JavaScript; `DynamoDB.DocumentClient` too), `client-eventbridge` (package of SDK v3 without
    its scope). `region`: what the code pins the Region to, None where it does not, and then
    `region_argument` is None too; else the span of the whole argument (`region_name='us-east-1'`,
    `region: "us-east-1"`), and `region_value` of its value. `span`: the call that makes it.
    """

    sdk: Sdk
    client: str
    region: Text | None
    region_argument: Span | None
    region_value: Span | None
    span: Span

    @property
    def plain_client(self) -> str:
        """The client without what one SDK alone writes: `eventbridge` of `client-eventbridge`."""
        return plain_client(self.client)


class SdkCall(Struct, frozen=True):
    """A call to AWS.

    `sdk` and `client` as in `Client`; `maker` is the client it is made on where the text shows
    it. `resources`: the chain of boto3 resource objects (`s3.Bucket("b").Object("k").put()`),
    else empty. `operation`: as the code spells it, without `Command` in SDK v3: `put_rule`,
    `putRule`, `PutRule`; for a paginator the operation that it pages, for a waiter its name with
    `is_waiter`. `arguments`: flattened; `complete` is False where the call may have others
    (`**arguments`, a variable). `at_load`: made when the module is loaded. `always`: made in every
    run of the function that it stands in (not below `if`, `for`, `try`...). `span`: the call's
    callee, `events.put_rule`; `function`: the name of the innermost function around it.
    """

    sdk: Sdk
    client: str
    maker: Client | None
    resources: tuple[Step, ...]
    operation: str
    is_waiter: bool
    arguments: tuple[Argument, ...]
    complete: bool
    at_load: bool
    always: bool
    span: Span
    function: str | None

    @property
    def plain_client(self) -> str:
        """The client without what one SDK alone writes: `eventbridge` of `client-eventbridge`."""
        return plain_client(self.client)

    @property
    def plain_operation(self) -> str:
        """The operation as all SDKs have it: `putrule` of `put_rule`, `putRule` and `PutRule`."""
        return self.operation.replace("_", "").lower()

    def argument(self, *path: str) -> Argument | None:
        """The argument at a path, where the call shows it."""
        return next((found for found in self.arguments if found.path == path), None)


class Facts(Struct, frozen=True):
    """What one source file shows.

    `parses`: False where it cannot be read; all else is empty then. `opaque`: the code can run
    what the text does not show (`exec`, `eval`, import by a computed name), so that what is not
    found need not be missing. `sets`: the variables that the code sets in its own environment;
    `sets_more`: it may set others too (`os.environ.update(x)`, `load_dotenv()`).
    """

    imports: tuple[Import, ...] = ()
    reads: tuple[EnvironmentRead, ...] = ()
    clients: tuple[Client, ...] = ()
    calls: tuple[SdkCall, ...] = ()
    sets: frozenset[str] = frozenset()
    sets_more: bool = False
    opaque: bool = False
    parses: bool = True


UNREADABLE_FACTS = Facts(opaque=True, sets_more=True, parses=False)
