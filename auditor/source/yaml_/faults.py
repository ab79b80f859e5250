"""What is wrong with a text that libyaml does not read, in words for those who write templates."""

from __future__ import annotations

from typing import Any

from auditor.expression import expression
from auditor.source.base import MAX_DEPTH, SyntaxFault
from auditor.source.yaml_.libyaml import MarkedYAMLError

TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels, which no real template is"
_PLAIN = {
    "exceeded maximum nesting depth": TOO_DEEP,  # since PyYAML 6.0.4, before an event is read
    "mapping values are not allowed in this context": (
        "a ':' with a space after it is where no key can be; quote the value, or correct the"
        " indentation"
    ),
    "could not find expected ':'": "a key without ':', or a line that is indented too little",
    "did not find expected key": "a key is expected here: correct the indentation or the quotes",
    "did not find expected '-' indicator": "a list item '- ' is expected here",
    "did not find expected node content": "a value is missing before this",
    "did not find expected ',' or ']'": "a ',' or ']' is missing before this",
    "did not find expected ',' or '}'": "a ',' or '}' is missing before this",
    "found unexpected end of stream": "this quote is never closed",
    "found unexpected document indicator": "this quote is not closed before the document ends",
    "found undefined alias": "this alias has no anchor before it",
    "did not find expected <document start>": (
        "the document has ended before this: a template is one document"
    ),
    "did not find expected comment or line break": (
        "only a comment can follow the '|' or '>' of a block scalar"
    ),
    "found undefined tag handle": "a tag has one '!' only",
    "found incompatible YAML document": "only YAML 1.1 is known",
    "second occurrence": "this anchor is there twice",
    "but found another document": "a template is one document: a second one begins here",
    "found character that cannot start any token": (
        "no value can begin with this character: quote it, or indent with spaces and not tabs"
    ),
    "found a tab character that violates indentation": "indent with spaces, not tabs",
    "found a tab character where an indentation space is expected": (
        "indent with spaces, not tabs"
    ),
    "block sequence entries are not allowed in this context": (
        "a list item '- ' is not allowed here: put the list on the line below its key"
    ),
    "found unknown escape character": (
        "double quotes know no such escape: double the backslash, or use single quotes"
    ),
}
_UNREADABLE = expression("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AT_THE_START = frozenset({"found unexpected end of stream", "found unexpected document indicator"})
"""Problems with a quoted value, which are where it begins and not where it was given up."""


def syntax_fault(error: MarkedYAMLError) -> SyntaxFault:
    """The fault of an error, where it begins."""
    problem = error.problem or error.context or "this is no YAML"
    marks = [error.problem_mark, error.context_mark]
    if problem in _AT_THE_START:
        marks.reverse()
    mark: Any = marks[0] or marks[1]
    return SyntaxFault(_PLAIN.get(problem, problem), mark.index if mark else 0)


def first_unreadable(text: str) -> int:
    """Where the first character is that YAML does not allow; 0 where there is none."""
    match = _UNREADABLE.search(text)
    return match.start() if match else 0
