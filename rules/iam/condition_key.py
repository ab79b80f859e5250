"""condition-key"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Fails, Finding, Fix, Rename, Safety, Severity, meant, near, rule
from auditor.api.iam import (
    PolicyStatement,
    condition_keys,
    global_key,
    joined_key,
    key_exists,
    keys_of,
)

_MEANT = {"s3:x-acl": "s3:x-amz-acl", "s3:acl": "s3:x-amz-acl"}
"""The header of a request, which has given the key its name:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html"""
_BUCKET_POLICY = "AWS::S3::BucketPolicy"


@rule(
    id="condition-key",
    severity=Severity.WARNING,
    on=PolicyStatement,
    words=("Condition",),
)
def condition_key(statement: PolicyStatement) -> Iterator[Finding]:
    """A condition of a policy on a key that the service does not have.

    ## What it does
    Looks up the condition keys of statements in AWS's Service Authorization Reference (of 2026-10).
    A key without the name of a service is one that no service has. It is silent about keys of
    `aws:`, of tags, and of services whose keys are not known.

    ## Why it fails
    S3 refuses a bucket policy with such a key, which is an error. IAM and other services accept it,
    and the request never has the key: an `Allow` never allows, a `Deny` with `StringNotEquals`
    always denies.

    ## Error
    ```
    Policy has an invalid condition key
    ```

    ## Fix safety
    Unsafe: the key gets the name that is meant, and the statement begins to mean what it says. In
    a deployed stack the policy changes in place.

    ## References
    - [Keys by service](https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html)
    - The error, as an implementation of S3 answers it after what AWS was seen to do:
      [cloudserver pull request 5501](https://github.com/scality/cloudserver/pull/5501)
    - [Keys of all services](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html)
    """
    for case in condition_keys(statement):
        key = case.text or ""
        service, colon, name = key.partition(":")
        is_bare = not colon and "$" not in key and "{" not in key
        if key_exists(key) is not False and not is_bare:
            continue
        is_of_bucket = statement.document.resource.type == _BUCKET_POLICY
        is_rejected = is_of_bucket and (is_bare or service == "s3")
        effect = "S3 rejects the policy" if is_rejected else "the condition never has a value"
        lack = "a key without its service" if is_bare else f"a key that {service} does not have"
        yield Finding(
            at=case.path,
            on_key=True,
            message=f"{statement.template.label_at(case.path)} compares {key}, {lack}, so {effect}",
            severity=Severity.ERROR if is_rejected and not case.when else Severity.WARNING,
            fails=Fails.DEPLOYMENT if is_rejected else Fails.LATER,
            fix=_of_bare(case, key) if is_bare else _fix(case, service, name),
        )


def _of_bare(case: Case, key: str) -> Fix:
    wanted = global_key(key) or joined_key(key)
    if wanted is None:
        return Fix("Put the service before it, as in aws:SourceArn", safety=Safety.DISPLAY)
    if not case.direct:
        return Fix(f"Use {wanted}", safety=Safety.DISPLAY)
    return Fix(f"Use {wanted}", (Rename(case.path, wanted),))


def _fix(case: Case, service: str, name: str) -> Fix | None:
    names = [one for one in keys_of(service) if not one.endswith("*")]
    found = meant(name, names)
    wanted = (
        _MEANT.get(f"{service}:{name}".lower())
        or global_key(name)
        or (f"{service}:{found}" if found else None)
    )
    if wanted is None:
        likely = [f"{service}:{one}" for one in near(name, names)]
        return Fix(f"Use {' or '.join(likely)}", safety=Safety.DISPLAY) if likely else None
    if not case.direct:
        return Fix(f"Use {wanted}", safety=Safety.DISPLAY)
    return Fix(f"Use {wanted}", (Rename(case.path, wanted),))
