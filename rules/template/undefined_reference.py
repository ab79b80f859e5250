"""undefined-reference"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from auditor.api import (
    Confidence,
    Edit,
    Finding,
    Fix,
    MapLookup,
    Mention,
    OnUpdate,
    Path,
    ReplaceText,
    Safety,
    SetValue,
    Severity,
    Span,
    Tree,
    listed,
    meant,
    near,
    rule,
)
from auditor.api.template import Fragment, Usage, is_merged

_MOST_HINTED = 100
"""Findings that come with a nearest name: where more names are missing, none is a slip."""
_MOST_SHOWN = 3
_OF_API_GATEWAY = ("context", "input", "stageVariables", "util")
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html"""
_OF_POLICIES = (
    "accounts.google.com:",
    "aws:",
    "cognito-identity.amazonaws.com:",
    "graph.facebook.com:",
    "iot:",
    "s3:",
    "saml:",
    "sts:",
    "transfer:",
    "www.amazon.com:",
)
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"""
_VARIABLE = re.compile(r"[A-Za-z0-9_.:]+")
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html"""


@rule(id="undefined-reference", severity=Severity.ERROR, on=Usage)
def undefined_reference(usage: Usage) -> Iterator[Finding]:
    """A reference to something that the template does not declare.

    ## What it does
    Looks up the names in `Ref`, `Fn::GetAtt`, `Fn::Sub`, `DependsOn`, `Condition`, `Fn::If` and
    `Fn::FindInMap`, in resources, conditions, outputs and the `Globals` of SAM. It is silent
    where a macro, an include, a loop, a module or another tool may declare the name, in SAM
    templates about names that SAM may create (those that begin with a logical ID of the template),
    and about keys of mappings whose keys are not in the template. A key that a mapping lacks is a
    warning where the condition of a resource or `Fn::If` may leave it unread.

    A file that is merged with others before it is deployed, as by `rain merge`, gets one warning
    for all that it misses. Such a file has no parameters, and misses three names, names of two
    kinds, or the transform of its SAM types; or files beside and below it, which are such parts
    themselves, declare all that it misses.

    ## Why it fails
    CloudFormation refuses the template before it creates anything.

    ## Error
    ```
    Unresolved resource dependencies [<names>] in the <section> block of the template
    Template error: instance of Fn::GetAtt references undefined resource <name>
    Template error: instance of Fn::Sub references invalid resource attribute <name>
    Unresolved condition dependency <name> in <function>
    Unresolved dependencies [<names>]. Cannot reference resources in the Conditions block of the
      template
    ```
    or `Mapping named '<name>' is not present in the 'Mappings' section of template`. Of a long
    text, people may have no more than `Unresolved resource dependencies`. The lint of SAM and
    cfn-lint say `E1020 <name> is not one of` or `E1012 Ref <name> not found`.

    cfn-lint says `E1019 <name> is not one of`, `E3005 <name> is not one of`, `E3015 <name> is not
    one of`, `E1028 <name> is not one of`, `E6005 <name> is not one of`, `E6101 <name> is not one
    of`, `E1020: Ref validation of value] ('<name>' is not one of`, `E1019: Sub validation of
    parameters] ('<name>' is not one of`, `E3005: Check DependsOn values for Resources`, `E3015:
    Validate the resource condition is valid`, `E6005: Validate the Output condition is valid`,
    `E6101: Validate that outputs values are a string] ('<name>' is not one of` or `E1028: Check
    Fn::If structure for validity] ('<name>' is not one of`.

    ## Fix safety
    Safe where `Fn::Sub` has a variable of IAM policies (`${aws:username}`), which nothing in a
    template can be called: it is written as text, `${!aws:username}`.

    Unsafe otherwise: the name is replaced by the one that is meant beyond doubt, which is a guess
    at what the author had in mind: the same letters in another case, or a slip of a character (two
    in long names) with no other name as near.

    CloudFormation refuses the template, so that a deployed stack has an older value: an update
    changes the property in place, replaces the resource where the property is create-only, and
    may change nothing at all in conditions and outputs.

    ## References
    - [Ref](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html)
    - [Pseudo parameters](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html)
    - [Resources that SAM makes](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html)
    - The errors: [resources](https://github.com/serverless/serverless/issues/4535),
      [conditions](https://github.com/aws/aws-cdk/issues/26560),
      [resources in conditions](https://github.com/aws-cloudformation/cfn-lint/issues/99)
    """
    for part in Fragment.find(usage.template):
        yield _part(part.names, part.path)
        return
    missing: list[tuple[Mention, Collection[str]]] = []
    for mention in usage.all:
        if isinstance(mention, MapLookup):
            yield from _lookup(usage, mention)
            continue
        names = usage.names_for(mention)
        if names is not None and not _may_be_declared(usage, mention, names):
            missing.append((mention, names))
    if missing and is_merged(usage.template, {mention.name for mention, _ in missing}):
        yield _part([mention.name for mention, _ in missing], missing[0][0].path)
        return
    for found, (mention, names) in enumerate(missing):
        yield _undefined(usage, mention, names if found < _MOST_HINTED else ())


def _may_be_declared(usage: Usage, mention: Mention, names: Collection[str]) -> bool:
    if mention.name in names or _is_made_by_a_loop(mention.name) or usage.is_filled_in:
        return True
    return mention.function not in ("Condition", "Fn::If") and usage.may_be_made(mention.name)


def _part(missing: Sequence[str], first: Path) -> Finding:
    """One finding for a part of a template, whatever it misses: the whole has it."""
    unique = list(dict.fromkeys(missing))
    shown = [f"'{name}'" for name in unique[:_MOST_SHOWN]]
    if len(unique) > _MOST_SHOWN:
        shown.append(f"{len(unique) - _MOST_SHOWN} more")
    return Finding(
        at=first,
        message="The file looks like a part of a template that is merged before deployment, since"
        f" {listed(shown)} {'are' if len(unique) > 1 else 'is'} not declared in it: check the"
        " merged template",
        severity=Severity.WARNING,
        confidence=Confidence.LOW,
    )


def _is_made_by_a_loop(name: str) -> bool:
    """Whether a loop of `AWS::LanguageExtensions` makes the name."""
    return "${" in name or "&{" in name


def _undefined(usage: Usage, mention: Mention, names: Collection[str]) -> Finding:
    others = [name for name in names if mention.path[:2] != ("Resources", name)]
    close = near(mention.name, others)
    wanted = meant(mention.name, others)
    if wanted is not None and _is_no_logical_id(usage, wanted):
        wanted = None
    return Finding(
        at=mention.path,
        message=_message(usage, mention, close),
        within=Span(mention.start, mention.end),
        fix=_as_text(usage, mention) or _fix(mention, wanted),
    )


def _message(usage: Usage, mention: Mention, close: list[str]) -> str:
    name, label = mention.name, usage.template.label_at(mention.path)
    if mention.function == "Fn::Sub" and not _VARIABLE.fullmatch(name):
        shown = _whole(mention) if _is_of_a_policy(mention) else name
        return (
            f"{label} has '{shown}' as a variable of Fn::Sub, which it cannot be: {_plain(shown)}"
        )
    if name.startswith("AWS::"):
        return f"{label} refers to {name}, which is not a pseudo parameter{_hint(close)}"
    if mention.path[0] == "Conditions" and name in usage.template.resources:
        return f"{label} refers to resource '{name}', and conditions can refer to parameters only"
    if _kinds(mention) == "resource" and name in (usage.parameters or ()):
        is_order = mention.function == "DependsOn"
        reason = (
            "DependsOn can name resources only" if is_order else "parameters have no attributes"
        )
        return f"{label} refers to parameter '{name}', and {reason}"
    resource, dot, _ = name.partition(".")
    if mention.function == "Ref" and dot and resource in usage.template.resources:
        reason = f"Ref accepts a name only: use Fn::GetAtt for an attribute of '{resource}'"
        return f"{label} refers to '{name}', and {reason}"
    if "resource" in _kinds(mention) and name in (usage.conditions or ()):
        return f"{label} refers to '{name}', which is a condition and not a {_kinds(mention)}"
    hint = _hint(close)
    if close and _is_no_logical_id(usage, close[0]):
        hint = f": '{close[0]}' is not a logical ID, which has letters and digits only"
    if mention.function == "Fn::Sub" and mention.attribute and name in _OF_API_GATEWAY:
        hint = f": the variable of API Gateway is written ${name}.{mention.attribute}"
    elif _is_of_a_policy(mention) or (
        mention.function == "Fn::Sub" and not close and _is_of_a_script(name)
    ):
        hint = f": {_plain(_whole(mention) if _is_of_a_policy(mention) else name)}"
    return (
        f"{label} refers to '{name}', and the template has no {_kinds(mention)} of that name{hint}"
    )


def _plain(name: str) -> str:
    return f"write the text itself as ${{!{name}}}"


def _is_of_a_script(name: str) -> bool:
    """Whether a name looks more like a variable of code than like one of the template."""
    return not name.isalnum() or name in (name.lower(), name.upper())


def _kinds(mention: Mention) -> str:
    if mention.function in ("Condition", "Fn::If"):
        return "condition"
    if mention.attribute is not None or mention.function == "DependsOn":
        return "resource"
    return "parameter" if mention.path[0] == "Conditions" else "parameter or resource"


def _hint(close: list[str]) -> str:
    return f": the nearest is {close[0]}" if close else ""


def _is_no_logical_id(usage: Usage, name: str) -> bool:
    """Whether a resource has a name that CloudFormation does not take.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html
    """
    return name in usage.template.resources and not (name.isascii() and name.isalnum())


def _is_of_a_policy(mention: Mention) -> bool:
    """Whether it is a variable of policies, which IAM and not CloudFormation fills in."""
    return mention.function == "Fn::Sub" and _whole(mention).startswith(_OF_POLICIES)


def _whole(mention: Mention) -> str:
    return f"{mention.name}.{mention.attribute}" if mention.attribute else mention.name


def _as_text(usage: Usage, mention: Mention) -> Fix | None:
    if not _is_of_a_policy(mention):
        return None
    edit = ReplaceText(mention.path, mention.start, mention.start, "!")
    if _is_doubled(usage, mention):
        edit = ReplaceText(mention.path, mention.start - len("$${"), mention.start, "${!")
    title = f"Write ${{!{_whole(mention)}}}, which IAM fills in"
    return Fix(title, (edit,), Safety.SAFE, OnUpdate.NOTHING)


def _is_doubled(usage: Usage, mention: Mention) -> bool:
    """Whether the dollar is written twice, which keeps a variable as text in other tools only."""
    text: Tree = usage.template.tree
    for step in mention.path:
        text = text[step]
    return isinstance(text, str) and text[: mention.start].endswith("$${")


def _fix(mention: Mention, wanted: str | None) -> Fix | None:
    if wanted is None:
        return None
    if mention.function == "Fn::GetAtt" and mention.attribute and mention.path[-1] == 0:
        # Not each part of a short form can be changed on its own.
        edit: Edit = SetValue(mention.path[:-2], {"Fn::GetAtt": [wanted, mention.attribute]})
    else:
        edit = ReplaceText(mention.path, mention.start, mention.end, wanted)
    return Fix(f"Refer to {wanted}", (edit,))


def _lookup(usage: Usage, lookup: MapLookup) -> Iterator[Finding]:
    """A name of a mapping, or a key of it, that is not there; with a default nothing is amiss."""
    arguments = lookup.arguments
    if len(arguments) != 3 or not isinstance(arguments[0], str) or usage.mappings is None:
        return
    name = arguments[0]
    rows = usage.template.mappings.get(name)
    if name not in usage.mappings:
        if not _is_made_by_a_loop(name):
            missing = f"mapping '{name}'"
            yield _missing(usage, lookup, 0, usage.mappings, missing)
    elif rows is not None and not _is_open(rows):
        yield from _keys(usage, lookup, name, rows)


def _keys(usage: Usage, lookup: MapLookup, name: str, rows: dict[str, Tree]) -> Iterator[Finding]:
    top, second = (_literal(value) for value in lookup.arguments[1:])
    if top is not None and top not in rows:
        yield _missing(usage, lookup, 1, rows, f"key '{top}' of mapping '{name}'")
        return
    read = [rows[top]] if top is not None else list(rows.values())
    if second is None or any(not isinstance(row, dict) or _is_open(row) for row in read):
        return
    if not any(second in row for row in read):
        where = name if top is None else f"{name}.{top}"
        keys = {key for row in read for key in row}
        yield _missing(usage, lookup, 2, keys, f"key '{second}' of mapping '{where}'")


def _literal(value: Tree) -> str | None:
    is_literal = isinstance(value, str) and not _is_made_by_a_loop(value)
    return value if is_literal else None


def _is_open(mapping: dict[str, Tree]) -> bool:
    return any(key.startswith("Fn::") for key in mapping)


def _missing(
    usage: Usage, lookup: MapLookup, place: int, names: Collection[str], missing: str
) -> Finding:
    path = (*lookup.path, place)
    given = lookup.arguments[place]
    wanted = meant(given, names)
    is_read = place == 0 or not usage.may_stay_unread(lookup.path)
    return Finding(
        at=path,
        message=f"{usage.template.label_at(path)} looks up the {missing}, which does not exist"
        + _hint(near(given, names)),
        severity=Severity.ERROR if is_read else Severity.WARNING,
        fix=None if wanted is None else Fix(f"Use {wanted}", (SetValue(path, wanted),)),
    )
