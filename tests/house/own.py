"""House rules, and plugins that are installed, for runs of the command."""

from __future__ import annotations

from tests.runner import Workspace

HOUSE_RULES = """\
version: 1
rules:
  - id: our-topics
    type: AWS::SNS::Topic
    schema: {required: [KmsMasterKeyId]}
    message: Topics need a key of our own
    severity: error
    url: https://wiki.example.com/topics
    fix: {set: {KmsMasterKeyId: alias/our-key}}
"""
PLUGIN = '''\
"""A rule of a plugin."""

from auditor.api import Finding, Severity, Template, rule


@rule(id="our-plugin", severity=Severity.WARNING, on=Template)
def our_plugin(template):
    """No topics.

    ## Why it fails
    We have no topics.
    """
    for topic in template.of_type("AWS::SNS::Topic"):
        yield Finding(at=topic.path, message="no topics", on_key=True)
'''


def installed(
    workspace: Workspace, name: str, code: str = PLUGIN, value: str | None = None
) -> dict[str, str]:
    """Installs a module with an entry point of its name; the environment in which it is there."""
    workspace.write(f"site/{name}.py", code)
    info = f"site/{name}-1.0.dist-info"
    workspace.write(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    workspace.write(f"{info}/entry_points.txt", f"[cfnaudit.rules]\n{name} = {value or name}\n")
    return {"PYTHONPATH": str(workspace.folder / "site")}
