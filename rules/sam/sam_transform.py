"""sam-transform"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Fails,
    Finding,
    Fix,
    Rename,
    Safety,
    SetValue,
    Severity,
    Template,
    graded,
    meant,
    rule,
)
from auditor.api.sam import (
    ApiFault,
    Refusal,
    Refused,
    RefusedEvent,
    Taken,
    refused,
    refused_events,
    sam_types,
    taken,
)

_DOCUMENT = "PolicyDocument"
_TOLD = {
    Refusal.FOREIGN_BUCKET: "has an S3 event on a bucket that the template does not declare, which"
    " SAM rejects",
    Refusal.WRAPPED_POLICY: f"has a policy with {_DOCUMENT}, as IAM roles have it, which SAM"
    " rejects",
    Refusal.MISSING_PARAMETER: "has no {name} for {names}, which needs it, so SAM rejects it",
    Refusal.NO_PARAMETERS: "sets {name} to {given}, where SAM needs its parameters as a mapping",
    Refusal.UNKNOWN_GLOBAL: "ignores {name}, which Globals do not have, so SAM rejects it",
    Refusal.TRIGGER_TWICE: "has an event for the trigger {name} of a user pool that has a function"
    " for it already, so SAM rejects it",
    Refusal.UNKNOWN_DEFAULT: "has the DefaultAuthorizer '{name}', which is none of its"
    " Authorizers, so SAM rejects it",
    Refusal.NO_IMAGE: "has neither an ImageUri nor Metadata with a Dockerfile, so SAM rejects it",
    Refusal.NO_TEXT: "sets {name} to a function, where SAM needs a logical ID",
    Refusal.NO_ALIAS: "sets AutoPublishAlias to a function, where SAM needs a text or the Ref of a"
    " parameter",
    Refusal.NO_KEY: "sets {name} to {given}, where SAM needs a plain text, or a mapping with"
    " Bucket and Key",
    Refusal.BY_FUNCTION: "sets {name} to {given}, which SAM does not resolve there, so SAM rejects"
    " it",
    Refusal.BLANK: "has an empty {name}, which SAM rejects",
    Refusal.ACCESS_TWICE: "has an event with {name} beside another way to log in, so SAM rejects"
    " it",
    Refusal.ACCESS_MISSING: "has an event without {name} in SourceAccessConfigurations, which SAM"
    " needs",
    Refusal.FOREIGN_ACCESS: "has an event with {name} in SourceAccessConfigurations, where SAM"
    " accepts {names} alone",
    Refusal.NO_SUCH_PAYLOAD: "has an authorizer '{name}' whose FunctionPayloadType is neither"
    " TOKEN nor REQUEST, so SAM rejects it",
    Refusal.NO_IDENTITY: "has an authorizer '{name}' of requests without an Identity, so SAM"
    " rejects it",
    Refusal.UNKNOWN_RESOURCE: "connects '{name}', which the template does not have, so SAM rejects"
    " it",
    Refusal.ID_AND_MORE: "connects a resource by Id and {name}, of which SAM accepts one alone",
    Refusal.FOREIGN_PARAMETERS: "has RequestParameters at the route {name}, which SAM accepts at"
    " $connect alone",
    Refusal.NOT_CONNECTED: "connects {name} to {given}, which no connector does, so SAM rejects it",
    Refusal.NO_SUCH_PERMISSION: "connects with the permission {name}, where SAM accepts {names}",
    Refusal.OTHER_KIND: "sets {name} of an authorizer to something other than {given}, so SAM"
    " rejects it",
    Refusal.NO_MAPPING: "has a DefinitionBody without a mapping at {name}, so SAM rejects it",
    Refusal.LACKING: "has a connector without {name}, which SAM needs",
    Refusal.DROPPED_POLICIES: "has Policies beside a Role, which SAM leaves out",
}
_ADVICE = {
    Refusal.TRIGGER_TWICE: "Keep one function for the trigger",
    Refusal.NO_IMAGE: "Set ImageUri, or say in Metadata what to build",
    Refusal.NO_TEXT: "Write the logical ID, or use Arn",
    Refusal.NO_ALIAS: "Write the name, or use the Ref of a parameter",
    Refusal.NO_KEY: "Use Bucket and Key, whose values may be functions",
    Refusal.BLANK: "Set the version of the application",
    Refusal.BY_FUNCTION: "Write the value itself; functions are accepted inside of it",
    Refusal.ACCESS_TWICE: "Keep one of them",
    Refusal.FOREIGN_ACCESS: "Use one of them",
    Refusal.ACCESS_MISSING: "Set the missing one with its URI",
    Refusal.NO_IDENTITY: "Set Headers, QueryStrings, StageVariables or Context in Identity",
    Refusal.ID_AND_MORE: "Keep Id alone, or all else without it",
    Refusal.FOREIGN_PARAMETERS: "Move them to the route $connect",
    Refusal.NOT_CONNECTED: "Give the permission in a policy",
    Refusal.NO_SUCH_PERMISSION: "Use what SAM accepts, or a policy",
    Refusal.OTHER_KIND: "Write the keys that belong there, or remove it",
    Refusal.NO_MAPPING: "Write what belongs there, or remove it",
    Refusal.LACKING: "Set the missing property",
}


_OTHERWISE = {
    Refusal.NO_SUCH_PAYLOAD: "Use TOKEN or REQUEST",
    Refusal.UNKNOWN_DEFAULT: "Declare '{name}' in Authorizers",
    Refusal.UNKNOWN_GLOBAL: "Remove {name}",
    Refusal.UNKNOWN_RESOURCE: "Name a resource of the template",
}


@rule(
    id="sam-transform",
    severity=Severity.ERROR,
    on=Template,
    types=lambda: (*sam_types(), "AWS::Serverless::Connector"),
)
def sam_transform(template: Template) -> Iterator[Finding]:
    """Something that the transform of SAM refuses, or drops in silence.

    ## What it does
    Finds S3 events on buckets that the template does not declare, policies in the shape of IAM
    roles (`PolicyName` with `PolicyDocument`) in `Policies` of functions and state machines,
    statements and other mappings there that are not policies, templates of policies without a
    parameter that they need, or with a value in place of all, and `Policies` beside a `Role`.

    Of events of APIs it finds two with the same path and method, those that name an API which the
    template does not declare, or by a function other than `Ref`, authorizers, the default one too,
    and models of requests that the API does not have, validation of requests that is set to a text
    or a function, and an API key that is waived where none is required. That is where SAM writes
    the definition of the API itself; one that the template has is left to its author.

    It finds resources with a logical ID that SAM gives to a resource of its own, items of
    `IgnoreGlobals` that `Globals` do not have, a trigger of a user pool with two functions, an
    image that is neither named nor built, two of `BASIC_AUTH` for one event of a broker, an empty
    `SemanticVersion`, and functions where SAM reads a logical ID, the name of an alias, a text
    that begins with `s3://`, or what it does not resolve: `!If` for the whole of `Events`,
    `DeadLetterQueue`, `DeploymentPreference`, `Domain`, `Auth` or `Models`, for instance.

    Of APIs it finds authorizers of requests without an `Identity`, and values other than mappings
    in authorizers and in a definition that SAM writes into, or that is by OpenAPI 3; of connectors,
    resources that the template does not have, parts that are missing, and types and permissions
    that none connects; of events of brokers and databases, a kind of access that they do not have,
    twice or by half.

    ## Why it fails
    The transform sets the notification on the bucket itself, which it can only do where the
    template declares it. It reads a policy as the name or ARN of a managed policy, one of its
    templates, or a policy document. Both are refused before the stack changes. With a `Role` SAM
    creates no role, so that `Policies` are dropped: a warning, since the function is refused what
    they allow only when it asks for it.

    ## Error
    ```
    Event with id [New] is invalid. S3 events must reference an S3 bucket in the same template.
    ```
    ```
    Resource with id [Reaper] is invalid. Policy at index 0 in the 'Policies' property is not valid
    ```
    ```
    Following required parameters of template 'DynamoDBCrudPolicy' don't have values: ['TableName']
    ```
    ```
    API method "get" defined multiple times for path "/orders".
    RestApiId must be a valid reference to an 'AWS::Serverless::Api' resource in same template.
    Property 'RestApiId' should be a string.
    Unable to set Authorizer [Other] on API method [get] for path [/] because it wasn't defined in
      the API's Authorizers.
    because the related API does not define any Authorizers.
    is only a valid value when a DefaultAuthorizer on the API is specified.
    Unable to set DefaultAuthorizer because 'Other' was not defined in 'Authorizers'.
    'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer'
    A resource with that id already exists within this template.
    has invalid resource attribute 'IgnoreGlobals' on item 'Timeot'.
    Cognito trigger "PreSignUp" defined multiple times.
    'ImageUri' must be set.
    QueueLogicalId must be a string
    Unable to set RequestModel [Order] on API method [post] for path [/orders] because it wasn't
      defined in the API's Models.
    because the related API does not define any Models.
    ValidateBody and ValidateParameters must be a boolean type, strings or intrinsics are not
      supported.
    'AutoPublishAlias' must be a string or a Ref to a template parameter
    'CodeUri' requires Bucket and Key properties to be specified.
    Unsupported dynamic reference detected in 'CodeUri'.
    AutoPublishCodeSha256 must be a string
    Unable to set ApiKeyRequired [False] on API method [get] for path [/orders]
    Multiple BASIC_AUTH properties specified in SourceAccessConfigurations.
    Property 'SemanticVersion' cannot be blank.
    Invalid value for 'Models' property
    Property 'Domain.DomainName' is required.
    'DeadLetterQueue' requires Type and TargetArn properties to be specified.
    'DeploymentPreference' is missing required Property 'Type'
    'RetentionPolicy' does not accept intrinsic functions
    Property 'ApplicationId' cannot be resolved. Only FindInMap and Ref intrinsic functions are
      supported.
    Must specify valid parameter values for policy template 'DynamoDBCrudPolicy'
    Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or
      Context.
    path must be a dictionary according to Swagger spec.
    Unable to find resource with logical ID 'Orders'.
    Unsupported 'Permissions' provided for connector from AWS::Lambda::Function to AWS::SQS::Queue
    VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations for SelfManagedKafka must be
      both provided.
    ```
    In general:
    `Event with id [<event>] is invalid. S3 events must reference an S3 bucket in the same
    template`,
    `Resource with id [<logical ID>] is invalid. Policy at index <index> in the 'Policies'
    property is not valid`, `RestApiId property of Api event must reference a valid resource in the
    same template`, `'<property>' requires Bucket and Key properties to be specified`,
    `because it wasn't defined in the API's Models`,
    `API method "<method>" defined multiple times for path "<path>"`,
    `because it wasn't defined in the API's Authorizers`,
    `Unable to set DefaultAuthorizer because '<name>' was not defined in 'Authorizers'`,
    `has invalid resource attribute 'IgnoreGlobals' on item '<name>'` and
    `Cognito trigger "<trigger>" defined multiple times`.

    ## Fix safety
    Safe: the policy document is written in place of its wrapper. No stack was deployed with the
    wrapper; a deployed one changes in place. Unsafe: the name of a template, of its only
    parameter, of a property in `IgnoreGlobals`, of a default authorizer, of what an authorizer is
    sent or of a resource at a connector becomes the one that is meant, and a value in place of
    parameters becomes that of the only one. All else is shown as advice.

    ## References
    - [S3 events](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html)
    - [Policies and Role](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html)
    - [The translator](https://github.com/aws/serverless-application-model/tree/develop/samtranslator)
    """
    if not template.is_sam:
        return
    for one in refused(template):
        is_dropped = one.why is Refusal.DROPPED_POLICIES
        yield Finding(
            at=one.path,
            message=_message(one),
            severity=Severity.WARNING if is_dropped else graded(one.case),
            fails=Fails.INVOCATION if is_dropped else Fails.DEPLOYMENT,
            fix=_fix(one),
        )
    for event in refused_events(template):
        yield Finding(at=event.path, message=_of_event(event), severity=Severity.ERROR)
    for resource in taken(template):
        yield Finding(at=resource.resource.path, message=_of_taken(resource))


def _of_event(one: RefusedEvent) -> str:
    event = one.event
    told = {
        ApiFault.TWICE: f"has the path and method of '{one.other}'",
        ApiFault.FOREIGN_API: f"names as its API '{one.other}', which is none of its kind here"
        if one.other
        else "names its API by a function other than Ref",
        ApiFault.NO_TEXT: f"sets {one.other} to something other than a text, which SAM needs",
        ApiFault.UNKNOWN_AUTHORIZER: f"names the authorizer '{one.other}', which its API does not"
        " have",
        ApiFault.NO_DEFAULT: "has the authorizer NONE, and its API has no DefaultAuthorizer",
        ApiFault.NO_AUTHORIZER: "has Auth without an Authorizer, and its API has no"
        " DefaultAuthorizer",
        ApiFault.NO_MODELS: f"names the model '{one.other}', and its API has no Models",
        ApiFault.UNKNOWN_MODEL: f"names the model '{one.other}', which its API does not have",
        ApiFault.NO_PROPERTIES: "has something other than a mapping as its Properties",
        ApiFault.NO_KEY_TO_WAIVE: "sets ApiKeyRequired to false, and its API requires no key",
        ApiFault.NOTHING_INSTEAD: "sets OverrideApiAuth without an Authorizer, ApiKeyRequired or"
        " ResourcePolicy",
        ApiFault.NO_BOOLEAN: f"sets {one.other} to a value that is not a boolean",
    }
    return (
        f"{event.holder.label} has an event '{event.name}' that {told[one.why]}, so SAM rejects it"
    )


def _of_taken(one: Taken) -> str:
    return (
        f"{one.resource.label} has the logical ID that SAM gives to the {one.type} of"
        f" '{one.holder.logical_id}', so SAM rejects the template"
    )


def _message(one: Refused) -> str:
    if one.why is Refusal.UNKNOWN_POLICY:
        what = f"'{one.name}' in Policies, which" if one.name else "a mapping in Policies that"
        return f"{one.holder.label} has {what} is not a policy template, so SAM rejects it"
    told = _TOLD[one.why].format(name=one.name, names=" or ".join(one.names), given=one.given)
    return f"{one.holder.label} {told}"


def _fix(one: Refused) -> Fix:
    if one.why is Refusal.FOREIGN_BUCKET:
        return Fix(
            "Declare the bucket here, or use an EventBridgeRule event on its notifications",
            safety=Safety.DISPLAY,
        )
    if one.why is Refusal.DROPPED_POLICIES:
        return Fix("Remove Role, or give the policies to the role", safety=Safety.DISPLAY)
    if one.why in _OTHERWISE:
        return _instead(one)
    if one.why is Refusal.NO_PARAMETERS:
        return _wrapped(one)
    if one.why in (Refusal.MISSING_PARAMETER, Refusal.UNKNOWN_POLICY):
        return _renaming(one)
    if one.why in _ADVICE:
        return Fix(_ADVICE[one.why], safety=Safety.DISPLAY)
    title = "Use the policy document itself"
    value = one.case.value
    if one.case.direct and isinstance(value, dict) and set(value) <= {"PolicyName", _DOCUMENT}:
        return Fix(title, (SetValue(one.path, value[_DOCUMENT]),), Safety.SAFE)
    return Fix(title, safety=Safety.DISPLAY)


def _instead(one: Refused) -> Fix:
    """What is there under a name like the one that is written, or what else to do."""
    name = meant(one.case.text or "", one.names)
    if name is not None and one.case.direct:
        return Fix(f"Change to {name}", (SetValue(one.path, name),))
    return Fix(_OTHERWISE[one.why].format(name=one.name), safety=Safety.DISPLAY)


def _wrapped(one: Refused) -> Fix:
    """The only parameter of a template of a policy with the value in place of all of them."""
    if len(one.names) != 1 or not one.case.direct or not isinstance(one.case.value, dict):
        return Fix(f"Set {' and '.join(one.names)}", safety=Safety.DISPLAY)
    (name,) = one.names
    return Fix(f"Set {name} to it", (SetValue(one.path, {name: one.case.value[one.name]}),))


def _renaming(one: Refused) -> Fix:
    """The name that is meant, where that of a template, or of its only parameter, is another."""
    if one.why is Refusal.MISSING_PARAMETER:
        if one.given and one.case.direct:
            return Fix(f"Rename it to {one.name}", (Rename((*one.path, one.given), one.name),))
        return Fix(f"Set {one.name}", safety=Safety.DISPLAY)
    name = meant(one.name, one.names) if one.name else None
    if name is None:
        return Fix("Put it below Statement, or use a policy of SAM", safety=Safety.DISPLAY)
    if not one.case.direct:
        return Fix(f"Use {name}", safety=Safety.DISPLAY)
    return Fix(f"Use {name}", (Rename((*one.path, one.name), name),))
