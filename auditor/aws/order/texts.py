"""Queues and secrets that others name by a text which the template itself gives them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.expression import expression
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_QUEUE, _SECRET = "AWS::SQS::Queue", "AWS::SecretsManager::Secret"
TYPES = (_QUEUE, _SECRET)
_DYNAMIC = expression(r"\{\{resolve:secretsmanager:([A-Za-z0-9/_+=.@-]{1,512})[:}]")


def needs(template: Template) -> Iterator[Need]:
    """Queues that name their dead-letter queue, and properties that read a secret, by text."""
    yield from _dead_letters(template)
    yield from _secrets(template)


def _dead_letters(template: Template) -> Iterator[Need]:
    named = [queue for queue in template.of_type(_QUEUE) if queue.has("QueueName")]
    if not named:
        return
    from auditor.aws.iam.target import Target

    for source in template.of_type(_QUEUE):
        for case in source.written("RedrivePolicy", "deadLetterTargetArn"):
            arn = template.name(case.value) if case.known else None
            targets = [queue for queue in named if arn and arn in Target(queue).arns]
            missing = unmet(source, targets)
            if missing:
                yield Need(source, missing, case, "SQS does not find the dead-letter queue")


def _secrets(template: Template) -> Iterator[Need]:
    by_name: dict[str, Resource] = {}
    for secret in template.of_type(_SECRET):
        name = secret.case("Name")
        if name is not None and name.text is not None and name.certain:
            by_name[name.text] = secret
    if not by_name:
        return
    from auditor.template.defaults import texts_of

    for path, text in texts_of(template):
        source = template.resources.get(str(path[1])) if path[:1] == ("Resources",) else None
        for found in _DYNAMIC.finditer(text) if source is not None and "{{" in text else ():
            target = by_name.get(found[1])
            missing = unmet(source, [target]) if source is not None and target else ()
            if source is not None and missing:
                outcome = "Secrets Manager does not find the secret"
                yield Need(source, missing, Case(text, path, source.when), outcome)
