"""The page in a browser: filter, keyboard, colours, and that nothing of a template runs."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from auditor.model.finding import Severity
from auditor.model.report import Report
from auditor.model.stack import Edge, Node, Stack
from auditor.report.html import render
from tests.report.entries import entry
from tests.report.html.conftest import Open, Opened
from tests.report.html.stories import EVIL, FRAME, changed, fixing, story, told, whole
from tests.runner import Workspace

CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => color.slice(0, 3)
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = rgba(getComputedStyle(one).backgroundColor);
      if (color[3] === 255) return color;
      if (color[3] !== 0) throw new Error("half seen through");
    }
    throw new Error("no background");
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!own || ["SCRIPT", "STYLE", "title"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    let front = style.color, back;
    if (element.tagName === "text") {
      front = style.fill;
      const box = element.closest(".node").querySelector(
        element.classList.contains("count") ? ".badge" : "rect");
      back = rgba(getComputedStyle(box).fill);
    } else {
      back = behind(element);
    }
    found.push([ratio(rgba(front), back), element.className.baseVal ?? element.className,
      element.textContent.slice(0, 40)]);
  }
  return found;
}"""
"""The contrast of all texts: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""

FOCUS = """() => {
  const one = document.activeElement;
  const at = one.matches("a.node") ? one.querySelector("rect") : one;
  const around = one.closest(".box") ?? at;
  const style = getComputedStyle(around);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const drawn = at.matches("rect") && parseFloat(style.strokeWidth) >= 4;
  return [one.id || `${one.tagName}.${one.className.baseVal ?? one.className}`, outlined || drawn];
}"""

EVERY = [
    "it is wrong",
    "it is wrong",
    "it is wrong",
    "odd one",
    "it is wrong",
]


@pytest.mark.parametrize(
    ("field", "action", "expected"),
    [
        pytest.param("#text", "odd", ["odd one"], id="text"),
        pytest.param("#text", "ODD warning-rule", ["odd one"], id="words in any order"),
        pytest.param("#text", "b.yaml", ["it is wrong"], id="file in text"),
        pytest.param("#text", "other: y info", ["it is wrong"], id="text of lines"),
        pytest.param("#text", "nowhere", [], id="nothing"),
        pytest.param("#rule", "warning-rule", ["odd one"], id="rule"),
        pytest.param("#file", "1", ["it is wrong"], id="file"),
    ],
)
def test_the_filter(visit: Open, field: str, action: str, expected: list[str]) -> None:
    opened = visit(whole())
    place = opened.page.locator(field)
    if field == "#text":
        place.fill(action)
    else:
        place.select_option(action)
    assert opened.shown == expected
    assert opened.page.locator("#count").inner_text() == f"{len(expected)} of 5 shown"
    assert opened.page.locator("#none").is_visible() is (not expected)


@pytest.mark.parametrize(
    ("box", "count"),
    [
        ("[value=error]", 2),
        ("[value=warning]", 4),
        ("[value=open]", 2),
        ("[value=fixed]", 4),
        ("[value=rejected]", 4),
    ],
)
def test_boxes_take_findings_away_and_bring_them_back(visit: Open, box: str, count: int) -> None:
    opened = visit(whole())
    assert sorted(opened.shown) == sorted(EVERY)
    opened.page.locator(box).uncheck()
    assert len(opened.shown) == count
    opened.page.locator(box).check()
    assert len(opened.shown) == 5


@pytest.mark.parametrize("java_script_enabled", [True, False], ids=["script", "no script"])
def test_suppressed_findings_are_behind_a_box(visit: Open, *, java_script_enabled: bool) -> None:
    opened = visit(whole(), java_script_enabled=java_script_enabled)
    assert "known already" not in opened.shown
    headings = opened.page.locator("h3").filter(visible=True)
    assert headings.count() == 2
    opened.page.locator("#suppressed").check()
    assert opened.shown[-1] == "known already"
    assert headings.count() == 3


def test_without_a_script_all_is_there_but_the_filter(visit: Open) -> None:
    opened = visit(whole(), java_script_enabled=False)
    assert len(opened.shown) == 5
    assert not opened.page.locator("#text").is_visible()
    assert not opened.page.locator("#theme").is_visible()
    fixed = opened.page.locator("#f4")
    assert not fixed.is_visible()
    opened.page.locator("[data-node='2']").click()
    fixed.wait_for(state="visible")
    assert opened.page.url.endswith("#f4")


def test_the_keyboard_filters(visit: Open) -> None:
    opened = visit(whole())
    keys = opened.page.keyboard
    keys.press("/")
    assert opened.focused == "text"
    keys.type("odd/")
    assert opened.page.locator("#text").input_value() == "odd/"
    assert opened.shown == []
    keys.press("Backspace")
    assert opened.shown == ["odd one"]
    keys.press("Escape")
    assert len(opened.shown) == 5
    assert opened.focused == "BODY"


def test_escape_leaves_the_box_of_what_is_suppressed(visit: Open) -> None:
    opened = visit(whole())
    opened.page.locator("#suppressed").check()
    opened.page.keyboard.press("/")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#suppressed").is_checked()
    assert len(opened.shown) == 6


def test_the_first_key_skips_to_the_findings(visit: Open) -> None:
    opened = visit(whole())
    opened.page.keyboard.press("Tab")
    skip = opened.page.locator(".skip")
    assert skip.bounding_box() is not None
    assert opened.run("document.activeElement.className") == "skip"
    assert opened.run("document.activeElement.getBoundingClientRect().top") >= 0
    opened.page.keyboard.press("Enter")
    assert opened.focused == "findings"


def test_a_finding_is_opened_and_closed_by_keys(visit: Open) -> None:
    opened = visit(whole())
    body = opened.page.locator("#f1")
    opened.page.locator(".finding summary").first.focus()
    for is_open in (False, True):
        opened.page.keyboard.press("Enter")
        assert body.is_visible() is is_open


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_can_be_seen_wherever_it_is(visit: Open, scheme: str) -> None:
    opened = visit(whole(), color_scheme=scheme)
    seen: list[str] = []
    for _ in range(60):
        opened.page.keyboard.press("Tab")
        if opened.focused == "BODY":
            break
        name, is_seen = opened.run(FOCUS)
        assert is_seen, name
        seen.append(name)
    assert {"theme", "text", "rule", "file", "suppressed", "a.node error"} <= set(seen)
    assert seen.count("SUMMARY.") == 7
    assert seen.count("PRE.code") > 3


def test_a_resource_leads_to_its_finding(visit: Open) -> None:
    opened = visit(whole())
    assert not opened.page.locator("#f4").is_visible()
    node = opened.page.locator("a.node.fixed")
    node.focus()
    assert opened.page.locator(".edge.near").count() == 1
    opened.page.keyboard.press("Enter")
    opened.page.locator(".finding:has(#f4) > summary:focus").wait_for()
    assert opened.page.locator("#f4").is_visible()
    assert opened.page.locator(".edge.near").count() == 0


def test_a_resource_leads_to_a_finding_that_the_filter_hides(visit: Open) -> None:
    opened = visit(whole())
    opened.page.locator("[value=fixed]").uncheck()
    assert opened.page.locator(".finding.fixed").is_hidden()
    opened.page.locator("a.node.fixed").click()
    opened.page.locator(".finding:has(#f4) > summary:focus").wait_for()
    assert opened.page.locator(".finding.fixed").is_visible()


def test_an_address_of_a_finding_opens_it(visit: Open) -> None:
    opened = visit(whole())
    opened.page.goto(f"{opened.address}#f4")
    opened.page.locator(".finding:has(#f4) > summary:focus").wait_for()
    assert opened.page.locator("#f4").is_visible()


def colours(opened: Opened) -> tuple[str, str]:
    style = "getComputedStyle(document.body)"
    return opened.run(f"{style}.backgroundColor"), opened.run(f"{style}.color")


def test_dark_and_light_differ_and_can_be_changed(visit: Open) -> None:
    light, dark = visit(whole(), color_scheme="light"), visit(whole(), color_scheme="dark")
    in_light, in_dark = colours(light), colours(dark)
    assert set(in_light).isdisjoint(in_dark)
    for opened, here, there in ((light, in_light, in_dark), (dark, in_dark, in_light)):
        toggle = opened.page.locator("#theme")
        name = toggle.inner_text()
        toggle.click()
        assert colours(opened) == there
        assert toggle.inner_text() != name
        toggle.click()
        assert colours(opened) == here


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_texts_can_be_read(visit: Open, scheme: str) -> None:
    opened = visit(whole(), color_scheme=scheme)
    opened.page.locator("#suppressed").check()
    opened.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = opened.run(CONTRASTS)
    assert len(found) > 100
    assert [text for text in found if text[0] < 4.5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_has_everything_but_the_filter(visit: Open, scheme: str) -> None:
    opened = visit(whole(), color_scheme=scheme)
    opened.page.emulate_media(media="print", color_scheme="dark")
    assert colours(opened)[0] == "rgb(255, 255, 255)"
    assert not opened.page.locator("#filter").is_visible()
    opened.run("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.locator("#f4").is_visible()
    opened.run("dispatchEvent(new Event('afterprint'))")
    opened.page.emulate_media(media="screen")
    assert not opened.page.locator("#f4").is_visible()


@pytest.mark.parametrize("width", [360, 800, 1_600])
def test_the_page_is_never_wider_than_the_window(visit: Open, width: int) -> None:
    long = "x" * 300
    wide = entry(message=long, file=long, resource=long, path=long, rule="long-" * 12)
    nodes = tuple(Node(f"Resource{place}", "AWS::SNS::Topic") for place in range(12))
    edges = tuple(
        Edge(one.logical_id, other.logical_id, ("Ref",)) for one, other in pairwise(nodes)
    )
    stack = Stack("a.yaml", nodes, edges)
    made = story(wide, changed(fixing(), resource="Resource0"), stacks=(stack,))
    opened = visit(made, viewport={"width": width, "height": 800})
    assert opened.run("document.documentElement.scrollWidth") <= width


def test_a_wide_graph_is_made_to_fit(visit: Open) -> None:
    nodes = tuple(Node(f"Resource{place}", "AWS::SNS::Topic") for place in range(12))
    edges = tuple(
        Edge(one.logical_id, other.logical_id, ("Ref",)) for one, other in pairwise(nodes)
    )
    stack = Stack("a.yaml", nodes, edges)
    opened = visit(story(entry(resource="Resource3"), stacks=(stack,)))
    is_cut = "(() => { const it = document.querySelector('.canvas');"
    is_cut += " return it.scrollWidth > it.clientWidth; })()"
    assert opened.run(is_cut) is True
    opened.page.locator(".fit").click()
    assert opened.run(is_cut) is False
    assert opened.page.locator(".fit").get_attribute("aria-pressed") == "true"


def test_a_small_graph_needs_no_fitting(visit: Open) -> None:
    opened = visit(whole())
    assert opened.page.locator(".fit").count() == 1
    assert not opened.page.locator(".fit").is_visible()


def evil() -> Report:
    texts: dict[str, Any] = {"rule": EVIL, "message": EVIL, "file": EVIL, "path": EVIL}
    one = entry(**texts, resource=EVIL, note=EVIL, url="https://x/" + EVIL)
    frame = tuple(changed(line, text=EVIL) for line in FRAME)
    stack = Stack(EVIL, (Node(EVIL, EVIL),), (Edge(EVIL, EVIL, (EVIL,)),))
    return story(changed(one, frame=frame), told(entry()), stacks=(stack,))


def test_nothing_of_a_template_runs(visit: Open) -> None:
    opened = visit(evil())
    assert opened.page.locator("img").count() == 0
    opened.page.locator("#text").fill("onerror")
    assert opened.shown == [EVIL]
    opened.page.locator("#rule").select_option(EVIL)
    assert opened.shown == [EVIL]
    opened.page.locator("a.node").click()
    assert opened.run("typeof window.ran") == "undefined"


def test_nothing_of_a_real_template_runs(visit: Open, workspace: Workspace) -> None:
    attack = "</script><img src=x onerror=window.ran=1>"
    tree = {
        "Description": attack,
        "Resources": {
            f"A{attack}": {
                "Type": "AWS::Events::Rule",
                "Properties": {"Name": attack, "ScheduleExpression": f"rate(1 days){attack}"},
                "DependsOn": f"B{attack}",
            },
            f"B{attack}": {"Type": f"AWS::{attack}"},
        },
    }
    workspace.write("<img onerror=a>.json", json.dumps(tree, indent=2))
    result = workspace.check(".", "--output-format", "html")
    assert result.out.count("onerror") > 10
    opened = visit(result.out)
    opened.page.locator("a.node").first.click()
    opened.page.locator("summary:focus").wait_for()
    assert opened.page.locator("img").count() == 0
    assert opened.run("typeof window.ran") == "undefined"


def test_even_what_came_to_be_an_element_would_not_run(visit: Open) -> None:
    planted = (
        "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"
        "<p id=planted style='color: red'>text</p><a id=link href='javascript:window.ran=1'>x</a>"
    )
    opened = visit(render(whole()).replace("<h2", f"{planted}<h2", 1))
    opened.page.locator("#link").click()
    assert opened.run("typeof window.ran") == "undefined"
    assert opened.run("getComputedStyle(planted).color") != "rgb(255, 0, 0)"
    assert any("Content Security Policy" in text for text in opened.said)
    opened.said.clear()
    assert opened.run("document.querySelector('img').naturalWidth") == 0
    opened.asked.remove(opened.address.replace("0.html", "x"))


def test_a_thousand_findings_are_filtered_at_once(visit: Open) -> None:
    many = [
        changed(fixing(), file=f"{place // 50}.yaml", message=f"number {place} is wrong")
        for place in range(1_000)
    ]
    opened = visit(story(*many, entry(severity=Severity.INFO)))
    took = opened.run(
        """(() => {
          const start = performance.now();
          const field = document.getElementById("text");
          field.value = "number 77";
          field.dispatchEvent(new Event("input", { bubbles: true }));
          document.body.getBoundingClientRect();
          return performance.now() - start;
        })()"""
    )
    assert len(opened.shown) == 19
    assert took < 2_000
