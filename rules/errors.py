"""The errors that rules explain: patterns, by rule. Written by docs/generate.py."""

# fmt: off
# ruff: noqa: E501
ROWS = {
    "access-log-destination": (
        ("Invalid ARN specified in the request", True),
        ("Access log destination must only contain characters a-z, A-Z, 0-9, '_', '-', '/', '.'", False),
        ("Access Log value must not be empty", False),
    ),
    "access-log-format": (
        ("Access Log format must be single line, new line character is allowed only at end of the format", True),
        ("Access Log value must not be empty", False),
    ),
    "account-logging-role": (
        ("CloudWatch Logs role ARN must be set in account settings to enable logging", True),
    ),
    "account-singleton": (
        ("CloudWatch Logs role ARN must be set in account settings to enable logging", False),
    ),
    "acl-disabled": (
        ("Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting", True),
        ("The bucket does not allow ACLs", False),
        ("Bucket cannot have public ACLs set with BlockPublicAccess enabled", False),
    ),
    "action-resource-mismatch": (
        ("User: <role> is not authorized to perform: <action> on resource: <resource>", False),
    ),
    "alarm-metric": (
        ("Unchecked: Initial alarm creation", False),
    ),
    "at-expression-on-rule": (
        ("Parameter ScheduleExpression is not valid.", False),
    ),
    "at-schedule-in-code": (
        ("An error occurred (ValidationException) when calling the PutRule operation: Parameter ScheduleExpression is not valid.", True),
        ("Parameter ScheduleExpression is not valid.", False),
    ),
    "authorizer-missing": (
        ("Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.", True),
    ),
    "backup-vault-key": (
        ("KMS key Alias is not supported by AWS Backup", True),
        ("Invalid Key provided by the user", False),
    ),
    "batching-window": (
        ("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10", True),
    ),
    "billing-mode-throughput": (
        ("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST", True),
        ("ProvisionedThroughput should not be specified for index: <index> when BillingMode is PAY_PER_REQUEST", True),
        ("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED", True),
        ("ProvisionedThroughput is not specified for index: <index>", True),
        ("No provisioned throughput specified for the <table or index>", False),
    ),
    "bucket-name": (
        ("Bucket name should not contain uppercase characters", True),
        ("Bucket name should not contain '<character>'", False),
        ("The specified bucket is not valid", False),
    ),
    "capacity-provider-protection": (
        ("the Auto Scaling group must have instance protection from scale-in enabled", True),
    ),
    "certificate-region": (
        ("The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.", True),
        ("Certificate must be in 'us-east-1'", False),
    ),
    "circular-dependency": (
        ("Circular dependency between resources: [<logical IDs>]", True),
    ),
    "closed-runtime": (
        ("The runtime parameter of <runtime> is no longer supported for creating or updating AWS Lambda functions", True),
    ),
    "closed-service": (
        ("Only existing <service> customers can access the service", True),
        ("Launch Configuration creation operation is not available", True),
        ("is no longer available to new customers", False),
        ("is not available to new customers", False),
        ("request is not allowed because there is no existing repository in this AWS account or AWS Organization", False),
    ),
    "condition-key": (
        ("Policy has an invalid condition key", True),
    ),
    "conditional-reference": (
        ("Unresolved resource dependencies [<names>] in the <section> block of the template", True),
    ),
    "creation-order": (
        ("AWS WAF couldn't perform the operation because your resource doesn't exist.", True),
        ("API Stage not found: <API>:<stage>", False),
        ("Invalid stage identifier specified", False),
        ("The target group with targetGroupArn <group> does not have an associated load balancer", False),
        ("EFS file system <file system> has mount targets created in all availability zones the function will execute in, but not all are in the available life cycle state yet", False),
        ("Type <type> not found", False),
        ("No data source found named <name>", False),
        ("Could not invoke Lambda function: <function>", False),
    ),
    "custom-resource-response": (
        ("CloudFormation did not receive a response from your Custom Resource. Please check your logs for", True),
        ("requestId [...]. If you are using the Python cfn-response module, you may need to update your", True),
        ("Lambda function code so that CloudFormation can attach the updated version.", True),
    ),
    "dashboard-body": (
        ("The dashboard body is invalid, there are <count> validation errors", True),
        ("Should have required property '<property>'", True),
        ("The metric widget should have specified a region and a data source or an alarm annotation", True),
        ("Should NOT have less than 1 items", True),
    ),
    "dead-letter-permission": (
        ("The provided execution role does not have permissions to call SendMessage on SQS", True),
        ("The provided execution role does not have permissions to call Publish on SNS", True),
        ("The function's execution role does not have permissions to call <action> on arn:", False),
        ("Error occurred while sending message to SQS queue", False),
    ),
    "delivery-key-policy": (
        ("Failed to execute action <topic> Received error: \"null (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException", True),
        ("Unable to validate the following destination configurations", False),
    ),
    "deployment-without-methods": (
        ("The REST API doesn't contain any methods", True),
        ("No integration defined for method", False),
        ("At least one route is required before deploying the Api.", False),
    ),
    "destination-name": (
        ("Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information", True),
        ("separated by colons or slashes., field: LOG_DESTINATION", True),
    ),
    "duplicate-name": (
        ("Duplicate tag keys found. Please note that Tag keys are case insensitive.", True),
        ("<name> already exists in stack arn:aws:cloudformation:<stack>", False),
        ("Priority '<number>' is currently in use", False),
        ("The network acl entry identified by <number> already exists", False),
        ("The route identified by <destination> already exists", False),
        ("Method already exists for this resource", False),
    ),
    "dynamodb-float": (
        ("TypeError: Float types are not supported. Use Decimal types instead.", True),
    ),
    "edge-scope": (
        ("The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT", True),
    ),
    "engine-version": (
        ("Cannot find version <version> for <engine>", True),
    ),
    "event-pattern-syntax": (
        ("Event pattern is not valid. Reason: <reason>", True),
        ("Unrecognized match type <type>", False),
        ("Empty arrays are not allowed", False),
        ("Invalid filter pattern definition", False),
        ("Filter policy scope <scope> does not support nested filter policy", False),
        ("Filter policy is too complex", False),
        ("Filter policy can not have more than <n> keys", False),
    ),
    "event-source-permission": (
        ("The function execution role does not have permissions to call <action> on SQS", True),
        ("The provided execution role does not have permissions to call ReceiveMessage on SQS", True),
        ("Cannot access stream <arn>. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.", True),
    ),
    "exclusive-properties": (
        ("Properties validation failed for resource <logical ID> with message: #: <count> subschemas matched instead of one", True),
        ("subschemas matched instead of one", False),
    ),
    "export-name": (
        ("Template format error: The Outputs section contains duplicate Export names: [<names>]. Specify a unique name for each export.", True),
        ("Template format error: Output <output> is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.", True),
        ("Template format error: Output <output> is malformed. The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.", True),
        ("Export with name <name> is already exported by stack <stack>", True),
    ),
    "fifo-mismatch": (
        ("Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics", True),
        ("Invalid parameter: Topic Name", False),
    ),
    "filter-dimensions": (
        ("The specified filter pattern does not support dimensions", True),
        ("dimensions and default value are mutually exclusive", False),
    ),
    "filter-pattern-syntax": (
        ("Invalid metric filter pattern", True),
        ("Invalid filter pattern specified", False),
        ("Invalid character(s) in term '<term>'", False),
    ),
    "function-arguments": (
        ("Template error: every <function> object requires <count> parameters", True),
        ("Template error: every Fn::GetAtt object requires two non-empty parameters", False),
        ("Template error: <function> requires a list argument with <count> elements", False),
        ("Template error: every Ref object must have a single String value", False),
        ("Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments", False),
    ),
    "function-log-group": (
        ("Resource of type 'AWS::Logs::LogGroup' with identifier <identifier>/aws/lambda/<name>' already exists.", False),
    ),
    "handler-not-found": (
        ("Runtime.HandlerNotFound: Handler '<function>' missing on module '<module>'", True),
        ("Runtime.HandlerNotFound: <handler> is undefined or not exported", True),
        ("Unable to import module '<module>': No module named '<module>'", False),
        ("Error: Cannot find module '<module>' Require stack: - /var/runtime/<file>", False),
    ),
    "hardcoded-region": (
        ("Could not connect to the endpoint URL", False),
    ),
    "import-unavailable": (
        ("Unable to import module '<module>': No module named '<package>'", True),
        ("Runtime.ImportModuleError: Error: Cannot find module '<package>'", True),
        ("Cannot find package '<package>' imported from /var/task/<file>", True),
    ),
    "inline-code-runtime": (
        ("The ZipFile attribute is not supported for the runtime '<runtime>'", True),
        ("ZipFile can only be used when Runtime is set to either of <runtimes>", False),
    ),
    "inline-handler-module": (
        ("Unable to import module '<module>': No module named '<module>'", True),
        ("Error: Cannot find module '<module>' Require stack: - /var/runtime/<file>", False),
    ),
    "input-template-placeholder": (
        ("InputTemplate for target <target> contains invalid placeholder <name>.", True),
    ),
    "integration-method": (
        ("Enumeration value for HttpMethod must be non-empty", True),
    ),
    "integration-order": (
        ("NotFoundException: Invalid Integration identifier specified", True),
        ("BadRequestException: No integration defined for method", False),
    ),
    "integration-uri": (
        ("AWS ARN for integration must contain path or action", True),
        ("Unable to put integration on <method>: Invalid ARN specified in the request", True),
        ("Unable to put integration on <method> for resource at path <path>: Invalid function ARN or invalid uri", True),
    ),
    "invalid-type": (
        ("Properties validation failed for resource <logical ID> with message: #/<path>: expected type: <expected>, found: <found>", True),
        ("Value of property {/<path>} does not match type {<type>}", True),
        ("expected type: <expected>, found: <found>", False),
        ("Value of property <name> must be of type <type>", False),
        ("Value of property <name> must be a list", False),
        ("Value of property <name> must be an object", False),
    ),
    "invalid-value": (
        ("Properties validation failed for resource <logical ID> with message: #/<path>: failed validation constraint for keyword [<keyword>]", True),
        ("#/<path>: <value> is not a valid enum value", True),
        ("At least two subnets in two different Availability Zones must be specified", True),
        ("failed validation constraint for keyword [<keyword>]", False),
        ("Value '<value>' at '<member>' failed to satisfy constraint: Member must", False),
        ("is not less or equal to", False),
        ("is not greater or equal to", False),
    ),
    "invoke-permission": (
        ("Unable to validate the following destination configurations", True),
        ("Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.", True),
        ("Execution failed due to configuration error: Invalid permissions on Lambda function", True),
        ("elasticloadbalancing principal does not have permission to invoke <function>", False),
        ("Secrets Manager cannot invoke the specified Lambda function", False),
        ("The AWS Lambda function <function> cannot be invoked. Check the permissions on the function", False),
    ),
    "key-attributes": (
        ("One or more parameter values were invalid: Some AttributeDefinitions are not used. AttributeDefinitions: [<names>], keys used: [<keys>]", True),
        ("One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions", True),
        ("Property AttributeDefinitions is inconsistent with the KeySchema of the table and the secondary indexes", False),
        ("Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions", False),
    ),
    "key-policy-lockout": (
        ("The new key policy will not allow you to update the key policy in the future.", True),
    ),
    "kinesis-destination-role": (
        ("destinationArn for vendor kinesis cannot be used without roleArn", True),
    ),
    "kubernetes-version": (
        ("unsupported Kubernetes version", True),
    ),
    "layer-folder": (
        ("Runtime.ImportModuleError: Unable to import module 'app': No module named 'shoptools'", True),
        ("Unable to import module '<module>': No module named '<package>'", True),
    ),
    "layer-region": (
        ("Layers are not in the same region as the function. Layers are expected to be in region <Region>", True),
    ),
    "layer-versions": (
        ("Two different versions of the same layer are not allowed to be referenced in the same function.", True),
    ),
    "lifecycle-days": (
        ("'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'", True),
        ("Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays", True),
        ("'Days' in Transition action must be greater than or equal to <days> for storageClass '<class>'", True),
        ("DeleteAfterDays cannot be less than <days> days apart from MoveToColdStorageAfterDays", True),
    ),
    "load-balancer-attribute": (
        ("Load balancer attribute key '<key>' is not supported on load balancers with type '<type>'", True),
        ("Load balancer attribute key not recognized", True),
        ("Stickiness type '<type>' is not supported for target groups with the <protocol> protocol", True),
    ),
    "local-artifact": (
        ("'<property>' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.", True),
        ("TemplateURL must be an Amazon S3 URL", False),
    ),
    "log-delivery-policy": (
        ("Incorrect S3 bucket policy is detected for bucket: <bucket>", True),
        ("Access Denied for bucket: <bucket>. Please check S3bucket permission", True),
        ("Insufficient delivery policy to s3 bucket: <bucket>, unable to write to bucket", True),
        ("The S3 bucket that you specified for CloudFront logs does not enable ACL access: <bucket>", True),
        ("Could not write to bucket: <bucket>", True),
    ),
    "log-export-type": (
        ("You cannot use the log types '<types>' with engine version <version>", True),
    ),
    "log-group-class": (
        ("This operation is only supported on the Standard log class.", True),
    ),
    "log-group-dependency": (
        ("Resource of type 'AWS::Logs::LogGroup' with identifier <identifier>/aws/lambda/<name>' already exists.", True),
        ("/aws/lambda/<name> already exists in stack arn:aws:cloudformation:<stack>", True),
        ("AWS::Logs::LogGroup <logical ID> /aws/lambda/<name> already exists", False),
    ),
    "log-group-key-policy": (
        ("The specified KMS key does not exist or is not allowed to be used with Arn '<log group>'", True),
    ),
    "log-group-missing": (
        ("The specified log group does not exist.", True),
    ),
    "log-level-format": (
        ("LogLevel is not supported when LogFormat is set to \"Text\". Remove LogLevel from your request or", True),
        ("change the LogFormat to \"Json\" and try again.", True),
    ),
    "logical-id": (
        ("Template format error: Resource name <name> is non alphanumeric.", True),
        ("Template format error: Output name <name> is non alphanumeric.", True),
        ("Template error: all resources and parameters must have unique names. Common name(s):[<names>]", True),
    ),
    "mapping-template": (
        ("Execution failed due to configuration error: Unable to transform request", True),
    ),
    "method-settings-path": (
        ("Invalid method setting path: null/null/logging/dataTrace. Must be one of: [/deploymentId, ...", True),
        ("Invalid method setting path: <path>. Must be one of: [<paths>", True),
    ),
    "metrics-namespace": (
        ("SchemaValidationError: Must contain a metric namespace.", True),
    ),
    "missing-map-entry": (
        ("Template error: Unable to get mapping for <map>::<key>::<name>", True),
    ),
    "missing-permission": (
        ("User: <role> is not authorized to perform: <action> on resource: <resource> because no identity-based policy allows the <action> action", True),
        ("User: <role> is not authorized to perform: <action> on resource: <resource>", True),
        ("is not authorized to perform: <action>", False),
        ("An error occurred (AccessDenied) when calling the <operation> operation", False),
        ("An error occurred (AccessDeniedException) when calling the <operation> operation", False),
        ("An error occurred (403) when calling the <operation> operation: Forbidden", False),
    ),
    "missing-property": (
        ("Properties validation failed for resource <logical ID> with message: #: required key [<key>] not found", True),
        ("Required property [<property>] not found", True),
        ("required key [<key>] not found", False),
        ("Property <name> cannot be empty", False),
        ("Resource with id [<logical ID>] is invalid. <place> '<property>' property is required", False),
    ),
    "missing-sub": (
        ("The vpc ID '${<name>}' does not exist", True),
    ),
    "naive-aware-datetime": (
        ("TypeError: can't compare offset-naive and offset-aware datetimes", True),
        ("can't subtract offset-naive and offset-aware datetimes", False),
    ),
    "nested-parameter-type": (
        ("Value of property Parameters must be an object with String (or simple type) properties", True),
    ),
    "nested-parameter-value": (
        ("Parameter '<name>' must be one of AllowedValues", True),
        ("AWS::CloudFormation::Stack Parameter '<name>' must be one of AllowedValues", True),
    ),
    "nested-stack-output": (
        ("Output '<name>' not found in stack '<ARN>'", True),
    ),
    "nested-stack-parameter": (
        ("Parameters: [<names>] do not exist in the template", True),
        ("Parameter values specified for a template which does not require them.", True),
        ("Parameters: [<names>] must have values", True),
        ("AWS::CloudFormation::Stack Parameters: [<names>] must have values", True),
    ),
    "notification-overlap": (
        ("Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.", True),
        ("Configurations overlap. Configurations on the same bucket cannot share a common event type.", True),
    ),
    "object-key-encoding": (
        ("NoSuchKey: The specified key does not exist.", True),
    ),
    "octal-number": (
        ("Value for property {/<path>} does not match pattern {^[0-9]{12}$}", True),
    ),
    "optional-argument": (
        ("TypeError: Cannot read properties of undefined (reading 'environmentSuffix')", True),
        ("AttributeError: 'NoneType' object has no attribute 'environment_suffix'", False),
        ("TypeError: Cannot read properties of undefined (reading '<argument>')", True),
        ("AttributeError: 'NoneType' object has no attribute '<argument>'", True),
    ),
    "parameter-default": (
        ("Parameter '<name>' must be one of AllowedValues", True),
        ("Template format error: Every Default member must be a string.", True),
    ),
    "performance-insights": (
        ("Performance Insights not supported for this configuration.", True),
    ),
    "pipeline-action": (
        ("Pipeline should start with a stage that only contains source actions", True),
        ("Pipeline action declares <count> input artifacts", True),
    ),
    "placeholder-value": (
        ("The image id '[<image>]' does not exist", True),
        ("Invalid id: \"<id>\"", False),
    ),
    "policy-syntax": (
        ("Syntax errors in policy.", True),
        ("Missing required field Action", False),
        ("Actions/Condition can contain only one colon.", False),
        ("Policy document should not specify a principal.", False),
        ("Has prohibited field Resource", False),
        ("Invalid policy syntax.", False),
        ("Statement IDs (SID) must be alpha-numeric.", False),
        ("The policy failed legacy parsing", False),
        ("Error Code: MalformedPolicyDocument", False),
    ),
    "principal-not-found": (
        ("Policy contains a statement with one or more invalid principals.", True),
        ("Invalid principal in policy", False),
    ),
    "program-argument": (
        ("TypeError: Deployment._internal_init() got an unexpected keyword argument 'stage_name'", True),
        ("TypeError: Missing required property 'role'", False),
        ("TypeError: <class>._internal_init() got an unexpected keyword argument '<argument>'", True),
        ("TypeError: Missing required property '<argument>'", True),
        ("TypeError: <type>.__init__() got an unexpected keyword argument '<argument>'", False),
        ("Invalid or unknown key. Examine values at '<place>'", False),
    ),
    "program-attribute": (
        ("AttributeError: 'Database' object has no attribute 'name'", True),
        ("AttributeError: '<class>' object has no attribute '<attribute>'", True),
    ),
    "program-entry-point": (
        ("error: could not find main entrypoint", True),
        ("Error: Cannot find module '…/index.mjs'", False),
        ("can't find '__main__' module", False),
    ),
    "property-combination": (
        ("A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.", True),
        ("Versioning must be 'Enabled' on the bucket to apply a replication configuration", True),
        ("Fargate only supports network mode 'awsvpc'.", True),
        ("you must attach a trusted certificate", True),
        ("Provisioned throughput must be set for file systems that use provisioned throughput mode.", True),
        ("Unknown Attribute ContentBasedDeduplication.", True),
        ("ShardCount is not expected when StreamMode=ON_DEMAND", True),
        ("Cannot import certificates for EDGE while REGIONAL is active.", True),
        ("When using automatic failover, there must be at least 2 cache clusters in the replication group.", True),
        ("The AUTH token is only supported when encryption-in-transit is enabled", True),
        ("You must enable EnforceHTTPS in the domain endpoint options to use advanced security.", True),
        ("The storage type io1 requires iops to be specified.", True),
        ("You must enable node-to-node encryption to use advanced security options.", True),
        ("The recording group provided is not valid", True),
        ("Exactly one of IPAddress or FullyQualifiedDomainName must be specified", True),
        ("A certificate must be specified for <protocol> listeners", True),
        ("Network Configuration must be provided when networkMode 'awsvpc' is specified.", True),
        ("The daemon scheduling strategy does not support a desired count for services.", True),
        ("specifying both a launch type and capacity provider strategy is not supported.", True),
        ("Runtime and Handler are mandatory parameters for functions created with deployment packages.", True),
        ("Using the ZipFile attribute requires a runtime to be specified", True),
        ("Private REST API doesn't have a resource policy attached to it", True),
        ("Route table IDs are only supported for Gateway type VPC Endpoint", True),
        ("NumCacheNodes should be 1 if engine is redis", True),
        ("Fargate requires task definition to have execution role ARN to support log driver awslogs.", True),
        ("you must also specify a value for 'executionRoleArn'", True),
        ("Desired capacity:<number> must be between the specified min size:<number> and max size:<number>", True),
        ("Min size must be less than or equal to max size", True),
        ("Maximum capacity cannot be less than minimum capacity", True),
        ("Health check timeout '<seconds>' must be smaller than the interval '<seconds>'", True),
        ("HealthCheck timeout must be less than interval.", True),
        ("Max storage size must be greater than storage size", True),
        ("Requesting a specific availability zone is not valid for Multi-AZ instances.", True),
        ("does not support encryption at rest", True),
        ("AllocatedStorage isn't supported for DB engine <engine>", True),
        ("You can't use the <type> storage type.", True),
        ("The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement", True),
        ("Subnets specified must be in at least two different AZs", True),
        ("client_credentials flow can not be selected", True),
        ("allow-credentials is not supported if 'allow-origin' is *", True),
        ("The parameter groupName cannot be used with the parameter subnet", True),
        ("The parameter ForwardedValues cannot be used when a cache policy is associated", True),
        ("The parameter ForwardedValues is required.", True),
        ("Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]", True),
        ("ProviderARNs cannot be empty", True),
        ("IdentitySource cannot be empty", True),
        ("ConnectionId should be set to the vpcLinkId or stage variable on connection type VPC_LINK", True),
        ("is invalid for policy with caching disabled", True),
        ("Cannot use both Origin Access Control and Origin Access Identity on an origin", True),
        ("Illegal configuration: The origin type and OAC origin type differ.", True),
        ("Period must not be null", True),
        ("Required custom attributes are not supported currently.", True),
        ("SMS configuration and Auto verification for phone_number are required when MFA is required/optional", True),
        ("Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true", True),
        ("You cannot specify an IAM role for services that require a service linked role.", True),
        ("Disk size must be specified within the launch template.", True),
        ("Remote access configuration cannot be specified with a launch template.", True),
        ("Cannot specify instance types in launch template and API request", True),
        ("When a network interface is provided, the security groups must be a part of it.", True),
        ("Health check paths are not supported for TCP health checks", True),
        ("Health check matchers are not supported for TCP health checks", True),
        ("Please set both Worker Type and Number of Workers.", True),
        ("Please do not set Max Capacity if using Worker Type and Number of Workers.", True),
        ("Worker Type is not supported for Job Command pythonshell", True),
        ("Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.", True),
        ("Function must be configured to execute in a VPC to reference access point <access point>", True),
        ("You must specify exactly one subnet.", True),
        ("Both MinCapacity and MaxCapacity must be specified when you initialize Serverless v2 scaling configuration.", True),
        ("Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.", True),
        ("The parameter AllocatedStorage must be provided and must not be null.", True),
        ("ParameterGroupFamily <family> is not a valid parameter group family", True),
        ("DBClusterParameterGroup not found: <group>", True),
        ("Can only specify either HostedRotationLambda or RotationLambdaARN.", True),
        ("You must specify exactly two subnets because you've set zone count to two.", True),
        ("needs to be specified", True),
        ("You must specify exactly one of TransitionDate or TransitionInDays", True),
        ("in the NoncurrentVersionExpiration action must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action", True),
        ("must be greater than 'Days' in the Transition action", True),
    ),
    "provisioned-concurrency-version": (
        ("Provisioned Concurrency Configs cannot be applied to unpublished function versions.", True),
    ),
    "public-policy-blocked": (
        ("API: s3:PutBucketPolicy Access Denied because public policies are blocked by the BlockPublicPolicy block public access setting.", True),
        ("public policies are blocked by the BlockPublicPolicy", False),
    ),
    "queue-visibility": (
        ("Invalid request provided: Queue visibility timeout: 30 seconds is less than Function timeout: 120 seconds", True),
        ("Queue visibility timeout: <visibility> seconds is less than Function timeout: <timeout> seconds", True),
    ),
    "reference-kind": (
        ("SourceArn: failed validation constraint for keyword [pattern]", True),
        ("Value '<value>' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn", False),
        ("Invalid parameter: TopicArn", False),
        ("The specified queue does not exist", False),
    ),
    "refused-record": (
        ("RRSet of type CNAME with DNS name <name> is not permitted at apex in zone <zone>", True),
        ("RRSet with DNS name <name> is not permitted in zone <zone>", True),
        ("InvalidCharacterString (Value should be enclosed in quotation marks)", True),
    ),
    "refused-value": (
        ("Group names may not be in the format sg-*", True),
        ("MasterUsername <name> cannot be used as it is a reserved word used by the engine", True),
        ("Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.", True),
        ("DBName must begin with a letter and contain only alphanumeric characters.", True),
        ("can't be prefixed with \"aws\" or \"ssm\" (case-insensitive)", True),
        ("Domain cannot contain reserved word: <word>", True),
        ("can only contain characters that are alphanumeric characters", True),
        ("Invalid parameter: Email address", True),
        ("Invalid parameter: Topic Name", True),
        ("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length", True),
        ("Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+", True),
        ("The specified value for roleName is invalid. It must contain only alphanumeric characters", True),
        ("LoadBalancer name cannot contain characters that are not letters, or digits or the dash.", True),
        ("contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).", True),
        ("Invalid schedule cron expression. Expected format: Cron(CRON_EXPRESSION)", True),
        ("Standard instance types are not supported for Kafka version <version>", True),
        ("Cannot use reserved security group name: default", True),
        ("Subnet group name default is reserved. Please specify another name.", True),
        ("is not a valid password because it is shorter than 8 characters", True),
        ("The parameter origin name cannot contain a colon.", True),
        ("Deprecated runtime version specified.", True),
    ),
    "region-pinned-client": (
        ("ResourceNotFoundException: Requested resource not found", True),
        ("Could not connect to the endpoint URL", False),
    ),
    "region-singleton": (
        ("Failed to put configuration recorder '<name>' because the maximum number of configuration recorders: <count> is reached.", True),
        ("Failed to put configuration recorder '<name>' <reason> Maximum number of configuration recorders", True),
        ("The request is rejected because a detector already exists for the current account.", False),
    ),
    "request-mapping": (
        ("Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid", True),
        ("mapping expression parameter specified: <name>]", True),
        ("Invalid mapping expression specified: <value>", False),
        ("Invalid mapping identifier specified", False),
    ),
    "reserved-concurrency": (
        ("Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [<minimum>].", True),
    ),
    "reserved-domain": (
        ("<name> is reserved by AWS!", True),
    ),
    "reserved-environment-variable": (
        ("Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: <names>", True),
        ("environment variables contain reserved keys", False),
        ("Reserved environment variable name: <name>", False),
    ),
    "resource-not-arn": (
        ("Resource <resource> must be in ARN format or \"*\".", True),
        ("Policy has invalid resource", False),
    ),
    "resource-path-conflict": (
        ("Another resource with the same parent already has this name: <name>", True),
        ("Cannot create a child of a resource with a greedy path variable: <path>", False),
        ("A sibling (<variable>) of this resource already has a variable path part", False),
        ("An ancestor of this resource has the same variable name as this one: <variable>", False),
    ),
    "role-trust": (
        ("The role defined for the function cannot be assumed by Lambda.", True),
        ("Neither the global service principal <service>, nor the regional one is authorized to assume the provided role.", False),
    ),
    "sam-transform": (
        ("Event with id [New] is invalid. S3 events must reference an S3 bucket in the same template.", True),
        ("Resource with id [Reaper] is invalid. Policy at index 0 in the 'Policies' property is not valid", True),
        ("Event with id [<event>] is invalid. S3 events must reference an S3 bucket in the same template", True),
        ("Resource with id [<logical ID>] is invalid. Policy at index <index> in the 'Policies' property is not valid", True),
    ),
    "schedule-expression-syntax": (
        ("Parameter ScheduleExpression is not valid.", True),
        ("Invalid Schedule Expression <expression>.", False),
    ),
    "schedule-never-deleted": (
        ("LimitExceededException: The requested resource exceeds the maximum number allowed", True),
    ),
    "schedule-on-custom-bus": (
        ("ScheduleExpression is supported only on the default event bus.", True),
    ),
    "schedule-target": (
        ("<service> is not a supported service for a target.", True),
    ),
    "scheduler-at-format": (
        ("Invalid Schedule Expression at(<time>).", True),
    ),
    "sdk-arguments": (
        ("ParamValidationError: Parameter validation failed:", True),
        ("Missing required parameter in input: \"SecretId\"", True),
        ("Unknown parameter in input: \"SecretArn\", must be one of: SecretId, VersionId, VersionStage", True),
        ("Missing required parameter in input: \"<parameter>\"", True),
        ("Unknown parameter in input: \"<parameter>\", must be one of: <parameters>", True),
    ),
    "source-syntax-error": (
        ("Runtime.UserCodeSyntaxError: Syntax error in module '<module>': <reason>", True),
        ("Runtime.UserCodeSyntaxError: SyntaxError: <reason>", False),
    ),
    "stage-conflict": (
        ("AWS::ApiGateway::Stage <logical ID> <stage> already exists in stack <stack>", True),
        ("ConflictException: Stage already exists", False),
    ),
    "stale-expectation": (
        ("Expected: \"conflict_detector.handler\"", True),
        ("Received: \"index.handler\"", True),
    ),
    "starting-position": (
        ("Unsupported starting position for arn type: <arn>", True),
        ("Value null at 'startingPosition' failed to satisfy constraint", False),
    ),
    "state-machine-log-permission": (
        ("The state machine IAM Role is not authorized to access the Log Destination", True),
    ),
    "state-machine-permission": (
        ("'<role>' is not authorized to create managed-rule.", True),
    ),
    "subnet-range": (
        ("The CIDR '<range>' conflicts with another subnet", True),
        ("The CIDR '<range>' is invalid.", True),
    ),
    "subscription-limit": (
        ("Resource limit exceeded. (Service: CloudWatchLogs, Status Code: 400)", True),
    ),
    "target-policy": (
        ("Unable to validate the following destination configurations", False),
    ),
    "target-role": (
        ("RoleArn is required for target <target>", True),
        ("RoleArn is not supported for target <target>", False),
    ),
    "task-network": (
        ("When networkMode=awsvpc, the host ports and container ports in port mappings must match.", True),
        ("has target type instance, which is incompatible with the awsvpc network mode", True),
        ("Network Configuration must be provided when networkMode 'awsvpc' is specified.", True),
        ("Network Configuration is not valid for the given networkMode of this task definition.", True),
        ("The container <container> did not have a container port <port> defined.", True),
    ),
    "template-syntax": (
        ("Template format error: YAML not well-formed. (line <line>, column <column>)", True),
        ("Template format error: JSON not well-formed. (line <line>, column <column>)", True),
        ("Template format error: At least one Resources member must be defined.", True),
        ("[/Resources/<path>] 'null' values are not allowed in templates", True),
        ("Template format error: Unsupported structure", False),
        ("Invalid template property or properties [<keys>]", False),
        ("Template format error: Any Resources member must be an object", False),
        ("Every Resources object must contain a Type member", False),
        ("Every Outputs member must contain a Value object", False),
    ),
    "test-region": (
        ("Could not connect to the endpoint URL: \"https://dynamodb.us-west-2.amazonaws.com/\"", True),
    ),
    "trail-event-selector": (
        ("Value <value> for DataResources.Values is invalid.", True),
    ),
    "trail-key-policy": (
        ("Insufficient permissions to access S3 bucket <bucket> or KMS key <key>.", True),
    ),
    "undeclared-part": (
        ("One or more of your origins or origin groups do not exist.", True),
        ("Unknown volume '<volume>'", True),
        ("Cannot depend on container <container> because it does not exist", True),
        ("The container <container> does not exist in the task definition.", True),
        ("is not declared as Output Artifact Bundle in any of the preceding actions", True),
        ("Webhook Action with name <action> was not found in the first stage of the pipeline", True),
    ),
    "undefined-environment-variable": (
        ("KeyError: '<variable>' <traceback> os.environ['<variable>']", True),
        ("[ERROR] KeyError: '<variable>'", False),
        ("No value provided for input HTTP label: <member>", False),
    ),
    "undefined-reference": (
        ("Unresolved resource dependencies [<names>] in the <section> block of the template", True),
        ("Template error: instance of Fn::GetAtt references undefined resource <name>", True),
        ("Unresolved condition dependency <name> in <function>", True),
        ("Unresolved dependencies [<names>]. Cannot reference resources in the Conditions block of the template", True),
        ("Mapping named '<name>' is not present in the 'Mappings' section of template", False),
    ),
    "undefined-state": (
        ("Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: <state>", True),
        ("MISSING_TRANSITION_TARGET: State \"<state>\" is not reachable.", False),
        ("SCHEMA_VALIDATION_FAILED: These fields are required: [<field>]", False),
        ("must be a valid JSONPath or a valid intrinsic function call", False),
        ("Express state machine does not support '<what>' service integration", False),
    ),
    "unguarded-records": (
        ("KeyError: 'Records'", True),
        ("TypeError: Cannot read properties of undefined (reading '0')", False),
    ),
    "unknown-attribute": (
        ("Template error: resource <logical ID> does not support attribute type <attribute> in Fn::GetAtt", True),
        ("Requested attribute <attribute> does not exist in schema for <type>", False),
    ),
    "unknown-field": (
        ("No field named <field> found on type <type>", True),
        ("Type <type> not found", True),
    ),
    "unknown-managed-policy": (
        ("Policy <policy> does not exist or is not attachable.", True),
    ),
    "unknown-property": (
        ("Encountered unsupported property <name>", True),
        ("Properties validation failed for resource <logical ID> with message: #: extraneous key [<key>] is not permitted", True),
        ("property <name> not defined for resource of type <type>", True),
        ("Property validation failure: [Encountered unsupported properties in {<path>}: [<names>]]", True),
        ("extraneous key [<key>] is not permitted", False),
    ),
    "unknown-resource-type": (
        ("Template format error: Unrecognized resource types: [<types>]", True),
    ),
    "unknown-suppression": (
    ),
    "unused-suppression": (
    ),
    "user-data-encoding": (
        ("Invalid BASE64 encoding of user data", True),
        ("UserData does not appear to be base64 encoded", True),
    ),
    "version-mismatch": (
        ("The Parameter Group <group> with DBParameterGroupFamily <family> cannot be used for this instance. Please use a Parameter Group with DBParameterGroupFamily <wanted>", True),
        ("The engine version that you requested for your DB instance (<version>) does not match the engine version of your DB cluster (<other>).", True),
    ),
    "vpc-permission": (
        ("The provided execution role does not have permissions to call CreateNetworkInterface on EC2", True),
        ("Your access has been denied by EC2, please make sure your function execution role have permission to CreateNetworkInterface.", False),
    ),
    "web-acl-rule": (
        ("You have used none or multiple values for a field that requires exactly one value., field: RULE", True),
        ("A reference in your rule statement is not valid.", True),
        ("You haven't met a minimum requirement for a threshold setting.", True),
    ),
    "yaml-alias": (
        ("Template error: YAML aliases are not allowed in CloudFormation templates", True),
    ),
}
