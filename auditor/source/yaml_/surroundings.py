"""How a YAML text is written, so that new YAML is written so too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from auditor.expression import expression
from auditor.model.text import Lines
from auditor.source.yaml_.form import KEY, PLAIN, STRING
from auditor.source.yaml_.nodes import ScalarNode, SequenceNode
from auditor.source.yaml_.read import Node, function_of
from auditor.source.yaml_.render import Style

_NEEDS_NO_QUOTES = expression(
    r"(?!(?i:y|n|yes|no|on|off|true|false|null)$)[A-Za-z/][\w./:@$+=-]*(?<!:)"
)


def style_of(root: Node, lines: Lines) -> Style:
    """The style of a whole document: what most of it does."""
    indents: Counter[int] = Counter()
    offsets: Counter[int] = Counter()
    quotes: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    tags: Counter[tuple[str, str]] = Counter()
    keys = _KeyStyles()
    waiting = [root]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            _count_scalar(node, quotes, functions, tags)
            continue
        _count_tag(node, functions)
        if isinstance(node, SequenceNode):
            waiting += node.value
            continue
        for key, value in node.value:
            _count_long(key.value, functions)
            waiting.append(value)
            keys.count(key, value, is_flow=bool(node.flow_style))
            is_block = not isinstance(value, ScalarNode) and not value.flow_style
            if not is_block or not value.value:
                continue
            place, below = lines.position(key.start), lines.position(value.start)
            if below.line <= place.line:
                continue
            deeper = below.column - place.column
            if isinstance(value, SequenceNode):
                offsets[max(deeper, 0)] += 1
            elif deeper > 0:
                indents[deeper] += 1
    indent = _most(indents, 2)
    is_short = functions.total() >= 0
    return Style(
        indent=indent,
        list_offset=_most(offsets, indent),
        quote="'" if quotes["'"] >= quotes['"'] and quotes["'"] else '"',
        quote_all=quotes["'"] + quotes['"'] > quotes["plain"],
        quoted_tags=frozenset(tag for tag, _ in tags if _quoted(tags, tag) > tags[tag, ""]),
        by_tag=tuple(
            (tag, "'" if tags[tag, "'"] >= tags[tag, '"'] else '"')
            for tag in dict.fromkeys(tag for tag, quote in tags if quote)
        ),
        short=is_short,
        key_quote=keys.quote,
        by_key=keys.by_key,
        flow_keys=keys.flow_keys,
        has_tags=bool(tags),
        other_form=frozenset(
            name
            for name, balance in functions.items()
            if abs(balance) > 1 and (balance > 0) != is_short
        ),
    )


def kept_quotes(nodes: Iterable[tuple[str, Node]]) -> dict[tuple[str, str], str]:
    """The quotes, or `PLAIN`, of the strings in some nodes behind keys.

    They are found by the strings' own keys, or tags, and texts.
    """
    found: dict[tuple[str, str], str] = {}
    waiting = list(nodes)
    while waiting:
        key, node = waiting.pop()
        if isinstance(node, ScalarNode):
            name = key if node.tag == STRING else node.tag
            if node.style not in ("|", ">") and (node.tag == STRING or function_of(node)):
                found[name, node.value] = node.style or PLAIN
        elif isinstance(node, SequenceNode):
            waiting += ((key, item) for item in node.value)
        else:
            for name, value in node.value:
                waiting.append((str(name.value), value))
                if name.style in ("'", '"'):
                    found[KEY, str(name.value)] = name.style
    return found


class _KeyStyles:
    """Counts how keys, and the strings and lists behind each, are written."""

    def __init__(self) -> None:
        self._keys: Counter[str] = Counter()
        self._strings: dict[str, Counter[str]] = {}
        self._lists: Counter[str] = Counter()

    def count(self, key: Node, value: Node, *, is_flow: bool) -> None:
        """Counts a key with what stands behind it."""
        if not is_flow:
            self._keys[key.style or ""] += 1
        is_function = value.tag is not STRING and function_of(value) is not None
        if is_function or not isinstance(key.value, str):
            return
        is_list = isinstance(value, SequenceNode)
        items = [item for item in (value.value if is_list else [value]) if _quote_of(item)]
        if is_list and items and len(items) == len(value.value):
            self._lists[key.value] += 1 if value.flow_style else -1
        for choice in filter(None, map(_choice_of, items)):
            own = self._strings.get(key.value)
            if own is None:
                own = self._strings[key.value] = Counter()
            own[choice] += 1

    @property
    def quote(self) -> str:
        """The quotes that most keys have."""
        (quote, times), *_ = self._keys.most_common(1) or [("", 1)]
        return quote if times * 2 > self._keys.total() else ""

    @property
    def by_key(self) -> tuple[tuple[str, str], ...]:
        """The quotes that most strings behind a key have."""
        found = []
        for key, quotes in self._strings.items():
            for quote, times in quotes.most_common(1):
                if times * 2 > quotes.total():
                    found.append((key, quote))
        return tuple(found)

    @property
    def flow_keys(self) -> frozenset[str]:
        """The keys with more lists of strings between brackets than below each other."""
        return frozenset(key for key, balance in self._lists.items() if balance > 0)


def _quote_of(node: Node) -> str | None:
    """The quotes of a string on one line, or `PLAIN`; None for anything else."""
    if not isinstance(node, ScalarNode) or node.tag != STRING or node.style in ("|", ">"):
        return None
    return node.style or PLAIN


def _choice_of(node: Node) -> str | None:
    """The quotes of a string that could be written with or without them."""
    quote = _quote_of(node)
    return quote if quote == PLAIN or _NEEDS_NO_QUOTES.fullmatch(node.value) else None


def usual_quote(nodes: Iterable[Node]) -> str | None:
    """The quotes that most of some strings have, or `PLAIN`; None where there is no string."""
    quotes = Counter(filter(None, map(_quote_of, nodes)))
    return quotes.most_common(1)[0][0] if quotes else None


def _count_scalar(
    node: Node,
    quotes: Counter[str],
    functions: Counter[str],
    tags: Counter[tuple[str, str]],
) -> None:
    if node.tag is not STRING and _count_tag(node, functions):
        tags[node.tag, node.style if node.style in ("'", '"') else ""] += 1
    elif node.style in ("'", '"'):
        quotes[node.style] += 1
    elif not node.style and node.tag == STRING:
        quotes["plain"] += 1


def _quoted(tags: Counter[tuple[str, str]], tag: str) -> int:
    return tags[tag, "'"] + tags[tag, '"']


def _count_tag(node: Node, functions: Counter[str]) -> bool:
    """Counts a function that is written as a tag, by its name."""
    function = function_of(node)
    if function is None:
        return False
    functions[function] += 1
    return True


def _count_long(key: object, functions: Counter[str]) -> None:
    """Counts a function that is written as a key, against the tags of its name."""
    if isinstance(key, str) and (key == "Ref" or key.startswith("Fn::")):
        functions[key] -= 1


def _most(counts: Counter[Any], otherwise: Any) -> Any:
    """The commonest, the smaller one of equals."""
    if not counts:
        return otherwise
    return min(counts, key=lambda kind: (-counts[kind], kind))
