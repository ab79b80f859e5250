"""User data that is not in Base64, as EC2 wants it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.expression import expression
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_KEYS = {
    "AWS::AutoScaling::LaunchConfiguration": ("UserData",),
    "AWS::EC2::Instance": ("UserData",),
    "AWS::EC2::LaunchTemplate": ("LaunchTemplateData", "UserData"),
}
USER_DATA_TYPES = tuple(_KEYS)
_PLAIN = expression(r"[^A-Za-z0-9+/=\s]")
_DYNAMIC = "{{resolve:"


def plain_user_data(template: Template) -> Iterator[tuple[Resource, Case]]:
    """User data that has characters which Base64 does not, as it is written."""
    for resource in template.of_type(*USER_DATA_TYPES):
        for case in resource.written(*_KEYS[resource.type]):
            name = template.name(case.value) if case.known else None
            told = "".join(part for part in name or () if isinstance(part, str))
            if _DYNAMIC not in told and _PLAIN.search(told):
                yield resource, case
