"""kubernetes-version"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, rule
from auditor.api.rds import Standing, engine_versions, version_text

_CLUSTER = "AWS::EKS::Cluster"


@rule(id="kubernetes-version", severity=Severity.WARNING, on=Template, types=(_CLUSTER,))
def kubernetes_version(template: Template) -> Iterator[Finding]:
    """A version of Kubernetes that EKS does not offer to new clusters.

    ## What it does
    Compares `Version` of EKS clusters with a dated table of the versions whose extended support has
    ended. It is silent about versions in extended support, which cost more but can be created, and
    about versions newer than the table.

    ## Why it fails
    EKS supports a version for 26 months. After that it creates no cluster with it, and updates the
    clusters that exist to the oldest version that it supports.

    ## Error
    ```
    unsupported Kubernetes version
    ```

    ## Severity
    A warning: a stack that has its cluster goes on to deploy while `Version` does not change, and
    only a new stack fails.

    ## Fix safety
    Display: a new cluster can have any version that EKS offers, a cluster that exists moves up one
    minor version at a time, and its nodes and add-ons have to follow. In a deployed stack nothing
    changes by itself.

    ## References
    - [Versions and their support](https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html)
    - Reported, with that error: [terraform-provider-aws issue 21410](https://github.com/hashicorp/terraform-provider-aws/issues/21410)
    """
    versions = engine_versions("kubernetes")
    if versions is None:
        return
    for cluster in template.of_type(_CLUSTER):
        for case in cluster.cases("Version"):
            version = version_text(case) if case.known else None
            if version is None or versions.standing(version) is not Standing.RETIRED:
                continue
            newest = versions.newest(version)
            yield Finding(
                at=case.path,
                message=f"{cluster.label} cannot be created with version {version} of Kubernetes,"
                f" which EKS does not offer to new clusters (as of {versions.as_of})",
                fix=Fix(
                    f"Use a version that EKS offers, such as {newest}, and move a cluster that"
                    " exists up one minor version at a time",
                    safety=Safety.DISPLAY,
                ),
            )
