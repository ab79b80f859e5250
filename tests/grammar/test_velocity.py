"""Velocity templates: blocks with their ends, and calls of what API Gateway offers."""

from __future__ import annotations

import pytest

from auditor.grammar.velocity import block_faults, unknown_calls


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"statusCode": 200}',
        "#set($a = 1)$a",
        "#if($a)x#end",
        '#if ($a == "(") x #elseif($b) y #{else}z#{end}',
        "#foreach($one in $input.path('$.a'))#if($one)x#else y#end,#end",
        "#define($block)text#end",
        "## #if($a)\nx",
        "#* #if($a) *#x",
        "#[[ #if($a) ]]#x",
        "\\#if($a) x",
        '{"colour": "#ifa0b0", "line": "#1"}',
        "#if without brackets",
        "#endpoint #iffy #set",
        "#if($a == 'it)",
    ],
)
def test_blocks_that_are_closed(text: str) -> None:
    assert list(block_faults(text)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#if($a)x", "#if has no #end"),
        ("#foreach($a in $b)#if($a)x#end", "#foreach has no #end"),
        ("x#end", "#end has no block"),
        ("#if($a)x#end#end", "#end has no block"),
        ("x #else y", "#else has no #if"),
        ("#* #* *# #end", "#end has no block"),
    ],
)
def test_blocks_that_are_not(text: str, said: str) -> None:
    (fault,) = block_faults(text)
    assert said in fault.message
    assert text[fault.start] == "#"


def test_what_util_and_input_do_not_have() -> None:
    right = "$util.parseJson($b) $util.base64Encode($c) $input.json('$')"
    text = f"$util.toJson($a) {right} $!{{input.bodyAsJson}}"
    assert [fault.message for fault in unknown_calls(text)] == [
        "$util has no toJson",
        "$input has no bodyAsJson",
    ]


@pytest.mark.parametrize(
    "text", ["#if(" * 20_000, "#if($a)" * 20_000, "#*" * 50_000, "\\" * 90_000]
)
def test_large_templates_are_read(text: str) -> None:
    assert len(list(block_faults(text))) <= 1
