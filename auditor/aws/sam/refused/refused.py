"""All that the translator of SAM refuses of a template, but for events of APIs.

https://github.com/aws/serverless-application-model/tree/develop/samtranslator
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.sam.refused.apis import authorizers, defaults, kinds, route_parameters
from auditor.aws.sam.refused.bodies import bodies
from auditor.aws.sam.refused.connectors import connectors
from auditor.aws.sam.refused.events import accesses, foreign_buckets, queues, triggers
from auditor.aws.sam.refused.policies import policies
from auditor.aws.sam.refused.refusal import Refused
from auditor.aws.sam.refused.resources import (
    aliases,
    base_paths,
    blank_versions,
    by_function,
    locations,
    stored_applications,
    unknown_globals,
    without_image,
)
from auditor.template.template import Template
from auditor.template.transforms import SAM_TRANSFORM

_OPEN = (
    *(foreign_buckets, unknown_globals, triggers, defaults, queues, without_image),
    *(blank_versions, policies),
)
_ALONE = (
    *(aliases, authorizers, kinds, bodies, locations, accesses, by_function, base_paths),
    *(connectors, route_parameters, stored_applications),
)
"""What holds only where no other transform runs before that of SAM."""


def refused(template: Template) -> Iterator[Refused]:
    """All of a template."""
    is_alone = template.transforms == (SAM_TRANSFORM,)
    for find in (*_OPEN, *(_ALONE if is_alone else ())):
        yield from find(template)
