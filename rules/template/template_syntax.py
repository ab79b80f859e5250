"""template-syntax"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Severity, SourceText, Span, Tree, rule


@rule(id="template-syntax", severity=Severity.ERROR, on=SourceText)
def template_syntax(source: SourceText) -> Iterator[Finding]:
    """A text that CloudFormation cannot read as a template.

    ## What it does
    Reports text that is neither JSON nor YAML, a document that is no mapping, a template without
    resources, and, as a warning, keys that stand twice in a mapping.

    ## Why it fails
    CloudFormation refuses the template before it creates anything. Keys that stand twice it
    accepts, and reads the last one only: what stands under the first is silently not deployed.

    ## Error
    ```
    Template format error: YAML not well-formed. (line 3, column 5)
    Template format error: At least one Resources member must be defined.
    ```

    ## Fix safety
    There is no fix: only the author knows what was meant.

    ## References
    - [Template formats](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html)
    - [Resources section](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html)
    - Keys that stand twice, as tried against CloudFormation:
      [cdk-real-drift issue 1074](https://github.com/go-to-k/cdk-real-drift/issues/1074)
    """
    if source.fault is not None:
        message, offset = source.fault
        yield Finding(at=(), message=message, span=Span(offset, offset + 1))
        return
    if not isinstance(source.tree, dict):
        yield Finding(at=(), message="a template is a mapping with a section Resources")
    elif not _may_have_resources(source.tree):
        yield _without_resources(source.tree)
    for twice in source.repeated:
        yield Finding(
            at=(),
            span=twice.span,
            severity=Severity.WARNING,
            message=f"the key '{twice.key}' stands in line {twice.first_line} already, and only"
            " the last one counts",
        )


def _may_have_resources(tree: dict[str, Tree]) -> bool:
    """Whether resources are written, or a macro or an include may bring them."""
    resources = tree.get("Resources")
    if "Fn::Transform" in tree or (isinstance(resources, dict) and resources):
        return True
    return bool(tree.get("Transform"))


def _without_resources(tree: dict[str, Tree]) -> Finding:
    if "Resources" not in tree:
        return Finding(at=(), span=Span(0, 1), message="the section Resources is missing")
    return Finding(
        at=("Resources",),
        on_key=True,
        message="the section Resources must be a mapping with at least one resource",
    )
