"""What messages call a resource: the last part of its type as words, and its logical ID; lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from auditor.expression import expression

_WORD = expression(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^A-Za-z0-9:]+")
_SPELLED = {
    "acl": "ACL",
    "api": "API",
    "cidr": "CIDR",
    "dns": "DNS",
    "http": "HTTP",
    "iam": "IAM",
    "ip": "IP",
    "ipam": "IPAM",
    "nat": "NAT",
    "rest": "REST",
    "sms": "SMS",
    "sql": "SQL",
    "tls": "TLS",
    "url": "URL",
    "vpc": "VPC",
    "vpn": "VPN",
    "xss": "XSS",
}
"""Words that a type spells as any other, and AWS in capital letters."""
_WHOLE = {
    "CustomResource": "Custom resource",
    "GraphQLApi": "GraphQL API",
    "GraphQLSchema": "GraphQL schema",
    "WebSocketApi": "WebSocket API",
    "UserPoolUICustomizationAttachment": "User pool UI customization",
}


@lru_cache(maxsize=512)
def kind(resource_type: str) -> str:
    """The noun for a type: `Function`, `REST API`, `Security group`, `DB instance`."""
    if resource_type.startswith("Custom::"):
        return "Custom resource"
    last = resource_type.rpartition("::")[2]
    if last in _WHOLE:
        return _WHOLE[last]
    words = [_spelled(word) for word in _WORD.findall(last)]
    name = " ".join(words)
    return name[:1].upper() + name[1:] or "Resource"


def label(resource_type: str, logical_id: str) -> str:
    """The subject of a message: `Function 'Orders'`."""
    return f"{kind(resource_type)} '{logical_id}'"


def _spelled(word: str) -> str:
    if len(word) > 1 and word.isupper():
        return word
    return _SPELLED.get(word.lower(), word.lower())


def label_of_entry(section: str, name: str) -> str:
    """What messages call an entry of a section: `Parameter 'Stage'`, `Output 'Url'`."""
    return section if section == "Globals" else f"{section.removesuffix('s')} '{name}'"


def listed(names: Sequence[str], word: str = "and") -> str:
    """Names as a sentence lists them: `a`, `a and b`, `a, b and c`. There is one at least."""
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last
