"""Policies of functions and state machines that SAM refuses, or drops.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/resource_policies.py
https://github.com/aws/serverless-application-model/blob/develop/samtranslator/plugins/policies/policy_templates_plugin.py
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.iam.known import sam_policy_templates
from auditor.aws.sam.event import HOLDERS, seen_function
from auditor.aws.sam.refused.refusal import Refusal, Refused
from auditor.template.below import items
from auditor.template.filled_in import is_left_open
from auditor.template.intrinsics import function_of
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_WRAPPER = "PolicyDocument"


def policies(template: Template) -> Iterator[Refused]:
    """Those of a template."""
    for holder in template.of_type(*HOLDERS):
        for listed in holder.cases("Policies"):
            if listed.known:
                yield from _policies(holder, listed)


def _policies(holder: Resource, listed: Case) -> Iterator[Refused]:
    is_list = isinstance(listed.value, list)
    for case in items(holder.template, listed) if is_list else [listed]:
        if isinstance(case.value, dict) and _WRAPPER in case.value:
            yield Refused(holder, Refusal.WRAPPED_POLICY, case.path, case)
        elif case.known and isinstance(case.value, dict) and function_of(case.value) is None:
            yield from _template_faults(holder, case)
    has_role = all(not role.absent for role in holder.written("Role"))
    is_function = holder.type == HOLDERS[0]  # of state machines SAM refuses both
    if has_role and listed.value and is_function:
        yield Refused(holder, Refusal.DROPPED_POLICIES, listed.path, listed)


def _template_faults(holder: Resource, case: Case) -> Iterator[Refused]:
    """What the translator says of a mapping that it does not take for a policy document."""
    written = case.value
    if not isinstance(written, dict) or not written or "Statement" in written:
        return
    known = sam_policy_templates()
    name = next(iter(written))
    if len(written) > 1 or name not in known:
        # a newer template may have any other name that ends so
        is_other = name.endswith("Policy") and name.lower() not in map(str.lower, known)
        is_certain = len(written) > 1 or not is_other
        if is_certain and all(role.absent for role in holder.cases("Role")):
            single = "" if len(written) > 1 else name
            why = Refusal.UNKNOWN_POLICY
            yield Refused(holder, why, case.path, case, single, tuple(known))
        return
    given = written[name]
    if not isinstance(given, dict) or function_of(given) is not None:
        call = seen_function(given)
        is_open = is_left_open(given) or (call is None and function_of(given) is not None)
        if (known[name] or call is None) and not is_open:
            shown = "a value" if call is None else call[0]
            why, path = Refusal.NO_PARAMETERS, (*case.path, name)
            yield Refused(holder, why, path, case, name, tuple(known[name]), shown)
        return
    wanted = known[name]
    foreign = [key for key in given if key not in wanted]
    for parameter in wanted:
        if parameter not in given:
            path = (*case.path, name)
            only = foreign[0] if len(foreign) == 1 and len(wanted) == 1 else ""
            why = Refusal.MISSING_PARAMETER
            yield Refused(holder, why, path, case, parameter, (name,), only)
