"""Items of lists in another order, or there twice, and domains that are not within another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from auditor.template.below import field, items
from auditor.template.combining import Combined, Part
from auditor.template.resolve import scalar_text
from auditor.template.values import Case


def disordered(
    part: Part, asking: tuple[Case, ...], in_order: Mapping[str, tuple[str, ...]]
) -> Iterator[Combined]:
    """Items whose value of a key is not the one of their place: the key, then the values."""
    for name, (key, *values) in in_order.items():
        for case in part.cases(name):
            if not isinstance(case.value, list) or len(case.value) > len(values):
                continue
            for item, value in zip(items(part.template, case), values, strict=False):
                for given in field(part.template, item, key):
                    is_other = given.certain and given.text not in (None, value)
                    if is_other and part.template.can_meet(*asking, case, given):
                        yield Combined((*asking, case), given, key)


def outside(part: Part, asking: tuple[Case, ...], within: Mapping[str, str]) -> Iterator[Combined]:
    """Domains that are not below the domain of another property, where both are known."""
    for name, other in within.items():
        for small, large in product(part.cases(name), part.cases(other)):
            if small.text is None or large.text is None or "@" in large.text:
                continue
            if small.text.lower().endswith("." + large.text.lower()):
                continue
            is_known = small.certain and large.certain
            if is_known and part.template.can_meet(*asking, small, large):
                yield Combined((*asking, large), small, name)


def repeated(part: Part, asking: tuple[Case, ...], unique: Mapping[str, str]) -> Iterator[Combined]:
    """Items with the value of a key that one before them has for certain."""
    for name, key in unique.items():
        for case in part.cases(name):
            before: dict[str, list[Case]] = {}
            for item in items(part.template, case):
                for given in field(part.template, item, key):
                    text = scalar_text(given.value) if given.certain else None
                    if text is None:
                        continue
                    same = before.setdefault(text, [])
                    if any(part.template.can_meet(*asking, one, given) for one in same):
                        yield Combined((*asking, same[0]), given, key)
                    same.append(given)
