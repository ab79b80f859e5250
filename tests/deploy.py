"""A stand-in for a deployment: the stack is created in moto, inside this process.

moto refuses less than AWS does. It knows many resource types only in part and some not at all,
so "CREATE_COMPLETE" here means that nothing moto knows of stands against the stack. The types
that it passed over are in ``Deployment.skipped``.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

STACK_NAME = "incident"

_PASSED_OVER = re.compile(r"Tried to parse (\S+) but it's not supported")


@dataclass(frozen=True, slots=True)
class Deployment:
    """How a deployment ended.

    ``status`` is the stack's status, "CREATE_COMPLETE" or, when a service refused a resource,
    "CREATE_FAILED". ``reason`` is the service's own sentence, empty when nothing was refused.
    ``skipped`` holds the resource types that moto does not create, sorted, each once.
    """

    status: str
    reason: str
    skipped: tuple[str, ...]


def deploy(template_text: str, region: str = "us-east-1") -> Deployment:
    """Create the stack of a JSON or YAML template, with the defaults of its parameters.

    The template must be one of ours: moto reads YAML with a loader that can run code.
    Credentials are moto's own fakes, set only while the stack is created. What is no refusal by
    a service (a text that cannot be parsed, a fault of moto's) is raised as it comes.
    """
    from moto import mock_aws  # late: takes seconds, and each process of the tests collects this

    with (
        mock_aws(config={"lambda": {"use_docker": False}}),
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        status, reason = _create(template_text, region)
    return Deployment(status, reason, _skipped_types(caught))


def _create(template_text: str, region: str) -> tuple[str, str]:
    from moto.cloudformation.models import cloudformation_backends
    from moto.core.exceptions import JsonRESTError, ServiceException
    from moto.core.models import DEFAULT_ACCOUNT_ID

    # The backend is called directly: over the client, moto answers a refusal of another service
    # in that service's protocol, which botocore cannot read as an answer of CloudFormation.
    backend = cloudformation_backends[DEFAULT_ACCOUNT_ID][region]
    try:
        stack = backend.create_stack(name=STACK_NAME, template=template_text, parameters={})
    except (JsonRESTError, ServiceException) as refusal:
        # moto leaves a refused stack in CREATE_IN_PROGRESS for ever.
        return "CREATE_FAILED", refusal.message
    return stack.status, ""


def _skipped_types(caught: list[warnings.WarningMessage]) -> tuple[str, ...]:
    skipped = set()
    for warning in caught:
        match = _PASSED_OVER.match(str(warning.message))
        if match:
            skipped.add(match[1])
        else:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
    return tuple(sorted(skipped))
