"""Whether new text looks as if the author had written it: laws that are counted, kept or broken."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from auditor.source.base import Document, SyntaxFault
from auditor.source.detect import parse
from auditor.template.references import references

Laws = Counter[tuple[str, bool]]
"""How often each law was kept (True) and broken (False)."""

_BANNER = re.compile(r"^[ \t]*#[ \t]*([-=*~_+#])\1\1.*$", re.MULTILINE)
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n")
_SERVED = {
    "AWS::S3::BucketPolicy": ("Bucket",),
    "AWS::Lambda::Permission": ("SourceArn", "FunctionName"),
}
"""Properties that name what a resource serves: it stands right behind one of those."""


def laws(before: str, after: str) -> Laws:
    """The laws that the change from one text to the other kept or broke."""
    try:
        old, new = parse(before), parse(after)
    except SyntaxFault:
        return Counter()
    if not isinstance(old.tree, dict) or not isinstance(new.tree, dict):
        return Counter()
    found = Counter({("the end of the text as it was", _line_end(before) == _line_end(after)): 1})
    found.update(_of_new_resources(old, new))
    found.update(_of_new_orders(old, new))
    return found


def _of_new_resources(old: Document, new: Document) -> Iterator[tuple[str, bool]]:
    known, all_now = _resources(old), _resources(new)
    order = list(all_now)
    staying = [name for name in order if name in known]
    banners = [match.start() for match in _BANNER.finditer(new.text)]
    usual = _usual_quotes(old, [("Resources", name, "Type") for name in known])
    for number, name in enumerate(order):
        if name in known or not isinstance(all_now[name], dict):
            continue
        path = ("Resources", name)
        served = [other for other in _served(all_now[name]) if other in staying]
        if served:
            above = takewhile(lambda it: it not in known, reversed(order[:number]))
            anchor = order[number - 1 - len(list(above))] if number else None
            yield "behind what it serves", anchor in served
        waiting = [other for other in staying if name in _order(all_now[other])]
        for other in [*served, *waiting][:1]:
            places = (path, ("Resources", other))
            sections = {bisect(banners, new.span(at, key=True).start) for at in places}
            yield "in the section of what it serves", len(sections) == 1
        if 0 < number < len(order) - 1:
            ends = new.span(("Resources", order[number - 1])).end, new.span(path, key=True).start
            gaps = new.span(path).end, new.span(("Resources", order[number + 1]), key=True).start
            yield "blank lines on both sides or on none", _blank(new, *ends) == _blank(new, *gaps)
        if usual is not None:
            yield "quotes of Type as usual", _quote(new, (*path, "Type")) == usual


def _of_new_orders(old: Document, new: Document) -> Iterator[tuple[str, bool]]:
    known, all_now = _resources(old), _resources(new)
    written = [body["DependsOn"] for body in known.values() if _order(body)]
    texts = sum(isinstance(value, str) for value in written)
    paths = [("Resources", name, "DependsOn") for name, body in known.items() if _order(body)]
    usual = _usual_quotes(old, [at for at in paths if isinstance(known[at[1]]["DependsOn"], str)])
    for name, body in all_now.items():
        if name not in known or _order(known[name]) or not _order(body):
            continue
        value = body["DependsOn"]
        if written and len(_order(body)) == 1:
            yield "DependsOn in the usual form", isinstance(value, str) or texts * 2 <= len(written)
            if texts == 0:
                yield "DependsOn a list where all are", isinstance(value, list)
        if usual is not None and isinstance(value, str):
            quote = _quote(new, ("Resources", name, "DependsOn"))
            yield "quotes of DependsOn as usual", quote == usual


def _resources(document: Document) -> dict[str, Any]:
    tree = document.tree
    found = tree.get("Resources") if isinstance(tree, dict) else None
    return found if isinstance(found, dict) else {}


def _order(body: Any) -> list[Any]:
    value = body.get("DependsOn", []) if isinstance(body, dict) else []
    return value if isinstance(value, list) else [value]


def _served(body: dict[str, Any]) -> set[str]:
    properties = body.get("Properties")
    names = _SERVED.get(str(body.get("Type")), ())
    values = [properties.get(name) for name in names] if isinstance(properties, dict) else []
    return {mention.target for value in values for mention in references(value, ())}


def _usual_quotes(document: Document, paths: list[tuple[str, str, str]]) -> str | None:
    """The quotes that more than half of the strings have, an empty text for none."""
    quotes = Counter(_quote(document, path) for path in paths)
    for quote, times in quotes.most_common(1):
        return quote if times * 2 > quotes.total() else None
    return None


def _quote(document: Document, path: tuple[str, ...]) -> str:
    first = document.text[document.span(path).start :][:1]
    return first if first in ("'", '"') else ""


def _blank(document: Document, start: int, end: int) -> bool:
    return _BLANK.search(document.text, start, end) is not None


def _line_end(text: str) -> bool:
    return text.endswith(("\n", "\r"))
