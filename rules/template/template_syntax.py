"""template-syntax"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Finding,
    Fix,
    OnUpdate,
    Path,
    Safety,
    SetValue,
    Severity,
    Span,
    Tree,
    rule,
)
from auditor.api.template import SAM_TRANSFORM, SourceText, is_open, transforms_of

_EXTENSIONS = "AWS::LanguageExtensions"
"""Which lets functions stand where they do not otherwise."""
_SECTIONS = frozenset(
    {
        *("AWSTemplateFormatVersion", "Conditions", "Description", "Hooks", "Mappings", "Metadata"),
        *("Outputs", "Parameters", "Resources", "Rules", "Transform"),
    }
)
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html"""
_OF_TEMPLATES = _SECTIONS | {"Globals"}
_OF_PARTS = frozenset({"Conditions", "Globals", "Mappings", "Outputs", "Parameters"})
"""Sections that are often in files of their own, which `rain merge` or a script puts together."""
_UNLESS_MERGED = ", so CloudFormation rejects it unless it is merged with one that has resources"
_FUNCTIONS = frozenset(
    {
        *("Fn::FindInMap", "Fn::GetAtt", "Fn::If", "Fn::ImportValue", "Fn::Join", "Fn::Select"),
        *("Fn::Sub", "Ref"),
    }
)
_READ_BY_SAM = ("Globals", "Mappings")
"""https://github.com/aws/serverless-application-model/blob/develop/samtranslator/intrinsics/resolver.py

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/plugins/globals/globals.py
"""
_VERSION = "AWSTemplateFormatVersion"
_ONLY_VERSION = "2010-09-09"
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/format-version-structure.html"""
_FREE = frozenset({"Metadata", "Fn::GetAZs", "Fn::Transform"})
"""Keys below which null is not known to be refused."""


@rule(id="template-syntax", severity=Severity.ERROR, on=SourceText)
def template_syntax(source: SourceText) -> Iterator[Finding]:
    """A text that CloudFormation cannot read as a template.

    ## What it does
    Reports text that is neither JSON nor YAML, a document that is not a mapping, another
    `AWSTemplateFormatVersion` than the only one that there is, a template without resources,
    resources without a type or whose properties are not a mapping, outputs without a value,
    functions in `DependsOn`, mappings that are not of two levels, sections that no template has,
    values that are null, keys without quotes that YAML reads as null (`Null:`), sections that SAM
    reads and that are not mappings, and, as a warning, keys that are twice in a mapping. It is
    silent about other values that are null where a transform is declared, which may replace them,
    and about missing resources where a macro may add them. A file with nothing but other sections,
    such as `Parameters`, gets a warning, since it may be a part of a template. Files of other tools
    are named as what they are, with what to check instead, and are left out where a folder is
    searched; a template in which another tool fills in values
    (`${self:custom.x}`, `{{ x }}`, `@@X@@`) gets an info, and no rule judges these values.

    ## Why it fails
    CloudFormation refuses the template before it creates anything. It accepts keys that are
    there twice, and reads the last one only: what is below the first one is silently not deployed.

    ## Error
    ```
    Template format error: YAML not well-formed. (line <line>, column <column>)
    Template format error: JSON not well-formed. (line <line>, column <column>)
    Template format error: At least one Resources member must be defined.
    [/<path>] 'null' values are not allowed in templates
    Template format error: DependsOn must be a string or list of strings.
    Template format error: Every DependsOn value must be a string.
    'Globals' section is invalid. It must be a non-empty dictionary
    'Mappings' or 'Parameters' is either null or not a valid dictionary.
    ```
    or, for instance, `Template format error: Unsupported structure`, `Invalid template property or
    properties [<keys>]`, `Template format error: Any Resources member must be an object`, `Every
    Resources object must contain a Type member`, `Every Outputs member must contain a Value
    object`, `<version> is not a supported value for AWSTemplateFormatVersion`. Tools that read YAML
    before they send it say `while parsing a block mapping in "<string>", line <line>`, `while
    scanning a simple key in "<string>", line <line>`, `'Resources' section is required`, `Resource
    dict has missing or invalid value for key Type`, `This usually means that the template contains
    invalid indentation`, `end of the stream or a document separator is expected` or `yaml:
    unmarshal errors: line <line>: mapping key <key> already defined at line <line>`, cfn-lint
    `E0000 Null value at line <line>`, `E0000 Duplicate found '<key>'`, `E0000: Parsing error found
    when parsing the template`, `E1001: Basic CloudFormation Template Configuration` or `E1001
    Missing top level template section`. SAM says `All 'Resources' must be Objects` or `is invalid.
    Attribute 'Properties' should be a map`, and of a resource `is invalid. Properties should be a
    map`.

    cfn-lint says `E0000:Duplicate found '<key>'`, `E0000 <title> found character that cannot start
    any token`, `E0000 <title> did not find expected key`, `E3001 <title> 'Type' is a required
    property`, `E3001 <title> Additional properties are not allowed` or `E1001 <title> Additional
    properties are not allowed`.

    ## Fix safety
    Safe for the version, which has one value only, and for a `Ref` to a resource in `DependsOn`.
    Otherwise there is no fix: only the author knows what was meant.

    CloudFormation refuses the template, so that no deployed stack has such a value, and the fix
    changes nothing in one.

    ## References
    - [Sections](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html)
    - [Template formats](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html)
    - [Resources section](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html)
    - Null, with that error: [cfn-lint issue 38](https://github.com/aws-cloudformation/cfn-lint/issues/38)
    - Keys that are null: [cfn-lint pull request 3073](https://github.com/aws-cloudformation/cfn-lint/pull/3073);
      the engine of AWS, cloudformation-validate, says so, too
    - `DependsOn`: [one function](https://github.com/cloudtools/troposphere/issues/709),
      [a list of them](https://github.com/cloudtools/troposphere/issues/982)
    - Reported of tools: [no resources](https://github.com/aws/aws-sam-cli/issues/1628),
      [a resource without a type](https://github.com/aws/serverless-application-model/issues/915),
      [indentation](https://github.com/aws/aws-sam-cli/issues/4)
    - Keys that are there twice, as tried against CloudFormation:
      [cdk-real-drift issue 1074](https://github.com/go-to-k/cdk-real-drift/issues/1074)
    """
    if source.fault is not None:
        message, offset = source.fault
        if not message.startswith("The file "):
            message = f"Template cannot be read: {message}"
        yield Finding(at=(), message=message, span=Span(offset, offset + 1))
        return
    if not isinstance(source.tree, dict):
        message = source.other_file or "Template is not a mapping with a section Resources"
        yield Finding(at=(), message=message)
    else:
        if not is_open(source.tree):
            if not source.is_part:
                yield from _resources(source)
            if source.other_file is None and "Resources" in source.tree:
                yield from _version(source.tree)
                yield from _sections(source.tree)
                yield from _mappings(source.tree)
                yield from _outputs(source.tree)
        yield from _nulls(source)
    if source.other_file is None and source.left_open:
        yield _left_open(source)
    yield from _null_keys(source)
    for twice in source.repeated:
        yield Finding(
            at=(),
            span=twice.span,
            severity=Severity.WARNING,
            message=f"Template has the key '{twice.key}' in line {twice.first_line} already, and"
            " only the last one counts",
        )


def _null_keys(source: SourceText) -> Iterator[Finding]:
    for path in source.null_keys if source.other_file is None else ():
        yield Finding(
            at=path,
            on_key=True,
            message=f"Template has the key {path[-1]} without quotes, which YAML reads as null, so"
            " CloudFormation rejects it",
        )


def _left_open(source: SourceText) -> Finding:
    what, advice = source.tool
    return Finding(
        at=source.left_open[0],
        severity=Severity.INFO,
        message=f"The file looks like {what}, with {len(source.left_open)} values that are filled"
        f" in later and that no rule judges: {advice}",
    )


def _resources(source: SourceText) -> Iterator[Finding]:
    resources = source.tree.get("Resources")
    is_other = source.other_file is not None and not isinstance(resources, dict)
    if "Resources" not in source.tree or is_other:
        yield _without_resources(source)
    elif not isinstance(resources, dict) or not resources:
        lack = "that is not a mapping" if resources else "without a resource"
        yield Finding(
            at=("Resources",),
            on_key=True,
            message=f"Template has a section Resources {lack}, so CloudFormation rejects it",
        )
    else:
        for name, body in resources.items():
            is_heading = body == {} and not name.isalnum()  # the rule of logical IDs removes it
            if not (name.startswith("Fn::") or is_heading or _is_resource(body)):
                yield Finding(
                    at=("Resources", name),
                    on_key=True,
                    message=f"Resource '{name}' is not a mapping with a Type, so CloudFormation"
                    " rejects the template",
                )
            elif isinstance(body, dict) and _is_worked_out(body.get("Type")):
                yield Finding(
                    at=("Resources", name, "Type"),
                    on_key=True,
                    message=f"Resource '{name}' has a Type that is not a text, so CloudFormation"
                    " rejects the template",
                )
            elif isinstance(body, dict) and _is_no_mapping(body.get("Properties", {})):
                yield Finding(
                    at=("Resources", name, "Properties"),
                    on_key=True,
                    message=f"Resource '{name}' has Properties that are not a mapping, so"
                    " CloudFormation rejects the template",
                )
            elif isinstance(body, dict) and "DependsOn" in body:
                yield from _order(source.tree, name, body["DependsOn"])


def _order(tree: dict[str, Tree], name: str, order: Tree) -> Iterator[Finding]:
    """Functions in the place of logical IDs, which are the texts that DependsOn takes."""
    place: Path = ("Resources", name, "DependsOn")
    for path, entry in (
        [((*place, index), one) for index, one in enumerate(order)]
        if isinstance(order, list)
        else [(place, order)]
    ):
        if not _is_worked_out(entry) or _EXTENSIONS in transforms_of(tree):
            continue
        meant = entry.get("Ref")
        is_sure = isinstance(meant, str) and meant in tree["Resources"]
        yield Finding(
            at=path,
            message=f"Resource '{name}' has a function in DependsOn, which accepts logical IDs"
            " only, so CloudFormation rejects the template",
            fix=Fix(f"Write {meant}", (SetValue(path, meant),), Safety.SAFE) if is_sure else None,
        )


def _listed(value: Tree) -> list[Tree]:
    return value if isinstance(value, list) else [value]


def _is_worked_out(value: Tree) -> bool:
    """Whether a value is what a function of CloudFormation returns."""
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)) in _FUNCTIONS


def _is_no_mapping(value: Tree) -> bool:
    """Whether a value is a text, a number or a list; null has a finding of its own."""
    is_left_open = isinstance(value, str) and "{{" in value
    return value is not None and not isinstance(value, dict) and not is_left_open


def _version(tree: dict[str, Tree]) -> Iterator[Finding]:
    version = tree.get(_VERSION, _ONLY_VERSION)
    is_written = isinstance(version, str | int | float) and "{{" not in str(version)
    if not is_written or version == _ONLY_VERSION:
        return
    # org-formation makes templates from files with this version, and no others
    is_of_organizations = version == f"{_ONLY_VERSION}-OC"
    fix = Fix(
        f"Set {_VERSION} to {_ONLY_VERSION}",
        (SetValue((_VERSION,), _ONLY_VERSION),),
        Safety.SAFE,
        OnUpdate.NOTHING,
    )
    yield Finding(
        at=(_VERSION,),
        message=f"Template has {_VERSION} {version}, and CloudFormation accepts {_ONLY_VERSION}"
        " only",
        fix=None if is_of_organizations else fix,
    )


def _mappings(tree: dict[str, Tree]) -> Iterator[Finding]:
    mappings = tree.get("Mappings")
    for name, rows in mappings.items() if isinstance(mappings, dict) else ():
        if name.startswith("Fn::") or not isinstance(rows, dict):
            continue
        for row, columns in rows.items():
            if row.startswith("Fn::") or columns is None:
                continue
            if not isinstance(columns, dict):
                yield Finding(
                    at=("Mappings", name, row),
                    on_key=True,
                    message=f"Mapping '{name}' has a value at '{row}', where a second level of keys"
                    " is required, so CloudFormation rejects the template",
                )
                continue
            yield from (
                Finding(
                    at=("Mappings", name, row, column),
                    on_key=True,
                    message=f"Mapping '{name}' has a third level of keys at '{row}', '{column}',"
                    " where only texts, numbers and lists are allowed, so CloudFormation rejects"
                    " the template",
                )
                for column, value in columns.items()
                if isinstance(value, dict)
                and not any("::" in key for key in value)
                and "Ref" not in value
            )


def _sections(tree: dict[str, Tree]) -> Iterator[Finding]:
    for key in tree:
        if key in _SECTIONS or (key == "Globals" and "Transform" in tree):
            continue
        hint = ", which only the transform of SAM knows" if key == "Globals" else ""
        yield Finding(
            at=(key,),
            on_key=True,
            message=f"Template has a section '{key}'{hint}, so CloudFormation rejects it",
        )


def _outputs(tree: dict[str, Tree]) -> Iterator[Finding]:
    outputs = tree.get("Outputs")
    for name, body in outputs.items() if isinstance(outputs, dict) else ():
        is_seen = isinstance(body, dict) and not any(key.startswith("Fn::") for key in body)
        if is_seen and not name.startswith("Fn::") and "Value" not in body:
            yield Finding(
                at=("Outputs", name),
                on_key=True,
                message=f"Output '{name}' has no Value, so CloudFormation rejects the template",
            )


def _without_resources(source: SourceText) -> Finding:
    if source.other_file is not None:
        return Finding(at=(), span=Span(0, 1), message=source.other_file)
    for key in source.tree:
        if key.lower() in ("resource", "resources"):
            return Finding(
                at=(key,),
                on_key=True,
                message=f"Template has no section Resources: '{key}' is another key",
            )
    is_part = not _OF_PARTS.isdisjoint(source.tree) and source.tree.keys() <= _OF_TEMPLATES
    return Finding(
        at=(),
        span=Span(0, 1),
        severity=Severity.WARNING if is_part else Severity.ERROR,
        message="Template has no section Resources" + (_UNLESS_MERGED if is_part else ""),
    )


def _is_resource(body: Tree) -> bool:
    return isinstance(body, dict) and ("Type" in body or "Fn::Transform" in body)


def _nulls(source: SourceText) -> Iterator[Finding]:
    """The values that are null, but for whole resources, which are reported as such.

    A transform may replace them, but for the sections that SAM itself reads.
    """
    if "Transform" in source.tree:
        if source.tree["Transform"] in (SAM_TRANSFORM, [SAM_TRANSFORM]):
            yield from _read_by_sam(source.tree)
        return
    for path in source.nulls():
        if _FREE.isdisjoint(path) and not _is_reported(path):
            yield _null(path)


def _read_by_sam(tree: dict[str, Tree]) -> Iterator[Finding]:
    """The sections that SAM reads, and that are something other than mappings."""
    for name in _READ_BY_SAM:
        if name in tree and (tree[name] is None or _is_no_mapping(tree[name])):
            yield Finding(
                at=(name,),
                on_key=True,
                message=f"Template has a section {name} that is not a mapping, so SAM rejects it",
            )


def _is_reported(path: Path) -> bool:
    return path[0] == "Resources" and len(path) <= 2


def _null(path: Path) -> Finding:
    key = path[-1]
    missing = f"'{key}'" if isinstance(key, str) else f"item {key + 1} of '{path[-2]}'"
    message = f"Template has no value for {missing}, and CloudFormation rejects null"
    return Finding(at=path, on_key=isinstance(key, str), message=message)
