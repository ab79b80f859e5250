"""What nothing decides is weighed by all words; a refusal is compared with the errors of rules."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditor.data.error_families import Family
from auditor.data.kind_words import kind_words, likely_kinds, said_of_rule
from auditor.data.known_errors import Kind
from auditor.diagnose.alike import alike
from auditor.diagnose.event import Event, Phase
from auditor.diagnose.known import Verdict
from auditor.diagnose.likely import likely, speaking, words_of
from auditor.diagnose.words import pairs, stems
from tests.diagnose.test_inputs import CATALOGUE, diagnosis


def kinds(text: str) -> tuple[str, str | None]:
    verdict = diagnosis(text).causes[0].verdict
    return verdict.kind.value, None if verdict.other is None else verdict.other.value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The zip of the bundle could be built neither by docker nor by npm install", "packaging"),
        ("region eu-west-1 is wrong; expecting eu-west-3", "refused"),
        ("Aws credentials of the profile are not those of this login", "deployer"),
    ],
)
def test_a_sentence_without_any_word_of_the_tables(text: str, kind: str) -> None:
    assert CATALOGUE.verdict(text).kind is Kind.UNKNOWN
    assert kinds(text)[0] == kind


def test_what_has_no_words_stays_unknown() -> None:
    text = "CREATE_FAILED  AWS::X::Widget  Widget  'Xyzzy' plugh frobnicate"
    assert kinds(text) == ("unknown", "refused")


def test_it_says_that_only_words_show_it() -> None:
    text = "Aws credentials of the profile are not those of this login"
    verdict = diagnosis(text).causes[0].verdict
    assert verdict.is_loose
    assert verdict.row is likely_kinds()[Kind.DEPLOYER]


def test_a_rule_and_a_code_are_not_outweighed() -> None:
    event = Event(reason="docker npm build install zip bundle image", format="")
    assert likely(Verdict(Kind.UNKNOWN), event).kind is Kind.PACKAGING
    row = Family(Kind.LIMIT, "", "")
    for verdict in (Verdict(Kind.LIMIT), Verdict(Kind.VAGUE, row=row)):
        assert likely(verdict, event) is verdict
    assert likely(Verdict(Kind.LIMIT, row=row), event).kind is Kind.LIMIT


def test_what_all_words_clearly_say_is_named_beside_a_word() -> None:
    row = Family(Kind.LIMIT, "", "")
    event = Event(reason="docker npm build install zip bundle image", format="")
    assert likely(Verdict(Kind.LIMIT, row=row), event).other is Kind.PACKAGING
    event = Event(reason="the limit of your account is exceeded", format="")
    assert likely(Verdict(Kind.LIMIT, row=row), event).other is None


def test_a_loose_word_counts_beside_the_others() -> None:
    event = Event(reason="docker npm build install zip bundle image", format="")
    row = Family(Kind.LIMIT, "", "", is_weak=True)
    assert likely(Verdict(Kind.LIMIT, row=row), event).kind is Kind.PACKAGING
    agreed = replace(row, kind=Kind.PACKAGING)
    assert likely(Verdict(Kind.PACKAGING, row=agreed), event).row is agreed


def test_whose_permission_it_is_is_decided_by_the_names() -> None:
    said = "is not authorized to perform: ecs:ListTasks because no identity-based policy allows it"
    verdict = Verdict(Kind.DEPLOYER, other=Kind.TEMPLATE, row=CATALOGUE.verdict("x").row)
    event = Event(reason=f"User: arn:aws:iam::123456789012:user/deploy {said}", format="")
    assert likely(verdict, event).kind is Kind.DEPLOYER


def test_words_are_stems_without_names() -> None:
    text = "Subnets subnet-0a1b2c of arn:aws:s3:::orders-7 in AWS::EC2::VPC exceeded TableName 12"
    assert list(stems(text)) == [
        *("subnet", "subnet", "of", "arn", "s", "in", "type", "ec"),
        *("exceed", "table", "name", "0"),
    ]


def test_pairs_are_of_words_that_say_something() -> None:
    said = stems("The table was not found in the Region, s of it")
    assert list(pairs(said)) == ["table+not", "not+found", "found+region"]


def test_a_word_is_outweighed_in_a_longer_text_only() -> None:
    row = Family(Kind.LIMIT, "", "")
    said = "the docker image of npm could not be built: zip bundle failed"
    short = likely(Verdict(Kind.LIMIT, row=row), Event(reason=said, format=""))
    assert (short.kind, short.other) == (Kind.LIMIT, Kind.PACKAGING)
    longer = f"{said}, module not found, cannot find the package in the layer or in the archive"
    weighed = likely(Verdict(Kind.LIMIT, row=row), Event(reason=longer, format=""))
    assert (weighed.kind, weighed.other) == (Kind.PACKAGING, Kind.LIMIT)
    assert weighed.row is likely_kinds()[Kind.PACKAGING]


def test_a_long_text_is_read_to_a_bound_only() -> None:
    text = " ".join(f"word{number}" for number in range(100_000))
    assert len(words_of(Event(reason=text, format="", phase=Phase.INVOCATION))) < 200


def test_the_table_is_what_its_readers_take_it_for() -> None:
    table = kind_words()
    assert len(table.kinds) == len(table.start) == len(likely_kinds())
    assert set(table.kinds) == set(likely_kinds()) == set(Kind) - {Kind.UNKNOWN}
    assert all(
        0 <= kind < len(table.kinds) for word in table.words for kind, _ in table.weights(word)
    )
    assert all(table.weights(word) for word in table.words)
    assert speaking(["no such word"]).keys() == set(table.kinds)


RULES = {
    "key-size": ("The size of a key <key> must match the size of the lock",),
    "lock-colour": ("Colour <colour> is not a colour of locks", "A lock of no colour was given"),
}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Lock and key: the size of the key has to match the lock's size", "key-size"),
        ("colours: no lock with this colour given", "lock-colour"),
        ("Key size", None),
        ("The size of the door, of its window, of its chimney and its key is not yet known", None),
        ("The size of a key must match the size of the lock, " + "and other things " * 200, None),
    ],
)
def test_a_rule_is_found_by_nearly_all_words_of_a_pattern(text: str, rule: str | None) -> None:
    assert alike(RULES).rule(text) == rule


def test_a_refusal_in_other_words_names_the_rule_and_says_so() -> None:
    text = (
        "Error: the number of attributes in the key schema has to match the number of attributes"
        " in the attribute definitions (Status Code: 400)"
    )
    verdict = diagnosis(text).causes[0].verdict
    assert [rule.id for rule in verdict.rules] == ["key-attributes"]
    assert verdict.kind in (Kind.REFUSED, Kind.TEMPLATE)
    assert verdict.row is said_of_rule()


def test_what_is_no_refusal_is_compared_with_no_rule() -> None:
    text = "Rate exceeded: the number of attributes in key schema and attribute definitions"
    assert not diagnosis(text).causes[0].verdict.rules
