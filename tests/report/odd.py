"""Reports with any text that there may be, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from auditor.model.finding import Confidence, Safety, Severity
from auditor.model.report import Entry, Offer, Replacement, Report, Status
from auditor.model.text import Position

ODD = (
    "",
    "a\nb",
    "a\r\nb",
    "\x00\x1b[31m",
    "\ud800",
    "\udc80",
    "|`<b>",
    "]]>",
    "%0A",
    "a:b,c",
    "\ufffe",
)
"""Texts that formats stumble over."""

texts = st.one_of(
    st.sampled_from(ODD),
    st.text(alphabet=st.characters(exclude_categories=()), max_size=30),
)
positions = st.builds(Position, st.integers(1, 10_000), st.integers(1, 10_000))
replacements = st.builds(Replacement, texts, positions, positions, texts)
offers = st.builds(
    Offer,
    title=texts,
    safety=st.sampled_from(Safety),
    edits=st.just(()),
    replacements=st.lists(replacements, max_size=2).map(tuple),
)
entries = st.builds(
    Entry,
    rule=st.sampled_from(("some-rule", "other-rule")),
    severity=st.sampled_from(Severity),
    confidence=st.sampled_from(Confidence),
    message=texts,
    file=texts,
    start=positions,
    end=positions,
    line=texts,
    resource=st.none() | texts,
    path=texts,
    url=st.none() | st.just("https://docs.aws.amazon.com/"),
    status=st.sampled_from(Status),
    fix=st.none() | offers,
    note=st.none() | texts,
)
reports = st.builds(
    Report,
    entries=st.lists(entries, max_size=6).map(tuple),
    files=st.integers(1, 10_000),
    least=st.sampled_from((Safety.SAFE, Safety.UNSAFE)),
)
