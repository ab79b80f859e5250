"""The verdict on an event: by the patterns of rules and of known errors, else by its family."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from auditor.data.error_families import Family
from auditor.data.known_errors import Kind
from auditor.data.refused_texts import refused_texts, source
from auditor.diagnose.event import Event, Phase
from auditor.diagnose.families import Families, signs
from auditor.diagnose.known import Catalogue, Verdict
from auditor.diagnose.normalise import (
    Message,
    beside_lists,
    inner,
    names_call,
    returned,
    unwrapped,
)
from auditor.diagnose.reasonless import only_state, without_reason
from auditor.diagnose.shortened import given_reason, topic_words
from auditor.diagnose.signatures import Signature, signature, squeezed
from auditor.expression import expression

_LEAST_BESIDE = 12
"""Characters of a sentence beside those that only tell what failed."""
_LONGEST_SENTENCE = 2_000
"""Characters of a text in which somebody gives one reason."""
_OPEN = (Kind.UNKNOWN, Kind.VAGUE)
_OF_PROGRESS = (Kind.TIMEOUT, Kind.BUSY)
"""What words of mere progress look like."""
_TELL_NO_CAUSE = (*_OPEN, Kind.CONSEQUENCE, Kind.TIMEOUT)
_REFUSED = Family(
    Kind.REFUSED,
    "The service refuses a value with these words, as others have seen",
    "Look up the property that the text is about, and give it a value that the service accepts",
    sources=(source(),),
)
_SAID_BY_FUNCTION = Family(
    Kind.CODE,
    "The function of the custom resource says so, and no rule of cfnaudit knows this text",
    "Look into the log of the function at that time, and at the properties that it is given",
    sources=(
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html",
    ),
    other=Kind.REFUSED,
)
_RAISED_BY_TOOL = Family(
    Kind.DEPLOYER,
    "The tool that deploys, or the program that says what to deploy, raised an error of its own",
    "Look at the first line of the trace that is of your own program; where there is none, use"
    " another version of the tool, and see that its configuration has all that it reads",
    other=Kind.CODE,
)
_OF_FUNCTION = ("Custom::", "AWS::CloudFormation::CustomResource")
_OF_OTHERS = ("AWS::CloudFormation::Stack", "AWS::CloudFormation::CustomResource")
_CHANGES = ("CREATE_FAILED", "UPDATE_FAILED")
_MAY_BE_MEANT = (
    *(Kind.NAME_TAKEN, Kind.LIMIT, Kind.ENVIRONMENT, Kind.DEPLOYER, Kind.PACKAGING),
    Kind.UNSUPPORTED,
)
"""What the error of a rule may come from where the template has no such fault."""
_NULL = "null"
"""All that a handler says where the service gave no reason; its code is of the handler alone."""
_LANGUAGE = "template"
"""Whose rules are about the template as it is written: what they miss is not missed elsewhere."""
_IS_OF_CODE = expression(r"Exception\b|Traceback|/var/task|assumed-role/[^/\s]{1,80}/i-[0-9a-f]")
"""What a program writes that calls AWS, and CloudFormation does not."""
_IS_OF_DEPLOYMENT = expression(
    r"[Rr]esource handler returned message|\b[Ee]rror: (?:error )?(?:creating|updating|deleting"
    r"|reading|modifying|putting|attaching|waiting for) [A-Z]"
)
"""What CloudFormation and Terraform write, and a function does not."""
_OF_SOME_PROGRAM = (Kind.CODE, Kind.DEPLOYER)
_STACK_OF_PULUMI = "pulumi:pulumi:Stack"
"""Whose errors are those of the program that says what to deploy."""
_IS_OF_TOOL = expression(
    r"node_modules/(?:aws-cdk|cdktf|cdktf-cli|serverless|sst|@aws-amplify|@pulumi|@serverless)/"
    r"|site-packages/(?:samcli|samtranslator|awscli|ebcli|zappa|chalice)/"
    r"|failed bootstrapping|\b(?:push|pull) operation\b|Running program '"
)
"""Where a tool has its own code, and what it says of its own work."""
_IS_FUNCTION_OF_STACK = expression(
    r":assumed-role/[\w+=,.@-]{1,64}/(?!AWS)[\w-]{1,50}-(?=[a-z0-9]{0,12}[A-Z])[A-Za-z0-9]{12,13}"
    r" is not authorized to perform\b"
)
"""The session of a function is called as the function is, and a name that ends so is one that
CloudFormation has made up: the function is of a stack, and so is its role."""
_IS_OWN_ERROR = expression(r"(?:Error: )?[A-Z]\w{2,60}Error: ")
"""How languages name errors: services seldom do, and those names are in the table."""


_NAMES_ERROR = ("Exception", "Fault")
"""How AWS names what failed: a text that has such a name says more than its topic."""


def judged(event: Event, catalogue: Catalogue) -> Verdict:
    """What is known of an event."""
    said = returned(event.reason)
    # what a custom resource returns is the failure of a function, or of what that deploys
    for phase in (Phase.INVOCATION, Phase.DEPLOYMENT) if said else ():
        found = catalogue.verdict(said, phase)
        if found.kind not in (*_OPEN, Kind.CONSEQUENCE):
            return found
    if said:
        of_code = replace(event, reason=said, phase=Phase.INVOCATION)
        family = _family(of_code, is_returned=_IS_OWN_ERROR.match(said) is None)
        if family is not None and family.kind is Kind.CODE and names_call(said):
            family = _family(replace(of_code, phase=Phase.DEPLOYMENT), is_returned=True)
        if family is not None and family.kind is not Kind.CODE:
            return Verdict(family.kind, row=family, other=family.other)
    found = _of_role(event, catalogue) or _judged(event, catalogue)
    if not said and event.phase is Phase.INVOCATION and found.kind is Kind.CODE and found.is_loose:
        found = _of_call(event, catalogue) or found
    if not said and event.type.startswith(_OF_FUNCTION) and found.is_loose:
        return _of_function(found)
    if said and found.kind is Kind.CODE and found.other is None:
        family = _family(replace(event, reason=said, phase=Phase.DEPLOYMENT), is_returned=True)
        if family is not None and family.kind is Kind.REFUSED:
            return replace(found, other=Kind.REFUSED)
    return found


def is_known(event: Event, catalogue: Catalogue) -> bool:
    """Whether anything is known of an event."""
    return judged(event, catalogue).kind is not Kind.UNKNOWN


def _of_role(event: Event, catalogue: Catalogue) -> Verdict | None:
    """What the role of a function of the stack lacks; None where the text names none."""
    if _IS_FUNCTION_OF_STACK.search(" ".join(event.reason.split())) is None:
        return None
    found = catalogue.verdict(unwrapped(event.reason).text, Phase.INVOCATION)
    return found if found.rules else None


def _of_function(found: Verdict) -> Verdict:
    """A verdict on a sentence of which only loose words are known, and which a function said."""
    if found.kind not in (Kind.REFUSED, Kind.UNKNOWN):
        return found
    return Verdict(Kind.CODE, row=_SAID_BY_FUNCTION, other=Kind.REFUSED)


def _of_call(event: Event, catalogue: Catalogue) -> Verdict | None:
    """What is said of the call of AWS that failed in what ran; None where it names none."""
    if not (names_call(event.reason) or unwrapped(event.reason).has_facts):
        return None
    found = _judged(replace(event, phase=Phase.DEPLOYMENT), catalogue)
    return None if found.is_loose else found


def _judged(event: Event, catalogue: Catalogue) -> Verdict:
    message = unwrapped(event.reason)
    reason = inner(event.reason)
    if event.phase is Phase.UNKNOWN and _is_of_deployment(event, message):
        event = replace(event, phase=Phase.DEPLOYMENT)
    found = catalogue.verdict(f"{event.type} {_checked(event)} {reason}", event.phase)
    is_passage = found.kind is Kind.CONSEQUENCE and "\n" in event.reason
    beside = _beside_list(event, found, reason, catalogue)
    if beside is not None:
        return beside
    family = _family(event)
    if found.kind is Kind.VAGUE and _is_without(message, family):
        return found
    if found.kind in _TELL_NO_CAUSE and (family is None or family.is_weak):
        given = _given(event, message, found, catalogue)
        if given is not None:
            return given
    if found.kind not in _OPEN and not is_passage:
        of_words = _beside_code(found, family, message, catalogue)
        return of_words or _or_as_words_say(found, family, event, message)
    if family is None or family.is_weak:
        family = _topic(event, message) or family
    if family is None and found.kind is Kind.UNKNOWN:
        family = _REFUSED if _is_refusal(message.text) else without_reason(message.text)
    if family is None or (is_passage and family.is_weak):
        return _or_refused(found, event)
    return Verdict(family.kind, row=family, other=family.other)


def _is_of_tool(event: Event) -> bool:
    """Whether what raised an error is shown to be the tool that deploys."""
    return event.type == _STACK_OF_PULUMI or _IS_OF_TOOL.search(event.reason) is not None


def _beside_list(event: Event, found: Verdict, reason: str, catalogue: Catalogue) -> Verdict | None:
    """What a text says beside a list of what failed; None where that is nothing."""
    rest = beside_lists(reason) if found.kind is Kind.CONSEQUENCE else ""
    if len(rest) < _LEAST_BESIDE:
        return None
    said = _judged(replace(event, reason=rest), catalogue)
    return None if said.kind in (*_OPEN, Kind.CONSEQUENCE) else said


def _is_of_deployment(event: Event, message: Message) -> bool:
    """Whether a deployment says a text, by what is around it or by the tool that raised it."""
    return _is_wrapped(event.reason, message) or _is_of_tool(event)


def _is_wrapped(said: str, message: Message) -> bool:
    """Whether a text has around it what only a deployment puts there."""
    is_shorter = inner(said) != " ".join(said.split())
    is_answer = bool(message.status) and _IS_OF_CODE.search(said) is None
    is_named = _IS_OF_DEPLOYMENT.search(said) is not None
    return bool(message.handler_code) or is_shorter or is_answer or is_named


def _is_without(message: Message, family: Family | None) -> bool:
    """Whether hardly a word is beside what is known to say nothing."""
    is_told = message.has_facts and message.text != _NULL
    return not is_told and family is not None and family.is_weak


def _given(event: Event, message: Message, found: Verdict, catalogue: Catalogue) -> Verdict | None:
    """What the reason is that somebody gives in a sentence about a failure; None without one."""
    is_long = event.is_reason or len(message.text) > _LONGEST_SENTENCE
    reason = "" if message.has_facts or is_long else given_reason(message.text)
    if not reason or event.phase is Phase.INVOCATION:
        return None
    before = message.text[: -len(reason)]
    if found.row is not None and catalogue.verdict(before).row is not found.row:
        # what it is known by has the reason in it
        return None
    status = event.status or before
    said = _judged(replace(event, reason=reason, status=status, is_reason=True), catalogue)
    is_open = said.kind in (*_OPEN, Kind.CONSEQUENCE)
    return None if is_open else said


def _topic(event: Event, message: Message) -> Family | None:
    """What a text is about that has hardly more than its topic."""
    if message.has_facts or event.type or event.phase is Phase.INVOCATION:
        return None
    shown = signs(event, message)
    if any(code.endswith(_NAMES_ERROR) for code in shown.codes):
        return None
    words = topic_words(message.text, is_reason=event.is_reason)
    return _families().topic(words, shown.tried)


def _beside_code(
    found: Verdict, family: Family | None, message: Message, catalogue: Catalogue
) -> Verdict | None:
    """What is missing by the words beside a code; None where more than the code is of a rule."""
    if family is None or family.is_weak or family.kind is not Kind.ENVIRONMENT:
        return None
    is_by_code = message.code and found.row is None and not catalogue.verdict(message.text).rules
    if not is_by_code:
        return None
    return Verdict(family.kind, found.rules, row=family, other=found.kind)


def _or_as_words_say(
    found: Verdict, family: Family | None, event: Event, message: Message
) -> Verdict:
    """A verdict of a rule, with what the words mean where the template has no such fault."""
    if found.kind is Kind.DRIFT and event.status == "CREATE_FAILED" and family is not None:
        # what is to be created was never there, so that something that it names is missing
        return Verdict(family.kind, row=family, other=family.other)
    if found.row is not None or family is None or family.is_weak:
        return found
    is_of_language = found.rules[0].service == _LANGUAGE
    if family.kind is Kind.GUARD and not is_of_language:
        # no permission of a role outweighs it
        return Verdict(Kind.GUARD, row=family)
    is_written = is_of_language and family.kind is Kind.ENVIRONMENT
    is_possible = family.kind in _MAY_BE_MEANT and not is_written
    if is_possible and not _families().is_by_words(family.kind, signs(event, message)):
        # the words are the rule's, and many errors of the service have the code
        return found
    return replace(found, other=family.kind) if is_possible else found


def _or_refused(found: Verdict, event: Event) -> Verdict:
    """What is unknown, and a refusal if anything, where a service said it of a resource."""
    is_of_service = event.type.startswith("AWS::") and event.type not in _OF_OTHERS
    is_refusal = found.kind is Kind.UNKNOWN and is_of_service and event.status in _CHANGES
    return replace(found, other=Kind.REFUSED) if is_refusal else found


def _is_refusal(text: str) -> bool:
    said = squeezed(text)
    return any(one.fits(said) for one in _refusals())


@lru_cache(maxsize=1)
def _refusals() -> tuple[Signature, ...]:
    made = (signature(text) for text in refused_texts())
    return tuple(one for one in made if one is not None)


def _checked(event: Event) -> str:
    """The validation or the Hook that failed, in words that patterns know."""
    is_hook = event.status == "HOOK_FAILED"
    return f"Hook failed with message: {event.check}" if is_hook else event.check


def _family(event: Event, *, is_returned: bool = False) -> Family | None:
    message = unwrapped(event.reason)
    found = _families().family(signs(event, message, is_returned=is_returned))
    if found and (found.kind, found.other) == _OF_SOME_PROGRAM and _is_of_tool(event):
        return _RAISED_BY_TOOL
    is_told = message.has_facts or event.phase is Phase.INVOCATION or is_returned
    if found is None or is_told or not (found.is_weak or found.kind in _OF_PROGRESS):
        return found
    return only_state(message.text) or found


@lru_cache(maxsize=1)
def _families() -> Families:
    return Families()
