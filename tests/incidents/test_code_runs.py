"""The functions of the reports run: they fail as reported, and make the right rules once fixed.

Stacks are created in moto, which resolves what the template puts the code together from. The code
that moto got is then run here, with moto for AWS. EventBridge there refuses what rules do not take
in the words of the real one.
"""

from __future__ import annotations

import importlib
import io
import json
import logging
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.model.settings import Settings
from auditor.project import ProjectFolder
from auditor.source.detect import parse

FIXTURES = Path(__file__).parents[2] / "fixtures"
REGION = "us-east-1"
RULES = registry.load()
OF_CODE = {
    "at-schedule-in-code": "Parameter ScheduleExpression is not valid.",
    "naive-aware-datetime": "offset-naive and offset-aware datetimes",
}
FORMS = (
    "in-a-block.yaml",
    "in-a-folded-block.yaml",
    "in-a-json-string.json",
    "in-joined-lines.json",
    "in-a-substitution.yaml",
    "in-a-local-file.yaml",
)
OFTEN = FIXTURES / "naive-aware-datetime" / "as-often-written.yaml"
OFTEN_WRITTEN = (
    "TuplesOfTimes",
    "DictsOfTimes",
    "DictItems",
    "NowOnce",
    "NowFirst",
    "TextMadeAhead",
    "Helpers",
    "Kwargs",
    "FormatMethod",
    "SecondsUntil",
    "Dateutil",
    "Comprehension",
    "ClientMadeOnce",
    "FractionSplitOff",
)
START = (datetime.now(timezone.utc) + timedelta(days=3)).replace(microsecond=0)
SPELLINGS = {
    "Z": START.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "offset": START.astimezone(timezone(timedelta(hours=5, minutes=30))).isoformat(),
    "no offset": START.strftime("%Y-%m-%dT%H:%M:%S"),
}
REMINDERS = {
    f"{hours}h": (START - timedelta(hours=hours)).strftime("cron(%-M %-H %-d %-m ? %Y)")
    for hours in (24, 1)
}

Handler = Callable[[Any, Any], Any]

each_rule = pytest.mark.parametrize("rule", sorted(OF_CODE))
each_form = pytest.mark.parametrize("form", FORMS)
each_format = pytest.mark.parametrize("name", ["template.json", "template.yaml"])
each_safety = pytest.mark.parametrize("safety", [Safety.SAFE, Safety.UNSAFE], ids=str)


@cache
def session() -> Any:
    """The session of all clients: what it has read of the services it reads once."""
    import moto  # before it: moto is in each session that is made from now on
    from boto3.session import Session  # type: ignore[import-untyped]

    assert moto
    return Session()


def client(service: str) -> Any:
    return session().client(service)


@pytest.fixture(autouse=True)
def lambda_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What Lambda sets for a function: the Region, credentials, and a clock in UTC."""
    # imported here, for it takes more than a second, in each process that collects tests
    import boto3  # type: ignore[import-untyped]
    from moto import mock_aws

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "none")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    with mock_aws(config={"lambda": {"use_docker": False}}):
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", session())
        trust = json.dumps({"Version": "2012-10-17", "Statement": []})
        client("iam").create_role(RoleName="reminders", AssumeRolePolicyDocument=trust)
        yield
    monkeypatch.undo()
    time.tzset()


def of_code(rule: str) -> tuple[AnyRule, ...]:
    return tuple(one for one in RULES if one.id == rule)


def repaired(
    path: Path, rules: Sequence[AnyRule], safety: Safety, project: ProjectFolder | None = None
) -> Fixed:
    run = partial(check, rules=rules, settings=Settings(), project=project)
    return fix(path.read_bytes().decode(), run, safety)


def deployed(template: str, name: str = "incident") -> Any:
    """The resources of a stack, as moto made them."""
    from moto.cloudformation.models import cloudformation_backends
    from moto.core.models import DEFAULT_ACCOUNT_ID

    backend = cloudformation_backends[DEFAULT_ACCOUNT_ID][REGION]
    stack = backend.create_stack(name=name, template=template, parameters={})
    assert stack.status == "CREATE_COMPLETE"
    return stack.resource_map


def handler_of(function: Any, monkeypatch: pytest.MonkeyPatch) -> Handler:
    """The handler of a function in moto, its module loaded with the function's environment."""
    for name, value in function.environment_vars.items():
        monkeypatch.setenv(name, value)
    with zipfile.ZipFile(io.BytesIO(function.code_bytes)) as package:
        code = package.read("index.py").decode()
    scope: dict[str, Any] = {"__name__": "index"}
    exec(compile(code, "index.py", "exec"), scope)
    handler: Handler = scope[function.handler.removeprefix("index.")]
    return handler


@contextmanager
def loaded(texts: Mapping[str, str], folder: Path) -> Iterator[Handler]:
    """The handler of a code folder, with these files in it."""
    for file, text in texts.items():
        (folder / Path(file).name).write_bytes(text.encode())
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        yield importlib.import_module("app").handler
    finally:
        sys.path.remove(str(folder))
        for file in texts:
            sys.modules.pop(Path(file).stem, None)


@cache
def form_of(rule: str, form: str, safety: Safety | None) -> Fixed:
    """A fixture after the fixes of its rule; as it is without a safety."""
    path = FIXTURES / rule / form
    root = path.with_name(f"{form}.files")
    project = ProjectFolder(root) if root.is_dir() else None
    return repaired(path, of_code(rule) if safety else (), safety or Safety.SAFE, project)


@contextmanager
def handler_in(
    rule: str, form: str, folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_fixed: bool
) -> Iterator[Handler]:
    """The handler of a fixture, as it is or after the safe fixes of its rule."""
    root = FIXTURES / rule / f"{form}.files"
    final = form_of(rule, form, Safety.SAFE if is_fixed else None).final
    if not root.is_dir():
        yield handler_of(deployed(final.text)["ConflictDetector"], monkeypatch)
        return
    files = [file.relative_to(root).as_posix() for file in sorted(root.rglob("*.py"))]
    texts = {file: (root / file).read_bytes().decode() for file in files}
    with loaded({**texts, **final.beside}, folder) as handler:
        yield handler


def rules_made() -> dict[str, str]:
    """The rules on the event bus, with their schedules."""
    found = client("events").list_rules()["Rules"]
    return {rule["Name"]: rule["ScheduleExpression"] for rule in found}


@each_rule
@each_form
def test_code_in_each_form_fails_before(
    rule: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        handler_in(rule, form, tmp_path, monkeypatch, is_fixed=False) as handler,
        pytest.raises(Exception, match=OF_CODE[rule]),
    ):
        handler({"id": "visit-7", "start": SPELLINGS["Z"]}, None)
    assert rules_made() == {}


@each_rule
@each_form
@pytest.mark.parametrize("start", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_code_in_each_form_makes_the_rules_after(
    rule: str, form: str, start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with handler_in(rule, form, tmp_path, monkeypatch, is_fixed=True) as handler:
        handler({"id": "visit-7", "start": start}, None)
    assert rules_made() == {f"visit-7-{kind}": cron for kind, cron in REMINDERS.items()}


@each_rule
def test_the_forms_leave_nothing_else_to_fix(rule: str) -> None:
    for form in FORMS:
        result = form_of(rule, form, Safety.UNSAFE)
        assert result.final.findings == (), form
        assert result.rejected == (), form


@cache
def often_written() -> tuple[str, str]:
    """The template of what is often written, before and after all fixes of both rules."""
    both = tuple(rule for rule in RULES if rule.id in OF_CODE)
    return OFTEN.read_bytes().decode(), repaired(OFTEN, both, Safety.UNSAFE).final.text


def alone(template: str, logical_id: str) -> str:
    """A template with one resource of another."""
    return json.dumps({"Resources": {logical_id: parse(template).tree["Resources"][logical_id]}})


@pytest.mark.parametrize("function", OFTEN_WRITTEN)
@pytest.mark.parametrize("spelling", ["Z", "no offset"])
def test_code_as_it_is_often_written(
    function: str, spelling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"appointmentId": "visit", "appointmentTime": SPELLINGS[spelling]}
    event = {"body": json.dumps(body)}
    before, after = (alone(text, function) for text in often_written())
    with pytest.raises(Exception, match="|".join(OF_CODE.values())):
        handler_of(deployed(before)[function], monkeypatch)(event, None)
    assert rules_made() == {}
    handler_of(deployed(after, "mended")[function], monkeypatch)(event, None)
    made = {name.rpartition("-")[2]: cron for name, cron in rules_made().items()}
    assert made == REMINDERS


def without_code_rules() -> tuple[AnyRule, ...]:
    return tuple(rule for rule in RULES if rule.id not in OF_CODE)


def appointment(start: str) -> dict[str, str]:
    request = {"provider_id": "p", "patient_id": "q", "start_time": start, "minutes": 30}
    return {"body": json.dumps(request)}


def booking(start: str) -> dict[str, str]:
    end = (START + timedelta(hours=1)).isoformat()
    request = {"room_id": "r", "customer": "c", "start_time": start, "end_time": end}
    return {"body": json.dumps(request)}


INCIDENTS: dict[str, tuple[Callable[[str], dict[str, str]], str, str]] = {
    "000-appointment-reminders": (
        appointment,
        "Parameter ScheduleExpression is not valid.",
        "appointment-reminder-",
    ),
    "001-booking-conflicts": (
        booking,
        "Error scheduling reminders: can't compare offset-naive and offset-aware datetimes",
        "booking-",
    ),
}

each_incident = pytest.mark.parametrize("incident", sorted(INCIDENTS))


def book(
    incident: str, template: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, str], Any]:
    """Books through the conflict detector of a stack; the new rules, and the stack."""
    resources = deployed(template)
    before = rules_made()
    handler = handler_of(resources["ConflictDetectorFunction"], monkeypatch)
    # with an offset in digits, which Python 3.10 reads too
    request = INCIDENTS[incident][0](SPELLINGS["offset"])
    answer = handler(request, SimpleNamespace(aws_request_id="id"))
    assert answer["statusCode"] == 201
    return {k: v for k, v in rules_made().items() if k not in before}, resources


@each_incident
@each_format
def test_the_booking_fails_as_reported(
    incident: str,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = FIXTURES / "incidents" / incident / name
    template = repaired(path, without_code_rules(), Safety.UNSAFE).final.text
    with caplog.at_level(logging.ERROR):
        made, _ = book(incident, template, monkeypatch)
    assert INCIDENTS[incident][1] in capsys.readouterr().out + caplog.text
    assert made == {}


@each_incident
@each_format
@each_safety
def test_the_booking_makes_its_reminders_after_all_fixes(
    incident: str,
    name: str,
    safety: Safety,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = FIXTURES / "incidents" / incident / name
    template = repaired(path, RULES, safety).final.text
    with caplog.at_level(logging.ERROR):
        made, resources = book(incident, template, monkeypatch)
    said = capsys.readouterr().out + caplog.text
    assert not any(error in said for error in OF_CODE.values())
    prefix = INCIDENTS[incident][2]
    assert {name.rpartition("-")[2]: cron for name, cron in made.items()} == REMINDERS
    assert all(name.startswith(prefix) for name in made)
    sender = resources["ReminderSenderFunction"].function_arn
    for rule in made:
        (target,) = client("events").list_targets_by_rule(Rule=rule)["Targets"]
        assert target["Arn"] == sender
