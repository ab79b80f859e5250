"""What the resources of a program are in CloudFormation's words."""
