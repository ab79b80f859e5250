"""The patterns that CloudWatch Logs is known to take and to refuse, and the repairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.grammar.filter_pattern import Form, parse, spelled_out

TAKEN = [
    "",
    " ",
    "[]",
    "ERROR",
    "ERROR ARGUMENTS",
    "?ERROR ?ARGUMENTS",
    "ERROR -ARGUMENTS",
    '"INTERNAL SERVER ERROR"',
    '"Total amount" -"level=DEBUG"',
    '"ORDER-ITEM-1"',
    "%AUTHORIZED%",
    r"%\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}%",
    "%[Ee]rror|[Ff]ail%",
    r"%10\.10\.0\.1%",
    '{ $.eventType = "UpdateTrail" }',
    "{ $.sourceIPAddress != 123.123.* }",
    '{ $.arrayKey[0] = "value" }',
    "{ $.objectList[1].id = 2 }",
    "{ $.SomeObject IS NULL }",
    "{ $.SomeOtherObject NOT EXISTS }",
    "{ $.ThisFlag IS TRUE }",
    "{ $.bandwidth > 75 }",
    "{ $.number[0] = 1e-3 }",
    "{ $.val = * }",
    '{$.message = "test"}',
    '{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }',
    '{ $.user.email = "a" || $.coordinates[0][1] = "n" && $.actions[2] = "n" }',
    '{ $.eventType = "*" && $.sourceIPAddress != 123.123.* }',
    '{$.kubernetes.namespace_name="abc" && $.kubernetes.container_name="def"}',
    "{ ($.errorCode = *UnauthorizedOperation) || ($.errorCode = AccessDenied*) }",
    (
        '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS'
        ' && $.eventType != "AwsServiceEvent" }'
    ),
    "{ $.someString != 111*111 }",
    '{ $.someInt = "1*" }',
    "{ $.someFloat <=     100.0 }",
    '{ $.detail-type = "x" }',
    "{ $.foo = %bar% }",
    "[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]",
    "[..., request =*.html*, status_code = 4*, bytes]",
    (
        "[ip, user, username, timestamp, request =*.html*, status_code = 404"
        " || status_code = 410, bytes]"
    ),
    "[w1=ERROR, w2]",
    "[w1!=ERROR && w1!=WARNING, w2]",
    "[ip, server, username, timestamp, request, status_code, bytes > 1000]",
    '[timestamp=*Z, request_id="*-*", event]',
    "[r=REPORT,...]",
    (
        '[version, account, eni, source, destination, srcport, destport="22", protocol="6",'
        ' packets, bytes, windowstart, windowend, action="REJECT", flowlogstatus]'
    ),
    "[Mon, day, timestamp, ip, id, status = Invalid*]",
    "[time, request_id, level=ERROR*, ...]",
    "[w1=ERROR || W1=WARNING, w2]",
    "{ ((($.a = 1))) || ($.b = -2.5) }",
    "{ $.status > 5* }",
    "[ip, status >= 4*]",
    "[ip, status]\n",
    "x" * 1024,
]
REFUSED = [
    ("[ip, status_code = 4* && bytes > 1000]", "bytes"),
    ('{$.a="x" && $.b', "{"),
    ('{ $.message = "error-response", $.path = "/authenticate" }', ","),
    ("?Status: timeout", ":"),
    ("email@someemail.com", "@"),
    ("PlayerSpawnedInWorld (reason: JoinMultiplayer", "("),
    ('"event": "x"', ":"),
    ('"retrievedReferences":[]', ":"),
    ("`ERROR", "`"),
    (r"C:\temp", ":"),
    ("%fail (a|b)%", "("),
    ("%something!%", "!"),
    ("%größe%", "ö"),
    (r"%stop\(%", r"\("),
    ('?"?REPORT ?NR ?"Task timed out""', '"'),
    ('{ $."sc-status" = 5* }', '$."sc-status"'),
    ('{ $.eventType > "UpdateTrail" }', '"UpdateTrail"'),
    ("{ $.someInt >= someString }", "someString"),
    ('{ $.someInt >= "123" }', '"123"'),
    ('{ status = "401" }', "status"),
    ("{ $.x EXISTS }", "EXISTS"),
    ("{ $.x IS NOT NULL }", "IS NOT NULL"),
    ("[time, id, level=ERROR] || [time, id, level=WARN]", " || [time, id, level=WARN]"),
    ("x" * 1024 + "y", "y"),
    ("{ $.a == 1 }", "=="),
    ("{ $.a = 1 AND $.b = 2 }", "AND"),
    ("{ $.a = 1", "{"),
    ("[a, b = 1", "["),
    ('"never closed', '"never closed'),
    ('{ $.a = "never closed }', '"never closed '),
    ("{ $.a = 1 && }", "&&"),
    ("{ ($.a = 1 }", "("),
    ("{ $.a = 1) }", ")"),
    ("{ }", "{ }"),
    ("{ $.a = %x% && $.b = %y% && $.c = %z% }", "%z%"),
]
SUSPECTED = [
    ("[time, request_id, event_type = BOOKING_*, ...]", "BOOKING_*"),
    ("?a b", "?a b"),
    (' { $.a = "b" }', " "),
    ("[ERROR]", "[ERROR"),
    ('[bytes > "10", ip]', '"10"'),
    ("für", "ü"),
    ("java.lang.Exception", "."),
    ("{ $.a = 'x' }", "'x'"),
    ("{ $.awsRegion = us-east-1 }", "us-east-1"),
]


@pytest.mark.parametrize("text", TAKEN)
def test_a_pattern_that_is_taken_has_no_fault(text: str) -> None:
    assert parse(text).faults == ()


@pytest.mark.parametrize(("text", "place"), REFUSED)
def test_a_pattern_that_is_refused_is_so_for_certain(text: str, place: str) -> None:
    fault = next(fault for fault in parse(text).faults if fault.certain)
    assert text[fault.start : fault.end] == place


@pytest.mark.parametrize(("text", "place"), SUSPECTED)
def test_what_is_only_suspected_is_not_certain(text: str, place: str) -> None:
    (fault,) = parse(text).faults
    assert (fault.certain, text[fault.start : fault.end]) == (False, place)


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("{ $.a == 1 }", "{ $.a = 1 }"),
        ("{ $.a == 1 AND $.b == 2 }", "{ $.a = 1 && $.b = 2 }"),
        ("{ $.a = 1", "{ $.a = 1 }"),
        ("[a, b = 1", "[a, b = 1]"),
        ('{ $."sc-status" = 5* }', "{ $.sc-status = 5* }"),
        ('{ status = "401" }', '{ $.status = "401" }'),
        ("email@someemail.com", '"email@someemail.com"'),
        ("ERROR -a:b", 'ERROR -"a:b"'),
        ("%stop(now)%", r"%stop\x28now\x29%"),
        (r"%stop\(now\)%", r"%stop\x28now\x29%"),
        ("'ERROR'", '"ERROR"'),
        ("[t, e = B_*, ...]", '[t, e = "B_*", ...]'),
        ("{ $.a = 'x' }", '{ $.a = "x" }'),
        (' { $.a = "b" }', '{ $.a = "b" }'),
    ],
)
def test_a_repair_is_offered_where_one_meaning_is_possible(text: str, repair: str) -> None:
    assert {fault.repair for fault in parse(text).faults} == {repair}


@pytest.mark.parametrize(
    "text",
    [
        '"event": "x"',
        "{ $.a > b }",
        "[a = 1 && b = 2]",
        "{ $.a = 1, $.b = 2 }",
        r"C:\temp",
        "{}",
        "%fail (a|b)%",
        "%(ab)+%",
        r"%took (\d+) ms%",
        '$.level = "ERROR"',
        "level = ERROR",
        "}{",
        "\u201cERROR\u201d",
        "{ $.a = \u201cx\u201d }",
        "ERROR || WARN",
        "ERROR*",
        "[a = 1, b = 2}",
        "{ $.a = 1]",
    ],
)
def test_no_repair_is_offered_where_the_meaning_is_open(text: str) -> None:
    assert {fault.repair for fault in parse(text).faults} == {None}


@pytest.mark.parametrize(
    ("text", "form", "fields"),
    [
        ("ERROR", Form.UNSTRUCTURED, ()),
        ("", Form.UNSTRUCTURED, ()),
        ("{ $.a.b = 1 && $.c > 2 && $.a.b < 3 }", Form.JSON, ("$.a.b", "$.c")),
        ("[ip, user = x, ...]", Form.DELIMITED, ("ip", "user")),
    ],
)
def test_the_form_decides_what_dimensions_may_name(
    text: str, form: Form, fields: tuple[str, ...]
) -> None:
    pattern = parse(text)
    assert (pattern.form, pattern.fields) == (form, fields)
    assert pattern.supports_dimensions is (form is not Form.UNSTRUCTURED)


def test_wildcards_are_written_out() -> None:
    pattern = parse("[t, kind = PAY_*, ...]")
    assert spelled_out(pattern, {"PAY_*": ["PAY_OK", "PAY_FAIL"]}) == (
        "[t, kind = PAY_OK || kind = PAY_FAIL, ...]"
    )


def test_a_single_value_may_stand_beside_other_conditions() -> None:
    pattern = parse("[kind = PAY_* && kind != PAY_OLD, t]")
    assert spelled_out(pattern, {"PAY_*": ["PAY_OK", "PAY_OK"]}) == (
        "[kind = PAY_OK && kind != PAY_OLD, t]"
    )


@pytest.mark.parametrize("value", ["PAY-OK", "PAY OK", "PAY_OK, t = 1", "PAY_OK]", "PAY_OK || t"])
def test_a_value_that_is_no_plain_word_is_quoted(value: str) -> None:
    written = spelled_out(parse("[t, kind = PAY_*, ...]"), {"PAY_*": [value]})
    assert written == f'[t, kind = "{value}", ...]'
    assert parse(written).fields == ("t", "kind")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("[t, kind = PAY_*]", {}),
        ("[t, kind = PAY_*]", {"PAY_*": []}),
        ("[t, kind != PAY_*]", {"PAY_*": ["PAY_OK"]}),
        ("[t, kind = PAY*]", {"PAY*": ["PAYED"]}),
        ("[kind = PAY_* && kind != PAY_OLD, t]", {"PAY_*": ["PAY_OK", "PAY_FAIL"]}),
        ("[kind != PAY_OLD && kind = PAY_*, t]", {"PAY_*": ["PAY_OK", "PAY_FAIL"]}),
        ("[t, kind = PAY_*]", {"PAY_*": ['PAY_"']}),
        ("[t, kind = PAY_*]", {"PAY_*": ["PAY_*"]}),
        ("[t, kind = PAY_*]", {"PAY_*": [""]}),
    ],
)
def test_wildcards_stay_where_the_values_are_not_known(
    text: str, values: dict[str, list[str]]
) -> None:
    assert spelled_out(parse(text), values) is None


ALPHABET = st.sampled_from([*'{}[]()$.,"%?-*_=!<>&| ab1:@\\', "IS", "NOT", "EXISTS", "\n", "é"])


@given(st.lists(ALPHABET, max_size=30).map("".join))
def test_no_text_makes_it_raise_and_repairs_are_right(text: str) -> None:
    for fault in parse(text).faults:
        assert 0 <= fault.start <= fault.end <= len(text)
        if fault.repair is not None:
            assert not any(left.certain for left in parse(fault.repair).faults)


def test_deep_and_long_texts_are_read_without_recursion() -> None:
    assert parse("{" + "(" * 1000).faults
    assert parse("[" * 100_000).faults
