"""The properties by which resources hand a role to a service.

A property, or list of roles, is named as `A.B` for B below A; with it stands the name of the
service before `.amazonaws.com`, from the page of each type:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""

from __future__ import annotations

USERS: dict[str, tuple[tuple[str, str], ...]] = {
    "AWS::Amplify::App": (("IAMServiceRole", "amplify"),),
    "AWS::ApiGateway::Account": (("CloudWatchRoleArn", "apigateway"),),
    "AWS::ApiGateway::Authorizer": (("AuthorizerCredentials", "apigateway"),),
    "AWS::ApiGateway::Method": (("Integration.Credentials", "apigateway"),),
    "AWS::AppConfig::ConfigurationProfile": (("RetrievalRoleArn", "appconfig"),),
    "AWS::AppRunner::Service": (
        ("SourceConfiguration.AuthenticationConfiguration.AccessRoleArn", "build.apprunner"),
        ("InstanceConfiguration.InstanceRoleArn", "tasks.apprunner"),
    ),
    "AWS::AppSync::DataSource": (("ServiceRoleArn", "appsync"),),
    "AWS::AppSync::GraphQLApi": (("LogConfig.CloudWatchLogsRoleArn", "appsync"),),
    "AWS::AutoScaling::LifecycleHook": (("RoleARN", "autoscaling"),),
    "AWS::Backup::BackupSelection": (("BackupSelection.IamRoleArn", "backup"),),
    "AWS::Batch::ComputeEnvironment": (
        ("ServiceRole", "batch"),
        ("ComputeResources.SpotIamFleetRole", "spotfleet"),
    ),
    "AWS::Bedrock::Agent": (("AgentResourceRoleArn", "bedrock"),),
    "AWS::Bedrock::Flow": (("ExecutionRoleArn", "bedrock"),),
    "AWS::Bedrock::KnowledgeBase": (("RoleArn", "bedrock"),),
    "AWS::CloudTrail::Trail": (("CloudWatchLogsRoleArn", "cloudtrail"),),
    "AWS::CloudWatch::MetricStream": (("RoleArn", "streams.metrics.cloudwatch"),),
    "AWS::CodeBuild::Project": (("ServiceRole", "codebuild"),),
    "AWS::CodeDeploy::DeploymentGroup": (("ServiceRoleArn", "codedeploy"),),
    "AWS::CodePipeline::Pipeline": (("RoleArn", "codepipeline"),),
    "AWS::Cognito::UserPool": (("SmsConfiguration.SnsCallerArn", "cognito-idp"),),
    "AWS::Config::ConfigurationRecorder": (("RoleARN", "config"),),
    "AWS::DAX::Cluster": (("IAMRoleARN", "dax"),),
    "AWS::DLM::LifecyclePolicy": (("ExecutionRoleArn", "dlm"),),
    "AWS::DMS::Endpoint": (
        ("S3Settings.ServiceAccessRoleArn", "dms"),
        ("KinesisSettings.ServiceAccessRoleArn", "dms"),
        ("DynamoDbSettings.ServiceAccessRoleArn", "dms"),
    ),
    "AWS::DataSync::LocationS3": (("S3Config.BucketAccessRoleArn", "datasync"),),
    "AWS::EC2::FlowLog": (("DeliverLogsPermissionArn", "vpc-flow-logs"),),
    "AWS::EC2::SpotFleet": (("SpotFleetRequestConfigData.IamFleetRole", "spotfleet"),),
    "AWS::ECS::TaskDefinition": (
        ("ExecutionRoleArn", "ecs-tasks"),
        ("TaskRoleArn", "ecs-tasks"),
    ),
    "AWS::EKS::Cluster": (("RoleArn", "eks"),),
    "AWS::EKS::FargateProfile": (("PodExecutionRoleArn", "eks-fargate-pods"),),
    "AWS::EKS::Nodegroup": (("NodeRole", "ec2"),),
    "AWS::FIS::ExperimentTemplate": (("RoleArn", "fis"),),
    "AWS::Glue::Crawler": (("Role", "glue"),),
    "AWS::Glue::Job": (("Role", "glue"),),
    "AWS::Glue::MLTransform": (("Role", "glue"),),
    "AWS::IAM::InstanceProfile": (("Roles", "ec2"),),
    "AWS::IoT::RoleAlias": (("RoleArn", "credentials.iot"),),
    "AWS::Kendra::Index": (("RoleArn", "kendra"),),
    "AWS::KinesisAnalyticsV2::Application": (("ServiceExecutionRole", "kinesisanalytics"),),
    "AWS::KinesisFirehose::DeliveryStream": (
        ("AmazonopensearchserviceDestinationConfiguration.RoleARN", "firehose"),
        ("ElasticsearchDestinationConfiguration.RoleARN", "firehose"),
        ("ExtendedS3DestinationConfiguration.RoleARN", "firehose"),
        ("HttpEndpointDestinationConfiguration.RoleARN", "firehose"),
        ("KinesisStreamSourceConfiguration.RoleARN", "firehose"),
        ("RedshiftDestinationConfiguration.RoleARN", "firehose"),
        ("S3DestinationConfiguration.RoleARN", "firehose"),
    ),
    "AWS::Lambda::Function": (("Role", "lambda"),),
    "AWS::Logs::Destination": (("RoleArn", "logs"),),
    "AWS::Logs::SubscriptionFilter": (("RoleArn", "logs"),),
    "AWS::Pipes::Pipe": (("RoleArn", "pipes"),),
    "AWS::RDS::DBCluster": (("MonitoringRoleArn", "monitoring.rds"),),
    "AWS::RDS::DBInstance": (("MonitoringRoleArn", "monitoring.rds"),),
    "AWS::RDS::DBProxy": (("RoleArn", "rds"),),
    "AWS::S3::Bucket": (("ReplicationConfiguration.Role", "s3"),),
    "AWS::SSM::MaintenanceWindowTask": (("ServiceRoleArn", "ssm"),),
    "AWS::SageMaker::Model": (("ExecutionRoleArn", "sagemaker"),),
    "AWS::SageMaker::NotebookInstance": (("RoleArn", "sagemaker"),),
    "AWS::Scheduler::Schedule": (("Target.RoleArn", "scheduler"),),
    "AWS::Serverless::Function": (("Role", "lambda"),),
    "AWS::Serverless::StateMachine": (("Role", "states"),),
    "AWS::ServiceCatalog::LaunchRoleConstraint": (("RoleArn", "servicecatalog"),),
    "AWS::StepFunctions::StateMachine": (("RoleArn", "states"),),
    "AWS::Synthetics::Canary": (("ExecutionRoleArn", "lambda"),),
    "AWS::Transfer::Server": (("LoggingRole", "transfer"),),
    "AWS::Transfer::User": (("Role", "transfer"),),
}
USED_LATER = frozenset(
    {
        "AWS::ECS::TaskDefinition",
        "AWS::IAM::InstanceProfile",
        "AWS::IoT::RoleAlias",
        "AWS::ServiceCatalog::LaunchRoleConstraint",
        "AWS::Transfer::User",
    }
)
"""Types that are created without their role: it is assumed for a task, an instance, a login."""
