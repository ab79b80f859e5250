"""Environment variables and parameters that say the Region of the stack."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.regions.patterns import is_region, says_own_region
from auditor.model.path import Path
from auditor.model.tree import at
from auditor.template.template import Template

_PAIRS = ("Environment", "EnvironmentVariables")
"""Properties with a list of variables, each a `Name` and a `Value`: containers of ECS, CodeBuild.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-keyvaluepair.html
"""


def default_regions(template: Template) -> Iterator[tuple[Path, str]]:
    """The defaults of parameters that say the Region of the stack, with their paths."""
    for name, parameter in template.parameters.items():
        default = parameter.get("Default")
        if isinstance(default, str) and is_region(default) and says_own_region(name):
            yield ("Parameters", name, "Default"), default


def is_own_region_setting(template: Template, path: Path) -> bool:
    """Whether the value at a path says the stack's Region to a program, or to a log driver.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
    """
    match path:
        case (*_, "Environment", "Variables", str(name)):
            return says_own_region(name)
        case (*_, "LogConfiguration", "Options", "awslogs-region"):
            return True
        case (*_, str(holder), int(), "Value") if holder in _PAIRS:
            pair = at(template.tree, path[:-1])
            said = pair.get("Name") if isinstance(pair, dict) else None
            return isinstance(said, str) and says_own_region(said)
        case _:
            return False
