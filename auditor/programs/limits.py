"""Rules that speak of CloudFormation's own language, and have nothing to say of a program."""

from __future__ import annotations

PASSED_OVER = {
    "circular-dependency": "a program creates what it refers to first, so that none can close",
    "function-arguments": "programs have no intrinsic functions",
    "local-artifact": "Pulumi uploads assets itself",
    "logical-id": "Pulumi's names may have any characters",
    "missing-map-entry": "programs have no mappings",
    "missing-sub": "programs have templates of their own",
    "octal-number": "a program is no YAML",
    "parameter-default": "a program's configuration has no constraints",
    "template-syntax": "program-entry-point says what cannot be read",
    "undefined-reference": "a program refers to variables",
    "unknown-attribute": "program-attribute knows the outputs of the provider",
    "unknown-property": "program-argument knows the arguments of the provider, nested ones too",
    "unknown-resource-type": "program-argument knows the classes of the provider",
    "yaml-alias": "a program is no YAML",
}
