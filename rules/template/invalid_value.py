"""invalid-value"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.api import (
    Confidence,
    Finding,
    Fix,
    Remove,
    Safety,
    SetValue,
    Severity,
    meant,
    near,
    rule,
    where,
)
from auditor.api.ec2 import is_placeholder
from auditor.api.template import SchemaFault, demand, refused_values, value_row

_MOST_SHOWN = 6
_LONGEST_PATTERN = 60
"""Characters of a pattern that somebody reads."""
_JUDGED_ELSEWHERE = {
    ("AWS::CloudTrail::Trail", "EventSelectors.DataResources.Type"),
    ("AWS::EC2::EIP", "Domain"),
}
"""Properties that another rule judges, with more to say.

Of the domains of addresses some Regions have replaced all others by vpc:
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1593
"""
_FORMS_JUDGED_ELSEWHERE = {
    ("AWS::Events::Rule", "ScheduleExpression"),
    ("AWS::S3::Bucket", "BucketName"),
    ("AWS::Scheduler::Schedule", "ScheduleExpression"),
}
_ENUMS = ("enum", "const", "enumCaseInsensitive")
_EXPLAINED = ("not", "pattern", *_ENUMS)
"""What refused-value may say as well, and in the words of the service."""
_BOUNDS = {
    "maximum": "greater than the maximum of {}",
    "exclusiveMaximum": "not less than {}",
    "minimum": "less than the minimum of {}",
    "exclusiveMinimum": "not greater than {}",
    "maxLength": "longer than the maximum of {} characters",
    "minLength": "shorter than the minimum of {} characters",
    "maxItems": "more than the maximum of {} items",
    "minItems": "fewer than the minimum of {} items",
    "maxProperties": "more than the maximum of {} keys",
    "minProperties": "fewer than the minimum of {} keys",
    "multipleOf": "not a multiple of {}",
}


@rule(id="invalid-value", severity=Severity.ERROR, on=SchemaFault)
def invalid_value(fault: SchemaFault) -> Iterator[Finding]:
    """A value that the property does not accept.

    ## What it does
    Compares values with what AWS's own resource schemas allow: lists of values, smallest and
    largest numbers, lengths of texts and lists, patterns of texts. Values of parameters' defaults
    and of mappings are read where they are known; a default is a warning, as is what only some
    conditions set. Numbers and booleans as texts are what CloudFormation converts them to. Values
    that name versions, sizes and the like apart are newer than the schemas at times: a value that
    differs in numbers alone from one that is allowed is a warning, and so is a text that matches a
    pattern but for a line break at its end, as YAML's `|` and `>` leave one.

    ## Why it fails
    CloudFormation or the service refuses the resource.

    ## Error
    ```
    Properties validation failed for resource <logical ID> with message: #/<path>: failed
      validation constraint for keyword [<keyword>]
    #/<path>: <value> is not a valid enum value
    ```
    or, for instance, `failed validation constraint for keyword [<keyword>]`, `Value '<value>' at
    '<member>' failed to satisfy constraint: Member must`, `Invalid parameter at '<member>' failed
    to satisfy constraint: 'Member must`, `is not less or equal to`, `is not greater or equal to`,
    `At least two subnets in two different Availability Zones must be specified`. The lint of SAM
    and cfn-lint say `E3030 <value> is not one of`, `E3030: Check if properties have a valid
    value`, `E3030 You must specify a valid value for <property>` `E3031 <value> does not match`,
    `E3032 expected maximum item count`, `E3032 expected minimum item count`, `E3033 expected
    maximum length`, `E3033 expected minimum length`, `E3033 <value> is longer than`, `E3033 <value>
    is shorter than`, `E3034 <value> is greater than the maximum of` or `E3034 <value> is less than
    the minimum of`.
    SAM says of a resource or an event that it `is invalid. <property> must be one of [<values>]`,
    `is invalid. <property> must be one of the following options`, `is invalid. <property> should be
    a one of the strings`, `is invalid. <property> is not one of <values>`, `is invalid. The only
    valid values for '<property>' are`, `is invalid. The only valid value for '<property>'
    property`, `is invalid. Property '<property>' must be numeric`, `is invalid. <property> value
    must be of the format`, `is invalid. <property> only supports single configuration entry`, `is
    invalid. No <thing> specified in SourceAccessConfigurations` or `No SourceAccessConfigurations
    for Amazon MQ event provided`, and `Resource dict has missing or invalid value for key Type.
    Event Type is: <type>`.

    ## Fix safety
    Safe where one value is meant beyond doubt: other case or separators, a slip of a character, a
    name that people use for it; or where the value is removed since it says what is so anyway. No
    stack can be deployed with the value, so no deployed one changes. Unsafe where the meaning
    changes: the next number that is allowed, or another kind of parameter.

    An unsafe fix changes the resource in place, where a deployed one comes from an earlier
    template.

    ## References
    - [Resource schemas](https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html)
    - [Resource types](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html)
    - [The error](https://github.com/aws-samples/aws-bookstore-demo-app/issues/56)
    - Load balancers with one subnet: [cfn-lint issue 638](https://github.com/aws-cloudformation/cfn-lint/issues/638)
    - [Retention of log groups](https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html)
    """
    if fault.is_left_out:
        return
    told = _told(fault)
    if told is None or fault.home in _JUDGED_ELSEWHERE or _has_another_form(fault):
        return
    if fault.keyword in _EXPLAINED and _fix(fault) is None and _is_explained(fault):
        return
    is_newer = fault.keyword in _ENUMS and _differs_in_numbers(fault)
    joined = ", which" if fault.keyword == "propertyNames" else " to"
    doubt = " unless AWS has added it since" if is_newer else ""
    ends_line = _ends_line(fault)
    if ends_line:
        doubt = " unless AWS drops the line break"
    yield Finding(
        at=fault.at,
        on_key=fault.on_key and fault.value.mapping is not None,
        message=f"{fault.label} sets {fault.name}{joined} {told}, so the deployment"
        f" fails{doubt}{where(fault.when)}",
        severity=Severity.ERROR
        if fault.is_certain and not is_newer and not ends_line
        else Severity.WARNING,
        confidence=Confidence.MEDIUM if fault.by_default or is_newer else Confidence.HIGH,
        fix=None if is_newer else fault.undeployed(_fix(fault)),
    )


def _told(fault: SchemaFault) -> str | None:
    wanted = demand(fault)
    content = fault.value.readings[0] if fault.value.readings else None
    if fault.keyword in _ENUMS:
        if content is None:
            return None
        return f"{_shown(content)}, which is {_none_of(fault, content)}"
    if fault.keyword == "not" and "enum" in wanted.get("not", {}):
        return f"{_shown(content)}, which is not allowed"
    if fault.keyword in ("maxLength", "minLength") and "enum" in wanted:
        return None
    if fault.keyword in _BOUNDS:
        limit = _BOUNDS[fault.keyword].format(wanted[fault.keyword])
        if fault.keyword in ("maxItems", "minItems", "maxProperties", "minProperties"):
            return limit
        return f"{_shown(content)}, which is {limit}"
    is_elsewhere = fault.home in _FORMS_JUDGED_ELSEWHERE
    is_literal = isinstance(content, str) and "{{" not in content
    is_too_short = content == "" and "minLength" in wanted
    if fault.keyword == "pattern" and is_literal and not (is_elsewhere or is_too_short):
        break_ = " with a line break at its end" if _ends_line(fault) else ""
        return f"{_shown(content)}{break_}, which {_unlike(wanted['pattern'])}"
    return _of_items(fault.keyword, wanted)


def _ends_line(fault: SchemaFault) -> bool:
    """Whether nothing but a line break at the end keeps a text from matching a pattern.

    `$` stands before such a one, too, in the expressions of Java that CloudFormation uses, and
    what a service makes of it is not known.
    https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html
    """
    form = demand(fault).get("pattern") if fault.keyword == "pattern" else None
    content = fault.value.readings[0] if fault.value.readings else None
    if form is None or not isinstance(content, str) or not content.endswith("\n"):
        return False
    return fault.takes({"pattern": form}, content.rstrip("\n"))


def _is_explained(fault: SchemaFault) -> bool:
    """Whether refused-value or placeholder-value says why, with the words of the service."""
    content = fault.value.readings[0] if fault.value.readings else None
    type_name, dotted = fault.home
    if not isinstance(content, str):
        return False
    if fault.written == content and is_placeholder(content, fault.value.path):
        return True
    return any(
        ".".join((*filter(None, [row.each.removesuffix("[]")]), *row.path)) == dotted
        and row.severity == "error"
        and (fault.keyword == "not" or not row.beside)
        and row.refuses(content)
        for row in refused_values().get(type_name, ())
    )


def _has_another_form(fault: SchemaFault) -> bool:
    """Whether a text that is too short is not of the form either, which says more."""
    form = demand(fault).get("pattern") if fault.keyword == "minLength" else None
    content = fault.value.readings[0] if fault.value.readings else None
    return bool(form and content) and not fault.takes({"pattern": form}, content)


def _of_items(keyword: str, demanded: Mapping[str, Any]) -> str | None:
    """A key of another form, a list with an item twice, or without one told by its values."""
    if keyword == "propertyNames":
        form = demanded[keyword].get("pattern")
        return form and _unlike(form)
    if keyword != "contains":
        return "a list with an item twice" if keyword == "uniqueItems" else None
    wanted = demanded.get(keyword)
    inner = wanted.get("properties", {}) if isinstance(wanted, dict) else {}
    parts = [f"{name} {one['const']}" for name, one in inner.items() if "const" in one]
    return f"a list without an item of the {' and '.join(parts)}" if parts else None


def _unlike(pattern: str) -> str:
    if len(pattern) > _LONGEST_PATTERN:
        return "is not of the form that is allowed"
    return f"does not match {pattern}"


def _shown(content: Any) -> str:
    if isinstance(content, bool):
        return str(content).lower()
    text = " ".join(str(content).splitlines())
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def _allowed(fault: SchemaFault) -> list[Any]:
    wanted = demand(fault)
    if fault.keyword == "const":
        return [wanted["const"]]
    found: list[Any] = wanted[fault.keyword]
    return found


def _none_of(fault: SchemaFault, content: Any) -> str:
    row = value_row(*fault.home, content)
    if row is not None and row.instead:
        return f"not allowed ({row.instead})"
    allowed = [str(one) for one in _allowed(fault)]
    if len(allowed) == 1:
        return f"not {allowed[0]}"
    if len(allowed) <= _MOST_SHOWN:
        return f"not one of {', '.join(allowed[:-1])} or {allowed[-1]}"
    next_ones = _next_numbers(content, _allowed(fault)) or near(str(content), allowed)
    hint = (
        f", the nearest: {' and '.join(next_ones[:2])}" if next_ones else f", such as {allowed[0]}"
    )
    return f"not one of the {len(allowed)} values that are allowed{hint}"


def _next_numbers(content: Any, allowed: list[Any]) -> list[str]:
    if isinstance(content, str) and content.isdecimal():  # of a parameter
        content = int(content)
    numbers = sorted(one for one in allowed if isinstance(one, int))
    if not isinstance(content, int) or len(numbers) < len(allowed):
        return []
    below = [str(one) for one in numbers if one < content]
    return [*below[-1:], *(str(one) for one in numbers if one > content)][:2]


def _differs_in_numbers(fault: SchemaFault) -> bool:
    content = fault.value.readings[0] if fault.value.readings else None
    if not isinstance(content, str):
        return False
    bare = _without_digits(content)
    return bare != content and any(
        isinstance(one, str) and _without_digits(one) == bare for one in _allowed(fault)
    )


def _without_digits(text: str) -> str:
    return "".join("0" if letter.isdigit() else letter for letter in text).replace("00", "0")


def _fix(fault: SchemaFault) -> Fix | None:
    if not fault.is_direct:
        return None
    content = fault.value.readings[0]
    path = fault.value.path
    row = value_row(*fault.home, content)
    if row is not None and row.meant is not None:
        return _set(fault, row.meant, Safety[row.safety.upper()])
    if row is not None and row.remove:
        steps = [index for index, step in enumerate(path) if step == row.remove.split(".")[-1]]
        end = len(path) if isinstance(path[-1], int) else steps[-1] + 1
        name = content if isinstance(path[end - 1], int) else path[end - 1]
        return Fix(f"Remove {name}", (Remove(path[:end]),), Safety[row.safety.upper()])
    if fault.keyword in _ENUMS:
        names = [one for one in _allowed(fault) if isinstance(one, str)]
        found = meant(content, names) if isinstance(content, str) else None
        if found is not None:
            return _set(fault, found, Safety.SAFE)
        larger = [one for one in _allowed(fault) if isinstance(one, int) and one > _number(content)]
        return _set(fault, min(larger), Safety.UNSAFE) if larger else None
    if fault.keyword in ("maximum", "minimum") and isinstance(content, int):
        return _set(fault, demand(fault)[fault.keyword], Safety.UNSAFE)
    return None


def _number(content: Any) -> float:
    is_number = isinstance(content, int | float) and not isinstance(content, bool)
    return float(content) if is_number else float("inf")


def _set(fault: SchemaFault, value: Any, safety: Safety) -> Fix:
    name = fault.name.rpartition(".")[2]
    return Fix(f"Set {name} to {value}", (SetValue(fault.value.path, value),), safety)
