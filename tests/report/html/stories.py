"""Reports made by hand, with lines, diffs and stacks."""

from __future__ import annotations

from typing import Any, TypeVar

from hypothesis import strategies as st

from auditor.model.excerpt import Hunk, HunkLine, SourceLine
from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Report, Status
from auditor.model.stack import Edge, Node, Stack
from auditor.model.suppression import SuppressedBy
from tests.report import odd
from tests.report.entries import entry, offer

Shape = TypeVar("Shape")

EVIL = '</code></pre></title></style></script><img src=x onerror="window.ran=1" \'>&amp;<!--'
"""What opens an element, or ends a value, wherever it is not escaped."""

FRAME = (
    SourceLine(2, "  A:"),
    SourceLine(3, "    name: x"),
    SourceLine(4, "    other: y"),
)
HUNK = Hunk(
    "a.yaml",
    (
        HunkLine(" ", SourceLine(2, "  A:")),
        HunkLine("-", SourceLine(3, "    name: one thing")),
        HunkLine("+", SourceLine(3, "    name: two thing")),
        HunkLine(" ", SourceLine(4, "    other: y")),
    ),
)
STACK = Stack(
    "a.yaml",
    (
        Node("A", "AWS::Lambda::Function"),
        Node("B", "AWS::IAM::Role"),
        Node("C", "AWS::SNS::Topic"),
        Node("D", "AWS::SQS::Queue"),
    ),
    (Edge("A", "B", ("Fn::GetAtt",)), Edge("A", "C", ("Ref", "DependsOn"), conditional=True)),
)


def changed(one: Shape, **fields: Any) -> Shape:
    """A copy of a shape of the model with other values in some fields."""
    shape: Any = type(one)
    known = {name: getattr(one, name) for name in shape.__match_args__}
    return type(one)(**(known | fields))


def told(one: Entry) -> Entry:
    """The entry with the lines around it."""
    return changed(one, frame=FRAME)


def fixing(safety: Safety = Safety.SAFE) -> Entry:
    """An entry with a fix and what that changes."""
    return told(entry(rule="fixable-rule", fix=changed(offer(safety), hunks=(HUNK,))))


def story(*entries: Entry, stacks: tuple[Stack, ...] = (STACK,)) -> Report:
    """A report of one stack."""
    return Report(entries, 1, Safety.SAFE, stacks)


def whole() -> Report:
    """A report with a finding of each kind."""
    return story(
        fixing(),
        told(
            entry(rule="warning-rule", severity=Severity.WARNING, resource="B", message="odd one")
        ),
        told(entry(rule="info-rule", severity=Severity.INFO, resource="B", file="b.yaml")),
        told(entry(status=Status.FIXED, resource="C", fix=offer())),
        told(entry(status=Status.REJECTED, note="a comment would be lost", fix=offer())),
        told(
            entry(
                message="known already",
                status=Status.SUPPRESSED,
                note="on purpose",
                suppressed_by=SuppressedBy.SOURCE,
                file="c.yaml",
            )
        ),
    )


lines = st.builds(
    SourceLine,
    st.integers(1, 12),
    odd.texts,
    st.integers(0, 2_000),
    st.integers(0, 2_000),
)
hunks = st.builds(
    Hunk,
    odd.texts,
    st.lists(st.builds(HunkLine, st.sampled_from((" ", "-", "+")), lines), max_size=6).map(tuple),
    st.integers(0, 3),
)
names = ("A", "B", EVIL, "\x1b", "日本")
stacks = st.builds(
    Stack,
    odd.texts,
    st.just(tuple(Node(name, f"AWS::{name}") for name in names)),
    st.lists(
        st.builds(
            Edge,
            st.sampled_from(names),
            st.sampled_from(names),
            st.just(("Ref",)),
            st.booleans(),
        ),
        max_size=8,
        unique_by=lambda edge: (edge.source, edge.target),
    ).map(tuple),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports with any text there may be, in all places."""
    made = draw(odd.reports)
    drawn = draw(st.lists(stacks, max_size=2))
    return changed(
        made,
        stacks=tuple(drawn),
        entries=tuple(_filled(draw, one, drawn) for one in made.entries),
    )


def _filled(draw: st.DrawFn, one: Entry, drawn: list[Stack]) -> Entry:
    own = tuple(draw(st.lists(hunks, max_size=2)))
    files = [one.file, *(stack.file for stack in drawn)]
    return changed(
        one,
        frame=tuple(draw(st.lists(lines, max_size=4))),
        fix=None if one.fix is None else changed(one.fix, hunks=own),
        resource=draw(st.sampled_from((None, *names))),
        template=draw(st.sampled_from((None, *files))),
    )
