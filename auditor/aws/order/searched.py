"""Collections of OpenSearch Serverless, which need an encryption policy for their name first.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-encryption.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.names import Name
from auditor.template.template import Resource, Template

_COLLECTION = "AWS::OpenSearchServerless::Collection"
_POLICY = "AWS::OpenSearchServerless::SecurityPolicy"
TYPES = (_COLLECTION,)
_BEFORE: Name = tuple("collection/")


def needs(template: Template) -> Iterator[Need]:
    """Collections that do not wait for the policy that names them."""
    policies = [
        (policy, document)
        for policy in template.of_type(_POLICY)
        if {case.text for case in policy.cases("Type")} == {"encryption"}
        for document in _spelled(policy, "Policy")
    ]
    for collection in template.of_type(_COLLECTION) if policies else ():
        for case in collection.written("Name"):
            name = template.name(case.value) if case.known else None
            own = [policy for policy, document in policies if name and _is_for(document, name)]
            missing = unmet(collection, own)
            if missing:
                outcome = "OpenSearch Serverless finds no encryption policy for the collection"
                yield Need(collection, missing, case, outcome)


def _spelled(policy: Resource, key: str) -> Iterator[Name]:
    for case in policy.written(key):
        name = policy.template.name(case.value) if case.known else None
        if name:
            yield name


def _is_for(document: Name, name: Name) -> bool:
    """Whether a document has the name of a collection between its quotation marks."""
    wanted = (*_BEFORE, *name, '"')
    size = len(wanted)
    places = range(len(document) - size + 1)
    return any(document[place : place + size] == wanted for place in places)
