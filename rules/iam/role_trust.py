"""role-trust"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Path, Remove, Safety, Severity, rule
from auditor.api.iam import Answer, HandedRole


@rule(id="role-trust", severity=Severity.ERROR, on=HandedRole)
def role_trust(handed: HandedRole) -> Iterator[Finding]:
    """A role that is given to a service which cannot assume it.

    ## What it does
    Looks at roles of the template that a function, state machine, schedule, pipe, trail, build,
    pipeline, task, delivery stream, node group, notebook, endpoint of DMS, user of Transfer Family,
    instance profile and the like is given, and finds those whose trust policy leaves the service
    out, or demands `aws:MultiFactorAuthPresent` of it. It is silent where a principal is not known.

    ## Why it fails
    The service tries to assume the role when the resource is created, or when it first runs. Only
    a user can be authenticated with several factors: a condition that demands this with `Bool` is
    never met by a service. An instance whose role EC2 cannot assume starts without credentials.

    ## Error
    ```
    The role defined for the function cannot be assumed by Lambda.
    ```
    or `Neither the global service principal <service>, nor the regional one is authorized to
    assume the provided role.`, `Error in assuming access role <role>`.

    Other services say `<service> is unable to assume role`, `<service> was unable to assume the
    role`, `<service> is unable to perform: sts:AssumeRole on the role`, `Service is unable to
    assume provided role. Please verify role's TrustPolicy`, `Role with arn: <role>, could not be
    assumed because it does not exist or the trusted entity is not correct`, `required service
    principals <services> were not found in the trust relationships`, `The execution role you
    provide must allow AWS EventBridge Scheduler to assume the role.`, `CodeBuild is not
    authorized to perform: sts:AssumeRole on service role`, `AWS CodeDeploy does not have the
    permissions required to assume the role <role>`, `CodePipeline is not authorized to perform
    AssumeRole on role <role>`, `Unable to assume role and validate the <target>`, `Could
    not assume role <role>. Please ensure that the role exists and allows principal <service> to
    assume the role.`, `Role does not have a trust relationship allowing <service> to assume the
    role`, `Unable to assume given IAM role`, `Unable to assume IAM role`, `cannot be assumed by
    principal '<service>'`, `cannot be assumed by AWS Backup`, `should be given assume role
    permissions for Glue Service`, `The function execution role must be assumable with <services>
    principals`, `Please add <service> as a Trusted Entity`, `Please make sure your role exists
    and has <service> as trusted entity`, `The role ARN does not have required permissions
    configured. Please grant trust permission for API Gateway`, `Cannot assume role provided`.

    ## Severity
    An error; a warning where a condition decides, and where nothing in the template uses the
    instance profile that has the role.

    ## Fix safety
    Unsafe, since it lets one more service use what the role may do: the service is added to the
    principals of the trust policy, where that has one statement for services. Unsafe, too, where
    the demand of multi-factor authentication is removed, since users that the same statement names
    are then free of it.

    In a deployed stack the role changes in place.

    ## References
    - [Roles for services](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html)
    - [Instance profiles](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html)
    - [Multi-factor authentication](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html)
    - [A role that Step Functions cannot assume](https://github.com/awsdocs/aws-step-functions-developer-guide/issues/23)
    - [A role that App Runner cannot assume](https://github.com/pulumi/pulumi/issues/12417)
    - What services say of such roles, by what tools wait for: [grucloud](https://github.com/grucloud/grucloud),
      [of EKS](https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/cluster.go)
      and [of node groups](https://github.com/eksctl-io/eksctl), and reported:
      [API Gateway](https://github.com/tmobile/jazz-installer/pull/597),
      [SageMaker](https://github.com/awslabs/predictive-maintenance-using-machine-learning/issues/3),
      [of a training](https://github.com/aws/sagemaker-python-sdk/issues/43)
    """
    if handed.is_trusted() is not Answer.DENIED:
        return
    name = f"{handed.service}.amazonaws.com"
    demands = handed.demands_of_mfa()
    policy = (*handed.role.path, "Properties", "AssumeRolePolicyDocument")
    is_open = bool(handed.case.when) or not handed.is_surely_used
    refusal = f"{handed.role.label} {_refusal(name, demands)}"
    yield Finding(
        at=demands[0] if demands else policy,
        message=f"{refusal}, so {handed.user.label} cannot use it",
        severity=Severity.WARNING if is_open else Severity.ERROR,
        fails=Fails.INVOCATION if handed.is_used_later else None,
        fix=_fix(handed, name, demands),
    )


def _refusal(name: str, demands: list[Path]) -> str:
    if demands:
        return f"demands multi-factor authentication of {name}, which no service has"
    return f"does not trust {name}"


def _fix(handed: HandedRole, name: str, demands: list[Path]) -> Fix:
    if demands:
        title = "Remove the demand of multi-factor authentication"
        return Fix(title, tuple(Remove(path) for path in demands))
    title = f"Let {name} assume the role"
    edit = handed.trusting()
    return Fix(title, (edit,)) if edit else Fix(title, safety=Safety.DISPLAY)
