"""creation-order"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, rule, wait_for
from auditor.api.order import ORDERED_TYPES, Need, needs


@rule(id="creation-order", severity=Severity.WARNING, on=Template, types=ORDERED_TYPES)
def creation_order(template: Template) -> Iterator[Finding]:
    """A resource that needs another one first, and does not wait for it.

    ## What it does
    CloudFormation waits for what a resource refers to, and creates everything else at once. The
    rule finds resources that name another one of the template by a text: usage plans, API keys,
    base path mappings and web ACL associations that name a stage, queues that name their
    dead-letter queue, and properties that read a secret by its name. It also finds functions that
    mount a file system and do not wait for its mount targets, services of ECS that register with a
    target group and wait for none of the listeners that send to it, routes to a gateway that do not
    wait until it is attached, resolvers of AppSync that do not wait for the schema or for the data
    source that they name, and receipt rules of SES that do not wait for the permission to invoke
    their function.

    ## Why it fails
    The other resource may be missing still. Whether it is depends on how long each one needs, so
    that the same template deploys one day and not the next: a warning.

    ## Error
    ```
    AWS WAF couldn't perform the operation because your resource doesn't exist.
    ```
    or, for instance, `API Stage not found: <API>:<stage>`, `Invalid stage identifier specified`,
    `target group with targetGroupArn <group> does not have an associated load balancer`,
    `EFS file system <file system> has mount targets created in all availability zones the
    function will execute in, but not all are in the available life cycle state yet`, `Type <type>
    not found`, `No data source found named <name>`, `Could not invoke Lambda function:
    <function>`, `route table <table> and network gateway <gateway> belong to different networks`,
    `Secrets Manager cannot invoke the specified Lambda function`,
    `The transitGateway ID '<gateway>' does not exist`,
    `The provider <provider> does not exist for User Pool <pool>`,
    `No matching security policy of encryption type found for collection name: <name>`,
    `You must create a configuration recorder before you can create or update a Config rule`,
    `Invalid request provided: NoAvailableConfigurationRecorder`,
    `Deployment number <number> already exists`,
    `Cannot create Fargate Profile <profile> because cluster <cluster> currently has Fargate profile
    <other> in status CREATING`,
    `Please ensure the role can perform the <actions> on your stream in IAM`.

    ## Fix safety
    Safe where no cycle arises: `DependsOn` is added, and nothing but the order changes.

    In a deployed stack nothing is changed by it.

    ## References
    - [DependsOn](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html)
    - Reported: [usage plans](https://github.com/aws/serverless-application-model/issues/1560),
      [base path mappings](https://github.com/aws/serverless-application-model/issues/2499),
      [web ACLs](https://github.com/aws/serverless-application-model/issues/313),
      [Config rules](https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/517),
      [target groups](https://github.com/aws/aws-cdk/issues/1160),
      [target groups of rules](https://github.com/aws-samples/ecs-refarch-cloudformation/pull/5),
      [routes](https://github.com/aws/aws-cdk/issues/1140),
      [resolvers](https://github.com/aws/aws-cdk/issues/17997),
      [mail to a function](https://github.com/hashicorp/terraform-provider-aws/issues/34259),
      [rotation](https://github.com/aws/aws-cdk/issues/26481),
      [transit gateways](https://github.com/terraform-aws-modules/terraform-aws-transit-gateway/pull/144),
      [identity providers](https://github.com/lgallard/terraform-aws-cognito-user-pool/issues/71),
      [collections](https://github.com/aws/modern-data-architecture-accelerator/issues/50),
      [recorders](https://github.com/aws-samples/aws-devsecops-workshop/issues/7),
      [deployments](https://github.com/aws/aws-cdk/issues/18745),
      [Fargate profiles](https://github.com/aws/aws-cdk/issues/6084),
      [event sources](https://github.com/alertlogic/cwe-collector/issues/2),
      [delivery streams](https://github.com/aws/aws-cdk/issues/7236),
      [knowledge bases](https://github.com/awslabs/agents-for-amazon-bedrock-blueprints/issues/22)
    """
    for need in needs(template):
        yield _finding(template, need)


def _finding(template: Template, need: Need) -> Finding:
    names = [target.logical_id for target in need.targets]
    told = " and ".join(target.label for target in need.targets)
    is_circular = any(
        need.source.logical_id == name or template.resources[name].waits_for(need.source.logical_id)
        for name in names
    )
    edits = None if is_circular else wait_for(need.source, *names)
    title = f"Wait for {' and '.join(names)}"
    fix = Fix(title, edits, Safety.SAFE) if edits else Fix(title, safety=Safety.DISPLAY)
    return Finding(
        at=need.case.path,
        message=f"{need.source.label} does not wait for {told}, so the deployment fails where"
        f" {need.outcome}",
        fix=fix,
    )
