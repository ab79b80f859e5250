"""Entries of `Resource` that are no ARN: names, IDs and URLs of what the template declares."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from auditor.aws.iam.written import PolicyStatement
from auditor.data.return_values import returned
from auditor.expression import expression
from auditor.model.edit import Edit, SetValue
from auditor.template.intrinsics import function_of
from auditor.template.leading import Leading, leading
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_PLAIN = expression(r"[A-Za-z0-9][^{}<>%\s]*")
"""A text that nobody fills in before the deployment."""
_PSEUDO = ("AWS::AccountId", "AWS::Region", "AWS::StackName")


class NotArn(Struct, frozen=True):
    """An entry that is not an ARN: what it is, and the edit that puts the ARN there, if any."""

    case: Case
    what: str
    arn: str = ""
    edit: Edit | None = None


def not_arn(statement: PolicyStatement, entry: Case) -> NotArn | None:
    """Why an entry of `Resource` or `NotResource` is certainly no ARN; None where it may be one."""
    first = leading(entry.value, entry.path) if entry.known else None
    if first is None:
        return _text(statement, entry)
    template = statement.template
    resource = template.resources.get(first.logical_id)
    if resource is not None:
        return _of_resource(statement, entry, first, resource)
    if first.attribute:
        return None
    if first.logical_id in _PSEUDO:
        edit = _of_bucket(first) if _is_for_buckets(statement) else None
        return NotArn(entry, f"a name that begins with {first.logical_id}", edit=edit)
    named = template.once(_named_by).get(first.logical_id)
    if named is None:
        return _text(statement, entry)
    what = f"the name of {_kind(named)} '{named.logical_id}'"
    is_bucket = named.type == "AWS::S3::Bucket"
    return NotArn(entry, what, edit=_of_bucket(first) if is_bucket else None)


def _of_resource(
    statement: PolicyStatement, entry: Case, first: Leading, resource: Resource
) -> NotArn | None:
    values = returned(resource.type)
    if values is None or values.is_arn(first.attribute) is not False:
        return None
    by = f"attribute {first.attribute}" if first.attribute else values.ref.replace("url", "URL")
    what = f"the {by.replace('id', 'ID')} of {_kind(resource)} '{resource.logical_id}'"
    # A resource cannot refer to itself, whichever way its ARN is asked for.
    is_own = resource is statement.document.resource
    edit = None if is_own else first.as_arn(values, entry.path)
    return NotArn(entry, what, f"{resource.logical_id}.{values.arn}" if values.arn else "", edit)


def _of_bucket(first: Leading) -> Edit:
    values = returned("AWS::S3::Bucket")
    return first.with_prefix("" if values is None else values.before)


def _text(statement: PolicyStatement, entry: Case) -> NotArn | None:
    """For an entry whose text is known."""
    if not entry.known:
        return None
    for case in statement.template.cases(entry.value, entry.path, entry.when):
        text = case.text
        if text is None or text.startswith("arn:") or not _PLAIN.fullmatch(text):
            continue
        edit: Edit | None = None
        if _is_for_buckets(statement) and function_of(entry.value) is None and "${" not in text:
            edit = SetValue(entry.path, {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::{text}"})
        return NotArn(case, f"'{text}'", edit=edit)
    return None


def _is_for_buckets(statement: PolicyStatement) -> bool:
    return statement.action_services == {"s3"}


def _kind(resource: Resource) -> str:
    return resource.type.rpartition("::")[2]


def _named_by(template: Template) -> Mapping[str, Resource]:
    """For each parameter that is the whole name of a resource, the first such resource."""
    found: dict[str, Resource] = {}
    for resource in template.resources.values():
        call = function_of(resource.physical_name)
        name = call[1] if call is not None and call[0] == "Ref" else None
        if isinstance(name, str) and name in template.parameters:
            found.setdefault(name, resource)
    return found
