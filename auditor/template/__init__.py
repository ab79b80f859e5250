"""What CloudFormation and SAM mean by the values of a document."""
