"""The page as text: whole, the same each time, and no text of others is anything but text."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given, settings

from auditor.model.finding import Safety, Severity
from auditor.model.report import Report, Status
from auditor.model.stack import Edge, Node, Stack
from auditor.model.suppression import SuppressedBy
from auditor.report.html import render
from tests.report.entries import entry, offer, report
from tests.report.html.reading import Reader
from tests.report.html.stories import (
    EVIL,
    FRAME,
    HUNK,
    STACK,
    changed,
    fixing,
    reports,
    story,
    told,
    whole,
)

KNOWN_TAGS = """
html head meta title style body script a header main section div span p h1 h2 h3 dl dd dt ul li
form label input kbd select option small output button details summary
svg path g rect text code pre mark b i figure figcaption del ins table thead tbody tr th td
"""
MEGABYTE = 1_000_000


@given(made=reports())
@settings(max_examples=60, deadline=None)
def test_whatever_the_texts_are_the_page_is_whole(made: Report) -> None:
    written = render(made)
    read = Reader(written)
    assert read.faults == []
    assert read.tags <= set(KNOWN_TAGS.split())
    for _, attributes in read.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert [one for one in written if one < " " and one != "\n"] == []
    written.encode()


def test_the_same_report_is_the_same_page() -> None:
    assert render(whole()) == render(whole())


def test_evil_texts_are_only_shown() -> None:
    evil = entry(
        rule=EVIL,
        message=EVIL,
        file=EVIL,
        resource=EVIL,
        path=EVIL,
        note=EVIL,
        status=Status.REJECTED,
        fix=changed(offer(title=EVIL), hunks=(changed(HUNK, file=EVIL),)),
    )
    stack = Stack(EVIL, (Node(EVIL, EVIL),), (Edge(EVIL, EVIL, (EVIL,)),))
    frame = tuple(changed(line, text=EVIL) for line in FRAME)
    read = Reader(render(story(changed(evil, frame=frame), stacks=(stack,))))
    assert read.faults == []
    assert "img" not in read.tags
    assert read.text.count(EVIL) >= 8


def test_nothing_is_asked_for_and_only_its_own_script_and_style_may_run() -> None:
    written = render(whole())
    read = Reader(written)
    assert not {"link", "img", "iframe", "object", "base"} & read.tags
    assert read.having("src") == []
    links = [one["href"] for one in read.having("href")]
    assert all(link.startswith(("#", "https://")) for link in links)
    (policy,) = read.having("http-equiv", "Content-Security-Policy")
    assert policy["content"].startswith("default-src 'none'; ")
    assert "unsafe" not in policy["content"]
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", written, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy["content"]
        assert "url(" not in content
        assert "http" not in content


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://example.com/", "data:text/html,x"])
def test_only_secure_addresses_are_links(url: str) -> None:
    read = Reader(render(story(entry(url=url))))
    assert url not in {one["href"] for one in read.having("href")}


def test_all_links_within_the_page_lead_somewhere() -> None:
    read = Reader(render(whole()))
    ids = [one["id"] for one in read.having("id")]
    assert len(ids) == len(set(ids))
    goals = {one["href"][1:] for one in read.having("href") if one["href"].startswith("#")}
    assert goals <= set(ids)
    assert {"f1", "f2", "findings"} <= goals
    named = {one["aria-labelledby"] for one in read.having("aria-labelledby")}
    assert named <= set(ids)


@pytest.mark.parametrize(
    ("made", "texts"),
    [
        pytest.param(fixing(), ["Fix", "Mend it", "fixable"], id="safe"),
        pytest.param(fixing(Safety.UNSAFE), ["Unsafe fix", "Mend it"], id="unsafe"),
        pytest.param(fixing(Safety.DISPLAY), ["Help", "Mend it"], id="advice"),
        pytest.param(
            entry(status=Status.FIXED, fix=offer()), ["Fixed", "Mend it", "was error"], id="fixed"
        ),
        pytest.param(
            entry(status=Status.REJECTED, fix=offer(), note="no room"),
            ["fix rejected", "Not fixed", "no room"],
            id="rejected",
        ),
        pytest.param(
            entry(status=Status.SUPPRESSED, note="on purpose", suppressed_by=SuppressedBy.BASELINE),
            ["suppressed", "Reason", "on purpose"],
            id="suppressed",
        ),
    ],
)
def test_what_is_said_of_a_finding(made: object, texts: list[str]) -> None:
    assert isinstance(made, type(entry()))
    read = Reader(render(story(made)))
    assert [text for text in texts if text not in read.texts and f" {text}" not in read.texts] == []


def test_what_is_no_safe_fix_is_not_called_fixable() -> None:
    assert "fixable" not in Reader(render(story(fixing(Safety.UNSAFE)))).texts


def test_suppressed_findings_mark_no_resource() -> None:
    hidden = entry(status=Status.SUPPRESSED, suppressed_by=SuppressedBy.SOURCE)
    read = Reader(render(story(hidden)))
    assert "svg" not in read.tags
    assert read.having("id", "suppressed")


def test_a_resource_has_the_colour_of_its_worst_open_finding() -> None:
    read = Reader(
        render(
            story(
                entry(severity=Severity.INFO, message="small"),
                entry(severity=Severity.WARNING, message="bigger"),
                entry(status=Status.FIXED, severity=Severity.ERROR),
                entry(status=Status.FIXED, resource="C"),
            )
        )
    )
    nodes = {one["data-node"]: one for one in read.having("data-node")}
    assert [nodes[place]["class"] for place in "0123"] == [
        "node warning",
        "node",
        "node fixed",
        "node",
    ]
    assert nodes["0"]["href"] == "#f2"
    label = "A, AWS::Lambda::Function: 1 warning, 1 info, 1 fixed. bigger"
    assert nodes["0"]["aria-label"] == label
    assert "1 warning +1" in read.texts


def test_findings_in_files_beside_a_template_mark_its_resources() -> None:
    beside = changed(entry(file="src/app.py"), template="a.yaml")
    nodes = Reader(render(story(beside))).of_class("node")
    assert [node["class"] for node in nodes] == ["node error", "node", "node", "node"]
    other = changed(entry(file="src/app.py"), template="b.yaml")
    assert "svg" not in Reader(render(story(other))).tags


def test_the_graph_is_told_in_words_too() -> None:
    text = Reader(render(whole())).text
    assert "A names B (Fn::GetAtt), C (Ref, DependsOn, under a condition)" in text


def test_a_resource_that_names_itself() -> None:
    stack = changed(STACK, edges=(Edge("A", "A", ("Ref",)),))
    (edge,) = Reader(render(story(entry(), stacks=(stack,)))).of_class("edge")
    assert (edge["data-from"], edge["data-to"]) == ("0", "0")


def test_of_a_stack_that_is_too_big_what_is_near_a_finding_is_drawn() -> None:
    many = [f"R{place}" for place in range(700)]
    stack = Stack(
        "a.yaml",
        tuple(Node(name, "AWS::SNS::Topic") for name in many),
        tuple(Edge("R0", name, ("Ref",)) for name in many[1:9]),
    )
    read = Reader(render(story(entry(resource="R0"), stacks=(stack,))))
    assert len(read.having("data-node")) == 9
    assert any("9 of 700 resources" in text for text in read.texts)


def test_graphs_that_are_too_many_are_counted() -> None:
    nodes = tuple(Node(f"R{place}", "AWS::SNS::Topic") for place in range(500))
    stacks = tuple(Stack(f"{place}.yaml", nodes, ()) for place in range(7))
    entries = [entry(file=stack.file, resource="R0") for stack in stacks]
    read = Reader(render(story(*entries, stacks=stacks)))
    assert read.tags >= {"svg"}
    assert len(read.of_class("graph")) == 6
    assert "1 more graph is left out here." in read.texts


@pytest.mark.parametrize(("count", "summaries"), [(6, []), (7, ["1 more graph"])])
def test_many_graphs_are_folded_away(count: int, summaries: list[str]) -> None:
    stacks = tuple(changed(STACK, file=f"{place}.yaml") for place in range(count))
    read = Reader(render(story(*(entry(file=stack.file) for stack in stacks), stacks=stacks)))
    assert len(read.of_class("graph")) == count
    assert [text for text in read.texts if "more graph" in text] == summaries


def test_a_thousand_findings() -> None:
    many = [changed(fixing(), file=f"{place // 50}.yaml") for place in range(1_000)]
    written = render(story(*many))
    assert len(written) < 5 * MEGABYTE
    assert len(Reader(written).of_class("diff")) == 1_000


def test_lines_that_are_too_many_are_counted() -> None:
    wide = changed(fixing(), frame=tuple(changed(line, text="x" * 200) for line in FRAME * 4))
    read = Reader(render(story(*[wide] * 2_000)))
    assert len(read.of_class("finding")) == 2_000
    assert any("lines of" in text and "left out" in text for text in read.texts)


def test_few_findings_are_opened_and_many_are_not() -> None:
    assert Reader(render(story(told(entry())))).of_class("finding")[0].get("open") == ""
    assert "open" not in Reader(render(story(*[entry()] * 40))).of_class("finding")[0]


@pytest.mark.parametrize("files", [0, 3])
def test_nothing_found(files: int) -> None:
    read = Reader(render(report(files=files)))
    assert read.faults == []
    assert not {"form", "svg", "details"} & read.tags
    assert ("No findings in 3 files" if files else "No templates were checked") in read.texts
    assert read.having("href") == [{"class": "skip", "href": "#main"}]
