"""Patterns fit what those of other engines fit, and never take long."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.schemas.pattern import compiled
from auditor.schemas.pattern_syntax import BadPattern

FITTING = {
    "empty": ("", "anything"),
    "anywhere": ("b", "abc"),
    "start": ("^alias/", "alias/our"),
    "end": ("-prod$", "queue-prod"),
    "whole": ("^[a-z][a-z0-9-]{2,62}$", "my-bucket-1"),
    "branches": ("^(dev|test|prod)$", "test"),
    "empty branch": ("^a(b|)c$", "ac"),
    "group that is not kept": ("^(?:ab)+$", "abab"),
    "lazy": ("^a+?b$", "aab"),
    "repeated nothing": ("^(a*)*$", "aa"),
    "counted nothing": ("^(){9999}a{0}b$", "b"),
    "least": ("^a{2,}$", "aaaa"),
    "classes": (r"^\d\w\s\D\W\S$", "1a b-c"),
    "class in a set": (r"^[\d.]+$", "10.0.0.1"),
    "set without": ("^[^/]+$", "plain"),
    "minus in a set": ("^[a-]+$", "a-a"),
    "brackets in a set": (r"^[\[\]]+$", "[]"),
    "boundary": (r"\bour\b", "from our team"),
    "no boundary": (r"\Bur", "our"),
    "code points": (r"^\x41\u00e9$", "Aé"),
    "marks": (r"^\$\{a\}\.\*$", "${a}.*"),
    "any but line ends": ("^a.c$", "a\tc"),
}
UNFIT = {
    "not at the start": ("^our", "your"),
    "end is the end": ("a$", "a\n"),
    "line end is not any": ("^a.c$", "a\nc"),
    "too few": ("^a{2,3}$", "a"),
    "too many": ("^a{2,3}$", "aaaa"),
    "digits of other scripts": (r"^\d$", "\u0663"),
    "other case": ("^A$", "a"),
}
REFUSED = {
    "(?=a)": "looks around",
    "(?!aws:)": "looks around",
    "(?<=a)b": "looks around",
    "(?<name>a)": "looks around",
    "(?P<name>a)": "looks around",
    "(a)\\1": "'\\1'",
    "\\p{L}": "'\\p'",
    "\\": "'\\'",
    "(a": "'(' without",
    "a)": "')' without",
    "[a": "'[' without",
    "[z-a]": "ends before it begins",
    "*a": "repeats nothing",
    "a**": "repeats nothing",
    "^*": "cannot be repeated",
    "a{3,2}": "cannot be repeated",
    "a{9999}": "too large",
    "((a{50}){50}){50}": "too large",
    "(" * 200 + ")" * 200: "nested too deeply",
    "a" * 2_000: "longer than",
}


@pytest.mark.parametrize(("pattern", "text"), FITTING.values(), ids=FITTING)
def test_it_fits(pattern: str, text: str) -> None:
    assert compiled(pattern).search(text) is True


@pytest.mark.parametrize(("pattern", "text"), UNFIT.values(), ids=UNFIT)
def test_it_does_not_fit(pattern: str, text: str) -> None:
    assert compiled(pattern).search(text) is False


@pytest.mark.parametrize(("pattern", "says"), REFUSED.items(), ids=range(len(REFUSED)))
def test_it_is_refused(pattern: str, says: str) -> None:
    with pytest.raises(BadPattern, match=re.escape(says)):
        compiled(pattern)


PIECES = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\w", r"\b", "^", "$"]),
    lambda inner: (
        st.builds("({}|{})".format, inner, inner)
        | st.builds("{}{}".format, inner, inner)
        | st.builds("(?:{})?".format, inner)
        | st.builds("(?:x{})*".format, inner)
        | st.builds("(?:{}){{1,2}}".format, inner)
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(PIECES, st.text(alphabet="abx-", max_size=6))
def test_it_fits_as_with_another_engine(pattern: str, text: str) -> None:
    assert compiled(pattern).search(text) is (re.search(pattern, text) is not None)


@given(st.text(alphabet="ab()[]{}|*+?^$\\.-,0123", max_size=12))
def test_any_text_is_a_pattern_or_refused(text: str) -> None:
    with suppress(BadPattern):
        assert compiled(text).search("ab01") in (True, False)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "a*a*a*a*a*b", "(.*)*x"])
def test_patterns_that_backtrack_elsewhere_are_answered(pattern: str) -> None:
    assert compiled(pattern).search("a" * 5_000 + "!") is False


def test_a_text_that_is_too_long_for_a_pattern_is_not_looked_at() -> None:
    assert compiled("^a{900}$").search("a" * 100_000) is None
