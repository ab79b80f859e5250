"""FIFO topics: their names, and the queues that subscribe to topics.

https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case, truth

_TOPIC, _SUBSCRIPTION, _QUEUE = "AWS::SNS::Topic", "AWS::SNS::Subscription", "AWS::SQS::Queue"
END = ".fifo"


class NamedTopic(Struct, frozen=True):
    """A topic in one case of whether it is FIFO, with one case of its name."""

    topic: Resource
    fifo: Case
    name: Case

    types: ClassVar[tuple[str, ...]] = (_TOPIC,)

    @classmethod
    def find(cls, template: Template) -> Iterator[NamedTopic]:
        """All topics with names that are known."""
        for topic in template.of_type(_TOPIC):
            for fifo in topic.cases("FifoTopic"):
                for name in topic.cases("TopicName"):
                    if name.text is not None and template.can_meet(fifo, name):
                        yield cls(topic, fifo, name)

    @property
    def is_fifo(self) -> bool | None:
        """Whether it is FIFO; None where that is not known."""
        return False if self.fifo.absent else truth(self.fifo)


class QueueSubscription(Struct, frozen=True):
    """A queue of the template that subscribes to a topic of the template."""

    subscription: Resource
    topic: Resource
    queue: Resource

    types: ClassVar[tuple[str, ...]] = (_SUBSCRIPTION,)

    @classmethod
    def find(cls, template: Template) -> Iterator[QueueSubscription]:
        """All whose topic and queue are written once."""
        for subscription in template.of_type(_SUBSCRIPTION):
            topic = _only(subscription, "TopicArn", _TOPIC)
            queue = _only(subscription, "Endpoint", _QUEUE)
            if topic is not None and queue is not None:
                yield cls(subscription, topic, queue)

    @property
    def is_mismatch(self) -> bool:
        """Whether a FIFO queue certainly subscribes to a standard topic."""
        fifo, standard = self.queue.cases("FifoQueue"), self.topic.cases("FifoTopic")
        return all(truth(case) is True for case in fifo) and all(
            case.absent or truth(case) is False for case in standard
        )


def _only(resource: Resource, key: str, kind: str) -> Resource | None:
    cases = resource.written(key)
    return leading_resource(resource.template, cases[0].value, kind) if len(cases) == 1 else None
