"""Where the names of the API come from. Written by docs/generate.py."""

# fmt: off
NAMES = {
    "api": {
        "field": "auditor.template.below:field",
        "items": "auditor.template.below:items",
        "uncovered": "auditor.template.below:uncovered",
        "where": "auditor.template.below:where",
        "rewritten": "auditor.template.defaults:rewritten",
        "function_of": "auditor.template.intrinsics:function_of",
        "leading": "auditor.template.leading:leading",
        "MapLookup": "auditor.template.mentions:MapLookup",
        "Mention": "auditor.template.mentions:Mention",
        "Equality": "auditor.template.names:Equality",
        "Name": "auditor.template.names:Name",
        "compare": "auditor.template.names:compare",
        "meant": "auditor.template.nearest:meant",
        "near": "auditor.template.nearest:near",
        "custom_resources": "auditor.template.wiring:custom_resources",
        "new_resource": "auditor.template.wiring:new_resource",
        "resource_before": "auditor.template.wiring:resource_before",
        "wait_for": "auditor.template.wiring:wait_for",
        "waits_for_any": "auditor.template.wiring:waits_for_any",
        "without": "auditor.template.wiring:without"
    },
    "apigateway": {
        "declaration": "auditor.aws.apigateway.mappings:declaration",
        "identity_sources": "auditor.aws.apigateway.mappings:identity_sources",
        "undeclared": "auditor.aws.apigateway.mappings:undeclared",
        "ApiMethod": "auditor.aws.apigateway.methods:ApiMethod",
        "PathPart": "auditor.aws.apigateway.paths:PathPart",
        "GAP": "auditor.aws.apigateway.stages:GAP",
        "ApiDeployment": "auditor.aws.apigateway.stages:ApiDeployment",
        "ApiStage": "auditor.aws.apigateway.stages:ApiStage",
        "LogUse": "auditor.aws.apigateway.stages:LogUse",
        "Protocol": "auditor.aws.apigateway.stages:Protocol",
        "gateway_accounts": "auditor.aws.apigateway.stages:gateway_accounts",
        "text_with_gaps": "auditor.aws.apigateway.stages:text_with_gaps"
    },
    "backup": {
        "DAYS_IN_COLD_STORAGE": "auditor.aws.backup.plans:DAYS_IN_COLD_STORAGE",
        "ShortStay": "auditor.aws.backup.plans:ShortStay",
        "short_stays": "auditor.aws.backup.plans:short_stays"
    },
    "cloudfront": {
        "EDGE_REGION": "auditor.aws.cloudfront.certificate:EDGE_REGION",
        "EdgeCertificate": "auditor.aws.cloudfront.certificate:EdgeCertificate"
    },
    "cloudtrail": {
        "BadValue": "auditor.aws.cloudtrail.selectors:BadValue",
        "DataResource": "auditor.aws.cloudtrail.selectors:DataResource"
    },
    "cloudwatch": {
        "Dimension": "auditor.aws.cloudwatch.alarms:Dimension",
        "WatchedMetric": "auditor.aws.cloudwatch.alarms:WatchedMetric",
        "MetricRow": "auditor.data.alarm_metrics:MetricRow",
        "metric_rows": "auditor.data.alarm_metrics:metric_rows",
        "value_rows": "auditor.data.alarm_metrics:value_rows"
    },
    "code": {
        "CodeFile": "auditor.aws.lambda_.code.file:CodeFile",
        "FunctionCode": "auditor.aws.lambda_.code.function:FunctionCode",
        "LocalModule": "auditor.aws.lambda_.code.local_module:LocalModule",
        "local_module": "auditor.aws.lambda_.code.local_module:local_module",
        "at_expressions": "auditor.aws.lambda_.code.questions:at_expressions",
        "is_called": "auditor.aws.lambda_.code.questions:is_called",
        "loaded_files": "auditor.aws.lambda_.code.questions:loaded_files",
        "metrics_use": "auditor.aws.lambda_.code.questions:metrics_use",
        "mixed_datetimes": "auditor.aws.lambda_.code.questions:mixed_datetimes",
        "records_taken": "auditor.aws.lambda_.code.questions:records_taken",
        "syntax_fault": "auditor.aws.lambda_.code.questions:syntax_fault",
        "answered": "auditor.aws.lambda_.code.responses:answered",
        "never_answers": "auditor.aws.lambda_.code.responses:never_answers",
        "silent_deletes": "auditor.aws.lambda_.code.responses:silent_deletes",
        "is_of_scheduler": "auditor.aws.lambda_.code.schedules:is_of_scheduler",
        "makes_rule": "auditor.aws.lambda_.code.schedules:makes_rule",
        "Taken": "auditor.data.sdk_arguments:Taken",
        "operation_arguments": "auditor.data.sdk_arguments:operation_arguments",
        "Argument": "auditor.embedded.facts:Argument",
        "Client": "auditor.embedded.facts:Client",
        "EnvironmentRead": "auditor.embedded.facts:EnvironmentRead",
        "SdkCall": "auditor.embedded.facts:SdkCall"
    },
    "cycles": {
        "repair": "auditor.aws.cycles.repair:repair",
        "made_by_sam": "auditor.aws.sam.dependencies:made_by_sam"
    },
    "dynamodb": {
        "Attribute": "auditor.aws.dynamodb.table:Attribute",
        "BilledTable": "auditor.aws.dynamodb.table:BilledTable",
        "Index": "auditor.aws.dynamodb.table:Index",
        "Key": "auditor.aws.dynamodb.table:Key",
        "KeyedTable": "auditor.aws.dynamodb.table:KeyedTable"
    },
    "ec2": {
        "Placeholder": "auditor.aws.ec2.placeholders:Placeholder",
        "SharedImage": "auditor.aws.ec2.placeholders:SharedImage",
        "placeholders": "auditor.aws.ec2.placeholders:placeholders",
        "shared_images": "auditor.aws.ec2.placeholders:shared_images"
    },
    "events": {
        "ScheduledRule": "auditor.aws.events.buses:ScheduledRule",
        "PatternUse": "auditor.aws.events.patterns:PatternUse",
        "TIMEZONE": "auditor.aws.events.schedule:TIMEZONE",
        "ScheduleUse": "auditor.aws.events.schedule:ScheduleUse",
        "RuleTarget": "auditor.aws.events.targets:RuleTarget",
        "InputTransformer": "auditor.aws.events.transformers:InputTransformer",
        "Placeholder": "auditor.aws.events.transformers:Placeholder",
        "schedule": "auditor.grammar:schedule",
        "PatternFault": "auditor.grammar.event_pattern.fault:PatternFault"
    },
    "iam": {
        "Answer": "auditor.aws.iam.answer:Answer",
        "AttachedPolicy": "auditor.aws.iam.attached:AttachedPolicy",
        "RefusedCall": "auditor.aws.iam.calls:RefusedCall",
        "condition_keys": "auditor.aws.iam.conditions:condition_keys",
        "PolicyDocument": "auditor.aws.iam.documents:PolicyDocument",
        "Use": "auditor.aws.iam.documents:Use",
        "grant": "auditor.aws.iam.grant:grant",
        "may_invoke": "auditor.aws.iam.invocation:may_invoke",
        "permit": "auditor.aws.iam.invocation:permit",
        "other_invokers": "auditor.aws.iam.invokers:other_invokers",
        "ConnectedFunction": "auditor.aws.iam.network:ConnectedFunction",
        "NoAction": "auditor.aws.iam.no_action:NoAction",
        "no_action": "auditor.aws.iam.no_action:no_action",
        "NotArn": "auditor.aws.iam.not_arn:NotArn",
        "not_arn": "auditor.aws.iam.not_arn:not_arn",
        "NamedRole": "auditor.aws.iam.principals:NamedRole",
        "named_roles": "auditor.aws.iam.principals:named_roles",
        "Sending": "auditor.aws.iam.receiving:Sending",
        "PolicyFault": "auditor.aws.iam.syntax:PolicyFault",
        "policy_faults": "auditor.aws.iam.syntax:faults",
        "Trigger": "auditor.aws.iam.triggers:Trigger",
        "HandedRole": "auditor.aws.iam.trust:HandedRole",
        "ReadUse": "auditor.aws.iam.uses:ReadUse",
        "SendUse": "auditor.aws.iam.uses:SendUse",
        "PolicyStatement": "auditor.aws.iam.written:PolicyStatement",
        "global_key": "auditor.data.condition_keys:global_key",
        "key_exists": "auditor.data.condition_keys:key_exists",
        "keys_of": "auditor.data.condition_keys:keys_of",
        "ManagedName": "auditor.data.managed_policy_names:ManagedName",
        "managed_name": "auditor.data.managed_policy_names:managed_name"
    },
    "kms": {
        "Answer": "auditor.aws.iam.answer:Answer",
        "EncryptedDelivery": "auditor.aws.kms.encrypted:EncryptedDelivery",
        "EncryptedLogGroup": "auditor.aws.kms.encrypted:EncryptedLogGroup",
        "Key": "auditor.aws.kms.key:Key"
    },
    "lambda_": {
        "packages": "auditor.aws.lambda_:packages",
        "is_replaced": "auditor.aws.lambda_.code.replaced:is_replaced",
        "InlineCode": "auditor.aws.lambda_.function:InlineCode",
        "LambdaFunction": "auditor.aws.lambda_.function:LambdaFunction",
        "misplaced_modules": "auditor.aws.lambda_.layer_folders:misplaced_modules",
        "Layer": "auditor.aws.lambda_.layers:Layer",
        "LayeredFunction": "auditor.aws.lambda_.layers:LayeredFunction",
        "Reading": "auditor.aws.lambda_.queues:Reading",
        "SourceMapping": "auditor.aws.lambda_.sources:SourceMapping",
        "may_be_set_elsewhere": "auditor.aws.lambda_.variables:may_be_set_elsewhere",
        "value_for_variable": "auditor.aws.lambda_.variables:value_for_variable",
        "closed_runtime_of": "auditor.data.closed_runtimes:closed_runtime",
        "month_of_runtimes": "auditor.data.closed_runtimes:month"
    },
    "logs": {
        "LogBucket": "auditor.aws.logs.delivery:LogBucket",
        "LogDelivery": "auditor.aws.logs.delivery:LogDelivery",
        "Writer": "auditor.aws.logs.delivery:Writer",
        "log_delivery_policy_for": "auditor.aws.logs.delivery_policy:log_delivery_policy_for",
        "LOG_GROUP": "auditor.aws.logs.groups:LOG_GROUP",
        "LogFilter": "auditor.aws.logs.groups:LogFilter",
        "MetricFilter": "auditor.aws.logs.groups:MetricFilter",
        "PatternUse": "auditor.aws.logs.groups:PatternUse",
        "declared_log_groups": "auditor.aws.logs.groups:declared_log_groups",
        "log_group": "auditor.aws.logs.new_group:log_group",
        "Subscription": "auditor.aws.logs.subscriptions:Subscription",
        "filter_pattern": "auditor.grammar:filter_pattern"
    },
    "rds": {
        "Database": "auditor.aws.rds.database:Database",
        "version_text": "auditor.aws.rds.database:version_text",
        "EngineVersions": "auditor.data.engine_versions:EngineVersions",
        "Standing": "auditor.data.engine_versions:Standing",
        "engine_versions": "auditor.data.engine_versions:engine_versions"
    },
    "regions": {
        "RegionText": "auditor.aws.regions.text:RegionText",
        "RegionUse": "auditor.aws.regions.text:RegionUse"
    },
    "route53": {
        "WantedDomain": "auditor.aws.route53.domains:WantedDomain"
    },
    "s3": {
        "UnmatchedAction": "auditor.aws.s3.actions:UnmatchedAction",
        "unmatched_actions": "auditor.aws.s3.actions:unmatched_actions",
        "Bucket": "auditor.aws.s3.bucket:Bucket",
        "LEAST_DAYS": "auditor.aws.s3.lifecycle:LEAST_DAYS",
        "EarlyTransition": "auditor.aws.s3.lifecycle:EarlyTransition",
        "early_transitions": "auditor.aws.s3.lifecycle:early_transitions",
        "NameFault": "auditor.aws.s3.names:NameFault",
        "faults": "auditor.aws.s3.names:faults",
        "PublicStatement": "auditor.aws.s3.public:PublicStatement"
    },
    "sam": {
        "Refusal": "auditor.aws.sam.refused:Refusal",
        "Refused": "auditor.aws.sam.refused:Refused",
        "refused": "auditor.aws.sam.refused:refused"
    },
    "sns": {
        "END": "auditor.aws.sns.fifo:END",
        "NamedTopic": "auditor.aws.sns.fifo:NamedTopic",
        "QueueSubscription": "auditor.aws.sns.fifo:QueueSubscription"
    },
    "states": {
        "grant": "auditor.aws.iam.grant:grant",
        "Definition": "auditor.aws.states.definition:Definition",
        "StateMachine": "auditor.aws.states.machine:StateMachine",
        "StatesFault": "auditor.grammar.states.machine:StatesFault"
    },
    "template": {
        "ClosedService": "auditor.data.closed_services:ClosedService",
        "closed_service_of": "auditor.data.closed_services:closed_service_of",
        "closed_types": "auditor.data.closed_services:closed_types",
        "attribute_row": "auditor.data.meant:attribute_row",
        "value_row": "auditor.data.meant:value_row",
        "wrap_row": "auditor.data.meant:wrap_row",
        "PACKAGED_PROPERTIES": "auditor.data.packaged_properties:PACKAGED_PROPERTIES",
        "RefusedValue": "auditor.data.refused_values:RefusedValue",
        "refused_values": "auditor.data.refused_values:refused_values",
        "singletons": "auditor.data.region_singletons:singletons",
        "ResourceType": "auditor.data.resource_schema:ResourceType",
        "resource_type": "auditor.data.resource_schema:resource_type",
        "SuppressionReview": "auditor.model.suppression:SuppressionReview",
        "bad_calls": "auditor.template.arguments:bad_calls",
        "default_faults": "auditor.template.defaults_allowed:default_faults",
        "Dependency": "auditor.template.dependencies:Dependency",
        "dependencies": "auditor.template.dependencies:dependencies",
        "knots": "auditor.template.graph:knots",
        "reaches": "auditor.template.graph:reaches",
        "shortest_cycle": "auditor.template.graph:shortest_cycle",
        "missing_entries": "auditor.template.map_entries:missing_entries",
        "made_optional": "auditor.template.optional:made_optional",
        "rename_everywhere": "auditor.template.renaming:rename_everywhere",
        "LooseVariable": "auditor.template.subjects.loose_variable:LooseVariable",
        "Misreference": "auditor.template.subjects.misreference:Misreference",
        "misreferences": "auditor.template.subjects.misreference:misreferences",
        "NameClash": "auditor.template.subjects.name_clash:NameClash",
        "as_mapping": "auditor.template.subjects.property_rows:as_mapping",
        "relocation": "auditor.template.subjects.relocation:relocation",
        "retyping": "auditor.template.subjects.retyping:retyping",
        "SchemaFault": "auditor.template.subjects.schema_fault:SchemaFault",
        "demand": "auditor.template.subjects.schema_fault:demand",
        "SourceText": "auditor.template.subjects.source_text:SourceText",
        "StrayProperty": "auditor.template.subjects.stray_property:StrayProperty",
        "TypeUse": "auditor.template.subjects.type_use:TypeUse",
        "Usage": "auditor.template.subjects.usage:Usage"
    },
    "waf": {
        "LogDestination": "auditor.aws.waf.logging:LogDestination",
        "log_destinations": "auditor.aws.waf.logging:log_destinations",
        "renamed": "auditor.aws.waf.logging:renamed"
    },
}
