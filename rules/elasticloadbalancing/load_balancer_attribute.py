"""load-balancer-attribute"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.api import Case, Finding, Fix, Severity, Template, graded, meant, near, rewritten, rule
from auditor.api.elasticloadbalancing import (
    LOAD_BALANCER,
    TARGET_GROUP,
    Attribute,
    Setting,
    as_of,
    attributes_of,
    settings,
)


@rule(
    id="load-balancer-attribute",
    severity=Severity.ERROR,
    on=Template,
    types=(LOAD_BALANCER, TARGET_GROUP),
)
def load_balancer_attribute(template: Template) -> Iterator[Finding]:
    """An attribute that a load balancer or target group of the kind does not have.

    ## What it does
    Looks at the keys and values of `LoadBalancerAttributes` and `TargetGroupAttributes`. The kind
    of a load balancer is its `Type`, that of a target group follows from its protocol. It is
    silent where the kind is not known, and about values that only the deployment knows.

    ## Why it fails
    Elastic Load Balancing refuses the attribute when the resource is created or updated.

    ## Error
    ```
    Load balancer attribute key '<key>' is not supported on load balancers with type '<type>'
    Load balancer attribute key not recognized
    Load balancer attribute key '<key>' is not recognized
    Target group attribute key '<key>' is not recognized
    Stickiness type '<type>' is not supported for target groups with the <protocol> protocol
    ```
    All are reported.

    ## Severity
    An error for an attribute or a value of another kind, for a value that the documentation rules
    out, and for a misspelled key. A warning for any other key that the table does not have, since
    it may be newer than the table.

    ## Fix safety
    Unsafe: the key or the value with the nearest name is used, where one is meant beyond doubt. A
    deployed stack has another setting, or none; the update changes it in place.

    ## References
    - [Attributes of load balancers](https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html)
    - [Attributes of target groups](https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html)
    - Reported: [of another type](https://github.com/hashicorp/terraform-provider-aws/issues/34135),
      [unknown](https://github.com/hashicorp/terraform-provider-aws/issues/23971),
      [stickiness](https://github.com/hashicorp/boundary-reference-architecture/issues/14)
    """
    for setting in settings(template):
        known = attributes_of(setting.resource.type)
        attribute = known.get(setting.key.text or "")
        if attribute is None:
            yield _unknown(template, setting, known)
            continue
        foreign = _foreign(template, setting, attribute)
        if foreign is not None:
            yield foreign
            continue
        for case in setting.values:
            fault = _value_fault(attribute, case)
            if fault is not None:
                yield Finding(
                    at=case.path,
                    message=f"{setting.resource.label} sets {setting.key.text} to '{case.value}',"
                    f" which Elastic Load Balancing rejects: {fault}",
                    severity=graded(case, setting.key),
                    fix=_fix(template, case, attribute.values),
                )
            else:
                yield from _foreign_value(template, setting, attribute, case)


def _unknown(template: Template, setting: Setting, known: Mapping[str, Attribute]) -> Finding:
    key = setting.key.text or ""
    close = near(key, known)
    return Finding(
        at=setting.key.path,
        message=f"{setting.resource.label} sets {key}, which is not among the attributes that"
        f" Elastic Load Balancing knows as of {as_of()}, so the deployment may fail"
        + (f": the nearest is {close[0]}" if close else ""),
        severity=Severity.WARNING if meant(key, known) is None else graded(setting.key),
        fix=_fix(template, setting.key, known),
    )


def _foreign(template: Template, setting: Setting, attribute: Attribute) -> Finding | None:
    for kind in setting.kinds:
        if kind.name in attribute.of or not template.can_meet(kind.case, setting.key):
            continue
        kinds = " and ".join(attribute.of)
        return Finding(
            at=setting.key.path,
            message=f"{setting.resource.label} sets {setting.key.text}, which only {kinds} load"
            f" balancers have, so the deployment of this {kind.name} load balancer fails",
            severity=graded(kind.case, setting.key),
        )
    return None


def _foreign_value(
    template: Template, setting: Setting, attribute: Attribute, case: Case
) -> Iterator[Finding]:
    """A value that only load balancers of another kind have."""
    for kind in setting.kinds:
        own = attribute.values_of.get(kind.name)
        if own is None or case.text is None or case.text in own:
            continue
        if template.can_meet(kind.case, setting.key, case):
            edit = rewritten(template, case, own[0]) if len(own) == 1 else None
            yield Finding(
                at=case.path,
                message=f"{setting.resource.label} sets {setting.key.text} to '{case.text}', which"
                f" Elastic Load Balancing rejects: {kind.name} load balancers have"
                f" {' and '.join(own)}",
                severity=graded(kind.case, setting.key, case),
                fix=None if edit is None else Fix(f"Use {own[0]}", (edit,)),
            )


def _value_fault(attribute: Attribute, case: Case) -> str | None:
    text = str(case.value).lower() if isinstance(case.value, bool) else case.text
    text = str(case.value) if type(case.value) is int else text
    if text is None:
        return None
    if attribute.values:
        is_listed = text in attribute.values
        return None if is_listed else f"it must be one of {', '.join(attribute.values)}"
    if attribute.least is None or attribute.most is None:
        return None
    bounds = f"it must be a whole number from {attribute.least} to {attribute.most}"
    if not (text.isascii() and text.isdigit()):
        return bounds
    return None if attribute.least <= int(text[:20]) <= attribute.most else bounds


def _fix(
    template: Template, case: Case, names: Mapping[str, Attribute] | tuple[str, ...]
) -> Fix | None:
    wanted = meant(case.text, names) if case.text is not None else None
    edit = None if wanted is None else rewritten(template, case, wanted)
    return None if edit is None else Fix(f"Use {wanted}", (edit,))
