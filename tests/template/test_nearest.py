"""Slips are understood, and things that only look alike are not taken for each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.template.nearest import differs_in_number, meant, near

NAMES = st.text(alphabet="abcABC12_-", max_size=12)


@pytest.mark.parametrize(
    ("name", "names", "wanted"),
    [
        pytest.param("Bucketname", ["BucketName", "Tags"], "BucketName", id="case"),
        pytest.param("bucket_name", ["BucketName"], "BucketName", id="separators"),
        pytest.param("MyTabel", ["MyTable"], "MyTable", id="swapped"),
        pytest.param("Hander", ["Handler", "Layers"], "Handler", id="dropped"),
        pytest.param("ReservedConcurentExecution", ["ReservedConcurrentExecutions"],
                     "ReservedConcurrentExecutions", id="two slips in a long name"),
        pytest.param("Tag", ["Tags", "Type"], "Tags", id="plural"),
        pytest.param("SubnetId", ["SubnetIds", "SubnetIp"], "SubnetIds", id="plural first"),
        pytest.param("Code", ["Mode", "Node"], None, id="short"),
        pytest.param("Hndler", ["Handler", "Hindler"], None, id="two as near"),
        pytest.param("TABLE", ["Table", "table"], None, id="two of the same letters"),
        pytest.param("PublicSubnet2", ["PublicSubnet1"], None, id="number"),
        pytest.param("SubnetB", ["SubnetA"], None, id="last letter"),
        pytest.param("SubnetA", ["Subnet"], None, id="one more letter"),
        pytest.param("Queue", ["Topic"], None, id="nothing alike"),
        pytest.param("Queue", [], None, id="nothing there"),
        pytest.param("Q" * 5000, ["Q" * 4999], None, id="longer than any name"),
        pytest.param("Tabel", [f"Table{n}" for n in range(400)], None, id="too many names"),
    ],
)  # fmt: skip
def test_meant(name: str, names: list[str], wanted: str | None) -> None:
    assert meant(name, names) == wanted


@pytest.mark.parametrize(
    ("name", "names", "wanted"),
    [
        pytest.param("Enviroment", ["Environment", "Env"], ["Environment"], id="one is meant"),
        pytest.param("IsProd", ["IsProduction", "IsTest"], ["IsProduction"], id="part of it"),
        pytest.param("Subnet3", ["Subnet1", "Subnet2", "Vpc"], ["Subnet2", "Subnet1"], id="some"),
        pytest.param("Colour", ["Arn", "Name"], [], id="none"),
    ],
)
def test_near(name: str, names: list[str], wanted: list[str]) -> None:
    assert near(name, names) == wanted


@given(NAMES, st.sets(NAMES, max_size=8))
def test_answers_are_among_the_names_in_whatever_order(name: str, names: set[str]) -> None:
    one, other = sorted(names), sorted(names, reverse=True)
    assert meant(name, one) in {None, *names}
    assert set(near(name, one)) <= names
    assert near(name, one) == near(name, other)
    assert meant(name, one) == meant(name, other)


def test_number() -> None:
    assert differs_in_number("SubnetId", "SubnetIds")
    assert differs_in_number("Addresses", "Address")
    assert differs_in_number("AliasList", "Alias")
    assert not differs_in_number("Handler", "Handles")
