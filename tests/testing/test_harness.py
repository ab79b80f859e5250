"""The harness for cases of rules does not overlook what is not as expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.testing import accept, cases, load, main
from tests.house.own import HOUSE_RULES

FAULT = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n"
RIGHT = FAULT + "    Properties:\n      KmsMasterKeyId: alias/our-key\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "house-rules.yaml").write_text(HOUSE_RULES)
    own = tmp_path / "fixtures" / "our-topics"
    own.mkdir(parents=True)
    (own / "fault.yaml").write_text(FAULT)
    (own / "right.yaml").write_text(RIGHT)
    return tmp_path


def objections(folder: Path) -> dict[str, list[str]]:
    rules = load(str(folder / "house-rules.yaml"))
    return {str(case): case.objections() for case in cases(folder / "fixtures", rules)}


def test_what_is_accepted_is_as_expected(folder: Path) -> None:
    assert objections(folder)["our-topics/fault.yaml"] != []
    main(["accept", str(folder / "fixtures"), "--rules", str(folder / "house-rules.yaml")])
    own = folder / "fixtures" / "our-topics"
    (row,) = json.loads((own / "fault.yaml.findings.json").read_text())
    assert row["message"] == "Topics need a key of our own"
    assert row["fix"] == "unsafe: Set KmsMasterKeyId"
    assert (own / "fault.fixed.yaml").read_text() == RIGHT
    assert sorted(path.name for path in own.iterdir()) == [
        "fault.fixed.yaml",
        "fault.yaml",
        "fault.yaml.findings.json",
        "right.yaml",
    ]
    assert objections(folder) == {"our-topics/fault.yaml": [], "our-topics/right.yaml": []}


SPOILT: dict[str, tuple[str, str | None]] = {
    "no findings expected": ("fault.yaml.findings.json", None),
    "other findings expected": ("fault.yaml.findings.json", "[]"),
    "no fix expected": ("fault.fixed.yaml", None),
    "other fix expected": ("fault.fixed.yaml", FAULT + "# more\n"),
    "other text": ("fault.yaml", RIGHT),
}


@pytest.mark.parametrize(("name", "text"), SPOILT.values(), ids=SPOILT)
def test_what_is_not_as_expected_is_told(folder: Path, name: str, text: str | None) -> None:
    main(["accept", str(folder / "fixtures"), "--rules", str(folder / "house-rules.yaml")])
    path = folder / "fixtures" / "our-topics" / name
    if text is None:
        path.unlink()
    else:
        path.write_text(text)
    assert objections(folder)["our-topics/fault.yaml"] != []


def test_accepting_takes_away_what_is_no_longer_so(folder: Path) -> None:
    rules = load(str(folder / "house-rules.yaml"))
    own = folder / "fixtures" / "our-topics"
    for case in cases(folder / "fixtures", rules):
        accept(case)
    (own / "fault.yaml").write_text(RIGHT)
    for case in cases(folder / "fixtures", rules):
        accept(case)
    assert sorted(path.name for path in own.iterdir()) == ["fault.yaml", "right.yaml"]


def test_only_named_rules_are_accepted(folder: Path) -> None:
    rules = str(folder / "house-rules.yaml")
    main(["accept", str(folder / "fixtures"), "--rules", rules, "--only", "another-rule"])
    assert not (folder / "fixtures" / "our-topics" / "fault.yaml.findings.json").exists()


def test_a_folder_that_is_no_rules_is_told(folder: Path) -> None:
    (folder / "fixtures" / "our-topic").mkdir()
    with pytest.raises(ValueError, match="no rule has the id 'our-topic'"):
        objections(folder)


def test_settings_hold_for_their_case(folder: Path) -> None:
    path = folder / "fixtures" / "our-topics" / "right.yaml.settings.json"
    path.write_text('{"regions": ["eu-west-1"]}')
    rules = load(str(folder / "house-rules.yaml"))
    settings = {case.path.name: case.settings for case in cases(folder / "fixtures", rules)}
    assert list(settings["right.yaml"].regions) == ["eu-west-1"]
    assert list(settings["fault.yaml"].regions) == []


def test_rules_of_a_module_are_loaded() -> None:
    (rule,) = load("auditor.rules.s3.acl_disabled")
    assert rule.id == "acl-disabled"
