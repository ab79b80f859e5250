"""Options of resources: what two of them are together, and what is not known of them."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.model.settings import Settings
from auditor.template.template import Template
from tests.programs.reading import resources
from tests.programs.test_reading import PYTHON, SCRIPT

TWO_PYTHON = 'one = aws.sqs.Queue("one")\ntwo = aws.sqs.Queue("two")\n'
TWO_SCRIPT = 'const one = new aws.sqs.Queue("one");\nconst two = new aws.sqs.Queue("two");\n'
UNKNOWN = "unknown"


def waits(runtime: str, options: str) -> list[str]:
    """What a table with these options waits for."""
    if runtime == "python":
        made = f'{PYTHON}{TWO_PYTHON}made = aws.sqs.Queue("made", opts={options})\n'
    else:
        made = f'{SCRIPT}{TWO_SCRIPT}const made = new aws.sqs.Queue("made", {{}}, {options});\n'
    return named(resources(runtime, made)["made"])


def named(body: Any) -> list[str]:
    return [one if isinstance(one, str) else UNKNOWN for one in body.get("DependsOn", [])]


OPTIONS = "pulumi.ResourceOptions"


@pytest.mark.parametrize(
    ("runtime", "options", "expected"),
    [
        ("python", f"{OPTIONS}.merge({OPTIONS}(protect=True), None)", []),
        ("python", f"{OPTIONS}.merge({OPTIONS}(depends_on=one), {OPTIONS}())", ["one"]),
        (
            "python",
            f"{OPTIONS}.merge({OPTIONS}(depends_on=[one]), {OPTIONS}(depends_on=[two]))",
            ["one", "two"],
        ),
        ("python", f"{OPTIONS}(depends_on=[one]).merge({OPTIONS}(depends_on=two))", ["one", "two"]),
        ("python", f"{OPTIONS}.merge(opts1={OPTIONS}(depends_on=one), opts2=None)", ["one"]),
        ("python", f"{OPTIONS}.merge({OPTIONS}(depends_on=[one]), ask())", ["one", UNKNOWN]),
        ("python", f"{OPTIONS}(depends_on=None)", []),
        ("python", f"{OPTIONS}(depends_on=[one, ask()])", ["one", UNKNOWN]),
        ("python", "ask()", [UNKNOWN]),
        ("nodejs", "pulumi.mergeOptions({ protect: true }, undefined)", []),
        ("nodejs", "pulumi.mergeOptions({ dependsOn: one }, { dependsOn: [two] })", ["one", "two"]),
        ("nodejs", "pulumi.mergeOptions({ dependsOn: [one] }, ask())", ["one", UNKNOWN]),
        ("nodejs", "{ dependsOn: [one], ...ask() }", [UNKNOWN]),
        ("nodejs", "{ ...ask(), dependsOn: [one] }", ["one"]),
        ("nodejs", "{ ...{ dependsOn: [one] }, protect: true }", ["one"]),
    ],
)
def test_merged_options_wait_for_what_both_wait_for(
    runtime: str, options: str, expected: list[str]
) -> None:
    assert waits(runtime, options) == expected


def test_options_that_a_component_hands_on_are_those_of_its_caller() -> None:
    component = (
        "class Store extends pulumi.ComponentResource {\n"
        "  constructor(name: string, opts: pulumi.ComponentResourceOptions = {}) {\n"
        '    super("a:b:Store", name, {}, opts);\n'
        "    const made = new aws.sqs.Queue(`${name}-made`, {},\n"
        "      pulumi.mergeOptions(opts, { parent: this }));\n"
        "  }\n}\n"
    )
    text = (
        f'{SCRIPT}{TWO_SCRIPT}{component}new Store("a");\nnew Store("b", {{ dependsOn: [two] }});'
    )
    found = resources("nodejs", text)
    assert [named(found["made"]), named(found["made2"])] == [[], ["two"]]


def test_what_is_not_known_is_neither_waited_for_nor_not() -> None:
    text = (
        f'{PYTHON}{TWO_PYTHON}made = aws.sqs.Queue("made", opts=ask())\nlast = aws.sqs.Queue("l")\n'
    )
    found = Template({"Resources": resources("python", text)}, Settings()).resources
    assert [found["made"].waits_for(one) for one in ("one", "two", "last")] == [True, True, False]
    assert not any(found["made"].surely_waits_for(one) for one in ("one", "two", "last"))
