"""What the resources of CloudFormation itself mean."""
