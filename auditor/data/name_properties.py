"""The property of a resource that sets the name which `Ref` returns.

Source: "Return values" on the page of each type,
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/, read on 2026-11-28.
"""

from __future__ import annotations

NAME_PROPERTIES = {
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::Role": "RoleName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::Serverless::Function": "FunctionName",
}
