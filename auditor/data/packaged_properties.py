"""Properties whose local paths a tool replaces before CloudFormation reads the template."""

from __future__ import annotations

from collections.abc import Mapping

PACKAGED_PROPERTIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "AWS::ApiGateway::RestApi": (("BodyS3Location",),),
    "AWS::AppSync::FunctionConfiguration": (
        ("RequestMappingTemplateS3Location",),
        ("ResponseMappingTemplateS3Location",),
        ("CodeS3Location",),
    ),
    "AWS::AppSync::GraphQLSchema": (("DefinitionS3Location",),),
    "AWS::AppSync::Resolver": (
        ("RequestMappingTemplateS3Location",),
        ("ResponseMappingTemplateS3Location",),
        ("CodeS3Location",),
    ),
    "AWS::CloudFormation::Stack": (("TemplateURL",),),
    "AWS::CodeCommit::Repository": (("Code", "S3"),),
    "AWS::ElasticBeanstalk::ApplicationVersion": (("SourceBundle",),),
    "AWS::Glue::Job": (("Command", "ScriptLocation"),),
    "AWS::Lambda::Function": (("Code",),),
    "AWS::Lambda::LayerVersion": (("Content",),),
    "AWS::Serverless::Api": (("DefinitionUri",),),
    "AWS::Serverless::Application": (("Location",),),
    "AWS::Serverless::Function": (("CodeUri",),),
    "AWS::Serverless::HttpApi": (("DefinitionUri",),),
    "AWS::Serverless::LayerVersion": (("ContentUri",),),
    "AWS::Serverless::StateMachine": (("DefinitionUri",),),
    "AWS::StepFunctions::StateMachine": (("DefinitionS3Location",),),
}
"""The properties that `aws cloudformation package` takes local paths in:
https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html"""
