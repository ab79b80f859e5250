"""Properties of SAM types that SAM reads as they are written, so that no function can give them.

It knows the values of parameters and of mappings, and no conditions. What a tool packages before
the template is transformed is not among them, for that tool may write another value.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
"""

from __future__ import annotations

from collections.abc import Mapping

_DOMAIN = (
    *("Domain", "Domain.EndpointConfiguration", "Domain.MutualTlsAuthentication"),
    "Domain.Route53",
)
SAM_LITERALS: Mapping[str, tuple[str, ...]] = {
    "AWS::Serverless::Api": (
        *("AlwaysDeploy", "Auth", "Auth.Authorizers", "Auth.DefaultAuthorizer", "Auth.UsagePlan"),
        *("Auth.UsagePlan.CreateUsagePlan", *_DOMAIN, "GatewayResponses", "MergeDefinitions"),
        *("Models", "OpenApiVersion"),
    ),
    "AWS::Serverless::Application": ("Location.ApplicationId", "Location.SemanticVersion"),
    "AWS::Serverless::CapacityProvider": (
        *("InstanceRequirements", "ManagedResourceTags", "PropagateTags", "ScalingConfig"),
        "VpcConfig",
    ),
    "AWS::Serverless::Function": (
        *("AutoPublishAliasAllProperties", "CapacityProviderConfig", "DeadLetterQueue"),
        *("DeadLetterQueue.Type", "DeploymentPreference", "Events", "PackageType"),
        "DeploymentPreference.PassthroughCondition",
    ),
    "AWS::Serverless::GraphQLApi": (
        *("ApiKeys", "Auth", "Cache", "DataSources", "DomainName", "Functions", "Logging"),
        *("Resolvers", "SchemaInline", "XrayEnabled"),
    ),
    "AWS::Serverless::HttpApi": (
        *("Auth", "Auth.Authorizers", "Auth.DefaultAuthorizer", *_DOMAIN),
    ),
    "AWS::Serverless::LayerVersion": ("RetentionPolicy",),
    "AWS::Serverless::MicrovmImage": (
        *("AdditionalOsCapabilities", "CpuConfigurations", "EgressNetworkConnectors", "Hooks"),
        *("Logging", "PropagateTags", "Resources"),
    ),
    "AWS::Serverless::NetworkConnector": ("ComputeTypes", "PropagateTags", "VpcConfig"),
    "AWS::Serverless::SimpleTable": ("PrimaryKey", "PrimaryKey.Name", "PrimaryKey.Type"),
    "AWS::Serverless::StateMachine": ("AutoPublishAlias", "Events", "UseAliasAsEventTarget"),
    "AWS::Serverless::WebSocketApi": ("Auth", "Domain", "Routes"),
}
